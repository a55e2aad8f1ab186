"""What a file is, by its content; whatever comes in, an answer comes out."""

import zipfile
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.intake.banks import BankFile
from debcli.intake.detect import SIZE_MAX, open_file, read_file
from debcli.intake.encoding import lines_of
from debcli.intake.fields import Findings
from debcli.intake.records import FileRead
from debcli.intake.statements import Entry
from debcli.intake.tables import ROWS_MAX
from intake.builders import table, ubl

ROW = "2026-7;Molen;2026-03-02;2026-04-01;100,00"


def complaint(data, name="x"):
    (read,) = open_file(name, lambda: BytesIO(data))
    if isinstance(read, BankFile):
        found = Findings()
        try:
            assert not [i for i in read.read(found) if isinstance(i, Entry)]
        except InputError as error:
            return str(error)
        return " ".join(map(str, found.errors))
    assert not read.invoices
    assert not read.credits
    assert read.errors
    return " ".join(str(problem) for problem in read.errors)


@pytest.mark.parametrize("name", ["invoice.xml", "invoice.csv", "invoice.zip", ""])
def test_recognised_by_content_and_not_by_name(name):
    assert read_file(name, ubl().encode()).format == "ubl"
    assert read_file(name, table(ROW)).format == "csv-invoices"


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_files(data):
    assert "empty" in complaint(data)


def test_too_large_is_refused_with_the_limit():
    message = complaint(ubl(tail="<!--" + "x" * SIZE_MAX + "-->").encode())
    assert "too large" in message
    assert "20 MB" in message


def test_one_element_of_fifty_megabytes_is_refused():
    assert "too large" in complaint(ubl(number="A" * 50_000_000).encode())


def test_too_many_elements_are_refused():
    assert "elements" in complaint(("<a>" + "<b/>" * 1_000_001 + "</a>").encode())


def test_zip_is_refused_and_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../outside.xml", ubl())
    assert "zip" in complaint(packed.getvalue())
    assert not list(tmp_path.parent.glob("outside.xml"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"just words", "not recognised"),
        (b'{"invoice": 1}', "not recognised"),
        (b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jo\r\nEND:VCARD\r\n", "not recognised"),
        (b"<html><body>hi</body></html>", "not a UBL"),
        (b"<Invoice><ID>1</ID></Invoice>", "without a namespace"),
    ],
)
def test_other_kinds_are_refused_in_plain_words(data, word):
    assert word in complaint(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt/></Document>', "no statement"),
        (b"{1:F01ABNANL2AXXXX0000000000}{2:I940}\r\n", "no statement"),
        (b":20:STMT\r\n:25:NL91ABNA0417164300\r\n:28C:1\r\n", "no statement"),
        (b"0000001012672505        00099999  COMPANY                   BBRUBEBB   00403019261 00000" + b" " * 39 + b"2\r\n", "no statement"),
        (b"Datum;Bedrag;Rekening;Tegenrekening;Naam\r\n2026-01-05;1,00;A;B;C\r\n", "--map date=Datum"),
        (b"Date,Amount,Balance\n2026-01-05,1.00,3.00\n", "--map date=Datum"),
    ],
)  # fmt: skip
def test_a_bank_file_without_entries_or_of_an_unknown_layout_says_so(data, says):
    assert says in complaint(data)


class TestXmlSafety:
    def test_external_entities_never_reach_the_record(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("hunter2")
        bomb = ubl(number="&x;", declaration=f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "{secret.as_uri()}">]>')
        message = complaint(bomb.encode())
        assert "DOCTYPE" in message
        assert "hunter2" not in message

    def test_any_document_type_is_refused_in_any_encoding(self):
        text = '<!DOCTYPE a><a xmlns="b"/>'
        for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), b"\xff\xfe" + text.encode("utf-16-le")):
            assert "DOCTYPE" in complaint(data)

    def test_truncated(self):
        assert "not well-formed" in complaint(ubl().encode()[:-40])

    def test_deep_nesting_is_no_crash(self):
        assert "not a UBL" in complaint(b"<a>" * 100_000 + b"</a>" * 100_000)


class TestEncoding:
    def test_wrong_bytes_under_a_utf8_declaration(self):
        data = ubl(number="Zoë").encode("latin-1")
        assert "encoding" in complaint(data)

    def test_utf8_bytes_under_a_latin1_declaration_do_not_become_mojibake(self):
        data = ubl(number="Zoë", declaration='<?xml version="1.0" encoding="ISO-8859-1"?>').encode()
        assert "encoding" in complaint(data)

    @pytest.mark.parametrize(
        ("declared", "python"),
        [
            ("UTF-8", "utf-8"),
            ("iso-8859-1", "latin-1"),
            ("windows-1252", "cp1252"),
            ("ISO-8859-15", "iso-8859-15"),
        ],
    )
    def test_declared_encodings(self, declared, python):
        data = ubl(number="Zoë-1", declaration=f'<?xml version="1.0" encoding="{declared}"?>').encode(python)
        assert read_file("x", data).invoices[0].number == "Zoë-1"

    def test_utf16_by_its_mark(self):
        declaration = '<?xml version="1.0" encoding="UTF-16"?>'
        data = b"\xfe\xff" + ubl(number="Zoë-1", declaration=declaration).encode("utf-16-be")
        assert read_file("x", data).invoices[0].number == "Zoë-1"

    def test_unknown_encodings_are_named(self):
        assert "UTF-7" in complaint(ubl(declaration='<?xml version="1.0" encoding="UTF-7"?>').encode())

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_tables_in_every_usual_encoding(self, encoding):
        data = table("1;Coöperatie ’t Hof € B.V.;2026-03-02;;1,00").decode().encode(encoding)
        assert read_file("x", data).invoices[0].customer.name == "Coöperatie ’t Hof € B.V."

    def test_a_table_of_mixed_encodings_is_refused(self):
        data = table("1;Café;2026-03-02;;1,00") + "2;Zoë;2026-03-02;;1,00\r\n".encode("cp1252")
        assert "mixed" in complaint(data)

    def test_lost_characters_are_refused_with_their_line(self):
        read = read_file("x", table("1;Caf\ufffd;2026-03-02;;1,00"))
        assert not read.invoices
        assert read.errors[0].where == "line 2"

    def test_bytes_that_are_no_text_in_windows_1252(self):
        assert "not a text file" in complaint(table("1;Zo\x01;2026-03-02;;1,00") + b"\xe9\r\n")


