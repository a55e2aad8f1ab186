"""The log of a customer as events for a letter: what bears on the invoices it lists, oldest first."""

from collections.abc import Iterable

from debcli.letters.history import Event, EventKind
from debcli.receivables.account import Account
from debcli.receivables.agreements import PlanStand, PromiseStand
from debcli.receivables.facts import Contact, Dispute, LetterKind, Outcome

_ENDED = {"broken": EventKind.PROMISE_BROKEN, "part": EventKind.PROMISE_PART, "kept": EventKind.PROMISE_KEPT}


def events(acc: Account, invoices: Iterable[int]) -> tuple[Event, ...]:
    """Letters that left, contacts, promises and how they ended, and what came in, on these invoices up to the day.

    Each names, of the invoices it concerned, those listed here.
    """
    listed = set(invoices)
    numbers = {i.id: i.number for i in acc.facts.invoices if i.id in listed}
    promised = {p.promise.contact: p for p in acc.promises}
    found = [
        (
            Event(
                x.sent_on,
                EventKind.LETTER,
                via=x.via,
                by=x.deadline,
                letter=x.kind,
                invoices=_numbers(x.invoices, numbers),
            ),
            x.entry,
        )
        for x in acc.facts.letters
        if x.sent_on is not None and x.kind != LetterKind.BEVESTIGING and listed & set(x.invoices)
    ]
    for contact in acc.facts.contacts:
        if listed & set(contact.invoices):
            found += [
                (event, contact.entry) for event in _of_contact(contact, promised.get(contact.id), numbers)
            ]
    for held in acc.plans:
        if held.state == "lapsed" and listed & set(held.plan.invoices):
            found += [(event, held.plan.entry) for event in _of_lapsed(held)]
    for dispute in acc.facts.disputes:
        if dispute.invoice in listed:
            found += [(event, 0) for event in _of_dispute(dispute, acc, (numbers[dispute.invoice],))]
    for part in acc.facts.allocations:
        if part.invoice in listed:
            if part.set_off:
                continue  # no money came that day: the table of invoices shows it as paid
            if part.source == "write-off":
                continue  # what was given up is nobody's payment
            kind = EventKind.PAYMENT if part.source == "payment" else EventKind.CREDIT
            whole = part.amount + part.extras  # what met interest and costs was paid too
            found.append((Event(part.on, kind, amount=whole, invoices=(numbers[part.invoice],)), part.entry))
    return tuple(event for event, _ in sorted(found, key=lambda pair: (pair[0].on, pair[1])))


def _of_dispute(dispute: Dispute, acc: Account, about: tuple[str, ...]) -> list[Event]:
    """That the customer objected, unless the talk in which he did tells it; and how it ended."""
    in_a_talk = any(
        c.outcome == Outcome.DISPUTES and c.on == dispute.on and dispute.invoice in c.invoices
        for c in acc.facts.contacts
    )
    found = [
        Event(dispute.on, EventKind.DISPUTED, amount=dispute.amount or 0, invoices=about)
        for _ in range(not in_a_talk)
    ]
    if dispute.resolved_on is not None:
        found.append(
            Event(dispute.resolved_on, EventKind.DISPUTE_RESOLVED, invoices=about, outcome=dispute.outcome)
        )
    return found


_OPENINGS = (
    frozenset({EventKind.CLAIMS_PAID}),
    frozenset({EventKind.DISPUTE_RESOLVED}),
    frozenset({EventKind.PROMISE, EventKind.PROMISE_BROKEN, EventKind.PROMISE_PART}),
    frozenset({EventKind.INSTALMENT_MISSED, EventKind.INSTALMENT_PART, EventKind.PLAN_LAPSED}),
)


def opening(told: tuple[Event, ...]) -> tuple[Event, ...]:
    """What a friendly letter must open with: the latest thing said or agreed about paying, or a solved objection; else nothing.

    Of a promise only one that was broken, with its ending; of a plan that lapsed what was missed.
    """
    ends = {EventKind.CLAIMS_PAID, EventKind.DISPUTE_RESOLVED, EventKind.PLAN_LAPSED}
    last = next((e for e in reversed(told) if e.kind in ends or e.is_ending), None)
    about = next((kinds for kinds in _OPENINGS if last is not None and last.kind in kinds), None)
    if last is None or about is None:
        return ()
    if last.is_ending:
        return tuple(e for e in told if e.kind in about and (e.by, e.amount) == (last.by, last.amount))
    if last.kind is not EventKind.PLAN_LAPSED:
        return (last,)
    return tuple(e for e in told if e.kind in about and e.on <= last.on)


def _of_lapsed(held: PlanStand) -> list[Event]:
    """The instalments that were due before the plan lapsed and did not come in whole, oldest paid first; and that it lapsed."""
    found: list[Event] = []
    left = held.paid
    for part in held.plan.instalments:
        paid = min(left, part.amount)
        left -= paid
        if part.on <= held.ended and paid < part.amount:
            kind = EventKind.INSTALMENT_PART if paid else EventKind.INSTALMENT_MISSED
            found.append(Event(part.on, kind, amount=part.amount, by=part.on, paid=paid))
    return [*found, Event(held.ended, EventKind.PLAN_LAPSED)] if found else []


def _numbers(invoices: tuple[int, ...], numbers: dict[int, str]) -> tuple[str, ...]:
    return tuple(numbers[i] for i in invoices if i in numbers)


def _of_contact(contact: Contact, held: PromiseStand | None, numbers: dict[int, str]) -> list[Event]:
    about = _numbers(contact.invoices, numbers)
    event = Event(
        contact.on,
        EventKind(contact.outcome.value),
        contact.via,
        contact.with_name,
        contact.amount or 0,
        invoices=about,
    )
    if contact.outcome not in {Outcome.PROMISE, Outcome.PLAN} or held is None:
        return [event]
    promise = held.promise
    event = event._replace(amount=promise.amount, by=promise.by)
    ended = _ENDED.get(held.state)
    if ended is None:
        return [event]
    return [
        event,
        Event(held.ended, ended, amount=promise.amount, by=promise.by, paid=held.received, invoices=about),
    ]
