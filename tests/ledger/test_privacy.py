"""Nobody else reads it: modes of files, what errors and temporary files say, and a customer forgotten for good."""

import os
import stat
import tempfile

import pytest

from conftest import rows
from reliability.scenes import BANK, DAY

LATER = "2034-01-01"


@pytest.fixture
def two(book, tmp_path):
    """Two customers, of whom the first has all that can be had, all of it settled."""
    book("add-customer", "Ander B.V.", "--phone", "06 7777", day="2026-09-01")
    book("add-invoice", "ander", "A-1", "100", "--issued", "2026-09-01", day="2026-09-01")
    book("log-call", "belofte", "--outcome", "promise", "--amount", "500", "--by", "2026-10-09", "--with", "Els Bouw",
         "--note", "Els belt terug", day="2026-10-02")  # fmt: skip
    book("letter", "belofte", "--via", "email", "--out", ".", day="2026-10-02")
    book("log-dispute", "belofte", "2026-001", "--about", "Els vond het te veel", day="2026-10-03")
    book("resolve-dispute", "belofte", "2026-001", "--outcome", "rejected", day="2026-10-05")
    book("hold", "belofte", "--until", "2026-11-01", "--because", "Els is ziek", day="2026-10-06")
    book("edit-customer", "belofte", "--name", "Belofte Beheer", "--phone", "06 8888", day="2026-10-06")
    (tmp_path / "bank.csv").write_text(BANK.replace("20261019", "20261012"))
    book("import", "bank.csv", day="2026-10-12")
    book("log-payment", "ander", "40", day="2026-10-12")
    return book


def test_a_customer_is_forgotten_everywhere_and_the_books_still_add_up(two, ledger):
    before = rows(ledger)
    said = two("forget", "belofte", "--yes", "--json", day=LATER).json
    assert said["files"] >= 2
    content = b"".join(path.read_bytes() for path in ledger.parent.glob("ledger.db*"))
    for word in (
        "Belofte",
        "belofte",
        "Els",
        "els@",
        "06 1234",
        "06 8888",
        "Kade 3",
        "BELOFTE",
        "NL44RABO",
        "1011 AB",
        "Almere",
        "ziek",
        "te veel",
    ):
        assert word.encode() not in content, word
    assert b"Ander B.V." in content
    after = rows(ledger)
    for table in ("invoice", "payment", "allocation", "promise"):
        assert [[v for v in row if isinstance(v, int)] for row in after[table]] == [
            [v for v in row if isinstance(v, int)] for row in before[table]
        ]
    assert after["customer"][1] == before["customer"][1]
    assert two("check", day=LATER).code == 0
    assert "Forgotten 1" in two("customers").out
    refused = two("undo", ok=False)
    assert refused.code == 1
    assert "cannot come back" in refused.err
    two("log-payment", "ander", "10", day=LATER)
    two("undo", day=LATER)
    assert two("journal", "--of", "ander").out


def test_the_rewritten_entries_are_as_safe_as_the_others(two, ledger):
    import sqlite3
    from contextlib import closing

    two("forget", "belofte", "--yes", day=LATER)
    with closing(sqlite3.connect(ledger)) as conn:
        conn.execute("UPDATE journal SET summary = 'forged', salt = '' WHERE id = 3")
        conn.commit()
    assert "entry 3" in two("check", day=LATER, ok=False).out


def test_two_can_be_forgotten_one_after_the_other(two, ledger):
    two("write-off", "A-1", "--because", "verjaard", day="2026-12-01")
    two("forget", "belofte", "--yes", day=LATER)
    two("forget", "ander", "--yes", day=LATER)
    assert two("check", day=LATER).code == 0
    assert b"Ander B.V." not in ledger.read_bytes()


@pytest.mark.parametrize(
    ("day", "says"),
    [("2026-12-31", "31 December 2033"), ("2033-12-31", "1 January 2034")],
    ids=["at once", "a day too soon"],
)
def test_what_the_law_keeps_is_not_forgotten(two, ledger, day, says):
    before = rows(ledger)
    answer = two("forget", "belofte", "--yes", day=day, ok=False)
    assert answer.code == 3
    assert says in answer.err
    assert rows(ledger) == before


def test_what_is_open_is_not_forgotten(two, ledger):
    before = rows(ledger)
    answer = two("forget", "ander", "--yes", day=LATER, ok=False)
    assert (answer.code, "write-off" in answer.err) == (3, True)
    assert two("forget", "belofte", day=LATER, ok=False).code == 2
    assert "Would forget" in two("forget", "belofte", "--dry-run", day=LATER).out
    assert rows(ledger) == before


def test_a_belgian_keeps_ten_years(debcli):
    debcli("init", "--name", "X", "--iban", "BE68539007547034", "--country", "BE", day="2026-09-01")
    debcli("add-customer", "Klant", day="2026-09-01")
    debcli("add-invoice", "klant", "1", "10", "--issued", "2026-09-01", day="2026-09-01")
    debcli("log-payment", "klant", "10", day="2026-10-01")
    assert "31 December 2036" in debcli("forget", "klant", "--yes", day="2034-01-01", ok=False).err
    debcli("forget", "klant", "--yes", day="2037-01-01")


def test_one_of_whom_nothing_was_recorded_can_be_forgotten_at_once(book):
    book("add-customer", "Even Maar")
    book("forget", "even-maar", "--yes", day=DAY)


def test_nothing_is_written_where_others_read(two, ledger, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    made = []
    monkeypatch.setattr(os, "umask", os.umask)
    old = os.umask(0)
    try:
        for words in (["backup", "copy.db"], ["export", "--out", "a.json"], ["export", "--out", "a.xlsx"], ["export", "--out", "csv"],
                      ["restore", "copy.db", "--yes"], ["log-payment", "ander", "1"]):  # fmt: skip
            two(*words, day=DAY)
    finally:
        os.umask(old)
    made = [p for p in (tmp_path / n for n in ("copy.db", "a.json", "a.xlsx")) if p.exists()] + list(
        (tmp_path / "csv").iterdir()
    )
    made += list(ledger.parent.rglob("*.db*"))
    assert {
        p.name: stat.S_IMODE(p.stat().st_mode) for p in made if stat.S_IMODE(p.stat().st_mode) != 0o600
    } == {}
    assert list(scratch.iterdir()) == []


def test_an_error_of_ours_tells_nothing_of_the_customer(two, monkeypatch):
    """The last resort names the kind of fault, not what was in the rows."""

    def fails(*_given, **_more):
        raise ValueError("Belofte Beheer, 06 8888")

    monkeypatch.setattr("debcli.ledger.read.creditor", fails)
    answer = two("today", day=DAY, ok=False)
    assert answer.code == 1
    assert "ValueError" in answer.err
    assert "8888" not in answer.err


def test_forgetting_takes_out_what_was_attached_and_looked_up(book, ledger, tmp_path):
    (tmp_path / "contract.pdf").write_bytes(b"signed by Els Bouw herself")
    book("attach", "belofte", "contract.pdf", "--as", "contract", "--note", "van Els", day="2026-09-02")
    book("log-check", "belofte", "--what", "credit", "--found", "Els betaalt traag", day="2026-09-02")
    book("log-payment", "belofte", "1210", "--on", "2026-10-01", day="2026-10-01")
    book("forget", "belofte", "--yes", day="2034-02-01")
    assert b"Els" not in ledger.read_bytes()
    assert book("check").code == 0
