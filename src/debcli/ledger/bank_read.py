"""What banks said, read over plain sqlite3: statements and entries, kept apart from the payments made of them."""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.language import say

_day = date.fromisoformat


class BankEntry(NamedTuple):
    """An entry as it is kept. `format`: of the file it came with; `state` and `by_hand` as in the table."""

    id: int
    account: str
    on: date
    amount: int
    currency: str
    name: str
    iban: str
    text: str
    reference: str
    end_to_end: str
    bank_ref: str
    is_return: bool
    parts: int
    state: str
    by_hand: bool
    format: str


_COLUMNS = (
    "e.id, e.account, e.on_day, e.amount, e.currency, e.name, e.iban, e.text, e.reference, e.end_to_end, e.bank_ref, e.is_return, e.parts, e.state,"
    " e.by_hand, s.format"
)
_FROM = f"SELECT {_COLUMNS} FROM bank_entry e JOIN bank_statement s ON s.id = e.statement_id"


def _entry(r: tuple[Any, ...]) -> BankEntry:
    return BankEntry(
        r[0], r[1], _day(r[2]), r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], bool(r[11]), r[12], r[13], bool(r[14]), r[15]
    )  # fmt: skip


def bank_as_of(conn: sqlite3.Connection, day: date) -> date | None:
    """How far the ledger knows what came in: the newest of statements, imported lists, and looks at the bank.

    A payment typed by hand tells of one customer alone; only where nothing else was ever known it is the newest there is.
    A statement that goes on past the day tells of the day itself.
    """
    newest = conn.execute(
        "SELECT max(at) FROM (SELECT max(on_day) AS at FROM bank_check WHERE on_day <= :day"
        " UNION ALL SELECT max(min(last_day, :day)) FROM bank_statement WHERE coalesce(first_day, last_day) <= :day)",
        {"day": day.isoformat()},
    ).fetchone()[0]
    later = conn.execute(
        "SELECT max(on_day) FROM payment WHERE on_day <= :day AND on_day > coalesce(:newest, '') AND (:newest IS NULL OR note = :listed)",
        {"day": day.isoformat(), "newest": newest, "listed": LISTED},
    ).fetchone()[0]
    found = later or newest
    return None if found is None else _day(found)


def alike(
    conn: sqlite3.Connection, account: str, amount: int, currency: str, first: date, last: date, newest: int
) -> list[BankEntry]:
    """The entries up to a number (`newest`) on an account, of an amount, over some days."""
    return [
        _entry(r)
        for r in conn.execute(
            f"{_FROM} WHERE e.amount = ? AND e.account = ? AND e.on_day BETWEEN ? AND ? AND e.currency = ? AND e.id <= ? ORDER BY e.on_day, e.id",
            (amount, account, first.isoformat(), last.isoformat(), currency, newest),
        )
    ]


class Gap(NamedTuple):
    """Two statements of an account that should follow each other: the balance one ends with is not the other's first."""

    account: str
    currency: str
    last_day: date
    closing: int
    first_day: date
    opening: int


def gaps(conn: sqlite3.Connection, added: Iterable[int]) -> list[Gap]:
    """Where statements just added do not follow on the one before, or the one after does not follow on them."""
    new = set(added)
    marks = ", ".join("?" * len(new))
    accounts = (
        [
            r[0]
            for r in conn.execute(
                f"SELECT DISTINCT account FROM bank_statement WHERE id IN ({marks})", tuple(new)
            )
        ]
        if len(new) < 900
        else []
    )
    found: list[Gap] = []
    for account in accounts:
        rows = conn.execute(
            "SELECT id, currency, first_day, last_day, opening, closing FROM bank_statement WHERE account = ? AND opening IS NOT NULL AND closing IS NOT NULL AND last_day IS NOT NULL"
            " ORDER BY first_day, last_day, id",
            (account,),
        ).fetchall()
        for one, two in itertools.pairwise(rows):
            follows = one[1] == two[1] and one[3] <= two[2] and {one[0], two[0]} & new
            if follows and one[5] != two[4]:
                found.append(Gap(account, one[1], _day(one[3]), one[5], _day(two[2]), two[4]))
    return found


