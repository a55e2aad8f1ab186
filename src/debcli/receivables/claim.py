"""What may be claimed on a day: principal, interest and costs, line by line.

Payments are taken off the principal on the day they came; a credit note lowers the debt from the start, because what
it takes back was never owed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from debcli.law import nl
from debcli.law.costs import collection_costs
from debcli.law.interest import Receipt, accrue, per_day
from debcli.law.rates import is_unchecked
from debcli.receivables.account import Account, Facts, Item, account
from debcli.receivables.facts import Allocation, Invoice, Kind
from debcli.receivables.guards import notice_ran_out
from debcli.values.dates import short
from debcli.values.money import dutch, euro


class ClaimInvoice(NamedTuple):
    """One invoice in the claim. Amounts in cents; `paid` includes credit notes; days_late is 0 up to the due day."""

    invoice: Invoice
    due: date
    paid: int
    open: int
    days_late: int


class InterestLine(NamedTuple):
    """Interest over a run of days with one rate and one base; both days count."""

    number: str
    first: date
    last: date
    days: int
    base: int
    percent: Decimal
    amount: int


class CostLine(NamedTuple):
    """Collection costs over a part of the principal, in cents: `percent` of `of`, or the scale's `limit` over `of`.

    limit: minimum, maximum or empty. `claimed_on`: the day the letter left that claimed them, None while none did.
    """

    of: int
    percent: Decimal | None
    amount: int
    limit: str = ""
    claimed_on: date | None = None

    @property
    def basis(self) -> str:
        """The ground in words, for a screen."""
        how = f"{self.limit} of the scale over" if self.percent is None else f"{self.percent:f} % of"
        since = f", claimed {short(self.claimed_on)} {self.claimed_on.year}" if self.claimed_on else ""
        return f"{how} {dutch(self.of)} (scale, art. 6:96 BW, Besluit BIK{since})"


class Received(NamedTuple):
    """A payment after a letter claimed interest or costs, as the law books it (art. 6:44 BW). Cents."""

    number: str
    on: date
    to_costs: int
    to_interest: int
    to_principal: int


class Claim(NamedTuple):
    """The claim on a day; every total is the sum of its lines, less what the received payments met. Amounts in cents."""

    as_of: date
    jurisdiction: str
    currency: str
    invoices: tuple[ClaimInvoice, ...]
    interest: tuple[InterestLine, ...]
    costs: tuple[CostLine, ...]
    per_day: int
    warnings: tuple[str, ...] = ()
    received: tuple[Received, ...] = ()

    @property
    def principal(self) -> int:
        """Open principal."""
        return sum(line.open for line in self.invoices)

    @property
    def interest_total(self) -> int:
        """The interest lines, less what payments met."""
        return sum(line.amount for line in self.interest) - sum(r.to_interest for r in self.received)

    @property
    def costs_total(self) -> int:
        """The cost lines, less what payments met."""
        return sum(line.amount for line in self.costs) - sum(r.to_costs for r in self.received)

    @property
    def total(self) -> int:
        """Principal, interest and costs."""
        return self.principal + self.interest_total + self.costs_total


def claim(acc: Account, items: Iterable[Item] | None = None) -> Claim:
    """The claim on the account's day over its overdue items, or over the items given (a letter's).

    Of an item in dispute only the undisputed part is claimed. Amounts in one currency; interest and costs by law are
    computed for EUR under Dutch law, for anything else the claim is principal and says so.
    """
    chosen = tuple(acc.overdue if items is None else items)
    currency = main_currency(chosen)
    taken = tuple(i for i in chosen if i.invoice.currency == currency and i.open > i.disputed)
    warnings = [
        f"{euro(i.open, i.invoice.currency)} on {i.invoice.number} is not in this claim: currencies are never added."
        for i in chosen
        if i.invoice.currency != currency
    ]
    warnings += [
        f"{euro(i.disputed)} of {i.invoice.number} is in dispute and left out." for i in chosen if i.disputed
    ]
    lines = tuple(_invoice_line(acc, item) for item in taken)
    law = acc.customer.law
    if currency != "EUR" or law != nl.JURISDICTION:
        warnings.append(
            "Interest and costs by law are computed for EUR only." if currency != "EUR"
            else "Interest and costs are computed for Dutch law only; this customer falls under Belgian law."
        )  # fmt: skip
        return Claim(acc.day, law, currency, lines, (), (), 0, tuple(warnings))
    interest, daily, unchecked = _interest(acc, taken)
    if unchecked:
        warnings.append("The interest rate was not checked for the last days: see law/rates.csv.")
    costs = _costs(acc, taken, warnings)
    return Claim(acc.day, law, currency, lines, interest, costs, daily, tuple(warnings))


def claimed_extras(facts: Facts, day: date, *, country: str, paid: int = 0) -> int:
    """Interest and costs in cents that a letter has claimed by a day and that are still to be paid.

    As they run on that day while the letter's invoices are open, at least what the letter said; less what was `paid`
    on them before. Nothing before a letter claimed any.
    """
    claiming = [
        x
        for x in facts.letters
        if x.sent_on is not None and x.sent_on <= day and x.cancelled_on is None and x.interest + x.costs
    ]
    if not claiming:
        return 0
    last = claiming[-1]
    acc = account(facts, day, country=country)
    found = claim(acc, [i for i in acc.items if i.invoice.id in last.invoices])
    return max(0, max(last.interest + last.costs, found.interest_total + found.costs_total) - paid)


def main_currency(items: Iterable[Item]) -> str:
    """EUR if any item is in EUR, else the currency of the oldest due."""
    by_age = sorted(items, key=lambda i: i.due)
    currencies = [i.invoice.currency for i in by_age]
    return "EUR" if "EUR" in currencies or not currencies else currencies[0]


def _booked(acc: Account, item: Item, source: str) -> list[Allocation]:
    return [a for a in acc.facts.allocations if a.invoice == item.invoice.id and a.source == source]


def _invoice_line(acc: Account, item: Item) -> ClaimInvoice:
    chased = item.open - item.disputed
    return ClaimInvoice(
        item.invoice, item.due, item.invoice.amount - item.open, chased, max(0, (acc.day - item.due).days)
    )


def _interest(acc: Account, items: Iterable[Item]) -> tuple[tuple[InterestLine, ...], int, bool]:
    """The interest lines, what every further day adds, and whether a rate was used that nobody checked yet."""
    rate = nl.rate_for(acc.customer.kind.value)
    lines: list[InterestLine] = []
    daily, unchecked = 0, False
    for item in items:
        first = item.due + timedelta(1)
        if acc.day < first:
            continue
        principal = item.invoice.amount - item.disputed - sum(a.amount for a in _booked(acc, item, "credit"))
        receipts = [Receipt(a.on, a.amount, principal_only=True) for a in _booked(acc, item, "payment")]
        flow = accrue(principal, first, acc.day, rate, receipts=receipts)
        lines += [InterestLine(item.invoice.number, *segment) for segment in flow.segments]
        unchecked = unchecked or is_unchecked(rate, acc.day)
        if flow.segments:
            daily += per_day(flow.segments[-1].base, flow.segments[-1].percent)
    return tuple(lines), daily, unchecked


def _costs(acc: Account, items: Iterable[Item], warnings: list[str]) -> tuple[CostLine, ...]:
    """The scale over the principal in default; of a consumer only what a veertiendagenbrief that ran out has listed."""
    late = [i for i in items if i.due < acc.day]
    if acc.customer.kind == Kind.CONSUMER:
        noticed = [i for i in late if notice_ran_out(acc, i)]
        if len(noticed) < len(late):
            warnings.append(
                "No costs yet: a consumer owes them once a veertiendagenbrief has run out (art. 6:96 lid 6 BW)."
            )
        late = noticed
    if not late:
        return ()
    costs = collection_costs([i.open - i.disputed for i in late])
    if costs.limit:
        return (CostLine(costs.principal, None, costs.amount, costs.limit),)
    return tuple(CostLine(bracket.of, bracket.percent, bracket.amount) for bracket in costs.brackets)
