"""What banks put into one field of text: the other party, its account, references, and what was written with it.

Three dialects: tags between slashes (ING, Rabobank, ABN AMRO), `?20` sub-fields (German banks), and words with a colon
(ING's CSV, older ABN AMRO). What fits none is free text.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from debcli.intake.statements import account_of, given, tidy

_SLASH_WORDS = "TRTP|CSID|MARF|EREF|PREF|KREF|IREF|RTRN|NAME|IBAN|BIC|ADDR|REMI|ISDT|ORDP|BENM|CNTP|ULTD|ULTB|ULTC|PURP|ID|CHGS|OCMT|ACCW|SVCL|CREF|NRTX|BUSP"
_SLASH = re.compile(rf"/({_SLASH_WORDS})/")
_GERMAN = re.compile(r"\?(\d\d)")
_GERMAN_WORDS = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|OAMT|COAM|IBAN|BIC)\+")
_COLON_WORDS = "Naam|Omschrijving|IBAN|BIC|Kenmerk|Machtiging ID|Machtiging|Incassant ID|Incassant|Valutadatum|Betalingskenmerk|Betalingskenm\\.|Datum/Tijd|Doorlopende incasso|Voor"
_COLON = re.compile(rf"(?:^|(?<=\s))({_COLON_WORDS})\s*[:.]\s+", re.IGNORECASE)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


class Info(NamedTuple):
    """The parts of a field of text; empty where it does not say."""

    text: str
    name: str = ""
    iban: str = ""
    reference: str = ""
    end_to_end: str = ""
    is_return: bool = False


def split_info(lines: Sequence[str]) -> Info:
    """Split the lines of an MT940 field :86:, or of any description a bank made."""
    joined = "".join(line.rstrip("\r\n") for line in lines)
    if _SLASH.match(joined.lstrip()) and len(_SLASH.findall(joined)) > 1:
        return _slashes(joined.lstrip())
    if re.match(r"^\s*\d{3}\?\d\d|^\s*\?\d\d", joined):
        return _german(joined)
    return split_words(" ".join(line.strip() for line in lines))


def _slashes(text: str) -> Info:
    """`/EREF/.../CNTP/iban/bic/name/city//REMI/USTD//text/`, `/NAME/.../REMI/...`; a tag counts once, the first time."""
    parts = _SLASH.split(text)
    fields: dict[str, str] = {}
    for tag, value in zip(parts[1::2], parts[2::2], strict=True):
        fields.setdefault(tag, value)
    name, iban = fields.get("NAME", ""), fields.get("IBAN", "")
    if "CNTP" in fields:
        of_party = [*fields["CNTP"].split("/"), "", "", ""]
        iban, name = of_party[0], of_party[2] or name
    remittance, reference = fields.get("REMI", ""), ""
    if structured := re.match(
        r"STRD/[A-Z]*/?(?:CUR|ISO)?/?(.*)$", remittance.replace("STRD/CUR/", "STRD/CUR//"), re.DOTALL
    ):
        reference, remittance = structured[1].strip("/ "), ""
    remittance = remittance.removeprefix("USTD/").strip("/")
    return Info(
        tidy(remittance), tidy(name.strip("/"), 140), account_of(iban.strip("/")) if _IBAN.match(account_of(iban)) else "", tidy(reference, 140),
        given(fields.get("EREF", "").strip("/")), "RTRN" in fields,
    )  # fmt: skip


def _german(text: str) -> Info:
    parts = _GERMAN.split(text)
    code = parts[0].strip()[:3]
    fields: dict[str, str] = {}
    for tag, value in zip(parts[1::2], parts[2::2], strict=True):
        fields[tag] = fields.get(tag, "") + value
    purpose = "".join(fields.get(str(n), "") for n in (*range(20, 30), *range(60, 64)))
    words = _GERMAN_WORDS.split(purpose)
    named = dict(zip(words[1::2], words[2::2], strict=True))
    account = account_of(fields.get("38") or fields.get("31", ""))
    return Info(
        tidy(named.get("SVWZ", "") or (words[0] if not named else words[0] + " " + named.get("ABWA", ""))),
        tidy(fields.get("32", "") + fields.get("33", ""), 140), account if _IBAN.fullmatch(account) else "", "",
        given(named.get("EREF", "")), code in {"108", "109", "159", "181", "184"},
    )  # fmt: skip


def split_words(text: str) -> Info:
    """`Naam: X Omschrijving: Y IBAN: Z Kenmerk: E`, in any order; without such words all of it is text."""
    folded = tidy(text)
    parts = _COLON.split(folded)
    if len(parts) < 3:
        return Info(folded)
    fields: dict[str, str] = {}
    for word, value in zip(parts[1::2], parts[2::2], strict=True):
        fields.setdefault(word.lower().rstrip("."), value.strip())
    account = account_of(fields.get("iban", ""))
    match = _IBAN.match(account)
    reference = fields.get("betalingskenmerk") or fields.get("betalingskenm") or ""
    said = fields.get("omschrijving") or parts[0].strip()
    bare = re.sub(r"[\s.]", "", reference)
    return Info(
        said if not reference or bare.isdigit() else f"{said} {reference}", fields.get("naam", "")[:140], match[0] if match else "",
        bare if bare.isdigit() else "", given(fields.get("kenmerk", "")),
    )  # fmt: skip