def to_match(conn: sqlite3.Connection) -> Iterator[BankEntry]:
    """The entries that nobody has matched, oldest first, whatever the order in which they came in."""
    yield from map(
        _entry,
        conn.execute(
            f"{_FROM} WHERE e.state = 'open' ORDER BY e.on_day, e.amount, e.iban, e.name, e.text, e.id"
        ).fetchall(),
    )


def find_entry(conn: sqlite3.Connection, number: int) -> BankEntry:
    """An entry by its number. Raises InputError."""
    row = conn.execute(f"{_FROM} WHERE e.id = ?", (number,)).fetchone()
    if row is None:
        raise InputError(
            say("There is no payment {number} from the bank.", number=number),
            say("See them with: debcli match"),
        )
    return _entry(row)


LISTED = "said in the imported file"
"""The note of a payment that an imported list told of."""


class Unmatched(NamedTuple):
    """Money that came in and that nobody has matched: how many entries, and cents by currency."""

    payments: int
    sums: tuple[tuple[str, int], ...]


def unmatched(conn: sqlite3.Connection, day: date) -> Unmatched:
    """What came in up to a day, since the first invoice that is open on it was sent, and is nobody's yet."""
    # The +: no bound for the index, or the first day would be looked up on mornings with nothing to match, too.
    rows = conn.execute(
        "SELECT currency, count(*), sum(amount) FROM bank_entry WHERE state = 'open' AND amount > 0 AND on_day <= :day AND +on_day >="
        " (SELECT min(issued) FROM invoice WHERE settled_on IS NULL OR settled_on > :day) GROUP BY currency ORDER BY currency <> 'EUR', currency",
        {"day": day.isoformat()},
    ).fetchall()
    return Unmatched(sum(r[1] for r in rows), tuple((r[0], r[2]) for r in rows))


def accounts(conn: sqlite3.Connection) -> dict[str, frozenset[int]]:
    """IBAN -> the customers known to pay from it."""
    found: dict[str, set[int]] = {}
    for iban, customer in conn.execute(
        "SELECT upper(replace(iban, ' ', '')), id FROM customer WHERE iban <> '' UNION SELECT iban, customer_id FROM customer_account"
    ):
        found.setdefault(iban, set()).add(customer)
    return {iban: frozenset(ids) for iban, ids in found.items()}


def own_accounts(conn: sqlite3.Connection) -> frozenset[str]:
    """The accounts that are the user's: his own, and those he has statements of."""
    return frozenset(
        r[0]
        for r in conn.execute(
            "SELECT upper(replace(iban, ' ', '')) FROM creditor WHERE iban <> '' UNION SELECT DISTINCT account FROM bank_statement"
        )
    )


