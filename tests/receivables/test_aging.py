"""Every day late lies in exactly one bucket, and the buckets add up (trap 22)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from debcli.receivables.account import account
from debcli.receivables.aging import BUCKETS, aging, bucket_of
from debcli.receivables.facts import Allocation, Customer, Facts, Invoice

DAY = date(2026, 10, 26)


def owed(*late, paid=()):
    invoices = tuple(
        Invoice(n, 1, f"I-{n}", 100_00, DAY - timedelta(d + 30), DAY - timedelta(d))
        for n, d in enumerate(late, 1)
    )
    return Facts(Customer(1, "a", "A"), invoices, tuple(paid))


@given(st.integers(-400, 4000))
def test_each_number_of_days_lies_in_exactly_one_bucket(days):
    hits = [
        at for at, (first, last) in enumerate(BUCKETS)
        if (first is None or days >= first) and (last is None or days <= last)
    ]  # fmt: skip
    assert hits == [bucket_of(days)]


def test_the_edges():
    assert [bucket_of(d) for d in (-1, 0, 1, 30, 31, 60, 61, 90, 91)] == [0, 0, 1, 1, 2, 2, 3, 3, 4]


@given(st.lists(st.integers(-40, 200), max_size=12))
def test_buckets_and_customers_add_up_to_what_is_open(late):
    acc = account(owed(*late), DAY)
    found = aging([acc])
    assert found.total == sum(i.open for i in acc.items) == sum(a.total for a in found.customers)
    assert sum(b.number for b in found.buckets) == len(acc.items)
    assert found.overdue == 100_00 * sum(d > 0 and d >= 1 for d in late)


def test_a_later_payment_is_not_seen(tmp_path):
    """Trap 23: a report as of a day ignores what came in after it."""
    facts = owed(31, paid=[Allocation(1, 100_00, DAY, "payment", 1, 1)])
    assert aging([account(facts, DAY - timedelta(1))]).buckets[1].amount == 100_00
    assert aging([account(facts, DAY)]).total == 0


def test_currencies_are_never_added():
    invoices = (
        Invoice(1, 1, "E", 100_00, date(2026, 8, 1), date(2026, 9, 1)),
        Invoice(2, 1, "S", 500_00, date(2026, 8, 1), date(2026, 9, 1), currency="SEK"),
    )
    found = aging([account(Facts(Customer(1, "a", "A"), invoices), DAY)])
    assert (found.total, found.others) == (100_00, (("SEK", 500_00),))


def test_a_payment_the_bank_took_back_is_a_signal_from_that_day_on():
    from debcli.receivables.habit import taken_back
    from debcli.receivables.known import as_of
    from debcli.receivables.rating import rating

    back = Allocation(1, 100_00, DAY - timedelta(10), "payment", 1, 1)._replace(returned_on=DAY)
    facts = owed(31, paid=[back])
    for day, signals in ((DAY - timedelta(1), 0), (DAY, 1)):
        found = rating(account(facts, day), as_of(facts, day), taken_back(facts, day))
        assert len([s for s in found.signals if "took a payment back" in s]) == signals
        assert len(found.paid) == 1 - signals
