"""The wording a letter must hold beyond figures and names: each element with the pattern that finds it, per language.

Sources: law/nl.md sections D, F, H, I and J, art. 6:52, 6:82, 6:96, 6:262, 3:317 BW for what has legal effect; the rest
is what practice advises.
"""

from enum import StrEnum
from typing import NamedTuple

from debcli.language import mark, mark_as


class Need(StrEnum):
    """When a letter must hold an element."""

    ALWAYS = "always"
    DELIVERY_STOP = "delivery-stop"


class Phrase(NamedTuple):
    """An element that is wording: a regular expression per language finds it in the printed letter.

    `mandatory` phrases carry the letter's effect; without the others it is weaker, not void. `legal`: without it the
    letter is not what the law calls by its name. `missing` and `element` are looked up where they are shown.
    """

    element: str
    mandatory: bool
    missing: str
    patterns: dict[str, str]
    need: Need = Need.ALWAYS
    legal: bool = False


CROSSED = Phrase(
    mark_as("element", "crossed-in-the-post"),
    False,
    mark("a sentence for who has just paid"),
    {
        "nl": r"gekruist|(als )?niet (verzonden|geschreven)|vervallen beschouwen",
        "en": r"crossed|already paid",
    },
)
QUESTIONS = Phrase(
    mark_as("element", "questions"),
    False,
    mark("whom to call or mail with questions"),
    {
        "nl": r"\b(bel|belt|bellen|mail|mailt|mailen|vragen|weten|bereikbaar)\b",
        "en": r"\b(call|mail|e-mail|questions|know|reach)\b",
    },
)
SOFT_CONSEQUENCE = Phrase(
    mark_as("element", "consequences"),
    False,
    mark("what further delay leads to"),
    {
        "nl": r"\b(rente|kosten|stappen|vervolg|contact met u op)\b",
        "en": r"\b(interest|costs|steps|contact you)\b",
    },
)
CONSEQUENCE = Phrase(
    mark_as("element", "consequences"),
    True,
    mark("what follows when the money is not in on the date"),
    {
        "nl": r"uit handen|dagvaard|deurwaarder|incassobureau|\bgerechtelijke stappen|sommatie",
        "en": r"hand(ing)? over|summons|bailiff|collection agency|legal steps|sommatie",
    },
)
ANNOUNCES = Phrase(
    mark_as("element", "announces-interest-and-costs"),
    True,
    mark("that interest and collection costs will be claimed"),
    {
        "nl": r"rente\b.*incassokosten|incassokosten.*rente\b",
        "en": r"interest\b.*collection costs|collection costs.*interest\b",
    },
)
HANDOVER = Phrase(
    mark_as("element", "hand-over-or-summons"),
    True,
    mark("that the claim is handed over or a summons follows after the date"),
    {
        "nl": r"uit handen|dagvaard|deurwaarder|incassobureau|\bgerechtelijke",
        "en": r"hand(ing)? over|summons|bailiff|collection agency|court",
    },
)
RIGHTS = Phrase(
    mark_as("element", "reserves-rights"),
    True,
    mark("that all rights are reserved"),
    {
        "nl": r"behoud\w*\b.*\brechten|rechten\b.*\bvoorbehouden|recht op (volledige )?nakoming",
        "en": r"reserves?\b.*\brights?",
    },
)
INTERRUPTS = Phrase(
    mark_as("element", "interrupts-limitation"),
    True,
    mark("that the letter interrupts limitation (art. 3:317 BW)"),
    {"nl": r"\bstuit|\bgestuit|\bstuiting", "en": r"interrupts?\b.*limitation"},
)
STOP = Phrase(
    mark_as("element", "delivery-stop"),
    False,
    mark("that nothing more is delivered until payment"),
    {
        "nl": r"\bschort\w*\b[^.]*\bop\b|\bopgeschort|\bopschort|\b(niets?|geen)\b[^.]{0,40}\blever",
        "en": r"suspend",
    },
    Need.DELIVERY_STOP,
)
OBJECT_TODAY = Phrase(
    mark_as("element", "object-today"),
    True,
    mark("the request to say today if this is not what was agreed"),
    {"nl": r"vandaag", "en": r"today"},
)

