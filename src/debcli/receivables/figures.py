"""The figures of the policy, in one place: how long, how often, how much. What they decide is said by the rules."""

from datetime import timedelta

CALL_ATTEMPTS = 3
"""On so many different days without an answer a call counts as made."""
CALL_WINDOW = timedelta(3)
"""A talk so long before a call step already does it."""
MAX_BROKEN = 2
"""After so many broken promises a further one no longer stops the ladder."""
PLAN_GRACE = timedelta(7)
"""So long after a missed instalment its plan lapses."""
PAID_CLAIM_DAYS = 3
"""A transfer said to be made should be in after so many days."""
SOLVE_DAYS = 5
"""Working days in which a dispute should be solved."""
NUDGE_DAYS = 3
"""So many days before its due day a late payer is reminded of an invoice."""
LATE_DAYS = 3
"""Paid more days than this after the due day is late, when a habit is judged."""
HABIT_OF = 10
"""The last invoices a habit is read from."""
LAPSE_AHEAD = 366
"""So many days ahead it is told that an interruption of limitation will be asked for: no hold lasts longer."""
REVIEW_DAYS = 30
"""So many days after a hand-over to ask how it stands."""
PROMISE_WEEK = timedelta(7)
"""So long after its day a payment of a promised sum is still taken for the promise."""
STUITING_TERM = timedelta(14)
"""A stuiting names no last day; so long it gets to be answered before another letter asks."""
STALE_DAYS = 3
"""Working days after which the newest bank data no longer says who paid."""
