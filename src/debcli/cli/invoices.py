"""Invoices and credit notes: add, list, credit."""

import shlex
from enum import StrEnum

import typer

from debcli.cli.fields import line
from debcli.cli.output import emit, note, safe, table, wrap
from debcli.cli.parameters import AMOUNT, CUSTOMER, MAYBE_CUSTOMER
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_invoice
from debcli.errors import InputError
from debcli.language import mark_as, say, say_as, say_many
from debcli.law import nl
from debcli.receivables.account import NOT_ISSUED, account, due_day, lawful_term, left_of_claims, state_of
from debcli.receivables.balance import balances, in_favour
from debcli.receivables.called import invoice_state
from debcli.receivables.default import start_of
from debcli.receivables.entrance import remarks
from debcli.receivables.facts import Customer, Invoice
from debcli.values import dates
from debcli.values.money import euro, parse_amount, plain


class Sale(StrEnum):
    """What was sold: a consumer's debt for goods lapses sooner."""

    GOODS = "goods"
    SERVICES = "services"


def add_invoice(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    number: str = typer.Argument(..., metavar="NUMBER", help="As on the invoice.", show_default=False),
    amount: str = AMOUNT,
    issued: str | None = typer.Option(
        None, "--issued", metavar="DATE", help="Date of the invoice; default today."
    ),
    due: str | None = typer.Option(
        None,
        "--due",
        metavar="DATE",
        help="Last day to pay; +14d counts from the invoice. Default by the term.",
    ),
    reference: str | None = typer.Option(
        None, "--reference", help="Payment reference, if it is not the number."
    ),
    about: str | None = typer.Option(None, "--about", help="What it was for."),
    sale: Sale = typer.Option(Sale.SERVICES, "--sale", help="What was sold."),
    express: bool = typer.Option(
        False, "--express", help="A term over 60 days was agreed expressly, and is fair."
    ),
    agreed_term: bool | None = typer.Option(
        None,
        "--agreed-term/--no-agreed-term",
        help="Whether the last day to pay is agreed, or only printed; default as for the customer.",
    ),
) -> None:
    """Add an invoice you sent.

    For example: debcli add-invoice bakkerij-mol 2026-031 1210,00     debcli add-invoice mol 2026-031 "1.210,00" --issued 2026-09-01 --due 2026-10-01
    """
    run = Run.of(ctx)
    cents = parse_amount(amount)
    if cents == 0:
        raise InputError(
            say("An invoice of 0,00 has nothing to collect."), say("Type the amount with VAT: 1210,00")
        )
    sent_on = run.day_of(issued)
    from debcli.ledger import booked, kept, read

    with run.write_rows() as work:
        who = read.find_customer(work.raw, customer)
        given = run.parse_day(due, since=sent_on) if due else None
        last_day = due_day(sent_on, given, who.term_days, read.creditor(work.raw).term_days)
        if last_day < sent_on:
            raise InputError(
                say(
                    "Due {due} is before the invoice itself, {issued}.",
                    due=dates.full(last_day),
                    issued=dates.full(sent_on),
                ),
                say("Check --due and --issued."),
            )
        term = lawful_term(who, sent_on, last_day, express=express)
        may_agree = bool(term.why) and not lawful_term(who, sent_on, last_day, express=True).why
        last_day = term.due
        clean = line(mark_as("field", "invoice number"), 60)(number)
        invoice_id = booked.add_invoice(
            work, customer_id=who.id, number=clean, amount=cents, issued=sent_on, due=last_day,
            reference=line(mark_as("field", "reference"), 60)(reference) if reference else "", about=line(mark_as("field", "description"))(about) if about else "", sale=sale.value,
            agreed=int(who.agreed_term if agreed_term is None else agreed_term),
        )  # fmt: skip
        work.summary = say(
            "invoice {number} of {name}, {amount}", number=clean, name=who.name, amount=euro(cents)
        )
        added = read.find_invoice(work.raw, clean)
        acc = account_of(work.raw, who.id, run)
        found = balances(
            read.history(work.raw, who.id),
            read.payments(work.raw, who.id),
            read.credit_notes(work.raw, who.id),
        )
        favour = in_favour(found).get(added.currency, 0)
        at = account_of(work.raw, who.id, run.at(max(run.day, sent_on)))
        told_first = remarks(
            at,
            added,
            in_favour(found).get("EUR", 0),
            kept.lookups(work.raw, who.id),
            kept.attachments(work.raw, who.id),
        )
    if term.why:
        why = (
            say("you typed {day}; {why}", day=dates.full(term.agreed), why=term.why)
            if term.shortened
            else term.why
        )
        note(wrap(say("! {why} (art. {article} BW).", why=why, article=term.article), ""))
    if may_agree:
        note(
            wrap("  " + say("Is it agreed expressly, and fair? debcli undo, and add it with --express."), "")
        )
    if not added.agreed and who.law == nl.JURISDICTION:
        start = start_of(added, who, ())
        why = start.why
        if start.first:
            why = say("interest runs from {day}: {why}", day=dates.full(start.first), why=why)
        note(wrap(say("! {why} (art. {article} BW).", why=why, article=start.article), ""))
    if sent_on > run.day:
        note(
            say(
                "The invoice is dated {day}: today does not show it before that day.",
                day=dates.full(sent_on),
            )
        )
    for remark in told_first:
        note(wrap(f"! {safe(remark)}", ""))
    thing = {
        **of_invoice(added, last_day, cents, state_of(acc, added)),
        "id": invoice_id,
        "customer": who.slug,
        "in_favour": plain(favour),
        "remarks": told_first,
    }
    values = {"number": clean, "name": who.name, "amount": euro(cents), "day": dates.full(last_day)}
    lines = [
        say("Added invoice {number} of {name}: {amount}, due {day}.", **values)
        if given
        else say_many(
            "Added invoice {number} of {name}: {amount}, due {day} (no due date given: {count} days after the invoice).",
            "Added invoice {number} of {name}: {amount}, due {day} (no due date given: {count} days after the invoice).",
            (last_day - sent_on).days,
            **values,
        )
    ]
    if favour:
        use = f"debcli apply-balance {who.slug} {shlex.quote(clean)}"
        lines += [
            say(
                "{amount} is in favour of {name}. To use it for this invoice:",
                amount=euro(favour),
                name=who.name,
            ),
            f"  {use}",
        ]
    report(run, thing, lines, acc)


