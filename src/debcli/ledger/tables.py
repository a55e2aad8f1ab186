"""The tables as SQLModel classes, beside the schema in migrations.py (a test compares the two); some are written as rows only.

Columns of cents are `int`; days are dates, stored as ISO text. Constructors of table classes do not validate: values
are checked before they get here, and by the CHECKs of the schema after.
"""

from datetime import date

from sqlmodel import Field, SQLModel


class Creditor(SQLModel, table=True):
    """The user, one row."""

    id: int | None = Field(default=None, primary_key=True)
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
    reclaims_vat: int = 1


class Customer(SQLModel, table=True):
    """Who owes; agreed percentages as exact decimal text."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str
    name: str
    kind: str = "business"
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
    large: int = 0
    interest: str | None = None
    compounding: str = "yearly"
    costs_percent: str | None = None
    agreed_term: int = 1


class Invoice(SQLModel, table=True):
    """A receivable. `settled_on` follows from the allocations; it lets the morning skip what is settled."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    number: str
    issuer: str = ""
    amount: int
    currency: str = "EUR"
    issued: date
    due: date
    reference: str = ""
    about: str = ""
    sale: str = "services"
    settled_on: date | None = None
    agreed: int = 1


class CustomerAccount(SQLModel, table=True):
    """An account from which a customer pays."""

    __tablename__ = "customer_account"
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    iban: str


class BankStatement(SQLModel, table=True):
    """What a bank's file said of an account over some days. Its entries go when it goes."""

    __tablename__ = "bank_statement"
    id: int | None = Field(default=None, primary_key=True)
    format: str
    account: str
    number: str = ""
    currency: str = "EUR"
    first_day: date | None = None
    last_day: date | None = None
    opening: int | None = None
    closing: int | None = None


class BankEntry(SQLModel, table=True):
    """Money that came in, or that the bank took back. `state`: open, booked, linked (to a payment logged by hand), aside.

    `by_hand`: the user took a match back, so it is never matched again without being asked.
    """

    __tablename__ = "bank_entry"
    id: int | None = Field(default=None, primary_key=True)
    statement_id: int = Field(foreign_key="bank_statement.id")
    account: str
    on_day: date
    amount: int
    currency: str
    name: str = ""
    iban: str = ""
    text: str = ""
    reference: str = ""
    end_to_end: str = ""
    bank_ref: str = ""
    is_return: int = 0
    parts: int = 1
    state: str = "open"
    by_hand: int = 0


class BankCheck(SQLModel, table=True):
    """The user looked at the bank, and nothing more had come in."""

    __tablename__ = "bank_check"
    id: int | None = Field(default=None, primary_key=True)
    on_day: date


class Payment(SQLModel, table=True):
    """Money that came in; `returned_on`: the day the bank took it back."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    amount: int
    currency: str = "EUR"
    on_day: date
    note: str = ""
    bank_entry_id: int | None = Field(default=None, foreign_key="bank_entry.id")
    returned_on: date | None = None
    return_entry_id: int | None = Field(default=None, foreign_key="bank_entry.id")


class CreditNote(SQLModel, table=True):
    """A credit note."""

    __tablename__ = "credit_note"
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    number: str = ""
    issuer: str = ""
    amount: int
    currency: str = "EUR"
    on_day: date


class WriteOff(SQLModel, table=True):
    """What the user gave up, and why."""

    __tablename__ = "write_off"
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    on_day: date
    because: str


class Allocation(SQLModel, table=True):
    """Part of a payment, credit note or write-off booked to an invoice: to principal, and to claimed interest and costs.

    `set_off`: it came of a balance in favour that was used later.
    """

    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    payment_id: int | None = Field(default=None, foreign_key="payment.id")
    credit_note_id: int | None = Field(default=None, foreign_key="credit_note.id")
    write_off_id: int | None = Field(default=None, foreign_key="write_off.id")
    amount: int
    extras: int = 0
    on_day: date
    entry_id: int = Field(foreign_key="journal.id")
    set_off: int = 0


class Contact(SQLModel, table=True):
    """A contact or an attempt."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    on_day: date
    via: str
    outcome: str
    with_name: str = ""
    amount: int | None = None
    call_back: date | None = None
    cause: str | None = None
    proof: str = ""
    note: str = ""
    entry_id: int = Field(foreign_key="journal.id")


class ContactInvoice(SQLModel, table=True):
    """Which open invoices a contact concerned."""

    __tablename__ = "contact_invoice"
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    invoice_id: int = Field(foreign_key="invoice.id")


class Promise(SQLModel, table=True):
    """A sum by a day."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    contact_id: int = Field(foreign_key="contact.id")
    made_on: date
    by_day: date
    amount: int
    entry_id: int = Field(foreign_key="journal.id")


class PromiseInvoice(SQLModel, table=True):
    """Which invoices a promise covers."""

    __tablename__ = "promise_invoice"
    id: int | None = Field(default=None, primary_key=True)
    promise_id: int = Field(foreign_key="promise.id")
    invoice_id: int = Field(foreign_key="invoice.id")


class Dispute(SQLModel, table=True):
    """An objection to an invoice; `amount` None: to all of it."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    invoice_id: int = Field(foreign_key="invoice.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    on_day: date
    solve_by: date
    amount: int | None = None
    about: str = ""
    resolved_on: date | None = None
    outcome: str = ""


