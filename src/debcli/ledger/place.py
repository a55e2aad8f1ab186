"""Files of one's own: made beside their place, readable by the owner alone, and put there in one step when whole.

A process that is killed leaves the old file or the new one, never half of one.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from debcli.language import mark

ASIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside an open ledger


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can read, unless it is there. Raises OSError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, mark("a file is in the way"), str(folder)) from error


@contextmanager
def whole(path: Path, *, replace: bool) -> Iterator[Path]:
    """A temporary file beside `path` to write in; it becomes `path` when the block ends well, and goes when not.

    Raises FileExistsError when `path` is there and may not be replaced, and OSError as the system does.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".new", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _sync(temporary)
        if replace:
            temporary.replace(path)
        else:
            _put(temporary, path)
        _sync(path.parent)
    finally:
        for leftover in (temporary, *(Path(name + ending) for ending in ASIDE)):
            with suppress(OSError):
                leftover.unlink()


def _put(temporary: Path, path: Path) -> None:
    """As a link, because a link never replaces; where the file system has none, as a look and a rename."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(path) from None
        temporary.replace(path)


def _sync(path: Path) -> None:
    """Have it on the disk before going on. A folder cannot be synced everywhere; then the system decides when."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
