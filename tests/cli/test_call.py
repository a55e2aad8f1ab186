"""The call sheet, and the goal of a call compared with what came of it."""

from conftest import rows


def test_the_sheet_is_one_page_of_eighty_columns_in_the_customers_language(book):
    said = book("call", "belofte", day="2026-10-26").out
    lines = said.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 60
    assert "Bellen met Els Bouw, 06 1234 5678" in lines[0]
    assert "25 dagen te laat" in said
    assert said.count("stilte") == 2
    assert "vandaag een deel van betalen" in said
    assert "debcli log-call belofte-bouw" in lines[-1]


def test_who_gave_no_name_of_his_own_is_not_announced_twice(debcli):
    debcli("init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300")
    debcli("add-customer", "Belofte Bouw")
    debcli(
        "add-invoice",
        "belofte",
        "1",
        "100",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-10-01",
        day="2026-10-02",
    )
    said = debcli("call", "belofte", day="2026-10-02").out
    assert '"Met Studio Vos. Ik bel over' in said
    assert '"This is Studio Vos. I am' in debcli("call", "belofte", "--language", "en", day="2026-10-02").out
    debcli("config", "contact", "Noor Vos")
    assert '"Met Noor Vos van Studio Vos. Ik bel over' in debcli("call", "belofte", day="2026-10-02").out


def test_another_language_can_be_asked_for(book):
    assert "Calling Els Bouw" in book("call", "belofte", "--language", "en", day="2026-10-26").out


def test_interest_is_named_as_the_law_gives_it(book):
    """A business: from tomorrow on the due day, every day after it, nothing before it (art. 6:119a BW)."""
    by_day = {
        d: book("call", "belofte", "--json", day=d).json for d in ("2026-09-20", "2026-10-01", "2026-10-02")
    }
    assert [(x["per_day"], x["interest_from"], x["occasion"]) for x in by_day.values()] == [
        ("0.00", None, "check-in"), ("0.34", "tomorrow", "due"), ("0.34", "now", "late")
    ]  # fmt: skip


def test_to_a_private_person_interest_is_named_once_he_is_in_default(book):
    book(
        "add-customer",
        "Anna de Boer",
        "--kind",
        "consumer",
        "--address",
        "Pad 1",
        "--postcode",
        "9401 AB",
        "--city",
        "Assen",
        day="2026-09-01",
    )
    book(
        "add-invoice",
        "anna",
        "C-1",
        "3500",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-10-01",
        "--no-agreed-term",
        day="2026-09-01",
    )
    assert book("call", "anna", "--json", day="2026-10-20").json["per_day"] == "0.00"
    assert "rente" not in book("call", "anna", day="2026-10-20").out
    book(
        "add-invoice",
        "anna",
        "C-2",
        "3500",
        "--issued",
        "2026-09-10",
        "--due",
        "2026-10-20",
        "--agreed-term",
        day="2026-09-10",
    )
    assert (
        book("call", "anna", "--json", day="2026-10-20").json["interest_from"] is None
    )  # no "from tomorrow"
    assert book("call", "anna", "--json", day="2026-10-21").json["interest_from"] == "now"


def test_a_goal_is_kept_and_compared_with_what_was_agreed(book):
    book("call", "belofte", "--goal", "1210", "--minimum", "500", day="2026-10-05")
    sheet = book("call", "belofte", "--json", day="2026-10-05").json
    assert (sheet["goal"], sheet["minimum"], sheet["agreed"]) == ("1210.00", "500.00", True)
    book("log-call", "belofte", "--outcome", "no-answer", day="2026-10-05")
    said = book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "700",
        "--by",
        "2026-10-09",
        "--json",
        day="2026-10-06",
    ).json
    assert said["goal"] == {"goal": "1210.00", "minimum": "500.00", "agreed": "700.00", "reached": "minimum"}
    assert (
        book("call", "belofte", "--json", day="2026-10-12").json["agreed"] is False
    )  # the next call has a goal of its own


