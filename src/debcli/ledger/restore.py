"""Putting a copy back: what would differ, and the ledger made equal to it in one step, with what it was kept aside."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from debcli.errors import DamagedLedgerError, InputError, LedgerError
from debcli.language import say, system_says
from debcli.ledger import sealed
from debcli.ledger.connection import bring_up_to_date
from debcli.ledger.copies import copy, folder_of, keep
from debcli.ledger.opening import BUSY_MS, TROUBLE, as_ledger_error, blank, connect
from debcli.ledger.place import ASIDE, private_folder, whole


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
        except TROUBLE as error:
            raise as_ledger_error(error, ledger) from error


def differences(ledger: sqlite3.Connection, other: sqlite3.Connection) -> list[Differs]:
    """Where two ledgers of one schema differ; nothing when they are equal, row by row."""
    found = []
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    for table in ("schema", *(row[0] for row in ledger.execute(names))):
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
    if table == "schema":  # a ledger whose rows are equal can still have lost what holds them
        return {row[0]: row for row in conn.execute("SELECT name, type, sql FROM sqlite_master")}
    return {row[0]: row for row in conn.execute(f"SELECT * FROM {table}")}


@contextmanager
def opened(file: Path, ledger: Path, passphrase: Callable[[], str]) -> Iterator[sqlite3.Connection]:
    """A copy of the copy, to compare and to put back; one of an older schema is first brought up to date.

    `passphrase` is asked only when the copy is encrypted. Raises LedgerError when it is no ledger or is damaged,
    InputError when it is the ledger itself, or does not open.
    """
    if file.exists() and ledger.exists() and file.samefile(ledger):
        raise InputError(
            say("{file} is the ledger itself.", file=file), say("See the copies with: debcli restore")
        )
    if sealed.is_sealed(file):
        sealed.require()
        with sealed.unsealed(file, passphrase()) as conn:
            _refuse_damaged(conn, file)
            yield conn
        return
    try:
        private_folder(ledger.parent)
        with tempfile.TemporaryDirectory(prefix=f".{ledger.name}-", suffix=".new", dir=ledger.parent) as name:
            inner = Path(name) / "copy.db"
            copy(file, inner)
            bring_up_to_date(inner, keep_old=False)
            with closing(connect(inner, "rw")) as conn:
                _refuse_damaged(conn, file)
                yield conn
    except TROUBLE as error:
        raise as_ledger_error(error, file) from error
    except OSError as error:
        raise LedgerError(
            say(
                "The folder {parent} cannot be written: {fault}.",
                parent=ledger.parent,
                fault=system_says(error),
            ),
            say("Nothing was changed. Give yourself the right to write there, or make room."),
        ) from error


def _refuse_damaged(conn: sqlite3.Connection, file: Path) -> None:
    said = conn.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise LedgerError(
            say("{file} is damaged: {fault}.", file=file, fault=said),
            say("Choose another copy: debcli restore"),
        )


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
                say("The ledger {ledger} is in use by another command.", ledger=ledger),
                say("Wait for it to finish and type the command again."),
            )

    with closing(connect(ledger, "rw")) as live:
        source.backup(live, progress=patience, sleep=0.1)
    return aside


def _place(source: sqlite3.Connection, ledger: Path) -> None:
    with whole(ledger, replace=False) as temporary, closing(blank(temporary)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode = WAL")
