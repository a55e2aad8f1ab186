"""Who is who: which customers of the ledger the parties in files are, and which are new.

All parties of an import are settled together and those that identify themselves best come first, so that the order
of the files makes no difference. A party is a customer by VAT number, by registration number, or by the same name
(legal form, case and accents aside), as long as no number contradicts it.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from debcli.intake.records import CreditRecord, InvoiceRecord, Party
from debcli.receivables.facts import Creditor, Customer, Kind
from debcli.values.text import same_name

Ref = int | str  # a customer: the ledger's id, or the key of a new one
Record = InvoiceRecord | CreditRecord

_PROTECTED_FIRST = (Kind.CONSUMER, Kind.GOVERNMENT, Kind.BUSINESS)  # when rows disagree
_ADDRESS = ("address", "postcode", "city")


class NewCustomer(NamedTuple):
    """A customer to be made. `kind_given`: whether a file says the kind, or it is the default."""

    key: str
    party: Party
    kind: Kind = Kind.BUSINESS
    kind_given: bool = False


class Completion(NamedTuple):
    """Empty fields of a customer of the ledger that a file fills: (field of `facts.Customer`, text)."""

    customer: int
    fields: tuple[tuple[str, str], ...]


class Identity(NamedTuple):
    """What tells parties apart, made comparable."""

    vat: str
    legal_id: str
    name: str
    country: str

    @classmethod
    def of(cls, party: Party) -> "Identity":
        """The identity of a party in a file."""
        return cls(_bare(party.vat), _number(party.legal_id), same_name(party.name), party.country)

    @classmethod
    def known(cls, customer: Customer | Creditor) -> "Identity":
        """The identity of a customer of the ledger, or of the user."""
        return cls(_bare(customer.vat), _number(customer.kvk), same_name(customer.name), customer.country)

    def same_vat(self, other: "Identity") -> bool:
        """Both have the same VAT number."""
        return bool(self.vat) and self.vat == other.vat

    def same_legal_id(self, other: "Identity") -> bool:
        """Both have the same registration number; registers of two countries may give one number twice."""
        return bool(self.legal_id) and self.legal_id == other.legal_id and self.same_country(other)

    def same_country(self, other: "Identity") -> bool:
        """Their countries do not differ, as far as both have one."""
        return not self.country or not other.country or self.country == other.country

    def agrees(self, other: "Identity", sign: str) -> bool:
        """Whether a sign they share (`legal_id`, `vat`, `name`) makes them one, and no number contradicts it."""
        shared = {"legal_id": self.same_legal_id, "vat": self.same_vat, "name": self._same_name}[sign]
        return shared(other) and not self.contradicts(other)

    def _same_name(self, other: "Identity") -> bool:
        return bool(self.name) and self.name == other.name

    def contradicts(self, other: "Identity") -> bool:
        """Both have registration numbers and they differ; or, short of those, VAT numbers that differ."""
        if self.legal_id and other.legal_id:
            return self.legal_id != other.legal_id
        return bool(self.vat) and bool(other.vat) and self.vat != other.vat


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _number(text: str) -> str:
    """A registration number without punctuation and without the country in front (`BE0403.019.261`)."""
    return re.sub(r"^[A-Z]{2}(?=\d+$)", "", _bare(text))


def is_creditor(supplier: Party | None, creditor: Creditor) -> bool:
    """Whether a supplier is the user: no supplier named, the same VAT or registration number, or the same name."""
    if supplier is None:
        return True
    mine, theirs = Identity.known(creditor), Identity.of(supplier)
    if mine.same_vat(theirs) or mine.same_legal_id(theirs):
        return True
    names = {theirs.name, same_name(supplier.legal_name)} - {""}
    return mine.name in names and not (mine.legal_id and theirs.legal_id and mine.legal_id != theirs.legal_id)


class _Entry:
    """One customer while parties are settled: its identity gathers the numbers of the parties that are it."""

    def __init__(self, ref: Ref, identity: Identity, email: str = "") -> None:
        self.ref, self.identity, self.email = ref, identity, email
        self.records: list[Record] = []


class Directory:
    """The customers that the parties of an import are. `candidates` gives all that fit: one, or several to choose from."""

    def __init__(self, records: Iterable[Record], known: Iterable[Customer]) -> None:
        self._known = {customer.id: customer for customer in known}
        self._entries: dict[Ref, _Entry] = {}
        self._by_sign: dict[tuple[str, str], list[_Entry]] = {}
        self._found: dict[Party, tuple[Ref, ...]] = {}
        for customer in self._known.values():
            entry = self._add(customer.id, Identity.known(customer), customer.email)
            self._by_sign.setdefault(("slug", customer.slug), []).append(entry)
        for record in sorted(records, key=_strength):
            self._settle(record)

    def candidates(self, record: Record) -> tuple[Ref, ...]:
        """The customers that a record's party can be; one when it is settled."""
        return self._found[record.customer]

    def named(self, ref: Ref) -> str:
        """A customer in words, for a message."""
        if isinstance(ref, int):
            return (
                f"{self._known[ref].name} ({self._known[ref].slug})"
                if ref in self._known
                else f"customer {ref}"
            )
        entry = self._entries[ref]
        number = entry.identity.vat or entry.identity.legal_id or entry.identity.country
        return f"{entry.records[0].customer.name} (new{', ' + number if number else ''})"

    def new(self, refs: Iterable[Ref]) -> tuple[NewCustomer, ...]:
        """The new customers among some, in the order given."""
        made = []
        for ref in dict.fromkeys(refs):
            if isinstance(ref, str):
                records = self._entries[ref].records
                given = {record.customer_kind for record in records if record.kind_given}
                kind = next((kind for kind in _PROTECTED_FIRST if kind in given), Kind.BUSINESS)
                party = records[0].customer._replace(**_details(records))
                made.append(NewCustomer(ref, party, kind, bool(given)))
        return tuple(made)

    def completions(self, accepted: Iterable[tuple[Ref, Record]]) -> tuple[Completion, ...]:
        """What accepted records add to customers of the ledger; an address only to one that has none at all."""
        by_customer: dict[int, list[Record]] = {}
        for ref, record in accepted:
            if isinstance(ref, int):
                by_customer.setdefault(ref, []).append(record)
        made = []
        for ref, records in by_customer.items():
            customer, details = self._known[ref], _details(records)
            details["kvk"] = details["legal_id"]
            if any(getattr(customer, field) for field in _ADDRESS):
                details |= dict.fromkeys(_ADDRESS, "")
            filled = tuple((f, details[f]) for f in _COMPLETED if details[f] and not getattr(customer, f))
            if filled:
                made.append(Completion(ref, filled))
        return tuple(made)

    def _add(self, ref: Ref, identity: Identity, email: str = "") -> _Entry:
        entry = self._entries[ref] = _Entry(ref, identity._replace(vat="", legal_id=""), email)
        self._by_sign.setdefault(("name", identity.name), []).append(entry)
        self._gather(entry, identity)
        return entry

    def _gather(self, entry: _Entry, identity: Identity) -> None:
        """Let a customer take over the numbers that it did not have."""
        for sign in ("vat", "legal_id"):
            number = getattr(identity, sign)
            if number and not getattr(entry.identity, sign):
                entry.identity = entry.identity._replace(**{sign: number})
                self._by_sign.setdefault((sign, number), []).append(entry)

    def _settle(self, record: Record) -> None:
        party = record.customer
        if party not in self._found:
            identity = Identity.of(party)
            fitting = self._fitting(party, identity) or [self._add(f"new:{len(self._entries)}", identity)]
            if len(fitting) == 1:
                self._gather(fitting[0], identity)
            self._found[party] = tuple(entry.ref for entry in fitting)
        found = self._found[party]
        if len(found) == 1:
            self._entries[found[0]].records.append(record)

    def _fitting(self, party: Party, identity: Identity) -> list[_Entry]:
        """The customers this party can be, by the surest sign that any of them shows."""
        if by_slug := self._by_sign.get(("slug", party.name)):
            return by_slug
        for sign in ("legal_id", "vat", "name"):
            sharing = self._by_sign.get((sign, getattr(identity, sign)), ())
            fitting = [entry for entry in sharing if identity.agrees(entry.identity, sign)]
            if (
                sign == "name"
            ):  # the country of a customer of the ledger can be a default: it excludes none of them
                fitting = [e for e in fitting if isinstance(e.ref, int) or identity.same_country(e.identity)]
            if fitting:
                return _narrowed(fitting, party, identity)
        return []


