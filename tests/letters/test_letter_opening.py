"""A reminder opens with what happened since: it is no slip of a busy week when he said he had paid."""

import pytest

from letters.letter_cases import flat

SLIPS = {
    "nl": "In de drukte kan een betaling er zomaar tussendoor glippen.",
    "en": "In a busy week a payment",
}


def letter(book, day, kind="herinnering", language="nl", *more):
    book("letter", "belofte", "--kind", kind, "--language", language, "--dry-run", *more, day=day)
    made = book("letter", "belofte", "--kind", kind, "--language", language, *more, "--json", day=day).json
    return flat(book("letters", "--show", str(made["id"]), "--json", day=day).json["text"])


def log(book, outcome, *more, day):
    book("log-call", "belofte", "--outcome", outcome, *more, day=day)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_anything_said_it_is_the_busy_week(book, language):
    log(book, "spoke", day="2026-10-01")
    assert SLIPS[language] in letter(book, "2026-10-08", language=language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Op 5 oktober 2026 sprak ik met Els, die liet weten dat er betaald was. Volgens mijn"),
        ("en", "On 5 October 2026 I spoke with Els, who said that payment had been made. According to"),
    ],
)
def test_he_said_that_he_had_paid(book, language, said):
    log(book, "claims-paid", "--with", "Els", day="2026-10-05")
    text = letter(book, "2026-10-08", language=language)
    assert said in text
    assert SLIPS[language] not in text


def test_his_objection_was_settled(book):
    book("log-dispute", "belofte", "2026-001", "--about", "kleur", day="2026-10-01")
    book("resolve-dispute", "belofte", "2026-001", "--outcome", "rejected", day="2026-10-05")
    text = letter(book, "2026-10-08")
    assert "Op 5 oktober 2026 heb ik uw bezwaar tegen factuur 2026-001 afgewezen. Volgens mijn" in text
    assert SLIPS["nl"] not in text


def test_a_promise_was_broken(book):
    log(book, "promise", "--amount", "500", "--by", "2026-10-05", day="2026-10-01")
    text = letter(book, "2026-10-08")
    assert (
        "u zegde toe uiterlijk maandag 5 oktober 2026 € 500,00 te betalen. Die toezegging is niet nagekomen."
        in text
    )


def test_a_plan_lapsed_and_the_missed_instalments_are_named(book):
    """Agreed before the due day: two of three missed, one of them in part, when the letter is written."""
    book("log-plan", "belofte", "--instalments", "3", "--first", "2026-10-05", "--every", "1w", "--amount", "900",
         day="2026-09-28")  # fmt: skip
    book("log-payment", "belofte", "100", day="2026-10-06")
    text = letter(book, "2026-10-13")
    assert (
        "Van de termijn van € 300,00 die uiterlijk op maandag 5 oktober 2026 binnen moest zijn, heb ik € 100,00 ontvangen. "
        "De termijn van € 300,00 die uiterlijk op maandag 12 oktober 2026 binnen moest zijn, heb ik niet ontvangen. "
        "Omdat de termijn op 12 oktober 2026 nog niet volledig binnen was, is de betalingsregeling vervallen. Volgens mijn"
        in text
    )
    assert "19 oktober" not in text.split("Wilt u")[0]  # it lapsed before the third
    book("cancel-letter", "1", day="2026-10-13")
    sommatie = letter(book, "2026-10-14", "sommatie", "nl", "--force", "--because", "test")
    assert "heb ik € 100,00 ontvangen" in sommatie
    assert "is de betalingsregeling vervallen" in sommatie


def test_a_plan_that_is_kept_or_runs_tells_of_nothing_missed(book):
    book(
        "log-plan",
        "belofte",
        "--instalments",
        "2",
        "--first",
        "2026-10-05",
        "--amount",
        "900",
        day="2026-10-05",
    )
    book("log-payment", "belofte", "450", day="2026-10-05")
    text = letter(book, "2026-10-08", "sommatie", "nl", "--force", "--because", "test")
    assert "termijn van" not in text
