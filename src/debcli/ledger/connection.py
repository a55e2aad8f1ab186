"""Opening the one file. A mistyped path never makes an empty ledger: only `create` makes one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from debcli.errors import LedgerError
from debcli.ledger.migrations import VERSION, check_version, migrate

BUSY_MS = 5_000  # how long a command waits for another one that is writing


def _uri(path: Path, mode: str) -> str:
    escaped = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{escaped}?mode={mode}"


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open an existing ledger (`ro` or `rw`) in autocommit mode, foreign keys on. Raises LedgerError."""
    if not path.is_file():
        raise LedgerError(
            f"There is no ledger at {path}.", "Make one with: debcli init      (or try: debcli demo)"
        )
    try:
        conn = sqlite3.connect(
            _uri(path, mode), uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise LedgerError(
            f"The ledger {path} cannot be opened: {error}.", "Check the file and its folder."
        ) from error
    try:
        check_version(conn, str(path))
        conn.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        conn.close()
        raise
    return conn


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection with one consistent view. An older ledger is first brought up to date."""
    _bring_up_to_date(path)
    conn = connect(path, "ro")
    try:
        conn.execute("BEGIN")
        yield conn
    except sqlite3.DatabaseError as error:
        raise as_ledger_error(str(error), path) from error
    finally:
        conn.close()


def _bring_up_to_date(path: Path) -> None:
    conn = connect(path, "ro")
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    conn.close()
    if version < VERSION:
        conn = connect(path, "rw")
        try:
            migrate(conn)
        finally:
            conn.close()


def create(path: Path) -> None:
    """Make a new, empty ledger, readable by its owner alone. Raises LedgerError if something is there already."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise LedgerError(
            f"{path} exists already.", "Name another file: debcli --ledger FILE init"
        ) from error
    except OSError as error:
        raise LedgerError(
            f"The ledger cannot be made at {path}: {error.strerror}.",
            "Name another place: debcli --ledger FILE init",
        ) from error
    conn = sqlite3.connect(_uri(path, "rw"), uri=True, isolation_level=None)
    try:
        conn.execute("PRAGMA journal_mode = WAL")
        migrate(conn)
    finally:
        conn.close()


def as_ledger_error(text: str, path: Path) -> LedgerError:
    """What SQLite says, in words a user can act on."""
    if "locked" in text or "busy" in text:
        return LedgerError(
            f"The ledger {path} is in use by another command.",
            "Wait for it to finish and type the command again.",
        )
    if "readonly" in text or "full" in text or "disk I/O" in text:
        return LedgerError(
            f"The ledger {path} cannot be written: {text}.", "Check the disk and the rights on the folder."
        )
    return LedgerError(
        f"The ledger {path} is damaged: {text}.", "Put back a copy, and keep the damaged file apart."
    )
