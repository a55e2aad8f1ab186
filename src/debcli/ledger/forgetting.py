"""Forgetting a customer: amounts and days stay, whatever says who it was goes, also from the journal.

A row keeps its text only in columns known to say nothing of a person; so a column added later is forgotten too. An
entry of the journal that is rewritten keeps its seal; the entry of `forget` holds the new one, so the chain still holds.
"""

import json
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from debcli.errors import RefusedError
from debcli.language import say
from debcli.ledger import chain
from debcli.ledger.migrations import HOLDING
from debcli.ledger.opening import connect
from debcli.ledger.rows import Rows, as_json
from debcli.values.dates import long

# Years after the end of the year of the last document: NL art. 52 lid 4 AWR; BE art. 60 WBTW (ten since 2023).
YEARS_KEPT = {"NL": 7, "BE": 10}
GONE = "forgotten"
_SAYS_NOTHING = frozenset({
    "id", "kind", "country", "law", "language", "currency", "sale", "number", "issuer", "via", "outcome", "cause", "format", "sha256",
    "interest", "compounding", "costs_percent", "profile", "state", "account", "what",
})  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DOCUMENTS = (
    ("invoice", "issued"), ("invoice", "settled_on"), ("payment", "on_day"), ("credit_note", "on_day"), ("write_off", "on_day"),
    ("letter", "made_on"), ("letter", "sent_on"), ("contact", "on_day"), ("handover", "on_day"), ("plan", "made_on"),
)  # fmt: skip

Row = dict[str, Any]
Links = dict[str, list[tuple[str, str]]]  # table -> its columns that name a row of another table


class Forgotten(NamedTuple):
    """What was forgotten: how many rows were rewritten, letters' files removed, and entries of the journal rewritten."""

    rows: int
    files: int
    entries: int
    name: str


def free_from(conn: sqlite3.Connection, customer_id: int) -> date | None:
    """The first day a customer may be forgotten; None when there is no document to keep."""
    days = [
        row[0]
        for table, column in _DOCUMENTS
        if (
            row := conn.execute(
                f"SELECT max({column}) FROM {table} WHERE customer_id = ?", (customer_id,)
            ).fetchone()
        )[0]
    ]
    if not days:
        return None
    country = conn.execute("SELECT country FROM creditor").fetchone()[0]
    return date(int(max(days)[:4]) + YEARS_KEPT.get(country, 7) + 1, 1, 1)


def forget(work: Rows, customer_id: int, name: str, day: date) -> Forgotten:
    """Take away who a customer was. Raises RefusedError before the day the law lets go, and while something is open."""
    conn = work.raw
    free = free_from(conn, customer_id)
    if free is not None and day < free:
        raise RefusedError(
            say(
                "The law has you keep what concerns {name} until {day}.",
                name=name,
                day=long(free.replace(year=free.year - 1, month=12, day=31)),
            ),
            say(
                "From {day} on: debcli forget. Until then: debcli edit-customer takes out what you do not need.",
                day=long(free),
            ),
            legal=True,
        )
    if conn.execute(
        "SELECT 1 FROM invoice WHERE customer_id = ? AND settled_on IS NULL", (customer_id,)
    ).fetchone():
        raise RefusedError(
            say("{name} still has open invoices.", name=name),
            say("Give them up first: debcli write-off INVOICE --because T"),
        )
    links = _links(conn)
    members, rewritten, entries = _rewrite_journal(conn, customer_id, work.entry, links)
    conn.execute("PRAGMA defer_foreign_keys = ON")
    files = 0
    for table, row_id in sorted(members):
        row = work.row(table, row_id)
        if row is None:
            continue
        if table in HOLDING:
            conn.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
            files += 1
            continue
        after = _without(table, row, customer_id)
        if after != row:
            sets = ", ".join(f"{column} = :{column}" for column in after)
            conn.execute(f"UPDATE {table} SET {sets} WHERE id = :id", after)
    _drop_documents(conn, entries)
    work.changes.append({"table": "journal", "before": None, "after": None, "rewritten": rewritten})
    conn.execute("UPDATE journal SET command = ? WHERE id = ?", (f"debcli forget ({GONE})", work.entry))
    work.summary = say("customer {number} was forgotten", number=customer_id)
    return Forgotten(len(members), files, len(rewritten), name)


