"""All that happened with a customer, in words, newest first."""

from datetime import date
from typing import NamedTuple

from debcli.cli.words import cause_word, ending_word, ruling_word, spoken_word
from debcli.language import mark, mark_as, say, say_as, say_many
from debcli.receivables.account import Account
from debcli.receivables.agreements import PlanStand, PromiseStand
from debcli.receivables.called import way_sent
from debcli.receivables.facts import (
    Contact,
    CreditNote,
    Dispute,
    Hold,
    Invoice,
    Letter,
    Outcome,
    Payment,
    Plan,
    Promise,
)
from debcli.values import dates
from debcli.values.money import euro

SAID = {
    Outcome.NO_ANSWER: mark("no answer"),
    Outcome.VOICEMAIL: mark("left a message"),
    Outcome.CALL_BACK: mark("asked to be rung again"),
    Outcome.CLAIMS_PAID: mark("says it was paid"),
    Outcome.CANNOT_PAY: mark("cannot pay now"),
    Outcome.DISPUTES: mark("objects"),
    Outcome.REFUSES: mark("will not pay"),
    Outcome.RECEIVED: mark("invoice received, all well"),
    Outcome.SPOKE: mark("spoke"),
    Outcome.MAILED: mark("sent a short message"),
    Outcome.PLAN: mark("agreed to pay in parts"),
    Outcome.PROMISE: mark("promised"),
}
_PROMISED = {
    "running": mark_as("promise", "running"),
    "kept": mark_as("promise", "kept"),
    "broken": mark_as("promise", "broken"),
    "part": mark_as("promise", "kept in part only"),
    "replaced": mark_as("promise", "replaced by a new agreement"),
}
_PLANNED = {
    "running": mark_as("plan", "running"),
    "kept": mark_as("plan", "kept"),
    "missed": mark_as("plan", "an instalment is missed"),
    "lapsed": mark_as("plan", "lapsed"),
    "replaced": mark_as("plan", "replaced by a new agreement"),
}


class Event(NamedTuple):
    """Something that happened: the day, a kind for programs, words for people. `order`: within a day."""

    on: date
    kind: str
    text: str
    order: int = 0


def timeline(acc: Account, paid: list[Payment], credited: list[CreditNote]) -> list[Event]:
    """Everything, newest first; what happened on one day in the order it was recorded."""
    facts = acc.facts
    promised = {p.contact: p for p in facts.promises}
    found = [Event(i.issued, "invoice", _invoice(i)) for i in facts.invoices]
    for contact in facts.contacts:
        text = _contact(contact, promised.get(contact.id))
        found.append(Event(contact.on, "contact", text, contact.entry))
    found += [Event(p.made_on, "plan", _plan(p), p.entry) for p in facts.plans]
    for letter in facts.letters:
        found += _letter(letter)
    numbers = {i.id: i.number for i in facts.invoices}
    currencies = {i.id: i.currency for i in facts.invoices}
    for dispute in facts.disputes:
        found += _dispute(dispute, numbers[dispute.invoice])
    for hold in facts.holds:
        found += _hold(hold, numbers[hold.invoice] if hold.invoice is not None else None)
    for given in facts.handovers:
        found.append(Event(given.on, "handover", say("handed over to {name}", name=given.to), 1))
        if given.back_on:
            found.append(Event(given.back_on, "handover", say("back from {name}", name=given.to), 2))
    found += [
        Event(c.on, "closing", _and(say("case closed: {outcome}", outcome=ending_word(c.outcome)), c.note), 3)
        for c in facts.closings
    ]
    found += [Event(t.on, "terms", say("new terms: {reason}", reason=t.because), 4) for t in facts.terms]
    orders = {a.source_id: a.entry for a in facts.allocations if a.source == "payment" and not a.set_off}
    for payment in paid:
        amount = euro(payment.amount, payment.currency)
        order = orders.get(payment.id, 0)
        found.append(Event(payment.on, "payment", say("paid {amount}", amount=amount), order))
        if payment.returned_on is not None and payment.returned_on <= acc.day:
            text = say("the bank took back {amount}, paid {day}", amount=amount, day=dates.full(payment.on))
            found.append(Event(payment.returned_on, "payment", text, 1))
    found += [Event(c.on, "credit", _credit(c)) for c in credited]
    for part in facts.allocations:
        number = numbers[part.invoice]
        if part.source == "write-off":
            lost = euro(part.amount + part.extras)
            text = say("{amount} of {number} given up", amount=lost, number=number)
            found.append(Event(part.on, "write-off", text, part.entry))
        elif part.set_off:
            used = euro(part.amount + part.extras, currencies[part.invoice])
            text = say("{amount} of the balance in favour used for {number}", amount=used, number=number)
            found.append(Event(part.on, "set-off", text, part.entry))
    return sorted(found, key=lambda e: (e.on, e.order), reverse=True)


def _and(text: str, *more: str) -> str:
    """A text and what else is known of it."""
    return "; ".join([text, *filter(None, more)])


