"""What an import will do, worked out before anything is written. Pure: reads and the ledger's knowledge in, a plan out."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from debcli.intake.customers import Directory, NewCustomer, Record, Ref, is_creditor
from debcli.intake.plan import FileOutcome, ImportPlan, Known, KnownDocument, NewCredit, NewInvoice
from debcli.intake.records import CreditRecord, FileRead, InvoiceRecord, Party, Problem
from debcli.language import mark, say, say_as
from debcli.values.dates import long
from debcli.values.money import euro
from debcli.values.text import first_of, listed, same_name


class _Seen(NamedTuple):
    """A document that counts for its number: of the ledger (`source` empty) or accepted from a file."""

    customers: tuple[Ref, ...]
    amount: int
    issued: date
    currency: str
    source: str = ""
    open: int | None = None


_Seens = dict[tuple[str, str], _Seen]  # by issuer and number


def plan_import(reads: Sequence[FileRead], known: Known) -> ImportPlan:
    """Work out what importing these files does to a ledger. Nothing is written and nothing raised.

    The first of two documents of one issuer and number counts; the next is `known` when it has the same customer,
    amount, day and currency, and otherwise a conflict: an error, and nothing is overwritten.
    """
    return _Planner(reads, known).plan()


class _Tally:
    """What becomes of one file, while it is worked out."""

    def __init__(self, read: FileRead) -> None:
        self.read = read
        self.new = self.known = 0
        self.skipped = read.skipped
        self.errors, self.warnings = list(read.errors), list(read.warnings)

    def refuse(self, record: Record, message: str) -> None:
        self.skipped += 1
        self.errors.append(Problem(record.where, message))

    def warn(self, record: Record, message: str) -> None:
        self.warnings.append(Problem(record.where, message))

    def outcome(self) -> FileOutcome:
        return FileOutcome(
            self.read.name,
            self.read.format,
            self.new,
            self.known,
            self.skipped,
            tuple(self.errors),
            tuple(self.warnings),
        )


class _Planner:
    def __init__(self, reads: Sequence[FileRead], known: Known) -> None:
        self.creditor = known.creditor
        self.tallies = [_Tally(read) for read in reads]
        self.issuers = _issuers(reads, known)
        self.invoices: _Seens = _from_ledger(known.invoices)
        self.credits: _Seens = _from_ledger(known.credits)
        self.directory = Directory(
            (record for read in reads for record in _documents(read)), known.customers, self._whose()
        )
        self.left_out: dict[tuple[str, str], str] = {}  # issuer and number -> the file where it was refused

    def plan(self) -> ImportPlan:
        """Invoices of all files first, so that a credit note finds its invoice in whatever order the files come."""
        invoices = [
            new
            for tally in self.tallies
            for record in tally.read.invoices
            if (new := self._invoice(tally, record))
        ]
        credits_ = [
            note
            for tally in self.tallies
            for record in tally.read.credits
            if (note := self._credit(tally, record))
        ]
        added: list[NewInvoice | NewCredit] = [*invoices, *credits_]
        refs = [entry.customer for entry in added]
        customers = self.directory.new(refs)
        return ImportPlan(
            customers=customers,
            completions=self.directory.completions(refs),
            invoices=tuple(invoices),
            credits=tuple(credits_),
            files=tuple(tally.outcome() for tally in self.tallies),
            warnings=_kind_warning(customers),
        )

    def _invoice(self, tally: _Tally, record: InvoiceRecord) -> NewInvoice | None:
        issuer = self._issuer(record.supplier)
        ref = self._accept(tally, record, self.invoices, _invoice_called(record.number, issuer))
        return None if ref is None else NewInvoice(tally.read.name, record, ref, issuer)

    def _credit(self, tally: _Tally, record: CreditRecord) -> NewCredit | None:
        issuer = self._issuer(record.supplier)
        called = _credit_called(record.number, issuer)
        ref = self._accept(tally, record, self.credits, called)
        if ref is None:
            return None
        if (issuer, record.number) in self.invoices:
            tally.warn(
                record, say("{called} has the number of an invoice as well; both are kept.", called=called)
            )
        applies_to = tuple(
            number for number in record.billing_references if self._applies(tally, record, ref, number)
        )
        if not record.billing_references:
            tally.warn(
                record,
                say(
                    "{called} names no invoice: it stands in the customer's favour until it is applied.",
                    called=called,
                ),
            )
        return NewCredit(tally.read.name, record, ref, issuer, applies_to)

    def _accept(self, tally: _Tally, record: Record, seen: _Seens, called: str) -> Ref | None:
        """The customer of a document that is to be added; None when it is known, in conflict, or not to be collected."""
        candidates = self.directory.candidates(record)
        issuer = self._issuer(record.supplier)
        earlier = seen.get((issuer, record.number))
        if earlier is not None:
            self._compare(tally, record, earlier, called)
            return None
        twice = self.left_out.get((issuer, record.number))
        if hindrance := self._hindrance(record, candidates, called):
            self.left_out.setdefault((issuer, record.number), tally.read.name)
            tally.refuse(record, hindrance)
        if twice:
            tally.warn(
                record,
                say(
                    "{called} is in this import more than once; the one in {twice} was left out.",
                    called=called,
                    twice=twice,
                ),
            )
        if hindrance:
            return None
        seen[issuer, record.number] = _Seen(
            candidates, record.amount, record.issued, record.currency, tally.read.name
        )
        tally.new += 1
        if issuer:
            tally.warn(
                record,
                say(
                    "The supplier {issuer} is not you ({name}); it is taken in under their name. Not yours to collect? debcli undo",
                    issuer=issuer,
                    name=self.creditor.name,
                ),
            )
        elif (
            account := record.supplier.iban if record.supplier else ""
        ) and account.upper() != self.creditor.iban.upper():
            tally.warn(
                record,
                say(
                    "{called} asks for payment to {account}; your own account is {iban}.",
                    called=called,
                    account=account,
                    iban=self.creditor.iban,
                ),
            )
        return candidates[0]

    def _hindrance(self, record: Record, candidates: tuple[Ref, ...], called: str) -> str:
        """Why a document cannot be added; empty when it can."""
        name = record.customer.name
        if is_creditor(record.customer, self.creditor):
            return say(
                "{called} is addressed to you ({name}): it is a bill to pay, not one to collect.",
                called=called,
                name=name,
            )
        if len(candidates) > 1:
            fitting = ", ".join(self.directory.named(ref) for ref in candidates)
            return say(
                "{called} is for {name}, which fits several customers: {fitting}. Use the short name or give the VAT or KVK number.",
                called=called,
                name=name,
                fitting=fitting,
            )
        return ""

    def _compare(self, tally: _Tally, record: Record, earlier: _Seen, called: str) -> None:
        """Count a document whose number was there before as known, or refuse it as a conflict."""
        candidates = self.directory.candidates(record)
        here = listed([self.directory.named(ref) for ref in candidates], either=True)
        there = listed([self.directory.named(ref) for ref in earlier.customers], either=True)
        pairs = (
            (
                say_as("field", "customer"),
                not set(candidates) & set(earlier.customers),
                there,
                here,
            ),
            (
                say_as("field", "amount"),
                record.amount != earlier.amount,
                euro(earlier.amount, earlier.currency),
                euro(record.amount, record.currency),
            ),
            (
                say_as("field", "issue date"),
                record.issued != earlier.issued,
                long(earlier.issued),
                long(record.issued),
            ),
            (
                say_as("field", "currency"),
                record.currency != earlier.currency,
                earlier.currency,
                record.currency,
            ),
        )
        differing = "; ".join(
            say("{what} {old} there, {new} here", what=what, old=old, new=new)
            for what, differs, old, new in pairs
            if differs
        )
        source = earlier.source or say("the ledger")
        if differing:
            tally.refuse(
                record,
                say(
                    "{called} in {name} is in {source} already, with other contents: {differing}. Nothing was overwritten.",
                    called=called,
                    name=tally.read.name,
                    source=source,
                    differing=differing,
                ),
            )
            return
        tally.known += 1
        if earlier.source:
            tally.warn(
                record,
                say(
                    "{called} is in this import more than once; the one in {source} counts.",
                    called=called,
                    source=source,
                ),
            )
        elif (
            isinstance(record, InvoiceRecord)
            and None not in {record.open, earlier.open}
            and record.open != earlier.open
        ):
            tally.warn(
                record,
                say(
                    "Of {called} {here} is open by the file and {there} by the ledger. "
                    "If money came in: debcli log-payment CUSTOMER AMOUNT --invoice {number}",
                    called=called,
                    here=euro(record.open or 0, record.currency),
                    there=euro(earlier.open or 0, record.currency),
                    number=record.number,
                ),
            )

    def _applies(self, tally: _Tally, record: CreditRecord, ref: Ref, number: str) -> bool:
        """Whether a credit note can be applied to the invoice it names; a warning when not."""
        issuer = self._issuer(record.supplier)
        invoice = self.invoices.get((issuer, number))
        if invoice is None:
            why = mark("{called} credits invoice {invoice}, which is not known: it is not applied to it.")
        elif ref not in invoice.customers:
            why = mark(
                "{called} credits invoice {invoice}, which is another customer's: it is not applied to it."
            )
        elif invoice.currency != record.currency:
            why = mark("{called} credits invoice {invoice}, which is in {currency}: it is not applied to it.")
        else:
            return True
        called, currency = _credit_called(record.number, issuer), invoice.currency if invoice else ""
        tally.warn(record, say(why, called=called, invoice=number, currency=currency))
        return False

    def _whose(self) -> Callable[[Record], int | None]:
        """For each document whose number the ledger has: the customer it has it under."""
        owners = {
            (kind, *key): seen.customers[0]
            for kind, seens in ((InvoiceRecord, self.invoices), (CreditRecord, self.credits))
            for key, seen in seens.items()
        }

        def whose(record: Record) -> int | None:
            owner = owners.get((type(record), self._issuer(record.supplier), record.number))
            return owner if isinstance(owner, int) else None

        return whose

    def _issuer(self, supplier: Party | None) -> str:
        """Empty for the user, else the supplier's name as it is spelled in the ledger or first in the alphabet here."""
        return (
            ""
            if supplier is None or is_creditor(supplier, self.creditor)
            else self.issuers[same_name(supplier.name)]
        )


