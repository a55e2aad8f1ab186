"""deliver: may I deliver, and what lifts the stop."""

import sqlite3
from typing import Any

import typer

from debcli.cli.output import emit, safe, style, table, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.language import mark_as, say, say_as, say_many
from debcli.law import nl
from debcli.receivables.account import Account
from debcli.receivables.balance import balances, in_favour
from debcli.receivables.delivery import Delivery, delivery
from debcli.receivables.known import as_of, payment_as_of
from debcli.values import dates
from debcli.values.money import dutch, euro, parse_amount, plain

_WAITS = (  # why an invoice rests, as the account names it
    mark_as("rest", "promise"),
    mark_as("rest", "plan"),
    mark_as("rest", "plan-missed"),
    mark_as("rest", "hold"),
)


def deliver(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    amount: str | None = typer.Option(
        None, "--amount", metavar="A", help="What the new work comes to, with VAT."
    ),
) -> None:
    """May I deliver? Yes (exit 0) or no (exit 3), with the amount that lifts the stop.

    For example: debcli deliver notaris-linde     debcli deliver hotel-zeezicht --amount 2500
    """
    run = Run.of(ctx)
    new = parse_amount(amount) if amount is not None else 0
    from debcli.ledger import read

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run)
        found = delivery(acc, balance(conn, who.id, run), new)
    if run.json:
        emit(_document(acc, found))
    else:
        print(_page(run, acc, found))
    if not found.may:
        raise typer.Exit(3)


def balance(conn: sqlite3.Connection, customer_id: int, run: Run) -> int:
    """What the customer has with the user on the day: payments and credits that are booked to nothing. Cents, EUR."""
    from debcli.ledger import read

    facts = as_of(read.history(conn, customer_id), run.day)
    paid = [payment_as_of(p, run.day) for p in read.payments(conn, customer_id) if p.on <= run.day]
    credited = [c for c in read.credit_notes(conn, customer_id) if c.on <= run.day]
    return in_favour(balances(facts, paid, credited)).get("EUR", 0)


def _document(acc: Account, found: Delivery) -> dict[str, Any]:
    return {
        "customer": acc.customer.slug,
        "as_of": iso(acc.day),
        "may_deliver": found.may,
        "amount": plain(found.lift),
        "amount_with_letter": plain(found.lift + found.by_law),
        "invoices": [
            {"number": x.invoice.number, "due": iso(x.invoice.due), "principal": plain(x.principal), "claimed": plain(x.extras), "total": plain(x.total)}
            for x in found.lines
        ],
        "waits": [{"number": i.number, "why": why, "until": iso(until)} for i, why, until in found.waits],
        "disputed": plain(found.disputed),
        "not_asked_yet": plain(found.by_law),
        "exposure": plain(found.exposure),
        "limit": None if found.limit is None else plain(found.limit),
        "prepay_percent": found.prepay_percent,
        "prepay": plain(found.prepay),
        "in_favour": plain(found.in_favour),
        "why": reasons(acc, found),
    }  # fmt: skip


def reasons(acc: Account, found: Delivery) -> list[str]:
    """Why not, one line each."""
    told = []
    if found.lift:
        late = [x for x in found.lines if x.principal]
        oldest = max(((acc.day - x.invoice.due).days for x in late), default=0)
        told.append(
            say_many(
                "{amount} is due and unpaid, the oldest {count} day late.",
                "{amount} is due and unpaid, the oldest {count} days late.",
                oldest,
                amount=euro(found.lift),
            )
            if late
            else say("{amount} of the interest and costs claimed is not paid.", amount=euro(found.lift))
        )
    if found.above_limit:
        told.append(
            say(
                "{amount} would be open, {above} above the {limit} you agreed.",
                amount=euro(found.exposure),
                above=euro(found.above_limit),
                limit=euro(found.limit or 0),
            )
        )
    if found.short:
        told.append(
            say(
                "The terms ask {percent} % before you start: {prepay}, of which {short} is not in.",
                percent=found.prepay_percent,
                prepay=euro(found.prepay),
                short=euro(found.short),
            )
        )
    return told


def _page(run: Run, acc: Account, found: Delivery) -> str:
    name, slug = safe(acc.customer.name), acc.customer.slug
    if found.may:
        lines = [
            style(run, say("Yes: nothing stands in the way of delivering to {name}.", name=name), "green")
        ]
    else:
        lines = [style(run, say("No: do not deliver to {name} now.", name=name), "red", "bold")]
        lines += [wrap(why, "  ") for why in reasons(acc, found)]
    if found.lines:
        rows = [
            [x.invoice.number, say("due {day}", day=dates.short(x.invoice.due)), dutch(x.principal), dutch(x.extras), dutch(x.total)]
            for x in found.lines
        ]  # fmt: skip
        lines += [
            "",
            table(
                [say("invoice"), "", say("principal"), say("claimed"), "€"], rows, right=frozenset({2, 3, 4})
            ),
        ]
        lines.append(wrap(say("Paid today, {amount} lifts the stop.", amount=euro(found.lift)), ""))
        if found.by_law:
            told = say(
                "By law {amount} of interest and costs comes on top once a letter asks it; no letter has. "
                "The letter below does: once it is sent, {lift} lifts the stop.",
                amount=euro(found.by_law),
                lift=euro(found.lift + found.by_law),
            )
            lines.append(wrap(told, ""))
        lines += ["", say("Tell the customer: debcli letter {slug} --kind opschorting", slug=slug)]
        told = (
            say(
                "Suspending needs a connection between what is owed and what you would deliver (art. 6:52 BW), and is lifted "
                "once it is paid."
            )
            if acc.customer.law == nl.JURISDICTION
            else say(
                "Suspending needs a connection between what is owed and what you would deliver, and is lifted once it is paid."
            )
        )
        lines.append(wrap(told, ""))
    for invoice, why, until in found.waits:
        number, cause = safe(invoice.number), say_as("rest", why)
        told = (
            say(
                "{number} does not count: you agreed to wait ({why}) until {day}.",
                number=number,
                why=cause,
                day=dates.full(until),
            )
            if until
            else say("{number} does not count: you agreed to wait ({why}).", number=number, why=cause)
        )
        lines.append(wrap(told, ""))
    if found.disputed:
        lines.append(wrap(say("{amount} is in dispute and does not count.", amount=euro(found.disputed)), ""))
    if found.prepay_percent and not found.new:
        lines.append(
            wrap(
                say(
                    "His terms ask {percent} % before you start: name the sum with --amount.",
                    percent=found.prepay_percent,
                ),
                "",
            )
        )
    return "\n".join(lines)
