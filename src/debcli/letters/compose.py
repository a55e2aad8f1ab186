"""From claim and log to the content of a letter. Pure: the day, and the day to pay by, are arguments.

Amounts are the claim's own, to the cent; nothing is computed here but which of them this kind of letter asks for.
"""

from datetime import date
from typing import Any

from debcli.errors import InputError
from debcli.language import mark_as, say
from debcli.law.costs import CollectionCosts
from debcli.law.nl import fourteen_days
from debcli.letters.content import Content, OwedText, Payment, Sender, Signature
from debcli.letters.grounds import announced_of, ground_of
from debcli.letters.history import Event, tell
from debcli.letters.kinds import About, Extra, KindRow, Term, row
from debcli.letters.parts import (
    address,
    aging_table,
    capitalised,
    invoice_table,
    received_table,
    specification,
)
from debcli.letters.payment import bare_iban, default_reference, payable_by_qr, payment_block
from debcli.letters.subjects import (
    Agreement,
    NewTerms,
    Schedule,
    Subject,
    Suspension,
    agreement_text,
    extras_named,
    fitting,
    plan_text,
    schedule_table,
    terms_text,
)
from debcli.letters.wording import Words, glue
from debcli.letters.words import words
from debcli.receivables.claim import Claim
from debcli.receivables.facts import Creditor, Customer, Kind, LetterKind
from debcli.receivables.owed import NOTHING, Before
from debcli.values.text import clean_line


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
    subject: Subject | None = None,
    announced_costs: CollectionCosts | None = None,
    announced_before: Before = NOTHING,
    reference: str = "",
    delivery_stop: bool = False,
    rest_claim: bool = False,
    costs_reserved: bool = False,
    besides: Claim | None = None,
    in_all: Claim | None = None,
    notices: tuple[date, ...] = (),
) -> Content:
    """The content of a letter of a kind, dated `day`, that asks to pay by `pay_by` (a bevestiging: by the agreed day).

    A letter without a term names no day: `pay_by` is not looked at. `subject` is what the kind is about besides the claim; of
    new terms the claim may be empty. A veertiendagenbrief prints `pay_by` as a day on which payment is
    in time whatever day the letter came (law.nl.announced_term computes it), or none; it needs `announced_costs`:
    law.costs.collection_costs over the claim's principal, with VAT only where its conditions hold. Where `announced_before`
    says that another one named costs, they are those over the principal of both, and what was named is taken off. `reference` is what
    to state with the payment, by default the invoice numbers. `rest_claim`: the principal is in and only what is left of
    an earlier claim is asked. `costs_reserved`: collection costs are owed by law, but this letter does not ask them yet.
    `besides`: what is left of a claim on invoices the letter does not list; `in_all`: the claim over those of a statement.
    `notices`: the days on which veertiendagenbrieven left whose term runs; a letter in between says that they stand.

    Raises InputError where a letter would say something untrue: a claim of another day, a pay-by day that has passed,
    nothing to pay, a field with unprintable characters, a law debcli has no grounds for; a veertiendagenbrief to who is
    no consumer or not late, or with costs other than the law's (art. 6:96 lid 6 BW).
    """
    kind_row = row(kind, rest_claim=rest_claim)
    w = words(language)
    creditor = creditor._replace(**_cleaned(creditor._asdict(), _OF_CREDITOR))
    customer = customer._replace(**_cleaned(customer._asdict(), _OF_CUSTOMER))
    history = tuple(
        e._replace(
            name=clean_line(e.name, mark_as("field", "name in the log")), invoices=_numbers(e.invoices)
        )
        for e in history
    )
    if kind_row.extra is Extra.CONDITIONAL:  # nothing has accrued before the term it sets has passed
        claim = claim._replace(interest=(), costs=(), per_day=0, received=())
    subject = fitting(kind_row, subject, day)
    deadline = _deadline(kind_row, day, pay_by, claim, subject)
    ground = ground_of(w, claim, customer, kind_row)
    plural = creditor.legal_form != "eenmanszaak"
    numbers = _numbers(tuple(line.invoice.number for line in claim.invoices))
    payment = Payment(
        _cents(kind_row, claim, subject),
        claim.currency,
        bare_iban(creditor.iban),
        creditor.name,
        clean_line(reference, mark_as("field", "reference"))
        or default_reference(_paid_here(kind_row, claim, numbers), customer, day),
    )
    if kind_row.asks and payment.cents <= 0 and kind_row.about is not About.ACCOUNT:
        raise InputError(
            say("There is nothing to pay in this {kind}.", kind=kind.value),
            say("A letter needs an open amount."),
        )
    contact = creditor.contact or creditor.name
    announced = announced_of(kind_row, announced_costs, announced_before, customer, claim, w, plural=plural)
    told = tell(history, w, claim.currency, numbers, plural=plural)
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
        contact_line=", ".join(filter(None, (contact, _unbroken(creditor.phone), creditor.email))),
        invoices_named=_named(numbers, w),
        the_invoices=_named(numbers, w, the="the_"),
        many=len(numbers) > 1,
        invoices=invoice_table(claim, numbers, w, whole=kind_row.about is About.ACCOUNT),
        received=received_table(claim, w) if claim.received else None,
        specification=specification(claim, ground, w) if kind_row.extra.claims_interest else (),
        principal=w.money(claim.principal, claim.currency),
        interest_total=w.money(max(0, claim.interest_total), claim.currency),
        costs_total=w.money(max(0, claim.costs_total), claim.currency),
        total=w.money(claim.total, claim.currency),
        per_day=w.money(claim.per_day, claim.currency),
        to_pay=w.money(payment.cents or claim.principal, claim.currency),
        pay_by=w.full(deadline) if deadline else "",
        has_interest=claim.interest_total > 0,
        has_costs=claim.costs_total > 0,
        interest_ground=ground.interest,
        costs_ground=ground.costs,
        limitation_ground=ground.limitation,
        suspension_ground=ground.suspension,
        besides=_owed(besides, w),
        in_all=_owed(in_all, w),
        disputed=w.money(sum(line.disputed for line in claim.invoices), claim.currency),
        notice_of=w.listed([w.long(on) for on in notices]) if notices else "",
        has_named=any(line.named for line in claim.invoices),
        capitalised=capitalised(claim, customer, w) if kind_row.extra.claims_interest else "",
        was_claimed=_was_claimed(claim),
        history=tuple(line.text for line in told),
        history_days=tuple(line.when for line in told if line.when),
        was_reminded=any(event.reminds for event in history),
        was_told=any(event.is_talk for event in history),
        agreement=agreement_text(subject, customer, contact, claim, w)
        if isinstance(subject, Agreement)
        else None,
        plan=plan_text(subject, customer, contact, claim, w, ground=ground.interest, plural=plural)
        if isinstance(subject, Schedule)
        else None,
        schedule=schedule_table(subject, claim.currency, w) if isinstance(subject, Schedule) else None,
        aging=aging_table(claim, w) if kind_row.about is About.ACCOUNT else None,
        has_due=any(line.days_late for line in claim.invoices),
        has_disputed=any(line.disputed for line in claim.invoices),
        suspended=clean_line(subject.what, mark_as("field", "work that is suspended"))
        if isinstance(subject, Suspension)
        else "",
        terms=terms_text(subject, w) if isinstance(subject, NewTerms) else None,
        settled=isinstance(subject, NewTerms) and subject.settled,
        rest_claim=rest_claim,
        costs_reserved=costs_reserved,
        announced=announced,
        consumer=customer.kind is Kind.CONSUMER,
        delivery_stop=delivery_stop,
        payment=payment,
        block=payment_block(
            payment, deadline, w, term=kind_row.term, qr=kind_row.qr and payable_by_qr(payment)
        ),
        signature=Signature(tuple(dict.fromkeys((contact, creditor.name)))),
        labels=w.labels,
    )


