"""Bank statements at the command line: what is booked, that it is booked once, what is asked, and what is taken back."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import rows
from intake.bank_builders import OWN, camt, coda, entry, ing, mt940, statement, transaction

BOUW, PRINT = "NL44RABO0123456789", "NL39RABO0300065264"
CSV = """klant;factuurnummer;factuurdatum;vervaldatum;bedrag
Drukkerij Peeters;2026-002;2026-09-01;2026-10-01;500,00
Drukkerij Peeters;2026-003;2026-09-02;2026-10-02;300,00
"""


@pytest.fixture
def bank(book, tmp_path):
    """The book of conftest, a second customer with two invoices, and a way to import bytes."""
    (tmp_path / "f.csv").write_text(CSV)
    book("import", "f.csv", day="2026-09-02")

    def bring(*files, words=(), day="2026-10-08", ok=True):
        names = []
        for number, data in enumerate(files):
            (tmp_path / f"bank{number}").write_bytes(data)
            names.append(f"bank{number}")
        return book("import", *names, *words, day=day, ok=ok)

    book.bring = bring
    return book


def one(amount="1210.00", text="2026-001", name="Belofte Bouw", iban=BOUW, **more):
    """A CAMT entry of one transaction."""
    known = {k: more.pop(k) for k in ("reference", "end_to_end", "reason") if k in more}
    return entry(amount, transaction(name=name, iban=iban, text=text, **known), **more)


def payments(answer):
    return [(p["amount"], p["customer"], p["invoices"], p["matched"]) for p in answer.json["payments"]]


def open_of(bank, day="2026-12-31"):
    """What is open, by invoice."""
    return {i["number"]: i["open"] for i in bank("invoices", "--all", "--json", day=day).json["invoices"]}


# --- booking ------------------------------------------------------------------------------------------------------------


def test_certain_payments_are_booked_with_their_reason(bank):
    said = bank.bring(camt(statement(one(), opening="0.00", closing="1210.00")), words=["--json"])
    (file,) = said.json["files"]
    assert (file["format"], file["new"], file["known"], file["skipped"], file["errors"]) == (
        "camt.053",
        1,
        0,
        0,
        [],
    )
    (payment,) = said.json["payments"]
    assert payment["date"] == "2026-10-05"
    assert payments(said) == [("1210.00", "belofte-bouw", ["2026-001"], "exact")]
    assert "names 2026-001" in payment["why"]
    assert open_of(bank)["2026-001"] == "0.00"
    assert bank("today", "--json", day="2026-10-08").json["bank_as_of"] == "2026-10-05"


@pytest.mark.parametrize(
    ("amount", "text", "matched", "left"),
    [
        ("500.00", "2026-002", "exact", {"2026-002": "0.00", "2026-003": "300.00"}),
        ("200.00", "2026-002", "part", {"2026-002": "300.00", "2026-003": "300.00"}),
        ("800.00", "2026-002 en 2026-003", "several", {"2026-002": "0.00", "2026-003": "0.00"}),
        ("900.00", "2026-002 en 2026-003", "over", {"2026-002": "0.00", "2026-003": "0.00"}),
        ("300.00", "2026-003", "exact", {"2026-002": "500.00", "2026-003": "0.00"}),
    ],
)
def test_how_a_payment_meets_its_invoices(bank, amount, text, matched, left):
    said = bank.bring(camt(statement(one(amount, text, "Drukkerij Peeters", PRINT))), words=["--json"])
    assert said.json["payments"][0]["matched"] == matched
    now = open_of(bank)
    assert {n: now[n] for n in left} == left
    if matched == "over":
        assert bank("show", "drukkerij", "--json", day="2026-10-08").json["in_favour"] == {"EUR": "100.00"}


def test_what_a_letter_asked_is_booked_to_interest_and_costs_too(bank):
    for outcome_day in ("2026-10-01", "2026-10-14"):
        bank("log-call", "belofte", "--outcome", "spoke", day=outcome_day)
    bank(
        "letter",
        "belofte",
        "--kind",
        "sommatie",
        "--via",
        "email",
        "--force",
        "--because",
        "proef",
        day="2026-10-26",
    )
    asked = bank("letters", "belofte", "--json", day="2026-10-26").json["letters"][-1]["amount"]
    said = bank.bring(
        camt(statement(one(asked, "betaling", day="2026-10-28"))), words=["--json"], day="2026-10-29"
    )
    assert payments(said)[0][3] == "unmatched"  # the account is not known, and nothing is named
    bank("edit-customer", "belofte", "--iban", BOUW)
    (again,) = bank("match", "--json", day="2026-10-29").json["payments"]
    assert (again["matched"], again["customer"]) == ("exact", "belofte-bouw")
    assert again["parts"][0]["extras"] != "0.00"
    assert bank("claim", "belofte", "--json", day="2026-10-30").json["total"] == "0.00"


def test_money_out_own_money_announced_money_and_foreign_money_are_no_payments(bank):
    said = bank.bring(
        camt(statement(one(mark="DBIT"), one(iban=OWN), one(status="PDNG"), one(currency="USD"))),
        words=["--json"],
    )
    assert [p[3] for p in payments(said)] == ["known", "unmatched"]
    assert "not converted" in said.json["payments"][1]["why"]
    assert (said.json["files"][0]["outgoing"], said.json["files"][0]["announced"]) == (1, 1)
    assert open_of(bank)["2026-001"] == "1210.00"


def test_a_notification_and_its_statement_are_booked_once(bank):
    told = bank.bring(camt(statement(one(), block="Ntfctn"), kind="054"), words=["--json"]).json
    assert (told["payments"], told["files"][0]["announced"]) == ([], 1)
    assert "camt.053" in told["files"][0]["warnings"][0]["message"]
    assert bank("today", "--json", day="2026-10-08").json["bank_as_of"] is None
    assert payments(bank.bring(camt(statement(one())), words=["--json"])) == [
        ("1210.00", "belofte-bouw", ["2026-001"], "exact")
    ]


# --- once ---------------------------------------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(bank, ledger):
    data = camt(statement(one(), one("5.00", "x", "Y", ""), opening="0.00", closing="1215.00"))
    bank.bring(data)
    before = rows(ledger)
    again = bank.bring(data, words=["--json"]).json
    assert (again["files"][0]["new"], again["files"][0]["known"], again["payments"]) == (0, 2, [])
    assert rows(ledger) == before
    twice = bank.bring(data, data, words=["--json"]).json
    assert [f["known"] for f in twice["files"]] == [2, 2]


def test_the_same_payment_in_four_formats_is_one(bank):
    files = [
        camt(statement(one("200.00", "2026-002", "Drukkerij Peeters", PRINT, end_to_end="E-7", ref="CAMTREF"))),
        ing(("2026-10-05", "200,00", "DRUKKERIJ PEETERS", PRINT, "2026-002")),
        mt940(("2610051005C200,00NTRFEREF//MTREF", f"/EREF/E-7//CNTP/{PRINT}/RABONL2U/DRUKKERIJ PEETE///REMI/USTD//2026-002/"), closing="C261005EUR1200,00"),
        mt940(("2610051005C200,00NTRFNONREF", f"SEPA OVERBOEKING IBAN: {PRINT} BIC: RABONL2U NAAM: Drukkerij Peeters OMSCHRIJVING: 2026-002"),
              account="0417164300", closing="C261005EUR1200,00"),
    ]  # fmt: skip
    for order in (files, files[::-1]):
        said = bank.bring(*order, words=["--json", "--dry-run"]).json
        assert [f["new"] for f in said["files"]] == [1, 0, 0, 0]
        assert len(said["payments"]) == 1


def test_two_equal_payments_on_a_day_stay_two_and_an_overlap_adds_what_is_new(bank):
    twin = one("200.00", "2026-002", "Drukkerij Peeters", PRINT)
    assert len(bank.bring(camt(statement(twin, twin)), words=["--json", "--dry-run"]).json["payments"]) == 2
    bank.bring(camt(statement(twin)))
    said = bank.bring(
        camt(statement(twin, twin, one("100.00", "2026-003", "Drukkerij Peeters", PRINT))), words=["--json"]
    ).json
    assert (said["files"][0]["new"], said["files"][0]["known"]) == (2, 1)
    assert open_of(bank)["2026-002"] == "100.00"


def test_a_payment_logged_by_hand_is_not_booked_again(bank, ledger):
    bank("log-payment", "belofte", "1210", "--on", "2026-10-06", day="2026-10-06")
    said = bank.bring(camt(statement(one(), one())), words=["--json"]).json
    assert [(p["matched"], p["left"]) for p in said["payments"]] == [("known", "0.00"), ("over", "1210.00")]
    assert "logged by hand" in said["payments"][0]["why"]
    with closing(sqlite3.connect(ledger)) as conn:
        assert conn.execute("SELECT count(*) FROM payment").fetchone() == (2,)


def test_logging_by_hand_what_the_bank_showed_is_remarked(bank):
    bank.bring(camt(statement(one("200.00", "2026-002", "Drukkerij Peeters", PRINT))))
    said = bank("log-payment", "drukkerij", "200", "--on", "2026-10-07", day="2026-10-08")
    assert "The same money? debcli undo" in " ".join(said.err.split())
    assert (
        "same money"
        not in bank("log-payment", "drukkerij", "201", "--on", "2026-10-07", day="2026-10-08").err
    )


def test_a_small_difference_is_said_with_how_to_give_it_up(bank):
    said = " ".join(bank.bring(camt(statement(one("1209.50")))).out.split())
    assert "€ 0,50 is left (give it up? debcli write-off 2026-001 --because 'small difference')" in said
    assert (
        "give it up"
        not in bank.bring(camt(statement(one("200.00", "2026-002", "Drukkerij Peeters", PRINT)))).out
    )


def test_what_an_imported_list_said_was_paid_is_not_booked_again(bank, tmp_path):
    header = "klant;factuurnummer;factuurdatum;vervaldatum;bedrag;openstaand"
    (tmp_path / "g.csv").write_text(
        f"{header}\nNieuw BV;N-100;2026-09-01;2026-10-01;100,00;0,00\nNieuw BV;N-200;2026-09-01;2026-10-01;100,00;40,00\n"
    )
    bank("import", "g.csv", day="2026-09-05")
    said = bank.bring(
        camt(statement(one("100.00", "N-100", "Nieuw BV", PRINT), one("25.00", "N-200", "Nieuw BV", PRINT))),
        words=["--json"],
    )
    assert [p[3] for p in payments(said)] == ["known", "unmatched"]
    assert open_of(bank)["N-200"] == "40.00"


# --- any order ----------------------------------------------------------------------------------------------------------

_TEXTS = ["2026-001", "2026-002", "2026-003", "2026-002 2026-003", "", "bedankt", "2026-011"]
_ENTRY = st.tuples(
    st.sampled_from(["1210.00", "500.00", "300.00", "800.00", "75.00"]), st.sampled_from(_TEXTS),
    st.sampled_from([("Belofte Bouw", BOUW), ("Drukkerij Peeters", PRINT), ("Iemand", ""), ("", "")]), st.integers(1, 3),
)  # fmt: skip


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(st.lists(_ENTRY, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_whatever_the_order_and_however_often_the_balances_are_the_same(bank, tmp_path, made, random):
    """Days and the invoices themselves come as files; each file comes in once or twice, in any order.

    Who the customers are is known beforehand: a payer who turns out to be another customer is a sign against a match.
    """
    days = {
        d: camt(
            statement(
                *[one(a, t, n, i, day=f"2026-10-{d:02}") for a, t, (n, i), day in made if day == d],
                number=str(d),
            )
        )
        for d in (1, 2, 3)
    }
    files = {f"day{d}.xml": data for d, data in days.items()} | {"f.csv": CSV.encode()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    plain = sorted(files)
    mixed = [*plain, *random.sample(plain, 2)]
    random.shuffle(mixed)
    assert balances(bank, tmp_path, "a", plain, 1) == balances(
        bank, tmp_path, "b", mixed, random.choice([1, 2])
    )


def balances(debcli, tmp_path, name, files, at_once):
    """Import files in an order into a ledger of their own: what each customer owes in all, and what is nobody's."""
    for old in tmp_path.glob(f"{name}.db*"):
        old.unlink()
    base = ["--ledger", str(tmp_path / f"{name}.db"), "--date", "2026-11-30"]
    debcli(*base, "init", "--name", "Studio Vos", "--iban", "NL20INGB0001234567")
    debcli(*base, "add-customer", "Belofte Bouw B.V.", "--iban", BOUW)
    debcli(*base, "add-customer", "Drukkerij Peeters")
    debcli(*base, "add-invoice", "belofte-bouw", "2026-001", "1210", "--issued", "2026-09-01")
    for start in range(0, len(files), at_once):
        debcli(*base, "import", *files[start : start + at_once])
    customers = [c["slug"] for c in debcli(*base, "customers", "--json").json["customers"]]
    shown = {c: debcli(*base, "show", c, "--json").json for c in customers}
    owed = {c: Decimal(s["open"]) - Decimal(s["in_favour"].get("EUR", "0")) for c, s in shown.items()}
    return owed, sorted(
        (p["amount"], p["text"]) for p in debcli(*base, "match", "--json").json["payments"] if p["matched"] == "unmatched"
    )  # fmt: skip


