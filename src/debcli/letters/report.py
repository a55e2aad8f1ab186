"""The report for the accountant: the overview of a day on one A4, in Dutch or English."""

from collections.abc import Mapping, Sequence
from typing import Any

from debcli.letters.sheets import page_pdf
from debcli.receivables.facts import Creditor
from debcli.receivables.overview import Line, Overview
from debcli.values import dates
from debcli.values.money import dutch, euro

_CUSTOMERS, _LINES, _NAME = 14, 4, 34

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Receivables", "as_of": "As of {day}: {total} open, {late} of it late.", "nothing": "Nothing is open on {day}.",
        "footer": "Amounts include VAT. Made by debcli from the ledger as it stood on that day.", "aging": "By age",
        "not_due": "not yet due", "days": "{first}-{last} days late", "over": "over {before} days late", "count_1": "1 invoice", "count": "{n} invoices",
        "customers": "By customer", "customer": "customer", "short_not_due": "not due", "total": "total", "pays": "usually pays", "promises": "kept",
        "late": "{n} days late", "late_1": "1 day late", "early": "{n} days early", "early_1": "1 day early", "in_time": "on the day", "unknown": "not known",
        "rest": "{n} others", "forecast": "Likely to come in", "between": "four in five between {low} and {high}", "after": "After that {amount}, if it comes.",
        "left_out": "Left out: {disputed} in dispute, {elsewhere} in another's hands.", "aside": "In dispute, handed over, given up",
        "disputed": "{name}: {amount} of invoice {about} is in dispute.", "handed": "{name}: {amount} is with {about} since {day}.",
        "given_up": "{name}: {amount} of invoice {about} was given up on {day}.", "more": "And {n} more of this kind, {amount} together.",
        "nothing_aside": "Nothing.", "extras": "Interest and costs", "by_law": "By law {interest} of interest and {costs} of collection costs are owed on what is late.",
        "claimed": "Letters have asked {claimed} of it. Received on it this year: {received}; it is income, and no VAT is due on it.",
        "vat": "VAT on what is not paid", "vat_nl": "What is unpaid a year after its last day, and sooner what will certainly not come, gives back the VAT in it (art. 29 Wet OB 1968): in the return of the period in which that year ended.",
        "vat_be": "What is certainly lost can give back the VAT in it (art. 77 WBTW), with proof of the loss.",
        "old": "{name}: {amount} of invoice {about}, last day {day}.", "old_none": "Nothing is unpaid for a year.", "others": "Besides: {amounts}; currencies are never added.",
    },
    "nl": {
        "title": "Debiteurenoverzicht", "as_of": "Stand op {day}: {total} staat open, waarvan {late} te laat.", "nothing": "Op {day} staat niets open.",
        "footer": "Bedragen zijn inclusief btw. Gemaakt met debcli uit het grootboek zoals het op die dag was.", "aging": "Naar ouderdom",
        "not_due": "nog niet vervallen", "days": "{first}-{last} dagen te laat", "over": "meer dan {before} dagen te laat", "count_1": "1 factuur", "count": "{n} facturen",
        "customers": "Per klant", "customer": "klant", "short_not_due": "niet vervallen", "total": "totaal", "pays": "betaalt meestal", "promises": "nagekomen",
        "late": "{n} dagen te laat", "late_1": "1 dag te laat", "early": "{n} dagen te vroeg", "early_1": "1 dag te vroeg", "in_time": "op de dag", "unknown": "onbekend",
        "rest": "{n} anderen", "forecast": "Wat waarschijnlijk binnenkomt", "between": "vier van de vijf keer tussen {low} en {high}", "after": "Daarna {amount}, als het komt.",
        "left_out": "Niet meegeteld: {disputed} betwist, {elsewhere} uit handen gegeven.", "aside": "Betwist, uit handen gegeven, afgeboekt",
        "disputed": "{name}: {amount} van factuur {about} wordt betwist.", "handed": "{name}: {amount} ligt sinds {day} bij {about}.",
        "given_up": "{name}: {amount} van factuur {about} is op {day} afgeboekt.", "more": "En nog {n} van deze soort, samen {amount}.",
        "nothing_aside": "Niets.", "extras": "Rente en kosten", "by_law": "Volgens de wet is over wat te laat is {interest} rente en {costs} incassokosten verschuldigd.",
        "claimed": "Daarvan is in brieven {claimed} gevorderd. Dit jaar erop ontvangen: {received}; dat is opbrengst, en er is geen btw over verschuldigd.",
        "vat": "Btw over wat niet betaald wordt", "vat_nl": "Wat een jaar na de laatste dag onbetaald is, en eerder wat zeker niet meer komt, geeft de btw erin terug (art. 29 Wet OB 1968): in de aangifte over het tijdvak waarin dat jaar afliep.",
        "vat_be": "Wat zeker verloren is, kan de btw erin teruggeven (art. 77 WBTW), met bewijs van het verlies.",
        "old": "{name}: {amount} van factuur {about}, laatste dag {day}.", "old_none": "Niets is een jaar onbetaald.", "others": "Daarnaast: {amounts}; valuta worden nooit opgeteld.",
    },
}  # fmt: skip


