"""From bytes to text without ever guessing into mojibake."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from debcli.errors import InputError
from debcli.language import mark, say

_SAVE_AS_UTF8 = mark("Save the file again as UTF-8 and import that.")
_XML_ENCODING = re.compile(rb"""^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:\-]{1,40})["']""")
_XML_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}",
)


def _by_mark(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark announces, and the length of the mark."""
    for start, encoding in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(start):
            return encoding, len(start)
    return None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            say(
                "The encoding of this file is not the {encoding} it says it is (line {line} holds other bytes).",
                encoding=encoding,
                line=line,
            ),
            say(_SAVE_AS_UTF8),
        ) from error


def xml_encoding(head: bytes) -> tuple[str, int]:
    """The encoding that an XML file's mark or declaration names (default UTF-8), and the length of the mark. Raises InputError."""
    if marked := _by_mark(head):
        return marked
    declared = _XML_ENCODING.match(head.lstrip())
    named = declared[1].decode("ascii") if declared else "utf-8"
    encoding = _XML_ENCODINGS.get(named.lower())
    if encoding is None:
        raise InputError(say("The encoding {named!r} is not read.", named=named), say(_SAVE_AS_UTF8))
    return encoding, 0


def decode_xml(data: bytes) -> str:
    """The text of an XML file in the encoding that its mark or its declaration names (default UTF-8).

    Raises InputError when the bytes do not fit that encoding, when a one-byte encoding is declared over bytes that
    are UTF-8 (they would turn into mojibake), and for encodings no invoice is written in.
    """
    encoding, mark = xml_encoding(data)
    text = _strict(data[mark:], encoding)
    if not mark and encoding not in {"utf-8", "ascii"} and not data.isascii() and _is_utf8(data):
        raise InputError(
            say("The file says its encoding is {encoding}, but its bytes are UTF-8.", encoding=encoding),
            say(_SAVE_AS_UTF8),
        )
    return text


def decode_text(data: bytes) -> str:
    """The text of a file that does not declare its encoding: UTF-8 or UTF-16 by its mark, else UTF-8, else windows-1252.

    Windows-1252 only when every byte stands for a printable character and none of them reads as UTF-8. Raises
    InputError otherwise, and for files that are no text at all.
    """
    if marked := _by_mark(data):
        text = _strict(data[marked[1] :], marked[0])
    elif _is_utf8(data):
        text = data.decode("utf-8")
    else:
        text = _windows_1252(data)
    if "\x00" in text:
        raise InputError(say("This is not a text file."), say("Export the invoices as UBL (XML) or as CSV."))
    return text


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text, each with the break it ends in; unlike a StringIO without a second, wider copy of the text."""
    return (found[0] for found in _LINE.finditer(text))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _windows_1252(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\x00"
    if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n" for char in set(text)):
        raise InputError(say("This is not a text file, or its encoding is unknown."), say(_SAVE_AS_UTF8))
    if _UTF8_SEQUENCE.search(data):
        raise InputError(
            say("The encoding of this file is mixed: part of it is UTF-8 and part is not."),
            say(_SAVE_AS_UTF8),
        )
    return text
