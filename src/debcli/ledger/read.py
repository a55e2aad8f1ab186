"""The morning's read path: plain SQL into the immutable facts, without SQLModel."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from debcli.errors import InputError, LedgerError
from debcli.language import say
from debcli.law.rates import Rate
from debcli.ledger.bank_read import Unmatched, bank_as_of, unmatched
from debcli.ledger.gather import (
    CUSTOMER_COLUMNS,
    INVOICE_COLUMNS,
    customer,
    gather,
    invoice,
    of_all,
    of_customer,
    open_on,
)
from debcli.receivables.facts import (
    CreditNote,
    Creditor,
    Customer,
    Facts,
    Invoice,
    Letter,
    Payment,
)
from debcli.receivables.practice import Practice
from debcli.receivables.profiles import CONSUMER, PROFILES, Profile
from debcli.receivables.settable import as_set

_day = date.fromisoformat


def _or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class Book(NamedTuple):
    """What the morning needs: the creditor, the facts of each customer with open invoices, how fresh the money is.

    `unmatched`: what came in and is nobody's yet.
    """

    creditor: Creditor
    facts: tuple[Facts, ...]
    bank_as_of: date | None
    practice: Practice
    unmatched: Unmatched


def rates(conn: sqlite3.Connection) -> tuple[Rate, ...]:
    """The rates the user added, oldest first."""
    return tuple(
        Rate(r[0], r[1], _day(r[2]), Decimal(r[3]), r[4])
        for r in conn.execute(
            "SELECT jurisdiction, kind, valid_from, percent, source FROM rate ORDER BY valid_from, id"
        )
    )


def settings(conn: sqlite3.Connection) -> dict[str, str]:
    """What the user set, by name."""
    return dict(conn.execute("SELECT name, value FROM setting").fetchall())


def profiles(conn: sqlite3.Connection) -> Mapping[str, Profile]:
    """The profiles that come with debcli, and the user's own laid over them."""
    own = conn.execute("SELECT name, content FROM profile ORDER BY name").fetchall()
    if not own:
        return PROFILES
    from debcli.receivables.profile_text import parse  # noqa: PLC0415  (only where there is one)

    return PROFILES | {name: parse(name, text, consumer=name == CONSUMER) for name, text in own}


def practice(conn: sqlite3.Connection) -> Practice:
    """How the creditor works: the country, the rates added, and what was set."""
    who = creditor(conn)
    return as_set(Practice(who.country, who.city, rates(conn), profiles(conn)), settings(conn))


def creditor(conn: sqlite3.Connection) -> Creditor:
    """The user."""
    row = conn.execute(
        "SELECT name, iban, country, address, postcode, city, kvk, vat, email, phone, contact, legal_form, term_days, reclaims_vat"
        " FROM creditor"
    ).fetchone()
    if row is None:
        raise LedgerError(
            say("The ledger does not say whose it is."), say("Make a new one: debcli --ledger FILE init")
        )
    return Creditor(*row)._replace(reclaims_vat=bool(row[13]))


def book(conn: sqlite3.Connection, day: date) -> Book:
    """Everything `today` needs for a day."""
    facts = tuple(gather(conn, open_on(conn, day)))
    return Book(creditor(conn), facts, bank_as_of(conn, day), practice(conn), unmatched(conn, day))


def history(conn: sqlite3.Connection, customer_id: int) -> Facts:
    """All facts of one customer, settled ones too."""
    return gather(conn, of_customer(customer_id))[0]


def histories(conn: sqlite3.Connection) -> list[Facts]:
    """All facts of all customers, settled ones too."""
    return gather(conn, of_all())


# --- finding -----------------------------------------------------------------------------------------------------


def customers(conn: sqlite3.Connection) -> list[Customer]:
    """All customers, by name."""
    return [
        customer(r)
        for r in conn.execute(f"SELECT {CUSTOMER_COLUMNS} FROM customer ORDER BY name COLLATE NOCASE, id")
    ]


