"""From claim and log to the content of a letter. Pure: the day, and the day to pay by, are arguments.

Amounts are the claim's own, to the cent; nothing is computed here but which of them this kind of letter asks for.
"""

import re
from datetime import date
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.law.costs import VAT_PERCENT, CollectionCosts, VatConditions, collection_costs
from debcli.law.interest import Compounding
from debcli.law.nl import fourteen_days, interest_basis
from debcli.letters.content import AgreementText, Announced, Content, Payment, PaymentBlock, Sender, Signature
from debcli.letters.history import Event, tell
from debcli.letters.kinds import Extra, KindRow, Term, row
from debcli.letters.parts import address, invoice_table, specification
from debcli.letters.wording import Ground, Words, glue, voice
from debcli.letters.words import words
from debcli.receivables.claim import Claim, agreed_percent
from debcli.receivables.facts import Creditor, Customer, Kind, LetterKind
from debcli.values.identifiers import is_iban, show_iban
from debcli.values.money import CENTS_MAX
from debcli.values.text import clean_line, fold

EPC_NAME, EPC_TEXT, EPC_BYTES = (
    70,
    140,
    331,
)  # EPC069-12, version 002: characters of name and text, bytes in all
_EPC_FIXED = len("BCD\n002\n1\nSCT\n\n\n\nEUR999999999.99\n\n\n") + 34


class Agreement(NamedTuple):
    """What was agreed in a contact: cents by a day. `name`: who promised; `via`: phone, email, visit or chat."""

    on: date
    amount: int
    by: date
    via: str = "phone"
    name: str = ""


def compose(
    kind: LetterKind,
    language: str,
    day: date,
    pay_by: date | None,
    creditor: Creditor,
    customer: Customer,
    claim: Claim,
    *,
    history: tuple[Event, ...] = (),
    agreement: Agreement | None = None,
    announced_costs: CollectionCosts | None = None,
    reference: str = "",
    delivery_stop: bool = False,
) -> Content:
    """The content of a letter of a kind, dated `day`, that asks to pay by `pay_by` (a bevestiging: by the agreed day).

    A stuiting names no day: `pay_by` is not looked at. A veertiendagenbrief prints `pay_by` as a day on which payment is
    in time whatever day the letter came (law.nl.announced_term computes it), or none; it needs `announced_costs`:
    law.costs.collection_costs over the claim's principal, with VAT only where its conditions hold. `reference` is what
    to state with the payment, by default the invoice numbers.

    Raises InputError where a letter would say something untrue: a claim of another day, a pay-by day that has passed,
    nothing to pay, a field with unprintable characters, a law debcli has no grounds for; a veertiendagenbrief to who is
    no consumer or not late, or with costs other than the law's (art. 6:96 lid 6 BW).
    """
    kind_row = row(kind)
    w = words(language)
    creditor = creditor._replace(**_cleaned(creditor._asdict(), "creditor's"))
    customer = customer._replace(**_cleaned(customer._asdict(), "customer's"))
    history = tuple(
        e._replace(name=clean_line(e.name, "name in the log"), invoices=_numbers(e.invoices)) for e in history
    )
    if kind_row.extra is Extra.CONDITIONAL:  # nothing has accrued before the term it sets has passed
        claim = claim._replace(interest=(), costs=(), per_day=0, received=())
    deadline = _deadline(kind_row, day, pay_by, claim, agreement)
    ground = _ground(w, claim, customer, kind_row)
    plural = creditor.legal_form != "eenmanszaak"
    numbers = _numbers(tuple(line.invoice.number for line in claim.invoices))
    cents = (
        agreement.amount
        if agreement and kind_row.agreement
        else claim.total
        if kind_row.extra.claims_interest
        else claim.principal
    )
    payment = Payment(
        cents,
        claim.currency,
        _iban(creditor.iban),
        creditor.name,
        clean_line(reference, "reference") or _reference(numbers),
    )
    if payment.cents <= 0:
        raise InputError(f"There is nothing to pay in this {kind.value}.", "A letter needs an open amount.")
    contact = creditor.contact or creditor.name
    announced = _announced(kind_row, announced_costs, customer, claim, w, plural=plural)
    told = tell(history, w, claim.currency, plural=plural)
    return Content(
        kind=kind,
        language=language,
        day=day,
        date=w.long(day),
        plural=plural,
        sender=_sender(creditor),
        customer=customer.name,
        customer_contact=customer.contact,
        address=address(customer, creditor, w),
        has_street=bool(customer.address and customer.city),
        reachable=bool(customer.email),
        greeting=_greeting(customer, w, friendly=kind_row.friendly),
        contact_line=", ".join(filter(None, (contact, glue(creditor.phone), creditor.email))),
        invoices_named=_named(numbers, w),
        many=len(numbers) > 1,
        invoices=invoice_table(claim, numbers, w),
        specification=specification(claim, ground, w) if kind_row.extra.claims_interest else (),
        principal=w.money(claim.principal, claim.currency),
        interest_total=w.money(claim.interest_total, claim.currency),
        costs_total=w.money(claim.costs_total, claim.currency),
        total=w.money(claim.total, claim.currency),
        per_day=w.money(claim.per_day, claim.currency),
        to_pay=w.money(payment.cents, claim.currency),
        pay_by=w.full(deadline) if deadline else "",
        has_interest=claim.interest_total > 0,
        has_costs=claim.costs_total > 0,
        interest_ground=ground.interest,
        costs_ground=ground.costs,
        limitation_ground=ground.limitation,
        history=tuple(line.text for line in told),
        history_days=tuple(line.when for line in told if line.when),
        agreement=_agreement(agreement, customer, contact, claim, w)
        if agreement and kind_row.agreement
        else None,
        announced=announced,
        consumer=customer.kind is Kind.CONSUMER,
        delivery_stop=delivery_stop,
        payment=payment,
        block=_payment_block(
            payment, deadline, w, term=kind_row.term, qr=kind_row.qr and _payable_by_qr(payment)
        ),
        signature=Signature(tuple(dict.fromkeys((contact, creditor.name)))),
        labels=w.labels,
    )


