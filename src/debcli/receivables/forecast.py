"""When will the money come? Weeks ahead, from due days, promises, plans and each payer's habit, with its range. Pure.

Each open sum gets a distribution over the days to come: how late this payer paid before, filled up with how all pay,
given that it has not come yet. What is expected in a week is the sum over all; the range follows from the same chances.
Only what is open is forecast: no invoice that is still to be made.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import exp, log1p, sqrt
from typing import NamedTuple

from debcli.receivables.account import Account
from debcli.receivables.claim import main_currency
from debcli.receivables.facts import Facts
from debcli.receivables.habit import all_promises, paid_invoices
from debcli.values.dates import roll

OTHERS = 4.0
"""All payers together weigh as much as so many payments of one's own: with none of his own he pays as the others do."""
ASSUMED = (0, 0, 2, 5, 7, 10, 14, 21, 30, 45, 60, 90)
"""Days late assumed of a payer while the ledger has few payments: an assumption, not a measurement."""
ASSUMED_WEIGHT = 2.0
"""All of ASSUMED together weigh as much as so many payments."""
RECENT = 30
"""So many of a payer's last payments count."""
STUCK = 0.10
"""Of what is later than anything ever paid, the chance that it comes in a week."""
SURE = 1.2816
"""Four weeks in five lie within so many standard deviations."""


class Expected(NamedTuple):
    """An open sum whose day is not known. Cents. `not_before`: nothing comes up to and including that day."""

    payer: int
    amount: int
    due: date
    not_before: date | None = None


class Agreed(NamedTuple):
    """A sum agreed for a day. Cents. `kept`: the chance that it comes then; else it comes as the payer's habit is."""

    payer: int
    amount: int
    on: date
    kept: float


class Week(NamedTuple):
    """A week ahead; both days count. Cents: expected, and the range in which four of five such weeks lie."""

    first: date
    last: date
    expected: int
    low: int
    high: int
    sums: int


class Forecast(NamedTuple):
    """The weeks, what is expected after them, and what was left out. Cents."""

    weeks: tuple[Week, ...]
    later: int
    disputed: int
    elsewhere: int
    currency: str
    learnt_from: int

    @property
    def total(self) -> int:
        """What is expected within the weeks."""
        return sum(week.expected for week in self.weeks)


class Habits:
    """How late each payer paid, and all of them together: the distribution a forecast draws from."""

    def __init__(self, late: Mapping[int, Sequence[int]]) -> None:
        """`late`: days late of each payer's payments, oldest first."""
        everyone = sorted(day for days in late.values() for day in days)
        assumed = [(day, ASSUMED_WEIGHT / len(ASSUMED)) for day in ASSUMED]
        share = 1.0 / (len(everyone) + ASSUMED_WEIGHT)
        pool = [(day, share) for day in everyone] + [(day, w * share) for day, w in assumed]
        self._pool = _Curve(pool)
        self._own = {
            payer: _Curve([*((day, 1.0) for day in days[-RECENT:]), *((d, w * OTHERS) for d, w in pool)])
            for payer, days in late.items()
            if days
        }
        self._weight = {payer: len(days[-RECENT:]) + OTHERS for payer, days in late.items()}
        self.count = len(everyone)

    def weight(self, payer: int) -> float:
        """On how many payments the habit of a payer rests: what it may be off by follows from it."""
        return self._weight.get(payer, OTHERS)

    def until(self, payer: int, late: int, given: int) -> float:
        """The chance that a sum is paid by so many days late, given that it was not paid `given` days late (below 0: early).

        Past all that was ever paid, a small chance remains each week.
        """
        if late <= given:
            return 0.0
        curve = self._own.get(payer, self._pool)
        left = curve.after(given)
        if left <= curve.least:
            return 1.0 - exp(log1p(-STUCK) * (late - given) / 7)
        return 1.0 - curve.after(late) / left


class _Curve:
    """Weights by day, summed up: how much lies after a day."""

    def __init__(self, weighted: Sequence[tuple[int, float]]) -> None:
        ordered = sorted(weighted)
        self._days = [day for day, _ in ordered]
        self._after = [0.0] * (len(ordered) + 1)
        for at in range(len(ordered) - 1, -1, -1):
            self._after[at] = self._after[at + 1] + ordered[at][1]
        self.least = self._after[0] * 0.01

    def after(self, day: int) -> float:
        """The weight of all days later than this."""
        return self._after[bisect_right(self._days, day)]


