"""The veertiendagenbrief's own check: one fault in it and the consumer owes no costs at all (art. 6:96 lid 6 BW).

Fourteen full days from the day after delivery, in a wording the Hoge Raad accepted (25 November 2016,
ECLI:NL:HR:2016:2704); one amount to pay, the costs after it to the cent (law/nl.md F, and the faults of J). Looked for
in the wording alone: names, numbers and table rows are taken out first, so that no Maxim is a maximum. Where it is in
doubt the check refuses: a letter mended costs a minute, a void one all costs.
"""

import re
from collections.abc import Iterator
from datetime import date

from debcli.errors import InputError
from debcli.language import mark, say
from debcli.letters.content import Announced, Content
from debcli.letters.look import Check, contains, element, flat, sentences, whole
from debcli.values import dates
from debcli.values.money import parse_amount

_HIDDEN = "▪"
_SHORTEST = 4  # a name of three letters holds no fault, and an invoice number 14 must not hide a term

_FOURTEEN = r"(?:veertien|14|veertien \(14\))"
_FIFTEEN = r"(?:vijftien|15|vijftien \(15\))"
_ACCEPTED = re.compile(
    rf"\bbinnen (?:{_FOURTEEN} dagen vanaf de dag nadat|{_FIFTEEN} dagen nadat) deze brief bij u is bezorgd\b",
    re.IGNORECASE,
)
# The same in English, beside the Dutch words: those carry the effect, these say it to who reads no Dutch.
_IN_ENGLISH = re.compile(
    r"\bwithin fourteen(?: \(14\))? days from the day after this letter (?:was|is|has been) delivered to you\b",
    re.IGNORECASE,
)
NUMBERS = (
    "twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|eenentwintig|dertig|"
    "enkele|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty"
)
_ANY_TERM = re.compile(
    rf"(?P<within>\b(?:binnen|within)(?: (?:deze|die|de|these|those))? )?\b(?P<number>\d+|{NUMBERS}|een|één|a|one)"
    r"(?: \(\d+\))?(?: (?:volle|full))?[ -](?P<unit>(?:werk|kalender)?dag(?:en)?|wee?k(?:en|s)?|maand(?:en)?|uur|"
    r"(?:working |calendar )?days?|months?|hours?)\b",
    re.IGNORECASE,
)
_MONTHS = [name for names in dates.MONTHS.values() for name in names]
_A_DATE = rf"(?:\d{{1,2}}(?: |-)(?:{'|'.join(_MONTHS)})|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})[ -](?P<month>{'|'.join(_MONTHS)})\b(?: (?P<year>\d{{4}}))?"
    r"|\b(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})\b|\b(?P<iso>\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)

COUNTS_FROM_LETTER = (
    r"\bna (?:de )?(?:dagtekening|heden|verzending|verzenddatum|datum)\b|"
    r"\bvanaf (?:heden|(?:de )?(?:dagtekening|verzending|verzenddatum|datum|briefdatum))\b|"
    r"\b(?:after|from) (?:the )?(?:date|sending) of (?:this|the) letter\b"
)
COUNTS_FROM_RECEIPT = (
    r"\bvanaf (?:de )?(?:dag|datum|moment|ogenblik) (?:dat|waarop|van)\b.{0,60}?\b(?:ontv\w+|bezorg\w*)|"
    r"\bvanaf (?:de )?(?:ontvangst|bezorging)\b|\bfrom (?:the (?:day|date) (?:of|on which)|receipt|delivery)\b"
)

