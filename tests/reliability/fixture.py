"""Write a ledger of today's schema as SQL text, to be kept as the fixture of that schema once it is released.

    python tests/reliability/fixture.py tests/ledger/schemas/v1.sql

It holds one row at least of what every writing command writes. tests/ledger/test_schemas.py loads every file of that
folder, brings it up to date, and looks that nothing is lost.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reliability.crash import enter, here
from reliability.scenes import BANK, BOOK, CSV, DAY, SCENES


def dump(ledger: Path) -> str:
    """A ledger as SQL text, with what marks it as one."""
    with closing(sqlite3.connect(ledger)) as conn:
        marks = [
            f"PRAGMA {name} = {conn.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        return "\n".join([*marks, *conn.iterdump()]) + "\n"


def load(text: str, ledger: Path) -> None:
    """A ledger from its SQL text."""
    ledger.touch(0o600)
    with closing(sqlite3.connect(ledger)) as conn:
        conn.executescript(text)
        conn.execute("PRAGMA journal_mode = WAL")


def fill(folder: Path) -> Path:
    """A ledger in which every scene was played and taken back as far as its commands still fit, and some played for good."""
    enter(folder)
    (folder / "new.csv").write_text(CSV, encoding="utf-8")
    (folder / "bank.csv").write_text(BANK, encoding="utf-8")
    for words in BOOK:
        here(words)
    for name, scene in SCENES.items():
        if scene.command[0] in {"undo", "redo", "cancel-letter", "forget"}:
            continue
        commands = [*scene.before, scene.command]
        if name == "mark-sent":
            commands[-1] = [
                "mark-sent",
                "3",
                *scene.command[2:],
            ]  # the numbers of letters are never used again
        for words in commands:
            here(["--date", DAY, *words])
        if name not in {"edit-customer", "add-customer", "rates add"}:
            here(["--date", DAY, "undo", str(len(commands))])
    for name in ("letter", "log-payment", "hold", "terms"):
        here(["--date", DAY, *SCENES[name].command])
    return folder / "ledger.db"


if __name__ == "__main__":
    target = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as place:
        target.write_text(dump(fill(Path(place))), encoding="utf-8")
    print(f"{target}: {target.stat().st_size // 1024} kB")
