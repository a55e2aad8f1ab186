"""When a debt is late: first interest day and the longest lawful terms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.law.terms import Term, first_interest_day, lawful_due, months_after, years_after

ISSUED = date(2026, 6, 8)
RECEIVED = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("kind", "article"),
    [("business", "6:119a lid 1"), ("government", "6:119b lid 1"), ("consumer", "6:83 sub a")],
)
def test_an_agreed_day_starts_interest_the_day_after(kind, article):
    found = first_interest_day(kind, issued=ISSUED, due=date(2026, 7, 31), received=RECEIVED)
    assert (found.first, found.article) == (date(2026, 8, 1), article)
    assert "31 July 2026" in found.why


@pytest.mark.parametrize(("kind", "article"), [("business", "6:119a lid 2"), ("government", "6:119b lid 2")])
def test_without_an_agreed_day_thirty_days_from_receipt(kind, article):
    found = first_interest_day(kind, issued=ISSUED, received=RECEIVED)
    assert (found.first, found.article) == (date(2026, 7, 11), article)
    assert found.why == "no last day was agreed: 30 days after the receipt of 10 June 2026"


@pytest.mark.parametrize(
    ("received", "performed", "first", "event"),
    [
        (RECEIVED, date(2026, 6, 9), date(2026, 7, 11), "receipt"),
        (RECEIVED, RECEIVED, date(2026, 7, 11), "receipt"),
        (RECEIVED, date(2026, 6, 11), date(2026, 7, 12), "performance"),
        (None, date(2026, 6, 1), date(2026, 7, 2), "performance"),
        (None, None, date(2026, 7, 9), "issue"),
        (ISSUED, None, date(2026, 7, 9), "receipt"),
    ],
)
def test_performance_counts_when_later_or_when_receipt_is_unknown(received, performed, first, event):
    found = first_interest_day("business", issued=ISSUED, received=received, performed=performed)
    assert found.first == first
    assert f"30 days after the {event} of " in found.why


def test_a_consumer_without_an_agreed_day_needs_a_notice_of_default():
    without = first_interest_day("consumer", issued=ISSUED, received=RECEIVED)
    assert (without.first, without.article) == (None, "6:82")
    assert without.why.startswith("no last day was agreed: interest starts only after")
    assert "(ingebrekestelling)" in without.why
    after = first_interest_day("consumer", issued=ISSUED, notice_until=date(2026, 7, 31))
    assert (after.first, after.article) == (date(2026, 8, 1), "6:82")
    assert "31 July 2026" in after.why


def due(kind, agreed, **given):
    return lawful_due(kind, date.fromisoformat(agreed), **{"issued": ISSUED, "received": RECEIVED, **given})


def test_sixty_days_between_businesses():
    assert due("business", "2026-08-09") == Term(date(2026, 8, 9), date(2026, 8, 9), "", "")
    shortened = due("business", "2026-08-10")
    assert (shortened.due, shortened.agreed, shortened.article) == (
        date(2026, 8, 9),
        date(2026, 8, 10),
        "6:119a lid 5",
    )
    assert shortened.shortened
    assert "60 days of the receipt of 10 June 2026" in shortened.why
    assert not due("business", "2026-08-10", express=True).shortened
    assert due("business", "2026-08-08", received=None).shortened  # counted from the day of issue
    later = due("business", "2026-08-11", performed=date(2026, 6, 11))
    assert (later.due, later.why.count("performance of 11 June 2026")) == (date(2026, 8, 10), 1)


def test_thirty_days_for_a_large_company():
    assert due("business", "2026-07-10", large_debtor=True) == Term(
        date(2026, 7, 10), date(2026, 7, 10), "", ""
    )
    for express in (False, True):
        shortened = due("business", "2026-07-11", large_debtor=True, express=express)
        assert (shortened.due, shortened.shortened, shortened.article) == (date(2026, 7, 10), True, "6:119a")
        assert "30 days of the receipt" in shortened.why
    assert due("business", "2026-12-31", large_debtor=True).due == date(2026, 7, 10)
    assert not due("business", "2026-07-11").shortened


@pytest.mark.parametrize(
    ("issued", "agreed_on", "shortened"),
    [
        (date(2023, 7, 1), None, True),
        (date(2023, 6, 30), None, False),
        (date(2023, 6, 30), date(2022, 7, 1), True),
        (date(2023, 6, 30), date(2022, 6, 30), False),
        (date(2023, 7, 1), date(2015, 1, 1), True),
    ],
)
def test_the_thirty_days_hold_since_july_2022_and_for_running_agreements_since_july_2023(
    issued, agreed_on, shortened
):
    agreed = date(2023, 8, 20)
    assert (
        lawful_due("business", agreed, issued=issued, agreed_on=agreed_on, large_debtor=True).shortened
        is shortened
    )


def test_a_government_takes_thirty_days_and_sixty_at_most():
    assert due("government", "2026-07-10").why == ""
    doubtful = due("government", "2026-07-11")
    assert (doubtful.due, doubtful.shortened, doubtful.article) == (date(2026, 7, 11), False, "6:119b lid 5")
    assert "30 days" in doubtful.why
    assert due("government", "2026-07-11", express=True).why == ""
    assert due("government", "2026-08-09", express=True) == Term(date(2026, 8, 9), date(2026, 8, 9), "", "")
    for express in (False, True):
        shortened = due("government", "2026-08-10", express=express)
        assert (shortened.due, shortened.article) == (date(2026, 8, 9), "6:119b lid 5")
    assert "60 days" in due("government", "2026-08-10").why


def test_a_consumer_may_be_given_any_term():
    assert not due("consumer", "2027-12-31", large_debtor=True).why


@given(
    st.sampled_from(["business", "consumer", "government"]),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.dates(date(2020, 1, 1), date(2031, 1, 1)),
    st.booleans(),
    st.booleans(),
)
def test_the_lawful_day_is_never_later_than_the_agreed_one_and_says_why(kind, issued, agreed, large, express):
    found = lawful_due(kind, agreed, issued=issued, large_debtor=large, express=express)
    assert found.due <= agreed
    assert not found.shortened or (found.why and found.article and (found.due - issued).days in {30, 60})


def test_bad_input_is_refused():
    for ask in (lambda kind: first_interest_day(kind, issued=ISSUED), lambda kind: due(kind, "2026-07-01")):
        with pytest.raises(InputError, match="'klant' is not a kind of customer") as error:
            ask("klant")
        assert error.value.hint == "Choose one of: business, consumer, government."
    with pytest.raises(InputError, match="cannot have been received on 7 June 2026") as error:
        first_interest_day("business", issued=ISSUED, received=date(2026, 6, 7))
    assert error.value.hint
    with pytest.raises(InputError, match="8 June 2026"):
        due("business", "2026-07-01", received=date(2026, 6, 7))


# --- counting years and months -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2024-02-28", 1, "2025-02-28"),
        ("2024-03-29", 1, "2025-03-29"),
        ("2023-02-28", 1, "2024-02-28"),
        ("2026-11-21", 0, "2026-11-21"),
    ],
)
def test_years_after(day, years, expected):
    assert years_after(date.fromisoformat(day), years) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-08-31", -6, "2026-02-28"),
        ("2024-08-31", -6, "2024-02-29"),
        ("2026-06-30", -6, "2025-12-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-15", 1, "2026-12-15"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)
