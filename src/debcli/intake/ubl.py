"""UBL 2 invoices and credit notes (OASIS UBL 2.1, EN 16931, Peppol BIS Billing 3, NLCIUS, SI-UBL).

What is owed is PayableAmount (EN 16931 BT-115): the total with VAT, less what was prepaid. The payment reference is
PaymentMeans/PaymentID (BT-83), which need not be the invoice number. The due date is DueDate (BT-9) or, in credit
notes and older invoices, PaymentMeans/PaymentDueDate.
"""

import re
from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import Element

from debcli.errors import InputError
from debcli.intake import fields
from debcli.intake.fields import Findings
from debcli.intake.records import CreditRecord, FileRead, InvoiceRecord, Party
from debcli.intake.xmldoc import any_namespace, one_text, split_tag, text_at
from debcli.language import mark_as, say, say_as
from debcli.values.dates import long, parse_iso
from debcli.values.money import euro, parse_decimal

NAMESPACES = {
    "Invoice": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "CreditNote": "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
}
CREDIT_NOTE_CODE = "381"  # UNTDID 1001
_REGISTERS = {"0106", "0208"}  # endpoint schemes that are trade registers: KVK and KBO (ISO 6523)
_ABOUT_MAX = 120
_XSD_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)


class _Head(NamedTuple):
    """What an invoice and a credit note have in common; `amount` keeps its sign."""

    number: str
    issued: date
    amount: int
    currency: str
    supplier: Party
    customer: Party


def is_ubl(root: Element) -> bool:
    """Whether this is the root of a UBL 2 invoice or credit note."""
    namespace, local = split_tag(root)
    return NAMESPACES.get(local) == namespace


def read_ubl(file: str, root: Element) -> FileRead:
    """Read the one document of a UBL file. Faults come back as errors; nothing is raised."""
    found = Findings()
    head = _head(root, found)
    read = FileRead(file, "ubl")
    if head is not None:
        read = _settled(read, head, found) if head.amount == 0 else _document(read, root, head, found)
    return read._replace(
        errors=tuple(found.errors),
        warnings=tuple(found.warnings),
        skipped=0 if read.invoices or read.credits else 1,
    )


def _document(read: FileRead, root: Element, head: _Head, found: Findings) -> FileRead:
    """Invoice or credit note, by the root element, the type code and the sign of what is to be paid."""
    if split_tag(root)[1] == "CreditNote":
        if head.amount < 0:
            found.error(
                "PayableAmount",
                say(
                    "Credit note {number} has a negative amount ({amount}), so it is unclear which way it goes. Ask for it again.",
                    number=head.number,
                    amount=euro(head.amount, head.currency),
                ),
            )
            return read
        return read._replace(credits=(_credit(root, head, found),))
    code = text_at(root, "InvoiceTypeCode")
    if code == CREDIT_NOTE_CODE or head.amount < 0:
        why = (
            say("its type code says so")
            if code == CREDIT_NOTE_CODE
            else say("it comes to {amount}", amount=euro(head.amount, head.currency))
        )
        found.warn(
            "",
            say(
                "Invoice {number} is taken as a credit note of {amount}: {why}.",
                number=head.number,
                amount=euro(abs(head.amount), head.currency),
                why=why,
            ),
        )
        return read._replace(credits=(_credit(root, head, found),))
    invoice = _invoice(root, head, found)
    return read._replace(invoices=(invoice,)) if invoice else read


def _settled(read: FileRead, head: _Head, found: Findings) -> FileRead:
    found.warn(
        "PayableAmount",
        say("{number} leaves nothing to pay (0.00), so it is not taken in.", number=head.number),
    )
    return read


# --- the parts --------------------------------------------------------------------------------------------------


def _head(root: Element, found: Findings) -> _Head | None:
    number = found.needed("ID", _number, root)
    issued = found.needed("IssueDate", _issued, root)
    money = found.needed("PayableAmount", _payable, root)
    supplier = _party(root, "AccountingSupplierParty", mark_as("field", "supplier"), found)
    customer = _party(root, "AccountingCustomerParty", mark_as("field", "customer"), found)
    if number is None or issued is None or money is None or supplier is None or customer is None:
        return None
    amount, currency = money
    _amount_warnings(root, amount, currency, found)
    return _Head(number, issued, amount, currency, supplier._replace(iban=_account(root, found)), customer)


def _number(root: Element) -> str:
    return fields.needed_line(one_text(root, "ID"), mark_as("field", "number"), fields.NUMBER_MAX)


def _issued(root: Element) -> date:
    return _day(one_text(root, "IssueDate"), mark_as("field", "issue date"))


