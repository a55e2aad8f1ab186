"""What parties agreed in place of the law: interest, collection costs, whether a last day to pay was agreed at all."""

import pytest

from conftest import rows


def test_agreed_interest_of_a_business_replaces_the_legal_rate_and_says_so(book):
    changed = book("edit-customer", "belofte", "--interest", "8", "--json").json
    assert (changed["interest"], changed["compounding"]) == ("8.00", "yearly")
    found = book("claim", "belofte", "--json", day="2026-10-26").json
    (line,) = found["interest"]
    assert (line["percent"], line["amount"], line["agreed"]) == ("8.00", "6.63", True)
    assert any("agreed interest of 8.00 %" in n and "6:119a" in n for n in found["notes"])
    page = book("claim", "belofte", day="2026-10-26").out
    assert "8,00 % agreed" in page
    book("edit-customer", "belofte", "--interest", "")
    assert book("claim", "belofte", "--json", day="2026-10-26").json["interest"][0]["percent"] == "10.40"


def test_simple_interest_never_joins_the_principal(book):
    yearly = book("claim", "belofte", "--json", "--on", "2028-10-01").json
    book("edit-customer", "belofte", "--compounding", "simple")
    simple = book("claim", "belofte", "--json", "--on", "2028-10-01").json
    assert {i["principal"] for i in simple["interest"]} == {"1210.00"}
    assert {i["principal"] for i in yearly["interest"]} == {"1210.00", "1335.84"}
    assert any("not compounded" in n for n in simple["notes"])


def test_a_private_person_owes_the_higher_of_agreed_and_legal(book):
    for rate, counted in (("9", "9.00"), ("2", "4.00")):
        book("add-customer", f"Piet {rate}", "--kind", "consumer", "--interest", rate)
        book("add-invoice", f"piet-{rate}", f"P-{rate}", "100", "--issued", "2026-08-01", day="2026-08-01")
        found = book("claim", f"piet-{rate}", "--json", day="2026-10-26").json
        assert {i["percent"] for i in found["interest"]} == {counted}
        assert found["interest"][0]["agreed"] is (rate == "9")


def test_agreed_costs_replace_the_scale_but_never_go_below_forty(book):
    book("edit-customer", "belofte", "--collection-costs", "10")
    (line,) = book("claim", "belofte", "--json", day="2026-10-26").json["costs"]
    assert (line["amount"], line["agreed"]) == ("121.00", True)
    assert line["basis"] == "10 % of 1.210,00 (as agreed, art. 6:96 BW)"
    book("edit-customer", "belofte", "--collection-costs", "1")
    (line,) = book("claim", "belofte", "--json", day="2026-10-26").json["costs"]
    assert line["amount"] == "40.00"
    assert "legal minimum" in line["basis"]
    book("edit-customer", "belofte", "--collection-costs", "")
    assert book("claim", "belofte", "--json", day="2026-10-26").json["costs_total"] == "181.50"


def test_a_sommatie_names_what_is_agreed_and_not_a_law_that_was_not_used(book, tmp_path):
    book("edit-customer", "belofte", "--interest", "8", "--collection-costs", "10")
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-12")
    book(
        "letter", "belofte", "--kind", "sommatie", "--out", str(tmp_path), "--format", "txt", day="2026-10-26"
    )
    text = " ".join(next(tmp_path.glob("*.txt")).read_text().split())
    assert (
        "Overeengekomen rente van 8,00 % per jaar, in plaats van de wettelijke handelsrente (artikel 6:119a BW)"
        in text
    )
    assert "incassokosten (zoals overeengekomen, artikel 6:96 BW): 10 % over € 1.210,00" in text
    assert "Besluit" not in text
    found = book("claim", "belofte", "--json", day="2026-10-26").json
    assert found["total"] == "1337.63"
    assert "1.337,63" in text


def test_the_english_letter_names_it_too(book, tmp_path):
    book("edit-customer", "belofte", "--interest", "8", "--compounding", "simple")
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-12")
    words = ("letter", "belofte", "--kind", "sommatie", "--language", "en", "--out", str(tmp_path))
    book(*words, "--format", "txt", day="2026-10-26")
    text = " ".join(next(tmp_path.glob("*.txt")).read_text().split())
    assert "agreed interest of 8.00% a year, not compounded, in place of" in text.lower()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["add-customer", "Piet", "--kind", "consumer", "--collection-costs", "15"], 3, "private person"),
        (["edit-customer", "belofte", "--kind", "consumer"], 3, "private person"),
        (["edit-customer", "belofte", "--interest", "-1"], 1, "percentage"),
        (["edit-customer", "belofte", "--interest", "eight"], 1, "percentage"),
        (["edit-customer", "belofte", "--interest", "8,125"], 1, "two decimals"),
        (["edit-customer", "belofte", "--collection-costs", "101"], 1, "percentage"),
        (["edit-customer", "belofte", "--compounding", "monthly"], 2, "monthly"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else None,
)
def test_what_law_or_sense_forbids_changes_nothing(book, ledger, words, code, says):
    book("edit-customer", "belofte", "--collection-costs", "15")
    before = rows(ledger)
    answer = book(*words, ok=False)
    assert (answer.code, answer.out) == (code, "")
    assert says in answer.err
    assert rows(ledger) == before


