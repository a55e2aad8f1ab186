"""What one run of the program knows: ledger, day, and how to speak. The only place that asks the clock."""

import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from debcli.errors import InputError, UsageError
from debcli.language import LANGUAGES, current, say
from debcli.settings import ledger_path
from debcli.values import dates

if TYPE_CHECKING:
    from debcli.ledger.journal import Unit
    from debcli.ledger.rows import Rows

T = TypeVar("T")


def require_language(name: str) -> None:
    """Raise UsageError unless the screens can speak this language."""
    asked = name.strip().lower()
    if asked not in LANGUAGES:
        raise UsageError(
            say("There is no language {name!r}.", name=asked), say("Type --lang nl or --lang en.")
        )


_asked: tuple[object, bool] = (None, False)


def on_terminal() -> bool:
    """Whether what is printed goes to a terminal. The system is asked once: a large morning wants to know for each line."""
    global _asked  # noqa: PLW0603  (of the stream as it is now)
    if _asked[0] is not sys.stdout:
        _asked = (sys.stdout, sys.stdout.isatty())
    return _asked[1]


class Run:
    """One run of the program. `walking`: one thing after another, every question can be left with q."""

    # No dataclass: what makes one costs a tenth of the morning's start.
    def __init__(
        self,
        ledger: Path,
        day: date,
        *,
        json: bool = False,
        plain: bool = False,
        dry_run: bool = False,
        walking: bool = False,
        typed: tuple[str, ...] = (),
    ) -> None:
        self.ledger = ledger
        self.day = day
        self.json = json
        self.plain = plain
        self.dry_run = dry_run
        self.walking = walking
        self.typed = typed

    @classmethod
    def make(
        cls,
        *,
        typed: tuple[str, ...],
        ledger: str | None,
        date: str | None,
        json: bool,
        plain: bool,
        lang: str | None,
    ) -> "Run":
        """From the options before the command and the environment. Raises UsageError."""
        run = cls(ledger_path(ledger), datetime.now().date(), json=json, plain=plain, typed=typed)  # noqa: DTZ005  (the user's own day)
        given = date or os.environ.get("DEBCLI_DATE")
        if given:
            run.set("day", given)
        require_language(lang or os.environ.get("DEBCLI_LANG") or current())
        return run

    @staticmethod
    def of(ctx: Any) -> "Run":
        """The run a command belongs to."""
        run: Run = ctx.obj
        return run

    def set(self, field: str, value: Any) -> None:
        """Take an option given after the command. Raises InputError and UsageError."""
        match field:
            case "day":
                self.day = dates.parse_iso(value)
            case "ledger":
                self.ledger = ledger_path(value)
            case "lang":  # spoken since before the command was found
                require_language(value)
            case _:
                setattr(self, field, value)

    @property
    def interactive(self) -> bool:
        """Whether there is somebody to ask."""
        return not self.json and sys.stdin.isatty() and on_terminal()

    @property
    def colour(self) -> bool:
        """Whether colour may be used: on a terminal that wants it."""
        return (
            on_terminal()
            and not self.plain
            and not self.json
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )

    def but(self, **changed: Any) -> "Run":
        """The same run, but for what is named."""
        return Run(**(vars(self) | changed))

    def at(self, day: date) -> "Run":
        """The same run, seen from another day."""
        return self.but(day=day)

    def parse_day(self, text: str, *, forward: bool = True, since: date | None = None) -> date:
        """A date as typed; one that was not ISO is echoed with its weekday (JSON holds it anyway).

        What counts (`+14d`, `vrijdag`, `30-11`) does so from `since`, else from the day of the run, as `morgen` always does.
        """
        start = since or self.day
        day = dates.parse_date(text, start, forward=forward, now=self.day)
        if forward and (day - start).days > dates.FAR and not re.search(r"\d{4}|\+", text):
            raise InputError(
                say("{text!r} would be {day}, more than half a year ahead.", text=text, day=dates.full(day)),
                say("Type it with its year when you mean that: {day}", day=day.isoformat()),
            )
        if not (self.json or dates.was_iso(text)):
            print(f"{text} = {dates.full(day)}", file=sys.stderr)
        return day

    def day_of(self, on: str | None) -> date:
        """The day of `--on`, else the day of the run."""
        return self.day if on is None else self.parse_day(on, forward=False)

    def remark_future(self, day: date) -> None:
        """Say that what is recorded for a day to come is not seen before it."""
        if day > self.day:
            print(
                say("That is in the future: today counts it from {day} on.", day=dates.full(day)),
                file=sys.stderr,
            )

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The ledger, to read."""
        from debcli.ledger.connection import reading

        with reading(self.ledger) as conn:
            yield conn

    def write(self) -> "AbstractContextManager[Unit]":
        """The ledger, to write one journalled command; nothing stays with --dry-run. The first of a day copies it before."""
        from debcli.ledger.journal import unit

        return self._copied(unit(self.ledger, **self._entry()))

    def write_rows(self) -> "AbstractContextManager[Rows]":
        """The same without SQLModel, which costs more to load than a letter costs to make."""
        from debcli.ledger.rows import rows_unit

        return self._copied(rows_unit(self.ledger, **self._entry()))

    @contextmanager
    def _copied(self, unit: "AbstractContextManager[T]") -> "Iterator[T]":
        from debcli.ledger.copies import daily

        trouble = None if self.dry_run else daily(self.ledger, self.moment().date())
        with unit as work:
            yield work
        if trouble:
            print(
                say("Today's copy of the ledger could not be made: {fault}", fault=trouble),
                file=sys.stderr,
            )

    def _entry(self) -> dict[str, Any]:
        import shlex

        command = shlex.join(["debcli", *self.typed])
        command = command.encode(
            "utf-8", "backslashreplace"
        ).decode()  # bytes that are no text were typed, too
        return {"command": command, "day": self.day, "now": self.moment(), "dry_run": self.dry_run}

    def moment(self) -> datetime:
        """Now, with its offset: for the journal, and for the date of a mail."""
        return datetime.now().astimezone()
