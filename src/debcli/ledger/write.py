"""What can be written: one function for each kind of fact, inside one journalled unit.

Values come in checked; what only the ledger can know (a slug or number that is taken) is checked here.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from debcli.errors import InputError
from debcli.language import say
from debcli.ledger import tables
from debcli.ledger.journal import Unit
from debcli.receivables.balance import Used
from debcli.receivables.booking import Booking, Part
from debcli.values.text import SLUG_MAX
from debcli.values.text import slug as make_slug


def set_creditor(work: Unit, **values: Any) -> None:
    """Write who the user is."""
    work.add(tables.Creditor(id=1, **values))


def edit_creditor(work: Unit, **values: Any) -> None:
    """Change the given columns of who the user is."""
    row = work.session.get_one(tables.Creditor, 1)
    for column, value in values.items():
        setattr(row, column, value)
    work.session.flush()


def add_customer(work: Unit, *, name: str, slug: str = "", **values: Any) -> tables.Customer:
    """Write a new customer; without a slug a free one is made from the name. Raises InputError when the slug is taken."""
    chosen = slug or _free_slug(work, name)
    if slug and _taken(work, slug):
        raise InputError(
            say("There is a customer {slug!r} already.", slug=slug),
            say("See it with: debcli show {slug}      (or give another --slug)", slug=slug),
        )
    row = tables.Customer(name=name, slug=chosen, **values)
    work.add(row)
    return row


def _taken(work: Unit, slug: str) -> bool:
    return (
        work.session.exec(select(tables.Customer.id).where(tables.Customer.slug == slug)).first() is not None
    )


def _free_slug(work: Unit, name: str) -> str:
    base = make_slug(name) or "customer"
    number, chosen = 1, base
    while _taken(work, chosen):
        number += 1
        chosen = f"{base[: SLUG_MAX - len(f'-{number}')].rstrip('-')}-{number}"
    return chosen


def edit_customer(work: Unit, customer_id: int, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change the given columns; gives what changed, old and new."""
    row = work.session.get_one(tables.Customer, customer_id)
    if "slug" in values and values["slug"] != row.slug and _taken(work, values["slug"]):
        raise InputError(
            say("There is a customer {slug!r} already.", slug=values["slug"]),
            say("Choose another --slug."),
        )
    changed = {k: (getattr(row, k), v) for k, v in values.items() if getattr(row, k) != v}
    for column, (_, new) in changed.items():
        setattr(row, column, new)
    work.session.flush()
    return changed


def add_invoice(
    work: Unit, *, customer_id: int, number: str, amount: int, issued: date, due: date, **values: Any
) -> int:
    """Write a new invoice and give its id. Raises InputError when the issuer has used the number."""
    issuer = values.get("issuer", "")
    wanted = (tables.Invoice.number == number, tables.Invoice.issuer == issuer)
    if work.session.exec(select(tables.Invoice.id).where(*wanted)).first() is not None:
        raise InputError(
            say("Invoice {number!r} is in the ledger already.", number=number),
            say("See it with: debcli invoices --all"),
        )
    return work.add(
        tables.Invoice(
            customer_id=customer_id, number=number, amount=amount, issued=issued, due=due, **values
        )
    )


