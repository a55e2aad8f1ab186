"""The morning read without the parser: it says what it says by way of typer, and loads no typer."""

import itertools
import random
import shlex
import subprocess
import sys

import pytest

from debcli.cli import quick

WORDS = ("today", "--json", "--plain", "--date", "2026-10-12", "soon", "--lang", "nl", "de", "--ledger", "belofte-bouw", "--waiting", "-h", "", "--")  # fmt: skip
READ = (
    (),
    ("today",),
    ("today", "--json"),
    ("--json", "today"),
    ("--date", "2026-10-12", "today"),
    ("today", "--date", "2026-10-12", "--json"),
    ("--lang", "nl", "--plain", "today"),
    ("--json",),
    ("today", "--lang", "nl", "--plain"),
)


def said(debcli, words, *, by_typer, monkeypatch):
    with monkeypatch.context() as patch:
        if by_typer:
            patch.setattr(quick, "_read", lambda _: None)
        answer = debcli(*words, ok=False)
    return answer.code, answer.out, answer.err


@pytest.mark.parametrize("words", READ)
def test_the_morning_is_the_same_without_the_parser(book, monkeypatch, words):
    monkeypatch.setenv("DEBCLI_DATE", "2026-10-02")
    assert quick._read(words) is not None
    assert said(book, words, by_typer=False, monkeypatch=monkeypatch) == said(
        book, words, by_typer=True, monkeypatch=monkeypatch
    )


PARTS = (("today",), ("--json",), ("--plain",), ("--date", "2026-10-12"), ("--date", "soon"), ("--lang", "nl"), ("--lang", "de"), ("--ledger", "nowhere.db"))  # fmt: skip


def test_whatever_is_typed_gives_the_same_with_and_without_the_parser(book, monkeypatch):
    monkeypatch.setenv("DEBCLI_DATE", "2026-10-02")
    chance = random.Random(20261002)
    tried = [*itertools.product(WORDS, repeat=1), *itertools.product(WORDS, repeat=2)]
    tried += [tuple(itertools.chain(*chance.sample(PARTS, chance.randint(1, 5)))) for _ in range(400)]
    two_faults = {"soon", "de"}  # of two faults either may be named first
    read = list(dict.fromkeys(w for w in tried if quick._read(w) is not None and not two_faults <= set(w)))
    assert 140 < len(read) < len(tried)
    for words in read:
        first = said(book, words, by_typer=False, monkeypatch=monkeypatch)
        assert first == said(book, words, by_typer=True, monkeypatch=monkeypatch), words


@pytest.mark.parametrize(
    "words",
    [("today", "--waiting"), ("--json", "--json", "today"), ("--date",), ("today", "today"), ("--help",)],
)
def test_what_it_does_not_know_is_for_the_parser(words):
    assert quick._read(words) is None


def test_a_shell_that_asks_for_completions_is_not_shown_the_morning(monkeypatch):
    monkeypatch.setenv("_DEBCLI_COMPLETE", "complete_bash")
    assert quick.quick([]) is None


@pytest.mark.parametrize("words", [("today",), ("today", "belofte"), ("log-payment", "belofte", "10")])
@pytest.mark.parametrize("closed", ["2>&-", "<&-", "<&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_fault(book, words, closed):
    typed = shlex.join([sys.executable, "-m", "debcli", "--date", "2026-10-02", *words])
    done = subprocess.run(["sh", "-c", f"{typed} {closed}"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_said_beside_the_data_never_ends_up_in_it(book):
    typed = shlex.join([sys.executable, "-m", "debcli", "--date", "2026-10-02", "log-payment", "belofte", "10", "--on", "1-10"])  # fmt: skip
    done = subprocess.run(["sh", "-c", f"{typed} 2>&-"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "1-10 = " not in done.stdout


def test_ctrl_c_while_the_program_still_starts_is_answered_as_ever(debcli, monkeypatch):
    def early(_words):
        raise KeyboardInterrupt

    monkeypatch.setattr("debcli.__main__._speak", early)
    answer = debcli("today", ok=False)
    assert (answer.code, answer.out) == (130, "")
    assert "nothing was changed" in answer.err
