"""The sheet as the user set it: window, logo, how closely it is set."""

import io
import struct
import zlib

import pytest

from debcli.errors import InputError
from debcli.letters.fit import WIDE, gaps
from debcli.letters.forms import forms
from debcli.letters.pdf import render_pdf
from debcli.letters.picture import LOGO_MAX, logo
from debcli.letters.sheet import WINDOWS, Page, Window, page_of, window
from debcli.receivables.facts import LetterKind
from letters.as_picture import render_png
from letters.letter_cases import MATRIX, letter, letter_to
from letters.test_letter_pdf import pages, window_lines

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="60" height="60" fill="#00aa66"/></svg>'


def png(width=120, height=40, colour=b"\x00\xaa\x66"):
    rows = (b"\x00" + colour * width) * height

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg():
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (120, 40), (0, 170, 102)).save(out, "JPEG")
    return out.getvalue()


def greens(made, page):
    """The box around what is green on the first page, in millimetres."""
    from PIL import Image, ImageChops

    image = Image.open(io.BytesIO(render_png(made, page, 72)[0])).convert("RGB")
    red, green, _ = image.split()
    found = ImageChops.subtract(green, red).point(lambda v: 255 if v > 100 else 0).getbbox()
    return None if found is None else tuple(round(v * 25.4 / 72) for v in found)


@pytest.mark.parametrize("data", [png(), jpeg(), SVG], ids=["png", "jpeg", "svg"])
@pytest.mark.parametrize("where", [*WINDOWS.values(), Window(105, 50, 85, 35)])
def test_a_logo_stands_above_the_sender_and_touches_nothing(data, where):
    page = Page(where, logo=logo(data, "x"))
    made = letter(LetterKind.HERINNERING)
    left, top, right, bottom = greens(made, page)
    assert 7 <= top < bottom <= 23
    assert left >= 20
    assert right <= 190
    assert render_pdf(made, page) == render_pdf(made, page)
    assert b"<pdfaid:part>2</pdfaid:part>" in render_pdf(made, page)
    assert f"data:{page.logo.mime};base64," in forms(made, page)["html"].decode()
    assert greens(made, Page(where)) is None


def test_in_a_belgian_window_stands_nothing_but_the_address():
    page = Page(WINDOWS["be"])
    lines = window_lines(letter(LetterKind.HERINNERING), page)
    inside = {y: text for y, text in lines.items() if page.window.y < y < page.window.y + page.window.height}
    assert [text.split()[0] for text in inside.values()] == ["Belofte", "T.a.v.", "Industrieweg", "3542"]
    assert 55 <= min(inside) <= 66


@pytest.mark.parametrize("where", [Window(25, 45, 85, 30), Window(33, 57, 90, 30), Window(105, 50, 85, 60)])
def test_the_letter_begins_below_the_window(where):
    page = Page(where)
    lines = window_lines(letter(LetterKind.HERINNERING), page._replace(window=where))
    assert page.start >= where.y + where.height + 8
    assert lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nl", WINDOWS["nl"]),
        ("be", WINDOWS["be"]),
        ("30,50,80,35", Window(30, 50, 80, 35)),
        ("30 50 80 35", Window(30, 50, 80, 35)),
    ],
)
def test_a_window_is_named_or_measured(text, expected):
    assert window(text) == expected
    assert page_of({"window": text}).window == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "de",
        "1,2,3",
        "25,45,85",
        "0,45,85,30",
        "150,45,85,30",
        "25,200,85,30",
        "25,45,85,30,1",
        "²5,45,85,30",
    ],
)
def test_a_window_off_the_sheet_is_refused(text):
    with pytest.raises(InputError) as error:
        window(text)
    assert error.value.hint


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no PNG, JPEG or SVG"),
        (b"GIF89a", "no PNG, JPEG or SVG"),
        (b"<?xml version='1.0'?><html/>", "no PNG, JPEG or SVG"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * LOGO_MAX, "larger than"),
    ],
)
def test_what_is_no_logo_is_refused(data, says):
    with pytest.raises(InputError) as error:
        logo(data, "logo.gif")
    assert says in error.value.message


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xffbroken", b"<svg><broken"])
def test_a_broken_logo_is_named_and_makes_no_letter(data):
    with pytest.raises(InputError) as error:
        render_pdf(letter(LetterKind.HERINNERING), Page(logo=logo(data, "x")))
    assert "logo" in error.value.message


def test_a_logo_reads_no_file_of_the_machine(tmp_path):
    (tmp_path / "secret.png").write_bytes(png())
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="60"><image width="200" height="60" xlink:href="{tmp_path}/secret.png"/></svg>'
    try:
        seen = greens(letter(LetterKind.HERINNERING), Page(logo=logo(svg.encode(), "x")))
    except InputError:
        seen = None
    assert seen is None


@pytest.mark.parametrize(
    ("kind", "language", "who"),
    [row for row in MATRIX if row[0] in {"regeling", "rekeningoverzicht", "bevestiging"}],
)
def test_closer_setting_keeps_a_letter_on_its_page(kind, language, who):
    assert len(pages(render_pdf(letter_to(kind, language, who)))) == 1


def test_a_short_letter_is_set_wide():
    assert gaps(letter(LetterKind.HERINNERING).body, Page()) == WIDE
