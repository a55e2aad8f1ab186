"""May I deliver? A stop computed from the ledger, with the exact amount that lifts it. Pure.

To suspend one needs a claim that is due and connected with the delivery (art. 6:52 and 6:262 BW); whether it is
connected the user must judge. Counted is what is due and asked: open principal that is late, and the interest and costs
that a letter has claimed. What is in dispute does not count, nor what you agreed to wait for.
"""

from datetime import date
from typing import NamedTuple

from debcli.receivables.account import Account, Item, rest_claim
from debcli.receivables.booking import left_after
from debcli.receivables.claim import claim
from debcli.receivables.facts import NEWEST, Allocation, Invoice
from debcli.receivables.ladder import never_asked
from debcli.receivables.probation import running_terms

_GRANTED = frozenset({"promise", "plan", "hold"})
"""While these run the creditor has agreed to wait: what rests so is not due."""


class DueLine(NamedTuple):
    """What of one invoice keeps the stop: open principal, and what a letter claimed beyond it. Cents."""

    invoice: Invoice
    principal: int
    extras: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.principal + self.extras


class Delivery(NamedTuple):
    """Whether to deliver. Cents. `lift`: paid today it ends the stop; `by_law`: what law gives on top and no letter asked.

    `exposure`: open plus the new work. `limit`: agreed at most, None without. `prepay`: what has to be in before work
    starts, `in_favour` what is.
    """

    lines: tuple[DueLine, ...]
    waits: tuple[tuple[Invoice, str, date | None], ...]
    disputed: int
    by_law: int
    exposure: int
    limit: int | None
    prepay_percent: int
    prepay: int
    in_favour: int
    new: int

    @property
    def lift(self) -> int:
        """What has to be paid."""
        return sum(line.total for line in self.lines)

    @property
    def above_limit(self) -> int:
        """By how much the limit is passed."""
        return 0 if self.limit is None else max(0, self.exposure - self.limit)

    @property
    def short(self) -> int:
        """What of the prepayment is not in yet."""
        return max(0, self.prepay - self.in_favour)

    @property
    def may(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.lift or self.above_limit or self.short)


def delivery(acc: Account, in_favour: int = 0, new: int = 0) -> Delivery:
    """Whether the customer may be delivered to on the account's day.

    `new`: what is about to be delivered, `in_favour`: his balance with the user. Cents, EUR.
    """
    late = [i for i in acc.overdue if i.due < acc.day and i.invoice.currency == "EUR"]
    counted = [i for i in late if not (i.rest and i.rest.why in _GRANTED)]
    lines = [_line(acc, i) for i in counted]
    lines += [
        DueLine(i.invoice, 0, rest_claim(acc.facts, i.invoice, acc.day, acc.practice)) for i in acc.rests
    ]
    waits = tuple((i.invoice, i.rest.why, i.rest.until) for i in late if i.rest and i.rest.why in _GRANTED)
    lines = [line for line in lines if line.total]
    terms = running_terms(acc)
    percent = terms.prepay if terms else 0
    counts = (*counted, *acc.rests)
    full = claim(acc, counts, unasked=never_asked(acc, counted)).total if counts else 0
    lift = sum(line.total for line in lines)
    return Delivery(
        tuple(lines),
        waits,
        sum(i.disputed for i in late),
        max(0, full - lift),
        sum(i.open for i in acc.items if i.invoice.currency == "EUR") + new,
        terms.limit if terms else None,
        percent,
        -(-new * percent // 100),
        in_favour,
        new,
    )


def _line(acc: Account, item: Item) -> DueLine:
    principal = item.open - item.disputed
    paid = Allocation(item.invoice.id, principal, acc.day, "payment", 0, NEWEST)
    return DueLine(item.invoice, principal, left_after(acc.facts, item.invoice, paid, acc.practice))
