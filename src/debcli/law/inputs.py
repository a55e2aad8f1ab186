"""What every computation of law refuses: amounts below zero and debtors of an unknown kind."""

from debcli.errors import InputError
from debcli.language import say
from debcli.values.money import plain

BUSINESS = "business"
CONSUMER = "consumer"
GOVERNMENT = "government"
DEBTOR_KINDS = (BUSINESS, CONSUMER, GOVERNMENT)


def not_negative(name: str, cents: int) -> None:
    """Raise InputError, naming the amount (a marked text), when it is below zero."""
    if cents < 0:
        raise InputError(
            say("The {name} is {amount}: it cannot be below zero.", name=say(name), amount=plain(cents)),
            say("Type it without the minus sign."),
        )


def debtor_kind(kind: str) -> str:
    """Give the kind back. Raises InputError when law knows no such debtor."""
    if kind not in DEBTOR_KINDS:
        raise InputError(
            say("{kind!r} is not a kind of customer.", kind=kind),
            say("Choose one of: {names}.", names=", ".join(DEBTOR_KINDS)),
        )
    return kind
