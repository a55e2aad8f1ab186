"""Which open invoices a payment or credit goes to (bookkeeping; what the law makes of it is legal.py)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from debcli.receivables.account import account, disputed_part, rest_claim
from debcli.receivables.claim import claim, shares
from debcli.receivables.facts import NEWEST, Allocation, Facts, Invoice, Kind, LetterKind
from debcli.receivables.figures import PROMISE_WEEK
from debcli.receivables.practice import USUAL, Practice


class OpenInvoice(NamedTuple):
    """What can still be paid. `open`: principal in cents; `disputed`: the part of it that is in dispute, while another is not."""

    id: int
    due: date
    open: int
    disputed: int = 0


def open_invoices(facts: Facts, currency: str = "EUR", on: date = date.max) -> list[OpenInvoice]:
    """What of the principal of each invoice in a currency was never booked, whatever its day: nothing is paid twice.

    `on`: the day that tells what is in dispute.
    """
    booked: dict[int, int] = {}
    known = facts._replace(allocations=_standing(facts))
    for part in known.allocations:
        booked[part.invoice] = booked.get(part.invoice, 0) + part.amount
    return [
        OpenInvoice(i.id, i.due, i.amount - booked.get(i.id, 0), disputed_part(known, i, on) or 0)
        for i in facts.invoices
        if i.currency == currency
    ]


def _standing(facts: Facts) -> tuple[Allocation, ...]:
    """What was booked and the bank did not take back."""
    return tuple([a for a in facts.allocations if a.returned_on is None])


class Part(NamedTuple):
    """What is booked to an invoice: principal, and interest and costs a letter claimed. Cents.

    `rest`: what is still left after it of what was claimed beyond the principal; while it is, the invoice is not settled.
    `by_law`: the interest and costs are owed, and no letter has named a sum.
    """

    invoice: int
    amount: int
    extras: int = 0
    rest: int = 0
    by_law: bool = False


class Booking(NamedTuple):
    """The parts, in the order booked, and what is left: a balance in favour of the customer."""

    parts: tuple[Part, ...]
    left: int


Beyond = Callable[[int, int], int]
"""What is to be met on an invoice beyond its principal, in cents, once so much principal is booked: (invoice, principal)."""


def _nothing(_invoice: int, _principal: int) -> int:
    return 0


def book(
    amount: int,
    invoices: Iterable[OpenInvoice],
    named: Sequence[int] = (),
    claimed: Beyond = _nothing,
    *,
    on: date = date.max,
    owed: Beyond = _nothing,
) -> Booking:
    """Book cents to the invoices the payer named, then to what is due on the day, then to the rest; never more than is open.

    Within each of the three (art. 6:43 BW) the principal first, in the order named, else oldest due first; then what letters
    have `claimed` beyond it. What is left after that meets what is `owed` beyond it and no letter has claimed; of that no
    rest is kept. The parts and `left` add up to `amount`.

    Who disputes a part and pays the other has not paid that part: it is booked last, and only where all of it is paid. What
    is less stays in his favour until the dispute is over.
    """
    by_age = sorted(invoices, key=lambda i: (i.due, i.id))
    first = [i for number in dict.fromkeys(named) for i in by_age if i.id == number]
    others = [i for i in by_age if i not in first]
    parts: dict[int, Part] = {}
    for group in (first, [i for i in others if i.due <= on], [i for i in others if i.due > on]):
        for invoice in group:
            parts[invoice.id] = Part(invoice.id, min(amount, invoice.open - invoice.disputed))
            amount -= parts[invoice.id].amount
        for invoice in group:
            part = parts[invoice.id]
            whole = part.amount == invoice.open - invoice.disputed
            beyond = claimed(invoice.id, part.amount) if whole else 0
            extras = min(amount, beyond)
            amount -= extras
            parts[invoice.id] = part._replace(extras=extras, rest=beyond - extras)
        for invoice in group:
            if 0 < invoice.disputed <= amount:
                amount -= invoice.disputed
                extras = parts[invoice.id].extras
                more = max(0, claimed(invoice.id, invoice.open) - extras)
                met = min(amount, more)
                amount -= met
                parts[invoice.id] = Part(invoice.id, invoice.open, extras + met, more - met)
    for invoice in (*first, *others) if amount else ():
        part = parts[invoice.id]
        if part.amount == invoice.open and part.amount and not part.extras:
            extras = min(amount, owed(invoice.id, part.amount))
            amount -= extras
            parts[invoice.id] = part._replace(extras=extras, by_law=extras > 0)
    return Booking(tuple(p for p in parts.values() if p.amount or p.extras), amount)


def book_payment(
    facts: Facts,
    amount: int,
    on: date,
    practice: Practice = USUAL,
    *,
    currency: str = "EUR",
    named: Sequence[int] = (),
) -> Booking:
    """Book a payment to the open invoices of its currency, and to what letters have claimed on them.

    A payment that names nothing and is exactly what was promised is for what was promised.
    """
    invoices = {i.id: i for i in facts.invoices}
    kept = [p for p in facts.promises if p.made_on <= on <= p.by + PROMISE_WEEK and p.amount == amount]
    if not named and kept:
        named = kept[-1].invoices
    by_law: list[dict[int, int]] = []

    def claimed(which: int, principal: int) -> int:
        return left_after(
            facts, invoices[which], Allocation(which, principal, on, "payment", 0, NEWEST), practice
        )

    def owed(which: int, _principal: int) -> int:
        if not by_law:  # looked up only when something is left to book
            by_law.append(_owed_after_aanmaning(facts, on, practice))
        return by_law[0].get(which, 0)

    return book(amount, open_invoices(facts, currency, on), named, claimed, on=on, owed=owed)


def _owed_after_aanmaning(facts: Facts, on: date, practice: Practice) -> dict[int, int]:
    """By invoice: the interest and costs, in cents, a business owes by law once an aanmaning that announced them ran out.

    No letter has named a sum, so nothing is claimed: who pays only the principal has paid. But who pays more has paid these,
    and has no balance in his favour (art. 6:44, 6:96, 6:119a BW). What is in dispute is left out.
    """
    if facts.customer.kind == Kind.CONSUMER:
        return {}
    acc = account(facts._replace(allocations=_standing(facts)), on, practice)
    warned = {
        number
        for x in acc.facts.letters
        if x.kind == LetterKind.AANMANING and x.deadline is not None and x.deadline < on
        for number in x.invoices
    }
    items = [i for i in acc.overdue if i.invoice.id in warned and not i.disputed]
    found = claim(acc, items)
    parts = zip(found.invoices, found.claimed or (None,) * len(found.invoices), shares(found), strict=True)
    return {line.invoice.id: interest + costs for line, what, (_, interest, costs) in parts if what is None}


def book_credit(facts: Facts, invoice: Invoice, amount: int, on: date, practice: Practice = USUAL) -> Booking:
    """Book a credit note to one invoice; what is more than its open principal stays in favour of the customer."""
    return _book_principal(facts, invoice, amount, "credit", on, practice)


def book_write_off(
    facts: Facts, invoice: Invoice, on: date, practice: Practice = USUAL, *, amount: int | None = None
) -> Booking:
    """Give up cents of an invoice's principal; without an amount all of it, and what was claimed on it besides."""
    this = next(i for i in open_invoices(facts, invoice.currency) if i.id == invoice.id)
    if amount is not None:
        return _book_principal(facts, invoice, amount, "write-off", on, practice)
    given_up = Allocation(invoice.id, this.open, on, "write-off", 0, NEWEST)
    extras = left_after(facts, invoice, given_up, practice)
    return Booking((Part(invoice.id, this.open, extras),) if this.open or extras else (), 0)


