"""The shape of a CSV of invoices: its separator, its rows, and which column is which field; nothing is guessed."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from debcli.intake import cells, fields
from debcli.intake.encoding import lines_of
from debcli.intake.fields import Findings
from debcli.language import mark, mark_as, say, say_as
from debcli.values.text import first_of, fold

NEEDED = ("customer", "number", "issued", "amount")
_SEPARATORS = ";,\t|"
_HEADERS = {
    "customer": "customer klant relatie debiteur customername klantnaam relatienaam debiteurnaam naamklant naamdebiteur naamrelatie",
    "number": "number factuurnummer factuurnr invoicenumber invoiceno nummer",
    "issued": "issued factuurdatum datum invoicedate issuedate date",
    "due": "due vervaldatum duedate vervaldag",
    "amount": "amount bedrag factuurbedrag invoiceamount bedragincl bedraginclbtw",
    "open": "open openstaand openstaandbedrag openamount",
    "paid_on": "paidon betaaldop betaaldatum",
    "currency": "currency valuta munt",
    "reference": "reference kenmerk betalingskenmerk paymentreference",
    "about": "about omschrijving betreft description",
    "kind": "kind soort klantsoort",
    "email": "email emailadres mail",
    "phone": "phone telefoon telefoonnummer tel",
    "contact": "contact contactpersoon",
    "vat": "vat btw btwnummer btwnr vatnumber",
    "kvk": "kvk kvknummer kvknr",
    "kbo": "kbo kbonummer ondernemingsnummer",
    "address": "address adres straat",
    "postcode": "postcode postalcode",
    "city": "city plaats woonplaats gemeente",
    "country": "country land landcode",
}
# The list of open items of AFAS: its words mean something else elsewhere, so they count only where all of them are.
_AFAS = {
    "factuurnr": "number", "naam": "customer", "omschrijvingfactuur": "about", "boekstuk": "issued", "vervalt": "due", "factuur": "amount",
    "saldo": "open",
}  # fmt: skip
CALLED = {
    "customer": mark_as("field", "customer"),
    "number": mark_as("field", "number"),
    "issued": mark_as("field", "issue date"),
    "due": mark_as("field", "due date"),
    "amount": mark_as("field", "amount"),
    "open": mark_as("field", "open amount"),
    "paid_on": mark_as("field", "day of payment"),
    "currency": mark_as("field", "currency"),
    "reference": mark_as("field", "reference"),
    "about": mark_as("field", "description"),
    "kind": mark_as("field", "kind"),
    "email": mark_as("field", "e-mail address"),
    "phone": mark_as("field", "phone"),
    "contact": mark_as("field", "contact"),
    "vat": mark_as("field", "VAT number"),
    "kvk": mark_as("field", "registration number"),
    "kbo": mark_as("field", "registration number"),
    "address": mark_as("field", "address"),
    "postcode": mark_as("field", "postcode"),
    "city": mark_as("field", "city"),
    "country": mark_as("field", "country"),
}
_FIELD_OF = {word: field for field, words in _HEADERS.items() for word in words.split()}
_BANK_WORDS = {
    "tegenrekening",
    "tegenrekeningibanbban",
    "ibanbban",
    "afbij",
    "saldo",
    "balance",
    "counterparty",
    "bankaccount",
    "rekeningnummer",
    "volgnummer",
}
KNOWN_KINDS = mark(
    "Read are invoices (UBL as XML, or CSV) and bank statements (CAMT.053, MT940, CODA, and the CSV of known banks)."
)
_NEEDED_NAMES = (
    mark_as("column", "customer"),
    mark_as("column", "number"),
    mark_as("column", "issued"),
    mark_as("column", "amount"),
)
_NEEDED_WORDS = mark("customer (klant), number (factuurnummer), issued (factuurdatum), amount (bedrag)")


class Row(NamedTuple):
    """One row of the file: the line it begins on, and its cells."""

    line: int
    cells: list[str]

    @property
    def where(self) -> str:
        """The line, in words."""
        return say("line {number}", number=self.line)


class Columns(NamedTuple):
    """Where each known field stands, by index; `names` are the header's own words."""

    at: dict[str, int]
    names: list[str]


