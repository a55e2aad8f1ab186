"""Aging, rating, mirror and deliver, as typed."""

import csv
import io

import pytest


def invoice(book, number, amount, issued, due):
    book("add-invoice", "belofte", number, amount, "--issued", issued, "--due", due, day=issued)


# --- aging ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "at"), [("2026-10-01", 0), ("2026-10-02", 1), ("2026-10-31", 1), ("2026-11-01", 2), ("2026-11-30", 2), ("2026-12-01", 3), ("2026-12-30", 3), ("2026-12-31", 4)])  # fmt: skip
def test_an_invoice_walks_through_the_buckets(book, day, at):
    found = book("aging", "--json", day=day).json
    amounts = [b["amount"] for b in found["buckets"]]
    assert amounts == ["1210.00" if n == at else "0.00" for n in range(5)]
    assert [(b["from"], b["to"]) for b in found["buckets"]] == [
        (None, 0),
        (1, 30),
        (31, 60),
        (61, 90),
        (91, None),
    ]
    assert (found["total"], found["buckets"][at]["count"]) == ("1210.00", 1)


def test_aging_is_true_as_of_any_day(book):
    book("log-payment", "belofte", "1210", "--on", "2026-11-05")
    assert book("aging", "--json", day="2026-11-04").json["total"] == "1210.00"
    assert book("aging", "--json", day="2026-11-05").json["total"] == "0.00"
    assert "Nothing is open" in book("aging", day="2026-11-05").out


def test_aging_fits_eighty_columns_and_goes_to_a_spreadsheet(book):
    assert max(map(len, book("aging", day="2026-11-04").out.splitlines())) <= 80
    (line,) = csv.DictReader(io.StringIO(book("aging", "--csv", day="2026-11-04").out))
    assert (line["customer"], line["31_60"], line["total"]) == ("belofte-bouw", "1210.00", "1210.00")
    assert book("aging", "--csv", "--json", ok=False).code == 2


def test_a_name_that_looks_like_a_formula_stays_text(book):
    book("add-customer", "=cmd()", "--slug", "evil", day="2026-09-01")
    book(
        "add-invoice", "evil", "E-1", "10", "--issued", "2026-09-01", "--due", "2026-09-02", day="2026-09-01"
    )
    rows = list(csv.DictReader(io.StringIO(book("aging", "--csv", day="2026-11-04").out)))
    assert {r["name"] for r in rows} == {"'=cmd()", "Belofte Bouw B.V."}


# --- rating --------------------------------------------------------------------------------------------------------


def test_a_payer_is_told_in_words(book):
    for number, issued, due, paid in (
        ("A", "2026-01-01", "2026-02-01", "2026-02-03"), ("B", "2026-02-01", "2026-03-01", "2026-03-03"),
        ("C", "2026-03-01", "2026-04-01", "2026-04-16"), ("D", "2026-04-01", "2026-05-01", "2026-05-16"),
    ):  # fmt: skip
        invoice(book, number, "100", issued, due)
        book("log-payment", "belofte", "100", "--on", paid, "--invoice", number)
    for day, by, paid in (("2026-10-05", "2026-10-07", True), ("2026-10-12", "2026-10-14", False)):
        book("log-call", "belofte", "--outcome", "promise", "--amount", "50", "--by", by, day=day)
        if paid:
            book("log-payment", "belofte", "50", "--on", by)
    (one,) = book("rating", "--json", day="2026-10-20").json["customers"]
    assert (one["paid"], one["days_late"], one["promises"], one["trend"]) == (
        4,
        9,
        {"kept": 1, "ended": 2},
        13,
    )
    assert (
        one["words"]
        == "pays 9 days late, now 19 days late, keeps 1 of 2 promises, getting worse: 13 days later than before"
    )


def test_a_newer_invoice_paid_before_an_older_one_is_a_signal(book):
    invoice(book, "NEW", "100", "2026-10-02", "2026-10-16")
    book("log-payment", "belofte", "100", "--on", "2026-10-16", "--invoice", "NEW")
    (one,) = book("rating", "belofte", "--json", day="2026-10-20").json["customers"]
    assert any("paid NEW" in s and "2026-001 stays open" in s for s in one["signals"])


