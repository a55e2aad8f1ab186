"""Default (verzuim) by the facts: without an agreed term a private person is in default only after an ingebrekestelling."""

from datetime import date, timedelta

import pytest

from debcli.errors import RefusedError
from debcli.law.costs import collection_costs
from debcli.receivables.account import account, left_of_claims
from debcli.receivables.claim import claim, shares
from debcli.receivables.correspondence import wanted
from debcli.receivables.decision import decide
from debcli.receivables.default import in_default, start_of
from debcli.receivables.facts import (
    Allocation,
    Charge,
    Contact,
    Customer,
    Facts,
    Invoice,
    Kind,
    Letter,
    LetterKind,
    Outcome,
    Promise,
)
from debcli.receivables.legal import claimed
from debcli.receivables.profiles import pay_by

PERSON = Customer(1, "piet", "Piet Pieters", Kind.CONSUMER)
FIRM = Customer(1, "firm", "Firm B.V.")
ISSUED, DUE = date(2026, 9, 1), date(2026, 9, 15)


def invoice(number=1, *, agreed=False, issued=ISSUED, due=DUE):
    return Invoice(number, 1, f"N-{number}", 500_00, issued, due, agreed=agreed)


def sent(kind, on, *invoices, number=1, costs=0):
    until = pay_by(kind, on, "NL")
    brief = kind == LetterKind.VEERTIENDAGENBRIEF
    shares = tuple((500_00, 0, costs // len(invoices)) for _ in invoices) if costs or brief else ()
    over = 500_00 * len(invoices) if brief else 0
    return Letter(number, 1, kind, "nl", on, until, 500_00, 0, costs, sent_on=on, via="post", deadline=until, invoices=invoices,
                  entry=number, shares=shares, announced=over and collection_costs(over).amount, announced_over=over)  # fmt: skip


def test_an_agreed_last_day_brings_default_by_itself():
    assert start_of(invoice(agreed=True), PERSON, ()).first == DUE + timedelta(1)
    assert in_default(invoice(agreed=True), PERSON, (), DUE + timedelta(1))
    assert not in_default(invoice(agreed=True), PERSON, (), DUE)


def test_a_private_person_without_agreed_term_owes_no_interest_until_the_notice_has_run_out():
    facts = Facts(PERSON, (invoice(),))
    before = claim(account(facts, date(2027, 3, 1)))
    assert (before.interest, before.costs, before.total) == ((), (), 500_00)
    assert any("ingebrekestelling" in n and "6:82" in n for n in before.notes)
    notice = sent(LetterKind.INGEBREKESTELLING, date(2026, 10, 1), 1)
    facts = facts._replace(letters=(notice,))
    after = claim(account(facts, date(2027, 3, 1)))
    assert after.interest[0].first == notice.deadline + timedelta(1)
    assert start_of(invoice(), PERSON, (notice._replace(sent_on=None),)).first is None
    assert start_of(invoice(), PERSON, (notice._replace(cancelled_on=date(2026, 10, 2)),)).first is None
    assert start_of(invoice(2), PERSON, (notice,)).first is None


@pytest.mark.parametrize("kind", [Kind.BUSINESS, Kind.GOVERNMENT])
def test_a_business_without_agreed_day_is_in_default_thirty_days_after_the_invoice(kind):
    firm = FIRM._replace(kind=kind)
    start = start_of(invoice(), firm, ())
    assert (start.first, start.article) == (
        date(2026, 10, 2),
        "6:119a lid 2" if kind == Kind.BUSINESS else "6:119b lid 2",
    )
    found = claim(account(Facts(firm, (invoice(),)), date(2026, 10, 1)))
    assert (found.interest, found.costs) == ((), ())
    found = claim(account(Facts(firm, (invoice(),)), date(2026, 10, 2)))
    assert (found.interest[0].first, found.costs_total) == (date(2026, 10, 2), 75_00)


def test_a_later_day_printed_on_the_invoice_was_granted():
    start = start_of(invoice(due=date(2026, 11, 15)), FIRM, ())
    assert (start.first, start.article) == (date(2026, 11, 16), "6:119a lid 2")
    assert start.why == "no last day was agreed: the invoice gives until 15 November 2026"
    same = start_of(invoice(due=date(2026, 10, 1)), FIRM, ())
    assert (same.first, same.why) == (
        date(2026, 10, 2),
        "no last day was agreed: 30 days after the issue of 1 September 2026",
    )


def test_the_first_ingebrekestelling_counts():
    notices = tuple(
        sent(LetterKind.INGEBREKESTELLING, date(2026, month, 1), 1, number=month) for month in (11, 10)
    )
    assert start_of(invoice(), PERSON, notices).first == date(2026, 10, 16)
    assert start_of(invoice(due=date(2027, 1, 15)), PERSON, notices).first == date(2027, 1, 16)


def morning(facts, day):
    return decide(account(facts, day))


def test_today_asks_for_the_ingebrekestelling_first_and_then_goes_on():
    """Due 15 September: herinnering the 22nd; then, where the 14-day letter would come, the notice, and after its term that letter."""
    talk = Contact(1, 1, DUE, "phone", Outcome.SPOKE, invoices=(1,), entry=1)
    reminder = sent(LetterKind.HERINNERING, date(2026, 9, 22), 1)
    facts = Facts(PERSON, (invoice(),), contacts=(talk,), letters=(reminder,))
    assert morning(facts, date(2026, 9, 30)).waiting.until == date(2026, 10, 1)
    asked = morning(facts, date(2026, 10, 1)).action
    assert (asked.due.letter, asked.due.step) == (LetterKind.INGEBREKESTELLING, "ingebrekestelling")
    notice = sent(LetterKind.INGEBREKESTELLING, date(2026, 10, 1), 1, number=2)
    facts = facts._replace(letters=(reminder, notice))
    held = morning(facts, date(2026, 10, 2))
    assert (held.action, held.waiting.until) == (None, date(2026, 10, 16))
    assert morning(facts, date(2026, 10, 16)).action.due.letter == LetterKind.VEERTIENDAGENBRIEF
    brief = sent(LetterKind.VEERTIENDAGENBRIEF, date(2026, 10, 16), 1, number=3)
    facts = facts._replace(letters=(reminder, notice, brief))
    assert morning(facts, brief.deadline + timedelta(3)).action.due.letter == LetterKind.SOMMATIE


def test_after_two_broken_promises_the_notice_still_comes_before_the_costs():
    given = tuple(
        Promise(n, 1, n, date(2026, 9, 14 + n), date(2026, 9, 16 + n), 500_00, (1,), n) for n in (1, 5)
    )
    talks = tuple(
        Contact(p.id, 1, p.made_on, "phone", Outcome.PROMISE, amount=500_00, invoices=(1,), entry=p.id)
        for p in given
    )
    facts = Facts(PERSON, (invoice(),), contacts=talks, promises=given)
    asked = morning(facts, date(2026, 9, 25)).action
    assert (asked.rule, asked.due.letter) == ("promise-broken", LetterKind.INGEBREKESTELLING)
    assert wanted(account(facts, date(2026, 9, 25)), LetterKind.INGEBREKESTELLING).items


@pytest.mark.parametrize("kind", [LetterKind.VEERTIENDAGENBRIEF, LetterKind.SOMMATIE])
def test_the_law_refuses_costs_before_default_and_says_what_to_do(kind):
    facts = Facts(PERSON, (invoice(),))
    with pytest.raises(RefusedError) as refused:
        wanted(account(facts, date(2026, 12, 1)), kind, force=True)
    assert refused.value.legal
    assert "not in default" in refused.value.message
    assert refused.value.hint == "First: debcli letter piet --kind ingebrekestelling"
    running = facts._replace(letters=(sent(LetterKind.INGEBREKESTELLING, date(2026, 12, 1), 1),))
    with pytest.raises(RefusedError) as refused:
        wanted(account(running, date(2026, 12, 5)), kind, force=True)
    assert (
        refused.value.hint == "The ingebrekestelling gives until Tuesday 15 December 2026: wait for that day."
    )


def test_a_letter_with_costs_lists_only_what_the_person_is_in_default_on():
    facts = Facts(PERSON, (invoice(1, agreed=True), invoice(2)))
    acc = account(facts, date(2026, 12, 1))
    assert [i.invoice.id for i in wanted(acc, LetterKind.VEERTIENDAGENBRIEF).items] == [1]
    assert [i.invoice.id for i in wanted(acc, LetterKind.INGEBREKESTELLING).items] == [2]


def test_a_reminder_that_runs_does_not_stand_in_the_way_of_what_is_no_rung():
    facts = Facts(PERSON, (invoice(),), letters=(sent(LetterKind.HERINNERING, date(2026, 12, 1), 1),))
    acc = account(facts, date(2026, 12, 2))
    assert wanted(acc, LetterKind.STUITING).items
    assert wanted(acc, LetterKind.INGEBREKESTELLING).items


def test_costs_are_not_claimed_twice_in_half_a_year_of_a_private_person():
    brief = sent(LetterKind.VEERTIENDAGENBRIEF, date(2026, 10, 1), 1)
    facts = Facts(PERSON, (invoice(agreed=True),), letters=(brief,))
    day = date(2026, 12, 1)
    assert claim(account(facts, day)).costs_total == 75_00
    earlier = facts._replace(charges=(Charge(date(2026, 6, 1), (9,)),))
    held = claim(account(earlier, day))
    assert held.costs_total == 0
    assert any("Monday 1 June 2026" in w and "Wednesday 2 December 2026" in w for w in held.warnings)
    assert claim(account(earlier, date(2026, 12, 2))).costs_total == 75_00
    later = facts._replace(charges=(Charge(date(2026, 12, 2), (9,)),))
    assert claim(account(later, day)).costs_total == 75_00  # what happens later changes no earlier day
    firm = earlier._replace(customer=FIRM)
    assert claim(account(firm, day)).costs_total == 75_00


def test_costs_a_sommatie_claimed_stay_claimed_although_the_letter_before_it_claimed_interest():
    """The veertiendagenbrief claims the interest, the sommatie the costs: payments meet both, and both stay in the claim."""
    brief = sent(LetterKind.VEERTIENDAGENBRIEF, date(2026, 10, 1), 1)
    brief = brief._replace(interest=66, shares=((500_00, 66, 0),))
    facts = Facts(PERSON, (invoice(agreed=True),), letters=(brief,))
    day = date(2026, 11, 2)
    asked = claim(account(facts, day))
    assert asked.costs_total == 75_00
    demand = sent(LetterKind.SOMMATIE, day, 1, number=2)._replace(
        interest=asked.interest_total, costs=asked.costs_total, shares=shares(asked)
    )
    charged = (Charge(day, (1,)),)
    after = facts._replace(letters=(brief, demand), charges=charged)
    found = claim(account(after, day))
    assert found.total == asked.total
    assert [(line.percent, line.amount) for line in found.costs] == [(15, 75_00)]
    assert any("owed since Tuesday 20 October 2026" in n for n in found.notes)
    assert not any("No costs" in w for w in found.warnings)
    # what the sommatie asks, paid by its day, has paid; a day of the earlier letter no longer counts
    paid = Allocation(1, 500_00, date(2026, 11, 6), "payment", 1, 5, asked.total - 500_00)
    settled = account(after._replace(allocations=(paid,)), date(2027, 5, 1))
    assert (settled.items, settled.rests) == ((), ())
    short = account(after._replace(allocations=(paid._replace(extras=0),)), date(2026, 11, 6))
    assert left_of_claims(short) == {1: asked.total - 500_00}


def test_a_second_sommatie_leaves_costs_with_the_invoice_they_were_claimed_on():
    first, second = (
        invoice(1, agreed=True),
        invoice(2, agreed=True, issued=date(2026, 10, 1), due=date(2026, 10, 31)),
    )
    facts = Facts(FIRM, (first,))
    asked = claim(account(facts, date(2026, 10, 5)))
    one = sent(LetterKind.SOMMATIE, date(2026, 10, 5), 1)._replace(
        interest=asked.interest_total, costs=asked.costs_total, shares=shares(asked)
    )
    facts = Facts(FIRM, (first, second), letters=(one,))
    again = claim(account(facts, date(2026, 11, 10)))
    assert [part[2] for part in shares(again)] == [75_00, 75_00]
    two = sent(LetterKind.SOMMATIE, date(2026, 11, 10), 1, 2, number=2)._replace(
        interest=again.interest_total, costs=again.costs_total, shares=shares(again)
    )
    assert claim(account(facts._replace(letters=(one, two)), date(2026, 11, 10))).total == again.total


def test_the_interest_a_veertiendagenbrief_asked_is_claimed_without_any_costs():
    brief = sent(LetterKind.VEERTIENDAGENBRIEF, date(2026, 10, 1), 1)
    brief = brief._replace(interest=88, shares=((500_00, 88, 0),))
    paid = Allocation(1, 500_00, date(2026, 10, 5), "payment", 1, 5)
    facts = Facts(PERSON, (invoice(agreed=True),), (paid,), letters=(brief,))
    assert left_of_claims(account(facts, date(2026, 10, 6))) == {1: 88}
    assert claim(account(facts, date(2026, 10, 6))).total == 88
    later = account(facts, date(2027, 3, 1))
    assert [(r.to_costs, r.to_interest) for r in claim(later).received] == [(0, 1_10)]
    assert left_of_claims(later) == {1: claim(later).total}


def test_of_letters_that_claimed_the_last_one_says_what_pays_in_time():
    demand = sent(LetterKind.SOMMATIE, date(2026, 10, 1), 1)
    demand = demand._replace(
        interest=40_00, costs=40_00, shares=((500_00, 40_00, 40_00),), pay_by=date(2026, 10, 5)
    )
    what = claimed((demand,), 1)
    assert (what.asked, what.pay_by) == (
        580_00,
        demand.deadline,
    )  # it left later than made: its term ends later
    assert claimed((demand._replace(deadline=None),), 1).pay_by == date(2026, 10, 5)
    assert claimed((demand,), 2) is None