IN_TIME_NO_COSTS = Phrase(
    mark_as("element", "in-time-no-costs"),
    True,
    mark("that who pays within the term owes no costs"),
    {"nl": r"\b(geen|zonder)\b[^.]{0,60}kosten", "en": r"\b(no|without)\b[^.]{0,60}costs"},
    legal=True,
)
INTEREST_RUNS_ON = Phrase(
    mark_as("element", "interest-runs-on"),
    True,
    mark("that interest runs on"),
    {
        "nl": r"\brente\b.{0,200}\b(loopt|lopen|oploopt|per dag|elke dag)\b",
        "en": r"\binterest\b.{0,200}\b(runs? on|per day|every day|each day)\b",
    },
)
THE_WORD = Phrase(
    mark_as("element", "the-word"),
    True,
    mark("the word ingebrekestelling"),
    {"nl": r"\bingebrekestelling\b", "en": r"\bingebrekestelling\b"},
    legal=True,
)
REASONABLE = Phrase(
    mark_as("element", "reasonable-term"),
    True,
    mark("a reasonable term to pay after all (art. 6:82 lid 1 BW)"),
    {"nl": r"\bredelijke termijn\b", "en": r"\breasonable (term|period|time)\b"},
    legal=True,
)
DEFAULT = Phrase(
    mark_as("element", "default"),
    True,
    mark("that the customer is in default (verzuim) once the term has passed"),
    {"nl": r"\bverzuim\b", "en": r"\bin default\b"},
    legal=True,
)
CLAIM_GROUND = Phrase(
    mark_as("element", "claim-ground"),
    True,
    mark("what the claim arises from"),
    {
        "nl": r"\b(overeenkomst|overeenkomsten|opdracht|opdrachten)\b",
        "en": r"\b(agreements?|contracts?|orders?)\b",
    },
)
PERFORMANCE = Phrase(
    mark_as("element", "reserves-performance"),
    True,
    mark("the unambiguous reservation of the right to performance (art. 3:317 lid 1 BW)"),
    {
        "nl": r"\bbehoud\w*\b.{0,40}\bondubbelzinnig\b.{0,40}\brecht op (volledige )?nakoming\b",
        "en": r"\bunambiguously\b.{0,40}\bright to (full )?performance\b",
    },
    legal=True,
)
STOPS_LIMITATION = INTERRUPTS._replace(
    # The subject names the letter; here the sentence that does it is wanted.
    patterns={
        "nl": r"\bstuit(en)?\b.{0,40}\bverjaring|\bverjaring\b.{0,40}\bgestuit\b",
        "en": r"\binterrupts?\b.{0,40}\blimitation",
    },
    legal=True,
)
NEW_TERM = Phrase(
    mark_as("element", "new-term"),
    True,
    mark("that a new term of limitation starts"),
    {"nl": r"\bnieuwe (verjarings)?termijn\b", "en": r"\bnew (limitation )?(term|period)\b"},
)
CONFIRM_RECEIPT = Phrase(
    mark_as("element", "confirm-receipt"),
    False,
    mark("the request to confirm receipt"),
    {"nl": r"\bontvangst\b.{0,60}\bbevestig|\bbevestig\w*.{0,60}\bontv", "en": r"\bconfirm\b.{0,60}\brecei"},
)

SUSPENDS = Phrase(
    mark_as("element", "suspends"),
    True,
    mark("that you suspend your work or deliveries"),
    {"nl": r"\bschort\w*\b[^.]*\bop\b|\bopgeschort|\bopschort", "en": r"\bsuspend"},
    legal=True,
)
LIFTS = Phrase(
    mark_as("element", "lifts-the-suspension"),
    True,
    mark("that payment of the amount ends the suspension"),
    {"nl": r"\bhervat|\bweer\b[^.]{0,30}\b(op|verder|aan het werk)\b", "en": r"\bresume"},
)
TERMS_START = Phrase(
    mark_as("element", "for-new-orders"),
    True,
    mark("that the terms are for new work from a day on"),
    {
        "nl": r"\b(opdracht\w*|bestelling\w*|leveringen)\b.{0,40}\bvanaf\b",
        "en": r"\b(orders?|assignments?|work|deliveries)\b.{0,40}\bfrom\b",
    },
)
AGREE = Phrase(
    mark_as("element", "asks-consent"),
    False,
    mark("the request to say that the customer agrees"),
    {"nl": r"\bakkoord\b", "en": r"\bagree"},
)
LAPSES = Phrase(
    mark_as("element", "lapses"),
    True,
    mark("that the plan lapses on the first instalment that is missed"),
    {
        "nl": r"\bvervalt\b[^.]*\bregeling|\bregeling\b[^.]*\bvervalt",
        "en": r"\b(plan|arrangement)\b[^.]*\blapses",
    },
)
WHOLE_SUM = Phrase(
    mark_as("element", "whole-sum-due"),
    True,
    mark("that the whole sum is due at once then"),
    {
        "nl": r"\b(hele|gehele|volledige)\b[^.]{0,80}\b(opeisbaar|ineens|in één keer)",
        "en": r"\bwhole\b[^.]{0,80}\b(due|payable)\b",
    },
)
