"""What debcli proposes works, what it is told in Dutch it understands, and what it shows is words."""

import re
import shlex

import pytest

from debcli.cli.app import COMMANDS
from debcli.cli.complaint import _DUTCH, lines
from debcli.language import LANGUAGES


@pytest.fixture
def demo(debcli, ledger, monkeypatch):
    debcli("demo", "--out", str(ledger.parent.parent / "demo"))
    monkeypatch.setenv("DEBCLI_LEDGER", str(ledger.parent.parent / "demo" / "ledger.db"))
    monkeypatch.setenv("DEBCLI_DATE", "2026-10-26")
    return debcli


def proposed(text):
    """The commands in a hint, as typed."""
    return [
        shlex.split(line.strip())
        for line in re.findall(r"debcli ([^?\n]*?)(?:\s{3,}|$|\?)", text, re.MULTILINE)
    ]


def test_letter_proposes_only_what_can_be_done(demo):
    held = 0
    for one in demo("customers", "--json").json["customers"]:
        answer = demo("letter", one["slug"], "--bank-checked", "--dry-run", ok=False)
        if answer.code == 0:
            continue
        held += 1
        assert answer.code == 3
        ways = proposed(answer.err)
        assert ways, answer.err
        for words in ways:
            more = ["--bank-checked", "--dry-run"] if words[0] == "letter" else []
            demo(*words, *more)
    assert held > 5


