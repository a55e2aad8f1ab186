"""Hostile and exotic data in every field: printed as it is, or refused with the character named. The layout stays."""

import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.letters import Event, EventKind, missing
from debcli.letters.forms import forms
from debcli.letters.mail import draft_eml, envelope
from debcli.letters.pdf import render_pdf
from debcli.receivables.facts import LetterKind
from debcli.values.text import clean_line
from letters.letter_cases import BELOFTE, DAY, KINDS, NIENKE, ONE, SUBJECTS, flat, letter, letter_to
from letters.test_letter_render import HOSTILE, shape

SHARED = Path(__file__).parents[3] / "shared" / "data" / "strings"
PLAIN = {
    kind: letter_to(kind, "nl", "consumer" if kind == "veertiendagenbrief" else "business") for kind in KINDS
}


def with_text(kind, text):
    """A letter with the text in every field a person or a file can fill."""
    fields = {"name": text, "contact": text, "address": text, "city": text, "postcode": text[:20] or "x"}
    claim = PLAIN_CLAIMS[kind]
    lines = tuple(x._replace(invoice=x.invoice._replace(number=text)) for x in claim.invoices[:1])
    claim = claim._replace(
        invoices=lines, interest=tuple(i._replace(number=text) for i in claim.interest[:1]), costs=claim.costs
    )
    subject = SUBJECTS.get(kind)
    if subject is not None and hasattr(subject, "name"):
        subject = subject._replace(name=text)
    if subject is not None and hasattr(subject, "what"):
        subject = subject._replace(what=text)
    return letter(
        kind,
        creditor=NIENKE._replace(**fields, phone=text, email=text),
        customer=BELOFTE._replace(**fields),
        claim=claim,
        subject=subject,
        history=(Event(DAY, EventKind.SPOKE, name=text, invoices=(text,)),)
        if kind in {"aanmaning", "sommatie"}
        else (),
        reference=text,
    )


KINDS_HERE = [kind for kind in KINDS if kind not in {LetterKind.VEERTIENDAGENBRIEF, LetterKind.VOORWAARDEN}]
PLAIN_CLAIMS = dict.fromkeys(KINDS_HERE, ONE)
SHAPES = {kind: shape(with_text(kind, "Bouw").body) for kind in KINDS_HERE}


def holds(kind, text):
    """The letter holds the text literally and keeps its shape, or the text is refused and what is wrong with it named."""
    try:
        made = with_text(kind, text)
    except InputError as error:
        assert "U+" in error.message
        return None
    clean = clean_line(text)
    assert shape(made.body) == SHAPES[kind]
    if clean:
        assert flat(clean) in flat(made.text)
        assert {c.element for c in missing(made.checks)} <= {"customer-name", "creditor-name"}
    return made


ANY_TEXT = st.text(min_size=1, max_size=80)
NASTY = st.lists(
    st.sampled_from(
        ["#panic(1)", "{{ 7*7 }}", "{% include 'x' %}", "**", "_", "`", "```slot\ninvoice_table\n```", "<b>", "&amp;", "](x)", "\\", "\n# ", "- ",
         "| a |", "$x$", "@ref", "<label>", "%", "\u202e", "\u200b", "\x00", "\ud800", "\x1b[31m", "é", "漢", "😀", "عمر", "\u00a0", "~", "'", '"', "€"]
    ),
    min_size=1, max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS_HERE), ANY_TEXT | NASTY)
@example(LetterKind.SOMMATIE, "\ud800")
@example(LetterKind.SOMMATIE, "x\x00y")
def test_any_text_in_any_field_prints_as_it_is_or_is_named(kind, text):
    holds(kind, text)


@settings(max_examples=25, deadline=None)
@given(NASTY)
def test_the_page_and_the_mail_hold_it_too_or_name_the_character(text):
    from pypdf import PdfReader

    made = holds(LetterKind.HERINNERING, text)
    if made is None or not clean_line(text):
        return
    try:
        files = forms(made)
    except InputError as error:
        assert "U+" in error.message
        return
    assert len(PdfReader(io.BytesIO(files["pdf"])).pages) <= 2
    html = files["html"].decode()
    assert html.count("<table") == forms(with_text(LetterKind.HERINNERING, "Bouw"))["html"].decode().count(
        "<table"
    )
    for tag in ("<b>", "<label>", "<script"):
        assert tag not in html
    about = envelope(NIENKE, BELOFTE._replace(contact=clean_line(text)), files, "brief.pdf")
    assert b"\r\n\r\n" in draft_eml(about, files)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "---"])
@pytest.mark.parametrize("kind", [LetterKind.REGELING, LetterKind.OPSCHORTING, LetterKind.REKENINGOVERZICHT])
def test_the_known_hostile_names_in_the_newer_letters(kind, text):
    assert holds(kind, text) is not None


@pytest.mark.parametrize("text", ["W" * 300, "Stichting " * 30, "x" * 299 + "é", "a-b" * 100, "1" * 300])
@pytest.mark.parametrize("kind", [LetterKind.SOMMATIE, LetterKind.REGELING])
def test_three_hundred_characters_in_every_field_stay_on_the_page(kind, text):
    from pypdf import PdfReader

    made = holds(kind, text)
    for page in PdfReader(io.BytesIO(render_pdf(made))).pages:
        right = []

        def visit(part, matrix, text_matrix, _font, size, right=right):
            if part.strip():
                right.append(text_matrix[4] * matrix[0] + matrix[4])

        page.extract_text(visitor_text=visit)
        assert max(right, default=0) < 595  # nothing begins beyond the sheet


@pytest.mark.parametrize("text", ["W" * 300, "Stichting tot behoud " * 14])
def test_a_head_that_is_far_too_long_stays_above_the_letter(text):
    from pypdf import PdfReader

    found = {}

    def visit(part, matrix, text_matrix, _font, _size):
        for word in ("Btw-nummer", "Herinnering"):
            if word in part:
                found[word] = 297 - (text_matrix[5] * matrix[3] + matrix[5]) * 25.4 / 72

    made = with_text(LetterKind.HERINNERING, text)
    PdfReader(io.BytesIO(render_pdf(made))).pages[0].extract_text(visitor_text=visit)
    assert 20 < found["Btw-nummer"] < 85 < found["Herinnering"]


def shared_lines():
    if not SHARED.is_dir():
        return []
    names = [
        line
        for path in sorted(SHARED.glob("*.txt"))
        for line in path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    ]
    return [line[:300] for line in names if line.strip() and not line.startswith("#")]


def test_strings_that_broke_other_programs():
    lines = shared_lines()
    if not lines:
        pytest.skip("the collection of strings is not here")
    printed = named = 0
    for text in lines:
        made = holds(LetterKind.HERINNERING, text)
        printed, named = printed + (made is not None), named + (made is None)
    assert printed > 5 * max(1, named)
