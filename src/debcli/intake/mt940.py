"""MT940 statements as Dutch, Belgian and German banks write them, read line by line.

A tag stands at the begin of a line; what follows without one belongs to it, for banks break lines anywhere. What the
field :86: says is split in remittance.py.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from debcli.errors import InputError
from debcli.intake.fields import Findings
from debcli.intake.remittance import split_info
from debcli.intake.statements import Balance, Entry, Item, Statement, account_of, given, tidy
from debcli.language import say
from debcli.values.money import CENTS_MAX

MT940 = re.compile(r"\A\s*\{1:|^:(?:20|25|28C?|60[FM]|61|62[FM]|64|86):", re.MULTILINE)
_TAG = re.compile(r"^:(20|21|25P?|28C?|60[FM]|61|62[FM]|64|65|86|13D?|34F|90[CD]|NS|940):(.*)$", re.DOTALL)
_END = re.compile(r"^-(?:\}.*)?\s*$")  # the end of a message: "-" or "-}..."
_BALANCE = re.compile(r"^\s*([CD])(\d{6})([A-Z]{3})(\d{1,15}(?:,\d*)?)")
_LINE = re.compile(r"^(\d{6})(\d{4})?(RC|RD|C|D)([A-Z])?(\d{1,15}(?:,\d{0,2})?)(?=\D|$)(.*)$", re.DOTALL)
_TYPE = re.compile(r"^\s?([NFS][A-Z0-9]{3})(.*)$", re.DOTALL)
_SIGN = {"C": 1, "D": -1, "RC": -1, "RD": 1}  # a reversed credit goes out, a reversed debit comes in
_FIELD_MAX = 20_000


def read_mt940(lines: Iterable[str], found: Findings) -> Iterator[Item]:
    """The entries and statements of a file, in its order. An entry that cannot be read is an error with its line."""
    reader = _Reader(found)
    for tag, text, number in _fields(lines):
        yield from reader.field(tag, text, say("line {number}", number=number))
    yield from reader.flush()
    yield from reader.close()
    if not reader.seen:
        found.error(
            "", say("The MT940 file has no statement with an account (:25:) and entries or balances.")
        )


def _fields(lines: Iterable[str]) -> Iterator[tuple[str, list[str], int]]:
    """Tag, lines and line number of each field; `end` at the end of a message.

    A dash alone on a line ends a message once its closing balance was there; before that a bank broke a word at it.
    """
    tag, text, begin, size, closed = "", [""], 0, 0, False
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        line = re.sub(r"^(?:\{[^}]*\})*\{4:", "", line) if line.startswith("{") else line
        match = _TAG.match(line)
        if match or (closed and _END.match(line)):
            closed = match is not None and (closed or match[1].startswith("62")) and match[1] != "20"
            if tag:
                yield tag, text, begin
            tag, text, begin = (match[1], [match[2]], number) if match else ("end", [""], number)
            size = 0
        elif tag and tag != "end":
            size += len(line)
            if size < _FIELD_MAX:
                text.append(line)
    if tag:
        yield tag, text, begin


class _Reader:
    """Where the reading is: a statement that is open, and an entry that waits for its :86:."""

    def __init__(self, found: Findings) -> None:
        self.found = found
        self.statement = Statement("", "")
        self.entry: Entry | None = None
        self.after_closing = False
        self.seen = False

    def field(self, tag: str, text: list[str], where: str) -> Iterator[Item]:
        """Take in one field; what it ends is given."""
        if tag == "86" and self.entry is not None:
            yield self._counted(_detailed(self.entry, text))
            self.entry = None
            return
        yield from self.flush()
        if tag in {"20", "end"}:
            yield from self.close()
        elif tag in {"25", "25P"}:
            if self.statement.account and self.statement.entries:
                yield from self.close()
            self.statement = self.statement._replace(account=account_of(text[0]))
        elif tag in {"28", "28C"}:
            self.statement = self.statement._replace(number=tidy("".join(text), 20))
        elif tag.startswith("60"):
            self._opening(_balance(text, self.found, where))
        elif tag == "61":
            self._entry(text, where)
        elif tag.startswith("62"):
            closing = _balance(text, self.found, where)
            if closing is not None:
                self.statement = self.statement._replace(
                    closing=closing, currency=self.statement.currency or closing.currency
                )

    def _opening(self, opening: Balance | None) -> None:
        if opening is not None:
            self.statement = self.statement._replace(opening=opening, currency=opening.currency)

    def _entry(self, text: list[str], where: str) -> None:
        try:
            self.entry = _movement(text, self.statement, where)
        except InputError as error:
            self.found.error(where, say("{fault} The entry was left out.", fault=error.message))
            self.entry = None

    def _counted(self, entry: Entry) -> Entry:
        self.statement = self.statement.with_entry(entry)
        return entry

    def flush(self) -> Iterator[Item]:
        """An entry that got no :86:."""
        if self.entry is not None:
            yield self._counted(self.entry)
            self.entry = None

    def close(self) -> Iterator[Item]:
        """End the statement, where there is one."""
        statement, self.statement = self.statement, Statement("", "")
        if statement.entries or (statement.account and (statement.opening or statement.closing)):
            self.seen = True
            yield statement


def _movement(text: list[str], statement: Statement, where: str) -> Entry | None:
    """The entry of a :61:, whose amount may stand on a second line. Raises InputError; None for an amount of zero."""
    if not statement.account:
        raise InputError(say("The entry stands under no account (:25:)."))
    first = text[0]
    match = _LINE.match(first) or (_LINE.match(first + text[1]) if len(text) > 1 else None)
    if match is None:
        raise InputError(say("{text!r} is not an entry of day, mark and amount.", text=tidy(first, 40)))
    rest = _TYPE.match(match[6])
    kind, references = (rest[1], rest[2]) if rest else ("", match[6])
    customer_ref, _, bank_ref = references.strip().partition("//")
    amount = _cents(match[5])
    if amount == 0:
        return None
    return Entry(
        statement.account, _booked_on(match[1], match[2]), amount * _SIGN[match[3]], statement.currency or "EUR",
        end_to_end=given(_no_word(customer_ref)), bank_ref=given(bank_ref), where=where,
        is_return=match[3] in {"RC", "RD"} or kind == "NRTI",
    )  # fmt: skip


def _no_word(reference: str) -> str:
    """EREF, PREF and the like only say where the reference stands."""
    return "" if re.fullmatch(r"[EPKM]REF\+?", reference.strip()) else reference


def _detailed(entry: Entry, text: list[str]) -> Entry:
    info = split_info(text)
    return entry._replace(
        name=info.name, iban=info.iban, text=info.text, reference=info.reference, end_to_end=info.end_to_end or entry.end_to_end,
        is_return=entry.is_return or info.is_return,
    )  # fmt: skip


def _booked_on(value: str, entry: str | None) -> date:
    """The day of booking: the entry date with the year next to the value date, else the value date. Raises InputError.

    Value dates may be days that do not exist: some banks reckon with 30 February.
    """
    year = 2000 + int(value[:2]) - (100 if value[:2] > "79" else 0)
    month = int(value[2:4])
    if entry:
        booked = int(entry[:2])
        year += 1 if month - booked > 6 else -1 if booked - month > 6 else 0
        return _day(year, booked, int(entry[2:]), entry)
    return _day(year, month, int(value[4:]), value)


def _day(year: int, month: int, number: int, shown: str) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        raise InputError(say("{text!r} is no day of the calendar.", text=shown)) from error


def _balance(text: list[str], found: Findings, where: str) -> Balance | None:
    match = _BALANCE.match(text[0])
    if match is None:
        found.warn(where, say("The balance {text!r} cannot be read.", text=tidy(text[0], 40)))
        return None
    try:
        return Balance(
            _booked_on(match[2], None), _cents(match[4]) * (1 if match[1] == "C" else -1), match[3]
        )
    except InputError as error:
        found.warn(where, say("The balance cannot be read: {fault}", fault=error.message))
        return None


def _cents(text: str) -> int:
    whole, _, part = text.partition(",")
    if part[2:].strip("0"):
        raise InputError(say("{text!r} is not an amount in whole cents.", text=text))
    cents = int(whole) * 100 + int(part[:2].ljust(2, "0"))
    if cents > CENTS_MAX:
        raise InputError(say("{text!r} is larger than 999.999.999,99.", text=text))
    return cents
