"""What can happen: the dated facts of the ledger, immutable. Everything else is computed from them for a day.

Amounts are cents; days are calendar days. NamedTuples, because they are cheap to define and to make (the morning
reads thousands). An `id` is the ledger's; a `customer` or `invoice` elsewhere refers to it.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from debcli.law.interest import Compounding


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
    MAILED = "mailed"


UNANSWERED = (Outcome.NO_ANSWER, Outcome.VOICEMAIL)
"""Attempts. A message that asks for no answer (mailed) is neither an attempt nor an answer."""


ABOUT_PAYING = frozenset(
    {
        Outcome.PROMISE,
        Outcome.PLAN,
        Outcome.CLAIMS_PAID,
        Outcome.CANNOT_PAY,
        Outcome.DISPUTES,
        Outcome.REFUSES,
    }
)
"""What the customer said about paying: the latest takes the place of what he said before."""


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
    interest: Decimal | None = None
    """Agreed interest in per cent a year; None: the legal rate."""
    compounding: Compounding = Compounding.YEARLY
    costs_percent: Decimal | None = None
    """Agreed collection costs in per cent of the principal, never of a consumer; None: the legal scale."""
    agreed_term: bool = True
    """Whether the last day to pay is agreed with them, and not only printed on the invoice."""


def law_of(kind: str, country: str, creditor_country: str) -> str:
    """Whose law governs: the creditor's for a business or government, a private person's own (Rome I art. 4 and 6)."""
    own = country if kind == Kind.CONSUMER else creditor_country
    return "be" if own == "BE" else "nl"


class Invoice(NamedTuple):
    """A receivable. `due`: the last day to pay; `issuer` is empty for the user's own.

    `agreed`: whether that day was agreed, and not only printed on the invoice (art. 6:83 sub a BW).
    """

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
    agreed: bool = True


class Allocation(NamedTuple):
    """Part of a payment, credit note or write-off booked to an invoice, on the day it came.

    `amount`: booked to the principal; `extras`: to interest and costs a letter had claimed. `source`: payment, credit or
    write-off. `entry` is the journal's: it orders what happened on one day. `set_off`: it is of a balance in favour, used
    for this invoice from that day on (art. 6:127 BW). `returned_on`: the day the bank took the payment back; from then on
    it is as if it had never come.
    """

    invoice: int
    amount: int
    on: date
    source: str
    source_id: int
    entry: int
    extras: int = 0
    set_off: bool = False
    returned_on: date | None = None


NEWEST = 2**62
"""The journal entry of what is only supposed: after all that is recorded."""


class Payment(NamedTuple):
    """Money that came in. What is not allocated is a balance in favour of the customer. `returned_on`: the bank took it back."""

    id: int
    customer: int
    amount: int
    on: date
    currency: str = "EUR"
    note: str = ""
    returned_on: date | None = None


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
        return self.outcome not in UNANSWERED and self.outcome != Outcome.MAILED

    @property
    def attempt(self) -> bool:
        """Whether it was tried to reach the customer, in vain."""
        return self.outcome in UNANSWERED


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


class Instalment(NamedTuple):
    """A part of a plan: cents by a day."""

    on: date
    amount: int


class Plan(NamedTuple):
    """A payment plan, agreed in a contact. The instalments, oldest first, add up to what it is about."""

    id: int
    customer: int
    contact: int
    made_on: date
    instalments: tuple[Instalment, ...]
    invoices: tuple[int, ...] = ()
    entry: int = 0

    @property
    def amount(self) -> int:
        """All instalments together, in cents."""
        return sum(part.amount for part in self.instalments)


class Hold(NamedTuple):
    """Nothing is asked up to and including `until`: for one invoice, or (None) for all of the customer's."""

    id: int
    customer: int
    invoice: int | None
    on: date
    until: date
    because: str = ""
    released_on: date | None = None


class HandOver(NamedTuple):
    """Invoices in another's hands: an agency, a bailiff, the court. `review_on`: the day to ask how it stands."""

    id: int
    customer: int
    on: date
    to: str
    review_on: date
    invoices: tuple[int, ...] = ()
    back_on: date | None = None


class Closing(NamedTuple):
    """A case looked back on. The three questions are answered yes, no or (None) not at all."""

    id: int
    customer: int
    on: date
    outcome: str
    sales_promise: bool | None = None
    fault: bool | None = None
    followed_up: bool | None = None
    note: str = ""


class Terms(NamedTuple):
    """New terms after a case: from a day, for a reason, to be looked at again on a day.

    `prepay`: per cent to be paid before work starts. `limit`: cents that may be open at once. `probation`: so many
    invoices paid in time end them.
    """

    id: int
    customer: int
    on: date
    because: str
    review_on: date | None = None
    prepay: int = 0
    term_days: int | None = None
    limit: int | None = None
    probation: int | None = None
    reviewed_on: date | None = None


class Settled(NamedTuple):
    """An invoice that is paid: what a customer's habit is read from."""

    issued: date
    due: date
    on: date


class Letter(NamedTuple):
    """A letter made; it counts once it is marked as sent. Amounts are those it claims.

    `shares`: beside each of `invoices` its principal, interest and share of the costs, where the letter claims any.
    `announced`: the costs a veertiendagenbrief names, `announced_over`: the principal of all claims they were counted over,
    those of an earlier one that runs or ran out with them.
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
    announced: int = 0
    announced_over: int = 0

    def left_for(self, invoice: int) -> bool:
        """Whether it left, and lists the invoice."""
        return self.sent_on is not None and self.cancelled_on is None and invoice in self.invoices


class Charge(NamedTuple):
    """Collection costs charged to a private person: the day, and the invoices of the letter.

    A letter claimed them; or (`by_law`) they fell due because a veertiendagenbrief ran out. `settled`: of those, the day
    the last of the invoices was settled; None while one is not.
    """

    on: date
    invoices: tuple[int, ...]
    by_law: bool = False
    settled: date | None = None


class Facts(NamedTuple):
    """All facts of one customer that bear on his open invoices, each list in the order it happened.

    `settled`: what was paid before, newest last; only as far as the reader needs it.
    """

    customer: Customer
    invoices: tuple[Invoice, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    letters: tuple[Letter, ...] = ()
    plans: tuple[Plan, ...] = ()
    holds: tuple[Hold, ...] = ()
    handovers: tuple[HandOver, ...] = ()
    closings: tuple[Closing, ...] = ()
    terms: tuple[Terms, ...] = ()
    settled: tuple[Settled, ...] = ()
    charges: tuple[Charge, ...] = ()
    """Of a private person: every time collection costs were charged, also over what is settled."""
