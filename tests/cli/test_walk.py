"""today --go in a real terminal: the list one by one, each answer kept, and left at any moment."""

import sys
from datetime import date

import pexpect
import pytest

from cli.at_terminal import interrupt
from conftest import rows
from debcli.cli import walk
from debcli.cli.run import Run
from intake.bank_builders import ing

DAY = "2026-10-26"
KEYS = "Your choice: "


@pytest.fixture
def going(tmp_path):
    """`debcli today --go` on a terminal of 80 columns; what was on it is kept for a look."""

    def start(*words, day=DAY):
        return pexpect.spawn(
            sys.executable, ["-m", "debcli", "--plain", "--date", day, "today", "--go", *words],
            dimensions=(60, 80), encoding="utf-8", timeout=20, cwd=str(tmp_path),
        )  # fmt: skip

    return start


@pytest.fixture
def two(book):
    """Beside Belofte Bouw a second customer, whose letter has come; the bank was looked at."""
    book("add-customer", "Drukkerij Peeters", "--email", "wim@peeters.example", "--phone", "06 2", "--contact", "Wim Peeters",
         "--address", "Dam 1", "--postcode", "1012 AB", "--city", "Breda", day="2026-09-01")  # fmt: skip
    book("add-invoice", "peeters", "2026-002", "544,50", "--issued", "2026-09-01", "--due", "2026-10-01", day="2026-09-01")  # fmt: skip
    book("log-call", "peeters", "--outcome", "spoke", day="2026-10-16")
    return book


def answers(screen, *pairs):
    """Wait for each question and answer it."""
    for question, answer in pairs:
        screen.expect_exact(question)
        screen.sendline(answer)


def ends(screen, code, *says):
    for text in says:
        screen.expect_exact(text)
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == code


def todo(book, day=DAY):
    return [(a["customer"], a["action"]) for a in book("today", "--json", day=day).json["actions"]]


def commands(book):
    return [e["command"] for e in book("journal", "--json").json["entries"]]


def test_a_whole_walk_logs_confirms_makes_and_marks_each_as_its_own_command(two, going, tmp_path):
    assert todo(two) == [("belofte-bouw", "call"), ("drukkerij-peeters", "letter")]
    before = len(commands(two))
    screen = going()
    answers(
        screen,
        ("(2 to go)", ""),  # the call: its sheet, then Enter
        ("How did the call with Belofte Bouw B.V. end", "promise"),
        ("How much does he pay", "9999"),  # more than is open: asked again
        ("1.210,00 is open", "1210"),
        ("By which day", "2020-01-01"),  # past: asked again
        ("is before the call itself", "vrijdag"),
        ("With whom", "Els Bouw"),
        ("Confirm it now", "p"),
        ("Has letter 1 left?", "e"),
        ("(1 to go)", ""),  # the letter
        ("Has letter 2 left?", "p"),
    )
    ends(screen, 0, "left by post", "2 done, nothing left for today.")
    assert todo(two) == []
    assert commands(two)[: len(commands(two)) - before] == [
        "debcli mark-sent 2 --via post",
        "debcli letter drukkerij-peeters",
        "debcli mark-sent 1 --via email",
        "debcli log-call belofte-bouw",
        "debcli log-call belofte-bouw",
    ]
    assert list(tmp_path.glob("2026-10-26-herinnering-drukkerij-peeters.pdf"))
    two("undo", "3")  # each step by itself
    assert dict(todo(two)) == {"belofte-bouw": "confirm", "drukkerij-peeters": "letter"}
    (promise,) = two("show", "belofte", "--json", day=DAY).json["promises"]
    assert (promise["amount"], promise["by"]) == ("1210.00", "2026-10-30")


def test_quit_in_the_middle_keeps_what_was_done_and_skip_leaves_it(two, going):
    screen = going()
    answers(screen, (KEYS, "s"), ("(1 to go)", ""), ("Has letter 1 left?", "q"))
    ends(screen, 0, "1 done, 2 left: debcli today")
    assert len(todo(two)) == 2
    (letter,) = two("letters", "--json").json["letters"]
    assert letter["sent"] is None


def test_quit_inside_an_interview_logs_nothing(two, ledger, going):
    before = rows(ledger)
    screen = going()
    answers(screen, (KEYS, ""), ("How did the call", "promise"), ("How much", "q"))
    ends(screen, 0, "0 done, 2 left")
    assert rows(ledger) == before


def test_ctrl_c_in_the_middle_ends_with_130_and_nothing_half(two, ledger, going):
    screen = going()
    answers(screen, (KEYS, ""), ("How did the call", "no-answer"), ("(1 to go)", ""))
    screen.expect_exact("Has letter 1 left?")
    interrupt(screen)
    ends(screen, 130, "Stopped: 2 done, 1 left.", "debcli today --go")
    after = rows(ledger)
    screen = going()
    answers(screen, ("Has letter 1 left?", "x"), ("is not one of the keys", ""))
    ends(screen, 0, "0 done, 1 left: debcli today")
    assert rows(ledger) == after


def test_ctrl_c_after_a_promise_keeps_it_and_says_so(two, going):
    screen = going()
    answers(screen, (KEYS, ""), ("How did the call", "promise"), ("How much", "500"), ("By which day", "vrijdag"), ("With whom", ""))  # fmt: skip
    screen.expect_exact("Confirm it now")
    interrupt(screen)
    ends(screen, 130, "Stopped: 1 done, 2 left.")
    assert ("belofte-bouw", "confirm") in todo(two)


