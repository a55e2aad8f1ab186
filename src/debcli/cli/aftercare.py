"""The end of a case: hand it over, look back on it, go on by new terms."""

from enum import StrEnum

import typer

from debcli.cli.fields import line
from debcli.cli.parameters import CUSTOMER, ON
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso, open_in
from debcli.errors import InputError, UsageError
from debcli.receivables.claim import main_currency
from debcli.receivables.figures import REVIEW_DAYS
from debcli.values import dates
from debcli.values.money import euro, parse_amount, plain
from debcli.values.text import clean_note


class CaseOutcome(StrEnum):
    """How a case ended."""

    PAID = "paid"
    SETTLED = "settled"
    WRITTEN_OFF = "written-off"
    LOST = "lost"


def handover(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    to: str | None = typer.Option(None, "--to", metavar="NAME", help="Agency, bailiff, lawyer or court."),
    back: bool = typer.Option(False, "--back", help="It is yours again."),
    review: str | None = typer.Option(
        None, "--review", metavar="DATE", help=f"When to ask how it stands; default {REVIEW_DAYS} days on."
    ),
    invoice: list[str] = typer.Option(
        [], "--invoice", metavar="N", help="Which invoices; default all that are due."
    ),
    on: str | None = ON,
) -> None:
    """Record that invoices are in another's hands: debcli asks nothing for them itself any more.

    For example: debcli handover architecten-noord --to "Incassobureau Recht"     debcli handover noord --back
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    if back == (to is not None):
        raise UsageError(
            "Say either --to NAME or --back.", f"For example: debcli handover {customer} --to NAME"
        )
    from debcli.ledger import read, write

    with run.write() as work:
        who = read.find_customer(work.raw, customer)
        named = {read.find_invoice(work.raw, number, who.id).id for number in invoice}
        acc = account_of(work.raw, who.id, run.at(day))
        given = [h for h in acc.facts.handovers if h.back_on is None]
        thing: dict[str, object] = {"customer": who.slug, "on": iso(day)}
        if to is None:
            if not given:
                raise InputError(f"Nothing of {who.name} is handed over.", f"See: debcli show {who.slug}")
            for one in given:
                write.end_handover(work, one.id, on=day)
            work.summary = f"{who.name}: back from {given[-1].to}"
            thing |= {"id": given[-1].id, "back": True}
            lines = [f"{who.name} is back from {given[-1].to}; the ladder goes on where it stood."]
        else:
            items = tuple(i for i in acc.overdue if not named or i.invoice.id in named)
            if not items:
                raise InputError(
                    f"Nothing of {who.name} is due that could be handed over.", f"See: debcli show {who.slug}"
                )
            ask_on = run.parse_day(review) if review else dates.later(day, REVIEW_DAYS)
            if ask_on <= day:
                raise InputError(f"{dates.full(ask_on)} is not a day to come.", "Type --review +30d")
            name = line("name")(to)
            about = [i.invoice.id for i in items]
            number = write.record_handover(
                work, customer_id=who.id, on=day, to=name, review_on=ask_on, invoices=about
            )
            work.summary = f"{who.name} handed over to {name}"
            currency = main_currency(items)
            numbers = [i.invoice.number for i in items]
            thing |= {"id": number, "to": name, "review_on": iso(ask_on), "invoices": numbers, "back": False}
            lines = [
                f"{', '.join(numbers)} of {who.name} ({euro(open_in(items, currency), currency)}) with {name} from now on."
            ]
        acc = account_of(work.raw, who.id, run)
    report(run, thing, lines, acc)


def close_case(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    outcome: CaseOutcome = typer.Option(..., "--outcome", help="How it ended."),
    sales_promise: bool | None = typer.Option(
        None, "--sales-promise/--no-sales-promise", help="Did you promise what you did not deliver?"
    ),
    fault: bool | None = typer.Option(
        None, "--fault/--no-fault", help="Was something wrong with the work or the invoice?"
    ),
    followed_up: bool | None = typer.Option(
        None, "--followed-up/--not-followed-up", help="Was the invoice followed up in time?"
    ),
    note: str | None = typer.Option(None, "--note", metavar="T", help="What you do otherwise from now on."),
    on: str | None = ON,
) -> None:
    """Look back on a case: how it ended, and three questions about your own side.

    For example: debcli close-case architecten-noord --outcome paid --no-fault --not-followed-up
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    from debcli.ledger import read, write

    with run.write() as work:
        who = read.find_customer(work.raw, customer)
        acc = account_of(work.raw, who.id, run.at(day))
        if acc.overdue:
            item = acc.overdue[0]
            raise InputError(
                f"{item.invoice.number} of {who.name} is still open: {euro(item.open, item.invoice.currency)}.",
                f"Collect it or give it up first: debcli write-off {item.invoice.number} --because T",
            )
        text = clean_note(note) if note else ""
        number = write.record_closing(
            work, customer_id=who.id, on=day, outcome=outcome.value, sales_promise=sales_promise, fault=fault,
            followed_up=followed_up, note=text,
        )  # fmt: skip
        work.summary = f"case of {who.name} closed: {outcome.value}"
        acc = account_of(work.raw, who.id, run)
    thing = {
        "id": number,
        "customer": who.slug,
        "on": iso(day),
        "outcome": outcome.value,
        "sales_promise": sales_promise,
        "fault": fault,
        "followed_up": followed_up,
        "note": text,
    }
    lines = [f"The case of {who.name} is closed: {outcome.value}."]
    if sales_promise or fault:
        lines.append("Part of it lay with you: tell the customer, and mend it.")
    if followed_up is False:
        lines.append("It was not followed up in time: from now on, look at debcli today each morning.")
    lines.append(f"Agree how to go on: debcli terms {who.slug} --because T --review +6m")
    report(run, thing, lines, acc)


