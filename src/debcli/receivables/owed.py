"""Collection costs a private person owes by law: a veertiendagenbrief named them and ran out (art. 6:96 lid 6 BW).

No further letter is needed (Hoge Raad 13 June 2014, ECLI:NL:HR:2014:1405). What the letter named is the most that is
owed, and only over what did not come in within its term (Hoge Raad 25 November 2016, ECLI:NL:HR:2016:2704, rov. 3.8).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.law import nl
from debcli.law.costs import HALF_YEAR, charged_within_half_year, collection_costs, further_costs
from debcli.law.terms import months_after
from debcli.receivables.facts import Allocation, Charge, Customer, Kind, Letter, LetterKind
from debcli.values.money import share_out


class OwedCosts(NamedTuple):
    """Costs owed on an invoice from the day `on`, over so much of its `principal`. Cents.

    `letter`: the veertiendagenbrief that named them, which left on `sent_on` and gave until `until`. `over`: the principal
    of all claims they were counted over.
    """

    on: date
    costs: int
    principal: int
    over: int
    letter: int
    sent_on: date
    until: date
    named: int
    """Of the principal of the invoice what the letter named, paid in time or not."""


class Granted(NamedTuple):
    """A payment plan over an invoice: the day it was made, and the last day it kept the rest from being due.

    `until` is date.max while it can still be kept.
    """

    made_on: date
    until: date


def owed_costs(
    invoice: int,
    customer: Customer,
    letters: Iterable[Letter],
    allocations: Sequence[Allocation],
    charges: Iterable[Charge] = (),
    granted: Granted | None = None,
) -> OwedCosts | None:
    """What the first veertiendagenbrief that was not paid in time has made owed on an invoice; None where none has.

    A plan agreed within its term puts it off: nothing comes on top while the plan can be kept.

    Costs do not stack within half a year of earlier ones: then they are owed from the day after. Those of another such letter
    that was running or ran out when this one was made are no earlier ones: this one names what comes on top.
    """
    if customer.kind != Kind.CONSUMER or customer.law != nl.JURISDICTION:
        return None
    for letter in sorted(_notices(letters, invoice), key=lambda x: x.deadline or date.max):
        left = left_in_time(letter, allocations)
        mine = left[letter.invoices.index(invoice)]
        if letter.deadline is None or letter.sent_on is None or not mine:
            continue
        part = share_out(costs_left(letter, sum(left)), left)[letter.invoices.index(invoice)]
        earlier = [c.on for c in charges if _is_earlier(c, letter)]
        on = nl.costs_from(letter.deadline)
        if granted is not None and granted.made_on <= letter.deadline:
            if granted.until == date.max:
                return None
            on = max(on, granted.until + timedelta(1))
        while (last := charged_within_half_year(earlier, on)) is not None:
            on = months_after(last, HALF_YEAR) + timedelta(1)
        if left_in_time(letter, allocations, on - timedelta(1))[letter.invoices.index(invoice)] == 0:
            continue  # put off, and paid before they were owed
        over = letter.announced_over - sum(share[0] for share in letter.shares) + sum(left)
        named = letter.shares[letter.invoices.index(invoice)][0]
        return OwedCosts(on, part, mine, over, letter.id, letter.sent_on, letter.deadline, named)
    return None


def _is_earlier(charge: Charge, letter: Letter) -> bool:
    """Whether costs were charged apart from those of a letter, which would come on top of them."""
    if not charge.by_law:
        return not set(letter.invoices) & set(charge.invoices)
    return charge.settled is not None and charge.settled <= letter.made_on


def _notices(letters: Iterable[Letter], invoice: int | None = None) -> list[Letter]:
    """The veertiendagenbrieven that left and named costs, of one invoice or of all."""
    return [
        x
        for x in letters
        if x.kind == LetterKind.VEERTIENDAGENBRIEF
        and x.announced_over
        and x.shares
        and (x.left_for(invoice) if invoice is not None else x.sent_on is not None and x.cancelled_on is None)
    ]


def left_in_time(letter: Letter, allocations: Iterable[Allocation], until: date | None = None) -> list[int]:
    """Of each invoice a veertiendagenbrief lists: what of the principal it named did not come in within its term, in cents.

    With `until`: by that day. Who pays the principal within the term owes no costs, although by law his payment meets the interest first.
    """
    last = until or letter.deadline or date.min
    came = dict.fromkeys(letter.invoices, 0)
    for a in allocations:
        if a.invoice in came and a.entry > letter.entry and a.on <= last:
            came[a.invoice] += a.amount
    return [
        max(0, share[0] - came[number]) for number, share in zip(letter.invoices, letter.shares, strict=True)
    ]


def costs_left(letter: Letter, left: int) -> int:
    """What stays of the costs a veertiendagenbrief named when so many cents of the principal it named are left."""
    paid = sum(share[0] for share in letter.shares) - left
    lower = (
        collection_costs(letter.announced_over).amount - collection_costs(letter.announced_over - paid).amount
    )
    return max(0, letter.announced - lower)


class Before(NamedTuple):
    """Costs that other veertiendagenbrieven have named, in cents, and the principal they were counted over."""

    principal: int = 0
    costs: int = 0

    def further(self, principal: int) -> int:
        """What costs over a further principal come on top: the scale over both less what was named before."""
        return further_costs(principal, self.principal, self.costs)


NOTHING = Before()


def named_before(
    letters: Iterable[Letter], allocations: Sequence[Allocation], listed: Iterable[int]
) -> Before:
    """What was named over invoices other than those `listed`, as far as it is not paid in time.

    Several claims on one debtor are summed before the scale is applied (art. 6:96 lid 7 BW).
    """
    own = set(listed)
    found = Before()
    for letter in _notices(letters):
        left = sum(
            cents
            for number, cents in zip(letter.invoices, left_in_time(letter, allocations), strict=True)
            if number not in own
        )
        if left:
            found = Before(found.principal + left, found.costs + costs_left(letter, left))
    return found
