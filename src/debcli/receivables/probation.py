"""Terms of a customer's own: which run, and how far a probation is. Pure.

Trust is rebuilt by paying: so many invoices in a row, made since the terms began and paid in time, end them. A late one
starts the count again.
"""

from datetime import date
from typing import NamedTuple

from debcli.receivables.account import Account
from debcli.receivables.facts import Terms
from debcli.receivables.habit import paid_invoices


class Probation(NamedTuple):
    """So many invoices in a row paid in time, `of` so many; `on`: the day the last of them came in."""

    done: int
    of: int
    on: date | None = None

    @property
    def over(self) -> bool:
        """Whether it ends the terms."""
        return self.done >= self.of


def probation(acc: Account, terms: Terms) -> Probation | None:
    """How far the probation of some terms is on the account's day; None where they have none."""
    if terms.probation is None:
        return None
    paid = [(p.invoice.issued, p.late <= 0, p.on) for p in paid_invoices(acc.facts, acc.day)] or [
        (s.issued, s.on <= s.due, s.on) for s in acc.facts.settled
    ]
    done = most = 0
    for issued, in_time, on in paid:
        if issued >= terms.on:
            done = done + 1 if in_time else 0
            most = max(most, done)
            if done == terms.probation:
                return Probation(done, terms.probation, on)
    return Probation(most, terms.probation)


def running_terms(acc: Account) -> Terms | None:
    """The terms of his own that count on the account's day: not ended by the user, nor by a probation that is over."""
    found = [t for t in acc.facts.terms if t.reviewed_on is None]
    if not found:
        return None
    state = probation(acc, found[-1])
    return None if state is not None and state.over else found[-1]
