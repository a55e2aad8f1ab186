"""A dispute is solved, not chased: log it, resolve it."""

from enum import StrEnum

import typer

from debcli.cli import ask
from debcli.cli.choices import RULINGS
from debcli.cli.fields import line
from debcli.cli.parameters import CUSTOMER, INVOICE, ON
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.cli.words import resting, ruling_word
from debcli.errors import InputError, UsageError
from debcli.language import mark_as, say
from debcli.receivables.account import dispute_share, solve_by
from debcli.receivables.booking import book_credit
from debcli.values import dates
from debcli.values.money import euro, parse_amount, plain


class Ruling(StrEnum):
    """How a dispute ended."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    CREDITED = "credited"


def log_dispute(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    invoice: str = INVOICE,
    about: str = typer.Option(..., "--about", metavar="T", help="What the objection is."),
    amount: str | None = typer.Option(
        None, "--amount", metavar="A", help="The part in dispute; else all of it."
    ),
    solve_on: str | None = typer.Option(
        None, "--solve-by", metavar="DATE", help="When you mean to have it solved; default five working days."
    ),
    on: str | None = ON,
) -> None:
    """Log an objection to an invoice. What is in dispute is not chased; the rest is.

    For example: debcli log-dispute belofte-bouw 2026-001 --about "2 dozen te weinig" --amount 210     debcli log-dispute belofte 2026-001 --about "niet besteld" --solve-by +5d
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    run.remark_future(day)
    cents = parse_amount(amount) if amount is not None else None
    from debcli.ledger import read, talk

    with run.write_rows() as work:
        who = read.find_customer(work.raw, customer)
        found = read.find_invoice(work.raw, invoice, who.id)
        acc = account_of(work.raw, who.id, run.at(day))
        item = next((i for i in acc.items if i.invoice.id == found.id), None)
        if item is None:
            raise InputError(
                say("Nothing is open on {number}.", number=found.number),
                say("See: debcli show {slug}", slug=who.slug),
            )
        if item.disputed:
            raise InputError(
                say("{number} is in dispute already.", number=found.number),
                say(
                    "Solve that first: debcli resolve-dispute {slug} {number}",
                    slug=who.slug,
                    number=found.number,
                ),
            )
        if cents is not None and not 0 < cents <= item.open:
            raise InputError(
                say(
                    "{amount} was named, but {most} is open on {number}.",
                    amount=euro(cents),
                    most=euro(item.open, found.currency),
                    number=found.number,
                ),
                say("Leave --amount out when all of it is disputed."),
            )
        until = run.parse_day(solve_on) if solve_on else solve_by(day, acc.country)
        if until < day:
            raise InputError(
                say("{day} has passed.", day=dates.full(until)), say("Type a day to come: --solve-by +7d")
            )
        what = line(mark_as("field", "objection"), 300)(about)
        dispute = talk.record_dispute(
            work, customer_id=who.id, invoice_id=found.id, on=day, solve_by=until, amount=cents, about=what
        )
        part = (
            say("{amount} of {number}", amount=euro(cents, found.currency), number=found.number)
            if cents is not None
            else found.number
        )
        work.summary = say("dispute of {what}: {about}", what=part, about=what)
        acc = account_of(work.raw, who.id, run)
    thing = {
        "id": dispute,
        "customer": who.slug,
        "invoice": found.number,
        "amount": None if cents is None else plain(cents),
        "about": what,
        "on": iso(day),
        "solve_by": iso(until),
    }
    report(run, thing, [resting(found.number, cents, found.currency, until)], acc)


def resolve_dispute(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    invoice: str = INVOICE,
    outcome: Ruling | None = typer.Option(
        None,
        "--outcome",
        help="upheld: the customer is right; credited: you agreed on a part; rejected: he is not. Asked when left out.",
    ),
    credit: str | None = typer.Option(None, "--credit", metavar="A", help="What you credit for it."),
    on: str | None = ON,
) -> None:
    """End a dispute. What is credited comes off the invoice; what remains can be asked for again.

    For example: debcli resolve-dispute bakkerij-mol 2026-007 --outcome credited --credit 210     debcli resolve-dispute mol 2026-007 --outcome rejected
    """
    resolve(Run.of(ctx), customer, invoice, outcome, credit, on)


def resolve(
    run: Run,
    customer: str,
    invoice: str,
    outcome: Ruling | None = None,
    credit: str | None = None,
    on: str | None = None,
) -> None:
    """End a dispute of an invoice, asking on a terminal how it ended. Raises InputError and UsageError."""
    day = run.day_of(on)
    outcome = outcome or Ruling(
        ask.choose(
            run,
            "--outcome",
            say("How did the dispute of {number} end?", number=invoice),
            [(word, say(told)) for word, told in RULINGS],
        )
    )
    if outcome == Ruling.CREDITED and credit is None and run.interactive:
        credit = plain(ask.required(run, None, "--credit", say("How much do you credit"), parse_amount))
    from debcli.ledger import booked, read, talk

    with run.write_rows() as work:
        who = read.find_customer(work.raw, customer)
        found = read.find_invoice(work.raw, invoice, who.id)
        acc = account_of(work.raw, who.id, run)
        running = next(
            (d for d in acc.facts.disputes if d.invoice == found.id and d.resolved_on is None), None
        )
        item = next((i for i in acc.items if i.invoice.id == found.id), None)
        if running is None or item is None:
            raise InputError(
                say("Invoice {number} is not in dispute.", number=found.number),
                say("See: debcli show {slug}", slug=who.slug),
            )
        if outcome == Ruling.REJECTED and credit is not None:
            raise UsageError(
                say("A rejected dispute has no credit."),
                say("Leave --credit out, or type --outcome credited."),
            )
        if outcome == Ruling.CREDITED and credit is None:
            raise UsageError(say("--credit is missing."), say("Say what you credit: --credit 210,00"))
        cents = (
            parse_amount(credit)
            if credit is not None
            else dispute_share(running, item)
            if outcome == Ruling.UPHELD
            else 0
        )
        if cents > item.open:
            raise InputError(
                say("Only {amount} is open on {number}.", amount=euro(item.open), number=found.number),
                say("Type --credit {amount} at most.", amount=plain(item.open)),
            )
        talk.resolve_dispute(work, running.id, on=day, outcome=outcome.value)
        lines = [
            say(
                "Dispute of {number} ended: {outcome}.",
                number=found.number,
                outcome=ruling_word(outcome.value),
            )
        ]
        if cents:
            facts = read.history(work.raw, who.id)
            booking = book_credit(facts, found, cents, day, read.practice(work.raw))
            booked.record_credit(
                work, customer_id=who.id, amount=cents, on=day, booking=booking, currency=found.currency
            )
            lines.append(
                say(
                    "{amount} credited; {left} is left open.",
                    amount=euro(cents, found.currency),
                    left=euro(item.open - cents, found.currency),
                )
            )
        work.summary = say(
            "dispute of {number} {outcome}", number=found.number, outcome=ruling_word(outcome.value)
        )
        acc = account_of(work.raw, who.id, run)
    thing = {
        "id": running.id,
        "customer": who.slug,
        "invoice": found.number,
        "outcome": outcome.value,
        "credit": plain(cents),
        "on": iso(day),
    }
    report(run, thing, lines, acc)
