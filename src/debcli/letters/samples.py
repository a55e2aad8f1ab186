"""Made-up letters to try a template on: every kind of customer, one invoice and several, one person and a company.

The figures only have to add up; they are nobody's.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from debcli.language import say, say_many
from debcli.law.costs import collection_costs
from debcli.law.nl import announced_term
from debcli.letters import callsheet, templates
from debcli.letters.history import Event, EventKind
from debcli.letters.kinds import KINDS, About
from debcli.letters.make import Made, make
from debcli.letters.render import page_of
from debcli.letters.sandbox import Template
from debcli.letters.subjects import Agreement, NewTerms, Schedule, Subject, Suspension
from debcli.letters.text import page_text
from debcli.receivables.account import account
from debcli.receivables.called import customer_kind
from debcli.receivables.callsheet import call_sheet
from debcli.receivables.claim import Claim, ClaimInvoice, CostLine, InterestLine, Received
from debcli.receivables.facts import Creditor, Customer, Facts, Invoice, Kind, LetterKind
from debcli.receivables.guards import REST_KINDS

DAY = date(2026, 11, 2)
_CREDITOR = Creditor(
    "Voorbeeld Ontwerp", "NL91ABNA0417164300", address="Voorbeeldstraat 1", postcode="1234 AB", city="Dorp", kvk="12345678",
    vat="NL123456782B12", email="ik@voorbeeld.example", phone="012 345 6789", contact="Kim Voorbeeld",
)  # fmt: skip
_CUSTOMERS = {
    Kind.BUSINESS: "Drukkerij De Letter B.V.",
    Kind.CONSUMER: "Robin de Wit",
    Kind.GOVERNMENT: "Gemeente Dijkmeer",
}
_HISTORY = (
    Event(date(2026, 10, 1), EventKind.NO_ANSWER),
    Event(
        date(2026, 10, 8),
        EventKind.LETTER,
        letter=LetterKind.HERINNERING,
        by=date(2026, 10, 15),
        invoices=("2026-001",),
    ),
    Event(date(2026, 10, 16), EventKind.PROMISE, name="Sam Bos", amount=500_00, by=date(2026, 10, 23)),
    Event(date(2026, 10, 26), EventKind.PROMISE_BROKEN, amount=500_00, by=date(2026, 10, 23)),
)


class Sample(NamedTuple):
    """A situation to try a template in, in words."""

    told: str
    customer: Kind
    invoices: int
    company: bool
    rest: bool = False


def situations(kind: LetterKind) -> Iterator[Sample]:
    """Those a kind of letter can be sent in."""
    for who in Kind:
        if kind == LetterKind.VEERTIENDAGENBRIEF and who is not Kind.CONSUMER:
            continue
        for invoices, company in ((1, False), (3, True)):
            told = _told(customer_kind(who), invoices, company=company)
            yield Sample(told, who, invoices, company)
    if kind in REST_KINDS:
        yield Sample(say("business, the rest of an earlier claim"), Kind.BUSINESS, 1, False, rest=True)


def _told(who: str, invoices: int, *, company: bool) -> str:
    if company:
        return say_many(
            "{who}, 1 invoice, from a company", "{who}, {count} invoices, from a company", invoices, who=who
        )
    return say_many(
        "{who}, 1 invoice, from one person", "{who}, {count} invoices, from one person", invoices, who=who
    )


def sample(kind: LetterKind, language: str, situation: Sample, folder: Path | None) -> Made:
    """A letter of the kind in that situation, from the user's template where there is one. Raises what make raises."""
    claim = _claim(kind, situation)
    private = kind == LetterKind.VEERTIENDAGENBRIEF
    return make(
        kind,
        day=DAY,
        pay_by=announced_term(DAY).last_day if private else DAY + timedelta(7),
        creditor=_CREDITOR._replace(legal_form="bv") if situation.company else _CREDITOR,
        customer=Customer(
            1, "voorbeeld", _CUSTOMERS[situation.customer], situation.customer, address="Kade 2", postcode="4321 BA",
            city="Stad", contact="Sam Bos", email="sam@voorbeeld.example",
        ),
        claim=claim,
        history=_HISTORY if KINDS[kind].history and situation.company else (),
        subject=_subject(kind, claim),
        announced_costs=collection_costs(claim.principal) if private else None,
        delivery_stop=kind == LetterKind.SOMMATIE and situation.company,
        rest_claim=situation.rest,
        costs_reserved=kind in {LetterKind.STUITING, LetterKind.OPSCHORTING}
        and situation.customer is Kind.GOVERNMENT,
        language=language,
        folder=folder,
    )  # fmt: skip


