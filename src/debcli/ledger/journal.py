"""One command, one transaction, one journal entry with the rows before and after; and undo, which is one too."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, create_engine

from debcli.errors import DebcliError, InputError
from debcli.ledger import tables
from debcli.ledger.connection import as_ledger_error, connect
from debcli.ledger.migrations import migrate
from debcli.ledger.rows import Rows, as_json

_UNTRACKED = (tables.Journal, tables.Document)  # the journal itself, and bytes that never change


class Unit(Rows):
    """What one command writes with. `raw` sees the same transaction over plain sqlite3; `entry` is the journal id."""

    def __init__(self, session: Session, raw: sqlite3.Connection, entry: int, day: date) -> None:
        super().__init__(raw, entry, day)
        self.session = session

    def add(self, row: SQLModel) -> int:
        """Write a new row and give its id."""
        self.session.add(row)
        self.session.flush()
        return int(row.id)  # type: ignore[attr-defined]  # every table but document has one


@contextmanager
def unit(path: Path, *, command: str, day: date, now: datetime, dry_run: bool = False) -> Iterator[Unit]:
    """Open the ledger for one command. Whatever raises inside leaves it untouched; so does dry_run.

    Raises LedgerError when the ledger cannot be used.
    """
    raw = connect(path, "rw")
    try:
        migrate(raw)
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        # Take the write lock at once: two commands wait for each other instead of failing half-way.
        event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
        with Session(engine, expire_on_commit=False) as session:
            entry = tables.Journal(
                at=now.isoformat(timespec="seconds"), day=day, command=command, summary="", changes="[]"
            )
            session.add(entry)
            session.flush()
            work = Unit(session, raw, int(entry.id or 0), day)
            event.listen(session, "after_flush", lambda s, _context: _collect(s, work.changes))
            yield work
            session.flush()
            entry.summary, entry.undoes = work.summary, work.undoes
            entry.changes = as_json(work.changes)
            session.flush()
            if dry_run or not work.changes:
                session.rollback()
            else:
                session.commit()
    except (sqlite3.Error, SQLAlchemyError) as error:
        cause = getattr(error, "orig", None) or error
        if isinstance(cause, sqlite3.IntegrityError):
            raise InputError(f"The ledger refused this: {cause}.", "Nothing was changed.") from error
        raise as_ledger_error(cause, path) from error
    finally:
        raw.close()  # an open transaction goes with it


def _plain(row: SQLModel) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.model_dump().items()}


def _collect(session: Any, changes: list[dict[str, Any]]) -> None:
    """Note each tracked row's values before and after, while the flush still knows both.

    Entries of a bank are not new rows here: they come and go with their statement, a hundred thousand at a time.
    """
    changes += [
        {"table": row.__tablename__, "before": None, "after": _plain(row)}
        for row in session.new
        if not isinstance(row, _UNTRACKED)
    ]
    changes += [
        {"table": row.__tablename__, "before": _plain(row), "after": None}
        for row in session.deleted
        if not isinstance(row, _UNTRACKED)
    ]
    for row in session.dirty:
        if isinstance(row, _UNTRACKED) or not session.is_modified(row):
            continue
        after = _plain(row)
        before = dict(after)
        for attribute in inspect(row).attrs:
            if attribute.history.deleted:
                old = attribute.history.deleted[0]
                before[attribute.key] = old.isoformat() if isinstance(old, date) else old
        if before != after:
            changes.append({"table": row.__tablename__, "before": before, "after": after})


def undo_last(work: Unit) -> tables.Journal:
    """Reverse the last command that is not yet undone, in this unit. Raises InputError when there is none.

    Gives the entry that was undone. Refuses when a row is no longer as that command left it.
    """
    row = work.raw.execute(
        "SELECT id, at, day, command, summary, changes FROM journal j WHERE undoes IS NULL AND id < ?"
        " AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id) ORDER BY id DESC LIMIT 1",
        (work.entry,),
    ).fetchone()
    if row is None:
        raise InputError("There is nothing to undo.", "See what was done with: debcli journal")
    undone = tables.Journal(
        id=row[0], at=row[1], day=date.fromisoformat(row[2]), command=row[3], summary=row[4], changes=row[5]
    )
    changes = json.loads(row[5])
    if any(change["table"] == "creditor" and change["before"] is None for change in changes):
        raise InputError(
            "What is left is the ledger itself.", "To start again, make another: debcli --ledger FILE init"
        )
    for change in reversed(changes):
        _reverse(work, change)
    work.undoes = undone.id
    work.summary = f"undid {undone.id}: {undone.summary}"
    return undone


def _reverse(work: Unit, change: dict[str, Any]) -> None:
    table, before, after = change["table"], change["before"], change["after"]
    if table not in SQLModel.metadata.tables:
        raise DebcliError(f"The journal names a table {table!r} that does not exist.", "Run: debcli check")
    now = work.row(table, (after or before)["id"])
    if now != after:
        raise InputError(
            f"A {table} row is no longer as that command left it; nothing was undone.", "See: debcli journal"
        )
    if before is None:
        work.raw.execute(f"DELETE FROM {table} WHERE id = :id", after)
    elif after is None:
        work.raw.execute(
            f"INSERT INTO {table} ({', '.join(before)}) VALUES ({', '.join(':' + k for k in before)})", before
        )
    else:
        work.raw.execute(
            f"UPDATE {table} SET {', '.join(f'{k} = :{k}' for k in before)} WHERE id = :id", before
        )
    work.changes.append({"table": table, "before": after, "after": before})