def test_nothing_open_proposes_no_letter(book):
    book("log-payment", "belofte", "1210", day="2026-09-20")
    refused = book("letter", "belofte", day="2026-10-05", ok=False)
    assert refused.code == 3
    assert "--kind" not in refused.err
    assert "debcli show belofte-bouw" in refused.err


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("vandaag", "today"),
        ("brief", "letter"),
        ("betaling", "log-payment"),
        ("klant", "show"),
        ("klant-toevoegen", "add-customer"),
        ("voeg-factuur-toe", "add-invoice"),
        ("facturen", "invoices"),
        ("vandag", "today"),
        ("letr", "letter"),
        ("agend", "agenda"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dutch_word_for_a_command_is_understood(debcli, typed, right, language):
    answer = debcli("--lang", language, typed, "belofte", ok=False)
    assert answer.code == 2
    assert f"debcli --lang {language} {right} belofte" in answer.err


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (["add-customer", "X", "--land", "NL"], "--country NL"),
        (["add-customer", "X", "--kind", "prive"], "--kind consumer"),
        (["log-call", "belofte", "--uitkomst", "promise"], "--outcome promise"),
        (["log-call", "belofte", "-o", "geen-gehoor"], "-o no-answer"),
        (["resolve-dispute", "belofte", "1", "--outcome", "gelijk"], "--outcome upheld"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dutch_word_for_an_option_or_a_choice_is_understood(book, typed, right, language):
    answer = book("--lang", language, *typed, ok=False)
    assert answer.code == 2
    assert right in answer.err


def test_one_letter_is_too_little_to_guess_an_option_from(book):
    answer = book("log-call", "belofte", "-o", "received", "-n", "x", ok=False)
    assert answer.code == 2
    assert "Did you mean" not in answer.err


def test_a_customer_typed_wrong_is_named_by_one_of_its_words(debcli):
    debcli("init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300")
    debcli("add-customer", "Gemeente Zwolle", "--kind", "government")
    debcli("add-customer", "Gemeente Kampen", "--kind", "government")
    assert "Did you mean gemeente-zwolle?" in debcli("show", "zwole", ok=False).err
    assert "Did you mean gemeente-kampen?" in debcli("show", "gemeente-kamppen", ok=False).err
    assert "debcli customers" in debcli("show", "xyz", ok=False).err


def test_see_stands_before_its_command_where_a_hint_is_broken(monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    hint = "Type it like 2026-11-30, 30-11, 30 nov, friday, +7d or 'in 3 days'. See: debcli hold --help"
    assert lines("wrong", hint)[1:] == [
        "        Type it like 2026-11-30, 30-11, 30 nov, friday, +7d or 'in 3 days'.",
        "        See: debcli hold --help",
    ]


def test_a_dutch_word_is_only_proposed_where_its_meaning_exists(book):
    answer = book("credit", "belofte", "2026-001", "5", "--land", "NL", ok=False)
    assert answer.code == 2
    assert "--country" not in answer.err


def test_every_dutch_word_names_a_command():
    assert set(_DUTCH.values()) <= set(COMMANDS)
    assert not set(_DUTCH) & set(COMMANDS)


@pytest.mark.parametrize("words", [("--lang", "nl"), ("--lang=nl",)])
def test_the_language_may_stand_behind_the_command(book, words):
    assert "Vandaag niets te doen" in book("today", *words, day="2026-09-02").out
    assert "Gebruik:" in book("today", *words, "--help").out
    assert (
        "klant" in book("template", "check", *words).out or "sjablo" in book("template", "list", *words).out
    )
    assert "Er is geen klant" in book("show", "xyzzy", *words, ok=False).err
    assert "Nothing to do" in book("--lang", "nl", "today", "--lang", "en", day="2026-09-02").out
    assert book("today", "--lang", "fr", ok=False).code == 2


def test_the_ledger_may_stand_behind_the_command(book, ledger, tmp_path):
    other = tmp_path / "other.db"
    book("init", "--name", "Ander", "--iban", "NL91ABNA0417164300", "--ledger", str(other))
    assert other.exists()
    assert "Belofte" not in book("customers", "--ledger", str(other)).out
    assert "Belofte" in book("customers", "--plain").out


def test_what_changed_of_a_customer_is_said_in_words(book):
    said = book("edit-customer", "belofte", "--language", "en", "--kind", "government", "--term", "14", "--no-agreed-term",
                "--country", "BE", "--law", "be", "--large", "--interest", "8").out  # fmt: skip
    for line in (
        "language: Dutch -> English", "kind: business -> government", "payment term: - -> 14 days", "agreed term: yes -> no",
        "country: the Netherlands -> Belgium", "law: Dutch law -> Belgian law", "large company: no -> yes", "interest: - -> 8,00 %",
    ):  # fmt: skip
        assert line in said
    assert "government · Belgian law · letters in English · 14 days to pay" in book("show", "belofte").out
    dutch = book("--lang", "nl", "edit-customer", "belofte", "--language", "nl", "--profile", "gentle").out
    assert "Engels -> Nederlands" in dutch
    assert "overheid · Belgisch recht · " in book("show", "belofte", "--lang", "nl").out
    assert "overheid" not in book("edit-customer", "belofte", "--kind", "business", "--law", "nl").out
    assert book("show", "belofte", "--json").json["customer"]["language"] == "nl"


def test_what_was_sold_is_said_in_words(book):
    assert "diensten -> goederen" in book("--lang", "nl", "edit-invoice", "2026-001", "--sale", "goods").out


@pytest.mark.parametrize("kind", ["herinnering", "rekeningoverzicht"])
def test_the_whole_letter_is_shown_when_asked(book, tmp_path, kind):
    silent = book("letter", "belofte", "--kind", kind, day="2026-10-10")
    assert "Met vriendelijke groet" not in silent.out
    (text,) = tmp_path.glob("*.txt")
    for more in ((), ("--dry-run",)):
        shown = book("letter", "belofte", "--kind", kind, "--print", *more, day="2026-10-10")
        assert text.read_text() in shown.out
    book("cancel-letter", "1", day="2026-10-10")
    fresh = book("letter", "belofte", "--kind", kind, "--print", "--dry-run", day="2026-10-10").out
    assert fresh.count("Met vriendelijke groet") == 1


def test_every_letter_of_today_is_shown_when_asked(demo):
    made = demo("letter", "--all", "--bank-checked", "--format", "txt", "--print").out
    assert made.count("IBAN") >= int(re.findall(r"(\d+) letters", made)[-1])


def test_a_letter_that_left_is_refused_in_words(book):
    book(
        "letter",
        "belofte",
        "--kind",
        "herinnering",
        "--via",
        "registered",
        "--format",
        "txt",
        day="2026-10-10",
    )
    again = book("mark-sent", "1", "--via", "post", day="2026-10-12", ok=False).err
    assert "on Saturday 10 October 2026 by registered" in again
    dutch = book("--lang", "nl", "mark-sent", "1", "--via", "post", day="2026-10-12", ok=False).err
    assert "zaterdag 10 oktober 2026" in dutch
    assert "aangetekend" in dutch
    assert not re.search(r"registered|\d{4}-\d\d-\d\d", dutch.replace("--date 2026-10-12", ""))


def test_a_cancelled_letter_names_its_day_in_words(book):
    book("letter", "belofte", "--kind", "herinnering", "--format", "txt", day="2026-10-10")
    book("cancel-letter", "1", day="2026-10-11")
    assert "Sunday 11 October 2026" in book("mark-sent", "1", "--via", "post", day="2026-10-12", ok=False).err