def report_pdf(found: Overview, creditor: Creditor, language: str) -> bytes:
    """The report as PDF/A-2b, always one page. Raises InputError where a character has no font."""
    return page_pdf("report.typ", report_data(found, creditor, language), found.day)


def report_data(found: Overview, creditor: Creditor, language: str) -> dict[str, Any]:
    """What the page prints."""
    words = WORDS[language]
    day = dates.full(found.day, language)
    total, late = _money(found, found.aging.total), _money(found, found.aging.overdue)
    said = words["as_of"].format(day=day, total=total, late=late)
    numbers = [
        f"KVK {creditor.kvk}" if creditor.kvk else "",
        f"{'btw' if language == 'nl' else 'VAT'} {creditor.vat}" if creditor.vat else "",
    ]
    return {
        "language": language,
        "title": words["title"],
        "author": creditor.name,
        "author_lines": [_short(creditor.name, 60), " · ".join(filter(None, numbers))],
        "subtitle": said if found.aging.customers else words["nothing"].format(day=day),
        "footer": words["footer"],
        "sections": [
            section
            for section in (
                _ages(found, words),
                _customers(found, words),
                _ahead(found, words, language),
                _aside(found, words, language),
                _section(words["extras"], lines=[
                    words["by_law"].format(interest=_money(found, found.interest), costs=_money(found, found.costs)),
                    words["claimed"].format(claimed=_money(found, found.claimed), received=_money(found, found.received)),
                ]),
                _vat(found, words, language, creditor.country),
            )
            if section["bars"] or section["rows"] or section["lines"]
        ],
    }  # fmt: skip


def _section(
    title: str, *, bars: Sequence[Any] = (), head: Sequence[str] = (), rows: Sequence[Sequence[str]] = (), lines: Sequence[str] = (), right: Sequence[int] = ()
) -> dict[str, Any]:  # fmt: skip
    return {"title": title, "bars": list(bars), "head": list(head), "rows": [list(r) for r in rows], "lines": list(lines), "wide": 0, "right": list(right)}  # fmt: skip


def _money(found: Overview, cents: int) -> str:
    return euro(cents, found.currency)


def _short(name: str, most: int = _NAME) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _label(first: int | None, last: int | None, words: Mapping[str, str]) -> str:
    if first is None:
        return words["not_due"]
    return words["over" if last is None else "days"].format(first=first, last=last, before=first - 1)


def _ages(found: Overview, words: Mapping[str, str]) -> dict[str, Any]:
    most = max((b.amount for b in found.aging.buckets), default=0) or 1
    bars = [
        {
            "label": _label(b.first, b.last, words),
            "amount": _money(found, b.amount),
            "note": words["count_1"] if b.number == 1 else words["count"].format(n=b.number),
            "share": b.amount / most,
            "high": b.amount / most,
        }
        for b in found.aging.buckets
    ]
    others = ", ".join(euro(cents, currency) for currency, cents in found.aging.others)
    return _section(words["aging"], bars=bars if found.aging.customers else (), lines=[words["others"].format(amounts=others)] if others else ())  # fmt: skip


