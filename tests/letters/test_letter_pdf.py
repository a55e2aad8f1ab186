"""The page: what it holds, where the address stands, the QR code, many invoices, same bytes."""

import contextlib
import hashlib
import io
import multiprocessing
import re
import subprocess
import sys
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from debcli.errors import InputError
from debcli.letters.history import Event, EventKind
from debcli.letters.pdf import render_pdf
from debcli.letters.press import FEW, Press
from debcli.letters.render import body
from debcli.letters.sandbox import Template
from debcli.letters.sheet import Page, Window
from debcli.receivables.facts import LetterKind
from letters.as_picture import render_png
from letters.letter_cases import BELOFTE, HISTORY_ONE, MATRIX, NIENKE, ONE, flat, forty, letter, letter_to
from letters.test_letter_render import HOSTILE

MM = 72 / 25.4


def pages(pdf):
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


@cache
def printed(kind, case="one"):
    return render_pdf(letter(kind, case))


@pytest.mark.parametrize(("kind", "language", "who"), [row for row in MATRIX if row[2] != "government"])
def test_the_page_says_all_that_the_text_says(kind, language, who):
    made = letter_to(kind, language, who)
    page = flat(" ".join(pages(render_pdf(made))))
    for word in flat(made.text).replace(":", " ").split():
        assert word.strip("-") in page or word.strip("-.,") in page.replace("- ", ""), word
    for value in (
        *made.content.address,
        *(value for _, value in made.content.block.lines if kind is not LetterKind.VOORWAARDEN),
        *made.content.history_days,
    ):
        assert flat(value) in page


def test_pdf_is_archival_with_its_fonts_inside():
    from pypdf import PdfReader

    data = printed(LetterKind.SOMMATIE)
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in data
    assert b"/CreationDate(D:20261102000000Z)" in data.replace(b" ", b"")  # the letter's day, not the clock's
    reader = PdfReader(io.BytesIO(data))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert all("Inter" in font["/BaseFont"] for font in fonts)
    assert all(
        "/FontFile3" in font["/DescendantFonts"][0]["/FontDescriptor"]
        or "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
        for font in fonts
    )
    assert reader.metadata.title == "Sommatie: factuur 2026-001"


def test_same_letter_same_bytes_in_another_process():
    code = (
        "import hashlib; from letters.letter_cases import letter; from debcli.letters.pdf import render_pdf\n"
        "from debcli.receivables.facts import LetterKind\n"
        "print(hashlib.sha256(render_pdf(letter(LetterKind.SOMMATIE))).hexdigest())"
    )
    root = Path(__file__).parents[2]
    path = f"{root / 'src'}:{root / 'tests'}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": path, "TZ": "Asia/Tokyo"},
    )
    assert done.stdout.strip() == hashlib.sha256(printed(LetterKind.SOMMATIE)).hexdigest()


@pytest.mark.parametrize("kind", [LetterKind.SOMMATIE, LetterKind.BEVESTIGING, LetterKind.VEERTIENDAGENBRIEF])
def test_qr_code_pays_the_right_sum_to_the_right_account(kind):
    import zxingcpp
    from PIL import Image

    made = letter(kind)
    codes = [
        code for page in render_png(made) for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))
    ]
    assert len(codes) == 1
    amount = {"sommatie": "EUR1402.53", "bevestiging": "EUR500", "veertiendagenbrief": "EUR364.27"}[kind]
    assert codes[0].text.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        "Nienke de Vries Ontwerp",
        "NL91ABNA0417164300",
        amount,
        "",
        "",
        "2026-001",
    ]


def test_no_qr_where_there_is_none_to_make():
    made = letter(LetterKind.HERINNERING, claim=ONE._replace(currency="SEK"))
    page = flat(pages(render_pdf(made))[0])
    assert "SEK 1.210,00" in page
    assert "Scan met" not in page


def test_forty_invoices_break_over_pages_with_header_and_page_number():
    made = letter(LetterKind.SOMMATIE, claim=forty())
    texts = [flat(page) for page in pages(render_pdf(made))]
    assert len(texts) == 3
    assert "pagina" not in texts[0]
    for number, page in enumerate(texts[1:], 2):
        assert f"pagina {number} van 3" in page
        assert "Belofte Bouw BV" in page
    assert sum("Factuur Datum Vervaldatum Bedrag Betaald Open" in page for page in texts) == 2
    assert sum("Factuur Van Tot en met Dagen Rente Over Bedrag" in page for page in texts) == 2
    everything = " ".join(texts)
    for item in forty().invoices:
        assert f"{item.invoice.number} 01-09-2026 01-10-2026" in everything


@pytest.mark.parametrize("currency", ["EUR", "SEK"])  # with and without a QR code
def test_the_payment_block_never_splits_and_its_sentence_stays_with_it(currency):
    starts = set()
    claim = ONE._replace(currency=currency)
    for count in range(13, 24, 2):
        calls = tuple(Event(date(2026, 9, day), EventKind.SPOKE) for day in range(1, count + 1))
        texts = [
            flat(page) for page in pages(render_pdf(letter(LetterKind.AANMANING, history=calls, claim=claim)))
        ]
        (start,) = [i for i, page in enumerate(texts) if "Te betalen" in page]
        assert "Onder vermelding van" in texts[start]
        assert "Ik verzoek u" in texts[start]
        starts.add(start)
    assert starts == {0, 1}  # it was pushed over the edge on the way


