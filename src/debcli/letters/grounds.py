"""What a letter says of the law: the articles it leans on, and the costs it announces, held against the law."""

import re

from debcli.errors import InputError
from debcli.language import say
from debcli.law.costs import VAT_PERCENT, CollectionCosts, VatConditions, collection_costs
from debcli.law.interest import Compounding
from debcli.law.nl import interest_basis
from debcli.letters.content import Announced
from debcli.letters.kinds import About, Extra, KindRow
from debcli.letters.wording import Ground, Words, glue, voice
from debcli.receivables.called import customer_kind
from debcli.receivables.claim import Claim, agreed_percent
from debcli.receivables.facts import Customer, Kind
from debcli.receivables.owed import Before


def ground_of(w: Words, claim: Claim, customer: Customer, kind: KindRow) -> Ground:
    """The articles a letter leans on, in words. Raises InputError where there are none for this law and customer."""
    found = w.grounds.get((claim.jurisdiction, customer.kind))
    if found is not None and (found.suspension or kind.about is not About.SUSPENSION):
        return _as_agreed(found, customer, w)
    if kind.extra is Extra.NONE:
        return Ground("", "", "")
    raise InputError(
        say(
            "The {kind} has no grounds yet for {jurisdiction} law and a {customer}.",
            kind=kind.kind,
            jurisdiction=claim.jurisdiction,
            customer=customer_kind(customer.kind),
        ),
        say("Send a herinnering, which claims the principal only."),
    )


def _as_agreed(ground: Ground, customer: Customer, w: Words) -> Ground:
    """The ground with what was agreed in place of the law's rate or scale named as agreed."""
    simple = customer.compounding is Compounding.SIMPLE
    if customer.interest is not None or simple:
        basis = interest_basis(customer.kind.value, w.language, agreed=customer.interest, simple=simple)
        if w.language == "en":
            basis = re.sub(r"(\d) %", r"\1%", basis)
        ground = ground._replace(interest=re.sub(r"\d %|artikel .* BW", lambda m: glue(m[0]), basis))
    return ground if agreed_percent(customer) is None else ground._replace(costs=w.labels["costs_agreed"])


def announced_of(
    kind: KindRow,
    costs: CollectionCosts | None,
    before: Before,
    customer: Customer,
    claim: Claim,
    w: Words,
    *,
    plural: bool,
) -> Announced | None:
    """The costs to announce, held against the law: one cent too much and the letter is void (art. 6:96 lid 6 BW).

    Raises InputError where it may announce none, or not these.
    """
    if kind.extra is not Extra.INTEREST:
        return None
    if customer.kind is not Kind.CONSUMER:
        raise InputError(
            say(
                "The {kind} is for consumers, and {customer} is not one.",
                kind=kind.kind,
                customer=customer.name,
            ),
            say("Send a sommatie instead."),
        )
    if claim.currency != "EUR":
        raise InputError(
            say(
                "The {kind} announces costs in euros; this claim is in {currency}.",
                kind=kind.kind,
                currency=claim.currency,
            ),
            say("Send a sommatie."),
        )
    early = [line.invoice.number for line in claim.invoices if line.days_late < 1]
    if early:
        raise InputError(
            say(
                "The {kind} comes after default; {numbers} is not late yet.",
                kind=kind.kind,
                numbers=", ".join(early),
            ),
            say("Leave it out, or wait for its due day to pass."),
        )
    if claim.costs:
        raise InputError(
            say("The {kind} asks no costs, and over these invoices they are owed already.", kind=kind.kind),
            say("Ask them in a sommatie, and list here only invoices without costs."),
        )
    together = claim.principal + before.principal
    by_law = (collection_costs(together), collection_costs(together, VatConditions(*[True] * 3)))
    if costs is None or costs not in by_law or (costs.vat and before.costs):
        raise InputError(
            say(
                "The {kind} announces the costs by law over {amount}, to the cent.",
                kind=kind.kind,
                amount=w.money(together, claim.currency),
            ),
            say("Compute them with law.costs.collection_costs over the claim's principal."),
        )
    if before.costs:
        return _on_top(costs, before, claim, w, plural=plural)
    before_vat, vat = w.money(costs.amount, claim.currency), w.money(costs.vat, claim.currency)
    clause = w.labels["vat_clause"].format(amount=before_vat, vat=vat, percent=w.share(VAT_PERCENT))
    return Announced(
        w.money(costs.total, claim.currency),
        before_vat,
        vat,
        voice(clause, plural=plural) if costs.vat else "",
    )


def _on_top(costs: CollectionCosts, before: Before, claim: Claim, w: Words, *, plural: bool) -> Announced:
    """Costs on top of those another veertiendagenbrief named, and how they were counted."""
    amount = w.money(before.further(claim.principal), claim.currency)
    named, all_of_it = w.money(before.costs, claim.currency), w.money(costs.amount, claim.currency)
    which = "costs_on_top_part" if any(line.named for line in claim.invoices) else "costs_on_top"
    said = w.labels[which].format(
        before=named, together=all_of_it, over=w.money(costs.principal, claim.currency)
    )
    return Announced(
        amount,
        amount,
        w.money(0, claim.currency),
        "",
        voice(said, plural=plural),
        (named, all_of_it, w.money(costs.principal, claim.currency)),
    )
