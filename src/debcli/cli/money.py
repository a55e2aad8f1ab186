"""claim: what may be asked, line by line."""

import textwrap

import typer

from debcli.cli.output import emit, pad, safe, width, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import of_claim
from debcli.receivables.claim import Claim
from debcli.receivables.claim import claim as compute
from debcli.receivables.facts import Customer, Kind
from debcli.values import dates
from debcli.values.money import dutch, euro, percent


def claim(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    on: str | None = typer.Option(None, "--on", metavar="DATE", help="As of another day, past or future."),
) -> None:
    """Principal, interest and costs that may be claimed, each line explained.

    For example: debcli claim belofte-bouw     debcli claim belofte-bouw --on 2026-12-31
    """
    run = Run.of(ctx)
    if on is not None:
        run.day = run.parse_day(on)
    from debcli.ledger import read

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run)
    found = compute(acc)
    if run.json:
        emit(of_claim(who, found))
        return
    print(_page(who, found))


def _page(who: Customer, found: Claim) -> str:
    wide = width()
    law = {"nl": "Dutch law", "be": "Belgian law"}[found.jurisdiction]
    if not found.invoices:
        return f"{safe(who.name)} · nothing is due on {dates.full(found.as_of)}."
    lines = [
        wrap(f"{safe(who.name)} · {law}, {who.kind} · {dates.full(found.as_of)}", ""),
        _row(wide, "", "", "days", found.currency if found.currency != "EUR" else "€"),
    ]
    for i in found.invoices:
        text = f"{safe(i.invoice.number)}, due {dates.long(i.due)}" + (
            f" ({dutch(i.invoice.amount)} less {dutch(i.paid)})" if i.paid else ""
        )
        lines.append(_row(wide, "principal", text, str(i.days_late), dutch(i.open)))
    for line in found.interest:
        rate = f"{percent(line.percent)}{' agreed' if line.agreed else ''}"
        span = f"{dates.short(line.first)} - {dates.short(line.last)} {line.last.year}   {rate} on {dutch(line.base)}"
        lines.append(_row(wide, "interest", span, str(line.days), dutch(line.amount)))
    lines += [_row(wide, "costs", cost.basis, "", dutch(cost.amount)) for cost in found.costs]
    for paid in found.received:
        met = f"{dates.long(paid.on)}: costs {dutch(paid.to_costs)}, interest {dutch(paid.to_interest)}"
        lines.append(_row(wide, "paid", met, "", dutch(-paid.to_costs - paid.to_interest)))
    for less in found.let_go:
        why = f"{safe(less.number)}: interest since the letter is not asked of who pays by {dates.long(less.until)}"
        lines.append(_row(wide, "less", why, "", dutch(-less.amount)))
    lines += [_row(wide, "", "", "", "-" * 11), _row(wide, "total", "", "", dutch(found.total))]
    if found.per_day and not found.let_go:
        lines.append(f"Every further day adds {euro(found.per_day)} of interest.")
    if (found.interest or found.costs) and not any(found.claimed):
        lines.append(
            "The veertiendagenbrief asks the interest; the costs it names are owed once it has run out."
            if who.kind == Kind.CONSUMER
            else "A letter asks interest and costs from the sommatie on."
        )
    lines += [wrap(safe(text), "") for text in found.notes]
    return "\n".join([*lines, *(wrap(f"! {safe(w)}", "") for w in found.warnings)])


def _row(wide: int, head: str, text: str, days: str, amount: str) -> str:
    """A line of the claim; a text that is too long goes on below, its figures stay on the first line."""
    room = wide - 31 + (0 if days else 6)  # without days their column is free
    first, *more = textwrap.wrap(text, room, break_on_hyphens=False) or [""]
    figures = f"{days:>5} {amount:>11}" if days else f"{amount:>11}"
    below = textwrap.wrap(" ".join(more), room - 2, break_on_hyphens=False)
    return "\n".join(
        [f"  {head:<10} {pad(first, room)} {figures}".rstrip(), *(f"{'':<15}{rest}" for rest in below)]
    )
