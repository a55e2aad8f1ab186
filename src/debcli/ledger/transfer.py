"""The whole ledger as data: JSON that can be taken back into the same ledger, and tables for other programs."""

import base64
import binascii
import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from debcli.errors import InputError, LedgerError
from debcli.language import say, system_says
from debcli.ledger.migrations import VERSION, migrate
from debcli.ledger.opening import blank, connect
from debcli.ledger.place import private_folder
from debcli.ledger.restore import put_back
from debcli.values.money import plain

FORMAT = "debcli-ledger"
CENTS = frozenset({"amount", "extras", "principal", "interest", "costs", "credit_limit"})
_LONG = frozenset({("journal", "changes"), ("document", "content")})  # in the JSON alone: too much for a cell
_EMPTY_ENTRIES = 1  # a ledger that only knows whose it is


def _tables(conn: sqlite3.Connection) -> dict[str, list[str]]:
    names = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return {
        name: [row[1] for row in conn.execute(f"PRAGMA table_info({name})")] for (name,) in names.fetchall()
    }


# --- JSON --------------------------------------------------------------------------------------------------------


def to_json(conn: sqlite3.Connection) -> str:
    """Everything, rows as they are stored: amounts in cents, bytes in base 64."""
    tables = {
        name: [
            {
                k: base64.b64encode(v).decode() if isinstance(v, bytes) else v
                for k, v in zip(columns, row, strict=True)
            }
            for row in conn.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1")
        ]
        for name, columns in _tables(conn).items()
    }
    document = {"format": FORMAT, "schema": VERSION, "amounts": "cents", "tables": tables}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def is_export(start: bytes) -> bool:
    """Whether the first bytes of a file are those of such an export."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and f'"{FORMAT}"'.encode() in start[:200]


def take_in(text: str, ledger: Path, stamp: str, *, dry_run: bool = False) -> dict[str, int]:
    """Make the ledger what an export says; gives the number of rows of each table.

    Only where there is no ledger yet, or one that merely says whose it is. Raises InputError when the text is no whole
    export, LedgerError when it is of a newer schema or the ledger is in use.
    """
    tables, schema = _read(text)
    if ledger.exists():
        with closing(connect(ledger, "ro")) as conn:
            entries = conn.execute("SELECT count(*) FROM journal").fetchone()[0]
        if entries > _EMPTY_ENTRIES:
            raise InputError(
                say(
                    "{ledger} has {entries} commands in it; an export is only taken into an empty ledger.",
                    ledger=ledger,
                    entries=entries,
                ),
                say("Name another place: debcli --ledger FILE import EXPORT"),
            )
    try:
        private_folder(ledger.parent)
        with tempfile.TemporaryDirectory(prefix=f".{ledger.name}-", suffix=".new", dir=ledger.parent) as name:
            built = Path(name) / "ledger.db"
            built.touch(0o600)
            with closing(blank(built)) as conn:
                counts = _fill(conn, tables, schema)
                if not dry_run:
                    put_back(conn, ledger, stamp)
    except OSError as error:
        raise LedgerError(
            say("The ledger cannot be made at {ledger}: {fault}.", ledger=ledger, fault=system_says(error)),
            say("Name another place: debcli --ledger FILE import EXPORT"),
        ) from error
    return counts


def _read(text: str) -> tuple[dict[str, list[dict[str, Any]]], int]:
    no_export = InputError(
        say("This is not a whole export of debcli."), say("Make one with: debcli export --out ledger.json")
    )
    try:
        document = json.loads(text)
        tables, schema = document["tables"], document["schema"]
        shaped = isinstance(schema, int) and schema >= 1 and all(
            isinstance(row, dict) for rows in tables.values() for row in rows
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise no_export from error
    if not shaped or document.get("format") != FORMAT:
        raise no_export
    if schema > VERSION:
        raise LedgerError(
            say(
                "The export was made by a newer debcli (schema {schema}, this one knows {known}).",
                schema=schema,
                known=VERSION,
            ),
            say("Upgrade debcli."),
        )
    return tables, schema


def _fill(conn: sqlite3.Connection, tables: dict[str, list[dict[str, Any]]], schema: int) -> dict[str, int]:
    migrate(conn, to=schema)
    known = _tables(conn)
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("BEGIN")
    for name, rows in tables.items():
        if name not in known:
            raise InputError(
                say("The export has a table {name!r} that debcli does not know.", name=name),
                say("Nothing was changed."),
            )
        for number, row in enumerate(rows, 1):
            if set(row) != set(known[name]):
                raise InputError(
                    say("Row {number} of {name} in the export has other columns.", number=number, name=name),
                    say("Nothing was changed."),
                )
            try:
                if name == "document":
                    row = {**row, "content": base64.b64decode(row["content"], validate=True)}  # noqa: PLW2901
                conn.execute(f"INSERT INTO {name} VALUES ({', '.join(':' + c for c in known[name])})", row)
            except (sqlite3.Error, binascii.Error, TypeError, ValueError, OverflowError) as error:
                raise InputError(
                    say(
                        "Row {number} of {name} in the export cannot be: {kind}.",
                        number=number,
                        name=name,
                        kind=type(error).__name__,
                    ),
                    say("Nothing was changed."),
                ) from error
    if fault := conn.execute("PRAGMA foreign_key_check").fetchone():
        raise InputError(
            say(
                "A row of {table} in the export names a {parent} that is not there.",
                table=fault[0],
                parent=fault[2],
            ),
            say("Nothing was changed."),
        )
    if conn.execute("SELECT count(*) FROM creditor").fetchone() != (1,):
        raise InputError(say("The export does not say whose ledger it is."), say("Nothing was changed."))
    conn.execute("COMMIT")
    migrate(conn)
    return {name: len(rows) for name, rows in tables.items() if rows}


# --- tables ------------------------------------------------------------------------------------------------------


class Sheet(NamedTuple):
    """A table for other programs: `cents` says which columns are amounts."""

    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]

    def cents(self, column: int) -> bool:
        """Whether a column holds an amount in cents."""
        return self.columns[column] in CENTS


def sheets(conn: sqlite3.Connection) -> Iterator[Sheet]:
    """Every table, without the bytes of letters and the rows kept by the journal."""
    for name, columns in _tables(conn).items():
        shown = [c for c in columns if (name, c) not in _LONG]
        yield Sheet(name, shown, conn.execute(f"SELECT {', '.join(shown)} FROM {name} ORDER BY 1").fetchall())


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that could be gets an apostrophe before it."""
    return (
        "'" + text if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")) else text
    )


