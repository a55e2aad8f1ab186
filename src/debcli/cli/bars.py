"""Bars and CSV: figures for the eye at 80 columns without colour, and for a spreadsheet."""

import csv
import sys
from collections.abc import Sequence

from debcli.values.text import clean_line


def bar(part: int, whole: int, columns: int) -> str:
    """A bar of so many columns for the whole; whatever is not nothing gets at least one."""
    if whole <= 0 or part <= 0:
        return ""
    return "█" * max(1, round(columns * part / whole))


def print_csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print CSV as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = csv.writer(sys.stdout, lineterminator="\r\n")
    out.writerow(head)
    out.writerows([[_cell(cell) for cell in row] for row in rows])


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return "" if value is None else value
    text = clean_line(value)
    number = text.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text[:1] in set("=+-@") and not number else text
