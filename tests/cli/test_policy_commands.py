"""Plans, holds, disputes, hand-overs, after-care, profiles and the agenda, as typed."""

import json
from datetime import date, timedelta

import pytest

from conftest import rows
from debcli.receivables.policy import RULES

DUE = "2026-10-01"


def waits(book, day):
    """Until when, and why, the one customer waits."""
    (one,) = book("today", "--waiting", "--json", day=day).json["waiting"]
    return one["until"], one["why"]


def asked(book, day):
    """Action, rule and letter of the one thing today asks; None where it asks nothing."""
    found = book("today", "--json", day=day).json["actions"]
    assert len(found) <= 1
    return (found[0]["action"], found[0]["rule"], found[0]["letter"]) if found else None


# --- plans ---------------------------------------------------------------------------------------------------------


def plan(book, day="2026-10-05", *more):
    """1.210,00 in three: 403,34 today, 403,33 on 5 November and on 5 December (a Saturday)."""
    return book("log-plan", "belofte", "--instalments", "3", "--first", day, *more, "--json", day=day).json


def test_a_plan_adds_up_to_the_cent_and_starts_today(book):
    said = plan(book)
    assert [(p["on"], p["amount"]) for p in said["instalments"]] == [
        ("2026-10-05", "403.34"), ("2026-11-05", "403.33"), ("2026-12-05", "403.33")
    ]  # fmt: skip
    assert (said["amount"], said["invoices"]) == ("1210.00", ["2026-001"])


def test_a_plan_waits_to_be_confirmed_in_writing(book):
    plan(book)
    assert asked(book, "2026-10-05") == ("confirm", "unconfirmed", "regeling")


def test_while_a_plan_is_kept_nothing_is_chased(book):
    plan(book)
    book("log-payment", "belofte", "403,34", "--on", "2026-10-05")
    assert asked(book, "2026-10-20") in {None, ("confirm", "unconfirmed", "regeling")}
    (one,) = book("invoices", "--json", day="2026-10-20").json["invoices"]
    assert one["state"] == "plan"


def test_a_missed_instalment_asks_for_a_call_the_same_morning(book):
    plan(book)
    book("log-payment", "belofte", "403,34", "--on", "2026-10-05")
    act = book("today", "--json", day="2026-11-06").json["actions"][0]
    assert (act["action"], act["rule"], act["due_on"]) == ("call", "plan-missed", "2026-11-06")
    assert "403,33 is late" in act["why"]
    book("log-call", "belofte", "--outcome", "spoke", day="2026-11-06")
    assert waits(book, "2026-11-09") == (
        "2026-11-13",
        "an instalment is missed; the plan lapses after Thursday 12 November",
    )


def test_money_in_time_after_a_missed_instalment_saves_the_plan(book):
    plan(book)
    book("log-payment", "belofte", "403,34", "--on", "2026-10-05")
    book("log-payment", "belofte", "403,33", "--on", "2026-11-12")
    assert asked(book, "2026-11-13") in {None, ("confirm", "unconfirmed", "regeling")}


def test_a_lapsed_plan_makes_the_whole_sum_due_and_goes_on_at_the_sommatie(book):
    plan(book)
    book("log-payment", "belofte", "403,34", "--on", "2026-10-05")
    act = book("today", "--json", day="2026-11-13").json["actions"][0]
    assert (act["action"], act["letter"], act["rule"], act["open"]) == (
        "letter",
        "sommatie",
        "ladder",
        "806.66",
    )
    assert "lapsed after Thursday 12 November 2026" in act["why"]


def test_a_plan_takes_the_place_of_a_promise(book):
    book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "2026-10-07",
        day="2026-10-05",
    )
    plan(book)
    book("log-payment", "belofte", "403,34", "--on", "2026-10-05")
    assert asked(book, "2026-10-08") in {None, ("confirm", "unconfirmed", "regeling")}


# --- disputes, holds, hand-overs -----------------------------------------------------------------------------------


