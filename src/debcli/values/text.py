"""Text from outside: cleaned once at the door, so that it can never steer a terminal or a page."""

import re
import unicodedata
from collections.abc import Sequence

from debcli.errors import InputError
from debcli.language import mark_as, say, say_as

_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:b\.?\s?v\.?\s?b\.?\s?a\.?|b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|c\.?v\.?|b\.?v\.?i\.?o\.?|gmbh|ltd\.?|llc|inc\.?|s\.?a\.?|"
    r"s\.?r\.?l\.?|comm\.?v\.?|u\.?a\.?)$",
    re.IGNORECASE,
)


def clean_line(text: str, field: str = mark_as("field", "text")) -> str:
    """One printable line: white space folded, bidirectional overrides and zero-width marks taken out.

    `field` says what the line is, as marked with `mark_as("field", ...)`. Raises InputError, naming the character, for what has no place in a line of text: NUL, escape and other control
    characters except white space, and halves of surrogate pairs.
    """
    folded = " ".join(text.translate(_INVISIBLE).split())
    for char in folded:
        if unicodedata.category(char) in {"Cc", "Cs"} or char in "\ufffe\uffff":
            raise InputError(
                say(
                    "The {field} holds the character U+{code:04X}, which cannot be printed.",
                    field=say_as("field", field),
                    code=ord(char),
                ),
                say("Type it without that character."),
            )
    return unicodedata.normalize("NFC", folded)


def clean_note(text: str, field: str = mark_as("field", "note")) -> str:
    """Like clean_line, but line breaks stay."""
    return "\n".join(clean_line(line, field) for line in text.splitlines()).strip()


def for_terminal(text: str) -> str:
    """Text made harmless for a terminal: every control character is shown as a visible escape."""
    if text.isprintable():
        return text
    return "".join(
        c
        if unicodedata.category(c) not in {"Cc", "Cs"} and ord(c) not in _INVISIBLE
        else c.encode("unicode_escape", "surrogatepass").decode()
        for c in text
    )


def listed(texts: Sequence[str], *, either: bool = False) -> str:
    """Texts as one enumeration: `a, b and c`, or with `either`: `a, b or c`. Empty for none."""
    if len(texts) < 2:
        return "".join(texts)
    before, last = ", ".join(texts[:-1]), texts[-1]
    if either:
        return say("{before} or {last}", before=before, last=last)
    return say("{before} and {last}", before=before, last=last)


def first_of(texts: Sequence[str], most: int) -> str:
    """The first so many texts, and how many more there are: `a, b and 3 more`."""
    shown = ", ".join(texts[:most])
    if len(texts) <= most:
        return shown
    return say("{shown} and {count} more", shown=shown, count=len(texts) - most)


def ended(sentence: str) -> str:
    """A sentence that ends on one full stop, also where a name brought its own: `... Bouw B.V.`."""
    return f"{sentence[:-2]}." if sentence.endswith("..") and not sentence.endswith("...") else sentence


def fold(text: str) -> str:
    """For comparing: lower case, no accents, no punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.split())


def same_name(text: str) -> str:
    """For telling whether two company names are one: folded, legal form left out."""
    return fold(strip_legal_form(text)) or fold(text)


def strip_legal_form(name: str) -> str:
    """`Bakkerij Jansen B.V.` -> `Bakkerij Jansen`."""
    return _LEGAL_FORM.sub("", name.strip())


_TITLE = re.compile(r"^\s*(?:mevrouw|meneer|de heer|mevr\.?|mw\.?|dhr\.?)\s+(?=\S)", re.IGNORECASE)
SLUG_MAX = 60
"""The longest short name, in characters."""


def slug(name: str) -> str:
    """The short name of a customer: lower case, ASCII, hyphens, legal form and title left out. Empty if nothing is left.

    `Bakkerij Jansen B.V.` -> `bakkerij-jansen`; `Coöperatie 't Hoekje U.A.` -> `cooperatie-t-hoekje`; `Mevr. De Wit` -> `de-wit`.
    """
    ascii_only = fold(_TITLE.sub("", strip_legal_form(name))).encode("ascii", "ignore").decode()
    return "-".join(ascii_only.split())[:SLUG_MAX].strip("-")