def test_a_round_part_payment_is_a_signal_unless_it_was_agreed(book):
    book("log-payment", "belofte", "500", "--on", "2026-10-10")
    (one,) = book("rating", "--json", day="2026-10-20").json["customers"]
    assert any("round part of € 500,00" in s for s in one["signals"])


def test_a_round_sum_that_pays_all_that_was_left_is_no_signal(book):
    book("credit", "belofte", "2026-001", "710", "--on", "2026-10-08", day="2026-10-08")
    invoice(book, "MORE", "100", "2026-10-02", "2026-10-30")
    book("log-payment", "belofte", "500", "--on", "2026-10-10", "--invoice", "2026-001")
    (one,) = book("rating", "belofte", "--json", day="2026-10-20").json["customers"]
    assert not any("round part" in s for s in one["signals"])


def test_what_was_written_off_is_no_habit(book):
    book("write-off", "2026-001", "--because", "failliet", day="2026-10-20")
    (one,) = book("rating", "--json", day="2026-10-21").json["customers"]
    assert (one["paid"], one["rating"]) == (0, "unknown")


# --- mirror --------------------------------------------------------------------------------------------------------


def test_the_mirror_counts_from_the_due_day_to_the_first_call(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-09")
    found = book("mirror", "--json", day="2026-10-20").json
    assert (found["days_to_first_call"], found["tacit_credit_days"]) == (8, 8)
    assert found["waiting_cost"] == "2.76"  # 8 days of 10,40 % over 1.210,00


def test_who_rings_on_the_day_waits_nothing(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    found = book("mirror", "--json", day="2026-10-10").json
    assert (found["days_to_first_call"], found["waiting_cost"], found["silent"]) == (0, "0.00", [])


def test_the_mirror_shows_silence_and_calls_put_off(book):
    book("log-call", "belofte", "--outcome", "no-answer", day="2026-10-01")
    assert book("mirror", "--json", day="2026-10-02").json["postponed_calls"] == 0
    found = book("mirror", "--json", day="2026-10-20").json
    assert found["postponed_calls"] == 1
    assert found["silent"] == [{"customer": "belofte-bouw", "days": 19}]


def test_an_agreement_not_written_down_the_same_day_shows(book):
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
    assert book("mirror", "--json", day="2026-10-06").json["unconfirmed"] == 1
    book("undo")
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
    book("letter", "belofte", "--kind", "bevestiging", "--via", "email", day="2026-10-05")
    assert book("mirror", "--json", day="2026-10-06").json["unconfirmed"] == 0


def silent(book, day):
    return [one["days"] for one in book("mirror", "--json", day=day).json["silent"]]


def test_waiting_as_was_agreed_is_no_silence(book):
    book("log-call", "belofte", "--outcome", "promise", "--amount", "1210", "--by", "2026-10-26", day="2026-10-02")  # fmt: skip
    assert silent(book, "2026-10-26") == []
    assert silent(book, "2026-10-27") == []  # nobody could ring before this morning
    assert silent(book, "2026-11-09") == [14]  # from the 26th
    book("hold", "2026-001", "--until", "2026-11-20", "--because", "ziek", day="2026-11-09")
    assert silent(book, "2026-11-23") == []
    assert silent(book, "2026-12-04") == [14]


def test_the_term_of_a_letter_is_no_silence(book):
    book("add-customer", "Jan Jansen", "--kind", "consumer", "--address", "Weg 1", "--postcode", "1011 AB", "--city", "Almere")  # fmt: skip
    book("add-invoice", "jan", "P-1", "1000", "--due", "2026-10-01", day="2026-09-01")
    book("log-payment", "belofte", "1210", day="2026-10-01")
    book("log-call", "jan", "--outcome", "spoke", day="2026-10-01")
    book("letter", "jan", "--kind", "herinnering", "--via", "post", day="2026-10-08")
    book("letter", "jan", "--kind", "veertiendagenbrief", "--via", "post", "--bank-checked", day="2026-10-19")
    assert silent(book, "2026-11-05") == []  # the last day of its term, seventeen days on
    assert silent(book, "2026-11-19") == [14]


def test_the_mirror_adds_up_by_root_cause(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-09")
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    book(
        "close-case",
        "belofte",
        "--outcome",
        "paid",
        "--no-sales-promise",
        "--no-fault",
        "--not-followed-up",
        day="2026-10-13",
    )
    found = book("mirror", "--json", day="2026-10-20").json
    assert found["causes"] == [{"cause": "not followed up in time", "cases": 1, "waiting_cost": "2.76"}]


def test_the_mirror_on_an_empty_log(book):
    assert "Nothing in your log" in book("mirror", day="2026-09-20").out


# --- deliver -------------------------------------------------------------------------------------------------------


def deliver(book, day, *more, code=0):
    said = book("deliver", "belofte", "--json", *more, day=day, ok=False)
    assert said.code == code, said.err
    return said.json


def test_due_today_is_no_stop_and_a_day_late_is(book):
    assert deliver(book, "2026-10-01")["may_deliver"] is True
    found = deliver(book, "2026-10-02", code=3)
    assert (found["may_deliver"], found["amount"]) == (False, "1210.00")


def test_the_amount_named_lifts_the_stop_to_the_cent(book):
    book(
        "letter",
        "belofte",
        "--kind",
        "sommatie",
        "--force",
        "--because",
        "x",
        "--via",
        "email",
        day="2026-10-20",
    )
    found = deliver(book, "2026-11-10", code=3)
    assert found["amount"] != "1210.00"
    short = f"{(int(found['amount'].replace('.', '')) - 1) / 100:.2f}"
    book("log-payment", "belofte", short, "--on", "2026-11-10")
    assert deliver(book, "2026-11-10", code=3)["amount"] == "0.01"
    book("log-payment", "belofte", "0,01", "--on", "2026-11-10")
    assert deliver(book, "2026-11-10")["may_deliver"] is True


def test_a_rest_of_a_claim_keeps_the_stop_until_it_is_given_up(book):
    book(
        "letter",
        "belofte",
        "--kind",
        "sommatie",
        "--force",
        "--because",
        "x",
        "--via",
        "email",
        day="2026-10-20",
    )
    book("log-payment", "belofte", "1210", "--on", "2026-11-10")
    assert deliver(book, "2026-11-11", code=3)["why"][0].endswith("interest and costs claimed is not paid.")
    book("write-off", "2026-001", "--because", "misverstand", day="2026-11-11")
    assert deliver(book, "2026-11-11")["may_deliver"] is True


def test_what_is_in_dispute_or_agreed_to_wait_does_not_count(book):
    book("log-dispute", "belofte", "2026-001", "--about", "x", "--amount", "210", day="2026-10-02")
    assert deliver(book, "2026-10-02", code=3)["amount"] == "1000.00"
    book("hold", "belofte", "--until", "2026-10-14", "--because", "ziek", day="2026-10-02")
    found = deliver(book, "2026-10-03")
    assert [w["why"] for w in found["waits"]] == ["hold"]
    assert deliver(book, "2026-10-15", code=3)["may_deliver"] is False


def test_a_limit_and_a_prepayment_of_the_terms_stop_it_too(book):
    book("terms", "belofte", "--because", "traag", "--prepay", "50", "--limit", "2000", day="2026-09-10")
    found = deliver(book, "2026-09-15", "--amount", "1000", code=3)
    assert (found["exposure"], found["limit"], found["prepay"]) == ("2210.00", "2000.00", "500.00")
    assert len(found["why"]) == 2
    book("log-payment", "belofte", "1210", "--on", "2026-09-16")
    book("log-payment", "belofte", "500", "--on", "2026-09-16")
    assert deliver(book, "2026-09-16", "--amount", "1000")["may_deliver"] is True


def test_adding_an_invoice_warns_of_a_missing_prepayment_and_of_the_limit(book):
    book("terms", "belofte", "--because", "traag", "--prepay", "50", "--limit", "2000", day="2026-09-10")
    said = book("add-invoice", "belofte", "2026-002", "1000", "--json", day="2026-09-15").json["remarks"]
    assert [("50 %" in r, "above the" in r) for r in said] == [(True, False), (False, True)]


def test_a_first_large_invoice_asks_for_a_look_at_the_customer(book):
    book(
        "add-customer",
        "Nieuw BV",
        "--address",
        "A 1",
        "--postcode",
        "1011 AB",
        "--city",
        "Delft",
        "--email",
        "a@b.example",
        "--phone",
        "06 1",
        day="2026-09-01",
    )
    said = book("add-invoice", "nieuw", "N-1", "1500", "--json", day="2026-09-15").json["remarks"]
    assert any("references" in r for r in said)
    assert any("attach" in r for r in said)
    assert book("add-invoice", "nieuw", "N-2", "1500", "--json", day="2026-09-16").json["remarks"] == []


# --- forecast ------------------------------------------------------------------------------------------------------


def paid_each_month(book, late):
    for month in range(1, 9):
        issued, due = f"2025-{month:02d}-01", f"2025-{month:02d}-28"
        invoice(book, f"H-{month}", "100", issued, due)
        book(
            "log-payment",
            "belofte",
            "100",
            "--on",
            f"2025-{month + (28 + late > 30):02d}-{(28 + late - 1) % 30 + 1:02d}",
            "--invoice",
            f"H-{month}",
        )


def test_the_forecast_follows_the_payers_habit(book):
    paid_each_month(book, 14)
    found = book("forecast", "--json", day="2026-09-30").json
    expected = [float(w["expected"]) for w in found["weeks"]]
    assert (
        max(expected) == expected[2] == max(expected)
    )  # due 1 October, fourteen days late as always: the third week
    assert found["learnt_from"] == 8
    assert abs(sum(expected) + float(found["later"]) - 1210) < 0.1


def test_a_promise_and_a_dispute_move_the_forecast(book):
    book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "2026-10-23",
        day="2026-10-05",
    )
    weeks = book("forecast", "--json", day="2026-10-05").json["weeks"]
    assert max(weeks, key=lambda w: float(w["expected"]))["to"] == "2026-10-26"
    book("log-dispute", "belofte", "2026-001", "--about", "x", day="2026-10-06")
    found = book("forecast", "--json", day="2026-10-06").json
    assert (found["total"], found["disputed"]) == ("0.00", "1210.00")


def test_the_forecast_can_be_measured_on_the_users_own_past(book):
    assert book("forecast", "--measure", day="2026-09-30", ok=False).code == 1
    for month in range(1, 7):
        for part in ("a", "b", "c"):
            invoice(book, f"{month}{part}", "100", f"2025-{month:02d}-01", f"2025-{month:02d}-20")
            book(
                "log-payment", "belofte", "100", "--on", f"2025-{month:02d}-28", "--invoice", f"{month}{part}"
            )
    found = book("forecast", "--measure", "--weeks", "2", "--json", day="2025-08-01").json
    assert float(found["error"]["forecast"]) < float(found["error"]["due_day"])


def test_forecast_fits_eighty_columns_and_says_when_there_is_nothing(book):
    assert max(map(len, book("forecast", day="2026-10-05").out.splitlines())) <= 80
    assert book("forecast", "--csv", day="2026-10-05").out.startswith("from,to,expected,low,high")
    book("log-payment", "belofte", "1210", "--on", "2026-10-01")
    assert "Nothing is open" in book("forecast", day="2026-10-05").out


def test_the_letter_and_the_screen_agree_on_what_lifts_the_stop(book):
    """Before a letter asks interest and costs the principal does; once the opschorting is sent, what it names."""
    before = deliver(book, "2026-10-26", code=3)
    made = book(
        "letter", "belofte", "--kind", "opschorting", "--via", "email", "--json", day="2026-10-26"
    ).json
    assert (before["amount"], before["amount_with_letter"]) == ("1210.00", made["amount"])
    assert deliver(book, "2026-10-26", code=3)["amount"] == made["amount"]
