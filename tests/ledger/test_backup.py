"""Copies are made by themselves and when asked; one put back is equal row by row, and what was is kept."""

import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import rows
from debcli.ledger import migrations
from debcli.ledger.copies import DAYS, MONTHS, WEEKS, YEARS, kept
from reliability.scenes import DAY


def copies(ledger):
    return sorted(p.name for p in (ledger.parent / "backups").glob("*.db"))


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_command_of_a_day_that_writes_copies_the_ledger_as_it_was(book, ledger):
    (name,) = copies(ledger)
    daily = ledger.parent / "backups" / name
    assert len(rows(daily)["journal"]) == 1  # after init, before add-customer
    made = daily.stat().st_mtime_ns
    book("log-payment", "belofte", "10", day=DAY)
    assert copies(ledger) == [name]
    assert daily.stat().st_mtime_ns == made
    assert (mode(daily), mode(daily.parent)) == (0o600, 0o700)


def test_reading_and_trying_make_no_copy(book, ledger):
    for copy in (ledger.parent / "backups").glob("*"):
        copy.unlink()
    book("today", day=DAY)
    book("log-payment", "belofte", "10", "--dry-run", day=DAY)
    book("check", day=DAY)
    assert copies(ledger) == []


def test_when_the_daily_copy_cannot_be_made_the_work_goes_on_and_it_is_said(book, ledger):
    folder = ledger.parent / "backups"
    for copy in folder.glob("*"):
        copy.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    answer = book("log-payment", "belofte", "10", day=DAY)
    assert "copy of the ledger could not be made" in answer.err
    assert len(rows(ledger)["payment"]) == 1


def test_old_copies_are_thinned_out_and_others_stay(book, ledger):
    folder = ledger.parent / "backups"
    (today,) = copies(ledger)
    content = (folder / today).read_bytes()
    for back in range(1, 800):
        day = date.fromisoformat(today[7:17]) - timedelta(back)
        (folder / f"ledger-{day}.db").write_bytes(content)
    (folder / "ledger-2020-01-01-101010.db").write_bytes(content)
    (folder / today).unlink()
    book("log-payment", "belofte", "10", day=DAY)
    assert len(copies(ledger)) <= DAYS + WEEKS + MONTHS + YEARS + 1
    assert {today, "ledger-2020-01-01-101010.db"} <= set(copies(ledger))


@given(st.sets(st.dates(date(2006, 1, 1), date(2026, 12, 31)), max_size=200))
def test_thinning_keeps_the_newest_of_each_period_and_is_stable(days):
    stay = kept(days)
    assert stay <= days
    assert set(sorted(days)[-DAYS:]) <= stay
    assert len({d.year for d in stay}) >= min(YEARS, len({d.year for d in days}))
    assert kept(stay) >= {max(days)} if days else kept(stay) == set()
    assert len(stay) <= DAYS + WEEKS + MONTHS + YEARS


def test_a_copy_put_back_is_equal_row_by_row_and_what_was_is_kept(book, ledger, tmp_path):
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day=DAY)
    then = rows(ledger)
    made = book("backup", "copy.db", "--json").json
    assert mode(tmp_path / "copy.db") == 0o600
    book("log-payment", "belofte", "10", day=DAY)
    book("edit-customer", "belofte", "--phone", "9", day=DAY)
    now = rows(ledger)
    seen = book("restore", "copy.db", "--dry-run", "--json").json
    assert seen["restored"] is False
    assert {d["table"]: (d["only_ledger"], d["only_copy"], d["changed"]) for d in seen["differs"]} == {
        "journal": (2, 0, 0), "payment": (1, 0, 0), "allocation": (1, 0, 0), "customer": (0, 0, 1),
    }  # fmt: skip
    assert rows(ledger) == now
    back = book("restore", made["file"], "--yes", "--json").json
    assert rows(ledger) == then
    assert rows(type(ledger)(back["kept"])) == now
    assert book("check", day=DAY).code == 0
    book("log-payment", "belofte", "10", day=DAY)
    book("restore", back["kept"], "--yes")
    assert rows(ledger) == now
    with closing(sqlite3.connect(ledger)) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_equal_copy_changes_nothing(book, ledger):
    book("backup", "copy.db")
    assert "equal, row by row" in book("restore", "copy.db", "--yes").out
    assert len(copies(ledger)) == 1


