"""What every writing command ends with: what was changed, and what comes next."""

import re
import sqlite3
from typing import Any

from debcli.cli.output import emit, safe, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import of_next
from debcli.ledger import read
from debcli.receivables.account import Account, account
from debcli.receivables.decision import Next, coming_up, decide, following
from debcli.values import dates


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
        print("Nothing was changed (--dry-run). It would say:")
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
        print(f"Confirm it in writing now: debcli letter {acc.customer.slug}")
        then = following(acc, action)
    if then is not None:
        print(wrap(next_words(then, acc), ""))


def next_words(then: Next, acc: Account) -> str:
    """What comes when, in one sentence: `Next: if the promise is not kept, a call on Monday 2 November.`."""
    what = {
        "letter": f"the {then.letter}",
        "send": f"mark the {then.letter} as sent",
        "cancel": f"cancel the {then.letter}: it no longer fits",
        "call": "a call",
        "check-in": "a check-in call",
        "resolve-dispute": "solve the dispute",
        "offer-plan": "offer to pay in parts",
        "nudge": "a short message before it is due",
        "confirm": "confirm in writing what was agreed",
        "review": "look back and agree how to go on",
        "decide": "decide: plan, hand over, court or write off",
    }.get(then.action, then.action)
    return (
        f"Next, today: {what}."
        if then.on <= acc.day
        else f"Next: {then.why}, {what} on {dates.full(then.on)}."
    )
