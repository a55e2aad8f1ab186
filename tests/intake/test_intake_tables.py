"""Invoices as CSV: columns, amounts and dates recognised; each fault named by its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.intake.detect import read_file
from debcli.receivables.facts import Kind
from debcli.values.money import dutch, plain
from intake.builders import table


def read(*rows, **kwargs):
    return read_file("x.csv", table(*rows, **kwargs))


def one(row, **kwargs):
    found = read(row, **kwargs)
    assert found.errors == ()
    (only,) = found.invoices
    return only


def wheres(problems):
    return [problem.where for problem in problems]


def test_a_row():
    found = one("2026-7;Molen;2026-03-02;2026-04-01;1.210,50")
    assert (found.number, found.customer.name, found.amount) == ("2026-7", "Molen", 121_050)
    assert (found.issued, found.due, found.due_source) == (date(2026, 3, 2), date(2026, 4, 1), "vervaldatum")
    assert (found.supplier, found.currency, found.open, found.where) == (None, "EUR", None, "line 2")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "header",
    [
        "klant factuurnummer factuurdatum bedrag",
        "Customer Number ISSUED amount",
        "DEBITEUR Factuurnr. Datum Bedrag",
    ],
)
def test_separators_and_headers(separator, header):
    found = one(separator.join(["Molen", "7", "2-3-2026", "10.50"]), header=header.replace(" ", separator))
    assert (found.customer.name, found.number, found.issued, found.amount) == (
        "Molen",
        "7",
        date(2026, 3, 2),
        1050,
    )


def test_a_quoted_decimal_comma_between_commas():
    assert one('7,Molen,2026-03-02,"1.210,50"', header="number,customer,issued,amount").amount == 121_050


def test_the_first_line_of_a_spreadsheet():
    assert read_file("x", b"sep=;\r\n" + table("7;Molen;2026-03-02;;10,00")).invoices[0].number == "7"


def test_all_columns_are_carried():
    header = "klant;factuurnummer;datum;bedrag;openstaand;valuta;kenmerk;kind;email;telefoon;contact;kvk;btw;adres;postcode;plaats;land;omschrijving"
    row = "Molen;7;2026-03-02;100,00;40,00;sek;RF18;particulier;an@molen.example;06-1;An;12345678;NL123456782B12;Kade 7;1011 AA;Amsterdam;Nederland;=1+1"
    found = one(row, header=header)
    assert (found.open, found.currency, found.reference, found.about) == (4000, "SEK", "RF18", "=1+1")
    assert (found.customer_kind, found.kind_given) == (Kind.CONSUMER, True)
    party = found.customer
    assert (party.email, party.phone, party.contact, party.legal_id, party.legal_scheme) == (
        "an@molen.example",
        "06-1",
        "An",
        "12345678",
        "0106",
    )
    assert (party.vat, party.address, party.postcode, party.city, party.country) == (
        "NL123456782B12",
        "Kade 7",
        "1011 AA",
        "Amsterdam",
        "NL",
    )


def test_the_kind_is_business_unless_said():
    found = one("7;Molen;2026-03-02;;10,00")
    assert (found.customer_kind, found.kind_given) == (Kind.BUSINESS, False)
    assert "kind of customer" in str(
        read("7;M;2026-03-02;10,00;vage kennis", header="number;klant;datum;bedrag;kind").errors[0]
    )


class TestColumns:
    def test_an_unknown_column_is_named_and_left(self):
        found = read("7;Molen;2026-03-02;10,00;x", header="number;klant;datum;bedrag;Kleur")
        assert len(found.invoices) == 1
        assert any("'Kleur'" in str(w) for w in found.warnings)

    def test_a_missing_one_names_what_is_needed_and_found(self):
        found = read("7;Molen;10,00", header="factuurnummer;klant;bedrag")
        assert found.invoices == ()
        assert found.format == "csv-invoices"
        assert all(
            word in str(found.errors[0])
            for word in ("missing: issued", "factuurdatum", "'klant'", "'bedrag'")
        )

    def test_two_columns_for_one_field(self):
        assert "Two columns" in str(
            read("7;A;B;2026-03-02;1", header="number;klant;relatie;datum;bedrag").errors[0]
        )

    def test_a_row_with_more_cells_than_the_header_is_refused(self):
        found = read(
            "0;7;Molen;2026-03-02;10,00", "8;Molen;2026-03-02;10,00", header="number;klant;datum;bedrag"
        )
        assert [i.number for i in found.invoices] == ["8"]
        assert wheres(found.errors) == ["line 2"]
        assert found.skipped == 1

    def test_no_rows(self):
        found = read()
        assert (found.invoices, found.errors) == ((), ())
        assert "no invoices" in str(found.warnings[0])

    @pytest.mark.parametrize(
        "row", [";Molen;2026-03-02;;1", "7;;2026-03-02;;1", "7;Molen;;;1", "7;Molen;2026-03-02;;", "7;Molen"]
    )
    def test_a_needed_cell_that_is_empty(self, row):
        found = read(row)
        assert found.invoices == ()
        assert wheres(found.errors)[0] == "line 2"
        assert "missing" in str(found.errors[0])


class TestLines:
    def test_the_line_is_where_the_row_begins(self):
        found = read('7;"Molen\nKade 7";2026-03-02;;1,00', "", "8;Molen;soon;;1,00", '9;"A\nB";later;;1,00')
        assert found.invoices[0].customer.name == "Molen Kade 7"
        assert wheres(found.errors) == ["line 5", "line 6"]

    def test_broken_quoting_stops_with_its_line(self):
        found = read("7;Molen;2026-03-02;;1,00", '8;"Molen;2026-03-02;;1,00', "9;Klaver;2026-03-02;;1,00")
        assert [i.number for i in found.invoices] == ["7"]
        assert "line 3" in wheres(found.errors)

    def test_an_escape_sequence_is_refused_and_the_rest_read(self):
        found = read("7;Mo\x1b[2Jlen;2026-03-02;;1,00", "8;Klaver;2026-03-02;;1,00")
        assert [i.number for i in found.invoices] == ["8"]
        assert "U+001B" in str(found.errors[0])
        assert "\x1b" not in str(found.errors[0])

    def test_composed_and_decomposed_letters_are_one_name(self):
        found = read("7;e\u0301lan;2026-03-02;;1,00", "8;\u00e9lan;2026-03-02;;1,00")
        assert found.invoices[0].customer == found.invoices[1].customer

    def test_direction_marks_are_taken_out(self):
        assert one("7;Mo\u202elen;2026-03-02;;1,00").customer.name == "Molen"


class TestAmounts:
    @pytest.mark.parametrize(
        "text",
        [
            "1,210.50",
            "12,345",
            "1.210",
            "1e3",
            "NaN",
            "inf",
            "12,3,4",
            "٣",
            "1 000 000,00x",
            "9" * 5000,
            "--5",
        ],
    )
    def test_what_is_not_plain_is_refused_with_its_line(self, text):
        found = read("7;Molen;2026-03-02;;10,00", f"8;Molen;2026-03-02;;{text}")
        assert [i.number for i in found.invoices] == ["7"]
        assert wheres(found.errors) == ["line 3"]

    def test_english_figures_where_nothing_speaks_against_them(self):
        assert (
            one('7,Molen,2026-03-02,,"1,210.50"', header="number,customer,issued,due,amount").amount
            == 121_050
        )

    @pytest.mark.parametrize("text", ["-121,00", "€ -121,00", "-€ 121,00", "\u2212121,00"])
    def test_a_negative_amount_is_a_credit_note(self, text):
        found = read(f"7;Molen;2026-03-02;;{text};2026-1", header="number;klant;datum;due;bedrag;kenmerk")
        assert found.invoices == ()
        assert (found.credits[0].amount, found.credits[0].billing_references) == (12_100, ("2026-1",))
        assert "credit note" in str(found.warnings[-1])

    def test_nothing_to_collect_is_said_and_left(self):
        found = read("7;Molen;2026-03-02;2026-04-01;0,00")
        assert (found.invoices, found.credits, found.errors, found.skipped) == ((), (), (), 1)
        assert "0.00" in str(found.warnings[0])

    @given(st.integers(1, 99_999_999_999), st.sampled_from([plain, dutch]))
    def test_every_amount_written_out_comes_back(self, cents, write):
        assert one(f"7;Molen;2026-03-02;2026-04-01;{write(cents)}").amount == cents


class TestDates:
    @pytest.mark.parametrize(
        "text", ["2026-03-02", "2-3-2026", "02/03/2026", "2-3-26", "2026-03-02 00:00:00", "2026-03-02T00:00"]
    )
    def test_forms(self, text):
        assert one(f"7;Molen;{text};;1,00").issued == date(2026, 3, 2)

    @pytest.mark.parametrize(
        "text",
        [
            "31-02-2026",
            "29-02-2026",
            "0001-01-01",
            "01/13/2026",
            "vandaag",
            "2-3",
            "+7d",
            "20260302",
            "2/3-2026",
        ],
    )
    def test_what_is_no_date_is_refused(self, text):
        found = read(f"7;Molen;{text};;1,00")
        assert found.invoices == ()
        assert wheres(found.errors) == ["line 2"]

    def test_a_leap_day(self):
        assert one("7;Molen;29-02-2024;;1,00").issued == date(2024, 2, 29)

    def test_where_the_month_stands_first_no_date_is_guessed(self):
        found = read(
            "7;Molen;1/15/2026;;1,00",
            "8;Molen;1/2/2026;;1,00",
            "9;Molen;20/1/2026;;1,00",
            "10;Molen;1-2-2026;;1,00",
        )
        assert [i.number for i in found.invoices] == ["9", "10"]
        assert wheres(found.errors) == ["line 2", "line 3"]

    def test_due_before_issue(self):
        assert "before it was issued" in str(read("7;Molen;2026-03-02;2026-03-01;1,00").errors[0])

    def test_no_due_date_is_none_and_said(self):
        found = read("7;Molen;2026-03-02;;1,00")
        assert found.invoices[0].due is None
        assert wheres(found.warnings) == ["line 2"]
        found = read("7;Molen;2026-03-02;1,00", header="number;klant;datum;bedrag")
        assert "payment term" in str(found.warnings[0])


class TestPaid:
    HEADER = "number;klant;datum;bedrag;open;paid_on"

    def row(self, still_open, paid_on, amount="100,00"):
        return read(f"7;Molen;2026-03-02;{amount};{still_open};{paid_on}", header=self.HEADER)

    @pytest.mark.parametrize(
        ("still_open", "paid_on", "expected"),
        [("", "", (None, None)), ("40", "", (4000, None)), ("0", "1-4-2026", (0, date(2026, 4, 1))), ("", "1-4-2026", (0, date(2026, 4, 1))), ("100,00", "", (10_000, None))],
    )  # fmt: skip
    def test_carried(self, still_open, paid_on, expected):
        (found,) = self.row(still_open, paid_on).invoices
        assert (found.open, found.paid_on) == expected

    @pytest.mark.parametrize(
        ("still_open", "paid_on"), [("100,01", ""), ("-1", ""), ("100", "1-4-2026"), ("x", ""), ("", "x")]
    )
    def test_contradictions_are_refused(self, still_open, paid_on):
        found = self.row(still_open, paid_on)
        assert found.invoices == ()
        assert wheres(found.errors) == ["line 2"]

    def test_a_credit_note_counts_only_when_it_is_still_to_be_used(self):
        assert self.row("-100,00", "", "-100,00").credits[0].amount == 10_000
        assert self.row("0", "", "-100,00").credits == ()
        assert self.row("", "1-4-2026", "-100,00").credits == ()
        assert "debcli credit" in str(self.row("-40", "", "-100,00").errors[0])


def test_a_date_with_points_is_read_day_first():
    (one,) = read_file("x", table("7;Molen;01.10.2026;31.10.2026;1,00")).invoices
    assert (one.issued, one.due) == (date(2026, 10, 1), date(2026, 10, 31))
    refused = read_file(
        "x", table("7;Molen;10.31.2026;31.10.2026;1,00", "8;Molen;01.10.2026;31.10.2026;1,00")
    )
    assert [e.where for e in refused.errors] == [
        "line 2",
        "line 3",
    ]  # the first proves that the month may stand in front


def test_open_items_of_afas_with_and_without_a_running_number_in_front():
    header = "Factuurnr.,Naam,Deb.nr.,Omschrijving factuur,Boekstuk,Vervalt,Factuur,Saldo"
    plain = "12300139,Molen BV,3332,Werk,2026-01-23,2026-02-06,1000.50,400.00"
    for rows in ([plain], ["0," + plain, "1," + plain.replace("139", "140")]):
        found = read_file("x", "\n".join([header, *rows]).encode())
        assert not found.errors
        assert [i.number for i in found.invoices] == ["12300139", "12300140"][: len(rows)]
        first = found.invoices[0]
        assert (first.issued, first.due, first.amount, first.open) == (
            date(2026, 1, 23),
            date(2026, 2, 6),
            100_050,
            40_000,
        )
    shifted = read_file("x", "\n".join([header, "5," + plain, "9," + plain]).encode())
    assert shifted.invoices == ()
    assert "unclear which belongs where" in str(shifted.errors[0])
