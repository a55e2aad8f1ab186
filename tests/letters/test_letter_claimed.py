"""Letters where a claim was made before, or nothing was: what a first letter claims, what stays owed after a promise or a
plan, what asks the rest of a claim, and what a statement and new terms may say of it."""

import pytest

from debcli.receivables.facts import LetterKind
from letters.letter_cases import HISTORY_ONE, ONE, flat, letter, letter_to

DAY = "2026-10-08"
CLAIMED_ON = "2026-10-26"


def text_of(book, made):
    return flat(book("letters", "--show", str(made["id"]), "--format", "txt", day=made["date"]).out)


def make(book, kind, *words, day, who="belofte"):
    made = book("letter", who, "--kind", kind, "--bank-checked", *words, "--json", day=day).json
    return made, text_of(book, made)


@pytest.fixture
def warned(book):
    """A sommatie of 26 October, to pay by 2 November, over 1.210,00: interest 8,62, costs 181,50."""
    book(
        "log-call",
        "belofte",
        "--outcome",
        "spoke",
        "--with",
        "Els Bouw",
        day="2026-10-20",
    )
    book("letter", "belofte", "--kind", "sommatie", "--via", "email", "--bank-checked", day=CLAIMED_ON)
    return book


# --- a first letter ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["opschorting", "stuiting"])
@pytest.mark.parametrize(("who", "says"), [("belofte", True), ("piet", False)])
def test_a_first_letter_claims_no_collection_costs(book, kind, who, says):
    book("add-customer", "Piet Pieters", "--slug", "piet", "--kind", "consumer", "--address", "Laan 4", "--postcode", "1234 AB",
         "--city", "Ede", day="2026-09-01")  # fmt: skip
    book("add-invoice", "piet", "P-1", "1210", "--due", "2026-10-01", day="2026-09-01")
    made, text = make(book, kind, day=DAY, who=who)
    claim = book("claim", who, "--json", day=DAY).json
    assert float(made["amount"]) == pytest.approx(float(claim["principal"]) + float(claim["interest_total"]))
    assert any("would ask no costs" in note for note in claim["notes"]) is says
    assert ("ncassokosten" in text) is says  # only said that they are not in it
    assert ("zijn daarin n" in text) is says
    assert "181,50" not in text


@pytest.mark.parametrize("kind", ["opschorting", "stuiting"])
def test_after_a_reminder_that_left_the_costs_of_the_law_are_claimed(book, kind):
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day=DAY)
    made, text = make(book, kind, day="2026-10-20")
    assert made["amount"] == book("claim", "belofte", "--json", day="2026-10-20").json["total"]
    assert "181,50" in text
    assert "would ask no costs" not in str(book("claim", "belofte", "--json", day="2026-10-20").json["notes"])
    assert "daarin nog niet begrepen" not in text


def test_a_reminder_that_did_not_leave_is_none(book):
    book("letter", "belofte", "--kind", "herinnering", day=DAY)
    assert "181,50" not in make(book, "opschorting", day="2026-10-20")[1]


def test_the_sommatie_after_a_first_stuiting_claims_the_whole_scale(book):
    book("letter", "belofte", "--kind", "stuiting", "--via", "registered", day=DAY)
    assert "181,50" in make(book, "sommatie", day="2026-11-02")[1]


# --- a promise, or a plan, after a claim -------------------------------------------------------------------------


def test_a_promise_of_the_principal_leaves_what_was_claimed_owed(warned):
    warned("log-call", "belofte", "--outcome", "promise", "--amount", "1210", "--by", "2026-11-13", "--with", "Els Bouw",
           day="2026-11-03")  # fmt: skip
    _, text = make(warned, "bevestiging", day="2026-11-03")
    owed = warned("claim", "belofte", "--json", day="2026-11-03").json
    extras = float(owed["interest_total"]) + float(owed["costs_total"])
    assert (
        f"eerder ook rente en incassokosten gevorderd: tot en met 3 november 2026 € {extras:.2f}".replace(
            ".", ","
        )
        in text
    )
    left = f"{float(owed['total']) - 1210:.2f}".replace(".", ",")
    assert f"na deze betaling bent u nog € {left} verschuldigd" in text
    # And so it is: the promise is kept, and that much, with the interest of the days after, is left.
    warned("log-payment", "belofte", "1210", day="2026-11-13")
    after = warned("claim", "belofte", "--json", day="2026-11-13").json
    per_day = float(owed["per_day"])
    assert float(after["total"]) == pytest.approx(float(owed["total"]) - 1210 + 10 * per_day, abs=0.05)
    assert f"de rente van € {per_day:.2f} per dag".replace(".", ",") in text


def test_a_promise_of_all_of_it_settles_what_was_claimed(warned):
    owed = warned("claim", "belofte", "--json", day="2026-11-03").json["total"]
    warned("log-call", "belofte", "--outcome", "promise", "--amount", owed, "--by", "2026-11-04", day="2026-11-03")  # fmt: skip
    _, text = make(warned, "bevestiging", "--language", "en", day="2026-11-03")
    assert "This payment settles that as well, except for the interest of € 0.34 per day" in text
    assert "still owe" not in text


