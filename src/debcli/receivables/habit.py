"""How a customer pays: the days late of what he settled, and what became of his promises. Pure, over his whole history."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.receivables.agreements import PromiseStand, promise_stands
from debcli.receivables.facts import Facts, Invoice
from debcli.receivables.figures import HABIT_OF
from debcli.receivables.known import as_of


class PaidInvoice(NamedTuple):
    """An invoice that was paid in full, on the day the last money came. `late`: days after the due day, below 0 early."""

    invoice: Invoice
    on: date

    @property
    def late(self) -> int:
        """Days after the due day."""
        return (self.on - self.invoice.due).days

    @property
    def took(self) -> int:
        """Days from invoice to payment."""
        return (self.on - self.invoice.issued).days


def paid_invoices(facts: Facts, day: date) -> tuple[PaidInvoice, ...]:
    """What was paid in full up to a day, oldest payment first. What was written off or only credited is no habit."""
    found: list[PaidInvoice] = []
    parts: dict[int, list[tuple[date, int, str]]] = {}
    for a in facts.allocations:
        if a.on <= day:
            parts.setdefault(a.invoice, []).append((a.on, a.amount, a.source))
    for invoice in facts.invoices:
        mine = parts.get(invoice.id, [])
        money = [on for on, amount, source in mine if source == "payment" and amount]
        given_up = any(source == "write-off" and amount for _, amount, source in mine)
        if money and not given_up and sum(amount for _, amount, _ in mine) >= invoice.amount:
            found.append(PaidInvoice(invoice, max(money)))
    return tuple(sorted(found, key=lambda p: (p.on, p.invoice.id)))


def taken_back(facts: Facts, day: date) -> tuple[date, ...]:
    """The days up to a day on which the bank took a payment back (a failed debit), oldest first."""
    return tuple(
        sorted(
            {a.returned_on for a in facts.allocations if a.returned_on is not None and a.returned_on <= day}
        )
    )


def all_promises(facts: Facts, day: date, country: str) -> tuple[PromiseStand, ...]:
    """Every promise of the whole history, as it stands on a day."""
    known = as_of(facts, day)
    return promise_stands(known.promises, known.allocations, day, country, known.plans)


def middle(days: Sequence[int]) -> int:
    """The middle one of some numbers of days, a half rounded up: one odd payment does not move it."""
    ordered = sorted(days)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2] + 1) // 2


def trend(paid: Sequence[PaidInvoice], *, of: int = HABIT_OF) -> int | None:
    """By how many days the newer half of the last payments was later (above 0) or sooner than the older half.

    None with fewer than four: two points are no trend.
    """
    last = paid[-of:]
    if len(last) < 4:
        return None
    half = len(last) // 2
    return round((sum(p.late for p in last[-half:]) - sum(p.late for p in last[:half])) / half)


WORSE = timedelta(5).days
"""A change of so many days or more is a trend, less is chance."""
