"""Money that came in."""

import typer

from debcli.cli.output import note
from debcli.cli.parameters import AMOUNT, CUSTOMER, ON
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError
from debcli.receivables.booking import OpenInvoice, book
from debcli.receivables.claim import claimed_extras
from debcli.values import dates
from debcli.values.money import euro, parse_amount, plain


def log_payment(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    amount: str = AMOUNT,
    on: str | None = ON,
    invoice: list[str] = typer.Option(
        [], "--invoice", metavar="N", help="The invoice the payer named; may be repeated."
    ),
) -> None:
    """Record a payment. It goes to the invoice it names, else to the oldest.

    For example: debcli log-payment bakkerij-jansen 500 --on gisteren --invoice 2026-001
    """
    run = Run.of(ctx)
    cents = parse_amount(amount)
    if cents == 0:
        raise InputError("A payment of 0,00 changes nothing.", "Type what came in: 500,00")
    day = run.day_of(on)
    from debcli.ledger import read, write

    with run.write() as work:
        who = read.find_customer(work.raw, customer)
        named = [read.find_invoice(work.raw, number, who.id) for number in invoice]
        # What is open now, not as it was on the day of a payment that is entered late: it cannot be booked twice.
        facts = read.history(work.raw, who.id)
        booked = {i.id: sum(a.amount for a in facts.allocations if a.invoice == i.id) for i in facts.invoices}
        currency = named[0].currency if named else "EUR"
        open_now = [
            OpenInvoice(i.id, i.due, i.amount - booked[i.id])
            for i in facts.invoices
            if i.currency == currency
        ]
        booking = book(cents, open_now, [i.id for i in named])
        paid_before = sum(p.extras for p in read.payments(work.raw, who.id))
        country = read.creditor(work.raw).country
        extras = min(booking.left, claimed_extras(facts, day, country=country, paid=paid_before))
        payment = write.record_payment(
            work, customer_id=who.id, amount=cents, on=day, booking=booking, extras=extras, currency=currency
        )
        work.summary = f"payment of {euro(cents, currency)} from {who.name}"
        acc = account_of(work.raw, who.id, run)
    numbers = {i.id: i.number for i in facts.invoices}
    left_open = {i.id: i.open for i in open_now}
    lines = [f"Payment of {euro(cents, currency)} from {who.name} on {dates.full(day)}."]
    for invoice_id, part in booking.parts:
        rest = left_open[invoice_id] - part
        lines.append(
            f"  {numbers[invoice_id]}: {euro(part, currency)}"
            + (f", {euro(rest, currency)} still open" if rest else ", paid in full")
        )
    if extras:
        lines.append(f"  interest and costs of the sommatie: {euro(extras, currency)}")
    surplus = booking.left - extras
    if surplus:
        lines.append(f"  {euro(surplus, currency)} is more than was open: a balance in favour of {who.name}.")
    if day > run.day:
        note(f"That is in the future: today counts it from {dates.full(day)} on.")
    if not acc.items:
        lines.append(f"{who.name} owes nothing now.")
    thing = {
        "id": payment, "customer": who.slug, "amount": plain(cents), "on": iso(day), "currency": currency,
        "invoices": [{"number": numbers[i], "amount": plain(part)} for i, part in booking.parts], "extras": plain(extras),
        "left": plain(surplus),
    }  # fmt: skip
    report(run, thing, lines, acc)
