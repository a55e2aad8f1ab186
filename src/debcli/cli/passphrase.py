"""A passphrase: from a file descriptor or the environment, else asked without showing it. Never an argument.

The journal keeps every command line, and other users of a machine can see it while it runs.
"""

import os
from typing import Any

import typer

from debcli.cli.output import note
from debcli.cli.run import Run
from debcli.errors import InputError, UsageError
from debcli.language import say

VARIABLE = "DEBCLI_BACKUP_PASSPHRASE"
_LONGEST = 4096  # bytes
FD: Any = typer.Option(
    None,
    "--passphrase-fd",
    metavar="N",
    help=f"Read the passphrase from this file descriptor (its first line); else from {VARIABLE}, else you are asked.",
)


def passphrase(run: Run, fd: int | None, *, twice: bool) -> str:
    """The passphrase, asked twice when something is to be sealed with it. Raises UsageError and InputError."""
    found = _read(fd) if fd is not None else os.environ.get(VARIABLE, "")
    if not found and fd is None:
        if not run.interactive:
            raise UsageError(
                say("The passphrase is missing."),
                say("Set {variable}, or add --passphrase-fd N, or type it in a terminal.", variable=VARIABLE),
            )
        found = _asked(say("Passphrase"))
        while twice and _asked(say("Repeat for confirmation")) != found:
            note(say("The two are not the same. Type the passphrase again."))
            found = _asked(say("Passphrase"))
    if not found:
        raise InputError(say("The passphrase is empty."), say("Nothing was changed."))
    try:
        found.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(say("The passphrase is not text in UTF-8."), say("Nothing was changed.")) from None
    return found


def _asked(question: str) -> str:
    return str(typer.prompt(question, hide_input=True))


def _read(fd: int) -> str:
    try:
        with os.fdopen(fd, "rb", closefd=False) as stream:
            line = stream.readline(_LONGEST)
    except (OSError, ValueError, OverflowError) as error:
        raise UsageError(
            say("Nothing can be read from file descriptor {fd}.", fd=fd),
            say("For example: debcli backup --encrypt --passphrase-fd 3 3< FILE"),
        ) from error
    return line.decode("utf-8", "surrogateescape").rstrip("\r\n")
