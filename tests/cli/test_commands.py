"""Each command: its main use, its bad input (exit code, message, ledger unchanged), its JSON."""

import json
import re
import shlex

import pytest

from conftest import rows

# --- main use ----------------------------------------------------------------------------------------------------


def test_init_makes_a_ledger_only_its_owner_can_read(debcli, ledger):
    answer = debcli("init", "--name", "Studio Vos", "--iban", "nl91 abna 0417 1643 00")
    assert "Studio Vos" in answer.out
    assert ledger.stat().st_mode & 0o777 == 0o600


def test_a_second_init_changes_nothing_and_says_where_the_ledger_is(book, ledger):
    before = rows(ledger)
    answer = book("init", "--name", "Somebody Else", "--iban", "NL91ABNA0417164300")
    assert str(ledger) in answer.out
    assert "Studio Vos" in answer.out
    assert rows(ledger) == before


def test_add_customer_makes_the_slug_without_the_legal_form(book):
    assert book("add-customer", "Bakkerij Jansen B.V.", "--json").json["slug"] == "bakkerij-jansen"


def test_edit_customer_changes_what_is_named_and_leaves_the_rest(book):
    book("edit-customer", "belofte", "--phone", "06 9999", "--email", "")
    customer = book("show", "belofte", "--json").json["customer"]
    assert (customer["phone"], customer["email"], customer["contact"]) == ("06 9999", "", "Els Bouw")


def test_a_changed_term_does_not_move_old_due_days(book):
    book("add-customer", "Kort", "--term", "14")
    book("add-invoice", "kort", "K-1", "100", "--issued", "2026-09-01")
    book("edit-customer", "kort", "--term", "60")
    assert book("invoices", "kort", "--json").json["invoices"][0]["due"] == "2026-09-15"


@pytest.mark.parametrize("typed", ["1210", "1210.00", "1210,00", "1.210,00", "€ 1.210,-"])
def test_add_invoice_reads_amounts_as_people_type_them(book, typed):
    assert (
        book("add-invoice", "belofte", "A-1", typed, "--json", day="2026-09-02").json["amount"] == "1210.00"
    )


def test_a_payment_goes_to_the_invoice_it_names_else_to_the_oldest(book):
    book("add-invoice", "belofte", "2026-002", "300", "--issued", "2026-09-10", day="2026-09-10")
    named = book("log-payment", "belofte", "100", "--invoice", "2026-002", "--json", day="2026-10-01").json
    assert named["invoices"] == ["2026-002"]
    assert [p["amount"] for p in named["parts"]] == ["100.00"]
    rest = book("log-payment", "belofte", "1300", "--json", day="2026-10-02").json
    assert [(p["number"], p["amount"]) for p in rest["parts"]] == [
        ("2026-001", "1210.00"),
        ("2026-002", "90.00"),
    ]


def test_an_overpayment_is_a_balance_in_favour_and_said(book):
    answer = book("log-payment", "belofte", "1300", day="2026-10-01")
    assert "balance in favour" in answer.out
    assert "€ 90,00" in answer.out


def sommatie(book, day="2026-10-26"):
    """A sommatie over 1.210,00: interest 8,62 and costs 181,50 claimed, to be paid by Monday 2 November."""
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-19")
    return book(
        "letter", "belofte", "--kind", "sommatie", "--via", "email", "--bank-checked", "--json", day=day
    ).json


def test_what_a_sommatie_asks_paid_by_its_day_is_paid(book):
    assert sommatie(book)["amount"] == "1400.12"
    paid = book("log-payment", "belofte", "1400,12", "--json", day="2026-11-02").json
    assert paid["parts"] == [
        {"number": "2026-001", "amount": "1210.00", "extras": "190.12", "rest_claim": "0.00"}
    ]
    assert paid["left"] == "0.00"
    assert book("today", "--json", day="2026-11-10").json["actions"] == []
    assert book("claim", "belofte", "--json", day="2026-11-10").json["total"] == "0.00"


def test_paying_only_the_principal_after_a_sommatie_leaves_a_rest_claim(book):
    sommatie(book)
    paid = book("log-payment", "belofte", "1210", day="2026-10-30")
    assert "€ 190,12 of the interest and costs claimed is left" in " ".join(paid.out.split())
    claim = book("claim", "belofte", "--json", day="2026-11-03").json
    # art. 6:44 BW: first the costs, then the interest (29 days: 10,00), then principal
    assert claim["payments"] == [{"invoice": "2026-001", "on": "2026-10-30", "to_costs": "181.50", "to_interest": "10.00", "to_principal": "1018.50"}]  # fmt: skip
    assert (claim["principal"], claim["costs_total"]) == ("191.50", "0.00")
    assert claim["total"] == "191.72"
    act = book("today", "--json", day="2026-11-03").json["actions"][0]
    assert (act["action"], act["step"], act["claim"]["total"]) == ("decide", "decide", "191.72")
    book("log-payment", "belofte", "191,72", day="2026-11-03")
    (act,) = book("today", "--json", day="2026-11-04").json["actions"]
    assert (act["action"], act["rule"]) == ("review", "aftercare")  # settled after the final warning


def page_words(page, *figures):
    """A page in one line, without the figures that stand between the lines of a text that goes on."""
    for figure in figures:
        page = page.replace(figure, "")
    return " ".join(page.split())


