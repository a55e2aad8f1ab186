"""What a letter says beside what it asks: a rest elsewhere, a dispute in part, a plan that may lapse, an objection."""

from datetime import date
from decimal import Decimal

import pytest

from debcli.letters.callsheet import sheet_text
from debcli.letters.parts import capitalised
from debcli.letters.words import words
from debcli.receivables.account import account
from debcli.receivables.callsheet import call_sheet
from debcli.receivables.claim import InterestLine
from debcli.receivables.facts import Customer, Facts, Invoice, Kind
from letters.letter_cases import AFTER, BELOFTE, NIENKE, flat


def text(book, who, kind, day, *more):
    made = book(
        "letter", who, "--kind", kind, "--via", "email", "--bank-checked", *more, "--json", day=day
    ).json
    return flat(book("letters", "--show", str(made["id"]), "--json", day=day).json["text"])


@pytest.fixture
def piet(book):
    """A private person with one invoice, due 2026-10-01."""
    book(
        "add-customer", "Piet Pieters", "--slug", "piet", "--kind", "consumer", "--agreed-term", "--address", "Laan 4", "--postcode", "1234 AB",
        "--city", "Ede", "--email", "p@p.example", "--phone", "06 1234 5679", day="2026-09-01",
    )  # fmt: skip
    book(
        "add-invoice",
        "piet",
        "P-1",
        "1000",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-10-01",
        day="2026-09-01",
    )
    return book


FORCED = ("--force", "--because", "x")


def test_a_sommatie_does_not_give_up_what_is_left_on_another_invoice(piet):
    piet(
        "add-invoice",
        "piet",
        "P-2",
        "2400",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-10-02",
        day="2026-09-01",
    )
    text(piet, "piet", "veertiendagenbrief", "2026-10-05", *FORCED)
    piet("log-payment", "piet", "1000", "--invoice", "P-1", day="2026-10-26")
    said = text(piet, "piet", "sommatie", "2026-10-27", *FORCED)
    assert "Daarnaast staat op factuur P-1 nog € " in said
    assert "open; die vordering blijft bestaan." in said
    assert "handhaaf ik mijn aanspraak op rente en incassokosten" in said
    assert (
        "een veertiendagenbrief, met het verzoek binnen veertien dagen vanaf de dag na bezorging te betalen."
        in said
    )


def test_a_statement_names_a_rest_and_what_is_owed_with_interest_and_costs(book):
    text(book, "belofte", "sommatie", "2026-10-12", *FORCED)
    claimed = text(book, "belofte", "rekeningoverzicht", "2026-10-13")
    assert "Met rente en incassokosten is op 13 oktober 2026 op factuur 2026-001 € 1.39" in claimed
    book("log-payment", "belofte", "1210", day="2026-10-14")
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "605",
        "--issued",
        "2026-10-14",
        "--due",
        "2026-10-20",
        day="2026-10-14",
    )
    rest = text(book, "belofte", "rekeningoverzicht", "2026-10-15")
    assert "Daarnaast bent u op 15 oktober 2026 aan rente en incassokosten nog € 18" in rest
    assert "verschuldigd, op factuur 2026-001." in rest
    assert "niet in dit overzicht opgenomen" not in rest


def test_a_statement_within_the_term_of_a_veertiendagenbrief_names_no_other_sum(piet):
    text(piet, "piet", "veertiendagenbrief", "2026-10-05", *FORCED)
    within = text(piet, "piet", "rekeningoverzicht", "2026-10-08")
    assert "Rente en kosten zijn niet in dit overzicht opgenomen." in within
    assert "Met rente" not in within
    after = text(piet, "piet", "rekeningoverzicht", "2026-10-30")
    assert "Met rente en incassokosten is op 30 oktober 2026 op factuur P-1 € 1.15" in after


@pytest.mark.parametrize("kind", ["stuiting", "rekeningoverzicht"])
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("nl", "verandert niets aan mijn veertiendagenbrief van 20 oktober 2026: de termijn en het bedrag"),
        ("en", "changes nothing about my fourteen-day letter (veertiendagenbrief) of 20 October 2026: the term and the amount it names stand."),
    ],
)  # fmt: skip
def test_what_tells_another_sum_within_the_fourteen_days_says_that_the_letter_stands(
    piet, kind, language, says
):
    spoken = ("--language", language)
    text(piet, "piet", "veertiendagenbrief", "2026-10-20")
    assert says in text(piet, "piet", kind, "2026-10-21", *spoken)
    assert says not in text(piet, "piet", kind, "2026-11-20", *spoken)


def test_a_statement_before_anything_was_claimed_names_the_invoices_only(book):
    assert "Met rente" not in text(book, "belofte", "rekeningoverzicht", "2026-10-13")