def test_less_than_the_minimum_is_said(book):
    book("call", "belofte", "--goal", "1210", "--minimum", "500", day="2026-10-05")
    said = book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "100",
        "--by",
        "2026-10-09",
        day="2026-10-05",
    ).out
    assert "400,00 below your minimum" in " ".join(said.split())


def test_after_three_silences_the_sheet_opens_with_a_plan_and_not_with_a_harder_tone(book):
    for day in ("2026-10-01", "2026-10-02", "2026-10-05"):
        book("log-call", "belofte", "--outcome", "no-answer", day=day)
    sheet = book("call", "belofte", "--json", day="2026-10-06").json
    assert (sheet["occasion"], sheet["tries"]) == ("silence", 3)
    assert "betalen in delen" in sheet["text"]


def test_a_broken_promise_is_named_with_sum_and_day(book):
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
    sheet = book("call", "belofte", "--json", day="2026-10-12").json
    assert (sheet["occasion"], sheet["promises"]) == ("broken", {"kept": 0, "ended": 1})
    assert "500,00 toegezegd voor vrijdag 9 oktober" in " ".join(sheet["text"].split())


def test_a_goal_that_cannot_be_is_refused_and_nothing_is_kept(book, ledger):
    before = rows(ledger)
    for words, code in (
        (("--goal", "5000"), 1), (("--goal", "0"), 1), (("--goal", "100", "--minimum", "200"), 1), (("--minimum", "200"), 2),
    ):  # fmt: skip
        assert book("call", "belofte", *words, day="2026-10-05", ok=False).code == code
    book("call", "belofte", "--goal", "1000", "--dry-run", day="2026-10-05")
    assert rows(ledger) == before


def test_a_goal_can_be_undone(book, ledger):
    book("call", "belofte", "--goal", "1000", day="2026-10-05")
    book("undo")
    assert rows(ledger)["goal"] == []


def test_the_sheet_is_a_template_one_can_change(book, tmp_path):
    own = tmp_path / "share" / "debcli" / "templates" / "nl"
    own.mkdir(parents=True)
    (own / "call.md.j2").write_text("# {{ person }}\n\nMijn eigen vraag: {{ minimum }}?\n")
    assert "Mijn eigen vraag: € 600,00?" in book("call", "belofte", day="2026-10-05").out
    (own / "call.md.j2").write_text("# {{ persoon }}\n")
    refused = book("call", "belofte", day="2026-10-05", ok=False)
    assert refused.code == 1
    assert "persoon" in refused.err


def test_nothing_open_is_nothing_to_ring_about(book):
    book("log-payment", "belofte", "1210", "--on", "2026-10-01")
    assert book("call", "belofte", day="2026-10-05", ok=False).code == 1


def test_a_missed_instalment_is_what_is_asked(book):
    book("log-plan", "belofte", "--instalments", "3", "--first", "2026-10-05", day="2026-10-05")
    book("log-payment", "belofte", "403,34", "--on", "2026-10-05")
    sheet = book("call", "belofte", "--json", day="2026-11-06").json
    assert (sheet["occasion"], sheet["asked"]) == ("broken", "403.33")
    assert "403,33 betalen voor donderdag 5 november, als deel van de regeling" in " ".join(
        sheet["text"].split()
    )
    assert (
        book("call", "belofte", "--json", day="2026-11-20").json["asked"] == "806.66"
    )  # the plan lapsed: all of it


def test_of_what_is_in_dispute_no_money_is_asked(book):
    book("log-dispute", "belofte", "2026-001", "--about", "x", day="2026-10-05")
    sheet = book("call", "belofte", "--json", day="2026-10-06").json
    assert sheet["occasion"] == "disputed"
    assert "€ 1.210,00" in sheet["text"]
    assert "in geschil" in " ".join(sheet["text"].split())
    assert "Kunt u" not in sheet["text"]
    assert "€ 0,00" not in sheet["text"]
