"""Which open invoices a payment or credit goes to, as principal (bookkeeping; what the law makes of it is claim.py)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple


class OpenInvoice(NamedTuple):
    """What can still be paid. `open` in cents."""

    id: int
    due: date
    open: int


class Booking(NamedTuple):
    """Cents by invoice, in the order booked, and what is left: a balance in favour of the customer."""

    parts: tuple[tuple[int, int], ...]
    left: int


def book(amount: int, invoices: Iterable[OpenInvoice], named: Sequence[int] = ()) -> Booking:
    """Book cents to the invoices the payer named, in that order, then to the oldest due; never more than is open.

    `parts` and `left` add up to `amount`.
    """
    by_age = sorted(invoices, key=lambda i: (i.due, i.id))
    first = [i for number in named for i in by_age if i.id == number]
    parts: list[tuple[int, int]] = []
    for invoice in [*first, *(i for i in by_age if i not in first)]:
        part = min(amount, invoice.open)
        if part > 0:
            parts.append((invoice.id, part))
            amount -= part
    return Booking(tuple(parts), amount)
