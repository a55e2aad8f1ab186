"""The content of a letter: finished strings and lists. Template, page and plain text only arrange it."""

from datetime import date
from typing import NamedTuple

from debcli.receivables.facts import LetterKind


class Table(NamedTuple):
    """Finished cells. `right`: which columns are figures; `total`: the last rows, set apart by a line."""

    header: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[tuple[str, ...], ...] = ()


class PaymentBlock(NamedTuple):
    """How to pay: label and value, and whether the payment can be made by QR code."""

    lines: tuple[tuple[str, str], ...]
    qr: bool
    scan: str


class Signature(NamedTuple):
    """Who signs, a line each."""

    lines: tuple[str, ...]


Part = Table | PaymentBlock | Signature


class Sender(NamedTuple):
    """The creditor as printed: strings, empty where not known."""

    name: str
    lines: tuple[str, ...]
    has_street: bool
    contact: str
    phone: str
    email: str
    kvk: str
    vat: str


class AgreementText(NamedTuple):
    """What was agreed, as printed.

    `rest`: what stays open of the principal. Once a letter has claimed interest or costs: `extras` what is open of them,
    `extras_named` which of the two, `left` all that stays owed after the payment, `per_day` what is added to it; else empty.
    """

    thanks: str
    amount: str
    by: str
    promised_by: str
    agreed_with: str
    rest: str
    extras: str = ""
    extras_named: str = ""
    left: str = ""
    per_day: str = ""


class PlanText(NamedTuple):
    """A payment plan, as printed; its instalments are a table of their own. `first`: of those still to be paid.

    `received`: what came in on it since, `extras`: interest and costs in it, `extras_named` which of the two; empty where
    there is none. `grace`: so many days after a missed instalment it lapses; `lapse`: the interest and costs that are due then.
    """

    thanks: str
    total: str
    how_many: str
    first_amount: str
    first_by: str
    last_by: str
    promised_by: str
    agreed_with: str
    received: str
    extras: str
    extras_named: str
    grace: str
    rest: str
    lapse: str = ""


class TermsText(NamedTuple):
    """New terms, as printed; empty what they do not say."""

    start: str
    prepay: str
    term: str
    limit: str
    probation: str
    review: str


class Announced(NamedTuple):
    """The costs a veertiendagenbrief announces, as printed: all of it, and its parts where VAT comes on top.

    `vat_clause` says why there is VAT, empty where there is none. `on_top` says that they come on top of costs that another such
    letter named, and `on_top_amounts` are the amounts in it; empty where there is none.
    """

    costs: str
    before_vat: str
    vat: str
    vat_clause: str
    on_top: str = ""
    on_top_amounts: tuple[str, ...] = ()


class OwedText(NamedTuple):
    """What is owed beside or above what a letter asks, as printed: how much, on which invoices, what is in it beyond principal.

    `has_costs`: whether collection costs are in it.
    """

    amount: str
    the_invoices: str
    named: str
    has_costs: bool


class Payment(NamedTuple):
    """What the bank needs: cents, currency, IBAN without spaces, account name and reference."""

    cents: int
    currency: str
    iban: str
    name: str
    reference: str


class Content(NamedTuple):
    """Everything a letter says that is not wording of its template. Strings are finished; nothing is computed later.

    `pay_by` is empty where the letter names no day. `has_due`: something is past its due day; `settled`: all was paid.
    `rest_claim`: only what is left of an earlier claim is asked. `costs_reserved`: collection costs are not asked yet, but
    may be. `was_reminded`, `was_told`: a letter, or a talk, is in the history. `received`: payments that met costs or
    interest, None where there are none. `has_named`: an earlier veertiendagenbrief named a part of the invoices. `notice_of`: when one left whose term runs. `besides`: what is left of a claim on invoices that the letter does not list;
    `in_all`: in a statement, what is owed with interest and costs where letters claimed them. `disputed`: what is in dispute
    and not asked. `capitalised`: the sentence that says interest bears interest. `was_claimed`: an earlier letter asked the
    interest and costs that this one asks.
    """

    kind: LetterKind
    language: str
    day: date
    date: str
    plural: bool
    sender: Sender
    customer: str
    customer_contact: str
    address: tuple[str, ...]
    has_street: bool
    reachable: bool
    greeting: str
    contact_line: str
    invoices_named: str
    the_invoices: str
    many: bool
    invoices: Table
    received: Table | None
    specification: tuple[Table, ...]
    principal: str
    interest_total: str
    costs_total: str
    total: str
    per_day: str
    to_pay: str
    pay_by: str
    has_interest: bool
    has_costs: bool
    interest_ground: str
    costs_ground: str
    limitation_ground: str
    suspension_ground: str
    besides: OwedText | None
    in_all: OwedText | None
    disputed: str
    has_named: bool
    notice_of: str
    capitalised: str
    was_claimed: bool
    history: tuple[str, ...]
    history_days: tuple[str, ...]
    was_reminded: bool
    was_told: bool
    agreement: AgreementText | None
    plan: PlanText | None
    schedule: Table | None
    aging: Table | None
    has_due: bool
    has_disputed: bool
    suspended: str
    terms: TermsText | None
    settled: bool
    rest_claim: bool
    costs_reserved: bool
    announced: Announced | None
    consumer: bool
    delivery_stop: bool
    payment: Payment
    block: PaymentBlock
    signature: Signature
    labels: dict[str, str]
