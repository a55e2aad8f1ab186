"""What kind of file this is, by its content and never by its name, and the one door to the readers.

A bank's file is given as one that is still to be read, for it can be long; an invoice file is read at once. A zip archive
is what its members are, each read in memory.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element

from debcli.errors import InputError
from debcli.intake.banks import HEAD, BankFile, bank_file
from debcli.intake.columns import KNOWN_KINDS
from debcli.intake.encoding import decode_text
from debcli.intake.fields import as_line, cut
from debcli.intake.records import FileRead, Problem
from debcli.intake.statements import tidy
from debcli.intake.tables import read_table
from debcli.intake.ubl import is_ubl, read_ubl
from debcli.intake.xmldoc import parse_xml, split_tag
from debcli.language import mark, say

SIZE_MAX = 20_000_000  # bytes of an invoice file; one with a PDF inside it is seldom over 5 MB
_MEMBERS_MAX = 2_000  # of a zip archive
_UNPACKED_MAX = 100_000_000  # bytes, of all members; they are held in memory
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"
_ZIP = b"PK\x03\x04"
# What reading an archive can raise: beside the module's own, what zlib says of damaged data.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip
_BINARY = (
    (b"PK\x05\x06", mark("This is an empty zip archive. Nothing was unpacked or written.")),
    (
        b"%PDF",
        mark(
            "This is a PDF. Ask for the UBL (XML), or type it in: debcli add-invoice CUSTOMER NUMBER AMOUNT --file PDF. "
            "Nothing was unpacked or written."
        ),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        mark(
            "This is an Excel or Word file of the old kind. Save the sheet as CSV. Nothing was unpacked or written."
        ),
    ),
    (b"\x1f\x8b", mark("This is a gzip archive. Unpack it first. Nothing was unpacked or written.")),
)
_ZIP_SAYS = (
    mark("File is not a zip file"),
    mark("Bad magic number for central directory"),
    mark("Truncated file header"),
)


class _Xml(NamedTuple):
    recognises: Callable[[Element], bool]
    read: Callable[[str, Element], FileRead]


def open_file(
    name: str, opened: Callable[[], BinaryIO], mapping: Mapping[str, str] | None = None
) -> Iterator[FileRead | BankFile]:
    """What a file is: an invoice file read whole, a bank's file still to be read, or the members of a zip archive.

    `name` is only for messages. Never raises for bad content: the faults are in `errors`. `mapping` says what the columns
    of a bank's CSV hold.
    """
    with opened() as stream:
        head = stream.read(HEAD)
    if head.startswith(_ZIP):
        yield from _members(name, opened, mapping)
        return
    try:
        bank = bank_file(name, head, opened, mapping) if head.strip(_BLANK) else None
    except InputError as error:
        yield _refused(name, as_line(error))
        return
    if bank is not None:
        yield bank
        return
    with opened() as stream:
        yield read_file(name, stream.read(SIZE_MAX + 1))


def _members(
    name: str, opened: Callable[[], BinaryIO], mapping: Mapping[str, str] | None
) -> Iterator[FileRead | BankFile]:
    """The files in a zip archive, unpacked in memory one at a time and never onto the disk."""
    try:
        with opened() as stream, zipfile.ZipFile(stream) as archive:
            infos = [i for i in archive.infolist() if not i.filename.endswith("/")]
            _check_archive(infos)
            for info in infos:
                data = archive.read(info)
                yield from _member(f"{name}:{tidy(info.filename, 80)}", data, mapping)
    except _UNREADABLE as error:
        yield _refused(
            name,
            say(
                "The zip archive cannot be read ({fault}). Nothing was unpacked or written.",
                fault=tidy(say(str(error)), 80),
            ),
        )
    except InputError as error:
        yield _refused(name, as_line(error))


def _member(name: str, data: bytes, mapping: Mapping[str, str] | None) -> Iterator[FileRead | BankFile]:
    if data.startswith(_ZIP):
        yield _refused(name, say("This is a zip archive inside a zip archive. Unpack it first."))
        return
    yield from open_file(name, lambda: io.BytesIO(data), mapping)


def _check_archive(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse a workbook, names that lead out of the archive, and what unpacks to too much. Raises InputError."""
    names = [info.filename for info in infos]
    if "[Content_Types].xml" in names:
        raise InputError(say("This is an Excel workbook. Save the sheet as CSV."))
    for named in names:
        path = PurePosixPath(named.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise InputError(
                say(
                    "The zip archive holds {name!r}, a name that leads out of it. Nothing was unpacked or written.",
                    name=tidy(named, 60),
                )
            )
    if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
        raise InputError(
            say("The zip archive is packed in an unusual way."), say("Unpack it, and import its files.")
        )
    if len(infos) > _MEMBERS_MAX or sum(info.file_size for info in infos) > _UNPACKED_MAX:
        raise InputError(
            say("The zip archive unpacks to too much."), say("Unpack it, and import its files in parts.")
        )


def read_file(name: str, data: bytes) -> FileRead:
    """Read one invoice file whole. `name` is only for messages. Never raises for bad content: the faults are in `errors`."""
    try:
        _refuse_early(data)
        if _looks_like_xml(data):
            root = parse_xml(data)
            return next(form.read(name, root) for form in _XML if form.recognises(root))
        return read_table(name, decode_text(data))
    except InputError as error:
        return _refused(name, as_line(error))


def _refused(name: str, message: str) -> FileRead:
    return FileRead(name, errors=(Problem("", message),))


def _refuse_early(data: bytes) -> None:
    """What needs no reading: empty, too large, or of a binary kind. Raises InputError."""
    if not data.strip(_BLANK):
        raise InputError(say("The file is empty."))
    if len(data) > SIZE_MAX:
        raise InputError(
            say(
                "The file is too large ({size:.0f} MB; at most {most} MB is read).",
                size=len(data) / 1e6,
                most=SIZE_MAX // 1_000_000,
            ),
            say("Import it in parts."),
        )
    for magic, words in _BINARY:
        if data.startswith(magic):
            raise InputError(say(words))


def _looks_like_xml(data: bytes) -> bool:
    """Whether the first mark after a byte order mark and white space is `<`, in one or two bytes."""
    return data[:200].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<")


# --- XML --------------------------------------------------------------------------------------------------------


def _refuse_xml(name: str, root: Element) -> FileRead:
    namespace, local = split_tag(root)
    space = say("in {namespace}", namespace=cut(namespace, 80)) if namespace else say("without a namespace")
    return _refused(
        name,
        say(
            "This XML is not a UBL 2 invoice or credit note, nor a bank statement: its root is {root!r} {space}. {kinds}",
            root=cut(local, 40),
            space=space,
            kinds=say(KNOWN_KINDS),
        ),
    )


_XML = (_Xml(is_ubl, read_ubl), _Xml(lambda _root: True, _refuse_xml))
