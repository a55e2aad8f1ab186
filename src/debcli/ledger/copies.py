"""Copies of the ledger: one a day, one before each change of schema, one whenever asked.

A copy is one file, readable by its owner alone, made by SQLite's own backup while others may write. Copies stand in
`backups` beside the ledger. Those of a day are thinned out with age; others stay until the user removes them.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from debcli.errors import LedgerError
from debcli.language import say, system_says
from debcli.ledger.opening import TROUBLE, as_ledger_error, blank, connect
from debcli.ledger.place import private_folder, whole
from debcli.ledger.sealed import ENDING

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
        except TROUBLE as error:
            raise as_ledger_error(error, target) from error


def keep(ledger: Path, name: str, make: Callable[[Path, Path], None] = copy, ending: str = ".db") -> Path:
    """A copy under a name that is free; gives its place. Raises LedgerError when it cannot be made."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        target = folder_of(ledger) / f"{ledger.stem}-{name}{again}{ending}"
        try:
            make(ledger, target)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise _no_copy(target, error) from error
        else:
            return target


def _no_copy(target: Path, error: OSError) -> LedgerError:
    return LedgerError(
        say("No copy could be made at {target}: {fault}.", target=target, fault=system_says(error)),
        say("Make room, or give yourself the right to write there."),
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
    except (OSError, LedgerError, *TROUBLE) as error:
        return system_says(error)
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
    """A copy at hand: its place, its newest entry's number and time; `why` when it cannot be used, or not be looked into."""

    path: Path
    entries: int
    newest: str
    size: int
    why: str = ""
    encrypted: bool = False


def copies(ledger: Path) -> list[Copy]:
    """What stands in the folder of copies, newest entry first."""
    found = []
    for path in folder_of(ledger).glob(f"{ledger.stem}-*.db"):
        try:
            with closing(connect(path, "ro")) as conn:
                number, at = conn.execute("SELECT count(*), coalesce(max(at), '') FROM journal").fetchone()
            found.append(Copy(path, number, at, path.stat().st_size))
        except (LedgerError, *TROUBLE) as error:
            found.append(Copy(path, 0, "", path.stat().st_size, getattr(error, "message", str(error))))
    found += [
        Copy(path, 0, "", path.stat().st_size, encrypted=True)
        for path in folder_of(ledger).glob(f"{ledger.stem}-*{ENDING}")
    ]
    return sorted(found, key=lambda c: (c.entries, c.path.name), reverse=True)
