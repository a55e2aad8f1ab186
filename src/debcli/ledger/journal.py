"""One command, one transaction, one journal entry with the rows before and after, sealed to the entry before it."""

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
from debcli.language import say
from debcli.ledger import chain, tables
from debcli.ledger.connection import bring_up_to_date
from debcli.ledger.opening import TROUBLE, as_ledger_error, connect
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
    bring_up_to_date(path)
    raw = connect(path, "rw")
    try:
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
            chain.close(raw, work.entry)
            if dry_run or not work.changes:
                session.rollback()
            else:
                session.commit()
    except (*TROUBLE, SQLAlchemyError) as error:
        cause = getattr(error, "orig", None) or error
        if isinstance(cause, sqlite3.IntegrityError):
            raise InputError(
                say("The ledger refused this: {cause}.", cause=cause), say("Nothing was changed.")
            ) from error
        raise as_ledger_error(cause, path) from error
    except DebcliError:
        raise
    except Exception as error:
        from debcli.ledger.check import raise_if_damaged  # noqa: PLC0415  (only when something is wrong)

        raise_if_damaged(path, error)
        raise
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
