"""Facts and a day give where a customer stands: open items, what makes them rest, promises kept or broken.

Pure: facts dated after the day are left out first, so an earlier day always says what it said then.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.law import nl
from debcli.law.terms import Term, lawful_due
from debcli.receivables.agreements import (
    PaidClaim,
    PlanStand,
    PromiseStand,
    paid_claims,
    plan_stands,
    promise_stands,
)
from debcli.receivables.facts import (
    Contact,
    Customer,
    Dispute,
    Facts,
    Invoice,
    Kind,
    LetterKind,
    Outcome,
)
from debcli.receivables.figures import SOLVE_DAYS
from debcli.receivables.known import MOVES, as_of
from debcli.receivables.legal import still_claimed
from debcli.receivables.owed import Granted
from debcli.receivables.practice import USUAL, Practice
from debcli.receivables.profiles import Profile, profile_for
from debcli.values.dates import add_working_days

ONE_DAY = timedelta(1)


class Rest(NamedTuple):
    """Why an invoice rests, and the last day it does (None: until somebody ends it)."""

    why: str
    until: date | None


class Item(NamedTuple):
    """An open item. Amounts in cents. `rested_until`: the last day of its latest rest, running or past.

    `rest`: of all that makes it rest now what lasts longest. `lapsed`: its last plan, where that lapsed.
    `quiet_until`: as `rested_until`, but for a plan of which an instalment is missed, which may be asked for.
    """

    invoice: Invoice
    open: int
    disputed: int
    rest: Rest | None
    rested_until: date | None
    lapsed: PlanStand | None = None
    quiet_until: date | None = None
    beyond: int = 0
    """What is left of what was claimed while all that is open in the books is in dispute: law met costs and interest first."""

    @property
    def due(self) -> date:
        """The last day to pay."""
        return self.invoice.due

    @property
    def chaseable(self) -> int:
        """What may be asked for now: nothing while it rests, never the disputed part."""
        return 0 if self.rest else self.undisputed

    @property
    def undisputed(self) -> int:
        """What of it is not in dispute."""
        return self.open - self.disputed + self.beyond


class Ended(NamedTuple):
    """A case that was settled after its final warning had run out or it was handed over, and not yet looked back on."""

    items: tuple[Item, ...]
    on: date


class Account(NamedTuple):
    """Where one customer stands on a day."""

    day: date
    facts: Facts
    items: tuple[Item, ...]
    promises: tuple[PromiseStand, ...]
    paid_claims: tuple[PaidClaim, ...]
    plans: tuple[PlanStand, ...] = ()
    rests: tuple[Item, ...] = ()
    """Invoices whose principal is in while interest or costs that a letter claimed are not: the rest claim."""
    ended: Ended | None = None
    practice: Practice = USUAL
    overdue: tuple[Item, ...] = ()
    """Open items whose due day has come: together they are the case."""
    chaseable: tuple[Item, ...] = ()
    """The items of the case that may be asked for now."""
    dunnable: tuple[Item, ...] = ()
    """What a letter of the ladder lists: the chaseable items that are late. Due today is not late."""

    @property
    def profile(self) -> Profile:
        """The rhythm this customer is followed in."""
        return profile_for(self.customer, self.facts.contacts, self.practice.profiles)

    @property
    def country(self) -> str:
        """The country whose calendar counts."""
        return self.practice.country

    @property
    def customer(self) -> Customer:
        """Whose account it is."""
        return self.facts.customer


def due_day(issued: date, given: date | None, customer_term: int | None, default_term: int = 30) -> date:
    """The last day to pay: the one given, else issue plus the customer's term in days, else plus the creditor's.

    Settled once, when the invoice is recorded: a term that changes later must not move old due days.
    """
    return given or issued + timedelta(default_term if customer_term is None else customer_term)


def lawful_term(customer: Customer, issued: date, due: date, *, express: bool = False) -> Term:
    """The last day to pay that law lets stand beside the one agreed, and why it differs. Dutch law only."""
    if customer.law != nl.JURISDICTION:
        return Term(due, due, "", "")
    return lawful_due(customer.kind.value, due, issued=issued, large_debtor=customer.large, express=express)


def account(facts: Facts, day: date, practice: Practice = USUAL) -> Account:
    """Where the customer stands on a day. Facts may hold later ones; they are left out."""
    return _account(as_of(facts, day), day, practice)


def later(acc: Account, day: date) -> Account:
    """Where he will stand on a day to come if nothing comes in: what is known now is all that is known then."""
    return _account(acc.facts, day, acc.practice)


def _account(known: Facts, day: date, practice: Practice) -> Account:
    if not any(known[MOVES]):  # the short way for most customers, each morning
        items = tuple([Item(i, i.amount, 0, None, None) for i in known.invoices if i.amount > 0])
        overdue = tuple([i for i in items if i.invoice.due <= day])
        late = tuple([i for i in overdue if i.invoice.due < day])
        return Account(day, known, items, (), (), (), (), None, practice, overdue, overdue, late)
    booked: dict[int, int] = {}
    for part in known.allocations:
        booked[part.invoice] = booked.get(part.invoice, 0) + part.amount
    open_now = {i.id: i.amount - booked.get(i.id, 0) for i in known.invoices}
    live = {i for i, amount in open_now.items() if amount > 0}
    rests: tuple[Item, ...] = ()
    if len(live) < len(open_now):
        rests = tuple(
            Item(invoice, 0, 0, None, None)
            for invoice in known.invoices
            if invoice.id not in live and rest_claim(known, invoice, day, practice) > 0
        )
    unsettled = live | {i.invoice.id for i in rests}
    ended = _ended(known, unsettled, day) if known.letters or known.handovers else None
    known = _concerning(known, live, unsettled)
    agreed = tuple(p for p in known.plans if not live.isdisjoint(p.invoices)) if known.plans else ()
    promised = tuple(p for p in known.promises if not live.isdisjoint(p.invoices)) if known.promises else ()
    promises = promise_stands(promised, known.allocations, day, practice.country, agreed)
    claims = paid_claims(known.contacts, known.allocations, practice.country)
    plans = (
        plan_stands(agreed, known.allocations, day, practice.country, practice.rest_claim_from)
        if agreed
        else ()
    )
    if promises or claims or plans or known.holds or known.handovers or known.disputes:
        items = tuple(
            _item(invoice, open_now[invoice.id], known, promises, claims, plans, day, practice)
            for invoice in known.invoices
            if invoice.id in live
        )
    else:  # nothing makes anything rest: nearly everybody, each morning
        items = tuple([Item(i, open_now[i.id], 0, None, None) for i in known.invoices if i.id in live])
    overdue = tuple([i for i in items if i.invoice.due <= day])
    chaseable = tuple([i for i in overdue if i.chaseable > 0])
    dunnable = tuple([i for i in chaseable if i.invoice.due < day])
    return Account(
        day, known, items, promises, claims, plans, rests, ended, practice, overdue, chaseable, dunnable
    )


def _ended(known: Facts, unsettled: set[int], day: date) -> Ended | None:
    """The case that is over after `decide` was reached, and not yet closed; None while anything due is open."""
    final = [
        x for x in known.letters if x.kind == LetterKind.SOMMATIE and x.deadline is not None and x.sent_on
    ]
    if not (final or known.handovers):
        return None
    if any(i.due <= day for i in known.invoices if i.id in unsettled):
        return None
    closed = max((c.on for c in known.closings), default=date.min)
    found: list[tuple[Invoice, date]] = []
    for invoice in known.invoices:
        if invoice.id in unsettled:
            continue
        on = max((a.on for a in known.allocations if a.invoice == invoice.id), default=None)
        if on is None or on <= closed:
            continue
        decided = any(invoice.id in x.invoices and x.deadline is not None and x.deadline < on for x in final)
        if decided or any(invoice.id in h.invoices and h.on <= on for h in known.handovers):
            found.append((invoice, on))
    if not found:
        return None
    return Ended(tuple(Item(i, 0, 0, None, None) for i, _ in found), max(on for _, on in found))


def rest_claim(known: Facts, invoice: Invoice, day: date, practice: Practice = USUAL) -> int:
    """What is left in cents of what a letter claimed on an invoice beyond its open principal; nothing after a kept plan.

    Of an invoice in dispute for a part: what is left once all but that part is in; nothing while all of it is in dispute.
    """
    disputed = disputed_part(known, invoice, day)
    if disputed is None:
        return 0
    plans = [p for p in known.plans if invoice.id in p.invoices]
    slack = practice.rest_claim_from
    stands = plan_stands(plans, known.allocations, day, practice.country, slack) if plans else ()
    if stands and stands[-1].state == "kept":
        return 0
    return still_claimed(
        invoice,
        known.customer,
        known.allocations,
        known.letters,
        day,
        practice,
        known.charges,
        granted(known, invoice.id, day, practice),
        disputed,
    )


def disputed_part(known: Facts, invoice: Invoice, day: date) -> int | None:
    """What of the open principal is in dispute on a day, in cents; None where all of the invoice is, paid or not."""
    running = [d for d in known.disputes if d.invoice == invoice.id and d.resolved_on is None and d.on <= day]
    if not running:
        return 0
    open_now = invoice.amount - sum(a.amount for a in known.allocations if a.invoice == invoice.id)
    if open_now > 0 and any(d.amount is None for d in running):
        return None
    return max(0, min(open_now, sum(d.amount or 0 for d in running)))


def granted(known: Facts, invoice: int, day: date, practice: Practice) -> tuple[Granted, ...]:
    """The plans and promises over an invoice, and until when each kept the rest from being due; of a private person only."""
    if known.customer.kind != Kind.CONSUMER:
        return ()
    plans = [p for p in known.plans if invoice in p.invoices]
    promises = [p for p in known.promises if invoice in p.invoices]
    return (
        *(
            Granted(p.plan.made_on, date.max if p.rests else p.ended)
            for p in plan_stands(plans, known.allocations, day, practice.country, practice.rest_claim_from)
        ),
        *(
            Granted(p.promise.made_on, p.ended if p.state == "replaced" else p.last_day)
            for p in promise_stands(promises, known.allocations, day, practice.country, plans)
        ),
    )


def left_of_claims(acc: Account) -> dict[int, int]:
    """By invoice whose principal is in: what is left, in cents, of the interest and costs a letter claimed on it."""
    return {i.invoice.id: rest_claim(acc.facts, i.invoice, acc.day, acc.practice) for i in acc.rests}


def _concerning(known: Facts, live: set[int], claimed_on: set[int]) -> Facts:
    """What bears on open invoices: a case counts the facts that concern invoices still open, and no others.

    Letters are kept for what they have claimed too, and so is what was agreed: it puts off what they claim. Of a later talk about
    settled invoices only that the customer was spoken to: that answers an attempt to reach him, whatever it was about.
    """
    if not (known.promises or known.disputes or known.letters or known.plans):
        heard = _heard(known.contacts, live) if known.contacts else ()
        return known if heard == known.contacts else known._replace(contacts=heard)
    return known._replace(
        contacts=_heard(known.contacts, live),
        promises=tuple(p for p in known.promises if not claimed_on.isdisjoint(p.invoices)),
        disputes=tuple(d for d in known.disputes if d.invoice in live),
        letters=tuple(x for x in known.letters if not claimed_on.isdisjoint(x.invoices)),
        plans=tuple(p for p in known.plans if not claimed_on.isdisjoint(p.invoices)),
    )


def _heard(contacts: tuple[Contact, ...], live: set[int]) -> tuple[Contact, ...]:
    found: list[Contact] = []
    for contact in contacts:
        if not live.isdisjoint(contact.invoices):
            found.append(contact)
        elif found and contact.answered:
            spoken = contact._replace(outcome=Outcome.SPOKE, call_back=None, cause=None, proof="")
            found.append(spoken)
    return tuple(found)


def _item(
    invoice: Invoice,
    open_now: int,
    known: Facts,
    promises: tuple[PromiseStand, ...],
    claims: tuple[PaidClaim, ...],
    plans: tuple[PlanStand, ...],
    day: date,
    practice: Practice,
) -> Item:
    rests: list[Rest] = []
    ends: list[date] = []
    for stand in promises:
        if invoice.id in stand.promise.invoices and stand.waits:
            ends.append(stand.ended)
            if stand.state == "running":
                rests.append(Rest("promise", stand.last_day))
    for claim in claims:
        if invoice.id in claim.contact.invoices:
            ends.append(claim.awaited_to)
            if day <= claim.awaited_to:
                rests.append(Rest("paid-claim", claim.awaited_to))
    lapsed = missed = None
    for plan in plans:
        if invoice.id in plan.plan.invoices:
            if plan.state == "missed":
                missed = plan.ended
            else:
                ends.append(plan.ended)
            if plan.rests:
                rests.append(Rest("plan" if plan.state == "running" else "plan-missed", plan.ended))
            lapsed = plan if plan.state == "lapsed" else None
    for hold in known.holds:
        if hold.invoice in {None, invoice.id}:
            last = hold.until if hold.released_on is None else min(hold.until, hold.released_on - ONE_DAY)
            ends.append(last)
            if day <= last:
                rests.append(Rest("hold", last))
    given = [h for h in known.handovers if invoice.id in h.invoices]
    if given and (last_one := given[-1]).back_on is None:
        rests.append(Rest("handed-over", None))
    elif given and last_one.back_on is not None:
        ends.append(last_one.back_on - ONE_DAY)
    disputed = beyond = 0
    for dispute in known.disputes:
        if dispute.invoice != invoice.id:
            continue
        if dispute.resolved_on is not None:
            if dispute.amount is None or dispute.amount >= open_now:
                ends.append(dispute.resolved_on)
            continue
        disputed += open_now if dispute.amount is None else dispute.amount
        if disputed >= open_now:
            beyond = rest_claim(known, invoice, day, practice)
            rests += [] if beyond else [Rest("dispute", None)]
    rest = max(rests, key=_lasts) if rests else None
    quiet = max(ends, default=None)
    rested = max([*ends, missed], default=None) if missed is not None else quiet
    return Item(invoice, open_now, min(disputed, open_now), rest, rested, lapsed, quiet, beyond)


def _lasts(rest: Rest) -> tuple[date, bool]:
    """What lasts longest; a missed instalment, which may be asked for, gives way to all else."""
    return (date.min if rest.why == "plan-missed" else rest.until or date.max, rest.until is None)


NOT_ISSUED = "not-issued"
"""The state of an invoice that is dated later than the day: nobody owes it yet."""


def state_of(acc: Account, invoice: Invoice) -> str:
    """In a word how an invoice stands, as the contract names it: paid, written-off, disputed, promised, plan, held ..."""
    if invoice.issued > acc.day:
        return NOT_ISSUED
    item = next((i for i in acc.items if i.invoice.id == invoice.id), None)
    if item is None:
        given_up = (
            a.source == "write-off" and a.amount for a in acc.facts.allocations if a.invoice == invoice.id
        )
        return "written-off" if any(given_up) else "paid"
    why = item.rest.why if item.rest is not None else ""
    if why == "handed-over" or (item.disputed == 0 and why in _STATES):
        return _STATES[why]
    if item.disputed:
        return "disputed"
    return "overdue" if item.due < acc.day else "open"


_STATES = {
    "handed-over": "handed-over",
    "promise": "promised",
    "plan": "plan",
    "plan-missed": "plan",
    "hold": "held",
}


def dispute_share(dispute: Dispute, item: Item) -> int:
    """What of an item one dispute is about, in cents: never more than is open."""
    return item.open if dispute.amount is None else min(item.open, dispute.amount)


def promised_on(acc: Account, named: Sequence[int] = ()) -> tuple[Item, ...]:
    """What a promise is about: the invoices named, else what is due, else all that is open; one currency, nothing disputed."""
    usable = tuple(i for i in acc.items if i.open > i.disputed)
    chosen = (
        tuple(i for i in usable if i.invoice.id in named)
        if named
        else tuple(i for i in usable if i.due <= acc.day)
    )
    chosen = chosen or (() if named else usable)
    currency = (
        "EUR"
        if any(i.invoice.currency == "EUR" for i in chosen)
        else chosen[0].invoice.currency
        if chosen
        else ""
    )
    return tuple(i for i in chosen if i.invoice.currency == currency)


def solve_by(on: date, country: str) -> date:
    """The day a dispute logged on a day should be solved by: five working days later."""
    return add_working_days(on, SOLVE_DAYS, country)