def scrub(ledger: Path) -> None:
    """Write the file anew, so that nothing of what was taken away is left in its unused parts."""
    with closing(connect(ledger, "rw")) as conn:
        conn.execute("VACUUM")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _links(conn: sqlite3.Connection) -> Links:
    tables = [
        r[0]
        for r in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return {
        table: [
            (r[3], r[2])
            for r in conn.execute(f"PRAGMA foreign_key_list({table})")
            if r[2] not in {"journal", "document"}
        ]
        for table in tables
    }


def _rewrite_journal(
    conn: sqlite3.Connection, customer_id: int, until: int, links: Links
) -> tuple[set[tuple[str, int]], dict[str, str], set[str]]:
    """Rewrite every entry that touched the customer. Gives the rows that are his, the new seals, and his documents."""
    found = list(chain.entries(conn))
    members: set[tuple[str, int]] = {("customer", customer_id)}
    members |= {("bank_entry", number) for number in _at_the_bank(found, customer_id)}
    rewritten: dict[str, str] = {}
    documents: set[str] = set()
    for entry in found:
        if entry.id >= until:
            break
        kept, touched = [], False
        for change in json.loads(entry.changes):
            row = change["after"] or change["before"]
            if row is None or not _is_his(change["table"], row, customer_id, members, links):
                if row is not None and change["table"] != "bank_entry":
                    members.discard((change["table"], row["id"]))  # a number that was used again
                kept.append(change)
                continue
            touched = True
            members.add((change["table"], row["id"]))
            if change["table"] in HOLDING:
                documents.add(row["sha256"])
                continue
            sides = {
                side: change[side] and _without(change["table"], change[side], customer_id)
                for side in ("before", "after")
            }
            kept.append({"table": change["table"], **sides})
        if touched:
            new = entry._replace(
                command=f"debcli ({GONE})", summary=f"({GONE})", changes=as_json(kept), salt=""
            )
            conn.execute(
                "UPDATE journal SET command = ?, summary = ?, changes = ?, salt = '' WHERE id = ?",
                (new.command, new.summary, new.changes, new.id),
            )
            rewritten[str(new.id)] = chain.seal(new)
    return members, rewritten, documents


def _at_the_bank(entries: list[chain.Entry], customer_id: int) -> set[int]:
    """The movements on the bank statements that were ever booked as this customer's payments, or as their return."""
    sides = (
        row
        for entry in entries
        for change in json.loads(entry.changes)
        if change["table"] == "payment"
        for row in (change["before"], change["after"])
        if row is not None and row["customer_id"] == customer_id
    )
    return {
        n for row in sides for n in (row.get("bank_entry_id"), row.get("return_entry_id")) if n is not None
    }


def _is_his(table: str, row: Row, customer_id: int, members: set[tuple[str, int]], links: Links) -> bool:
    if table == "customer":
        return bool(row["id"] == customer_id)
    if table == "bank_entry":
        return (table, row["id"]) in members
    if "customer_id" in row:
        return bool(row["customer_id"] == customer_id)
    return any(
        (to, row[column]) in members for column, to in links.get(table, ()) if row.get(column) is not None
    )


def _without(table: str, row: Row, customer_id: int) -> Row:
    """A row without what could say who it was about."""
    if table == "customer":
        known = {
            "name": say("Forgotten {number}", number=customer_id),
            "slug": f"{GONE}-{customer_id}",
        }
        return {k: known.get(k, v if _bare(k, v) else "") for k, v in row.items()}
    text = f"{GONE}-{row['id']}" if table == "customer_account" else GONE  # one account stands there once
    return {k: v if _bare(k, v) else text for k, v in row.items()}


def _bare(column: str, value: Any) -> bool:
    return (
        not isinstance(value, str)
        or not value
        or column in _SAYS_NOTHING
        or _DAY.fullmatch(value) is not None
    )


def _drop_documents(conn: sqlite3.Connection, digests: set[str]) -> None:
    for digest in digests:
        held = any(conn.execute(f"SELECT 1 FROM {t} WHERE sha256 = ?", (digest,)).fetchone() for t in HOLDING)
        if not held:
            conn.execute("DELETE FROM document WHERE sha256 = ?", (digest,))
