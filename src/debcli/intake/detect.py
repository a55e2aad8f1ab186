"""What kind of file this is, by its content and never by its name, and the one door to the readers.

A bank format joins as one more `_Format` (recognise, read) in `_XML` or `_TEXT`, before the last, which takes any text.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from debcli.errors import InputError
from debcli.intake.encoding import decode_text
from debcli.intake.fields import as_line, cut
from debcli.intake.records import FileRead, Problem
from debcli.intake.tables import read_table
from debcli.intake.ubl import is_ubl, read_ubl
from debcli.intake.xmldoc import parse_xml, split_tag

SIZE_MAX = 20_000_000  # bytes; an invoice with a PDF inside it is seldom over 5 MB

NO_BANK_YET = (
    "bank statements are not read yet. Record what came in with: debcli log-payment CUSTOMER AMOUNT --on DATE"
)
_KNOWN_KINDS = "Read are UBL invoices (XML) and invoices as CSV."
_BINARY = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook. Unpack it first, or save the sheet as CSV"),
    (b"PK\x05\x06", "an empty zip archive"),
    (
        b"%PDF",
        "a PDF. Ask for the UBL (XML), or type it in: debcli add-invoice CUSTOMER NUMBER AMOUNT --file PDF",
    ),
    (b"\xd0\xcf\x11\xe0", "an Excel or Word file of the old kind. Save the sheet as CSV"),
    (b"\x1f\x8b", "a gzip archive. Unpack it first"),
)
_CAMT = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.05[234]\.")
_MT940 = re.compile(r"\A\s*\{1:|^:(?:20|25|28C?|60[FM]|61|62[FM]|64|86):", re.MULTILINE)
_CODA = re.compile(r"\A00000\d{9}05[D ]")  # record 0: date, bank, application code 05 (Febelfin CODA 2)


class _Xml(NamedTuple):
    recognises: Callable[[Element], bool]
    read: Callable[[str, Element], FileRead]


class _Text(NamedTuple):
    recognises: Callable[[str], bool]
    read: Callable[[str, str], FileRead]


def read_file(name: str, data: bytes) -> FileRead:
    """Read one file whole. `name` is only for messages. Never raises for bad content: the faults are in `errors`."""
    try:
        _refuse_early(data)
        if _looks_like_xml(data):
            root = parse_xml(data)
            return next(form.read(name, root) for form in _XML if form.recognises(root))
        text = decode_text(data)
        return next(form.read(name, text) for form in _TEXT if form.recognises(text))
    except InputError as error:
        return _refused(name, as_line(error))


def _refused(name: str, message: str) -> FileRead:
    return FileRead(name, errors=(Problem("", message),))


def _refuse_early(data: bytes) -> None:
    """What needs no reading: empty, too large, or of a binary kind. Raises InputError."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise InputError("The file is empty.")
    if len(data) > SIZE_MAX:
        raise InputError(
            f"The file is too large ({len(data) / 1e6:.0f} MB; at most {SIZE_MAX // 1_000_000} MB is read).",
            "Import it in parts.",
        )
    for magic, words in _BINARY:
        if data.startswith(magic):
            raise InputError(f"This is {words}. Nothing was unpacked or written.")


def _looks_like_xml(data: bytes) -> bool:
    """Whether the first mark after a byte order mark and white space is `<`, in one or two bytes."""
    return data[:200].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<")


# --- XML --------------------------------------------------------------------------------------------------------


def _is_camt(root: Element) -> bool:
    return _CAMT.match(split_tag(root)[0]) is not None


def _refuse_camt(name: str, _root: Element) -> FileRead:
    return _refused(name, f"This is a bank statement (CAMT); {NO_BANK_YET}")


def _refuse_xml(name: str, root: Element) -> FileRead:
    namespace, local = split_tag(root)
    space = f"in {cut(namespace, 80)}" if namespace else "without a namespace"
    return _refused(
        name,
        f"This XML is not a UBL 2 invoice or credit note, nor a bank statement: its root is {cut(local, 40)!r} {space}. {_KNOWN_KINDS}",
    )


_XML = (_Xml(is_ubl, read_ubl), _Xml(_is_camt, _refuse_camt), _Xml(lambda _root: True, _refuse_xml))


# --- text -------------------------------------------------------------------------------------------------------


def _is_mt940(text: str) -> bool:
    return _MT940.search(text[:2000]) is not None


def _refuse_mt940(name: str, _text: str) -> FileRead:
    return _refused(name, f"This is a bank statement (MT940); {NO_BANK_YET}")


def _is_coda(text: str) -> bool:
    return _CODA.search(text[:300]) is not None


def _refuse_coda(name: str, _text: str) -> FileRead:
    return _refused(name, f"This is a bank statement (CODA); {NO_BANK_YET}")


_TEXT = (
    _Text(_is_mt940, _refuse_mt940),
    _Text(_is_coda, _refuse_coda),
    _Text(lambda _text: True, read_table),
)
