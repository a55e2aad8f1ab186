"""After a case: the three questions, terms of his own and how a probation ends them, and what was looked up."""

import sys

import pexpect
import pytest


def invoice(book, number, issued, due, paid=None):
    book("add-invoice", "belofte", number, "100", "--issued", issued, "--due", due, day=issued)
    if paid:
        book("log-payment", "belofte", "100", "--on", paid, "--invoice", number)


def terms(book, day):
    return book("terms", "belofte", "--json", day=day).json


def test_the_three_questions_are_asked_on_a_terminal(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    asked = pexpect.spawn(
        sys.executable,
        ["-m", "debcli", "--date", "2026-10-13", "close-case", "belofte"],
        dimensions=(40, 80),
        encoding="utf-8",
        timeout=20,
    )
    for question, answer in (
        ("How did the case", "paid"), ("promised what you did not deliver", "n"), ("wrong with the work", "perhaps"), ("not yes or no", None),
        ("wrong with the work", "nee"), ("follow the invoice up", "n"), ("do otherwise", "elke ochtend kijken"),
    ):  # fmt: skip
        asked.expect(question)
        if answer is not None:
            asked.sendline(answer)
    asked.expect("is closed: paid")
    asked.expect(pexpect.EOF)
    asked.close()
    assert asked.exitstatus == 0
    found = book("mirror", "--json", day="2026-10-20").json
    assert [c["cause"] for c in found["causes"]] == ["not followed up in time"]


def test_who_cannot_be_asked_has_to_say_how_it_ended_and_the_questions_stay_open(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    assert book("close-case", "belofte", day="2026-10-13", ok=False).code == 2
    closed = book("close-case", "belofte", "--outcome", "paid", "--json", day="2026-10-13").json
    assert (closed["sales_promise"], closed["fault"], closed["followed_up"]) == (None, None, None)


def test_so_many_invoices_in_a_row_paid_in_time_end_the_terms(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    book("terms", "belofte", "--because", "traag", "--prepay", "50", "--probation", "2", day="2026-10-15")
    invoice(book, "A", "2026-10-20", "2026-11-03", "2026-11-03")
    assert terms(book, "2026-11-04")["probation"] == {"done": 1, "of": 2, "over": False}
    assert book("deliver", "belofte", "--amount", "100", day="2026-11-04", ok=False).code == 3
    invoice(book, "B", "2026-11-05", "2026-11-19", "2026-11-18")
    assert terms(book, "2026-11-18")["probation"] == {"done": 2, "of": 2, "over": True}
    assert book("deliver", "belofte", "--amount", "100", day="2026-11-18").code == 0
    assert (
        book("deliver", "belofte", "--amount", "100", day="2026-11-17", ok=False).code == 3
    )  # the day before, as it was


def reviews(book, day):
    return [
        (a["rule"], a["why"], a["command"])
        for a in book("today", "--json", day=day).json["actions"]
        if a["action"] == "review"
    ]


@pytest.mark.parametrize("open_too", [False, True])
def test_today_says_that_a_probation_is_over_until_the_terms_are_ended(book, open_too):
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    book("terms", "belofte", "--because", "traag", "--prepay", "50", "--probation", "2", day="2026-10-15")
    invoice(book, "A", "2026-10-20", "2026-11-03", "2026-11-03")
    assert reviews(book, "2026-11-04") == []
    invoice(book, "B", "2026-11-05", "2026-11-19", "2026-11-18")
    if open_too:
        book(
            "add-invoice",
            "belofte",
            "C",
            "10",
            "--issued",
            "2026-11-10",
            "--due",
            "2026-12-10",
            day="2026-11-18",
        )
    assert reviews(book, "2026-11-18") == []
    ((rule, why, command),) = reviews(book, "2026-11-19")
    assert rule == "aftercare"
    assert "2 invoices in a row were paid in time" in why
    assert command.startswith("debcli terms belofte-bouw")
    assert reviews(book, "2026-11-25") != []
    book("terms", "belofte", "--end", day="2026-11-25")
    assert reviews(book, "2026-11-25") == []
    assert reviews(book, "2026-11-24") != []


def test_what_was_written_off_is_no_payment_in_time(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    book("terms", "belofte", "--because", "traag", "--probation", "1", day="2026-10-15")
    book(
        "add-invoice",
        "belofte",
        "A",
        "100",
        "--issued",
        "2026-10-20",
        "--due",
        "2026-11-20",
        day="2026-10-20",
    )
    book("write-off", "A", "--because", "niets", day="2026-10-21")
    assert reviews(book, "2026-10-30") == []


def test_a_late_payment_starts_the_count_again_and_what_was_before_does_not_count(book):
    invoice(book, "OLD", "2026-09-01", "2026-09-15", "2026-09-10")
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    book("terms", "belofte", "--because", "traag", "--probation", "2", day="2026-10-15")
    assert terms(book, "2026-10-16")["probation"]["done"] == 0
    invoice(book, "A", "2026-10-20", "2026-11-03", "2026-11-03")
    invoice(book, "B", "2026-10-21", "2026-11-04", "2026-11-09")
    invoice(book, "C", "2026-11-10", "2026-11-24", "2026-11-20")
    assert terms(book, "2026-11-25")["probation"] == {"done": 1, "of": 2, "over": False}


def test_an_undone_payment_brings_the_terms_back(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    book("terms", "belofte", "--because", "traag", "--prepay", "50", "--probation", "1", day="2026-10-15")
    invoice(book, "A", "2026-10-20", "2026-11-03", "2026-11-03")
    assert terms(book, "2026-11-04")["probation"]["over"] is True
    book("undo")
    assert terms(book, "2026-11-04")["probation"]["over"] is False


def test_terms_tell_what_was_checked_and_what_was_not(book):
    book(
        "terms", "belofte", "--because", "traag", "--prepay", "50", "--review", "2027-03-01", day="2026-10-15"
    )
    book(
        "log-check",
        "belofte",
        "--what",
        "references",
        "--found",
        "twee, beide goed",
        "--on",
        "2026-10-16",
        day="2026-10-16",
    )
    found = terms(book, "2026-10-20")
    assert (found["prepay"], found["review_on"]) == (50, "2027-03-01")
    assert found["checks"] == {
        "references": {"on": "2026-10-16", "found": "twee, beide goed"},
        "credit": None,
        "insurance": None,
    }
    said = book("terms", "belofte", day="2026-10-20").out
    assert "credit check: not noted" in said
    assert max(map(len, said.splitlines())) <= 80