# --- what is not certain ------------------------------------------------------------------------------------------------


def test_what_is_not_certain_is_said_and_stays_in_today_until_it_is_matched(bank):
    said = bank.bring(camt(statement(one("500.00", "bedankt", "Drukkerij Peeters", PRINT))))
    assert "Not matched: 1 entry, € 500,00; 1 can be confirmed." in said.out
    assert open_of(bank)["2026-002"] == "500.00"
    morning = bank("today", day="2026-10-08").out
    assert "1 payment from the bank (€ 500,00) is not matched yet: debcli match" in " ".join(morning.split())
    listed = bank("match", day="2026-10-08").out
    command = re.search(r"-> debcli (.*)", listed)[1].split()
    assert command == ["match", "1", "drukkerij-peeters", "--invoice", "2026-002"]
    assert "2026-002 is paid" in bank(*command, day="2026-10-08").out
    assert "not matched" not in bank("today", day="2026-10-08").out
    assert "Every payment" in bank("match", day="2026-10-08").out


def test_money_from_before_any_open_invoice_is_no_warning(bank):
    bank.bring(camt(statement(one("500.00", "oud", "Wie", "", day="2026-08-01"))))
    (warning,) = bank("today", "--json", day="2026-10-08").json["warnings"]
    assert "not matched" not in warning