def edit_invoice(work: Unit, invoice_id: int, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change the given columns; gives what changed, old and new. Raises InputError when the issuer has used the number."""
    row = work.session.get_one(tables.Invoice, invoice_id)
    if "number" in values:
        wanted = (tables.Invoice.number == values["number"], tables.Invoice.issuer == row.issuer)
        if work.session.exec(select(tables.Invoice.id).where(*wanted)).first() not in {None, invoice_id}:
            raise InputError(
                say("Invoice {number!r} is in the ledger already.", number=values["number"]),
                say("See it with: debcli invoices --all"),
            )
    changed = {k: (getattr(row, k), v) for k, v in values.items() if getattr(row, k) != v}
    for column, (_, new) in changed.items():
        setattr(row, column, new)
    work.session.flush()
    return changed


def record_payment(
    work: Unit,
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
    row = tables.Payment(
        customer_id=customer_id,
        amount=amount,
        currency=currency,
        on_day=on,
        note=note,
        bank_entry_id=bank_entry,
    )
    payment = work.add(row)
    _allocate(work, booking, on, payment_id=payment)
    return payment


def record_credit(
    work: Unit,
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
    row = tables.CreditNote(
        customer_id=customer_id, amount=amount, currency=currency, on_day=on, number=number, issuer=issuer
    )
    credit = work.add(row)
    _allocate(work, booking, on, credit_note_id=credit)
    return credit


def record_write_off(work: Unit, *, customer_id: int, on: date, because: str, booking: Booking) -> int:
    """Write what is given up, and why."""
    write_off = work.add(tables.WriteOff(customer_id=customer_id, on_day=on, because=because))
    _allocate(work, booking, on, write_off_id=write_off)
    return write_off


def apply_balance(work: Unit, used: Iterable[Used]) -> None:
    """Write what of balances in favour is used for invoices."""
    for one in used:
        column = "payment_id" if one.balance.source == "payment" else "credit_note_id"
        _allocate(work, Booking((one.part,), 0), one.on, set_off=1, **{column: one.balance.source_id})


def _allocate(work: Unit, booking: Booking, on: date, *, set_off: int = 0, **source: int) -> None:
    for part in booking.parts:
        work.add(
            tables.Allocation(
                invoice_id=part.invoice,
                amount=part.amount,
                extras=part.extras,
                on_day=on,
                entry_id=work.entry,
                set_off=set_off,
                **source,
            )
        )
        _settle(work, part)


def _settle(work: Unit, part: Part) -> None:
    """Keep `settled_on` true after a part was booked. Raises InputError when it is more than was open."""
    invoice = work.session.get_one(tables.Invoice, part.invoice)
    if settle_invoice(work, part.invoice, rest=part.rest) > invoice.amount:
        raise InputError(
            say("That is more than is open on invoice {number!r}.", number=invoice.number),
            say("See what is open: debcli invoices"),
        )


def settle_invoice(work: Unit, invoice_id: int, *, rest: int = 0) -> int:
    """Keep `settled_on` true: the day the last part came, once the principal is in and of a claim no cents (`rest`) are left.

    What the bank took back does not count. Gives what is booked to the principal, in cents.
    """
    invoice = work.session.get_one(tables.Invoice, invoice_id)
    parts = work.session.exec(
        select(tables.Allocation)
        .outerjoin(tables.Payment, col(tables.Payment.id) == col(tables.Allocation.payment_id))
        .where(tables.Allocation.invoice_id == invoice_id, col(tables.Payment.returned_on).is_(None))
    ).all()
    paid = sum(p.amount for p in parts)
    invoice.settled_on = max(p.on_day for p in parts) if paid == invoice.amount and not rest else None
    work.session.flush()
    return paid


def set_setting(work: Unit, name: str, value: str) -> None:
    """Write a setting, new or in place of what it was."""
    row = work.session.exec(select(tables.Setting).where(tables.Setting.name == name)).first()
    if row is None:
        work.add(tables.Setting(name=name, value=value))
        return
    row.value = value
    work.session.flush()


def set_profile(work: Unit, name: str, content: str) -> None:
    """Write a profile's text, new or in place of what it was."""
    row = work.session.exec(select(tables.Profile).where(tables.Profile.name == name)).first()
    if row is None:
        work.add(tables.Profile(name=name, content=content))
        return
    row.content = content
    work.session.flush()


def remove_profile(work: Unit, name: str) -> None:
    """Take a profile's text away."""
    row = work.session.exec(select(tables.Profile).where(tables.Profile.name == name)).one()
    work.session.delete(row)
    work.session.flush()


def add_rate(work: Unit, *, jurisdiction: str, kind: str, valid_from: date, percent: str, source: str) -> int:
    """Write a rate the user looked up. Raises InputError when there is one from that day."""
    wanted = (
        tables.Rate.jurisdiction == jurisdiction,
        tables.Rate.kind == kind,
        tables.Rate.valid_from == valid_from,
    )
    if work.session.exec(select(tables.Rate.id).where(*wanted)).first() is not None:
        raise InputError(
            say("You added a {kind} rate from {day} before.", kind=kind, day=valid_from),
            say("Take that back first: debcli undo"),
        )
    return work.add(
        tables.Rate(
            jurisdiction=jurisdiction, kind=kind, valid_from=valid_from, percent=percent, source=source
        )
    )