def _cleaned(fields: dict[str, Any], owner: str) -> dict[str, Any]:
    return {
        name: clean_line(value, f"{owner} {name}") for name, value in fields.items() if type(value) is str
    }


def _numbers(numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(clean_line(number, "invoice number") for number in numbers)


def _deadline(
    kind: KindRow, day: date, pay_by: date | None, claim: Claim, agreement: Agreement | None
) -> date | None:
    if not claim.invoices:
        raise InputError(
            f"There is no invoice to put in the {kind.kind}.", "A letter needs at least one open invoice."
        )
    if claim.as_of != day:
        raise InputError(
            f"The letter is dated {day}, its claim {claim.as_of}.",
            "Compute the claim for the day of the letter.",
        )
    if kind.agreement:
        if agreement is None:
            raise InputError(
                f"A {kind.kind} needs an agreement: an amount and a day.",
                "Log the call with its promise first.",
            )
        return agreement.by
    if kind.term is Term.NONE:
        return None
    if kind.term is Term.DELIVERY:
        earliest = fourteen_days(day).last_day
        if pay_by is not None and pay_by < earliest:
            raise InputError(
                f"The term of a {kind.kind} of {day} cannot end before {earliest}.",
                "Give the last day that law.nl computes from the delivery, or none.",
            )
        return pay_by
    if pay_by is None or pay_by <= day:
        raise InputError(f"The day to pay by must lie after the letter's date, {day}.", "Give a later day.")
    return pay_by


def _ground(w: Words, claim: Claim, customer: Customer, kind: KindRow) -> Ground:
    found = w.grounds.get((claim.jurisdiction, customer.kind))
    if found is not None:
        return _as_agreed(found, customer, w)
    if kind.extra is Extra.NONE:
        return Ground("", "", "")
    raise InputError(
        f"The {kind.kind} has no grounds yet for {claim.jurisdiction} law and a {customer.kind}.",
        "Send a herinnering, which claims the principal only.",
    )


def _as_agreed(ground: Ground, customer: Customer, w: Words) -> Ground:
    """The ground with what was agreed in place of the law's rate or scale named as agreed."""
    simple = customer.compounding is Compounding.SIMPLE
    if customer.interest is not None or simple:
        basis = interest_basis(customer.kind.value, w.language, agreed=customer.interest, simple=simple)
        ground = ground._replace(interest=re.sub(r"\d %|artikel .* BW", lambda m: glue(m[0]), basis))
    return ground if agreed_percent(customer) is None else ground._replace(costs=w.labels["costs_agreed"])


def _announced(
    kind: KindRow, costs: CollectionCosts | None, customer: Customer, claim: Claim, w: Words, *, plural: bool
) -> Announced | None:
    """The costs to announce, held against the law: one cent too much and the whole letter is void (law/nl.md NL-45)."""
    if kind.extra is not Extra.INTEREST:
        return None
    if customer.kind is not Kind.CONSUMER:
        raise InputError(
            f"The {kind.kind} is for consumers, and {customer.name} is not one.", "Send a sommatie instead."
        )
    if claim.currency != "EUR":
        raise InputError(
            f"The {kind.kind} announces costs in euros; this claim is in {claim.currency}.",
            "Send a sommatie.",
        )
    early = [line.invoice.number for line in claim.invoices if line.days_late < 1]
    if early:
        raise InputError(
            f"The {kind.kind} comes after default; {', '.join(early)} is not late yet.",
            "Leave it out, or wait for its due day to pass.",
        )
    if claim.costs:
        raise InputError(
            f"The {kind.kind} asks no costs, and over these invoices they are owed already.",
            "Ask them in a sommatie, and list here only invoices without costs.",
        )
    by_law = (
        collection_costs(claim.principal),
        collection_costs(claim.principal, VatConditions(*[True] * 3)),
    )
    if costs is None or costs not in by_law:
        raise InputError(
            f"The {kind.kind} announces the costs by law over {w.money(claim.principal, claim.currency)}, to the cent.",
            "Compute them with law.costs.collection_costs over the claim's principal.",
        )
    before_vat, vat = w.money(costs.amount, claim.currency), w.money(costs.vat, claim.currency)
    clause = w.labels["vat_clause"].format(amount=before_vat, vat=vat, percent=w.share(VAT_PERCENT))
    return Announced(
        w.money(costs.total, claim.currency),
        before_vat,
        vat,
        voice(clause, plural=plural) if costs.vat else "",
    )


def _iban(text: str) -> str:
    return text.replace(" ", "").upper()


def _reference(numbers: tuple[str, ...]) -> str:
    """The invoice numbers, as many as a person will type over."""
    fitting = len(numbers)
    while fitting > 1 and len(", ".join(numbers[:fitting])) > 60:
        fitting -= 1
    joined = ", ".join(numbers[:fitting])
    return joined if fitting == len(numbers) else f"{joined} +{len(numbers) - fitting}"


def _payable_by_qr(payment: Payment) -> bool:
    """EPC069-12: euros, a valid IBAN, a name and a text that fit."""
    size = _EPC_FIXED + len(payment.name[:EPC_NAME].encode()) + len(payment.reference.encode())
    return (
        payment.currency == "EUR"
        and 0 < payment.cents <= CENTS_MAX
        and bool(payment.name)
        and len(payment.reference) <= EPC_TEXT
        and size <= EPC_BYTES
        and is_iban(payment.iban)
    )


def _payment_block(
    payment: Payment, deadline: date | None, w: Words, *, term: Term, qr: bool
) -> PaymentBlock:
    labels = w.labels
    lines = [
        (labels["to_pay"], w.money(payment.cents, payment.currency)),
        (labels["iban"], glue(show_iban(payment.iban))),
        (labels["account_name"], payment.name),
        (labels["reference"], payment.reference),
    ]
    if deadline is not None and term is Term.DELIVERY:
        # The term runs from a delivery nobody knows yet. A day that is in time whatever happens can lengthen it only.
        lines.insert(1, (labels["in_time"], labels["until"].format(day=w.full(deadline))))
    elif deadline is not None:
        lines.insert(1, (labels["pay_by"], w.full(deadline)))
    return PaymentBlock(tuple(lines), qr, labels["scan"])


def _sender(creditor: Creditor) -> Sender:
    street = (creditor.address, f"{creditor.postcode} {creditor.city}".strip())
    return Sender(
        name=creditor.name,
        lines=tuple(filter(None, street)),
        has_street=bool(creditor.address and creditor.city),
        contact=creditor.contact,
        phone=glue(creditor.phone),
        email=creditor.email,
        kvk=glue(creditor.kvk),
        vat=glue(creditor.vat),
    )


def _greeting(customer: Customer, w: Words, *, friendly: bool) -> str:
    if not customer.contact:
        return w.labels["greeting_unknown"]
    return w.labels["greeting_friendly" if friendly else "greeting_formal"].format(name=customer.contact)


def _named(numbers: tuple[str, ...], w: Words) -> str:
    key = "invoice_one" if len(numbers) == 1 else "invoice_few" if len(numbers) <= 3 else "invoice_many"
    return w.labels[key].format(numbers=w.listed(list(numbers)), count=len(numbers))


def _agreement(
    agreement: Agreement, customer: Customer, contact: str, claim: Claim, w: Words
) -> AgreementText:
    by = clean_line(agreement.name, "name of who promised") or customer.contact
    same = fold(by) == fold(customer.name)
    rest = claim.principal - agreement.amount
    return AgreementText(
        thanks=w.labels.get(f"via_{agreement.via}", w.labels["via_visit"]).format(on=w.full(agreement.on)),
        amount=w.money(agreement.amount, claim.currency),
        by=w.full(agreement.by),
        promised_by=w.labels["on_behalf"].format(name=by, customer=customer.name)
        if by and not same
        else customer.name,
        agreed_with=contact,
        rest=w.money(rest, claim.currency) if rest > 0 else "",
    )
