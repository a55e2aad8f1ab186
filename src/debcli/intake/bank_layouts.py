"""The CSV layouts of banks, as data: by which columns one is known, and what each column holds.

Layouts with a header are known by its words; those without, by the shape of a row. A layout that is not here is not
guessed: `import --map` says what the columns hold.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from debcli.language import mark

Row = Sequence[str]


class Layout(NamedTuple):
    """One layout. `columns`: field -> the header words that name it, each folded and without spaces, the first found counts.

    `needs`: header words that must all be there. `day`: ymd (20261130), iso, dmy (30-11-2026, 30/11/2026), or any.
    `decimal`: `,` `.` or `,.`. `inward`: what the column `direction` says of money that came in; empty where the amount has a sign.
    `texts`: fields joined for the description. `words`: the description holds words with a colon, or tags, to be split.
    `pending`: whether a row is not booked yet.
    """

    bank: str
    columns: Mapping[str, tuple[str, ...]]
    needs: frozenset[str]
    day: str = "dmy"
    decimal: str = ","
    inward: frozenset[str] = frozenset()
    words: bool = False
    pending: Callable[[Callable[[str], str]], bool] = lambda _cell: False


class Shape(NamedTuple):
    """One layout without a header: which rows are of it, and the place of each field."""

    bank: str
    separator: str
    fits: Callable[[Row], bool]
    places: Mapping[str, int]
    day: str
    decimal: str
    inward: frozenset[str] = frozenset()
    words: bool = False
    quote: str = '"'


def _columns(**fields: str) -> dict[str, tuple[str, ...]]:
    return {field: tuple(words.split()) for field, words in fields.items()}


LAYOUTS = (
    Layout(
        "ING", _columns(day="datum date", name="naamomschrijving namedescription", account="rekening account", iban="tegenrekening counterparty",
                        direction="afbij debitcredit", amount="bedrageur amounteur", text="mededelingen notifications"),
        frozenset({"day", "name", "account", "direction", "amount", "text"}), "ymd", ",", frozenset({"bij", "credit"}), words=True,
    ),
    Layout(
        "Rabobank", _columns(account="ibanbban", currency="munt ccy", day="datum date", amount="bedrag amount", bank_ref="volgnr seqno",
                             iban="tegenrekeningibanbban counterptyibanbban", name="naamtegenpartij namecounterpty", end_to_end="transactiereferentie transactionreference",
                             reference="betalingskenmerk paymentreference", text="omschrijving1 description1", text2="omschrijving2 description2",
                             text3="omschrijving3 description3", returned="redenretour reasoncode"),
        frozenset({"account", "day", "amount", "bank_ref", "text"}), "iso", ",",
    ),
    Layout(
        "bunq", _columns(day="date datum", amount="amount bedrag", account="account rekening", iban="counterparty tegenrekening", name="name naam",
                         text="description omschrijving"),
        frozenset({"day", "amount", "account", "iban", "name", "text"}), "iso", ",.",
    ),
    Layout(
        "Knab", _columns(account="rekeningnummer", day="transactiedatum", currency="valutacode", direction="creditdebet", amount="bedrag",
                         iban="tegenrekeningnummer", name="tegenrekeninghouder", text="omschrijving", end_to_end="referentie"),
        frozenset({"account", "day", "direction", "amount", "text"}), "dmy", ",", frozenset({"c", "credit"}),
    ),
    Layout(
        "KBC", _columns(account="rekeningnummer", currency="munt", day="datum", amount="bedrag", iban="rekeningnummertegenpartij", name="naamtegenpartij",
                        reference="gestructureerdemededeling", text="vrijemededeling", text2="omschrijving"),
        frozenset({"account", "day", "amount", "iban", "name", "reference", "text"}), "dmy", ",",
    ),
    Layout(
        "Belfius", _columns(account="rekening", day="boekingsdatum", amount="bedrag", currency="devies", iban="rekeningtegenpartij",
                            name="naamtegenpartijbevat", text="mededelingen", text2="transactie"),
        frozenset({"account", "day", "amount", "iban", "name", "text"}), "dmy", ",",
    ),
    Layout(
        "BNP Paribas Fortis", _columns(bank_ref="volgnummer", day="uitvoeringsdatum", amount="bedrag", currency="valutarekening", account="rekeningnummer",
                                       iban="tegenpartij", name="naamvandetegenpartij", text="mededeling", text2="details", status="status"),
        frozenset({"bank_ref", "day", "amount", "currency", "account", "text2"}), "dmy", ",.",
        pending=lambda cell: bool(re.fullmatch(r"\d{4}-", cell("bank_ref"))) or cell("status").lower() in {"geweigerd", "in behandeling"},
    ),
    Layout(
        "Triodos", _columns(day="datum transactiedatum", account="rekening eigenrekening", amount="bedrag", direction="creditdebet debetcredit afbij",
                            name="naamtegenpartij", iban="tegenrekening", text="omschrijving"),
        frozenset({"day", "account", "amount", "direction", "name", "iban", "text"}), "dmy", ",", frozenset({"credit", "c", "bij"}),
    ),
)  # fmt: skip

_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}|\d{7,10}")
_DMY = re.compile(r"\d{2}-\d{2}-\d{4}")
_YMD = re.compile(r"\d{8}")
_NUMBER = re.compile(r"[+-]?[\d.,]+")


def _is_abn(row: Row) -> bool:
    return (
        len(row) == 8 and bool(_ACCOUNT.fullmatch(row[0].strip()) and re.fullmatch(r"[A-Z]{3}", row[1]) and _YMD.fullmatch(row[2]))
        and all(_NUMBER.fullmatch(row[i].strip()) for i in (3, 4, 6)) and bool(_YMD.fullmatch(row[5]))
    )  # fmt: skip


def _is_volksbank(row: Row) -> bool:
    return (
        len(row) >= 18 and bool(_DMY.fullmatch(row[0]) and _ACCOUNT.fullmatch(row[1]) and re.fullmatch(r"[A-Z]{3}", row[7]))
        and all(_NUMBER.fullmatch(row[i]) for i in (8, 10)) and bool(_DMY.fullmatch(row[11]))
    )  # fmt: skip


def _is_triodos(row: Row) -> bool:
    return (
        len(row) >= 8 and bool(_DMY.fullmatch(row[0]) and _ACCOUNT.fullmatch(row[1]) and _NUMBER.fullmatch(row[2]))
        and row[3].lower() in {"credit", "debet", "debit"}
    )  # fmt: skip


_VOLKSBANK = {
    "day": 0,
    "account": 1,
    "iban": 2,
    "name": 3,
    "currency": 9,
    "amount": 10,
    "reference": 16,
    "text": 17,
}
SHAPES = (
    Shape("ABN AMRO", "\t", _is_abn, {"account": 0, "currency": 1, "day": 2, "amount": 6, "text": 7}, "ymd", ",", words=True, quote=""),
    Shape(mark("SNS or ASN"), ",", _is_volksbank, _VOLKSBANK, "dmy", ",.", quote="'"),
    Shape(mark("SNS or ASN"), ";", _is_volksbank, _VOLKSBANK, "dmy", ",.", quote="'"),
    Shape("Triodos", ",", _is_triodos, {"day": 0, "account": 1, "amount": 2, "direction": 3, "name": 4, "iban": 5, "text": 7}, "dmy", ",",
          frozenset({"credit"})),
)  # fmt: skip
