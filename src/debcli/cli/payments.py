"""Money that came in."""

import typer

from debcli.cli.parameters import AMOUNT, CUSTOMER, ON
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError
from debcli.receivables.booking import book_payment, only_currency, open_invoices
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
        facts = read.history(work.raw, who.id)
        if len({i.currency for i in named}) > 1:
            raise InputError(
                "These invoices are in different currencies.", "Log one payment for each currency."
            )
        currency = named[0].currency if named else only_currency(facts)
        left_open = {i.id: i.open for i in open_invoices(facts, currency)}
        numbers = {i.id: i.number for i in facts.invoices}
        booking = book_payment(
            facts, cents, day, read.practice(work.raw), currency=currency, named=[i.id for i in named]
        )
        payment = write.record_payment(
            work, customer_id=who.id, amount=cents, on=day, booking=booking, currency=currency
        )
        work.summary = f"payment of {euro(cents, currency)} from {who.name}"
        acc = account_of(work.raw, who.id, run)
    lines = [f"Payment of {euro(cents, currency)} from {who.name} on {dates.full(day)}."]
    for part in booking.parts:
        rest = left_open[part.invoice] - part.amount
        said = ([euro(part.amount, currency)] if part.amount else []) + (
            [f"{euro(part.extras, currency)} on interest and costs claimed"] if part.extras else []
        )
        after = ", paid in full"
        if rest or part.rest:
            after = (
                f", {euro(rest, currency)} still open"
                if rest
                else f"; {euro(part.rest, currency)} of the interest and costs claimed is left"
            )
        lines.append(f"  {numbers[part.invoice]}: {' and '.join(said)}{after}")
    if booking.left:
        lines.append(
            f"  {euro(booking.left, currency)} is more than was open: a balance in favour of {who.name}."
        )
    run.remark_future(day)
    if not acc.items and not acc.rests:
        lines.append(f"{who.name} owes nothing now.")
    thing = {
        "id": payment,
        "customer": who.slug,
        "amount": plain(cents),
        "on": iso(day),
        "currency": currency,
        "invoices": [numbers[p.invoice] for p in booking.parts],
        "parts": [
            {
                "number": numbers[p.invoice],
                "amount": plain(p.amount),
                "extras": plain(p.extras),
                "rest_claim": plain(p.rest),
            }
            for p in booking.parts
        ],
        "left": plain(booking.left),
    }
    report(run, thing, lines, acc)
