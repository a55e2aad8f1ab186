"""What may be claimed on a day: principal, interest and costs, line by line."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from debcli.receivables.facts import Invoice


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
    """Collection costs with their basis in words."""

    basis: str
    amount: int


class Claim(NamedTuple):
    """The claim on a day; every total is the sum of its lines. Amounts in cents."""

    as_of: date
    jurisdiction: str
    currency: str
    invoices: tuple[ClaimInvoice, ...]
    interest: tuple[InterestLine, ...]
    costs: tuple[CostLine, ...]
    per_day: int
    warnings: tuple[str, ...] = ()

    @property
    def principal(self) -> int:
        """Open principal."""
        return sum(line.open for line in self.invoices)

    @property
    def interest_total(self) -> int:
        """Sum of the interest lines."""
        return sum(line.amount for line in self.interest)

    @property
    def costs_total(self) -> int:
        """Sum of the cost lines."""
        return sum(line.amount for line in self.costs)

    @property
    def total(self) -> int:
        """Principal, interest and costs."""
        return self.principal + self.interest_total + self.costs_total
