"""Order of payment within a debt (art. 6:44 BW), and the day a balance pays it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.law.imputation import Imputed, Owed, impute, set_off_day

OWED = Owed(costs=100, interest=30, principal=1_000, capitalised=20)

cents = st.integers(0, 1_000_000)
owed = st.builds(Owed, cents, cents, cents, cents)


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
