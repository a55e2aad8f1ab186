"""UBL invoices and credit notes: each field from its own place, and nothing guessed."""

from datetime import date

import pytest

from debcli.intake.detect import read_file
from intake.builders import party, ubl


def means(*, payment_id="", due="", account=""):
    inside = "".join(
        (
            f"<cbc:PaymentDueDate>{due}</cbc:PaymentDueDate>" if due else "",
            f"<cbc:PaymentID>{payment_id}</cbc:PaymentID>" if payment_id else "",
            f"<cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID></cac:PayeeFinancialAccount>"
            if account
            else "",
        )
    )
    return f"<cac:PaymentMeans>{inside}</cac:PaymentMeans>"


def read(text):
    return read_file("x.xml", text.encode())


def invoice(text):
    found = read(text)
    assert found.errors == ()
    (only,) = found.invoices
    return only


def credit(text):
    found = read(text)
    assert found.errors == ()
    assert not found.invoices
    (only,) = found.credits
    return only


def error(text):
    found = read(text)
    assert not found.invoices
    assert not found.credits
    assert found.skipped == 1
    return " | ".join(map(str, found.errors))


def warnings(text):
    return " | ".join(map(str, read(text).warnings))


def test_an_invoice():
    found = invoice(ubl(means=means(payment_id="RF 18 5390")))
    assert (found.number, found.issued, found.due, found.amount) == (
        "2026-101",
        date(2026, 3, 2),
        date(2026, 4, 1),
        121_000,
    )
    assert (found.currency, found.reference, found.due_source) == ("EUR", "RF 18 5390", "DueDate")
    assert found.supplier.name == "Studio Kompas"
    assert found.customer.name == "Molen & Zonen B.V."
    assert found.open is None


def test_prefixes_and_order_do_not_matter():
    text = ubl().replace("xmlns:cbc", "xmlns:b").replace("cbc:", "b:")
    reordered = text.replace("<b:ID>2026-101</b:ID>", "").replace(
        "</Invoice>", "<b:ID>2026-101</b:ID></Invoice>"
    )
    assert invoice(reordered) == invoice(ubl())


class TestAmount:
    def test_what_was_prepaid_is_not_owed(self):
        text = ubl(
            amount="210.00",
            totals="<cbc:TaxInclusiveAmount>1210.00</cbc:TaxInclusiveAmount><cbc:PrepaidAmount>1000.00</cbc:PrepaidAmount>",
        )
        assert invoice(text).amount == 21_000
        assert "1000.00 was paid beforehand" in warnings(text)

    @pytest.mark.parametrize(
        ("text", "cents"), [("8550", 855_000), ("0.01", 1), ("12.5", 1250), ("12.500", 1250)]
    )
    def test_exact_cents(self, text, cents):
        assert invoice(ubl(amount=text)).amount == cents

    @pytest.mark.parametrize(
        "text", ["12.345", "1,210.00", "1e3", "NaN", "", "12 00", "9999999999.00", "1.0.0"]
    )
    def test_no_amount_in_cents_is_an_error_that_names_it(self, text):
        assert "PayableAmount" in error(ubl(amount=text))

    def test_missing(self):
        assert "PayableAmount" in error(ubl(amount=None))

    def test_two_different_amounts(self):
        assert "PayableAmount" in error(ubl(totals="<cbc:PayableAmount>1.00</cbc:PayableAmount>"))

    def test_the_currency_is_that_of_the_amount(self):
        text = ubl(currency="SEK").replace("<cbc:DocumentCurrencyCode>SEK", "<cbc:DocumentCurrencyCode>EUR")
        assert invoice(text).currency == "SEK"
        assert "SEK counts" in warnings(text)

    def test_no_currency_anywhere(self):
        assert "currency" in error(ubl(currency=""))

    def test_nothing_to_pay_is_said_and_left(self):
        found = read(ubl(amount="0.00"))
        assert (found.invoices, found.credits, found.errors, found.skipped) == ((), (), (), 1)
        assert "nothing to pay" in str(found.warnings[0])