def to_csv(sheet: Sheet) -> str:
    """RFC 4180: commas, a point for decimals, ISO dates, formulas defused."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow(
            plain(v) if sheet.cents(i) and isinstance(v, int) else harmless(v) if isinstance(v, str) else v
            for i, v in enumerate(row)
        )
    return text.getvalue()


def to_xlsx(found: list[Sheet]) -> bytes:
    """A workbook with a sheet for each table: amounts and days as such, text never as a formula. Made in memory."""
    import xlsxwriter  # noqa: PLC0415  (only here)

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        head, money, day = (
            book.add_format(kind)
            for kind in ({"bold": True}, {"num_format": "#,##0.00"}, {"num_format": "yyyy-mm-dd"})
        )
        for sheet in found:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, title in enumerate(sheet.columns):
                page.write_string(0, column, title, head)
                page.set_column(column, column, 14)
            for number, row in enumerate(sheet.rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        shown, form = (value / 100, money) if sheet.cents(column) else (value, None)
                        page.write_number(number, column, shown, form)
                    elif isinstance(value, str) and (found_day := _as_day(value)):
                        page.write_datetime(number, column, found_day, day)
                    elif isinstance(value, str):
                        page.write_string(number, column, value[:32_000])
    return content.getvalue()


def _as_day(text: str) -> date | None:
    if len(text) != 10 or text[4] != "-" or text < "1900-03-01":  # what a spreadsheet can hold as a day
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
