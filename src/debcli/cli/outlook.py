"""forecast: the weeks ahead, with their range; and how right it would have been."""

from datetime import timedelta
from typing import Any

import typer

from debcli.cli.bars import bar, print_csv
from debcli.cli.insight import CSV, everyone, one_form
from debcli.cli.output import emit, style, width, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError
from debcli.language import say
from debcli.receivables.account import Account
from debcli.receivables.backtest import Measured, Past, every, measure
from debcli.receivables.facts import Facts
from debcli.receivables.forecast import Forecast, forecast
from debcli.receivables.habit import paid_invoices
from debcli.values import dates
from debcli.values.money import dutch, euro, plain

_LEARNT = 12  # payments below which the habit is mostly assumed


def forecast_(
    ctx: typer.Context,
    weeks: int = typer.Option(6, "--weeks", min=1, max=26, metavar="N", help="How far to look."),
    measured: bool = typer.Option(
        False, "--measure", help="How right it would have been on your own past payments."
    ),
    csv: bool = CSV,
) -> None:
    """What is likely to come in each week, from due days, promises, plans and each payer's habit, with its range.

    For example: debcli forecast     debcli forecast --weeks 8
    """
    run = Run.of(ctx)
    one_form(run, csv)
    accounts = everyone(run)
    if measured:
        _print_measured(run, _measured(run, accounts, weeks), weeks)
        return
    found = forecast(accounts, weeks)
    if run.json:
        emit(_document(run, found))
    elif csv:
        rows = [
            [iso(w.first), iso(w.last), plain(w.expected), plain(w.low), plain(w.high)] for w in found.weeks
        ]
        print_csv(["from", "to", "expected", "low", "high"], rows)
    else:
        print(_page(run, found))


def _document(run: Run, found: Forecast) -> dict[str, Any]:
    return {
        "as_of": iso(run.day),
        "currency": found.currency,
        "weeks": [
            {"from": iso(w.first), "to": iso(w.last), "expected": plain(w.expected), "low": plain(w.low), "high": plain(w.high)}
            for w in found.weeks
        ],
        "total": plain(found.total),
        "later": plain(found.later),
        "disputed": plain(found.disputed),
        "handed_over": plain(found.elsewhere),
        "learnt_from": found.learnt_from,
    }  # fmt: skip


def _page(run: Run, found: Forecast) -> str:
    if not found.total and not found.later:
        return say("Nothing is open that could come in.")
    money = found.currency
    lines = [
        style(
            run,
            say(
                "After {day}, {amount} is likely in {count} weeks",
                day=dates.full(run.day),
                amount=euro(found.total, money),
                count=len(found.weeks),
            ),
            "bold",
        ),
        "",
    ]
    lines.append(f"  {say('week'):<16} {say('expected'):>12}     {say('four times in five between')}")
    most = max(w.high for w in found.weeks)
    for w in found.weeks:
        span = f"{dates.short(w.first)} - {dates.short(w.last)}"
        between = f"{dutch(w.low):>10} - {dutch(w.high):<10}"
        head = f"  {span:<16} {euro(w.expected, money):>13}  {between} "
        columns = max(4, width() - len(head))
        solid = bar(w.expected, most, columns)
        lines.append((head + solid + "·" * (len(bar(w.high, most, columns)) - len(solid))).rstrip())
    lines.append("")
    told = []
    if found.later:
        told.append(say("After that {amount}, if it comes.", amount=euro(found.later, money)))
    if found.disputed:
        told.append(say("{amount} is in dispute and left out.", amount=euro(found.disputed, money)))
    if found.elsewhere:
        told.append(say("{amount} is in another's hands and left out.", amount=euro(found.elsewhere, money)))
    if told:
        lines.append(wrap(" ".join(told), "  "))
    habit = say(
        "Learnt from {count} payments; invoices still to be made are not in it.",
        count=found.learnt_from,
    )
    if found.learnt_from < _LEARNT:
        habit = say(
            "Learnt from {count} payments only: most of it is assumed. Invoices still to be made are not in it.",
            count=found.learnt_from,
        )
    lines.append(wrap(habit, "  "))
    return "\n".join(lines)


def _measured(run: Run, accounts: list[tuple[Account, Facts]], weeks: int) -> Measured:
    past: list[Past] = []
    for acc, whole in accounts:
        paid = {p.invoice.id: p.on for p in paid_invoices(whole, run.day)}
        live = {i.invoice.id for i in acc.items}
        past += [
            Past(acc.customer.id, i.issued, i.due, paid.get(i.id), i.amount)
            for i in whole.invoices
            if i.currency == "EUR" and (i.id in paid or i.id in live)
        ]
    days = [x.paid for x in past if x.paid is not None]
    last = run.day - timedelta(7 * weeks)
    first = sorted(days)[len(days) // 4] if len(days) >= _LEARNT else None
    found = measure(past, every(first, last, 14), weeks) if first is not None and first <= last else None
    if found is None or not found.actual:
        raise InputError(
            say("With {count} payments there is too little past to measure on.", count=len(days)),
            say(
                "It takes {payments} payments, and {weeks} weeks after the first of them.",
                payments=_LEARNT,
                weeks=weeks,
            ),
        )
    return found


def _print_measured(run: Run, found: Measured, weeks: int) -> None:
    ways = (
        (say("this forecast"), found.forecast),
        (say("all pay on the due day"), found.on_due),
        (say("all pay their average days late"), found.on_average),
    )
    if run.json:
        emit(
            {
                "as_of": iso(run.day), "weeks": found.weeks, "came_in": plain(found.actual),
                "error": {"forecast": plain(found.forecast), "due_day": plain(found.on_due), "average_days_late": plain(found.on_average)},
                "in_range_percent": found.within,
            }
        )  # fmt: skip
        return
    print(
        say(
            "Over {weeks} weeks in the past, forecast up to {ahead} weeks before; {amount} came in a week.",
            weeks=found.weeks,
            ahead=weeks,
            amount=euro(found.actual),
        )
        + "\n"
    )
    most = max(error for _, error in ways)
    for name, error in ways:
        print(f"  {name:<32} {say('off by {amount:>11}', amount=euro(error))}  {bar(error, most, 20)}")
    told = say("{count} of 100 weeks lay in the range it gave (80 is what it says).", count=found.within)
    print(f"\n  {told}")
