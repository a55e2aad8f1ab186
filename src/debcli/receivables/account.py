"""Facts and a day give where a customer stands: open items, what makes them rest, promises kept or broken.

Pure: facts dated after the day are left out first, so an earlier day always says what it said then.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.law import nl
from debcli.law.terms import Term, lawful_due
from debcli.receivables.facts import (
    Allocation,
    Contact,
    Customer,
    Dispute,
    Invoice,
    Letter,
    Outcome,
    Promise,
)
from debcli.receivables.legal import still_claimed
from debcli.receivables.practice import USUAL, Practice
from debcli.values.dates import add_working_days, roll

ONE_DAY = timedelta(1)
PAID_CLAIM_DAYS = 3  # a transfer said to be made should be in after so many days
SOLVE_DAYS = 5  # working days
_ENDLESS = 10**15  # cents: more than anybody owes
MAX_BROKEN = 2  # after so many broken promises a further one no longer stops the ladder

# What the customer says next about paying takes the place of "I have paid".
_OVERRULES_CLAIM = frozenset(
    {
        Outcome.PROMISE,
        Outcome.PLAN,
        Outcome.CLAIMS_PAID,
        Outcome.CANNOT_PAY,
        Outcome.DISPUTES,
        Outcome.REFUSES,
    }
)


class Facts(NamedTuple):
    """All facts of one customer that bear on his open invoices, each list in the order it happened."""

    customer: Customer
    invoices: tuple[Invoice, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    letters: tuple[Letter, ...] = ()


class Rest(NamedTuple):
    """Why an invoice rests, and the last day it does (None: until somebody ends it)."""

    why: str
    until: date | None


class Item(NamedTuple):
    """An open item. Amounts in cents. `rested_until`: the last day of its latest rest, running or past."""

    invoice: Invoice
    open: int
    disputed: int
    rest: Rest | None
    rested_until: date | None

    @property
    def due(self) -> date:
        """The last day to pay."""
        return self.invoice.due

    @property
    def chaseable(self) -> int:
        """What may be asked for now: nothing while it rests, never the disputed part."""
        return 0 if self.rest else self.open - self.disputed


class PromiseStand(NamedTuple):
    """How a promise stands on the day. `last_day`: the promised day, rolled. `ended`: the last day it made rest.

    `received`: what came in on it in time, `late`: after the last day. Cents.

    state: running, kept, part, broken, replaced.
    """

    promise: Promise
    state: str
    received: int
    late: int
    last_day: date
    ended: date
    waits: bool  # False for a promise after MAX_BROKEN broken ones

    @property
    def was_broken(self) -> bool:
        """Whether less came in than promised."""
        return self.state in {"broken", "part"}


class PaidClaim(NamedTuple):
    """The customer said he had paid. `awaited_to`: the last day it makes rest. `nth`: first, second ... in the case.

    `stands`: neither taken back by what he said later, nor fulfilled by what came in since (`received`, cents).
    """

    contact: Contact
    nth: int
    proof: bool
    awaited_to: date
    stands: bool
    received: int


class Account(NamedTuple):
    """Where one customer stands on a day."""

    day: date
    facts: Facts
    items: tuple[Item, ...]
    promises: tuple[PromiseStand, ...]
    paid_claims: tuple[PaidClaim, ...]
    rests: tuple[Item, ...] = ()
    """Invoices whose principal is in while interest or costs that a letter claimed are not: the rest claim."""
    practice: Practice = USUAL

    @property
    def country(self) -> str:
        """The country whose calendar counts."""
        return self.practice.country

    @property
    def customer(self) -> Customer:
        """Whose account it is."""
        return self.facts.customer

    @property
    def overdue(self) -> tuple[Item, ...]:
        """Open items whose due day has come: together they are the case."""
        return tuple(item for item in self.items if item.due <= self.day)

    @property
    def chaseable(self) -> tuple[Item, ...]:
        """The items of the case that may be asked for now."""
        return tuple(item for item in self.overdue if item.chaseable > 0)

    @property
    def dunnable(self) -> tuple[Item, ...]:
        """What a letter of the ladder lists: the chaseable items that are late. Due today is not late."""
        return tuple(item for item in self.overdue if item.chaseable > 0 and item.due < self.day)


def as_of(facts: Facts, day: date) -> Facts:
    """The facts as they were known on a day: what is dated later is left out, what was undone later is open again."""
    customer, invoices, allocations, contacts, promises, disputes, letters = facts
    return Facts(
        customer,
        tuple([i for i in invoices if i.issued <= day]),
        tuple([a for a in allocations if a.on <= day]) if allocations else (),
        tuple([c for c in contacts if c.on <= day]) if contacts else (),
        tuple([p for p in promises if p.made_on <= day]) if promises else (),
        tuple([_dispute_as_of(d, day) for d in disputes if d.on <= day]) if disputes else (),
        tuple([_letter_as_of(x, day) for x in letters if x.made_on <= day]) if letters else (),
    )


def _dispute_as_of(dispute: Dispute, day: date) -> Dispute:
    if dispute.resolved_on is None or dispute.resolved_on <= day:
        return dispute
    return dispute._replace(resolved_on=None, outcome="")


def _letter_as_of(letter: Letter, day: date) -> Letter:
    if letter.sent_on is not None and letter.sent_on > day:
        letter = letter._replace(sent_on=None, via="", proof="", deadline=None)
    if letter.cancelled_on is not None and letter.cancelled_on > day:
        letter = letter._replace(cancelled_on=None)
    return letter


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
    known = as_of(facts, day)
    booked: dict[int, int] = {}
    for part in known.allocations:
        booked[part.invoice] = booked.get(part.invoice, 0) + part.amount
    open_now = {i.id: i.amount - booked.get(i.id, 0) for i in known.invoices}
    live = {i for i, amount in open_now.items() if amount > 0}
    rests = tuple(
        Item(invoice, 0, 0, None, None)
        for invoice in known.invoices
        if invoice.id not in live and rest_claim(known, invoice, day, practice) > 0
    )
    known = _concerning(known, live, live | {i.invoice.id for i in rests})
    promises = _promises(known, day, practice.country)
    claims = _paid_claims(known, practice.country)
    items = tuple(
        _item(invoice, open_now[invoice.id], known, promises, claims, day)
        for invoice in known.invoices
        if invoice.id in live
    )
    return Account(day, known, items, promises, claims, rests, practice)


def rest_claim(known: Facts, invoice: Invoice, day: date, practice: Practice = USUAL) -> int:
    """What is left in cents of what a letter claimed on an invoice beyond its open principal."""
    return still_claimed(invoice, known.customer, known.allocations, known.letters, day, practice)


def _concerning(known: Facts, live: set[int], claimed_on: set[int]) -> Facts:
    """What bears on open invoices: a case counts the facts that concern invoices still open, and no others.

    Letters are kept for what they have claimed too.
    """
    if not (known.contacts or known.promises or known.disputes or known.letters):
        return known
    return known._replace(
        contacts=tuple(c for c in known.contacts if not live.isdisjoint(c.invoices)),
        promises=tuple(p for p in known.promises if not live.isdisjoint(p.invoices)),
        disputes=tuple(d for d in known.disputes if d.invoice in live),
        letters=tuple(x for x in known.letters if not claimed_on.isdisjoint(x.invoices)),
    )


def _item(
    invoice: Invoice,
    open_now: int,
    known: Facts,
    promises: tuple[PromiseStand, ...],
    claims: tuple[PaidClaim, ...],
    day: date,
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
    disputed = 0
    for dispute in known.disputes:
        if dispute.invoice != invoice.id:
            continue
        if dispute.resolved_on is not None:
            if dispute.amount is None or dispute.amount >= open_now:
                ends.append(dispute.resolved_on)
            continue
        disputed += open_now if dispute.amount is None else dispute.amount
        if disputed >= open_now:
            rests.append(Rest("dispute", None))
    rest = max(rests, key=lambda r: r.until or date.max) if rests else None
    return Item(invoice, open_now, min(disputed, open_now), rest, max(ends, default=None))


def _promises(known: Facts, day: date, country: str) -> tuple[PromiseStand, ...]:
    stands: list[PromiseStand] = []
    for index, promise in enumerate(known.promises):
        last_day = roll(promise.by, country)
        received, kept_on = _received(promise, known.allocations, last_day)
        late = 0 if kept_on else _received(promise, known.allocations, date.max)[0] - received
        replaced_on = next(
            (
                p.made_on
                for p in known.promises[index + 1 :]
                if p.made_on <= last_day and set(p.invoices) & set(promise.invoices)
            ),
            None,
        )
        broken_before = sum(s.was_broken and s.last_day < promise.made_on for s in stands)
        if kept_on is not None and (replaced_on is None or kept_on <= replaced_on):
            state, ended = "kept", kept_on
        elif replaced_on is not None:
            state, ended = "replaced", replaced_on
        elif day <= last_day:
            state, ended = "running", last_day
        else:
            state, ended = ("part" if received else "broken"), last_day
        stands.append(
            PromiseStand(promise, state, received, late, last_day, ended, broken_before < MAX_BROKEN)
        )
    return tuple(stands)


def _received(promise: Promise, allocations: Sequence[Allocation], last_day: date) -> tuple[int, date | None]:
    """What came in on a promise in time, and the day it was kept in full."""
    total = 0
    for part in sorted(allocations, key=lambda a: (a.on, a.entry)):
        after = part.on > promise.made_on or (part.on == promise.made_on and part.entry > promise.entry)
        if part.source == "payment" and part.invoice in promise.invoices and after and part.on <= last_day:
            total += part.amount
            if total >= promise.amount:
                return total, part.on
    return total, None


def _paid_claims(known: Facts, country: str) -> tuple[PaidClaim, ...]:
    found: list[PaidClaim] = []
    for index, contact in enumerate(known.contacts):
        if contact.outcome != Outcome.CLAIMS_PAID:
            continue
        nth = len(found) + 1
        later = known.contacts[index + 1 :]
        proof_on = contact.on if contact.proof else next((c.on for c in later if c.proof), None)
        if nth == 1:
            call_on = roll(contact.on + timedelta(PAID_CLAIM_DAYS), country)
        elif proof_on is not None:
            call_on = roll(proof_on + timedelta(PAID_CLAIM_DAYS), country)
        else:
            call_on = add_working_days(contact.on, 1, country)
        ends = [c.on - ONE_DAY for c in later if c.outcome in _OVERRULES_CLAIM][:1]
        if contact.amount is not None:
            as_promise = Promise(
                0, 0, 0, contact.on, date.max, contact.amount, contact.invoices, contact.entry
            )
            came_in = _received(as_promise, known.allocations, date.max)[1]
            ends += [came_in] if came_in is not None else []
        awaited_to = min([call_on - ONE_DAY, *ends])
        since = Promise(0, 0, 0, contact.on, date.max, _ENDLESS, contact.invoices, contact.entry)
        came = _received(since, known.allocations, date.max)[0]
        found.append(PaidClaim(contact, nth, proof_on is not None, awaited_to, not ends, came))
    return tuple(found)


def state_of(acc: Account, invoice: Invoice) -> str:
    """In a word how an invoice stands: paid, written-off, disputed, promised, overdue or open."""
    item = next((i for i in acc.items if i.invoice.id == invoice.id), None)
    if item is None:
        given_up = (
            a.source == "write-off" and a.amount for a in acc.facts.allocations if a.invoice == invoice.id
        )
        return "written-off" if any(given_up) else "paid"
    if item.disputed:
        return "disputed"
    if item.rest is not None and item.rest.why == "promise":
        return "promised"
    return "overdue" if item.due < acc.day else "open"


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