def test_every_screen_shows_the_rest_claim_and_all_agree(book):
    sommatie(book)
    book("log-payment", "belofte", "1210", day="2026-10-30")
    for day, left, words in (("2026-10-31", "190.12", "€ 190,12"), ("2026-11-05", "191.83", "€ 191,83")):
        assert book("show", "belofte", "--json", day=day).json["rest_claim"] == left
        assert book("claim", "belofte", "--json", day=day).json["total"] == left
        assert book("customers", "--json", day=day).json["customers"][0]["rest_claim"] == left
        (row,) = book("invoices", "--json", day=day).json["invoices"]
        assert (row["open"], row["rest_claim"]) == ("0.00", left)
        for screen in (["show", "belofte"], ["customers"], ["invoices"]):
            assert words in book(*screen, day=day).out
    within = book("claim", "belofte", "--json", day="2026-10-31").json
    assert within["let_go"] == [{"invoice": "2026-001", "until": "2026-11-02", "amount": "1.43"}]
    assert "not asked of who pays by 2 November 2026" in page_words(
        book("claim", "belofte", day="2026-10-31").out, "-1,43"
    )
    waiting = book("today", "--waiting", "--json", day="2026-10-31").json
    assert waiting["rest_claims"] == [
        {"customer": "belofte-bouw", "name": "Belofte Bouw B.V.", "amount": "190.12"}
    ]
    assert "€ 190,12" in book("today", "--waiting", day="2026-10-31").out


def test_the_decision_on_a_rest_claim_names_the_letter_that_asks_it_and_then_what_gives_it_up(book):
    sommatie(book)
    book("log-payment", "belofte", "1210", day="2026-10-30")
    (act,) = book("today", "--json", day="2026-11-03").json["actions"]
    assert act["command"] == "debcli letter belofte-bouw --kind herinnering"
    book(*shlex.split(act["command"])[1:], "--via", "email", day="2026-11-03")
    assert book("today", "--json", day="2026-11-04").json["actions"] == []
    (act,) = book("today", "--json", day="2026-11-11").json["actions"]
    assert act["command"].startswith("debcli write-off 2026-001 --because ")
    book(*shlex.split(act["command"])[1:], day="2026-11-11")
    assert "decide" not in {a["action"] for a in book("today", "--json", day="2026-11-12").json["actions"]}
    assert book("show", "belofte", "--json", day="2026-11-12").json["rest_claim"] == "0.00"


def test_a_long_cost_line_goes_on_below_and_loses_nothing(book):
    sommatie(book)
    page = book("claim", "belofte", day="2026-11-05").out
    assert "…" not in page
    assert all(len(line) <= 80 for line in page.splitlines())
    line = "the scale over 1.210,00 (scale, art. 6:96 BW, Besluit BIK, claimed 26 Oct 2026)"
    assert line in page_words(page, "181,50")


def test_a_rest_claim_can_be_given_up_with_a_reason(book):
    sommatie(book)
    book("log-payment", "belofte", "1210", day="2026-10-30")
    given = book("write-off", "2026-001", "--because", "goede klant", "--json", day="2026-11-03").json
    assert (given["amount"], given["extras"]) == ("0.00", "191.72")
    (act,) = book("today", "--json", day="2026-11-10").json["actions"]
    assert (act["action"], act["rule"]) == ("review", "aftercare")
    assert "goede klant" in book("journal").out


def test_a_small_rest_claim_is_shown_but_not_chased(book):
    sommatie(book)
    book("log-payment", "belofte", "1390", day="2026-10-30")
    assert book("claim", "belofte", "--json", day="2026-11-05").json["total"] != "0.00"
    assert book("today", "--json", day="2026-11-05").json["actions"] == []


def test_a_payment_before_the_sommatie_is_taken_as_principal(book):
    book("log-payment", "belofte", "1000", day="2026-10-20")
    asked = sommatie(book)
    claim = book("claim", "belofte", "--json", day="2026-10-26").json
    assert (claim["principal"], claim["costs_total"]) == ("210.00", "40.00")
    assert asked["amount"] == claim["total"]


def test_writing_off_an_invoice_ends_its_case(book):
    book("write-off", "2026-001", "--because", "failliet", day="2026-10-20")
    assert book("today", "--waiting", "--json", day="2026-10-21").json["actions"] == []
    assert book("invoices", "--json", day="2026-10-21").json["invoices"] == []
    (gone,) = book("invoices", "--all", "--json", day="2026-10-21").json["invoices"]
    assert gone["state"] == "written-off"