def _payable(root: Element) -> tuple[int, str]:
    """PayableAmount in signed cents and its currency. Raises InputError."""
    path = "LegalMonetaryTotal/PayableAmount"
    text = one_text(root, path)
    element = root.find(any_namespace(path))
    if element is None or not text:
        raise InputError(say("The amount to pay (LegalMonetaryTotal/PayableAmount) is missing."))
    stated = element.get("currencyID") or text_at(root, "DocumentCurrencyCode")
    if not stated:
        raise InputError(say("The amount to pay has no currency."))
    return parse_decimal(text), fields.currency(stated)


def _amount_warnings(root: Element, amount: int, currency: str, found: Findings) -> None:
    document = text_at(root, "DocumentCurrencyCode")
    if document and document.upper() != currency:
        found.warn(
            "PayableAmount",
            say(
                "The amount to pay is in {currency}, the document in {other}; {currency} counts.",
                currency=currency,
                other=fields.cut(document, 20),
            ),
        )
    prepaid = text_at(root, "LegalMonetaryTotal/PrepaidAmount")
    if prepaid.strip("+-0."):
        found.warn(
            "PrepaidAmount",
            say(
                "{prepaid} was paid beforehand; what counts is the {amount} left to pay.",
                prepaid=fields.cut(prepaid, 40),
                amount=euro(amount, currency),
            ),
        )


def _day(text: str, what: str) -> date:
    """An xsd:date, its time zone left off. Raises InputError."""
    if not text:
        raise InputError(say("The {field} is missing.", field=say_as("field", what)))
    match = _XSD_DATE.fullmatch(text)
    return parse_iso(match[1] if match else fields.line(text, what))


def _due(root: Element, found: Findings) -> tuple[date | None, str]:
    """The due date and the element it came from; None and empty when the file gives none. Raises InputError."""
    stated = one_text(root, "DueDate")
    in_means = sorted(
        {
            _day((e.text or "").strip(), mark_as("field", "due date"))
            for e in root.iterfind(any_namespace("PaymentMeans/PaymentDueDate"))
        }
    )
    if stated:
        day = _day(stated, mark_as("field", "due date"))
        if in_means and in_means != [day]:
            found.warn(
                "DueDate",
                say(
                    "PaymentMeans names another due date ({other}); {day} counts.",
                    other=long(in_means[-1]),
                    day=long(day),
                ),
            )
        return day, "DueDate"
    if in_means:
        if len(in_means) > 1:
            found.warn(
                "PaymentDueDate",
                say(
                    "There are {count} due dates; the last one ({day}) counts.",
                    count=len(in_means),
                    day=long(in_means[-1]),
                ),
            )
        return in_means[-1], "PaymentMeans/PaymentDueDate"
    return None, ""


def _invoice(root: Element, head: _Head, found: Findings) -> InvoiceRecord | None:
    dues = found.needed("DueDate", _due, root, found)
    if dues is None:
        return None
    due, source = dues
    if due is None:
        found.warn(
            "DueDate",
            say("Invoice {number} has no due date; the customer's payment term is used.", number=head.number),
        )
    elif due < head.issued:
        found.error(
            "DueDate",
            say(
                "Invoice {number} is due on {due}, before it was issued ({issued}). Have it corrected, or use add-invoice.",
                number=head.number,
                due=long(due),
                issued=long(head.issued),
            ),
        )
        return None
    return InvoiceRecord(
        number=head.number,
        issued=head.issued,
        due=due,
        due_source=source,
        amount=head.amount,
        currency=head.currency,
        customer=head.customer,
        supplier=head.supplier,
        reference=_reference(root, found),
        about=_about(root, found),
    )


def _credit(root: Element, head: _Head, found: Findings) -> CreditRecord:
    elements = root.iterfind(any_namespace("BillingReference/InvoiceDocumentReference/ID"))
    numbers = [
        found.optional(
            "BillingReference",
            fields.line,
            e.text or "",
            mark_as("field", "billing reference"),
            fields.NUMBER_MAX,
        )
        for e in elements
    ]
    return CreditRecord(
        number=head.number,
        issued=head.issued,
        amount=abs(head.amount),
        currency=head.currency,
        customer=head.customer,
        supplier=head.supplier,
        billing_references=tuple(dict.fromkeys(n for n in numbers if n)),
    )


def _reference(root: Element, found: Findings) -> str:
    """The first payment reference; a warning when there are several."""
    elements = root.iterfind(any_namespace("PaymentMeans/PaymentID"))
    texts = [
        found.optional("PaymentID", fields.line, e.text or "", mark_as("field", "payment reference"))
        for e in elements
    ]
    stated = list(dict.fromkeys(t for t in texts if t))
    if len(stated) > 1:
        found.warn(
            "PaymentID",
            say(
                "There are {count} payment references; the first ({reference}) counts.",
                count=len(stated),
                reference=stated[0],
            ),
        )
    return stated[0] if stated else ""