_OF_CREDITOR = {
    "name": mark_as("field", "creditor's name"),
    "iban": mark_as("field", "creditor's iban"),
    "country": mark_as("field", "creditor's country"),
    "address": mark_as("field", "creditor's address"),
    "postcode": mark_as("field", "creditor's postcode"),
    "city": mark_as("field", "creditor's city"),
    "kvk": mark_as("field", "creditor's kvk"),
    "vat": mark_as("field", "creditor's vat"),
    "email": mark_as("field", "creditor's email"),
    "phone": mark_as("field", "creditor's phone"),
    "contact": mark_as("field", "creditor's contact"),
}
_OF_CUSTOMER = {
    "name": mark_as("field", "customer's name"),
    "country": mark_as("field", "customer's country"),
    "address": mark_as("field", "customer's address"),
    "postcode": mark_as("field", "customer's postcode"),
    "city": mark_as("field", "customer's city"),
    "contact": mark_as("field", "customer's contact"),
    "email": mark_as("field", "customer's email"),
    "phone": mark_as("field", "customer's phone"),
    "kvk": mark_as("field", "customer's kvk"),
    "vat": mark_as("field", "customer's vat"),
    "iban": mark_as("field", "customer's iban"),
}


def _owed(found: Claim | None, w: Words) -> OwedText | None:
    """A claim beside the one a letter asks, in words."""
    if found is None:
        return None
    costs = sum(line.amount for line in found.costs)
    numbers = _numbers(tuple(line.invoice.number for line in found.invoices))
    return OwedText(
        w.money(found.total, found.currency),
        _named(numbers, w, the="the_"),
        extras_named(sum(line.amount for line in found.interest), costs, w) or w.labels["extras_both"],
        has_costs=costs > 0,
    )


