"""Every worked example for Dutch law, by its id (examples.csv beside this file, each row with its source)."""

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from debcli.law import nl
from debcli.law.costs import VatConditions, collection_costs
from debcli.law.imputation import Owed, impute
from debcli.law.interest import Compounding, Cost, DayBasis, Receipt, accrue, over_period
from debcli.law.limitation import limitation
from debcli.law.rates import table
from debcli.law.terms import first_interest_day
from debcli.receivables.account import account
from debcli.receivables.claim import claim
from debcli.receivables.facts import Customer, Facts, Invoice
from debcli.values.money import parse_decimal

ROWS = list(csv.DictReader(Path(__file__).with_name("examples.csv").read_text(encoding="utf-8").splitlines()))
KINDS = {"handels": "commercial", "wettelijk": "statutory"}
MONDAY = date(2026, 11, 23)  # an illustrative day for rows that count days from 0


def of_type(*types):
    rows = [row for row in ROWS if row["type"] in types]
    assert rows
    return pytest.mark.parametrize(
        ("given", "expected"),
        [pytest.param(json.loads(r["inputs"]), json.loads(r["expected"]), id=r["id"]) for r in rows],
    )


def day(text):
    return date.fromisoformat(text)


def rate(text):
    return table("nl", KINDS[text.removeprefix("table:")]) if text.startswith("table:") else Decimal(text)


def compounding(given):
    return Compounding.YEARLY if given["compound_yearly"] else Compounding.SIMPLE


def test_every_row_is_tested_and_sourced():
    assert {row["type"] for row in ROWS} == {
        "bik", "bik_btw", "interest_handels", "interest_wettelijk", "simple_interest", "flow", "imputation", "deadline",
    }  # fmt: skip
    assert len({row["id"] for row in ROWS}) == len(ROWS) == 73
    assert all(row["source"] and row["jurisdiction"] == "nl" for row in ROWS)


@of_type("bik")
def test_collection_costs(given, expected):
    found = collection_costs(parse_decimal(given["hoofdsom"]))
    assert found.amount == found.total == parse_decimal(expected["bik"])


@of_type("bik_btw")
def test_collection_costs_with_vat(given, expected):
    assert given["btw_pct"] == "21"
    conditions = VatConditions(given["external_service"], given["vat_not_deductible"], given["declared"])
    found = collection_costs(parse_decimal(given["hoofdsom"]), conditions)
    assert (found.amount, found.vat, found.total) == tuple(
        parse_decimal(expected[key]) for key in ("bik", "btw", "totaal")
    )


@of_type("interest_handels", "interest_wettelijk")
def test_interest(given, expected):
    flow = over_period(
        parse_decimal(given["hoofdsom"]),
        day(given["first_interest_day"]),
        day(given["last_interest_day"]),
        rate(given["rate"]),
        compounding=compounding(given),
        day_basis=DayBasis(given.get("day_basis", "365")),
    )
    assert flow.interest_total == flow.open_interest == parse_decimal(expected["rente"])
    assert sum(segment.days for segment in flow.segments) == given["days"]


@of_type("simple_interest")
def test_simple_interest_over_a_number_of_days(given, expected):
    assert given["basis"] == 365
    first = MONDAY
    flow = over_period(
        parse_decimal(given["principal"]),
        first,
        first + timedelta(given["days"] - 1),
        Decimal(given["rate_pct"]),
        compounding=Compounding.SIMPLE,
    )
    assert flow.interest_total == parse_decimal(expected["interest_eur"])


