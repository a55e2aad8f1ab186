"""The kinds of letter: what each claims, how it sounds and what it must hold beyond the common elements.

A kind is added by a row here and a template per language. Terms and the order of sending are the policy's
(receivables); the day to pay by comes in as an argument. Sources: law/nl.md sections D, F, H and J, art. 6:82, 6:96,
3:317 BW for what has legal effect; the rest is what practice advises.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from debcli.errors import InputError
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


class Need(StrEnum):
    """When a letter must hold an element."""

    ALWAYS = "always"
    DELIVERY_STOP = "delivery-stop"


class Phrase(NamedTuple):
    """An element that is wording: a regular expression per language finds it in the printed letter.

    `mandatory` phrases carry the letter's effect; without the others it is weaker, not void. `legal`: without it the
    letter is not what the law calls by its name.
    """

    element: str
    mandatory: bool
    missing: str
    patterns: dict[str, str]
    need: Need = Need.ALWAYS
    legal: bool = False


class KindRow(NamedTuple):
    """One kind.

    `extra` decides the amount to pay and whether its ground must be named; `term` by when; `history`: every earlier contact stands in
    it by date; `agreement`: it confirms one.
    """

    kind: LetterKind
    must: tuple[Phrase, ...]
    extra: Extra = Extra.NONE
    term: Term = Term.DAY
    qr: bool = True
    friendly: bool = False
    history: bool = False
    agreement: bool = False


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

_IN_TIME_NO_COSTS = Phrase(
    "in-time-no-costs",
    True,
    "that who pays within the term owes no costs",
    {"nl": r"\b(geen|zonder)\b[^.]{0,60}kosten", "en": r"\b(no|without)\b[^.]{0,60}costs"},
    legal=True,
)
_INTEREST_RUNS_ON = Phrase(
    "interest-runs-on",
    True,
    "that interest runs on",
    {
        "nl": r"\brente\b.{0,80}\b(loopt|lopen|oploopt|per dag|elke dag)\b",
        "en": r"\binterest\b.{0,80}\b(runs? on|per day|every day|each day)\b",
    },
)
_THE_WORD = Phrase(
    "the-word",
    True,
    "the word ingebrekestelling",
    {"nl": r"\bingebrekestelling\b", "en": r"\bingebrekestelling\b"},
    legal=True,
)
_REASONABLE = Phrase(
    "reasonable-term",
    True,
    "a reasonable term to pay after all (art. 6:82 lid 1 BW)",
    {"nl": r"\bredelijke termijn\b", "en": r"\breasonable (term|period|time)\b"},
    legal=True,
)
_DEFAULT = Phrase(
    "default",
    True,
    "that the customer is in default (verzuim) once the term has passed",
    {"nl": r"\bverzuim\b", "en": r"\bin default\b"},
    legal=True,
)
_CLAIM_GROUND = Phrase(
    "claim-ground",
    True,
    "what the claim arises from",
    {
        "nl": r"\b(overeenkomst|overeenkomsten|opdracht|opdrachten)\b",
        "en": r"\b(agreements?|contracts?|orders?)\b",
    },
)
_PERFORMANCE = Phrase(
    "reserves-performance",
    True,
    "the unambiguous reservation of the right to performance (art. 3:317 lid 1 BW)",
    {
        "nl": r"\bbehoud\w*\b.{0,40}\bondubbelzinnig\b.{0,40}\brecht op (volledige )?nakoming\b",
        "en": r"\bunambiguously\b.{0,40}\bright to (full )?performance\b",
    },
    legal=True,
)
_STOPS_LIMITATION = _INTERRUPTS._replace(
    # The subject names the letter; here the sentence that does it is wanted.
    patterns={
        "nl": r"\bstuit(en)?\b.{0,40}\bverjaring|\bverjaring\b.{0,40}\bgestuit\b",
        "en": r"\binterrupts?\b.{0,40}\blimitation",
    },
    legal=True,
)
_NEW_TERM = Phrase(
    "new-term",
    True,
    "that a new term of limitation starts",
    {"nl": r"\bnieuwe (verjarings)?termijn\b", "en": r"\bnew (limitation )?(term|period)\b"},
)
_CONFIRM_RECEIPT = Phrase(
    "confirm-receipt",
    False,
    "the request to confirm receipt",
    {"nl": r"\bontvangst\b.{0,60}\bbevestig|\bbevestig\w*.{0,60}\bontv", "en": r"\bconfirm\b.{0,60}\brecei"},
)

KINDS: MappingProxyType[LetterKind, KindRow] = MappingProxyType(
    {
        row.kind: row
        for row in (
            KindRow(
                LetterKind.BEVESTIGING,
                (_OBJECT_TODAY, _QUESTIONS, _SOFT_CONSEQUENCE),
                friendly=True,
                agreement=True,
            ),
            KindRow(LetterKind.HERINNERING, (_CROSSED, _QUESTIONS, _SOFT_CONSEQUENCE), friendly=True),
            KindRow(
                LetterKind.AANMANING,
                (_ANNOUNCES, _CONSEQUENCE, _CROSSED, _QUESTIONS),
                extra=Extra.ANNOUNCED,
                history=True,
            ),
            KindRow(
                LetterKind.VEERTIENDAGENBRIEF,
                # No history: its other days and amounts would stand beside the one term and the one amount.
                (_IN_TIME_NO_COSTS, _INTEREST_RUNS_ON, _CONSEQUENCE, _CROSSED, _QUESTIONS),
                extra=Extra.INTEREST,
                term=Term.DELIVERY,
            ),
            KindRow(
                LetterKind.INGEBREKESTELLING,
                (_THE_WORD, _REASONABLE, _DEFAULT, _ANNOUNCES, _CONSEQUENCE, _CROSSED, _QUESTIONS),
                extra=Extra.CONDITIONAL,
            ),
            KindRow(
                LetterKind.SOMMATIE,
                (_HANDOVER, _RIGHTS, _INTERRUPTS, _STOP, _QUESTIONS),
                extra=Extra.CLAIMED,
                history=True,
            ),
            KindRow(
                LetterKind.STUITING,
                (_CLAIM_GROUND, _PERFORMANCE, _STOPS_LIMITATION, _NEW_TERM, _CONFIRM_RECEIPT),
                extra=Extra.CLAIMED,
                term=Term.NONE,
                qr=False,
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