def invoices(conn: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Every invoice with what of it is open: (id, customer, number, amount, issued, due, currency, reference, open)."""
    return [
        (*r[:4], _day(r[4]), _day(r[5]), *r[6:])
        for r in conn.execute(
            "SELECT i.id, i.customer_id, i.number, i.amount, i.issued, i.due, i.currency, i.reference, i.amount - coalesce((SELECT sum(a.amount)"
            " FROM allocation a LEFT JOIN payment p ON p.id = a.payment_id WHERE a.invoice_id = i.id AND p.returned_on IS NULL), 0)"
            " FROM invoice i ORDER BY i.id"
        )
    ]


def claims(conn: sqlite3.Connection) -> list[tuple[int, int, tuple[int, ...], date]]:
    """What each letter that left asks with interest and costs: (customer, cents, invoices, day it left)."""
    return [
        (r[0], r[1], tuple(int(i) for i in str(r[2]).split(",")), _day(r[3]))
        for r in conn.execute(
            "SELECT l.customer_id, l.principal + l.interest + l.costs, group_concat(li.invoice_id), l.sent_on FROM letter l"
            " JOIN letter_invoice li ON li.letter_id = l.id WHERE l.sent_on IS NOT NULL AND l.interest + l.costs > 0 GROUP BY l.id"
        )
    ]


def instalments(conn: sqlite3.Connection) -> list[tuple[int, int, tuple[int, ...], date]]:
    """What each instalment of a plan is: (customer, cents, invoices of the plan, day it was agreed)."""
    return [
        (r[0], r[1], tuple(int(i) for i in str(r[2]).split(",")), _day(r[3]))
        for r in conn.execute(
            "SELECT DISTINCT p.customer_id, s.amount, (SELECT group_concat(invoice_id) FROM plan_invoice WHERE plan_id = p.id), p.made_on"
            " FROM plan p JOIN instalment s ON s.plan_id = p.id ORDER BY p.id DESC, s.amount"
        )
    ]


def logged(conn: sqlite3.Connection) -> list[tuple[int, int, int, date, str, tuple[int, ...], bool]]:
    """Payments no bank has shown: (id, customer, cents, day, currency, invoices, whether an imported list told of it)."""
    return [
        (
            r[0],
            r[1],
            r[2],
            _day(r[3]),
            r[4],
            tuple(int(i) for i in r[6].split(",")) if r[6] else (),
            r[5] == LISTED,
        )
        for r in conn.execute(
            "SELECT p.id, p.customer_id, p.amount, p.on_day, p.currency, p.note, (SELECT group_concat(invoice_id) FROM allocation WHERE payment_id = p.id)"
            " FROM payment p WHERE p.bank_entry_id IS NULL AND p.returned_on IS NULL ORDER BY p.id"
        )
    ]


def banked(conn: sqlite3.Connection, amount: int) -> list[tuple[int, int, BankEntry, tuple[str, ...]]]:
    """Payments of an amount that a bank showed and did not take back: (id, customer, entry, numbers of its invoices)."""
    rows = conn.execute(
        f"SELECT p.id, p.customer_id, (SELECT group_concat(i.number, char(31)) FROM allocation a JOIN invoice i ON i.id = a.invoice_id"
        f" WHERE a.payment_id = p.id), {_COLUMNS} FROM payment p JOIN bank_entry e ON e.id = p.bank_entry_id JOIN bank_statement s ON s.id = e.statement_id"
        " WHERE p.returned_on IS NULL AND e.amount = ? ORDER BY p.id",
        (amount,),
    ).fetchall()
    return [(r[0], r[1], _entry(r[3:]), tuple(r[2].split("\x1f")) if r[2] else ()) for r in rows]


def shown_near(conn: sqlite3.Connection, customer: int, amount: int, currency: str, day: date) -> date | None:
    """The day on which the bank showed a payment of a customer of this amount, within ten days; None when it did not."""
    row = conn.execute(
        "SELECT on_day FROM payment WHERE customer_id = ? AND amount = ? AND currency = ? AND bank_entry_id IS NOT NULL AND returned_on IS NULL"
        " AND abs(julianday(on_day) - julianday(?)) <= 10 ORDER BY abs(julianday(on_day) - julianday(?)) LIMIT 1",
        (customer, amount, currency, day.isoformat(), day.isoformat()),
    ).fetchone()
    return None if row is None else _day(row[0])


def payment_of(conn: sqlite3.Connection, entry: int) -> tuple[int, int] | None:
    """The payment an entry was booked as or linked to, and its customer."""
    row = conn.execute("SELECT id, customer_id FROM payment WHERE bank_entry_id = ?", (entry,)).fetchone()
    return None if row is None else (row[0], row[1])


def payment_returned_by(conn: sqlite3.Connection, entry: int) -> tuple[int, int] | None:
    """The payment that an entry took back, and its customer."""
    row = conn.execute("SELECT id, customer_id FROM payment WHERE return_entry_id = ?", (entry,)).fetchone()
    return None if row is None else (row[0], row[1])
