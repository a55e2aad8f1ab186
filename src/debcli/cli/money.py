"""claim: what may be asked, line by line."""

import textwrap

import typer

from debcli.cli.output import emit, pad, safe, width, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import of_claim
from debcli.language import mark_as, say, say_as
from debcli.law import nl
from debcli.receivables.claim import Claim
from debcli.receivables.claim import claim as compute
from debcli.receivables.facts import Customer, Kind
from debcli.values import dates
from debcli.values.money import dutch, euro, percent

_DEBTORS = (mark_as("debtor", "business"), mark_as("debtor", "consumer"), mark_as("debtor", "government"))


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
    law = say("Dutch law") if found.jurisdiction == nl.JURISDICTION else say("Belgian law")
    if not found.invoices:
        return say("{name} · nothing is due on {day}.", name=safe(who.name), day=dates.full(found.as_of))
    lines = [
        wrap(f"{safe(who.name)} · {law}, {say_as('debtor', who.kind.value)} · {dates.full(found.as_of)}", ""),
        _row(wide, "", "", say("days"), found.currency if found.currency != "EUR" else "€"),
    ]
    for i in found.invoices:
        number, day = safe(i.invoice.number), dates.long(i.due)
        text = (
            say(
                "{number}, due {day} ({amount} less {paid})",
                number=number,
                day=day,
                amount=dutch(i.invoice.amount),
                paid=dutch(i.paid),
            )
            if i.paid
            else say("{number}, due {day}", number=number, day=day)
        )
        lines.append(_row(wide, say("principal"), text, str(i.days_late), dutch(i.open)))
    for line in found.interest:
        on = (
            say("{percent} agreed on {amount}", percent=percent(line.percent), amount=dutch(line.base))
            if line.agreed
            else say("{percent} on {amount}", percent=percent(line.percent), amount=dutch(line.base))
        )
        span = f"{dates.short(line.first)} - {dates.short(line.last)} {line.last.year}   {on}"
        lines.append(_row(wide, say("interest"), span, str(line.days), dutch(line.amount)))
    lines += [_row(wide, say("costs"), cost.basis, "", dutch(cost.amount)) for cost in found.costs]
    for paid in found.received:
        met = say(
            "{day}: costs {costs}, interest {interest}",
            day=dates.long(paid.on),
            costs=dutch(paid.to_costs),
            interest=dutch(paid.to_interest),
        )
        lines.append(_row(wide, say("paid"), met, "", dutch(-paid.to_costs - paid.to_interest)))
    for less in found.let_go:
        why = say(
            "{number}: interest since the letter is not asked of who pays by {day}",
            number=safe(less.number),
            day=dates.long(less.until),
        )
        lines.append(_row(wide, say("less"), why, "", dutch(-less.amount)))
    lines += [_row(wide, "", "", "", "-" * 11), _row(wide, say("total"), "", "", dutch(found.total))]
    if found.per_day and not found.let_go:
        lines.append(say("Every further day adds {amount} of interest.", amount=euro(found.per_day)))
    if (found.interest or found.costs) and not any(found.claimed):
        told = (
            say("The veertiendagenbrief asks the interest; the costs it names are owed once it has run out.")
            if who.kind == Kind.CONSUMER
            else say("A letter asks interest and costs from the sommatie on.")
        )
        lines.append(wrap(told, ""))
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