class Plan(SQLModel, table=True):
    """A payment plan."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    contact_id: int = Field(foreign_key="contact.id")
    made_on: date
    entry_id: int = Field(foreign_key="journal.id")


class Instalment(SQLModel, table=True):
    """A part of a plan."""

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    on_day: date
    amount: int


class PlanInvoice(SQLModel, table=True):
    """Which invoices a plan covers."""

    __tablename__ = "plan_invoice"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    invoice_id: int = Field(foreign_key="invoice.id")


class Hold(SQLModel, table=True):
    """Nothing is asked until a day; `invoice_id` None: on all of the customer's."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id")
    on_day: date
    until: date
    because: str
    released_on: date | None = None


class HandOver(SQLModel, table=True):
    """Invoices given to an agency, a bailiff or the court."""

    __tablename__ = "handover"
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    on_day: date
    to_name: str
    review_on: date
    back_on: date | None = None


class HandOverInvoice(SQLModel, table=True):
    """Which invoices were handed over."""

    __tablename__ = "handover_invoice"
    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id")
    invoice_id: int = Field(foreign_key="invoice.id")


class Closing(SQLModel, table=True):
    """A case looked back on."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    on_day: date
    outcome: str
    sales_promise: int | None = None
    fault: int | None = None
    followed_up: int | None = None
    note: str = ""


class Terms(SQLModel, table=True):
    """New terms for a customer after a case."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    on_day: date
    because: str
    review_on: date | None = None
    prepay: int = 0
    term_days: int | None = None
    credit_limit: int | None = None
    probation: int | None = None
    reviewed_on: date | None = None


class Profile(SQLModel, table=True):
    """A profile of the user's own, as the text he wrote."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    content: str


class Letter(SQLModel, table=True):
    """A letter made, perhaps sent, perhaps cancelled."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    kind: str
    language: str
    made_on: date
    pay_by: date | None = None
    principal: int = 0
    interest: int = 0
    costs: int = 0
    announced: int = 0
    announced_over: int = 0
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    sent_on: date | None = None
    via: str = ""
    proof: str = ""
    deadline: date | None = None
    cancelled_on: date | None = None
    forced_because: str = ""
    entry_id: int = Field(foreign_key="journal.id")


class LetterInvoice(SQLModel, table=True):
    """Which invoices a letter lists, each with its principal and its share of the costs claimed."""

    __tablename__ = "letter_invoice"
    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id")
    invoice_id: int = Field(foreign_key="invoice.id")
    principal: int = 0
    interest: int = 0
    costs: int = 0


class Document(SQLModel, table=True):
    """Bytes by their SHA-256, never changed."""

    sha256: str = Field(primary_key=True)
    content: bytes


class LetterFile(SQLModel, table=True):
    """A letter's file in some format."""

    __tablename__ = "letter_file"
    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id")
    format: str
    sha256: str = Field(foreign_key="document.sha256")


class Dispatch(SQLModel, table=True):
    """One try to mail a letter, and what came of it."""

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id")
    on_day: date
    recipient: str
    message_id: str
    outcome: str
    detail: str = ""
    entry_id: int = Field(foreign_key="journal.id")


class Goal(SQLModel, table=True):
    """What the user means to reach in his next call: cents, and the least he goes along with."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    on_day: date
    goal: int
    minimum: int
    entry_id: int = Field(foreign_key="journal.id")


class Attachment(SQLModel, table=True):
    """A file kept with a customer: contract, terms, proof or other."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id")
    on_day: date
    kind: str
    name: str
    size: int
    sha256: str = Field(foreign_key="document.sha256")
    note: str = ""


class Lookup(SQLModel, table=True):
    """Something looked up about a customer: the fact, where it was found, and the day."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    on_day: date
    what: str
    found: str
    source: str = ""


class Rate(SQLModel, table=True):
    """A rate the user looked up; `percent` as exact decimal text."""

    id: int | None = Field(default=None, primary_key=True)
    jurisdiction: str
    kind: str
    valid_from: date
    percent: str
    source: str


class Setting(SQLModel, table=True):
    """What the user set otherwise than it comes, each value as checked text (cents for an amount)."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    value: str


class Journal(SQLModel, table=True):
    """One command: when, what, and the rows before and after (JSON); sealed by ledger/chain.py."""

    id: int | None = Field(default=None, primary_key=True)
    at: str
    day: date
    command: str
    summary: str
    changes: str
    undoes: int | None = Field(default=None, foreign_key="journal.id")
    salt: str = ""
    previous: str = ""
    digest: str = ""
