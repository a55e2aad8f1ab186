"""rates, interest, costs; lawful terms; limitation: the law at the command line."""

import json

import pytest

from conftest import rows


def test_interest_prints_segments_that_add_up(debcli):
    said = debcli(
        "interest", "1210", "--from", "2026-10-02", "--to", "2026-10-26", "--kind", "commercial", "--json"
    ).json
    assert said["segments"] == [
        {"from": "2026-10-02", "to": "2026-10-26", "days": 25, "principal": "1210.00", "percent": "10.40", "amount": "8.62"}
    ]  # fmt: skip
    assert said["total"] == "8.62"
    assert (
        "8,62"
        in debcli(
            "interest", "1210", "--from", "2026-10-02", "--to", "2026-10-26", "--kind", "commercial"
        ).out
    )


def test_interest_at_an_agreed_percentage(debcli):
    words = ("interest", "5000", "--from", "2026-02-25", "--to", "2026-03-24", "--json", "--kind")
    assert debcli(*words, "8").json["total"] == "30.68"
    assert debcli(*words, "8,0%").json["total"] == "30.68"


def test_costs_print_their_brackets(debcli):
    said = debcli("costs", "4214,05", "--json").json
    assert (said["amount"], said["total"], said["vat"]) == ("546.41", "546.41", "0.00")
    assert said["brackets"] == [
        {"of": "2500.00", "percent": "15.00", "amount": "375.00"},
        {"of": "1714.05", "percent": "10.00", "amount": "171.41"},
    ]
    assert debcli("costs", "100", "--json").json["amount"] == "40.00"
    assert "veertiendagenbrief" in debcli("costs", "100", "--consumer").out


def test_vat_on_costs_only_under_all_three_conditions_and_the_reason_is_said(book):
    every = ("--vat-service", "--vat-lost", "--vat-declared")
    for given in (every[1:], (every[0], every[2]), every[:2], ()):
        said = book("costs", "4214,05", "--json", *given).json
        assert (said["vat"], said["vat_conditions"]["hold"]) == ("0.00", False)
        assert said["vat_why"].startswith("No VAT is added")
        assert "No VAT is added" in book("costs", "4214,05", *given).out
    said = book("costs", "4214,05", "--json", *every).json
    assert (said["amount"], said["vat"], said["total"]) == ("546.41", "114.75", "661.16")
    assert "114,75" in book("costs", "4214,05", *every).out
    # whether VAT is lost stands in the ledger, unless it is said here
    book("config", "vat-reclaim", "no")
    assert book("costs", "100", "--json", "--vat-service", "--vat-declared").json["vat"] == "8.40"
    assert (
        book("costs", "100", "--json", "--vat-service", "--vat-declared", "--vat-reclaimed").json["vat"]
        == "0.00"
    )
    assert "VAT" not in str(book("claim", "belofte", "--json", day="2026-10-26").json)


def test_agreed_costs_by_a_percentage(debcli):
    said = debcli("costs", "1000", "--agreed", "15", "--json").json
    assert (said["amount"], said["agreed"]) == ("150.00", True)
    assert "legal minimum" in debcli("costs", "100", "--agreed", "10").out
    refused = debcli("costs", "1000", "--agreed", "15", "--consumer", ok=False)
    assert (refused.code, refused.out) == (3, "")
    assert "mandatory" in refused.err


def test_rates_name_their_source_and_when_they_were_checked(debcli):
    said = debcli("rates", "--json").json
    newest = next(r for r in said["rates"] if (r["kind"], r["from"]) == ("commercial", "2026-07-01"))
    assert newest["percent"] == "10.40"
    assert all(r["source"] for r in said["rates"])
    assert said["checked_on"] == "2026-11-21"
    assert said["checked_until"] == {"commercial": "2026-12-31", "statutory": "2026-12-31"}


