"""Copies of the ledger: one a day, one before each change of schema, one whenever asked; and putting one back.

A copy is one file, readable by its owner alone, made by SQLite's own backup while others may write. Copies stand in
`backups` beside the ledger. Those of a day are thinned out with age; others stay until the user removes them.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from debcli.errors import DamagedLedgerError, InputError, LedgerError
from debcli.ledger.connection import BUSY_MS, as_ledger_error, blank, bring_up_to_date, connect
from debcli.ledger.place import ASIDE, private_folder, whole

DAYS, WEEKS, MONTHS, YEARS = 7, 4, 12, 10  # of each the newest copy is kept


def folder_of(ledger: Path) -> Path:
    """Where the copies of a ledger stand."""
    return ledger.with_name("backups")


def copy(ledger: Path, target: Path, *, replace: bool = False) -> None:
    """Copy a ledger whole into one file. Raises FileExistsError, OSError and LedgerError."""
    private_folder(target.parent)
    with whole(target, replace=replace) as temporary, closing(connect(ledger, "ro")) as source:
        try:
            with closing(blank(temporary)) as made:
                source.backup(made)
                made.execute(
                    "PRAGMA journal_mode = DELETE"
                )  # one file, readable from a disk that is read-only
        except sqlite3.Error as error:
            raise as_ledger_error(error, target) from error


def keep(ledger: Path, name: str) -> Path:
    """A copy under a name that is free; gives its place. Raises LedgerError when it cannot be made."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        target = folder_of(ledger) / f"{ledger.stem}-{name}{again}.db"
        try:
            copy(ledger, target)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise _no_copy(target, error) from error
        else:
            return target


def _no_copy(target: Path, error: OSError) -> LedgerError:
    return LedgerError(
        f"No copy could be made at {target}: {error.strerror}.",
        "Make room, or give yourself the right to write there.",
    )


def daily(ledger: Path, today: date) -> str | None:
    """Copy the ledger once a day and thin the old copies out. Gives what is wrong when it cannot; that stops no work."""
    target = folder_of(ledger) / f"{ledger.stem}-{today.isoformat()}.db"
    if target.exists() or not ledger.is_file():
        return None
    try:
        with closing(connect(ledger, "ro")) as conn:
            if conn.execute("SELECT 1 FROM journal LIMIT 1").fetchone() is None:
                return None  # nothing to lose yet
        copy(ledger, target)
        days = {d: p for p in target.parent.glob(f"{ledger.stem}-*.db") if (d := _day_of(p, ledger.stem))}
        for day in days.keys() - kept(days):
            days[day].unlink(missing_ok=True)
    except FileExistsError:
        return None  # another command was first
    except (OSError, LedgerError, sqlite3.Error) as error:
        return str(getattr(error, "strerror", None) or error)
    return None


def _day_of(path: Path, stem: str) -> date | None:
    text = path.stem.removeprefix(f"{stem}-")
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def kept(days: Iterable[date]) -> set[date]:
    """Which days' copies stay: the newest seven days, and the newest of so many weeks, months and years before."""
    newest = sorted(days, reverse=True)
    stay = set(newest[:DAYS])
    for count, period in (
        (WEEKS, lambda d: d.isocalendar()[:2]), (MONTHS, lambda d: (d.year, d.month)), (YEARS, lambda d: d.year),
    ):  # fmt: skip
        found: dict[object, date] = {}
        for day in newest:
            found.setdefault(period(day), day)
        stay |= set(list(found.values())[:count])
    return stay


class Copy(NamedTuple):
    """A copy at hand: its place, its newest entry's number and time; `why` when it cannot be used."""

    path: Path
    entries: int
    newest: str
    size: int
    why: str = ""


def copies(ledger: Path) -> list[Copy]:
    """What stands in the folder of copies, newest entry first."""
    found = []
    for path in folder_of(ledger).glob(f"{ledger.stem}-*.db"):
        try:
            with closing(connect(path, "ro")) as conn:
                number, at = conn.execute("SELECT count(*), coalesce(max(at), '') FROM journal").fetchone()
            found.append(Copy(path, number, at, path.stat().st_size))
        except (LedgerError, sqlite3.Error) as error:
            found.append(Copy(path, 0, "", path.stat().st_size, getattr(error, "message", str(error))))
    return sorted(found, key=lambda c: (c.entries, c.path.name), reverse=True)


