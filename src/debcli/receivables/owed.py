"""Collection costs a private person owes by law: a veertiendagenbrief named them and ran out (art. 6:96 lid 6 BW).

No further letter is needed (Hoge Raad 13 June 2014, ECLI:NL:HR:2014:1405). What the letter named is the most that is
owed, and only over what did not come in within its term (Hoge Raad 25 November 2016, ECLI:NL:HR:2016:2704, rov. 3.8).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.law import nl
from debcli.law.costs import HALF_YEAR, charged_within_half_year, collection_costs, further_costs
from debcli.law.terms import months_after
from debcli.receivables.facts import Allocation, Charge, Customer, Kind, Letter, LetterKind
from debcli.values.money import share_out

_NONE: Mapping[int, int] = {}


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
    """A payment plan or promise over an invoice: the day it was made, and the last day it kept the rest from being due.

    `until` is date.max while a plan can still be kept.
    """

    made_on: date
    until: date


def all_owed(
    invoice: int,
    customer: Customer,
    letters: Iterable[Letter],
    allocations: Sequence[Allocation],
    charges: Iterable[Charge] = (),
    granted: Iterable[Granted] = (),
    amount: int | None = None,
) -> tuple[OwedCosts, ...]:
    """What veertiendagenbrieven that were not paid in time have made owed on an invoice, the first to run out first.

    A second one counts where it was made after the first had run out: it names what that one did not. A plan or promise agreed
    within its term puts its end off: nothing comes on top while the plan can be kept or the day of the promise has not passed,
    nor over what was paid till then. `amount`: of the invoice, in cents; a credit note over what the letter did not name,
    because it was in dispute, takes nothing off what it named.

    Costs do not stack within half a year of earlier ones: then they are owed from the day after. Those of another such letter
    that was running or ran out when this one was made are no earlier ones: this one names what comes on top.
    """
    if customer.kind != Kind.CONSUMER or customer.law != nl.JURISDICTION:
        return ()
    found: list[OwedCosts] = []
    letters, granted = tuple(letters), tuple(granted)
    for letter in sorted(notices(letters, invoice), key=lambda x: x.deadline or date.max):
        if letter.deadline is None or letter.sent_on is None:
            continue
        if found and letter.made_on <= found[-1].until:
            continue  # it names the same once more
        until = _put_off(letter.deadline, granted)
        if until == date.max:
            break
        apart = (
            {invoice: left_out(letter, invoice, amount, allocations, letters)} if amount is not None else {}
        )
        left = left_in_time(letter, allocations, until, apart)
        mine = left[letter.invoices.index(invoice)]
        if not mine:
            continue
        part = share_out(costs_left(letter, sum(left)), left)[letter.invoices.index(invoice)]
        earlier = [c.on for c in charges if _is_earlier(c, letter)]
        on = nl.costs_from(until)
        while (last := charged_within_half_year(earlier, on)) is not None:
            on = months_after(last, HALF_YEAR) + timedelta(1)
        if left_in_time(letter, allocations, on - timedelta(1), apart)[letter.invoices.index(invoice)] == 0:
            continue  # put off, and paid before they were owed
        over = letter.announced_over - sum(share[0] for share in letter.shares) + sum(left)
        named = letter.shares[letter.invoices.index(invoice)][0]
        found.append(OwedCosts(on, part, mine, over, letter.id, letter.sent_on, until, named))
    return tuple(found)


def _put_off(deadline: date, granted: Iterable[Granted]) -> date:
    """The day the term of a letter ends: what is agreed before that puts it off, and so does what is agreed in its place."""
    for one in sorted(granted):
        if one.made_on <= deadline:
            deadline = max(deadline, one.until)
    return deadline


def left_out(
    letter: Letter,
    invoice: int,
    amount: int,
    allocations: Sequence[Allocation],
    letters: Iterable[Letter] = (),
) -> int:
    """What of an invoice of so many cents was open and not named when a letter was made, because it was in dispute.

    What an earlier one of the `letters` that had run out by then has named, is named; a credit note in between met the rest.
    """
    letters = tuple(letters)
    earlier = [
        x
        for x in notices(letters, invoice)
        if x.deadline is not None and x.deadline < letter.made_on and x.id != letter.id
    ]
    if earlier:
        before = max(earlier, key=lambda x: (x.made_on, x.entry))
        credited = sum(
            a.amount
            for a in allocations
            if a.invoice == invoice
            and before.entry < a.entry <= letter.entry
            and a.source == "credit"
            and not a.set_off
        )
        apart = left_out(before, invoice, amount, allocations, letters) - credited
        return max(0, apart - letter.shares[letter.invoices.index(invoice)][0])
    booked = sum(a.amount for a in allocations if a.invoice == invoice and a.entry <= letter.entry)
    return max(0, amount - booked - letter.shares[letter.invoices.index(invoice)][0])


def _is_earlier(charge: Charge, letter: Letter) -> bool:
    """Whether costs were charged apart from those of a letter, which would come on top of them."""
    if not charge.by_law:
        return not set(letter.invoices) & set(charge.invoices)
    return charge.settled is not None and charge.settled <= letter.made_on


def notices(letters: Iterable[Letter], invoice: int | None = None) -> list[Letter]:
    """The veertiendagenbrieven that left and named costs, of one invoice or of all."""
    return [
        x
        for x in letters
        if x.kind == LetterKind.VEERTIENDAGENBRIEF
        and x.announced_over
        and x.shares
        and (x.left_for(invoice) if invoice is not None else x.sent_on is not None and x.cancelled_on is None)
    ]


def left_in_time(
    letter: Letter,
    allocations: Iterable[Allocation],
    until: date | None = None,
    apart: Mapping[int, int] = _NONE,
) -> list[int]:
    """Of each invoice a veertiendagenbrief lists: what of the principal it named did not come in within its term, in cents.

    With `until`: by that day. Who pays the principal within the term owes no costs, although by law his payment meets the interest first.
    `apart`: by invoice what was left out of it in dispute, which a credit note meets first.
    """
    last = until or letter.deadline or date.min
    came, credited = dict.fromkeys(letter.invoices, 0), dict.fromkeys(letter.invoices, 0)
    for a in allocations:
        if a.invoice in came and a.entry > letter.entry and a.on <= last:
            met = credited if a.source == "credit" and not a.set_off else came
            met[a.invoice] += a.amount
    return [
        max(0, share[0] - came[number] - max(0, credited[number] - apart.get(number, 0)))
        for number, share in zip(letter.invoices, letter.shares, strict=True)
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
    for letter in notices(letters):
        left = sum(
            cents
            for number, cents in zip(letter.invoices, left_in_time(letter, allocations), strict=True)
            if number not in own
        )
        if left:
            found = Before(found.principal + left, found.costs + costs_left(letter, left))
    return found
