"""What the user keeps beside the facts that decide: goals for a call, files, and what he looked up. None of it moves the ladder."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from debcli.language import mark_as, say_as
from debcli.receivables.facts import Contact


class Goal(NamedTuple):
    """What the user means to reach in his next call, and the least he goes along with. Cents. `entry`: the journal's."""

    id: int
    customer: int
    on: date
    goal: int
    minimum: int
    entry: int = 0


class Attachment(NamedTuple):
    """A file kept with a customer. kind: contract, terms, proof, other. `size` in bytes."""

    id: int
    customer: int
    invoice: int | None
    on: date
    kind: str
    name: str
    size: int
    sha256: str
    note: str = ""


class Lookup(NamedTuple):
    """Something looked up: what, the fact found, where, and the day.

    what: credit, references, register, insolvency, figures, insurance, talk.
    """

    id: int
    customer: int
    on: date
    what: str
    found: str
    source: str = ""


_LOOKED_UP = (
    mark_as("looked up", "credit"),
    mark_as("looked up", "references"),
    mark_as("looked up", "register"),
    mark_as("looked up", "insolvency"),
    mark_as("looked up", "figures"),
    mark_as("looked up", "insurance"),
    mark_as("looked up", "talk"),
)


def looked_up(what: str) -> str:
    """What was looked up, as a screen names it."""
    return say_as("looked up", what)


def goal_for(goals: Sequence[Goal], contacts: Sequence[Contact], day: date) -> Goal | None:
    """The goal that stands on a day: the newest one set since the customer was last spoken to."""
    known = [g for g in goals if g.on <= day]
    spoken = [(c.on, c.entry) for c in contacts if c.answered and c.on <= day]
    standing = [g for g in known if not spoken or (g.on, g.entry) > max(spoken)]
    return max(standing, key=lambda g: (g.on, g.entry), default=None)


def reached(goal: Goal, agreed: int) -> str:
    """How what was agreed (cents) compares: goal, minimum, below or nothing."""
    if agreed >= goal.goal:
        return "goal"
    if agreed >= goal.minimum and agreed:
        return "minimum"
    return "below" if agreed else "nothing"
