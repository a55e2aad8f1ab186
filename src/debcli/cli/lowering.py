"""What lowers an invoice without a payment: a credit note, and what is given up."""

import shlex

import typer

from debcli.cli import ask
from debcli.cli.fields import line
from debcli.cli.parameters import AMOUNT, CUSTOMER, INVOICE, ON, customers_or_invoices
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.errors import InputError, UsageError
from debcli.language import mark_as, say
from debcli.receivables.booking import book_credit, book_write_off, open_invoices
from debcli.receivables.doubt import doubtful_credit
from debcli.values.money import euro, parse_amount, plain


def credit(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    invoice: str = INVOICE,
    amount: str = AMOUNT,
    number: str | None = typer.Option(None, "--number", help="Of the credit note."),
    on: str | None = ON,
    yes: bool = typer.Option(
        False, "--yes", help="It is right as typed, though it is more than the invoice, or a double."
    ),
) -> None:
    """Record a credit note on an invoice. It lowers what is owed; it is not a payment.

    For example: debcli credit belofte-bouw 2026-001 210,00     debcli credit belofte 2026-001 210 --number C-2026-004
    """
    run = Run.of(ctx)
    cents = parse_amount(amount)
    if cents == 0:
        raise InputError(
            say("A credit note of 0,00 changes nothing."), say("Type the amount with VAT: 210,00")
        )
    from debcli.ledger import booked, read

    day = run.day_of(on)
    clean = line(mark_as("field", "number"), 60)(number) if number else ""
    with run.read() as conn:  # asked before the ledger is held for writing
        who = read.find_customer(conn, customer)
        found = read.find_invoice(conn, invoice, who.id)
        doubt = doubtful_credit(
            read.history(conn, who.id), read.credit_notes(conn, who.id), found, cents, day, clean
        )
    if doubt and not yes:
        _be_sure(run, doubt, who.slug)
    with run.write_rows() as work:
        facts = read.history(work.raw, who.id)
        left = next(i.open for i in open_invoices(facts, found.currency) if i.id == found.id)
        booking = book_credit(facts, found, cents, day, read.practice(work.raw))
        credit_id = booked.record_credit(
            work,
            customer_id=who.id,
            amount=cents,
            on=day,
            booking=booking,
            number=clean,
            currency=found.currency,
        )
        work.summary = say(
            "credit note of {amount} on {number}", amount=euro(cents, found.currency), number=found.number
        )
        acc = account_of(work.raw, who.id, run)
    lines = [
        say(
            "Credited {amount} on invoice {number}; {rest} is left open.",
            amount=euro(cents - booking.left, found.currency),
            number=found.number,
            rest=euro(left - cents + booking.left, found.currency),
        )
    ]
    if booking.left:
        lines.append(
            say(
                "{amount} more than was open: a balance in favour of {name}.",
                amount=euro(booking.left, found.currency),
                name=who.name,
            )
        )
    thing = {
        "id": credit_id,
        "customer": who.slug,
        "invoice": found.number,
        "amount": plain(cents),
        "left": plain(booking.left),
    }
    report(run, thing, lines, acc)


def _be_sure(run: Run, doubt: str, slug: str) -> None:
    """Ask whether a doubtful credit note is meant. Raises InputError when it is not, or nobody can be asked."""
    if not run.interactive:
        again = shlex.join(["debcli", *run.typed, "--yes"])
        raise InputError(
            say("{doubt} Nothing was booked.", doubt=doubt),
            say("Right as typed? {command}", command=again),
        )
    if not ask.confirm(run, say("{doubt} Book it all the same", doubt=doubt)):
        raise InputError(say("Nothing was booked."), say("See: debcli show {slug}", slug=slug))


def write_off(
    ctx: typer.Context,
    what: list[str] = typer.Argument(
        ...,
        metavar="[CUSTOMER] INVOICE",
        help="Its number; the customer before it is not needed.",
        autocompletion=customers_or_invoices,
        show_default=False,
    ),
    because: str | None = typer.Option(None, "--because", metavar="T", help="Why; it is kept."),
    amount: str | None = typer.Option(
        None, "--amount", metavar="A", help="Give up a part; default all that is left."
    ),
    on: str | None = ON,
) -> None:
    """Give up what is left of an invoice: its principal, and the interest and costs claimed on it.

    For example: debcli write-off 2026-001 --because "failliet"     debcli write-off 2026-001 --because "geschikt voor 1.000" --amount 210
    """
    run = Run.of(ctx)
    *customer, invoice = what
    if len(customer) > 1:
        raise UsageError(
            say("One invoice at a time."),
            say("For example: debcli write-off {number} --because T", number=shlex.quote(what[1])),
        )
    cents = parse_amount(amount) if amount is not None else None
    if cents == 0:
        raise InputError(
            say("Giving up 0,00 changes nothing."), say("Leave --amount out to give up all that is left.")
        )
    reason = ask.required(
        run, because, "--because", say("Why do you give it up"), line(mark_as("field", "reason"))
    )
    day = run.day_of(on)
    from debcli.ledger import booked, read

    with run.write_rows() as work:
        named = read.find_customer(work.raw, customer[0]).id if customer else None
        found = read.find_invoice(work.raw, invoice, named)
        who = read.customer_by_id(work.raw, found.customer)
        booking = book_write_off(
            read.history(work.raw, who.id), found, day, read.practice(work.raw), amount=cents
        )
        if not booking.parts or booking.left:
            raise InputError(
                say("So much is not open on invoice {number}.", number=found.number),
                say("See: debcli claim {slug}", slug=who.slug),
            )
        (part,) = booking.parts
        write_off_id = booked.record_write_off(
            work, customer_id=who.id, on=day, because=reason, booking=booking
        )
        work.summary = say(
            "{amount} of {number} written off: {reason}",
            amount=euro(part.amount + part.extras, found.currency),
            number=found.number,
            reason=reason,
        )
        acc = account_of(work.raw, who.id, run)
    thing = {
        "id": write_off_id,
        "customer": who.slug,
        "invoice": found.number,
        "amount": plain(part.amount),
        "extras": plain(part.extras),
        "because": reason,
    }
    amount_ = euro(part.amount, found.currency)
    said = (
        say(
            "Given up on {number}: {amount} of the principal and {extras} of interest and costs ({reason}).",
            number=found.number,
            amount=amount_,
            extras=euro(part.extras, found.currency),
            reason=reason,
        )
        if part.extras
        else say(
            "Given up on {number}: {amount} of the principal ({reason}).",
            number=found.number,
            amount=amount_,
            reason=reason,
        )
    )
    report(run, thing, [said], acc)
