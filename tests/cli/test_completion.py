"""A TAB in the real shells: customers, invoices, letters, profiles and choices, read from the ledger and nothing else."""

import os
import shutil
import subprocess
import sys

import pexpect
import pytest

from conftest import rows


@pytest.fixture
def at_hand(tmp_path, monkeypatch):
    """`debcli` on the PATH."""
    place = tmp_path / "bin"
    place.mkdir()
    program = place / "debcli"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m debcli "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
    return program


def shell(name):
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} here")
    return found


def script(name, program):
    env = {**os.environ, "_DEBCLI_COMPLETE": f"source_{name}"}
    return subprocess.run([program], capture_output=True, text=True, check=True, env=env).stdout


@pytest.fixture
def tab(at_hand):
    """What bash would offer for these words, and what came on stderr."""

    def typed(*words):
        asks = {"COMP_WORDS": " ".join(["debcli", *words]), "COMP_CWORD": str(len(words)), "_DEBCLI_COMPLETE": "complete_bash"}  # fmt: skip
        run = subprocess.run(
            [at_hand], capture_output=True, text=True, check=False, env={**os.environ, **asks}
        )
        assert run.stderr == ""
        return run.stdout.split()

    return typed


def test_what_is_offered_comes_from_the_ledger(book, ledger, tab):
    book("letter", "belofte", "--kind", "herinnering", "--bank-checked", day="2026-10-20")
    book("profile", "copy", "standard", "mine")
    before, files = rows(ledger), sorted(p.name for p in ledger.parent.iterdir())
    assert tab("show", "bel") == ["belofte-bouw"]
    assert tab("write-off", "2026") == ["2026-001"]
    assert tab("credit", "belofte-bouw", "") == ["2026-001"]
    assert tab("log-call", "belofte-bouw", "--invoice", "20") == ["2026-001"]
    assert tab("hold", "2026") == ["2026-001"]
    assert tab("mark-sent", "") == ["1"]
    assert tab("profile", "show", "m") == ["mine"]
    assert tab("add-customer", "X", "--profile", "st") == ["standard", "strict"]
    assert tab("letter", "belofte", "--kind", "so") == ["sommatie"]
    assert tab("log-c") == ["log-call", "log-check"]
    assert rows(ledger) == before
    assert sorted(p.name for p in ledger.parent.iterdir()) == files


def test_a_named_ledger_is_the_one_that_is_read_and_none_is_made(book, tab, tmp_path):
    elsewhere = tmp_path / "nowhere" / "x.db"
    assert tab("--ledger", str(elsewhere), "show", "") == []
    assert not elsewhere.parent.exists()
    (tmp_path / "broken.db").write_bytes(b"not a ledger" * 100)
    assert tab("--ledger", str(tmp_path / "broken.db"), "write-off", "") == []


def test_a_tab_is_answered_while_another_command_writes(book, ledger, tab):
    import sqlite3

    with sqlite3.connect(ledger, isolation_level=None) as busy:
        busy.execute("BEGIN IMMEDIATE")
        assert tab("show", "bel") == ["belofte-bouw"]
        busy.execute("ROLLBACK")
    busy.close()


def test_bash(book, at_hand):
    asked = (
        script("bash", at_hand)
        + "\nCOMP_WORDS=(debcli show bel); COMP_CWORD=2; _debcli_completion debcli; echo ${COMPREPLY[@]}; complete -p debcli"
    )
    run = subprocess.run([shell("bash"), "--norc", "-c", asked], capture_output=True, text=True, check=True)
    first, second = run.stdout.splitlines()
    assert (first, run.stderr) == ("belofte-bouw", "")
    assert "_debcli_completion" in second


def test_fish(book, at_hand, tmp_path):
    fish = shell("fish")
    asked = script("fish", at_hand) + "\ncomplete -C 'debcli write-off 2026'"
    run = subprocess.run([fish, "--no-config", "-c", asked], capture_output=True, text=True, check=True,
                         env={**os.environ, "HOME": str(tmp_path)})  # fmt: skip
    assert run.stdout.split()[0] == "2026-001"
    assert "Belofte Bouw" in run.stdout


def test_zsh(book, at_hand, tmp_path):
    (tmp_path / "completion.zsh").write_text(script("zsh", at_hand))
    screen = pexpect.spawn(shell("zsh"), ["-f", "-i"], dimensions=(40, 80), encoding="utf-8", timeout=30, cwd=str(tmp_path),
                           env={**os.environ, "HOME": str(tmp_path), "TERM": "dumb"})  # fmt: skip
    screen.sendline(
        "PS1='ready> '; autoload -U compinit && compinit -u; source ./completion.zsh; unsetopt zle_bracketed_paste; echo lo''aded"
    )
    screen.expect_exact("loaded")
    screen.send("debcli show bel\t")
    screen.expect_exact("belofte-bouw")
    screen.close(force=True)