# A wording that is wrong wherever it stands: what it is, and the pattern that finds it.
_FAULTS = (
    (
        "counts-from-the-letter",
        mark("counts the term from the letter itself, not from the day after its delivery"),
        COUNTS_FROM_LETTER,
    ),
    (
        "counts-from-receipt",
        mark("counts from the day of receipt, one day too early"),
        COUNTS_FROM_RECEIPT,
    ),
    (
        "inexact-costs",
        mark("names costs as a maximum or a guess instead of the exact amount"),
        (
            r"\bmaxima(?:al|le)\b|\bmaximum\b|\bten hoogste\b|\bhoogstens\b|\boplopen tot\b|\bcirca\b|\bongeveer\b|"
            r"\bup to (?!and including)|\bat most\b"
        ),
    ),
    (
        "before-a-day",
        mark("asks payment before a day: that day itself would be too late"),
        rf"\b(?:v(?:oo|óó)r|before) (?:(?:{'|'.join(d for w in dates.WEEKDAYS.values() for d in w)}) )?{_A_DATE}",
    ),
    (
        "business-interest",
        mark("names the interest between businesses; a consumer owes that of art. 6:119 BW"),
        r"handelsrente|\b6:119[ab]\b|\bcommercial interest\b",
    ),
)
_EACH_DAY = r"\b(?:elke dag|iedere dag|per dag|(?:each|every|per) day)\b"
_PAYS = r"\b(?:betaal\w*|betalen|betaling|voldo\w+|overma\w+|maakt?|maken|overschrijv\w+|pay\w*|transfer)\b"
_COSTS = r"kosten\b|\bcosts\b"
_IF_LATE = (
    r"\b(?:niet|blijft|uitblijft|later|te laat|afloop|verstreken|anders|not|later|otherwise|after|late)\b"
)
_AMOUNT = re.compile(
    r"(?:€|\bEUR\b|\beuro\b)\s?(?P<after>\d[\d.,]*-?)|(?P<before>\d[\d.,]*)\s?(?:€|EUR\b|euro\b)|"
    r"(?<![\d.,])(?P<bare>\d[\d.]*,\d{2})(?!\d|\s?%)",
    re.IGNORECASE,
)


def checks(content: Content, wording: str) -> list[Check]:
    """Every element and every known fault of a veertiendagenbrief, in its wording on one line. All are mandatory, by law."""
    announced = content.announced
    if announced is None:
        return []
    prose = wording_alone(content, wording)
    return [
        element(
            "term",
            _ACCEPTED.search(prose) is not None,
            say(
                "the term in the wording the court accepts: binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd"
            ),
            mandatory=True,
            legal=True,
        ),
        *_said_in_english(content, prose),
        _no_fault("another-term", _other_terms(prose), say("names another term")),
        *(
            _no_fault(name, (m[0] for m in re.finditer(pattern, prose, re.IGNORECASE)), say(why))
            for name, why, pattern in _FAULTS
        ),
        _no_fault("another-day", _other_days(content, prose), say("names another day to come")),
        _no_fault(
            "one-amount", _other_amounts(content, announced, prose), say("names another amount to pay")
        ),
        *_costs(content, announced, prose),
    ]


def _said_in_english(content: Content, prose: str) -> list[Check]:
    """Who reads no Dutch must be told his term too: wording he cannot read would mislead him."""
    if content.language != "en":
        return []
    said = _IN_ENGLISH.search(prose) is not None
    lacking = say(
        "the term in English: within fourteen days from the day after this letter was delivered to you"
    )
    return [element("term-in-english", said, lacking, mandatory=True, legal=True)]


def _no_fault(name: str, faults: Iterator[str], why: str) -> Check:
    shown = ", ".join(dict.fromkeys(f"{fault.strip()!r}" for fault in faults))
    return Check(
        name,
        not shown,
        say("wrong: {found} {why}", found=shown, why=why) if shown else "",
        mandatory=True,
        legal=True,
    )


def wording_alone(content: Content, wording: str) -> str:
    """The wording without what is data: rows and lines of tables become sentence ends, names a mark."""
    text = wording
    tables = [content.invoices, *content.specification]
    tables += [table for table in (content.received, content.schedule) if table is not None]
    rows = [" ".join(filter(None, cells)) for t in tables for cells in (t.header, *t.rows, *t.total)]
    rows += [f"{label}: {value}" for label, value in content.block.lines]
    for row in sorted({flat(row) for row in rows}, key=len, reverse=True):
        text = re.sub(whole(row), " . ", text)
    sender = content.sender
    names = [sender.name, *sender.lines, sender.contact, sender.email, content.contact_line, content.customer]
    names += [content.customer_contact, *content.address, content.payment.name, content.payment.reference]
    names += [cells[0] for cells in content.invoices.rows]
    for name in sorted({flat(name) for name in names}, key=len, reverse=True):
        if len(name) >= _SHORTEST:
            text = re.sub(whole(name), _HIDDEN, text)
    return text


def _other_terms(prose: str) -> Iterator[str]:
    """Terms in days, weeks or months beside the accepted one; `de veertien dagen` may refer to it."""
    for match in _ANY_TERM.finditer(_IN_ENGLISH.sub("", _ACCEPTED.sub("", prose))):
        number, unit, within = match["number"].lower(), match["unit"].lower(), (match["within"] or "").lower()
        if not within and (number in {"een", "één", "a", "one"} or unit in {"uur", "hour", "hours"}):
            continue  # "één dag later" and "tot 17 uur" are no terms
        refers = within == "" or within.split()[-1] not in {"binnen", "within"}
        if number in {"veertien", "14", "fourteen"} and unit in {"dagen", "days", "day"} and refers:
            continue
        yield match[0]