def test_a_payment_is_never_booked_twice_when_an_older_one_is_entered_later(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-05", day="2026-10-06")
    late = book("log-payment", "belofte", "50", "--on", "2026-10-02", "--json", day="2026-10-06").json
    assert late["invoices"] == []
    assert late["left"] == "50.00"


OUTCOMES = {
    "promise": ["--amount", "500", "--by", "2026-10-09"],
    "plan": ["--amount", "300", "--by", "2026-10-09"],
    "no-answer": [],
    "voicemail": [],
    "call-back": ["--call-back", "2026-10-07"],
    "claims-paid": [],
    "cannot-pay": [],
    "disputes": ["--note", "te weinig geleverd"],
    "refuses": ["--cause", "unwilling"],
    "received": [],
    "spoke": ["--with", "Els"],
}
AFTER = {  # the next thing after a call on Friday 2 October, the day after the due day
    "promise": ("2026-10-02", "confirm"),
    "plan": ("2026-10-02", "confirm"),
    "no-answer": ("2026-10-05", "call"),
    "voicemail": ("2026-10-05", "call"),
    "call-back": ("2026-10-07", "call"),
    "claims-paid": ("2026-10-05", "call"),
    "cannot-pay": ("2026-10-05", "offer-plan"),
    "disputes": ("2026-10-09", "resolve-dispute"),
    "refuses": ("2026-10-05", "letter"),  # strict: the herinnering three days after the due day, rolled
    "received": ("2026-10-09", "letter"),
    "spoke": ("2026-10-09", "letter"),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_log_call_takes_every_outcome_and_says_what_comes_next(book, outcome):
    said = book(
        "log-call", "belofte", "--outcome", outcome, *OUTCOMES[outcome], "--json", day="2026-10-02"
    ).json
    assert said["outcome"] == outcome
    assert said["invoices"] == ["2026-001"]
    assert (said["next"]["on"], said["next"]["action"]) == AFTER[outcome]
    assert book("show", "belofte", "--json", day="2026-10-02").json["timeline"][0]["on"] == "2026-10-02"


def test_a_kept_promise_ends_the_wait_without_an_action(book):
    book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "500",
        "--by",
        "2026-10-09",
        day="2026-10-02",
    )
    book("letter", "belofte", "--via", "email", day="2026-10-02")
    book("log-payment", "belofte", "500", day="2026-10-09")
    shown = book("show", "belofte", "--json", day="2026-10-12").json
    assert [p["state"] for p in shown["promises"]] == ["kept"]
    assert shown["open"] == "710.00"
    actions = book("today", "--json", day="2026-10-12").json["actions"]
    assert [(a["letter"], a["rule"]) for a in actions] == [("herinnering", "ladder")]


def test_the_second_claim_to_have_paid_needs_proof(book):
    book("log-call", "belofte", "--outcome", "claims-paid", day="2026-10-02")
    again = book("log-call", "belofte", "--outcome", "claims-paid", day="2026-10-06")
    assert "proof" in again.out
    act = book("today", "--json", day="2026-10-07").json["actions"][0]
    assert (act["rule"], act["letter"]) == ("proof-missing", "herinnering")
    book("log-call", "belofte", "--outcome", "spoke", "--proof", "schermafdruk gezien", day="2026-10-06")
    assert book("today", "--json", day="2026-10-07").json["actions"] == []
    assert book("today", "--json", day="2026-10-09").json["actions"][0]["rule"] == "paid-claim"


def test_a_disputed_invoice_rests_until_it_is_resolved(book):
    book("log-call", "belofte", "--outcome", "disputes", "--note", "kapot", day="2026-10-02")
    assert book("today", "--json", day="2026-10-08").json["actions"] == []
    refused = book("letter", "belofte", "--kind", "herinnering", day="2026-10-08", ok=False)
    assert refused.code == 3
    assert "in dispute" in refused.err
    assert book("today", "--json", day="2026-10-09").json["actions"][0]["rule"] == "dispute-open"
    book(
        "resolve-dispute", "belofte", "2026-001", "--outcome", "credited", "--credit", "210", day="2026-10-09"
    )
    assert book("invoices", "--json", day="2026-10-09").json["invoices"][0]["open"] == "1000.00"
    assert book("today", "--json", day="2026-10-12").json["actions"][0]["letter"] == "herinnering"


def test_after_two_broken_promises_a_third_no_longer_stops_the_ladder(book):
    for made, by in (("2026-10-01", "2026-10-05"), ("2026-10-06", "2026-10-08")):
        book("log-call", "belofte", "--outcome", "promise", "--amount", "1210", "--by", by, day=made)
        book("letter", "belofte", "--via", "email", day=made)
    third = book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "2026-10-30",
        day="2026-10-09",
    )
    assert "the ladder goes on" in third.out
    assert book("today", "--json", day="2026-10-09").json["actions"][0]["letter"] == "sommatie"


def test_claim_adds_up_to_the_cent(book):
    claim = book("claim", "belofte", "--json", day="2026-10-26").json
    assert claim["total"] == "1400.12"
    assert claim["interest"] == [
        {"invoice": "2026-001", "from": "2026-10-02", "to": "2026-10-26", "days": 25, "principal": "1210.00", "percent": "10.40", "amount": "8.62",
         "agreed": False}
    ]  # fmt: skip
    assert claim["costs"] == [{"basis": claim["costs"][0]["basis"], "amount": "181.50", "agreed": False}]
    assert claim["per_day"] == "0.34"
    assert "1.400,12" in book("claim", "belofte", day="2026-10-26").out


def test_claim_takes_payments_off_on_their_day(book):
    book("log-payment", "belofte", "1000", day="2026-10-11")
    claim = book("claim", "belofte", "--json", "--on", "2026-10-26").json
    assert [(i["from"], i["to"], i["principal"]) for i in claim["interest"]] == [
        ("2026-10-02", "2026-10-11", "1210.00"), ("2026-10-12", "2026-10-26", "210.00"),
    ]  # fmt: skip
    assert claim["principal"] == "210.00"
    assert claim["costs_total"] == "40.00"


