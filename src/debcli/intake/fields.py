"""The fields that every invoice file has, cleaned and checked the same way. Texts go in as found and come out safe."""

import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from debcli.errors import InputError
from debcli.intake.records import Problem
from debcli.language import mark_as, say, say_as
from debcli.values.identifiers import is_iban, parse_vat
from debcli.values.text import clean_line, same_name

NAME_MAX = 200  # characters; longer ones are a file gone wrong
NUMBER_MAX = 80
LINE_MAX = 200

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_CURRENCY_WORDS = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR"}
_COUNTRY_WORDS = {
    "nederland": "NL",
    "netherlands": "NL",
    "the netherlands": "NL",
    "belgie": "BE",
    "belgium": "BE",
}


P = ParamSpec("P")
T = TypeVar("T")


class Findings:
    """Errors and warnings gathered while one file, or one row, is read."""

    def __init__(self) -> None:
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []

    def error(self, where: str, message: str) -> None:
        """Note what stops this document."""
        self.errors.append(Problem(where, message))

    def warn(self, where: str, message: str) -> None:
        """Note what the user should know."""
        self.warnings.append(Problem(where, message))

    def needed(self, where: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What `read` gives for the arguments, or None with an error noted."""
        try:
            return read(*args, **kwargs)
        except InputError as error:
            self.error(where, as_line(error))
            return None

    def optional(self, where: str, read: Callable[P, str], *args: P.args, **kwargs: P.kwargs) -> str:
        """What `read` gives for the arguments, or empty with a warning: the document is worth having without it."""
        try:
            return read(*args, **kwargs)
        except InputError as error:
            self.warn(where, say("{fault} Left out.", fault=as_line(error)))
            return ""


def as_line(error: InputError) -> str:
    """Message and hint of an error in one line."""
    return f"{error.message} {error.hint}".strip()


def line(text: str, field: str, limit: int = LINE_MAX) -> str:
    """One clean line of at most `limit` characters; `field` is marked as such. Raises InputError: unprintable, lost characters, too long."""
    cleaned = clean_line(text, field)
    if "\ufffd" in cleaned:
        raise InputError(
            say(
                "The {field} {text!r} has lost characters (U+FFFD): the encoding went wrong.",
                field=say_as("field", field),
                text=cleaned[:60],
            ),
            say("Export it again as UTF-8."),
        )
    if len(cleaned) > limit:
        raise InputError(
            say(
                "The {field} has {count} characters; at most {limit} are read.",
                field=say_as("field", field),
                count=len(cleaned),
                limit=limit,
            )
        )
    return cleaned


def needed_line(text: str, field: str, limit: int = LINE_MAX) -> str:
    """Like `line`, and not empty."""
    cleaned = line(text, field, limit)
    if not cleaned:
        raise InputError(say("The {field} is missing.", field=say_as("field", field)))
    return cleaned


def name(text: str, field: str) -> str:
    """A name of a party: not empty, with at least one letter or digit. Raises InputError."""
    cleaned = needed_line(text, field, NAME_MAX)
    if not same_name(cleaned):
        raise InputError(
            say("The {field} {text!r} has no letter or digit.", field=say_as("field", field), text=cleaned)
        )
    return cleaned


def cut(text: str, limit: int) -> str:
    """Shortened at a word, with an ellipsis, to at most `limit` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def currency(text: str) -> str:
    """A currency as three capitals (ISO 4217). Raises InputError."""
    bare = text.strip().upper()
    code = _CURRENCY_WORDS.get(bare, bare)
    if re.fullmatch(r"[A-Z]{3}", code) is None:
        raise InputError(
            say("{text!r} is not a currency.", text=line(text, mark_as("field", "currency"))),
            say("It has three letters, like EUR."),
        )
    return code


def country(text: str) -> str:
    """A country as two capitals (ISO 3166-1); empty stays empty. Raises InputError."""
    bare = line(text, mark_as("field", "country"))
    code = _COUNTRY_WORDS.get(bare.lower().replace("ë", "e"), bare.upper())
    if code and re.fullmatch(r"[A-Z]{2}", code) is None:
        raise InputError(
            say("{text!r} is not a country code.", text=bare), say("It has two letters, like NL.")
        )
    return code


def email(text: str) -> str:
    """An e-mail address that can be written to; empty stays empty. Raises InputError."""
    bare = line(text, mark_as("field", "e-mail address"))
    if bare and _EMAIL.fullmatch(bare) is None:
        raise InputError(say("{text!r} is not an e-mail address.", text=bare))
    return bare


def bare_code(text: str, field: str) -> str:
    """An identifier without white space. Raises InputError."""
    return "".join(line(text, field, NUMBER_MAX).split())


def vat(text: str, where: str, findings: Findings) -> str:
    """A VAT number as written, without white space; a warning when its check digits do not fit."""
    bare = findings.optional(where, bare_code, text, mark_as("field", "VAT number")).upper()
    if bare and not _valid_vat(bare):
        findings.warn(where, say("{text!r} is not a valid VAT number. Kept as it stands.", text=bare))
    return bare


def _valid_vat(bare: str) -> bool:
    try:
        parse_vat(bare)
    except InputError:
        return False
    return bare.isascii()


def iban(text: str, where: str, findings: Findings) -> str:
    """An account as written, without white space; a warning when it is not a valid IBAN."""
    bare = findings.optional(where, bare_code, text, mark_as("field", "account"))
    if bare and not (bare.isascii() and is_iban(bare)):
        findings.warn(where, say("The payee account {text!r} is not a valid IBAN. Kept as text.", text=bare))
    return bare
