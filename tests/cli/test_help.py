"""What the program says of itself: alone, with --help, when something is mistyped, and at a TAB."""

import json
import re
import shlex
import shutil
import sys

import pexpect
import pytest

from cli.test_commands import WRONG
from conftest import rows
from debcli.cli.app import COMMANDS, build


def test_alone_it_shows_the_morning_in_three_lines_and_where_to_go(debcli, tmp_path, monkeypatch):
    debcli("demo", "--out", str(tmp_path / "demo"))
    monkeypatch.setenv("DEBCLI_LEDGER", str(tmp_path / "demo" / "ledger.db"))
    lines = debcli(day="2026-10-26").out.splitlines()
    assert lines[0] == "Monday 26 October 2026: 18 to do today, 1 waiting."
    assert lines[1] == "5 letters, 5 calls, 8 more · bank data up to Fri 23 Oct (3 days old)"
    assert lines[-3:] == [
        "First: Stichting Oud Zeer, stuiting, € 580,00",
        "-> debcli letter stichting-oud-zeer",
        "The list: debcli today · one by one: debcli today --go · all: debcli --help",
    ]
    first = debcli("--json", day="2026-10-26").json
    listed = debcli("today", "--json", day="2026-10-26").json["actions"]
    assert first["first"] == listed[0]
    assert sum(first["counts"].values()) == first["to_do"] == len(listed)


def test_alone_on_a_quiet_day(book):
    lines = book(day="2026-09-02").out.splitlines()
    assert lines[0] == "Wednesday 2 September 2026: nothing to do today."
    assert lines[-1].startswith("The list: debcli today")


def test_alone_without_a_ledger_it_says_what_it_is_and_how_to_start(debcli, ledger):
    answer = debcli(ok=False)
    assert (answer.code, answer.out) == (4, "")
    assert "debcli init" in answer.err
    assert "debcli demo" in answer.err
    assert json.loads(debcli("--json", ok=False).err)["error"]["code"] == 4
    assert not ledger.parent.exists()


# --- the examples -------------------------------------------------------------------------------------------------------

BANK = (
    '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"\n'
    '"20261023";"Onbekend";"NL91ABNA0417164300";"NL39RABO0300065264";"GT";"Bij";"33,00";"Online bankieren";"zonder kenmerk"\n'
    '"20261023";"KAPSALON KRUL";"NL91ABNA0417164300";"NL44RABO0123456789";"GT";"Bij";"242,00";"Online bankieren";"2026-010"\n'
)
BEFORE = {  # what must have been typed before an example makes sense
    "match": [["import", "bank.csv"]],
    "unmatch": [["import", "bank.csv"]],
    "undo": [["edit-customer", "mol", "--phone", str(n)] for n in range(3)],
    "redo": [["edit-customer", "mol", "--phone", "1"], ["undo"]],
    "forget": [["add-customer", "Bakkerij Jansen"]],
    "release": [["hold", "fietsen-van-dam", "--until", "+3w", "--because", "ziek"], ["hold", "2026-003", "--until", "+3w", "--because", "ziek"]],
    "apply-balance": [["log-payment", "notaris-linde", "100"], ["add-invoice", "notaris-linde", "2026-022", "50", "--issued", "2026-09-01"]],
    "profile change": [["profile", "copy", "standard", "mine"]],
    "profile remove": [["profile", "copy", "standard", "mine"]],
    "restore": [["backup", "kopie.db"]],
    "template check": [["template", "copy", "sommatie"]],
}  # fmt: skip


def every_command():
    """Each command's name, also below a group, with the command."""
    for name, entry in COMMANDS.items():
        command = build(name, entry)
        yield name, entry, command
        for below, one in getattr(command, "commands", {}).items():
            yield f"{name} {below}", entry, one


def examples(command):
    """The lines of the help that start with debcli."""
    return re.findall(r"^  (debcli .*)$", command.help, re.MULTILINE)


@pytest.fixture(scope="module")
def demo_ledger(tmp_path_factory):
    from debcli.__main__ import main

    folder = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--out", str(folder)]) == 0
    return folder / "ledger.db"