def _invoice(invoice: Invoice) -> str:
    return say(
        "invoice {number}, {amount}, due {day}",
        number=invoice.number,
        amount=euro(invoice.amount, invoice.currency),
        day=f"{dates.short(invoice.due)} {invoice.due.year}",
    )


def _credit(note: CreditNote) -> str:
    amount = euro(note.amount, note.currency)
    if not note.number:
        return say("credit note {amount}", amount=amount)
    return say("credit note {number} {amount}", number=note.number, amount=amount)


def _contact(contact: Contact, promise: Promise | None) -> str:
    how, said = spoken_word(contact.via), say(SAID[contact.outcome])
    if promise is not None:
        amount, day = euro(promise.amount), dates.full(promise.by)
        if contact.outcome == Outcome.PLAN:
            said = say("agreed to pay in parts {amount} by {day}", amount=amount, day=day)
        else:
            said = say("promised {amount} by {day}", amount=amount, day=day)
    if contact.with_name:
        told = say("{how} with {person}: {said}", how=how, person=contact.with_name, said=said)
    else:
        told = say("{how}: {said}", how=how, said=said)
    if contact.cause:
        told += f" ({cause_word(contact.cause.value)})"
    return _and(
        told,
        contact.note,
        say("proof: {proof}", proof=contact.proof) if contact.proof else "",
        say("ring again on {day}", day=dates.full(contact.call_back)) if contact.call_back else "",
    )


def _plan(plan: Plan) -> str:
    return say_many(
        "plan: {amount} in {count} instalments, the last on {day}",
        "plan: {amount} in {count} instalments, the last on {day}",
        len(plan.instalments),
        amount=euro(plan.amount),
        day=dates.full(plan.instalments[-1].on),
    )


def _dispute(dispute: Dispute, number: str) -> list[Event]:
    text = (
        say("{number} in dispute: {about}", number=number, about=dispute.about)
        if dispute.about
        else say("{number} in dispute", number=number)
    )
    found = [Event(dispute.on, "dispute", text, 1)]
    if dispute.resolved_on:
        text = say(
            "dispute of {number} ended: {outcome}", number=number, outcome=ruling_word(dispute.outcome)
        )
        found.append(Event(dispute.resolved_on, "dispute", text, 2))
    return found


def _hold(hold: Hold, number: str | None) -> list[Event]:
    """Of one invoice, or of everything."""
    day, reason = dates.full(hold.until), hold.because
    text = (
        say("everything on hold until {day}: {reason}", day=day, reason=reason)
        if number is None
        else say("{number} on hold until {day}: {reason}", number=number, day=day, reason=reason)
    )
    found = [Event(hold.on, "hold", text, 1)]
    if hold.released_on:
        text = (
            say("hold on everything released")
            if number is None
            else say("hold on {number} released", number=number)
        )
        found.append(Event(hold.released_on, "hold", text, 2))
    return found


def _letter(letter: Letter) -> list[Event]:
    """Made and sent on one day is one event."""
    named = {"kind": letter.kind, "number": letter.id}
    found = []
    if letter.sent_on != letter.made_on:
        found.append(
            Event(letter.made_on, "letter", say("{kind} (letter {number}) made", **named), letter.entry)
        )
    if letter.sent_on:
        via = way_sent(letter.via)
        text = (
            say("{kind} (letter {number}) sent by {via}, to pay by {day}", **named, via=via, day=dates.short(letter.deadline))
            if letter.deadline
            else say("{kind} (letter {number}) sent by {via}", **named, via=via)
        )  # fmt: skip
        found.append(Event(letter.sent_on, "letter", _and(text, letter.proof), letter.entry))
    if letter.cancelled_on:
        text = say("{kind} (letter {number}) cancelled", **named)
        found.append(Event(letter.cancelled_on, "letter", text, letter.entry))
    return found


def agreed(acc: Account) -> list[str]:
    """What was agreed in the case, newest first, and what came of it."""
    told = [(p.promise.made_on, _promise_words(p)) for p in acc.promises]
    told += [(p.plan.made_on, _plan_words(p)) for p in acc.plans]
    return [text for _, text in sorted(told, key=lambda pair: pair[0], reverse=True)]


def _promise_words(stand: PromiseStand) -> str:
    told = {
        "amount": euro(stand.promise.amount),
        "day": dates.full(stand.promise.by),
        "state": say_as("promise", _PROMISED.get(stand.state, stand.state)),
    }
    came = stand.received + stand.late
    if not came:
        return say("promised {amount} by {day}: {state}", **told)
    return say("promised {amount} by {day}: {state}, {came} came in", **told, came=euro(came))


def _plan_words(stand: PlanStand) -> str:
    said = say_many(
        "plan of {count} instalments, {paid} of {amount} in: {state}",
        "plan of {count} instalments, {paid} of {amount} in: {state}",
        len(stand.plan.instalments),
        paid=euro(stand.paid),
        amount=euro(stand.plan.amount),
        state=say_as("plan", _PLANNED.get(stand.state, stand.state)),
    )
    if stand.at is None or stand.state != "running":
        return said
    return _and(said, say("next {amount} on {day}", amount=euro(stand.lacking), day=dates.full(stand.at.on)))