def invoices(
    ctx: typer.Context,
    customer: str | None = MAYBE_CUSTOMER,
    everything: bool = typer.Option(False, "--all", help="Paid ones too."),
) -> None:
    """List the open invoices, oldest due first.

    For example: debcli invoices     debcli invoices bakkerij-mol --all
    """
    run = Run.of(ctx)
    from debcli.ledger import read

    with run.read() as conn:
        wanted = read.find_customer(conn, customer).id if customer else None
        practice = read.practice(conn)
        ahead = read.to_come(conn, run.day, wanted)
        people = {c.id: c for c in read.customers(conn)} if ahead else {}
        if everything:
            found = [read.history(conn, c.id) for c in read.customers(conn) if wanted in {None, c.id}]
        else:
            found = [f for f in read.book(conn, run.day).facts if wanted in {None, f.customer.id}]
    accounts = [account(f, run.day, practice) for f in found]
    rows: list[tuple[Invoice, Customer, int, str, int]] = []
    for acc in accounts:
        left = {i.invoice.id: i.open for i in acc.items}
        claimed = left_of_claims(acc)
        rows += [
            (
                invoice,
                acc.customer,
                left.get(invoice.id, 0),
                state_of(acc, invoice),
                claimed.get(invoice.id, 0),
            )
            for invoice in acc.facts.invoices
            if everything or invoice.id in left or invoice.id in claimed
        ]
    rows += [(i, people[i.customer], 0, NOT_ISSUED, 0) for i in ahead]
    rows.sort(key=lambda r: (r[0].due, r[0].number))
    if run.json:
        emit(
            {
                "as_of": iso(run.day),
                "invoices": [
                    {
                        **of_invoice(i, i.due, left, state),
                        "customer": c.slug,
                        "name": c.name,
                        "rest_claim": plain(rest),
                    }
                    for i, c, left, state, rest in rows
                ],
            }
        )
        return
    if not rows:
        print(
            say("No invoices here.")
            if everything
            else say("Nothing is open. See all with: debcli invoices --all")
        )
        return
    print(table(
        [say("invoice"), say("customer"), say_as("invoices", "due"), say("amount"), say_as("money", "open"), say("state")],
        [[i.number, c.name, iso(i.due) or "", euro(i.amount, i.currency), euro(left, i.currency), invoice_state(state) + (" *" if rest else "")]
         for i, c, left, state, rest in rows],
        right=frozenset({3, 4})
    ))  # fmt: skip
    for i, c, _, _, rest in rows:
        if rest:
            print(
                wrap(
                    safe(
                        say(
                            "* {number}: {amount} of the interest and costs claimed is left (debcli claim {slug})",
                            number=i.number,
                            amount=euro(rest),
                            slug=c.slug,
                        )
                    ),
                    "",
                )
            )
