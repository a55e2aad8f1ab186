"""The book, written: invoices, payments, credit notes, write-offs, and what of them is booked to which invoice.

Over plain rows (rows.py), as what is said is: they are typed on most days.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from debcli.errors import InputError
from debcli.language import say
from debcli.ledger.rows import Rows
from debcli.receivables.balance import Used
from debcli.receivables.booking import Booking, Part
from debcli.receivables.facts import Invoice


def add_invoice(
    work: Rows, *, customer_id: int, number: str, amount: int, issued: date, due: date, **values: Any
) -> int:
    """Write a new invoice and give its id. Raises InputError when the issuer has used the number."""
    if _with_number(work, number, values.get("issuer", "")) is not None:
        raise _used(number)
    return work.insert(
        "invoice", customer_id=customer_id, number=number, amount=amount, issued=issued, due=due, **values
    )


def edit_invoice(work: Rows, before: Invoice, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change the given columns; gives what changed, old and new. Raises InputError when the issuer has used the number."""
    number = values.get("number", before.number)
    if _with_number(work, number, before.issuer) not in {None, before.id}:
        raise _used(number)
    changed = {k: (getattr(before, k), v) for k, v in values.items() if getattr(before, k) != v}
    if changed:
        work.update("invoice", before.id, **{column: new for column, (_, new) in changed.items()})
    return changed


def _with_number(work: Rows, number: str, issuer: str) -> int | None:
    row = work.raw.execute(
        "SELECT id FROM invoice WHERE number = ? AND issuer = ?", (number, issuer)
    ).fetchone()
    return None if row is None else int(row[0])


def _used(number: str) -> InputError:
    return InputError(
        say("Invoice {number!r} is in the ledger already.", number=number),
        say("See it with: debcli invoices --all"),
    )


def record_payment(
    work: Rows,
    *,
    customer_id: int,
    amount: int,
    on: date,
    booking: Booking,
    currency: str = "EUR",
    note: str = "",
    bank_entry: int | None = None,
) -> int:
    """Write a payment with its parts; what the booking leaves over is a balance in favour."""
    payment = work.insert(
        "payment", customer_id=customer_id, amount=amount, currency=currency, on_day=on, note=note, bank_entry_id=bank_entry
    )  # fmt: skip
    _allocate(work, booking, on, payment_id=payment)
    return payment


def record_credit(
    work: Rows,
    *,
    customer_id: int,
    amount: int,
    on: date,
    booking: Booking,
    number: str = "",
    issuer: str = "",
    currency: str = "EUR",
) -> int:
    """Write a credit note with its parts."""
    credit = work.insert(
        "credit_note", customer_id=customer_id, amount=amount, currency=currency, on_day=on, number=number, issuer=issuer
    )  # fmt: skip
    _allocate(work, booking, on, credit_note_id=credit)
    return credit


def record_write_off(work: Rows, *, customer_id: int, on: date, because: str, booking: Booking) -> int:
    """Write what is given up, and why."""
    write_off = work.insert("write_off", customer_id=customer_id, on_day=on, because=because)
    _allocate(work, booking, on, write_off_id=write_off)
    return write_off


def apply_balance(work: Rows, used: Iterable[Used]) -> None:
    """Write what of balances in favour is used for invoices."""
    for one in used:
        column = "payment_id" if one.balance.source == "payment" else "credit_note_id"
        _allocate(work, Booking((one.part,), 0), one.on, set_off=1, **{column: one.balance.source_id})


def _allocate(work: Rows, booking: Booking, on: date, *, set_off: int = 0, **source: int) -> None:
    for part in booking.parts:
        work.insert(
            "allocation", invoice_id=part.invoice, amount=part.amount, extras=part.extras, on_day=on, entry_id=work.entry,
            set_off=set_off, **source,
        )  # fmt: skip
        _settle(work, part)


def _settle(work: Rows, part: Part) -> None:
    """Keep `settled_on` true after a part was booked. Raises InputError when it is more than was open."""
    paid = settle_invoice(work, part.invoice, rest=part.rest)
    number, amount = work.raw.execute(
        "SELECT number, amount FROM invoice WHERE id = ?", (part.invoice,)
    ).fetchone()
    if paid > amount:
        raise InputError(
            say("That is more than is open on invoice {number!r}.", number=number),
            say("See what is open: debcli invoices"),
        )


def settle_invoice(work: Rows, invoice_id: int, *, rest: int = 0) -> int:
    """Keep `settled_on` true: the day the last part came, once the principal is in and of a claim no cents (`rest`) are left.

    What the bank took back does not count. Gives what is booked to the principal, in cents.
    """
    amount, paid, last = work.raw.execute(
        "SELECT i.amount, coalesce(sum(a.amount), 0), max(a.on_day) FROM invoice i LEFT JOIN allocation a ON a.invoice_id = i.id"
        " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = a.payment_id AND p.returned_on IS NOT NULL) WHERE i.id = ?",
        (invoice_id,),
    ).fetchone()
    work.update("invoice", invoice_id, settled_on=last if paid == amount and not rest else None)
    return int(paid)