def test_a_signature_never_stands_on_a_page_alone():
    counts = set()
    for lines in range(16):
        calls = tuple(Event(date(2026, 9, day), EventKind.SPOKE) for day in range(1, lines + 1))
        texts = [flat(page) for page in pages(render_pdf(letter(LetterKind.AANMANING, history=calls)))]
        assert "aanmaning als vervallen beschouwen" in texts[-1]
        assert "Met vriendelijke groet" in texts[-1]
        counts.add(len(texts))
    assert counts == {1, 2}


def window_lines(made, page):
    """The first piece of each line that starts at the window's left edge, with its millimetres from left and top."""
    from pypdf import PdfReader

    found = {}

    def visit(text, matrix, text_matrix, _font, _size):
        x = (text_matrix[4] * matrix[0] + matrix[4]) / MM
        y = 297 - (text_matrix[5] * matrix[3] + matrix[5]) / MM
        if text.strip() and abs(x - page.window.x) < 0.6 and y < page.window.y + page.window.height + 5:
            found[round(y, 2)] = text.strip()

    PdfReader(io.BytesIO(render_pdf(made, page))).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("window", [Window(), Window(33, 48, 80, 30)])
@pytest.mark.parametrize("name", ["Belofte Bouw BV", "Stichting tot behoud van het erfgoed " * 8])
def test_the_address_stands_in_the_window(window, name):
    customer = BELOFTE._replace(name=name, country="DE", postcode="10115", city="Berlin")
    lines = window_lines(letter(LetterKind.HERINNERING, customer=customer), Page(window))
    assert all(window.y < y < window.y + window.height for y in lines), lines
    starts = [text.split()[0] for text in lines.values()]
    assert starts[0] == "Nienke"  # the sender's line
    assert starts[-4:] == ["T.a.v.", "Industrieweg", "10115", "DUITSLAND"]


def test_words_break_but_dates_and_amounts_do_not():
    # Names of every length push each date and amount over every place in the line.
    promises = tuple(HISTORY_ONE[4]._replace(name="Bouw" + "e" * count) for count in range(60))
    for page in pages(render_pdf(letter(LetterKind.AANMANING, history=promises))):
        lines = page.splitlines()
        for line, after in pairwise(lines):
            assert not re.search(r"(okto|no|novem|maan|vrij)-$", line)
            assert not line.rstrip().endswith("€")
            assert not (re.search(r"\b\d{1,2}$", line) and re.match(r"(oktober|november)", after))


def test_dutch_hyphenation_is_on():
    source = Template("proef", "arbeidsongeschiktheidsverzekeringsmaatschappij " * 12)
    made = letter(LetterKind.HERINNERING)
    page = pages(render_pdf(made._replace(body=body(source, made.content))))[0]
    assert re.search(r"[a-z]-\s*\n", page)


def test_a_name_without_spaces_stays_on_the_page():
    made = letter(LetterKind.HERINNERING, customer=BELOFTE._replace(name="W" * 300, contact=""))
    (page,) = pages(render_pdf(made))
    lines = [line.replace("\u200b", "") for line in page.splitlines() if "WWW" in line]
    assert sum(line.count("W") for line in lines) == 300
    assert max(map(len, lines)) < 100


def test_hostile_data_in_every_field_prints_or_is_named():
    for name in HOSTILE:
        fields = {"name": name, "contact": name, "address": name, "city": name}
        line = ONE.invoices[0]
        made = letter(
            LetterKind.SOMMATIE,
            creditor=NIENKE._replace(**fields),
            customer=BELOFTE._replace(**fields),
            claim=ONE._replace(invoices=(line._replace(invoice=line.invoice._replace(number=name)),)),
            reference=name,
        )
        assert render_pdf(made).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "char"), [("Bouw 😀 BV", "U+1F600"), ("漢字", "U+6F22"), ("สวัสดี", "U+0E2A")]
)
def test_a_character_no_font_has_is_named_with_its_place(name, char):
    made = letter(LetterKind.HERINNERING, customer=BELOFTE._replace(name=name, contact=""))
    with pytest.raises(InputError) as error:
        render_pdf(made)
    assert char in error.value.message
    assert f"It stands in: {name}" in error.value.message


@pytest.mark.parametrize("stopped", [False, True])
def test_no_helper_stays_behind_when_many_letters_are_printed(stopped):
    with contextlib.suppress(KeyboardInterrupt), Press(Page(), FEW) as press:
        one = press.take(letter(LetterKind.HERINNERING))
        if stopped:
            raise KeyboardInterrupt
        assert one()["pdf"] == printed(LetterKind.HERINNERING)
    assert multiprocessing.active_children() == []
