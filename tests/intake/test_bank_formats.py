"""What each bank format says, on small files made for it: signs, days, parties, texts, returns, batches, faults."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.intake.bankcsv import bank_cents
from debcli.intake.banks import BankFile
from debcli.intake.detect import open_file
from debcli.intake.fields import Findings
from debcli.intake.remittance import split_info
from debcli.intake.statements import Entry, Statement, account_key, does_not_add_up
from intake.bank_builders import OWN, camt, coda, entry, ing, mt940, statement, transaction


def read(data, mapping=None, name="x"):
    """Entries, statements and faults of one file."""
    found = Findings()
    (source,) = open_file(name, lambda: io.BytesIO(data), mapping)
    assert isinstance(source, BankFile), source
    items = list(source.read(found))
    return [i for i in items if isinstance(i, Entry)], [i for i in items if isinstance(i, Statement)], found


def refused(data, mapping=None):
    found = Findings()
    (source,) = open_file("x", lambda: io.BytesIO(data), mapping)
    if not isinstance(source, BankFile):
        return " ".join(map(str, source.errors))
    with pytest.raises(InputError) as error:
        list(source.read(found))
    return f"{error.value.message} {error.value.hint}"


class TestCamt:
    @pytest.mark.parametrize("version", ["02", "03", "04", "06", "08", "12"])
    def test_every_version_is_read_the_same(self, version):
        new = version >= "08"
        data = camt(statement(entry("1210.00", transaction(name="Belofte Bouw", iban="NL44RABO0123456789", text="2026-001", wrapped=new), nested=new),
                              opening="10.00", closing="1220.00"), version=version)  # fmt: skip
        (one,), (whole,), found = read(data)
        assert (one.day, one.amount, one.currency, one.account) == (date(2026, 10, 5), 121_000, "EUR", OWN)
        assert (one.name, one.iban, one.text, one.end_to_end) == (
            "Belofte Bouw",
            "NL44RABO0123456789",
            "2026-001",
            "",
        )
        assert (whole.off, whole.number, whole.begins, whole.reaches) == (
            0,
            "1",
            date(2026, 10, 1),
            date(2026, 10, 5),
        )
        assert not found.errors + found.warnings

    def test_a_batch_that_tells_its_parts_is_its_parts_and_another_stays_one_sum(self):
        told = entry("300.00", transaction("100.00", name="A"), transaction("200.00", name="B"))
        untold = entry("300.00", transaction(text="een"), transaction(text="twee"), count="2")
        wrong = entry("300.00", transaction("100.00", name="A"), transaction("100.00", name="B"))
        entries, (whole,), _ = read(camt(statement(told, untold, wrong)))
        assert [(e.amount, e.name, e.parts) for e in entries] == [
            (10_000, "A", 1),
            (20_000, "B", 1),
            (30_000, "", 2),
            (30_000, "", 2),
        ]
        assert entries[2].text == "een twee"
        assert whole.total == 90_000

    @pytest.mark.parametrize("kind", ["052", "054"])
    def test_what_is_only_announced_is_no_booked_money(self, kind):
        block = {"052": "Rpt", "054": "Ntfctn"}[kind]
        (one,), (whole,), _ = read(
            camt(statement(entry("5.00", transaction(name="A")), block=block), kind=kind)
        )
        assert not one.booked
        assert not whole.final

    def test_a_pending_entry_is_not_booked(self):
        (one, two), (whole,), _ = read(camt(statement(entry("5.00", status="PDNG"), entry("7.00"))))
        assert (one.booked, two.booked, whole.total) == (False, True, 700)

    def test_returns_are_known_by_their_mark_and_keep_the_customer(self):
        data = camt(statement(
            entry("50.00", transaction(name="Klant", iban="NL44RABO0123456789", reason="AC06"), mark="DBIT"), entry("50.00", mark="DBIT", reversal=True),
            entry("50.00", mark="DBIT"),
        ))  # fmt: skip
        entries, _, _ = read(data)
        assert [e.is_return for e in entries] == [True, True, False]
        assert (entries[0].name, entries[0].amount) == ("Klant", -5_000)

    def test_the_one_who_really_paid_stands_in_for_a_missing_debtor(self):
        (one,), _, _ = read(camt(statement(entry("5.00", transaction(ultimate="Klant BV")))))
        assert one.name == "Klant BV"

    def test_several_statements_each_with_its_sum(self):
        data = camt(
            statement(entry("5.00"), opening="0.00", closing="5.00", number="1"),
            statement(opening="5.00", closing="6.00", number="2"),
        )
        _, (one, two), _ = read(data)
        assert (does_not_add_up(one), two.entries) == ("", 0)
        assert "does not add up" in does_not_add_up(two)

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (camt(statement(entry("5.00")))[:-40], "not well-formed"),
            (b"<!DOCTYPE x>" + camt(statement(entry("5.00"))).split(b"?>")[1], "DOCTYPE"),
            (camt(statement(entry("5.00"))).replace(b"UTF-8", b"UTF-7"), "UTF-7"),
            (camt(statement(entry("5.00", transaction(name="Café")))).decode().encode("latin-1"), "encoding"),
        ],
    )
    def test_what_is_broken_is_refused_whole(self, data, says):
        assert says in refused(data)

    def test_an_entry_with_a_fault_is_named_and_the_others_are_read(self):
        entries, _, found = read(
            camt(statement(entry("5.005"), entry("6.00", day="2026-02-31"), entry("7.00")))
        )
        assert [e.amount for e in entries] == [700]
        assert [e.where for e in found.errors] == ["entry 1", "entry 2"]

    def test_an_element_without_end_is_refused(self):
        assert "no bank statement" in refused(
            camt(statement(entry("5.00", transaction(text="A" * 6_000_000))))
        )


class TestMt940:
    def test_the_tags_of_dutch_banks(self):
        data = mt940(
            ("2610051005C1210,00NTRFEREF//00000000001", "/TRTP/SEPA OVERBOEKING/IBAN/NL44RABO0123456789/BIC/RABONL2U/NAME/Belofte Bo\r\nuw BV/REMI/2026-0\r\n01/EREF/E-1"),
            ("261005D5,00N102NONREF", "/EREF/X//CNTP/NL32INGB0000012345/INGBNL2A/Leverancier///REMI/USTD//dank/"),
            ("261005C5,00NTRF9001", "/CNTP/NL32INGB0000012345/INGBNL2A/Klant///REMI/STRD/CUR/9001123412341234/"),
            closing="C261005EUR2210,00",
        )  # fmt: skip
        (one, two, three), (whole,), _ = read(data)
        assert (one.amount, one.name, one.iban, one.text, one.end_to_end, one.bank_ref) == (
            121_000, "Belofte Bouw BV", "NL44RABO0123456789", "2026-001", "E-1", "00000000001",
        )  # fmt: skip
        assert (two.amount, two.name, two.text) == (-500, "Leverancier", "dank")
        assert (three.reference, three.text) == ("9001123412341234", "")
        assert (whole.off, whole.account) == (0, OWN)

    def test_the_sub_fields_of_german_banks(self):
        info = "166?00GUTSCHRIFT?20EREF+E-2 SVWZ+Rechnung 2026-\r\n?21001?30DEUTDEDB237?31DE93230707000621787100?32Muster Gmb?33H"
        (one,), _, _ = read(mt940(("2610051005CR50,00NTRFNONREF", info), closing="C261005EUR1050,00"))
        assert (one.text, one.name, one.iban, one.end_to_end) == (
            "Rechnung 2026-001",
            "Muster GmbH",
            "DE93230707000621787100",
            "E-2",
        )

    @pytest.mark.parametrize(
        ("mark", "sign", "returned"),
        [("C", 1, False), ("D", -1, False), ("RC", -1, True), ("RD", 1, True), ("CR", 1, False)],
    )
    def test_a_reversed_credit_goes_out(self, mark, sign, returned):
        (one,), _, _ = read(mt940((f"261005{mark}5,00NTRFNONREF", "x")))
        assert (one.amount, one.is_return) == (sign * 500, returned)

    def test_the_day_is_the_entry_date_also_over_new_year_and_after_30_february(self):
        data = mt940(("2612310101C5,00NTRF", "a"), ("2601011231C5,00NTRF", "b"), ("1602300301C5,00NTRF", "c"))
        assert [e.day for e in read(data)[0]] == [date(2027, 1, 1), date(2025, 12, 31), date(2016, 3, 1)]

    def test_a_day_that_is_none_leaves_the_entry_out_and_says_so(self):
        entries, (whole,), found = read(
            mt940(("2602310231C10,00NTRF", "x"), ("261005C,NTRF", "y"), ("261005C5,NTRF", "z"))
        )
        assert [e.amount for e in entries] == [500]
        assert [str(e).split(":")[0] for e in found.errors] == ["line 5", "line 7"]
        assert whole.off == -500

    def test_a_dash_inside_a_text_ends_nothing(self):
        (one, two), _, _ = read(
            mt940(("261005C5,00NTRF", "/PREF/MND\r\n-\r\nEV01//NAME/A/REMI/x"), ("261005C6,00NTRF", "y"))
        )
        assert (one.name, two.amount) == ("A", 600)


class TestCoda:
    def test_a_movement_with_its_party_and_structured_reference(self):
        data = coda(
            ("0000000000100000", "051026", ("101", "010806817183"), "BVBA KLANT", "BE43068999999501"),
            closing="0000000001100000",
        )
        (one,), (whole,), _ = read(data)
        assert (one.amount, one.name, one.iban, one.reference, one.day) == (
            10_000,
            "BVBA KLANT",
            "BE43068999999501",
            "010806817183",
            date(2026, 10, 5),
        )
        assert (whole.off, whole.account) == (0, "BE68539007547034")

    def test_free_text_over_two_records_is_joined_without_a_space(self):
        long = "Betaling van uw factuur met het nummer dat daar staat 2026-001 dank u"
        (one,), _, _ = read(coda(("0000000000100000", "051026", long, "KLANT", "")))
        assert one.text == long

    def test_money_out_is_negative_and_another_version_is_refused(self):
        (one,), _, _ = read(coda(("1000000000100000", "051026", "huur", "VERHUURDER", "")))
        assert one.amount == -10_000
        assert "version '1'" in refused(coda(version="1"))


RABO = (
    '"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij","Betalingskenmerk",'
    '"Omschrijving-1","Omschrijving-2"\n'
    f'"{OWN}","EUR","RABONL2U","0001","2026-10-05","2026-10-05","+1.210,00","+1.300,00","NL44RABO0123456789","Belofte Bouw","","2026-","001"\n'
)
CSV = {
    "ing": ing(("2026-10-05", "1210,00", "Belofte Bouw", "NL44RABO0123456789", "2026- 001")),
    "rabobank": RABO.encode(),
    "bunq": f'"Date","Interest Date","Amount","Account","Counterparty","Name","Description"\n"2026-10-05","2026-10-05","1,210.00","{OWN}",'
    '"NL44RABO0123456789","Belofte Bouw","2026- 001"\n'.encode(),
    "knab": ("\ufeffKNAB EXPORT;;;\nRekeningnummer;Transactiedatum;Valutacode;CreditDebet;Bedrag;Tegenrekeningnummer;Tegenrekeninghouder;Valutadatum;"
             f"Betaalwijze;Omschrijving;\n{OWN};05-10-2026;EUR;C;1210,00;NL44RABO0123456789;Belofte Bouw;05-10-2026;Overboeking;2026- 001;\n").encode(),
    "abn": f"{OWN}\tEUR\t20261005\t90,00\t1300,00\t20261005\t1210,00\tSEPA Overboeking IBAN: NL44RABO0123456789 BIC: RABONL2U Naam: Belofte Bouw "
    "Omschrijving: 2026- 001\n".encode(),
    "abn tags": f"{OWN}\tEUR\t20261005\t90,00\t1300,00\t20261005\t1210,00\t/TRTP/SEPA OVERBOEKING/IBAN/NL44RABO0123456789/BIC/RABONL2U/NAME/Belofte Bouw"
    "/REMI/2026- 001/EREF/NOTPROVIDED\n".encode(),
    "asn": f"05-10-2026,{OWN},NL44RABO0123456789,Belofte Bouw,,,,EUR,90.00,EUR,1210.00,05-10-2026,05-10-2026,1234,OVB,1,,'2026- 001',3\n".encode(),
    "triodos": f'"05-10-2026","{OWN}","1.210,00","Credit","Belofte Bouw","NL44RABO0123456789","ET","2026- 001","1.300,00"\n'.encode(),
    "kbc": ("Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;Bedrag;Saldo;credit;debet;rekeningnummer tegenpartij;"
            "BIC tegenpartij;Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;Vrije mededeling\n"
            f"{OWN};;VOS;EUR; 1;05/10/2026;x;05/10/2026;1210,00;1300,00;1210,00;;NL44RABO0123456789;RABO;Belofte Bouw;;;2026- 001\n").encode(),
    "belfius": ("Boekingsdatum vanaf;01/10/2026\nRekening tegenpartij;\n;\nRekening;Boekingsdatum;Rekeninguittrekselnummer;Transactienummer;"
                "Rekening tegenpartij;Naam tegenpartij bevat;Straat en nummer;Postcode en plaats;Transactie;Valutadatum;Bedrag;Devies;BIC;Landcode;Mededelingen\n"
                f"{OWN};05/10/2026;1;1;NL44RABO0123456789;Belofte Bouw;;;x;05/10/2026;1.210,00;EUR;;;2026- 001\n").encode(),
    "bnp": ("Volgnummer;Uitvoeringsdatum;Valutadatum;Bedrag;Valuta rekening;Rekeningnummer;Type verrichting;Tegenpartij;Naam van de tegenpartij;Mededeling;"
            f"Details;Status;Reden van weigering\n2026-00001;05/10/2026;05/10/2026;1210,00;EUR;{OWN};Overschrijving;NL44RABO0123456789;Belofte Bouw;2026- 001;y;"
            "Geaccepteerd;\n").encode(),
}  # fmt: skip


@pytest.mark.parametrize("bank", sorted(CSV))
def test_the_csv_of_each_bank(bank):
    (one,), (whole,), found = read(CSV[bank])
    assert not found.errors
    assert (one.day, one.amount, one.currency, one.account) == (date(2026, 10, 5), 121_000, "EUR", OWN)
    assert (one.name, one.iban) == ("Belofte Bouw", "NL44RABO0123456789")
    assert "2026- 001" in one.text
    assert whole.reaches == date(2026, 10, 5)


def test_a_row_with_a_fault_is_named_and_the_others_are_read():
    data = ing(
        ("2026-10-05", "1,00", "A", "", "x"),
        ("2026-13-05", "1,00", "B", "", "x"),
        ("2026-10-05", "1.0,0", "C", "", "x"),
        ("2026-10-06", "-2,00", "D", "", "x"),
    )
    entries, _, found = read(data)
    assert [e.amount for e in entries] == [100, -200]
    assert [e.where for e in found.errors] == ["line 3", "line 4"]


UNKNOWN = b"Boekdag;Wie;Rekeningnr;Som;Wat\n05-10-2026;Belofte Bouw;NL44RABO0123456789;1.210,00;2026-001\n06-10-2026;B;;-5,00;\n"


def test_an_unknown_layout_is_refused_with_its_columns_and_read_when_mapped():
    said = refused(UNKNOWN)
    assert "'Boekdag', 'Wie', 'Rekeningnr', 'Som', 'Wat'" in said
    assert "--map" in said
    mapping = {
        "date": "Boekdag",
        "amount": "som",
        "name": "Wie",
        "iban": "Rekeningnr",
        "text": "Wat",
        "account": OWN,
    }
    (one, two), _, _ = read(UNKNOWN, mapping)
    assert (one.day, one.amount, one.name, one.iban, one.text, one.account) == (
        date(2026, 10, 5), 121_000, "Belofte Bouw", "NL44RABO0123456789", "2026-001", OWN,
    )  # fmt: skip
    assert two.amount == -500
    assert "No line of the file has all the columns" in refused(
        UNKNOWN, {"date": "Boekdag", "amount": "Bedrag"}
    )


def test_a_mapped_file_with_two_columns_of_money_or_a_word_for_the_direction():
    two = b"Dag;In;Uit\n2026-10-05;10,00;\n2026-10-06;;5,00\n"
    assert [e.amount for e in read(two, {"date": "Dag", "credit": "In", "debit": "Uit"})[0]] == [1_000, -500]
    words = b"Dag;Som;Richting\n2026-10-05;10,00;Bij\n2026-10-06;5,00;Af\n2026-10-07;5,00;?\n"
    entries, _, found = read(words, {"date": "Dag", "amount": "Som", "sign": "Richting"})
    assert [e.amount for e in entries] == [1_000, -500]
    assert [e.where for e in found.errors] == ["line 4"]


def test_a_zip_is_what_its_members_are():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("een.xml", camt(statement(entry("5.00"))))
        archive.writestr("twee.csv", CSV["ing"])
        archive.writestr("drie.zip", packed.getvalue() or b"PK\x03\x04")
    found = list(open_file("x.zip", lambda: io.BytesIO(packed.getvalue())))
    assert [f.name for f in found] == ["x.zip:een.xml", "x.zip:twee.csv", "x.zip:drie.zip"]
    assert [f.format for f in found] == ["camt.053", "csv-bank", ""]
    assert "inside a zip" in str(found[2].errors[0])


def test_a_damaged_zip_a_workbook_and_a_bomb_are_refused():
    for names, says in (
        (["[Content_Types].xml"], "Excel"),
        (["/etc/x"], "leads out"),
        (["..\\x"], "leads out"),
    ):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        assert says in refused(packed.getvalue())
    assert "cannot be read" in refused(b"PK\x03\x04 and nothing more")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.csv", b"0" * 210_000_000)
    assert "too much" in refused(bomb.getvalue())


@given(st.binary(max_size=400), st.sampled_from([b"", b":20:X\r\n:25:NL91ABNA0417164300\r\n", b"0000005102672505        ", CSV["ing"][:200], CSV["asn"],
                                                b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">']))  # fmt: skip
def test_whatever_comes_in_an_answer_comes_out(data, before):
    for source in open_file("x", lambda: io.BytesIO(before + data)):
        if isinstance(source, BankFile):
            try:
                for item in source.read(Findings()):
                    assert isinstance(item, (Entry, Statement))
            except InputError as error:
                assert error.message


@given(st.integers(-(10**9), 10**9))
def test_amounts_are_read_back_as_they_were_written(cents):
    sign, whole, part = "-" if cents < 0 else "", abs(cents) // 100, abs(cents) % 100
    assert bank_cents(f"{sign}{whole},{part:02}", ",") == cents
    assert bank_cents(f"{sign}{whole:,}.{part:02}", ",.") == cents
    assert bank_cents(f"{sign}{whole:,}".replace(",", ".") + f",{part:02}", ",") == cents


@pytest.mark.parametrize("text", ["", "1.21,00", "12a", "--5", "1,000.00.0", "∞", "1e3", "1.210,005"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(InputError):
        bank_cents(text, ",.")


def test_one_account_has_one_key():
    assert account_key("NL91ABNA0417164300") == account_key("0417164300") == account_key("417164300")
    assert account_key("BE68539007547034") == account_key("539007547034")
    assert account_key("DE93230707000621787100") != account_key("621787100")


def test_words_with_a_colon_in_any_order():
    info = split_info(
        ["Naam: X Y Omschrijving: factuur 7 IBAN: NL44RABO0123456789 Kenmerk: E-9 Valutadatum: 05-10-2026"]
    )
    assert (info.name, info.text, info.iban, info.end_to_end) == (
        "X Y",
        "factuur 7",
        "NL44RABO0123456789",
        "E-9",
    )
    assert split_info(["gewoon een tekst: met dubbele punt"]).text == "gewoon een tekst: met dubbele punt"