def test_without_an_agreed_term_a_private_person_gets_an_ingebrekestelling_first(book):
    book("add-customer", "Piet Pieters", "--kind", "consumer", "--no-agreed-term", "--address", "Dorpsstraat 1", "--postcode", "1182 JB",
         "--city", "Amstelveen", day="2026-09-01")  # fmt: skip
    added = book("add-invoice", "piet", "P-1", "500", "--issued", "2026-09-01", "--json", day="2026-09-01")
    assert added.json["agreed_term"] is False
    assert "ingebrekestelling" in added.err
    assert "6:82" in added.err
    page = book("claim", "piet", day="2026-11-20").out
    assert "interest  " not in page
    assert "6:82" in page
    refused = book(
        "letter", "piet", "--kind", "veertiendagenbrief", "--bank-checked", day="2026-11-20", ok=False
    )
    assert refused.code == 3
    assert "--kind ingebrekestelling" in refused.err
    book("letter", "piet", "--kind", "ingebrekestelling", "--via", "post", day="2026-11-20")
    assert "interest" in book("claim", "piet", day="2026-12-20").out
    agreed = book("add-invoice", "piet", "P-2", "50", "--agreed-term", "--json", day="2026-09-01")
    assert agreed.json["agreed_term"] is True
    assert "6:82" not in agreed.err


def test_without_an_agreed_term_a_business_owes_interest_by_the_term_of_the_law(book):
    said = book(
        "add-invoice",
        "belofte",
        "K-1",
        "100",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-09-08",
        "--no-agreed-term",
        day="2026-09-01",
    )
    assert "2 October 2026" in said.err
    found = book("claim", "belofte", "--json", day="2026-10-01").json
    assert found["interest"] == []
    assert any("K-1" in n for n in found["notes"])


def test_costs_are_not_stacked_on_a_private_person_within_half_a_year(book, tmp_path):
    """Costs claimed and paid in November; the next invoice gets its 14-day letter with a warning, and a claim without costs."""
    out = ("--out", str(tmp_path), "--bank-checked", "--via", "post")
    book("add-customer", "Piet Pieters", "--kind", "consumer", "--address", "Dorpsstraat 1", "--postcode", "1182 JB", "--city", "Amstelveen",
         day="2026-09-01")  # fmt: skip
    book("add-invoice", "piet", "P-1", "500", "--issued", "2026-09-01", day="2026-09-01")
    quiet = book("letter", "piet", "--kind", "veertiendagenbrief", *out, day="2026-10-15")
    assert "stack" not in quiet.err
    assert "No costs" not in quiet.err
    asked = book("letter", "piet", "--kind", "sommatie", "--json", *out, day="2026-11-10").json
    assert book("claim", "piet", "--json", day="2026-11-11").json["costs_total"] == "75.00"
    book("log-payment", "piet", asked["amount"], day="2026-11-12")
    book("add-invoice", "piet", "P-2", "300", "--issued", "2026-11-15", day="2026-11-15")
    again = book("letter", "piet", "--kind", "veertiendagenbrief", *out, day="2027-01-04")
    assert "10 November 2026" in " ".join(again.err.split())
    held = book("claim", "piet", "--json", day="2027-02-01").json
    assert held["costs"] == []
    assert any("Tuesday 10 November 2026" in w and "Tuesday 11 May 2027" in w for w in held["warnings"])
    assert book("claim", "piet", "--json", "--on", "2027-05-11").json["costs_total"] == "45.00"


def test_who_says_to_have_paid_means_what_was_due(book):
    book("add-invoice", "belofte", "2026-900", "2420", "--issued", "2026-10-01", "--due", "2026-11-30")
    book("log-call", "belofte", "--outcome", "claims-paid", day="2026-10-26")
    (action,) = book("today", "belofte", "--json", day="2026-11-03").json["actions"]
    assert action["rule"] == "paid-claim"
    assert action["invoices"] == ["2026-001"]
    book("undo")
    book("log-call", "belofte", "--outcome", "claims-paid", "--invoice", "2026-900", day="2026-10-26")
    (action,) = book("today", "belofte", "--json", day="2026-11-03").json["actions"]
    assert "2026-900" in action["invoices"]


def test_the_list_of_letters_fits_with_a_registered_one(book):
    book("letter", "belofte", "--kind", "herinnering", "--via", "registered", day="2026-10-26")
    said = book("--lang", "nl", "letters", day="2026-10-26").out
    assert "aangetekend" in said
    assert max(map(len, said.splitlines())) <= 80
