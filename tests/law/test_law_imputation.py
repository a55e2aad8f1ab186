"""Order of payment: within a debt (art. 6:44 BW) and between debts (art. 6:43 BW)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.law.imputation import Debt, Imputed, Owed, Portion, allocate, impute, set_off_day

ON = date(2026, 11, 21)
EARLY, LATER, FUTURE = date(2026, 9, 1), date(2026, 10, 1), date(2026, 12, 1)
EIGHT, TEN = Decimal(8), Decimal(10)
OWED = Owed(costs=100, interest=30, principal=1_000, capitalised=20)

cents = st.integers(0, 1_000_000)
owed = st.builds(Owed, cents, cents, cents, cents)
some_debts = st.lists(
    st.builds(
        Debt,
        st.integers(1, 9),
        cents,
        st.sampled_from([EARLY, LATER, ON, FUTURE]),
        st.sampled_from([EIGHT, TEN]),
    ),
    unique_by=lambda debt: debt.key,
)


@pytest.mark.parametrize(
    ("amount", "met"),
    [
        (0, Imputed(0, 0, 0, 0, 0)),
        (99, Imputed(99, 0, 0, 0, 0)),
        (101, Imputed(100, 1, 0, 0, 0)),
        (135, Imputed(100, 30, 0, 5, 0)),
        (151, Imputed(100, 30, 1, 20, 0)),
        (1_150, Imputed(100, 30, 1_000, 20, 0)),
        (1_151, Imputed(100, 30, 1_000, 20, 1)),
    ],
)
def test_costs_then_interest_of_the_year_then_capitalised_interest_then_principal(amount, met):
    assert impute(amount, OWED) == met


def test_booked_to_principal_only():
    assert impute(600, OWED, principal_only=True) == Imputed(0, 0, 600, 0, 0)
    assert impute(1_100, OWED, principal_only=True) == Imputed(0, 0, 1_000, 0, 100)


@given(cents, owed, st.booleans())
def test_imputation_never_makes_or_loses_a_cent(amount, owed, principal_only):
    met = impute(amount, owed, principal_only=principal_only)
    assert sum(met) == amount
    assert all(0 <= part <= getattr(owed, name) for name, part in met._asdict().items() if name != "surplus")
    assert met.surplus == 0 or met.principal == owed.principal


@pytest.mark.parametrize(
    ("amount", "open_debt", "says"),
    [
        (-1, OWED, "payment is -0.01"),
        (1, OWED._replace(costs=-2), "open costs is -0.02"),
        (1, OWED._replace(interest=-2), "open interest is -0.02"),
        (1, OWED._replace(capitalised=-2), "open capitalised is -0.02"),
        (1, OWED._replace(principal=-2), "open principal is -0.02"),
    ],
)
def test_an_amount_below_zero_is_refused(amount, open_debt, says):
    with pytest.raises(InputError, match=says):
        impute(amount, open_debt)


# --- between debts -----------------------------------------------------------------------------------------------


def order(debts, designated=()):
    return [
        portion.key for portion in allocate(sum(debt.open for debt in debts), debts, ON, designated).portions
    ]


def test_the_debt_the_payment_names_goes_first():
    debts = [Debt(1, 100, EARLY), Debt(2, 100, LATER), Debt(3, 100, FUTURE)]
    assert order(debts) == [1, 2, 3]
    assert order(debts, [3]) == [3, 1, 2]
    assert order(debts, [3, 2]) == [3, 2, 1]
    assert order(debts, [3, 3, 2]) == [3, 2, 1]


def test_then_what_is_due_then_the_highest_interest_then_the_oldest():
    assert order([Debt(1, 100, FUTURE, TEN), Debt(2, 100, ON, EIGHT)]) == [2, 1]
    assert order([Debt(1, 100, EARLY, EIGHT), Debt(2, 100, LATER, TEN)]) == [2, 1]
    assert order([Debt(1, 100, LATER, EIGHT), Debt(2, 100, EARLY, EIGHT)]) == [2, 1]
    assert order([Debt(1, 100, EARLY), Debt(2, 100, LATER, Decimal("0.5"))]) == [
        2,
        1,
    ]  # without a rate: no interest


def test_equal_debts_share_in_proportion_to_the_cent():
    found = allocate(100, [Debt(1, 100, EARLY), Debt(2, 200, EARLY), Debt(3, 50, LATER)], ON)
    assert found.portions == (Portion(1, 33), Portion(2, 67))
    assert found.surplus == 0


def test_a_named_debt_does_not_share_with_its_equals():
    found = allocate(100, [Debt(1, 100, EARLY), Debt(2, 100, EARLY)], ON, [2])
    assert found.portions == (Portion(2, 100),)


def test_what_no_debt_takes_is_surplus():
    found = allocate(500, [Debt(1, 100, EARLY), Debt(2, 0, LATER)], ON)
    assert (found.portions, found.surplus) == ((Portion(1, 100),), 400)
    assert allocate(5, [], ON).surplus == 5


@given(cents, some_debts, st.data())
def test_allocation_never_makes_or_loses_a_cent(amount, debts, data):
    named = data.draw(st.lists(st.sampled_from([debt.key for debt in debts]))) if debts else []
    found = allocate(amount, debts, ON, named)
    by_key = {debt.key: debt.open for debt in debts}
    assert sum(portion.amount for portion in found.portions) + found.surplus == amount
    assert all(0 < portion.amount <= by_key[portion.key] for portion in found.portions)
    assert len({portion.key for portion in found.portions}) == len(found.portions)
    assert found.surplus == max(0, amount - sum(by_key.values()))


@given(some_debts, st.randoms())
def test_allocation_does_not_depend_on_the_order_of_the_list_except_among_equals(debts, random):
    total = sum(debt.open for debt in debts)
    shuffled = random.sample(debts, len(debts))
    first, second = (allocate(total // 2, given, ON) for given in (debts, shuffled))
    unequal = len({debt[2:] for debt in debts}) == len(debts)
    if unequal:
        assert first == second


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda debts: allocate(1, debts, ON, [7]), "names debt 7"),
        (lambda debts: allocate(1, [*debts, *debts], ON), "listed twice"),
        (lambda debts: allocate(-1, debts, ON), "payment is -0.01"),
        (lambda _: allocate(1, [Debt(1, -5, EARLY)], ON), "open debt is -0.05"),
    ],
)
def test_bad_input_is_refused(ask, says):
    with pytest.raises(InputError) as error:
        ask([Debt(1, 100, EARLY)])
    assert says in error.value.message
    assert error.value.hint


@pytest.mark.parametrize(
    ("received", "due", "on", "pays"),
    [
        ("2026-10-02", "2026-11-04", "2026-10-06", "2026-10-06"),  # not due yet: on the day itself
        ("2026-10-02", "2026-11-04", "2026-11-04", "2026-11-04"),
        ("2026-10-02", "2026-11-04", "2026-12-01", "2026-11-04"),  # back to the due day
        ("2026-11-20", "2026-11-04", "2026-12-01", "2026-11-20"),  # not before the balance was there
    ],
)
def test_a_balance_pays_from_the_first_day_it_could_be_set_off(received, due, on, pays):
    days = [date.fromisoformat(day) for day in (received, due, on)]
    assert set_off_day(*days) == date.fromisoformat(pays)
