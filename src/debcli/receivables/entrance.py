"""What an experienced hand asks when an invoice goes out: is everything there, is this customer good for it? Pure."""

from collections.abc import Sequence

from debcli.language import mark_as, say, say_as
from debcli.receivables.account import Account
from debcli.receivables.facts import Invoice
from debcli.receivables.notes import Attachment, Lookup
from debcli.receivables.probation import running_terms
from debcli.values.dates import spoken
from debcli.values.money import euro

_LARGE = 1_000_00  # cents: from here a first invoice deserves a look at who gets it


def remarks(
    acc: Account,
    invoice: Invoice,
    in_favour: int,
    lookups: Sequence[Lookup] = (),
    attachments: Sequence[Attachment] = (),
) -> list[str]:
    """One line for each thing to know before the work goes on. `in_favour`: the customer's balance in cents.

    The account is that of the day, with the new invoice in it.
    """
    who = acc.customer
    found: list[str] = []
    lacking = [
        say_as("detail", name)
        for name, value in ((mark_as("detail", "address"), who.address and who.postcode and who.city), (mark_as("detail", "e-mail"), who.email), (mark_as("detail", "phone"), who.phone))
        if not value
    ]  # fmt: skip
    if lacking:
        found.append(
            say(
                "{name} has no {details} here: a reminder needs it. debcli edit-customer {slug}",
                name=who.name,
                details=", ".join(lacking),
                slug=who.slug,
            )
        )
    terms = running_terms(acc)
    if terms is not None and terms.prepay:
        asked = -(-invoice.amount * terms.prepay // 100)
        if in_favour < asked:
            day = spoken(terms.on, acc.day)
            found.append(
                say(
                    "The terms of {day} ask {percent} % before you start ({asked}), and {came} is in.",
                    day=day,
                    percent=terms.prepay,
                    asked=euro(asked),
                    came=euro(in_favour),
                )
                if in_favour
                else say(
                    "The terms of {day} ask {percent} % before you start ({asked}), and nothing is in.",
                    day=day,
                    percent=terms.prepay,
                    asked=euro(asked),
                )
            )
    exposure = sum(i.open for i in acc.items if i.invoice.currency == "EUR")
    if terms is not None and terms.limit is not None and exposure > terms.limit:
        found.append(
            say(
                "{amount} is open now, above the {limit} you agreed: see debcli deliver {slug}",
                amount=euro(exposure),
                limit=euro(terms.limit),
                slug=who.slug,
            )
        )
    first = all(i.id == invoice.id for i in acc.facts.invoices) and not acc.facts.settled
    if first and invoice.amount >= _LARGE and invoice.currency == "EUR":
        if not any(x.what in {"credit", "references", "register"} for x in lookups):
            found.append(
                say(
                    "A first invoice, and a large one: ask references or look {name} up. debcli log-check {slug}",
                    name=who.name,
                    slug=who.slug,
                )
            )
        if not any(a.kind in {"contract", "terms"} for a in attachments):
            found.append(
                say(
                    "No signed order or terms is kept: debcli attach {slug} FILE --as contract (or terms)",
                    slug=who.slug,
                )
            )
    return found
