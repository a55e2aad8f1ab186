"""The days ahead: what will be asked when, if each thing is done on its day and nothing comes in."""

from datetime import date
from typing import NamedTuple

from debcli.receivables.account import Account, account
from debcli.receivables.decision import Action, coming_up, decide, supposing


class Coming(NamedTuple):
    """An action on a day to come, with the account as it would be then."""

    on: date
    account: Account
    action: Action


def ahead(acc: Account, until: date) -> list[Coming]:
    """All that is asked of one account from its day up to `until`; it ends where the user has to choose."""
    found: list[Coming] = []
    while True:
        then = coming_up(acc)
        if then is None or then.on > until:
            return found
        if then.on > acc.day:
            acc = account(acc.facts, then.on, acc.practice)
        action = decide(acc).action
        if action is None:
            return found
        found.append(Coming(then.on, acc, action))
        facts = supposing(acc, action.due)
        if facts is None:
            return found
        acc = acc._replace(facts=facts)
