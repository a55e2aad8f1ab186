"""The end of a case: hand it over, look back on it, go on by new terms."""

from enum import StrEnum

import typer

from debcli.cli import ask
from debcli.cli.fields import line
from debcli.cli.parameters import CUSTOMER, ON, invoice_numbers
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso, open_in
from debcli.errors import InputError, UsageError
from debcli.language import mark, mark_as, say, say_as
from debcli.receivables.claim import main_currency
from debcli.receivables.figures import REVIEW_DAYS
from debcli.values import dates
from debcli.values.money import euro
from debcli.values.text import clean_note

_ENDINGS = (
    ("paid", mark("all of it came in")),
    ("settled", mark("agreed on less")),
    ("written-off", mark("given up")),
    ("lost", mark("lost in court, or nothing to take")),
)


_IN_A_WORD = (mark_as("case", "paid"), mark_as("case", "settled"), mark_as("case", "written-off"), mark_as("case", "lost"))  # fmt: skip


class CaseOutcome(StrEnum):
    """How a case ended."""

    PAID = "paid"
    SETTLED = "settled"
    WRITTEN_OFF = "written-off"
    LOST = "lost"


def _percent(option: str, text: str) -> int | None:
    """An option for a chance or a share in whole per cent."""
    found: int | None = typer.Option(None, option, min=0, max=100, metavar="PERCENT", help=text)
    return found


