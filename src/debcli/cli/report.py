"""What every writing command ends with: what was changed, and what comes next."""

import re
import sqlite3
from typing import Any

from debcli.cli.output import emit, safe, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import of_next
from debcli.language import mark, say
from debcli.ledger import read
from debcli.receivables.account import Account, account
from debcli.receivables.decision import Next, coming_up, decide, following
from debcli.values import dates

_TODAY = {
    "letter": mark("Next, today: the {letter}."),
    "send": mark("Next, today: mark the {letter} as sent."),
    "cancel": mark("Next, today: cancel the {letter}: it no longer fits."),
    "call": mark("Next, today: a call."),
    "check-in": mark("Next, today: a check-in call."),
    "resolve-dispute": mark("Next, today: solve the dispute."),
    "offer-plan": mark("Next, today: offer to pay in parts."),
    "nudge": mark("Next, today: a short message before it is due."),
    "confirm": mark("Next, today: confirm in writing what was agreed."),
    "review": mark("Next, today: look back and agree how to go on."),
    "decide": mark("Next, today: decide: plan, hand over, court or write off."),
}
_LATER = {
    "letter": mark("Next: {why}, the {letter} on {day}."),
    "send": mark("Next: {why}, mark the {letter} as sent on {day}."),
    "cancel": mark("Next: {why}, cancel the {letter}: it no longer fits on {day}."),
    "call": mark("Next: {why}, a call on {day}."),
    "check-in": mark("Next: {why}, a check-in call on {day}."),
    "resolve-dispute": mark("Next: {why}, solve the dispute on {day}."),
    "offer-plan": mark("Next: {why}, offer to pay in parts on {day}."),
    "nudge": mark("Next: {why}, a short message before it is due on {day}."),
    "confirm": mark("Next: {why}, confirm in writing what was agreed on {day}."),
    "review": mark("Next: {why}, look back and agree how to go on on {day}."),
    "decide": mark("Next: {why}, decide: plan, hand over, court or write off on {day}."),
}


def account_of(conn: sqlite3.Connection, customer_id: int, run: Run) -> Account:
    """Where a customer stands, read inside the running transaction."""
    return account(read.history(conn, customer_id), run.day, read.practice(conn))


def report(
    run: Run, thing: dict[str, Any], lines: list[str], acc: Account | None = None, *, agreed: bool = False
) -> None:
    """Say what was recorded and what comes next. `agreed`: something was, so that it is to be confirmed now."""
    then = coming_up(acc) if acc is not None else None
    if run.json:
        emit({**thing, "next": of_next(then), **({"dry_run": True} if run.dry_run else {})})
        return
    if run.dry_run:
        print(say("Nothing was changed (--dry-run). It would say:"))
    for line in lines:
        print(
            wrap(re.sub(r"(?<!\.)\.\.(?!\.)", ".", safe(line)), "").rstrip()
        )  # "Bakkerij Jansen B.V.." has one point too many
    if acc is None or then is None:
        return
    action = decide(acc).action
    if (
        agreed and action is not None and then.action == "confirm"
    ):  # said at once, and then what comes after it
        print(say("Confirm it in writing now: debcli letter {slug}", slug=acc.customer.slug))
        then = following(acc, action)
    if then is not None:
        print(wrap(next_words(then, acc), ""))


def next_words(then: Next, acc: Account) -> str:
    """What comes when, in one sentence: `Next: if the promise is not kept, a call on Monday 2 November.`."""
    said = (_TODAY if then.on <= acc.day else _LATER)[then.action]
    return say(said, why=then.why, letter=then.letter, day=dates.full(then.on))
