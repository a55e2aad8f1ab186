"""An import as values: what the ledger knows before it, and what it will do. Pure."""

from datetime import date
from typing import NamedTuple

from debcli.intake.customers import Completion, NewCustomer, Ref
from debcli.intake.records import CreditRecord, InvoiceRecord, Problem
from debcli.receivables.facts import Creditor, Customer


class KnownDocument(NamedTuple):
    """An invoice or credit note of the ledger. `amount` and `open` in cents; `open` None: not looked up."""

    customer: int
    number: str
    amount: int
    issued: date
    currency: str = "EUR"
    issuer: str = ""
    open: int | None = None


class Known(NamedTuple):
    """What the ledger knows before the import."""

    creditor: Creditor
    customers: tuple[Customer, ...] = ()
    invoices: tuple[KnownDocument, ...] = ()
    credits: tuple[KnownDocument, ...] = ()


class NewInvoice(NamedTuple):
    """An invoice to add. `customer` is an id of the ledger or the key of a new customer; `issuer` is empty for the user's own."""

    file: str
    record: InvoiceRecord
    customer: Ref
    issuer: str = ""


class NewCredit(NamedTuple):
    """A credit note to add. `applies_to`: numbers of invoices of the same issuer, known or new here, that it credits."""

    file: str
    record: CreditRecord
    customer: Ref
    issuer: str = ""
    applies_to: tuple[str, ...] = ()


class FileOutcome(NamedTuple):
    """What becomes of one file. Documents: `new` are added, `known` were there already, `skipped` are left out."""

    file: str
    format: str
    new: int
    known: int
    skipped: int
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class ImportPlan(NamedTuple):
    """All that an import will do, in the order to write it: customers, completions, invoices, credit notes.

    `files` has one outcome for each read, in the same order.
    """

    customers: tuple[NewCustomer, ...] = ()
    completions: tuple[Completion, ...] = ()
    invoices: tuple[NewInvoice, ...] = ()
    credits: tuple[NewCredit, ...] = ()
    files: tuple[FileOutcome, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether any file has an error."""
        return any(file.errors for file in self.files)