def test_an_invoice_that_comes_later_finds_its_payment(bank):
    bank.bring(camt(statement(one("60.00", "2026-050", "Belofte Bouw", BOUW))))
    bank("add-invoice", "belofte", "2026-050", "60", "--issued", "2026-10-01", day="2026-10-08")
    assert "2026-050 is paid" in bank("match", day="2026-10-08").out
    assert open_of(bank)["2026-050"] == "0.00"


def test_a_known_account_is_learned_on_request_and_makes_the_next_payment_certain(bank):
    bank.bring(camt(statement(one("500.00", "bedankt", "D P Holding", PRINT))))
    said = bank("match", "1", "drukkerij", "--invoice", "2026-002", "--keep-account", day="2026-10-08")
    assert "NL39 RABO 0300 0652 64 is kept" in said.out
    assert payments(
        bank.bring(
            camt(statement(one("300.00", "", "D P Holding", PRINT, day="2026-10-07"))), words=["--json"]
        )
    ) == [("300.00", "drukkerij-peeters", ["2026-003"], "exact")]


def test_unmatch_takes_the_payment_out_and_it_is_not_matched_again_unasked(bank):
    bank.bring(camt(statement(one())))
    said = bank("unmatch", "1", day="2026-10-08")
    assert "matched no longer" in said.out
    assert open_of(bank)["2026-001"] == "1210.00"
    bank("add-invoice", "belofte", "2026-051", "60", "--issued", "2026-10-01", day="2026-10-08")
    assert [p["matched"] for p in bank("match", "--json", day="2026-10-08").json["payments"]] == ["unmatched"]
    bank("match", "1", "belofte", day="2026-10-08")
    assert open_of(bank)["2026-001"] == "0.00"


