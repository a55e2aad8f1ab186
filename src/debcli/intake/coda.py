"""CODA 2 (Febelfin): lines of 128 columns, as every Belgian bank gives them.

Only movements with detail number 0000 are money; the others are parts of one of those. Free communications lie over
three records that cut words, so they are joined without a space.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from debcli.errors import InputError
from debcli.intake.fields import Findings
from debcli.intake.statements import Balance, Entry, Item, Statement, account_of, given, tidy
from debcli.language import say

CODA = re.compile(r"\A00000\d{9}05[D ]")  # record 0: date, bank, application code 05
_WIDTH = 128
_OGM = frozenset({"101", "102"})  # structured communications that hold a reference with a mod-97 check


def read_coda(lines: Iterable[str], found: Findings) -> Iterator[Item]:
    """The movements and statements of a file, in its order. Raises InputError for another version."""
    reader = _Reader(found)
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if line.strip():
            yield from reader.record(line.ljust(_WIDTH), say("line {number}", number=number))
    yield from reader.close()
    if not reader.seen:
        found.error("", say("The CODA file has no statement: it ends after its first record."))


class _Reader:
    def __init__(self, found: Findings) -> None:
        self.found = found
        self.statement: Statement | None = None
        self.entry: Entry | None = None
        self.key = ""
        self.free = True
        self.seen = False

    def record(self, line: str, where: str) -> Iterator[Item]:
        """Take in one record; what it ends is given."""
        kind = line[:2] if line[0] in "23" else line[0]
        if kind == "0":
            yield from self.close()
            if line[127] != "2":
                raise InputError(
                    say("This is CODA version {version!r}; only version 2 is read.", version=line[127]),
                    say("Ask your bank for CODA 2, or for CAMT.053."),
                )
        elif kind == "1":
            yield from self.close()
            self._open(line, where)
        elif kind == "21" and self.statement is not None:
            yield from self._part_or_movement(line, where)
        elif kind in {"22", "23"} and self.entry is not None and line[2:10] == self.key:
            self._more(kind, line)
        elif kind == "8":
            yield from self._flush()
            if self.statement is not None:
                self.statement = self.statement._replace(
                    closing=self._balance(line[41], line[42:57], line[57:63], where)
                )

    def _open(self, line: str, where: str) -> None:
        account, currency = _account(line)
        self.statement = Statement(
            account,
            currency,
            number=line[125:128].strip() or line[2:5],
            opening=self._balance(line[42], line[43:58], line[58:64], where, currency),
        )
        self.seen = True

    def _balance(self, sign: str, amount: str, day: str, where: str, currency: str = "") -> Balance | None:
        try:
            known = currency or (self.statement.currency if self.statement else "EUR")
            return Balance(_day(day), _cents(amount) * _sign(sign), known)
        except InputError as error:
            self.found.warn(where, say("The balance cannot be read: {fault}", fault=error.message))
            return None

    def _part_or_movement(self, line: str, where: str) -> Iterator[Item]:
        if line[6:10] != "0000":
            if self.entry is not None:
                self.entry = self.entry._replace(parts=self.entry.parts + 1)
            self.key = ""
            return
        yield from self._flush()
        self.key = line[2:10]
        try:
            self._movement(line, where)
        except InputError as error:
            self.found.error(where, say("{fault} The movement was left out.", fault=error.message))

    def _movement(self, line: str, where: str) -> None:
        amount = _cents(line[32:47]) * _sign(line[31])
        day = _day(line[115:121]) if line[115:121].strip("0 ") else _day(line[47:53])
        self.free = line[61] == "0"
        said, reference = line[62:115], ""
        if not self.free:
            if line[62:65] in _OGM:
                reference = re.sub(r"\D", "", line[65:77])
            said = line[65:115] if not reference else ""
        if amount and self.statement is not None:
            self.entry = Entry(
                self.statement.account, day, amount, self.statement.currency, text=said, reference=reference,
                bank_ref=given(line[10:31]), where=where,
            )  # fmt: skip

    def _more(self, kind: str, line: str) -> None:
        if self.entry is None:
            return
        more = line[10:63] if kind == "22" else line[82:125]
        self.entry = self.entry._replace(
            text=self.entry.text + more if self.free or not self.entry.reference else self.entry.text
        )
        if kind == "22":
            returned = line[112] in "12345" and bool(line[113:117].strip())
            self.entry = self.entry._replace(end_to_end=given(line[63:98]), is_return=returned)
        else:
            account = account_of(line[10:44].split("   ", maxsplit=1)[0])
            self.entry = self.entry._replace(
                name=tidy(line[47:82], 140), iban=re.sub(r"(?<=\d)(?:EUR)$", "", account)
            )

    def _flush(self) -> Iterator[Item]:
        entry, self.entry, self.key = self.entry, None, ""
        if entry is not None and self.statement is not None:
            self.statement = self.statement.with_entry(entry)
            yield entry._replace(text=tidy(entry.text))

    def close(self) -> Iterator[Item]:
        """End the statement, where there is one."""
        yield from self._flush()
        if self.statement is not None:
            yield self.statement
            self.statement = None


def _account(line: str) -> tuple[str, str]:
    """Account and currency of record 1: their columns depend on the structure in column 2."""
    if line[1] in "13":
        return account_of(line[5:39]), line[39:42].strip() or "EUR"
    if line[1] == "2":
        return account_of(line[5:36]), line[39:42].strip() or "EUR"
    return account_of(line[5:17]), line[18:21].strip() or "EUR"


def _sign(mark: str) -> int:
    if mark not in "01":
        raise InputError(say("{mark!r} is neither 0 (credit) nor 1 (debit).", mark=mark))
    return 1 if mark == "0" else -1


def _cents(text: str) -> int:
    """Twelve digits and three decimals."""
    if re.fullmatch(r"\d{15}", text, re.ASCII) is None or text[14] != "0":
        raise InputError(say("{text!r} is not an amount in whole cents.", text=text.strip()))
    return int(text[:14])


def _day(text: str) -> date:
    """DDMMYY."""
    try:
        return date(2000 + int(text[4:6]), int(text[2:4]), int(text[:2]))
    except ValueError as error:
        raise InputError(say("{text!r} is no day of the calendar.", text=text.strip())) from error
