"""Stories in plain text, read into days and lines; the format is told in README.md beside this file."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

DATE, AMOUNT, QUOTED = r"(\d{4}-\d\d-\d\d)", r"([\d.]+)", r'"(.*)"'
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

HEADERS = {"title", "rule", "trap", "conflict", "about"}


class UnreadableError(Exception):
    """A line that cannot be read: file, line and what to write instead."""


class MismatchError(AssertionError):
    """A story that did not come out as told. `expected`: the line of the story."""

    def __init__(self, where: str, expected: str, got: str) -> None:
        super().__init__(f"{where}\n  expected  {expected}\n  got       {got}")
        self.expected = expected


class Line(NamedTuple):
    """One line of a story. `where`: file and line number."""

    where: str
    text: str


class Morning(NamedTuple):
    """A day, or each day of a stretch, and what happened and must be said on it."""

    first: date
    last: date
    lines: tuple[Line, ...]


class Story(NamedTuple):
    """A story as read: its headers, whom it is about, its days."""

    path: Path
    headers: dict[str, str]
    book: tuple[Line, ...]
    days: tuple[Morning, ...]


def read(path: Path, root: Path) -> Story:
    """A story from its file. Raises UnreadableError."""
    headers: dict[str, str] = {}
    book: list[Line] = []
    days: list[Morning] = []
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = Line(f"{path.relative_to(root)}:{number}", raw.strip())
        if not line.text or line.text.startswith("#"):
            continue
        key, _, value = line.text.partition(": ")
        if not book and key in HEADERS:
            headers[key] = value
        elif re.match(DATE, line.text):
            days.append(_morning(line, days))
        elif days:
            days[-1] = days[-1]._replace(lines=(*days[-1].lines, line))
        else:
            book.append(line)
    if "title" not in headers or not book or not days:
        raise UnreadableError(
            f"{path.relative_to(root)}: a story has a title, a customer with an invoice, and days."
        )
    return Story(path, headers, tuple(book), tuple(days))


def _morning(line: Line, before: list[Morning]) -> Morning:
    match = re.fullmatch(rf"{DATE}(?: (\w+)| to {DATE})?", line.text)
    if match is None:
        raise UnreadableError(
            f"{line.where}: write a day as 2026-10-01 Thursday, or 2026-10-02 to 2026-10-06."
        )
    first = date.fromisoformat(match[1])
    if match[2] not in {None, WEEKDAYS[first.weekday()]}:
        raise UnreadableError(f"{line.where}: {match[1]} is a {WEEKDAYS[first.weekday()]}.")
    last = date.fromisoformat(match[3]) if match[3] else first
    if last < first or (before and first < before[-1].last):
        raise UnreadableError(f"{line.where}: the days must go on in order.")
    return Morning(first, last, ())
