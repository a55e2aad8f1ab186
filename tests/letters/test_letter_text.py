"""The text of each letter, against files a person has read; and what the content takes from the claim."""

import os
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.letters import Agreement, Suspension, missing, templates
from debcli.letters.kinds import KINDS as ROWS
from debcli.letters.parts import specification
from debcli.letters.text import WIDTH
from debcli.letters.words import words
from debcli.receivables.claim import CostLine, Received
from debcli.receivables.facts import Kind, LetterKind
from debcli.values.money import dutch
from letters.letter_cases import (
    AFTER,
    BELOFTE,
    DAY,
    HISTORY_AFTER,
    HISTORY_ONE,
    JANSEN,
    KINDS,
    MATRIX,
    NIENKE,
    ONE,
    ONE_PRIVATE,
    PAY_BY,
    SUBJECTS,
    THREE,
    THREE_PRIVATE,
    flat,
    forty,
    letter,
    letter_to,
    line,
)

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("kind", "language", "who"), MATRIX)
def test_text_is_the_one_that_was_read(kind, language, who):
    made = letter_to(kind, language, who)
    path = GOLDEN / language / f"{kind}-{who}.txt"
    if os.environ.get("DEBCLI_GOLDEN") == "write":
        path.write_text(made.text)
    assert made.text == path.read_text()
    assert [check for check in made.checks if not check.ok] == []
    assert max(map(len, made.text.splitlines())) <= WIDTH


@pytest.mark.parametrize(
    ("kind", "cents"),
    [
        ("herinnering", THREE.principal),
        ("aanmaning", THREE.principal),
        ("sommatie", THREE.total),
        ("stuiting", THREE.total),
        ("ingebrekestelling", THREE.principal),
        ("veertiendagenbrief", THREE_PRIVATE.principal + THREE_PRIVATE.interest_total),
        ("bevestiging", 50000),
    ],
)
def test_amount_to_pay_is_the_claims_own(kind, cents):
    assert letter(LetterKind(kind), "three").content.payment.cents == cents


def test_sommatie_lines_are_those_of_the_claim():
    specification, summary = letter(LetterKind.SOMMATIE, "three").content.specification
    assert [row[-1] for row in specification.rows] == ["6,55", "2,63", "4,34", "1,81"]
    assert [row[-1] for row in summary.rows] == ["1.557,00", "15,33", "233,55"]
    assert flat(summary.total[0][-1]) == "€ 1.805,88"


def test_payments_after_a_sommatie_stand_in_the_next_one():
    made = letter(LetterKind.SOMMATIE, claim=AFTER, history=HISTORY_AFTER)
    path = GOLDEN / "nl" / "sommatie-after.txt"
    if os.environ.get("DEBCLI_GOLDEN") == "write":
        path.write_text(made.text)
    assert made.text == path.read_text()
    assert missing(made.checks) == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (CostLine(250_000, Decimal(15), 37500), "15 % over € 2.500,00"),
        (CostLine(100_000, Decimal("0.5"), 500), "0,5 % over € 1.000,00"),
        (CostLine(11_900, None, 4000, "minimum"), "het wettelijke minimum, over € 119,00"),
        (CostLine(200_000_000, None, 677500, "maximum"), "het wettelijke maximum, over € 2.000.000,00"),
        (CostLine(50_000, None, 7500, claimed_on=DAY), "gevorderd op 2 november 2026, over € 500,00"),
        (CostLine(50_000, None, 7500), "aanvulling volgens de wettelijke staffel, over nog € 500,00"),
    ],
)
def test_each_cost_line_says_over_what_and_how(line, says):
    made = letter(LetterKind.SOMMATIE, claim=ONE._replace(costs=(line,)))
    assert f"Besluit vergoeding voor buitengerechtelijke incassokosten): {says} " in flat(made.text)
    assert missing(made.checks) == ()
    more = letter(LetterKind.SOMMATIE, claim=ONE._replace(costs=(ONE.costs[0], line)))
    assert f" en {says} {dutch(line.amount)} " in flat(more.text)


CENTS = st.integers(0, 10**9)


@given(
    st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=3),
    st.lists(st.tuples(CENTS, CENTS, CENTS), max_size=3),
    st.lists(CENTS, max_size=4),
)
def test_the_printed_specification_adds_up_to_the_cent(interest, received, costs):
    first, day = ONE.interest[0], date(2026, 10, 20)
    claim = ONE._replace(
        interest=tuple(first._replace(base=base, amount=amount) for base, amount in interest),
        received=tuple(Received("2026-001", day, *parts) for parts in received),
        costs=tuple(CostLine(amount, Decimal(15), amount) for amount in costs),
    )
    tables = specification(claim, words("nl").grounds["nl", Kind.BUSINESS], words("nl"))
    for table in tables:
        for column, right in enumerate(table.right):
            if right and table.total[0][column]:
                cells = [signed(row[column]) for row in table.rows]
                assert sum(cells) == signed(table.total[0][column])
    assert signed(tables[-1].total[0][-1]) == claim.total
    assert len(tables) == (3 if received else 2)


