"""What of an invoice may still be corrected: what a letter has said of it, or another has taken over, stands as it was. Pure."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet

from debcli.errors import InputError, RefusedError
from debcli.receivables.facts import Facts, Invoice
from debcli.values.dates import full
from debcli.values.money import euro

SAID = frozenset({"number", "amount", "issued", "due", "reference", "agreed"})
"""What a letter says of an invoice, or rests on; the rest is the user's own note."""


def require_correctable(facts: Facts, invoice: Invoice, changed: Collection[str]) -> None:
    """Raise where a change would make false what left: a letter, a handed-over claim; or one made and not yet sent."""
    said = SAID & set(changed)
    if not said:
        return
    slug = facts.customer.slug
    live = [x for x in facts.letters if invoice.id in x.invoices and x.cancelled_on is None]
    if left := [x for x in live if x.sent_on is not None]:
        on = full(left[-1].sent_on or left[-1].made_on)
        raise RefusedError(
            f"the {left[-1].kind} of {on} says what {invoice.number} was: it is not changed behind that letter.",
            _instead(invoice, slug, said),
        )
    if given := [h for h in facts.handovers if invoice.id in h.invoices and h.back_on is None]:
        raise RefusedError(
            f"{given[-1].to} collects {invoice.number} as it was handed over on {full(given[-1].on)}.",
            _instead(invoice, slug, said),
        )
    if live:
        raise InputError(
            f"Letter {live[-1].id}, a {live[-1].kind} that was not sent, lists {invoice.number} as it was.",
            f"First: debcli cancel-letter {live[-1].id}",
        )


def require_enough(invoice: Invoice, amount: int, booked: int) -> None:
    """Raise InputError where an amount in cents is less than what is booked to the invoice already."""
    if amount < booked:
        raise InputError(
            f"{euro(booked, invoice.currency)} is booked to {invoice.number} already: it cannot be {euro(amount, invoice.currency)}.",
            "Take that back first: debcli undo, or debcli unmatch",
        )


def _instead(invoice: Invoice, slug: str, said: AbstractSet[str]) -> str:
    if "amount" in said:
        return (
            f"Less: debcli credit {slug} {invoice.number} A. Given up: debcli write-off {invoice.number} --because T."
            " More: a new invoice."
        )
    if said & {"due", "issued", "agreed"}:
        return f"More time for them: debcli hold {invoice.number} --until DATE --because T, or debcli log-plan {slug}"
    return f"Explain it to them, and note it: debcli log-call {slug} --outcome spoke --note T"
