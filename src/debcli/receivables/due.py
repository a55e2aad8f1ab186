"""What a rule of the policy asks for, and the words rules share."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from debcli.language import mark_as, say, say_as
from debcli.receivables.account import Account, Item
from debcli.receivables.facts import Contact, Letter, LetterKind
from debcli.values.dates import add_working_days


class Words(NamedTuple):
    """A sentence that is written when it is read: a rule is asked for every customer, and most are never shown."""

    write: Callable[..., str]
    about: tuple[Any, ...]

    def __str__(self) -> str:
        return self.write(*self.about)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)  # a sentence is what it says, not what it was made of

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(str(self))


class Due(NamedTuple):
    """What a rule asks for, on the rolled day it falls due. `before`: from that day on it no longer applies."""

    on: date
    action: str
    reason: str | Words
    items: tuple[Item, ...]
    step: str | None = None
    letter: LetterKind | None = None
    made: Letter | None = None  # the letter to send
    stale: bool = False  # or, when it no longer fits, to cancel
    contact: Contact | None = None  # what to confirm
    before: date = date.max
    asks: int | None = (
        None  # cents, where it is another sum than what is open: an instalment, a rest of a claim
    )

    @property
    def why(self) -> str:
        """The reason in words."""
        return str(self.reason)


def after_attempts(acc: Account, on: date, attempts: tuple[date, ...]) -> date:
    """A call tried in vain is tried again the next working day."""
    return add_working_days(attempts[-1], 1, acc.country) if attempts else on


def ordinal(count: int) -> str:
    """First, second, third, 4th ..."""
    known = _ORDINALS.get(count)
    return say("{count}th", count=count) if known is None else say_as("ordinal", known)


_ORDINALS = {1: mark_as("ordinal", "first"), 2: mark_as("ordinal", "second"), 3: mark_as("ordinal", "third")}
_STEPS = frozenset(
    {
        mark_as("step", "due-call"),
        mark_as("step", "chase-call"),
        mark_as("step", "call"),
        mark_as("step", "check-in"),
        mark_as("step", "nudge"),
        mark_as("step", "letter"),
        mark_as("step", "confirm"),
        mark_as("step", "send"),
        mark_as("step", "offer-plan"),
        mark_as("step", "resolve-dispute"),
        mark_as("step", "review"),
        mark_as("step", "decide"),
    }
)


def step_words(code: str) -> str:
    """A step of the ladder or an action as a sentence names it; the kind of a letter is a word already."""
    return say_as("step", code) if code in _STEPS else code
