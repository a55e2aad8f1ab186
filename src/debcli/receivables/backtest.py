"""How right the forecast would have been: on days in the past, from what was known then, against what came in. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import mean
from typing import NamedTuple

from debcli.receivables.forecast import Expected, Habits, weeks_ahead


class Past(NamedTuple):
    """An invoice of which is known when it was paid; None: not yet. Cents."""

    payer: int
    issued: date
    due: date
    paid: date | None
    amount: int


class Measured(NamedTuple):
    """Mean error a week in cents: of the forecast, of "all pay on the due day", of "all pay their average days late".

    `actual`: what came in a week on average. `within`: how many weeks in a hundred lay in the range. `weeks`: measured.
    """

    forecast: int
    on_due: int
    on_average: int
    actual: int
    within: int
    weeks: int


def known_on(past: Sequence[Past], day: date) -> tuple[dict[int, list[int]], list[Past]]:
    """What one could know on a day: the days late of what was paid by then, and what was open, without its future."""
    late: dict[int, list[int]] = {}
    for one in sorted((x for x in past if x.paid is not None and x.paid <= day), key=_paid):
        late.setdefault(one.payer, []).append((_paid(one) - one.due).days)
    still = [x._replace(paid=None) for x in past if x.issued <= day and (x.paid is None or x.paid > day)]
    return late, still


def _paid(one: Past) -> date:
    return one.paid or date.max


def predicted(
    late: dict[int, list[int]], still: Sequence[Past], day: date, weeks: int
) -> list[tuple[int, int, int]]:
    """The forecast of each week after the day: expected, low and high, in cents."""
    sums = [Expected(x.payer, x.amount, x.due) for x in still]
    found, _ = weeks_ahead(Habits(late), sums, day, weeks)
    return [(week.expected, week.low, week.high) for week in found]


def measure(past: Sequence[Past], days: Sequence[date], weeks: int) -> Measured | None:
    """Forecast on each of the days and compare; None where there is nothing to compare."""
    ours: list[int] = []
    on_due: list[int] = []
    on_average: list[int] = []
    actual: list[int] = []
    within: list[bool] = []
    for day in days:
        late, still = known_on(past, day)
        came = [x for x in past if x.issued <= day and x.paid is not None and x.paid > day]
        real = _by_week([(_paid(x), x.amount) for x in came], day, weeks)
        everyone = [d for found in late.values() for d in found]
        usual = mean(everyone) if everyone else 0
        averages = {payer: mean(found) for payer, found in late.items()}
        naive = _by_week([(x.due, x.amount) for x in still], day, weeks)
        average = _by_week(
            [(x.due + timedelta(round(averages.get(x.payer, usual))), x.amount) for x in still], day, weeks
        )
        for (expected, low, high), truth, a, b in zip(
            predicted(late, still, day, weeks), real, naive, average, strict=True
        ):
            ours.append(abs(expected - truth))
            on_due.append(abs(a - truth))
            on_average.append(abs(b - truth))
            actual.append(truth)
            within.append(low <= truth <= high)
    if not actual:
        return None
    return Measured(
        round(mean(ours)),
        round(mean(on_due)),
        round(mean(on_average)),
        round(mean(actual)),
        round(100 * mean(within)),
        len(actual),
    )


def _by_week(sums: Sequence[tuple[date, int]], day: date, weeks: int) -> list[int]:
    """Cents by week after the day; what was to come before it is expected in the first week."""
    found = [0] * weeks
    for on, amount in sums:
        week = max(0, ((on - day).days - 1) // 7)
        if week < weeks:
            found[week] += amount
    return found


def every(first: date, last: date, step: int) -> list[date]:
    """Days so many apart, both ends in."""
    return [first + timedelta(n) for n in range(0, (last - first).days + 1, step)]