def test_before_anything_was_claimed_a_promise_speaks_of_no_interest(book):
    book("log-call", "belofte", "--outcome", "promise", "--amount", "500", "--by", "2026-10-23", day=DAY)
    _, text = make(book, "bevestiging", day=DAY)
    assert "rente" not in text
    assert "Na deze betaling staat nog € 710,00 open" in text


@pytest.mark.parametrize(
    ("language", "grace", "waived"),
    [
        ("nl", "zeven dagen na die termijn nog niet binnen, dan vervalt de regeling", "geen rente of kosten"),
        ("en", "in full seven days after its day, the plan lapses", "will no longer ask for interest or costs"),
    ],
)  # fmt: skip
def test_a_plan_says_when_it_lapses_and_what_keeping_it_is_worth(language, grace, waived):
    text = flat(letter_to(LetterKind.REGELING, language, "business").text)
    assert grace in text
    assert waived in text


def test_a_plan_of_a_private_person_without_costs_names_only_the_interest():
    text = flat(letter_to(LetterKind.REGELING, "nl", "consumer").text)
    assert "waarvan € 1,27 aan rente, in drie termijnen" in text
    assert "aan rente en incassokosten" in flat(letter_to(LetterKind.REGELING, "nl", "business").text)


def test_a_plan_for_the_principal_after_a_payment_leaves_nothing_beside_it(warned):
    warned("log-payment", "belofte", "500", day="2026-11-03")
    warned("log-plan", "belofte", "--instalments", "2", "--first", "2026-11-10", "--amount", "710", day="2026-11-04")  # fmt: skip
    _, text = make(warned, "regeling", day="2026-11-04")
    assert "Buiten deze regeling" not in text
    assert "02-11" not in text
    assert "500,00" in text  # the payment, whole, with how it was divided
    assert "volgens artikel 6:44 BW zo verdeeld" in text


# --- the rest of a claim -----------------------------------------------------------------------------------------


@pytest.fixture
def rest(warned):
    """The principal came in after the sommatie's term; what it claimed besides did not."""
    warned("log-payment", "belofte", "1210", day="2026-11-05")
    return warned


def test_a_reminder_asks_the_rest_of_a_claim_and_paying_it_ends_it(rest):
    action = rest("today", "--json", day="2026-11-06").json["actions"][0]
    assert action["command"] == "debcli letter belofte-bouw --kind herinnering"
    made, text = make(rest, "herinnering", "--via", "email", day="2026-11-06")
    claim = rest("claim", "belofte", "--json", day="2026-11-06").json
    assert made["amount"] == claim["total"]
    assert "restant van factuur 2026-001" in text
    assert "Hartelijk dank voor uw betaling" in text
    assert "artikel 6:44 BW" in text
    assert "1.210,00" in text  # what was paid stands whole in the table of what came in
    waits = rest("today", "--json", day="2026-11-09").json
    assert waits["actions"] == []
    last = rest("today", "--json", day="2026-11-16").json["actions"][0]
    assert last["command"].startswith("debcli write-off")
    rest("log-payment", "belofte", made["amount"], day="2026-11-12")
    assert rest("claim", "belofte", "--json", day="2026-11-12").json["total"] == "0.00"


def test_a_sommatie_asks_the_rest_of_a_claim_and_an_aanmaning_does_not(rest):
    made, text = make(rest, "sommatie", day="2026-11-06")
    assert made["amount"] == rest("claim", "belofte", "--json", day="2026-11-06").json["total"]
    assert "dekt niet de hele vordering" in text
    refused = rest("letter", "belofte", "--kind", "aanmaning", "--bank-checked", day="2026-11-06", ok=False)
    assert (refused.code, "only interest and costs" in refused.err) == (3, True)


def test_the_rest_is_not_asked_within_the_term_nor_twice_nor_beside_something_due(warned):
    warned("log-payment", "belofte", "1210", day="2026-10-28")
    early = warned("letter", "belofte", "--kind", "herinnering", day="2026-10-29", ok=False)
    assert (early.code, "gives until" in early.err) == (3, True)
    made, _ = make(warned, "herinnering", day="2026-11-06")
    assert make(warned, "herinnering", day="2026-11-06")[0]["id"] == made["id"]
    assert warned("today", "--json", day="2026-11-10").json["actions"][0]["action"] == "send"
    warned("log-payment", "belofte", "10", day="2026-11-09")
    stale = warned("letter", "belofte", "--kind", "herinnering", day="2026-11-09", ok=False)
    assert (stale.code, "no longer fits" in stale.err) == (3, True)
    warned("add-invoice", "belofte", "2026-002", "100", "--due", "2026-11-09", day="2026-10-10")
    warned("cancel-letter", str(made["id"]), day="2026-11-12")
    warned("today", "--json", day="2026-11-12")
    beside, _ = make(warned, "herinnering", day="2026-11-12")
    assert beside["amount"] == "100.00"  # what is due is asked first, the rest after it