def customer_by_id(conn: sqlite3.Connection, customer_id: int) -> Customer:
    """A customer that is known to be there."""
    return customer(
        conn.execute(f"SELECT {CUSTOMER_COLUMNS} FROM customer WHERE id = ?", (customer_id,)).fetchone()
    )


def slugs(conn: sqlite3.Connection, start: str) -> list[tuple[str, str]]:
    """Slug and name of the customers whose slug starts so: for shell completion."""
    escaped = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return conn.execute(
        "SELECT slug, name FROM customer WHERE slug LIKE ? ESCAPE '\\' ORDER BY slug", (escaped + "%",)
    ).fetchall()


def find_customer(conn: sqlite3.Connection, text: str) -> Customer:
    """The customer meant by a slug, a name or an unambiguous part of one. Raises InputError with the candidates."""
    from debcli.values.text import first_of, fold, same_name  # noqa: PLC0415  (unicodedata: not for today's list)

    exact = conn.execute(f"SELECT {CUSTOMER_COLUMNS} FROM customer WHERE slug = ?", (text,)).fetchone()
    if exact is not None:
        return customer(exact)
    everyone = customers(conn)
    wanted = fold(text)
    for matches in (
        [c for c in everyone if fold(c.name) == wanted],
        [c for c in everyone if wanted and same_name(c.name) == same_name(text)],
        [c for c in everyone if wanted and (wanted in fold(c.name) or wanted in fold(c.slug))],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            shown = first_of([c.slug for c in matches], 8)
            raise InputError(
                say(
                    "{text!r} can be {count} customers: {shown}.", text=text, count=len(matches), shown=shown
                ),
                say("Type one of them, for example: {slug}", slug=matches[0].slug),
            ).meaning(text, matches[0].slug)
    import difflib  # noqa: PLC0415  (only after a miss)

    whole = {fold(c.slug): c.slug for c in everyone}
    words = {word: c.slug for c in everyone for word in map(fold, c.slug.split("-")) if len(word) > 3}
    close = difflib.get_close_matches(wanted, whole, n=1) or difflib.get_close_matches(wanted, words, n=1)
    near = (words | whole)[close[0]] if close else None
    raise InputError(
        say("There is no customer {text!r}.", text=text),
        say("Did you mean {near}?", near=near) if near else say("See them with: debcli customers"),
    ).meaning(text, near)


def to_come(conn: sqlite3.Connection, day: date, customer_id: int | None = None) -> list[Invoice]:
    """The invoices that were in the ledger on a day and are dated later: nobody owes them yet. Earliest first."""
    found = conn.execute(
        f"SELECT {INVOICE_COLUMNS} FROM invoice WHERE issued > :day AND (:customer IS NULL OR customer_id = :customer) ORDER BY issued, id",
        {"day": day.isoformat(), "customer": customer_id},
    ).fetchall()
    if not found:
        return []
    known = {
        which
        for (which,) in conn.execute(
            "SELECT json_extract(c.value, '$.after.id') FROM journal j, json_each(j.changes) c"
            " WHERE j.day <= ? AND json_extract(c.value, '$.table') = 'invoice'",
            (day.isoformat(),),
        )
    }
    return [i for i in map(invoice, found) if i.id in known]


def find_invoice(conn: sqlite3.Connection, number: str, customer_id: int | None = None) -> Invoice:
    """The invoice with a number. Raises InputError if there is none, or more than one issuer has it."""
    rows = conn.execute(
        f"SELECT {INVOICE_COLUMNS} FROM invoice WHERE number = :number AND (:customer IS NULL OR customer_id = :customer)",
        {"number": number.strip(), "customer": customer_id},
    ).fetchall()
    found = [invoice(r) for r in rows]
    own = [i for i in found if i.issuer == ""]
    if len(found) == 1 or len(own) == 1:
        return (own or found)[0]
    if found:
        raise InputError(
            say("Invoice {number!r} stands for {count} issuers.", number=number, count=len(found)),
            say("Name the customer too."),
        )
    import difflib  # noqa: PLC0415  (only after a miss)

    known = conn.execute(
        "SELECT number FROM invoice WHERE :customer IS NULL OR customer_id = :customer ORDER BY id DESC LIMIT 5000",
        {"customer": customer_id},
    )
    near = difflib.get_close_matches(number.strip(), [n for (n,) in known], n=1, cutoff=0.6)
    raise InputError(
        say("There is no invoice {number!r}.", number=number)
        if customer_id is None
        else say("There is no invoice {number!r} of this customer.", number=number),
        say("Did you mean {near}?", near=near[0]) if near else say("See them with: debcli invoices"),
    ).meaning(number, near[0] if near else None)


def payments(conn: sqlite3.Connection, customer_id: int) -> list[Payment]:
    """The payments of a customer, oldest first."""
    return [
        Payment(r[0], r[1], r[2], _day(r[3]), r[4], r[5], _or_none(r[6]))
        for r in conn.execute(
            "SELECT id, customer_id, amount, on_day, currency, note, returned_on FROM payment WHERE customer_id = ? ORDER BY on_day, id",
            (customer_id,),
        )
    ]


def credit_notes(conn: sqlite3.Connection, customer_id: int) -> list[CreditNote]:
    """The credit notes of a customer, oldest first."""
    return [
        CreditNote(r[0], r[1], r[2], r[3], _day(r[4]), r[5])
        for r in conn.execute(
            "SELECT id, customer_id, number, amount, on_day, currency FROM credit_note WHERE customer_id = ? ORDER BY on_day, id",
            (customer_id,),
        )
    ]


def letter_by_id(conn: sqlite3.Connection, letter_id: int) -> Letter:
    """A letter by its number. Raises InputError."""
    row = conn.execute("SELECT customer_id FROM letter WHERE id = ?", (letter_id,)).fetchone()
    if row is None:
        raise InputError(
            say("There is no letter {number}.", number=letter_id), say("See them with: debcli letters")
        )
    return next(x for x in history(conn, row[0]).letters if x.id == letter_id)


class Entry(NamedTuple):
    """A line of the journal."""

    id: int
    at: str
    day: date
    command: str
    summary: str
    undoes: int | None
    undone_by: int | None


def journal(conn: sqlite3.Connection, limit: int | None = None) -> list[Entry]:
    """The newest entries first."""
    from debcli.ledger.past import past_of  # noqa: PLC0415  (not for the morning)

    undone_by = past_of(conn).undone_by
    return [
        Entry(r[0], r[1], _day(r[2]), r[3], r[4], r[5], undone_by.get(r[0]))
        for r in conn.execute(
            "SELECT id, at, day, command, summary, undoes FROM journal ORDER BY id DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
    ]


def documents(
    conn: sqlite3.Connection, table: str
) -> list[tuple[int, str, int, date, str, str, int, int, date]]:
    """Every invoice or credit note (`invoice` or `credit_note`) for comparing with what is imported.

    (customer, number, amount, day, currency, issuer, open, id, due); of a credit note `due` is its own day and `open`
    what is not applied.
    """
    day, due, link = (
        ("issued", "due", "invoice_id") if table == "invoice" else ("on_day", "on_day", "credit_note_id")
    )
    return [
        (r[0], r[1], r[2], _day(r[3]), r[4], r[5], r[2] - r[6], r[7], _day(r[8]))
        for r in conn.execute(
            f"SELECT customer_id, number, amount, {day}, currency, issuer,"
            f" (SELECT coalesce(sum(a.amount), 0) FROM allocation a LEFT JOIN payment p ON p.id = a.payment_id"
            f" WHERE a.{link} = d.id AND p.returned_on IS NULL), id, {due} FROM {table} d ORDER BY id"
        )
    ]
