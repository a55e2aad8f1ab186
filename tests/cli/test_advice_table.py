"""docs/advice.md: each of the 97 pieces of advice has a command that exists and shows it on the demo ledger."""

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from debcli.__main__ import main
from debcli.cli.app import COMMANDS

TABLE = Path(__file__).resolve().parents[2] / "docs" / "advice.md"


class Row(NamedTuple):
    number: int
    advice: str
    where: str
    commands: tuple[str, ...]
    says: str


def table():
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\| (\d+) \|", line):
            _, _, advice, where, tried, says, _ = (cell.strip() for cell in line.split("|"))
            found.append(
                Row(int(match[1]), advice, where, tuple(re.findall(r"`(debcli [^`]+)`", tried)), says)
            )
    return found


ROWS = table()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert main(["--json", "demo", "--out", str(folder)]) == 0
    return folder / "ledger.db"


def test_every_piece_of_advice_has_its_row():
    assert [row.number for row in ROWS] == list(range(1, 98))
    assert all(row.commands and row.says and row.where for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_the_command_exists_and_shows_it_on_the_demo_ledger(row, demo, tmp_path, monkeypatch, capsys):
    own = tmp_path / "ledger.db"
    shutil.copy(demo, own)
    monkeypatch.setenv("DEBCLI_LEDGER", str(own))
    monkeypatch.setenv("DEBCLI_DATE", "2026-10-26")
    for command in row.commands:
        words = shlex.split(command)[1:]
        assert words[0] in COMMANDS
        capsys.readouterr()
        main(words)
    out, err = capsys.readouterr()
    said = " ".join(f"{out}\n{err}".split())
    assert " ".join(row.says.split()) in said, said