def sample_calls(language: str, folder: Path | None) -> Iterator[tuple[str, str]]:
    """The call sheet on every occasion, from the user's template where there is one: what it is, and its text. Raises InputError."""
    due = date(2026, 10, 1)
    who = Customer(
        1, "voorbeeld", _CUSTOMERS[Kind.BUSINESS], contact="Sam Bos", phone="012 345 6789", city="Stad"
    )
    facts = Facts(who, (Invoice(1, 1, "2026-001", 1000_00, due - timedelta(30), due),), (), (), (), (), ())
    acc = account(facts, DAY)
    values = callsheet.variables(acc, call_sheet(acc, facts, ()), _CREDITOR, language)
    source = templates.find_page(templates.CALL, language, folder)
    for occasion in ("check-in", "due", "late", "broken", "silence", "paid", "cannot-pay", "disputed"):
        for yes in (True, False):
            flags = dict.fromkeys(("agreed", "from_tomorrow", "visit", "no_money", "vat_advanced"), yes)
            texts = (
                {"habit": "maandag", "broken": "U had dat toegezegd."}
                if yes
                else {"per_day": "", "phone": "", "city": ""}
            )
            told = {**values, **flags, **texts, "occasion": occasion}
            yield (
                f"{occasion}, {'all' if yes else 'nothing'} known",
                page_text(page_of(Template(str(source.path), source.text), told)),
            )


def _claim(kind: LetterKind, situation: Sample) -> Claim:
    if KINDS[kind].about is About.TERMS:
        return Claim(DAY, "nl", "EUR", (), (), (), 0)
    due = date(2026, 10, 1)
    lines = tuple(
        ClaimInvoice(
            Invoice(n, 1, f"2026-{n:03}", 1000_00 + n, due - timedelta(30), due),
            due,
            0,
            1000_00 + n,
            (DAY - due).days,
        )
        for n in range(1, situation.invoices + 1)
    )
    interest = tuple(
        InterestLine(x.invoice.number, due + timedelta(1), DAY, 32, x.open, Decimal("4.00"), 351)
        for x in lines
    )
    whole = Claim(DAY, "nl", "EUR", lines, interest, (), 11 * len(lines))
    if situation.customer is Kind.CONSUMER:
        return whole
    if situation.rest:
        return _rest(whole)
    costs = collection_costs(whole.principal)
    return whole._replace(costs=tuple(CostLine(b.of, b.percent, b.amount) for b in costs.brackets))


def _rest(whole: Claim) -> Claim:
    """What a payment of the principal left of a claim, because it met costs and interest first."""
    line, met = whole.invoices[0], (150_00, 351)
    left = line._replace(paid=line.invoice.amount - sum(met), open=sum(met))
    return whole._replace(
        invoices=(left,),
        costs=(CostLine(line.open, None, met[0], claimed_on=date(2026, 10, 12)),),
        received=(Received(line.invoice.number, DAY, met[0], met[1], left.paid),),
    )


def _subject(kind: LetterKind, claim: Claim) -> Subject | None:
    match KINDS[kind].about:
        case About.PROMISE:
            return Agreement(DAY, 500_00, DAY + timedelta(4), name="Sam Bos")
        case About.PLAN:
            parts = (claim.principal - 500_00, 250_00, 250_00)
            return Schedule(
                DAY, tuple((DAY + timedelta(30 * n), p) for n, p in enumerate(parts)), name="Sam Bos"
            )
        case About.SUSPENSION:
            return Suspension()
        case About.TERMS:
            return NewTerms(DAY + timedelta(30), 50, 14, 1500_00, 3, DAY + timedelta(200))
        case _:
            return None
