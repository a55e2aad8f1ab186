"""From an account to a letter on the desk: what it says, and the fact the ledger keeps of it."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from debcli.law.costs import collection_costs
from debcli.letters.check import require
from debcli.letters.compose import Agreement
from debcli.letters.kinds import KINDS
from debcli.letters.log import events
from debcli.letters.make import Made, make
from debcli.receivables.account import Account
from debcli.receivables.claim import Claim, charged_lately, claim, shares
from debcli.receivables.correspondence import Wanted
from debcli.receivables.facts import Creditor, Letter, LetterKind
from debcli.receivables.profiles import pay_by


class Draft(NamedTuple):
    """A letter made, checked and not yet recorded; the fact has no id and no journal entry."""

    made: Made
    fact: Letter


def draft(
    acc: Account,
    creditor: Creditor,
    wanted: Wanted,
    *,
    language: str | None = None,
    folder: Path | None = None,
) -> Draft:
    """Write a letter of the account's day. Raises RefusedError when a mandatory element is missing, and what make raises."""
    # What lapses is interrupted whole, also where it is in dispute; else only the undisputed part is asked.
    whole = wanted.kind == LetterKind.STUITING
    items = tuple(i._replace(rest=None, disputed=0 if whole else i.disputed) for i in wanted.items)
    found = claim(acc, items)
    agreement = _agreement(acc, wanted.contact)
    until = pay_by(wanted.kind, acc.day, acc.country, delivery_days=acc.practice.delivery_days)
    references = {i.invoice.reference or i.invoice.number for i in items}
    made = make(
        wanted.kind,
        day=acc.day,
        pay_by=until,
        creditor=creditor,
        customer=acc.customer,
        claim=found,
        history=events(acc, [i.invoice.id for i in items]),
        agreement=agreement,
        announced_costs=collection_costs(found.principal)
        if wanted.kind == LetterKind.VEERTIENDAGENBRIEF
        else None,
        reference=references.pop() if len(references) == 1 else "",
        language=language,
        folder=folder,
    )
    require(made.checks)
    if wanted.kind == LetterKind.VEERTIENDAGENBRIEF and (why := charged_lately(acc)):
        made = made._replace(
            warnings=(*made.warnings, f"It announces costs, but a claim will not count them yet: {why}")
        )
    return Draft(made, _fact(acc, wanted, made, found, until, agreement))


def _agreement(acc: Account, contact_id: int | None) -> Agreement | None:
    if contact_id is None:
        return None
    promise = next(p.promise for p in acc.promises if p.promise.contact == contact_id)
    contact = next(c for c in acc.facts.contacts if c.id == contact_id)
    return Agreement(promise.made_on, promise.amount, promise.by, contact.via, contact.with_name)


def _fact(
    acc: Account, wanted: Wanted, made: Made, found: Claim, until: date | None, agreement: Agreement | None
) -> Letter:
    extra = KINDS[wanted.kind].extra
    asked = found
    if not extra.claims_costs:
        asked = found._replace(costs=(), received=tuple(r._replace(to_costs=0) for r in found.received))
    return Letter(
        0,
        acc.customer.id,
        wanted.kind,
        made.content.language,
        acc.day,
        until,
        principal=agreement.amount if agreement else found.principal,
        interest=asked.interest_total if extra.claims_interest else 0,
        costs=asked.costs_total,
        contact=wanted.contact,
        invoices=tuple(line.invoice.id for line in found.invoices),
        shares=shares(asked) if extra.claims_interest else (),
    )