def test_a_dispute_of_a_part_leaves_the_rest_moving(book):
    book(
        "log-dispute",
        "belofte",
        "2026-001",
        "--about",
        "een doos te weinig",
        "--amount",
        "210",
        day="2026-10-01",
    )
    act = book("today", "--json", day="2026-10-01").json["actions"][0]
    assert (act["action"], act["open"]) == ("call", "1000.00")
    assert asked(book, "2026-10-08")[:2] == ("resolve-dispute", "dispute-open")  # five working days later


def test_a_hold_stops_the_chase_for_a_while_and_ends_by_itself(book):
    book("hold", "2026-001", "--until", "2026-10-14", "--because", "eigenaar ziek", day="2026-10-01")
    assert waits(book, "2026-10-02") == ("2026-10-15", "on hold until Wednesday 14 October: eigenaar ziek")
    assert asked(book, "2026-10-15") == ("call", "ladder", None)


def test_a_hold_can_be_released_before_its_day_and_yesterday_stays_what_it_was(book):
    book("hold", "belofte", "--until", "2026-10-14", "--because", "vakantie", day="2026-10-01")
    book("release", "belofte", day="2026-10-06")
    assert asked(book, "2026-10-05") is None
    assert asked(book, "2026-10-06") == ("call", "ladder", None)


def test_a_letter_for_what_is_on_hold_is_refused(book):
    book("hold", "belofte", "--until", "2026-10-30", "--because", "ziek", day="2026-10-02")
    refused = book("letter", "belofte", "--kind", "herinnering", day="2026-10-20", ok=False)
    assert refused.code == 3
    assert "on hold" in refused.err


def test_what_is_handed_over_is_asked_about_and_not_chased(book):
    book("handover", "belofte", "--to", "Bureau Recht", day="2026-10-20")
    assert waits(book, "2026-10-21") == (
        "2026-11-19",
        "with Bureau Recht; ask how it stands on Thursday 19 November",
    )
    act = book("today", "--json", day="2026-11-19").json["actions"][0]
    assert (act["action"], act["rule"]) == ("review", "aftercare")
    book("handover", "belofte", "--to", "Bureau Recht", "--review", "2026-12-21", day="2026-11-19")
    assert waits(book, "2026-11-20")[0] == "2026-12-21"
    book("handover", "belofte", "--back", day="2026-11-23")
    assert asked(book, "2026-11-23") == ("call", "ladder", None)


# --- after a case --------------------------------------------------------------------------------------------------


def paid_after_the_sommatie(book):
    book(
        "letter",
        "belofte",
        "--kind",
        "sommatie",
        "--via",
        "email",
        "--bank-checked",
        "--force",
        "--because",
        "haast",
        day="2026-10-26",
    )
    total = book("claim", "belofte", "--json", day="2026-11-05").json["total"]
    book("log-payment", "belofte", total, "--on", "2026-11-05")


def test_a_case_paid_after_the_final_warning_is_looked_back_on(book):
    paid_after_the_sommatie(book)
    assert asked(book, "2026-11-06") == ("review", "aftercare", None)
    said = book("close-case", "belofte", "--outcome", "paid", "--not-followed-up", day="2026-11-06")
    assert "followed up in time" in said.out
    assert asked(book, "2026-11-09") is None
    assert asked(book, "2026-11-06") is None
    assert asked(book, "2026-11-05") is None


def test_new_terms_come_back_on_their_review_day(book):
    paid_after_the_sommatie(book)
    book("close-case", "belofte", "--outcome", "paid", day="2026-11-06")
    book("terms", "belofte", "--because", "betaalde pas op sommatie", "--prepay", "50", "--term", "14",
         "--review", "2027-03-01", day="2026-11-06")  # fmt: skip
    assert asked(book, "2027-02-26") is None
    assert asked(book, "2027-03-01") == ("review", "aftercare", None)
    book("terms", "belofte", "--end", day="2027-03-01")
    assert asked(book, "2027-03-02") is None