def _was_claimed(claim: Claim) -> bool:
    """Whether earlier letters claimed interest on every invoice, and the costs where there are any."""
    return bool(claim.claimed) and all(
        what is not None and (what.costs_on is not None or not claim.costs) for what in claim.claimed
    )


def _cleaned(fields: dict[str, Any], called: dict[str, str]) -> dict[str, Any]:
    return {
        name: clean_line(value, called.get(name, mark_as("field", "text")))
        for name, value in fields.items()
        if type(value) is str
    }


def _numbers(numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(clean_line(number, mark_as("field", "invoice number")) for number in numbers)


def _paid_here(kind: KindRow, claim: Claim, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The invoices a payment is for: of a statement those that are due and not in dispute, where there are any."""
    if kind.about is not About.ACCOUNT:
        return numbers
    asked = tuple(
        number
        for number, line in zip(numbers, claim.invoices, strict=True)
        if line.days_late and line.open > line.disputed
    )
    return asked or numbers


def _cents(kind: KindRow, claim: Claim, subject: Subject | None) -> int:
    """The amount to pay: what was agreed, what is past its due day, or the claim as far as this kind asks it."""
    if isinstance(subject, Agreement):
        return subject.amount
    if isinstance(subject, Schedule):
        return subject.first[1]
    if kind.about is About.ACCOUNT:
        return sum(line.open - line.disputed for line in claim.invoices if line.days_late)
    return claim.total if kind.extra.claims_interest else claim.principal


def _deadline(
    kind: KindRow, day: date, pay_by: date | None, claim: Claim, subject: Subject | None
) -> date | None:
    if kind.asks and not claim.invoices:
        raise InputError(
            say("There is no invoice to put in the {kind}.", kind=kind.kind),
            say("A letter needs at least one open invoice."),
        )
    if claim.as_of != day:
        raise InputError(
            say("The letter is dated {day}, its claim {as_of}.", day=day, as_of=claim.as_of),
            say("Compute the claim for the day of the letter."),
        )
    if isinstance(subject, Agreement):
        return subject.by
    if isinstance(subject, Schedule):
        return subject.first[0]
    if kind.term is Term.NONE:
        return None
    if kind.term is Term.DELIVERY:
        earliest = fourteen_days(day).last_day
        if pay_by is not None and pay_by < earliest:
            raise InputError(
                say(
                    "The term of a {kind} of {day} cannot end before {earliest}.",
                    kind=kind.kind,
                    day=day,
                    earliest=earliest,
                ),
                say("Give the last day that law.nl computes from the delivery, or none."),
            )
        return pay_by
    if pay_by is None or pay_by <= day:
        raise InputError(
            say("The day to pay by must lie after the letter's date, {day}.", day=day),
            say("Give a later day."),
        )
    return pay_by


def _sender(creditor: Creditor) -> Sender:
    street = (creditor.address, f"{creditor.postcode} {creditor.city}".strip())
    return Sender(
        name=creditor.name,
        lines=tuple(filter(None, street)),
        has_street=bool(creditor.address and creditor.city),
        contact=creditor.contact,
        phone=_unbroken(creditor.phone),
        email=creditor.email,
        kvk=_unbroken(creditor.kvk),
        vat=_unbroken(creditor.vat),
    )


def _unbroken(number: str) -> str:
    """A number that stays on one line; what is too long to be one may break."""
    return glue(number) if len(number) <= 30 else number


def _greeting(customer: Customer, w: Words, *, friendly: bool) -> str:
    name = customer.contact or (customer.name if customer.kind is Kind.CONSUMER else "")
    if not name:
        return w.labels["greeting_unknown"]
    return w.labels["greeting_friendly" if friendly else "greeting_formal"].format(name=name)


def _named(numbers: tuple[str, ...], w: Words, the: str = "") -> str:
    if not numbers:
        return ""
    key = the + (
        "invoice_one" if len(numbers) == 1 else "invoice_few" if len(numbers) <= 3 else "invoice_many"
    )
    return w.labels[key].format(numbers=w.listed(list(numbers)), count=len(numbers))
