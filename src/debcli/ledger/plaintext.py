"""The ledger as a plain-text accounting journal, as hledger and Beancount read it.

Amounts are what customers owe and pay, VAT included: the ledger knows no VAT amounts. Interest and costs count as
income when they are paid; what was claimed and given up was never income.
"""

import re
import sqlite3
from collections import defaultdict
from typing import NamedTuple

from debcli.values.money import plain

RECEIVABLE, BANK, INVOICED, CREDITED, EXTRAS, WRITTEN_OFF, IN_FAVOUR = (
    "assets:receivable", "assets:bank", "income:invoiced", "income:credited", "income:interest and costs",
    "expenses:written off", "liabilities:in favour",
)  # fmt: skip


class Posting(NamedTuple):
    """An amount in cents on an account; `customer`: the slug of the account below it, or empty."""

    account: str
    customer: str
    cents: int


class Transaction(NamedTuple):
    """What happened on a day, with one customer, in one currency; the postings add up to nothing."""

    day: str
    code: str
    customer: str
    what: str
    currency: str
    postings: tuple[Posting, ...]


def transactions(conn: sqlite3.Connection) -> list[Transaction]:
    """All invoices, payments, credit notes and write-offs, by day."""
    who = {row[0]: (row[1], row[2]) for row in conn.execute("SELECT id, slug, name FROM customer")}
    found = []
    for customer, number, amount, currency, day in conn.execute(
        "SELECT customer_id, number, amount, currency, issued FROM invoice ORDER BY id"
    ):
        slug, name = who[customer]
        postings = (Posting(RECEIVABLE, slug, amount), Posting(INVOICED, "", -amount))
        found.append(Transaction(day, number, name, "invoice", currency, postings))
    parts = _parts(conn, who)
    returned = dict(
        conn.execute("SELECT id, returned_on FROM payment WHERE returned_on IS NOT NULL").fetchall()
    )
    for source, what, account in (("payment", "payment", BANK), ("credit_note", "credit note", CREDITED)):
        code = "number" if source == "credit_note" else "''"
        for row, customer, number, amount, currency, day in conn.execute(
            f"SELECT id, customer_id, {code}, amount, currency, on_day FROM {source} ORDER BY id"
        ):
            slug, name = who[customer]
            left = amount
            postings_of = [Posting(account, "", amount)]
            for on, of, booked, extras in parts[source, row]:
                if on == day:
                    left -= booked + extras
                    postings_of += [Posting(RECEIVABLE, of, -booked), Posting(EXTRAS, "", -extras)]
                else:  # what was in favour is booked later
                    later = (
                        Posting(IN_FAVOUR, slug, booked + extras),
                        Posting(RECEIVABLE, of, -booked),
                        Posting(EXTRAS, "", -extras),
                    )
                    found.append(Transaction(on, number, name, f"{what} booked", currency, later))
            postings_of.append(Posting(IN_FAVOUR, slug, -left))
            found.append(Transaction(day, number, name, what, currency, tuple(postings_of)))
            if source == "payment" and row in returned:
                # What had been paid is owed again; a balance in favour that was used comes back as it was booked.
                back = [Posting(account, "", -amount)]
                for _, of, booked, extras in parts[source, row]:
                    back += [Posting(RECEIVABLE, of, booked), Posting(EXTRAS, "", extras)]
                back.append(Posting(IN_FAVOUR, slug, -sum(p.cents for p in back)))
                found.append(
                    Transaction(returned[row], number, name, "payment taken back", currency, tuple(back))
                )
    currency_of = dict(conn.execute("SELECT a.write_off_id, i.currency FROM allocation a JOIN invoice i ON i.id = a.invoice_id"
                                    " WHERE a.write_off_id IS NOT NULL").fetchall())  # fmt: skip
    for row, customer, day in conn.execute("SELECT id, customer_id, on_day FROM write_off ORDER BY id"):
        postings_of = []
        for _, of, booked, _extras in parts["write_off", row]:
            postings_of += [Posting(WRITTEN_OFF, "", booked), Posting(RECEIVABLE, of, -booked)]
        found.append(
            Transaction(
                day, "", who[customer][1], "write-off", currency_of.get(row, "EUR"), tuple(postings_of)
            )
        )
    told = [t._replace(postings=tuple(p for p in t.postings if p.cents)) for t in found]
    return sorted((t for t in told if t.postings), key=lambda t: t.day)


def _parts(
    conn: sqlite3.Connection, who: dict[int, tuple[str, str]]
) -> dict[tuple[str, int], list[tuple[str, str, int, int]]]:
    found: dict[tuple[str, int], list[tuple[str, str, int, int]]] = defaultdict(list)
    for payment, credit, write_off, on, customer, amount, extras in conn.execute(
        "SELECT a.payment_id, a.credit_note_id, a.write_off_id, a.on_day, i.customer_id, a.amount, a.extras"
        " FROM allocation a JOIN invoice i ON i.id = a.invoice_id ORDER BY a.id"
    ):
        for source, row in (("payment", payment), ("credit_note", credit), ("write_off", write_off)):
            if row is not None:
                found[source, row].append((on, who[customer][0], amount, extras))
    return found


def to_hledger(told: list[Transaction]) -> str:
    """As hledger reads it, also with --strict: accounts and commodities are declared."""
    lines = ["; Written by debcli. Amounts include VAT.", "decimal-mark .", ""]
    lines += [f"commodity 1000.00 {_commodity(c)}" for c in sorted({t.currency for t in told})]
    lines += [f"account {a}" for a in sorted({_hledger_account(p) for t in told for p in t.postings})]
    for t in told:
        number = " ".join(re.sub(r"[()]", " ", t.code).split())
        code = f" ({number})" if number else ""
        lines += ["", f"{t.day}{code} {_one_line(t.customer)} | {t.what}"]
        lines += [f"    {_hledger_account(p)}  {plain(p.cents)} {_commodity(t.currency)}" for p in t.postings]
    return "\n".join(lines) + "\n"


def _hledger_account(posting: Posting) -> str:
    return f"{posting.account}:{posting.customer}" if posting.customer else posting.account


def _commodity(currency: str) -> str:
    return currency if currency.isalpha() else f'"{currency}"'


def _one_line(text: str) -> str:
    """A description: `;` begins a comment there, `|` ends the payee, `(` and `!` `*` at the start mean something."""
    return " ".join(re.sub(r"[;|]", ",", text).split()).lstrip("(!*") or "-"


def to_beancount(told: list[Transaction]) -> str:
    """As Beancount reads it: every account is opened on the first day, text is quoted."""
    lines = ["; Written by debcli. Amounts include VAT.", 'option "title" "debcli"']
    lines += [f'option "operating_currency" "{c}"' for c in sorted({t.currency for t in told})]
    if told:
        lines += [
            f"{told[0].day} open {a}"
            for a in sorted({_beancount_account(p) for t in told for p in t.postings})
        ]
    for t in told:
        what = f"{t.what} {t.code}".strip()
        lines += ["", f"{t.day} * {_quoted(t.customer)} {_quoted(what)}"]
        lines += [f"  {_beancount_account(p)}  {plain(p.cents)} {t.currency}" for p in t.postings]
    return "\n".join(lines) + "\n"


def _beancount_account(posting: Posting) -> str:
    parts = [*posting.account.split(":"), *([posting.customer] if posting.customer else [])]
    return ":".join((part[:1].upper() + part[1:]).replace(" ", "-") for part in parts)


def _quoted(text: str) -> str:
    inner = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
