"""What a claim must follow: credit notes, disputes, what a fourteen-day letter named, plans; letters that would weaken it."""

import pytest


def claimed(book, day):
    return book("claim", "belofte", "--json", day=day).json


@pytest.fixture
def warned(book):
    """A sommatie of 26 October over 1.210,00: interest 8,62, costs 181,50."""
    book(
        "letter",
        "belofte",
        "--kind",
        "sommatie",
        "--via",
        "email",
        "--force",
        "--because",
        "test",
        "--bank-checked",
        day="2026-10-26",
    )
    return book


def test_costs_follow_a_credit_note(warned):
    warned("credit", "belofte", "2026-001", "500", day="2026-11-02")
    assert claimed(warned, "2026-11-03")["costs_total"] == "106.50"  # 15 % of 710,00 (Besluit BIK art. 2)


def test_costs_follow_a_dispute_and_come_back_with_it(warned):
    warned("log-dispute", "belofte", "2026-001", "--about", "te veel", "--amount", "210", day="2026-11-02")
    assert claimed(warned, "2026-11-03")["costs_total"] == "150.00"
    warned("resolve-dispute", "belofte", "2026-001", "--outcome", "rejected", day="2026-11-05")
    assert claimed(warned, "2026-11-05")["costs_total"] == "181.50"


@pytest.fixture
def contested(book):
    """A sommatie of 26 October over 1.000,00 of 1.210,00, the other 210,00 in dispute: costs 150,00.

    Interest until 26 October: 1.000,00 x 10,40 % x 25 / 365 = 7,12; until 2 November, 32 days: 9,12.
    """
    book("log-dispute", "belofte", "2026-001", "--about", "te veel", "--amount", "210", day="2026-10-20")
    book("letter", "belofte", "--kind", "sommatie", "--via", "email", "--force", "--because", "x", "--bank-checked", day="2026-10-26")  # fmt: skip
    return book


def test_what_a_sommatie_left_out_is_credited_without_touching_its_costs(contested):
    """1.000,00 of 1.210,00 was claimed: 15 % is 150,00, before and after the other 210,00 is credited."""
    contested("resolve-dispute", "belofte", "2026-001", "--outcome", "upheld", day="2026-11-02")
    found = claimed(contested, "2026-11-03")
    assert (found["principal"], found["costs_total"]) == ("1000.00", "150.00")


def test_what_is_left_of_a_claim_stays_when_the_rest_of_the_invoice_is_in_dispute(contested):
    """1.000,00 meets costs 150,00 and interest 9,40 first: 159,40 is left, and 0,05 a day from 4 November."""
    contested("log-payment", "belofte", "1000", day="2026-11-03")
    assert claimed(contested, "2026-11-03")["total"] == "159.40"
    assert claimed(contested, "2026-11-04")["total"] == "159.45"
    said = contested("deliver", "belofte", "--json", day="2026-11-04", ok=False).json
    assert (said["may_deliver"], said["amount"]) == (False, "159.45")
    more = contested("log-payment", "belofte", "159.45", "--json", day="2026-11-04").json
    assert (more["parts"][0]["amount"], more["parts"][0]["extras"], more["left"]) == (
        "0.00",
        "159.45",
        "0.00",
    )
    assert claimed(contested, "2026-11-04")["total"] == "0.00"
    contested("resolve-dispute", "belofte", "2026-001", "--outcome", "upheld", day="2026-11-05")
    assert claimed(contested, "2027-11-05")["total"] == "0.00"


def test_what_is_in_dispute_as_a_whole_is_not_claimed_whatever_was_paid(warned):
    warned("log-payment", "belofte", "1000", day="2026-11-03")
    warned("log-dispute", "belofte", "2026-001", "--about", "niet besteld", day="2026-11-04")
    assert claimed(warned, "2026-11-05")["total"] == "0.00"


def test_who_pays_what_he_does_not_dispute_pays_costs_and_interest_before_what_he_does(contested):
    """1.000,00, costs 150,00, interest 9,40: 1.165,00 is 5,60 more, which is in his favour while the 210,00 is in dispute."""
    paid = contested("log-payment", "belofte", "1165", "--json", day="2026-11-03").json
    (part,) = paid["parts"]
    assert (part["amount"], part["extras"], paid["left"]) == ("1000.00", "159.40", "5.60")
    said = contested("resolve-dispute", "belofte", "2026-001", "--outcome", "upheld", "--json", day="2026-11-05").json  # fmt: skip
    assert said["credit"] == "210.00"
    assert claimed(contested, "2027-11-05")["total"] == "0.00"
    assert "5,60 in favour" in contested("show", "belofte", day="2026-11-05").out


