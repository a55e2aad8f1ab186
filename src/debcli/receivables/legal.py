"""One invoice as the law sees it: interest from the first day of default, payments booked by art. 6:44 BW.

Until a letter claims interest or costs a payment is taken as principal; from then on it meets costs, interest and
principal in that order. So open (bookkeeping) and claim (law) are one sum until a letter has claimed more. A
veertiendagenbrief that ran out has done so by law (owed.py).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from debcli.law import nl
from debcli.law.costs import agreed_costs, collection_costs
from debcli.law.interest import Cost, Flow, Receipt, accrue
from debcli.law.rates import AGREED, RateTable
from debcli.law.terms import Start
from debcli.receivables.default import start_of
from debcli.receivables.facts import Allocation, Charge, Customer, Invoice, Kind, Letter, LetterKind
from debcli.receivables.owed import Granted, OwedCosts, all_owed, left_out
from debcli.receivables.practice import USUAL, Practice


class Claimed(NamedTuple):
    """What letters that left have claimed on an invoice, in cents.

    `on`: the first claimed interest or costs, and from then on payments are booked by law. `costs_on`: the first claimed
    costs, so much over so much `principal`. The last of them, of the day `asked_on`, asks `asked` in all by `pay_by`.
    """

    on: date
    asked_on: date
    asked: int
    pay_by: date | None
    costs_on: date | None = None
    costs: int = 0
    principal: int = 0
    over: int = 0
    """The principal of all claims the costs were counted over."""
    unnamed: int = 0
    """What of the invoice was open and not claimed with them, because it was in dispute."""
    by_law: int | None = None
    """The veertiendagenbrief by which the costs are owed; None where a letter claimed them."""
    counted: date | None = None
    """What is credited on or after this day lowers the costs; what was before is not in them."""
    more: "tuple[Claimed, ...]" = ()
    """What later veertiendagenbrieven have made owed over what the first did not name; of each only the costs are looked at."""

    @property
    def all_costs(self) -> int:
        """The costs of each of them together."""
        return self.costs + sum(x.costs for x in self.more)

    @property
    def each(self) -> "tuple[Claimed, ...]":
        """Each claim of costs by itself, the first one first; none where only interest was claimed."""
        return (self._replace(more=()), *self.more) if self.costs_on is not None else ()


class LegalView(NamedTuple):
    """An invoice on a day: its flow of interest and payments, and what was claimed on it. Cents."""

    flow: Flow
    rate: RateTable | Decimal
    claimed: Claimed | None
    start: Start

    def agreed_on(self, day: date) -> bool:
        """Whether the interest of a day is the agreed one, not the legal."""
        return isinstance(self.rate, Decimal) or self.rate.row_on(day).source == AGREED

    @property
    def open_total(self) -> int:
        """What law still gives: costs claimed, interest and principal."""
        return self.flow.open_total


def claimed(letters: tuple[Letter, ...], invoice: int, owed: OwedCosts | None = None) -> Claimed | None:
    """What the letters that left have claimed of interest or costs on an invoice; None where none has.

    `owed`: the costs a veertiendagenbrief made owed on it, which a sommatie only asks again.
    """
    found = [
        (x.sent_on, x, x.shares[x.invoices.index(invoice)] if x.shares else (0, 0, 0))
        for x in letters
        if x.sent_on is not None and x.interest + x.costs and x.left_for(invoice)
    ]
    if owed is not None and owed.costs:
        what = _by_law(owed)
    elif not found:
        return None
    else:
        what = Claimed(found[0][0], found[0][0], 0, None)
    found = [one for one in found if owed is None or not _adds(one[1], owed)] or found
    if found:
        found.sort(key=lambda one: one[0])
        (first, _, _), (asked_on, last, asked) = found[0], found[-1]
        what = what._replace(
            on=min(first, what.on), asked_on=asked_on, asked=sum(asked), pay_by=last.deadline or last.pay_by
        )
    if what.costs_on is not None:
        return what
    for on, letter, (principal, _, costs) in found:
        if costs:
            over = sum(share[0] for share in letter.shares)
            return what._replace(costs_on=on, costs=costs, principal=principal, over=over, counted=on)
    return what


def _by_law(owed: OwedCosts) -> Claimed:
    late = owed.on - timedelta(1)  # a payment on the first day meets the costs
    what = Claimed(late, owed.sent_on, owed.named, owed.until, owed.on, owed.costs, owed.principal, owed.over)
    return what._replace(by_law=owed.letter, counted=owed.until + timedelta(1))


def _adds(letter: Letter, owed: OwedCosts) -> bool:
    """Whether a letter names what the one before did not: it asks that part only, and not all that is claimed."""
    return letter.kind == LetterKind.VEERTIENDAGENBRIEF and letter.made_on > owed.until


def claimed_on(
    invoice: Invoice,
    customer: Customer,
    allocations: tuple[Allocation, ...],
    letters: tuple[Letter, ...],
    charges: tuple[Charge, ...] = (),
    granted: Sequence[Granted] = (),
) -> Claimed | None:
    """What was claimed on an invoice: by letters, and by law once a veertiendagenbrief has run out."""
    owed = [
        x
        for x in all_owed(invoice.id, customer, letters, allocations, charges, granted, invoice.amount)
        if x.costs
    ]
    what = claimed(letters, invoice.id, owed[0] if owed else None)
    if what is None or what.costs_on is None:
        return what
    more = [_with_unnamed(_by_law(x), invoice, allocations, letters) for x in owed[1:]]
    return _with_unnamed(what, invoice, allocations, letters)._replace(more=tuple(more))


def _with_unnamed(
    what: Claimed, invoice: Invoice, allocations: tuple[Allocation, ...], letters: tuple[Letter, ...]
) -> Claimed:
    by = next((x for x in letters if _brought(x, what, invoice.id)), None)
    if by is None:
        return what
    apart = left_out(by, invoice.id, invoice.amount, allocations, letters)
    if what.counted is not None:  # a credit note before that day has met what was left out first
        booked = sum(
            a.amount
            for a in allocations
            if a.invoice == invoice.id and a.entry > by.entry and a.source == "credit" and not a.set_off
            if a.on < what.counted
        )
        apart = max(0, apart - booked)
    return what._replace(unnamed=apart)


def _brought(letter: Letter, what: Claimed, invoice: int) -> bool:
    """Whether a letter is the one that brought the costs."""
    if not letter.left_for(invoice) or not letter.shares:
        return False
    if what.by_law is not None:
        return letter.id == what.by_law
    return letter.sent_on == what.costs_on and letter.costs > 0


def by_then(what: Claimed | None, day: date) -> Claimed | None:
    """What was claimed by a day: costs that are owed only later are none yet."""
    if what is None or what.costs_on is None:
        return what
    if what.costs_on <= day:
        return what._replace(more=tuple(x for x in what.more if x.costs_on is not None and x.costs_on <= day))
    if what.on + timedelta(1) == what.costs_on:
        return None
    return what._replace(costs_on=None, costs=0, by_law=None)


def _lowered(what: Claimed, cents: int, customer: Customer) -> Claimed:
    """What stays claimed when so many cents of the principal turn out not to be owed, or are in dispute.

    Costs follow the principal that is owed (Besluit art. 2): what is credited or disputed takes its bracket with it.
    """
    cents = min(cents, what.principal)
    if cents <= 0:
        return what
    less = _costs_of(what.over, customer) - _costs_of(what.over - cents, customer)
    return what._replace(costs=max(0, what.costs - less), principal=what.principal - cents)


def _as_owed(what: Claimed, mine: Sequence[Allocation], disputed: int, customer: Customer) -> Claimed:
    """What of the costs stays, after what was credited since they were counted and what is in dispute (cents)."""
    counted = what.counted or what.costs_on or date.max
    since = sum(a.amount for a in mine if a.source == "credit" and not a.set_off and a.on >= counted)
    # What was left out of the principal the costs were counted over, takes nothing off when it is credited.
    return _lowered(what, max(0, since + disputed - what.unnamed), customer)


def _costs_of(principal: int, customer: Customer) -> int:
    if customer.costs_percent is not None and customer.kind != Kind.CONSUMER:
        return agreed_costs(principal, customer.costs_percent).amount
    return collection_costs(principal).amount


def view(
    invoice: Invoice,
    customer: Customer,
    allocations: tuple[Allocation, ...],
    letters: tuple[Letter, ...],
    day: date,
    practice: Practice = USUAL,
    *,
    disputed: int = 0,
    charges: tuple[Charge, ...] = (),
    granted: Sequence[Granted] = (),
) -> LegalView:
    """The invoice on a day under Dutch law; what is in dispute (cents) is left out.

    A credit note lowers the debt from the start, because what it takes back was never owed; so does a principal that is
    written off, on its day. What is left of a credit note and set off against another invoice pays that like money.
    """
    mine = [a for a in allocations if a.invoice == invoice.id]
    credited = sum(a.amount for a in mine if a.source == "credit" and not a.set_off)
    what = by_then(claimed_on(invoice, customer, allocations, letters, charges, granted), day)
    receipts: list[Receipt] = []
    for part in mine:
        if part.source == "credit" and not part.set_off:
            continue
        by_law = what is not None and part.on > what.on and part.source != "write-off"
        if part.amount:
            receipts.append(Receipt(part.on, part.amount, principal_only=not by_law))
        if part.extras:
            receipts.append(Receipt(part.on, part.extras))
    rate = nl.rate_for(customer.kind.value, agreed=customer.interest, extra=practice.rates)
    start = start_of(invoice, customer, letters)
    if what is not None and what.costs_on is not None:
        first, *more = (_as_owed(part, mine, disputed, customer) for part in what.each)
        what = first._replace(more=tuple(more))
    flow = accrue(
        max(0, invoice.amount - credited - disputed),
        start.first or day + timedelta(1),
        day,
        rate,
        receipts=receipts,
        costs=[Cost(x.costs_on, x.costs) for x in what.each if x.costs_on] if what is not None else (),
        compounding=customer.compounding,
        day_basis=practice.day_basis,
    )
    return LegalView(flow, rate, what, start)


def still_claimed(
    invoice: Invoice,
    customer: Customer,
    allocations: tuple[Allocation, ...],
    letters: tuple[Letter, ...],
    day: date,
    practice: Practice = USUAL,
    charges: tuple[Charge, ...] = (),
    granted: Sequence[Granted] = (),
    disputed: int = 0,
) -> int:
    """What is left on a day of what a letter claimed on an invoice, in cents; 0 where none claimed interest or costs.

    Who pays what a letter asks by the day it names has paid: the interest since the letter was written is not asked of
    him. Under Dutch law and in EUR only, like every claim beyond the principal.
    """
    if customer.law != nl.JURISDICTION or invoice.currency != "EUR":
        return 0
    what = by_then(claimed_on(invoice, customer, allocations, letters, charges, granted), day)
    if what is None:
        return 0
    left = view(
        invoice,
        customer,
        allocations,
        letters,
        day,
        practice,
        disputed=disputed,
        charges=charges,
        granted=granted,
    ).open_total
    if what.pay_by is None:
        return left
    met = sum(
        a.amount + a.extras
        for a in allocations
        if a.invoice == invoice.id and what.asked_on < a.on <= what.pay_by
    )
    asked = max(0, what.asked - met)
    return min(left, asked) if day <= what.pay_by or asked == 0 else left
