"""What banks said, written: statements and entries, and what became of them.

Entries are written over plain sqlite3, for there can be a hundred thousand in one import. The journal notes their
statement; they go with it (ON DELETE CASCADE) when the import is undone. What changes in them later is journalled like
everything else.
"""

from datetime import date
from typing import Any

from sqlmodel import col, select

from debcli.errors import InputError
from debcli.language import say
from debcli.ledger import tables
from debcli.ledger.bank_read import BankEntry, accounts, alike
from debcli.ledger.booked import settle_invoice
from debcli.ledger.journal import Unit


class Statements:
    """The statements of one file, written as their entries come. One that is known and brings nothing new leaves no trace."""

    def __init__(self, work: Unit) -> None:
        self._work = work
        self._open: dict[str, int] = {}
        self.newest = int(work.raw.execute("SELECT coalesce(max(id), 0) FROM bank_entry").fetchone()[0])

    def alike(self, account: str, amount: int, currency: str, first: date, last: date) -> list[BankEntry]:
        """The entries of earlier files on an account, of an amount, over some days."""
        return alike(self._work.raw, account, amount, currency, first, last, self.newest)

    def add(self, form: str, account: str, values: tuple[Any, ...]) -> None:
        """Write an entry: (account, day, amount, currency, name, iban, text, reference, end_to_end, bank_ref, is_return, parts)."""
        if account not in self._open:
            self._open[account] = self._insert(form, account)
        self._work.raw.execute(
            "INSERT INTO bank_entry (statement_id, account, on_day, amount, currency, name, iban, text, reference, end_to_end, bank_ref, is_return, parts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._open[account], *values),
        )

    def _insert(self, form: str, account: str) -> int:
        cursor = self._work.raw.execute(
            "INSERT INTO bank_statement (format, account) VALUES (?, ?)", (form, account)
        )
        return int(cursor.lastrowid or 0)

    def close(self, form: str, account: str, head: tuple[Any, ...]) -> int | None:
        """End a statement: (number, currency, first_day, last_day, opening, closing). Gives its id, None when it was known."""
        known = self._work.raw.execute(
            "SELECT id FROM bank_statement WHERE format = ? AND account = ? AND number = ? AND currency = ? AND first_day IS ? AND last_day IS ?"
            " AND opening IS ? AND closing IS ?",
            (form, account, *head),
        ).fetchone()
        row = self._open.pop(account, None)
        if row is None:
            if known is not None:
                return None
            row = self._insert(form, account)
        self._work.raw.execute(
            "UPDATE bank_statement SET number = ?, currency = ?, first_day = ?, last_day = ?, opening = ?, closing = ? WHERE id = ?",
            (*head, row),
        )
        after = {"id": row, "format": form, "account": account}
        names = ("number", "currency", "first_day", "last_day", "opening", "closing")
        self._work.changes.append(
            {"table": "bank_statement", "before": None, "after": after | dict(zip(names, head, strict=True))}
        )
        return row


def set_state(work: Unit, entry: int, state: str, *, by_hand: bool | None = None) -> None:
    """Say what became of an entry: open, booked, linked or aside."""
    row = work.session.get_one(tables.BankEntry, entry)
    row.state = state
    if by_hand is not None:
        row.by_hand = int(by_hand)
    work.session.flush()


def link(work: Unit, payment: int, entry: int) -> None:
    """A payment that was logged by hand is what the bank shows here."""
    work.session.get_one(tables.Payment, payment).bank_entry_id = entry
    work.session.flush()
    set_state(work, entry, "linked")


def take_back(work: Unit, payment: int, entry: int, on: date) -> list[int]:
    """The bank took a payment back. What it had paid is open again from that day on. Gives the invoices."""
    row = work.session.get_one(tables.Payment, payment)
    row.returned_on, row.return_entry_id = on, entry
    work.session.flush()
    set_state(work, entry, "booked")
    return _reopen(work, payment)


def stand_again(work: Unit, payment: int) -> list[int]:
    """A return was matched wrongly: its payment stands as before. Raises InputError when its invoices were paid since.

    Gives the invoices.
    """
    row = work.session.get_one(tables.Payment, payment)
    row.returned_on = row.return_entry_id = None
    work.session.flush()
    touched = _reopen(work, payment)
    for invoice in touched:
        row_of = work.session.get_one(tables.Invoice, invoice)
        if settle_invoice(work, invoice) > row_of.amount:
            raise InputError(
                say("Invoice {number} was paid otherwise since.", number=row_of.number),
                say("Take that payment back first: debcli unmatch PAYMENT"),
            )
    return touched


def unlink(work: Unit, payment: int) -> None:
    """A payment logged by hand is not what the bank shows."""
    work.session.get_one(tables.Payment, payment).bank_entry_id = None
    work.session.flush()


def remove_payment(work: Unit, payment: int) -> list[int]:
    """Take a wrongly matched payment out with its parts; the journal keeps them. Gives the invoices they were booked to."""
    parts = work.session.exec(select(tables.Allocation).where(tables.Allocation.payment_id == payment)).all()
    touched = sorted({p.invoice_id for p in parts})
    for part in parts:
        work.session.delete(part)
    work.session.flush()
    work.session.delete(work.session.get_one(tables.Payment, payment))
    work.session.flush()
    for invoice in touched:
        settle_invoice(work, invoice)
    return touched


def _reopen(work: Unit, payment: int) -> list[int]:
    invoices_ = sorted(
        set(
            work.session.exec(
                select(tables.Allocation.invoice_id).where(col(tables.Allocation.payment_id) == payment)
            ).all()
        )
    )
    for invoice in invoices_:
        settle_invoice(work, invoice)
    return invoices_


def keep_account(work: Unit, customer: int, iban: str) -> bool:
    """Remember that a customer pays from an account. Gives whether that was new."""
    if customer in accounts(work.raw).get(iban, ()):
        return False
    work.add(tables.CustomerAccount(customer_id=customer, iban=iban))
    return True


def checked(work: Unit, on: date) -> int:
    """The user looked at the bank on a day and nothing more had come in."""
    return work.add(tables.BankCheck(on_day=on))
