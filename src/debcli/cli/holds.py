"""hold and release: nothing is asked until a day, for a reason; a hold ends by itself."""

import sqlite3
from typing import NamedTuple

import typer

from debcli.cli.fields import line
from debcli.cli.parameters import ON, customers_or_invoices
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError
from debcli.language import mark_as, say
from debcli.receivables.facts import Customer, Invoice
from debcli.values import dates

LONGEST = 365  # days: what should rest longer is better written off or agreed upon
_WHAT = typer.Argument(
    ...,
    metavar="CUSTOMER|INVOICE",
    autocompletion=customers_or_invoices,
    help="A customer, or the number of one invoice.",
    show_default=False,
)


class _Target(NamedTuple):
    customer: Customer
    invoice: Invoice | None

    @property
    def name(self) -> str:
        """As it stands in a sentence."""
        return say("invoice {number}", number=self.invoice.number) if self.invoice else self.customer.name


def _target(conn: sqlite3.Connection, text: str) -> _Target:
    """An invoice by its number, else a customer. Raises InputError."""
    from debcli.ledger import read

    try:
        found = read.find_invoice(conn, text)
    except InputError:
        return _Target(read.find_customer(conn, text), None)
    return _Target(read.customer_by_id(conn, found.customer), found)


def hold(
    ctx: typer.Context,
    what: str = _WHAT,
    until: str = typer.Option(..., "--until", metavar="DATE", help="The last day nothing is asked."),
    because: str = typer.Option(..., "--because", metavar="T", help="Why; you will read it again."),
    on: str | None = ON,
) -> None:
    """Ask nothing for a while: of a customer, or for one invoice. It ends by itself.

    For example: debcli hold belofte-bouw --until +3w --because "eigenaar ligt in het ziekenhuis"     debcli hold 2026-001 --until vrijdag --because "creditnota volgt"
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    run.remark_future(day)
    last = run.parse_day(until)
    if last < day:
        raise InputError(
            say("{day} has passed.", day=dates.full(last)), say("Type a day to come: --until +2w")
        )
    if (last - day).days > LONGEST:
        raise InputError(
            say("{day} is more than a year away.", day=dates.full(last)),
            say("Hold it for a shorter time, or write it off."),
        )
    reason = line(mark_as("field", "reason"))(because)
    from debcli.ledger import talk

    with run.write_rows() as work:
        target = _target(work.raw, what)
        number = talk.record_hold(
            work,
            customer_id=target.customer.id,
            invoice_id=target.invoice.id if target.invoice else None,
            on=day,
            until=last,
            because=reason,
        )
        work.summary = say("hold on {what} until {day}", what=target.name, day=iso(last))
        acc = account_of(work.raw, target.customer.id, run)
    thing = {
        "id": number,
        "customer": target.customer.slug,
        "invoice": target.invoice.number if target.invoice else None,
        "on": iso(day),
        "until": iso(last),
        "because": reason,
    }
    report(
        run,
        thing,
        [
            say(
                "Nothing is asked on {what} up to {day}: {reason}.",
                what=target.name,
                day=dates.full(last),
                reason=reason,
            )
        ],
        acc,
    )


def release(ctx: typer.Context, what: str = _WHAT, on: str | None = ON) -> None:
    """End a hold before its day.

    For example: debcli release fietsen-van-dam     debcli release 2026-003
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    from debcli.ledger import read, talk

    with run.write_rows() as work:
        target = _target(work.raw, what)
        which = target.invoice.id if target.invoice else None
        facts = read.history(work.raw, target.customer.id)
        running = [
            h
            for h in facts.holds
            if h.invoice == which
            and h.on <= day <= h.until
            and (h.released_on is None or h.released_on > day)
        ]
        if not running:
            raise InputError(
                say("There is no hold on {what} on {day}.", what=target.name, day=dates.full(day)),
                say("See: debcli show {slug}", slug=target.customer.slug),
            )
        for one in running:
            talk.release_hold(work, one.id, on=day)
        work.summary = say("hold on {what} ended", what=target.name)
        acc = account_of(work.raw, target.customer.id, run)
    thing = {
        "id": running[-1].id,
        "customer": target.customer.slug,
        "invoice": target.invoice.number if target.invoice else None,
        "released_on": iso(day),
    }
    report(run, thing, [say("The hold on {what} is ended.", what=target.name)], acc)
