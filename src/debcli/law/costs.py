"""Extrajudicial collection costs under Dutch law (buitengerechtelijke incassokosten, BIK).

Art. 6:96 BW and the Besluit vergoeding voor buitengerechtelijke incassokosten, for debtors in default since
1 July 2012. Amounts are cents. The base is principal alone, VAT on the invoice included, interest never; several
claims on one debtor are summed first (art. 6:96 lid 7).

These functions answer *how much*. *Whether* is the caller's: a consumer owes costs only after default and after a
correct, expired veertiendagenbrief (art. 6:96 lid 5 and 6), and then over what was still open when its term ended.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from debcli.errors import InputError, RefusedError
from debcli.language import mark, say
from debcli.law.inputs import CONSUMER, debtor_kind, not_negative
from debcli.law.terms import months_after
from debcli.values.money import half_up

SCALE: tuple[tuple[int | None, Decimal], ...] = (
    (250_000, Decimal(15)),
    (250_000, Decimal(10)),
    (500_000, Decimal(5)),
    (19_000_000, Decimal(1)),
    (None, Decimal("0.5")),
)
"""Parts of the principal in cents, in order, and the percentage over each (Besluit art. 2 lid 1)."""

MINIMUM = 4_000
"""Least costs in cents; for a business debtor also the sum of art. 6:96 lid 4, which no agreement can exclude."""

MAXIMUM = 677_500
"""Most costs in cents (Besluit art. 2 lid 1)."""

VAT_PERCENT = Decimal(21)

HALF_YEAR = 6
"""Months in which costs over instalments of a consumer do not stack (since 1 October 2024; exact rule unverified)."""


class Bracket(NamedTuple):
    """A part of the principal (`of`), the percentage over it and what that makes. Cents; the parts add up to the principal."""

    of: int
    percent: Decimal
    amount: int


class VatConditions(NamedTuple):
    """The three conditions for VAT on top of the costs (Besluit art. 2 lid 3). All must hold; none does by default."""

    external_service: bool = False
    """An outside collection service is used, on whose fee VAT is due."""
    vat_not_deductible: bool = False
    """The creditor cannot reclaim that VAT."""
    declared: bool = False
    """He says so expressly, and that the costs are raised for that reason."""

    @property
    def hold(self) -> bool:
        """Whether VAT may be added."""
        return not self.lacking

    @property
    def lacking(self) -> tuple[str, ...]:
        """The conditions that do not hold, in words."""
        conditions = {
            mark("an outside collection service whose fee bears VAT"): self.external_service,
            mark("VAT that you cannot reclaim"): self.vat_not_deductible,
            mark("your express statement of both to the debtor"): self.declared,
        }
        return tuple(say(words) for words, holds in conditions.items() if not holds)


class CollectionCosts(NamedTuple):
    """Costs in cents with the brackets they come from. The brackets add up to the amount unless a limit replaced it."""

    principal: int
    brackets: tuple[Bracket, ...]
    amount: int
    vat: int

    @property
    def total(self) -> int:
        """Costs and the VAT on them."""
        return self.amount + self.vat

    @property
    def limit(self) -> str:
        """`minimum` or `maximum` when that replaced the sum of the brackets, else empty."""
        by_scale = sum(bracket.amount for bracket in self.brackets)
        if by_scale == self.amount:
            return ""
        return "minimum" if by_scale < self.amount else "maximum"


def collection_costs(principals: int | Sequence[int], vat: VatConditions | None = None) -> CollectionCosts:
    """Compute costs by the legal scale over the principal, or the sum of several: minimum 40.00, maximum 6,775.00.

    Half-up to cents; nothing is owed over nothing. VAT of 21%, half-up, comes on top only under all three conditions.
    For a business debtor the minimum is the 40 euro of art. 6:96 lid 4: print this one figure, never both. Raises
    InputError for an amount below zero.
    """
    principal = _sum(principals)
    brackets: list[Bracket] = []
    left = principal
    for width, percent in SCALE:
        if left == 0:
            break
        part = left if width is None else min(left, width)
        # Only the last part can hold a fraction of a cent, so rounding each part rounds the sum.
        brackets.append(Bracket(part, percent, half_up(part * percent / 100)))
        left -= part
    amount = min(max(sum(bracket.amount for bracket in brackets), MINIMUM), MAXIMUM) if principal else 0
    return CollectionCosts(principal, tuple(brackets), amount, _vat(amount, vat))


def agreed_costs(
    principals: int | Sequence[int],
    percent: Decimal,
    *,
    minimum: int = MINIMUM,
    vat: VatConditions | None = None,
) -> CollectionCosts:
    """Compute costs by a percentage agreed with a business (art. 6:96 lid 5 binds only towards consumers).

    Half-up to cents, no maximum, and never below 40.00 (art. 6:96 lid 4) nor below an agreed higher `minimum`. Not for
    consumers: callers see to that. Raises InputError for an amount below zero or a percentage not from 0 to 100.
    """
    principal = _sum(principals)
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise InputError(
            say("Collection costs of {percent} per cent are not possible.", percent=percent),
            say("Type a percentage from 0 to 100, like 15"),
        )
    brackets = (Bracket(principal, percent, half_up(principal * percent / 100)),) if principal else ()
    amount = max(sum(bracket.amount for bracket in brackets), minimum, MINIMUM) if principal else 0
    return CollectionCosts(principal, brackets, amount, _vat(amount, vat))


def may_agree(kind: str) -> None:
    """Raise RefusedError where costs cannot be agreed: towards a consumer the scale is mandatory (art. 6:96 lid 5 BW)."""
    if debtor_kind(kind) == CONSUMER:
        raise RefusedError(
            say(
                "collection costs cannot be agreed with a private person: the legal scale is mandatory (art. 6:96 lid 5 BW)."
            ),
            say("Leave the agreed costs out; the scale is counted by itself."),
            legal=True,
        )


def further_costs(principal: int, before: int, named: int) -> int:
    """Compute what comes on top of costs `named` over an earlier principal `before`, once `principal` is claimed too.

    The legal scale over the sum of both, less what was named: several claims on one debtor are summed (art. 6:96 lid 7 BW).
    Cents, never below zero; nothing over nothing. Raises InputError for an amount below zero.
    """
    not_negative(mark("costs named before"), named)
    return max(0, collection_costs((before, principal)).amount - named) if principal else 0


def charged_within_half_year(earlier: Iterable[date], on: date) -> date | None:
    """Find the last day in the six months up to `on` on which this consumer was already charged costs.

    Since 1 October 2024 costs over instalments of one contract do not stack. The exact rule is unverified, so a second
    charge within six months is for a person to decide, never automatic.
    """
    return max((day for day in earlier if months_after(on, -HALF_YEAR) <= day <= on), default=None)


def _sum(principals: int | Sequence[int]) -> int:
    parts = (principals,) if isinstance(principals, int) else principals
    for part in parts:
        not_negative(mark("principal"), part)
    return sum(parts)


def _vat(amount: int, conditions: VatConditions | None) -> int:
    return half_up(amount * VAT_PERCENT / 100) if conditions is not None and conditions.hold else 0