def _invoice_called(number: str, issuer: str) -> str:
    if issuer:
        return say("Invoice {number} of {issuer}", number=number, issuer=issuer)
    return say("Invoice {number}", number=number)


def _credit_called(number: str, issuer: str) -> str:
    if issuer:
        return say("Credit note {number} of {issuer}", number=number, issuer=issuer)
    return say("Credit note {number}", number=number)


def _documents(read: FileRead) -> list[Record]:
    return [*read.invoices, *read.credits]


def _from_ledger(documents: Iterable[KnownDocument]) -> _Seens:
    return {
        (d.issuer, d.number): _Seen((d.customer,), d.amount, d.issued, d.currency, open=d.open)
        for d in documents
    }


def _issuers(reads: Iterable[FileRead], known: Known) -> dict[str, str]:
    """One spelling for each supplier's name."""
    suppliers = (record.supplier for read in reads for record in _documents(read))
    names = sorted({s.name for s in suppliers if s is not None}, reverse=True)
    in_ledger = sorted({d.issuer for d in (*known.invoices, *known.credits) if d.issuer}, reverse=True)
    return {same_name(name): name for name in (*names, *in_ledger)}


def _kind_warning(customers: Sequence[NewCustomer]) -> tuple[str, ...]:
    """Say who became a business only because no file says otherwise: a private person has other rights."""
    assumed = [c.party.name for c in customers if not (c.kind_given or c.party.vat or c.party.legal_id)]
    if not assumed:
        return ()
    shown = first_of(assumed, 5)
    return (
        say(
            "Recorded as business, for no file says what they are: {shown}. For a private person: debcli edit-customer CUSTOMER --kind consumer",
            shown=shown,
        ),
    )
