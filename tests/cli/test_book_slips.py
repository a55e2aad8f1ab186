"""Slips in the book: a credit note that is too large, an invoice dated ahead, a last day counted from the wrong day."""

import pytest

from conftest import rows


def test_a_credit_note_above_the_invoice_is_refused_in_a_script_and_says_what_to_add(book, ledger):
    before = rows(ledger)
    refused = book("credit", "belofte", "2026-001", "12100", ok=False, day="2026-10-26")
    assert refused.code == 1
    assert "€ 12.100,00 is more than invoice 2026-001 was (€ 1.210,00)" in refused.err
    assert "debcli --date 2026-10-26 credit belofte 2026-001 12100 --yes" in refused.err
    assert rows(ledger) == before
    meant = book("credit", "belofte", "2026-001", "12100", "--yes", day="2026-10-26")
    assert "a balance in favour" in meant.out


def test_credit_notes_that_together_exceed_the_invoice_are_doubted(book):
    book("credit", "belofte", "2026-001", "1000", day="2026-10-25")
    refused = book("credit", "belofte", "2026-001", "300", ok=False, day="2026-10-26")
    assert refused.code == 1
    assert "€ 300,00 and € 1.000,00 credited before" in refused.err
    book("credit", "belofte", "2026-001", "210", day="2026-10-26")


@pytest.mark.parametrize(
    ("first", "second", "doubted"),
    [
        ((), (), True),
        (("--number", "C-1"), ("--number", "C-2"), False),
        (("--number", "C-1"), (), True),
    ],
)
def test_the_same_credit_note_twice_is_doubted(book, first, second, doubted):
    book("credit", "belofte", "2026-001", "100", *first, day="2026-10-26")
    again = book("credit", "belofte", "2026-001", "100", *second, ok=False, day="2026-10-26")
    assert (again.code == 1 and "in the ledger already" in again.err) is doubted


def test_a_number_that_was_used_is_doubted(book):
    book("credit", "belofte", "2026-001", "100", "--number", "C-1", day="2026-10-26")
    again = book("credit", "belofte", "2026-001", "50", "--number", "C-1", ok=False, day="2026-10-27")
    assert (again.code, "Credit note C-1" in again.err) == (1, True)


def test_an_invoice_that_was_paid_can_be_credited_without_a_question(book):
    book("log-payment", "belofte", "1210", day="2026-10-02")
    assert "a balance in favour" in book("credit", "belofte", "2026-001", "1210", day="2026-10-26").out


def test_an_invoice_of_a_day_to_come_is_listed_as_not_yet_issued(book):
    added = book(
        "add-invoice", "belofte", "2027-001", "500", "--issued", "2027-01-01", "--json", day="2026-10-26"
    )
    assert added.json["state"] == "not-issued"
    for command in (("invoices",), ("invoices", "--all"), ("invoices", "belofte"), ("show", "belofte")):
        told = book(*command, "--json", day="2026-10-26").json["invoices"]
        assert [(i["number"], i["state"], i["open"]) for i in told if i["number"] == "2027-001"] == [("2027-001", "not-issued", "0.00")]  # fmt: skip
        assert "not yet issued" in book(*command, day="2026-10-26").out
    assert book("aging", "--json", day="2026-10-26").json["total"] == "1210.00"
    assert "2027-001" in book("invoices", day="2027-01-01").out
    assert "not yet issued" not in book("invoices", day="2027-01-01").out


def test_a_day_that_was_is_shown_without_what_came_into_the_ledger_later(book):
    book("add-invoice", "belofte", "2026-002", "500", "--issued", "2026-10-20", day="2026-10-26")
    assert "2026-002" not in book("invoices", "--all", day="2026-10-10").out
    assert "2026-002" not in book("show", "belofte", day="2026-10-10").out


@pytest.mark.parametrize("typed", ["+14d", "15 september", "15-9", "over 14 dagen"])
def test_the_last_day_counts_from_the_invoice(book, typed):
    added = book(
        "add-invoice",
        "belofte",
        "Z-1",
        "500",
        "--issued",
        "2026-09-01",
        "--due",
        typed,
        "--json",
        day="2026-10-26",
    )
    assert added.json["due"] == "2026-09-15"
    book("edit-invoice", "Z-1", "--due", "2026-09-20", day="2026-10-26")
    assert book("edit-invoice", "Z-1", "--due", typed, "--json", day="2026-10-26").json["due"] == "2026-09-15"


def test_a_mended_day_of_an_invoice_lies_in_the_past(book):
    assert (
        book("edit-invoice", "2026-001", "--issued", "2-9", "--json", day="2026-10-26").json["issued"]
        == "2026-09-02"
    )


def test_write_off_takes_the_customer_before_the_invoice(book, ledger):
    book("add-customer", "Ander")
    before = rows(ledger)
    wrong = book("write-off", "ander", "2026-001", "--because", "failliet", ok=False, day="2026-10-26")
    assert (wrong.code, rows(ledger)) == (1, before)
    many = book("write-off", "belofte", "2026-001", "2026-002", "--because", "failliet", ok=False)
    assert (many.code, rows(ledger)) == (2, before)
    done = book("write-off", "belofte", "2026-001", "--because", "failliet", "--json", day="2026-10-26").json
    assert (done["invoice"], done["amount"]) == ("2026-001", "1210.00")


def test_the_words_for_today_and_tomorrow_are_those_of_today_also_for_an_older_invoice(book):
    typed = ("belofte", "2026-008", "100", "--issued", "2026-09-01", "--json", "--due")
    assert book("add-invoice", *typed, "morgen", day="2026-09-20").json["due"] == "2026-09-21"
    assert (
        book("edit-invoice", "2026-008", "--due", "+14d", "--json", day="2026-09-20").json["due"]
        == "2026-09-15"
    )
    assert (
        book("edit-invoice", "2026-008", "--due", "vandaag", "--json", day="2026-09-22").json["due"]
        == "2026-09-22"
    )
