"""Invoices as CSV, row by row, each number and day in the style the file writes them.

A row with a fault is left out and named by its line; the rows beside it are read. A negative amount is a credit note.
"""

from itertools import islice

from debcli.intake import cells, fields
from debcli.intake.columns import CALLED, NEEDED, Columns, Row, columns_of, field_of, rows_of, separator_of
from debcli.intake.fields import Findings
from debcli.intake.records import CreditRecord, FileRead, InvoiceRecord, Party
from debcli.language import say
from debcli.receivables.facts import Kind
from debcli.values.dates import long
from debcli.values.money import dutch, euro

FORMAT = "csv-invoices"
ROWS_MAX = 100_000  # each is held in memory


def read_table(name: str, text: str) -> FileRead:
    """Read a text file as a CSV of invoices. Faults come back as errors with their line; nothing is raised."""
    found = Findings()
    separator, text_lines = separator_of(text)
    rows = rows_of(text, separator, found)
    header = next(rows, None)
    if header is None:
        found.error("", say("The file has no header and no rows."))
        return FileRead(name, errors=tuple(found.errors))
    columns = columns_of(header, found, other_lines=text_lines > 1)
    if columns is None:
        known = {field_of(cell) for cell in header.cells} & set(NEEDED)
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


def _without_index(rows: list[Row], columns: Columns) -> list[Row]:
    """The rows without a running number in front that has no header: where each has one cell too many, from 0 or 1 up."""
    numbers = [row.cells[0].strip() for row in rows if len(row.cells) == len(columns.names) + 1]
    if not numbers or len(numbers) != len(rows):
        return rows
    if not any(numbers == [str(n) for n in range(start, start + len(rows))] for start in (0, 1)):
        return rows
    return [row._replace(cells=row.cells[1:]) for row in rows]


def _documents(read: FileRead, columns: Columns, rows: list[Row], found: Findings) -> FileRead:
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


def _column(rows: list[Row], columns: Columns, *names: str) -> list[str]:
    """All cells of some columns, for telling the style in which the file writes them."""
    places = [columns.at[n] for n in names if n in columns.at]
    return [row.cells[place] for row in rows for place in places if place < len(row.cells)]


# --- one row ----------------------------------------------------------------------------------------------------


def _document(
    row: Row, columns: Columns, style: cells.Style, found: Findings
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
    customer_name = found.needed(where, fields.name, cell("customer"), CALLED["customer"])
    number = found.needed(where, fields.needed_line, cell("number"), CALLED["number"], fields.NUMBER_MAX)
    issued = found.needed(where, cells.day, cell("issued"), CALLED["issued"], style)
    due = found.needed(where, cells.day, cell("due"), CALLED["due"], style) if cell("due") else None
    paid_on = (
        found.needed(where, cells.day, cell("paid_on"), CALLED["paid_on"], style) if cell("paid_on") else None
    )
    amount = found.needed(where, cells.signed_amount, cell("amount"), CALLED["amount"], style)
    still_open = (
        found.needed(where, cells.signed_amount, cell("open"), CALLED["open"], style)
        if cell("open")
        else None
    )
    currency = found.needed(where, fields.currency, cell("currency") or "EUR")
    kind = found.needed(where, cells.kind, cell("kind")) if cell("kind") else Kind.BUSINESS
    reference = found.optional(where, fields.line, cell("reference"), CALLED["reference"])
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
            found.optional(where, fields.line, cell("about"), CALLED["about"], 10_000), fields.LINE_MAX
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
        return found.optional(where, fields.line, cell(field), CALLED[field])

    return Party(
        name=name,
        vat=fields.vat(cell("vat"), where, found),
        legal_id=found.optional(where, fields.bare_code, legal_id, CALLED["kvk"]),
        legal_scheme=scheme if legal_id else "",
        address=line("address"),
        postcode=line("postcode"),
        city=line("city"),
        country=found.optional(where, fields.country, cell("country")),
        email=found.optional(where, fields.email, cell("email")),
        phone=line("phone"),
        contact=line("contact"),
    )
