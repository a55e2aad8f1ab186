"""What a creditor can set: one line each, with how it is typed, how it is kept, and what it means.

A setting that bears on the policy or the claim names the field of Practice it fills; its usual value is that field's. One
that is used elsewhere gives its own usual value.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.language import mark, say
from debcli.law.interest import DayBasis
from debcli.receivables import court
from debcli.receivables.practice import USUAL, Practice
from debcli.values.money import dutch, parse_amount, plain


class Form(NamedTuple):
    """How a value is typed (raises InputError), read back from the ledger's text, kept as text, shown, and put in JSON."""

    parse: Callable[[str], Any]
    load: Callable[[str], Any]
    store: Callable[[Any], str] = str
    show: Callable[[Any], str] = str
    machine: Callable[[Any], str] = str


def whole(least: int, most: int) -> Form:
    """A whole number within bounds."""

    def parse(text: str) -> int:
        clean = text.strip()
        if not (clean.isascii() and clean.isdigit() and len(clean) < 9 and least <= int(clean) <= most):
            near = most if clean.isascii() and clean.isdigit() and int(clean[:9]) > most else least
            raise InputError(
                say("{text!r} is not a number from {least} to {most}.", text=text, least=least, most=most),
                say("Type it like {least}.", least=near),
            )
        return int(clean)

    return Form(parse, int)


def choice(words: type[Enum]) -> Form:
    """One of a few words."""

    def parse(text: str) -> Enum:
        found = next((word for word in words if str(word.value).lower() == text.strip().lower()), None)
        if found is None:
            known = ", ".join(str(word.value) for word in words)
            raise InputError(
                say("{text!r} is not one of: {known}.", text=text, known=known), say("Type one of them.")
            )
        return found

    def text_of(word: Enum) -> str:
        return str(word.value)

    return Form(parse, words, text_of, text_of, text_of)


AMOUNT = Form(parse_amount, int, str, dutch, plain)
"""Cents, typed as an amount."""


class Setting(NamedTuple):
    """One setting. `field`: of Practice; empty where it is used elsewhere, and then `otherwise` is its usual value.

    `text`: what it means, marked, with `source` put in where it has one.
    """

    name: str
    form: Form
    field: str
    text: str
    otherwise: Any = None
    source: str = ""

    @property
    def means(self) -> str:
        """What it means, in the language of the screens."""
        return say(self.text, source=say(self.source)) if self.source else say(self.text)

    @property
    def usual(self) -> Any:
        """Its value where nothing was set."""
        return getattr(USUAL, self.field) if self.field else self.otherwise

    def value(self, kept: Mapping[str, str]) -> Any:
        """Its value, given what the ledger keeps."""
        return self.form.load(kept[self.name]) if self.name in kept else self.usual


class Screens(Enum):
    """The language of the screens: as the system is set, or always the same."""

    AUTO = "auto"
    NL = "nl"
    EN = "en"


_TABLE = "table"
BY_TABLE = Form(
    lambda text: None if text.strip().lower() == _TABLE else parse_amount(text),
    lambda text: None if text == _TABLE else int(text),
    lambda value: _TABLE if value is None else str(value),
    lambda value: _TABLE if value is None else dutch(value),
    lambda value: _TABLE if value is None else plain(value),
)
"""Cents, or None where the table of the law counts; typed as an amount or as `table`."""


SETTINGS: tuple[Setting, ...] = (
    Setting("language", choice(Screens), "", mark("Language of the screens: nl, en, or auto for that of your system"), Screens.AUTO),
    Setting("day-basis", choice(DayBasis), "day_basis", mark("Days a year of interest counts: 365 always, or 365 or 366 by the interest year")),
    Setting("rest-claim-from", AMOUNT, "rest_claim_from", mark("Euro from which interest and costs left over are asked for by themselves")),
    Setting("delivery-days", whole(1, 10), "delivery_days", mark("Delivery days a letter by post takes; bears on the veertiendagenbrief")),
    Setting("court-fee", BY_TABLE, "", mark("Euro of court fee in handover, or table: {source}"), source=court.SOURCE),
    Setting("summons", AMOUNT, "", mark("Euro to serve a summons, in handover; {source}"), court.SUMMONS, court.SUMMONS_SOURCE),
    Setting("agency-percent", whole(0, 100), "", mark("An agency's share of what it collects, in handover; {source}"), court.AGENCY_PERCENT, court.AGENCY_SOURCE),
)  # fmt: skip


def as_set(usual: Practice, kept: Mapping[str, str]) -> Practice:
    """A practice with what the ledger keeps laid over it; names this version does not know are left."""
    changed = {s.field: s.value(kept) for s in SETTINGS if s.field and s.name in kept}
    return usual._replace(**changed) if changed else usual
