"""log-plan: an agreement to pay in parts, to the cent."""

from collections.abc import Sequence
from datetime import date

import typer

from debcli.cli import ask, confirming
from debcli.cli.confirming import Way
from debcli.cli.fields import Channel, line
from debcli.cli.parameters import CUSTOMER, ON, invoice_numbers
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError
from debcli.language import mark_as, say, say_as
from debcli.receivables.account import promised_on
from debcli.receivables.agreements import schedule
from debcli.receivables.claim import Claim, claim, main_currency
from debcli.receivables.facts import Cause, LetterKind, Outcome
from debcli.values import dates
from debcli.values.money import dutch, euro, parse_amount, plain

MANY = 60


def log_plan(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    instalments: str | None = typer.Option(None, "--instalments", metavar="N", help="In how many parts."),
    first: str | None = typer.Option(
        None, "--first", metavar="DATE", help="Day of the first part; best today."
    ),
    every: str = typer.Option("1m", "--every", metavar="1m|2w", help="Time between the parts."),
    amount: str | None = typer.Option(
        None, "--amount", metavar="A", help="What is paid in all; default all that is claimed."
    ),
    invoice: list[str] = typer.Option(
        [],
        "--invoice",
        metavar="N",
        autocompletion=invoice_numbers,
        help="Which invoices; default all that are due.",
    ),
    with_: str | None = typer.Option(None, "--with", metavar="NAME", help="With whom it was agreed."),
    cause: Cause | None = typer.Option(None, "--cause", help="Why he pays late."),
    via: Channel = typer.Option(Channel.PHONE, "--via", help="How you spoke."),
    confirm: Way | None = typer.Option(
        None, "--confirm", help="Confirm it in writing at once; asked on a terminal."
    ),
    on: str | None = ON,
) -> None:
    """Log a payment plan. While it is kept nothing is chased; a missed instalment asks for a call the same morning.

    For example: debcli log-plan kapsalon-krul --instalments 3 --first vandaag     debcli log-plan kapsalon-krul --instalments 4 --first vandaag --every 2w
    """
    agree(
        Run.of(ctx), customer, instalments=instalments, first=first, every=every, amount=amount, invoice=invoice, with_=with_, cause=cause,
        via=via, confirm=confirm, on=on,
    )  # fmt: skip


