"""Copies nobody reads without the passphrase: a ledger in the age format (age-encryption.org), which `age -d` opens too.

The plain ledger is only ever in memory: copied into it by SQLite, sealed, and written; and back the same way.
"""

import base64
import binascii
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from debcli.errors import DebcliError, InputError, LedgerError
from debcli.language import say
from debcli.ledger.migrations import VERSION, check_version, migrate
from debcli.ledger.opening import TROUBLE, as_ledger_error, connect
from debcli.ledger.place import private_folder, whole

ENDING = ".age"
SHORTEST = 12  # characters; shorter ones are guessed, whatever they are made of
_BINARY, _ARMOUR = b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----"
_STANZA = re.compile(rb"age-encryption\.org/v1\n-> scrypt \S+ (\d{1,2})\n")
_MOST_WORK = (
    21  # scrypt takes 2 ** 21 kB of memory then; what is made here takes a second and half a gigabyte
)


def is_sealed(file: Path) -> bool:
    """Whether a file is in the age format, by its first bytes. Raises OSError."""
    with file.open("rb") as stream:
        return stream.read(len(_ARMOUR)).startswith((_BINARY, _ARMOUR))


def require() -> None:
    """Raises InputError when the library that seals is not installed."""
    try:
        import pyrage  # noqa: F401, PLC0415  (an extra)
    except ImportError as error:
        raise InputError(
            say("Encrypted copies need the library pyrage, which is not installed."),
            say(
                "Install it with: pip install 'debcli[encrypt]'      An encrypted copy also opens with: age -d FILE"
            ),
        ) from error


def good_passphrase(text: str) -> str:
    """A passphrase to seal with. Raises InputError when it is too short; what was typed is never repeated."""
    if len(text) < SHORTEST:
        raise InputError(
            say("The passphrase is shorter than {shortest} characters.", shortest=SHORTEST),
            say(
                "Take four words or more that do not belong together, and keep them elsewhere: without them nobody opens the copy."
            ),
        )
    return text


def seal(ledger: Path, target: Path, passphrase: str) -> None:
    """Copy a ledger whole into one sealed file. Raises FileExistsError, OSError and LedgerError."""
    from pyrage import passphrase as age  # noqa: PLC0415  (an extra)

    private_folder(target.parent)
    with closing(connect(ledger, "ro")) as source, closing(_memory()) as inner:
        try:
            source.backup(inner)
            content = inner.serialize()
        except TROUBLE as error:
            raise as_ledger_error(error, ledger) from error
    sealed = age.encrypt(content, passphrase)
    with whole(target, replace=False) as temporary:
        temporary.write_bytes(sealed)


@contextmanager
def unsealed(file: Path, passphrase: str) -> Iterator[sqlite3.Connection]:
    """What a sealed file holds, as a ledger in memory, brought up to date. Nothing of it is written anywhere.

    Raises InputError when the passphrase does not open it, LedgerError when what it holds is no ledger or is damaged.
    """
    content = _opened(file, passphrase)
    content[18:20] = b"\1\1"  # a ledger in memory has no log beside it, whatever it had on the disk
    with closing(_memory()) as inner:
        try:
            inner.deserialize(bytes(content))
            del content
            check_version(inner, str(file))
            if inner.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                migrate(inner)
        except TROUBLE as error:
            raise as_ledger_error(error, file) from error
        yield inner


def _memory() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("PRAGMA temp_store = MEMORY")
    return conn


def _opened(file: Path, passphrase: str) -> bytearray:
    from pyrage import DecryptError  # noqa: PLC0415  (an extra)
    from pyrage import passphrase as age  # noqa: PLC0415

    sealed = file.read_bytes()
    refuse_other(file, sealed)
    try:
        return bytearray(age.decrypt(sealed, passphrase))
    except DecryptError as error:
        raise InputError(
            say(
                "{file} does not open: this is not the passphrase it was made with, or the file is damaged.",
                file=file,
            ),
            say("Nothing was changed. Try again; another program opens it too: age -d FILE"),
        ) from error
    except DebcliError:
        raise
    except Exception as error:
        raise LedgerError(
            say("{file} is damaged.", file=file), say("Choose another copy: debcli restore")
        ) from error


def refuse_other(file: Path, sealed: bytes) -> None:
    """Only files sealed with a passphrase, and none made to fill the memory of who tries to open it."""
    head = sealed[:400]
    if head.startswith(_ARMOUR):
        lines = head.splitlines()[1:4]
        try:
            head = base64.b64decode(b"".join(lines))
        except binascii.Error:
            head = b""
    found = _STANZA.match(head)
    if found is None:
        raise InputError(
            say("{file} is not encrypted with a passphrase, or it is damaged.", file=file),
            say(
                "Open it with the program it was made with, and restore what comes out: age -d FILE > copy.db"
            ),
        )
    if int(found[1]) > _MOST_WORK:
        raise InputError(
            say(
                "{file} asks for {size} GB of memory to be opened; debcli makes no such files.",
                file=file,
                size=2 ** (int(found[1]) - 20),
            ),
            say("When it is your own, open it with: age -d FILE > copy.db"),
        )
