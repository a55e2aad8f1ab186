"""Invoices as CSV: separator, decimal mark and columns recognised from the content; nothing is guessed.

A row with a fault is left out and named by its line; the rows beside it are read. A negative amount is a credit note.
"""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from debcli.intake import cells, fields
from debcli.intake.encoding import lines_of
from debcli.intake.fields import Findings
from debcli.intake.records import CreditRecord, FileRead, InvoiceRecord, Party
from debcli.language import mark, mark_as, say, say_as
from debcli.receivables.facts import Kind
from debcli.values.dates import long
from debcli.values.money import dutch, euro
from debcli.values.text import first_of, fold

FORMAT = "csv-invoices"
ROWS_MAX = 100_000  # each is held in memory
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
_CALLED = {
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


class _Row(NamedTuple):
    """One row of the file: the line it begins on, and its cells."""

    line: int
    cells: list[str]

    @property
    def where(self) -> str:
        return say("line {number}", number=self.line)


class _Columns(NamedTuple):
    """Where each known field stands, by index; `names` are the header's own words."""

    at: dict[str, int]
    names: list[str]


def read_table(name: str, text: str) -> FileRead:
    """Read a text file as a CSV of invoices. Faults come back as errors with their line; nothing is raised."""
    found = Findings()
    separator, text_lines = _separator(text)
    rows = _rows(text, separator, found)
    header = next(rows, None)
    if header is None:
        found.error("", say("The file has no header and no rows."))
        return FileRead(name, errors=tuple(found.errors))
    columns = _columns(header, found, other_lines=text_lines > 1)
    if columns is None:
        known = {_FIELD_OF.get(_word(cell)) for cell in header.cells} & set(NEEDED)
        return FileRead(
            name,
            FORMAT if len(known) > 1 and known & {"customer", "number"} else "",
            errors=tuple(found.errors),
        )
    kept = list(islice(rows, ROWS_MAX + 1))
    if len(kept) > ROWS_MAX:
        found.error("", say("The file has more than {most:,} rows. Import it in parts.", most=ROWS_MAX))
        return FileRead(name, FORMAT, errors=tuple(found.errors))
    return _documents(FileRead(name, FORMAT), columns, _without_index(kept, columns), found)


def _without_index(rows: list[_Row], columns: _Columns) -> list[_Row]:
    """The rows without a running number in front that has no header: where each has one cell too many, from 0 or 1 up."""
    numbers = [row.cells[0].strip() for row in rows if len(row.cells) == len(columns.names) + 1]
    if not numbers or len(numbers) != len(rows):
        return rows
    if not any(numbers == [str(n) for n in range(start, start + len(rows))] for start in (0, 1)):
        return rows
    return [row._replace(cells=row.cells[1:]) for row in rows]


def _documents(read: FileRead, columns: _Columns, rows: list[_Row], found: Findings) -> FileRead:
    style = cells.Style.of(
        _column(rows, columns, "amount", "open"), _column(rows, columns, "issued", "due", "paid_on")
    )
    if not rows:
        found.warn("", say("The file has a header and no invoices."))
    if "due" not in columns.at and rows:
        found.warn(
            "",
            say(
                "There is no column with a due date (due, vervaldatum); each customer's payment term is used."
            ),
        )
    documents = []
    for row in rows:
        here = Findings()
        document = _document(row, columns, style, here)
        found.errors += here.errors
        found.warnings += here.warnings
        if document is not None:
            documents.append(document)
    return read._replace(
        invoices=tuple(d for d in documents if isinstance(d, InvoiceRecord)),
        credits=tuple(d for d in documents if isinstance(d, CreditRecord)),
        errors=tuple(found.errors),
        warnings=tuple(found.warnings),
        skipped=len(rows) - len(documents),
    )


# --- the shape of the file --------------------------------------------------------------------------------------


def _separator(text: str) -> tuple[str, int]:
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


def _rows(text: str, separator: str, found: Findings) -> Iterator[_Row]:
    """The rows that hold anything. Broken quoting ends the reading with an error, so that no row is swallowed unseen."""
    reader = csv.reader(lines_of(text), delimiter=separator, strict=True)
    while True:
        begin = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            found.error(
                say("line {number}", number=begin),
                say(
                    "The row cannot be read ({fault}): mend the quotation marks. Nothing after it was read.",
                    fault=cells.csv_says(error),
                ),
            )
            return
        if any(cell.strip() for cell in row) and not (begin == 1 and text[:4].lower() == "sep="):
            yield _Row(begin, row)


def _word(header: str) -> str:
    """A header cell for looking up: folded, without spaces."""
    return fold(header[:100]).replace(" ", "")


def _columns(header: _Row, found: Findings, *, other_lines: bool) -> _Columns | None:
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
                    field=say_as("field", _CALLED[field]),
                    one=_show(header.cells[at[field]]),
                    other=_show(cell),
                ),
            )
            return None
        if field is not None:
            at[field] = index
        elif cell.strip():
            found.warn(header.where, say("The column {name} is not known and was left.", name=_show(cell)))
    return _Columns(at, header.cells)


