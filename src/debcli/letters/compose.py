"""From claim and log to the content of a letter. Pure: the day, and the day to pay by, are arguments.

Amounts are the claim's own, to the cent; nothing is computed here but which of them this kind of letter asks for.
"""

from datetime import date
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.letters.content import AgreementText, Content, Payment, PaymentBlock, Sender, Signature
from debcli.letters.history import Event, tell
from debcli.letters.kinds import Extra, KindRow, row
from debcli.letters.parts import address, invoice_table, specification
from debcli.letters.wording import Ground, Words, glue
from debcli.letters.words import words
from debcli.receivables.claim import Claim
from debcli.receivables.facts import Creditor, Customer, LetterKind
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
    reference: str = "",
    delivery_stop: bool = False,
) -> Content:
    """The content of a letter of a kind, dated `day`, that asks to pay by `pay_by` (a bevestiging: by the agreed day).

    `reference` is what to state with the payment, by default the invoice numbers. Raises InputError where a letter
    would say something untrue: a claim of another day, a pay-by day that has passed, nothing to pay, a field with
    unprintable characters, a law debcli has no grounds for.
    """
    kind_row = row(kind)
    w = words(language)
    creditor = creditor._replace(**_cleaned(creditor._asdict(), "creditor's"))
    customer = customer._replace(**_cleaned(customer._asdict(), "customer's"))
    history = tuple(
        e._replace(name=clean_line(e.name, "name in the log"), invoices=_numbers(e.invoices)) for e in history
    )
    deadline = _deadline(kind_row, day, pay_by, claim, agreement)
    ground = _ground(w, claim, customer, kind_row)
    plural = creditor.legal_form != "eenmanszaak"
    numbers = _numbers(tuple(line.invoice.number for line in claim.invoices))
    cents = (
        agreement.amount
        if agreement and kind_row.agreement
        else claim.total
        if kind_row.extra is Extra.CLAIMED
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
        specification=specification(claim, ground, w) if kind_row.extra is Extra.CLAIMED else (),
        principal=w.money(claim.principal, claim.currency),
        interest_total=w.money(claim.interest_total, claim.currency),
        costs_total=w.money(claim.costs_total, claim.currency),
        total=w.money(claim.total, claim.currency),
        per_day=w.money(claim.per_day, claim.currency),
        to_pay=w.money(payment.cents, claim.currency),
        pay_by=w.full(deadline),
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
        delivery_stop=delivery_stop,
        payment=payment,
        block=_payment_block(payment, deadline, w, qr=kind_row.qr and _payable_by_qr(payment)),
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
) -> date:
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
    if pay_by is None or pay_by <= day:
        raise InputError(f"The day to pay by must lie after the letter's date, {day}.", "Give a later day.")
    return pay_by


def _ground(w: Words, claim: Claim, customer: Customer, kind: KindRow) -> Ground:
    found = w.grounds.get((claim.jurisdiction, customer.kind))
    if found is not None:
        return found
    if kind.extra is Extra.NONE:
        return Ground("", "", "")
    raise InputError(
        f"The {kind.kind} has no grounds yet for {claim.jurisdiction} law and a {customer.kind}.",
        "Send a herinnering, which claims the principal only.",
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


def _payment_block(payment: Payment, deadline: date, w: Words, *, qr: bool) -> PaymentBlock:
    labels = w.labels
    lines = (
        (labels["to_pay"], w.money(payment.cents, payment.currency)),
        (labels["pay_by"], w.full(deadline)),
        (labels["iban"], glue(show_iban(payment.iban))),
        (labels["account_name"], payment.name),
        (labels["reference"], payment.reference),
    )
    return PaymentBlock(lines, qr, labels["scan"])


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
