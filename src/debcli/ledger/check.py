"""Is the ledger what it should be? Every promise the schema cannot keep alone, looked at, with how to mend each fault."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from debcli.errors import DamagedLedgerError
from debcli.language import mark, say, say_many
from debcli.ledger import chain
from debcli.ledger.migrations import HOLDING, migrate
from debcli.ledger.opening import connect
from debcli.ledger.words import called
from debcli.values.money import euro

_FAR = timedelta(days=3 * 365)  # further on than any term or plan
_LONG_AGO = "1990-01-01"
_BACK = mark("debcli restore shows what your copies hold; what is in one can be put back")


class Finding(NamedTuple):
    """Something found: which part of the check, where, what, and how to mend it. `fault` False: only worth knowing."""

    part: str
    where: str
    what: str
    mend: str
    fault: bool = True


PARTS = ("file", "schema", "references", "sums", "journal", "rows", "letters", "documents", "dates", "place")


def check(conn: sqlite3.Connection, day: date) -> list[Finding]:
    """Everything that is wrong inside the ledger on a day, in the order of PARTS."""
    entries = list(chain.entries(conn))
    return [
        *_file(conn),
        *_schema(conn),
        *_references(conn),
        *_sums(conn),
        *_bank(conn),
        *_journal(entries),
        *_rows(conn, entries),
        *_letters(conn),
        *_documents(conn, entries),
        *_dates(conn, entries, day),
    ]


def tables_of(conn: sqlite3.Connection) -> list[str]:
    """The names of the tables, by the alphabet."""
    names = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return [row[0] for row in names]


def journalled(conn: sqlite3.Connection) -> list[str]:
    """The tables whose every row is in the journal."""
    return [name for name in tables_of(conn) if name not in {"journal", "document"}]


def extent(conn: sqlite3.Connection) -> tuple[int, int]:
    """How many entries the journal has, and how many documents are kept."""
    return tuple(
        conn.execute("SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM document)").fetchone()
    )


def _file(conn: sqlite3.Connection) -> Iterator[Finding]:
    for (said,) in conn.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield Finding("file", "ledger", say("SQLite says: {said}", said=said), say(_BACK))


def _schema(conn: sqlite3.Connection) -> Iterator[Finding]:
    def shape(of: sqlite3.Connection) -> dict[tuple[str, str], str]:
        found = of.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return {(kind, name): sql for kind, name, sql in found}

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        wanted = shape(fresh)
    found = shape(conn)
    for kind, name in sorted(wanted.keys() | found.keys()):
        if (kind, name) not in found:
            yield Finding("schema", f"{kind} {name}", say("is missing"), say(_BACK))
        elif (kind, name) not in wanted:
            yield Finding(
                "schema",
                f"{kind} {name}",
                say("is not debcli's"),
                say("Keep what is not debcli's in another file."),
            )
        elif wanted[kind, name] != found[kind, name]:
            yield Finding("schema", f"{kind} {name}", say("is not as debcli made it"), say(_BACK))


def _references(conn: sqlite3.Connection) -> Iterator[Finding]:
    for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield Finding(
            "references",
            f"{table} {row}",
            say("names a {parent} that is not there", parent=parent),
            say(_BACK),
        )


def _sums(conn: sqlite3.Connection) -> Iterator[Finding]:
    for number, amount, settled, booked, last, claimed in conn.execute(
        "SELECT i.number, i.amount, i.settled_on, coalesce(sum(a.amount), 0), max(a.on_day),"
        " EXISTS (SELECT 1 FROM letter_invoice l JOIN letter x ON x.id = l.letter_id"
        "  WHERE l.invoice_id = i.id AND x.sent_on IS NOT NULL AND l.interest + l.costs + x.announced > 0)"
        " FROM invoice i LEFT JOIN allocation a ON a.invoice_id = i.id AND NOT EXISTS"
        " (SELECT 1 FROM payment p WHERE p.id = a.payment_id AND p.returned_on IS NOT NULL) GROUP BY i.id ORDER BY i.id"
    ):
        where = f"{called('invoice')} {number}"
        if booked > amount:
            yield Finding(
                "sums",
                where,
                say("{booked} is booked on {amount}", booked=euro(booked), amount=euro(amount)),
                _history(number),
            )
        elif settled is not None and booked < amount:
            yield Finding(
                "sums",
                where,
                say("counts as settled, but {amount} is open", amount=euro(amount - booked)),
                _history(number),
            )
        elif settled is not None and settled != last:
            yield Finding(
                "sums",
                where,
                say(
                    "counts as settled on {settled}, but the last part came on {last}",
                    settled=settled,
                    last=last,
                ),
                _history(number),
            )
        elif settled is None and booked == amount and not claimed:
            yield Finding(
                "sums", where, say("is paid in full, but does not count as settled"), _history(number)
            )
    for source in ("payment", "credit_note"):
        for number, amount, booked in conn.execute(
            f"SELECT s.id, s.amount, sum(a.amount + a.extras) AS booked FROM {source} s"
            f" JOIN allocation a ON a.{source}_id = s.id GROUP BY s.id HAVING booked > s.amount"
        ):
            yield Finding(
                "sums",
                f"{called(source)} {number}",
                say("{booked} is booked of {amount}", booked=euro(booked), amount=euro(amount)),
                say("See: debcli journal"),
            )
        for number, own, other in conn.execute(
            f"SELECT DISTINCT i.number, i.currency, s.currency FROM {source} s JOIN allocation a ON a.{source}_id = s.id"
            " JOIN invoice i ON i.id = a.invoice_id WHERE i.currency <> s.currency"
        ):
            yield Finding(
                "sums",
                f"{called('invoice')} {number}",
                say("is in {own}, what is booked on it in {other}", own=own, other=other),
                _history(number),
            )


def _bank(conn: sqlite3.Connection) -> Iterator[Finding]:
    """What the bank showed against the payments made of it: the same sums, and every entry either used or not."""
    for role, sign in (("bank_entry_id", 1), ("return_entry_id", -1)):
        for payment, amount, own, entry, there, other in conn.execute(
            f"SELECT p.id, p.amount, p.currency, e.id, e.amount, e.currency FROM payment p JOIN bank_entry e ON e.id = p.{role}"
            f" WHERE e.amount <> ? * p.amount OR e.currency <> p.currency ORDER BY p.id",
            (sign,),
        ):
            yield Finding(
                "sums",
                f"{called('payment')} {payment}",
                say(
                    "is of {amount}, what the bank showed of it (payment {entry} of the bank) of {shown}",
                    amount=euro(amount, own),
                    entry=entry,
                    shown=euro(there, other),
                ),
                say("See both: debcli journal; match it anew: debcli unmatch {entry}", entry=entry),
            )
    for entry, state, used in conn.execute(
        "SELECT e.id, e.state, (SELECT count(*) FROM payment p WHERE p.bank_entry_id = e.id OR p.return_entry_id = e.id) AS used"
        " FROM bank_entry e WHERE (used = 0) = (e.state IN ('booked', 'linked')) OR used > 1 ORDER BY e.id"
    ):
        what = (
            say("counts as {state}, but no payment in the ledger came of it", state=state)
            if not used
            else say_many(
                "counts as {state}, but one payment in the ledger came of it",
                "counts as {state}, but {count} payments in the ledger came of it",
                used,
                state=state,
            )
        )
        yield Finding(
            "sums",
            say("payment {entry} of the bank", entry=entry),
            what,
            say("Match it anew: debcli unmatch {entry}", entry=entry),
        )


def _history(number: str) -> str:
    return say("See how it came: debcli journal --of {number}", number=number)


def _journal(entries: list[chain.Entry]) -> Iterator[Finding]:
    for broken in chain.verify(entries):
        yield Finding("journal", say("entry {number}", number=broken.entry), broken.why, say(_BACK))


def _rows(conn: sqlite3.Connection, entries: list[chain.Entry]) -> Iterator[Finding]:
    for one in chain.compare(conn, chain.replay(entries), journalled(conn)):
        where = f"{one.table} {one.id}"
        if one.column:
            what = say(
                "{column} is {ledger!r}, the journal says {journal!r}: changed without debcli",
                column=one.column,
                ledger=one.ledger,
                journal=one.journal,
            )
        elif one.journal is None:
            what = say("is not in the journal: changed without debcli")
        else:
            what = say("is gone, and no command took it away: changed without debcli")
        yield Finding(
            "rows",
            where,
            what,
            say("Set it right by a command, or put a copy back: {back}", back=say(_BACK)),
        )


def _letters(conn: sqlite3.Connection) -> Iterator[Finding]:
    for digest, content in conn.execute("SELECT sha256, content FROM document ORDER BY sha256"):
        if hashlib.sha256(content).hexdigest() != digest:
            letters = conn.execute("SELECT letter_id FROM letter_file WHERE sha256 = ?", (digest,)).fetchall()
            names = ", ".join(f"{called('letter')} {number}" for (number,) in letters) or say(
                "document {digest}", digest=digest[:12]
            )
            yield Finding("letters", names, say("is not, byte for byte, what was made"), say(_BACK))
    for number, made in conn.execute(
        "SELECT id, made_on FROM letter x WHERE NOT EXISTS (SELECT 1 FROM letter_file f WHERE f.letter_id = x.id) ORDER BY id"
    ):
        yield Finding(
            "letters",
            f"{called('letter')} {number}",
            say("of {made} is not kept as a file", made=made),
            say("Its facts still count."),
            fault=False,
        )


def _documents(conn: sqlite3.Connection, entries: list[chain.Entry]) -> Iterator[Finding]:
    told = {
        (change["after"] or change["before"])["sha256"]
        for entry in entries
        for change in json.loads(entry.changes)
        if change["table"] in HOLDING
    }
    for (digest,) in conn.execute("SELECT sha256 FROM document ORDER BY sha256"):
        if digest not in told:
            yield Finding(
                "documents",
                say("document {digest}", digest=digest[:12]),
                say("belongs to no letter or attachment, now or before"),
                say("It does no harm."),
                fault=False,
            )


_ORDER = (  # table, the day that comes first, the day that cannot be before it, and the column that names the row
    ("invoice", "issued", "due", "number"),
    ("letter", "made_on", "sent_on", "id"),
    ("letter", "made_on", "cancelled_on", "id"),
    ("letter", "sent_on", "deadline", "id"),
    ("dispute", "on_day", "resolved_on", "id"),
    ("hold", "on_day", "released_on", "id"),
    ("handover", "on_day", "back_on", "id"),
    ("terms", "on_day", "reviewed_on", "id"),
    ("bank_statement", "first_day", "last_day", "id"),
    ("payment", "on_day", "returned_on", "id"),
)
_HAPPENED = (
    ("invoice", "issued"), ("payment", "on_day"), ("credit_note", "on_day"), ("write_off", "on_day"), ("contact", "on_day"),
    ("promise", "made_on"), ("dispute", "on_day"), ("plan", "made_on"), ("hold", "on_day"), ("handover", "on_day"),
    ("closing", "on_day"), ("terms", "on_day"), ("letter", "made_on"), ("dispatch", "on_day"), ("goal", "on_day"), ("attachment", "on_day"),
    ("lookup", "on_day"), ("bank_entry", "on_day"), ("bank_check", "on_day"),
)  # fmt: skip


def _dates(conn: sqlite3.Connection, entries: list[chain.Entry], day: date) -> Iterator[Finding]:
    mend = say("See the entry in debcli journal; a command just typed can be undone.")
    for table, first, then, naming in _ORDER:
        for number, one, other in conn.execute(
            f"SELECT {naming}, {first}, {then} FROM {table} WHERE {then} < {first} ORDER BY id"
        ):
            yield Finding(
                "dates",
                f"{called(table)} {number}",
                say(
                    "{then} {other} is before {first} {one}",
                    then=called(then),
                    other=other,
                    first=called(first),
                    one=one,
                ),
                mend,
            )
    far = (day + _FAR if day < date.max - _FAR else date.max).isoformat()
    for table, column in _HAPPENED:
        for number, on in conn.execute(
            f"SELECT id, {column} FROM {table} WHERE {column} > ? OR {column} < ? ORDER BY id",
            (far, _LONG_AGO),
        ):
            yield Finding("dates", f"{called(table)} {number}", say("is dated {day}", day=on), mend)
    for before, after in pairwise(entries):
        if after.at < before.at and after.at[-6:] == before.at[-6:]:
            what = say("was written at {at}, before the one it follows: the clock was set back", at=after.at)
            yield Finding(
                "dates",
                say("entry {number}", number=after.id),
                what,
                say("The order of the journal holds; nothing to do."),
                fault=False,
            )


def raise_if_damaged(path: Path, error: Exception) -> None:
    """After a fault nobody expected: when the ledger is not what debcli wrote, that is what is wrong. Raises DamagedLedgerError."""
    try:
        with closing(connect(path, "ro")) as conn:
            entries = list(chain.entries(conn))
            parts = (_file(conn), _references(conn), _journal(entries), _rows(conn, entries))
            whole = not any(True for part in parts for _ in part)
    except Exception:  # noqa: BLE001  (what cannot even be looked at is damaged)
        whole = False
    if not whole:
        raise DamagedLedgerError(
            say("The ledger {path} is damaged: rows of it cannot be read.", path=path),
            say("See what copies there are, and put one back: debcli restore"),
        ) from error


def look_around(path: Path) -> list[Finding]:
    """What is wrong with the place of the ledger: who may read it, and what was left beside it."""
    found = []
    for place, allowed in ((path, 0o600), (path.with_name("backups"), 0o700)):
        if place.exists() and place.stat().st_mode & 0o077 and place.stat().st_mode & 0o777 != 0o777:
            mode = f"{place.stat().st_mode & 0o777:o}"
            found.append(Finding("place", str(place), say("others can read it (mode {mode})", mode=mode), f"chmod {allowed:o} {place}", fault=False))  # fmt: skip
    found += [
        Finding(
            "place",
            str(left),
            say("was left half-made by a command that was killed"),
            f"rm {left}",
            fault=False,
        )
        for left in sorted(path.parent.glob(f".{path.name}-*.new"))
    ]
    return found
