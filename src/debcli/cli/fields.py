"""Reading what is typed for a field, and the choices some fields have."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from debcli.errors import InputError
from debcli.language import mark_as, say, say_as
from debcli.values.text import SLUG_MAX, clean_line


class Country(StrEnum):
    """Where the user is."""

    NL = "NL"
    BE = "BE"


class Language(StrEnum):
    """Of letters."""

    NL = "nl"
    EN = "en"


class Law(StrEnum):
    """Which law governs."""

    NL = "nl"
    BE = "be"


class LegalForm(StrEnum):
    """Of the user's business."""

    EENMANSZAAK = "eenmanszaak"
    VOF = "vof"
    BV = "bv"


class Channel(StrEnum):
    """How a contact was made."""

    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"
    CHAT = "chat"


class SentBy(StrEnum):
    """How a letter left."""

    POST = "post"
    REGISTERED = "registered"
    EMAIL = "email"


def line(field: str, longest: int = 300) -> Callable[[str], str]:
    """A reader for one line of text that must say something. `field`: what it is, as marked with `mark_as("field", ...)`."""

    def read(text: str) -> str:
        clean = clean_line(text, field)
        called = say_as("field", field)
        if not clean:
            raise InputError(
                say("The {field} is empty.", field=called), say("Type the {field}.", field=called)
            )
        if len(clean) > longest:
            raise InputError(
                say("The {field} is {count} characters long.", field=called, count=len(clean)),
                say("Keep it under {longest}.", longest=longest),
            )
        return clean

    return read


def percent(text: str) -> Decimal:
    """A percentage from 0 to 100 with at most two decimals: `8`, `10,40`, `8%`. Raises InputError."""
    try:
        rate = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        rate = Decimal(-1)
    if not (rate.is_finite() and 0 <= rate <= 100):
        raise InputError(
            say("{text!r} is not a percentage from 0 to 100.", text=text), say("Type it like 10,40.")
        )
    if rate != round(rate, 2):
        raise InputError(say("{text!r} has more than two decimals.", text=text), say("Type it like 10,40."))
    return rate


def email(text: str) -> str:
    """An e-mail address. Raises InputError."""
    clean = clean_line(text, mark_as("field", "e-mail address"))
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", clean) is None:
        raise InputError(
            say("{text!r} is not an e-mail address.", text=clean), say("Type it like name@example.nl.")
        )
    return clean


def postcode(text: str) -> str:
    """A postcode; a Dutch one is written `1234 AB`."""
    clean = clean_line(text, mark_as("field", "postcode")).upper()
    match = re.fullmatch(r"(\d{4})\s?([A-Z]{2})", clean, re.ASCII)
    return f"{match[1]} {match[2]}" if match else clean


def country_code(text: str) -> str:
    """Two letters, ISO 3166. Raises InputError."""
    clean = text.strip().upper()
    if re.fullmatch(r"[A-Z]{2}", clean, re.ASCII) is None:
        raise InputError(
            say("{text!r} is not a country code.", text=text), say("Type two letters: NL, BE, DE.")
        )
    return clean


def slug(text: str) -> str:
    """A short name. Raises InputError."""
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) is None or len(text) > SLUG_MAX:
        raise InputError(
            say("{text!r} is not a short name.", text=text),
            say("Use lower case letters, digits and hyphens: bakkerij-jansen."),
        )
    return text
