"""Limitation: the last safe day, and what an interruption does to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.law.limitation import Limitation, limitation

DUE = date(2026, 3, 31)
days = st.dates(date(2005, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("years", "safe", "barred"), [(5, "2031-03-31", "2031-04-02"), (2, "2028-03-31", "2028-04-02")]
)
def test_a_claim_lapses_after_its_years(years, safe, barred):
    found = limitation(DUE, years)
    assert found == Limitation(date.fromisoformat(safe), date.fromisoformat(barred), None)


def test_an_interruption_starts_a_term_of_the_same_length_the_next_day():
    received = date(2026, 11, 23)
    assert limitation(DUE, 5, [received]) == Limitation(date(2031, 11, 23), date(2031, 11, 24), received)
    assert limitation(DUE, 2, [received]) == Limitation(date(2028, 11, 23), date(2028, 11, 24), received)


def test_the_last_interruption_counts_in_whatever_order_they_are_given():
    found = limitation(DUE, 5, [date(2030, 1, 1), date(2027, 1, 1)])
    assert found.interrupted_on == date(2030, 1, 1)
    assert found == limitation(DUE, 5, [date(2027, 1, 1), date(2030, 1, 1)])


def test_an_interruption_before_the_due_day_changes_nothing():
    assert limitation(DUE, 5, [date(2026, 1, 1), DUE]) == limitation(DUE, 5)


def test_an_interruption_the_day_after_the_due_day_never_ends_the_term_sooner():
    found = limitation(DUE, 5, [DUE + timedelta(1)])
    assert found.barred_from == date(2031, 4, 2)
    assert found.last_safe == date(2031, 4, 1)


def test_an_interruption_that_came_too_late_has_no_effect():
    assert limitation(DUE, 5, [date(2031, 4, 1)]).last_safe == date(2036, 4, 1)  # the last day it could
    assert limitation(DUE, 5, [date(2031, 4, 2)]) == limitation(DUE, 5)
    chain = [date(2031, 1, 1), date(2035, 12, 31), date(2041, 1, 1)]
    assert limitation(DUE, 5, chain).interrupted_on == date(2035, 12, 31)


def test_the_warning_starts_183_days_before():
    found = limitation(DUE, 5)
    safe = found.last_safe
    assert [found.in_window(safe - timedelta(n)) for n in (184, 183, 0, -10)] == [False, True, True, True]
    assert [found.days_left(safe - timedelta(n)) for n in (183, 0, -1)] == [183, 0, -1]
    assert found.in_window(safe - timedelta(10), window=10)
    assert not found.in_window(safe - timedelta(11), window=10)


def test_29_february():
    assert limitation(date(2028, 2, 29), 5).last_safe == date(2033, 2, 28)
    assert limitation(date(2028, 2, 28), 5).barred_from == date(2033, 3, 1)


@given(days, st.sampled_from([1, 2, 5, 10]), st.lists(days, max_size=5), days)
def test_one_interruption_more_never_ends_a_term_sooner(due, years, interruptions, another):
    before, after = limitation(due, years, interruptions), limitation(due, years, [*interruptions, another])
    assert after.last_safe >= before.last_safe
    assert after.barred_from >= before.barred_from
    assert before.last_safe < before.barred_from
    assert before.interrupted_on is None or before.interrupted_on in interruptions


def test_a_term_of_no_years_is_refused():
    assert limitation(DUE, 1).last_safe == date(2027, 3, 31)
    with pytest.raises(InputError, match="0 years") as error:
        limitation(DUE, 0)
    assert error.value.hint