def test_who_pays_all_of_it_pays_what_he_disputes_too(contested):
    paid = contested("log-payment", "belofte", "1400", "--json", day="2026-11-03").json
    assert paid["parts"][0]["amount"] == "1210.00"
    assert "paid" in contested("show", "belofte", day="2026-11-03").out


def test_a_plan_kept_to_the_cent_leaves_nothing_to_ask(warned):
    said = warned(
        "log-plan",
        "belofte",
        "--instalments",
        "2",
        "--first",
        "2026-10-27",
        "--every",
        "1w",
        "--json",
        day="2026-10-27",
    ).json
    for part in said["instalments"]:
        warned("log-payment", "belofte", part["amount"], "--on", part["on"], day=part["on"])
    assert claimed(warned, "2026-11-20")["total"] == "0.00"
    assert [a["rule"] for a in warned("today", "--json", day="2026-11-20").json["actions"]] in (
        [],
        ["aftercare"],
    )


@pytest.mark.parametrize("kind", ["herinnering", "aanmaning"])
def test_no_weaker_letter_after_costs_were_claimed(warned, kind):
    refused = warned("letter", "belofte", "--kind", kind, "--bank-checked", day="2026-11-12", ok=False)
    assert (refused.code, "would ask less" in refused.err) == (3, True)


@pytest.fixture
def private(book):
    book("add-customer", "Anna Smit", "--kind", "consumer", "--address", "Dorp 1", "--postcode", "1234 AB", "--city", "Ede",
         "--email", "anna@smit.example", "--contact", "Anna Smit")  # fmt: skip
    book(
        "add-invoice", "anna", "A-1", "563", "--issued", "2026-05-01", "--due", "2026-06-01", day="2026-05-01"
    )
    return book


def test_a_confirmation_after_the_fourteen_days_names_the_costs_that_are_owed(private):
    """563,00 with costs 84,45 (15 %) and interest: after a promise of 563,00 all that the claim has beyond it is left."""
    private("letter", "anna", "--kind", "veertiendagenbrief", "--via", "email", "--bank-checked", day="2026-06-17")  # fmt: skip
    private("log-call", "anna", "--outcome", "promise", "--amount", "563", "--by", "2026-07-13", "--with", "Anna Smit", day="2026-07-08")  # fmt: skip
    claim = private("claim", "anna", "--json", day="2026-07-08").json
    assert claim["costs_total"] == "84.45"
    left = f"{float(claim['total']) - 563:.2f}".replace(".", ",")
    told = private("letter", "anna", "--kind", "bevestiging", "--bank-checked", "--dry-run", day="2026-07-08").out  # fmt: skip
    assert f"€ {left}" in told


def test_costs_of_a_consumer_only_over_what_the_letter_named(private):
    private(
        "log-dispute",
        "anna",
        "A-1",
        "--about",
        "kapot",
        "--amount",
        "100",
        "--solve-by",
        "2026-07-30",
        day="2026-06-16",
    )
    private(
        "letter", "anna", "--kind", "veertiendagenbrief", "--via", "email", "--bank-checked", day="2026-06-17"
    )
    private("resolve-dispute", "anna", "A-1", "--outcome", "rejected", day="2026-07-10")
    claim = private("claim", "anna", "--json", day="2026-07-13").json
    assert (claim["principal"], claim["costs_total"]) == ("563.00", "69.45")  # 15 % of 463,00


@pytest.mark.parametrize("kind", ["herinnering", "aanmaning", "opschorting", "ingebrekestelling"])
def test_within_the_fourteen_days_no_letter_names_another_amount_or_day(private, kind):
    private("letter", "anna", "--kind", "veertiendagenbrief", "--via", "email", "--bank-checked", day="2026-06-17")  # fmt: skip
    words = ("letter", "anna", "--kind", kind, "--bank-checked", "--force", "--because", "x", "--dry-run")
    refused = private(*words, day="2026-06-25", ok=False)
    assert (refused.code, "the veertiendagenbrief gives" in refused.err) == (3, True)
    for other in ("stuiting", "rekeningoverzicht"):
        private("letter", "anna", "--kind", other, "--bank-checked", "--dry-run", day="2026-06-25")


