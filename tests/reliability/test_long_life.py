"""Twenty years of work, odd days and odd numbers: every day can be asked for, every sum holds."""

import os
import time
from contextlib import closing
from datetime import date, datetime, timedelta, timezone

import pytest

from conftest import rows
from debcli.ledger import booked, journal, write
from debcli.ledger.connection import create, reading
from debcli.ledger.copies import copy
from debcli.receivables.booking import OpenInvoice, book
from reliability.scenes import DAY

FIRST = date(2006, 1, 2)


def twenty_years(path):
    """Sixty customers, six hundred invoices over twenty years, nearly all paid, on 29 February and 31 December too."""
    create(path)
    number = 0
    for year in range(2006, 2026):
        day = date(year, 1, 2)
        now = datetime(year, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=1)))
        with journal.unit(path, command="years", day=day, now=now) as work:
            if year == 2006:
                write.set_creditor(work, name="Studio Vos", iban="NL91ABNA0417164300")
            for _ in range(3):
                who = write.add_customer(work, name=f"Klant {work.entry}").id
                for month in range(1, 11):
                    number += 1
                    leap = date(year, 2, 29) if year % 4 == 0 and month == 2 else date(year, month, 28)
                    due = min(leap + timedelta(30), date(year, 12, 31)) if month < 10 else date(year, 12, 31)
                    new = booked.add_invoice(
                        work,
                        customer_id=who,
                        number=f"{year}/{number:04}",
                        amount=10_000 + number,
                        issued=leap,
                        due=due,
                    )
                    if number % 50:
                        booking = book(10_000 + number, [OpenInvoice(new, due, 10_000 + number)])
                        booked.record_payment(
                            work,
                            customer_id=who,
                            amount=10_000 + number,
                            on=due + timedelta(month),
                            booking=booking,
                        )
    return path


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return twenty_years(tmp_path_factory.mktemp("old") / "ledger.db")


@pytest.fixture
def years(debcli, ledger, old):
    ledger.parent.mkdir()
    copy(old, ledger)
    return debcli


@pytest.mark.parametrize(
    "day", ["1990-01-01", "2006-01-01", "2008-02-29", "2012-02-29", "2015-12-31", "2016-01-01", "2024-02-29", "2026-03-29", "2026-10-25", "2100-12-31"]
)  # fmt: skip
def test_any_day_can_be_asked_for(years, day):
    for words in (["today", "--json"], ["agenda", "--json"], ["check"]):
        answer = years(*words, day=day, ok=False)
        assert "Something went wrong" not in answer.err, answer.err
        assert answer.code in {0, 1}
    assert years("today", "--json", day=day).json["as_of"] == day


def test_after_twenty_years_everything_still_holds(years, ledger):
    assert years("check", day="2026-01-05").code == 0
    assert len(years("invoices", "--json", day="2026-01-05").json["invoices"]) == 14
    before = rows(ledger)
    years("export", "--out", "all.json")
    years("--ledger", "back/ledger.db", "import", "all.json")
    assert rows(ledger.parent.parent / "back" / "ledger.db") == before
    started = time.perf_counter()
    years("today", day="2026-01-05")
    assert (
        time.perf_counter() - started < 2
    )  # measured in tests/bench; here only that it does not read all of it


@pytest.mark.parametrize(
    "number", ["007", "00", "2026/001", "F-№ 12", "é/ü", "ABC 1/2-3", "०१", "x" * 40, "-5"]
)
def test_a_number_is_kept_as_it_is_written(book, number):
    book("add-invoice", "--issued", "2026-09-01", "--", "belofte", number, "100", day="2026-09-01")
    book("log-payment", "belofte", "40", f"--invoice={number}", day=DAY)
    (found,) = [i for i in book("invoices", "--json", day=DAY).json["invoices"] if i["number"] == number]
    assert found["open"] == "60.00"
    assert book("journal", f"--of={number}").out
    book("write-off", "--because", "oud", "--", number, day=DAY)
    assert book("check", day=DAY).code == 0


def test_seven_and_007_are_two_invoices(book):
    for number in ("7", "007"):
        book("add-invoice", "belofte", number, "10", day=DAY)
    assert book("add-invoice", "belofte", "007", "10", day=DAY, ok=False).code == 1


def test_a_clock_set_back_is_said_and_breaks_nothing(book, ledger, monkeypatch):
    later, earlier = (datetime(2030, 1, n, 12, tzinfo=timezone(timedelta(hours=1))) for n in (9, 2))
    for moment in (later, earlier):
        monkeypatch.setattr("debcli.cli.run.Run.moment", lambda _self, m=moment: m)
        book("log-payment", "belofte", "1", day=DAY)
    answer = book("check", day=DAY)
    assert "clock was set back" in answer.out
    book("undo")
    assert book("check", day=DAY).code == 0


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs tzset")
@pytest.mark.parametrize(
    "zone", ["Europe/Amsterdam", "America/Santiago", "Asia/Beirut", "Pacific/Kiritimati", "UTC"]
)
def test_the_hour_the_clock_is_moved_changes_no_day(book, ledger, zone):
    """Beirut and Santiago move their clocks at midnight: that day begins at one."""
    old = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        for day in ("2026-03-29", "2026-10-25", "2026-09-06", "2026-04-05"):
            made = book("log-payment", "belofte", "1", "--json", day=day).json
            assert made["on"] == day
        with (
            reading(ledger) as conn,
            closing(conn.execute("SELECT day, at FROM journal ORDER BY id DESC LIMIT 4")) as found,
        ):
            assert [row[0] for row in found] == ["2026-04-05", "2026-09-06", "2026-10-25", "2026-03-29"]
        assert book("check", day="2026-12-31").code == 0
    finally:
        os.environ.pop("TZ") if old is None else os.environ.update(TZ=old)
        time.tzset()
