"""A folder that is not there is an error for every command that writes a file: a mistyped one is not made."""

import pytest

from conftest import rows

WRITING = [
    ("letter", "belofte", "--kind", "herinnering", "--out", "nope"),
    ("letter", "--all", "--out", "nope"),
    ("letter", "belofte", "--kind", "herinnering", "--out", "nope/deeper", "--dry-run"),
    ("letters", "--show", "1", "--out", "nope"),
    ("export", "--out", "nope/ledger.json"),
    ("export", "--out", "nope/csv"),
    ("export", "--out", "nope/all.zip"),
    ("report", "--out", "nope/page.pdf"),
    ("dossier", "belofte", "--out", "nope/case.zip"),
    ("agenda", "--ics", "nope/days.ics"),
    ("backup", "nope/copy.db"),
    ("demo", "--out", "nope/proef"),
]


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_mistyped_folder_is_not_made(book, ledger, tmp_path, words):
    book("letter", "belofte", "--kind", "herinnering", "--format", "txt", day="2026-10-10")
    before, there = rows(ledger), sorted(tmp_path.iterdir())
    refused = book(*words, day="2026-10-26", ok=False)
    assert refused.code == 1
    assert "There is no folder nope" in refused.err
    assert "mkdir" in refused.err
    assert (rows(ledger), sorted(tmp_path.iterdir())) == (before, there)


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_it_is_written_once_the_folder_is_there(book, tmp_path, words):
    book("letter", "belofte", "--kind", "herinnering", "--format", "txt", day="2026-10-10")
    (tmp_path / "nope" / "deeper").mkdir(parents=True)
    book(*words, day="2026-10-10")


def test_a_file_named_where_a_folder_is_asked(book, tmp_path):
    refused = book(
        "letter", "belofte", "--kind", "herinnering", "--out", "brief.pdf", day="2026-10-26", ok=False
    )
    assert (refused.code, (tmp_path / "brief.pdf").exists()) == (1, False)
    assert "Name the folder alone" in refused.err
    (tmp_path / "notes").write_text("mine")
    refused = book("letter", "belofte", "--kind", "herinnering", "--out", "notes", day="2026-10-26", ok=False)
    assert "is a file, not a folder" in refused.err
