"""The kinds of letter: what each claims, how it sounds and what it must hold beyond the common elements.

A kind is added by a row here and a template per language. Terms and the order of sending are the policy's
(receivables); the day to pay by comes in as an argument. Sources: law/nl.md sections F and J, art. 6:82, 6:96,
3:317 BW for what has legal effect; the rest is what practice advises.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from debcli.errors import InputError
from debcli.receivables.facts import LetterKind


class Extra(StrEnum):
    """What a letter says of interest and costs on top of the principal."""

    NONE = "none"
    ANNOUNCED = "announced"
    CLAIMED = "claimed"


class Need(StrEnum):
    """When a letter must hold an element."""

    ALWAYS = "always"
    DELIVERY_STOP = "delivery-stop"


class Phrase(NamedTuple):
    """An element that is wording: a regular expression per language finds it in the printed letter.

    `mandatory` phrases carry the letter's legal effect; without the others it is weaker, not void.
    """

    element: str
    mandatory: bool
    missing: str
    patterns: dict[str, str]
    need: Need = Need.ALWAYS


class KindRow(NamedTuple):
    """One kind.

    `rank` orders escalation (0: outside the ladder). `extra` decides the amount to pay and whether its ground must be
    named; `history`: every earlier contact stands in it by date; `agreement`: it confirms one.
    """

    kind: LetterKind
    rank: int
    extra: Extra
    qr: bool
    friendly: bool
    history: bool
    agreement: bool
    must: tuple[Phrase, ...]


_CROSSED = Phrase(
    "crossed-in-the-post",
    False,
    "a sentence for who has just paid",
    {
        "nl": r"gekruist|(als )?niet (verzonden|geschreven)|vervallen beschouwen",
        "en": r"crossed|already paid",
    },
)
_QUESTIONS = Phrase(
    "questions",
    False,
    "whom to call or mail with questions",
    {
        "nl": r"\b(bel|belt|bellen|mail|mailt|mailen|vragen|weten|bereikbaar)\b",
        "en": r"\b(call|mail|e-mail|questions|know|reach)\b",
    },
)
_SOFT_CONSEQUENCE = Phrase(
    "consequences",
    False,
    "what further delay leads to",
    {
        "nl": r"\b(rente|kosten|stappen|vervolg|contact met u op)\b",
        "en": r"\b(interest|costs|steps|contact you)\b",
    },
)
_CONSEQUENCE = Phrase(
    "consequences",
    True,
    "what follows when the money is not in on the date",
    {
        "nl": r"uit handen|dagvaard|deurwaarder|incassobureau|\bgerechtelijke stappen|sommatie",
        "en": r"hand(ing)? over|summons|bailiff|collection agency|legal steps|sommatie",
    },
)
_ANNOUNCES = Phrase(
    "announces-interest-and-costs",
    True,
    "that interest and collection costs will be claimed",
    {
        "nl": r"rente\b.*incassokosten|incassokosten.*rente\b",
        "en": r"interest\b.*collection costs|collection costs.*interest\b",
    },
)
_HANDOVER = Phrase(
    "hand-over-or-summons",
    True,
    "that the claim is handed over or a summons follows after the date",
    {
        "nl": r"uit handen|dagvaard|deurwaarder|incassobureau|\bgerechtelijke",
        "en": r"hand(ing)? over|summons|bailiff|collection agency|court",
    },
)
_RIGHTS = Phrase(
    "reserves-rights",
    True,
    "that all rights are reserved",
    {
        "nl": r"behoud\w*\b.*\brechten|rechten\b.*\bvoorbehouden|recht op (volledige )?nakoming",
        "en": r"reserves?\b.*\brights?",
    },
)
_INTERRUPTS = Phrase(
    "interrupts-limitation",
    True,
    "that the letter interrupts limitation (art. 3:317 BW)",
    {"nl": r"\bstuit|\bgestuit|\bstuiting", "en": r"interrupts?\b.*limitation"},
)
_STOP = Phrase(
    "delivery-stop",
    False,
    "that nothing more is delivered until payment",
    {
        "nl": r"\bschort\w*\b[^.]*\bop\b|\bopgeschort|\bopschort|\b(niets?|geen)\b[^.]{0,40}\blever",
        "en": r"suspend",
    },
    Need.DELIVERY_STOP,
)
_OBJECT_TODAY = Phrase(
    "object-today",
    True,
    "the request to say today if this is not what was agreed",
    {"nl": r"vandaag", "en": r"today"},
)

KINDS: MappingProxyType[LetterKind, KindRow] = MappingProxyType(
    {
        row.kind: row
        for row in (
            KindRow(
                LetterKind.BEVESTIGING,
                0,
                Extra.NONE,
                True,
                True,
                False,
                True,
                (_OBJECT_TODAY, _QUESTIONS, _SOFT_CONSEQUENCE),
            ),
            KindRow(
                LetterKind.HERINNERING,
                1,
                Extra.NONE,
                True,
                True,
                False,
                False,
                (_CROSSED, _QUESTIONS, _SOFT_CONSEQUENCE),
            ),
            KindRow(
                LetterKind.AANMANING,
                2,
                Extra.ANNOUNCED,
                True,
                False,
                True,
                False,
                (_ANNOUNCES, _CONSEQUENCE, _CROSSED, _QUESTIONS),
            ),
            KindRow(
                LetterKind.SOMMATIE,
                4,
                Extra.CLAIMED,
                True,
                False,
                True,
                False,
                (_HANDOVER, _RIGHTS, _INTERRUPTS, _STOP, _QUESTIONS),
            ),
        )
    }
)


def row(kind: LetterKind) -> KindRow:
    """The row of a kind. Raises InputError when debcli does not write that kind."""
    found = KINDS.get(kind)
    if found is None:
        raise InputError(
            f"debcli does not write the letter {kind.value!r}.", f"It writes: {', '.join(sorted(KINDS))}."
        )
    return found