def test_a_dispute_in_part_is_said_to_be_outside_the_letter_and_told(book):
    book("log-dispute", "belofte", "2026-001", "--about", "uren", "--amount", "300", day="2026-10-06")
    said = text(book, "belofte", "sommatie", "2026-10-12", *FORCED)
    assert "Totaal open, zonder wat in geschil is" in said
    assert (
        "Over het deel dat u betwist (€ 300,00) gaat deze brief niet; daarop behoud ik mij alle rechten voor."
        in said
    )
    assert "Op 6 oktober 2026 maakte u bezwaar tegen € 300,00 van factuur 2026-001." in said


def test_an_objection_made_in_a_call_is_told_once(book):
    book(
        "log-call",
        "belofte",
        "--outcome",
        "disputes",
        "--with",
        "Els",
        "--amount",
        "300",
        "--note",
        "uren",
        day="2026-10-06",
    )
    said = text(book, "belofte", "sommatie", "2026-10-12", *FORCED)
    assert "die bezwaar maakte tegen factuur 2026-001." in said
    assert "maakte u bezwaar" not in said


def test_a_credit_note_is_not_called_a_payment_and_lowers_claimed_costs_in_words(book):
    text(book, "belofte", "sommatie", "2026-10-12", *FORCED)
    book("credit", "belofte", "2026-001", "210", day="2026-10-13")
    said = text(book, "belofte", "sommatie", "2026-10-21", *FORCED)
    assert "gecrediteerd" in said
    assert "gevorderd op 12 oktober 2026, na de creditnota nog over € 1.000,00" in said


def test_a_plan_says_what_lapsing_costs(piet):
    text(piet, "piet", "veertiendagenbrief", "2026-10-05", *FORCED)
    piet("log-plan", "piet", "--instalments", "4", "--first", "2026-10-10", day="2026-10-08")
    said = text(piet, "piet", "regeling", "2026-10-08")
    assert (
        "meteen opeisbaar, met de wettelijke rente vanaf de oorspronkelijke vervaldatum en de incassokosten die in mijn "
        "veertiendagenbrief van 5 oktober 2026 staan." in said
    )


def test_a_plan_of_a_private_person_without_a_veertiendagenbrief_names_no_costs(piet):
    piet("log-plan", "piet", "--instalments", "4", "--first", "2026-10-10", day="2026-10-08")
    said = text(piet, "piet", "regeling", "2026-10-08")
    assert "meteen opeisbaar, met de wettelijke rente vanaf de oorspronkelijke vervaldatum." in said


def test_a_stuiting_to_a_private_person_before_a_veertiendagenbrief_announces_no_costs(piet):
    said = text(piet, "piet", "stuiting", "2026-10-12", *FORCED)
    assert "met de rente en kosten waarop ik volgens de wet recht heb" in said


@pytest.mark.parametrize(
    ("kind", "article"),
    [(Kind.BUSINESS, "6:119a lid 3"), (Kind.CONSUMER, "6:119 lid 2"), (Kind.GOVERNMENT, "6:119b lid 3")],
)
def test_interest_that_bears_interest_is_explained(kind, article):
    customer, first = Customer(1, "x", "X", kind), date(2024, 1, 1)
    runs = tuple(
        InterestLine(
            "F1", first.replace(year=2024 + n), first.replace(year=2025 + n), 365, base, Decimal(10), 100
        )
        for n, base in enumerate((1000_00, 1100_00))
    )
    said = capitalised(AFTER._replace(interest=runs), customer, words("nl"))
    assert flat(said).endswith(f"(artikel {article} BW).")
    assert capitalised(AFTER._replace(interest=runs[:1]), customer, words("nl")) == ""


def test_the_call_sheet_speaks_of_interest_and_costs_where_it_asks_them(book):
    text(book, "belofte", "sommatie", "2026-10-12", *FORCED)
    sheet = " ".join(book("call", "belofte", day="2026-10-21").out.split())
    assert "met rente en kosten, 20 dagen te laat" in sheet


@pytest.mark.parametrize("reclaims", [True, False])
def test_the_call_sheet_speaks_of_vat_only_where_it_was_paid(reclaims):
    due, day = date(2026, 10, 1), date(2026, 10, 12)
    facts = Facts(BELOFTE, (Invoice(1, 1, "F1", 1000_00, date(2026, 9, 1), due),), (), (), (), (), ())
    acc = account(facts, day)
    said = sheet_text(acc, call_sheet(acc, facts, ()), NIENKE._replace(reclaims_vat=reclaims), "nl")
    assert ("voorgeschoten" in said) is reclaims