def test_the_term_of_new_terms_counts_for_the_next_invoice(book):
    book("terms", "belofte", "--because", "laat", "--term", "14", day="2026-11-06")
    assert (
        book("add-invoice", "belofte", "2026-002", "100", "--json", day="2026-11-09").json["due"]
        == "2026-11-23"
    )


# --- nudge and advice ----------------------------------------------------------------------------------------------


def test_who_pays_late_as_a_rule_is_nudged_before_the_due_day(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-12")
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "300",
        "--issued",
        "2026-10-15",
        "--due",
        "2026-11-12",
        day="2026-10-15",
    )
    assert asked(book, "2026-11-06") is None
    assert asked(book, "2026-11-09") == ("nudge", "nudge", None)
    book("log-call", "belofte", "--via", "email", "--outcome", "mailed", day="2026-11-09")
    assert asked(book, "2026-11-10") is None
    assert asked(book, "2026-11-12") == ("call", "ladder", None)  # a message is no talk


def test_who_pays_in_time_is_not_nudged(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-02")
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "300",
        "--issued",
        "2026-10-15",
        "--due",
        "2026-11-12",
        day="2026-10-15",
    )
    assert asked(book, "2026-11-09") is None


def test_a_newer_invoice_paid_before_an_older_one_is_remarked(book):
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "300",
        "--issued",
        "2026-10-02",
        "--due",
        "2026-10-20",
        day="2026-10-02",
    )
    book("log-payment", "belofte", "300", "--invoice", "2026-002", "--on", "2026-10-05")
    (act,) = book("today", "--json", day="2026-10-06").json["actions"]
    assert act["advice"] == [
        "A newer invoice was paid on Monday 5 October while 2026-001 stays open: ask why."
    ]


def test_three_silences_ask_for_another_hour(book):
    for day in ("2026-10-01", "2026-10-02", "2026-10-05"):
        book("log-call", "belofte", "--outcome", "no-answer", day=day)
    (act,) = book("today", "--json", day="2026-10-08").json["actions"]
    assert (act["letter"], len(act["advice"])) == ("herinnering", 1)
    assert "another hour" in act["advice"][0]


def test_a_customer_nearby_who_broke_a_promise_is_visited(book):
    book("edit-customer", "belofte", "--city", "Utrecht")
    book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "2026-10-07",
        day="2026-10-05",
    )
    (act,) = book("today", "--json", day="2026-10-08").json["actions"]
    assert "Utrecht is near" in act["advice"][0]


def test_more_open_than_agreed_asks_to_stop_delivering(book):
    book("terms", "belofte", "--because", "laat", "--limit", "1000", day="2026-09-10")
    (act,) = book("today", "--json", day=DUE).json["actions"]
    assert "above the € 1.000,00 you agreed" in act["advice"][0]


# --- causes --------------------------------------------------------------------------------------------------------


def test_who_will_not_pay_goes_straight_from_the_call_to_the_sommatie(book):
    book("log-call", "belofte", "--outcome", "refuses", "--cause", "unwilling", day=DUE)
    assert asked(book, "2026-10-02") is None
    assert asked(book, "2026-10-05") == ("letter", "ladder", "sommatie")  # 4 October is a Sunday


# --- the reasoning, the agenda, profiles -----------------------------------------------------------------------------


def test_today_of_one_customer_says_of_every_rule_whether_and_why(book):
    said = book("today", "belofte", "--json", day=DUE).json["reasons"]
    assert [r["rule"] for r in said] == [rule.name for rule in RULES]
    assert [r["rule"] for r in said if r["state"] == "decides"] == ["ladder"]
    assert all(r["why"] for r in said)
    text = book("today", "belofte", day=DUE).out
    assert "11 ladder          YES Due Thursday 1 October." in text
    assert "no instalment of a plan is missed" in text