def _not_invoices(header: _Row, missing: list[str], found: Findings, *, other_lines: bool) -> None:
    """Say which columns are needed and which were found, and what to do with a bank's CSV."""
    words = {_word(cell) for cell in header.cells}
    if len(header.cells) == 1 or (not other_lines and len(missing) == len(NEEDED)):
        found.error("", say("The file is not recognised. {kinds}", kinds=say(KNOWN_KINDS)))
        return
    shown = first_of([_show(cell) for cell in header.cells], 12)
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


def _show(cell: str) -> str:
    """A cell of the header made fit for a message."""
    return repr(fields.cut(" ".join(cell.split()), 40))


def _column(rows: list[_Row], columns: _Columns, *names: str) -> list[str]:
    """All cells of some columns, for telling the style in which the file writes them."""
    places = [columns.at[n] for n in names if n in columns.at]
    return [row.cells[place] for row in rows for place in places if place < len(row.cells)]


# --- one row ----------------------------------------------------------------------------------------------------


def _document(
    row: _Row, columns: _Columns, style: cells.Style, found: Findings
) -> InvoiceRecord | CreditRecord | None:
    """The invoice or credit note of a row; None when it has a fault or nothing to collect."""
    if len(row.cells) > len(columns.names):
        found.error(
            row.where,
            say(
                "The row has {cells} cells and the header {wanted}, so it is unclear which belongs where.",
                cells=len(row.cells),
                wanted=len(columns.names),
            ),
        )
        return None

    def cell(field: str) -> str:
        place = columns.at.get(field, len(row.cells))
        return row.cells[place].strip() if place < len(row.cells) else ""

    where = row.where
    customer_name = found.needed(where, fields.name, cell("customer"), _CALLED["customer"])
    number = found.needed(where, fields.needed_line, cell("number"), _CALLED["number"], fields.NUMBER_MAX)
    issued = found.needed(where, cells.day, cell("issued"), _CALLED["issued"], style)
    due = found.needed(where, cells.day, cell("due"), _CALLED["due"], style) if cell("due") else None
    paid_on = (
        found.needed(where, cells.day, cell("paid_on"), _CALLED["paid_on"], style)
        if cell("paid_on")
        else None
    )
    amount = found.needed(where, cells.signed_amount, cell("amount"), _CALLED["amount"], style)
    still_open = (
        found.needed(where, cells.signed_amount, cell("open"), _CALLED["open"], style)
        if cell("open")
        else None
    )
    currency = found.needed(where, fields.currency, cell("currency") or "EUR")
    kind = found.needed(where, cells.kind, cell("kind")) if cell("kind") else Kind.BUSINESS
    reference = found.optional(where, fields.line, cell("reference"), _CALLED["reference"])
    if issued is not None and due is not None and due < issued:
        found.error(
            where,
            say(
                "Invoice {number} is due on {due}, before it was issued ({issued}).",
                number=number,
                due=long(due),
                issued=long(issued),
            ),
        )
    if (
        found.errors
        or customer_name is None
        or number is None
        or issued is None
        or amount is None
        or currency is None
        or kind is None
    ):
        return None
    customer = _customer(customer_name, cell, where, found)
    if amount == 0:
        found.warn(
            where,
            say("{number} is for 0.00: there is nothing to collect, so it is not taken in.", number=number),
        )
        return None
    if amount < 0:
        credit = CreditRecord(
            number=number,
            issued=issued,
            amount=-amount,
            currency=currency,
            customer=customer,
            billing_references=(reference,) if reference else (),
            customer_kind=kind,
            kind_given=bool(cell("kind")),
            where=where,
        )
        return _credit_row(credit, still_open, paid=paid_on is not None, found=found)
    invoice = InvoiceRecord(
        number=number,
        issued=issued,
        due=due,
        due_source=columns.names[columns.at["due"]].strip() if due else "",
        amount=amount,
        currency=currency,
        customer=customer,
        reference=reference,
        about=fields.cut(
            found.optional(where, fields.line, cell("about"), _CALLED["about"], 10_000), fields.LINE_MAX
        ),
        customer_kind=kind,
        kind_given=bool(cell("kind")),
        open=0 if still_open is None and paid_on is not None else still_open,
        paid_on=paid_on,
        where=where,
    )
    return _invoice_row(invoice, found, no_due="due" in columns.at and due is None)