@of_type("flow")
def test_flow(given, expected):
    due = day(given["due"])
    flow = accrue(
        parse_decimal(given["hoofdsom"]),
        first_interest_day("business", issued=due, due=due).first,
        day(given["as_of"]),
        rate(given["rate"]),
        receipts=[Receipt(day(p["date"]), parse_decimal(p["amount"])) for p in given.get("betalingen", [])],
        costs=[Cost(day(c["date"]), parse_decimal(c["amount"])) for c in given.get("kosten", [])],
        compounding=compounding(given),
    )
    assert [(s.first, s.last, s.days, s.percent, s.base, s.amount) for s in flow.segments] == [
        (day(first), day(last), days, Decimal(percent), parse_decimal(base), parse_decimal(amount))
        for first, last, days, percent, base, amount in expected["segmenten"]
    ]
    assert [tuple(a) for a in flow.applied] == [
        (
            day(p["date"]),
            *(parse_decimal(p[key]) for key in ("op_kosten", "op_rente", "op_hoofdsom", "overschot")),
        )
        for p in expected.get("betalingen", [])
    ]
    assert sum(s.days for s in flow.segments) == expected["dagen"]
    assert flow.interest_total == parse_decimal(expected["rente"])
    assert (flow.open_costs, flow.open_interest, flow.open_principal, flow.open_total, flow.surplus) == tuple(
        parse_decimal(expected[key])
        for key in ("open_kosten", "open_rente", "open_hoofdsom", "open_totaal", "overschot")
    )


@of_type("imputation")
def test_imputation(given, expected):
    owed = Owed(*(parse_decimal(given[key]) for key in ("kosten", "rente", "hoofdsom")))
    met = impute(parse_decimal(given["betaling"]), owed)
    rest = owed.costs + owed.interest + owed.principal - met.costs - met.interest - met.principal
    found = {
        "op_kosten": met.costs,
        "op_rente": met.interest,
        "op_hoofdsom": met.principal,
        "rest_hoofdsom": owed.principal - met.principal,
        "rest_totaal": rest,
        "overschot": met.surplus,
    }
    assert expected
    assert {key: found[key] for key in expected} == {
        key: parse_decimal(value) for key, value in expected.items()
    }


@of_type("deadline")
def test_deadline(given, expected):
    found = {
        "wik_term": wik_term,
        "wik_printed_date": wik_printed_date,
        "b2b_agreed_term": b2b_agreed_term,
        "limitation": limitation_term,
        "stuiting": interruption,
    }[given["rule"]](given)
    assert {key: str(found[key]) for key in expected} == {key: str(value) for key, value in expected.items()}


def wik_term(given):
    if "delivered_day" in given:  # counted in days from sending
        sent = MONDAY - timedelta(given["sent_day"])
        return {"last_day": (nl.fourteen_days(sent + timedelta(given["delivered_day"])).last_day - sent).days}
    assert nl.expected_delivery(day(given["sent"])) == day(given["delivered"])
    term = nl.fourteen_days(day(given["delivered"]))
    return {"term_starts": term.term_starts, "last_day": term.last_day, "bik_from": term.costs_from}


def wik_printed_date(given):
    sent = MONDAY - timedelta(given["sent_day"])
    return {"last_day": (nl.announced_term(sent).last_day - sent).days}


def b2b_agreed_term(given):
    due = day(given["due"])
    first = first_interest_day("business", issued=due - timedelta(30), due=due).first
    days = [due + timedelta(n) for n in range(-3, 4)]
    facts = Facts(Customer(1, "k", "K"), (Invoice(1, 1, "A", 1, due - timedelta(30), due),))
    forty = next(d for d in days if claim(account(facts, d)).costs_total == 4000)
    return {"interest_from": first, "eur40_from": forty}


def limitation_term(given):
    found = limitation(day(given["opeisbaar"]) - timedelta(1), given["years"])
    return {"verjaard_from": found.barred_from, "last_safe_day_conservative": found.last_safe}


def interruption(given):
    received, years = day(given["stuiting_received"]), given["original_term_years"]
    found = limitation(received - timedelta(365), years, [received])
    starts = found.barred_from.replace(year=found.barred_from.year - years)
    return {"new_term_starts": starts, "new_term_years": found.last_safe.year - received.year}
