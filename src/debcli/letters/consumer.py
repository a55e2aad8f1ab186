"""What no letter to a private person may say, whatever its kind and whoever wrote its template.

A private person owes collection costs only after a veertiendagenbrief has run out (art. 6:96 lid 6 BW), never more than the
law's (lid 5), and its term runs from the day after delivery. A letter that says otherwise misleads him, and may cost the
costs altogether. The veertiendagenbrief has a check of its own, and a stricter one (notice.py).
"""

import re
from collections.abc import Iterator

from debcli.language import say
from debcli.letters.content import Content
from debcli.letters.look import Check, flat, sentences
from debcli.letters.notice import COUNTS_FROM_LETTER, COUNTS_FROM_RECEIPT, NUMBERS, wording_alone

_NAMED = (
    r"(?:buitengerechtelijke (?:incasso)?kosten|incassokosten|incasso ?kosten|collection (?:costs|charges|fees?)|"
    r"extrajudicial costs)"
)
_SUM = r"(?:€|\bEUR\b|\beuro\b)\s?\d[\d.,]*-?"
_COSTS = re.compile(
    rf"\b{_NAMED}\b|{_SUM}\s+(?:\w+\s+){{0,2}}(?:kosten|costs)\b|\b(?:kosten|costs)\s+(?:\w+\s+){{0,3}}{_SUM}",
    re.IGNORECASE,
)
_FEES = re.compile(
    r"\b(?:administratie|aanmanings?|herinnerings?|sommatie|behandelings?)kosten\b|"
    r"\b(?:reminder|administration|administrative|late|handling) (?:fees?|costs|charges?)\b",
    re.IGNORECASE,
)
_AFTER_NOTICE = re.compile(r"\b(?:veertien|14|fourteen)\b|\bveertiendagenbrief\b", re.IGNORECASE)
_UNPAID = r"(?:\w+\s+){0,3}(?:betaal|ontvang|voldo|voldaan|binnen|pay|paid|receiv)"
_DENIED = re.compile(
    rf"\b(?:geen|zonder|nooit|no|without|never)\s+(?:\w+\s+)?{_NAMED}|"
    rf"{_NAMED}[^.,;]{{0,40}}\b(?:niet|not)\b(?!\s+{_UNPAID})",
    re.IGNORECASE,
)
_A_TERM = (
    rf"\b(?:\d+|{NUMBERS}|een|één|one)(?: \(\d+\))?(?: (?:volle|full))?[ -]"
    r"(?:(?:werk|kalender)?dag(?:en)?|we(?:ek|ken)|(?:working |calendar )?days?|weeks?)\b"
)
_FROM_LETTER = re.compile(rf"{_A_TERM}[^.]{{0,30}}?(?:{COUNTS_FROM_LETTER})", re.IGNORECASE)
_FROM_RECEIPT = re.compile(rf"{_A_TERM}[^.]{{0,30}}?(?:{COUNTS_FROM_RECEIPT})", re.IGNORECASE)


def checks(content: Content, wording: str) -> list[Check]:
    """Each fault, with the sentence it stands in; all are mandatory, by law."""
    said = sentences(wording_alone(content, wording))
    found = [("no-costs-before-notice", say("a private person owes no collection costs before a veertiendagenbrief has run out"), _costs(content, said)),
             ("no-fees", say("a private person owes no fees beside the collection costs of the law"), _all(_FEES, said)),
             ("term-from-delivery", say("a term for a private person runs from the day after delivery, not from the letter"), _all(_FROM_LETTER, said)),
             ("term-not-from-receipt", say("counting from the day of receipt is one day too early"), _all(_FROM_RECEIPT, said))]  # fmt: skip
    return [
        Check(
            name,
            not why,
            say("wrong: {rule}: {found}", rule=rule, found=why) if why else "",
            mandatory=True,
            legal=True,
        )
        for name, rule, faults in found
        for why in ["; ".join(f"{sentence!r}" for sentence in dict.fromkeys(faults))]
    ]


def _all(pattern: re.Pattern[str], said: list[str]) -> Iterator[str]:
    return (s for s in said if pattern.search(s))


def _costs(content: Content, said: list[str]) -> Iterator[str]:
    """Sentences that ask or announce collection costs of who does not owe them, and do not name the notice before."""
    if content.has_costs or (content.agreement is not None and content.agreement.extras):
        return
    if any(owed is not None and owed.has_costs for owed in (content.besides, content.in_all)):
        return
    # Costs that a payment has met since were owed; a plan still counts them, for it counts each payment for its invoice.
    plan = content.plan if content.received is not None else None
    agreed = (flat(plan.extras), flat(plan.extras_named)) if plan is not None and plan.extras else ()
    for before, sentence in zip(["", *said], said, strict=False):
        if not _COSTS.search(sentence) or _AFTER_NOTICE.search(f"{before} {sentence}"):
            continue
        if agreed and all(part in sentence for part in agreed):
            continue
        if not _DENIED.search(sentence):
            yield sentence