def test_the_agenda_goes_on_as_if_each_thing_was_done(book):
    said = book("agenda", "--days", "40", "--json", day=DUE).json
    assert (said["from"], said["to"]) == (DUE, "2026-11-09")
    assert [(d["date"], d["actions"][0]["letter"] or d["actions"][0]["action"]) for d in said["days"]] == [
        ("2026-10-01", "call"), ("2026-10-08", "herinnering"), ("2026-10-16", "call"), ("2026-10-19", "aanmaning"),
        ("2026-10-28", "sommatie"), ("2026-11-05", "decide"),
    ]  # fmt: skip


def test_a_calendar_file_is_one_that_calendars_read(book, tmp_path):
    import icalendar

    book("agenda", "--days", "20", "--ics", str(tmp_path / "a.ics"), day=DUE)
    again = (tmp_path / "a.ics").read_bytes()
    events = icalendar.Calendar.from_ical(again).walk("VEVENT")
    assert [str(e["dtstart"].dt) for e in events] == ["2026-10-01", "2026-10-08", "2026-10-16", "2026-10-19"]
    assert "Belofte Bouw" in str(events[0]["summary"])
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert all(len(line) <= 75 for line in again.split(b"\r\n"))
    book("agenda", "--days", "20", "--ics", str(tmp_path / "a.ics"), day=DUE)
    assert (tmp_path / "a.ics").read_bytes() == again


def test_a_file_that_is_no_calendar_is_not_overwritten(book, tmp_path):
    (tmp_path / "income.xlsx").write_bytes(b"a year of work")
    refused = book("agenda", "--ics", str(tmp_path / "income.xlsx"), day=DUE, ok=False)
    assert refused.code == 1
    assert (tmp_path / "income.xlsx").read_bytes() == b"a year of work"


def test_a_profile_of_ones_own_sets_the_rhythm(book):
    book("profile", "copy", "standard", "mine")
    book("profile", "change", "mine", "herinnering=3", "chase-call=10")
    book("profile", "assign", "belofte", "mine")
    book("log-call", "belofte", "--outcome", "spoke", day=DUE)
    assert asked(book, "2026-10-02") is None
    assert asked(book, "2026-10-05") == ("letter", "ladder", "herinnering")


def test_a_profile_is_text_that_can_be_read_back(book, tmp_path):
    text = book("profile", "show", "strict").out
    (tmp_path / "own.toml").write_text(text.replace("herinnering = 3", "herinnering = 4"))
    said = book("profile", "change", "strict", "--file", str(tmp_path / "own.toml"), "--json").json
    assert said["changed"] is True
    assert {s["step"]: s["after"] for s in said["steps"]}["herinnering"] == 4
    book("profile", "remove", "strict")
    assert book("profile", "show", "strict").out == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("due-call = 0\nherinnering = 'x'\nsommatie = 9\n", "line 2"),
        ("due-call = 0\n\nherinnering = 7\naanmaning = 7\nsommatie = 9\n", "line 4"),
        ("due-call = 0\nherinnering = 7\n", "no sommatie"),
        ("due-call = 0\nbel = 7\nsommatie = 9\n", "line 2"),
        ("due-call = \n", "line 1"),
        ("sommatie = 400\n", "line 1"),
        ("sommatie = true\n", "line 1"),
        ("sommatie = 9\ncheck-in-from = 'veel'\n", "line 2"),
    ],
)
def test_a_fault_in_a_profile_names_its_line_and_changes_nothing(book, ledger, tmp_path, text, says):
    (tmp_path / "own.toml").write_text(text)
    before = rows(ledger)
    refused = book("profile", "change", "strict", "--file", str(tmp_path / "own.toml"), ok=False)
    assert (refused.code, rows(ledger)) == (1, before)
    assert says in refused.err


def test_a_profile_that_customers_have_is_not_removed(book):
    book("profile", "copy", "standard", "mine")
    book("profile", "assign", "belofte", "mine")
    assert "belofte-bouw" in book("profile", "remove", "mine", ok=False).err
    book("profile", "assign", "belofte", "-")
    book("profile", "remove", "mine")
    assert "mine" not in json.dumps(book("profile", "--json").json)


