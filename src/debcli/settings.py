"""Where things are: the platform's folders and the environment."""

import os
from pathlib import Path


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
