"""In which language the screens are: what was asked, else the ledger's setting, else the system's."""

from datetime import date

import pytest

from debcli import language
from debcli.settings import asked_language, given, system_language
from debcli.values import dates


@pytest.fixture(autouse=True)
def _english_again():
    yield
    language.use("en")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--lang", "nl", "today"], "nl"),
        (["--lang=nl", "today"], "nl"),
        (["--json", "--ledger", "x.db", "--lang", "en", "today"], "en"),
        (["today", "--lang", "nl"], "nl"),
        (["--lang", "nl", "log-call", "x", "--lang=en"], "en"),
        (["log-call", "x", "--", "--lang=nl"], None),
        (["--lang"], None),
        ([], None),
    ],
)
def test_the_option_stands_before_the_command_or_behind_it(words, found):
    assert asked_language(words) == found


def test_the_environment_comes_after_the_option(monkeypatch):
    monkeypatch.setenv("DEBCLI_LANG", "nl")
    assert asked_language([]) == "nl"
    assert asked_language(["--lang", "en"]) == "en"


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_BE.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "nl_NL", "LANG": "en_GB.UTF-8"}, "nl"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_system_comes_last(monkeypatch, environment, found):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() == found


@pytest.mark.parametrize("asked", ["NL", " nl "])
def test_a_language_is_understood_however_it_is_typed(debcli, asked):
    assert "staat geen administratie" in debcli("--lang", asked, "show", "niemand", ok=False).err


def test_a_ledger_can_say_its_language(book, debcli, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    debcli("config", "language", "nl")
    debcli("today")
    assert language.current() == "nl"
    debcli("--lang", "en", "config", "language", "auto")
    debcli("today")
    assert language.current() == "en"


def test_a_file_that_is_no_ledger_has_no_say(debcli, ledger):
    ledger.parent.mkdir()
    ledger.write_text("no ledger")
    assert debcli("today", ok=False).code == 4
    assert language.current() == "en"


def test_a_language_there_is_not_is_refused(debcli):
    answer = debcli("--lang", "fr", "today", ok=False)
    assert answer.code == 2
    assert "--lang nl" in answer.err


def test_options_before_the_command_are_read_whole():
    assert given(["--ledger=a b.db", "today"], "--ledger") == "a b.db"
    assert given(["--date", "2026-01-01", "--ledger", "x"], "--ledger") == "x"


def test_days_are_written_in_the_language_of_the_screens():
    day = date(2026, 3, 6)
    assert (dates.full(day), dates.short(day)) == ("Friday 6 March 2026", "6 Mar")
    language.use("nl")
    assert (dates.full(day), dates.short(day)) == ("vrijdag 6 maart 2026", "6 mrt")
    assert dates.full(day, "en") == "Friday 6 March 2026"
    assert dates.spoken(day, day) == "vrijdag 6 maart"


def test_values_are_put_in_after_the_text_is_looked_up():
    assert language.say("{count} of {all}", count=2, all=3) == "2 of 3"
    assert language.say("braces {stay} here") == "braces {stay} here"
    assert language.say_many("one call", "{count} calls", 1) == "one call"
    assert language.say_many("one call", "{count} calls", 4) == "4 calls"
