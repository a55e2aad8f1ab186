"""One invoice as the law sees it: interest from the first day of default, payments booked by art. 6:44 BW.

Until a letter claims interest or costs a payment is taken as principal; from then on it meets costs, interest and
principal in that order. So open (bookkeeping) and claim (law) are one sum until a letter has claimed more.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from debcli.law import nl
from debcli.law.interest import Cost, Flow, Receipt, accrue
from debcli.law.rates import AGREED, RateTable
from debcli.law.terms import Start
from debcli.receivables.default import start_of
from debcli.receivables.facts import Allocation, Customer, Invoice, Letter
from debcli.receivables.practice import USUAL, Practice


class Claimed(NamedTuple):
    """What a letter that left has claimed on an invoice, in cents: from which day, and to be paid by which."""

    on: date
    pay_by: date | None
    principal: int
    interest: int
    costs: int


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


def claimed(letters: tuple[Letter, ...], invoice: int) -> Claimed | None:
    """The first letter that left and claimed interest or costs on an invoice."""
    for letter in letters:
        if letter.sent_on is not None and letter.interest + letter.costs and letter.left_for(invoice):
            share = letter.shares[letter.invoices.index(invoice)] if letter.shares else (0, 0, 0)
            return Claimed(letter.sent_on, letter.deadline or letter.pay_by, *share)
    return None


def view(
    invoice: Invoice,
    customer: Customer,
    allocations: tuple[Allocation, ...],
    letters: tuple[Letter, ...],
    day: date,
    practice: Practice = USUAL,
    *,
    disputed: int = 0,
) -> LegalView:
    """The invoice on a day under Dutch law; what is in dispute (cents) is left out.

    A credit note lowers the debt from the start, because what it takes back was never owed; so does a principal that is
    written off, on its day. What is left of a credit note and set off against another invoice pays that like money.
    """
    mine = [a for a in allocations if a.invoice == invoice.id]
    credited = sum(a.amount for a in mine if a.source == "credit" and not a.set_off)
    what = claimed(letters, invoice.id)
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
    flow = accrue(
        max(0, invoice.amount - credited - disputed),
        start.first or day + timedelta(1),
        day,
        rate,
        receipts=receipts,
        costs=[Cost(what.on, what.costs)] if what is not None and what.costs else (),
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
) -> int:
    """What is left on a day of what a letter claimed on an invoice, in cents; 0 where none claimed interest or costs.

    Who pays what a letter asks by the day it names has paid: the interest since the letter was written is not asked of
    him. Under Dutch law and in EUR only, like every claim beyond the principal.
    """
    if customer.law != nl.JURISDICTION or invoice.currency != "EUR":
        return 0
    what = claimed(letters, invoice.id)
    if what is None:
        return 0
    left = view(invoice, customer, allocations, letters, day, practice).open_total
    if what.pay_by is None:
        return left
    met = sum(
        a.amount + a.extras for a in allocations if a.invoice == invoice.id and what.on < a.on <= what.pay_by
    )
    asked = max(0, what.principal + what.interest + what.costs - met)
    return min(left, asked) if day <= what.pay_by or asked == 0 else left