def test_ctrl_c_at_the_confirmation_of_log_call_does_not_deny_what_was_logged(book):
    screen = pexpect.spawn(
        sys.executable, ["-m", "debcli", "--date", DAY, "log-call", "belofte", "--outcome", "promise", "--amount", "5", "--by", "vrijdag"],
        dimensions=(40, 80), encoding="utf-8", timeout=20,
    )  # fmt: skip
    answers(screen, ("With whom", ""))
    screen.expect_exact("Confirm it now")
    interrupt(screen)
    ends(screen, 130, "it is logged", "debcli letter belofte-bouw --kind bevestiging")
    assert len(book("show", "belofte", "--json", day=DAY).json["promises"]) == 1


def test_a_day_to_ring_again_that_has_passed_is_asked_again(book, going):
    screen = going("belofte")
    answers(
        screen,
        (KEYS, ""),
        ("How did the call", "call-back"),
        ("Ring again on which day", "2026-10-01"),
        ("has passed", "morgen"),
        ("With whom", ""),
    )
    ends(screen, 0, "1 done, nothing left for today.")


def test_old_bank_data_are_asked_about_once_and_letters_wait_for_the_answer(two, going):
    two("bank-checked", day="2026-10-01")
    screen = going()
    answers(screen, ("Did you look at your bank today", "n"), (KEYS, "s"))
    ends(screen, 0, "It waits until you looked at your bank", "0 done, 2 left")
    screen = going()
    answers(screen, ("Did you look at your bank today", "y"), (KEYS, "s"), (KEYS, ""), ("Has letter 1 left?", "e"))  # fmt: skip
    ends(screen, 0, "1 done, 1 left")
    assert "debcli bank-checked" in commands(two)


def test_one_customer_alone_another_day_and_an_empty_list(two, going):
    screen = going("peeters", "--limit", "1")
    answers(screen, ("(1 to go)", "t"), ("What it holds:", "s"))
    ends(screen, 0, "0 done, 1 left")
    assert two("letters", "--json").json["letters"] == []
    ends(going(day="2026-09-02"), 0, "0 done, nothing left for today.")


def test_each_kind_of_action_is_asked_in_its_own_way(debcli, going, ledger, tmp_path, monkeypatch):
    debcli("demo", "--out", str(tmp_path / "demo"))
    monkeypatch.setenv("DEBCLI_LEDGER", str(tmp_path / "demo" / "ledger.db"))
    for customer, questions in {
        "bakkerij-mol": [(KEYS, ""), ("end? ", "credited"), ("How much do you credit", "many"), ("not an amount", "100")],
        "kapsalon-krul": [(KEYS, "p"), ("In how many parts", "3"), ("First part on which day", "2020-01-01"),
                          ("has passed", "today"), ("With whom", ""), ("Confirm it now", "")],
        "kwekerij-tulp": [("it was sent", "")],
        "garage-snel": [("Has letter", "e")],
        "tuincentrum-groen": [("Confirm it now", "f"), ("Has letter", "e")],
    }.items():  # fmt: skip
        screen = going(customer)
        answers(screen, *questions)
        screen.expect("1 done, (nothing|1) left")
        screen.expect(pexpect.EOF)
    screen = going("timmerbedrijf-eik")
    answers(screen, ("close-case", ""))
    ends(screen, 0, "0 done, 1 left")


def test_away_from_a_terminal_it_says_what_to_type(book, ledger):
    before = rows(ledger)
    for words in (["today", "--go"], ["--json", "today", "--go"]):
        answer = book(*words, day=DAY, ok=False)
        assert (answer.code, answer.out) == (2, "")
        assert "debcli today" in answer.err
    assert rows(ledger) == before


def test_an_error_in_a_walk_ends_in_what_to_type_as_it_does_outside(book, going):
    book("add-customer", "Klein", "--email", "k@klein.example", day="2026-09-01")
    book(
        "add-invoice",
        "klein",
        "K-1",
        "0,20",
        "--issued",
        "2026-09-01",
        "--due",
        "2026-10-01",
        day="2026-09-01",
    )
    book("log-call", "klein", "--outcome", "cannot-pay", "--cause", "financial", day="2026-10-24")
    book("bank-checked", day=DAY)
    screen = going("klein")
    answers(screen, (KEYS, "p"), ("In how many parts", "60"), ("First part on which day", "vandaag"))
    ends(
        screen,
        0,
        "cannot be paid in 60 parts",
        "Type fewer: --instalments 3      See: debcli log-plan --help",
        "left",
    )


def test_payers_are_looked_for_again_only_when_the_bank_brought_more(two, ledger, tmp_path, monkeypatch):
    (tmp_path / "bank.csv").write_bytes(
        ing(("2026-10-19", "544,50", "Drukkerij Peeters", "NL39RABO0300065264", "bedankt"))
    )
    two("import", "bank.csv", day=DAY)
    looked = []
    real = walk.likely_payers
    monkeypatch.setattr(walk, "likely_payers", lambda *what: looked.append(what) or real(*what))
    going = walk._Walk(Run(ledger, date.fromisoformat(DAY)), None)
    todo = going._list()
    assert len(todo) == 2
    told = [going._first(*pair) for pair in todo * 3]
    assert (len(looked), any("Perhaps paid" in text for found in told for text in found)) == (1, True)
    two("match", "1", "--aside", day=DAY)
    assert not any("Perhaps paid" in text for pair in going._list() for text in going._first(*pair))
    assert len(looked) == 1
