"""The folder that something is written to must be there: one that is mistyped is not made."""

import os
import shlex
from pathlib import Path

from debcli.cli.run import Run
from debcli.errors import InputError
from debcli.language import say

_FILES = frozenset({".pdf", ".txt", ".html", ".eml"})


def require_folder(run: Run, folder: Path) -> None:
    """Raise InputError unless the folder is there."""
    if _is_folder(folder):
        return
    if folder.exists():
        raise InputError(say("{folder} is a file, not a folder.", folder=folder), say("Name another folder."))
    if folder.suffix.lower() in _FILES:  # a folder was asked for, and a file was named
        raise InputError(
            say("There is no folder {folder}.", folder=folder),
            say("Name the folder alone; the files in it get their names from debcli."),
        )
    deep = os.name == "posix" and not _is_folder(folder.parent)
    typed = {"folder": shlex.quote(str(folder)), "command": shlex.join(["debcli", *run.typed])}
    raise InputError(
        say("There is no folder {folder}.", folder=folder),
        say("Typed right? mkdir -p {folder} && {command}", **typed)
        if deep
        else say("Typed right? mkdir {folder} && {command}", **typed),
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a place that may not be looked into: whoever writes there says why
        return True
