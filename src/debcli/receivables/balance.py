"""Balances in favour of a customer, and using them for an invoice (set-off, verrekening: art. 6:127 BW)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from debcli.law.imputation import set_off_day
from debcli.receivables.account import granted
from debcli.receivables.booking import Part, book, left_after, open_invoices
from debcli.receivables.facts import NEWEST, Allocation, CreditNote, Facts, Invoice, Payment
from debcli.receivables.legal import by_then, claimed_on
from debcli.receivables.practice import USUAL, Practice


class Balance(NamedTuple):
    """What of a payment or credit note is booked to nothing yet, in cents. `source`: payment or credit."""

    source: str
    source_id: int
    on: date
    currency: str
    amount: int


class Used(NamedTuple):
    """A part of a balance used for an invoice, and the day it pays that."""

    balance: Balance
    part: Part
    on: date


def balances(
    facts: Facts, payments: Iterable[Payment], credits_: Iterable[CreditNote]
) -> tuple[Balance, ...]:
    """What is in favour of the customer, oldest first. What the bank took back is not."""
    booked: dict[tuple[str, int], int] = {}
    for a in facts.allocations:
        key = (a.source, a.source_id)
        booked[key] = booked.get(key, 0) + a.amount + a.extras
    found = [
        Balance(source, x.id, x.on, x.currency, x.amount - booked.get((source, x.id), 0))
        for source, many in (("payment", payments), ("credit", credits_))
        for x in many
        if not (isinstance(x, Payment) and x.returned_on is not None)
    ]
    return tuple(sorted((b for b in found if b.amount > 0), key=lambda b: (b.on, b.source, b.source_id)))


def in_favour(found: Iterable[Balance]) -> dict[str, int]:
    """Cents in favour of the customer, by currency."""
    sums: dict[str, int] = {}
    for balance in found:
        sums[balance.currency] = sums.get(balance.currency, 0) + balance.amount
    return sums


def use(
    facts: Facts, found: Iterable[Balance], day: date, practice: Practice = USUAL, *, only: int | None = None
) -> tuple[Used, ...]:
    """Use balances, oldest first, for one invoice or for all that is due, oldest first; each in its own currency.

    Set-off asks that one may enforce the claim (art. 6:127 lid 2 BW), so what is not due yet is paid only where it is named.
    It pays from the first day it could be set off, so that nobody owes interest on what was here already; an invoice on
    which a letter has claimed interest or costs it pays on the day itself, as any payment would.
    """
    used: list[Used] = []
    for balance in found:
        for one in _use_one(facts, balance, day, practice, only):
            used.append(one)
            facts = facts._replace(allocations=(*facts.allocations, _booked(one.balance, one.part, one.on)))
    return tuple(used)


def _use_one(
    facts: Facts, balance: Balance, day: date, practice: Practice, only: int | None
) -> tuple[Used, ...]:
    invoices = {i.id: i for i in facts.invoices}

    def pays_on(invoice: Invoice) -> date:
        what = claimed_on(
            invoice,
            facts.customer,
            facts.allocations,
            facts.letters,
            facts.charges,
            granted(facts, invoice.id, day, practice),
        )
        if by_then(what, day) is not None:
            return day
        return max(invoice.issued, set_off_day(balance.on, invoice.due, day))

    def beyond(which: int, principal: int) -> int:
        invoice = invoices[which]
        return left_after(
            facts, invoice, _booked(balance, Part(which, principal), pays_on(invoice)), practice
        )

    targets = [
        i for i in open_invoices(facts, balance.currency) if (i.due <= day if only is None else i.id == only)
    ]
    parts = book(balance.amount, targets, (), beyond).parts
    return tuple(Used(balance, part, pays_on(invoices[part.invoice])) for part in parts)


def _booked(balance: Balance, part: Part, on: date) -> Allocation:
    return Allocation(
        part.invoice, part.amount, on, balance.source, balance.source_id, NEWEST, part.extras, set_off=True
    )
