"""What must hold of interest whatever the debt: checked against a walk day by day, and by properties.

At 36,500 per cent a year a day's interest is the base itself, so no cent is ever rounded and a property holds to the
cent; at ordinary rates each segment rounds once, so a property holds to a cent per cut.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from debcli.law.imputation import Owed, impute
from debcli.law.interest import Compounding, Cost, DayBasis, Receipt, accrue
from debcli.law.rates import RateKind, table
from debcli.law.terms import years_after

COMMERCIAL = table("nl", RateKind.COMMERCIAL)
STATUTORY = table("nl", RateKind.STATUTORY)
UNROUNDED = Decimal(36_500)

cents = st.integers(1, 5_000_000)
firsts = st.dates(date(2010, 1, 1), date(2026, 6, 30)) | st.sampled_from(
    [date(2020, 2, 29), date(2023, 3, 1), date(2025, 7, 1)]
)
lengths = st.integers(1, 1_500)
rates = st.sampled_from([COMMERCIAL, STATUTORY, STATUTORY.at_least(Decimal(5))]) | st.decimals(
    0, 20, places=3
)
compoundings = st.sampled_from(Compounding)
bases = st.sampled_from(DayBasis)


@st.composite
def histories(draw, length, *, principal_only=True):
    """Receipts and costs around a period, as (days from its first day, cents) and a flag."""
    offsets = st.integers(-20, length + 20)
    flags = st.booleans() if principal_only else st.just(False)
    receipts = draw(st.lists(st.tuples(offsets, cents, flags), max_size=4))
    costs = draw(st.lists(st.tuples(offsets, st.integers(0, 100_000)), max_size=2))
    return receipts, costs


@st.composite
def debts(draw, *, principal_only=True):
    length = draw(lengths)
    first = draw(firsts)
    receipts, costs = draw(histories(length, principal_only=principal_only))
    return {
        "principal": draw(cents),
        "first": first,
        "last": first + timedelta(length - 1),
        "receipts": [Receipt(first + timedelta(n), amount, flag) for n, amount, flag in receipts],
        "costs": [Cost(first + timedelta(n), amount) for n, amount in costs],
        "compounding": draw(compoundings),
        "day_basis": draw(bases),
    }


def half_up(exact):
    return int(exact + Fraction(1, 2))


def walk(principal, first, last, rate, receipts, costs, compounding, day_basis):
    """The same debt day by day, in fractions: a slow second opinion."""
    open_costs, running, capitalised, surplus, total = 0, 0, 0, 0, 0
    receipts = sorted(receipts, key=lambda receipt: receipt.on)
    segment, seen = Fraction(0), None
    day = min([first, *(r.on for r in receipts), *(c.on for c in costs)])
    while day <= last:
        open_costs += sum(cost.amount for cost in costs if cost.on == day)
        years = next((k for k in range(20) if years_after(first, k + 1) > day), 0)
        start, end = years_after(first, years), years_after(first, years + 1)
        if day > first and day == start and compounding is Compounding.YEARLY and principal + capitalised:
            rounded = half_up(segment)
            running, total, segment = running + rounded, total + rounded, Fraction(0)
            capitalised, running = capitalised + running, 0
        if day >= first:
            percent = rate if isinstance(rate, Decimal) else rate.on(day)
            length = (end - start).days if day_basis is DayBasis.INTEREST_YEAR else 365
            if seen != (percent, length):
                rounded = half_up(segment)
                running, total, segment = running + rounded, total + rounded, Fraction(0)
                seen = (percent, length)
            segment += Fraction(principal + capitalised) * Fraction(percent) / 100 / length
        for receipt in (r for r in receipts if r.on == day):
            rounded = half_up(segment)
            running, total, segment = running + rounded, total + rounded, Fraction(0)
            met = impute(
                receipt.amount,
                Owed(open_costs, running, principal, capitalised),
                principal_only=receipt.principal_only,
            )
            open_costs, running, capitalised = (
                open_costs - met.costs,
                running - met.interest,
                capitalised - met.capitalised,
            )
            principal, surplus = principal - met.principal, surplus + met.surplus
        day += timedelta(1)
    rounded = half_up(segment)
    return total + rounded, open_costs, running + rounded + capitalised, principal, surplus


@given(debts(), rates)
def test_it_agrees_with_a_walk_day_by_day(debt, rate):
    flow = accrue(**debt, rate=rate)
    assert walk(**debt, rate=rate) == (
        flow.interest_total,
        flow.open_costs,
        flow.open_interest,
        flow.open_principal,
        flow.surplus,
    )


@given(debts(), rates)
def test_segments_tile_the_period_and_each_can_be_recomputed(debt, rate):
    flow = accrue(**debt, rate=rate)
    day = debt["first"]
    for segment in flow.segments:
        assert segment.first == day
        assert segment.days == (segment.last - segment.first).days + 1 > 0
        assert segment.percent == (rate if isinstance(rate, Decimal) else rate.on(segment.first))
        if debt["day_basis"] is DayBasis.ACT_365:
            assert segment.amount == half_up(
                Fraction(segment.base) * Fraction(segment.percent) * segment.days / 36_500
            )
        day = segment.last + timedelta(1)
    assert day == debt["last"] + timedelta(1) or flow.base == 0


@given(debts(), rates)
def test_no_cent_is_made_or_lost(debt, rate):
    flow = accrue(**debt, rate=rate)
    received = sum(r.amount for r in debt["receipts"] if r.on <= debt["last"])
    owed = (
        debt["principal"] + flow.interest_total + sum(c.amount for c in debt["costs"] if c.on <= debt["last"])
    )
    assert owed - received == flow.open_total - flow.surplus
    assert sum(sum(a[1:]) for a in flow.applied) == received
    assert min(flow.open_costs, flow.open_interest, flow.open_principal, flow.surplus) >= 0
    assert flow.open_principal <= flow.base <= flow.open_principal + flow.open_interest


@given(debts(), rates, st.integers(1, 400))
def test_interest_never_decreases_with_a_later_day(debt, rate, more):
    later = {**debt, "last": debt["last"] + timedelta(more)}
    assert accrue(**later, rate=rate).interest_total >= accrue(**debt, rate=rate).interest_total


@given(cents, firsts, st.integers(1, 200), rates)
def test_there_is_no_interest_before_default(principal, first, early, rate):
    flow = accrue(principal, first, first - timedelta(early), rate)
    assert (flow.segments, flow.interest_total, flow.open_total) == ((), 0, principal)


@given(debts(principal_only=False), rates | st.just(UNROUNDED), st.data())
def test_paying_earlier_never_costs_more(debt, rate, data):
    paid_on = st.integers(-20, (debt["last"] - debt["first"]).days)
    early, late = sorted([data.draw(paid_on), data.draw(paid_on)])
    amount = data.draw(cents)

    def net(offset):
        receipts = [*debt["receipts"], Receipt(debt["first"] + timedelta(offset), amount)]
        flow = accrue(**{**debt, "receipts": receipts, "day_basis": DayBasis.ACT_365}, rate=rate)
        return flow.open_total - flow.surplus, len(flow.segments)

    (owed_early, cuts_early), (owed_late, cuts_late) = net(early), net(late)
    assert owed_early <= owed_late + (0 if rate is UNROUNDED else cuts_early + cuts_late)


@given(cents, firsts, lengths, lengths, rates)
def test_simple_interest_is_additive_over_adjoining_periods(principal, first, length, more, rate):
    middle, last = first + timedelta(length - 1), first + timedelta(length + more - 1)

    def simple(start, end, percent):
        return accrue(principal, start, end, percent, compounding=Compounding.SIMPLE)

    parts = [simple(first, middle, rate), simple(middle + timedelta(1), last, rate)]
    whole = simple(first, last, rate)
    added = sum(part.interest_total for part in parts)
    at_a_cut = middle in {segment.last for segment in whole.segments}
    assert abs(added - whole.interest_total) <= (0 if at_a_cut else 1)  # one cut more, one cent at most
    assert simple(first, last, UNROUNDED).interest_total == sum(
        simple(*span, UNROUNDED).interest_total for span in ((first, middle), (middle + timedelta(1), last))
    )


@given(
    cents,
    st.dates(date(2010, 1, 1), date(2026, 6, 30)).filter(lambda d: (d.month, d.day) != (2, 29)),
    st.integers(1, 4),
    lengths,
    rates,
)
def test_compound_interest_goes_on_from_the_capitalised_sum_at_an_anniversary(
    principal, first, years, more, rate
):
    anniversary = years_after(first, years)
    last = anniversary + timedelta(more - 1)
    before = accrue(principal, first, anniversary - timedelta(1), rate)
    after = accrue(principal + before.interest_total, anniversary, last, rate)
    assert before.base == principal + before.interest_total
    assert accrue(principal, first, last, rate).interest_total == before.interest_total + after.interest_total


@given(cents, cents, firsts, lengths, rates)
def test_a_larger_debt_never_bears_less(small, more, first, length, rate):
    last = first + timedelta(length - 1)
    assert (
        accrue(small + more, first, last, rate).interest_total
        >= accrue(small, first, last, rate).interest_total
    )
