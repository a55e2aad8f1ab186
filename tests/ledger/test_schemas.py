"""A ledger of every released schema, kept as SQL text, is brought up to date without losing a row."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import rows
from debcli.ledger.migrations import VERSION
from reliability.fixture import dump, fill, load
from reliability.scenes import DAY

FIXTURES = sorted((Path(__file__).resolve().parent / "schemas").glob("*.sql"))


@pytest.fixture(scope="module")
def today(tmp_path_factory):
    """The schema of today, as the fixture it will be; until the first release it is the only one."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("filled")
        patch.setenv("DEBCLI_LEDGER", "")
        patch.setenv("XDG_CONFIG_HOME", "")
        patch.setenv("XDG_DATA_HOME", "")
        patch.chdir(folder)
        return dump(fill(folder))


@pytest.mark.parametrize("fixture", [None, *FIXTURES], ids=lambda f: f.stem if f else "today's")
def test_an_older_ledger_loses_nothing(debcli, ledger, today, fixture):
    text = today if fixture is None else fixture.read_text(encoding="utf-8")
    ledger.parent.mkdir()
    load(text, ledger)
    before = rows(ledger)
    debcli("today", day=DAY)
    after = rows(ledger)
    for table, found in before.items():
        assert [row[: len(found[0])] for row in after[table]] == found, table
    with closing(sqlite3.connect(ledger)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert debcli("check", day=DAY).code == 0
    debcli("undo", day=DAY)


def test_the_fixture_holds_rows_of_every_table(debcli, ledger, today):
    ledger.parent.mkdir()
    load(today, ledger)
    with closing(sqlite3.connect(ledger)) as conn:
        told = {
            c["table"]
            for (changes,) in conn.execute("SELECT changes FROM journal")
            for c in json.loads(changes)
        }
    assert told >= set(rows(ledger)) - {
        "dispatch",
        "customer_account",
        "journal",
        "document",
    }  # a mail is not sent here
