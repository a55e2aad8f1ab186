"""Limitation of a claim (verjaring) and what interrupts it (stuiting): art. 3:307 to 3:319 BW.

The engine takes the number of years; which number belongs to which claim is the jurisdiction's (nl.limitation_years).
Interest lapses with its principal at the latest (art. 3:312 BW).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say
from debcli.law.terms import years_after

WINDOW_DAYS = 183
"""How many days before the last safe day the warning starts: half a year, enough for a letter and its proof."""


class Limitation(NamedTuple):
    """`last_safe` is the last day to interrupt without counting on a day more; `barred_from` the first day it is too late.

    `interrupted_on` is the interruption that counts, None when the first term still runs.
    """

    last_safe: date
    barred_from: date
    interrupted_on: date | None = None

    def days_left(self, day: date) -> int:
        """Count the days from `day` to the last safe day; 0 on it, below zero after it."""
        return (self.last_safe - day).days

    def in_window(self, day: date, window: int = WINDOW_DAYS) -> bool:
        """Whether a warning is due on the day: `window` days or less before the last safe day, or after it."""
        return self.days_left(day) <= window


def limitation(due: date, years: int, interruptions: Iterable[date] = ()) -> Limitation:
    """Find when a claim with last day of payment `due` lapses.

    The claim falls due the day after `due`; its term starts the day after that and lasts `years` (art. 3:307 lid 1, 3:313
    BW). The last safe day is `due` plus the years, two days sooner. `interruptions` are the days a demand or reservation
    reached the debtor or he acknowledged the debt (part payment, promise in writing: art. 3:317, 3:318): from the next
    day a term of the same length runs, never ending sooner than the old one (art. 3:319). One that came when the claim
    was barred has no effect. Raises InputError for a term below one year.
    """
    if years < 1:
        raise InputError(
            say("A limitation term of {years} years is not possible.", years=years),
            say("Give a number of whole years, like 5."),
        )
    last_safe = years_after(due, years)
    barred_from = years_after(due + timedelta(1), years) + timedelta(1)
    counted: date | None = None
    for day in sorted(interruptions):
        renewed = years_after(day, years)
        if day < barred_from and renewed > last_safe:
            last_safe, counted = renewed, day
            barred_from = max(barred_from, renewed + timedelta(1))
    return Limitation(last_safe, barred_from, counted)
