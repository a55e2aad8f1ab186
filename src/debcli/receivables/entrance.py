"""What an experienced hand asks when an invoice goes out: is everything there, is this customer good for it? Pure."""

from collections.abc import Sequence

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
        name
        for name, value in (("address", who.address and who.postcode and who.city), ("e-mail", who.email), ("phone", who.phone))
        if not value
    ]  # fmt: skip
    if lacking:
        found.append(
            f"{who.name} has no {', '.join(lacking)} here: a reminder needs it. debcli edit-customer {who.slug}"
        )
    terms = running_terms(acc)
    if terms is not None and terms.prepay:
        asked = -(-invoice.amount * terms.prepay // 100)
        if in_favour < asked:
            came = f"{euro(in_favour)} is in" if in_favour else "nothing is in"
            found.append(
                f"The terms of {spoken(terms.on, acc.day)} ask {terms.prepay} % before you start ({euro(asked)}), and {came}."
            )
    exposure = sum(i.open for i in acc.items if i.invoice.currency == "EUR")
    if terms is not None and terms.limit is not None and exposure > terms.limit:
        found.append(
            f"{euro(exposure)} is open now, above the {euro(terms.limit)} you agreed: see debcli deliver {who.slug}"
        )
    first = all(i.id == invoice.id for i in acc.facts.invoices) and not acc.facts.settled
    if first and invoice.amount >= _LARGE and invoice.currency == "EUR":
        if not any(x.what in {"credit", "references", "register"} for x in lookups):
            found.append(
                f"A first invoice, and a large one: ask references or look {who.name} up. debcli log-check {who.slug}"
            )
        if not any(a.kind in {"contract", "terms"} for a in attachments):
            found.append(
                f"No signed order or terms is kept: debcli attach {who.slug} FILE --as contract (or terms)"
            )
    return found
