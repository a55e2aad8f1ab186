"""A payment that looks like a typing error is booked, but not without a word; one on a handed-over claim is told on."""

import pytest

from debcli.values.text import slug


def test_an_exact_double_is_said_with_the_way_back(book):
    first = book("log-payment", "belofte", "500", day="2026-10-08")
    assert "already" not in first.err
    second = book("log-payment", "belofte", "500", day="2026-10-08")
    assert "is in the ledger already" in " ".join(second.err.split())
    assert "debcli undo" in second.err
    assert "already" not in book("log-payment", "belofte", "500", "--on", "2026-10-07", day="2026-10-08").err


def test_more_than_was_ever_invoiced_is_said(book):
    said = book("log-payment", "belofte", "121000", day="2026-10-08")
    assert "more than all that Belofte Bouw B.V. was ever invoiced (€ 1.210,00)" in " ".join(said.err.split())
    assert "debcli undo" in said.err


def test_a_payment_of_before_the_first_invoice_is_said(book):
    """`--on 20-11` typed in early November is the November before."""
    said = book("log-payment", "belofte", "500", "--on", "20-11", day="2026-10-08")
    assert "On Thursday 20 November 2025 Belofte Bouw B.V. had no invoice yet" in " ".join(said.err.split())
    assert "debcli undo" in said.err
    assert "no invoice yet" not in book("log-payment", "belofte", "400", day="2026-10-08").err


def test_money_on_a_handed_over_claim_is_told_to_who_collects_it(book):
    book("handover", "belofte", "--to", "Bureau Recht", day="2026-10-08")
    said = book("log-payment", "belofte", "500", day="2026-10-09")
    assert "Bureau Recht collects it: tell them today" in said.out
    book("handover", "belofte", "--back", day="2026-10-10")
    assert "tell them" not in book("log-payment", "belofte", "100", day="2026-10-11").out


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Mevrouw A. Jansen", "a-jansen"),
        ("dhr. de Wit", "de-wit"),
        ("Mw De Boer", "de-boer"),
        ("De heer Vos", "vos"),
        ("Meneer", "meneer"),
        ("Dhrobe BV", "dhrobe"),
    ],
)
def test_a_title_is_no_part_of_a_short_name(name, short):
    assert slug(name) == short