def test_a_damaged_or_missing_ledger_is_replaced_and_kept(book, ledger):
    then = rows(ledger)
    book("backup", "copy.db")
    content = bytearray(ledger.read_bytes())
    content[100:] = b"x" * len(content[100:])
    ledger.write_bytes(content)
    broken = book("today", day=DAY, ok=False)
    assert broken.code == 4
    assert "debcli restore" in broken.err
    back = book("restore", "copy.db", "--yes", "--json").json
    assert rows(ledger) == then
    assert type(ledger)(back["kept"]).read_bytes() == content
    ledger.unlink()
    book("restore", "copy.db", "--yes")
    assert rows(ledger) == then
    assert mode(ledger) == 0o600


def test_a_ledger_with_equal_rows_and_a_broken_schema_is_put_back(book, ledger):
    """Found by fuzz.py: restore saw no difference."""
    then = rows(ledger)
    book("backup", "copy.db")
    content = ledger.read_bytes()
    at = content.index(b"CREATE TABLE dispatch") + 40
    for hurt in (b"\x9b\xff\x9b", b"xyz"):
        ledger.write_bytes(content[:at] + hurt + content[at + 3 :])
        book("restore", "copy.db", "--yes")
        assert rows(ledger) == then
        assert book("check", day=DAY).code == 0


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\0" * 4000, b"no ledger at all"])
def test_what_is_no_ledger_is_not_put_back(book, ledger, tmp_path, content):
    before = rows(ledger)
    (tmp_path / "x.db").write_bytes(content)
    answer = book("restore", "x.db", "--yes", ok=False)
    assert (answer.code, answer.out) == (4, "")
    assert rows(ledger) == before


def test_a_newer_or_foreign_ledger_is_not_replaced(book, ledger):
    book("backup", "copy.db")
    for pragma in ("user_version = 999", "application_id = 7"):
        with closing(sqlite3.connect(ledger)) as conn:
            conn.execute(f"PRAGMA {pragma}")
        content = ledger.read_bytes()
        assert book("restore", "copy.db", "--yes", ok=False).code == 4
        assert ledger.read_bytes() == content


def test_bad_ways_to_copy_and_put_back(book, ledger):
    before = rows(ledger)
    book("backup", "copy.db")
    for words, code in (
        (["backup", "copy.db"], 1), (["backup", "nowhere/at/all.db"], 1), (["backup", "copy.db/x"], 1),
        (["restore", "nothing.db"], 1), (["restore", "copy.db"], 2), (["restore", str(ledger), "--yes"], 1),
    ):  # fmt: skip
        answer = book(*words, ok=False)
        assert answer.code == code, words
        assert "Traceback" not in answer.err
    assert rows(ledger) == before
    assert not list(ledger.parent.glob(".*"))


def test_copies_are_listed_with_what_they_hold(book, ledger):
    book("backup")
    (ledger.parent / "backups" / "ledger-broken.db").write_bytes(b"nothing")
    said = book("restore").out
    assert "ledger-broken.db" in said
    assert "cannot be read" in said
    assert [c["entries"] for c in book("restore", "--json").json["copies"]] == [3, 1, 0]


def test_a_copy_comes_before_a_migration(book, ledger, monkeypatch):
    before = rows(ledger)

    def second(conn):
        conn.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")

    steps = (*migrations.STEPS, second)
    for place in ("debcli.ledger.migrations", "debcli.ledger.connection"):
        monkeypatch.setattr(f"{place}.VERSION", len(steps))
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations.migrate, "__kwdefaults__", {"to": len(steps)})
    book("today", day=DAY)
    kept_aside = ledger.parent / "backups" / "ledger-schema-1.db"
    assert rows(kept_aside) == before
    assert rows(ledger) == {**before, "later": []}
    book("log-payment", "belofte", "10", day=DAY)
    assert [n for n in copies(ledger) if "schema" in n] == ["ledger-schema-1.db"]
    # a copy of the older schema can be put back, brought up to date on the way
    book("restore", str(kept_aside), "--yes")
    assert rows(ledger) == {**before, "later": []}
