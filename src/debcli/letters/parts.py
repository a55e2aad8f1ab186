"""Parts of a letter's content: the address in the window, the table of invoices, the specification of the claim."""

import re
from itertools import pairwise

from debcli.language import mark_as
from debcli.letters.content import Table
from debcli.letters.wording import Ground, Words, glue
from debcli.receivables.aging import BUCKETS, bucket_of
from debcli.receivables.claim import Claim, ClaimInvoice, CostLine
from debcli.receivables.facts import Creditor, Customer
from debcli.values.text import clean_line


def address(customer: Customer, creditor: Creditor, w: Words) -> tuple[str, ...]:
    """The lines in the window, as PostNL asks: a Dutch one ends `1234 AB  PLAATS`, a foreign one with its country."""
    attention = (
        f"{w.labels['attention']} {customer.contact}"
        if customer.contact and customer.contact != customer.name
        else ""
    )
    country = (
        "" if customer.country == creditor.country else w.countries.get(customer.country, customer.country)
    )
    return tuple(filter(None, (customer.name, attention, customer.address, _city(customer), country)))


def _city(customer: Customer) -> str:
    dutch = re.fullmatch(r"(\d{4})\s?([A-Za-z]{2})", customer.postcode) if customer.country == "NL" else None
    if dutch:
        return f"{dutch[1]} {dutch[2].upper()}  {customer.city.upper()}".strip()
    return f"{customer.postcode} {customer.city.upper()}".strip()


def invoice_table(claim: Claim, numbers: tuple[str, ...], w: Words, *, whole: bool = False) -> Table:
    """Per invoice: number, date, due date, amount, paid, open; the open total below.

    What an earlier veertiendagenbrief named of it is in no column. `whole`: what is in dispute is in the open amount too, and said to be; else it is in no column.
    """
    labels = w.labels
    paid = (
        "to_principal"  # the rest of it stands with what was received
        if claim.received and not whole
        else "paid_or_credited"
        if claim.credited
        else "paid"
    )
    total = (
        "total_here"
        if any(line.named for line in claim.invoices)
        else "total_undisputed"
        if not whole and any(line.disputed for line in claim.invoices)
        else "total_open"
    )
    rows = tuple(
        (
            _numbered(number, line, w, "of_which_in_dispute" if whole else "in_dispute"),
            w.short(line.invoice.issued),
            w.short(line.due),
            w.figures(line.invoice.amount),
            w.figures(line.paid),
            w.figures(line.open),
        )
        for number, line in zip(numbers, claim.invoices, strict=True)
    )
    return Table(
        header=tuple(labels[name] for name in ("invoice", "issued", "due", "amount", paid, "open")),
        right=(False, False, False, True, True, True),
        rows=rows,
        total=((labels[total], "", "", "", "", w.money(claim.principal, claim.currency)),),
    )


def aging_table(claim: Claim, w: Words) -> Table:
    """What is open by how late it is: not yet due, up to 30, 60 and 90 days, older; the total below."""
    labels = w.labels
    names = [
        labels["not_due"],
        *(labels["late_from_to"].format(first=first, last=last) for first, last in BUCKETS[1:-1]),
        labels["late_over"].format(days=BUCKETS[-2][1]),
    ]
    sums = [0] * len(names)
    for line in claim.invoices:
        sums[bucket_of(line.days_late)] += line.open
    return Table(
        header=(labels["age"], labels["open"]),
        right=(False, True),
        rows=tuple((name, w.figures(cents)) for name, cents in zip(names, sums, strict=True)),
        total=((labels["total_open"], w.money(claim.principal, claim.currency)),),
    )


def _numbered(number: str, line: ClaimInvoice, w: Words, label: str) -> str:
    """The number, with what of the invoice is in dispute, or was in an earlier veertiendagenbrief."""
    sums = [(label, line.disputed), ("named_earlier", line.named)]
    told = [
        w.labels[name].format(amount=w.money(cents, line.invoice.currency)) for name, cents in sums if cents
    ]
    return f"{number} ({', '.join(told)})" if told else number


def specification(claim: Claim, ground: Ground, w: Words) -> tuple[Table, ...]:
    """How the interest is computed, run by run, what was received on it, and what the claim adds up to, line by line."""
    tables = (_interest(claim, w), received_table(claim, w), _summary(claim, ground, w))
    return tuple(table for table in tables if table.rows)


