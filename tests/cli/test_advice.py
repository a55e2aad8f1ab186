"""Causes are proposed from behaviour, with reasons; never decided. What was looked up is kept with its day."""

import pytest

from conftest import rows


def proposed(book, day="2026-10-26"):
    return {p["cause"]: p["reasons"] for p in book("advice", "belofte", "--json", day=day).json["proposed"]}


def call(book, day, outcome, *more):
    book("log-call", "belofte", "--outcome", outcome, *more, day=day)


def promise(book, day, by, amount="500"):
    call(book, day, "promise", "--amount", amount, "--by", by)


def test_one_broken_promise_is_sloppy_two_are_unwilling(book):
    promise(book, "2026-10-05", "2026-10-07")
    assert proposed(book, "2026-10-09") == {"sloppy": ["broke a promise once"]}
    promise(book, "2026-10-09", "2026-10-12")
    assert list(proposed(book, "2026-10-14")) == ["unwilling"]


def test_a_promise_kept_late_is_broken_in_advice_and_rating_alike(book):
    promise(book, "2026-10-05", "2026-10-07")
    book("log-payment", "belofte", "200", day="2026-10-08")
    assert "broke a promise once" in proposed(book, "2026-10-08")["sloppy"]
    book("log-payment", "belofte", "300", day="2026-10-09")
    assert proposed(book, "2026-10-09")["sloppy"] == ["broke a promise, and paid all of it after its day"]
    found = book("rating", "belofte", "--json", day="2026-10-09").json
    assert found["customers"][0]["promises"] == {"kept": 0, "ended": 1}
    assert "keeps 0 of 1 promise" in " ".join(book("advice", "belofte", day="2026-10-09").out.split())


def test_two_claims_without_proof_point_to_unwilling_and_with_proof_do_not(book):
    call(book, "2026-10-05", "claims-paid")
    call(book, "2026-10-12", "claims-paid")
    assert "unwilling" in proposed(book)
    book("undo")
    call(book, "2026-10-12", "claims-paid", "--proof", "afschrift")
    assert "unwilling" not in proposed(book)


def test_who_no_longer_picks_up_may_be_ashamed(book):
    call(book, "2026-10-01", "spoke")
    for day in ("2026-10-05", "2026-10-06", "2026-10-07"):
        call(book, day, "no-answer")
    assert "shame" in proposed(book)["financial"][0]


def test_a_late_invoice_nobody_spoke_about_may_never_have_arrived(book):
    assert list(proposed(book)) == ["misunderstanding"]


def test_a_proposal_changes_nothing(book, ledger):
    promise(book, "2026-10-05", "2026-10-07")
    before = rows(ledger)
    book("advice", "belofte", day="2026-10-12")
    assert rows(ledger) == before
    assert book("advice", "belofte", "--json", day="2026-10-12").json["cause_set"] is None


def test_the_cause_you_set_picks_the_playbook(book):
    call(book, "2026-10-05", "cannot-pay", "--cause", "financial")
    found = book("advice", "belofte", "--json", day="2026-10-12").json
    assert (found["cause_set"], found["playbook"]["cause"]) == ("financial", "financial")
    assert found["playbook"]["steps"][0]["step"].startswith("Understanding, and a plan")


def test_your_own_side_comes_first(book):
    call(book, "2026-10-09", "disputes", "--note", "een doos te weinig")
    own = {
        c["question"]: (c["ok"], c["why"])
        for c in book("advice", "belofte", "--json", day="2026-10-12").json["own_side"]
    }
    assert own["Was the invoice right?"][0] is False
    assert own["Did you follow up in time?"] == (False, "the first call came 8 days after the due day")
    assert book("advice", "belofte", day="2026-10-12").out.index("Your own side") < book(
        "advice", "belofte", day="2026-10-12"
    ).out.index("What his behaviour")


def test_what_was_looked_up_is_kept_with_its_day_and_shown_as_done(book):
    book(
        "log-check",
        "belofte",
        "--what",
        "credit",
        "--found",
        "limiet 5.000",
        "--source",
        "rapport",
        "--on",
        "2026-10-05",
        day="2026-10-12",
    )
    call(book, "2026-10-05", "cannot-pay", "--cause", "financial")
    found = book("advice", "belofte", "--json", day="2026-10-12").json
    assert [(x["on"], x["what"], x["found"], x["source"]) for x in found["lookups"]] == [
        ("2026-10-05", "credit", "limiet 5.000", "rapport")
    ]
    assert any(s["done"] and "limiet 5.000" in s["done"] for s in found["playbook"]["steps"])
    assert "over a year old" in book("advice", "belofte", day="2027-12-01").out
    assert book("advice", "belofte", "--json", day="2026-10-01").json["lookups"] == []
    book("undo")
    book("undo")
    assert book("advice", "belofte", "--json", day="2026-10-12").json["lookups"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--what", "gossip", "--found", "x"),
        ("--what", "credit"),
        ("--what", "credit", "--found", "x", "--on", "2026-11-01"),
    ],
)
def test_a_look_up_at_fault_changes_nothing(book, ledger, words):
    before = rows(ledger)
    assert book("log-check", "belofte", *words, day="2026-10-12", ok=False).code == 2
    assert rows(ledger) == before


def test_eighty_columns(book):
    promise(book, "2026-10-05", "2026-10-07")
    assert max(map(len, book("advice", "belofte", day="2026-10-12").out.splitlines())) <= 80


def test_a_private_person_lacks_no_contact_person(book):
    book(
        "add-customer",
        "Anna de Boer",
        "--kind",
        "consumer",
        "--email",
        "anna@boer.example",
        "--phone",
        "06 1",
    )
    book("add-invoice", "anna", "7", "100", "--issued", "2026-09-01", "--due", "2026-10-01")
    said = book("advice", "anna", day="2026-10-26").out
    assert "a contact person" not in said
    book("edit-customer", "anna", "--kind", "business")
    assert "a contact person" in book("advice", "anna", day="2026-10-26").out
