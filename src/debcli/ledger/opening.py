"""Opening the one file with SQLite, and what SQLite says of it in words a user can act on. No file is ever made here."""

import sqlite3
from pathlib import Path

from debcli.errors import DamagedLedgerError, LedgerError
from debcli.language import say, system_says
from debcli.ledger.migrations import check_version

# What reading a file can raise; a broken schema even breaks the text of the complaint about it.
TROUBLE = (sqlite3.Error, UnicodeDecodeError)
BUSY_MS = 5_000  # how long a command waits for another one that is writing


def _uri(path: Path, options: str) -> str:
    escaped = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{escaped}?{options}"


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open an existing ledger (`ro` or `rw`) in autocommit mode, foreign keys on. Raises LedgerError."""
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:  # a name too long, a folder that may not be looked into
        raise LedgerError(
            say("The ledger {path} cannot be opened: {fault}.", path=path, fault=system_says(error)),
            say("Check the name and its folder."),
        ) from error
    if is_folder:
        raise LedgerError(
            say("{path} is a folder, not a ledger.", path=path),
            say("Name the file in it: debcli --ledger {path} ...", path=path / "ledger.db"),
        )
    if not is_file:
        raise LedgerError(
            say("There is no ledger at {path}.", path=path),
            say("Make one with: debcli init      (or try: debcli demo)"),
        )
    try:
        return _open(path, f"mode={mode}")
    except TROUBLE as error:
        # A ledger that lies still on a read-only disk can be read as it is; SQLite wants to write beside it.
        if mode == "ro" and _names(error).startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) and _still(path):
            try:
                return _open(path, "mode=ro&immutable=1")
            except TROUBLE as again:
                raise as_ledger_error(again, path) from again
        raise as_ledger_error(error, path) from error


def _open(path: Path, options: str) -> sqlite3.Connection:
    conn = sqlite3.connect(
        _uri(path, options), uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False
    )
    try:
        check_version(conn, str(path))
        conn.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        conn.close()
        raise
    return conn


def _still(path: Path) -> bool:
    """Whether nothing waits beside the ledger to be taken into it."""
    log = path.with_name(path.name + "-wal")
    return not log.exists() or log.stat().st_size == 0


def blank(path: Path) -> sqlite3.Connection:
    """A file that is to become a ledger, in autocommit mode."""
    return sqlite3.connect(_uri(path, "mode=rw"), uri=True, isolation_level=None)


def _names(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def as_ledger_error(error: BaseException, path: Path) -> LedgerError:
    """What SQLite says, in words a user can act on. What stood in the rows is never repeated."""
    name = _names(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LedgerError(
            say("The ledger {path} is in use by another command.", path=path),
            say("Wait for it to finish and type the command again."),
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return LedgerError(
            say(
                "The ledger {path} cannot be written: the file, its folder or the disk is read-only.",
                path=path,
            ),
            say("Nothing was changed. Give yourself the right to write there, or copy the ledger elsewhere."),
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return LedgerError(
            say(
                "The ledger {path} cannot be opened: its file or folder may not be read or written.",
                path=path,
            ),
            say("Nothing was changed. Check the rights on both, and that the disk is there."),
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM")):
        return LedgerError(
            say("The ledger {path} cannot be written: the disk is full or does not answer.", path=path),
            say("Nothing was changed. Make room and type the command again."),
        )
    return DamagedLedgerError(
        say("The ledger {path} is damaged: {fault}.", path=path, fault=_said(error)),
        say("See what copies there are, and put one back: debcli restore"),
    )


def _said(error: BaseException) -> str:
    return say("text in it cannot be read") if isinstance(error, UnicodeDecodeError) else system_says(error)
