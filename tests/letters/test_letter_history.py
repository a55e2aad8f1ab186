"""The log in sentences."""

from datetime import date, timedelta

import pytest

from debcli.letters.history import Event, EventKind, tell
from debcli.letters.kinds import KINDS
from debcli.letters.words import WORDS, words
from debcli.receivables.facts import LetterKind

OCT = date(2026, 10, 16)
PROMISE = Event(OCT, EventKind.PROMISE, name="Els Bouw", amount=50000, by=date(2026, 10, 23))
BROKEN = Event(date(2026, 10, 26), EventKind.PROMISE_BROKEN, amount=50000, by=date(2026, 10, 23))


def told(*events, language="nl", plural=False):
    return [line.text.replace("\u00a0", " ") for line in tell(events, words(language), "EUR", plural=plural)]


def test_promise_and_how_it_ended():
    sentence = "Op 16 oktober 2026 sprak ik met Els Bouw, die toezegde uiterlijk vrijdag 23 oktober 2026 € 500,00 te betalen."
    assert told(PROMISE) == [sentence]
    assert told(PROMISE, BROKEN) == [f"{sentence} Die toezegging is niet nagekomen."]
    part = BROKEN._replace(kind=EventKind.PROMISE_PART, paid=20000)
    assert told(PROMISE, part) == [f"{sentence} Daarvan heb ik € 200,00 ontvangen; de rest bleef uit."]


def test_an_ending_apart_from_its_promise_names_it():
    payment = Event(date(2026, 10, 20), EventKind.PAYMENT, amount=100)
    lines = told(PROMISE, payment, BROKEN)
    assert (
        lines[2]
        == "De toezegging om uiterlijk vrijdag 23 oktober 2026 € 500,00 te betalen is niet nagekomen."
    )


def test_a_promise_without_a_day_is_told_as_a_talk():
    assert told(PROMISE._replace(by=None)) == [
        "Op 16 oktober 2026 sprak ik met Els Bouw over de openstaande facturen."
    ]


def test_more_than_one_person_says_we():
    assert told(PROMISE, plural=True)[0].startswith("Op 16 oktober 2026 spraken wij met Els Bouw")


def test_attempts_in_a_row_are_one_line_by_date():
    attempts = [Event(date(2026, 10, day), EventKind.NO_ANSWER) for day in (1, 2, 5)]
    assert told(*attempts) == ["Op 1, 2 en 5 oktober 2026 probeerde ik u te bereiken, zonder resultaat."]
    across = [Event(day, EventKind.NO_ANSWER) for day in (date(2026, 9, 30), date(2026, 10, 1))]
    assert told(*across) == [
        "Op 30 september 2026 en 1 oktober 2026 probeerde ik u te bereiken, zonder resultaat."
    ]


def test_order_is_by_day_whatever_the_order_given():
    letter = Event(date(2026, 10, 8), EventKind.LETTER, letter=LetterKind.HERINNERING, by=date(2026, 10, 15))
    assert told(BROKEN, PROMISE, letter) == told(letter, PROMISE, BROKEN)
    assert told(letter) == [
        "Op 8 oktober 2026 stuurde ik u een herinnering, met het verzoek uiterlijk op donderdag 15 oktober 2026 te betalen."
    ]


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("kind", list(EventKind))
@pytest.mark.parametrize("name", ["", "Els [a|b] {on}"])
@pytest.mark.parametrize("plural", [False, True])
def test_everything_that_can_happen_has_its_sentence(language, kind, name, plural):
    for via in ("phone", "email", "visit", "chat"):
        event = Event(
            OCT, kind, via, name, 50000, OCT + timedelta(7), 100, LetterKind.HERINNERING, ("2026-001",)
        )
        (line,) = told(event, language=language, plural=plural)
        rest = line.replace(name, "") if name else line
        assert not set("[]{}|") & set(rest)
        assert rest.endswith(".")
        assert ("ik" in rest.split() or "mij" in rest.split()) <= (not plural)


def test_languages_have_the_same_words_and_every_phrase_its_pattern():
    first, *others = WORDS.values()
    for other in others:
        assert other.labels.keys() == first.labels.keys()
        assert other.sentences.keys() == first.sentences.keys()
        assert other.letters.keys() == first.letters.keys() == {kind.value for kind in LetterKind}
        assert other.grounds.keys() == first.grounds.keys()
    for row in KINDS.values():
        assert all(phrase.patterns.keys() == WORDS.keys() for phrase in row.must)