def _customers(found: Overview, words: Mapping[str, str]) -> dict[str, Any]:
    ages = [
        f"{b.first}-{b.last}" if b.last is not None else f"{(b.first or 1) - 1}+"
        for b in found.aging.buckets[1:]
    ]
    head = [
        words["customer"],
        words["short_not_due"],
        *ages,
        words["total"],
        words["pays"],
        words["promises"],
    ]
    rows = []
    for one in found.aging.customers[:_CUSTOMERS]:
        known = found.ratings[one.customer.id]
        amounts = [dutch(cents) if cents else "" for cents in one.amounts]
        kept = f"{known.kept}/{known.ended}" if known.ended else ""
        rows.append([_short(one.customer.name), *amounts, dutch(one.total), _habit(known.late, words), kept])
    if rest := found.aging.customers[_CUSTOMERS:]:
        sums = [sum(one.amounts[at] for one in rest) for at in range(len(found.aging.buckets))]
        rows.append(
            [
                words["rest"].format(n=len(rest)),
                *(dutch(s) if s else "" for s in sums),
                dutch(sum(sums)),
                "",
                "",
            ]
        )
    return _section(words["customers"], head=head, rows=rows, right=range(1, len(found.aging.buckets) + 2))


def _habit(late: int | None, words: Mapping[str, str]) -> str:
    if late is None:
        return words["unknown"]
    if late == 0:
        return words["in_time"]
    return words[("late" if late > 0 else "early") + ("_1" if abs(late) == 1 else "")].format(n=abs(late))


def _ahead(found: Overview, words: Mapping[str, str], language: str) -> dict[str, Any]:
    ahead = found.forecast
    if not (ahead.total or ahead.later):
        return _section(words["forecast"])
    most = max(w.high for w in ahead.weeks) or 1
    bars = [
        {
            "label": f"{dates.short(w.first, language)} - {dates.short(w.last, language)}",
            "amount": _money(found, w.expected),
            "note": words["between"].format(low=dutch(w.low), high=dutch(w.high)),
            "share": min(w.expected, w.high) / most,
            "high": w.high / most,
        }
        for w in ahead.weeks
    ]
    lines = [words["after"].format(amount=_money(found, ahead.later))] if ahead.later else []
    if ahead.disputed or ahead.elsewhere:
        lines.append(
            words["left_out"].format(
                disputed=_money(found, ahead.disputed), elsewhere=_money(found, ahead.elsewhere)
            )
        )
    return _section(words["forecast"], bars=bars, lines=[" ".join(lines)] if lines else ())


def _told(
    found: Overview, kind: str, all_: Sequence[Line], words: Mapping[str, str], language: str
) -> list[str]:
    lines = [
        words[kind].format(
            name=_short(one.customer.name), amount=_money(found, one.amount), about=_short(one.about), day=dates.long(one.on, language)
        )
        for one in all_[:_LINES]
    ]  # fmt: skip
    if more := all_[_LINES:]:
        lines.append(words["more"].format(n=len(more), amount=_money(found, sum(one.amount for one in more))))
    return lines


def _aside(found: Overview, words: Mapping[str, str], language: str) -> dict[str, Any]:
    lines = [
        line
        for kind, all_ in (
            ("disputed", found.disputed),
            ("handed", found.handed),
            ("given_up", found.given_up),
        )
        for line in _told(found, kind, all_, words, language)
    ]
    return _section(words["aside"], lines=lines or [words["nothing_aside"]])


def _vat(found: Overview, words: Mapping[str, str], language: str, country: str) -> dict[str, Any]:
    if country == "BE":
        return _section(words["vat"], lines=[words["vat_be"]])
    old = _told(found, "old", found.old, words, language) or [words["old_none"]]
    return _section(words["vat"], lines=[words["vat_nl"], *old])
