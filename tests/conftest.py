"""What every test gets: its own ledger, a fixed day, and a way to type commands."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from debcli.__main__ import main

# Started in the background of a script, we would hand the ignoring of Ctrl-C on to every program that is tried here.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("default", max_examples=150, deadline=None)
settings.register_profile("long", max_examples=5000, deadline=None)


class Answer(NamedTuple):
    """What a command gave: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Typed = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the user's ledger, templates, day or colours."""
    for name in (
        "DEBCLI_DATE",
        "DEBCLI_LANG",
        "LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "DEBCLI_TEMPLATES",
        "DEBCLI_SMTP_PASSWORD",
        "DEBCLI_BACKUP_PASSPHRASE",
        "DEBCLI_DEBUG",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEBCLI_LEDGER", str(tmp_path / "data" / "ledger.db"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "data" / "ledger.db"


@pytest.fixture
def debcli(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command; `ok=True` (the default) fails the test when it does not exit with 0."""

    def run(*words: str, day: str | None = None, ok: bool = True) -> Answer:
        capsys.readouterr()
        code = main([*(["--date", day] if day else []), *words])
        out, err = capsys.readouterr()
        if ok:
            assert code == 0, f"debcli {' '.join(words)} -> {code}\n{err}"
        return Answer(code, out, err)

    return run


@pytest.fixture
def book(debcli: Typed) -> Typed:
    """A ledger of a freelancer with one business customer that owes one invoice, due 2026-10-01."""
    debcli(
        "init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300", "--address", "Oudegracht 12", "--postcode", "3511AM", "--city", "Utrecht",
        "--kvk", "12345678", "--vat", "NL123456782B12", "--email", "vos@studio.example", "--phone", "030 123 4567", "--contact", "Noor Vos",
    )  # fmt: skip
    debcli(
        "add-customer", "Belofte Bouw B.V.", "--phone", "06 1234 5678", "--email", "els@belofte.example", "--contact", "Els Bouw",
        "--address", "Kade 3", "--postcode", "1011 AB", "--city", "Almere", day="2026-09-01",
    )  # fmt: skip
    debcli(
        "add-invoice",
        "belofte-bouw",
        "2026-001",
        "1210,00",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-10-01",
        day="2026-09-01",
    )
    return debcli


def rows(ledger: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: to show that nothing changed."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(ledger)) as conn:
        names = [
            r[0]
            for r in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ]
        return {name: conn.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}
