"""All that happened with a customer, in words, newest first."""

from datetime import date
from typing import NamedTuple

from debcli.receivables.account import Account
from debcli.receivables.agreements import PlanStand, PromiseStand
from debcli.receivables.facts import Contact, CreditNote, Letter, Outcome, Payment
from debcli.values import dates
from debcli.values.money import euro

SAID = {
    Outcome.NO_ANSWER: "no answer",
    Outcome.VOICEMAIL: "left a message",
    Outcome.CALL_BACK: "asked to be rung again",
    Outcome.CLAIMS_PAID: "says it was paid",
    Outcome.CANNOT_PAY: "cannot pay now",
    Outcome.DISPUTES: "objects",
    Outcome.REFUSES: "will not pay",
    Outcome.RECEIVED: "invoice received, all well",
    Outcome.SPOKE: "spoke",
    Outcome.MAILED: "sent a short message",
    Outcome.PLAN: "agreed to pay in parts",
    Outcome.PROMISE: "promised",
}
_VIA = {"phone": "call", "email": "e-mail", "visit": "visit", "chat": "chat"}


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
    found = [
        Event(
            i.issued,
            "invoice",
            f"invoice {i.number}, {euro(i.amount, i.currency)}, due {dates.short(i.due)} {i.due.year}",
        )
        for i in facts.invoices
    ]
    for contact in facts.contacts:
        text = _contact(contact)
        if promise := promised.get(contact.id):
            text += f" {euro(promise.amount)} by {dates.full(promise.by)}"
        found.append(Event(contact.on, "contact", text + _details(contact), contact.entry))
    found += [
        Event(
            p.made_on,
            "plan",
            f"plan: {euro(p.amount)} in {len(p.instalments)} instalments, the last on {dates.full(p.instalments[-1].on)}",
            p.entry,
        )
        for p in facts.plans
    ]
    for letter in facts.letters:
        found += _letter(letter)
    numbers = {i.id: i.number for i in facts.invoices}
    currencies = {i.id: i.currency for i in facts.invoices}
    for dispute in facts.disputes:
        what = f"{numbers[dispute.invoice]} in dispute{': ' + dispute.about if dispute.about else ''}"
        found.append(Event(dispute.on, "dispute", what, 1))
        if dispute.resolved_on:
            text = f"dispute of {numbers[dispute.invoice]} ended: {dispute.outcome}"
            found.append(Event(dispute.resolved_on, "dispute", text, 2))
    for hold in facts.holds:
        what = numbers[hold.invoice] if hold.invoice is not None else "everything"
        found.append(
            Event(hold.on, "hold", f"{what} on hold until {dates.full(hold.until)}: {hold.because}", 1)
        )
        if hold.released_on:
            found.append(Event(hold.released_on, "hold", f"hold on {what} released", 2))
    for given in facts.handovers:
        found.append(Event(given.on, "handover", f"handed over to {given.to}", 1))
        if given.back_on:
            found.append(Event(given.back_on, "handover", f"back from {given.to}", 2))
    found += [Event(c.on, "closing", f"case closed: {c.outcome}{_note(c.note)}", 3) for c in facts.closings]
    found += [Event(t.on, "terms", f"new terms: {t.because}", 4) for t in facts.terms]
    orders = {a.source_id: a.entry for a in facts.allocations if a.source == "payment" and not a.set_off}
    found += [Event(p.on, "payment", f"paid {euro(p.amount, p.currency)}", orders.get(p.id, 0)) for p in paid]
    found += [
        Event(
            p.returned_on,
            "payment",
            f"the bank took back {euro(p.amount, p.currency)}, paid {dates.full(p.on)}",
            1,
        )
        for p in paid
        if p.returned_on is not None and p.returned_on <= acc.day
    ]
    found += [
        Event(c.on, "credit", f"credit note {c.number} {euro(c.amount, c.currency)}".replace("  ", " "))
        for c in credited
    ]
    for part in facts.allocations:
        if part.source == "write-off":
            lost = euro(part.amount + part.extras)
            found.append(
                Event(part.on, "write-off", f"{lost} of {numbers[part.invoice]} given up", part.entry)
            )
        elif part.set_off:
            used = euro(part.amount + part.extras, currencies[part.invoice])
            text = f"{used} of the balance in favour used for {numbers[part.invoice]}"
            found.append(Event(part.on, "set-off", text, part.entry))
    return sorted(found, key=lambda e: (e.on, e.order), reverse=True)


def _contact(contact: Contact) -> str:
    person = f" with {contact.with_name}" if contact.with_name else ""
    return f"{_VIA.get(contact.via, contact.via)}{person}: {SAID[contact.outcome]}"


def _note(text: str) -> str:
    return f"; {text}" if text else ""


def _details(contact: Contact) -> str:
    cause = f" ({contact.cause.value})" if contact.cause else ""
    proof = f"; proof: {contact.proof}" if contact.proof else ""
    again = f"; ring again on {dates.full(contact.call_back)}" if contact.call_back else ""
    return f"{cause}{_note(contact.note)}{proof}{again}"


def _letter(letter: Letter) -> list[Event]:
    """Made and sent on one day is one event."""
    named = f"{letter.kind} (letter {letter.id})"
    found = []
    if letter.sent_on != letter.made_on:
        found.append(Event(letter.made_on, "letter", f"{named} made", letter.entry))
    if letter.sent_on:
        until = f", to pay by {dates.short(letter.deadline)}" if letter.deadline else ""
        proof = f"; {letter.proof}" if letter.proof else ""
        found.append(
            Event(letter.sent_on, "letter", f"{named} sent by {letter.via}{until}{proof}", letter.entry)
        )
    if letter.cancelled_on:
        found.append(Event(letter.cancelled_on, "letter", f"{named} cancelled", letter.entry))
    return found


def agreed(acc: Account) -> list[str]:
    """What was agreed in the case, newest first, and what came of it."""
    told = [(p.promise.made_on, _promise_words(p)) for p in acc.promises]
    told += [(p.plan.made_on, _plan_words(p)) for p in acc.plans]
    return [text for _, text in sorted(told, key=lambda pair: pair[0], reverse=True)]


def _promise_words(stand: PromiseStand) -> str:
    promise = stand.promise
    came = f", {euro(stand.received + stand.late)} came in" if stand.received + stand.late else ""
    state = {"part": "kept in part only", "replaced": "replaced by a new agreement"}.get(
        stand.state, stand.state
    )
    return f"promised {euro(promise.amount)} by {dates.full(promise.by)}: {state}{came}"


def _plan_words(stand: PlanStand) -> str:
    state = {"missed": "an instalment is missed", "replaced": "replaced by a new agreement"}.get(
        stand.state, stand.state
    )
    coming = (
        f"; next {euro(stand.at.amount)} on {dates.full(stand.at.on)}"
        if stand.at is not None and stand.state == "running"
        else ""
    )
    plan = stand.plan
    return f"plan of {len(plan.instalments)} instalments, {euro(stand.paid)} of {euro(plan.amount)} in: {state}{coming}"
