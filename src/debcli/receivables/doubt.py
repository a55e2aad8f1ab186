"""What to say of a payment or credit note as it is booked: that it looks like a mistake, or that another collects it. Pure."""

from collections.abc import Collection, Iterable
from datetime import date

from debcli.language import say
from debcli.receivables.facts import CreditNote, Facts, Invoice, Payment
from debcli.values.dates import full
from debcli.values.money import euro


def doubtful(facts: Facts, payments: Iterable[Payment], amount: int, day: date) -> str:
    """Why a payment in cents on a day may be a mistake: typed twice, before the first invoice, or more than was ever invoiced; empty when it looks right."""
    name = facts.customer.name
    if any(p.on == day and p.amount == amount and p.returned_on is None for p in payments):
        return say(
            "A payment of {amount} of {name} on {day} is in the ledger already.",
            amount=euro(amount),
            name=name,
            day=full(day),
        )
    first = min((i.issued for i in facts.invoices), default=day)
    if day < first:
        return say(
            "On {day} {name} had no invoice yet; the first is of {first}.",
            day=full(day),
            name=name,
            first=full(first),
        )
    invoiced = sum(i.amount for i in facts.invoices)
    if amount > invoiced:
        return say(
            "{amount} is more than all that {name} was ever invoiced ({invoiced}).",
            amount=euro(amount),
            name=name,
            invoiced=euro(invoiced),
        )
    return ""


def doubtful_credit(
    facts: Facts, known: Iterable[CreditNote], invoice: Invoice, amount: int, day: date, number: str = ""
) -> str:
    """Why a credit note in cents on an invoice may be a mistake: typed twice, or more than the invoice was; empty when it looks right.

    What is more than is still open is no doubt by itself: a paid invoice can be credited, and the money goes back.
    """
    for note in known:
        if number and note.number == number:
            return say(
                "Credit note {number} of {name}, {amount} on {day}, is in the ledger already.",
                number=number,
                name=facts.customer.name,
                amount=euro(note.amount, note.currency),
                day=full(note.on),
            )
        same = (note.on, note.amount, note.currency) == (day, amount, invoice.currency)
        if same and not (number and note.number):
            return say(
                "A credit note of {amount} of {name} on {day} is in the ledger already.",
                amount=euro(amount, invoice.currency),
                name=facts.customer.name,
                day=full(day),
            )
    before = sum(a.amount for a in facts.allocations if a.invoice == invoice.id and a.source == "credit")
    if before and before + amount > invoice.amount:
        return say(
            "{amount} and {before} credited before are more than invoice {number} was ({invoiced}).",
            amount=euro(amount, invoice.currency),
            before=euro(before, invoice.currency),
            number=invoice.number,
            invoiced=euro(invoice.amount, invoice.currency),
        )
    if amount > invoice.amount:
        return say(
            "{amount} is more than invoice {number} was ({invoiced}).",
            amount=euro(amount, invoice.currency),
            number=invoice.number,
            invoiced=euro(invoice.amount, invoice.currency),
        )
    return ""


def tell_who_collects(facts: Facts, invoices: Collection[int]) -> list[str]:
    """To whom it must be told that something came in: who was handed the invoices."""
    given = [h.to for h in facts.handovers if h.back_on is None and not set(h.invoices).isdisjoint(invoices)]
    return [
        say("{name} collects it: tell them today that this came in.", name=to) for to in dict.fromkeys(given)
    ]
