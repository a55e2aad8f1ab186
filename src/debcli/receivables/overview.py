"""The receivables of a day on one page, for who keeps the books: how old, whose, what is likely, what is given up. Pure.

The ledger knows no VAT, so VAT is pointed at and never counted: under Dutch law what is not paid a year after its last day
gives the VAT in it back, and sooner what is certain not to come (art. 29 lid 1 and 2 Wet op de omzetbelasting 1968).
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from debcli.receivables.account import Account, Item
from debcli.receivables.aging import Aging, aging
from debcli.receivables.claim import claim
from debcli.receivables.facts import Customer, Facts
from debcli.receivables.forecast import Forecast, forecast
from debcli.receivables.rating import Rating, rating

WEEKS = 6


class Line(NamedTuple):
    """Money of one customer with what it is about: invoice numbers or a name, and a day. Cents."""

    customer: Customer
    about: str
    on: date
    amount: int


class Overview(NamedTuple):
    """All of it. Cents. `handed`, `disputed`, `old`: what is open; `given_up` and `received` (interest and costs): of the year up to the day.

    `interest` and `costs`: what the law gives on the day over what is late; `claimed`: what the last letters asked of both.
    """

    day: date
    aging: Aging
    ratings: dict[int, Rating]
    forecast: Forecast
    handed: tuple[Line, ...]
    disputed: tuple[Line, ...]
    given_up: tuple[Line, ...]
    old: tuple[Line, ...]
    interest: int
    costs: int
    claimed: int
    received: int

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.aging.currency


def overview(accounts: Sequence[tuple[Account, Facts]], day: date) -> Overview:
    """The overview of a day, from the accounts of that day, each with all facts known then.

    In one currency, as `aging` chooses it; the others are named there and counted nowhere.
    """
    found = aging(acc for acc, _ in accounts)
    ours = found.currency
    handed: list[Line] = []
    disputed: list[Line] = []
    old: list[Line] = []
    given_up: list[Line] = []
    interest = costs = claimed = received = 0
    for acc, whole in accounts:
        who = acc.customer
        items = [i for i in acc.items if i.invoice.currency == ours]
        handed += _handed(acc, items)
        disputed += [Line(who, i.invoice.number, i.due, i.disputed) for i in items if i.disputed]
        old += [
            Line(who, i.invoice.number, i.due, i.open) for i in items if i.due + relativedelta(years=1) < day
        ]
        numbers = {i.id: i.number for i in whole.invoices if i.currency == ours}
        for part in whole.allocations:
            if part.invoice in numbers and part.on.year == day.year and part.returned_on is None:
                received += part.extras
                if part.source == "write-off" and part.amount:
                    given_up.append(Line(who, numbers[part.invoice], part.on, part.amount))
        asked = claim(acc)
        if asked.currency == ours:
            interest, costs = interest + asked.interest_total, costs + asked.costs_total
        claimed += sum(
            _claimed(acc, i.invoice.id) for i in (*items, *acc.rests) if i.invoice.currency == ours
        )
    ratings = {acc.customer.id: rating(acc, whole) for acc, whole in accounts}
    return Overview(
        day, found, ratings, forecast(accounts, WEEKS), _most(handed), _most(disputed), _most(given_up), _most(old),
        interest, costs, claimed, received,
    )  # fmt: skip


def _claimed(acc: Account, invoice: int) -> int:
    """Interest and costs the last letter claimed on an invoice, of those that claimed any."""
    shares = [
        letter.shares[letter.invoices.index(invoice)]
        for letter in acc.facts.letters
        if letter.left_for(invoice) and letter.shares
    ]
    return next((more + costs for _, more, costs in reversed(shares) if more + costs), 0)


def _handed(acc: Account, items: Sequence[Item]) -> list[Line]:
    mine = {i.invoice.id: i.open for i in items}
    given = [
        (h, sum(mine.get(number, 0) for number in h.invoices))
        for h in acc.facts.handovers
        if h.back_on is None
    ]
    return [Line(acc.customer, h.to, h.on, amount) for h, amount in given if amount]


def _most(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda one: (-one.amount, one.customer.slug, one.about)))
