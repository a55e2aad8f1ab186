"""What the shell offers at a TAB: a few words straight from the ledger, which is only read."""

import sqlite3


def _starting(start: str) -> str:
    escaped = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"


def invoices(conn: sqlite3.Connection, start: str, customer: str = "") -> list[tuple[str, str]]:
    """Number and customer of invoices whose number starts so, newest first, of one customer where one is named; 100 at most."""
    return conn.execute(
        "SELECT i.number, c.name FROM invoice i JOIN customer c ON c.id = i.customer_id"
        " WHERE i.number LIKE :start ESCAPE '\\' AND (:slug = '' OR c.slug = :slug OR NOT EXISTS (SELECT 1 FROM customer WHERE slug = :slug))"
        " ORDER BY i.due DESC, i.id DESC LIMIT 100",
        {"start": _starting(start), "slug": customer},
    ).fetchall()


def letters(conn: sqlite3.Connection, start: str) -> list[tuple[str, str]]:
    """Number and kind of the letters that were made and have not left, newest first; 100 at most."""
    return conn.execute(
        "SELECT CAST(l.id AS TEXT), l.kind || ', ' || c.name FROM letter l JOIN customer c ON c.id = l.customer_id"
        " WHERE l.sent_on IS NULL AND l.cancelled_on IS NULL AND CAST(l.id AS TEXT) LIKE ? ESCAPE '\\' ORDER BY l.id DESC LIMIT 100",
        (_starting(start),),
    ).fetchall()


def profiles(conn: sqlite3.Connection) -> list[str]:
    """The names of the user's own profiles."""
    return [name for (name,) in conn.execute("SELECT name FROM profile ORDER BY name")]
