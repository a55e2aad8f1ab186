"""What a letter says in each language outside its template: labels, dates, amounts, grounds in law, history.

In a sentence `[ik|wij]` is the choice between one person and more. English text keeps the Dutch legal term in brackets
where it has effect.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from debcli.receivables.facts import Kind
from debcli.values import dates

NBSP = "\u00a0"


class Ground(NamedTuple):
    """On what interest and costs rest, in words, with the article."""

    interest: str
    costs: str
    limitation: str
    suspension: str = ""


class Words(NamedTuple):
    """One language. `sentences` and `labels` are keyed by the names used in history.py, compose.py and the page."""

    language: str
    amount: Callable[[int, str], str]
    percent: Callable[[Decimal], str]
    labels: dict[str, str]
    sentences: dict[str, str]
    letters: dict[str, str]
    countries: dict[str, str]
    grounds: dict[tuple[str, Kind], Ground]
    numbers: tuple[str, ...] = ()

    def money(self, cents: int, currency: str) -> str:
        """An amount with its currency that never breaks over two lines."""
        return glue(self.amount(cents, currency))

    def figures(self, cents: int) -> str:
        """An amount for a column: no currency."""
        return self.amount(cents, "").strip()

    def share(self, rate: Decimal) -> str:
        """A percentage without idle zeros: `15 %`, `0,5 %`."""
        return glue(re.sub(r"[.,]?0+(?= ?%$)", "", self.percent(rate)))

    def short(self, day: date) -> str:
        """A day for a column: `05-10-2026`, in English `5 Oct 2026`."""
        if self.language == "en":
            return glue(f"{day.day} {dates.MONTHS['en'][day.month - 1][:3]} {day.year}")
        return f"{day:%d-%m-%Y}"

    def long(self, day: date) -> str:
        """`27 november 2026`, never broken."""
        return glue(dates.long(day, self.language))

    def full(self, day: date) -> str:
        """`vrijdag 27 november 2026`, never broken."""
        return glue(dates.full(day, self.language))

    def counted(self, number: int) -> str:
        """A small number in a sentence: `twee`, `twaalf`, `13`."""
        return self.numbers[number] if number < len(self.numbers) else str(number)

    def days(self, days: list[date]) -> str:
        """`1, 2 en 5 oktober 2026`; over a turn of the month each day in full."""
        if len({(day.year, day.month) for day in days}) > 1:
            return self.listed([self.long(day) for day in days])
        return self.listed([str(day.day) for day in days[:-1]] + [self.long(days[-1])])

    def listed(self, items: list[str]) -> str:
        """`a`, `a en b`, `a, b en c`."""
        return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {self.labels['and']} {items[-1]}"


def glue(text: str) -> str:
    """Spaces made no-break."""
    return text.replace(" ", NBSP)


def voice(text: str, *, plural: bool) -> str:
    """Choose in each `[one|more]`."""
    return re.sub(r"\[([^|\]]*)\|([^\]]*)\]", r"\2" if plural else r"\1", text)