def test_of_two_invoices_it_says_on_which_no_costs_are_owed_yet(private):
    """A-1 with a veertiendagenbrief of 17 June that ran out, A-2 with none: costs over 563,00 are 84,45."""
    private("letter", "anna", "--kind", "veertiendagenbrief", "--via", "email", "--bank-checked", day="2026-06-17")  # fmt: skip
    private("add-invoice", "anna", "A-2", "100", "--issued", "2026-06-01", "--due", "2026-06-30", day="2026-06-18")  # fmt: skip
    found = private("claim", "anna", "--json", day="2026-07-13").json
    assert found["costs_total"] == "84.45"
    assert "No costs on A-2 yet" in " ".join(found["notes"])


def test_a_term_that_runs_is_not_said_to_have_ended(book):
    book("add-customer", "Bob Bos", "--kind", "consumer", "--no-agreed-term", "--address", "Dorp 2", "--postcode", "1234 AB", "--city", "Ede",
         "--email", "bob@bos.example", "--contact", "Bob Bos")  # fmt: skip
    book("add-invoice", "bob", "B-1", "100", "--issued", "2026-06-01", "--due", "2026-06-15", day="2026-06-01")  # fmt: skip
    book("letter", "bob", "--kind", "ingebrekestelling", "--via", "email", "--bank-checked", "--force", "--because", "x", day="2026-06-22")  # fmt: skip
    notes = " ".join(book("claim", "bob", "--json", day="2026-06-23").json["notes"])
    assert "runs until" in notes
    assert "ended" not in notes


def test_a_part_that_came_in_is_not_called_no_payment(warned):
    """The sommatie of 26 October over 1.210,00; 400,00 of it comes in on 29 October."""
    warned("log-payment", "belofte", "400", day="2026-10-29")
    warned("bank-checked", day="2026-11-09")
    said = warned("today", day="2026-11-09").out
    assert "without payment" not in said
    assert "not paid in full" in " ".join(said.split())


def test_an_invoice_that_was_paid_whole_is_not_called_no_payment(book):
    """The herinnering of 9 October over 1.210,00 and 300,00; the 300,00 comes in four days later."""
    book("add-invoice", "belofte", "2026-002", "300", "--issued", "2026-09-02", "--due", "2026-10-02", day="2026-09-02")  # fmt: skip
    book("log-call", "belofte", "--outcome", "spoke", "--invoice", "2026-001", day="2026-10-05")
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", "--bank-checked", day="2026-10-09")
    book("log-payment", "belofte", "300", "--invoice", "2026-002", day="2026-10-13")
    said = " ".join(book("today", day="2026-10-23").out.split())
    assert "The term of the last letter ended" in said
    assert "not paid in full" in said


def test_a_plan_does_not_lapse_over_a_few_cents_which_come_with_the_next_instalment(book):
    """1.210,00 in three, 403,34 first: 403,00 is 0,34 short, under rest-claim-from (15,00); 388,34 is 15,00 short, and is not."""
    words = ("log-plan", "belofte", "--instalments", "3", "--first", "2026-10-05", "--json")
    first = book(*words, day="2026-10-05").json["instalments"][0]["amount"]
    short = f"{float(first) - 0.34:.2f}"
    said = book("log-payment", "belofte", short, day="2026-10-05").out
    assert "€ 0,34 of the instalment is lacking" in said
    assert "lapsed" not in book("today", day="2026-10-20").out
    # 403,33 and the 0,34 that moved to it
    assert "next € 403,67 on" in book("show", "belofte", day="2026-10-20").out
    letter = book("letter", "belofte", "--kind", "regeling", "--dry-run", day="2026-10-20").out
    assert "De volgende betaling is € 403,67, te betalen uiterlijk op donderdag 5 november 2026" in " ".join(
        letter.split()
    )
    book("undo", day="2026-10-05")
    book("log-payment", "belofte", f"{float(first) - 15:.2f}", day="2026-10-05")
    assert "lapsed" in book("today", day="2026-10-20").out


def test_a_plan_says_what_of_it_is_interest_and_costs(warned):
    words = ("log-plan", "belofte", "--instalments", "2", "--first", "2026-10-27", "--dry-run")
    said = " ".join(warned(*words, day="2026-10-27").out.split())
    found = warned("claim", "belofte", "--json", day="2026-10-27").json
    interest, costs, total = (
        found[name].replace(".", ",") for name in ("interest_total", "costs_total", "total")
    )
    assert (
        f"€ 1.400,46 is € 1.210,00 on the invoices, € {interest} of interest and € {costs} of costs." in said
    )
    assert total == "1400,46"
    assert "--amount 1.210,00" in said
    chosen = " ".join(warned(*words, "--amount", "1300", day="2026-10-27").out.split())
    assert "€ 1.300,00 is € 1.210,00 on the invoices and € 90,00 of interest and costs." in chosen
    assert "of interest" not in warned(*words, "--amount", "1210", day="2026-10-27").out