class TestDates:
    def test_due_date_from_the_payment_means(self):
        found = invoice(ubl(due="", means=means(due="2026-03-16")))
        assert (found.due, found.due_source) == (date(2026, 3, 16), "PaymentMeans/PaymentDueDate")

    def test_the_due_date_goes_before_that_of_the_payment_means(self):
        text = ubl(means=means(due="2026-03-16"))
        assert invoice(text).due == date(2026, 4, 1)
        assert "another due date" in warnings(text)

    def test_of_several_the_last_one_counts(self):
        text = ubl(due="", means=means(due="2026-05-01") + means(due="2026-03-16"))
        assert invoice(text).due == date(2026, 5, 1)
        assert "2 due dates" in warnings(text)

    def test_none_is_none_and_said(self):
        text = ubl(due="")
        assert (invoice(text).due, invoice(text).due_source) == (None, "")
        assert "no due date" in warnings(text)

    def test_a_time_zone_is_left_off(self):
        assert invoice(ubl(issued="2026-03-02+01:00")).issued == date(2026, 3, 2)

    @pytest.mark.parametrize("text", ["2026-02-31", "02-03-2026", "20260302", "", "0001-01-01", "vandaag"])
    def test_an_issue_date_that_is_none(self, text):
        assert "IssueDate" in error(ubl(issued=text))

    def test_a_due_date_that_is_none_is_not_taken_for_missing(self):
        assert "DueDate" in error(ubl(due="soon"))

    def test_due_before_issue(self):
        assert "before it was issued" in error(ubl(due="2026-03-01"))


class TestCredits:
    def test_a_credit_note_with_what_it_credits(self):
        reference = "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>2026-099</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
        found = credit(ubl("C-1", root="CreditNote", due="", head=reference * 2))
        assert (found.number, found.amount, found.billing_references) == ("C-1", 121_000, ("2026-099",))

    def test_a_negative_invoice_is_a_credit_note(self):
        text = ubl(amount="-1210.00")
        assert credit(text).amount == 121_000
        assert "credit note" in warnings(text)

    def test_an_invoice_with_the_code_of_a_credit_note(self):
        text = ubl(head="<cbc:InvoiceTypeCode>381</cbc:InvoiceTypeCode>")
        assert credit(text).amount == 121_000
        assert "type code" in warnings(text)

    def test_a_negative_credit_note_is_not_guessed(self):
        assert "unclear" in error(ubl(root="CreditNote", due="", amount="-5.00"))


