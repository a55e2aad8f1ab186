"""What can be set about letters: the page, and how they are mailed. Passwords are never a setting."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from debcli.errors import InputError
from debcli.language import mark, mark_as, say
from debcli.letters.sheet import read_logo, window
from debcli.receivables.settable import Form, Setting, choice
from debcli.values.text import clean_line


class Security(StrEnum):
    """How mail is protected on its way to the server."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


def _text(check: Callable[[str], str]) -> Form:
    """One line; an empty one takes the value away."""
    return Form(lambda text: check(clean_line(text, mark_as("field", "value"))) if text.strip() else "", str)


def _logo(path: str) -> str:
    whole = Path(path).expanduser().absolute()
    read_logo(str(whole))
    return str(whole)


def _window(text: str) -> str:
    window(text)
    return text


def _host(text: str) -> str:
    if " " in text or "/" in text or ":" in text:
        raise InputError(
            say("{text!r} is not the name of a server.", text=text),
            say("Type it like mail.example.nl, the port apart."),
        )
    return text


def _port(text: str) -> str:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise InputError(
            say("{text!r} is not a port.", text=text),
            say("Type 587 or 465, or take it away for the usual one."),
        )
    return text


def _address(text: str) -> str:
    if text.count("@") != 1 or text.startswith("@") or "." not in text.rpartition("@")[2]:
        raise InputError(
            say("{text!r} is not an e-mail address.", text=text), say("Type it like name@example.nl.")
        )
    return text


LETTER_SETTINGS: tuple[Setting, ...] = (
    Setting("window", _text(_window), "", mark("Where the window of your envelopes is: nl, be, or x,y,width,height in millimetres"), "nl"),
    Setting("logo", _text(_logo), "", mark("A picture for the head of your letters: PNG, JPEG or SVG"), ""),
    Setting("mail-from", _text(_address), "", mark("The address letters are mailed from; default your own"), ""),
    Setting("smtp-host", _text(_host), "", mark("The mail server that takes your letters"), ""),
    Setting("smtp-port", _text(_port), "", mark("Its port; default 587, with tls 465"), ""),
    Setting("smtp-security", choice(Security), "", mark("starttls, tls, or none for a server on this machine"), Security.STARTTLS),
    Setting("smtp-user", _text(str), "", mark("Who logs in there; the password comes from DEBCLI_SMTP_PASSWORD or a command"), ""),
    Setting("smtp-password-command", _text(str), "", mark("A command that prints that password; never the password itself"), ""),
)  # fmt: skip