def test_a_private_person_is_not_warned_over_a_rest_before_the_veertiendagenbrief_ran_out(book):
    book("add-customer", "Piet Pieters", "--slug", "piet", "--kind", "consumer", "--address", "Laan 4", "--postcode", "1234 AB",
         "--city", "Ede", day="2026-05-01")  # fmt: skip
    book("add-invoice", "piet", "P-1", "5000", "--due", "2026-06-01", day="2026-05-01")
    book("letter", "piet", "--kind", "veertiendagenbrief", "--via", "post", "--bank-checked", day=DAY)
    book("log-payment", "piet", "5000", day="2026-10-12")
    forced = ("--bank-checked", "--force", "--because", "toch")
    early = book("letter", "piet", "--kind", "sommatie", *forced, day="2026-10-13", ok=False)
    assert early.code == 3
    made, text = make(book, "herinnering", day="2026-10-27", who="piet")
    assert 0 < float(made["amount"]) < 150  # the interest of the veertiendagenbrief, and no costs
    assert "ncassokosten" not in text


# --- what came before, said as it was ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "opening"),
    [
        (HISTORY_ONE, "Ondanks eerdere verzoeken is"),
        (HISTORY_ONE[4:], "Hoewel we elkaar hierover eerder spraken, is"),
        (HISTORY_ONE[:3], "Tot op heden is"),
        ((), "Tot op heden is"),
    ],
)
def test_a_sommatie_says_what_came_before_it(history, opening):
    assert opening in flat(letter(LetterKind.SOMMATIE, history=history).text)


def test_a_payment_in_the_history_is_whole_and_a_write_off_is_none(warned):
    warned("log-payment", "belofte", "1000", day="2026-11-03")
    warned("write-off", "2026-001", "--amount", "10", "--because", "coulance", day="2026-11-04")
    _, text = make(warned, "sommatie", day="2026-11-05")
    assert "Op 3 november 2026 ontving ik van u € 1.000,00" in text
    assert "creditnota" not in text


def test_a_statement_shows_each_payment_whole_and_how_it_was_divided(warned):
    warned("log-payment", "belofte", "1000", day="2026-11-03")
    warned("add-invoice", "belofte", "2026-009", "300", "--due", "2026-12-01", day="2026-11-01")
    warned("add-invoice", "belofte", "2026-010", "200", "--due", "2026-10-20", day="2026-09-20")
    warned("log-dispute", "belofte", "2026-010", "--about", "uren", day="2026-11-04")
    made, text = make(warned, "rekeningoverzicht", day="2026-11-05")
    assert "1.210,00 1.000,00 210,00" in text
    assert "181,50" in text  # what of it met the costs
    assert "1.000,00" in text.split("Zo is zij verdeeld")[1]
    assert "Onder vermelding van: 2026-001 " in text
    assert make(warned, "rekeningoverzicht", day="2026-11-05")[0]["id"] == made["id"]


# --- new terms ---------------------------------------------------------------------------------------------------


def terms(book, who, prepay, day=DAY):
    book("terms", who, "--prepay", str(prepay), "--because", "betaalde laat", day=day)
    said = book("letter", who, "--kind", "voorwaarden", day=day)
    return flat(book("letters", "--show", "1", "--format", "txt", day=day).out), flat(said.err)


@pytest.mark.parametrize(("settle", "says"), [("log-payment", True), ("write-off", False), ("", False)])
def test_all_is_paid_only_when_it_is(book, settle, says):
    if settle == "log-payment":
        book("log-payment", "belofte", "1210", day="2026-10-05")
    if settle == "write-off":
        book("write-off", "2026-001", "--because", "te duur", day="2026-10-05")
    text, told = terms(book, "belofte", 50)
    assert ("Alle facturen zijn betaald" in text) is says
    assert "vóór donderdag 8 oktober" not in text  # not asked before its own date
    assert "voordat u een nieuwe opdracht geeft" in text
    assert "7:26" not in told


@pytest.mark.parametrize(("percent", "warns"), [(100, True), (51, True), (50, False)])
def test_more_than_half_in_advance_of_a_private_person_warns(book, percent, warns):
    book("add-customer", "Piet Pieters", "--slug", "piet", "--kind", "consumer", "--address", "Laan 4", "--postcode", "1234 AB",
         "--city", "Ede", day="2026-09-01")  # fmt: skip
    text, told = terms(book, "piet", percent)
    assert ("art. 7:26 lid 2 BW" in told) is warns
    assert "Beste Piet Pieters," in text  # named, also without a contact person


# --- English -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [k for k in LetterKind if k is not LetterKind.VEERTIENDAGENBRIEF])
def test_english_letters_write_days_articles_and_shares_one_way(kind):
    text = flat(letter_to(kind, "en", "business").text)
    assert "art. " not in text
    assert " %" not in text
    assert "-2026 " not in text
    if ONE.interest and kind in {LetterKind.SOMMATIE, LetterKind.STUITING}:
        assert "2 Oct 2026" in text
        assert "of the Dutch Civil Code" in text
        assert "10.40%" in text