def signed(cell):
    figures = cell.replace(".", "").replace(",", "").removeprefix("€").strip()
    return int(figures)


def test_a_stuiting_names_no_day_and_presses_nobody():
    made = letter(LetterKind.STUITING, pay_by=None)
    assert made.content.pay_by == ""
    assert made.text == letter(LetterKind.STUITING).text
    assert "iterlijk" not in made.text
    assert not made.content.block.qr


def test_a_stuiting_to_a_consumer_holds_no_costs_that_are_not_owed():
    text = letter(LetterKind.STUITING, customer=JANSEN, claim=ONE_PRIVATE).text
    assert "ncassokosten" not in text
    assert "artikel 6:119 BW" in flat(text)


def test_an_ingebrekestelling_asks_what_is_due_before_anything_accrued():
    made = letter(LetterKind.INGEBREKESTELLING)
    assert made.content.total == made.content.to_pay == made.content.principal
    assert "181,50" not in made.text
    assert "11,03" not in made.text


@pytest.mark.parametrize("kind", [LetterKind.AANMANING, LetterKind.INGEBREKESTELLING])
def test_a_consumer_is_told_of_costs_only_after_a_free_reminder(kind):
    private = letter(kind, customer=JANSEN, claim=ONE_PRIVATE)
    assert "kosteloze" in private.text
    assert missing(private.checks) == ()
    assert "kosteloze" not in letter(kind).text


def test_voice_follows_the_legal_form():
    assert " ik " in letter(LetterKind.SOMMATIE).text
    for form in ("vof", "bv"):
        text = (
            f" {flat(letter(LetterKind.SOMMATIE, creditor=NIENKE._replace(legal_form=form)).text)} ".lower()
        )
        assert " wij " in text
        assert " ik " not in text
        assert " mij " not in text


def test_every_letter_of_a_bv_says_we():
    for kind in KINDS:
        words = flat(letter(kind, "three").text).lower().replace(",", " ").replace(".", " ").split()
        assert not {"ik", "mij", "mijn", "me"} & set(words), kind


def test_dutch_address_ends_as_postnl_asks_and_a_foreign_one_with_its_country():
    assert letter(LetterKind.HERINNERING).content.address == (
        "Belofte Bouw BV",
        "T.a.v. Els Bouw",
        "Industrieweg 5",
        "3542 AD  UTRECHT",
    )
    assert letter(LetterKind.HERINNERING, "three").content.address == (
        "Drukkerij Peeters",
        "Kaai 9",
        "9000 GENT",
        "BELGIË",
    )


def test_ground_names_the_article_for_the_kind_of_customer():
    for kind, article in ((Kind.BUSINESS, "6:119a"), (Kind.GOVERNMENT, "6:119b")):
        assert article in letter(LetterKind.SOMMATIE, customer=BELOFTE._replace(kind=kind)).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pay_by": DAY}, "after the letter's date"),
        ({"pay_by": None}, "after the letter's date"),
        ({"claim": ONE._replace(as_of=date(2026, 11, 1))}, "its claim 2026-11-01"),
        ({"claim": ONE._replace(invoices=())}, "no invoice"),
        ({"claim": ONE._replace(jurisdiction="be")}, "no grounds yet"),
        ({"claim": AFTER._replace(received=(AFTER.received[0]._replace(number="\x1b"),))}, "U+001B"),
        ({"customer": BELOFTE._replace(name="Bouw\x00")}, "U+0000"),
        ({"language": "xx"}, "'xx'"),
    ],
)
def test_untrue_letters_are_refused_in_one_line(change, says):
    with pytest.raises(InputError) as error:
        letter(LetterKind.SOMMATIE, **change)
    assert says in error.value.message
    assert error.value.hint


@pytest.mark.parametrize(
    ("kind", "needs"),
    [("bevestiging", "an agreement"), ("regeling", "a payment plan"), ("voorwaarden", "new terms")],
)
def test_what_a_kind_is_about_must_be_given(kind, needs):
    for subject in (None, Suspension()):
        with pytest.raises(InputError, match=f"needs {needs}"):
            letter(LetterKind(kind), subject=subject)


