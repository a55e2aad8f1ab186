"""What can happen: the dated facts of the ledger, immutable. Everything else is computed from them for a day.

Amounts are cents; days are calendar days. NamedTuples, because they are cheap to define and to make (the morning
reads thousands). An `id` is the ledger's; a `customer` or `invoice` elsewhere refers to it.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a customer is in law."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    GOVERNMENT = "government"


class Outcome(StrEnum):
    """How a contact ended."""

    PROMISE = "promise"
    PLAN = "plan"
    NO_ANSWER = "no-answer"
    VOICEMAIL = "voicemail"
    CALL_BACK = "call-back"
    CLAIMS_PAID = "claims-paid"
    CANNOT_PAY = "cannot-pay"
    DISPUTES = "disputes"
    REFUSES = "refuses"
    RECEIVED = "received"
    SPOKE = "spoke"


UNANSWERED = frozenset({Outcome.NO_ANSWER, Outcome.VOICEMAIL})


class Cause(StrEnum):
    """Why a customer pays late; the latest one picks the profile."""

    MISUNDERSTANDING = "misunderstanding"
    FINANCIAL = "financial"
    SLOPPY = "sloppy"
    UNWILLING = "unwilling"


class LetterKind(StrEnum):
    """The letters, by their Dutch legal names."""

    HERINNERING = "herinnering"
    AANMANING = "aanmaning"
    VEERTIENDAGENBRIEF = "veertiendagenbrief"
    INGEBREKESTELLING = "ingebrekestelling"
    SOMMATIE = "sommatie"
    BEVESTIGING = "bevestiging"
    REGELING = "regeling"
    STUITING = "stuiting"
    OPSCHORTING = "opschorting"
    REKENINGOVERZICHT = "rekeningoverzicht"
    VOORWAARDEN = "voorwaarden"


class Creditor(NamedTuple):
    """The user: the party that is owed."""

    name: str
    iban: str
    country: str = "NL"
    address: str = ""
    postcode: str = ""
    city: str = ""
    kvk: str = ""
    vat: str = ""
    email: str = ""
    phone: str = ""
    contact: str = ""
    legal_form: str = "eenmanszaak"
    term_days: int = 30
    reclaims_vat: bool = True


class Customer(NamedTuple):
    """Who owes."""

    id: int
    slug: str
    name: str
    kind: Kind = Kind.BUSINESS
    country: str = "NL"
    law: str = "nl"
    language: str = "nl"
    term_days: int | None = None
    address: str = ""
    postcode: str = ""
    city: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    kvk: str = ""
    vat: str = ""
    iban: str = ""
    profile: str | None = None
    large: bool = False  # a large company in the sense of art. 6:119a BW, on the user's word


def law_of(kind: str, country: str, creditor_country: str) -> str:
    """Whose law governs: the creditor's for a business or government, a private person's own (Rome I art. 4 and 6)."""
    own = country if kind == Kind.CONSUMER else creditor_country
    return "be" if own == "BE" else "nl"


class Invoice(NamedTuple):
    """A receivable. `due`: the last day to pay; `issuer` is empty for the user's own."""

    id: int
    customer: int
    number: str
    amount: int
    issued: date
    due: date
    currency: str = "EUR"
    reference: str = ""
    about: str = ""
    sale: str = "services"
    issuer: str = ""


class Allocation(NamedTuple):
    """Part of a payment, credit note or write-off booked to an invoice, on the day it came.

    `amount`: booked to the principal; `extras`: to interest and costs a letter had claimed. `source`: payment, credit or
    write-off. `entry` is the journal's: it orders what happened on one day.
    """

    invoice: int
    amount: int
    on: date
    source: str
    source_id: int
    entry: int
    extras: int = 0


class Payment(NamedTuple):
    """Money that came in. What is not allocated is a balance in favour of the customer."""

    id: int
    customer: int
    amount: int
    on: date
    currency: str = "EUR"
    note: str = ""


class CreditNote(NamedTuple):
    """A credit note. It lowers what is owed; it is not a payment."""

    id: int
    customer: int
    number: str
    amount: int
    on: date
    currency: str = "EUR"


class Contact(NamedTuple):
    """One contact, or attempt, and how it ended. `invoices`: the open ones it concerned."""

    id: int
    customer: int
    on: date
    via: str
    outcome: Outcome
    with_name: str = ""
    amount: int | None = None
    call_back: date | None = None
    cause: Cause | None = None
    proof: str = ""
    note: str = ""
    invoices: tuple[int, ...] = ()
    entry: int = 0

    @property
    def answered(self) -> bool:
        """Whether the customer was spoken to, in any channel."""
        return self.outcome not in UNANSWERED


class Promise(NamedTuple):
    """A sum by a day, given in a contact."""

    id: int
    customer: int
    contact: int
    made_on: date
    by: date
    amount: int
    invoices: tuple[int, ...] = ()
    entry: int = 0


class Dispute(NamedTuple):
    """An objection to an invoice: whole (amount None) or in part, until it is resolved."""

    id: int
    customer: int
    invoice: int
    on: date
    solve_by: date
    amount: int | None = None
    about: str = ""
    resolved_on: date | None = None
    outcome: str = ""


class Letter(NamedTuple):
    """A letter made; it counts once it is marked as sent. Amounts are those it claims.

    `shares`: beside each of `invoices` its principal, interest and share of the costs, where the letter claims any.
    """

    id: int
    customer: int
    kind: LetterKind
    language: str
    made_on: date
    pay_by: date | None
    principal: int = 0
    interest: int = 0
    costs: int = 0
    contact: int | None = None
    sent_on: date | None = None
    via: str = ""
    proof: str = ""
    cancelled_on: date | None = None
    deadline: date | None = None  # once sent: the day its term ends
    invoices: tuple[int, ...] = ()
    entry: int = 0
    shares: tuple[tuple[int, int, int], ...] = ()
