"""The log of a customer as events for a letter: what bears on the invoices it lists, oldest first."""

from collections.abc import Iterable

from debcli.letters.history import Event, EventKind
from debcli.receivables.account import Account
from debcli.receivables.agreements import PromiseStand
from debcli.receivables.facts import Contact, LetterKind, Outcome

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
    for dispute in acc.facts.disputes:
        if dispute.invoice in listed and dispute.resolved_on is not None:
            found.append(
                (
                    Event(
                        dispute.resolved_on, EventKind.DISPUTE_RESOLVED, invoices=(numbers[dispute.invoice],)
                    ),
                    0,
                )
            )
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
