"""The decision sheet: what was done, what is in hand, and what each way may bring, by a formula one can check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import rows
from debcli.receivables.court import AGENCY_PERCENT, Costs, Odds, court_fee, ways

percent = st.integers(0, 100)
cents = st.integers(1, 10**7)


@pytest.mark.parametrize(("claim", "person", "company"), [(500_00, 93_00, 139_00), (500_01, 233_00, 350_00), (1_500_00, 233_00, 350_00), (4_409_40, 265_00, 529_00), (25_000_00, 753_00, 1_504_00), (25_000_01, 1_414_00, 3_083_00)])  # fmt: skip
def test_the_court_fee_follows_the_claim_and_who_claims(claim, person, company):
    assert court_fee(claim, "eenmanszaak") == person
    assert court_fee(claim, "vof") == court_fee(claim, "bv") == company


def test_above_the_table_the_fee_is_not_known():
    assert court_fee(100_000_01, "bv") is None
    (court,) = [
        w for w in ways(10**8, 10**8, Odds(50, 50, 50, 50), Costs(None, 0, 15, 0)) if w.name == "court"
    ]
    assert court.expected is None


@given(
    cents,
    cents,
    st.builds(Odds, percent, percent, percent, percent),
    st.builds(Costs, cents, cents, percent, cents),
)
def test_the_formula_that_is_shown_gives_the_sum_that_is_shown(principal, more, odds, costs):
    def value(text):
        text = text.replace(".", "").replace(",", ".").replace(" %", "*0.01").replace("x", "*")
        return eval(text)

    for way in ways(principal, principal + more, odds, costs):
        if way.name != "write off":
            assert way.expected == pytest.approx(100 * value(way.formula), abs=2)


@given(cents, percent, percent)
def test_a_better_chance_never_brings_less(claim, low, high):
    low, high = sorted((low, high))
    costs = Costs(100_00, 100_00, 15, 0)
    worse, better = (ways(claim, claim, Odds(p, p, p, p), costs) for p in (low, high))
    assert all(b.expected >= w.expected for w, b in zip(worse, better, strict=True))


def sheet(book, day="2026-11-20", *more):
    return book("handover", "belofte", *more, "--json", day=day).json


def test_figures_can_be_set_once_and_typed_over(book):
    book("config", "court-fee", "300", day="2026-11-20")
    book("config", "summons", "125,50", day="2026-11-20")
    book("config", "agency-percent", "20", day="2026-11-20")
    set_ = sheet(book)
    assert (set_["costs"]["court_fee"], set_["costs"]["summons"], set_["costs"]["agency_percent"]) == (
        "300.00",
        "125.50",
        20,
    )
    assert not any("griffierecht" in told for told in set_["assumed"])
    typed = sheet(book, "2026-11-20", "--court-fee", "1", "--summons", "2", "--agency-percent", "3")["costs"]
    assert (typed["court_fee"], typed["summons"], typed["agency_percent"]) == ("1.00", "2.00", 3)
    book("config", "court-fee", "table", day="2026-11-20")
    assert any("griffierecht" in told for told in sheet(book)["assumed"])
    for name, bad in (("court-fee", "veel"), ("summons", "x"), ("agency-percent", "101")):
        assert book("config", name, bad, day="2026-11-20", ok=False).code == 1


def test_the_sheet_changes_nothing(book, ledger):
    before = rows(ledger)
    assert max(map(len, book("handover", "belofte", day="2026-11-20").out.splitlines())) <= 80
    assert rows(ledger) == before


def test_effort_is_scored_from_the_log(book):
    first = sheet(book)["effort"]
    assert (first["score"], first["of"]) == (2, 10)  # nothing was agreed, and he has no objection
    book("log-call", "belofte", "--outcome", "cannot-pay", "--cause", "financial", day="2026-10-05")
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day="2026-10-12")
    later = sheet(book)["effort"]
    assert {s["what"] for s in later["steps"] if s["done"]} - {s["what"] for s in first["steps"] if s["done"]} == {
        "spoken to", "tried on 3 different days, or spoken to", "a second way tried: letter, mail, visit", "reminded in writing",
        "asked why, and noted the cause",
    }  # fmt: skip


def test_evidence_counts_what_is_attached_and_looked_up(book, tmp_path):
    (tmp_path / "order.pdf").write_bytes(b"order")
    before = sheet(book)["evidence"]["score"]
    book("attach", "belofte", str(tmp_path / "order.pdf"), "--as", "contract", day="2026-10-05")
    book("log-check", "belofte", "--what", "insolvency", "--found", "niet in het register", day="2026-10-06")
    assert sheet(book)["evidence"]["score"] == before + 2


def test_limitation_and_costs_come_from_law_and_can_be_typed_otherwise(book):
    found = sheet(book)
    assert found["limitation"] == [{"number": "2026-001", "last_safe": "2031-10-01"}]
    assert (found["costs"]["court_fee"], found["costs"]["agency_percent"]) == ("233.00", AGENCY_PERCENT)
    other = sheet(
        book,
        "2026-11-20",
        "--court-fee",
        "300",
        "--summons",
        "0",
        "--chance-win",
        "100",
        "--chance-means",
        "100",
    )
    (court,) = [w for w in other["ways"] if w["way"] == "court"]
    assert (
        court["expected"] == found["claim"]["total"]
    )  # sure to win and to collect: the claim, and its costs come back
    assert not any("court" in a or "win" in a for a in other["assumed"])


def test_the_chance_of_a_plan_follows_from_the_promises_he_kept(book):
    assert sheet(book)["chances"]["plan"] == 50
    book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "500",
        "--by",
        "2026-10-09",
        day="2026-10-05",
    )
    assert sheet(book)["chances"]["plan"] == 33
    assert sheet(book, "2026-11-20", "--chance-plan", "70")["chances"]["plan"] == 70


def test_nothing_due_is_nothing_to_decide_and_a_chance_is_a_percentage(book):
    assert book("handover", "belofte", day="2026-09-20", ok=False).code == 1
    assert book("handover", "belofte", "--chance-win", "120", day="2026-11-20", ok=False).code == 2
    assert book("handover", "belofte", "--review", "+30d", day="2026-11-20", ok=False).code == 2
    assert book("handover", "belofte", "--court-fee", "veel", day="2026-11-20", ok=False).code == 1


def test_questions_for_an_agency_are_on_it(book):
    assert len(sheet(book)["questions"]) >= 6
