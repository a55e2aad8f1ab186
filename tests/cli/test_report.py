"""report: one page for the accountant, true as of a day, the same bytes for the same facts."""

import io
from datetime import date

import pypdf
import pytest

from conftest import rows
from debcli.letters.report import WORDS, report_pdf
from debcli.receivables.account import account
from debcli.receivables.facts import Allocation, Creditor, Customer, Dispute, Facts, HandOver, Invoice
from debcli.receivables.overview import overview

DAY = "2026-10-26"


def text_of(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    assert [round(float(x)) for x in pages[0].mediabox[2:]] == [595, 842]
    return " ".join(pages[0].extract_text().split())


@pytest.fixture
def demo(debcli, monkeypatch, tmp_path):
    debcli("demo", "--out", "demo")
    monkeypatch.setenv("DEBCLI_LEDGER", str(tmp_path / "demo" / "ledger.db"))
    return debcli


def test_the_page_says_what_the_screens_say_and_changes_nothing(demo, tmp_path):
    ledger = tmp_path / "demo" / "ledger.db"
    before = rows(ledger)
    said = demo("--lang", "nl", "report", "--json", "--out", "nl.pdf", day=DAY).json
    aging = demo("aging", "--json", day=DAY).json
    assert (said["total"], said["overdue"]) == (aging["total"], aging["overdue"])
    page = text_of((tmp_path / "nl.pdf").read_bytes())
    for words in (
        "Debiteurenoverzicht",
        "maandag 26 oktober 2026",
        "€ 16.081,10",
        "Architecten Noord",
        "wordt betwist",
        "art. 29 Wet OB",
        "Oud Zeer: € 580,00",
        "4 anderen",
    ):
        assert words in page, words
    demo("report", "--language", "en", "--out", "en.pdf", day=DAY)
    page = text_of((tmp_path / "en.pdf").read_bytes())
    for words in ("Receivables", "Monday 26 October 2026", "is in dispute", "four in five between"):
        assert words in page, words
    assert rows(ledger) == before


def test_the_same_facts_give_the_same_bytes_and_a_day_is_as_it_was(demo):
    once = demo("report", "--json", "--out", "a.pdf", day=DAY).json
    assert once["sha256"] == demo("report", "--json", "--out", "b.pdf", day=DAY).json["sha256"]
    demo("write-off", "2026-016", "--because", "verjaard", day="2026-10-27")
    assert demo("report", "--json", "--out", "c.pdf", day=DAY).json["sha256"] == once["sha256"]
    later = demo("report", "--json", "--out", "d.pdf", day="2026-10-28").json
    assert (later["given_up"], later["unpaid_for_a_year"]) == ("580.00", "0.00")
    assert demo("report", "--json", "--out", "e.pdf", day="2027-01-02").json["given_up"] == "0.00"


def test_what_others_have_is_told(demo):
    demo("handover", "noord", "--to", "Bureau Recht", day=DAY)
    said = demo("report", "--json", "--language", "en", "--out", "a.pdf", day=DAY).json
    assert said["handed_over"] == "3840.00"


def test_a_ledger_where_nothing_is_open_has_a_page_too(debcli, tmp_path):
    debcli("init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300")
    debcli("--lang", "nl", "report", day=DAY)
    assert "staat niets open" in text_of((tmp_path / f"debiteuren-{DAY}.pdf").read_bytes())


def test_a_file_that_is_there_or_a_place_that_is_not_is_refused(book, tmp_path):
    (tmp_path / "mine.pdf").write_text("mine")
    for words in (["--out", "mine.pdf"], ["--out", "nowhere/x.pdf"], ["--out", "."], ["--language", "fr"]):
        answer = book("report", *words, day=DAY, ok=False)
        assert answer.code in {1, 2}
        assert "went wrong" not in answer.err
    assert (tmp_path / "mine.pdf").read_text() == "mine"
    book("report", "--out", "mine.pdf", "--replace", day=DAY)


@pytest.mark.parametrize("language", WORDS)
def test_however_much_there_is_it_stays_one_page(language):
    day = date(2026, 10, 26)
    found = []
    for number in range(1, 61):
        who = Customer(number, f"k{number}", "Wereldwijde WWWWW Maatschappij " * 3)
        owed = tuple(
            Invoice(
                10 * number + n,
                number,
                f"{'2026/W' * 9}{n}",
                99_999_999_99,
                date(2024 + n // 3, 1, 1),
                date(2024 + n // 3, 2, 1),
            )
            for n in range(8)
        )
        ids = [i.id for i in owed]
        facts = Facts(
            who, owed, disputes=(Dispute(1, number, ids[0], date(2026, 1, 1), date(2026, 2, 1), 5, "x"),),
            handovers=(HandOver(1, number, date(2026, 2, 1), "Incassobureau " * 9, date(2026, 12, 1), (ids[1],)),),
            allocations=(Allocation(ids[2], 100, date(2026, 3, 1), "write-off", 1, 1),),
        )  # fmt: skip
        found.append((account(facts, day), facts))
    creditor = Creditor("Studio " * 30, "NL91ABNA0417164300", kvk="12345678", vat="NL123456782B12")
    page = text_of(report_pdf(overview(found, day), creditor, language))
    assert page