def separator_of(text: str) -> tuple[str, int]:
    """The separator whose first line holds the most known columns, else the most cells; and the number of lines.

    A spreadsheet's own `sep=;` on the first line is believed.
    """
    lines = [line for line in io.StringIO(text[:100_000]) if line.strip()]
    first = lines[0].strip() if lines else ""
    if first.lower().startswith("sep=") and len(first) == 5 and first[4] in _SEPARATORS:
        return first[4], len(lines)

    def score(separator: str) -> tuple[int, int]:
        found = [cell.strip().strip('"') for cell in first.split(separator)]
        return sum(_word(cell) in _FIELD_OF for cell in found), len(found)

    return max(_SEPARATORS, key=score), len(lines)


def rows_of(text: str, separator: str, found: Findings) -> Iterator[Row]:
    """The rows that hold anything, the header first."""
    reader = csv.reader(lines_of(text), delimiter=separator, strict=True)
    for begin, row in cells.csv_rows(reader, found):
        if not (begin == 1 and text[:4].lower() == "sep="):
            yield Row(begin, row)


def _word(header: str) -> str:
    """A header cell for looking up: folded, without spaces."""
    return fold(header[:100]).replace(" ", "")


def field_of(cell: str) -> str | None:
    """Which field a header cell names; None for an unknown word."""
    return _FIELD_OF.get(_word(cell))


def columns_of(header: Row, found: Findings, *, other_lines: bool) -> Columns | None:
    """The columns by field; None with an error when needed ones are missing or one field has two columns."""
    words = [_word(cell) for cell in header.cells]
    meaning = _AFAS if _AFAS.keys() <= set(words) else _FIELD_OF
    meanings = [meaning.get(word) for word in words]
    missing = [field for field in NEEDED if field not in meanings]
    if missing:
        _not_invoices(header, missing, found, other_lines=other_lines)
        return None
    at: dict[str, int] = {}
    for index, (cell, field) in enumerate(zip(header.cells, meanings, strict=True)):
        if field in at:
            found.error(
                header.where,
                say(
                    "Two columns are the {field}: {one} and {other}. Leave one out.",
                    field=say_as("field", CALLED[field]),
                    one=_shown(header.cells[at[field]]),
                    other=_shown(cell),
                ),
            )
            return None
        if field is not None:
            at[field] = index
        elif cell.strip():
            found.warn(header.where, say("The column {name} is not known and was left.", name=_shown(cell)))
    return Columns(at, header.cells)


def _not_invoices(header: Row, missing: list[str], found: Findings, *, other_lines: bool) -> None:
    """Say which columns are needed and which were found, and what to do with a bank's CSV."""
    words = {_word(cell) for cell in header.cells}
    if len(header.cells) == 1 or (not other_lines and len(missing) == len(NEEDED)):
        found.error("", say("The file is not recognised. {kinds}", kinds=say(KNOWN_KINDS)))
        return
    shown = first_of([_shown(cell) for cell in header.cells], 12)
    found.error(
        header.where,
        say(
            "A CSV of invoices needs the columns {needed}; missing: {missing}. Found: {shown}.",
            needed=say(_NEEDED_WORDS),
            missing=", ".join(say_as("column", field) for field in missing),
            shown=shown,
        ),
    )
    if words & _BANK_WORDS or len(missing) == len(NEEDED) or {"customer", "number"} <= set(missing):
        found.error(
            "",
            say(
                "If this is a bank statement, its layout is not known. Say what its columns hold, for example: debcli import FILE "
                "--map date=Datum --map amount=Bedrag --map name=Naam --map iban=Tegenrekening --map text=Omschrijving"
            ),
        )


def _shown(cell: str) -> str:
    """A cell of the header made fit for a message."""
    return repr(fields.cut(" ".join(cell.split()), 40))