class TestParties:
    def test_all_that_a_party_tells(self):
        extra = (
            "<cac:PostalAddress><cbc:StreetName>Kade</cbc:StreetName><cbc:AdditionalStreetName>bis</cbc:AdditionalStreetName><cbc:BuildingNumber>7</cbc:BuildingNumber>"
            "<cbc:CityName>Gent</cbc:CityName><cbc:PostalZone>9000</cbc:PostalZone><cac:Country><cbc:IdentificationCode>be</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
            "<cac:Contact><cbc:Name>An Peeters</cbc:Name><cbc:Telephone>+32 9 000</cbc:Telephone><cbc:ElectronicMail>an@molen.example</cbc:ElectronicMail></cac:Contact>"
        )
        found = invoice(
            ubl(customer=party(vat="BE 0403.019.261", legal_id="0403 019 261", scheme="0208", extra=extra))
        ).customer
        assert (found.vat, found.legal_id, found.legal_scheme) == ("BE0403.019.261", "0403019261", "0208")
        assert (found.address, found.postcode, found.city, found.country) == (
            "Kade 7, bis",
            "9000",
            "Gent",
            "BE",
        )
        assert (found.contact, found.phone, found.email) == ("An Peeters", "+32 9 000", "an@molen.example")

    def test_only_the_scheme_vat_gives_a_vat_number(self):
        other = party(vat="12345").replace("<cbc:ID>VAT</cbc:ID>", "<cbc:ID>!= VAT</cbc:ID>")
        assert invoice(ubl(customer=other)).customer.vat == ""

    def test_an_invalid_vat_number_is_kept_and_said(self):
        text = ubl(customer=party(vat="NL123456789B01"))
        assert invoice(text).customer.vat == "NL123456789B01"
        assert "not a valid VAT number" in warnings(text)

    def test_a_registration_number_from_the_endpoint(self):
        found = invoice(
            ubl(customer=party(extra='<cbc:EndpointID schemeID="0106">12345678</cbc:EndpointID>'))
        ).customer
        assert (found.legal_id, found.legal_scheme) == ("12345678", "0106")

    def test_an_endpoint_that_is_an_address_is_no_registration_number(self):
        assert (
            invoice(
                ubl(customer=party(extra='<cbc:EndpointID schemeID="EM">a@b.example</cbc:EndpointID>'))
            ).customer.legal_id
            == ""
        )

    def test_the_legal_name_where_there_is_no_other(self):
        legal = "<cac:PartyLegalEntity><cbc:RegistrationName>Molen Holding N.V.</cbc:RegistrationName></cac:PartyLegalEntity>"
        assert invoice(ubl(customer=party(name="", extra=legal))).customer.name == "Molen Holding N.V."

    def test_a_person_without_a_trade_name(self):
        person = "<cac:Person><cbc:FirstName>Noor</cbc:FirstName><cbc:FamilyName>Smit</cbc:FamilyName></cac:Person>"
        assert invoice(ubl(customer=party(name="", extra=person))).customer.name == "Noor Smit"

    @pytest.mark.parametrize("name", ["", "***", "\n"])
    def test_a_customer_without_a_name(self, name):
        assert "AccountingCustomerParty" in error(ubl(customer=party(name=name)))

    def test_a_name_over_two_lines_is_one_line(self):
        assert invoice(ubl(customer=party("Molen\n  Kade 7"))).customer.name == "Molen Kade 7"

    def test_a_bad_address_is_left_out_and_said(self):
        text = ubl(
            customer=party(extra="<cac:Contact><cbc:ElectronicMail>ask Jo</cbc:ElectronicMail></cac:Contact>")
        )
        assert invoice(text).customer.email == ""
        assert "'ask Jo' is not an e-mail address" in warnings(text)

    def test_an_account_that_is_no_iban_is_kept_and_said(self):
        text = ubl(means=means(account="NL00ABNA0417164300"))
        assert invoice(text).supplier.iban == "NL00ABNA0417164300"
        assert "not a valid IBAN" in warnings(text)
        assert "IBAN" not in warnings(ubl(means=means(account="NL91 ABNA 0417 1643 00")))


def test_the_payment_reference_is_not_the_number():
    assert invoice(ubl()).reference == ""
    text = ubl(means=means() + means(payment_id="A") + means(payment_id="B"))
    assert invoice(text).reference == "A"
    assert "2 payment references" in warnings(text)


def test_what_it_is_about_comes_from_the_lines():
    line = "<cac:InvoiceLine><cac:Item><cbc:Name>{}</cbc:Name></cac:Item></cac:InvoiceLine>"
    assert (
        invoice(ubl(tail=line.format("Logo") + line.format("Website") + line.format("Logo"))).about
        == "Logo, Website"
    )
    long = invoice(ubl(tail="".join(line.format(f"Item number {n}") for n in range(50)))).about
    assert len(long) <= 120
    assert long.endswith("…")


def test_every_fault_is_named_at_once():
    message = error(ubl(number="", issued="x", amount="y"))
    assert all(element in message for element in ("ID", "IssueDate", "PayableAmount"))


def test_a_number_without_end():
    assert "80" in error(ubl(number="9" * 5000))