@pytest.mark.parametrize(
    ("name", "entry", "command"), [pytest.param(*each, id=each[0]) for each in every_command()]
)
def test_each_command_has_a_sentence_and_two_examples_that_work(name, entry, command, debcli, demo_ledger, ledger, tmp_path, monkeypatch):  # fmt: skip
    said = command.help.split("\n")[0]
    assert said.strip().endswith((".", "?", "..."))
    shown = examples(command)
    assert len(shown) >= 2
    page = debcli(*name.split(), "--help").out
    for line in shown:
        assert f"\n    {line}\n" in page, "an example is never broken over two lines"
    monkeypatch.setenv("DEBCLI_TEMPLATES", str(tmp_path / "texts"))
    monkeypatch.setenv("DEBCLI_BACKUP_PASSPHRASE", "vier losse woorden samen")
    ledger.parent.mkdir()
    shutil.copy(demo_ledger, ledger)
    (tmp_path / "bank.csv").write_text(BANK)
    (tmp_path / "facturen.csv").write_text(
        "klant;factuurnummer;datum;bedrag\nNieuw B.V.;X-1;2026-08-01;500,00\n"
    )
    (tmp_path / "opdracht.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    (tmp_path / "bon.jpg").write_bytes(b"\xff\xd8\xff\xe0bon")
    for words in BEFORE.get(name, []):
        debcli(*words, day="2026-10-26")
    if name == "profile change":
        (tmp_path / "mine.toml").write_text(debcli("profile", "show", "mine").out)
    for line in shown:
        words = shlex.split(line)[1:]
        if name == "log-call" and "--outcome" not in words:
            continue  # asks; tested in a terminal
        dry = ["--dry-run"] if entry.writes and "--dry-run" not in words else []
        day = None if "--date" in words else "2026-10-26"
        debcli(*words, *dry, day=day)


# --- did you mean -------------------------------------------------------------------------------------------------------

MISTYPED = [
    (["todya"], "debcli today"),
    (["profile", "shw", "strict"], "debcli profile show strict"),
    (["show", "beloftebouw"], "debcli show belofte-bouw"),
    (["show", "belofte-bouw", "--al"], "debcli show belofte-bouw --all"),
    (["today", "--wating"], "debcli today --waiting"),
    (["letter", "belofte", "--kind", "somatie"], "debcli letter belofte --kind sommatie"),
    (["letter", "belofte", "--kind=somatie"], "debcli letter belofte --kind=sommatie"),
    (["log-call", "belofte", "-o", "promised"], "debcli log-call belofte -o promise"),
    (["write-off", "2026-0001", "--because", "a b"], "debcli write-off 2026-001 --because 'a b'"),
    (["profile", "show", "strickt"], "debcli profile show strict"),
    (["config", "phon"], "debcli config phone"),
]


@pytest.mark.parametrize(("words", "meant"), MISTYPED, ids=[" ".join(m[0]) for m in MISTYPED])
def test_a_mistyped_word_gives_the_whole_line_as_it_was_meant(book, ledger, words, meant):
    before = rows(ledger)
    answer = book(*words, ok=False)
    assert answer.code in {1, 2}
    last = answer.err.splitlines()[-1]
    assert "Did you mean " in last
    assert last.endswith(f"? {meant}")
    hint = json.loads(book("--json", *words, ok=False).err)["error"]["hint"]
    assert hint.endswith(meant.replace("debcli ", "debcli --json ", 1))
    assert rows(ledger) == before


def test_what_resembles_nothing_is_shown_where_to_look(book):
    for words, way in (["xyzzy"], "debcli --help"), (["show", "qqqq"], "debcli customers"), (["today", "--zzzz"], "debcli today --help"):  # fmt: skip
        assert way in book(*words, ok=False).err.splitlines()[-1]


@pytest.mark.parametrize("words", [w for w, _, _ in WRONG], ids=[" ".join(w) for w, _, _ in WRONG])
def test_every_error_ends_in_a_line_to_paste(book, words):
    last = book("--date", "2026-10-01", *words, ok=False).err.rstrip().splitlines()[-1]
    assert "debcli " in last


def test_on_a_terminal_an_error_wraps_but_what_is_to_be_pasted_stays_whole(book):
    screen = pexpect.spawn(sys.executable, ["-m", "debcli", "letter", "belofte", "--kind", "x", "--because", "een lange reden die niet past"],
                           dimensions=(40, 80), encoding="utf-8", timeout=20)  # fmt: skip
    screen.expect(pexpect.EOF)
    shown = screen.before.splitlines()
    assert all(len(line) <= 80 for line in shown)
    assert shown[-1].endswith("debcli letter --help")
    screen = pexpect.spawn(sys.executable, ["-m", "debcli", "letter", "belofte", "--kind", "somatie", "--because", "een lange reden die niet past"],
                           dimensions=(40, 80), encoding="utf-8", timeout=20)  # fmt: skip
    screen.expect(pexpect.EOF)
    assert screen.before.splitlines()[-1].strip() == (
        "debcli letter belofte --kind sommatie --because 'een lange reden die niet past'"
    )