def handover(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    to: str | None = typer.Option(None, "--to", metavar="NAME", help="Agency, bailiff, lawyer or court."),
    back: bool = typer.Option(False, "--back", help="It is yours again."),
    review: str | None = typer.Option(
        None, "--review", metavar="DATE", help=f"When to ask how it stands; default {REVIEW_DAYS} days on."
    ),
    invoice: list[str] = typer.Option(
        [],
        "--invoice",
        metavar="N",
        autocompletion=invoice_numbers,
        help="Which invoices; default all that are due.",
    ),
    on: str | None = ON,
    chance_plan: int | None = _percent("--chance-plan", "That a plan would be kept."),
    chance_agency: int | None = _percent("--chance-agency", "That an agency collects it."),
    chance_win: int | None = _percent("--chance-win", "That a court would agree."),
    chance_means: int | None = _percent("--chance-means", "That there is money to take then."),
    court_fee: str | None = typer.Option(
        None, "--court-fee", metavar="A", help="Default: by the table of 2026."
    ),
    summons: str | None = typer.Option(None, "--summons", metavar="A", help="What serving a summons costs."),
    agency_percent: int | None = _percent("--agency-percent", "An agency's share of what comes in."),
    agency_fixed: str | None = typer.Option(
        None, "--agency-fee", metavar="A", help="What it asks whatever comes in."
    ),
) -> None:
    """The decision sheet: what you did, what you have, what each way may bring. With --to it is recorded as handed over.

    For example: debcli handover architecten-noord --chance-win 90     debcli handover noord --to "Incassobureau Recht"
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    if back and to is not None:
        raise UsageError(
            say("Say either --to NAME or --back."),
            say("For example: debcli handover {customer} --to NAME", customer=customer),
        )
    if not back and to is None:
        from debcli.cli.decide import Typed, show_sheet

        typed = Typed(
            chance_plan,
            chance_agency,
            chance_win,
            chance_means,
            court_fee,
            summons,
            agency_percent,
            agency_fixed,
        )
        if review is not None or invoice:
            raise UsageError(
                say("--review and --invoice go with --to."),
                say("For example: debcli handover {customer} --to NAME", customer=customer),
            )
        show_sheet(run.at(day), customer, typed)
        return
    from debcli.ledger import read, talk

    with run.write_rows() as work:
        who = read.find_customer(work.raw, customer)
        named = {read.find_invoice(work.raw, number, who.id).id for number in invoice}
        acc = account_of(work.raw, who.id, run.at(day))
        given = [h for h in acc.facts.handovers if h.back_on is None]
        thing: dict[str, object] = {"customer": who.slug, "on": iso(day)}
        if to is None:
            if not given:
                raise InputError(
                    say("Nothing of {who} is handed over.", who=who.name),
                    say("See: debcli show {slug}", slug=who.slug),
                )
            for one in given:
                talk.end_handover(work, one.id, on=day)
            work.summary = say("{who}: back from {to}", who=who.name, to=given[-1].to)
            thing |= {"id": given[-1].id, "back": True}
            lines = [
                say(
                    "{who} is back from {to}; the ladder goes on where it stood.",
                    who=who.name,
                    to=given[-1].to,
                )
            ]
        else:
            items = tuple(i for i in acc.overdue if not named or i.invoice.id in named)
            if not items:
                raise InputError(
                    say("Nothing of {who} is due that could be handed over.", who=who.name),
                    say("See: debcli show {slug}", slug=who.slug),
                )
            ask_on = run.parse_day(review) if review else dates.later(day, REVIEW_DAYS)
            if ask_on <= day:
                raise InputError(
                    say("{day} is not a day to come.", day=dates.full(ask_on)),
                    say("Type --review +30d"),
                )
            name = line(mark_as("field", "name"))(to)
            about = [i.invoice.id for i in items]
            number = talk.record_handover(
                work, customer_id=who.id, on=day, to=name, review_on=ask_on, invoices=about
            )
            work.summary = say("{who} handed over to {name}", who=who.name, name=name)
            currency = main_currency(items)
            numbers = [i.invoice.number for i in items]
            thing |= {"id": number, "to": name, "review_on": iso(ask_on), "invoices": numbers, "back": False}
            lines = [
                say(
                    "{invoices} of {who} ({amount}) with {name} from now on.",
                    invoices=", ".join(numbers),
                    who=who.name,
                    amount=euro(open_in(items, currency), currency),
                    name=name,
                )
            ]
        acc = account_of(work.raw, who.id, run)
    report(run, thing, lines, acc)


def close_case(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    outcome: CaseOutcome | None = typer.Option(
        None, "--outcome", help="How it ended; asked when left out, as are the three questions."
    ),
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

    For example: debcli close-case timmerbedrijf-eik --outcome paid     debcli close-case eik --outcome paid --no-fault --not-followed-up
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    if outcome is None and not run.interactive:
        raise UsageError(
            say("--outcome is missing."),
            say("Type one of: {words}", words=", ".join(word for word, _ in _ENDINGS)),
        )
    from debcli.ledger import read, talk

    with run.read() as conn:  # asked before the ledger is held for writing
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run.at(day))
        closings = read.history(conn, who.id).closings
    if closings and acc.ended is None and not acc.overdue:
        last = closings[-1]
        raise InputError(
            say(
                "The last case of {who} was closed on {on} ({outcome}).",
                who=who.name,
                on=dates.full(last.on),
                outcome=say_as("case", last.outcome),
            ),
            say("To answer otherwise, right after it: debcli undo"),
        )
    if acc.overdue:
        item = acc.overdue[0]
        raise InputError(
            say(
                "{number} of {who} is still open: {open}.",
                number=item.invoice.number,
                who=who.name,
                open=euro(item.open, item.invoice.currency),
            ),
            say(
                "Collect it or give it up first: debcli write-off {number} --because T",
                number=item.invoice.number,
            ),
        )
    outcome = outcome or CaseOutcome(
        ask.choose(
            run,
            "--outcome",
            say("How did the case of {who} end?", who=who.name),
            [(word, say(text)) for word, text in _ENDINGS],
        )
    )
    sales_promise = ask.yes_or_no(run, sales_promise, say("Had you promised what you did not deliver"))
    fault = ask.yes_or_no(run, fault, say("Was something wrong with the work or the invoice"))
    followed_up = ask.yes_or_no(run, followed_up, say("Did you follow the invoice up in time"))
    text = clean_note(note) if note else ""
    if not text and (sales_promise or fault or followed_up is False):
        text = ask.optional(run, None, say("What do you do otherwise from now on"), clean_note, "")

    said_outcome = say_as("case", outcome.value)
    with run.write_rows() as work:
        number = talk.record_closing(
            work, customer_id=who.id, on=day, outcome=outcome.value, sales_promise=sales_promise, fault=fault,
            followed_up=followed_up, note=text,
        )  # fmt: skip
        work.summary = say("case of {who} closed: {outcome}", who=who.name, outcome=said_outcome)
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
    lines = [say("The case of {who} is closed: {outcome}.", who=who.name, outcome=said_outcome)]
    if sales_promise or fault:
        lines.append(say("Part of it lay with you: tell the customer, and mend it."))
    if followed_up is False:
        lines.append(say("It was not followed up in time: from now on, look at debcli today each morning."))
    lines.append(say("Agree how to go on: debcli terms {slug} --because T --review +6m", slug=who.slug))
    report(run, thing, lines, acc)
