"""What law asks of letters and money, typed as a user would: costs by law, limitation, terms nobody agreed, set-off."""

import pytest

from conftest import rows

LETTER = ("--via", "email", "--bank-checked")


@pytest.fixture
def private(book):
    book("add-customer", "Anna Smit", "--kind", "consumer", "--address", "Dorp 1", "--postcode", "1234 AB", "--city", "Ede",
         "--email", "anna@smit.example", "--contact", "Anna Smit")  # fmt: skip
    for number, amount, issued, due in (("A-1", "500", "05-01", "06-01"), ("A-2", "300", "05-25", "06-20")):
        words = ("--issued", f"2026-{issued}", "--due", f"2026-{due}")
        book("add-invoice", "anna", number, amount, *words, day=f"2026-{issued}")
    return book


def figures(book, day):
    found = book("claim", "anna", "--json", day=day).json
    return found["principal"], found["interest_total"], found["costs_total"]


def brief(book, day):
    return book(
        "letter", "anna", "--kind", "veertiendagenbrief", *LETTER, "--format", "txt", "--json", day=day
    )


def test_who_pays_all_after_the_fourteen_days_has_no_balance_in_favour(private):
    brief(private, "2026-06-17")
    assert figures(private, "2026-07-06")[2] == "0.00"
    assert figures(private, "2026-07-07")[2] == "75.00"
    paid = private("log-payment", "anna", "577.08", "--invoice", "A-1", "--json", day="2026-07-09").json
    assert (paid["left"], paid["parts"]) == (
        "0.00",
        [{"number": "A-1", "amount": "500.00", "extras": "77.08", "rest_claim": "0.00"}],
    )
    shown = private("show", "anna", "--json", day="2026-07-09").json
    assert (shown["open"], shown["rest_claim"], shown["in_favour"]) == ("300.00", "0.00", {})
    assert private("check", day="2026-07-10").code == 0


def test_a_second_letter_names_what_comes_on_top_and_says_so(private, tmp_path):
    brief(private, "2026-06-17")
    private(
        "letter", "anna", "--kind", "veertiendagenbrief", *LETTER, "--out", str(tmp_path), day="2026-06-24"
    )
    said = " ".join(next(tmp_path.glob("*.txt")).read_text().split())
    assert "daarnaast € 45,00 aan buitengerechtelijke incassokosten verschuldigd" in said
    assert "heb ik u al € 75,00 aan incassokosten aangekondigd" in said
    assert "een hoofdsom van € 800,00, bedragen de kosten volgens de wettelijke staffel € 120,00" in said
    assert figures(private, "2026-07-13")[2] == "75.00"
    assert figures(private, "2026-07-14")[2] == "120.00"
    # the morning reads less than the whole history, and must say the same
    assert (
        private("letter", "anna", "--kind", "sommatie", "--dry-run", "--bank-checked", day="2026-07-14").code
        == 0
    )
    english = private(
        "letter",
        "anna",
        "--kind",
        "veertiendagenbrief",
        "--language",
        "en",
        "--dry-run",
        "--bank-checked",
        day="2026-06-30",
        ok=False,
    )
    assert english.code == 3


def test_the_second_letter_in_english(private, tmp_path):
    brief(private, "2026-06-17")
    private(
        "letter",
        "anna",
        "--kind",
        "veertiendagenbrief",
        "--language",
        "en",
        *LETTER,
        "--out",
        str(tmp_path),
        day="2026-06-24",
    )
    said = " ".join(next(tmp_path.glob("*.txt")).read_text().split())
    assert (
        "Over other invoices that are not settled yet I have already announced € 75.00 in collection costs to you."
        in said
    )
    assert (
        "a principal of € 800.00, the costs by the legal scale are € 120.00; this is the difference" in said
    )


def test_a_settled_one_in_the_same_letter_leaves_the_other_its_costs(private):
    """One letter over both; A-1 is paid within the term and A-2 is not: 15 % of 300.00, also where A-1 is read no more."""
    brief(private, "2026-06-22")
    asked = private("claim", "anna", "--json", day="2026-06-22").json
    lines = {i["invoice"]: i["amount"] for i in asked["interest"]}
    private("log-payment", "anna", f"{500 + float(lines['A-1']):.2f}", "--invoice", "A-1", day="2026-06-23")
    assert figures(private, "2026-07-20")[2] == "45.00"
    morning = private("today", "--json", day="2026-07-20").json["actions"][0]
    assert morning["claim"]["costs"] == "45.00"


def test_a_repeated_sommatie_is_no_new_charge(private):
    """The six months count from the first sommatie that claimed the costs, not from the letter that asks them again."""
    private("log-call", "anna", "--outcome", "spoke", day="2026-06-02")
    private("hold", "A-2", "--until", "2026-12-30", "--because", "test", day="2026-06-21")
    brief(private, "2026-06-17")
    for day in ("2026-07-08", "2026-09-08"):
        private("letter", "anna", "--kind", "sommatie", *LETTER, day=day)
    private("release", "A-2", day="2026-11-30")
    brief(private, "2026-12-01")  # its term ends on the 18th
    told = private("claim", "anna", "--json", day="2027-01-08").json
    assert "8 July" in " ".join(told["warnings"])
    assert "9 January 2027" in " ".join(told["warnings"])
    assert private("claim", "anna", "--json", day="2027-01-09").json["costs_total"] == "120.00"


