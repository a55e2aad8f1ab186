"""CSV from banks: the layout recognised by its header or the shape of its rows, then read row by row.

A row that cannot be read is an error with its line, and the rows beside it are read. What the user maps is read the
same way.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from debcli.errors import InputError
from debcli.intake import cells
from debcli.intake.bank_layouts import LAYOUTS, SHAPES, Layout, Row
from debcli.intake.encoding import lines_of
from debcli.intake.fields import Findings, as_line
from debcli.intake.remittance import split_info
from debcli.intake.statements import Entry, Item, Statement, account_of, given, tidy
from debcli.language import say
from debcli.values.identifiers import is_iban
from debcli.values.money import CENTS_MAX
from debcli.values.text import fold

MAPPED = (
    "date",
    "amount",
    "credit",
    "debit",
    "sign",
    "currency",
    "account",
    "name",
    "iban",
    "text",
    "reference",
)
_SEPARATORS = ";,\t|"
_HEADER_LINES = 40  # Belgian banks put their search criteria above the header
_INWARD = frozenset({"bij", "credit", "c", "cr", "crdt", "in", "+", "ontvangen"})
_OUTWARD = frozenset({"af", "debit", "debet", "d", "dr", "dbit", "uit", "out", "-", "betaald"})
Cell = Callable[[str], str]


class Table(NamedTuple):
    """A bank's CSV: how to read it. `header`: the line of the header, 0 where there is none."""

    bank: str
    separator: str
    quote: str
    header: int
    places: Mapping[str, int]
    day: str
    decimal: str
    inward: frozenset[str]
    words: bool
    pending: Callable[[Cell], bool]
    width: int
    account: str = ""


def recognise(text: str) -> Table | None:
    """The layout of a bank's CSV, or None when it is none that is known."""
    start = list(io.StringIO(text[:50_000], newline=""))[:_HEADER_LINES]
    for separator in _SEPARATORS:
        for number, line in enumerate(start, 1):
            row = _cells(line, separator, '"')
            found = _by_header(row, separator, number)
            if found is not None:
                return found
    for shape in SHAPES:
        rows = [
            r for line in start if line.strip() if len(r := _cells(line, shape.separator, shape.quote)) > 1
        ]
        if rows and all(shape.fits(row) for row in rows[:-1] or rows):
            return Table(shape.bank, shape.separator, shape.quote, 0, shape.places, shape.day, shape.decimal, shape.inward, shape.words,
                         lambda _cell: False, 0)  # fmt: skip
    return None


def _cells(line: str, separator: str, quote: str) -> list[str]:
    try:
        return next(_reader(io.StringIO(line, newline=""), separator, quote), [])
    except csv.Error:
        return []


def _reader(stream: io.StringIO, separator: str, quote: str) -> Iterator[list[str]]:
    if not quote:
        return csv.reader(stream, delimiter=separator, quoting=csv.QUOTE_NONE)
    return csv.reader(stream, delimiter=separator, quotechar=quote)


def _word(cell: str) -> str:
    return fold(cell[:100]).replace(" ", "")


def _by_header(row: Row, separator: str, number: int) -> Table | None:
    words = [_word(cell) for cell in row]
    best: Table | None = None
    for layout in LAYOUTS:
        places = _places(layout, words)
        if layout.needs <= places.keys() and (best is None or len(places) > len(best.places)):
            best = Table(
                layout.bank,
                separator,
                '"',
                number,
                places,
                layout.day,
                layout.decimal,
                layout.inward,
                layout.words,
                layout.pending,
                len(row),
            )
    return best


def _places(layout: Layout, words: Sequence[str]) -> dict[str, int]:
    return {
        field: words.index(name) for field, names in layout.columns.items() for name in names if name in words
    }


def mapped(text: str, mapping: Mapping[str, str]) -> Table:
    """How to read a CSV whose columns the user named: field of MAPPED -> header. Raises InputError."""
    lines = list(io.StringIO(text[:50_000], newline=""))[:_HEADER_LINES]
    wanted = {
        field: _word(name) for field, name in mapping.items() if not (field == "account" and is_iban(name))
    }
    for separator in _SEPARATORS:
        for number, line in enumerate(lines, 1):
            row = _cells(line, separator, '"')
            words = [_word(cell) for cell in row]
            if len(row) > 1 and all(word in words for word in wanted.values()):
                places = {
                    {"date": "day", "sign": "direction"}.get(f, f): words.index(w) for f, w in wanted.items()
                }
                constant = (
                    account_of(mapping["account"]) if "account" in mapping and "account" not in wanted else ""
                )
                return Table(
                    "mapped",
                    separator,
                    '"',
                    number,
                    places,
                    "any",
                    "any",
                    frozenset(),
                    False,
                    lambda _cell: False,
                    len(row),
                    constant,
                )
    shown = ", ".join(repr(name) for name in mapping.values())
    raise InputError(
        say("No line of the file has all the columns {names}.", names=shown),
        say("Give their names as they stand in the header."),
    )


def read_bank_table(text: str, table: Table, found: Findings) -> Iterator[Item]:
    """The entries of the file in its order, then a statement for each account in it."""
    style = _style(text, table) if table.day == "any" else None
    statements: dict[str, Statement] = {}
    for number, row in _rows(text, table, found):
        where = say("line {number}", number=number)
        try:
            entry = _entry(row, table, style, where)
        except InputError as error:
            found.error(where, say("{fault} The row was left out.", fault=as_line(error)))
            continue
        if entry is None:
            continue
        account = entry.account
        statements[account] = statements.get(account, Statement(account, entry.currency)).with_entry(entry)
        yield entry
    yield from statements.values()