def test_after_the_last_checked_half_year_every_figure_warns_until_a_rate_is_added(book):
    words = ("interest", "1000", "--from", "2026-12-01", "--to", "2027-01-31", "--kind", "commercial")
    assert book(*words, "--json").json["unchecked"]
    assert "not checked" in book(*words).err
    assert any(
        "rates check" in w for w in book("claim", "belofte", "--on", "2027-01-31", "--json").json["warnings"]
    )
    before = book("claim", "belofte", "--on", "2027-01-31", "--json").json["interest_total"]
    book("rates", "add", "commercial", "10,65", "--from", "2027-01-01", "--source", "rijksoverheid.nl")
    assert not book(*words, "--json").json["unchecked"]
    after = book("claim", "belofte", "--on", "2027-01-31", "--json").json
    assert after["warnings"] == []
    assert after["interest_total"] > before
    assert {i["percent"] for i in after["interest"]} == {"10.40", "10.65"}
    assert "10,65" in book("journal").out
    checks = {r["kind"]: r["ok"] for r in book("rates", "check", "--json", day="2027-02-01").json["rates"]}
    assert checks == {"commercial": True, "statutory": False}
    book("undo")
    assert book(*words, "--json").json["unchecked"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["interest", "-5", "--from", "2026-01-01", "--to", "2026-02-01", "--kind", "8"], 2, "-5"),
        (
            ["interest", "5", "--from", "2026-02-01", "--to", "2026-01-01", "--kind", "8"],
            1,
            "before the first",
        ),
        (["interest", "5", "--from", "2026-01-01", "--to", "2026-02-01", "--kind", "usury"], 2, "usury"),
        (["interest", "5", "--from", "2026-01-01", "--to", "2026-02-01", "--kind", "800"], 1, "percentage"),
        (
            ["interest", "5", "--from", "1990-01-01", "--to", "2026-02-01", "--kind", "statutory"],
            1,
            "table begins",
        ),
        (["costs", "x"], 1, "not an amount"),
        (["rates", "add", "commercial", "ten", "--from", "2027-01-01", "--source", "x"], 1, "percentage"),
        (["rates", "add", "commercial", "10", "--from", "2027-02-01", "--source", "x"], 1, "1 January"),
        (["rates", "add", "commercial", "10", "--from", "2027-01-01"], 2, "source"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else None,
)
def test_bad_input_changes_nothing(book, ledger, words, code, says):
    before = rows(ledger)
    answer = book(*words, ok=False)
    assert (answer.code, answer.out) == (code, "")
    assert says in answer.err
    assert rows(ledger) == before


def test_a_term_longer_than_law_allows_is_shortened_and_said(book):
    long = book(
        "add-invoice",
        "belofte",
        "L-1",
        "100",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-12-31",
        day="2026-09-01",
    )
    assert "60 days" in long.err
    assert "Saturday 31 October 2026" in long.out
    agreed = book(
        "add-invoice",
        "belofte",
        "L-2",
        "100",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-12-31",
        "--express",
        "--json",
        day="2026-09-01",
    )
    assert agreed.json["due"] == "2026-12-31"
    book("edit-customer", "belofte", "--large")
    large = book(
        "add-invoice",
        "belofte",
        "L-3",
        "100",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-10-31",
        "--json",
        day="2026-09-01",
    )
    assert large.json["due"] == "2026-10-01"
    assert "large company" in large.err


def test_limitation_is_interrupted_in_time(book):
    book("add-customer", "Oude Schuld", "--address", "Kade 1", "--postcode", "1011 AB", "--city", "Almere")
    book("add-invoice", "oude", "O-1", "500", "--issued", "2021-11-01", "--due", "2021-12-01")
    # due 2021-12-01: the last safe day is 2026-12-01, and 183 days before it 2026-06-01
    act = book("today", "oude", "--json", day="2026-06-01").json["actions"][0]
    assert (act["rule"], act["letter"], act["due_on"]) == ("limitation", "stuiting", "2026-06-01")
    assert "1 December 2026" in act["why"]
    assert book("today", "oude", "--json", day="2026-05-29").json["actions"][0]["rule"] == "ladder"
    made = json.loads(book("letter", "oude", "--via", "registered", "--json", day="2026-06-02").out)
    assert made["kind"] == "stuiting"
    assert book("today", "oude", "--json", day="2026-06-03").json["actions"][0]["rule"] == "ladder"
    assert book("today", "oude", "--json", day="2030-12-02").json["actions"][0]["rule"] == "limitation"


def test_a_part_payment_interrupts_limitation_a_consumer_sale_lapses_sooner(book):
    book("add-customer", "Piet", "--kind", "consumer")
    book(
        "add-invoice",
        "piet",
        "P-1",
        "500",
        "--issued",
        "2024-11-01",
        "--due",
        "2024-12-01",
        "--sale",
        "goods",
    )
    assert book("today", "piet", "--json", day="2026-06-01").json["actions"][0]["rule"] == "limitation"
    book("log-payment", "piet", "10", "--on", "2026-05-30", day="2026-06-01")
    assert book("today", "piet", "--json", day="2026-06-01").json["actions"][0]["rule"] == "ladder"
