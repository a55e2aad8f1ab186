"""The kinds of letter: what each claims, how it sounds and what it must hold beyond the common elements.

A kind is added by a row here and a template per language. Terms and the order of sending are the policy's
(receivables); the day to pay by comes in as an argument. What must stand in words is told in phrases.py.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say
from debcli.letters import phrases as p
from debcli.letters.phrases import Phrase
from debcli.receivables.facts import LetterKind


class Extra(StrEnum):
    """What a letter says of interest and costs on top of the principal.

    announced: they will be claimed. conditional: they start once the term lapses, so nothing has accrued. interest: the
    interest so far is asked, the costs are announced to the cent. claimed: both are asked.
    """

    NONE = "none"
    ANNOUNCED = "announced"
    CONDITIONAL = "conditional"
    INTEREST = "interest"
    CLAIMED = "claimed"

    @property
    def claims_interest(self) -> bool:
        """Whether the amount to pay holds interest."""
        return self in {Extra.INTEREST, Extra.CLAIMED}

    @property
    def claims_costs(self) -> bool:
        """Whether the amount to pay holds collection costs."""
        return self is Extra.CLAIMED


class Term(StrEnum):
    """By when a letter asks to pay: on a day; within the term that art. 6:96 lid 6 BW counts from its delivery; not at all."""

    DAY = "day"
    DELIVERY = "delivery"
    NONE = "none"


class About(StrEnum):
    """What a letter is about: the claim alone, or besides it a promise, a plan, a suspension, all that is open, new terms."""

    CLAIM = "claim"
    PROMISE = "promise"
    PLAN = "plan"
    SUSPENSION = "suspension"
    ACCOUNT = "account"
    TERMS = "terms"


class KindRow(NamedTuple):
    """One kind.

    `extra` decides the amount to pay and whether its ground must be named; `term` by when; `history`: every earlier contact
    stands in it by date; `about`: what it is about besides the claim; `asks`: whether it asks for money at all;
    `days`: the term of a kind that stands on no ladder.
    """

    kind: LetterKind
    must: tuple[Phrase, ...]
    extra: Extra = Extra.NONE
    term: Term = Term.DAY
    qr: bool = True
    friendly: bool = False
    history: bool = False
    about: About = About.CLAIM
    asks: bool = True
    days: int = 0


KINDS: MappingProxyType[LetterKind, KindRow] = MappingProxyType(
    {
        row.kind: row
        for row in (
            KindRow(
                LetterKind.BEVESTIGING,
                (p.OBJECT_TODAY, p.QUESTIONS, p.SOFT_CONSEQUENCE),
                friendly=True,
                about=About.PROMISE,
            ),
            KindRow(LetterKind.HERINNERING, (p.CROSSED, p.QUESTIONS, p.SOFT_CONSEQUENCE), friendly=True),
            KindRow(
                LetterKind.AANMANING,
                (p.ANNOUNCES, p.CONSEQUENCE, p.CROSSED, p.QUESTIONS),
                extra=Extra.ANNOUNCED,
                history=True,
            ),
            KindRow(
                LetterKind.VEERTIENDAGENBRIEF,
                # No history: its other days and amounts would stand beside the one term and the one amount.
                (p.IN_TIME_NO_COSTS, p.INTEREST_RUNS_ON, p.CONSEQUENCE, p.CROSSED, p.QUESTIONS),
                extra=Extra.INTEREST,
                term=Term.DELIVERY,
            ),
            KindRow(
                LetterKind.INGEBREKESTELLING,
                (p.THE_WORD, p.REASONABLE, p.DEFAULT, p.ANNOUNCES, p.CONSEQUENCE, p.CROSSED, p.QUESTIONS),
                extra=Extra.CONDITIONAL,
            ),
            KindRow(
                LetterKind.SOMMATIE,
                (p.HANDOVER, p.RIGHTS, p.INTERRUPTS, p.STOP, p.QUESTIONS),
                extra=Extra.CLAIMED,
                history=True,
            ),
            KindRow(
                LetterKind.STUITING,
                (p.CLAIM_GROUND, p.PERFORMANCE, p.STOPS_LIMITATION, p.NEW_TERM, p.CONFIRM_RECEIPT),
                extra=Extra.CLAIMED,
                term=Term.NONE,
                qr=False,
            ),
            KindRow(
                LetterKind.REGELING,
                (p.LAPSES, p.WHOLE_SUM, p.OBJECT_TODAY, p.QUESTIONS),
                friendly=True,
                about=About.PLAN,
            ),
            KindRow(
                LetterKind.OPSCHORTING,
                # What lifts the suspension is all that is lawfully due, so interest and costs are claimed in it.
                (p.SUSPENDS, p.LIFTS, p.CROSSED, p.QUESTIONS),
                extra=Extra.CLAIMED,
                about=About.SUSPENSION,
                days=7,
            ),
            KindRow(
                LetterKind.REKENINGOVERZICHT,
                (p.CROSSED, p.QUESTIONS),
                term=Term.NONE,
                friendly=True,
                about=About.ACCOUNT,
            ),
            KindRow(
                LetterKind.VOORWAARDEN,
                (p.TERMS_START, p.AGREE, p.QUESTIONS),
                term=Term.NONE,
                qr=False,
                friendly=True,
                about=About.TERMS,
                asks=False,
            ),
        )
    }
)


def row(kind: LetterKind, *, rest_claim: bool = False) -> KindRow:
    """The row of a kind; of one about a rest claim, which asks interest and costs whatever the kind asks otherwise.

    Raises InputError when debcli does not write that kind.
    """
    found = KINDS.get(kind)
    if found is None:
        raise InputError(
            say("debcli does not write the letter {kind!r}.", kind=kind.value),
            say("It writes: {kinds}.", kinds=", ".join(sorted(KINDS))),
        )
    return found._replace(extra=Extra.CLAIMED) if rest_claim else found
