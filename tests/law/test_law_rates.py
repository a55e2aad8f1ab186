"""The table of legal rates: what is shipped, what a user may add, and when to warn."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.law.rates import (
    CHECKED_ON,
    CHECKED_UNTIL,
    Rate,
    RateKind,
    RateTable,
    is_unchecked,
    shipped,
    table,
)
from debcli.values.dates import long

COMMERCIAL = table("nl", RateKind.COMMERCIAL)
STATUTORY = table("nl", RateKind.STATUTORY)


def row(kind, first, percent, jurisdiction="nl"):
    return Rate(jurisdiction, kind, date.fromisoformat(first), Decimal(percent), "Staatscourant")


@pytest.mark.parametrize(
    ("day", "statutory", "commercial"),
    [
        ("2015-01-01", "2", "8.05"),
        ("2016-07-01", "2", "8.00"),
        ("2022-12-31", "2", "8.00"),
        ("2023-01-01", "4", "10.50"),
        ("2023-06-30", "4", "10.50"),
        ("2023-07-01", "6", "12.00"),
        ("2024-01-01", "7", "12.50"),
        ("2024-07-01", "7", "12.25"),
        ("2025-01-01", "6", "11.15"),
        ("2025-07-01", "6", "10.15"),
        ("2026-01-01", "4", "10.15"),
        ("2026-06-30", "4", "10.15"),
        ("2026-07-01", "4", "10.40"),
        ("2026-12-31", "4", "10.40"),
    ],
)
def test_rate_in_force(day, statutory, commercial):
    on = date.fromisoformat(day)
    assert (STATUTORY.on(on), COMMERCIAL.on(on)) == (Decimal(statutory), Decimal(commercial))


def test_the_older_rates_stand_as_published():
    """The whole of both tables up to 2015, in order: a typing error in an old row would otherwise go unseen."""
    until = date(2014, 12, 31)
    assert [(str(r.valid_from), str(r.percent)) for r in STATUTORY.rows if r.valid_from <= until] == [
        ("1998-01-01", "6.00"), ("2001-01-01", "8.00"), ("2002-01-01", "7.00"), ("2003-08-01", "5.00"),
        ("2004-02-01", "4.00"), ("2007-01-01", "6.00"), ("2009-07-01", "4.00"), ("2010-01-01", "3.00"),
        ("2011-07-01", "4.00"), ("2012-07-01", "3.00"),
    ]  # fmt: skip
    assert [(str(r.valid_from), str(r.percent)) for r in COMMERCIAL.rows if r.valid_from <= date(2008, 12, 31)] == [
        ("2002-12-01", "10.35"), ("2003-01-01", "9.85"), ("2003-07-01", "9.10"), ("2004-01-01", "9.02"),
        ("2004-07-01", "9.01"), ("2005-01-01", "9.09"), ("2005-07-01", "9.05"), ("2006-01-01", "9.25"),
        ("2006-07-01", "9.83"), ("2007-01-01", "10.58"), ("2007-07-01", "11.07"), ("2008-01-01", "11.20"),
        ("2008-07-01", "11.07"),
    ]  # fmt: skip


ECB = {  # main refinancing rate in force before each half-year, where it changed (ECB key interest rates)
    "2009-01-01": "2.50", "2009-07-01": "1.00", "2011-07-01": "1.25", "2012-01-01": "1.00", "2013-01-01": "0.75",
    "2013-07-01": "0.50", "2014-01-01": "0.25", "2014-07-01": "0.15", "2015-01-01": "0.05", "2016-07-01": "0.00",
    "2023-01-01": "2.50", "2023-07-01": "4.00", "2024-01-01": "4.50", "2024-07-01": "4.25", "2025-01-01": "3.15",
    "2025-07-01": "2.15", "2026-07-01": "2.40",
}  # fmt: skip


@pytest.mark.parametrize(
    "day", [date(year, month, 1) for year in range(2009, 2027) for month in (1, 7)], ids=str
)
def test_the_commercial_rate_is_the_ecb_rate_plus_eight_points(day):
    """A second source for 36 half-years (art. 6:120 lid 2 BW; seven points until 15 March 2013)."""
    ecb = Decimal(ECB[max(known for known in ECB if known <= str(day))])
    assert COMMERCIAL.on(day) == ecb + (8 if day >= date(2013, 3, 16) else 7)


def test_the_eighth_point_came_on_16_march_2013():
    assert [COMMERCIAL.on(date(2013, 3, n)) for n in (15, 16)] == [Decimal("7.75"), Decimal("8.75")]


def test_every_shipped_row_has_a_source_a_kind_and_a_confidence():
    rows = shipped()
    assert {r.kind for r in rows if r.jurisdiction == "nl"} == set(RateKind)
    assert sum(r.jurisdiction == "nl" for r in rows) == 47
    assert all(len(r.source) > 10 and r.confidence in {"high", "medium", "low"} for r in rows)
    assert len({(r.jurisdiction, r.kind, r.valid_from) for r in rows}) == len(rows)
    assert all(r.valid_from <= CHECKED_ON <= CHECKED_UNTIL for r in rows)


def test_the_statutory_rate_is_not_the_rule_of_thumb():
    # ECB 3.15 + 2.25, rounded, gives 5 for the first half of 2025; the decree said 6.
    assert STATUTORY.on(date(2025, 3, 1)) == 6


@pytest.mark.parametrize(("found", "first"), [(COMMERCIAL, "2002-12-01"), (STATUTORY, "1998-01-01")])
def test_a_day_before_the_table_is_an_error_never_the_first_row(found, first):
    begins = date.fromisoformat(first)
    assert found.on(begins) == found.rows[0].percent
    before = date(begins.year - 1, 12, 31) if begins.month == 1 else date(begins.year, 11, 30)
    for ask in (found.on, found.row_on, lambda day: found.changes(day, date(2026, 1, 1))):
        with pytest.raises(InputError, match=f"no {found.label} rate for {long(before)}") as error:
            ask(before)
        assert f"begins on {long(begins)}" in error.value.message
        assert long(begins) in error.value.hint


def test_changes_start_at_the_first_day_and_leave_out_rows_with_the_same_rate():
    extra = (row("commercial", "2026-10-01", "10.40"),)
    found = table("nl", "commercial", extra).changes(date(2025, 12, 15), date(2026, 12, 31))
    assert found == [(date(2025, 12, 15), Decimal("10.15")), (date(2026, 7, 1), Decimal("10.40"))]


def test_changes_include_one_on_the_last_day_and_none_after_it():
    assert len(COMMERCIAL.changes(date(2026, 6, 1), date(2026, 7, 1))) == 2
    assert len(COMMERCIAL.changes(date(2026, 6, 1), date(2026, 6, 30))) == 1
    assert COMMERCIAL.changes(date(2026, 7, 1), date(2026, 7, 1)) == [(date(2026, 7, 1), Decimal("10.40"))]


@given(st.dates(date(2003, 1, 1), date(2027, 1, 1)), st.integers(0, 2_000))
def test_changes_agree_with_the_look_up_day_by_day(first, length):
    last = date.fromordinal(first.toordinal() + length)
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    expected = [
        (d, COMMERCIAL.on(d))
        for before, d in zip([None, *days], days, strict=False)
        if before is None or COMMERCIAL.on(before) != COMMERCIAL.on(d)
    ]
    assert COMMERCIAL.changes(first, last) == expected


def test_the_row_in_force_tells_its_source():
    assert COMMERCIAL.row_on(date(2026, 11, 21)).valid_from == date(2026, 7, 1)
    assert COMMERCIAL.row_on(date(2026, 6, 30)).valid_from == date(2025, 7, 1)
    assert "rijksoverheid.nl" in COMMERCIAL.row_on(date(2026, 7, 1)).source


# --- user rows ---------------------------------------------------------------------------------------------------


def test_a_user_row_extends_and_overrides():
    found = table(
        "nl",
        "commercial",
        (row("commercial", "2027-01-01", "10.65"), row("commercial", "2026-07-01", "10.41")),
    )
    assert [found.on(date(2026, 6, 30)), found.on(date(2026, 12, 31)), found.on(date(2027, 1, 1))] == [
        Decimal("10.15"),
        Decimal("10.41"),
        Decimal("10.65"),
    ]
    assert found.row_on(date(2027, 1, 1)).confidence == "user"


def test_of_two_user_rows_for_one_day_the_later_one_stands():
    found = table(
        "nl",
        "commercial",
        (row("commercial", "2027-01-01", "10.65"), row("commercial", "2027-01-01", "10.90")),
    )
    assert found.on(date(2027, 1, 1)) == Decimal("10.90")


def test_a_user_row_of_another_kind_or_country_is_left_out():
    extra = (row("statutory", "2026-08-01", "9"), row("commercial", "2026-08-01", "9", "be"))
    assert table("nl", "commercial", extra).on(date(2026, 9, 1)) == Decimal("10.40")


@pytest.mark.parametrize("percent", ["-0.01", "100.01", "NaN", "Infinity"])
def test_an_impossible_percentage_is_refused(percent):
    with pytest.raises(InputError, match="The commercial rate from 1 January 2027 is") as error:
        table("nl", "commercial", (row("commercial", "2027-01-01", percent),))
    assert error.value.hint


def test_the_ends_of_the_possible_are_accepted():
    for percent in ("0", "100"):
        assert RateTable("agreed", [row("agreed", "2027-01-01", percent)]).on(date(2027, 1, 1)) == Decimal(
            percent
        )


def test_a_table_without_rows_is_refused():
    with pytest.raises(InputError, match="no empty rates") as error:
        RateTable("empty", [])
    assert error.value.hint


def test_an_unknown_kind_or_jurisdiction_names_what_there_is():
    with pytest.raises(InputError, match="'handelsrente'") as error:
        table("nl", "handelsrente")
    assert error.value.hint == "Choose one of: commercial, statutory."
    with pytest.raises(InputError, match="jurisdiction 'xx'") as error:
        table("xx", "commercial")
    assert "nl" in error.value.hint


def test_an_agreed_rate_lifts_only_what_is_lower():
    lifted = STATUTORY.at_least(Decimal(5))
    assert [lifted.on(date(2025, 12, 31)), lifted.on(date(2026, 1, 1))] == [6, 5]
    assert lifted.row_on(date(2026, 1, 1)).source == "agreed rate"
    assert STATUTORY.at_least(Decimal(6)).row_on(date(2025, 12, 31)).source != "agreed rate"
    assert lifted.label == "statutory"


# --- freshness ---------------------------------------------------------------------------------------------------


def test_a_day_after_the_checked_half_year_is_told():
    assert (date(2026, 11, 21), date(2026, 12, 31)) == (CHECKED_ON, CHECKED_UNTIL)
    assert not is_unchecked(COMMERCIAL, date(2026, 12, 31))
    assert is_unchecked(COMMERCIAL, date(2027, 1, 1))
    assert is_unchecked(STATUTORY.at_least(Decimal(3)), date(2027, 1, 1))
    assert not is_unchecked(Decimal(8), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("rows", "until"),
    [
        ((), date(2026, 12, 31)),
        ((("2027-01-01", "10.65"),), date(2027, 6, 30)),
        ((("2027-01-01", "10.65"), ("2027-07-01", "10.65")), date(2027, 12, 31)),
        ((("2027-07-01", "10.65"), ("2027-01-01", "10.65"), ("2028-01-01", "9")), date(2028, 6, 30)),
        ((("2027-07-01", "10.65"),), date(2026, 12, 31)),  # the first half of 2027 was skipped
        ((("2027-02-01", "10.65"),), date(2026, 12, 31)),
        ((("2026-07-01", "10.40"),), date(2026, 12, 31)),
    ],
)
def test_each_half_year_added_in_turn_moves_the_warning_on(rows, until):
    extra = tuple(row("commercial", *given) for given in rows)
    found = table("nl", "commercial", extra)
    assert found.checked_until == until
    assert table("nl", "statutory", extra).checked_until == CHECKED_UNTIL
    assert found.at_least(Decimal(12)).checked_until == until