def _narrowed(fitting: list[_Entry], party: Party, identity: Identity) -> list[_Entry]:
    """Of several that fit, those with the same name, country and e-mail address, one after the other; if any."""
    narrower: tuple[Callable[[_Entry], bool], ...] = (
        lambda entry: entry.identity.name == identity.name,
        lambda entry: bool(identity.country) and entry.identity.country == identity.country,
        lambda entry: bool(party.email) and entry.email.lower() == party.email.lower(),
    )
    for keep in narrower:
        fitting = (len(fitting) > 1 and [entry for entry in fitting if keep(entry)]) or fitting
    return fitting


_COMPLETED = ("vat", "kvk", *_ADDRESS, "email", "phone", "contact")
_DETAILS = ("vat", "legal_id", "legal_scheme", "country", "email", "phone", "contact")


def _strength(record: Record) -> tuple[object, ...]:
    """Sorts the best identified parties first, then by what they say; never by file."""
    identity = Identity.of(record.customer)
    return (
        not (identity.legal_id and identity.vat),
        not identity.legal_id,
        not identity.vat,
        not identity.country,
        identity,
        tuple(record.customer),
        record.number,
    )


def _details(records: Iterable[Record]) -> dict[str, str]:
    """The newest detail of each sort; the lines of an address stay together, as do a number and its register."""
    newest = sorted(records, key=lambda r: (r.issued, r.number), reverse=True)
    parties = [record.customer for record in newest]
    details = {
        field: next((getattr(p, field) for p in parties if getattr(p, field)), "") for field in _DETAILS
    }
    details["legal_scheme"] = next((p.legal_scheme for p in parties if p.legal_id), "")
    whole = next((p for p in parties if any(getattr(p, field) for field in _ADDRESS)), parties[0])
    return details | {field: getattr(whole, field) for field in _ADDRESS}
