"""Identifiers with check digits: IBAN, KVK, VAT, KBO. Libraries are loaded when the first one is checked."""

import re

from debcli.errors import InputError
from debcli.language import say


def parse_iban(text: str) -> str:
    """An IBAN without spaces, check digits verified (ISO 13616). Raises InputError."""
    from stdnum import iban  # noqa: PLC0415
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    try:
        return str(iban.validate(text, check_country=False))
    except ValidationError as error:
        raise InputError(
            say("{text!r} is not a valid IBAN (its check digits do not fit).", text=text.strip()),
            say("Type it as on your bank card: NL91 ABNA 0417 1643 00"),
        ) from error


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN with right check digits."""
    try:
        parse_iban(text)
    except InputError:
        return False
    return True


def show_iban(iban: str) -> str:
    """In groups of four: `NL91 ABNA 0417 1643 00`."""
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def parse_kvk(text: str) -> str:
    """A Dutch chamber of commerce number: eight digits. Raises InputError."""
    digits = re.sub(r"[\s.]", "", text)
    if re.fullmatch(r"\d{8}", digits, re.ASCII) is None:
        raise InputError(
            say("{text!r} is not a KVK number (eight digits).", text=text.strip()),
            say("Type it like 12345678."),
        )
    return digits


def parse_vat(text: str) -> str:
    """A VAT number without spaces and dots. Dutch and Belgian ones have their check digits verified. Raises InputError."""
    from stdnum.be import vat as be_vat  # noqa: PLC0415
    from stdnum.exceptions import ValidationError  # noqa: PLC0415
    from stdnum.nl import btw  # noqa: PLC0415

    bare = re.sub(r"[\s.\-]", "", text).upper()
    try:
        if bare.startswith("NL"):
            return "NL" + str(btw.validate(bare))
        if bare.startswith("BE"):
            return "BE" + str(be_vat.validate(bare))
    except ValidationError as error:
        raise InputError(
            say("{text!r} is not a valid VAT number.", text=text.strip()),
            say("Type it like NL123456782B12 or BE0403019261."),
        ) from error
    if re.fullmatch(r"[A-Z]{2}(?=(?:\D*\d){2})[A-Z0-9+*]{2,13}", bare) is None:
        raise InputError(
            say("{text!r} is not a VAT number.", text=text.strip()),
            say("It starts with the letters of the country: NL123456782B12."),
        )
    return bare
