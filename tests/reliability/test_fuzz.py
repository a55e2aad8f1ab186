"""A short run of fuzz.py, and each thing it once found."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from conftest import rows
from reliability.scenes import DAY

HERE = Path(__file__).resolve().parent


def test_anything_typed_and_anything_damaged_gets_an_answer_by_contract():
    run = subprocess.run(
        [sys.executable, str(HERE / "fuzz.py"), "--examples", "80"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    assert "no fault found" in run.stdout


@pytest.mark.parametrize(
    "words", [["restore", "😀" * 90, "--yes"], ["import", "x" * 5000], ["--ledger", "~" * 300, "today"]]
)
def test_a_name_no_file_can_have_is_an_error_of_the_name(book, words):
    answer = book(*words, ok=False)
    assert answer.code in {1, 2, 4}
    assert "Something went wrong" not in answer.err


@pytest.mark.parametrize(
    "words",
    [("cancel-letter",), ("mark-sent", "--via", "email"), ("letters", "--show"), ("match", "--aside"), ("unmatch",), ("journal", "--limit")],
)  # fmt: skip
def test_a_number_larger_than_sqlite_holds_is_an_error_of_the_number(book, ledger, words):
    before = rows(ledger)
    answer = book(*words, "9" * 40, day=DAY, ok=False)
    assert (answer.code, rows(ledger)) == (1, before)
    assert "too large" in answer.err
    assert answer.err.count("\n") == 2


def test_bytes_that_are_no_text_can_be_typed(book, ledger):
    before = rows(ledger)
    answer = book("handover", "belofte", "--to", os.fsdecode(b"\xff"), day=DAY, ok=False)
    assert answer.code == 1
    assert rows(ledger) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET due = 'soon'",
        "UPDATE customer SET name = CAST(x'ff83' AS TEXT)",
        "UPDATE journal SET changes = '{', salt = ''",
        "UPDATE invoice SET issued = CAST(x'ff' AS TEXT)",
    ],
)
def test_rows_that_cannot_be_read_are_called_damage_not_a_fault_of_debcli(book, ledger, statement):
    with closing(sqlite3.connect(ledger)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute(statement)
        conn.commit()
    for words in (["today"], ["check"], ["undo"], ["show", "belofte"]):
        answer = book(*words, day=DAY, ok=False)
        assert answer.code in {0, 1, 4}, answer
        assert "Something went wrong" not in answer.err
    assert 4 in {
        book(*w, day=DAY, ok=False).code for w in (["today"], ["check"], ["journal", "--of", "belofte"])
    }


def test_a_schema_that_is_no_text_is_damage(book, ledger):
    content = ledger.read_bytes()
    at = content.index(b"CREATE TABLE journal")
    ledger.write_bytes(content[:at] + b"CREATE TABLE \x83\xff\x83\xff\x83\xff\x83" + content[at + 20 :])
    for words in (["today"], ["log-payment", "belofte", "1"], ["backup"], ["restore"]):
        answer = book(*words, day=DAY, ok=False)
        assert answer.code in {0, 4}
        assert "Something went wrong" not in answer.err