def agree(
    run: Run,
    customer: str,
    *,
    instalments: str | None = None,
    first: str | None = None,
    every: str = "1m",
    amount: str | None = None,
    invoice: Sequence[str] = (),
    with_: str | None = None,
    cause: Cause | None = None,
    via: Channel = Channel.PHONE,
    confirm: Way | None = None,
    on: str | None = None,
) -> None:
    """Log a payment plan, asking on a terminal for what is missing. Raises InputError, UsageError and StoppedError."""
    day = run.day_of(on)
    run.remark_future(day)
    step = dates.parse_step(every)
    from debcli.ledger import read, talk

    with run.read() as conn:  # asked before the ledger is held for writing
        who = read.find_customer(conn, customer)
        known = account_of(conn, who.id, run.at(day))
        named = [read.find_invoice(conn, number, who.id) for number in invoice]
    confirming.can(run, confirm, who)
    items = promised_on(known, [i.id for i in named])
    currency = main_currency(items)
    open_now = sum(i.open - i.disputed for i in items)
    if not items:
        raise InputError(
            say("Nothing is open on {slug} that a plan could be about.", slug=who.slug),
            say("See: debcli show {slug}", slug=who.slug),
        )
    owed = claim(known, items)
    most = max(open_now, owed.total)
    usual = most if any(x.interest + x.costs for x in known.facts.letters) else open_now
    cents = parse_amount(amount) if amount is not None else usual
    if not 0 < cents <= most:
        raise InputError(
            say(
                "{amount} was agreed, but {most} can be claimed.",
                amount=euro(cents, currency),
                most=euro(most, currency),
            ),
            say("Type --amount {amount} at most.", amount=plain(most)),
        )
    count = ask.required(run, instalments, "--instalments", say("In how many parts"), _count)

    def to_come(text: str) -> date:
        on_day = run.parse_day(text)
        if on_day < day:
            raise InputError(
                say("{day} has passed.", day=dates.full(on_day)),
                say("Type the day of the first part: --first today"),
            )
        return on_day

    start = ask.required(
        run, first, "--first", say("First part on which day"), to_come, default=say_as("day", "today")
    )
    parts = schedule(cents, start, step, count)
    person = ask.optional(run, with_, say("With whom"), line(mark_as("field", "name")), "")
    about = tuple(i.invoice.id for i in items)
    with run.write_rows() as work:
        contact = talk.record_contact(
            work, customer_id=who.id, on=day, via=via.value, outcome=Outcome.PLAN, invoices=about, with_name=person, cause=cause
        )  # fmt: skip
        plan = talk.record_plan(
            work, customer_id=who.id, contact_id=contact, made_on=day, instalments=parts, invoices=about
        )
        work.summary = say(
            "plan of {count} instalments: {name}, {amount}",
            count=count,
            name=who.name,
            amount=euro(cents, currency),
        )
        acc = account_of(work.raw, who.id, run)
    numbers = [i.invoice.number for i in items]
    thing = {
        "id": plan,
        "customer": who.slug,
        "contact": contact,
        "on": iso(day),
        "with": person,
        "amount": plain(cents),
        "extras": plain(max(0, cents - open_now)),
        "invoices": numbers,
        "instalments": [{"on": iso(p.on), "amount": plain(p.amount)} for p in parts],
    }
    lines = [
        say(
            "Logged: plan with {name}, {amount} in {count} instalments ({numbers}).",
            name=person or who.name,
            amount=euro(cents, currency),
            count=count,
            numbers=", ".join(numbers),
        )
    ]
    lines += [f"  {dates.full(p.on)}: {euro(p.amount, currency)}" for p in parts]
    lines += _beyond(owed, cents, open_now, usual=amount is None)
    if cents < open_now:
        lines.append(say("{amount} of what is open is not in it.", amount=euro(open_now - cents, currency)))
    if confirm is not None and not run.dry_run:
        thing["confirmation"] = confirming.confirm(run, who.id, LetterKind.REGELING, confirm, lines.append)
        with run.read() as conn:
            acc = account_of(conn, who.id, run)
    report(run, thing, lines, acc, agreed=True)
    if confirm is None:
        confirming.offer(run, who, LetterKind.REGELING)


def _beyond(owed: Claim, cents: int, open_now: int, *, usual: bool) -> list[str]:
    """What of a plan, in cents, is interest and costs beside the principal that is open. `usual`: the sum was not typed."""
    if cents <= open_now:
        return []
    values = {"amount": euro(cents, owed.currency), "principal": euro(open_now, owed.currency)}
    interest, costs = owed.interest_total, owed.costs_total
    by_law = open_now + interest + costs == cents
    values |= {"interest": euro(interest, owed.currency), "costs": euro(costs, owed.currency)}
    if by_law and not costs:
        said = say("{amount} is {principal} on the invoices and {interest} of interest.", **values)
    elif by_law and not interest:
        said = say("{amount} is {principal} on the invoices and {costs} of costs.", **values)
    elif by_law:
        said = say(
            "{amount} is {principal} on the invoices, {interest} of interest and {costs} of costs.", **values
        )
    else:
        values["extras"] = euro(cents - open_now, owed.currency)
        said = say("{amount} is {principal} on the invoices and {extras} of interest and costs.", **values)
    without = say(
        "Agreed on the invoices alone? debcli undo, and again with --amount {amount}", amount=dutch(open_now)
    )
    return [said, without] if usual else [said]


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MANY):
        raise InputError(
            say("{text!r} is not a number of parts.", text=text),
            say("Type a number from 1 to {count}.", count=MANY),
        )
    return int(text)
