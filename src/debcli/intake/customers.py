"""Who is who: which customers of the ledger the parties in files are, and which are new.

All parties of an import are settled together and those that identify themselves best come first, so that the order
of the files makes no difference. A party is a customer by VAT number, by registration number, or by the same name
(legal form, case and accents aside), as long as no number contradicts it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from debcli.intake.records import CreditRecord, InvoiceRecord, Party
from debcli.language import say
from debcli.receivables.facts import Creditor, Customer, Kind
from debcli.values.text import same_name

Ref = int | str  # a customer: the ledger's id, or the key of a new one
Record = InvoiceRecord | CreditRecord

_SIGNS = ("legal_id", "vat", "name")  # the surest first
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
    """The customers that the parties of an import are. `candidates` gives all that fit: one, or several to choose from.

    `whose` gives the customer under whom the ledger has a document of this number, if any: the best evidence there is.
    """

    def __init__(
        self, records: Iterable[Record], known: Iterable[Customer], whose: Callable[[Record], int | None]
    ) -> None:
        self._whose = whose
        self._known = {customer.id: customer for customer in known}
        self._entries: dict[Ref, _Entry] = {}
        self._by_sign: dict[tuple[str, str], list[_Entry]] = {}
        self._found: dict[tuple[Party, int | None], tuple[Ref, ...]] = {}
        for customer in self._known.values():
            entry = self._add(customer.id, Identity.known(customer), customer.email)
            self._by_sign.setdefault(("slug", customer.slug), []).append(entry)
        for record in sorted(records, key=lambda record: (whose(record) is None, _strength(record))):
            self._settle(record)

    def candidates(self, record: Record) -> tuple[Ref, ...]:
        """The customers that a record's party can be; one when it is settled."""
        return self._found[record.customer, self._whose(record)]

    def named(self, ref: Ref) -> str:
        """A customer in words, for a message."""
        if isinstance(ref, int):
            return (
                f"{self._known[ref].name} ({self._known[ref].slug})"
                if ref in self._known
                else say("customer {number}", number=ref)
            )
        entry = self._entries[ref]
        number = entry.identity.vat or entry.identity.legal_id or entry.identity.country
        name = entry.records[0].customer.name
        return (
            say("{name} (new, {number})", name=name, number=number)
            if number
            else say("{name} (new)", name=name)
        )

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

    def completions(self, refs: Iterable[Ref]) -> tuple[Completion, ...]:
        """What the import adds to customers of the ledger among some; an address only to one that has none at all."""
        made = []
        for ref in dict.fromkeys(ref for ref in refs if isinstance(ref, int)):
            customer, details = self._known[ref], _details(self._entries[ref].records)
            details["kvk"] = details["legal_id"]
            if any(getattr(customer, field) for field in _ADDRESS):
                details |= dict.fromkeys(_ADDRESS, "")
            filled = tuple((f, details[f]) for f in _COMPLETED if details[f] and not getattr(customer, f))
            if filled:
                made.append(Completion(ref, filled))
        return tuple(made)

    def _add(self, ref: Ref, identity: Identity, email: str = "") -> _Entry:
        entry = self._entries[ref] = _Entry(ref, Identity("", "", identity.name, ""), email)
        self._by_sign.setdefault(("name", identity.name), []).append(entry)
        self._gather(entry, identity)
        return entry

    def _gather(self, entry: _Entry, identity: Identity) -> None:
        """Let a customer take over the numbers and the country that it did not have."""
        for sign in ("vat", "legal_id", "country"):
            number = getattr(identity, sign)
            if number and not getattr(entry.identity, sign):
                entry.identity = entry.identity._replace(**{sign: number})
                self._by_sign.setdefault((sign, number), []).append(entry)

    def _settle(self, record: Record) -> None:
        party, owner = record.customer, self._whose(record)
        if (party, owner) not in self._found:
            identity = Identity.of(party)
            fitting = self._owning(owner, identity) or self._fitting(party, identity)
            fitting = fitting or [self._add(f"new:{len(self._entries)}", identity)]
            if len(fitting) == 1:
                self._gather(fitting[0], identity)
            self._found[party, owner] = tuple(entry.ref for entry in fitting)
        found = self._found[party, owner]
        if len(found) == 1:
            self._entries[found[0]].records.append(record)

    def _owning(self, owner: int | None, identity: Identity) -> list[_Entry]:
        """The customer who has the document in the ledger, if this party can be that customer by any sign."""
        entry = None if owner is None else self._entries.get(owner)
        return [entry] if entry and any(identity.agrees(entry.identity, sign) for sign in _SIGNS) else []

    def _fitting(self, party: Party, identity: Identity) -> list[_Entry]:
        """The customers this party can be, by the surest sign that any of them shows."""
        if by_slug := self._by_sign.get(("slug", party.name)):
            return by_slug
        for sign in _SIGNS:
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
_IDENTIFYING = ("vat", "legal_id", "country")
_REACHING = ("email", "phone", "contact")


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


def _details(records: Sequence[Record]) -> dict[str, str]:
    """Numbers and country of the best identified party, the rest from the newest that gives it.

    Records come best identified first, as they were settled, so that the next import finds this customer the same
    way. The lines of an address stay together.
    """
    best = [record.customer for record in records]
    newest = [record.customer for record in sorted(records, key=lambda r: (r.issued, r.number), reverse=True)]
    details = {field: next((text for p in best if (text := getattr(p, field))), "") for field in _IDENTIFYING}
    details["legal_scheme"] = next((p.legal_scheme for p in best if p.legal_id), "")
    details |= {field: next((text for p in newest if (text := getattr(p, field))), "") for field in _REACHING}
    whole = next((p for p in newest if any(getattr(p, field) for field in _ADDRESS)), newest[0])
    return details | {field: getattr(whole, field) for field in _ADDRESS}