def test_unmatch_of_a_payment_logged_by_hand_leaves_it_in_the_ledger(bank):
    bank("log-payment", "belofte", "1210", "--on", "2026-10-06", day="2026-10-06")
    bank.bring(camt(statement(one())))
    bank("unmatch", "1", day="2026-10-08")
    assert open_of(bank)["2026-001"] == "0.00"
    assert "logged by hand" in bank("match", "1", "belofte", day="2026-10-08").out
    bank("unmatch", "1")
    assert "in their favour" in bank("match", "1", "belofte", "--another", day="2026-10-08").out


# --- what the bank takes back -------------------------------------------------------------------------------------------


def test_a_returned_payment_reopens_the_invoice_and_its_promise_on_its_day(bank):
    bank(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "2026-10-06",
        "--with",
        "Els",
        day="2026-10-01",
    )
    bank.bring(camt(statement(one(end_to_end="E-1"))))
    kept = bank("show", "belofte", "--json", day="2026-10-08").json
    assert (kept["open"], kept["invoices"][0]["state"]) == ("0.00", "paid")
    back = one(end_to_end="E-1", mark="DBIT", reason="MD06", day="2026-10-12")
    said = bank.bring(camt(statement(back)), words=["--json"], day="2026-10-13")
    assert payments(said) == [("-1210.00", "belofte-bouw", ["2026-001"], "returned")]
    now = bank("show", "belofte", "--json", day="2026-10-13").json
    assert now["open"] == "1210.00"
    assert [p["state"] for p in now["promises"]] == ["broken"]
    assert any("took back" in e["what"] for e in now["timeline"])
    (action,) = [
        a
        for a in bank("today", "--json", day="2026-10-13").json["actions"]
        if a["customer"] == "belofte-bouw"
    ]
    assert action["rule"] == "promise-broken"
    assert (
        bank("show", "belofte", "--json", day="2026-10-08").json == kept
    )  # an earlier day still says what it said
    again = bank.bring(
        camt(statement(one(day="2026-10-14", end_to_end="E-9"))), words=["--json"], day="2026-10-15"
    )
    assert payments(again) == [("1210.00", "belofte-bouw", ["2026-001"], "exact")]
    assert bank("check", day="2026-10-20").code == 0
    assert bank("claim", "belofte", "--json", day="2026-10-20").json["total"] == "0.00"