def _interest(claim: Claim, w: Words) -> Table:
    labels = w.labels
    rows = tuple(
        (
            line.number,
            w.short(line.first),
            w.short(line.last),
            str(line.days),
            glue(w.percent(line.percent)),
            w.figures(line.base),
            w.figures(line.amount),
        )
        for line in claim.interest
    )
    return Table(
        header=tuple(
            labels[name] for name in ("invoice", "from", "to", "days", "percent", "base", "interest_short")
        ),
        right=(False, False, False, True, True, True, True),
        rows=rows,
        total=((labels["interest_total"], "", "", "", "", "", w.figures(_gross_interest(claim))),),
    )


def received_table(claim: Claim, w: Words) -> Table:
    """Payments after a letter that claimed interest or costs: the whole sum, and what it met (art. 6:44 BW)."""
    labels = w.labels
    parts = [(r.to_costs, r.to_interest, r.to_principal) for r in claim.received]
    rows = tuple(
        (
            clean_line(r.number, mark_as("field", "invoice number")),
            w.short(r.on),
            *(w.figures(cents) for cents in (*part, sum(part))),
        )
        for r, part in zip(claim.received, parts, strict=True)
    )
    sums = [sum(column) for column in zip(*parts, strict=True)]
    return Table(
        header=tuple(
            labels[name]
            for name in ("invoice", "received_on", "to_costs", "to_interest", "to_principal", "received_sum")
        ),
        right=(False, False, True, True, True, True),
        rows=rows,
        total=((labels["received_total"], "", *(w.figures(cents) for cents in (*sums, sum(sums)))),),
    )


def _summary(claim: Claim, ground: Ground, w: Words) -> Table:
    """What the claim adds up to: principal, interest, the costs line by line, less what payments met of them."""
    labels = w.labels
    principal = "principal_one" if len(claim.invoices) == 1 else "principal"
    lines = [(labels[principal], w.figures(claim.principal))]
    if claim.interest:
        lines.append(
            (
                _capital(labels["interest"].format(ground=ground.interest, day=w.long(claim.as_of))),
                w.figures(_gross_interest(claim)),
            )
        )
    costs = labels["costs"].format(ground=ground.costs)
    for at, line in enumerate(claim.costs):
        label = labels["costs_next" if at else "costs_first"]
        basis = _basis(line, claim.currency, w)
        if line.less and not line.claimed_on:
            basis = labels[f"costs_less_{line.less}"].format(basis=basis)
        lines.append((label.format(costs=costs, basis=basis), w.figures(line.amount)))
    for name, met in (
        ("less_costs", sum(r.to_costs for r in claim.received)),
        ("less_interest", sum(r.to_interest for r in claim.received)),
        ("less_let_go", sum(x.amount for x in claim.let_go)),
    ):
        if met:
            lines.append((labels[name], w.figures(-met)))
    return Table(
        header=(labels["claim"], labels["amount"]),
        right=(False, True),
        rows=tuple(lines),
        total=((labels["total"], w.money(claim.total, claim.currency)),),
    )


def capitalised(claim: Claim, customer: Customer, w: Words) -> str:
    """That interest was added to what bears interest, with the article, where it was; else empty."""
    runs = pairwise(claim.interest)
    if not any(now.number == before.number and now.base > before.base for before, now in runs):
        return ""
    if customer.interest is not None:
        return w.labels["capitalised_agreed"]
    return w.labels["capitalised"].format(article=w.labels[f"capitalised_{customer.kind.value}"])


def _gross_interest(claim: Claim) -> int:
    """The interest lines, before what payments met."""
    return sum(line.amount for line in claim.interest)


def _basis(line: CostLine, currency: str, w: Words) -> str:
    """What costs were computed over, and how."""
    how = "claimed" if line.claimed_on else "percent" if line.percent is not None else line.limit or "further"
    if how == "further" and line.agreed:
        how = "further_agreed"
    elif how == "further" and line.besides:
        how = "besides"
    elif how == "claimed" and line.less in {"credited", "disputed"}:
        how = f"claimed_{line.less}"
    return w.labels[f"costs_{how}"].format(
        percent=w.share(line.percent) if line.percent is not None else "",
        of=w.money(line.of, currency),
        besides=w.money(line.besides, currency),
        day=w.long(line.claimed_on) if line.claimed_on else "",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
