"""The accrual engine: what ends a segment, what a payment does, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from debcli.errors import InputError
from debcli.law.interest import (
    Applied,
    Compounding,
    Cost,
    DayBasis,
    Receipt,
    Segment,
    accrue,
    over_period,
    per_day,
)
from debcli.law.rates import RateKind, table

COMMERCIAL = table("nl", RateKind.COMMERCIAL)
STATUTORY = table("nl", RateKind.STATUTORY)
TEN = Decimal(10)


def spans(flow):
    return [(s.first, s.last) for s in flow.segments]


def test_one_segment_reads_like_a_pocket_calculator():
    flow = accrue(121_000, date(2026, 7, 2), date(2026, 11, 21), COMMERCIAL)
    assert flow.segments == (
        Segment(date(2026, 7, 2), date(2026, 11, 21), 143, 121_000, Decimal("10.40"), 4_930),
    )
    assert (flow.interest_total, flow.open_interest, flow.open_principal, flow.open_total) == (
        4_930,
        4_930,
        121_000,
        125_930,
    )


def test_a_new_row_with_the_same_rate_is_no_cut():
    assert len(accrue(100_000, date(2025, 12, 1), date(2026, 6, 30), COMMERCIAL).segments) == 1


def test_first_day_is_itself_the_day_of_a_rate_change():
    flow = accrue(100_000, date(2026, 7, 1), date(2026, 7, 1), COMMERCIAL)
    assert [(s.days, s.percent) for s in flow.segments] == [(1, Decimal("10.40"))]


def test_last_day_is_the_day_before_and_on_a_rate_change():
    assert len(accrue(100_000, date(2026, 6, 1), date(2026, 6, 30), COMMERCIAL).segments) == 1
    assert [s.days for s in accrue(100_000, date(2026, 6, 1), date(2026, 7, 1), COMMERCIAL).segments] == [
        30,
        1,
    ]


def test_capitalisation_is_on_the_anniversary_not_on_new_years_day():
    flow = accrue(100_000, date(2024, 3, 15), date(2025, 3, 15), TEN)
    assert spans(flow) == [(date(2024, 3, 15), date(2025, 3, 14)), (date(2025, 3, 15), date(2025, 3, 15))]
    assert [s.base for s in flow.segments] == [100_000, 110_000]
    assert (flow.open_principal, flow.open_interest) == (100_000, 10_030)


def test_simple_interest_has_no_anniversary():
    flow = accrue(100_000, date(2024, 3, 15), date(2027, 3, 14), TEN, compounding=Compounding.SIMPLE)
    assert [(s.days, s.base, s.amount) for s in flow.segments] == [(1095, 100_000, 30_000)]
    assert flow.base == 100_000


def test_base_is_what_bears_interest_the_day_after():
    day_before = accrue(100_000, date(2024, 3, 15), date(2025, 3, 13), TEN)
    last_of_year = accrue(100_000, date(2024, 3, 15), date(2025, 3, 14), TEN)
    assert (day_before.base, last_of_year.base) == (100_000, 110_000)
    assert last_of_year.open_interest == 10_000


def test_days_by_interest_year():
    # 2024-03-01 .. 2025-02-28 has 365 days, 2023-03-01 .. 2024-02-29 has 366.
    flow = accrue(1_000_000, date(2023, 3, 1), date(2025, 2, 28), TEN, day_basis=DayBasis.INTEREST_YEAR)
    assert [(s.days, s.amount) for s in flow.segments] == [(366, 100_000), (365, 110_000)]


@pytest.mark.parametrize(
    ("first", "last", "lengths"),
    [
        ("2023-03-01", "2024-03-01", [366, 365]),  # the last day opens a year of another length
        ("2023-03-01", "2023-03-01", [366]),
        ("2022-03-01", "2023-03-01", [365, 366]),
    ],
)
def test_each_day_is_counted_over_its_own_interest_year(first, last, lengths):
    span = date.fromisoformat(first), date.fromisoformat(last)
    flow = accrue(
        366 * 365 * 100, *span, TEN, compounding=Compounding.SIMPLE, day_basis=DayBasis.INTEREST_YEAR
    )
    assert [s.amount for s in flow.segments] == [
        s.days * 366 * 365 * 10 // n for s, n in zip(flow.segments, lengths, strict=True)
    ]


def test_days_by_interest_year_without_capitalisation_cut_only_where_the_length_changes():
    def simple(last):
        return accrue(
            1_000_000,
            date(2021, 3, 1),
            last,
            TEN,
            compounding=Compounding.SIMPLE,
            day_basis=DayBasis.INTEREST_YEAR,
        )

    flow = simple(date(2025, 2, 28))
    assert spans(flow) == [
        (date(2021, 3, 1), date(2023, 2, 28)),  # two years of 365
        (date(2023, 3, 1), date(2024, 2, 29)),  # one of 366
        (date(2024, 3, 1), date(2025, 2, 28)),
    ]
    assert [s.amount for s in flow.segments] == [200_000, 100_000, 100_000]
    assert {s.base for s in flow.segments} == {1_000_000}


def test_interest_from_29_february_has_its_anniversary_on_28_february():
    flow = accrue(100_000, date(2024, 2, 29), date(2025, 3, 1), TEN)
    assert spans(flow) == [(date(2024, 2, 29), date(2025, 2, 27)), (date(2025, 2, 28), date(2025, 3, 1))]


# --- payments ----------------------------------------------------------------------------------------------------


def test_a_payment_before_the_first_day_lowers_the_principal():
    flow = accrue(
        100_000, date(2026, 7, 2), date(2026, 7, 31), TEN, receipts=[Receipt(date(2026, 7, 1), 40_000)]
    )
    assert [(s.base, s.days) for s in flow.segments] == [(60_000, 30)]
    assert flow.applied == (Applied(date(2026, 7, 1), 0, 0, 40_000, 0),)


def test_a_payment_on_the_first_day_still_finds_a_day_of_interest():
    flow = accrue(
        100_000, date(2026, 7, 2), date(2026, 7, 3), TEN, receipts=[Receipt(date(2026, 7, 2), 40_000)]
    )
    assert [(s.base, s.days, s.amount) for s in flow.segments] == [(100_000, 1, 27), (60_027, 1, 16)]
    assert flow.applied == (Applied(date(2026, 7, 2), 0, 27, 39_973, 0),)


def test_a_payment_on_the_last_day_is_booked_and_one_later_is_not():
    receipts = [Receipt(date(2026, 7, 31), 10_000), Receipt(date(2026, 8, 1), 20_000)]
    flow = accrue(100_000, date(2026, 7, 2), date(2026, 7, 31), TEN, receipts=receipts)
    assert flow.applied == (Applied(date(2026, 7, 31), 0, 822, 9_178, 0),)
    assert (flow.open_interest, flow.open_principal, flow.base) == (0, 90_822, 90_822)


def test_payments_are_booked_by_day_and_within_a_day_in_the_order_given():
    receipts = [Receipt(date(2026, 7, 20), 3), Receipt(date(2026, 7, 11), 1), Receipt(date(2026, 7, 20), 2)]
    flow = accrue(100_000, date(2026, 7, 2), date(2026, 7, 31), TEN, receipts=receipts)
    assert [(a.on.day, a.to_interest) for a in flow.applied] == [(11, 1), (20, 3), (20, 2)]
    assert [s.last.day for s in flow.segments] == [11, 20, 31]


def test_interest_stops_when_all_is_paid_and_the_rest_is_a_surplus():
    flow = accrue(
        100_000, date(2026, 7, 2), date(2026, 12, 1), TEN, receipts=[Receipt(date(2026, 7, 11), 150_000)]
    )
    assert spans(flow) == [(date(2026, 7, 2), date(2026, 7, 11))]
    assert flow.applied == (Applied(date(2026, 7, 11), 0, 274, 100_000, 49_726),)
    assert (flow.open_total, flow.surplus, flow.base) == (0, 49_726, 0)


def test_surpluses_add_up():
    receipts = [Receipt(date(2026, 7, 11), 150_000), Receipt(date(2026, 7, 12), 5_000)]
    assert accrue(100_000, date(2026, 7, 2), date(2026, 12, 1), TEN, receipts=receipts).surplus == 54_726


def test_costs_are_met_from_their_own_day():
    costs = [Cost(date(2026, 7, 11), 4_000), Cost(date(2026, 8, 1), 500), Cost(date(2027, 1, 1), 9_999)]
    receipts = [
        Receipt(date(2026, 7, 10), 1_000),
        Receipt(date(2026, 7, 11), 1_500),
        Receipt(date(2026, 7, 12), 3_000),
    ]
    flow = accrue(100_000, date(2026, 7, 2), date(2026, 12, 31), TEN, receipts=receipts, costs=costs)
    assert [a.to_costs for a in flow.applied] == [0, 1_500, 2_500]
    assert flow.open_costs == 500


def test_costs_without_payments_stay_open_and_bear_no_interest():
    flow = accrue(100_000, date(2026, 7, 2), date(2026, 7, 31), TEN, costs=[Cost(date(2026, 7, 31), 4_000)])
    assert (flow.open_costs, flow.open_interest, flow.open_total) == (4_000, 822, 104_822)


def test_a_payment_meets_interest_of_the_running_year_before_capitalised_interest():
    # After one year 10,000 is capitalised; 73 days at 10% on 110,000 add 2,200.
    flow = accrue(
        100_000, date(2025, 1, 1), date(2026, 3, 14), TEN, receipts=[Receipt(date(2026, 3, 14), 2_200)]
    )
    assert (flow.open_interest, flow.base) == (10_000, 110_000)
    flow = accrue(
        100_000, date(2025, 1, 1), date(2026, 3, 14), TEN, receipts=[Receipt(date(2026, 3, 14), 5_200)]
    )
    assert (flow.open_interest, flow.base, flow.open_principal) == (7_000, 107_000, 100_000)
    assert flow.applied[0].to_interest == 5_200


def test_on_the_last_day_of_a_year_the_order_of_booking_and_capitalising_does_not_matter():
    flow = accrue(
        100_000, date(2025, 1, 1), date(2026, 1, 1), TEN, receipts=[Receipt(date(2025, 12, 31), 4_000)]
    )
    assert [s.base for s in flow.segments] == [100_000, 106_000]


def test_a_payment_booked_to_principal_leaves_interest_and_costs_open():
    flow = accrue(
        100_000,
        date(2026, 7, 2),
        date(2026, 7, 31),
        TEN,
        receipts=[Receipt(date(2026, 7, 11), 60_000, principal_only=True)],
        costs=[Cost(date(2026, 7, 3), 4_000)],
    )
    assert flow.applied == (Applied(date(2026, 7, 11), 0, 0, 60_000, 0),)
    assert [(s.days, s.base, s.amount) for s in flow.segments] == [(10, 100_000, 274), (20, 40_000, 219)]
    assert (flow.open_costs, flow.open_interest, flow.open_principal) == (4_000, 493, 40_000)


def test_once_the_principal_is_paid_alone_interest_has_stopped_for_good():
    receipts = [Receipt(date(2026, 7, 11), 100_000, principal_only=True), Receipt(date(2028, 1, 1), 100)]
    flow = accrue(100_000, date(2026, 7, 2), date(2028, 12, 31), TEN, receipts=receipts)
    assert spans(flow) == [(date(2026, 7, 2), date(2026, 7, 11))]
    assert (flow.open_interest, flow.base) == (174, 0)


def test_before_the_first_day_there_is_no_interest_but_payments_count():
    receipts = [Receipt(date(2026, 6, 1), 30_000), Receipt(date(2026, 6, 20), 1_000)]
    flow = accrue(100_000, date(2026, 7, 2), date(2026, 6, 15), COMMERCIAL, receipts=receipts)
    assert (flow.segments, flow.open_principal, flow.base, flow.interest_total) == ((), 70_000, 70_000, 0)
    assert len(flow.applied) == 1


def test_an_agreed_higher_rate_towards_a_consumer_yields_to_the_law_where_that_is_higher():
    flow = accrue(100_000, date(2025, 12, 1), date(2026, 1, 31), STATUTORY.at_least(Decimal(5)))
    assert [(s.percent, s.days) for s in flow.segments] == [(6, 31), (5, 31)]


# --- per day, and what is refused --------------------------------------------------------------------------------


def test_per_day_rounds_half_up():
    assert per_day(121_000, Decimal("10.40")) == 34  # 34.476...
    assert per_day(1_825, TEN) == 1  # exactly half a cent
    assert per_day(1_824, TEN) == 0
    assert per_day(0, TEN) == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"principal": -1}, "principal is -0.01"),
        ({"receipts": [Receipt(date(2026, 7, 3), -5)]}, "-0.05 on 3 July 2026"),
        ({"receipts": [Receipt(date(2026, 7, 3), 0)]}, "0.00 on 3 July 2026"),
        ({"costs": [Cost(date(2026, 7, 3), -5)]}, "costs is -0.05"),
        ({"rate": Decimal(-1)}, "-1 per cent"),
        ({"rate": Decimal("NaN")}, "NaN per cent"),
        ({"rate": Decimal("Infinity")}, "Infinity per cent"),
        ({"first": date(2002, 11, 30), "rate": COMMERCIAL}, "no commercial rate for 30 November 2002"),
    ],
)
def test_bad_input_gives_one_clear_error(change, says):
    given = {"principal": 100, "first": date(2026, 7, 2), "last": date(2026, 7, 31), "rate": TEN, **change}
    with pytest.raises(InputError) as error:
        accrue(given.pop("principal"), given.pop("first"), given.pop("last"), given.pop("rate"), **given)
    assert says in error.value.message
    assert error.value.hint


def test_a_typed_period_that_runs_backwards_is_refused():
    assert over_period(100_000, date(2026, 7, 2), date(2026, 7, 2), TEN).interest_total == 27
    with pytest.raises(InputError, match="1 July 2026 lies before the first day 2 July 2026") as error:
        over_period(100_000, date(2026, 7, 2), date(2026, 7, 1), TEN)
    assert error.value.hint


def test_a_typed_period_keeps_its_settings():
    period = (100_000, date(2024, 1, 1), date(2025, 12, 31), TEN)
    assert over_period(*period).interest_total == 21_030
    assert over_period(*period, compounding=Compounding.SIMPLE).interest_total == 20_027
    assert over_period(*period, day_basis=DayBasis.INTEREST_YEAR).interest_total == 21_000


def test_per_day_refuses_a_negative_base_and_rate():
    for base, percent in ((-1, TEN), (1, Decimal(-1))):
        with pytest.raises(InputError, match=r"base is|per cent"):
            per_day(base, percent)


def test_a_zero_rate_is_possible_and_gives_nothing():
    flow = accrue(100_000, date(2026, 7, 2), date(2026, 7, 31), Decimal(0))
    assert [(s.amount, s.days) for s in flow.segments] == [(0, 30)]


def test_the_plain_case_is_quick():
    """The morning asks this for hundreds of invoices: 300 of them within 60 ms, a tenth of that on an idle machine."""
    import time

    def once():
        started = time.perf_counter()
        for n in range(300):
            accrue(121_000, date(2026, 1, 1) + timedelta(n % 90), date(2026, 11, 21), COMMERCIAL)
        return time.perf_counter() - started

    assert min(once() for _ in range(5)) < 0.06
