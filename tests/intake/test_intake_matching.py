"""What an import will do: each document once, each customer once, and nothing overwritten."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debcli.intake.detect import read_file
from debcli.intake.matching import plan_import
from debcli.intake.plan import Known, KnownDocument
from debcli.intake.records import CreditRecord, FileRead, InvoiceRecord, Party
from debcli.receivables.facts import Creditor, Customer, Kind
from intake.builders import table

ME = Creditor("Studio Kompas", "NL91ABNA0417164300", vat="NL123456782B12", kvk="12345678")
DAY = date(2026, 3, 2)


def invoice(number="1", customer="Molen", amount=10_000, **kwargs):
    party = customer if isinstance(customer, Party) else Party(customer)
    return InvoiceRecord(
        **{
            "number": number,
            "issued": DAY,
            "due": None,
            "due_source": "",
            "amount": amount,
            "currency": "EUR",
            "customer": party,
            **kwargs,
        }
    )


def credit(number="C1", customer="Molen", amount=5_000, **kwargs):
    party = customer if isinstance(customer, Party) else Party(customer)
    return CreditRecord(
        **{"number": number, "issued": DAY, "amount": amount, "currency": "EUR", "customer": party, **kwargs}
    )


def file(*records, name="a"):
    return FileRead(
        name,
        "csv-invoices",
        tuple(r for r in records if isinstance(r, InvoiceRecord)),
        tuple(r for r in records if isinstance(r, CreditRecord)),
    )


def plan(*records, known=None):
    return plan_import([file(*records)], known or Known(ME))


def customer(number, name, **kwargs):
    return Customer(number, name.lower(), name, **kwargs)


def said(problems):
    return " | ".join(map(str, problems))


class TestCustomers:
    def test_one_new_customer_from_several_records(self):
        found = plan(invoice("1", "Molen B.V."), invoice("2", "MOLEN bv"), invoice("3", "Klaver"))
        assert [c.party.name for c in found.customers] == ["MOLEN bv", "Klaver"] or [
            c.party.name for c in found.customers
        ] == ["Molen B.V.", "Klaver"]
        assert found.invoices[0].customer == found.invoices[1].customer != found.invoices[2].customer

    @pytest.mark.parametrize(
        "party",
        [
            Party("Heel anders", vat="nl 9.B01"),
            Party("Heel anders", legal_id="87654321"),
            Party("MOLEN b.v."),
            Party("molen"),
        ],
    )
    def test_a_known_customer_by_number_name_or_slug(self, party):
        known = Known(ME, (customer(7, "Molen", vat="NL9B01", kvk="87654321"), customer(8, "Klaver")))
        found = plan(invoice(customer=party), known=known)
        assert found.invoices[0].customer == 7
        assert found.customers == ()

    def test_a_belgian_number_with_and_without_its_country(self):
        known = Known(ME, (customer(7, "Molen", kvk="0403019261", country="BE"),))
        assert (
            plan(invoice(customer=Party("M", legal_id="BE0403.019.261", country="BE")), known=known)
            .invoices[0]
            .customer
            == 7
        )

    def test_the_same_name_with_other_numbers_is_another_customer(self):
        found = plan(
            invoice("1", Party("Molen", legal_id="11111111")),
            invoice("2", Party("Molen", legal_id="22222222")),
        )
        assert len(found.customers) == 2
        assert (
            len(
                plan(
                    invoice("1", Party("Molen", vat="NL1")), invoice("2", Party("Molen", vat="NL2"))
                ).customers
            )
            == 2
        )

    def test_one_vat_number_with_two_registrations_is_two_customers(self):
        unity = [Party("Molen Noord", vat="NL1", legal_id="1"), Party("Molen Zuid", vat="NL1", legal_id="2")]
        assert len(plan(invoice("1", unity[0]), invoice("2", unity[1])).customers) == 2

    def test_registers_of_two_countries_may_share_a_number(self):
        found = plan(
            invoice("1", Party("A", legal_id="12121212", country="DK")),
            invoice("2", Party("B", legal_id="12121212", country="NL")),
        )
        assert len(found.customers) == 2

    def test_the_same_name_in_another_country_is_another_customer(self):
        found = plan(invoice("1", Party("Molen", country="DE")), invoice("2", Party("Molen", country="NL")))
        assert len(found.customers) == 2

    def test_an_email_address_alone_is_too_loose(self):
        known = Known(ME, (customer(7, "Molen", email="info@x.example"),))
        assert (
            len(plan(invoice(customer=Party("Klaver", email="info@x.example")), known=known).customers) == 1
        )

    def test_a_name_that_fits_two_is_refused_with_both(self):
        known = Known(ME, (Customer(7, "molen", "Molen", kvk="1"), Customer(8, "molen-2", "Molen", kvk="2")))
        found = plan(invoice(customer=Party("MOLEN")), known=known)
        assert found.invoices == ()
        assert found.files[0].skipped == 1
        assert all(slug in said(found.files[0].errors) for slug in ("(molen)", "(molen-2)"))
        assert plan(invoice(customer=Party("molen-2")), known=known).invoices[0].customer == 8

    def test_details_come_from_the_newest_record(self):
        old = Party("Molen", vat="NL1", address="Oude Kade 1", city="Gent", phone="1")
        new = Party("Molen", vat="NL1", address="Kade 7", email="a@b.example")
        (made,) = plan(invoice("2", new, issued=date(2026, 5, 1)), invoice("1", old)).customers
        assert (made.party.address, made.party.city, made.party.phone, made.party.email) == (
            "Kade 7",
            "",
            "1",
            "a@b.example",
        )

    def test_kind(self):
        (made,) = plan(invoice("1"), invoice("2", customer_kind=Kind.CONSUMER, kind_given=True)).customers
        assert (made.kind, made.kind_given) == (Kind.CONSUMER, True)
        assert plan(invoice(customer=Party("Molen", vat="NL1"))).warnings == ()
        assert "--kind consumer" in plan(invoice(customer=Party("Noor Smit"))).warnings[0]

    def test_empty_fields_of_a_known_customer_are_filled_and_others_left(self):
        known = Known(ME, (customer(7, "Molen", phone="1", city="Gent"),))
        party = Party("Molen", vat="NL1", phone="2", address="Kade 7", city="Brugge", email="a@b.example")
        (completion,) = plan(invoice(customer=party), known=known).completions
        assert (completion.customer, dict(completion.fields)) == (7, {"vat": "NL1", "email": "a@b.example"})

    def test_a_refused_document_makes_no_customer(self):
        known = Known(ME, (customer(7, "Molen"),), (KnownDocument(7, "1", 10_000, DAY),))
        assert plan(invoice("1", "Klaver"), known=known).customers == ()


class TestNumbers:
    KNOWN = Known(
        ME, (customer(7, "Molen"), customer(8, "Klaver")), (KnownDocument(7, "1", 10_000, DAY, open=4_000),)
    )

    def test_known(self):
        found = plan(invoice(), known=self.KNOWN)
        assert (found.invoices, found.has_errors) == ((), False)
        assert (found.files[0].new, found.files[0].known) == (0, 1)

    @pytest.mark.parametrize(
        ("other", "word"),
        [
            ({"customer": Party("Klaver")}, "customer"),
            ({"amount": 9_999}, "amount € 100,00 there, € 99,99 here"),
            ({"issued": date(2026, 3, 3)}, "issue date"),
            ({"currency": "SEK"}, "currency"),
        ],
    )
    def test_a_conflict_names_file_number_and_what_differs(self, other, word):
        found = plan(invoice(**other), known=self.KNOWN)
        assert (found.invoices, found.customers, found.has_errors) == ((), (), True)
        assert (found.files[0].known, found.files[0].skipped) == (0, 1)
        assert all(
            text in said(found.files[0].errors) for text in ("Invoice 1 ", "in a ", "the ledger", word)
        )

    def test_a_due_date_changed_in_the_ledger_is_no_conflict(self):
        assert plan(invoice(due=date(2026, 4, 1)), known=self.KNOWN).files[0].known == 1

    def test_another_open_balance_is_said(self):
        assert "log-payment" in said(plan(invoice(open=1_000), known=self.KNOWN).files[0].warnings)
        assert plan(invoice(open=4_000), known=self.KNOWN).files[0].warnings == ()

    def test_each_double_in_one_import_is_reported(self):
        found = plan_import(
            [file(invoice(), name="a"), file(invoice(), name="b"), file(invoice(amount=1), name="c")],
            Known(ME),
        )
        assert [(f.new, f.known, f.skipped) for f in found.files] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
        assert "more than once" in said(found.files[1].warnings)
        assert "is in a already" in said(found.files[2].errors)

    def test_a_double_of_what_was_refused_is_reported_too(self):
        found = plan_import(
            [file(invoice(customer="Studio Kompas"), name="a"), file(invoice(), name="b")], Known(ME)
        )
        assert found.files[1].new == 1
        assert "the one in a was left out" in said(found.files[1].warnings)

    def test_reading_faults_stay_with_their_file(self):
        reads = [read_file("a", b""), read_file("b", table("1;Molen;2026-03-02;;1,00", "2;Molen;x;;1,00"))]
        first, second = plan_import(reads, Known(ME)).files
        assert (first.new, first.skipped, len(first.errors)) == (0, 0, 1)
        assert (second.format, second.new, second.skipped, len(second.errors)) == ("csv-invoices", 1, 1, 1)


class TestSuppliers:
    @pytest.mark.parametrize(
        "supplier",
        [None, Party("Studio Kompas"), Party("X", vat="NL 123456782 B12"), Party("X", legal_id="12345678"), Party("Kompas", legal_name="Studio Kompas"), Party("Studio Kompas", vat="NL1")],
    )  # fmt: skip
    def test_you(self, supplier):
        found = plan(invoice(supplier=supplier))
        assert found.invoices[0].issuer == ""
        assert "not you" not in said(found.files[0].warnings)

    @pytest.mark.parametrize(
        "supplier", [Party("Drukkerij Vos"), Party("Studio Kompas", legal_id="99999999")]
    )
    def test_not_you(self, supplier):
        found = plan(invoice(supplier=supplier))
        assert found.invoices[0].issuer == supplier.name
        assert f"{supplier.name} is not you (Studio Kompas)" in said(found.files[0].warnings)

    def test_numbers_are_per_supplier_under_one_spelling(self):
        found = plan(invoice(), invoice(supplier=Party("VOS b.v.")), invoice(supplier=Party("Vos")))
        assert [entry.issuer for entry in found.invoices] == ["", "VOS b.v."]
        assert found.files[0].known == 1
        known = Known(ME, (customer(7, "Molen"),), (KnownDocument(7, "1", 10_000, DAY, issuer="Vos BV"),))
        assert plan(invoice(supplier=Party("VOS")), known=known).files[0].known == 1

    def test_a_bill_to_you_is_not_collected(self):
        found = plan(invoice(customer=Party("Studio Kompas B.V."), supplier=Party("Drukkerij Vos")))
        assert found.invoices == ()
        assert "a bill to pay" in said(found.files[0].errors)

    def test_another_account_than_yours_is_said(self):
        assert "NL00X" in said(plan(invoice(supplier=Party("Studio Kompas", iban="NL00X"))).files[0].warnings)
        assert plan(invoice(supplier=Party("Studio Kompas", iban=ME.iban))).files[0].warnings == ()


class TestCredits:
    def test_applied_to_the_invoice_it_names_whatever_the_order_of_the_files(self):
        note, bill = file(credit(billing_references=("1",)), name="n"), file(invoice(), name="b")
        for reads in ([note, bill], [bill, note]):
            found = plan_import(reads, Known(ME))
            assert found.credits[0].applies_to == ("1",)
            assert [f.warnings for f in found.files] == [(), ()]

    def test_applied_to_an_invoice_of_the_ledger(self):
        known = Known(ME, (customer(7, "Molen"),), (KnownDocument(7, "1", 10_000, DAY),))
        assert plan(credit(billing_references=("1",)), known=known).credits[0].applies_to == ("1",)

    @pytest.mark.parametrize(
        ("note", "word"),
        [
            (credit(), "names no invoice"),
            (credit(billing_references=("9",)), "not known"),
            (credit(billing_references=("1",), currency="SEK"), "in EUR"),
            (credit(billing_references=("1",), customer="Klaver"), "another customer's"),
            (credit(billing_references=("1",), supplier=Party("Vos")), "not known"),
        ],
    )
    def test_otherwise_it_stands_and_that_is_said(self, note, word):
        found = plan(invoice(), note)
        assert found.credits[0].applies_to == ()
        assert word in said(found.files[0].warnings)

    def test_its_number_may_be_that_of_an_invoice_and_is_reported(self):
        found = plan(invoice(), credit("1", billing_references=("1",)))
        assert found.credits[0].applies_to == ("1",)
        assert "number of an invoice as well" in said(found.files[0].warnings)

    def test_known_and_conflict(self):
        known = Known(ME, (customer(7, "Molen"),), (), (KnownDocument(7, "C1", 5_000, DAY),))
        assert plan(credit(), known=known).files[0].known == 1
        assert "Credit note C1" in said(plan(credit(amount=1), known=known).files[0].errors)


# --- what holds for every import --------------------------------------------------------------------------------

NAMES = st.sampled_from(["Molen", "MOLEN bv", "Klaver", "Molen Noord", "Studio Kompas"])
PLACES = st.sampled_from(
    [("", ""), ("NL", ""), ("BE", ""), ("", "1"), ("NL", "1"), ("NL", "2"), ("BE", "3")]
)  # country, register
PARTIES = st.builds(
    lambda name, vat, place, email: Party(name, vat, place[1], country=place[0], email=email),
    NAMES,
    st.sampled_from(["", "", "NL1", "NL2"]),
    PLACES,
    st.sampled_from(["", "a@b.example"]),
)
SUPPLIERS = st.sampled_from([None, Party("Studio Kompas"), Party("Vos"), Party("VOS B.V.")])
NUMBERS = st.sampled_from([str(n) for n in range(1, 13)])
SHARED = {"customer": PARTIES, "supplier": SUPPLIERS, "amount": st.sampled_from([100, 200])}
RECORDS = st.one_of(
    st.builds(invoice, number=NUMBERS, **SHARED),
    st.builds(credit, number=NUMBERS, billing_references=st.lists(NUMBERS, max_size=2).map(tuple), **SHARED),
)
FILES = st.lists(st.lists(RECORDS, max_size=4), max_size=4).map(
    lambda files: [file(*records, name=f"f{i}") for i, records in enumerate(files)]
)


def written(found, known):
    """The ledger after a plan, as the ledger room would write it."""
    ids = {c.key: len(known.customers) + n for n, c in enumerate(found.customers, 1)}
    filled = {c.customer: dict(c.fields) for c in found.completions}
    customers = [c._replace(**filled.get(c.id, {})) for c in known.customers] + [
        Customer(ids[c.key], f"slug-{ids[c.key]}", c.party.name, vat=c.party.vat, kvk=c.party.legal_id, country=c.party.country or "NL", address=c.party.address, email=c.party.email)
        for c in found.customers
    ]  # fmt: skip

    def documents(entries):
        return tuple(
            KnownDocument(
                ids.get(e.customer, e.customer),
                e.record.number,
                e.record.amount,
                e.record.issued,
                e.record.currency,
                e.issuer,
            )
            for e in entries
        )

    return Known(
        known.creditor,
        tuple(customers),
        known.invoices + documents(found.invoices),
        known.credits + documents(found.credits),
    )


def keys(found):
    return {("invoice", e.issuer, e.record.number) for e in found.invoices} | {
        ("credit", e.issuer, e.record.number) for e in found.credits
    }


def already(known):
    return {("invoice", d.issuer, d.number) for d in known.invoices} | {
        ("credit", d.issuer, d.number) for d in known.credits
    }


@settings(max_examples=300)
@given(FILES)
def test_every_document_is_accounted_for(files):
    found = plan_import(files, Known(ME))
    for read, outcome in zip(files, found.files, strict=True):
        assert outcome.new + outcome.known + outcome.skipped == len(read.invoices) + len(read.credits)
        assert outcome.skipped == len(outcome.errors)
    assert sum(f.new for f in found.files) == len(found.invoices) + len(found.credits) == len(keys(found))
    assert {c.key for c in found.customers} == {e.customer for e in (*found.invoices, *found.credits)}


@settings(max_examples=500)
@given(FILES, FILES)
def test_importing_twice_adds_nothing(before, files):
    known = written(plan_import(before, Known(ME)), Known(ME))
    first = plan_import(files, known)
    second = plan_import(files, written(first, known))
    assert not keys(second) & (keys(first) | already(known))
    for once, again in zip(first.files, second.files, strict=True):
        assert again.known >= once.new + once.known
    if not first.has_errors:
        assert (second.invoices, second.credits, second.customers, second.completions) == ((), (), (), ())
        assert not second.has_errors


@settings(max_examples=200)
@given(FILES)
def test_the_order_of_the_files_decides_only_which_of_two_conflicting_counts(files):
    found = [plan_import(order, Known(ME)) for order in permutations(files)]
    assert len({frozenset(keys(f)) for f in found}) == 1
    assert len({sum(f.new for f in each.files) for each in found}) == 1
