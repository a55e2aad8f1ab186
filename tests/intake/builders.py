"""Small files made for the tests: UBL by keyword, CSV by rows."""

from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def party(name="Molen & Zonen B.V.", *, vat="", legal_id="", scheme="0106", extra=""):
    """A Party element with what is given."""
    tax = (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        if vat
        else ""
    )
    legal = (
        f'<cac:PartyLegalEntity><cbc:CompanyID schemeID="{scheme}">{legal_id}</cbc:CompanyID></cac:PartyLegalEntity>'
        if legal_id
        else ""
    )
    named = f"<cac:PartyName><cbc:Name>{escape(name)}</cbc:Name></cac:PartyName>" if name else ""
    return f"<cac:Party>{named}{extra}{tax}{legal}</cac:Party>"


def ubl(
    number="2026-101",
    *,
    root="Invoice",
    issued="2026-03-02",
    due="2026-04-01",
    amount="1210.00",
    currency="EUR",
    supplier=None,
    customer=None,
    means="",
    head="",
    totals="",
    tail="",
    declaration='<?xml version="1.0" encoding="UTF-8"?>',
):
    """A UBL document as text; `head`, `means`, `totals` and `tail` are XML put in their places."""
    parts = [
        f"<cbc:ID>{number}</cbc:ID>" if number is not None else "",
        f"<cbc:IssueDate>{issued}</cbc:IssueDate>" if issued else "",
        f"<cbc:DueDate>{due}</cbc:DueDate>" if due else "",
        head,
        f"<cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>",
        f"<cac:AccountingSupplierParty>{supplier or party('Studio Kompas')}</cac:AccountingSupplierParty>",
        f"<cac:AccountingCustomerParty>{customer or party()}</cac:AccountingCustomerParty>",
        means,
        f'<cac:LegalMonetaryTotal>{totals}<cbc:PayableAmount currencyID="{currency}">{amount}</cbc:PayableAmount></cac:LegalMonetaryTotal>'
        if amount is not None
        else "",
        tail,
    ]
    return f"{declaration}\n<{root} {NAMESPACES.format(root=root)}>{''.join(parts)}</{root}>"


def table(*rows, header="factuurnummer;klant;factuurdatum;vervaldatum;bedrag"):
    """A CSV file as bytes."""
    return ("\r\n".join([header, *rows]) + "\r\n").encode()
