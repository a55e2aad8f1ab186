"""Money is a whole number of cents (`int`). Parsing refuses what can be read in two ways."""

import re
from decimal import ROUND_HALF_UP, Decimal

from debcli.errors import InputError
from debcli.language import say

CENTS_MAX = 99_999_999_999  # EUR 999,999,999.99: the most an EPC payment can hold
_SIGNS = re.compile(r"^(?:€|eur|euro)\s*|\s*(?:€|eur|euro)$", re.IGNORECASE)
_DASH = re.compile(r"[.,](?:-{1,2}|–|—)$")
_PLAIN = re.compile(r"^(\d+)(?:[.,](\d{1,2}))?$")
_DUTCH = re.compile(r"^(\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?$")
_ENGLISH = re.compile(r"^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$")
_AMBIGUOUS = re.compile(r"^(\d{1,3})[.,](\d{3})$")

_SYMBOLS = {"EUR": "€"}


def half_up(amount: Decimal) -> int:
    """Round an amount in cents to whole cents, halves away from zero."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def parse_amount(text: str) -> int:
    """Read an amount as people type it and give cents, never negative.

    `1210`, `1210.00`, `1210,5`, `1.210,00`, `1.210.500`, `€ 1.210,-`. Raises InputError for anything else; `1.210`
    and `1,210` are refused with both readings.
    """
    shown = text.strip()
    # "1.210,-": the dash stands for the cents, so the dot can only group thousands.
    bare = _DASH.sub(",00", _SIGNS.sub("", shown).strip())
    if len(bare) > 30:
        raise InputError(
            say("{text!r}... is not an amount.", text=shown[:20]), say("Type it like 1210,00 or 1210.00")
        )
    if bare.startswith("-"):
        raise InputError(
            say("Amount {text!r} is negative.", text=shown), say("Type it without the minus sign: 1210,00")
        )
    if match := _AMBIGUOUS.match(bare):
        whole, part = match.groups()
        raise InputError(
            say(
                "Amount {text!r} can be read in two ways: {whole}{part},00 or {whole},{part}.",
                text=shown,
                whole=whole,
                part=part,
            ),
            say(
                "Type {all},00 for the large sum, {whole},{cents} for the small one.",
                all=whole + part,
                whole=whole,
                cents=part[:2],
            ),
        )
    match = _PLAIN.match(bare) or _DUTCH.match(bare) or _ENGLISH.match(bare)
    if match is None or not bare.isascii():
        raise InputError(
            say("{text!r} is not an amount.", text=shown), say("Type it like 1210,00 or 1210.00")
        )
    whole, part = match.groups()
    cents = int(whole.replace(".", "").replace(",", "")) * 100 + int((part or "0").ljust(2, "0"))
    if cents > CENTS_MAX:
        raise InputError(
            say("Amount {text!r} is larger than 999.999.999,99.", text=shown),
            say("Check the number of digits."),
        )
    return cents


def parse_decimal(text: str) -> int:
    """Read a machine-written decimal (`-1656.25`, as in XML) and give signed cents. Raises InputError.

    More than two decimals are accepted only when the rest is zero: cents are never rounded on the way in.
    """
    match = re.fullmatch(r"([+-]?)(\d{1,9})(?:\.(\d+))?", text.strip())
    if match is None or not text.strip().isascii() or (match[3] or "")[2:].strip("0"):
        raise InputError(
            say("{text!r} is not an amount in whole cents.", text=text.strip()),
            say("It should look like 1210.00"),
        )
    cents = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0")[:2])
    return -cents if match[1] == "-" else cents


def plain(cents: int) -> str:
    """Cents as the contract's JSON string: `1210.00`, `-0.05`."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def dutch(cents: int) -> str:
    """Cents in Dutch figures without a currency: `1.210,00`."""
    whole = f"{abs(cents) // 100:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}{whole},{abs(cents) % 100:02d}"


def euro(cents: int, currency: str = "EUR") -> str:
    """Cents with their currency in Dutch figures: `€ 1.210,00`, `SEK 99,50`."""
    return f"{_SYMBOLS.get(currency, currency)} {dutch(cents)}"


def english(cents: int, currency: str = "EUR") -> str:
    """Cents with their currency in English figures: `€ 1,210.00`."""
    return f"{_SYMBOLS.get(currency, currency)} {'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def percent(rate: Decimal) -> str:
    """A percentage in Dutch figures with two decimals: `10,40 %`."""
    return f"{rate:.2f}".replace(".", ",") + " %"


def share_out(total: int, weights: list[int]) -> list[int]:
    """Split cents over weights in proportion, so that the parts add up to the total (largest remainder first).

    Weights are whole and not negative, at least one is positive unless the total is 0.
    """
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("nothing to share out over")
        return [0] * len(weights)
    parts = [total * w // whole for w in weights]
    left = total - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[:left]:
        parts[i] += 1
    return parts
