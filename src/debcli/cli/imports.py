"""import: other people's files into the ledger, all of them read before anything is written."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from debcli.cli.output import emit, note, safe, wrap
from debcli.cli.run import Run
from debcli.errors import InputError
from debcli.receivables.account import due_day, lawful_term
from debcli.receivables.booking import Booking, OpenInvoice, Part, book
from debcli.receivables.facts import law_of
from debcli.values.dates import full

if TYPE_CHECKING:
    from debcli.intake.customers import NewCustomer
    from debcli.intake.matching import ImportPlan, Known, NewInvoice
    from debcli.intake.records import FileRead, Problem
    from debcli.ledger.journal import Unit

_SHOWN = 10  # remarks that are printed; --json has them all


def import_files(
    ctx: typer.Context,
    files: list[str] = typer.Argument(..., metavar="FILE...", help="E-invoices (UBL) or a CSV of invoices."),
) -> None:
    """Bring in invoices and credit notes: UBL, or a CSV. The same file twice changes nothing.

    For example: debcli import facturen/*.xml     debcli import openstaand.csv --dry-run
    """
    run = Run.of(ctx)
    from debcli.intake.matching import plan_import

    reads = [_read(name) for name in files]
    with run.write() as work:
        plan = plan_import(reads, _known(work))
        if plan.has_errors and not any(f.new or f.known for f in plan.files):
            raise _refusal(plan, run)
        customers, numbers, remarks = _write(work, plan)
        plan = plan._replace(warnings=(*plan.warnings, *remarks))
        work.summary = (
            f"import of {len(numbers)} invoices and {len(plan.credits)} credit notes from {len(files)} files"
        )
    if run.json:
        emit({
            "files": [
                {"file": f.file, "format": f.format, "new": f.new, "known": f.known, "skipped": f.skipped,
                 "errors": _shape(f.errors), "warnings": _shape(f.warnings)}
                for f in plan.files
            ],
            "invoices": numbers,
            "credit_notes": [c.record.number for c in plan.credits],
            "customers": customers,
            "payments": [],
            "warnings": list(plan.warnings),
            "next": None,
            **({"dry_run": True} if run.dry_run else {}),
        })  # fmt: skip
        return
    _say(run, plan, customers)


def _read(name: str) -> "FileRead":
    from debcli.intake.detect import SIZE_MAX, read_file

    path = Path(name)
    try:
        with path.open("rb") as stream:
            data = stream.read(SIZE_MAX + 1)
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror}.", "Check the name; nothing was imported."
        ) from error
    return read_file(name, data)


def _known(work: "Unit") -> "Known":
    from debcli.intake.matching import Known, KnownDocument
    from debcli.ledger import read

    return Known(
        read.creditor(work.raw),
        tuple(read.customers(work.raw)),
        tuple(KnownDocument(*row[:7]) for row in read.documents(work.raw, "invoice")),
        tuple(KnownDocument(*row[:6]) for row in read.documents(work.raw, "credit_note")),
    )


def _write(work: "Unit", plan: "ImportPlan") -> tuple[list[str], list[str], list[str]]:
    """Write the plan; gives the slugs of new customers, the numbers of new invoices, and which terms were not lawful."""
    from debcli.ledger import read, write

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
            told = f"the file says {full(term.agreed)}; " if term.shortened else ""
            remarks.append(f"{record.number}: {told}{term.why} (art. {term.article} BW).")
        invoice_id = write.add_invoice(
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
        write.record_credit(
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
    from debcli.ledger import write

    record = invoice.record
    if record.paid_on is None and record.open is None:
        return 0
    paid = record.amount - (record.open or 0)
    if paid <= 0:
        return 0
    on = record.paid_on or record.issued
    write.record_payment(work, customer_id=customer_id, amount=paid, on=on, booking=Booking((Part(invoice_id, paid),), 0),
                         currency=record.currency, note="said in the imported file")  # fmt: skip
    return paid


def _shape(problems: tuple["Problem", ...]) -> list[dict[str, str]]:
    return [{"where": p.where, "message": p.message} for p in problems]


def _refusal(plan: "ImportPlan", run: Run) -> InputError:
    faults = [f"{Path(f.file).name}: {p}" for f in plan.files for p in f.errors]
    more = (
        f" (and {len(faults) - 1} more{': ' + '; '.join(faults[1:]) if run.json else ''})"
        if len(faults) > 1
        else ""
    )
    for fault in [] if run.json else faults[1:]:
        note(safe(fault))
    return InputError(
        f"Nothing was imported. {faults[0]}{more}", "Mend the file, or leave it out, and import again."
    )


def _say(run: Run, plan: "ImportPlan", customers: list[str]) -> None:
    if run.dry_run:
        print("Nothing was changed (--dry-run). It would say:")
    new = len(plan.invoices)
    known = sum(f.known for f in plan.files)
    parts = [
        f"{new} invoice{'s' if new != 1 else ''}",
        f"{len(plan.credits)} credit note{'s' if len(plan.credits) != 1 else ''}",
    ]
    parts += [f"{len(customers)} new customer{'s' if len(customers) != 1 else ''}"]
    print(f"Imported {', '.join(parts)}." + (f" {known} known already." if known else ""))
    for f in plan.files:
        for problem in f.errors:
            note(wrap(f"x {safe(Path(f.file).name)}: {safe(str(problem))}", ""))
    remarks = _remarks(plan)
    for remark in remarks[:_SHOWN]:
        note(wrap(f"! {safe(remark)}", ""))
    if len(remarks) > _SHOWN:
        note(f"! and {len(remarks) - _SHOWN} more remarks: add --json to see them all")
    print("Next: debcli today")


def _remarks(plan: "ImportPlan") -> list[str]:
    """Each remark once, with the file it is about, or how many."""
    about: dict[str, list[str]] = {}
    for f in plan.files:
        for problem in f.warnings:
            about.setdefault(str(problem), []).append(Path(f.file).name)
    told = [
        f"{files[0]}: {text}" if len(files) == 1 else f"{len(files)} files: {text}"
        for text, files in about.items()
    ]
    return [*plan.warnings, *told]
