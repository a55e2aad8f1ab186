"""The journal's chain: each entry is sealed with a hash over what it says and over the seal of the entry before.

A changed, added or missing entry breaks the chain at that place. The salt, random for each entry, keeps a seal from
giving away what an entry said once that is forgotten: without it a guess could be tried against the hash.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from debcli.language import say

Row = dict[str, Any]


class Entry(NamedTuple):
    """A journal entry as stored; `changes` and `day` as text."""

    id: int
    at: str
    day: str
    command: str
    summary: str
    changes: str
    undoes: int | None
    salt: str
    previous: str
    digest: str


class Broken(NamedTuple):
    """An entry that is not what it was when it was sealed, and how that shows."""

    entry: int
    why: str


_COLUMNS = "id, at, day, command, summary, changes, undoes, salt, previous, digest"


def entries(conn: sqlite3.Connection) -> Iterator[Entry]:
    """Every entry, oldest first."""
    for row in conn.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY id"):
        yield Entry(*row)


def close(conn: sqlite3.Connection, number: int) -> None:
    """Seal a new entry to the one before it; from then on it cannot be changed."""
    one = Entry(*conn.execute(f"SELECT {_COLUMNS} FROM journal WHERE id = ?", (number,)).fetchone())
    before = conn.execute(
        "SELECT digest FROM journal WHERE id < ? ORDER BY id DESC LIMIT 1", (number,)
    ).fetchone()
    one = one._replace(salt=secrets.token_hex(16), previous=before[0] if before else "")
    values = (one.salt, one.previous, seal(one), number)
    conn.execute("UPDATE journal SET salt = ?, previous = ?, digest = ? WHERE id = ?", values)


def seal(entry: Entry) -> str:
    """SHA-256, in hexadecimal, over everything an entry says and the seal before it."""
    text = json.dumps(list(entry._replace(digest="")), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify(found: list[Entry]) -> list[Broken]:
    """What is wrong with a chain, oldest first; nothing when every entry is as it was sealed."""
    rewritten: dict[int, str] = {}
    for entry in found:
        if seal(entry) == entry.digest:
            for change in json.loads(entry.changes):
                rewritten.update({int(k): v for k, v in change.get("rewritten", {}).items()})
    broken, before, number = [], "", 0
    for entry in found:
        number += 1
        if entry.id != number:
            broken.append(Broken(entry.id, say("entry {number} is missing", number=number)))
            number = entry.id
        if entry.previous != before:
            broken.append(Broken(entry.id, say("it does not follow the entry before it")))
        if seal(entry) not in (entry.digest, rewritten.get(entry.id)):
            broken.append(Broken(entry.id, say("it is not what it was when it was sealed")))
        before = entry.digest
    return broken


class Unlike(NamedTuple):
    """A row that is not as the journal leaves it. `column` empty: the whole row; `journal` or `ledger` None: not there."""

    table: str
    id: int
    column: str
    journal: Any
    ledger: Any


def replay(found: list[Entry]) -> dict[str, dict[int, Row]]:
    """The rows of each table as the journal tells them, from an empty ledger on."""
    state: dict[str, dict[int, Row]] = {}
    for entry in found:
        for change in json.loads(entry.changes):
            if "rewritten" in change:
                continue
            rows, before, after = state.setdefault(change["table"], {}), change["before"], change["after"]
            if after is None:
                rows.pop(before["id"], None)
                if change["table"] == "bank_statement":  # its entries go with it (ON DELETE CASCADE)
                    kept = state.get("bank_entry", {})
                    state["bank_entry"] = {n: r for n, r in kept.items() if r["statement_id"] != before["id"]}
            else:
                rows[after["id"]] = after
    return state


def compare(
    conn: sqlite3.Connection, told: Mapping[str, Mapping[int, Row]], tables: list[str]
) -> list[Unlike]:
    """Where the tables differ from what the journal tells."""
    unlike = []
    for table in tables:
        cursor = conn.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        rows = {row[names.index("id")]: dict(zip(names, row, strict=True)) for row in cursor}
        expected = told.get(table, {})
        for number in sorted(rows.keys() | expected.keys()):
            here, there = rows.get(number), expected.get(number)
            if (
                there is None
                and here is not None
                and here.get("statement_id") in told.get("bank_statement", {})
            ):
                continue  # an entry of a statement: the journal notes the statement, and what is done with the entry later
            if here is None or there is None:
                unlike.append(Unlike(table, number, "", there, here))
                continue
            unlike += [
                Unlike(table, number, name, there.get(name), here.get(name))
                for name in here
                if here.get(name) != there.get(name)
            ]
    return unlike
