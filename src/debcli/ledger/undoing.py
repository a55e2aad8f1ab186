"""Undo and redo: entries of the journal like any other, that reverse what earlier ones changed."""

import json
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from debcli.errors import DebcliError, InputError
from debcli.language import say, say_many
from debcli.ledger.journal import Unit
from debcli.ledger.past import past_of


class Taken(NamedTuple):
    """A command that was taken back, or done again."""

    id: int
    command: str
    summary: str


def undo(work: Unit, count: int = 1) -> list[Taken]:
    """Reverse the last commands in force, newest first, all or none. Raises InputError when there are not so many.

    Refuses when a row is no longer as its command left it.
    """
    done = past_of(work.raw, work.entry).done
    if not done:
        raise InputError(say("There is nothing to undo."), say("See what was done with: debcli journal"))
    if count > len(done):
        raise InputError(
            say_many(
                "Only {count} command can be undone.", "Only {count} commands can be undone.", len(done)
            ),
            say("See them with: debcli journal"),
        )
    taken = []
    for number in reversed(done[-count:]):
        one, changes = _entry(work, number)
        if any(c["table"] == "creditor" and c["before"] is None for c in changes):
            raise InputError(
                say("What is left is the ledger itself."),
                say("To start again, make another: debcli --ledger FILE init"),
            )
        if any("rewritten" in c for c in changes):
            raise InputError(
                say("What was forgotten cannot come back."), say("See what was done with: debcli journal")
            )
        for change in reversed(changes):
            _reverse(work, change)
        taken.append(one)
    work.undoes = done[-count]
    shown = (
        f"{taken[0].id}: {taken[0].summary}"
        if count == 1
        else say("{first} to {last}", first=taken[-1].id, last=taken[0].id)
    )
    work.summary = say("undid {shown}", shown=shown)
    return taken


def redo(work: Unit) -> list[Taken]:
    """Do again what the last undo took back, oldest first. Raises InputError when something was recorded since."""
    undone = past_of(work.raw, work.entry).undone
    if not undone:
        raise InputError(
            say("There is nothing to do again."),
            say("That works right after an undo, before anything else is recorded. See: debcli journal"),
        )
    number, gone = undone[-1]
    _, changes = _entry(work, number)
    if any(change["table"] == "bank_statement" for change in changes):
        raise InputError(
            say("The entries of a bank statement went with the undo."),
            say("Import the file again: debcli import FILE"),
        )
    for change in reversed(changes):
        _reverse(work, change)
    again = [_entry(work, one)[0] for one in gone]
    work.undoes = number
    shown = (
        f"{again[0].id}: {again[0].summary}"
        if len(again) == 1
        else say("{first} to {last}", first=again[0].id, last=again[-1].id)
    )
    work.summary = say("did again {shown}", shown=shown)
    return again


def _entry(work: Unit, number: int) -> tuple[Taken, list[dict[str, Any]]]:
    row = work.raw.execute(
        "SELECT id, command, summary, changes FROM journal WHERE id = ?", (number,)
    ).fetchone()
    return Taken(*row[:3]), json.loads(row[3])


def _reverse(work: Unit, change: dict[str, Any]) -> None:
    table, before, after = change["table"], change["before"], change["after"]
    if table not in SQLModel.metadata.tables:
        raise DebcliError(
            say("The journal names a table {table!r} that does not exist.", table=table),
            say("Run: debcli check"),
        )
    now = work.row(table, (after or before)["id"])
    if now != after:
        raise InputError(
            say("A {table} row is no longer as that command left it; nothing was undone.", table=table),
            say("Run: debcli check"),
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