def test_profile_commands_can_be_undone(book, ledger):
    states = []
    for words in (["copy", "strict", "mine"], ["change", "mine", "herinnering=4"], ["remove", "mine"]):
        states.append({t: r for t, r in rows(ledger).items() if t != "journal"})
        book("profile", *words)
    for state in reversed(states):
        book("undo")
        assert {t: r for t, r in rows(ledger).items() if t != "journal"} == state


# --- ways out ----------------------------------------------------------------------------------------------------------


def test_a_profile_a_private_person_still_has_can_be_taken_off_and_removed(book):
    """What the refusal says to type works, for a private person too."""
    book("profile", "copy", "standard", "mine")
    book("add-customer", "Piet Pieters", "--slug", "piet", "--profile", "mine")
    book("edit-customer", "piet", "--kind", "consumer")
    said = book("profile", "remove", "mine", ok=False)
    assert said.code == 1
    command = said.err[said.err.index("debcli profile assign") :].split("\n")[0]
    book(*command.split()[1:])
    book("profile", "remove", "mine")


def test_a_case_is_closed_once(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    book(
        "letter",
        "belofte",
        "--kind",
        "sommatie",
        "--via",
        "email",
        "--force",
        "--because",
        "x",
        day="2026-10-02",
    )
    book("log-payment", "belofte", "1500", day="2026-10-20")
    book("close-case", "belofte", "--outcome", "paid", day="2026-10-21")
    again = book("close-case", "belofte", "--outcome", "settled", day="2026-10-22", ok=False)
    assert again.code == 1
    assert "was closed on Wednesday 21 October 2026 (paid)" in again.err
    assert "debcli undo" in again.err


def test_a_long_term_names_the_option_that_lets_it_stand(book):
    said = book(
        "add-invoice",
        "belofte",
        "9",
        "100",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-11-30",
        day="2026-09-01",
    )
    assert "--express" in said.err
    agreed = book("add-invoice", "belofte", "10", "100", "--issued", "2026-09-01", "--due", "2026-11-30", "--express",
                  day="2026-09-01")  # fmt: skip
    assert "--express" not in agreed.err


@pytest.mark.parametrize("cause", [(), ("--cause", "unwilling"), ("--cause", "financial")])
def test_under_another_law_today_asks_only_letters_that_can_be_made(debcli, cause):
    debcli(
        "init", "--name", "Atelier Kaai", "--iban", "BE71096123456769", "--country", "BE", "--address", "Kaai 1", "--postcode", "9000", "--city", "Gent",
    )  # fmt: skip
    debcli(
        "add-customer",
        "Klant NV",
        "--address",
        "Kade 2",
        "--postcode",
        "1000",
        "--city",
        "Brussel",
        day="2026-09-01",
    )
    debcli("add-invoice", "klant", "1", "900", "--issued", "2026-09-01", "--due", "2026-09-15", day="2026-09-01")  # fmt: skip
    debcli("log-call", "klant", "--outcome", "spoke", *cause, day="2026-09-15")
    day, asked = date(2026, 9, 16), []
    while day < date(2026, 12, 1) and "decide" not in asked:
        actions = debcli("today", "--json", day=day.isoformat()).json["actions"]
        for one in actions:
            asked.append(one["letter"] or one["action"])
            if one["letter"]:
                made = debcli("letter", "klant", "--json", day=day.isoformat()).json
                debcli("mark-sent", str(made["id"]), "--via", "email", day=day.isoformat())
            elif one["action"] in {"call", "offer-plan"}:
                debcli("log-call", "klant", "--outcome", "spoke", day=day.isoformat())
        day += timedelta(1)
    assert asked[-1] == "decide"
    assert set(asked) <= {"herinnering", "call", "offer-plan", "decide"}
    assert "herinnering" in asked
