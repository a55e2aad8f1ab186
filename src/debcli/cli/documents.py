"""Writing the invoices and credit notes of an import."""

from typing import TYPE_CHECKING

from debcli.language import say
from debcli.ledger.bank_read import LISTED
from debcli.receivables.account import due_day, lawful_term
from debcli.receivables.booking import Booking, OpenInvoice, Part, book
from debcli.receivables.facts import law_of
from debcli.values.dates import full

if TYPE_CHECKING:
    from debcli.intake.customers import NewCustomer
    from debcli.intake.plan import ImportPlan, Known, NewInvoice
    from debcli.ledger.journal import Unit


def known(work: "Unit") -> "Known":
    """What the ledger knows of customers, invoices and credit notes."""
    from debcli.intake.plan import Known, KnownDocument
    from debcli.ledger import read

    return Known(
        read.creditor(work.raw),
        tuple(read.customers(work.raw)),
        tuple(KnownDocument(*row[:7]) for row in read.documents(work.raw, "invoice")),
        tuple(KnownDocument(*row[:6]) for row in read.documents(work.raw, "credit_note")),
    )


def write_documents(work: "Unit", plan: "ImportPlan") -> tuple[list[str], list[str], list[str]]:
    """Write the plan; gives the slugs of new customers, the numbers of new invoices, and which terms were not lawful."""
    from debcli.ledger import booked, read, write

    creditor = read.creditor(work.raw)
    ids: dict[int | str, int] = {}
    slugs: list[str] = []
    for new in plan.customers:
        row = write.add_customer(work, **_columns(new, creditor.country))
        ids[new.key] = int(row.id or 0)
        slugs.append(row.slug)
    for completion in plan.completions:
        write.edit_customer(work, completion.customer, dict(completion.fields))
    owners = {c.id: c for c in read.customers(work.raw)}
    remarks: list[str] = []
    open_now = {(d[5], d[1]): OpenInvoice(d[7], d[8], d[6]) for d in read.documents(work.raw, "invoice")}
    for invoice in plan.invoices:
        record = invoice.record
        owner = ids.get(invoice.customer, invoice.customer)
        customer_id = int(owner)
        who = owners[customer_id]
        term = lawful_term(
            who, record.issued, due_day(record.issued, record.due, who.term_days, creditor.term_days)
        )
        settled = record.open == 0 or (record.open is None and record.paid_on is not None)
        due = term.agreed if settled else term.due  # of what is paid the term is history
        if term.why and not settled:
            told = (
                say("the file says {day}; {why}", day=full(term.agreed), why=term.why)
                if term.shortened
                else term.why
            )
            remarks.append(
                say(
                    "{number}: {why} (art. {article} BW).",
                    number=record.number,
                    why=told,
                    article=term.article,
                )
            )
        invoice_id = booked.add_invoice(
            work, customer_id=customer_id, number=record.number, amount=record.amount, issued=record.issued, due=due,
            currency=record.currency, reference=record.reference if record.reference != record.number else "", about=record.about,
            issuer=invoice.issuer, agreed=int(who.agreed_term),
        )  # fmt: skip
        paid = _paid(work, invoice, customer_id, invoice_id)
        open_now[invoice.issuer, record.number] = OpenInvoice(invoice_id, due, record.amount - paid)
    for credit in plan.credits:
        note_ = credit.record
        targets = [
            open_now[credit.issuer, number]
            for number in credit.applies_to
            if (credit.issuer, number) in open_now
        ]
        booking = book(note_.amount, targets) if targets else Booking((), note_.amount)
        booked.record_credit(
            work, customer_id=int(ids.get(credit.customer, credit.customer)), amount=note_.amount, on=note_.issued, booking=booking,
            number=note_.number, issuer=credit.issuer, currency=note_.currency,
        )  # fmt: skip
        for number in credit.applies_to:
            target = open_now[credit.issuer, number]
            open_now[credit.issuer, number] = target._replace(
                open=target.open - sum(p.amount for p in booking.parts if p.invoice == target.id)
            )
    return slugs, [i.record.number for i in plan.invoices], remarks


def _columns(new: "NewCustomer", country: str) -> dict[str, str]:
    party = new.party
    where = party.country or country
    return {
        "name": party.name, "kind": new.kind.value, "country": where, "law": law_of(new.kind, where, country), "address": party.address,
        "postcode": party.postcode, "city": party.city, "contact": party.contact, "email": party.email, "phone": party.phone,
        "kvk": party.legal_id, "vat": party.vat, "iban": "",
    }  # fmt: skip


def _paid(work: "Unit", invoice: "NewInvoice", customer_id: int, invoice_id: int) -> int:
    """Book what the file says was paid already. Where it gives no day, the invoice date: then no interest is claimed on it."""
    from debcli.ledger import booked

    record = invoice.record
    if record.paid_on is None and record.open is None:
        return 0
    paid = record.amount - (record.open or 0)
    if paid <= 0:
        return 0
    on = record.paid_on or record.issued
    booked.record_payment(work, customer_id=customer_id, amount=paid, on=on, booking=Booking((Part(invoice_id, paid),), 0),
                         currency=record.currency, note=LISTED)  # fmt: skip
    return paid
