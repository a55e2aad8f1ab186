"""Interest on one debt from its first interest day, with yearly capitalisation and payments (art. 6:119 to 6:120 BW).

Each segment is a run of days with one rate and one base, and reads as one line on a pocket calculator:
`base * percent * days / 36500`, rounded half-up to cents. Interest is the sum of these lines. A segment ends only at a
real change of the rate, at the end of an interest year and on the day of a payment, so cutting a period anywhere
else moves the total by at most one cent per cut. Amounts are cents, rates per cent a year, days count inclusive.

A payment works at the end of its day: that day still bears interest on what was open.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import mark, say
from debcli.law.imputation import Owed, impute
from debcli.law.inputs import not_negative
from debcli.law.rates import RateTable
from debcli.law.terms import years_after
from debcli.values.dates import long
from debcli.values.money import plain


class Compounding(StrEnum):
    """Whether unpaid interest of a full interest year joins the base (art. 6:119 lid 2, 6:119a lid 3 BW)."""

    YEARLY = "yearly"
    SIMPLE = "simple"


class DayBasis(StrEnum):
    """The days a year counts: 365 always, or 365 or 366 by the interest year a day lies in."""

    ACT_365 = "365"
    INTEREST_YEAR = "kapitalisatiejaar"


class Segment(NamedTuple):
    """Interest over a run of days; both days count. `base` and `amount` in cents."""

    first: date
    last: date
    days: int
    base: int
    percent: Decimal
    amount: int


class Receipt(NamedTuple):
    """Money received, in cents, on the day it was credited (art. 6:114 lid 2 BW).

    `principal_only`: the creditor books it wholly to principal (a payment from before interest or costs were claimed).
    """

    on: date
    amount: int
    principal_only: bool = False


class Cost(NamedTuple):
    """Collection costs in cents, owed from a day: a payment on that day meets them, an earlier one does not."""

    on: date
    amount: int


class Applied(NamedTuple):
    """What one receipt met, in cents; the four add up to it."""

    on: date
    to_costs: int
    to_interest: int
    to_principal: int
    surplus: int


class Flow(NamedTuple):
    """A debt at the end of its last day. Amounts in cents; `base` is what bears interest from the next day on.

    `surplus` is what receipts left over. It is never set off against later costs.
    """

    segments: tuple[Segment, ...]
    applied: tuple[Applied, ...]
    open_costs: int
    open_interest: int
    open_principal: int
    surplus: int
    base: int

    @property
    def interest_total(self) -> int:
        """All interest that accrued, paid or not: the sum of the segments."""
        return sum(segment.amount for segment in self.segments)

    @property
    def open_total(self) -> int:
        """Costs, interest and principal still open."""
        return self.open_costs + self.open_interest + self.open_principal


def accrue(
    principal: int,
    first: date,
    last: date,
    rate: RateTable | Decimal,
    *,
    receipts: Iterable[Receipt] = (),
    costs: Iterable[Cost] = (),
    compounding: Compounding = Compounding.YEARLY,
    day_basis: DayBasis = DayBasis.ACT_365,
) -> Flow:
    """Follow a debt from its first interest day up to and including `last`.

    Receipts before `first` lower the debt before interest starts; receipts and costs after `last` are not looked at;
    receipts of one day are booked in the order given (art. 6:44 BW, see imputation). With `last` before `first` no
    interest accrues. Once nothing bears interest, interest has stopped for good. `rate` is a table or one agreed
    percentage. Raises InputError for an amount below zero, a receipt of zero, a percentage below zero and a first day
    before the table.
    """
    debt = _Debt(principal, costs, last)
    queue = [receipt for receipt in receipts if receipt.on <= last]
    if queue:
        queue.sort(key=lambda receipt: receipt.on)
        queue = debt.book_until(first, queue, before=True)
    if last < first:
        return debt.flow(())

    changes = rate.changes(first, last) if isinstance(rate, RateTable) else [(first, _agreed(rate))]
    percents = {day.toordinal(): percent for day, percent in changes}
    stop = last.toordinal() + 1
    years = _interest_years(first, last)
    lengths = _year_lengths(years) if day_basis == DayBasis.INTEREST_YEAR else {}
    capitalise = frozenset(years[1:]) if compounding == Compounding.YEARLY else frozenset()
    cuts = {*percents, *capitalise, *lengths, *(receipt.on.toordinal() + 1 for receipt in queue)}

    segments: list[Segment] = []
    percent, length = changes[0][1], 365
    for start, end in pairwise([*sorted(cut for cut in cuts if cut < stop), stop]):
        percent = percents.get(start, percent)
        length = lengths.get(start, length)
        until = date.fromordinal(end - 1)
        if base := debt.base:
            amount = _half_up(base, percent, end - start, length)
            segments.append(Segment(date.fromordinal(start), until, end - start, base, percent, amount))
            debt.interest += amount
        if queue:
            queue = debt.book_until(until, queue)
        if end in capitalise and debt.base:
            debt.capitalised += debt.interest
            debt.interest = 0
    return debt.flow(tuple(segments))


def over_period(
    principal: int,
    first: date,
    last: date,
    rate: RateTable | Decimal,
    *,
    compounding: Compounding = Compounding.YEARLY,
    day_basis: DayBasis = DayBasis.ACT_365,
) -> Flow:
    """Compute interest over a period as typed. Like accrue, but raises InputError when `last` lies before `first`."""
    if last < first:
        raise InputError(
            say("The last day {last} lies before the first day {first}.", last=long(last), first=long(first)),
            say("Give the first interest day first: the day after the due date."),
        )
    return accrue(principal, first, last, rate, compounding=compounding, day_basis=day_basis)


def per_day(base: int, percent: Decimal) -> int:
    """Give the interest of one day in cents, `base * percent / 36500` half-up: an indication for letters, never part of a total."""
    not_negative(mark("base"), base)
    return _half_up(base, _agreed(percent), 1, 365)


class _Debt:
    """One debt on its way through time."""

    __slots__ = ("applied", "capitalised", "costs", "interest", "later_costs", "principal", "surplus")

    def __init__(self, principal: int, costs: Iterable[Cost], last: date) -> None:
        not_negative(mark("principal"), principal)
        self.principal = principal
        self.capitalised = 0
        self.interest = 0
        self.costs = 0
        self.later_costs = [cost for cost in costs if cost.on <= last]
        self.applied: list[Applied] = []
        self.surplus = 0
        for cost in self.later_costs:
            not_negative(mark("amount of the costs"), cost.amount)

    @property
    def base(self) -> int:
        return self.principal + self.capitalised

    def book_until(self, day: date, queue: list[Receipt], *, before: bool = False) -> list[Receipt]:
        """Book the receipts up to the day (or before it) and give back those that are left."""
        at = 0
        while at < len(queue) and (queue[at].on < day if before else queue[at].on <= day):
            self._book(queue[at])
            at += 1
        return queue[at:]

    def _book(self, receipt: Receipt) -> None:
        if receipt.amount <= 0:
            raise InputError(
                say(
                    "A payment of {amount} on {day} is no payment.",
                    amount=plain(receipt.amount),
                    day=long(receipt.on),
                ),
                say("Type an amount above zero."),
            )
        self.costs += sum(cost.amount for cost in self.later_costs if cost.on <= receipt.on)
        self.later_costs = [cost for cost in self.later_costs if cost.on > receipt.on]
        owed = Owed(self.costs, self.interest, self.principal, self.capitalised)
        met = impute(receipt.amount, owed, principal_only=receipt.principal_only)
        self.costs -= met.costs
        self.interest -= met.interest
        self.capitalised -= met.capitalised
        self.principal -= met.principal
        self.surplus += met.surplus
        self.applied.append(
            Applied(receipt.on, met.costs, met.interest + met.capitalised, met.principal, met.surplus)
        )

    def flow(self, segments: tuple[Segment, ...]) -> Flow:
        costs = self.costs + sum(cost.amount for cost in self.later_costs)
        interest = self.interest + self.capitalised
        return Flow(segments, tuple(self.applied), costs, interest, self.principal, self.surplus, self.base)


def _half_up(base: int, percent: Decimal, days: int, length: int) -> int:
    # Whole numbers throughout: exact for any percentage, and a tenth of the time of Decimal.
    numerator, denominator = percent.as_integer_ratio()
    part, whole = base * numerator * days, denominator * 100 * length
    return (2 * part + whole) // (2 * whole)


def _interest_years(first: date, last: date) -> list[int]:
    """List the ordinals on which interest years begin: the first day, each anniversary, and the first one after `last`."""
    starts = [first.toordinal()]
    stop = last.toordinal()
    while starts[-1] <= stop:
        starts.append(years_after(first, len(starts)).toordinal())
    return starts


def _year_lengths(years: list[int]) -> dict[int, int]:
    """Map the start of an interest year to its days, where that is not what the year before had."""
    lengths: dict[int, int] = {}
    before = 0
    for start, end in pairwise(years):
        if end - start != before:
            lengths[start] = before = end - start
    return lengths


def _agreed(percent: Decimal) -> Decimal:
    if not percent.is_finite() or percent < 0:
        raise InputError(
            say("An interest rate of {percent} per cent is not possible.", percent=percent),
            say("Type a percentage of zero or more, like 8 or 10.40"),
        )
    return percent