def _other_days(content: Content, prose: str) -> Iterator[str]:
    """Days after the letter's own that are not the one day it prints."""
    own = flat(content.pay_by)
    for match in _DATE.finditer(prose):
        for day in _days(match, content.day):
            if day > content.day and dates.long(day, content.language) not in own:
                yield match[0]


def _days(match: re.Match[str], near: date) -> Iterator[date]:
    """The day a date in the text means; without a year the one nearest to the letter."""
    try:
        if match["iso"]:
            yield date.fromisoformat(match["iso"])
        elif match["d"]:
            yield date(int(match["y"]), int(match["m"]), int(match["d"]))
        else:
            name = match["month"].lower()
            month = next(
                n for names in dates.MONTHS.values() for n, m in enumerate(names, 1) if m.lower() == name
            )
            years = [int(match["year"])] if match["year"] else [near.year - 1, near.year, near.year + 1]
            yield min((date(y, month, int(match["day"])) for y in years), key=lambda d: abs(d - near))
    except ValueError:  # 31 June is no day
        return


def _other_amounts(content: Content, announced: Announced, prose: str) -> Iterator[str]:
    """Amounts the letter has no ground for, and a part of the sum asked for as if it were the whole."""
    to_pay = _cents(content.to_pay)
    parts = {_cents(content.principal), _cents(content.interest_total)}
    parts |= {_cents(cell) for cells in content.invoices.rows for cell in cells[3:]}
    known = parts | {to_pay, _cents(content.per_day), _cents(announced.costs)}
    known |= {_cents(announced.before_vat), _cents(announced.vat)} if announced.vat_clause else set()
    known |= {_cents(amount) for amount in announced.on_top_amounts}
    for sentence in sentences(prose):
        named = [(match[0], _cents(match[0])) for match in _AMOUNT.finditer(sentence)]
        yield from (shown for shown, cents in named if cents is None or cents not in known)
        if re.search(_PAYS, sentence, re.IGNORECASE) and to_pay not in {cents for _, cents in named}:
            # On its first day all the interest there is, is that of one day: said to come each day, it asks no part.
            daily = _cents(content.per_day) if re.search(_EACH_DAY, sentence, re.IGNORECASE) else None
            yield from (shown for shown, cents in named if cents in parts and cents != daily)


def _cents(text: str) -> int | None:
    try:
        return parse_amount(re.sub(r"\s", " ", text).rstrip(" .,"))
    except InputError:
        return None


def _costs(content: Content, announced: Announced, prose: str) -> list[Check]:
    """The exact costs, owed only by who does not pay in time, and VAT where it may be and with its reason."""
    owed = _cents(announced.costs)
    naming = [s for s in sentences(prose) if owed in {_cents(m[0]) for m in _AMOUNT.finditer(s)}]
    exact = [s for s in naming if re.search(_COSTS, s, re.IGNORECASE)]
    # Where the costs happen to be the amount to pay or a part of it, only the word tells which is meant.
    others = {_cents(content.to_pay), _cents(content.principal), _cents(content.interest_total)}
    others |= {_cents(cell) for cells in content.invoices.rows for cell in cells[3:]}
    demands = exact if owed in others else naming
    conditional = all(re.search(_IF_LATE, s, re.IGNORECASE) for s in demands)
    said = [
        element(
            "announced-costs",
            bool(exact) and conditional,
            say("the costs owed by who does not pay in time, exactly {costs}", costs=announced.costs),
            mandatory=True,
            legal=True,
        )
    ]
    if announced.on_top:
        told = contains(prose, announced.on_top)
        lacking = say("that the costs come on top of those named before, and how they were counted")
        said.append(element("costs-on-top", told, lacking, mandatory=True, legal=True))
    if announced.vat_clause:
        clause = contains(prose, announced.vat_clause)
        said.append(
            element("vat-clause", clause, say("why there is VAT on the costs"), mandatory=True, legal=True)
        )
    else:
        vat = (m[0] for m in re.finditer(r"\b(?:btw|omzetbelasting|VAT)\b(?!-)", prose, re.IGNORECASE))
        said.append(
            _no_fault("no-vat-clause", vat, say("speaks of VAT on the costs, whose conditions do not hold"))
        )
    return said
