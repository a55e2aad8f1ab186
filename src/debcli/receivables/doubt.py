"""What to say of a payment as it is booked: that it looks like a mistake, or that another collects the invoice. Pure."""

from collections.abc import Collection, Iterable
from datetime import date

from debcli.language import say
from debcli.receivables.facts import Facts, Payment
from debcli.values.dates import full
from debcli.values.money import euro


def doubtful(facts: Facts, payments: Iterable[Payment], amount: int, day: date) -> str:
    """Why a payment in cents on a day may be a mistake: typed twice, or more than was ever invoiced; empty when it looks right."""
    name = facts.customer.name
    if any(p.on == day and p.amount == amount and p.returned_on is None for p in payments):
        return say(
            "A payment of {amount} of {name} on {day} is in the ledger already.",
            amount=euro(amount),
            name=name,
            day=full(day),
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


def tell_who_collects(facts: Facts, invoices: Collection[int]) -> list[str]:
    """To whom it must be told that something came in: who was handed the invoices."""
    given = [h.to for h in facts.handovers if h.back_on is None and not set(h.invoices).isdisjoint(invoices)]
    return [
        say("{name} collects it: tell them today that this came in.", name=to) for to in dict.fromkeys(given)
    ]
