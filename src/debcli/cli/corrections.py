"""edit-invoice: mend what was typed wrong, as long as nothing that left rests on it."""

from typing import Any

import typer

from debcli.cli.fields import line
from debcli.cli.invoices import Sale
from debcli.cli.output import note, wrap
from debcli.cli.parameters import INVOICE
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import of_invoice
from debcli.errors import InputError, UsageError
from debcli.language import mark_as, say
from debcli.receivables.account import lawful_term, state_of
from debcli.receivables.booking import still_claimed_on
from debcli.receivables.called import column_words, value_words
from debcli.receivables.corrections import require_correctable, require_enough
from debcli.values import dates
from debcli.values.money import euro, parse_amount


def edit_invoice(
    ctx: typer.Context,
    invoice: str = INVOICE,
    number: str | None = typer.Option(None, "--number", metavar="N", help="As on the invoice."),
    amount: str | None = typer.Option(None, "--amount", metavar="A", help="With VAT."),
    issued: str | None = typer.Option(None, "--issued", metavar="DATE", help="Date of the invoice."),
    due: str | None = typer.Option(
        None, "--due", metavar="DATE", help="Last day to pay; +14d counts from the invoice."
    ),
    reference: str | None = typer.Option(None, "--reference", help="Payment reference; empty: the number."),
    about: str | None = typer.Option(None, "--about", help="What it was for."),
    sale: Sale | None = typer.Option(None, "--sale", help="What was sold."),
    express: bool = typer.Option(
        False, "--express", help="A term over 60 days was agreed expressly, and is fair."
    ),
    agreed_term: bool | None = typer.Option(
        None, "--agreed-term/--no-agreed-term", help="Whether the last day to pay is agreed, or only printed."
    ),
) -> None:
    """Change what is known of an invoice; what is not named stays. What a letter that left has said of it stands.

    For example: debcli edit-invoice 2026-012 --due 2026-11-24     debcli edit-invoice 2026-012 --amount 1425
    """
    run = Run.of(ctx)
    values = _read(run, number, amount, issued, reference, about, sale, agreed_term)
    if not values and due is None:
        raise UsageError(
            say("Nothing to change was named."),
            say("For example: debcli edit-invoice {invoice} --due 2026-10-15", invoice=invoice),
        )
    from debcli.ledger import booked, read

    with run.write_rows() as work:
        before = read.find_invoice(work.raw, invoice)
        who = read.customer_by_id(work.raw, before.customer)
        facts = read.history(work.raw, who.id)
        if due is not None:  # `+14d` and `15 september` count from the invoice, as a term does
            values["due"] = run.parse_day(due, since=values.get("issued", before.issued))
        values = {name: new for name, new in values.items() if getattr(before, name) != new}
        after = before._replace(**values)
        require_correctable(facts, before, values)
        if "amount" in values:
            paid = sum(a.amount for a in facts.allocations if a.invoice == before.id)
            require_enough(before, after.amount, paid)
        if after.due < after.issued:
            raise InputError(
                say(
                    "Due {due} is before the invoice itself, {issued}.",
                    due=dates.full(after.due),
                    issued=dates.full(after.issued),
                ),
                say("Check --due and --issued."),
            )
        term = lawful_term(who, after.issued, after.due, express=express)
        if {"due", "issued"} & set(values):
            values["due"] = term.due
        changed = booked.edit_invoice(work, before, values)
        if "amount" in changed:
            facts = read.history(work.raw, who.id)
            now = next(i for i in facts.invoices if i.id == before.id)
            practice = read.practice(work.raw)
            booked.settle_invoice(work, before.id, rest=still_claimed_on(facts, now, run.day, practice))
        work.summary = (
            say(
                "invoice {number} of {name}: {fields} changed",
                number=before.number,
                name=who.name,
                fields=", ".join(map(column_words, changed)),
            )
            if changed
            else say("invoice {number} of {name}: nothing changed", number=before.number, name=who.name)
        )
        acc = account_of(work.raw, who.id, run)
        now = next(i for i in read.history(work.raw, who.id).invoices if i.id == before.id)
    if {"due", "issued"} & set(changed) and term.why:
        note(wrap(say("! {why} (art. {article} BW).", why=term.why, article=term.article), ""))
    open_now = next((i.open for i in acc.items if i.invoice.id == now.id), 0)
    thing = {**of_invoice(now, now.due, open_now, state_of(acc, now)), "customer": who.slug}
    told = [
        f"{column_words(name)}: {_shown(name, old)} -> {_shown(name, new)}"
        for name, (old, new) in changed.items()
    ]
    if "amount" in changed:
        told.append(say("{amount} is open on it.", amount=euro(open_now, now.currency)))
    said = (
        [say("{number} of {name}", number=now.number, name=who.name), *told]
        if told
        else [say("{number}: that was already so.", number=now.number)]
    )
    report(run, thing, said, acc)


def _read(
    run: Run, number: str | None, amount: str | None, issued: str | None, reference: str | None, about: str | None,
    sale: Sale | None, agreed_term: bool | None,
) -> dict[str, Any]:  # fmt: skip
    """What was typed, by column; only what was."""
    values: dict[str, Any] = {}
    if number is not None:
        values["number"] = line(mark_as("field", "invoice number"), 60)(number)
    if amount is not None:
        values["amount"] = parse_amount(amount)
        if values["amount"] == 0:
            raise InputError(
                say("An invoice of 0,00 has nothing to collect."),
                say("Given up? debcli write-off INVOICE --because T"),
            )
    if issued is not None:
        values["issued"] = run.parse_day(issued, forward=False)
    if reference is not None:
        values["reference"] = line(mark_as("field", "reference"), 60)(reference) if reference else ""
    if about is not None:
        values["about"] = line(mark_as("field", "description"))(about) if about else ""
    if sale is not None:
        values["sale"] = sale.value
    if agreed_term is not None:
        values["agreed"] = agreed_term
    return values


def _shown(column: str, value: Any) -> str:
    """A value as the user reads it."""
    return euro(value) if column == "amount" else value_words(column, value)