def _book_principal(
    facts: Facts, invoice: Invoice, amount: int, source: str, on: date, practice: Practice
) -> Booking:
    this = next(i for i in open_invoices(facts, invoice.currency) if i.id == invoice.id)
    booked = min(amount, this.open)
    left = (
        left_after(facts, invoice, Allocation(invoice.id, booked, on, source, 0, NEWEST), practice)
        if booked == this.open
        else 0
    )
    parts = (Part(invoice.id, booked, rest=left),) if booked else ()
    return Booking(parts, amount - booked)


def left_after(facts: Facts, invoice: Invoice, booked: Allocation, practice: Practice) -> int:
    """What letters have claimed on an invoice beyond its principal and is still left once so much is booked, in cents."""
    allocations = (*_standing(facts), booked) if booked.amount else _standing(facts)
    return rest_claim(facts._replace(allocations=allocations), invoice, booked.on, practice)


def still_claimed_on(facts: Facts, invoice: Invoice, day: date, practice: Practice) -> int:
    """What letters have claimed on an invoice beyond its principal and is not in, in cents, as all that stands is booked."""
    return rest_claim(facts._replace(allocations=_standing(facts)), invoice, day, practice)


def only_currency(facts: Facts) -> str:
    """The currency a payment is in when it names no invoice: the one that is open, EUR where there are more or none."""
    currencies = {
        i.currency
        for i in facts.invoices
        if any(o.id == i.id and o.open for o in open_invoices(facts, i.currency))
    }
    return currencies.pop() if len(currencies) == 1 else "EUR"