def _rows(text: str, table: Table, found: Findings) -> Iterator[tuple[int, list[str]]]:
    stream = lines_of(text)
    for _ in range(table.header):
        next(stream, "")
    reader = csv.reader(stream, delimiter=table.separator, **_quoting(table.quote))  # type: ignore[arg-type]
    return cells.csv_rows(reader, found, before=table.header)


def _quoting(quote: str) -> dict[str, object]:
    return {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}


def _style(text: str, table: Table) -> cells.Style:
    rows = [row for _, row in _rows(text, table, Findings())]

    def column(*names: str) -> list[str]:
        places = [table.places[n] for n in names if n in table.places]
        return [row[p] for row in rows for p in places if p < len(row)]

    return cells.Style.of(column("amount", "credit", "debit"), column("day"))


def _entry(row: list[str], table: Table, style: cells.Style | None, where: str) -> Entry | None:
    def cell(field: str) -> str:
        place = table.places.get(field, len(row))
        return row[place].strip() if place < len(row) else ""

    if table.width and len([c for c in row if c.strip()]) < 2:
        raise InputError(say("The row {text!r} has too few cells.", text=tidy(" ".join(row), 40)))
    day, amount = _day(cell("day"), table, style), _amount(cell, table, style)
    if amount == 0:
        return None
    text = " ".join(t for t in (cell("text"), cell("text2"), cell("text3")) if t)
    info = split_info([text]) if table.words else None
    name, iban, reference, end_to_end = (
        cell("name"),
        account_of(cell("iban")),
        cell("reference"),
        cell("end_to_end"),
    )
    if info is not None:
        text, name, iban = info.text, name or info.name, iban or info.iban
        reference, end_to_end = reference or info.reference, end_to_end or info.end_to_end
    returned = bool(cell("returned")) or (info is not None and info.is_return)
    return Entry(
        table.account or account_of(cell("account")), day, amount, (cell("currency") or "EUR").upper()[:3], tidy(name, 140), iban, tidy(text),
        tidy(reference, 140), given(end_to_end), given(cell("bank_ref")), booked=not table.pending(cell), is_return=returned, where=where,
    )  # fmt: skip


def _day(text: str, table: Table, style: cells.Style | None) -> date:
    if style is not None:
        return cells.day(text, "date", style)
    pattern = {
        "ymd": r"(\d{4})(\d{2})(\d{2})",
        "iso": r"(\d{4})-(\d{2})-(\d{2})",
        "dmy": r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})",
    }[table.day]
    match = re.fullmatch(pattern, text.strip(), re.ASCII)
    try:
        parts = [int(p) for p in match.groups()] if match else []
        return date(*(parts[::-1] if table.day == "dmy" else parts))
    except (ValueError, TypeError) as error:
        raise InputError(
            say("{text!r} is no day as {bank} writes it.", text=tidy(text, 30), bank=say(table.bank))
        ) from error


def _amount(cell: Cell, table: Table, style: cells.Style | None) -> int:
    if style is not None:
        return _mapped_amount(cell, table, style)
    cents = bank_cents(cell("amount"), table.decimal)
    if table.inward:
        return cents if cell("direction").lower() in table.inward else -cents
    return cents


def _mapped_amount(cell: Cell, table: Table, style: cells.Style) -> int:
    if "amount" not in table.places:
        credit = cells.signed_amount(cell("credit"), "amount", style) if cell("credit") else 0
        debit = cells.signed_amount(cell("debit"), "amount", style) if cell("debit") else 0
        return credit - abs(debit)
    cents = cells.signed_amount(cell("amount").removeprefix("+"), "amount", style)
    word = cell("direction").lower()
    if "direction" not in table.places:
        return cents
    if word in _INWARD | _OUTWARD:
        return abs(cents) if word in _INWARD else -abs(cents)
    raise InputError(
        say("{text!r} does not say whether the money came in or went out.", text=tidy(word, 20)),
        say("Known are bij/af, credit/debit, C/D and +/-."),
    )


def bank_cents(text: str, decimal: str) -> int:
    """Signed cents of an amount with a known decimal mark (`,` `.`, or `,.` for either). Raises InputError."""
    bare = text.strip().replace(" ", "").replace("\u2212", "-")
    sign = -1 if bare.startswith("-") else 1
    digits = bare.lstrip("+-")
    comma = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:,\d{1,2})?"
    point = r"\d{1,3}(?:,\d{3})+\.\d{1,2}|\d+(?:\.\d{1,2})?"
    fits = [
        mark
        for mark, pattern in ((",", comma), (".", point))
        if mark in decimal and re.fullmatch(pattern, digits, re.ASCII)
    ]
    if not fits or len(bare) - len(digits) > 1 or len(digits) > 20:
        raise InputError(say("{text!r} is not an amount.", text=tidy(text, 30)))
    plain = digits.replace("." if fits[0] == "," else ",", "").replace(",", ".")
    whole, _, part = plain.partition(".")
    cents = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    if cents > CENTS_MAX:
        raise InputError(say("{text!r} is larger than 999.999.999,99.", text=tidy(text, 30)))
    return sign * cents
