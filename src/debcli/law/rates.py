"""Legal interest rates: the shipped table, user rows laid over it, and how far both were checked.

A rate is a percentage per year. It holds from `valid_from` until the next row begins, also for interest already
running (art. 6:120 BW). No rate is ever derived: the statutory rate is set by decree, and a guess from the ECB rate has
been wrong before (1 January 2025: 5 by the rule of thumb, 6 by law).
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say, say_as
from debcli.values.dates import long

CHECKED_ON = date(2026, 11, 21)
"""The day the shipped table was last compared with its sources."""

CHECKED_UNTIL = date(2026, 12, 31)
"""The last day for which the shipped table is known to hold: no row for a later half-year existed when it was checked."""


AGREED = "agreed rate"
"""The source of a row that an agreed percentage has lifted."""


class RateKind(StrEnum):
    """Which legal rate. Dutch law: commercial is 6:119a and 6:119b BW, statutory is 6:119 BW."""

    COMMERCIAL = "commercial"
    STATUTORY = "statutory"


class Rate(NamedTuple):
    """One row: a percentage per year from a day on, and where it was read.

    `basis` is what sets it: `ecb+7` and `ecb+8` (the ECB's main refinancing rate and so many points, compared with it),
    `published` (the same rule, not compared), `decree`, or nothing for a row the user looked up.
    """

    jurisdiction: str
    kind: str
    valid_from: date
    percent: Decimal
    source: str
    confidence: str = "user"
    basis: str = ""


class RateTable:
    """The rates of one jurisdiction and kind, in order of date."""

    __slots__ = ("_days", "_percents", "checked_until", "label", "rows")

    def __init__(self, label: str, rows: Iterable[Rate], checked_until: date = CHECKED_UNTIL) -> None:
        """Order the rows; of two that begin on one day the later one given stands.

        `checked_until` is the last day the rows are known to hold. Raises InputError for a table without rows and for
        a percentage that is not between 0 and 100.
        """
        by_day = {row.valid_from: row for row in rows}
        self.label = label
        self.rows = tuple(by_day[day] for day in sorted(by_day))
        self.checked_until = checked_until
        if not self.rows:
            raise InputError(
                say("There are no {label} rates.", label=say_as("rate", label)),
                say("Add one with: debcli rates add"),
            )
        self._days: list[date] = []
        self._percents: list[Decimal] = []
        for row in self.rows:
            if not (row.percent.is_finite() and 0 <= row.percent <= 100):
                raise InputError(
                    say(
                        "The {label} rate from {day} is {percent}.",
                        label=say_as("rate", label),
                        day=long(row.valid_from),
                        percent=row.percent,
                    ),
                    say("Type a percentage from 0 to 100, like 10.40"),
                )
            if not self._percents or row.percent != self._percents[-1]:  # the same figure again is no change
                self._days.append(row.valid_from)
                self._percents.append(row.percent)

    def on(self, day: date) -> Decimal:
        """Give the percentage per year in force on the day. Raises InputError before the first row."""
        return self._percents[self._at(day)]

    def row_on(self, day: date) -> Rate:
        """Give the row in force on the day, with its source. Raises InputError before the first row."""
        self._at(day)
        return self.rows[bisect_right(self.rows, day, key=lambda row: row.valid_from) - 1]

    def changes(self, first: date, last: date) -> list[tuple[date, Decimal]]:
        """List what holds from `first` to `last`: (first, its rate), then each day with another rate, and that rate.

        Raises InputError when `first` lies before the table.
        """
        start = self._at(first)
        found = [(first, self._percents[start])]
        for at in range(start + 1, len(self._days)):
            if self._days[at] > last:
                break
            found.append((self._days[at], self._percents[at]))
        return found

    def at_least(self, percent: Decimal) -> "RateTable":
        """Copy the table with every lower rate lifted to an agreed one (art. 6:119 lid 3 BW)."""
        lifted = (
            row if row.percent >= percent else row._replace(percent=percent, source=AGREED)
            for row in self.rows
        )
        return RateTable(self.label, lifted, self.checked_until)

    def is_unchecked(self, last: date) -> bool:
        """Whether a computation up to `last` uses days the table was never checked for: say so beside the figure."""
        return last > self.checked_until

    def _at(self, day: date) -> int:
        at = bisect_right(self._days, day) - 1
        if at < 0:
            raise InputError(
                say(
                    "There is no {label} rate for {day}: the table begins on {first}.",
                    label=say_as("rate", self.label),
                    day=long(day),
                    first=long(self._days[0]),
                ),
                say(
                    "Start on {first} or later, or add the older rate with: debcli rates add",
                    first=long(self._days[0]),
                ),
            )
        return at


def is_unchecked(rate: RateTable | Decimal, last: date) -> bool:
    """Whether interest up to `last` rests on a rate nobody checked. An agreed percentage never does."""
    return isinstance(rate, RateTable) and rate.is_unchecked(last)


@cache
def shipped() -> tuple[Rate, ...]:
    """Read every row that comes with debcli, in order of the file (rates.csv beside this module)."""
    import csv  # noqa: PLC0415  (only when a rate is first asked for)

    text = Path(__file__).with_name("rates.csv").read_text(encoding="utf-8")
    return tuple(
        Rate(
            r["jurisdiction"],
            r["kind"],
            date.fromisoformat(r["valid_from"]),
            Decimal(r["percent"]),
            r["source"],
            r["confidence"],
            r["basis"],
        )
        for r in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=16)
def table(jurisdiction: str, kind: str, extra: tuple[Rate, ...] = ()) -> RateTable:
    """Give the shipped rates of a jurisdiction and kind, with the user's rows laid over them.

    A row of `extra` takes the place of a shipped one that begins on the same day; rows of other kinds and countries
    are left out. Each user row that begins on the day after the checked period adds the half-year it opens to it.
    Raises InputError for a kind the jurisdiction does not have.
    """
    ours = [row for row in shipped() if (row.jurisdiction, row.kind) == (jurisdiction, kind)]
    if not ours:
        known = ", ".join(dict.fromkeys(row.kind for row in shipped() if row.jurisdiction == jurisdiction))
        hint = (
            say("Choose one of: {known}.", known=known)
            if known
            else say(
                "Choose a jurisdiction: {names}.",
                names=", ".join(dict.fromkeys(row.jurisdiction for row in shipped())),
            )
        )
        raise InputError(
            say(
                "There is no rate called {kind!r} in jurisdiction {jurisdiction!r}.",
                kind=kind,
                jurisdiction=jurisdiction,
            ),
            hint,
        )
    added = [row for row in extra if (row.jurisdiction, row.kind) == (jurisdiction, kind)]
    return RateTable(kind, [*ours, *added], checked_until(jurisdiction, kind, extra))


def checked_until(jurisdiction: str, kind: str, extra: tuple[Rate, ...] = ()) -> date:
    """Give the last day for which the rates are known to hold, without reading the table."""
    starts = {row.valid_from for row in extra if (row.jurisdiction, row.kind) == (jurisdiction, kind)}
    until = CHECKED_UNTIL
    while (begin := until + timedelta(1)) in starts:
        until = date(begin.year, 6, 30) if begin.month == 1 else date(begin.year, 12, 31)
    return until