def test_every_kind_is_written():
    assert set(ROWS) == set(LetterKind) == set(KINDS)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"prepay_percent": None, "term_days": None, "limit": None}, "say nothing"),
        ({"start": DAY - timedelta(1)}, "the letter is of 2026-11-02"),
        ({"review": date(2026, 12, 1)}, "looked at again on 2026-12-01"),
    ],
)
def test_new_terms_that_say_nothing_or_nonsense_are_refused(change, says):
    with pytest.raises(InputError) as error:
        letter(LetterKind.VOORWAARDEN, subject=SUBJECTS[LetterKind.VOORWAARDEN]._replace(**change))
    assert says in error.value.message
    assert error.value.hint


def test_a_statement_of_what_is_not_due_yet_asks_nothing():
    early = ONE._replace(invoices=(line("2026-009", 48400, 0, date(2026, 11, 20)),), interest=(), costs=())
    made = letter(LetterKind.REKENINGOVERZICHT, claim=early)
    assert "Te betalen" not in made.text
    assert "alleen ter informatie" in made.text
    assert not made.content.block.qr
    assert missing(made.checks) == ()


@pytest.mark.parametrize(
    ("late", "row"), [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (4000, 4)]
)
def test_the_columns_of_an_aging_meet_without_gap(late, row):
    claim = ONE._replace(invoices=(line("2026-001", 100, 0, DAY - timedelta(late)),))
    aging = letter(LetterKind.REKENINGOVERZICHT, claim=claim).content.aging
    assert [cells[1] for cells in aging.rows] == ["1,00" if at == row else "0,00" for at in range(5)]


def test_many_invoices_are_paid_under_one_name():
    made = letter(LetterKind.SOMMATIE, claim=forty())
    assert made.content.payment.reference == "belofte-bouw 2026-11-02"
    assert "Onder vermelding van: belofte-bouw 2026-11-02" in made.text


def test_a_name_with_a_dot_ends_a_sentence_once():
    for kind, language, who in MATRIX:
        made = letter_to(kind, language, who)
        assert ".." not in made.text, kind


def test_bevestiging_asks_for_the_agreed_sum_by_the_agreed_day():
    made = letter(LetterKind.BEVESTIGING, subject=Agreement(DAY, 121000, date(2026, 11, 13)))
    assert "€ 1.210,00" in made.content.block.lines[0][1].replace("\u00a0", " ")
    assert "vrijdag 13 november 2026" in made.text
    assert "staat nog" not in made.text  # nothing is left after it
    assert "Els Bouw, namens Belofte Bouw BV" in made.text


def test_foreign_currency_or_a_wrong_iban_gives_no_qr():
    assert letter(LetterKind.HERINNERING).content.block.qr
    assert not letter(
        LetterKind.HERINNERING, claim=ONE._replace(currency="SEK", interest=(), costs=())
    ).content.block.qr
    assert not letter(
        LetterKind.HERINNERING, creditor=NIENKE._replace(iban="NL92ABNA0417164300")
    ).content.block.qr
    assert not letter(LetterKind.HERINNERING, reference="x" * 141).content.block.qr


def test_reference_is_the_one_given_else_the_numbers():
    assert (
        letter(LetterKind.HERINNERING, reference="RF18 5390 0754 7034").content.payment.reference
        == "RF18 5390 0754 7034"
    )
    assert letter(LetterKind.HERINNERING, "three").content.payment.reference == "2026-001, 2026-004, 2026-007"


def test_delivery_stop_stands_only_where_it_holds():
    assert "opschorten" not in letter(LetterKind.SOMMATIE).text
    assert "schort ik" in letter(LetterKind.SOMMATIE, delivery_stop=True).text


def test_a_claim_without_interest_or_costs_claims_none():
    text = letter(LetterKind.SOMMATIE, claim=ONE._replace(interest=(), costs=(), per_day=0)).text
    assert "rente" not in text
    assert "ncassokosten" not in text


def test_a_language_without_template_falls_back_and_says_so(monkeypatch, tmp_path):
    source = templates.find(LetterKind.HERINNERING, "nl")
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / source.path.name).write_text(source.text)
    assert letter(LetterKind.HERINNERING).warnings == ()
    monkeypatch.setattr(templates, "shipped", lambda: tmp_path)
    made = letter(LetterKind.HERINNERING, language="en")
    assert made.content.language == "nl"
    assert "uiterlijk op" in made.text
    assert any("'en'" in warning for warning in made.warnings)


def test_claim_warnings_reach_the_user():
    assert letter(
        LetterKind.SOMMATIE,
        claim=ONE._replace(warnings=("rates are old",)),
        history=HISTORY_ONE,
        pay_by=PAY_BY,
    ).warnings == ("rates are old",)
