"""deliver: may I deliver, and what lifts the stop."""

import sqlite3
from typing import Any

import typer

from debcli.cli.output import emit, safe, style, table, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.receivables.account import Account, as_of, payment_as_of
from debcli.receivables.balance import balances, in_favour
from debcli.receivables.delivery import Delivery, delivery
from debcli.values import dates
from debcli.values.money import dutch, euro, parse_amount, plain


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
            f"{euro(found.lift)} is due and unpaid, the oldest {oldest} day{'s' if oldest != 1 else ''} late."
            if late
            else f"{euro(found.lift)} of the interest and costs claimed is not paid."
        )
    if found.above_limit:
        told.append(
            f"{euro(found.exposure)} would be open, {euro(found.above_limit)} above the {euro(found.limit or 0)} you agreed."
        )
    if found.short:
        told.append(
            f"The terms ask {found.prepay_percent} % before you start: {euro(found.prepay)}, of which {euro(found.short)} is not in."
        )
    return told


def _page(run: Run, acc: Account, found: Delivery) -> str:
    name, slug = safe(acc.customer.name), acc.customer.slug
    if found.may:
        lines = [style(run, f"Yes: nothing stands in the way of delivering to {name}.", "green")]
    else:
        lines = [style(run, f"No: do not deliver to {name} now.", "red", "bold")]
        lines += [wrap(why, "  ") for why in reasons(acc, found)]
    if found.lines:
        rows = [
            [x.invoice.number, f"due {dates.short(x.invoice.due)}", dutch(x.principal), dutch(x.extras), dutch(x.total)]
            for x in found.lines
        ]  # fmt: skip
        lines += ["", table(["invoice", "", "principal", "claimed", "€"], rows, right=frozenset({2, 3, 4}))]
        lines.append(wrap(f"Paid today, {euro(found.lift)} lifts the stop.", ""))
        if found.by_law:
            told = f"By law {euro(found.by_law)} of interest and costs comes on top once a letter asks it; no letter has."
            told += (
                f" The letter below does: once it is sent, {euro(found.lift + found.by_law)} lifts the stop."
            )
            lines.append(wrap(told, ""))
        lines += ["", f"Tell the customer: debcli letter {slug} --kind opschorting"]
        ground = " (art. 6:52 BW)" if acc.customer.law == "nl" else ""
        told = f"Suspending needs a connection between what is owed and what you would deliver{ground}, and is lifted once it is paid."
        lines.append(wrap(told, ""))
    for invoice, why, until in found.waits:
        end = f" until {dates.full(until)}" if until else ""
        lines.append(wrap(f"{safe(invoice.number)} does not count: you agreed to wait ({why}){end}.", ""))
    if found.disputed:
        lines.append(wrap(f"{euro(found.disputed)} is in dispute and does not count.", ""))
    if found.prepay_percent and not found.new:
        lines.append(
            wrap(f"His terms ask {found.prepay_percent} % before you start: name the sum with --amount.", "")
        )
    return "\n".join(lines)
