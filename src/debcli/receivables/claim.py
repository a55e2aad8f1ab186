"""What may be claimed on a day: principal, interest and costs, line by line."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from debcli.law import nl
from debcli.law.costs import collection_costs
from debcli.law.interest import per_day
from debcli.law.rates import is_unchecked
from debcli.receivables.account import Account, Item
from debcli.receivables.facts import Invoice, Kind
from debcli.receivables.ladder import notice_ran_out
from debcli.receivables.lapse import YEARS_MIN, last_safe_day
from debcli.receivables.legal import Claimed, LegalView, view
from debcli.values.dates import full, short
from debcli.values.money import dutch, euro, share_out


class ClaimInvoice(NamedTuple):
    """One invoice in the claim. Cents; `paid` includes credit notes; what is `disputed` is in neither paid nor open.

    days_late is 0 up to the due day.
    """

    invoice: Invoice
    due: date
    paid: int
    open: int
    days_late: int
    disputed: int = 0


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
        scale = f"{self.limit} of the scale over" if self.limit else "the scale over"
        how = scale if self.percent is None else f"{self.percent:f} % of"
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
    """The claim on the account's day over what is due and what is left of earlier claims, or over a letter's items.

    Of an item in dispute only the undisputed part is claimed. Amounts in one currency; interest and costs by law are
    computed for EUR under Dutch law, for anything else the claim is principal and says so.
    """
    chosen = tuple((*acc.overdue, *acc.rests) if items is None else items)
    currency = main_currency(chosen)
    taken = tuple(
        i for i in chosen if i.invoice.currency == currency and (i.open > i.disputed or i in acc.rests)
    )
    warnings = [
        f"{euro(i.open, i.invoice.currency)} on {i.invoice.number} is not in this claim: currencies are never added."
        for i in chosen
        if i.invoice.currency != currency
    ]
    warnings += [
        f"{euro(i.disputed)} of {i.invoice.number} is in dispute and left out." for i in chosen if i.disputed
    ]
    law = acc.customer.law
    if currency != "EUR" or law != nl.JURISDICTION:
        warnings.append(
            "Interest and costs by law are computed for EUR only."
            if currency != "EUR"
            else "Interest and costs are computed for Dutch law only; this customer falls under Belgian law."
        )
        lines = tuple(_line(acc, item, item.open - item.disputed) for item in taken)
        return Claim(acc.day, law, currency, lines, (), (), 0, tuple(warnings))
    views = [(item, _view(acc, item)) for item in taken]
    if any(is_unchecked(seen.rate, acc.day) and seen.flow.segments for _, seen in views):
        warnings.append("The interest rate of the last days was not checked yet: debcli rates check")
    warnings += [
        f"{item.invoice.number} lapsed on {full(lapsed)} (art. 3:307 BW): the debtor may refuse to pay it. Take advice first."
        for item, _ in views
        if (acc.day - item.due).days > YEARS_MIN * 365 and (lapsed := last_safe_day(acc, item)) < acc.day
    ]
    return Claim(
        acc.day,
        law,
        currency,
        tuple(_line(acc, item, seen.flow.open_principal) for item, seen in views),
        tuple(
            InterestLine(item.invoice.number, *segment)
            for item, seen in views
            for segment in seen.flow.segments
        ),
        _costs(acc, views, warnings),
        sum(_per_day(acc, seen) for _, seen in views),
        tuple(warnings),
        tuple(
            Received(item.invoice.number, a.on, a.to_costs, a.to_interest, a.to_principal)
            for item, seen in views
            for a in seen.flow.applied
            if a.to_costs or a.to_interest
        ),
    )


def main_currency(items: Iterable[Item]) -> str:
    """EUR if any item is in EUR, else the currency of the oldest due."""
    currencies = [i.invoice.currency for i in sorted(items, key=lambda i: i.due)]
    return "EUR" if "EUR" in currencies or not currencies else currencies[0]


def _view(acc: Account, item: Item) -> LegalView:
    known = acc.facts
    return view(
        item.invoice,
        acc.customer,
        known.allocations,
        known.letters,
        acc.day,
        acc.practice,
        disputed=item.disputed,
    )


def _line(acc: Account, item: Item, open_now: int) -> ClaimInvoice:
    paid = item.invoice.amount - item.disputed - open_now
    late = max(0, (acc.day - item.due).days)
    return ClaimInvoice(item.invoice, item.due, paid, open_now, late, item.disputed)


def _per_day(acc: Account, seen: LegalView) -> int:
    """What every further day adds; nothing while no interest runs."""
    if not seen.flow.segments or not seen.flow.base:
        return 0
    rate = seen.rate if isinstance(seen.rate, Decimal) else seen.rate.on(acc.day)
    return per_day(seen.flow.base, rate)


def _costs(acc: Account, views: list[tuple[Item, LegalView]], warnings: list[str]) -> tuple[CostLine, ...]:
    """What letters have claimed, and the scale over the rest of the principal in default.

    Several claims on one debtor are summed: what comes on top of costs claimed before is the scale over all of it less
    those. Of a consumer only what a veertiendagenbrief that ran out has listed.
    """
    by_letter: dict[date, list[Claimed]] = {}
    for _, seen in views:
        if seen.claimed is not None and seen.claimed.costs:
            by_letter.setdefault(seen.claimed.on, []).append(seen.claimed)
    lines = [
        CostLine(sum(c.principal for c in parts), None, sum(c.costs for c in parts), claimed_on=on)
        for on, parts in sorted(by_letter.items())
    ]
    fresh = [
        (i, seen)
        for i, seen in views
        if not (seen.claimed and seen.claimed.costs) and i.due < acc.day and i.open
    ]
    if acc.customer.kind == Kind.CONSUMER:
        noticed = [(i, seen) for i, seen in fresh if notice_ran_out(acc, i)]
        if len(noticed) < len(fresh):
            warnings.append(
                "No costs yet: a consumer owes them once a veertiendagenbrief has run out (art. 6:96 lid 6 BW)."
            )
        fresh = noticed
    principals = [seen.flow.open_principal for _, seen in fresh]
    if not sum(principals):
        return tuple(lines)
    if lines:
        together = collection_costs([*(line.of for line in lines), *principals]).amount
        more = together - sum(line.amount for line in lines)
        return (*lines, CostLine(sum(principals), None, more)) if more > 0 else tuple(lines)
    costs = collection_costs(principals)
    if costs.limit:
        return (CostLine(costs.principal, None, costs.amount, costs.limit),)
    return tuple(CostLine(bracket.of, bracket.percent, bracket.amount) for bracket in costs.brackets)


def shares(found: Claim) -> tuple[tuple[int, int, int], ...]:
    """For a letter that claims them: each invoice's principal, interest and share of the costs. Cents; they add up."""
    principals = [line.open for line in found.invoices]
    costs = share_out(found.costs_total, principals) if sum(principals) else [0] * len(principals)
    interest = [
        sum(x.amount for x in found.interest if x.number == line.invoice.number)
        - sum(r.to_interest for r in found.received if r.number == line.invoice.number)
        for line in found.invoices
    ]
    return tuple(zip(principals, interest, costs, strict=True))
