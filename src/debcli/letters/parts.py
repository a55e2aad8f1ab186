"""Parts of a letter's content: the address in the window, the table of invoices, the specification of the claim."""

import re
from datetime import date

from debcli.letters.content import Table
from debcli.letters.wording import Ground, Words, glue
from debcli.receivables.claim import Claim
from debcli.receivables.facts import Creditor, Customer


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


def invoice_table(claim: Claim, numbers: tuple[str, ...], w: Words) -> Table:
    """Per invoice: number, date, due date, amount, paid, open; the open total below."""
    labels = w.labels
    rows = tuple(
        (
            number,
            _cell(line.invoice.issued),
            _cell(line.due),
            w.figures(line.invoice.amount),
            w.figures(line.paid),
            w.figures(line.open),
        )
        for number, line in zip(numbers, claim.invoices, strict=True)
    )
    return Table(
        header=tuple(labels[name] for name in ("invoice", "issued", "due", "amount", "paid", "open")),
        right=(False, False, False, True, True, True),
        rows=rows,
        total=((labels["total_open"], "", "", "", "", w.money(claim.principal, claim.currency)),),
    )


def specification(claim: Claim, ground: Ground, w: Words) -> tuple[Table, ...]:
    """How the interest is computed, run by run, and what the claim adds up to with the ground of each line."""
    labels = w.labels
    rows = tuple(
        (
            line.number,
            _cell(line.first),
            _cell(line.last),
            str(line.days),
            glue(w.percent(line.percent)),
            w.figures(line.base),
            w.figures(line.amount),
        )
        for line in claim.interest
    )
    interest = Table(
        header=tuple(
            labels[name] for name in ("invoice", "from", "to", "days", "percent", "base", "interest_short")
        ),
        right=(False, False, False, True, True, True, True),
        rows=rows,
        total=((labels["interest_total"], "", "", "", "", "", w.figures(claim.interest_total)),),
    )
    lines = [(labels["principal"], w.figures(claim.principal))]
    if claim.interest:
        lines.append(
            (
                _capital(labels["interest"].format(ground=ground.interest, day=w.long(claim.as_of))),
                w.figures(claim.interest_total),
            )
        )
    if claim.costs:
        lines.append((labels["costs"].format(ground=ground.costs), w.figures(claim.costs_total)))
    summary = Table(
        header=(labels["claim"], labels["amount"]),
        right=(False, True),
        rows=tuple(lines),
        total=((labels["total"], w.money(claim.total, claim.currency)),),
    )
    return (interest, summary) if rows else (summary,)


def _cell(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
