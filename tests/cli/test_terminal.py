"""In a real terminal: what is missing is asked, in the order of a real call, and can be left at any moment."""

import sys

import pexpect
import pytest

from cli.at_terminal import interrupt
from conftest import rows
from intake.bank_builders import ing


@pytest.fixture
def terminal():
    """Type a command in a terminal of 80 columns."""

    def run(*words):
        return pexpect.spawn(
            sys.executable, ["-m", "debcli", *words], dimensions=(40, 80), encoding="utf-8", timeout=20
        )

    return run


def test_log_call_asks_in_the_order_of_a_real_call(book, terminal):
    call = terminal("--date", "2026-10-26", "log-call", "belofte")
    call.expect("How did the call with Belofte Bouw B.V. end")
    call.sendline("1")
    call.expect("How much does he pay")
    call.sendline("1.210")
    call.expect("two ways")
    call.expect("How much does he pay")
    call.sendline("500")
    call.expect("By which day")
    call.sendline("vrijdag")
    call.expect("With whom")
    call.sendline("Els Bouw")
    call.expect("promise of € 500,00 by Friday 30 October")
    call.expect("Confirm it in writing now: debcli letter belofte-bouw")
    call.expect("Confirm it now: print .shown here., file .PDF., mail .sent. .Enter to skip.")
    call.sendline("p")
    call.expect("Bevestiging van onze afspraak over factuur 2026-001")
    call.expect("mark-sent 1 --via email")
    call.expect(pexpect.EOF)
    call.close()
    assert call.exitstatus == 0
    logged = book("show", "belofte", "--json", day="2026-10-26").json
    assert [(p["amount"], p["by"]) for p in logged["promises"]] == [("500.00", "2026-10-30")]


def test_a_call_can_be_left_at_any_moment(book, ledger, terminal):
    before = rows(ledger)
    call = terminal("--date", "2026-10-26", "log-call", "belofte")
    call.expect("How did the call")
    call.sendline("promise")
    call.expect("How much")
    interrupt(call)
    call.expect("nothing was changed")
    call.expect(pexpect.EOF)
    call.close()
    assert call.exitstatus == 130
    assert rows(ledger) == before


def test_init_asks_only_what_it_needs_and_checks_each_answer(debcli, ledger, terminal):
    asked = terminal("init")
    asked.expect("The name on your invoices")
    asked.sendline("Studio Vos")
    asked.expect("IBAN")
    asked.sendline("NL00")
    asked.expect("not a valid IBAN")
    asked.expect("IBAN")
    asked.sendline("NL91ABNA0417164300")
    for _ in range(6):  # without a street neither postcode nor city
        asked.expect("Enter to skip")
        asked.sendline("")
    asked.expect("Ledger made at")
    asked.expect(pexpect.EOF)
    assert ledger.exists()
    assert "Nothing to do today" in debcli("today").out


def test_ctrl_c_in_init_leaves_nothing_behind(ledger, terminal):
    asked = terminal("init")
    asked.expect("The name on your invoices .it signs your letters.")
    asked.sendline("Studio Vos")
    asked.expect("IBAN")
    interrupt(asked)
    asked.expect("nothing was changed")
    asked.expect(pexpect.EOF)
    asked.close()
    assert asked.exitstatus == 130
    assert not ledger.parent.exists()


def test_a_belgian_account_makes_a_belgian_ledger(terminal, debcli):
    asked = terminal("init", "--name", "Studio Vos", "--iban", "BE68539007547034")
    asked.expect("Street")
    asked.sendline("Kade 1")
    asked.expect("Postcode")
    asked.sendline("2000")
    asked.expect("City")
    asked.sendline("Antwerpen")
    asked.expect("KBO number")
    for _ in range(5):
        asked.sendline("")
    asked.expect("Ledger made at")
    asked.expect(pexpect.EOF)
    assert "BE" in debcli("config", "country").out


def test_colour_only_on_a_terminal_that_wants_it(book, terminal, monkeypatch):
    def shown(*words):
        screen = terminal(*words, "--date", "2026-10-26", "today")
        screen.expect(pexpect.EOF)
        return screen.before

    assert "\x1b[" in shown()
    assert "\x1b[" not in shown("--plain")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in shown()
    assert "\x1b[" not in book("today", day="2026-10-26").out


