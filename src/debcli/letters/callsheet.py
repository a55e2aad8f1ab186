"""The call sheet in words: what receivables/callsheet.py found, in the customer's language, through a template one can change."""

from collections import Counter
from pathlib import Path
from typing import Any

from debcli.letters import templates
from debcli.letters.render import page_of
from debcli.letters.sandbox import Template
from debcli.letters.text import page_text
from debcli.letters.words import words
from debcli.receivables.account import Account, Item
from debcli.receivables.callsheet import CallSheet
from debcli.receivables.facts import Contact, Creditor, Outcome
from debcli.values import dates

_BEFORE = 3  # the last talks on the sheet

_SAID = {
    "nl": {
        Outcome.NO_ANSWER: "geen gehoor",
        Outcome.VOICEMAIL: "ingesproken",
        Outcome.CALL_BACK: "zou teruggebeld worden",
        Outcome.CLAIMS_PAID: "zei dat het betaald was",
        Outcome.CANNOT_PAY: "kon niet betalen",
        Outcome.DISPUTES: "had een bezwaar",
        Outcome.REFUSES: "wilde niet betalen",
        Outcome.RECEIVED: "factuur ontvangen, alles goed",
        Outcome.SPOKE: "gesproken",
        Outcome.MAILED: "kort bericht gestuurd",
        Outcome.PLAN: "betalen in delen afgesproken",
        Outcome.PROMISE: "betaling toegezegd",
    },
    "en": {
        Outcome.NO_ANSWER: "no answer",
        Outcome.VOICEMAIL: "left a message",
        Outcome.CALL_BACK: "asked to be rung again",
        Outcome.CLAIMS_PAID: "said it was paid",
        Outcome.CANNOT_PAY: "could not pay",
        Outcome.DISPUTES: "had an objection",
        Outcome.REFUSES: "would not pay",
        Outcome.RECEIVED: "invoice received, all well",
        Outcome.SPOKE: "spoke",
        Outcome.MAILED: "sent a short message",
        Outcome.PLAN: "agreed to pay in parts",
        Outcome.PROMISE: "promised to pay",
    },
}

_PHRASES = {
    "nl": {
        "speaker": "{contact} van {name}",
        "item": "{number}: {amount}, {when}",
        "due": "te betalen tot en met {day}",
        "today": "vandaag de laatste dag",
        "late": "{days} dagen te laat (verviel op {day})",
        "late_one": "een dag te laat (verviel op {day})",
        "since": "{days} dagen te laat",
        "since_one": "een dag te laat",
        "talk": "{day}: {said}{who}",
        "with": " ({name})",
        "never": "nog niet eerder gesproken of geprobeerd",
        "tries": "al {count} dagen niet bereikt: probeer een ander uur of een andere weg",
        "reached": "bereikt op {yes}; geen gehoor op {no}",
        "reached_only": "bereikt op {yes}",
        "missed_only": "geen gehoor op {no}",
        "promises": "toezeggingen: {kept} van {ended} nagekomen",
        "promised": "toegezegd {amount} voor {day}: {state}",
        "broken": "U had {amount} toegezegd voor {day}, en {came}.",
        "nothing": "er is niets binnengekomen",
        "part": "{amount} is binnengekomen",
        "proof": "Komt het niet binnen, dan bel je over drie dagen terug.",
        "proof_again": "Dat is eerder gezegd: vraag nu om een afschrift van de overboeking.",
        "times": "{day} ({n}x)",
        "running": "loopt",
        "kept": "nagekomen",
        "disputed": "in geschil",
        "missed": "U zou {amount} betalen voor {day}, als deel van de regeling, en dat is niet binnen.",
        "broken_state": "niet nagekomen",
        "part_state": "deels nagekomen",
        "replaced": "vervangen",
        "asked": "{amount}",
        "asked_interest": "{amount} met rente",
        "asked_costs": "{amount} met kosten",
        "asked_both": "{amount} met rente en kosten",
    },
    "en": {
        "speaker": "{contact} of {name}",
        "item": "{number}: {amount}, {when}",
        "due": "to be paid by {day}",
        "today": "today is the last day",
        "late": "{days} days late (was due {day})",
        "late_one": "a day late (was due {day})",
        "since": "{days} days late",
        "since_one": "a day late",
        "talk": "{day}: {said}{who}",
        "with": " ({name})",
        "never": "not spoken to or tried before",
        "tries": "not reached on {count} days: try another hour or another way",
        "reached": "reached on {yes}; no answer on {no}",
        "reached_only": "reached on {yes}",
        "missed_only": "no answer on {no}",
        "promises": "promises: {kept} of {ended} kept",
        "promised": "promised {amount} by {day}: {state}",
        "broken": "You had promised {amount} by {day}, and {came}.",
        "nothing": "nothing came in",
        "part": "{amount} came in",
        "proof": "If it does not come in, you ring again in three days.",
        "proof_again": "That was said before: ask for a copy of the transfer now.",
        "times": "{day} ({n}x)",
        "running": "running",
        "kept": "kept",
        "disputed": "in dispute",
        "missed": "You were to pay {amount} by {day}, as part of the plan, and that is not in.",
        "broken_state": "broken",
        "part_state": "kept in part",
        "replaced": "replaced",
        "asked": "{amount}",
        "asked_interest": "{amount} with interest",
        "asked_costs": "{amount} with costs",
        "asked_both": "{amount} with interest and costs",
    },
}

