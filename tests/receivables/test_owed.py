"""What is owed by law without a letter that claims it: after a veertiendagenbrief ran out, and after an aanmaning (art. 6:44, 6:96 BW)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debcli.law.costs import collection_costs
from debcli.receivables.account import account, left_of_claims
from debcli.receivables.booking import Part, book, book_payment, open_invoices
from debcli.receivables.claim import claim, shares
from debcli.receivables.facts import (
    Allocation,
    Charge,
    Customer,
    Dispute,
    Facts,
    Instalment,
    Invoice,
    Kind,
    Letter,
    LetterKind,
    Plan,
    Promise,
)
from debcli.receivables.ladder import is_current, letter_items
from debcli.receivables.owed import Before, all_owed, costs_left, left_in_time, named_before
from debcli.receivables.unnamed import not_named, to_name

PERSON = Customer(1, "piet", "Piet Pieters", Kind.CONSUMER)
FIRM = Customer(1, "firm", "Firm B.V.")
DUE = date(2026, 9, 15)
SENT, UNTIL = date(2026, 10, 1), date(2026, 10, 19)
LATE = UNTIL + timedelta(1)


def owed_costs(*about):
    """What the first that was not paid in time has made owed."""
    return next(iter(all_owed(*about)), None)


def invoice(number, amount=500_00, due=DUE):
    return Invoice(number, 1, f"N-{number}", amount, due - timedelta(14), due)


def brief(*invoices, number=1, interest=0, sent=SENT, until=UNTIL, announced=None, before=0):
    """A veertiendagenbrief that left; invoices as (id, principal)."""
    total = sum(cents for _, cents in invoices)
    return Letter(number, 1, LetterKind.VEERTIENDAGENBRIEF, "nl", sent, until, total, interest, sent_on=sent, via="post", deadline=until,
                  invoices=tuple(n for n, _ in invoices), entry=number, shares=tuple((cents, interest, 0) for _, cents in invoices),
                  announced=collection_costs(total).amount if announced is None else announced, announced_over=total + before)  # fmt: skip


def paid(number, amount, on, extras=0, source="payment", entry=50):
    return Allocation(number, amount, on, source, entry, entry, extras)


ONE = Facts(PERSON, (invoice(1),), letters=(brief((1, 500_00), interest=88),))


def received(facts, amount, on, **more):
    """The facts after a payment, and how it was booked."""
    booking = book_payment(facts, amount, on, **more)
    parts = tuple(paid(p.invoice, p.amount, on, p.extras, entry=60) for p in booking.parts)
    return facts._replace(allocations=(*facts.allocations, *parts)), booking


def test_the_costs_are_owed_from_the_day_after_the_last_one():
    assert claim(account(ONE, UNTIL)).costs_total == 0
    assert claim(account(ONE, LATE)).costs_total == 75_00
    assert "owed since Tuesday 20 October 2026" in " ".join(claim(account(ONE, LATE)).notes)


def test_who_pays_all_of_it_after_the_term_has_paid_costs_and_has_nothing_in_his_favour():
    whole = claim(account(ONE, LATE)).total
    after, booking = received(ONE, whole, LATE)
    assert (booking.parts, booking.left) == ((Part(1, 500_00, whole - 500_00),), 0)
    settled = account(after, LATE)
    assert (settled.items, settled.rests) == ((), ())
    later = account(after, date(2027, 6, 1))
    assert (later.items, later.rests) == ((), ())


def test_who_pays_more_has_only_what_is_more_in_his_favour():
    whole = claim(account(ONE, LATE)).total
    assert received(ONE, whole + 1, LATE)[1].left == 1


def test_who_pays_the_principal_alone_after_the_term_owes_the_costs_as_a_rest():
    after, booking = received(ONE, 500_00, LATE)
    interest = claim(account(ONE, LATE)).interest_total
    assert booking.parts == (Part(1, 500_00, rest=75_00 + interest),)
    acc = account(after, LATE)
    assert left_of_claims(acc) == {1: 75_00 + interest}
    assert claim(acc).total == 75_00 + interest
    (met,) = claim(acc).received
    assert (met.to_costs, met.to_interest, met.to_principal) == (75_00, interest, 425_00 - interest)


@pytest.mark.parametrize("on", [SENT + timedelta(1), UNTIL])
def test_who_pays_the_principal_within_the_term_owes_no_costs(on):
    after, booking = received(ONE, 500_00, on)
    assert booking.left == 0
    late = account(after, date(2027, 1, 1))
    assert claim(late).costs_total == 0
    assert owed_costs(1, PERSON, after.letters, after.allocations) is None


def test_who_pays_what_the_letter_asks_on_its_last_day_has_paid():
    after, booking = received(ONE, 500_88, UNTIL)
    assert (booking.left, booking.parts[0].rest) == (0, 0)
    assert account(after, date(2027, 1, 1)).rests == ()


def test_a_part_within_the_term_leaves_costs_over_the_rest_of_the_principal():
    """HR 25 November 2016, rov. 3.8: 15 % of what was left, 300.00."""
    after, _ = received(ONE, 200_00, UNTIL)
    assert claim(account(after, LATE)).costs_total == 45_00
    later, _ = received(ONE, 200_00, LATE)
    assert [line.amount for line in claim(account(later, LATE)).costs] == [75_00]


def test_a_letter_without_interest_brings_the_costs_all_the_same():
    bare = Facts(PERSON, (invoice(1),), letters=(brief((1, 500_00)),))
    assert received(bare, 250_00, UNTIL)[1].parts == (Part(1, 250_00),)
    part, _ = received(bare, 250_00, UNTIL)
    rest, booking = received(part, 250_00, LATE)
    assert booking.parts[0].rest == claim(account(rest, LATE)).total > 40_00
    assert [r.to_costs for r in claim(account(rest, LATE)).received] == [40_00]  # the minimum, over 250.00


@pytest.mark.parametrize(
    "letter",
    [
        brief((1, 500_00))._replace(sent_on=None),
        brief((1, 500_00))._replace(cancelled_on=SENT),
        brief((1, 500_00))._replace(deadline=None),
        brief((1, 500_00))._replace(kind=LetterKind.AANMANING),
        brief((1, 500_00), announced=0)._replace(announced_over=0),
        brief((2, 500_00)),
    ],
)
def test_no_costs_without_a_complete_letter_that_left(letter):
    facts = Facts(PERSON, (invoice(1), invoice(2)), letters=(letter,))
    assert owed_costs(1, PERSON, facts.letters, ()) is None


def test_of_a_business_and_of_belgian_law_it_is_no_ground():
    for customer in (FIRM, PERSON._replace(law="be"), PERSON._replace(kind=Kind.GOVERNMENT)):
        assert owed_costs(1, customer, ONE.letters, ()) is None


def test_what_the_letter_named_is_the_most():
    low = Facts(PERSON, (invoice(1),), letters=(brief((1, 500_00), announced=40_00),))
    assert claim(account(low, LATE)).costs_total == 40_00


def test_two_invoices_share_the_costs_and_the_one_paid_in_time_has_none():
    facts = Facts(
        PERSON, (invoice(1, 2_500_00), invoice(2, 2_500_00)), letters=(brief((1, 2_500_00), (2, 2_500_00)),)
    )
    assert claim(account(facts, LATE)).costs_total == 625_00
    assert [owed_costs(n, PERSON, facts.letters, ()).costs for n in (1, 2)] == [312_50, 312_50]
    after, _ = received(facts, 2_500_00, UNTIL, named=[1])
    assert claim(account(after, LATE)).costs_total == 375_00
    assert owed_costs(2, PERSON, after.letters, after.allocations).costs == 375_00


def test_a_sommatie_asks_the_same_costs_again_and_what_was_paid_on_them_is_off():
    after, _ = received(ONE, 100_00, LATE)
    day = LATE + timedelta(9)
    asked = claim(account(after, day))
    assert asked.costs_total == 0
    assert asked.principal == 500_00 - (100_00 - 75_00 - asked.received[0].to_interest)
    demand = Letter(2, 1, LetterKind.SOMMATIE, "nl", day, day + timedelta(7), asked.principal, asked.interest_total, asked.costs_total,
                    sent_on=day, via="post", deadline=day + timedelta(7), invoices=(1,), entry=70, shares=shares(asked))  # fmt: skip
    facts = after._replace(letters=(*after.letters, demand))
    assert claim(account(facts, day)).total == asked.total
    unsent = after._replace(letters=(*after.letters, demand._replace(sent_on=None, deadline=None)))
    assert is_current(
        unsent.letters[-1], account(unsent, day)
    )  # it asks what law leaves, not what is open in the books
    again, booking = received(facts, asked.total, day + timedelta(1))
    assert booking.left == 0
    assert account(again, date(2027, 6, 1)).rests == ()


def test_a_credit_note_after_the_term_takes_its_costs_along_and_a_dispute_does_until_it_is_over():
    credited = ONE._replace(allocations=(paid(1, 200_00, LATE, source="credit"),))
    assert claim(account(credited, LATE)).costs_total == 45_00
    disputed = ONE._replace(disputes=(Dispute(1, 1, 1, LATE, LATE, 200_00),))
    assert claim(account(disputed, LATE)).costs_total == 45_00


def test_what_was_in_dispute_when_the_letter_was_written_is_not_taken_off_twice():
    facts = ONE._replace(letters=(brief((1, 400_00)),), disputes=(Dispute(1, 1, 1, SENT, LATE, 100_00),))
    assert claim(account(facts, LATE)).costs_total == 60_00  # 15 % of the 400.00 it named


@pytest.mark.parametrize("on", [SENT + timedelta(3), LATE + timedelta(2)])
def test_what_was_left_out_in_dispute_and_is_credited_takes_nothing_off_the_costs(on):
    """400.00 of 500.00 was named: 15 % is 60.00, whether the 100.00 beside it is credited within the term or after."""
    dispute = Dispute(1, 1, 1, SENT, LATE, 100_00, resolved_on=on, outcome="upheld")
    credit = paid(1, 100_00, on, source="credit")
    facts = ONE._replace(letters=(brief((1, 400_00)),), disputes=(dispute,), allocations=(credit,))
    found = claim(account(facts, LATE + timedelta(3)))
    assert (found.principal, found.costs_total) == (400_00, 60_00)
    # 40.00 more than was in dispute: 15 % of 360.00 is 54.00
    more = facts._replace(allocations=(credit._replace(amount=140_00),))
    assert claim(account(more, LATE + timedelta(3))).costs_total == 54_00


def test_a_plan_made_within_the_term_puts_the_costs_off():
    plan = Plan(1, 1, 9, SENT + timedelta(3), (Instalment(date(2026, 10, 30), 500_00),), (1,), 9)
    facts = ONE._replace(plans=(plan,))
    assert claim(account(facts, LATE)).costs_total == 0
    lapsed = date(2026, 11, 20)
    found = claim(account(facts, lapsed))
    assert found.costs_total == 75_00
    assert "owed since Saturday 7 November 2026" in " ".join(
        found.notes
    )  # the last day that could save it was the 6th
    late = ONE._replace(plans=(plan._replace(made_on=LATE),))
    assert claim(account(late, LATE)).costs_total == 75_00


def test_costs_are_counted_over_what_was_left_when_a_plan_within_the_term_lapsed():
    """HR 25 November 2016, rov. 3.8: 200.00 of 500.00 came in after the printed day and before the lapse; 15 % of 300.00."""
    plan = Plan(1, 1, 9, SENT + timedelta(3), (Instalment(date(2026, 10, 30), 500_00),), (1,), 9)
    facts = ONE._replace(plans=(plan,), allocations=(paid(1, 200_00, date(2026, 10, 28)),))
    found = claim(account(facts, date(2026, 11, 20)))
    assert found.costs_total == 45_00
    assert "put its end off to Friday 6 November 2026" in " ".join(found.notes)


def promise(by, made_on=SENT + timedelta(3), number=1, amount=500_00):
    return Promise(number, 1, number, made_on, by, amount, (1,), 10 + number)


def test_a_promise_made_within_the_term_puts_the_costs_off_to_its_day():
    """Promised for Saturday 24 October, so for Monday the 26th: paid then, no costs; from the 27th they are owed."""
    facts = ONE._replace(promises=(promise(date(2026, 10, 24)),))
    assert claim(account(facts, date(2026, 10, 26))).costs_total == 0
    assert claim(account(facts, date(2026, 10, 27))).costs_total == 75_00
    on_the_day, _ = received(facts, 500_00, date(2026, 10, 26))
    for day in (date(2026, 10, 26), date(2027, 6, 1)):
        found = claim(account(on_the_day, day))
        assert (found.costs_total, found.total) == (0, found.interest_total + found.principal)
        assert found.total < 3_00  # the interest up to that day
    late, _ = received(facts, 500_00, date(2026, 10, 27))
    assert left_of_claims(account(late, date(2026, 10, 27)))[1] > 75_00


def test_a_promise_in_the_place_of_one_within_the_term_puts_the_costs_off_further_and_one_after_the_term_does_not():
    first = promise(date(2026, 10, 23))
    second = promise(date(2026, 10, 30), date(2026, 10, 22), 2)
    facts = ONE._replace(promises=(first, second))
    assert claim(account(facts, date(2026, 10, 30))).costs_total == 0
    assert claim(account(facts, date(2026, 10, 31))).costs_total == 75_00
    alone = ONE._replace(promises=(promise(date(2026, 10, 30), LATE),))
    assert claim(account(alone, LATE)).costs_total == 75_00


def test_costs_of_half_a_year_ago_put_these_off():
    facts = ONE._replace(charges=(Charge(date(2026, 6, 1), (9,)),))
    assert claim(account(facts, date(2026, 12, 1))).costs_total == 0
    assert claim(account(facts, date(2026, 12, 2))).costs_total == 75_00
    after, booking = received(facts, 600_00, date(2026, 12, 1))
    assert booking.parts[0].extras == claim(account(facts, date(2026, 12, 1))).interest_total
    assert claim(account(after, date(2027, 3, 1))).total == 0


@pytest.mark.parametrize(
    ("charge", "costs"),
    [
        (Charge(date(2026, 6, 1), (9,), by_law=True, settled=date(2026, 8, 1)), 0),
        (
            Charge(date(2026, 6, 1), (9,), by_law=True),
            75_00,
        ),  # still open: this letter named what comes on top
        (Charge(date(2026, 6, 1), (9,), by_law=True, settled=SENT + timedelta(1)), 75_00),
        (Charge(date(2026, 6, 1), (9,), by_law=True, settled=SENT), 0),
        (Charge(date(2026, 10, 2), (1,)), 75_00),  # the same costs
        (Charge(date(2026, 4, 19), (9,)), 75_00),
        (Charge(date(2026, 4, 20), (9,)), 0),
    ],
)
def test_which_earlier_costs_put_these_off(charge, costs):
    assert claim(account(ONE._replace(charges=(charge,)), LATE)).costs_total == costs


def test_a_plan_made_on_the_last_day_is_made_in_time():
    plan = Plan(1, 1, 9, UNTIL, (Instalment(date(2026, 10, 30), 500_00),), (1,), 9)
    assert claim(account(ONE._replace(plans=(plan,)), LATE)).costs_total == 0


def test_of_two_letters_over_one_invoice_the_first_to_run_out_counts():
    first = brief((1, 500_00))
    second = brief((1, 500_00), number=2, sent=SENT + timedelta(9), until=UNTIL + timedelta(9))
    for letters in ((first, second), (second, first)):
        assert owed_costs(1, PERSON, letters, ()).letter == 1


def test_nothing_left_owes_nothing_also_where_the_letter_named_too_little():
    assert costs_left(brief((1, 500_00), announced=40_00), 0) == 0


# --- a second veertiendagenbrief ---------------------------------------------------------------------------------


def test_a_second_letter_names_the_scale_over_all_less_what_the_first_named():
    first = brief((1, 500_00))
    before = named_before((first,), (), [2])
    assert before == Before(500_00, 75_00)
    assert before.further(300_00) == 45_00
    second = brief(
        (2, 300_00),
        number=2,
        sent=SENT + timedelta(5),
        until=UNTIL + timedelta(5),
        announced=45_00,
        before=500_00,
    )
    third = named_before((first, second), (), [3])
    assert third == Before(800_00, 120_00)
    facts = Facts(PERSON, (invoice(1), invoice(2, 300_00)), letters=(first, second))
    assert claim(account(facts, UNTIL + timedelta(6))).costs_total == 120_00
    assert [line.amount for line in claim(account(facts, UNTIL + timedelta(6))).costs] == [75_00, 45_00]


def test_a_credit_note_takes_the_bracket_it_was_in_from_what_came_on_top():
    first = brief((1, 500_00))
    second = brief((2, 2_400_00), number=2, announced=340_00, before=500_00)
    facts = Facts(PERSON, (invoice(1), invoice(2, 2_400_00)), letters=(first, second))
    assert claim(account(facts, LATE)).costs_total == 415_00  # 375.00 and 10 % of 400.00
    credited = facts._replace(allocations=(paid(2, 1_000_00, LATE, source="credit"),))
    assert claim(account(credited, LATE)).costs_total == 285_00  # 15 % of 1,900.00


def test_what_was_paid_in_time_or_is_listed_again_was_not_named_before():
    first = brief((1, 500_00), (2, 300_00))
    assert named_before((first,), (paid(1, 500_00, UNTIL),), [3]) == Before(300_00, 45_00)
    assert named_before((first,), (), [1]) == Before(300_00, 45_00)
    assert named_before((first,), (), [1, 2]) == Before()
    assert named_before((first._replace(cancelled_on=SENT, sent_on=None),), (), [3]) == Before()
    assert named_before((first._replace(sent_on=None),), (), [3]) == Before()
    assert named_before((first._replace(cancelled_on=SENT),), (), [3]) == Before()


@given(
    st.integers(1, 900_000),
    st.integers(1, 900_000),
    st.integers(0, 900_000),
    st.integers(0, 900_000),
)
def test_what_is_owed_is_never_more_than_named_nor_than_the_scale_over_what_is_left(one, two, come, also):
    letter = brief((1, one), (2, two))
    payments = tuple(paid(n, cents, UNTIL) for n, cents in ((1, come), (2, also)) if cents)
    left = left_in_time(letter, payments)
    assert left == [max(0, one - come), max(0, two - also)]
    owed = [owed_costs(n, PERSON, (letter,), payments) for n in (1, 2)]
    assert (
        sum(o.costs for o in owed if o) == collection_costs(sum(left)).amount == costs_left(letter, sum(left))
    )
    assert sum(o.costs for o in owed if o) <= letter.announced


# --- a second veertiendagenbrief over what the first one did not name --------------------------------------------

LATER = LATE + timedelta(3)
THEN = LATER + timedelta(18)
AFTER = THEN + timedelta(1)
OBJECTION = Dispute(1, 1, 1, SENT, LATE, 300_00, resolved_on=LATE, outcome="rejected")


def parted(first=700_00, whole=1_000_00):
    """1,000.00 of which 300.00 was in dispute until the first letter had run out: named by none yet."""
    return Facts(PERSON, (invoice(1, whole),), disputes=(OBJECTION,), letters=(brief((1, first)),))


def named_after(part=300_00, announced=45_00, before=700_00):
    """The second letter, over the part."""
    return brief((1, part), number=70, sent=LATER, until=THEN, announced=announced, before=before)


TWICE = parted()._replace(letters=(*parted().letters, named_after()))


def test_what_was_in_dispute_gets_a_letter_of_its_own_once_the_first_has_run_out():
    acc = account(parted(), LATE)
    assert [to_name(acc, i) for i in acc.items] == [300_00]
    assert [to_name(account(parted(), UNTIL), i) for i in acc.items] == [0]  # within the term of the first
    assert letter_items(acc, LetterKind.VEERTIENDAGENBRIEF) == acc.items
    found = claim(acc, parts={1: 300_00})
    assert (found.principal, found.costs_total, found.invoices[0].named) == (300_00, 0, 700_00)
    assert shares(found)[0][:2] == (300_00, found.interest_total)
    whole = claim(acc)
    assert (whole.principal, whole.costs_total) == (1_000_00, 105_00)
    assert "No costs over € 300,00 of N-1 yet" in " ".join(whole.notes)
    still = parted()._replace(disputes=(OBJECTION._replace(resolved_on=None, outcome=""),))
    assert [not_named(account(still, LATE), i) for i in account(still, LATE).items] == [0]
    small = account(parted(first=950_00), LATE)
    assert [(not_named(small, i), to_name(small, i)) for i in small.items] == [(50_00, 0)]


def test_both_letters_together_bring_the_scale_over_all():
    assert claim(account(TWICE, THEN)).costs_total == 105_00
    found = claim(account(TWICE, AFTER))
    assert [line.amount for line in found.costs] == [105_00, 45_00]
    assert (found.principal, found.costs_total) == (1_000_00, collection_costs(1_000_00).amount)
    assert shares(found)[0][2] == 150_00
    assert [(x.letter, x.costs) for x in all_owed(1, PERSON, TWICE.letters, (), amount=1_000_00)] == [
        (1, 105_00),
        (70, 45_00),
    ]
    acc = account(TWICE, AFTER)
    assert [to_name(acc, i) for i in acc.items] == [0]
    assert letter_items(acc, LetterKind.SOMMATIE) == acc.items


@pytest.mark.parametrize(
    ("came", "costs"),
    [
        (paid(1, 300_00, THEN, entry=80), 105_00),  # in time
        (paid(1, 100_00, THEN, entry=80), 135_00),  # 30.00 less: 15 % of 200.00
        (paid(1, 700_00, UNTIL, entry=20), 45_00),  # the first part in time, the second not
        (paid(1, 100_00, AFTER, source="credit", entry=80), 135_00),
        (paid(1, 400_00, AFTER, source="credit", entry=80), 90_00),  # 15 % of 600.00
    ],
)
def test_what_comes_in_on_either_part(came, costs):
    facts = TWICE._replace(allocations=(came,))
    if came.entry == 20:  # then the second is the only one that names costs
        facts = facts._replace(letters=(facts.letters[0], named_after(before=0)))
    met = sum(line.amount for line in claim(account(facts, AFTER)).costs)
    assert met == costs


def test_a_payment_meets_the_costs_of_both_before_interest_and_principal():
    after, booking = received(TWICE, 200_00, AFTER)
    found = claim(account(after, AFTER))
    assert [(r.to_costs, r.to_principal) for r in found.received] == [
        (150_00, 50_00 - found.received[0].to_interest)
    ]
    assert booking.parts == (Part(1, 200_00),)
    whole = claim(account(TWICE, AFTER)).total
    settled, _ = received(TWICE, whole, AFTER)
    assert (account(settled, AFTER).items, account(settled, AFTER).rests) == ((), ())


def test_the_principal_paid_leaves_the_costs_of_the_first_also_within_the_term_of_the_second():
    facts = TWICE._replace(allocations=(paid(1, 1_000_00, THEN, entry=80),))
    left = left_of_claims(account(facts, THEN))[1]
    assert left > 105_00
    assert left == claim(account(facts, THEN)).total


def test_an_unsent_letter_over_a_part_fits_while_that_part_is_not_named():
    letter = named_after()._replace(sent_on=None, deadline=None, via="")
    facts = parted()._replace(letters=(*parted().letters, letter))
    assert is_current(letter, account(facts, LATER))
    upheld = paid(1, 100_00, LATER, source="credit", entry=80)
    assert not is_current(letter, account(facts._replace(allocations=(upheld,)), LATER))


@given(
    st.integers(100_00, 900_000),
    st.integers(100_00, 900_000),
    st.integers(0, 1_800_000),
    st.booleans(),
    st.integers(-3, 3),
)
def test_costs_in_two_letters_are_never_more_than_the_scale_over_all(first, part, came, credited, days):
    whole = first + part
    facts = parted(first, whole)
    before = named_before(facts.letters, (), ())
    more = before.further(part)
    second = named_after(part, announced=more, before=first)
    came = min(came, whole)
    source = "credit" if credited else "payment"
    booked = (paid(1, came, AFTER + timedelta(days), source=source, entry=80),) if came else ()
    facts = facts._replace(letters=(*facts.letters, second), allocations=booked)
    found = claim(account(facts, AFTER + timedelta(9)))
    gross = sum(line.amount for line in found.costs)
    assert 0 <= gross <= collection_costs(whole).amount
    if not booked or (not credited and days >= 0):
        settled = came and account(facts, AFTER + timedelta(9)).items == ()
        assert settled or gross == collection_costs(whole).amount
    if credited and days >= 0 and came < whole:
        assert gross == collection_costs(whole - came).amount


# --- a business after an aanmaning -------------------------------------------------------------------------------


def warned(*numbers, deadline=UNTIL):
    letter = Letter(1, 1, LetterKind.AANMANING, "nl", SENT, deadline, 500_00, sent_on=SENT, via="post", deadline=deadline,
                    invoices=numbers or (1,), entry=1)  # fmt: skip
    return Facts(FIRM, (invoice(1),), letters=(letter,))


def test_more_than_the_principal_after_an_aanmaning_pays_the_interest_and_costs_owed_by_law():
    whole = claim(account(warned(), LATE)).total
    after, booking = received(warned(), whole, LATE)
    assert (booking.parts, booking.left) == ((Part(1, 500_00, whole - 500_00, by_law=True),), 0)
    assert account(after, date(2027, 6, 1)).rests == ()
    assert received(warned(), whole + 7, LATE)[1].left == 7
    assert received(warned(), 540_00, LATE)[1].parts == (Part(1, 500_00, 40_00, by_law=True),)


def test_the_principal_alone_after_an_aanmaning_settles_it_for_no_letter_has_named_more():
    after, booking = received(warned(), 500_00, LATE)
    assert booking.parts == (Part(1, 500_00),)
    assert account(after, LATE).rests == ()


@pytest.mark.parametrize(
    "facts",
    [
        warned(deadline=LATE),  # its term has not passed
        warned()._replace(letters=()),
        warned(2),
        warned()._replace(customer=PERSON),
        warned()._replace(disputes=(Dispute(1, 1, 1, SENT, LATE, 100_00),)),
    ],
)
def test_without_an_aanmaning_that_ran_out_more_than_the_principal_is_in_his_favour(facts):
    assert received(facts, 600_00, LATE)[1].left == 100_00


# --- which debt comes first --------------------------------------------------------------------------------------


def test_what_is_named_comes_first_then_what_is_due_then_the_rest_each_with_what_was_claimed():
    """Art. 6:43 BW, then 6:44 within the debt."""
    known = Facts(FIRM, (invoice(1, 100), invoice(2, 100), invoice(3, 100, date(2027, 1, 1))))

    def claimed(which, principal):
        return 10 if principal else 0

    def spread(amount, *named):
        return [
            (p.invoice, p.amount, p.extras)
            for p in book(amount, open_invoices(known), named, claimed, on=LATE).parts
        ]

    assert spread(225) == [(1, 100, 10), (2, 100, 10), (3, 5, 0)]
    assert spread(215, 2) == [(2, 100, 10), (1, 100, 5)]
    assert spread(115, 3) == [(3, 100, 10), (1, 5, 0)]
    assert spread(205) == [(1, 100, 5), (2, 100, 0)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 70_000)), max_size=4), st.integers(0, 200))
def test_no_cent_is_made_or_lost_and_booking_agrees_with_the_law(payments, wait):
    facts = ONE
    for days, amount in sorted(payments):
        on = SENT + timedelta(days)
        facts, booking = received(facts, amount, on)
        assert sum(p.amount + p.extras for p in booking.parts) + booking.left == amount
        acc = account(facts, on)
        if booking.left:
            assert (acc.items, acc.rests) == ((), ())
        if not acc.items:
            assert claim(acc).total == sum(left_of_claims(acc).values())
    day = SENT + timedelta(max([0, *(d for d, _ in payments)]) + wait)
    found = claim(account(facts, day))
    assert found.total >= 0
    assert found.costs_total <= 75_00
