"""The screens in Dutch: the questions understand it, and its words fit where they stand."""

from datetime import date
from pathlib import Path

import pytest

from debcli import language
from debcli.cli import ask, words
from debcli.cli.report import _LATER, _TODAY
from debcli.cli.run import Run
from debcli.language import say, say_as
from debcli.receivables.facts import Cause, Outcome

DAY = date(2026, 10, 5)


@pytest.fixture
def dutch():
    language.use("nl")
    yield
    language.use("en")


@pytest.fixture
def answered(monkeypatch):
    """Answer a yes-or-no question on a terminal; gives the answer, and the questions as they stood there."""

    def run(*typed):
        asked, left = [], list(typed)

        def prompt(question, **_kept):
            asked.append(question)
            return left.pop(0)

        monkeypatch.setattr(ask.typer, "prompt", prompt)
        monkeypatch.setattr(Run, "interactive", property(lambda _run: True))
        return ask.confirm(Run(Path("x.db"), DAY), "Sure"), asked

    return run


@pytest.mark.parametrize("spoken", ["en", "nl"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("j", True), ("Ja", True), ("y", True), (" YES ", True), ("n", False), ("nee", False), ("no", False), ("", False)],
)  # fmt: skip
def test_yes_and_no_are_taken_in_both_languages(answered, spoken, typed, meant):
    language.use(spoken)
    try:
        said, asked = answered(typed)
    finally:
        language.use("en")
    assert said is meant
    assert asked == ["Sure [j/N]" if spoken == "nl" else "Sure [y/N]"]


def test_what_is_neither_is_asked_again(answered, dutch, capsys):
    said, asked = answered("misschien", "j")
    assert said
    assert len(asked) == 2
    assert "Typ j of n." in capsys.readouterr().err


def test_the_verbs_fit_their_column(dutch):
    shown = [say_as("verb", verb) for verb in words._VERBS.values()]
    assert max(map(len, shown)) <= 10
    assert len(set(shown)) == len(shown)


def test_each_code_has_its_word(dutch):
    assert [c for c in Cause if words.cause_word(c) == c] == []
    assert {words.contact_words("phone", o).split(" ")[0] for o in Outcome} == {"telefoon"}
    for action in words._VERBS:
        assert say(_TODAY[action]) != _TODAY[action]
        assert say(_LATER[action]) != _LATER[action]
        if action != "cancel":
            assert words.counted(action, 1) != words.counted(action, 2)
            assert words.named(action) != words._NAMES[action]


def test_the_help_is_dutch_from_its_first_word_to_its_last(debcli):
    shown = debcli("--lang", "nl", "log-call", "--help").out
    language.use("en")
    assert shown.startswith("Gebruik: debcli log-call [OPTIES] {KLANT}")
    assert "Toon deze uitleg en stop." in shown
    assert not {"Usage", "Options", "Arguments", "required", "default", "Show this"} & set(shown.split())


def test_a_morning_in_dutch(book):
    shown = book("--lang", "nl", "today", day="2026-10-26").out
    language.use("en")
    assert "BELLEN" in shown
    assert "25 dg te laat" in shown
    assert "1 te doen, € 1.210,00 open" in shown


def test_codes_stay_codes_in_dutch(book):
    shown = book("--lang", "nl", "show", "belofte", "--json", day="2026-10-26").json
    language.use("en")
    assert shown["invoices"][0]["state"] == "overdue"
    assert shown["case"]["action"] == "call"
