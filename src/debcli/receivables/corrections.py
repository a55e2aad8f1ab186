"""What of an invoice may still be corrected: what a letter has said of it, or another has taken over, stands as it was. Pure."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet

from debcli.errors import InputError, RefusedError
from debcli.language import say
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
            say(
                "the {kind} of {day} says what {number} was: it is not changed behind that letter.",
                kind=left[-1].kind,
                day=on,
                number=invoice.number,
            ),
            _instead(invoice, slug, said),
        )
    if given := [h for h in facts.handovers if invoice.id in h.invoices and h.back_on is None]:
        raise RefusedError(
            say(
                "{name} collects {number} as it was handed over on {day}.",
                name=given[-1].to,
                number=invoice.number,
                day=full(given[-1].on),
            ),
            _instead(invoice, slug, said),
        )
    if live:
        raise InputError(
            say(
                "Letter {id}, a {kind} that was not sent, lists {number} as it was.",
                id=live[-1].id,
                kind=live[-1].kind,
                number=invoice.number,
            ),
            say("First: debcli cancel-letter {id}", id=live[-1].id),
        )


def require_enough(invoice: Invoice, amount: int, booked: int) -> None:
    """Raise InputError where an amount in cents is less than what is booked to the invoice already."""
    if amount < booked:
        raise InputError(
            say(
                "{booked} is booked to {number} already: it cannot be {amount}.",
                booked=euro(booked, invoice.currency),
                number=invoice.number,
                amount=euro(amount, invoice.currency),
            ),
            say("Take that back first: debcli undo, or debcli unmatch"),
        )


def _instead(invoice: Invoice, slug: str, said: AbstractSet[str]) -> str:
    if "amount" in said:
        return say(
            "Less: debcli credit {slug} {number} A. Given up: debcli write-off {number} --because T."
            " More: a new invoice.",
            slug=slug,
            number=invoice.number,
        )
    if said & {"due", "issued", "agreed"}:
        return say(
            "More time for them: debcli hold {number} --until DATE --because T, or debcli log-plan {slug}",
            number=invoice.number,
            slug=slug,
        )
    return say("Explain it to them, and note it: debcli log-call {slug} --outcome spoke --note T", slug=slug)