def terms(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    because: str | None = typer.Option(None, "--because", metavar="T", help="Why these terms."),
    prepay: int = typer.Option(
        0, "--prepay", min=0, max=100, metavar="PERCENT", help="To be paid before you start."
    ),
    term: int | None = typer.Option(
        None, "--term", min=0, max=365, metavar="DAYS", help="A shorter term to pay."
    ),
    limit: str | None = typer.Option(None, "--limit", metavar="A", help="What may be open at once."),
    probation: int | None = typer.Option(
        None, "--probation", min=1, max=50, metavar="N", help="So many invoices paid in time end them."
    ),
    review: str | None = typer.Option(None, "--review", metavar="DATE", help="When to look at them again."),
    end: bool = typer.Option(False, "--end", help="The terms are over: back to the usual ones."),
    on: str | None = ON,
) -> None:
    """New terms for a customer after a case, with a reason and a day to look at them again.

    For example: debcli terms architecten-noord --prepay 50 --term 14 --because "betaalde pas na sommatie" --review +6m
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    if end == (because is not None):
        raise UsageError(
            "Say either --because T or --end.",
            f"For example: debcli terms {customer} --prepay 50 --because T",
        )
    from debcli.ledger import read, write

    with run.write() as work:
        who = read.find_customer(work.raw, customer)
        thing: dict[str, object] = {"customer": who.slug, "on": iso(day)}
        if because is None:
            running = [t for t in read.history(work.raw, who.id).terms if t.reviewed_on is None]
            if not running:
                raise InputError(f"{who.name} has no terms of his own.", f"See: debcli show {who.slug}")
            for one in running:
                write.review_terms(work, one.id, on=day)
            work.summary = f"terms of {who.name} ended"
            thing |= {"id": running[-1].id, "ended": True}
            lines = [f"The terms of {dates.full(running[-1].on)} for {who.name} are over."]
        else:
            review_on = run.parse_day(review) if review else None
            if review_on is not None and review_on <= day:
                raise InputError(f"{dates.full(review_on)} is not a day to come.", "Type --review +6m")
            cents = parse_amount(limit) if limit is not None else None
            why = line("reason")(because)
            number = write.record_terms(
                work, customer_id=who.id, on=day, because=why, review_on=review_on, prepay=prepay, term_days=term,
                credit_limit=cents, probation=probation,
            )  # fmt: skip
            if term is not None:
                write.edit_customer(work, who.id, {"term_days": term})
            work.summary = f"terms for {who.name}: {why}"
            thing |= {
                "id": number, "because": why, "prepay": prepay, "term": term, "limit": None if cents is None else plain(cents),
                "probation": probation, "review_on": iso(review_on), "ended": False,
            }  # fmt: skip
            said = [f"{prepay} % before you start"] if prepay else []
            said += [f"{term} days to pay"] if term is not None else []
            said += [f"at most {euro(cents)} open"] if cents is not None else []
            said += [f"until {probation} invoices are paid in time"] if probation else []
            lines = [
                f"From {dates.full(day)} for {who.name}: {', '.join(said) or 'the usual terms, watched'}."
            ]
        acc = account_of(work.raw, who.id, run)
    report(run, thing, lines, acc)
