"""Which entries of the journal are in force: what was done, less what was undone, plus what was done again."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class Past(NamedTuple):
    """What of the journal is in force. `undone`: the undos that can be done again, oldest first, with what each took back."""

    done: tuple[int, ...]
    undone: tuple[tuple[int, tuple[int, ...]], ...]
    undone_by: dict[int, int]


def past(journal: Iterable[tuple[int, int | None]]) -> Past:
    """From (id, undoes) of every entry, oldest first.

    An undo names the oldest entry it takes back; everything in force from that one on goes with it. A redo names the undo.
    """
    done: list[int] = []
    undone: list[tuple[int, tuple[int, ...]]] = []
    by: dict[int, int] = {}
    for entry, undoes in journal:
        if undoes is None:
            done.append(entry)
            undone.clear()
        elif undone and undone[-1][0] == undoes:
            _, back = undone.pop()
            done += back
            for one in back:
                del by[one]
        elif undoes in done:
            gone = tuple(done[done.index(undoes) :])
            del done[done.index(undoes) :]
            undone.append((entry, gone))
            by.update(dict.fromkeys(gone, entry))
    return Past(tuple(done), tuple(undone), by)


def past_of(conn: sqlite3.Connection, before: int | None = None) -> Past:
    """What is in force in a ledger, up to an entry."""
    found = conn.execute(
        "SELECT id, undoes FROM journal WHERE id < coalesce(?, id + 1) ORDER BY id", (before,)
    )
    return past(found)
