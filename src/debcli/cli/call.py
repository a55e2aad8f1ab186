"""call: the sheet to have beside the telephone."""

from typing import TYPE_CHECKING, Any

import typer

from debcli.cli.fields import Language
from debcli.cli.output import emit, note, safe
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError, UsageError
from debcli.language import say
from debcli.receivables.account import Account
from debcli.receivables.callsheet import CallSheet, call_sheet
from debcli.receivables.known import as_of
from debcli.receivables.notes import reached
from debcli.settings import template_folder
from debcli.values import dates
from debcli.values.money import dutch, euro, parse_amount, plain

if TYPE_CHECKING:
    import sqlite3


def call(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    goal: str | None = typer.Option(
        None, "--goal", metavar="A", help="What you mean to reach; kept, and compared after log-call."
    ),
    minimum: str | None = typer.Option(
        None, "--minimum", metavar="A", help="The least you go along with; default half of the goal."
    ),
    language: Language | None = typer.Option(None, "--language", help="Default: the customer's."),
) -> None:
    """The call sheet: one page to have ready before the telephone is lifted, in the customer's language.

    For example: debcli call belofte-bouw     debcli call belofte-bouw --goal 1210 --minimum 500
    """
    run = Run.of(ctx)
    if minimum is not None and goal is None:
        raise UsageError(say("--minimum goes with --goal."), say("Type both: --goal 1210 --minimum 500"))
    from debcli.ledger import read

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc, sheet = _look(conn, who.id, run)
    if sheet.occasion == "none":
        raise InputError(
            say("Nothing is open on {name}: there is nothing to ring about.", name=who.name),
            say("See: debcli show {slug}", slug=who.slug),
        )
    if goal is not None:
        wanted = parse_amount(goal)
        least = parse_amount(minimum) if minimum is not None else wanted // 2
        if not 0 < wanted <= sheet.asked:
            raise InputError(
                say(
                    "The goal is {goal}, and {asked} may be asked for.",
                    goal=euro(wanted, sheet.currency),
                    asked=euro(sheet.asked, sheet.currency),
                ),
                say("Type a goal up to {amount}.", amount=dutch(sheet.asked)),
            )
        if least > wanted:
            raise InputError(
                say("The minimum is above the goal."), say("Type a --minimum that is no more than --goal.")
            )
        from debcli.ledger import keep

        with run.write_rows() as work:
            keep.record_goal(work, customer_id=who.id, on=run.day, goal=wanted, minimum=least)
            work.summary = say(
                "goal for the call with {name}: {amount}", name=who.name, amount=euro(wanted, sheet.currency)
            )
            acc, sheet = _look(work.raw, who.id, run)
    tongue = language.value if language else who.language
    text = sheet_in(run, acc, sheet, tongue)
    if run.json:
        emit(
            {
                **_document(acc, sheet),
                "language": tongue,
                "text": text,
                **({"dry_run": True} if run.dry_run else {}),
            }
        )
        return
    if run.dry_run and goal is not None:
        note(say("The goal was not kept (--dry-run)."))
    print("\n".join(safe(line) for line in text.split("\n")))


def sheet_in(run: Run, acc: Account, sheet: CallSheet, language: str) -> str:
    """The call sheet in words."""
    from debcli.ledger import read
    from debcli.letters.callsheet import sheet_text

    with run.read() as conn:
        creditor = read.creditor(conn)
    return sheet_text(acc, sheet, creditor, language, template_folder())


def show_sheet(run: Run, customer: int) -> None:
    """Print the call sheet of a customer with something open."""
    with run.read() as conn:
        acc, sheet = _look(conn, customer, run)
    text = sheet_in(run, acc, sheet, acc.customer.language)
    print("\n".join(safe(line) for line in text.split("\n")))


def _look(conn: "sqlite3.Connection", customer_id: int, run: Run) -> tuple[Account, CallSheet]:
    from debcli.ledger import kept, read

    acc = account_of(conn, customer_id, run)
    whole = as_of(read.history(conn, customer_id), run.day)
    return acc, call_sheet(acc, whole, tuple(kept.goals(conn, customer_id)))


def _document(acc: Account, sheet: CallSheet) -> dict[str, Any]:
    who = acc.customer
    return {
        "customer": who.slug,
        "name": who.name,
        "as_of": iso(acc.day),
        "contact": {"name": who.contact, "phone": who.phone, "email": who.email},
        "occasion": sheet.occasion,
        "invoices": [i.invoice.number for i in sheet.items],
        "currency": sheet.currency,
        "asked": plain(sheet.asked),
        "goal": plain(sheet.goal),
        "minimum": plain(sheet.minimum),
        "agreed": sheet.agreed,
        "per_day": plain(sheet.per_day),
        "interest_from": ("tomorrow" if sheet.from_tomorrow else "now") if sheet.per_day else None,
        "tries": sheet.tries,
        "promises": {"kept": sheet.kept, "ended": sheet.ended},
        "reached": [
            {"on": iso(c.on), "weekday": dates.WEEKDAYS["en"][c.on.weekday()], "answered": c.answered, "via": c.via, "with": c.with_name}
            for c in sheet.contacts
        ],
    }  # fmt: skip


def compared(
    conn: "sqlite3.Connection", known: Account, agreed: int, currency: str
) -> tuple[str, dict[str, Any] | None]:
    """After a call: the goal that was set for it beside what was agreed (cents). Empty where none was set."""
    from debcli.ledger import kept
    from debcli.receivables.notes import goal_for

    goal = goal_for(kept.goals(conn, known.customer.id), known.facts.contacts, known.day)
    if goal is None:
        return "", None
    state = reached(goal, agreed)
    told = {"goal": euro(goal.goal, currency), "minimum": euro(goal.minimum, currency)}
    match state:
        case "goal":
            said = say("You meant to reach {goal}, at least {minimum}: reached.", **told)
        case "minimum":
            said = say(
                "You meant to reach {goal}, at least {minimum}: above your minimum, {amount} short of the goal.",
                **told,
                amount=euro(goal.goal - agreed, currency),
            )
        case "below":
            said = say(
                "You meant to reach {goal}, at least {minimum}: {amount} below your minimum. Ask for the rest and a day now, or next time.",
                **told,
                amount=euro(goal.minimum - agreed, currency),
            )
        case _:
            said = say(
                "You meant to reach {goal}, at least {minimum}: nothing was agreed. Ring again, or write today what you ask.",
                **told,
            )
    thing = {
        "goal": plain(goal.goal), "minimum": plain(goal.minimum), "agreed": plain(agreed), "reached": state,
    }  # fmt: skip
    return said, thing
