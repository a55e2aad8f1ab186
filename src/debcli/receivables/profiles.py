"""The ladders: which step follows which, how many days after the due date, and how long each letter gives.

Data, not rules: what a step means and when it falls due is said in policy.py.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from debcli.language import mark_as, say_as
from debcli.law.nl import DELIVERY_DAYS, JURISDICTION, announced_term
from debcli.receivables.facts import ABOUT_PAYING, Cause, Contact, Customer, Kind, LetterKind, Outcome
from debcli.values.dates import roll


class Step(NamedTuple):
    """One rung: a call (letter None) or a letter.

    `after`: calendar days after the lead invoice's due date; None: the day after the last letter's deadline.
    """

    name: str
    after: int | None
    letter: LetterKind | None = None

    @property
    def is_call(self) -> bool:
        """Whether the step is done by speaking to the customer."""
        return self.letter is None and self.name != DECIDE


class Profile(NamedTuple):
    """The rhythm for one kind of payer. `check_in_from`: cents from which a new invoice is checked on."""

    name: str
    steps: tuple[Step, ...]
    check_in_from: int = 1_000_00
    check_in_after: int = 3

    @property
    def shown(self) -> str:
        """The name in words; `name` is what is typed and what JSON calls it, and stands behind its word."""
        word = say_as("profile", self.name)
        return word if word == self.name or self.name not in _NAMED else f"{word} ({self.name})"

    def index_of(self, kind: LetterKind) -> int | None:
        """Where a letter stands on this ladder, None if it is not on it."""
        return next((i for i, step in enumerate(self.steps) if step.letter == kind), None)

    def next_letter(self, index: int) -> Step | None:
        """The first letter step at or after a rung."""
        return next((step for step in self.steps[index:] if step.letter is not None), None)


DECIDE = "decide"
CONSUMER = "consumer"


def _business(herinnering: int, chase: int, aanmaning: int, sommatie: int) -> tuple[Step, ...]:
    return (
        Step("due-call", 0),
        Step("herinnering", herinnering, LetterKind.HERINNERING),
        Step("chase-call", chase),
        Step("aanmaning", aanmaning, LetterKind.AANMANING),
        Step("sommatie", sommatie, LetterKind.SOMMATIE),
        Step(DECIDE, None),
    )


_NAMED = frozenset(
    {
        mark_as("profile", "standard"),
        mark_as("profile", "strict"),
        mark_as("profile", "gentle"),
        mark_as("profile", "consumer"),
    }
)
PROFILES = {
    "standard": Profile("standard", _business(7, 14, 16, 25)),
    "strict": Profile("strict", _business(3, 7, 8, 16), check_in_from=0, check_in_after=0),
    "gentle": Profile("gentle", _business(10, 20, 25, 45)),
    "consumer": Profile(
        "consumer",
        (
            Step("due-call", 0),
            Step("herinnering", 7, LetterKind.HERINNERING),
            Step("veertiendagenbrief", 16, LetterKind.VEERTIENDAGENBRIEF),
            Step("sommatie", None, LetterKind.SOMMATIE),
            Step(DECIDE, None),
        ),
    ),
}

_BY_CAUSE = {
    Cause.FINANCIAL: "gentle",
    Cause.SLOPPY: "strict",
    Cause.MISUNDERSTANDING: "standard",
    Cause.UNWILLING: "strict",
}

TERM_DAYS = {
    LetterKind.HERINNERING: 7,
    LetterKind.AANMANING: 7,
    LetterKind.SOMMATIE: 7,
    LetterKind.INGEBREKESTELLING: 14,
}


def profile_for(
    customer: Customer, contacts: tuple[Contact, ...], profiles: Mapping[str, Profile] = PROFILES
) -> Profile:
    """The customer's own profile, else the one that fits the cause in the latest contact that named one, or refused to pay.

    A private person under Dutch law always has `consumer`. Under another law no letter claims.
    """
    if customer.kind == Kind.CONSUMER and customer.law == JURISDICTION:
        return profiles[CONSUMER]
    cause = _cause(contacts)
    own = profiles[customer.profile or ("standard" if cause is None else _BY_CAUSE[cause])]
    if customer.law != JURISDICTION:
        return _reminders(own)
    return _straight(own) if cause == Cause.UNWILLING and customer.profile is None else own


@cache
def _reminders(profile: Profile) -> Profile:
    """The ladder without the letters that claim by Dutch law: after the reminder and the call, on the last one's day, one decides."""
    steps = tuple(s for s in profile.steps if s.letter in {None, LetterKind.HERINNERING} and s.name != DECIDE)
    days = [s.after for s in profile.steps if s.letter is not None and s.after is not None]
    return profile._replace(steps=(*steps, Step(DECIDE, max(days, default=None))))


def _cause(contacts: tuple[Contact, ...]) -> Cause | None:
    """The latest cause named. Who says that he will not pay is unwilling, until he says something else about paying."""
    taken_back = False
    for contact in reversed(contacts):
        if contact.cause is not None:
            return contact.cause
        if contact.outcome == Outcome.REFUSES and not taken_back:
            return Cause.UNWILLING
        taken_back = taken_back or contact.outcome in ABOUT_PAYING
    return None


_STRAIGHT = mark_as("profile", "strict, straight to the sommatie")


def _straight(profile: Profile) -> Profile:
    """For who will not pay: after the due-call at once the final warning, on the day the first letter would leave."""
    first = next(step for step in profile.steps if step.letter is not None)
    calls = profile.steps[: profile.steps.index(first)]
    warning = next(step for step in profile.steps if step.letter == LetterKind.SOMMATIE)
    steps = (*calls, warning._replace(after=first.after), profile.steps[-1])
    return profile._replace(name=_STRAIGHT, steps=steps)


def pay_by(
    kind: LetterKind,
    sent_on: date,
    country: str,
    *,
    by_post: bool = True,
    delivery_days: int = DELIVERY_DAYS,
) -> date | None:
    """The last day of a letter's term: the day it is sent plus the term, rolled. None for a letter without one.

    Of a veertiendagenbrief the law counts from the day it arrives, which by post is later (art. 6:96 lid 6 BW).
    """
    if kind == LetterKind.VEERTIENDAGENBRIEF:
        return announced_term(sent_on, by_post=by_post, delivery_days=delivery_days).last_day
    days = TERM_DAYS.get(kind)
    return roll(sent_on + timedelta(days), country) if days is not None else None
