"""The forecast: what is known of chances, no looking ahead, and its error against the two simple rules."""

import csv
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.receivables.backtest import Past, every, known_on, measure, predicted
from debcli.receivables.forecast import Agreed, Expected, Habits, chances, weeks_ahead

DAY = date(2026, 10, 26)
AR = Path(__file__).parents[3] / "shared" / "data" / "ar" / "WA_Fn-UseC_-Accounts-Receivable.csv"

days = st.integers(-60, 200)
histories = st.dictionaries(st.integers(1, 3), st.lists(days, max_size=15), max_size=3)
sums = st.lists(
    st.builds(
        Expected, st.integers(1, 4), st.integers(1, 10**6), st.dates(date(2026, 1, 1), date(2027, 3, 1))
    )
    | st.builds(
        Agreed,
        st.integers(1, 4),
        st.integers(1, 10**6),
        st.dates(date(2026, 10, 27), date(2027, 3, 1)),
        st.floats(0, 1),
    ),
    max_size=8,
)


@given(histories, sums)
def test_chances_are_chances_and_nothing_is_expected_twice(late, open_sums):
    habits = Habits(late)
    for one in open_sums:
        found = chances(habits, one, DAY, 12)
        assert all(-1e-9 <= p <= 1 + 1e-9 for p in found)
        assert sum(found) <= 1 + 1e-9


@given(histories, sums)
def test_ranges_hold_what_is_expected_and_all_of_it_adds_up(late, open_sums):
    weeks, later = weeks_ahead(Habits(late), open_sums, DAY, 8)
    assert all(0 <= w.low <= w.expected <= w.high for w in weeks)
    total = sum(one.amount for one in open_sums)
    assert abs(sum(w.expected for w in weeks) + later - total) <= len(weeks)
    assert [w.first for w in weeks] == [DAY + timedelta(7 * n + 1) for n in range(8)]


def test_a_payer_is_expected_by_his_own_habit():
    habits = Habits({1: [14] * 20, 2: [0] * 20})
    due = DAY + timedelta(3)
    slow, quick = (chances(habits, Expected(p, 100, due), DAY, 4) for p in (1, 2))
    assert quick[0] > 0.7
    assert slow[2] > 0.6
    assert slow[0] < 0.2


def test_what_did_not_come_when_it_always_comes_is_still_expected():
    weeks, later = weeks_ahead(Habits({1: [0] * 20}), [Expected(1, 100_00, DAY - timedelta(300))], DAY, 4)
    assert 0 < weeks[0].expected < 50_00
    assert later > 0


def test_a_promise_comes_on_its_day_as_surely_as_he_keeps_them():
    found = chances(Habits({1: [0] * 10}), Agreed(1, 100, DAY + timedelta(10), 0.75), DAY, 4)
    assert found[1] >= 0.75
    assert found[0] == 0


def test_nothing_is_expected_before_a_hold_ends():
    found = chances(Habits({1: [0] * 20}), Expected(1, 100, DAY - timedelta(5), DAY + timedelta(14)), DAY, 6)
    assert found[0] == found[1] == 0
    assert sum(found) > 0.5


# --- measured ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def past():
    if not AR.is_file():
        pytest.skip("the receivables data beside the checkout is not here")
    ids = {}

    def day(text):
        month, day_, year = map(int, text.split("/"))
        return date(year, month, day_)

    with AR.open(encoding="utf-8") as lines:
        return [
            Past(ids.setdefault(r["customerID"], len(ids) + 1), day(r["InvoiceDate"]), day(r["DueDate"]), day(r["SettledDate"]),
                 round(float(r["InvoiceAmount"]) * 100))
            for r in csv.DictReader(lines)
        ]  # fmt: skip


@pytest.mark.parametrize("weeks", [4, 6, 8])
def test_the_forecast_is_nearer_than_both_simple_rules(past, weeks, capsys):
    """Half a year to learn from, then a forecast every other week up to the end of the data."""
    found = measure(past, every(date(2012, 7, 2), date(2013, 11, 4), 14), weeks)
    with capsys.disabled():
        print(
            f"\n  {weeks} weeks ahead, {found.actual / 100:.2f} a week: off by {found.forecast / 100:.2f};"
            f" due day {found.on_due / 100:.2f}; average days late {found.on_average / 100:.2f}; in range {found.within} %"
        )
    assert found.forecast < 0.85 * found.on_average
    assert found.forecast < 0.70 * found.on_due
    assert 70 <= found.within <= 95  # four weeks in five, as the range says


def test_the_forecast_does_not_look_ahead(past):
    """Another future, the same forecast: whatever was paid or made after the day is changed at random."""
    day, dice = date(2013, 3, 4), random.Random(1)
    other = [
        x if x.paid <= day
        else x._replace(paid=day + timedelta(dice.randint(1, 400)))
        for x in past if x.issued <= day or dice.random() < 0.5
    ]  # fmt: skip
    assert Counter(x.paid for x in other) != Counter(x.paid for x in past)
    assert predicted(*known_on(past, day), day, 6) == predicted(*known_on(other, day), day, 6)
    assert all(x.paid is None for x in known_on(past, day)[1])
