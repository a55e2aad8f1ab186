"""Where things are: the platform's folders and the environment."""

import os
from collections.abc import Sequence
from pathlib import Path

_VALUED = {"--ledger", "--date", "--lang"}


def ledger_path(given: str | None = None) -> Path:
    """The ledger named on the command line, else in DEBCLI_LEDGER, else `ledger.db` in the user's data folder."""
    named = given or os.environ.get("DEBCLI_LEDGER")
    if named:
        return at_home(Path(named))
    from platformdirs import user_data_path  # noqa: PLC0415  (only when no ledger is named)

    return user_data_path("debcli", appauthor=False) / "ledger.db"


def at_home(path: Path) -> Path:
    """A path with `~` filled in; as it is when there is no such home."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def template_folder() -> Path:
    """Where the user's own templates are: DEBCLI_TEMPLATES, else the user's data folder. They win over debcli's."""
    named = os.environ.get("DEBCLI_TEMPLATES")
    if named:
        return at_home(Path(named))
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("debcli", appauthor=False) / "templates"


def asked_language(args: Sequence[str]) -> str | None:
    """The language asked for by `--lang` or DEBCLI_LANG, as typed: perhaps none that debcli has."""
    return given(args, "--lang") or os.environ.get("DEBCLI_LANG") or None


def system_language() -> str:
    """Dutch when the system's locale says so, else English."""
    named = next((v for v in map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")) if v), "")
    return "nl" if named.lower().startswith("nl") else "en"


def given(args: Sequence[str], option: str) -> str | None:
    """The value of an option of every command, before the command or after it; the last one counts."""
    found = None
    words = iter(args)
    for word in words:
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name in _VALUED and not equals:
            value = next(words, "")
        if name == option:
            found = value
    return found