def _invoice_row(invoice: InvoiceRecord, found: Findings, *, no_due: bool) -> InvoiceRecord | None:
    """The invoice when what it says of payment holds together."""
    if invoice.open is not None and not 0 <= invoice.open <= invoice.amount:
        found.error(
            invoice.where,
            say(
                "{open} cannot be open of an invoice of {amount}.",
                open=euro(invoice.open, invoice.currency),
                amount=euro(invoice.amount, invoice.currency),
            ),
        )
        return None
    if invoice.paid_on is not None and invoice.open == invoice.amount:
        found.error(
            invoice.where,
            say(
                "Invoice {number} was paid on {day}, and yet all of it is open.",
                number=invoice.number,
                day=long(invoice.paid_on),
            ),
        )
        return None
    if no_due:
        found.warn(
            invoice.where,
            say(
                "Invoice {number} has no due date; the customer's payment term is used.",
                number=invoice.number,
            ),
        )
    return invoice


def _credit_row(
    credit: CreditRecord, still_open: int | None, *, paid: bool, found: Findings
) -> CreditRecord | None:
    """The credit note when all of it is still to be used; one that is used up would lower the balance twice."""
    left = credit.amount if still_open is None and not paid else abs(still_open or 0)
    if left == 0:
        found.warn(
            credit.where,
            say(
                "Credit note {number} has been settled already, so it is not taken in.", number=credit.number
            ),
        )
        return None
    if left != credit.amount:
        found.error(
            credit.where,
            say(
                "Of credit note {number} ({amount}) {left} is left. Take it in by hand: debcli credit CUSTOMER INVOICE {typed}",
                number=credit.number,
                amount=euro(credit.amount, credit.currency),
                left=euro(left, credit.currency),
                typed=dutch(left),
            ),
        )
        return None
    found.warn(
        credit.where,
        say(
            "{number} has a negative amount and is taken as a credit note of {amount}.",
            number=credit.number,
            amount=euro(credit.amount, credit.currency),
        ),
    )
    return credit


def _customer(name: str, cell: cells.Lookup, where: str, found: Findings) -> Party:
    legal_id, scheme = (cell("kvk"), "0106") if cell("kvk") else (cell("kbo"), "0208")

    def line(field: str) -> str:
        return found.optional(where, fields.line, cell(field), _CALLED[field])

    return Party(
        name=name,
        vat=fields.vat(cell("vat"), where, found),
        legal_id=found.optional(where, fields.bare_code, legal_id, _CALLED["kvk"]),
        legal_scheme=scheme if legal_id else "",
        address=line("address"),
        postcode=line("postcode"),
        city=line("city"),
        country=found.optional(where, fields.country, cell("country")),
        email=found.optional(where, fields.email, cell("email")),
        phone=line("phone"),
        contact=line("contact"),
    )
