"""Rows and single cells of a CSV: amounts, days and kinds of customer. What can be read in two ways is refused."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from debcli.errors import InputError
from debcli.intake.fields import Findings, line, needed_line
from debcli.language import mark, mark_as, say, say_as
from debcli.receivables.facts import Kind
from debcli.values.dates import parse_date
from debcli.values.money import parse_amount

if TYPE_CHECKING:
    from _csv import Reader

Lookup = Callable[[str], str]  # field -> cell of the row, stripped; empty when the row has none

_CELL_MAX = 40
_MINUS = re.compile(r"^(€|eur|euro)?\s*[-\u2212]\s*(?=[\d€e])", re.IGNORECASE)
_COMMA_DECIMALS = re.compile(r"(?:\d,\d{1,2}|\d\.\d{3},\d{1,2})$")
_ENGLISH_GROUPS = re.compile(r"\d,\d{3}\.\d{1,2}$")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}", re.ASCII)
_WRITE_DAY = mark("Write it like 2026-11-30 or 30-11-2026.")
_ANY_DAY = date(2000, 1, 1)  # parse_date asks for a day to look from; a date with its year does not use it
_KINDS = {
    **dict.fromkeys(("business", "zakelijk", "bedrijf", "b2b"), Kind.BUSINESS),
    **dict.fromkeys(("consumer", "consument", "particulier", "privé", "prive", "b2c"), Kind.CONSUMER),
    **dict.fromkeys(("government", "overheid", "b2g"), Kind.GOVERNMENT),
}


class Style(NamedTuple):
    """How a file writes amounts and dates, as far as its own cells prove it.

    `decimal_comma`: some amount has a decimal comma. `month_first`: per separator, whether some date can only be read
    with the month first.
    """

    decimal_comma: bool
    month_first: frozenset[str]

    @classmethod
    def of(cls, amounts: list[str], days: list[str]) -> "Style":
        """The style of a file from all its cells with amounts and with dates."""
        pairs = [(cell.strip(), _DAY_MONTH.match(cell.strip())) for cell in days]
        month_first = {
            re.sub(r"\d", "", text[:3])[:1] for text, m in pairs if m and int(m[1]) <= 12 < int(m[2])
        }
        return cls(any(_COMMA_DECIMALS.search(a.strip(" €")) for a in amounts), frozenset(month_first))


def signed_amount(text: str, what: str, style: Style) -> int:
    """An amount in cents, negative with a minus sign in front. Raises InputError for what can be read in two ways.

    `1,210.50` is refused in a file that elsewhere writes a decimal comma: one of the two was typed wrong.
    """
    shown = needed_line(text, what)
    if len(shown) > _CELL_MAX:
        raise InputError(
            say(
                "The {field} {text!r}… is too long to be an amount.",
                field=say_as("field", what),
                text=shown[:_CELL_MAX],
            )
        )
    bare = _MINUS.sub(lambda m: m[1] or "", shown)
    if style.decimal_comma and _ENGLISH_GROUPS.search(bare):
        raise InputError(
            say(
                "The {field} {text!r} has a decimal point, but this file writes a decimal comma.",
                field=say_as("field", what),
                text=shown,
            ),
            say("Write it like 1210,50"),
        )
    cents = parse_amount(bare)
    return cents if bare == shown else -cents


def day(text: str, what: str, style: Style) -> date:
    """A day as YYYY-MM-DD, D-M-YYYY, D/M/YYYY or D.M.YYYY (two-digit years are 20YY). Raises InputError.

    Where other cells prove that the file puts the month first, a date that can be read both ways is refused.
    """
    shown = needed_line(_MIDNIGHT.sub("", text.strip()), what)
    match = _DAY.fullmatch(shown)
    if match is None:
        raise InputError(
            say(
                "The {field} {text!r} is not a date.",
                field=say_as("field", what),
                text=line(shown, what)[:_CELL_MAX],
            ),
            say(_WRITE_DAY),
        )
    parts = _DAY_MONTH.match(shown)
    if match[1] in style.month_first and parts and int(parts[1]) <= 12 and int(parts[2]) <= 12:
        raise InputError(
            say(
                "The {field} {text!r} can be read in two ways: other dates in this file have the month first.",
                field=say_as("field", what),
                text=shown,
            ),
            say("Export the dates as YYYY-MM-DD."),
        )
    try:
        return parse_date(shown.replace(".", "-"), _ANY_DAY)
    except InputError as error:  # its hint is for typing, not for files
        raise InputError(
            say("The {field} {fault}", field=say_as("field", what), fault=error.message), say(_WRITE_DAY)
        ) from error


def kind(text: str) -> Kind:
    """What a customer is in law. Raises InputError for other words: the law that applies depends on it."""
    found = _KINDS.get(line(text, mark_as("field", "kind")).lower())
    if found is None:
        raise InputError(
            say("{text!r} is not a kind of customer.", text=line(text, mark_as("field", "kind"))),
            say("It is business, consumer or government (zakelijk, particulier, overheid)."),
        )
    return found


_CSV_SAYS = (
    mark("unexpected end of data"),
    mark("new-line character seen in unquoted field - do you need to open the file with newline=''?"),
)


def csv_says(error: csv.Error) -> str:
    """What is wrong with a row by the library that reads CSV, in the language of the screens."""
    text = str(error)
    if match := re.fullmatch(r"(.+) expected after (.+)", text):
        return say("{wanted} expected after {before}", wanted=match[1], before=match[2])
    if match := re.fullmatch(r"field larger than field limit \((\d+)\)", text):
        return say("field larger than field limit ({limit})", limit=match[1])
    return say(text)


def csv_rows(reader: "Reader", found: Findings, *, before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the line each begins on (`before`: lines read already).

    What cannot be read ends the reading with an error, so that no row is swallowed unseen.
    """
    while True:
        begin = before + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            found.error(
                say("line {number}", number=begin),
                say(
                    "The row cannot be read ({fault}). Are the quotation marks right? Nothing after it was read.",
                    fault=csv_says(error),
                ),
            )
            return
        if any(cell.strip() for cell in row):
            yield begin, row
