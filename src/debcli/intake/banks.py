"""The banks' formats: which a file is of, and its reader. Recognised by content, never by name."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from debcli.errors import InputError
from debcli.intake.bankcsv import mapped, read_bank_table, recognise
from debcli.intake.camt import CAMT, read_camt
from debcli.intake.coda import CODA, read_coda
from debcli.intake.encoding import decode_text, lines_of
from debcli.intake.fields import Findings
from debcli.intake.mt940 import MT940, read_mt940
from debcli.intake.statements import Item
from debcli.language import say

HEAD = 65_536  # bytes looked at to tell what a file is
TEXT_MAX = 50_000_000  # bytes; held in memory as text
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?Document\b[^>]*")


class BankFile(NamedTuple):
    """A bank's file that was recognised: `read` gives its items once, noting faults. `format`: `camt.053`, `mt940`, ..."""

    name: str
    format: str
    read: Callable[[Findings], Iterator[Item]]


def bank_file(
    name: str, head: bytes, opened: Callable[[], BinaryIO], mapping: Mapping[str, str] | None = None
) -> BankFile | None:
    """The file as a bank's, or None when it is none. `head`: its first bytes. Raises InputError when it cannot be read as text."""
    if head[:200].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<"):
        text = head.replace(b"\x00", b"").decode("latin-1")
        root = _ROOT.search(text)
        kind = CAMT.search(root[0]) if root else None
        if kind is None:
            return None
        return BankFile(name, f"camt.05{kind[1]}", lambda found: _camt(opened, found))
    start = head.lstrip(b"\xef\xbb\xbf").decode("latin-1")
    if mapping:
        return BankFile(name, "csv-bank", lambda found: _table(opened, mapping, found))
    if MT940.search(start[:2000]):
        return BankFile(name, "mt940", lambda found: read_mt940(_lines(opened), found))
    if CODA.search(start[:300]):
        return BankFile(name, "coda", lambda found: read_coda(_lines(opened), found))
    try:
        sample = decode_text(_whole_lines(head))
    except InputError:
        return None
    if recognise(sample) is not None:
        return BankFile(name, "csv-bank", lambda found: _table(opened, None, found))
    return None


def _camt(opened: Callable[[], BinaryIO], found: Findings) -> Iterator[Item]:
    with opened() as stream:
        yield from read_camt(stream, found)


def _whole_lines(head: bytes) -> bytes:
    """The head up to its last line break, so that no character is cut in two."""
    return head if len(head) < HEAD or b"\n" not in head else head[: head.rindex(b"\n") + 1]


def _table(
    opened: Callable[[], BinaryIO], mapping: Mapping[str, str] | None, found: Findings
) -> Iterator[Item]:
    text = _text(opened)
    table = mapped(text, mapping) if mapping else recognise(text)
    if table is not None:
        yield from read_bank_table(text, table, found)


def _lines(opened: Callable[[], BinaryIO]) -> Iterator[str]:
    return (line.rstrip("\r\n") + "\n" for line in lines_of(_text(opened)))


def _text(opened: Callable[[], BinaryIO]) -> str:
    with opened() as stream:
        data = stream.read(TEXT_MAX + 1)
    if len(data) > TEXT_MAX:
        raise InputError(
            say("The file is larger than {size} MB.", size=TEXT_MAX // 1_000_000),
            say("Download a shorter period."),
        )
    return decode_text(data)