def test_a_return_can_be_matched_by_hand_and_taken_back(bank):
    bank.bring(camt(statement(one())))
    bank.bring(
        camt(
            statement(
                entry("1210.00", transaction(text="storno"), mark="DBIT", reversal=True, day="2026-10-12")
            )
        ),
        day="2026-10-13",
    )
    assert open_of(bank)["2026-001"] == "0.00"
    assert "2026-001 is open again" in " ".join(bank("match", "2", "belofte", day="2026-10-13").out.split())
    assert open_of(bank)["2026-001"] == "1210.00"
    assert bank("check", day="2026-10-13").code == 0
    bank("unmatch", "2", day="2026-10-13")
    assert open_of(bank)["2026-001"] == "0.00"
    assert bank("check", day="2026-10-13").code == 0


def test_a_return_of_money_that_was_nobodys_puts_both_aside(bank):
    bank.bring(camt(statement(one("75.00", "x", "Wie", PRINT, end_to_end="E-5"))))
    said = bank.bring(
        camt(
            statement(
                one(
                    "75.00", "x", "Wie", PRINT, end_to_end="E-5", mark="DBIT", reason="AC04", day="2026-10-07"
                )
            )
        ),
        words=["--json"],
    )
    assert [p[3] for p in payments(said)] == ["known"]
    assert bank("match", "--json", day="2026-10-08").json["payments"] == []


# --- how fresh, how whole -----------------------------------------------------------------------------------------------


def test_how_far_the_bank_data_reach(bank):
    def reach(day):
        return bank("today", "--json", day=day).json["bank_as_of"]

    assert reach("2026-10-08") is None
    bank.bring(camt(statement(opening="5.00", closing="5.00", first="2026-10-01", last="2026-10-06")))
    assert [reach(f"2026-10-{d:02}") for d in (1, 3, 6, 9)] == [
        "2026-10-01",
        "2026-10-03",
        "2026-10-06",
        "2026-10-06",
    ]
    bank("bank-checked", day="2026-10-09")
    assert reach("2026-10-09") == "2026-10-09"
    bank("bank-checked", "--on", "2026-10-08", day="2026-10-09")
    assert reach("2026-10-09") == "2026-10-09"


def test_a_fresh_statement_lets_a_stronger_letter_leave(bank):
    bank.bring(camt(statement(one("5.00", "x", "Wie", ""))))
    bank("log-call", "belofte", "--outcome", "spoke", day="2026-10-02")
    refused = bank("letter", "belofte", "--kind", "aanmaning", day="2026-10-20", ok=False)
    assert (refused.code, "bank data" in refused.err) == (3, True)
    bank("bank-checked", day="2026-10-20")
    bank("letter", "belofte", "--kind", "aanmaning", day="2026-10-20")


def test_a_file_of_which_nothing_can_be_read_leaves_nothing(bank, ledger):
    before = rows(ledger)
    refused = bank.bring(mt940(("2602310231C10,00NTRF", "x"), closing="C261005EUR1010,00"), ok=False)
    assert (refused.code, refused.out) == (1, "")
    assert "'0231' is no day" in refused.err
    assert "does not add up" in " ".join(refused.err.split())
    assert rows(ledger) == before