_BELIEFS = {
    "nl": (
        "Je zet niemand onder druk: je haalt op wat van jou is.",
        "Schamen hoeft alleen wie niet betaalt; bellen mag gewoon.",
        "Een klant die weggaat omdat je om je geld vraagt, was geen klant.",
        "Begrip mag, maar een reden stopt de klok niet.",
        "Dat je zelf ook krap zit, is geen reden om niet te vragen, maar een om het nu te doen.",
        "Bellen heeft zin: een stem is moeilijker te laten liggen dan een mail.",
        "Een kort ongemak nu bespaart een lang conflict.",
        "Een afspraak hoeft niet vandaag te lukken; vragen wel.",
    ),
    "en": (
        "You put nobody under pressure: you collect what is yours.",
        "Shame is for who does not pay; ringing is all right.",
        "A customer who leaves because you ask for your money was no customer.",
        "Understanding is fine, but a reason does not stop the clock.",
        "That money is tight with you too is no reason not to ask, but one to ask now.",
        "Ringing works: a voice is harder to leave lying than a mail.",
        "A short discomfort now saves a long conflict.",
        "It need not succeed today; asking does.",
    ),
}
"""One line against each of the eight beliefs that hold people back; another one every day."""


def sheet_text(
    acc: Account, sheet: CallSheet, creditor: Creditor, language: str, folder: Path | None = None
) -> str:
    """The sheet as text of 76 columns. `folder` holds the user's own templates (`<language>/call.md.j2`); they win."""
    source = templates.find_page(templates.CALL, language, folder)
    body = page_of(Template(str(source.path), source.text), variables(acc, sheet, creditor, source.language))
    return page_text(body)


def variables(acc: Account, sheet: CallSheet, creditor: Creditor, language: str) -> dict[str, Any]:
    """All that the template may print, by name."""
    say = words(language)
    phrase = _PHRASES[language]
    customer, currency = acc.customer, sheet.currency
    plural = creditor.legal_form != "eenmanszaak"
    late = (acc.day - min((i.due for i in sheet.items), default=acc.day)).days
    since = phrase["since_one" if late == 1 else "since"].format(days=late) if late > 0 else ""
    return {
        "voice": lambda one, more: more if plural else one,
        "occasion": sheet.occasion,
        "no_money": sheet.occasion in {"check-in", "disputed"},
        "slug": customer.slug,
        "name": customer.name,
        "person": customer.contact or customer.name,
        "phone": customer.phone,
        "city": customer.city,
        "date": dates.full(acc.day, language),
        "creditor": {"name": creditor.name, "contact": creditor.contact or creditor.name},
        "speaker": phrase["speaker"].format(contact=creditor.contact, name=creditor.name)
        if creditor.contact not in {"", creditor.name}
        else creditor.name,
        "invoices": [_item(i, acc, language) for i in sheet.items],
        "invoices_named": _named(sheet.items, language),
        "asked": phrase[f"asked_{sheet.extras}" if sheet.extras else "asked"].format(
            amount=say.money(sheet.asked, currency)
        ),
        "vat_advanced": creditor.reclaims_vat,
        "goal": say.money(sheet.goal, currency),
        "minimum": say.money(sheet.minimum, currency),
        "agreed": sheet.agreed,
        "late": since,
        "before": _before(acc, sheet, language),
        "habit": _weekdays(sheet.contacts, language),
        "broken": _broken(acc, sheet, language),
        "per_day": say.money(sheet.per_day, "EUR") if sheet.per_day else "",
        "from_tomorrow": sheet.from_tomorrow,
        "proof": phrase["proof_again" if acc.paid_claims else "proof"],
        "visit": sheet.visit,
        "tries": sheet.tries,
        "belief": _BELIEFS[language][(acc.day.toordinal() + customer.id) % len(_BELIEFS[language])],
    }