def test_letter_writes_pdf_and_text_and_asking_twice_shows_the_first(book, tmp_path):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    (tmp_path / "brieven").mkdir()
    first = book("letter", "belofte", "--out", "brieven", "--json", day="2026-10-08").json
    assert first["kind"] == "herinnering"
    assert first["sent"] is None
    assert all(check["ok"] for check in first["checks"])
    assert (tmp_path / first["files"]["pdf"]).read_bytes().startswith(b"%PDF")
    assert "2026-001" in (tmp_path / first["files"]["txt"]).read_text()
    again = book("letter", "belofte", "--out", "brieven", "--json", day="2026-10-08").json
    assert (again["id"], again["sha256"], again["files"]) == (first["id"], first["sha256"], first["files"])


def test_a_made_letter_does_not_count_until_it_is_marked_as_sent(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    made = book("letter", "belofte", "--json", day="2026-10-08").json
    assert book("today", "--json", day="2026-10-09").json["actions"][0]["rule"] == "unsent-letter"
    assert (
        book("today", "--json", day="2026-10-09").json["actions"][0]["command"]
        == f"debcli mark-sent {made['id']} --via email"
    )
    sent = book(
        "mark-sent", str(made["id"]), "--via", "post", "--proof", "3S123", "--json", day="2026-10-09"
    ).json
    assert sent["sent"] == {"via": "post", "on": "2026-10-09", "proof": "3S123"}
    assert sent["deadline"] == "2026-10-16"
    assert sent["next"]["on"] == "2026-10-19"


def test_a_cancelled_letter_makes_room_for_a_new_one(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    made = book("letter", "belofte", "--json", day="2026-10-08").json
    book("log-payment", "belofte", "210", day="2026-10-09")
    assert "no longer fits" in book("today", "--json", day="2026-10-09").json["actions"][0]["why"]
    assert book("letter", "belofte", "--kind", "herinnering", day="2026-10-09", ok=False).code == 3
    book("cancel-letter", str(made["id"]), day="2026-10-09")
    assert book("letter", "belofte", "--json", day="2026-10-09").json["amount"] == "1000.00"
    assert [x["cancelled"] for x in book("letters", "--json", day="2026-10-09").json["letters"]] == [
        None,
        "2026-10-09",
    ]


def test_letters_shows_a_letter_as_it_was_made(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    made = book("letter", "belofte", "--json", day="2026-10-08").json
    book("edit-customer", "belofte", "--name", "Heel Anders B.V.")
    assert "Belofte Bouw B.V." in book("letters", "--show", str(made["id"]), day="2026-10-09").out


def test_undo_takes_back_one_command_at_a_time(book, ledger):
    first = rows(ledger)
    book("log-payment", "belofte", "500", day="2026-10-05")
    second = rows(ledger)
    book(
        "log-call", "belofte", "--outcome", "promise", "--amount", "1", "--by", "2026-12-01", day="2026-10-06"
    )

    def facts(state):
        return {table: content for table, content in state.items() if table != "journal"}

    book("undo")
    assert facts(rows(ledger)) == facts(second)
    book("undo")
    assert facts(rows(ledger)) == facts(first)
    assert [e["undoes"] is not None for e in book("journal", "--json").json["entries"][:3]] == [
        True,
        True,
        False,
    ]


def test_journal_names_what_was_typed(book):
    book("log-payment", "belofte", "500", day="2026-10-05")
    newest = book("journal", "--json").json["entries"][0]
    assert newest["command"] == "debcli --date 2026-10-05 log-payment belofte 500"
    assert "€ 500,00" in newest["summary"]


def test_demo_is_a_lifelike_ledger_apart_from_the_users_own(debcli, ledger, tmp_path):
    answer = debcli("demo", "--out", str(tmp_path / "demo"))
    assert not ledger.exists()
    place = str(tmp_path / "demo" / "ledger.db")
    assert f"export DEBCLI_LEDGER={place}\n" in answer.out
    morning = json.loads(debcli("--ledger", place, "today", "--json", "--waiting", day="2026-10-26").out)
    from debcli.receivables.policy import RULES

    assert {a["rule"] for a in morning["actions"]} == {rule.name for rule in RULES}
    assert len(morning["actions"]) + len(morning["waiting"]) >= 12


# --- what must not happen ----------------------------------------------------------------------------------------

WRONG = [  # words, exit code, what the message says
    (["add-customer", ""], 1, "empty"),
    (["add-customer", "Belofte Bouw BV"], 1, "already"),
    (["add-customer", "X", "--iban", "NL00ABNA0000000000"], 1, "IBAN"),
    (["add-customer", "X", "--kind", "friend"], 2, "friend"),
    (["add-customer", "X\x1b[2J"], 1, "U+001B"),
    (["edit-customer", "belofte"], 2, "Nothing to change"),
    (["edit-customer", "nobody", "--phone", "1"], 1, "no customer"),
    (["edit-customer", "belofte", "--email", "els"], 1, "e-mail"),
    (["show", "nobody"], 1, "no customer"),
    (["add-invoice", "belofte", "2026-001", "10"], 1, "already"),
    (["add-invoice", "belofte", "A", "1.210"], 1, "1210,00 or 1,210"),
    (["add-invoice", "belofte", "A", "ten"], 1, "not an amount"),
    (["add-invoice", "belofte", "A", "0"], 1, "nothing to collect"),
    (["add-invoice", "belofte", "A", "10", "--issued", "31-02"], 1, "does not exist"),
    (["add-invoice", "belofte", "A", "10", "--issued", "2026-09-01", "--due", "2026-08-01"], 1, "before the invoice"),
    (["log-payment", "belofte", "0"], 1, "changes nothing"),
    (["log-payment", "belofte", "10", "--invoice", "X"], 1, "no invoice"),
    (["log-payment", "belofte"], 2, "AMOUNT"),
    (["log-call", "belofte"], 2, "--outcome"),
    (["log-call", "belofte", "--outcome", "promise"], 2, "--amount"),
    (["log-call", "belofte", "--outcome", "promise", "--amount", "5"], 2, "--by"),
    (["log-call", "belofte", "--outcome", "promise", "--amount", "5000", "--by", "morgen"], 1, "1.210,00 is open"),
    (["log-call", "belofte", "--outcome", "promise", "--amount", "5", "--by", "2020-01-01"], 1, "before the call"),
    (["log-call", "belofte", "--outcome", "call-back"], 2, "--call-back"),
    (["log-call", "belofte", "--outcome", "spoke", "--by", "morgen"], 2, "promise"),
    (["log-call", "belofte", "--outcome", "sang"], 2, "sang"),
    (["edit-invoice", "2026-001"], 2, "Nothing to change"),
    (["edit-invoice", "X", "--amount", "10"], 1, "no invoice"),
    (["edit-invoice", "2026-001", "--amount", "0"], 1, "nothing to collect"),
    (["edit-invoice", "2026-001", "--due", "2026-08-01"], 1, "before the invoice"),
    (["edit-invoice", "2026-001", "--issued", "31-02"], 1, "does not exist"),
    (["edit-invoice", "2026-001", "--number", "X\x1b[2J"], 1, "U+001B"),
    (["credit", "belofte", "X", "10"], 1, "no invoice"),
    (["credit", "belofte", "2026-001", "0"], 1, "changes nothing"),
    (["write-off", "X", "--because", "y"], 1, "no invoice"),
    (["write-off", "2026-001"], 2, "--because"),
    (["write-off", "2026-001", "--because", "y", "--amount", "2000"], 1, "not open"),
    (["resolve-dispute", "belofte", "2026-001", "--outcome", "rejected"], 1, "not in dispute"),
    (["claim", "nobody"], 1, "no customer"),
    (["claim", "belofte", "--on", "someday"], 1, "not a date"),
    (["invoices", "nobody"], 1, "no customer"),
    (["letter", "belofte"], 3, "asks no letter"),
    (["letter", "belofte", "--kind", "brief"], 2, "brief"),
    (["letter", "belofte", "--kind", "bevestiging"], 3, "no running promise"),
    (["letter", "belofte", "--kind", "sommatie", "--force"], 2, "--because"),
    (["letter", "belofte", "--kind", "veertiendagenbrief"], 3, "not a private person"),
    (["letters", "nobody"], 1, "no customer"),
    (["letters", "--show", "9"], 1, "no letter 9"),
    (["mark-sent", "9", "--via", "post"], 1, "no letter 9"),
    (["mark-sent", "x", "--via", "post"], 2, "x"),
    (["cancel-letter", "9"], 1, "no letter 9"),
    (["import", "nothing.xml"], 1, "cannot be read"),
    (["today", "nobody"], 1, "no customer"),
    (["today", "--date", "26-10-2026"], 1, "YYYY-MM-DD"),
    (["journal", "--limit", "0"], 2, "0"),
    (["log-plan", "belofte"], 2, "--instalments"),
    (["log-plan", "belofte", "--instalments", "3"], 2, "--first"),
    (["log-plan", "belofte", "--instalments", "0", "--first", "today"], 1, "number of parts"),
    (["log-plan", "belofte", "--instalments", "3", "--first", "2026-09-30"], 1, "has passed"),
    (["log-plan", "belofte", "--instalments", "3", "--first", "today", "--every", "week"], 1, "step between days"),
    (["log-plan", "belofte", "--instalments", "3", "--first", "today", "--amount", "5000"], 1, "can be claimed"),
    (["log-plan", "belofte", "--instalments", "3", "--first", "2026-10-01", "--amount", "0,02"], 1, "cannot be paid in 3"),
    (["log-dispute", "belofte", "2026-001"], 2, "--about"),
    (["log-dispute", "belofte", "2026-001", "--about", "x", "--amount", "1300"], 1, "1.210,00 is open"),
    (["log-dispute", "belofte", "2026-001", "--about", "x", "--solve-by", "2026-09-30"], 1, "has passed"),
    (["hold", "belofte", "--until", "2026-09-30", "--because", "x"], 1, "has passed"),
    (["hold", "belofte", "--until", "2028-01-01", "--because", "x"], 1, "more than a year"),
    (["hold", "belofte", "--until", "2026-10-02", "--because", " "], 1, "empty"),
    (["hold", "belofte", "--until", "morgen"], 2, "--because"),
    (["hold", "nobody", "--until", "2026-10-02", "--because", "x"], 1, "no customer"),
    (["release", "belofte"], 1, "no hold"),
    (["handover", "belofte", "--to", "Bureau", "--back"], 2, "--to"),
    (["handover", "belofte", "--back"], 1, "handed over"),
    (["handover", "belofte", "--to", "Bureau", "--review", "2026-10-01"], 1, "not a day to come"),
    (["close-case", "belofte", "--outcome", "paid"], 1, "still open"),
    (["close-case", "belofte"], 2, "--outcome"),
    (["terms", "belofte"], 2, "--because"),
    (["terms", "belofte", "--end"], 1, "no terms"),
    (["terms", "belofte", "--because", "x", "--prepay", "101"], 2, "101"),
    (["agenda", "--days", "0"], 2, "0"),
    (["agenda", "--ics", "/nowhere/at/all.ics"], 1, "no folder /nowhere/at"),
    (["profile", "show", "stric"], 1, "did you mean strict"),
    (["profile", "copy", "strict", "standard"], 1, "already"),
    (["profile", "copy", "consumer", "mine"], 1, "stands alone"),
    (["profile", "change", "strict"], 2, "steps to change"),
    (["profile", "change", "strict", "herinnering"], 2, "number of days"),
    (["profile", "change", "strict", "aanmaning=2"], 1, "line 5"),
    (["profile", "change", "strict", "veertiendagenbrief=9"], 1, "private persons"),
    (["profile", "change", "strict", "--file", "nothing.toml"], 1, "cannot be read"),
    (["profile", "assign", "belofte", "nice"], 1, "no profile"),
    (["profile", "remove", "strict"], 1, "not changed"),
    (["edit-customer", "belofte", "--profile", "nice"], 1, "no profile"),
    (["unknown-command"], 2, "no command"),
    (["--lang", "fr", "today"], 2, "language"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "says"), WRONG, ids=[" ".join(w) or "-" for w, _, _ in WRONG])
def test_bad_input_gives_one_clear_error_and_changes_nothing(book, ledger, words, code, says):
    before = rows(ledger)
    answer = book("--date", "2026-10-01", *words, ok=False)
    assert answer.code == code
    assert answer.out == ""
    first, *hint = answer.err.strip().splitlines()
    assert first.startswith("debcli: ")
    assert says.lower() in answer.err.lower()
    assert hint, "an error says what to type instead"
    assert "Traceback" not in answer.err
    assert rows(ledger) == before


@pytest.mark.parametrize(
    ("words", "code", "says"), WRONG[::4], ids=[" ".join(w) or "-" for w, _, _ in WRONG[::4]]
)
def test_bad_input_with_json_gives_a_json_error(book, words, code, says):
    answer = book("--json", "--date", "2026-10-01", *words, ok=False)
    error = json.loads(answer.err)["error"]
    assert (answer.code, answer.out, error["code"]) == (code, "", code)
    assert error["message"]
    assert error["hint"]


def test_no_ledger_is_exit_4_and_makes_none(debcli, ledger):
    for command in (["today"], ["customers"], ["log-payment", "x", "1"], ["undo"]):
        answer = debcli(*command, ok=False)
        assert answer.code == 4
        assert "debcli init" in answer.err
    assert not ledger.exists()


def test_what_is_not_a_ledger_is_exit_4_and_stays_as_it_is(debcli, tmp_path):
    for content in (b"", b"not a database at all" * 100):
        place = tmp_path / "file.db"
        place.write_bytes(content)
        assert debcli("--ledger", str(place), "today", ok=False).code == 4
        assert place.read_bytes() == content


def test_a_newer_ledger_is_refused_untouched(book, ledger):
    import sqlite3

    with sqlite3.connect(ledger) as conn:
        conn.execute("PRAGMA user_version = 999")
    conn.close()
    answer = book("log-payment", "belofte", "1", ok=False)
    assert answer.code == 4
    assert "newer" in answer.err


WRITING = [
    ["add-customer", "Nieuw"],
    ["edit-customer", "belofte", "--phone", "1"],
    ["add-invoice", "belofte", "A-1", "10"],
    ["edit-invoice", "2026-001", "--amount", "1201", "--due", "2026-10-15"],
    ["log-payment", "belofte", "10"],
    ["log-call", "belofte", "--outcome", "spoke"],
    ["credit", "belofte", "2026-001", "10"],
    ["write-off", "2026-001", "--because", "failliet"],
    ["letter", "belofte", "--kind", "herinnering"],
    ["log-plan", "belofte", "--instalments", "3", "--first", "2026-10-20"],
    ["log-dispute", "belofte", "2026-001", "--about", "kapot"],
    ["hold", "belofte", "--until", "2026-11-01", "--because", "ziek"],
    ["handover", "belofte", "--to", "Bureau"],
    ["terms", "belofte", "--because", "laat", "--prepay", "50"],
    ["undo"],
]


@pytest.mark.parametrize("words", WRITING, ids=[w[0] for w in WRITING])
def test_dry_run_says_what_would_change_and_changes_nothing(book, ledger, tmp_path, words):
    before, files = rows(ledger), sorted(tmp_path.rglob("*.pdf"))
    answer = book(*words, "--dry-run", day="2026-10-20")
    assert answer.out
    assert rows(ledger) == before
    assert sorted(tmp_path.rglob("*.pdf")) == files


@pytest.mark.parametrize("words", WRITING, ids=[w[0] for w in WRITING])
def test_every_writing_command_can_be_undone(book, ledger, words):
    before = {t: r for t, r in rows(ledger).items() if t not in {"journal", "document"}}
    book(*words, day="2026-10-20")
    assert {t: r for t, r in rows(ledger).items() if t not in {"journal", "document"}} != before
    if words != ["undo"]:
        book("undo")
        assert {t: r for t, r in rows(ledger).items() if t not in {"journal", "document"}} == before


@pytest.mark.parametrize("words", [w for w in WRITING if w[0] != "undo"], ids=lambda w: w[0])
def test_every_recording_command_gives_its_id_and_what_comes_next(book, words):
    said = book(*words, "--json", day="2026-10-20").json
    assert isinstance(said["id"], int)
    assert "next" in said


NASTY = [
    "[red]rood[/red]",
    "\u202eomgekeerd",
    "漢字 😀 BV",
    "مرحبا",
    "{{ 7*7 }} #panic(1) *vet* <b>",
    "a" * 250,
    "O'Brien; DROP TABLE invoice",
]


@pytest.mark.parametrize("name", NASTY)
def test_names_print_as_text(book, name):
    slug = book("add-customer", name, "--slug", "raar", "--json").json["slug"]
    book("add-invoice", slug, "R-1", "10", "--issued", "2026-09-01")
    for command in (
        ["today"],
        ["customers"],
        ["show", "raar"],
        ["invoices"],
        ["claim", "raar"],
        ["today", "--waiting"],
    ):
        out = book(*command, day="2026-10-20").out
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", out)
        assert all(len(line) <= 80 for line in out.splitlines() if line.isascii()), out
    assert name.lstrip("\u202e")[:8] in book("customers").out


def test_ambiguous_customers_are_named(book):
    book("add-customer", "Belofte Beheer B.V.")
    answer = book("show", "belofte", ok=False)
    assert answer.code == 1
    assert "belofte-bouw" in answer.err
    assert "belofte-beheer" in answer.err


def test_a_mistyped_customer_gets_a_suggestion(book):
    assert "belofte-bouw" in book("show", "belofde-bouw", ok=False).err


def test_a_date_that_was_not_iso_is_echoed_with_its_weekday(book):
    answer = book(
        "log-call", "belofte", "--outcome", "promise", "--amount", "5", "--by", "vrijdag", day="2026-10-05"
    )
    assert "Friday 9 October 2026" in answer.err


def test_stale_bank_data_is_said_and_stops_stronger_letters(book):
    book("log-payment", "belofte", "10", day="2026-10-02")
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-02")
    morning = book("today", "--json", day="2026-10-20").json
    assert morning["bank_as_of"] == "2026-10-02"
    assert "newest bank data" in morning["warnings"][0]
    assert "debcli bank-checked" in morning["warnings"][0]
    refused = book("letter", "belofte", "--kind", "aanmaning", day="2026-10-20", ok=False)
    assert refused.code == 3
    assert "--bank-checked" in refused.err
    book("letter", "belofte", "--kind", "aanmaning", "--bank-checked", day="2026-10-20")


def test_a_letter_within_the_term_of_another_is_refused_unless_forced_with_a_reason(book):
    book("letter", "belofte", "--kind", "aanmaning", "--via", "email", day="2026-10-19")
    refused = book("letter", "belofte", "--kind", "herinnering", day="2026-10-20", ok=False)
    assert refused.code == 3
    assert "gives until" in refused.err
    book("letter", "belofte", "--kind", "herinnering", "--force", "--because", "op verzoek", day="2026-10-20")
    assert "op verzoek" in book("journal").out


def test_a_consumer_gets_no_sommatie_before_a_14_day_letter_not_even_forced(book):
    book("add-customer", "Piet Pieters", "--kind", "consumer")
    book("add-invoice", "piet", "P-1", "100", "--issued", "2026-08-01")
    for extra in ([], ["--force", "--because", "nu"]):
        refused = book("letter", "piet", "--kind", "sommatie", *extra, day="2026-10-20", ok=False)
        assert refused.code == 3
        assert "6:96" in refused.err
    claim = book("claim", "piet", "--json", day="2026-10-20").json
    assert claim["costs_total"] == "0.00"
    assert {i["percent"] for i in claim["interest"]} == {"4.00"}


def test_currencies_are_never_added(book, tmp_path):
    (tmp_path / "f.csv").write_text(
        "klant;factuurnummer;datum;bedrag;valuta\nOslo AS;N-1;2026-08-01;500,00;NOK\nOslo AS;N-2;2026-08-01;100,00;EUR\n"
    )
    book("import", "f.csv")
    claim = book("claim", "oslo", "--json", day="2026-10-20").json
    assert claim["principal"] == "100.00"
    assert any("NOK 500,00" in w for w in claim["warnings"])


def test_a_letter_says_what_of_an_invoice_is_in_dispute(book, tmp_path):
    book(
        "log-call",
        "belofte",
        "--outcome",
        "disputes",
        "--amount",
        "210",
        "--note",
        "te weinig",
        day="2026-10-05",
    )
    book("letter", "belofte", "--kind", "herinnering", "--out", ".", day="2026-10-08")
    (text,) = tmp_path.glob("*.txt")
    assert "in geschil" in text.read_text()
    assert "1.000,00" in text.read_text()


def test_what_was_overpaid_stays_visible(book):
    book("log-payment", "belofte", "1300", day="2026-10-01")
    assert book("show", "belofte", "--json", day="2026-10-02").json["in_favour"] == {"EUR": "90.00"}
    assert "€ 90,00 in favour" in book("show", "belofte", day="2026-10-02").out


def test_upholding_one_of_two_disputes_credits_that_one(book):
    book("log-call", "belofte", "--outcome", "disputes", "--amount", "100", day="2026-10-05")
    book("log-call", "belofte", "--outcome", "disputes", "--amount", "200", day="2026-10-05")
    ended = book(
        "resolve-dispute", "belofte", "2026-001", "--outcome", "upheld", "--json", day="2026-10-06"
    ).json
    assert ended["credit"] == "100.00"


def test_a_promise_met_late_asks_for_nothing_but_counts(book):
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
    book("letter", "belofte", "--via", "email", day="2026-10-05")
    book("log-payment", "belofte", "500", day="2026-10-12")
    assert book("today", "--json", day="2026-10-12").json["actions"][0]["rule"] == "ladder"
    assert [p["state"] for p in book("show", "belofte", "--json", day="2026-10-12").json["promises"]] == [
        "broken"
    ]


def test_an_unnamed_payment_of_what_was_promised_is_for_what_was_promised(book):
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "500",
        "--issued",
        "2026-09-10",
        "--due",
        "2026-10-02",
        day="2026-09-10",
    )
    words = ("--outcome", "promise", "--amount", "500", "--by", "2026-10-09", "--invoice", "2026-002")
    book("log-call", "belofte", *words, day="2026-10-05")
    paid = book("log-payment", "belofte", "500", "--json", day="2026-10-08").json
    assert paid["invoices"] == ["2026-002"]


def test_the_ledger_itself_cannot_be_undone(debcli):
    debcli("init", "--name", "X", "--iban", "NL91ABNA0417164300")
    refused = debcli("undo", ok=False)
    assert refused.code == 1
    assert debcli("today").code == 0


def test_a_letter_past_its_own_day_is_not_sent(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    made = book("letter", "belofte", "--json", day="2026-10-08").json
    act = book("today", "--json", day="2026-10-20").json["actions"][0]
    assert act["command"] == f"debcli cancel-letter {made['id']}"
    assert book("mark-sent", str(made["id"]), "--via", "post", day="2026-10-20", ok=False).code == 1


def test_a_customer_who_becomes_a_consumer_comes_under_his_own_law(book):
    book("add-customer", "Jan Peeters", "--country", "BE")
    book("edit-customer", "jan", "--kind", "consumer")
    assert book("show", "jan", "--json").json["customer"]["law"] == "be"


def test_what_today_says_of_a_claim_to_have_paid_counts_invoices_settled_since(book):
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "300",
        "--issued",
        "2026-08-20",
        "--due",
        "2026-09-19",
        day="2026-09-01",
    )
    book("log-call", "belofte", "--outcome", "claims-paid", "--amount", "500", day="2026-10-05")
    book("log-payment", "belofte", "500", day="2026-10-06")
    acts = book("today", "--json", day="2026-10-08").json["actions"]
    assert [a["rule"] for a in acts] != ["paid-claim"]


def test_a_consumer_gets_the_14_day_letter_and_costs_only_after_it(book):
    words = ("--kind", "consumer", "--address", "Laan 1", "--postcode", "1011 AB", "--city", "Assen")
    book("add-customer", "Anna de Boer", *words)
    book(
        "add-invoice", "anna", "A-1", "350", "--issued", "2026-08-20", "--due", "2026-09-19", day="2026-09-01"
    )
    made = book(
        "letter", "anna", "--kind", "veertiendagenbrief", "--via", "post", "--json", day="2026-10-12"
    ).json
    claim = book("claim", "anna", "--json", day="2026-10-12").json
    assert made["amount"] == claim["total"] == "350.88"
    assert claim["costs_total"] == "0.00"
    assert made["deadline"] == "2026-10-29"
    text = book("letters", "--show", str(made["id"])).out
    assert "binnen veertien dagen vanaf de dag nadat deze brief" in " ".join(text.split())
    assert "52,50" in text
    assert book("claim", "anna", "--json", day="2026-10-29").json["costs_total"] == "0.00"
    assert book("claim", "anna", "--json", day="2026-10-30").json["costs_total"] == "52.50"
    book("letter", "anna", "--kind", "sommatie", "--via", "post", "--bank-checked", day="2026-10-30")


def test_a_reader_that_goes_away_is_no_error(book, ledger):
    import subprocess
    import sys

    words = [sys.executable, "-m", "debcli", "--date", "2026-10-20", "today"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.close()
        assert run.wait() == 0
        assert run.stderr.read() == b""


def test_a_letter_by_post_needs_an_address(book, ledger):
    book("edit-customer", "belofte", "--address", "", "--city", "")
    before = rows(ledger)
    refused = book("letter", "belofte", "--kind", "herinnering", "--via", "post", day="2026-10-08", ok=False)
    assert refused.code == 1
    assert "edit-customer" in refused.err
    assert rows(ledger) == before


def test_a_claim_that_lapsed_says_so(book):
    book("add-invoice", "belofte", "O-1", "1000", "--issued", "2020-01-01", "--due", "2020-01-31")
    warnings = book("claim", "belofte", "--json", day="2026-11-10").json["warnings"]
    assert any("O-1 lapsed on" in w for w in warnings)


def test_a_refusal_takes_back_what_was_said_before(book):
    book("log-call", "belofte", "--outcome", "claims-paid", day="2026-10-05")
    book("log-call", "belofte", "--outcome", "refuses", day="2026-10-05")
    (waiting,) = book("today", "--waiting", "--json", day="2026-10-05").json["waiting"]
    assert "paid" not in waiting["why"]
