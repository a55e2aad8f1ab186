"""The worked days of the policy, typed as commands: what today says must follow from what was logged."""

import pytest


def today(debcli, day):
    answer = debcli("today", "--waiting", "--json", day=day).json
    return answer["actions"], answer["waiting"]


def test_the_worked_days_as_a_freelancer_types_them(book):
    def acts(day, **expected):
        actions, _ = today(book, day)
        assert len(actions) == 1, day
        assert {key: actions[0][key] for key in expected} == expected

    def waits(day, until):
        actions, waiting = today(book, day)
        assert actions == []
        assert [w["until"] for w in waiting] == [until]

    acts("2026-09-04", action="check-in", rule="check-in")
    book("log-call", "belofte-bouw", "--outcome", "received", "--with", "Els", day="2026-09-04")
    acts("2026-10-01", action="call", step="due-call", rule="ladder")
    for attempt, then in (("2026-10-01", "2026-10-02"), ("2026-10-02", "2026-10-05")):
        book("log-call", "belofte-bouw", "--outcome", "no-answer", day=attempt)
        acts(then, action="call", rule="callback", due_on=then)
    book("log-call", "belofte-bouw", "--outcome", "no-answer", day="2026-10-05")
    waits("2026-10-06", "2026-10-08")
    acts("2026-10-08", action="letter", letter="herinnering", rule="ladder", due_on="2026-10-08")
    sent = book("letter", "belofte-bouw", "--via", "email", "--json", day="2026-10-08").json
    assert sent["deadline"] == "2026-10-15"
    waits("2026-10-09", "2026-10-16")
    acts("2026-10-16", action="call", step="chase-call")
    book(
        "log-call",
        "belofte-bouw",
        "--outcome",
        "promise",
        "--amount",
        "500",
        "--by",
        "2026-10-23",
        day="2026-10-16",
    )
    acts("2026-10-16", action="confirm", letter="bevestiging", rule="unconfirmed")
    book("letter", "belofte-bouw", "--via", "email", day="2026-10-16")
    waits("2026-10-16", "2026-10-23")
    acts("2026-10-26", action="call", rule="promise-broken", due_on="2026-10-26")
    book(
        "log-call",
        "belofte-bouw",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "vrijdag",
        day="2026-10-26",
    )
    book("letter", "belofte-bouw", "--via", "email", day="2026-10-26")
    waits("2026-10-26", "2026-10-30")
    acts("2026-11-02", action="letter", letter="sommatie", rule="promise-broken")
    claimed = book("letter", "belofte-bouw", "--via", "registered", "--json", day="2026-11-02").json
    assert claimed["deadline"] == "2026-11-09"
    assert claimed["amount"] == book("claim", "belofte-bouw", "--json", day="2026-11-02").json["total"]
    waits("2026-11-03", "2026-11-10")
    acts("2026-11-10", action="decide", step="decide", rule="ladder")


@pytest.mark.parametrize("day", ["2026-09-04", "2026-10-01", "2026-10-16", "2026-11-10"])
def test_an_earlier_day_says_what_it_said_then(book, day):
    before = today(book, day)
    book(
        "log-call",
        "belofte-bouw",
        "--outcome",
        "promise",
        "--amount",
        "1210",
        "--by",
        "2026-12-01",
        day="2026-11-20",
    )
    book("log-payment", "belofte-bouw", "1210", day="2026-11-21")
    assert today(book, day) == before
    assert today(book, "2026-11-21") == ([], [])