def chances(habits: Habits, one: Expected | Agreed, day: date, weeks: int) -> list[float]:
    """The chance that a sum comes in each week after the day."""
    if isinstance(one, Agreed):
        at = max(0, ((one.on - day).days - 1) // 7)
        after = chances(habits, Expected(one.payer, one.amount, one.on, max(one.on, day)), day, weeks)
        return [(one.kept if week == at else 0.0) + (1.0 - one.kept) * p for week, p in enumerate(after)]
    # What was put off is late from the day it was put off to: the habit counts from there.
    due = max(one.due, one.not_before) if one.not_before is not None else one.due
    given = (max(day, one.not_before) - due).days if one.not_before is not None else (day - due).days
    sums = [habits.until(one.payer, (day + timedelta(7 * n) - due).days, given) for n in range(weeks + 1)]
    return [later - sooner for sooner, later in pairwise(sums)]


def weeks_ahead(
    habits: Habits, sums: Sequence[Expected | Agreed], day: date, weeks: int
) -> tuple[tuple[Week, ...], int]:
    """What is expected in each of the weeks after the day, and after them all. Cents."""
    mean, spread, many = [0.0] * weeks, [0.0] * weeks, [0] * weeks
    shared: dict[int, list[float]] = {}
    for one in sums:
        of_payer = shared.setdefault(one.payer, [0.0] * weeks)
        for week, p in enumerate(chances(habits, one, day, weeks)):
            mean[week] += p * one.amount
            spread[week] += p * (1.0 - p) * one.amount**2
            of_payer[week] += sqrt(max(0.0, p * (1.0 - p))) * one.amount
            many[week] += p >= 0.5
    for (
        payer,
        parts,
    ) in shared.items():  # the habit itself is known from so many payments only, for all his sums alike
        for week, part in enumerate(parts):
            spread[week] += part**2 / (habits.weight(payer) + 1)
    total = sum(one.amount for one in sums)
    found = tuple(
        Week(
            day + timedelta(7 * n + 1),
            day + timedelta(7 * n + 7),
            round(mean[n]),
            max(0, round(mean[n] - SURE * sqrt(spread[n]))),
            min(total, round(mean[n] + SURE * sqrt(spread[n]))),
            many[n],
        )
        for n in range(weeks)
    )
    return found, max(0, total - sum(week.expected for week in found))


def forecast(accounts: Sequence[tuple[Account, Facts]], weeks: int) -> Forecast:
    """The weeks after the accounts' day, over all that is open in the main currency.

    Each account with all of its customer's facts up to the day. What is in dispute or in another's hands is left out.
    """
    day = accounts[0][0].day if accounts else date.min
    habits = Habits(
        {acc.customer.id: [p.late for p in paid_invoices(whole, acc.day)] for acc, whole in accounts}
    )
    currency = main_currency([i for acc, _ in accounts for i in acc.items])
    sums: list[Expected | Agreed] = []
    disputed = elsewhere = 0
    for acc, whole in accounts:
        mine = [i for i in acc.items if i.invoice.currency == currency]
        disputed += sum(i.disputed for i in mine)
        elsewhere += sum(i.open - i.disputed for i in mine if i.rest and i.rest.why == "handed-over")
        sums += _sums(acc, whole, currency)
    found, later = weeks_ahead(habits, sums, day, weeks)
    return Forecast(found, later, disputed, elsewhere, currency, habits.count)


def reliability(acc: Account, whole: Facts) -> float:
    """The chance that a promise of this payer is kept: what he kept, as if he had kept one and broken one before."""
    promises = all_promises(whole, acc.day, acc.country)
    kept = sum(p.state == "kept" for p in promises)
    ended = sum(p.state == "kept" or p.was_broken for p in promises)
    return (kept + 1) / (ended + 2)


def _sums(acc: Account, whole: Facts, currency: str) -> list[Expected | Agreed]:
    """What is open of one customer: promised, in a plan, or just open."""
    payer, kept = acc.customer.id, reliability(acc, whole)
    left = {
        i.invoice.id: i.open - i.disputed
        for i in acc.items
        if i.invoice.currency == currency and not (i.rest and i.rest.why == "handed-over")
    }
    found: list[Expected | Agreed] = []

    def take(invoices: Sequence[int], amount: int) -> int:
        taken = 0
        for invoice in invoices:
            part = min(left.get(invoice, 0), amount - taken)
            if part:
                left[invoice] -= part
                taken += part
        return taken

    for stand in acc.promises:
        if stand.state == "running" and stand.waits:
            part = take(stand.promise.invoices, stand.promise.amount - stand.received)
            if part:
                found.append(Agreed(payer, part, max(stand.last_day, acc.day + timedelta(1)), kept))
    for plan in acc.plans:
        if not plan.rests:
            continue
        done = plan.paid
        for part_of in plan.plan.instalments:
            paid = min(done, part_of.amount)
            done -= paid
            part = take(plan.plan.invoices, part_of.amount - paid)
            on = roll(part_of.on, acc.country)
            if part:
                found.append(
                    Agreed(payer, part, on, kept) if on > acc.day else Expected(payer, part, part_of.on)
                )
    for item in acc.items:
        if left.get(item.invoice.id, 0):
            held = item.rest.until if item.rest is not None and item.rest.why == "hold" else None
            found.append(Expected(payer, left[item.invoice.id], item.due, held))
    return found