# --- whatever comes in ------------------------------------------------------------------------------------------


def check(read):
    """Holds for every answer: each document is fit for the ledger, and nothing is silent."""
    assert isinstance(read, FileRead)
    for invoice in read.invoices:
        assert invoice.number
        assert invoice.customer.name
        assert invoice.amount > 0
        assert invoice.due is None or invoice.due >= invoice.issued
        assert invoice.open is None or 0 <= invoice.open <= invoice.amount
    for note in read.credits:
        assert note.number
        assert note.amount > 0
    for text in (t for d in (*read.invoices, *read.credits) for t in (d.number, *d.customer)):
        assert "\ufffd" not in text
        assert text == " ".join(text.split())
        assert "\x1b" not in text
    assert read.invoices or read.credits or read.errors or read.warnings


@given(st.binary(max_size=400))
def test_random_bytes(data):
    check(read_file("x", data))


@given(st.text(max_size=300))
def test_random_text(text):
    check(read_file("x", text.encode("utf-8", "surrogatepass")))


VALID = (
    ubl(
        means="<cac:PaymentMeans><cbc:PaymentID>R 1</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>NL91ABNA0417164300</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>",
        totals="<cbc:PrepaidAmount>10.00</cbc:PrepaidAmount>",
    ).encode(),
    ubl(root="CreditNote", due="").encode(),
    table(ROW, '2026-8;"Bakkerij; de ""Korst""";5-3-26;;1.210,50', "2026-9;Klaver;2026-03-02;;-5,00"),
    table(
        "1,A,2026-03-02,10.50,5,1-4-2026,a@b.nl", header="number,customer,issued,amount,open,paid_on,email"
    ),
)


@settings(max_examples=400)
@given(
    st.sampled_from(VALID),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 60), st.one_of(st.binary(max_size=12), st.text(max_size=8).map(lambda t: t.encode("utf-8", "surrogatepass")))), min_size=1, max_size=4),
)  # fmt: skip
def test_valid_files_damaged_anywhere(data, cuts):
    for start, length, put in cuts:
        at = start % (len(data) + 1)
        data = data[:at] + put + data[at + length :]
    check(read_file("x", data))


@given(
    st.lists(
        st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["1", "A", "2026-01-02", "3-1-2026", "10,00", "1.210", "-5,00", "9" * 5000])), max_size=7),
        max_size=6,
    ),
    st.sampled_from(";,\t|"),
)  # fmt: skip
def test_tables_of_any_cells(rows, separator):
    header = separator.join(["number", "customer", "issued", "due", "amount", "open", "paid_on"])
    lines = [header, *(separator.join(row) for row in rows)]
    check(read_file("x", "\n".join(lines).encode("utf-8", "surrogatepass")))


@pytest.mark.parametrize(
    ("method", "says"),
    [
        (zipfile.ZIP_DEFLATED, "cannot be read"),
        (zipfile.ZIP_LZMA, "unusual way"),
        (zipfile.ZIP_BZIP2, "unusual way"),
    ],
)
def test_an_archive_whose_packing_is_damaged_or_unusual_is_refused(method, says):
    """Found by guided.py: what zlib says of damaged data is no error of zipfile."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.csv", table(*[ROW] * 9))
    hurt = bytearray(packed.getvalue())
    hurt[40:60] = b"\xff" * 20
    assert says in complaint(bytes(hurt))


@given(st.lists(st.sampled_from(["a", "b;c", "\n", "\r", "\r\n", "\u2028", "\x0b", "", "é"])).map("".join))
def test_lines_are_those_of_a_text_stream(text):
    assert list(lines_of(text)) == list(StringIO(text, newline=""))


def test_more_rows_than_fit_are_refused():
    assert "100,000 rows" in complaint(table(*["1;M;2026-03-02;2026-04-01;1,00"] * (ROWS_MAX + 1)))


def test_a_member_without_a_name_is_read_like_any_other():
    """Found by guided.py: zipfile itself fails on an empty name when it is asked whether that is a folder."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x", table(ROW))
    content = packed.getvalue()
    at = content.index(b"PK\x01\x02")
    named = bytearray(content)
    named[26:28] = named[at + 28 : at + 30] = b"\0\0"
    named[at + 42 : at + 46] = b"\0\0\0\0"
    (read,) = open_file("x", lambda: BytesIO(bytes(named)))
    assert isinstance(read, FileRead)
