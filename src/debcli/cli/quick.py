"""The morning as it is typed each day, read without the parser: loading that takes a third of a small morning.

Only `today`, or nothing, with the options that every command has. All else, and all that is wrong, is for typer.
"""

import os
from collections.abc import Sequence
from typing import Any

from debcli.cli.run import Run

_VALUES = {"--ledger": "ledger", "--date": "date", "--lang": "lang"}
_FLAGS = {"--json": "json", "--plain": "plain"}


def quick(args: Sequence[str]) -> int | None:
    """Show the morning if just that was typed, and give the exit code; None when it is for the parser to read."""
    found = _read(args)
    if found is None or "_DEBCLI_COMPLETE" in os.environ:
        return None
    named, options = found
    run = Run.make(typed=tuple(args), **options)
    if named:
        from debcli.cli.morning import show_today

        show_today(run)
        return 0
    from debcli.cli.brief import brief

    return brief(run)


def _read(args: Sequence[str]) -> tuple[bool, dict[str, Any]] | None:
    """Whether `today` was typed, and the options; None where anything else was, or one of them twice."""
    found: dict[str, Any] = {}
    words = iter(args)
    named = False
    for word in words:
        if word == "today" and not named:
            named = True
            continue
        name = _FLAGS.get(word) or _VALUES.get(word)
        if name is None or name in found:
            return None
        found[name] = True if word in _FLAGS else next(words, "")
        if not found[name] or str(found[name]).startswith("-"):
            return None
    options = dict.fromkeys(_VALUES.values()) | dict.fromkeys(_FLAGS.values(), False)
    return named, options | found