def test_a_stuiting_of_what_has_lapsed_is_refused_and_says_what_is_left(book, ledger):
    book("add-invoice", "belofte", "O-1", "1000", "--issued", "2020-01-01", "--due", "2020-01-31")
    book("write-off", "2026-001", "--because", "test")
    told = book("claim", "belofte", "--json", day="2025-02-01").json["warnings"]
    assert any("lapses on Sunday 2 February 2025 (art. 3:307 BW)" in w for w in told)
    assert book("letter", "belofte", "--kind", "stuiting", "--dry-run", day="2025-02-01").code == 0
    told = book("claim", "belofte", "--json", day="2025-02-02").json["warnings"]
    assert any("O-1 lapsed on Sunday 2 February 2025 (art. 3:307 BW)" in w for w in told)
    before = rows(ledger)
    words = ("letter", "belofte", "--kind", "stuiting", "--force", "--because", "toch")
    refused = book(*words, day="2025-02-02", ok=False)
    assert (refused.code, "no claim left to interrupt" in refused.err, "art. 6:3 BW" in refused.err) == (
        3,
        True,
        True,
    )
    assert "debcli write-off O-1" in refused.err
    assert rows(ledger) == before


def test_a_sale_to_a_private_person_lapses_by_its_own_article(private):
    private(
        "add-invoice",
        "anna",
        "G-1",
        "100",
        "--issued",
        "2023-01-02",
        "--due",
        "2023-01-16",
        "--sale",
        "goods",
    )
    told = private("claim", "anna", "--json", day="2026-06-30").json["warnings"]
    assert any("G-1 lapsed on Saturday 18 January 2025 (art. 7:28 BW)" in w for w in told)
    # what has not lapsed is interrupted, what has is not in the letter
    made = private("letter", "anna", "--kind", "stuiting", "--dry-run", day="2026-06-30").out
    assert ("A-1" in made, "G-1" in made) == (True, False)


def test_a_business_without_agreed_term_is_not_told_before_the_lawful_day_that_it_is_late(book):
    book("edit-customer", "belofte", "--no-agreed-term")
    book("write-off", "2026-001", "--because", "test", day="2026-09-02")
    book(
        "add-invoice",
        "belofte",
        "N-1",
        "500",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-09-08",
        day="2026-09-01",
    )
    book("log-call", "belofte", "--outcome", "spoke", day="2026-09-08")
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day="2026-09-15")
    for kind in ("aanmaning", "sommatie"):
        words = ("letter", "belofte", "--kind", kind, "--bank-checked", "--force", "--because", "toch")
        refused = book(*words, day="2026-10-01", ok=False)
        assert (refused.code, "time until Thursday 1 October 2026 (art. 6:119a lid 2 BW)" in refused.err) == (
            3,
            True,
        )
        assert "--kind herinnering" in refused.err
    book("log-call", "belofte", "--outcome", "spoke", day="2026-09-23")
    assert book("today", "--json", day="2026-10-01").json["actions"] == []
    due = book("today", "--json", day="2026-10-02").json["actions"][0]
    assert (due["letter"], due["due_on"]) == ("aanmaning", "2026-10-02")


def test_a_private_person_without_agreed_term_gets_no_aanmaning_by_force(book):
    book("add-customer", "Piet Pieters", "--kind", "consumer", "--no-agreed-term", "--email", "p@p.example")
    book(
        "add-invoice", "piet", "P-1", "500", "--issued", "2026-09-01", "--due", "2026-09-15", day="2026-09-01"
    )
    words = ("letter", "piet", "--kind", "aanmaning", "--bank-checked", "--force", "--because", "toch")
    refused = book(*words, day="2026-10-01", ok=False)
    assert (refused.code, "First: debcli letter piet-pieters --kind ingebrekestelling" in refused.err) == (
        3,
        True,
    )


def test_a_balance_pays_what_is_not_due_only_where_it_is_named(book):
    book("log-payment", "belofte", "1300", day="2026-10-02")
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "50",
        "--issued",
        "2026-10-05",
        "--due",
        "2026-11-04",
        day="2026-10-05",
    )
    refused = book("apply-balance", "belofte", day="2026-10-06", ok=False)
    assert (refused.code, "Wednesday 4 November 2026" in refused.err) == (1, True)
    assert "debcli apply-balance belofte-bouw 2026-002" in refused.err
    assert "debcli apply-balance belofte-bouw 2026-002" in " ".join(
        book("show", "belofte", day="2026-10-06").out.split()
    )
    book(
        "add-invoice",
        "belofte",
        "2026-003",
        "30",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-09-15",
        day="2026-10-05",
    )
    used = book("apply-balance", "belofte", "--json", day="2026-10-06").json
    assert [(u["invoice"], u["amount"]) for u in used["used"]] == [("2026-003", "30.00")]
    assert used["left"] == {"EUR": "60.00"}
    assert (
        book("apply-balance", "belofte", "2026-002", "--json", day="2026-10-06").json["used"][0]["amount"]
        == "50.00"
    )
