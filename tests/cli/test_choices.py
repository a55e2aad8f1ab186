"""Where the choice is the user's, each way is shown with what to type, and none is chosen for him."""

import shlex


def actions(book, day):
    return book("today", "--json", day=day).json["actions"]


def test_a_dispute_is_shown_with_its_three_ends_and_none_is_chosen(book):
    book("log-dispute", "belofte", "2026-001", "--about", "kleur", day="2026-10-02")
    (act,) = actions(book, "2026-10-09")
    assert act["command"] == "debcli resolve-dispute belofte-bouw 2026-001"
    assert [shlex.split(c["command"])[5] for c in act["choices"]] == ["upheld", "credited", "rejected"]
    said = book("today", day="2026-10-09").out
    assert all(c["command"] in said for c in act["choices"])
    missing = book("resolve-dispute", "belofte", "2026-001", day="2026-10-09", ok=False)
    assert missing.code == 2
    assert "upheld, credited, rejected" in missing.err


def test_each_of_the_ways_can_be_typed(book):
    book("log-dispute", "belofte", "2026-001", "--about", "kleur", day="2026-10-02")
    (act,) = actions(book, "2026-10-09")
    for choice in act["choices"]:
        words = shlex.split(choice["command"].replace("--credit A", "--credit 210"))[1:]
        book(*words, "--dry-run", day="2026-10-09")


def test_what_is_logged_and_confirmed_in_one_step_says_how_to_take_both_back(book, ledger):
    from conftest import rows

    before = {t: r for t, r in rows(ledger).items() if t not in {"journal", "document"}}
    said = book("log-call", "belofte", "--outcome", "promise", "--amount", "500", "--by", "2026-10-09", "--confirm", "print",
                day="2026-10-05")  # fmt: skip
    assert "debcli undo 2" in said.out
    book("undo", "2")
    assert {t: r for t, r in rows(ledger).items() if t not in {"journal", "document"}} == before


def test_the_decision_offers_every_way(book):
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
    (act,) = actions(book, "2026-10-12")
    assert act["action"] == "decide"
    typed = [c["command"] for c in act["choices"]]
    assert typed == [
        "debcli handover belofte-bouw",
        "debcli log-plan belofte-bouw",
        "debcli handover belofte-bouw --to NAME",
        "debcli write-off 2026-001 --because T",
    ]
    said = book("today", day="2026-10-12").out
    assert all(t in said for t in typed)
    assert max(map(len, said.splitlines())) <= 80


def test_confirming_is_asked_after_an_agreement_and_after_nothing_else(book):
    said = book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "500",
        "--by",
        "2026-10-09",
        day="2026-10-05",
    ).out
    assert "Confirm it in writing now: debcli letter belofte-bouw" in said
    later = book("log-call", "belofte", "--outcome", "received", day="2026-10-05").out
    assert "now: debcli letter" not in later
    assert "Next, today: confirm in writing what was agreed." in later
    held = book("hold", "belofte", "--until", "2026-10-20", "--because", "ziek", day="2026-10-05").out
    assert "onfirm" not in held