class Differs(NamedTuple):
    """How many rows of a table are only in the ledger, only in the copy, and in both but not the same."""

    table: str
    only_ledger: int
    only_copy: int
    changed: int


def compare(ledger: Path, other: sqlite3.Connection) -> list[Differs]:
    """Where the ledger differs from an opened copy. Raises DamagedLedgerError when it cannot be read, else LedgerError."""
    with closing(connect(ledger, "ro")) as live:
        try:
            return differences(live, other)
        except sqlite3.Error as error:
            raise as_ledger_error(error, ledger) from error


def differences(ledger: sqlite3.Connection, other: sqlite3.Connection) -> list[Differs]:
    """Where two ledgers of one schema differ; nothing when they are equal, row by row."""
    found = []
    for (table,) in ledger.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ):
        here, there = _rows(ledger, table), _rows(other, table)
        differs = Differs(
            table,
            len(here.keys() - there.keys()),
            len(there.keys() - here.keys()),
            sum(here[key] != there[key] for key in here.keys() & there.keys()),
        )
        if any(differs[1:]):
            found.append(differs)
    return found


def _rows(conn: sqlite3.Connection, table: str) -> dict[object, tuple[object, ...]]:
    return {row[0]: row for row in conn.execute(f"SELECT * FROM {table}")}


@contextmanager
def opened(file: Path, ledger: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the copy, to compare and to put back; one of an older schema is first brought up to date.

    Raises LedgerError when it is no ledger or is damaged, InputError when it is the ledger itself.
    """
    if file.exists() and ledger.exists() and file.samefile(ledger):
        raise InputError(f"{file} is the ledger itself.", "See the copies with: debcli restore")
    try:
        private_folder(ledger.parent)
        with tempfile.TemporaryDirectory(prefix=f".{ledger.name}-", suffix=".new", dir=ledger.parent) as name:
            inner = Path(name) / "copy.db"
            copy(file, inner)
            bring_up_to_date(inner, keep_old=False)
            with closing(connect(inner, "rw")) as conn:
                said = conn.execute("PRAGMA integrity_check").fetchone()[0]
                if said != "ok":
                    raise LedgerError(f"{file} is damaged: {said}.", "Choose another copy: debcli restore")
                yield conn
    except sqlite3.Error as error:
        raise as_ledger_error(error, file) from error
    except OSError as error:
        raise LedgerError(
            f"The folder {ledger.parent} cannot be written: {error.strerror}.",
            "Nothing was changed. Give yourself the right to write there, or make room.",
        ) from error


def put_back(source: sqlite3.Connection, ledger: Path, stamp: str) -> Path | None:
    """Make the ledger equal to an opened copy, in one transaction; gives where what it was is kept.

    What cannot be read any more is moved aside as it is. Raises LedgerError; then the ledger is as it was.
    """
    if not ledger.exists():
        _place(source, ledger)
        return None
    try:
        compare(ledger, source)
        aside = keep(ledger, f"before-restore-{stamp}")
    except DamagedLedgerError:
        aside = folder_of(ledger) / f"{ledger.stem}-damaged-{stamp}.db"
        private_folder(aside.parent)
        for ending in ("", *ASIDE):
            part = ledger.with_name(ledger.name + ending)
            if part.exists():
                part.replace(aside.with_name(aside.name + ending))
        _place(source, ledger)
        return aside
    waited = 0

    def patience(status: int, _remaining: int, _total: int) -> None:
        nonlocal waited
        waited = waited + 1 if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} else 0
        if waited > BUSY_MS / 100:
            raise LedgerError(
                f"The ledger {ledger} is in use by another command.",
                "Wait for it to finish and type the command again.",
            )

    with closing(connect(ledger, "rw")) as live:
        source.backup(live, progress=patience, sleep=0.1)
    return aside


def _place(source: sqlite3.Connection, ledger: Path) -> None:
    with whole(ledger, replace=False) as temporary, closing(blank(temporary)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode = WAL")