def _item(item: Item, acc: Account, language: str) -> str:
    phrase = _PHRASES[language]
    late, day = (acc.day - item.due).days, dates.spoken(item.due, acc.day, language)
    key = "late_one" if late == 1 else "late" if late > 0 else "today" if late == 0 else "due"
    when = phrase[key].format(days=late, day=day)
    wholly = item.open == item.disputed
    amount = words(language).money(item.open if wholly else item.open - item.disputed, item.invoice.currency)
    told = phrase["item"].format(number=item.invoice.number, amount=amount, when=when)
    return f"{told}, {phrase['disputed']}" if wholly else told


def _named(items: tuple[Item, ...], language: str) -> str:
    say = words(language)
    if not items:
        return ""
    key = "invoice_one" if len(items) == 1 else "invoice_few" if len(items) <= 4 else "invoice_many"
    listed = say.listed([i.invoice.number for i in items])
    return say.labels[key].format(numbers=listed, count=len(items))


def _before(acc: Account, sheet: CallSheet, language: str) -> list[str]:
    say, phrase = words(language), _PHRASES[language]
    lines = [
        phrase["talk"].format(
            day=dates.spoken(c.on, acc.day, language),
            said=_SAID[language][c.outcome],
            who=phrase["with"].format(name=c.with_name) if c.with_name else "",
        )
        for c in sheet.contacts[:_BEFORE]
    ] or [phrase["never"]]
    if sheet.ended:
        lines.append(phrase["promises"].format(kept=sheet.kept, ended=sheet.ended))
    states = {"part": "part_state", "broken": "broken_state"}
    lines += [
        phrase["promised"].format(
            amount=say.money(p.promise.amount, sheet.currency),
            day=dates.spoken(p.promise.by, acc.day, language),
            state=phrase[states.get(p.state, p.state)],
        )
        for p in sheet.promises[-2:]
    ]
    if sheet.tries > 1:
        lines.append(phrase["tries"].format(count=sheet.tries))
    return lines


def _weekdays(contacts: tuple[Contact, ...], language: str) -> str:
    """On which weekdays he was reached before. The hour is not known: the ledger keeps days."""
    phrase, names = _PHRASES[language], dates.WEEKDAYS[language]
    by_phone = [c for c in contacts if c.via == "phone"]

    def told(which: list[Contact]) -> str:
        counts = Counter(c.on.weekday() for c in which)
        return ", ".join(
            phrase["times"].format(day=names[day], n=n) if n > 1 else names[day]
            for day, n in counts.most_common(2)
        )

    yes, no = told([c for c in by_phone if c.answered]), told([c for c in by_phone if c.attempt])
    key = "reached" if yes and no else "reached_only" if yes else "missed_only"
    return phrase[key].format(yes=yes, no=no) if yes or no else ""


def _broken(acc: Account, sheet: CallSheet, language: str) -> str:
    say, phrase = words(language), _PHRASES[language]
    if sheet.missed is not None and sheet.missed.at is not None:
        part = sheet.missed.at
        amount, day = say.money(part.amount, sheet.currency), dates.spoken(part.on, acc.day, language)
        return phrase["missed"].format(amount=amount, day=day)
    held = next((p for p in reversed(acc.promises) if p.was_broken), None)
    if held is None:
        return ""
    came = held.received + held.late
    said = phrase["part"].format(amount=say.money(came, sheet.currency)) if came else phrase["nothing"]
    return phrase["broken"].format(
        amount=say.money(held.promise.amount, sheet.currency),
        day=dates.spoken(held.promise.by, acc.day, language),
        came=said,
    )
