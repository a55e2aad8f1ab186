"""What is open by how late it is, true as of the account's day. Every day lies in exactly one bucket."""

from collections.abc import Iterable
from typing import NamedTuple

from debcli.receivables.account import Account
from debcli.receivables.claim import main_currency
from debcli.receivables.facts import Customer

BUCKETS: tuple[tuple[int | None, int | None], ...] = ((None, 0), (1, 30), (31, 60), (61, 90), (91, None))
"""First and last day late, both in; None is without end. Due today is not late: 0 lies in the first."""


def columns() -> tuple[str, ...]:
    """The buckets' names in a file for a spreadsheet: not_due, 1_30, ... over_90."""
    return tuple(
        "not_due" if first is None else f"over_{first - 1}" if last is None else f"{first}_{last}"
        for first, last in BUCKETS
    )


class Bucket(NamedTuple):
    """What is open between two numbers of days late. Cents, and how many invoices."""

    first: int | None
    last: int | None
    amount: int
    number: int


class Aged(NamedTuple):
    """One customer's open money over the buckets, in their order. Cents. `oldest`: most days late, 0 where none is."""

    customer: Customer
    amounts: tuple[int, ...]
    number: int
    oldest: int

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.amounts)


class Aging(NamedTuple):
    """The buckets over all customers in one currency, and each customer, most overdue first. `others`: cents by other currency."""

    currency: str
    buckets: tuple[Bucket, ...]
    customers: tuple[Aged, ...]
    others: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All that is open in the currency."""
        return sum(bucket.amount for bucket in self.buckets)

    @property
    def overdue(self) -> int:
        """What is late."""
        return sum(bucket.amount for bucket in self.buckets[1:])


def bucket_of(days_late: int) -> int:
    """The place in BUCKETS of a number of days late (below 0: not yet due)."""
    return next(
        at
        for at, (first, last) in enumerate(BUCKETS)
        if (first is None or first <= days_late) and (last is None or days_late <= last)
    )


def aging(accounts: Iterable[Account]) -> Aging:
    """Open principal by days late over accounts of one day. What is in dispute or rests is open too.

    In EUR where anything is, else in the currency of the oldest; currencies are never added.
    """
    found = list(accounts)
    items = [i for acc in found for i in acc.items]
    currency = main_currency(items)
    sums: dict[str, int] = {}
    for item in items:
        sums[item.invoice.currency] = sums.get(item.invoice.currency, 0) + item.open
    aged = [one for acc in found if (one := _aged(acc, currency)).number]
    counts = [0] * len(BUCKETS)
    for acc in found:
        for item in acc.items:
            if item.invoice.currency == currency:
                counts[bucket_of((acc.day - item.due).days)] += 1
    buckets = tuple(
        Bucket(first, last, sum(a.amounts[at] for a in aged), counts[at])
        for at, (first, last) in enumerate(BUCKETS)
    )
    ordered = sorted(aged, key=lambda a: (-sum(a.amounts[1:]), -a.total, a.customer.slug))
    others = tuple(sorted((c, cents) for c, cents in sums.items() if c != currency))
    return Aging(currency, buckets, tuple(ordered), others)


def _aged(acc: Account, currency: str) -> Aged:
    sums = [0] * len(BUCKETS)
    oldest = count = 0
    for item in acc.items:
        if item.invoice.currency != currency:
            continue
        late = (acc.day - item.due).days
        sums[bucket_of(late)] += item.open
        oldest, count = max(oldest, late), count + 1
    return Aged(acc.customer, tuple(sums), count, oldest)
