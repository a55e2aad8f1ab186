"""What a file says, before anything is decided about it: immutable records and the problems met on the way.

Amounts are cents and positive, days are calendar days, texts are one clean line each. Faults are values here, because
one file can have many. What banks say is in statements.py.
"""

from datetime import date
from typing import NamedTuple

from debcli.receivables.facts import Kind


class Problem(NamedTuple):
    """Something wrong or worth saying. `where` is `line 4`, the name of an element, or empty for the whole file."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class Party(NamedTuple):
    """A supplier or a customer as a file describes it; what the file does not say is empty.

    `name` is the trading name, else the legal one. `legal_id` is the number in a trade register (`legal_scheme`: the
    file's own word for which, such as `0106` for KVK and `0208` for KBO). `vat` and `iban` are as written, without
    white space, and may fail their check digits. `country` is a two-letter code.
    """

    name: str
    vat: str = ""
    legal_id: str = ""
    legal_scheme: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    contact: str = ""
    iban: str = ""
    legal_name: str = ""


class InvoiceRecord(NamedTuple):
    """One invoice. `amount` is what was to be paid when it was sent (prepaid sums taken off).

    `due` is None when the file gives none; `due_source` says which element or column gave it. `supplier` is None in
    files that only ever hold the user's own invoices. `open` is what the file says is still open (None: it does not
    say); `paid_on` the day the rest was paid. `kind_given`: whether the file itself says what the customer is.
    """

    number: str
    issued: date
    due: date | None
    due_source: str
    amount: int
    currency: str
    customer: Party
    supplier: Party | None = None
    reference: str = ""
    about: str = ""
    customer_kind: Kind = Kind.BUSINESS
    kind_given: bool = False
    open: int | None = None
    paid_on: date | None = None
    where: str = ""


class CreditRecord(NamedTuple):
    """One credit note; `amount` is positive. `billing_references` are the numbers of the invoices it says it credits."""

    number: str
    issued: date
    amount: int
    currency: str
    customer: Party
    supplier: Party | None = None
    billing_references: tuple[str, ...] = ()
    customer_kind: Kind = Kind.BUSINESS
    kind_given: bool = False
    where: str = ""


class FileRead(NamedTuple):
    """All that one file gave. `format` is `ubl`, `csv-invoices`, or empty when it was not recognised.

    `skipped` counts the documents left out: those with an error, and those with nothing to collect.
    """

    name: str
    format: str = ""
    invoices: tuple[InvoiceRecord, ...] = ()
    credits: tuple[CreditRecord, ...] = ()
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    skipped: int = 0
