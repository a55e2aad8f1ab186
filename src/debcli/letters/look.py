"""Looking for things in the finished text of a letter: white space folded, values as a whole, sentences."""

import re
from typing import NamedTuple

from debcli.language import say


class Check(NamedTuple):
    """One element: whether the letter holds it, and if not, what is missing or wrong.

    `legal`: without it the letter has not the effect the law gives it; such a failure cannot be forced.
    """

    element: str
    ok: bool
    why: str
    mandatory: bool
    legal: bool = False


def element(name: str, ok: bool, lacking: str, *, mandatory: bool, legal: bool = False) -> Check:
    """An element that must be there; `lacking` says what is not, when it is not."""
    return Check(name, ok, "" if ok else say("missing: {what}", what=flat(lacking)), mandatory, legal)


def flat(text: str) -> str:
    """One line; the rules of a table taken out."""
    return " ".join(re.sub(r"(?m)^[ -]*-{3,}[ -]*$", " ", text).split())


def holds(page: str, value: str) -> bool:
    """Whether the value stands in the text as a whole: `2026-1` is not found in `2026-10`."""
    wanted = flat(value)
    at = page.find(wanted) if wanted else -1
    while at >= 0:
        if not _in_word(page[at - 1 : at]) and not _in_word(page[at + len(wanted) : at + len(wanted) + 1]):
            return True
        at = page.find(wanted, at + 1)
    return False


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def whole(value: str) -> str:
    """The pattern that finds a value as a whole."""
    return rf"(?<!\w){re.escape(value)}(?!\w)"


def contains(page: str, value: str) -> bool:
    """Whether the value stands in the text, in any case."""
    return flat(value).lower() in page.lower()


def sentences(page: str) -> list[str]:
    """The text in sentences; a dot inside an amount or an abbreviation ends none unless a capital follows."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", page)
