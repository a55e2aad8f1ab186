"""The claim: every amount is the sum of its lines, no cent is made or lost, booking and law agree until a letter claims more."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from debcli.law.interest import Compounding
from debcli.receivables.account import account
from debcli.receivables.booking import book_payment, book_write_off
from debcli.receivables.claim import claim, shares
from debcli.receivables.facts import Allocation, Customer, Facts, Invoice, Kind, Letter, LetterKind

START = date(2025, 3, 1)
days = st.integers(0, 900).map(lambda n: START + timedelta(n))


@st.composite
def stories(draw):
    """Facts of a business customer with one to three invoices, a sommatie perhaps, and payments before and after it."""
    customer = Customer(
        1,
        "k",
        "K",
        Kind(draw(st.sampled_from(["business", "government"]))),
        interest=draw(st.sampled_from([None, None, Decimal(0), Decimal("3.5"), Decimal(18)])),
        compounding=draw(st.sampled_from(Compounding)),
        costs_percent=draw(st.sampled_from([None, None, Decimal(5), Decimal(15)])),
    )
    agreed = draw(st.booleans())
    count = draw(st.integers(1, 3))
    invoices = []
    for number in range(1, count + 1):
        issued = draw(days)
        invoices.append(
            Invoice(
                number,
                1,
                f"N-{number}",
                draw(st.integers(1, 9_000_00)),
                issued,
                issued + timedelta(draw(st.sampled_from([14, 30, 45]))),
                agreed=agreed,
            )
        )
    facts = Facts(customer, tuple(invoices))
    events = sorted(draw(st.lists(st.tuples(days, st.booleans(), st.integers(1, 12_000_00)), max_size=6)))
    source = 0
    for on, is_letter, amount in events:
        acc = account(facts, on)
        if is_letter and acc.overdue and all(i.due < on for i in acc.overdue):
            asked = claim(acc, acc.overdue)
            listed = tuple(line.invoice.id for line in asked.invoices)
            until = on + timedelta(7)
            letter = Letter(1, 1, LetterKind.SOMMATIE, "nl", on, until, asked.principal, asked.interest_total, asked.costs_total,
                            sent_on=on, via="post", deadline=until, invoices=listed, shares=shares(asked))  # fmt: skip
            facts = facts._replace(letters=(*facts.letters, letter))
            parts = shares(asked)
            assert [sum(column) for column in zip(*parts, strict=True)] == [
                asked.principal,
                asked.interest_total,
                asked.costs_total,
            ]
            assert all(cents >= 0 for part in parts for cents in part)
            acc = account(facts, on)
            assert (
                claim(acc, acc.overdue).total == asked.total
            )  # a letter claims what the claim of its day says
            continue
        source += 1
        booking = book_payment(facts, amount, on)
        parts = tuple(
            Allocation(p.invoice, p.amount, on, "payment", source, source, p.extras) for p in booking.parts
        )
        assert sum(p.amount + p.extras for p in booking.parts) + booking.left == amount
        facts = facts._replace(allocations=(*facts.allocations, *parts))
    return facts, draw(days)


@settings(max_examples=200, deadline=None)
@given(stories())
def test_every_amount_is_the_sum_of_its_lines(story):
    facts, day = story
    found = claim(account(facts, day))
    met_interest = sum(r.to_interest for r in found.received)
    met_costs = sum(r.to_costs for r in found.received)
    assert found.principal == sum(line.open for line in found.invoices)
    assert found.interest_total == sum(line.amount for line in found.interest) - met_interest >= 0
    assert found.costs_total == sum(line.amount for line in found.costs) - met_costs >= 0
    let_go = sum(x.amount for x in found.let_go)
    assert all(x.amount > 0 for x in found.let_go)
    assert found.total == found.principal + found.interest_total + found.costs_total - let_go
    for line in found.invoices:
        assert line.paid + line.open == line.invoice.amount
        assert line.open >= 0


@settings(max_examples=200, deadline=None)
@given(stories())
def test_no_payment_is_made_or_lost_between_booking_and_law(story):
    """What was booked to invoices equals what the law books: to costs, to interest, and off the principal."""
    facts, day = story
    acc = account(facts, day)
    found = claim(acc)
    listed = {line.invoice.id for line in found.invoices}
    booked = sum(a.amount + a.extras for a in acc.facts.allocations if a.invoice in listed)
    met = sum(r.to_interest + r.to_costs for r in found.received) + sum(line.paid for line in found.invoices)
    surplus = booked - met  # the law closes what a letter asked when it was paid in time, and asks less
    assert surplus >= 0
    if not found.received:
        assert surplus == 0


@settings(max_examples=100, deadline=None)
@given(stories(), st.integers(1, 400))
def test_a_claim_never_shrinks_by_waiting(story, wait):
    facts, day = story
    last = max([day, *(a.on for a in facts.allocations), *(x.sent_on for x in facts.letters)])
    now, later = (claim(account(facts, d)).total for d in (last, last + timedelta(wait)))
    assert later >= now


@settings(max_examples=100, deadline=None)
@given(stories())
def test_the_open_principal_is_bookkeeping_until_a_letter_claims_more(story):
    facts, day = story
    acc = account(facts._replace(letters=()), day)
    open_by_law = {line.invoice.id: line.open for line in claim(acc).invoices}
    assert open_by_law == {i.invoice.id: i.open for i in acc.overdue}


@settings(max_examples=100, deadline=None)
@given(stories())
def test_a_write_off_ends_all_that_is_left(story):
    facts, day = story
    last = max([day, *(a.on for a in facts.allocations), *(x.sent_on for x in facts.letters)])
    for invoice in facts.invoices:
        booking = book_write_off(facts, invoice, last)
        given_up = tuple(
            Allocation(p.invoice, p.amount, last, "write-off", 0, 99, p.extras) for p in booking.parts
        )
        facts = facts._replace(allocations=(*facts.allocations, *given_up))
    acc = account(facts, last)
    assert (acc.items, acc.rests) == ((), ())
    assert claim(acc).total == 0


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 50_000_00), st.integers(0, 7))
def test_who_pays_what_the_letter_asks_in_its_term_has_paid(amount, wait):
    invoice = Invoice(1, 1, "N", amount, START, START + timedelta(30))
    facts = Facts(Customer(1, "k", "K"), (invoice,))
    sent = START + timedelta(60)
    asked = claim(account(facts, sent))
    letter = Letter(1, 1, LetterKind.SOMMATIE, "nl", sent, sent + timedelta(7), asked.principal, asked.interest_total, asked.costs_total,
                    sent_on=sent, deadline=sent + timedelta(7), invoices=(1,), shares=shares(asked))  # fmt: skip
    facts = facts._replace(letters=(letter,))
    on = sent + timedelta(wait)
    booking = book_payment(facts, asked.total, on)
    assert booking.left == 0
    assert [p.rest for p in booking.parts] == [False]
    (part,) = booking.parts
    paid = Allocation(1, part.amount, on, "payment", 1, 1, part.extras)
    acc = account(facts._replace(allocations=(paid,)), on + timedelta(400))
    assert (acc.items, acc.rests) == ((), ())
