"""The ledger to read, brought up to date, or made. A mistyped path never makes an empty one: only `making` does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from debcli.errors import DebcliError, LedgerError
from debcli.language import say, system_says
from debcli.ledger.migrations import VERSION, migrate
from debcli.ledger.opening import TROUBLE, as_ledger_error, blank, connect

__all__ = ["bring_up_to_date", "connect", "create", "making", "reading"]


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection with one consistent view. An older ledger is first brought up to date."""
    bring_up_to_date(path)
    conn = connect(path, "ro")
    try:
        conn.execute("BEGIN")
        yield conn
    except TROUBLE as error:
        raise as_ledger_error(error, path) from error
    except DebcliError:
        raise
    except Exception as error:
        from debcli.ledger.check import raise_if_damaged  # noqa: PLC0415  (only when something is wrong)

        raise_if_damaged(path, error)
        raise
    finally:
        conn.close()


def bring_up_to_date(path: Path, *, keep_old: bool = True) -> None:
    """Migrate an older ledger, after a copy of it as it was. Raises LedgerError when it cannot be used."""
    with closing(connect(path, "ro")) as conn:
        version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version >= VERSION:
        return
    if keep_old:
        from debcli.ledger.copies import keep  # noqa: PLC0415  (once in years)

        keep(path, f"schema-{version}")
    with closing(connect(path, "rw")) as conn:
        try:
            migrate(conn)
        except TROUBLE as error:
            raise as_ledger_error(error, path) from error


@contextmanager
def making(path: Path) -> Iterator[Path]:
    """Make a new ledger, readable by its owner alone: gives the place to fill it, beside the one it moves to when whole.

    Raises LedgerError if something is there already, or the place cannot be used.
    """
    from debcli.ledger.place import private_folder, whole  # noqa: PLC0415  (not for reading)

    taken = LedgerError(
        say("{path} exists already.", path=path), say("Name another file: debcli --ledger FILE init")
    )
    try:
        if path.exists():
            raise taken
        private_folder(path.parent)
        with whole(path, replace=False) as temporary:
            with closing(blank(temporary)) as conn:
                conn.execute("PRAGMA journal_mode = WAL")
                migrate(conn)
            yield temporary
    except FileExistsError as error:
        raise taken from error
    except OSError as error:
        raise LedgerError(
            say("The ledger cannot be made at {path}: {fault}.", path=path, fault=system_says(error)),
            say("Name another place: debcli --ledger FILE init"),
        ) from error
    except TROUBLE as error:
        raise as_ledger_error(error, path) from error


def create(path: Path) -> None:
    """Make a new, empty ledger that does not say whose it is. Raises LedgerError."""
    with making(path):
        pass