def test_a_kept_plan_says_nothing_of_what_it_waives(warned):
    """As agreed after the claim, the interest since is waived: the last payment leaves nothing, and says so once."""
    plan = warned("log-plan", "belofte", "--instalments", "2", "--first", "2026-10-27", "--every", "1w", "--json", day="2026-10-27").json  # fmt: skip
    for part in plan["instalments"]:
        said = warned("log-payment", "belofte", part["amount"], "--on", part["on"], day=part["on"]).out
    assert "owes nothing now" in said
    assert "is left" not in said


def test_no_costs_come_on_top_of_a_running_plan(private):
    private(
        "letter", "anna", "--kind", "veertiendagenbrief", "--via", "email", "--bank-checked", day="2026-06-17"
    )
    words = ("log-plan", "anna", "--instalments", "2", "--first", "2026-06-25", "--json")
    first = private(*words, day="2026-06-25").json["instalments"][0]
    private("log-payment", "anna", first["amount"], "--on", "2026-06-25", day="2026-06-25")
    assert private("claim", "anna", "--json", day="2026-07-08").json["costs_total"] == "0.00"


def test_a_fourteen_day_letter_does_not_leave_too_late_for_the_day_it_prints(private):
    made = private(
        "letter", "anna", "--kind", "veertiendagenbrief", "--json", "--bank-checked", day="2026-06-18"
    ).json
    late = private("mark-sent", str(made["id"]), "--via", "post", day="2026-06-26", ok=False)
    assert (late.code, "cancel-letter" in late.err) == (3, True)
    private("mark-sent", str(made["id"]), "--via", "post", day="2026-06-18")


def test_a_day_that_would_be_next_year_is_asked_with_its_year(book):
    slip = book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "100",
        "--by",
        "08-10",
        day="2026-10-09",
        ok=False,
    )
    assert (slip.code, "8 October 2027" in slip.err, "2027-10-08" in slip.err) == (1, True, True)


@pytest.mark.parametrize(
    ("language", "says", "never"),
    [
        ("nl", "Over een ander deel van deze factuur kreeg u al een veertiendagenbrief.", "over deze factuur geen incasso"),
        ("en", "You already received a fourteen-day letter about another part of this invoice.", "collection costs on this invoice"),
    ],
)  # fmt: skip
def test_a_second_fourteen_day_letter_asks_one_sum_and_names_what_comes_on_top(book, language, says, never):
    book("add-customer", "Jan Jansen", "--kind", "consumer", "--address", "Weg 1", "--postcode", "1011 AB", "--city", "Almere", "--language", language)  # fmt: skip
    book("add-invoice", "jan", "P-1", "1000", "--due", "2026-10-01", day="2026-09-01")
    book("log-call", "jan", "--outcome", "spoke", day="2026-10-01")
    book("log-dispute", "jan", "P-1", "--about", "kras", "--amount", "300", day="2026-10-02")
    book("letter", "jan", "--kind", "herinnering", "--via", "post", day="2026-10-08")
    book("letter", "jan", "--kind", "veertiendagenbrief", "--via", "post", "--bank-checked", day="2026-10-19")
    book("resolve-dispute", "jan", "P-1", "--outcome", "rejected", day="2026-11-06")
    made = book(
        "letter", "jan", "--bank-checked", "--json", "--format", "txt", "--via", "post", day="2026-11-06"
    )
    assert (made.json["kind"], made.json["amount"]) == ("veertiendagenbrief", "301.18")
    text = " ".join(book("letters", "--show", str(made.json["id"]), day="2026-11-06").out.split())
    assert says in text
    assert never not in text
    assert [text.count(sum_) for sum_ in ("€ 45", "€ 105", "€ 150")] == [1, 1, 1]
    assert "700" in text.split(says)[0]  # in the table, and in no sentence
    assert "700" not in text.split(says)[1]
    assert book("check").code == 0
    claimed_later = book("claim", "jan", "--json", day="2026-11-30").json
    assert (claimed_later["principal"], claimed_later["costs_total"]) == ("1000.00", "150.00")
