"""Balances in favour: no cent is made or lost when they are used, and nobody owes interest on what was here already."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.receivables.account import account
from debcli.receivables.balance import Balance, balances, in_favour, use
from debcli.receivables.booking import book_payment
from debcli.receivables.claim import claim, shares
from debcli.receivables.facts import (
    Allocation,
    CreditNote,
    Customer,
    Facts,
    Invoice,
    Letter,
    LetterKind,
    Payment,
)

START = date(2026, 3, 2)
days = st.integers(0, 200).map(lambda n: START + timedelta(n))
cents = st.integers(1, 3_000_00)


@st.composite
def stories(draw):
    """Payments and credit notes booked to nothing, invoices of any day, some paid in part."""
    invoices = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        issued = draw(days)
        invoices.append(Invoice(number, 1, f"N-{number}", draw(cents), issued, issued + timedelta(14)))
    facts = Facts(Customer(1, "k", "K"), tuple(invoices))
    received = [Payment(n, 1, draw(cents), draw(days)) for n in range(1, draw(st.integers(1, 4)))]
    credited = [CreditNote(n, 1, "", draw(cents), draw(days)) for n in range(1, draw(st.integers(1, 3)))]
    if received and draw(st.booleans()):
        first = received[0]
        parts = book_payment(facts, first.amount // 2, first.on).parts
        facts = facts._replace(
            allocations=tuple(
                Allocation(p.invoice, p.amount, first.on, "payment", 1, 1, p.extras) for p in parts
            )
        )
    return facts, received, credited, START + timedelta(draw(st.integers(200, 400)))


def booked(facts, used):
    parts = tuple(
        Allocation(
            u.part.invoice,
            u.part.amount,
            u.on,
            u.balance.source,
            u.balance.source_id,
            9,
            u.part.extras,
            set_off=True,
        )
        for u in used
    )
    return facts._replace(allocations=(*facts.allocations, *parts))


@given(stories())
def test_no_cent_is_made_or_lost(story):
    facts, received, credited, day = story
    before = balances(facts, received, credited)
    used = use(facts, before, day)
    after = balances(booked(facts, used), received, credited)
    spent = sum(u.part.amount + u.part.extras for u in used)
    assert sum(in_favour(before).values()) == spent + sum(in_favour(after).values())
    # what is not due yet is paid only where it is named (art. 6:127 lid 2 BW)
    open_before = sum(i.open for i in account(facts, day).overdue)
    open_after = sum(i.open for i in account(booked(facts, used), day).overdue)
    assert open_before - open_after == spent == min(open_before, sum(b.amount for b in before))
    assert use(booked(facts, used), after, day) == ()


@given(stories())
def test_using_it_never_costs_the_customer_anything_and_is_dated_by_law(story):
    facts, received, credited, day = story
    used = use(facts, balances(facts, received, credited), day)
    assert claim(account(booked(facts, used), day)).total <= claim(account(facts, day)).total
    invoices = {i.id: i for i in facts.invoices}
    for u in used:
        assert u.on == min(day, max(u.balance.on, invoices[u.part.invoice].due))


def test_it_is_used_for_the_invoice_that_is_named():
    facts = Facts(
        Customer(1, "k", "K"),
        (Invoice(1, 1, "A", 100_00, START, START), Invoice(2, 1, "B", 50_00, START, START)),
    )
    (used,) = use(facts, balances(facts, [Payment(7, 1, 30_00, START)], []), START, only=2)
    assert (used.part.invoice, used.part.amount, used.balance.source_id) == (2, 30_00, 7)


def test_what_was_booked_to_interest_and_costs_is_gone_too():
    facts = Facts(
        Customer(1, "k", "K"),
        (Invoice(1, 1, "A", 100_00, START, START),),
        allocations=(Allocation(1, 100_00, START, "payment", 7, 1, extras=40_00),),
    )
    (left,) = balances(facts, [Payment(7, 1, 150_00, START)], [])
    assert (left.source, left.amount) == ("payment", 10_00)


@pytest.mark.parametrize("source", ["payment", "credit"])
def test_what_a_letter_claimed_is_met_on_the_day_itself_and_in_full(source):
    invoice = Invoice(1, 1, "A", 1000_00, START, START + timedelta(30))
    facts = Facts(Customer(1, "k", "K"), (invoice,))
    sent = START + timedelta(60)
    asked = claim(account(facts, sent))
    letter = Letter(1, 1, LetterKind.SOMMATIE, "nl", sent, sent + timedelta(7), asked.principal, asked.interest_total, asked.costs_total,
                    sent_on=sent, deadline=sent + timedelta(7), invoices=(1,), shares=shares(asked))  # fmt: skip
    facts = facts._replace(letters=(letter,))
    money = [Payment(3, 1, 2000_00, START)], []
    if source == "credit":
        money = [], [CreditNote(3, 1, "", 2000_00, START)]
    found = balances(facts, *money)
    assert found == (Balance(source, 3, START, "EUR", 2000_00),)
    (used,) = use(facts, found, sent + timedelta(2))
    assert used.on == sent + timedelta(2)
    assert (used.part.amount, used.part.extras, used.part.rest) == (1000_00, asked.total - 1000_00, 0)
    settled = account(booked(facts, (used,)), sent + timedelta(300))
    assert (settled.items, settled.rests) == ((), ())


def test_a_cent_is_a_balance_and_nothing_is_none():
    facts = Facts(Customer(1, "k", "K"), (), allocations=(Allocation(1, 10_00, START, "credit", 2, 1),))
    assert balances(facts, [Payment(2, 1, 1, START)], [CreditNote(2, 1, "", 10_00, START)]) == (
        Balance("payment", 2, START, "EUR", 1),
    )
