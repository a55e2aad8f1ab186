"""What is kept beside the facts, read: goals for a call, files, and what was looked up."""

import sqlite3
from datetime import date

from debcli.receivables.notes import Attachment, Goal, Lookup

_day = date.fromisoformat


def goals(conn: sqlite3.Connection, customer_id: int) -> list[Goal]:
    """The goals set for calls with a customer, oldest first."""
    return [
        Goal(r[0], r[1], _day(r[2]), *r[3:])
        for r in conn.execute(
            "SELECT id, customer_id, on_day, goal, minimum, entry_id FROM goal WHERE customer_id = ? ORDER BY on_day, id",
            (customer_id,),
        )
    ]


def attachments(conn: sqlite3.Connection, customer_id: int) -> list[Attachment]:
    """The files kept with a customer, oldest first."""
    return [
        Attachment(r[0], r[1], r[2], _day(r[3]), *r[4:])
        for r in conn.execute(
            "SELECT id, customer_id, invoice_id, on_day, kind, name, size, sha256, note FROM attachment"
            " WHERE customer_id = ? ORDER BY on_day, id",
            (customer_id,),
        )
    ]


def content(conn: sqlite3.Connection, sha256: str) -> bytes:
    """The bytes of a document that is known to be there."""
    found: bytes = conn.execute("SELECT content FROM document WHERE sha256 = ?", (sha256,)).fetchone()[0]
    return found


def lookups(conn: sqlite3.Connection, customer_id: int) -> list[Lookup]:
    """What was looked up about a customer, oldest first."""
    return [
        Lookup(r[0], r[1], _day(r[2]), *r[3:])
        for r in conn.execute(
            "SELECT id, customer_id, on_day, what, found, source FROM lookup WHERE customer_id = ? ORDER BY on_day, id",
            (customer_id,),
        )
    ]
