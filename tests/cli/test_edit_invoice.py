"""edit-invoice: a typing error is mended; what a letter has said stands, and the right command is named instead."""

import pytest

from conftest import rows

DAY = "2026-10-08"


def invoice(book, number="2026-001"):
    return next(
        i for i in book("invoices", "--all", "--json", day=DAY).json["invoices"] if i["number"] == number
    )


def test_what_was_typed_wrong_is_mended_and_can_be_undone(book, ledger):
    before = rows(ledger)["invoice"]
    said = book("edit-invoice", "2026-001", "--number", "2026-0001", "--amount", "1201", "--issued", "2026-09-02",
                "--due", "2026-10-15", "--about", "kozijnen", "--reference", "K-1", "--sale", "goods", "--no-agreed-term", "--json", day=DAY)  # fmt: skip
    assert (said.json["number"], said.json["amount"], said.json["due"]) == (
        "2026-0001",
        "1201.00",
        "2026-10-15",
    )
    now = invoice(book, "2026-0001")
    assert (now["issued"], now["about"], now["reference"], now["agreed_term"]) == (
        "2026-09-02",
        "kozijnen",
        "K-1",
        False,
    )
    book("undo")
    assert rows(ledger)["invoice"] == before


def test_it_says_what_was_and_what_is(book):
    said = book("edit-invoice", "2026-001", "--amount", "1201", "--due", "2026-10-15", day=DAY).out
    assert "amount: € 1.210,00 -> € 1.201,00" in said
    assert "due: 2026-10-01 -> 2026-10-15" in said
    assert "already so" in book("edit-invoice", "2026-001", "--amount", "1201", day=DAY).out


def test_an_amount_that_was_paid_settles_it_and_less_than_was_paid_is_refused(book, ledger):
    book("log-payment", "belofte", "1000", day="2026-10-02")
    before = rows(ledger)
    low = book("edit-invoice", "2026-001", "--amount", "900", day=DAY, ok=False)
    assert (low.code, rows(ledger)) == (1, before)
    book("edit-invoice", "2026-001", "--amount", "1000", day=DAY)
    assert invoice(book)["state"] == "paid"
    assert book("today", "--json", day=DAY).json["actions"] == []
    book("edit-invoice", "2026-001", "--amount", "1500", day=DAY)
    assert (invoice(book)["state"], invoice(book)["open"]) == ("overdue", "500.00")


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (["--amount", "1200"], "debcli credit belofte-bouw 2026-001"),
        (["--due", "2026-10-20"], "debcli hold 2026-001"),
        (["--issued", "2026-09-02"], "debcli hold 2026-001"),
        (["--number", "7"], "debcli log-call"),
        (["--reference", "K-1"], "debcli log-call"),
        (["--no-agreed-term"], "debcli hold"),
    ],
)
def test_what_a_letter_said_stands_and_the_right_command_is_named(book, ledger, words, instead):
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day=DAY)
    before = rows(ledger)
    refused = book("edit-invoice", "2026-001", *words, day="2026-10-09", ok=False)
    assert (refused.code, rows(ledger)) == (3, before)
    assert instead in " ".join(refused.err.split())
    book("edit-invoice", "2026-001", "--about", "kozijnen", "--sale", "goods", day="2026-10-09")


def test_a_letter_that_lies_here_is_cancelled_first(book):
    book("letter", "belofte", "--kind", "herinnering", day=DAY)
    first = book("edit-invoice", "2026-001", "--amount", "1200", day=DAY, ok=False)
    assert first.code == 1
    assert "debcli cancel-letter 1" in first.err
    book("cancel-letter", "1", day=DAY)
    book("edit-invoice", "2026-001", "--amount", "1200", day=DAY)


def test_a_handed_over_claim_stands(book):
    book("handover", "belofte", "--to", "Bureau", day=DAY)
    assert book("edit-invoice", "2026-001", "--amount", "1200", day=DAY, ok=False).code == 3


def test_a_number_that_is_taken_and_a_term_too_long(book):
    book("add-invoice", "belofte", "2026-002", "10", "--issued", "2026-09-01", day="2026-09-01")
    assert book("edit-invoice", "2026-002", "--number", "2026-001", day=DAY, ok=False).code == 1
    said = book("edit-invoice", "2026-002", "--due", "2026-12-31", day=DAY)
    assert "60 days" in said.err
    assert invoice(book, "2026-002")["due"] == "2026-10-31"