def test_likely_payments_are_confirmed_one_by_one_and_what_is_confirmed_stays(book, terminal, tmp_path):
    rest = (("2026-10-05", "1209,50", "Belofte Bouw", "NL39RABO0300065264", "dank"), ("2026-10-06", "40,00", "Belofte Bouw", "", "meer"),
            ("2026-10-07", "7,00", "Belofte Bouw", "", "nog meer"))  # fmt: skip
    (tmp_path / "bank.csv").write_bytes(ing(*rest))
    screen = terminal("--date", "2026-10-08", "import", "bank.csv")
    screen.expect("Not matched: 3 entries")
    screen.expect("0,50 less than is open")
    screen.expect("Is it from Belofte Bouw B.V. for 2026-001")
    screen.sendline("y")
    screen.expect("Keep NL39 RABO 0300 0652 64")
    screen.sendline("y")
    screen.expect("a part of 2026-001")
    screen.expect("Is it from Belofte")
    screen.sendline("n")
    screen.expect("Is it from Belofte")
    interrupt(screen)
    screen.expect("What you confirmed is booked")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0
    assert book("invoices", "--json", day="2026-10-08").json["invoices"][0]["open"] == "0.50"
    assert (
        book("journal", "--json").json["entries"][0]["command"]
        == "debcli match 1 belofte-bouw --invoice 2026-001"
    )
    assert [p["id"] for p in book("match", "--json", day="2026-10-08").json["payments"]] == [2, 3]


def test_a_long_import_counts_on_the_terminal(book, terminal, tmp_path):
    (tmp_path / "bank.csv").write_bytes(
        ing(*[("2026-10-05", "-1,00", "Winkel", "", f"kassa {n}") for n in range(4_500)])
    )
    screen = terminal("--date", "2026-10-08", "import", "bank.csv")
    screen.expect("bank.csv: 4,000 entries")
    screen.expect("0 new entries")
    screen.expect(pexpect.EOF)


def test_while_letter_asks_about_the_bank_others_can_write(book, ledger, terminal):
    book("bank-checked", day="2026-10-01")
    call = terminal("--date", "2026-10-26", "letter", "belofte", "--kind", "aanmaning", "--out", ".")
    call.expect("Did you look at your bank today")
    book("log-payment", "belofte", "10", day="2026-10-26")
    call.sendline("y")
    call.expect("aanmaning to Belofte")
    call.expect(pexpect.EOF)
    call.close()
    assert call.exitstatus == 0
    (letter,) = rows(ledger)["letter"]
    assert 120_000 in letter  # what came in while it asked is off the principal


@pytest.mark.parametrize("word", ["back", "Terug"])
def test_init_goes_back_to_the_question_before(debcli, ledger, terminal, word):
    asked = terminal("init")
    for question, answer in (
        ("The name on your invoices", "Studio Vosch"),
        ("Your IBAN", word),
        ("The name on your invoices", "Studio Vos"),
        ("Your IBAN", "NL91ABNA0417164300"),
        ("Street and number", "Oudegracht 12"),
        ("Postcode", "3511AM"),
        ("City", "Utrecht"),
        ("KVK number", word),
        ("City", word),
        ("Postcode", word),
        ("Street and number", ""),  # then neither postcode nor city is asked, nor kept
        ("KVK number", word),
        ("Street and number", ""),
        ("KVK number", "12345678"),
        ("VAT number", ""),
        ("Your own name", "Noor Vos"),
        ("E-mail", ""),
        ("Phone", ""),
    ):
        asked.expect(question)
        asked.sendline(answer)
    asked.expect("Ledger made at")
    asked.expect(pexpect.EOF)
    (creditor,) = rows(ledger)["creditor"]
    assert "Studio Vos" in creditor
    assert {"12345678", "Noor Vos"} <= set(creditor)
    assert not {"Utrecht", "3511 AM", "Oudegracht 12", "Studio Vosch"} & set(creditor)


def test_a_name_given_is_not_asked_when_going_back(debcli, ledger, terminal):
    asked = terminal("init", "--name", "Terug")
    asked.expect("Your IBAN")
    asked.sendline("back")  # the first that is asked: there is none before it
    asked.expect("not a valid IBAN")
    interrupt(asked)
    asked.expect(pexpect.EOF)
    assert not ledger.exists()


def test_a_credit_note_above_the_invoice_is_asked(book, ledger, terminal):
    before = rows(ledger)
    words = ("--date", "2026-10-26", "credit", "belofte", "2026-001", "12100")
    for answer, booked in (("n", False), ("y", True)):
        asked = terminal(*words)
        asked.expect("is more than invoice 2026-001 was")
        asked.expect("Book it all the same")
        asked.sendline(answer)
        asked.expect("balance in favour" if booked else "Nothing was booked")
        asked.expect(pexpect.EOF)
        assert (rows(ledger) != before) is booked
