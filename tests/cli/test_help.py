"""What the program says of itself: alone, with --help, when something is mistyped, and at a TAB."""

import json
import re
import shlex
import shutil

import pytest

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
    "apply-balance": [["log-payment", "notaris-linde", "100"], ["add-invoice", "notaris-linde", "2026-022", "50"]],
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
