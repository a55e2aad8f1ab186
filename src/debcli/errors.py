"""The one family of exceptions: a message, a hint (what to type instead) and the exit code.

Exit codes are those of the command-line contract: 1 input or data is wrong, 2 usage, 3 refused by a rule of law
or policy, 4 the ledger cannot be used. Whatever the code, nothing was changed.
"""

from typing import Self


class DebcliError(Exception):
    """Base of every error a user may see. `message` says what and where, `hint` what to do instead."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.meant: tuple[str, str] | None = None

    def meaning(self, typed: str, right: str | None) -> Self:
        """The same error, knowing what was probably meant by a word that was typed (None: nothing is like it)."""
        self.meant = (typed, right) if right is not None else None
        return self


class InputError(DebcliError):
    """Input or data is wrong; nothing changed."""

    exit_code = 1


class UsageError(DebcliError):
    """The command was typed wrong; nothing changed."""

    exit_code = 2


class RefusedError(DebcliError):
    """A rule of law or policy forbids it; nothing changed. `legal` refusals cannot be forced."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "", *, legal: bool = False) -> None:
        super().__init__(message, hint)
        self.legal = legal


class LedgerError(DebcliError):
    """The ledger is missing, locked, damaged or of a newer version."""

    exit_code = 4


class StoppedError(DebcliError):
    """The user stopped half-way; what was written before it stays, and the message says so."""

    exit_code = 130


class DamagedLedgerError(LedgerError):
    """The ledger can no longer be read as a database."""
