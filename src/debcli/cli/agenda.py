"""agenda: the coming days, if nothing comes in; on screen and for a calendar."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import typer

from debcli.cli.morning import command_for, order
from debcli.cli.output import emit, pad, safe, style
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_action, open_in
from debcli.errors import InputError
from debcli.language import mark_as, say, say_as, system_says
from debcli.receivables.account import account
from debcli.receivables.agenda import Coming, ahead
from debcli.receivables.claim import main_currency
from debcli.values import dates
from debcli.values.money import euro

VERBS = {
    "letter": mark_as("agenda", "letter"),
    "send": mark_as("agenda", "send"),
    "confirm": mark_as("agenda", "confirm"),
    "call": mark_as("agenda", "call"),
    "check-in": mark_as("agenda", "check-in"),
    "nudge": mark_as("agenda", "nudge"),
    "decide": mark_as("agenda", "decide"),
    "review": mark_as("agenda", "review"),
    "resolve-dispute": mark_as("agenda", "solve"),
    "offer-plan": mark_as("agenda", "offer plan"),
}


def agenda(
    ctx: typer.Context,
    days: int = typer.Option(14, "--days", min=1, max=366, metavar="N", help="How many days ahead."),
    ics: Path | None = typer.Option(None, "--ics", metavar="FILE", help="Write a calendar file besides."),
) -> None:
    """The coming days, if each thing is done on its day and nothing comes in.

    For example: debcli agenda     debcli agenda --days 30 --ics debcli.ics
    """
    run = Run.of(ctx)
    until = run.day + timedelta(days - 1)
    from debcli.ledger import read

    with run.read() as conn:
        book = read.book(conn, run.day)
    by_day: dict[date, list[Coming]] = defaultdict(list)
    for facts in book.facts:
        for coming in ahead(account(facts, run.day, book.practice), until):
            by_day[coming.on].append(coming)
    for coming_ones in by_day.values():
        coming_ones.sort(key=lambda c: order(c.account, c.action))
    if ics is not None:
        _write(ics, by_day, run)
    if run.json:
        emit({
            "from": iso(run.day),
            "to": iso(until),
            "days": [
                {"date": iso(day), "actions": [of_action(c.account, c.action, None, command_for(c.account, c.action)) for c in by_day[day]]}
                for day in sorted(by_day)
            ],
        })  # fmt: skip
        return
    for day in sorted(by_day):
        print(style(run, dates.full(day), "bold") + (f"  {say('(today)')}" if day == run.day else ""))
        for coming in by_day[day]:
            print(_line(coming))
    if not by_day:
        print(say("Nothing is to be done up to {day}.", day=dates.full(until)))
    if ics is not None:
        print(say("Calendar written to {path}.", path=ics))


def _what(coming: Coming) -> str:
    due = coming.action.due
    verb = say_as("agenda", VERBS.get(due.action, due.action))
    if due.letter is None:
        return verb
    if due.action == "letter":
        return say_as("agenda", "letter {letter}", letter=due.letter.value)
    return say_as("agenda", "{verb} {letter}", verb=verb, letter=due.letter.value)


def _amount(coming: Coming) -> str:
    due = coming.action.due
    currency = main_currency(due.items)
    return euro(open_in(due.items, currency) if due.asks is None else due.asks, currency)


def _line(coming: Coming) -> str:
    name = pad(safe(coming.account.customer.name), 28)
    return f"  {pad(_what(coming), 28)} {name} {_amount(coming):>13}"


def _write(path: Path, by_day: dict[date, list[Coming]], run: Run) -> None:
    """Write an iCalendar file (RFC 5545): one all-day event per action. Raises InputError."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//debcli//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "debcli")
    stamp = datetime.combine(run.day, time(), UTC)  # the same ledger and day give the same file
    for day in sorted(by_day):
        for coming in by_day[day]:
            who, due = coming.account.customer, coming.action.due
            event = Event()
            event.add("uid", f"{who.slug}-{iso(day)}-{due.letter or due.action}@debcli")
            event.add("dtstamp", stamp)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(1))
            event.add("summary", f"{_what(coming)}: {safe(who.name)} {_amount(coming)}")
            reach = " ".join(filter(None, (safe(who.contact), who.phone)))
            event.add(
                "description",
                "\n".join(filter(None, (safe(due.why), reach, command_for(coming.account, coming.action)))),
            )
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    text: Any = calendar.to_ical()
    try:
        if path.exists() and not path.read_bytes().startswith(b"BEGIN:VCALENDAR"):
            raise InputError(
                say("{path} is there already and is no calendar.", path=path),
                say("Name another file: --ics debcli.ics"),
            )
        path.write_bytes(text)
    except OSError as error:
        raise InputError(
            say("{path} cannot be written: {fault}.", path=path, fault=system_says(error)),
            say("Name another file: --ics debcli.ics"),
        ) from error