def test_a_letter_waits_for_money_that_may_be_theirs(bank):
    bank.bring(
        camt(statement(one("500.00", "bedankt", "Drukkerij Peeters", PRINT), one("7.00", "x", "Wie", "")))
    )
    refused = bank("letter", "drukkerij", "--kind", "herinnering", day="2026-10-09", ok=False)
    assert refused.code == 3
    assert "may have paid: payment 1, € 500,00 of Monday 5 October 2026" in refused.err
    assert "debcli match" in refused.err
    bank("letter", "belofte", "--kind", "herinnering", day="2026-10-09")
    bank(
        "edit-customer",
        "drukkerij",
        "--email",
        "wim@peeters.example",
        "--address",
        "Kade 1",
        "--postcode",
        "1011 AB",
        "--city",
        "Almere",
    )
    bank("letter", "drukkerij", "--kind", "herinnering", "--bank-checked", day="2026-10-09")


def test_taking_back_the_money_for_interest_opens_the_rest_claim_again(bank):
    for outcome_day in ("2026-10-01", "2026-10-14"):
        bank("log-call", "belofte", "--outcome", "spoke", day=outcome_day)
    bank(
        "letter",
        "belofte",
        "--kind",
        "sommatie",
        "--via",
        "email",
        "--force",
        "--because",
        "proef",
        day="2026-10-26",
    )
    rest = one("187.71", "2026-001 rente en kosten", day="2026-10-29", end_to_end="E-3")
    bank.bring(camt(statement(one("1210.00", day="2026-10-28"), rest)), day="2026-10-30")
    settled = bank("show", "belofte", "--json", day="2026-10-30").json
    bank("unmatch", "2", day="2026-10-30")
    open_again = bank("show", "belofte", "--json", day="2026-10-30").json["rest_claim"]
    assert Decimal(open_again) - Decimal(settled["rest_claim"]) == Decimal("187.71")
    bank("match", "2", "belofte", day="2026-10-30")
    assert bank("show", "belofte", "--json", day="2026-10-30").json["rest_claim"] == settled["rest_claim"]


def test_what_does_not_add_up_and_what_is_missing_between_is_said(bank):
    said = bank.bring(camt(statement(one("5.00"), opening="0.00", closing="6.00", number="7")))
    assert "Statement 7" in said.err
    assert "does not add up" in " ".join(said.err.split())
    later = bank.bring(
        camt(statement(opening="9.00", closing="9.00", first="2026-10-06", last="2026-10-07", number="9"))
    )
    assert "something is missing" in " ".join(later.err.split())
    between = bank.bring(
        camt(
            statement(
                one("3.00", day="2026-10-06"),
                opening="6.00",
                closing="9.00",
                first="2026-10-05",
                last="2026-10-06",
                number="8",
            )
        )
    )
    assert "missing" not in between.err


def test_an_entry_that_cannot_be_read_is_named_and_the_data_do_not_count_as_fresh(bank):
    said = bank.bring(mt940(("2602310231C10,00NTRF", "x"), ("261005C5,00NTRF", "y")), words=["--json"]).json
    assert (said["files"][0]["new"], said["files"][0]["skipped"]) == (1, 1)
    assert said["files"][0]["errors"][0]["where"] == "line 5"
    assert bank("today", "--json", day="2026-10-08").json["bank_as_of"] is None


# --- files and mistakes -------------------------------------------------------------------------------------------------


def test_a_belgian_statement_with_a_structured_reference(bank):
    bank(
        "add-invoice",
        "belofte",
        "B-1",
        "100",
        "--reference",
        "+++010/8068/17183+++",
        "--issued",
        "2026-09-01",
        day="2026-09-01",
    )
    said = bank.bring(
        coda(
            ("0000000000100000", "051026", ("101", "010806817183"), "IEMAND ANDERS", "BE43068999999501"),
            closing="0000000001100000",
        ),
        words=["--json"],
    )
    assert payments(said) == [("100.00", "belofte-bouw", ["B-1"], "exact")]


def test_a_file_that_breaks_off_leaves_nothing_while_the_others_come_in(bank, ledger):
    good, broken = camt(statement(one())), camt(statement(*[one("1.00", f"x{n}") for n in range(50)]))[:-30]
    said = bank.bring(broken, good, words=["--json"]).json
    assert [(f["new"], len(f["errors"])) for f in said["files"]] == [(0, 1), (1, 0)]
    with closing(sqlite3.connect(ledger)) as conn:
        assert conn.execute("SELECT count(*) FROM bank_entry").fetchone() == (1,)
    before = rows(ledger)
    refused = bank.bring(broken, ok=False)
    assert (refused.code, refused.out) == (1, "")
    assert rows(ledger) == before


