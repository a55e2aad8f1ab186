"""Collection costs: the scale, its limits, VAT, agreements between businesses."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError, RefusedError
from debcli.law.costs import (
    Bracket,
    VatConditions,
    agreed_costs,
    charged_within_half_year,
    collection_costs,
    further_costs,
    may_agree,
)

ALL = VatConditions(external_service=True, vat_not_deductible=True, declared=True)
principals = st.integers(0, 150_000_000)


def test_the_brackets_explain_the_amount():
    found = collection_costs(150_000_000)
    assert found.brackets == (
        Bracket(250_000, Decimal(15), 37_500),
        Bracket(250_000, Decimal(10), 25_000),
        Bracket(500_000, Decimal(5), 25_000),
        Bracket(19_000_000, Decimal(1), 190_000),
        Bracket(130_000_000, Decimal("0.5"), 650_000),
    )
    assert (found.amount, found.limit) == (677_500, "maximum")


@pytest.mark.parametrize(
    ("principal", "amount", "limit"),
    [
        (0, 0, ""),
        (1, 4_000, "minimum"),
        (26_666, 4_000, ""),  # 39.999 rounds to 40.00
        (26_670, 4_001, ""),
        (250_000, 37_500, ""),
        (250_001, 37_500, ""),
        (500_000, 62_500, ""),
        (1_000_000, 87_500, ""),
        (20_000_000, 277_500, ""),
        (20_000_100, 277_501, ""),  # half a cent over half a euro, up
        (100_000_000, 677_500, ""),
        (100_000_200, 677_500, "maximum"),
    ],
)
def test_minimum_maximum_and_the_edges_of_the_brackets(principal, amount, limit):
    found = collection_costs(principal)
    assert (found.amount, found.limit, found.principal) == (amount, limit, principal)


def test_several_claims_are_summed_before_the_scale():
    assert collection_costs([10_000, 20_000]).amount == 4_500  # apart: twice the minimum
    assert collection_costs([10_000, 20_000]) == collection_costs(30_000)
    assert collection_costs([]).amount == 0


@pytest.mark.parametrize("missing", VatConditions._fields)
def test_vat_needs_all_three_conditions(missing):
    assert collection_costs(100_000, ALL).vat == 3_150
    assert collection_costs(100_000, ALL._replace(**{missing: False})).vat == 0


def test_vat_is_off_by_default_and_rounds_half_up():
    assert VatConditions() == (False, False, False)
    assert collection_costs(100_000).vat == 0
    assert collection_costs(100_000, VatConditions()).vat == 0
    found = collection_costs(27_000, ALL)  # 40.50, VAT 8.505
    assert (found.amount, found.vat, found.total) == (4_050, 851, 4_901)
    assert collection_costs(0, ALL).total == 0


@given(principals, principals)
def test_costs_are_monotone_in_the_principal(one, other):
    small, large = sorted([one, other])
    assert collection_costs(small).amount <= collection_costs(large).amount


@given(principals)
def test_the_lines_add_up(principal):
    found = collection_costs(principal, ALL)
    assert sum(bracket.of for bracket in found.brackets) == principal
    assert all(bracket.of > 0 for bracket in found.brackets)
    assert found.total == found.amount + found.vat
    if not found.limit:
        assert sum(bracket.amount for bracket in found.brackets) == found.amount
    if principal:
        assert 4_000 <= found.amount <= 677_500


# --- agreed between businesses -----------------------------------------------------------------------------------


def test_an_agreed_percentage_never_goes_below_forty_euro():
    assert agreed_costs(100_000, Decimal(15)).brackets == (Bracket(100_000, Decimal(15), 15_000),)
    assert agreed_costs([99_999, 1], Decimal(1)).principal == 100_000
    assert agreed_costs(100_000, Decimal(1)).amount == 4_000
    assert agreed_costs(100_000, Decimal(0), minimum=0).amount == 4_000
    assert agreed_costs(100_000, Decimal(1), minimum=25_000).amount == 25_000
    assert agreed_costs(100_003, Decimal("12.5")).amount == 12_500  # 125.00375
    assert agreed_costs(100_004, Decimal("12.5")).amount == 12_501  # 125.005
    assert agreed_costs(0, Decimal(15)).amount == 0
    assert agreed_costs(0, Decimal(15)).brackets == ()


def test_an_agreed_percentage_has_no_maximum_and_takes_sums_and_vat():
    assert agreed_costs([50_000_000, 50_000_000], Decimal(15)).amount == 15_000_000
    assert agreed_costs(100_000, Decimal(100)).amount == 100_000
    assert agreed_costs(100_000, Decimal(10), vat=ALL).vat == 2_100
    assert agreed_costs(100_000, Decimal(10)).vat == 0


@pytest.mark.parametrize(
    ("principal", "before", "named", "more"),
    [
        (300_00, 500_00, 75_00, 45_00),  # 15 % of 800.00 is 120.00
        (100_00, 100_00, 40_00, 0),  # 200.00 together stays at the minimum
        (2_500_00, 2_500_00, 375_00, 250_00),  # the second bracket, not the first once more
        (100_00, 0, 0, 40_00),
        (0, 500_00, 75_00, 0),
        (0, 500_00, 0, 0),
        (1, 500_00, 80_00, 0),  # never below zero
    ],
)
def test_what_comes_on_top_is_the_scale_over_the_sum_less_what_was_named(principal, before, named, more):
    assert further_costs(principal, before, named) == more


@given(principals, principals)
def test_costs_in_two_steps_are_the_costs_in_one(first, second):
    named = collection_costs(first).amount
    assert named + further_costs(second, first, named) == collection_costs((first, second)).amount


def test_costs_named_before_are_not_below_zero():
    with pytest.raises(InputError, match="costs named before is -0.01"):
        further_costs(1, 1, -1)


@pytest.mark.parametrize(
    ("earlier", "found"),
    [
        ((), None),
        ((date(2026, 5, 20),), None),
        ((date(2026, 5, 21),), date(2026, 5, 21)),
        ((date(2026, 11, 21),), date(2026, 11, 21)),
        ((date(2026, 11, 22),), None),
        ((date(2026, 6, 1), date(2026, 9, 1), date(2026, 8, 1)), date(2026, 9, 1)),
    ],
)
def test_a_charge_in_the_six_months_before_is_found(earlier, found):
    assert charged_within_half_year(earlier, date(2026, 11, 21)) == found


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: collection_costs(-1), "The principal is -0.01"),
        (lambda: collection_costs([500, -1]), "The principal is -0.01"),
        (lambda: agreed_costs(-1, Decimal(15)), "The principal is -0.01"),
        (lambda: agreed_costs(100, Decimal("-0.1")), "-0.1 per cent"),
        (lambda: agreed_costs(100, Decimal("100.1")), "100.1 per cent"),
        (lambda: agreed_costs(100, Decimal("NaN")), "NaN per cent"),
    ],
)
def test_bad_input_is_refused(ask, says):
    with pytest.raises(InputError) as error:
        ask()
    assert says in error.value.message
    assert error.value.hint


@pytest.mark.parametrize("kind", ["business", "government"])
def test_costs_can_be_agreed_with_a_business(kind):
    may_agree(kind)


def test_costs_cannot_be_agreed_with_a_consumer():
    with pytest.raises(RefusedError, match=r"art. 6:96 lid 5") as refused:
        may_agree("consumer")
    assert refused.value.legal
    with pytest.raises(InputError):
        may_agree("martian")


def test_the_conditions_that_lack_are_named():
    assert VatConditions().lacking == (
        "an outside collection service whose fee bears VAT",
        "VAT that you cannot reclaim",
        "your express statement of both to the debtor",
    )
    assert VatConditions(True, False, True).lacking == ("VAT that you cannot reclaim",)
    assert ALL.lacking == ()
