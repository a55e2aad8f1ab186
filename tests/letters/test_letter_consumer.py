"""What no letter to a private person may say, whatever its kind: found in the rendered text of anybody's template."""

import pytest

from debcli.letters import missing
from debcli.letters.templates import find
from debcli.receivables.facts import LetterKind
from letters.letter_cases import BELOFTE, JANSEN, MATRIX, ONE_PRIVATE, flat, letter, letter_to

DAY = "2026-10-08"
ASKING = tuple(k for k in LetterKind if k is not LetterKind.VEERTIENDAGENBRIEF)
FAULTS = (
    ("Betaalt u niet, dan komen er incassokosten bij.", "no-costs-before-notice"),
    ("U bent ook buitengerechtelijke incassokosten verschuldigd.", "no-costs-before-notice"),
    ("Zonder tijdige betaling volgen incassokosten.", "no-costs-before-notice"),
    ("Incassokosten komen erbij als u niet op tijd betaalt.", "no-costs-before-notice"),
    ("Bij te late betaling rekenen we € 40,00 kosten.", "no-costs-before-notice"),
    ("If you do not pay, collection costs will be added.", "no-costs-before-notice"),
    ("Wij rekenen administratiekosten.", "no-fees"),
    ("A reminder fee applies.", "no-fees"),
    ("U heeft veertien dagen na dagtekening de tijd.", "term-from-delivery"),
    ("Betaal binnen 14 dagen na verzending.", "term-from-delivery"),
    ("Pay within 14 days after the date of this letter.", "term-from-delivery"),
    ("Betaal binnen veertien dagen vanaf de dag waarop u deze brief ontvangt.", "term-not-from-receipt"),
)
FINE = (
    "Betaalt u op tijd, dan bent u geen incassokosten verschuldigd.",
    "Betaalt u ook na een kosteloze veertiendagenbrief niet, dan komen er incassokosten bij.",
    "Incassokosten vraag ik niet.",
    "Voor elke dag na de datum van deze brief komt er rente bij.",
    "De proceskosten komen voor uw rekening.",
)


def edited(tmp_path, kind, sentence, **changes):
    folder = tmp_path / "nl"
    folder.mkdir(exist_ok=True)
    text = find(kind, "nl").text
    (folder / f"{kind}.md.j2").write_text(
        text.replace("{{ signature }}", f"{sentence}\n\n{{{{ signature }}}}")
    )
    return letter(
        kind, folder=tmp_path, **({"customer": JANSEN, "claim": ONE_PRIVATE, "history": ()} | changes)
    )


def wrong(made):
    return {c.element: c.why for c in missing(made.checks) if c.legal}


@pytest.mark.parametrize("kind", ASKING)
@pytest.mark.parametrize(("sentence", "element"), FAULTS)
def test_every_kind_is_held_to_it_and_the_sentence_is_named(tmp_path, kind, sentence, element):
    if kind is LetterKind.VOORWAARDEN:
        made = edited(tmp_path, kind, sentence, claim=ONE_PRIVATE._replace(invoices=(), interest=()))
    else:
        made = edited(tmp_path, kind, sentence)
    assert sentence in wrong(made)[element]


@pytest.mark.parametrize("sentence", FINE)
def test_what_is_true_may_be_said(tmp_path, sentence):
    assert wrong(edited(tmp_path, LetterKind.HERINNERING, sentence)) == {}


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in FAULTS if "14" not in sentence])
def test_a_business_may_be_told(tmp_path, sentence):
    assert wrong(edited(tmp_path, LetterKind.HERINNERING, sentence, customer=BELOFTE)) == {}


def test_our_own_letters_are_free_of_it():
    for kind, language, who in MATRIX:
        if who == "consumer":
            assert wrong(letter_to(kind, language, who)) == {}, (kind, language)


def test_a_name_is_no_fault(tmp_path):
    made = letter(
        LetterKind.HERINNERING, claim=ONE_PRIVATE, customer=JANSEN._replace(name="Incassokosten Administratiekosten")
    )  # fmt: skip
    assert wrong(made) == {}


def test_the_letter_is_refused_and_cannot_be_forced(book, tmp_path, monkeypatch):
    monkeypatch.setenv("DEBCLI_TEMPLATES", str(tmp_path / "eigen"))
    book("template", "copy", "herinnering")
    path = tmp_path / "eigen" / "nl" / "herinnering.md.j2"
    path.write_text(path.read_text().replace("Hartelijk dank in dat geval.", "Anders volgen incassokosten."))
    found = book("template", "check", ok=False)
    assert (found.code, "Anders volgen incassokosten" in flat(found.out)) == (1, True)
    assert "with: consumer, 1 invoice" in flat(found.out)
    book("add-customer", "Piet Pieters", "--slug", "piet", "--kind", "consumer", "--address", "Laan 4", "--postcode", "1234 AB",
         "--city", "Ede", day="2026-09-01")  # fmt: skip
    book("add-invoice", "piet", "P-1", "100", "--due", "2026-10-01", day="2026-09-01")
    for words in ((), ("--force", "--because", "toch")):
        said = book("letter", "piet", "--kind", "herinnering", *words, day=DAY, ok=False)
        assert (said.code, "Anders volgen incassokosten" in flat(said.err)) == (3, True)
    assert book("letter", "belofte", "--kind", "herinnering", "--json", day=DAY).json["amount"] == "1210.00"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("amount", [(), ("--amount", "300")])
def test_a_plan_is_confirmed_after_a_payment_that_met_the_costs(book, amount, language):
    """A veertiendagenbrief over 500,00 ran out: costs of 75,00 are owed, and 100,00 that comes in meets them first."""
    book("add-customer", "Bob Bos", "--kind", "consumer", "--address", "Dorp 2", "--postcode", "1234 AB", "--city", "Ede", "--email",
         "bob@bos.example", "--contact", "Bob Bos", "--language", language)  # fmt: skip
    book(
        "add-invoice", "bob", "B-1", "500", "--issued", "2026-06-01", "--due", "2026-06-15", day="2026-06-01"
    )
    book("letter", "bob", "--kind", "veertiendagenbrief", "--via", "email", "--bank-checked", "--force", "--because", "x", day="2026-06-22")  # fmt: skip
    book("log-payment", "bob", "100", day="2026-08-03")
    assert book("claim", "bob", "--json", day="2026-08-04").json["costs_total"] == "0.00"
    book("log-plan", "bob", "--instalments", "3", "--first", "2026-08-15", *amount, day="2026-08-04")
    said = book("letter", "bob", "--json", day="2026-08-04").json
    assert said["kind"] == "regeling"