def _account(root: Element, found: Findings) -> str:
    elements = root.iterfind(any_namespace("PaymentMeans/PayeeFinancialAccount/ID"))
    stated = next((e.text for e in elements if (e.text or "").strip()), None)
    return fields.iban(stated, "PayeeFinancialAccount", found) if stated else ""


def _about(root: Element, found: Findings) -> str:
    """What was sold, from the names on the lines."""
    elements = root.iterfind(any_namespace("InvoiceLine/Item/Name"))
    texts = (
        found.optional("InvoiceLine", fields.line, e.text or "", mark_as("field", "name of an item"), 10_000)
        for e in elements
    )
    return fields.cut(", ".join(dict.fromkeys(t for t in texts if t)), _ABOUT_MAX)


# --- parties ----------------------------------------------------------------------------------------------------


def _party(root: Element, role: str, called: str, found: Findings) -> Party | None:
    """A party by its role, or None with an error when it cannot be named."""
    element = root.find(any_namespace(f"{role}/Party"))
    if element is None:
        found.error(role, say("The {field} is missing.", field=say_as("field", called)))
        return None
    trading, legal = text_at(element, "PartyName/Name"), text_at(element, "PartyLegalEntity/RegistrationName")
    named = found.needed(
        role, fields.name, trading or legal or _person(element), _of(mark_as("field", "name"), called)
    )
    if named is None:
        return None

    def line(path: str, what: str) -> str:
        return found.optional(role, fields.line, text_at(element, path), _of(what, called))

    legal_id, scheme = _legal_id(element, role, found)
    return Party(
        name=named,
        vat=fields.vat(_vat_number(element), role, found),
        legal_id=legal_id,
        legal_scheme=scheme,
        address=found.optional(role, fields.line, _street(element), _of(mark_as("field", "address"), called)),
        postcode=line("PostalAddress/PostalZone", mark_as("field", "postcode")),
        city=line("PostalAddress/CityName", mark_as("field", "city")),
        country=found.optional(
            role, fields.country, text_at(element, "PostalAddress/Country/IdentificationCode")
        ),
        email=found.optional(role, fields.email, text_at(element, "Contact/ElectronicMail")),
        phone=line("Contact/Telephone", mark_as("field", "phone")),
        contact=line("Contact/Name", mark_as("field", "contact")),
        legal_name=line("PartyLegalEntity/RegistrationName", mark_as("field", "legal name")),
    )


def _of(what: str, party: str) -> str:
    """A field of a party in words, both marked as fields."""
    return say("{what} of the {party}", what=say_as("field", what), party=say_as("field", party))


def _person(party: Element) -> str:
    """A natural person who trades under no name."""
    return " ".join(
        filter(
            None,
            (text_at(party, f"Person/{part}") for part in ("FirstName", "MiddleName", "FamilyName")),
        )
    )


def _vat_number(party: Element) -> str:
    """The company id of the tax scheme VAT; other schemes (`TAX`, `LOC`, `!= VAT`) are no VAT numbers."""
    for scheme in party.iterfind(any_namespace("PartyTaxScheme")):
        if text_at(scheme, "TaxScheme/ID").upper() == "VAT" and text_at(scheme, "CompanyID"):
            return text_at(scheme, "CompanyID")
    return ""


def _legal_id(party: Element, role: str, found: Findings) -> tuple[str, str]:
    """Number and scheme in the trade register: of the legal entity, else an endpoint that is such a number."""
    for path, schemes in (("PartyLegalEntity/CompanyID", None), ("EndpointID", _REGISTERS)):
        element = party.find(any_namespace(path))
        if element is None or not (element.text or "").strip():
            continue
        scheme = element.get("schemeID") or ""
        if schemes is None or scheme in schemes:
            number = found.optional(
                role, fields.bare_code, element.text or "", mark_as("field", "registration number")
            )
            return number, found.optional(role, fields.line, scheme, mark_as("field", "scheme"), 40)
    return "", ""


def _street(party: Element) -> str:
    """Street and number, and what stands beside it, in one line."""
    address = party.find(any_namespace("PostalAddress"))
    street = " ".join(filter(None, (text_at(address, "StreetName"), text_at(address, "BuildingNumber"))))
    if not street and (box := text_at(address, "Postbox")):
        street = f"Postbus {box}"
    beside = [text_at(address, "AdditionalStreetName"), text_at(address, "AddressLine/Line")]
    return ", ".join(filter(None, (street, *beside)))
