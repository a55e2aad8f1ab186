"""One setting of a ledger, read before anything is known of it: an unusable ledger just gives none."""

import sqlite3
from contextlib import closing
from pathlib import Path


def setting(path: Path, name: str) -> str | None:
    """What a setting was set to; None when it was not, or there is no ledger that can be read."""
    try:
        if not path.is_file():
            return None
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            row = conn.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    except (OSError, ValueError, sqlite3.Error):
        return None
    return str(row[0]) if row else None
