"""The past of one invoice or customer, from the journal, in words: also of what was changed back or taken away."""

import json
import sqlite3
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.language import say, say_as
from debcli.ledger import chain
from debcli.ledger.past import past_of
from debcli.ledger.words import called
from debcli.values.money import euro

CENTS = frozenset({"amount", "extras", "principal", "interest", "costs", "credit_limit"})
_DULL = frozenset({"id", "slug", "issuer"})


class Change(NamedTuple):
    """One command that touched the thing: what it did to each row. `undone_by`: the entry that took it back."""

    entry: int
    at: str
    summary: str
    undone_by: int | None
    lines: tuple[str, ...]


class Thing(NamedTuple):
    """An invoice or a customer, as named in the journal."""

    table: str
    id: int
    name: str


def find(conn: sqlite3.Connection, text: str) -> Thing:
    """The invoice with this number, else the customer; also one that is no longer there. Raises InputError."""
    from debcli.ledger import read  # noqa: PLC0415  (only here)

    try:
        invoice = read.find_invoice(conn, text)
    except InputError:
        pass
    else:
        return Thing("invoice", invoice.id, invoice.number)
    try:
        customer = read.find_customer(conn, text)
    except InputError as missing:
        for entry in chain.entries(conn):
            for change in json.loads(entry.changes):
                row = change.get("after") or {}
                if change["table"] == "invoice" and row.get("number") == text:
                    return Thing("invoice", row["id"], text)
                if change["table"] == "customer" and text in {row.get("slug"), row.get("name")}:
                    return Thing("customer", row["id"], row["name"])
        raise InputError(
            say("There is no invoice and no customer {text!r}, nor was there ever.", text=text), missing.hint
        ) from missing
    return Thing("customer", customer.id, customer.name)


def of(conn: sqlite3.Connection, thing: Thing) -> list[Change]:
    """What was done to a thing and to what hangs on it, oldest first."""
    link, undone_by = f"{thing.table}_id", past_of(conn).undone_by
    found = []
    for entry in chain.entries(conn):
        lines = []
        for change in json.loads(entry.changes):
            if "rewritten" in change:
                continue
            row = change["after"] or change["before"]
            own = change["table"] == thing.table and row["id"] == thing.id
            if own or row.get(link) == thing.id:
                lines.append(_said(change, thing, own=own))
        if lines:
            found.append(Change(entry.id, entry.at, entry.summary, undone_by.get(entry.id), tuple(lines)))
    return found


def _said(change: chain.Row, thing: Thing, *, own: bool) -> str:
    before, after, table = change["before"], change["after"], change["table"]
    noun = f"{called(table)} {thing.name}" if own else called(table)
    if before is None:
        told = [
            f"{called(k)} {_shown(k, v)}"
            for k, v in after.items()
            if not _silent(k) and v not in (None, "", 0)
        ]
        return f"{noun}: {', '.join(told)}" if told else say("{noun}: this one", noun=noun)
    if after is None:
        return say("{noun}: taken away", noun=noun)
    told = [
        say(
            "{label} from {before} to {after}",
            label=called(k),
            before=_shown(k, before[k]),
            after=_shown(k, v),
        )
        for k, v in after.items()
        if before[k] != v
    ]
    return f"{noun}: {', '.join(told)}"


def _silent(column: str) -> bool:
    return column in _DULL or column.endswith("_id")


def _shown(column: str, value: Any) -> str:
    if value is None or value == "":
        return say_as("ledger", "nothing")
    return euro(value) if column in CENTS else str(value)
