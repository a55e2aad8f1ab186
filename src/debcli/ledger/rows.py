"""The light way to write: rows over plain sqlite3, each noted with its values before and after.

SQLModel costs more to load than a letter costs to make, so letters and what is typed daily (talk.py, booked.py, keep.py) are
written this way; journal.Unit is the same and has SQLModel too. What is written has been checked before, and is held to the schema's own CHECKs.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from debcli.errors import DebcliError, InputError
from debcli.language import say
from debcli.ledger import chain
from debcli.ledger.connection import bring_up_to_date
from debcli.ledger.opening import TROUBLE, as_ledger_error, connect


class Rows:
    """What one command writes with. `raw` is the transaction; `entry` is the journal id."""

    def __init__(self, raw: sqlite3.Connection, entry: int, day: date) -> None:
        self.raw = raw
        self.entry = entry
        self.day = day
        self.summary = ""
        self.undoes: int | None = None
        self.changes: list[dict[str, Any]] = []

    def insert(self, table: str, **values: Any) -> int:
        """Write a new row and give its id."""
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        cursor = self.raw.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", _bound(values))
        new = int(cursor.lastrowid or 0)
        self.changes.append({"table": table, "before": None, "after": self.row(table, new)})
        return new

    def update(self, table: str, row_id: int, **values: Any) -> None:
        """Change a row; nothing is noted when it stays as it was."""
        before = self.row(table, row_id)
        sets = ", ".join(f"{name} = :{name}" for name in values)
        self.raw.execute(f"UPDATE {table} SET {sets} WHERE id = :id", _bound(values) | {"id": row_id})
        after = self.row(table, row_id)
        if before != after:
            self.changes.append({"table": table, "before": before, "after": after})

    def row(self, table: str, row_id: int) -> dict[str, Any] | None:
        """A row as it is now, by column."""
        cursor = self.raw.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        found = cursor.fetchone()
        return None if found is None else dict(zip([c[0] for c in cursor.description], found, strict=True))


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def as_json(changes: list[dict[str, Any]]) -> str:
    """The changes as the journal keeps them."""
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def rows_unit(path: Path, *, command: str, day: date, now: datetime, dry_run: bool = False) -> Iterator[Rows]:
    """Open the ledger for one command, as journal.unit does. Whatever raises inside leaves it untouched; so does dry_run.

    Raises LedgerError when the ledger cannot be used.
    """
    bring_up_to_date(path)
    raw = connect(path, "rw")
    try:
        raw.execute("BEGIN IMMEDIATE")
        cursor = raw.execute(
            "INSERT INTO journal (at, day, command, summary, changes) VALUES (?, ?, ?, '', '[]')",
            (now.isoformat(timespec="seconds"), day.isoformat(), command),
        )
        work = Rows(raw, int(cursor.lastrowid or 0), day)
        yield work
        raw.execute(
            "UPDATE journal SET summary = ?, changes = ?, undoes = ? WHERE id = ?",
            (work.summary, as_json(work.changes), work.undoes, work.entry),
        )
        chain.close(raw, work.entry)
        raw.execute("ROLLBACK" if dry_run or not work.changes else "COMMIT")
    except sqlite3.IntegrityError as error:
        raise InputError(
            say("The ledger refused this: {cause}.", cause=error), say("Nothing was changed.")
        ) from error
    except TROUBLE as error:
        raise as_ledger_error(error, path) from error
    except DebcliError:
        raise
    except Exception as error:
        from debcli.ledger.check import raise_if_damaged  # noqa: PLC0415  (only when something is wrong)

        raise_if_damaged(path, error)
        raise
    finally:
        raw.close()  # an open transaction goes with it