def test_a_layout_that_is_not_known_is_mapped_by_the_user(bank, tmp_path):
    (tmp_path / "eigen.csv").write_text(
        "Boekdag;Wie;Nr;Som;Wat\n05-10-2026;Belofte Bouw;;1.210,00;2026-001\n"
    )
    refused = bank("import", "eigen.csv", ok=False)
    assert refused.code == 1
    assert "'Boekdag', 'Wie', 'Nr', 'Som', 'Wat'" in refused.err
    assert "--map date=Datum" in refused.err
    mapping = [w for pair in ("date=Boekdag", "amount=Som", "name=Wie", "text=Wat") for w in ("--map", pair)]
    assert payments(bank("import", "eigen.csv", *mapping, "--json", day="2026-10-08"))[0][3] == "exact"


def test_a_pipe_is_refused_at_once(bank, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in bank("import", "pipe", ok=False).err


def test_one_undo_takes_back_a_whole_import(bank, ledger):
    before = {t: r for t, r in rows(ledger).items() if t != "journal"}
    bank.bring(
        camt(statement(one(), one("5.00", "x", "Y", ""), one(iban=OWN), opening="0.00", closing="1.00"))
    )
    bank("undo")
    assert {t: r for t, r in rows(ledger).items() if t != "journal"} == before


def test_a_dry_run_says_it_and_changes_nothing(bank, ledger):
    before = rows(ledger)
    assert "2026-001 is paid" in bank.bring(camt(statement(one())), words=["--dry-run"]).out
    assert rows(ledger) == before


@pytest.fixture
def waiting(bank):
    """A payment that is matched (1), one that is not (2), and one logged by hand."""
    bank.bring(camt(statement(one(), one("500.00", "bedankt", "Drukkerij Peeters", PRINT))))
    return bank


WRITING = [["match", "2", "drukkerij"], ["match", "2", "--aside"], ["unmatch", "1"], ["bank-checked"]]


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_each_command_has_a_dry_run_an_undo_and_json(waiting, ledger, words):
    before = rows(ledger)
    assert "Nothing was changed" in waiting(*words, "--dry-run", day="2026-10-20").out
    assert rows(ledger) == before
    said = waiting(*words, "--json", day="2026-10-20").json
    assert isinstance(said["id"], int)
    assert "next" in said
    assert rows(ledger) != before
    waiting("undo")
    assert {t: r for t, r in rows(ledger).items() if t != "journal"} == {
        t: r for t, r in before.items() if t != "journal"
    }


WRONG = [
    (["match", "9", "belofte"], 1, "no payment 9"),
    (["match", "1", "belofte"], 1, "matched already"),
    (["match", "2"], 2, "whose"),
    (["match", "2", "belofte", "--aside"], 2, "whose"),
    (["match", "2", "nobody"], 1, "no customer"),
    (["match", "2", "drukkerij", "--invoice", "2026-001"], 1, "no invoice"),
    (["match", "--aside"], 2, "which payment"),
    (["match", "x", "belofte"], 2, "x"),
    (["unmatch", "2"], 1, "not matched"),
    (["unmatch", "9"], 1, "no payment 9"),
    (["unmatch"], 2, "PAYMENT"),
    (["bank-checked", "--on", "2026-12-01"], 1, "still to come"),
    (["bank-checked", "--on", "31-02"], 1, "does not exist"),
    (["import", "f.csv", "--map", "date"], 2, "FIELD=COLUMN"),
    (["import", "f.csv", "--map", "date=Datum"], 2, "amount"),
    (["import", "f.csv", "--map", "colour=Datum"], 2, "colour"),
    (["import", "."], 1, "not a file"),
]


@pytest.mark.parametrize(("words", "code", "says"), WRONG, ids=[" ".join(w) for w, _, _ in WRONG])
def test_bad_input_gives_one_clear_error_and_changes_nothing(waiting, ledger, words, code, says):
    before = rows(ledger)
    answer = waiting(*words, day="2026-10-20", ok=False)
    assert (answer.code, answer.out) == (code, "")
    first, *hint = answer.err.strip().splitlines()
    assert first.startswith("debcli: ")
    assert says.lower() in answer.err.lower()
    assert hint
    assert rows(ledger) == before


def test_an_interrupted_import_leaves_no_trace(bank, ledger, tmp_path):
    many = "".join(
        one(f"{n % 900 + 1}.00", f"tekst {n}", f"Klant {n}", "", ref=f"R{n}") for n in range(30_000)
    )
    (tmp_path / "big.xml").write_bytes(camt(statement(many)))
    before = rows(ledger)
    run = subprocess.Popen(
        [sys.executable, "-m", "debcli", "import", "big.xml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (ledger.parent / "ledger.db-wal").exists():
        time.sleep(0.02)
    time.sleep(0.6)
    assert run.poll() is None
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=20)
    assert run.returncode == 130
    assert "nothing was changed" in err
    assert rows(ledger) == before


# --- before somebody is told that he did not pay -------------------------------------------------------------------------


def call_of(bank, day):
    return next(
        a for a in bank("today", "--json", day=day).json["actions"] if a["customer"] == "belofte-bouw"
    )


def planned(bank):
    bank(
        "log-plan",
        "belofte",
        "--instalments",
        "3",
        "--first",
        "2026-10-08",
        "--amount",
        "900",
        "--every",
        "2w",
        day="2026-10-08",
    )
    bank("letter", "belofte", "--kind", "regeling", "--via", "email", day="2026-10-08")


def test_an_instalment_without_a_number_is_proposed_for_its_plan_and_the_call_says_so(bank):
    """By the name only it is proposed; no call is asked without a word about it."""
    planned(bank)
    came = bank.bring(
        camt(statement(one("300.00", "termijn 1", iban="", day="2026-10-08"))),
        words=["--json"],
        day="2026-10-09",
    )
    found = came.json["payments"][0]
    assert found["matched"] == "unmatched"
    assert "an instalment of the plan" in found["why"]
    call = call_of(bank, "2026-10-09")
    assert (call["action"], call["rule"]) == ("call", "plan-missed")
    assert any("Perhaps paid" in line and "debcli match" in line for line in call["advice"])
    assert "Perhaps paid" in bank("today", day="2026-10-09").out
    bank("match", "1", "belofte", day="2026-10-09")
    assert all(a["rule"] != "plan-missed" for a in bank("today", "--json", day="2026-10-09").json["actions"])


def test_an_instalment_from_a_known_account_is_booked_on_its_plan(bank):
    bank("edit-customer", "belofte", "--iban", BOUW, day="2026-10-01")
    planned(bank)
    came = bank.bring(
        camt(statement(one("300.00", "termijn", day="2026-10-08"))), words=["--json"], day="2026-10-09"
    )
    assert payments(came) == [("300.00", "belofte-bouw", ["2026-001"], "part")]


@pytest.mark.parametrize("known", ["2026-10-06", "2026-10-08"])
def test_bank_data_from_before_the_day_speaks_before_the_call(bank, known):
    """A first instalment of today: the next morning the bank may not have shown it yet."""
    planned(bank)
    bank("bank-checked", "--on", known, day=known)
    advice = " ".join(call_of(bank, "2026-10-09")["advice"])
    assert ("debcli bank-checked" in advice) == (known == "2026-10-06")


def test_the_same_word_comes_before_a_broken_promise(bank):
    bank("bank-checked", day="2026-10-06")
    bank(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "2026-10-08",
        day="2026-10-07",
    )
    assert "look first" in " ".join(call_of(bank, "2026-10-09")["advice"])


def test_a_payment_typed_by_hand_is_no_look_at_the_bank(bank):
    """It tells of one customer; who never brought the bank in has nothing newer than what he typed."""

    def reach(day):
        return bank("today", "--json", day=day).json["bank_as_of"]

    bank("log-payment", "belofte", "10", day="2026-10-02")
    assert reach("2026-10-20") == "2026-10-02"
    bank.bring(camt(statement(opening="5.00", closing="5.00", first="2026-10-01", last="2026-10-06")))
    bank("log-call", "belofte", "--outcome", "spoke", day="2026-10-07")
    bank("log-payment", "belofte", "10", day="2026-10-19")
    assert reach("2026-10-20") == "2026-10-06"
    stronger = ("letter", "belofte", "--kind", "aanmaning", "--format", "txt")
    refused = bank(*stronger, day="2026-10-20", ok=False)
    assert refused.code == 3
    assert "--bank-checked" in refused.err
    bank("bank-checked", day="2026-10-20")
    assert reach("2026-10-20") == "2026-10-20"
    bank(*stronger, day="2026-10-20")


def test_a_list_that_tells_of_payments_is_newer_than_the_bank(bank, tmp_path):
    bank.bring(camt(statement(opening="5.00", closing="5.00", first="2026-10-01", last="2026-10-06")))
    (tmp_path / "list.csv").write_text(
        "customer;number;issued;amount;paid_on\nBelofte Bouw B.V.;L-1;2026-09-01;100,00;2026-10-15\n"
    )
    bank("import", "list.csv", day="2026-10-16")
    assert bank("today", "--json", day="2026-10-20").json["bank_as_of"] == "2026-10-15"
