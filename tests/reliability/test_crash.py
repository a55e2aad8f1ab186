"""Killed, out of power, out of disk, out of rights, two at once: all of a command or nothing, and a clear word."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from conftest import rows
from debcli.cli.app import COMMANDS
from reliability.scenes import DAY, missing

HERE = Path(__file__).resolve().parent
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs fork, signals and limits of POSIX")


def test_every_writing_command_is_among_the_scenes():
    assert missing(COMMANDS) == set()


@POSIX
def test_a_kill_at_any_moment_leaves_all_of_a_command_or_nothing():
    run = subprocess.run(
        [sys.executable, str(HERE / "crash.py"), "--rounds", "40"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert "half of it 0" in run.stdout
    assert "said to be doubtful 1" in run.stdout
    assert "none mailed twice" in run.stdout


def test_a_log_torn_by_a_power_cut_leaves_all_of_each_command_or_nothing(book, ledger, tmp_path):
    chance = random.Random(1)
    states = [rows(ledger)]
    with closing(sqlite3.connect(ledger)) as other:  # keeps the log from being taken in
        other.execute("SELECT * FROM customer").fetchall()
        for amount in ("10", "20", "30"):
            book("log-payment", "belofte", amount, day=DAY)
            states.append(rows(ledger))
        log = ledger.with_name("ledger.db-wal").read_bytes()
        main = ledger.read_bytes()
    seen = set()
    for number in range(60):
        place = tmp_path / f"cut-{number}"
        place.mkdir()
        torn = bytearray(log[: chance.randrange(len(log))])
        if number % 2 and torn:
            start = chance.randrange(len(torn)) // 512 * 512
            torn[start : start + 512] = bytes(len(torn[start : start + 512]))
        (place / "ledger.db").write_bytes(main)
        (place / "ledger.db-wal").write_bytes(torn)
        assert book("--ledger", str(place / "ledger.db"), "today", day=DAY).code == 0
        seen.add(states.index(rows(place / "ledger.db")))
    assert {0, 1, 2} <= seen <= {0, 1, 2, 3}


PAY = """
import sys, io, contextlib
from debcli.__main__ import main
for n in range(int(sys.argv[2])):
    with contextlib.redirect_stdout(io.StringIO()):
        code = main(["--date", "2026-10-20", "log-payment", "belofte", "1", "--on", sys.argv[1]])
    if code:
        sys.exit(code)
"""


def test_two_terminals_write_at_once_and_nothing_is_lost(book, ledger):
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PAY, f"2026-10-0{n}", "40"], stderr=subprocess.PIPE, text=True
        )
        for n in (1, 2)
    ]
    while any(run.poll() is None for run in both):
        book("today", day=DAY)
    for run in both:
        assert run.returncode == 0, run.stderr.read()
        run.stderr.close()
    after = rows(ledger)
    assert len(after["payment"]) == 80
    assert len(after["journal"]) == 83
    assert [r[0] for r in after["journal"]] == list(range(1, 84))


def plain_user():
    """What to put before a command so that rights count, also for root; None where that cannot be."""
    if os.name != "posix":
        return None
    if os.geteuid() != 0:
        return []
    words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if shutil.which("setpriv") is None or subprocess.run([*words, "true"], check=False).returncode:
        return None
    return words


RIGHTS = pytest.mark.skipif(plain_user() is None, reason="rights mean nothing to this user here")


def typed(folder, *words, limit=None):
    """Run the program by itself, with a limit on the size of files, as a user for whom rights count."""

    def before():
        import resource

        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    env = {**os.environ, "DEBCLI_LEDGER": str(folder / "ledger.db"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*(plain_user() or []), sys.executable, "-m", "debcli", "--date", DAY, *words],
        capture_output=True, text=True, check=False, env=env, preexec_fn=before, cwd=folder,
    )  # fmt: skip


def refused(run, code=4):
    """A refusal by contract: one message, a hint, nothing on stdout, no traceback."""
    assert run.returncode == code, run.stderr
    assert run.stdout == ""
    first, hint = run.stderr.strip().splitlines()[-2:]
    assert first.startswith("debcli: ")
    assert hint.strip()
    assert "Traceback" not in run.stderr
    assert "damaged" not in run.stderr
    return run.stderr


@POSIX
@pytest.mark.parametrize("room", [0, 4096, 20_000, 60_000])
def test_a_full_disk_loses_nothing_and_says_so(book, ledger, room):
    for letter in "xyz":
        book("add-customer", letter * 250, day=DAY)
    before = rows(ledger)
    run = typed(ledger.parent, "letter", "belofte", "--kind", "herinnering", "--out", ".", limit=room)
    assert "full" in refused(run)
    assert rows(ledger) == before
    book("log-payment", "belofte", "10", day=DAY)


@POSIX
def test_a_full_disk_makes_no_half_ledger(tmp_path):
    place = tmp_path / "new"
    place.mkdir()
    run = typed(place, "init", "--name", "X", "--iban", "NL91ABNA0417164300", limit=30_000)
    assert "full" in refused(run)
    assert list(place.iterdir()) == []


@RIGHTS
def test_a_folder_without_rights_can_be_read_and_refuses_to_be_written(book, ledger):
    before = rows(ledger)
    for ending in ("-wal", "-shm"):
        ledger.with_name(f"ledger.db{ending}").unlink(missing_ok=True)
    ledger.chmod(0o400)
    ledger.parent.chmod(0o500)
    try:
        morning = typed(ledger.parent, "today")
        assert morning.returncode == 0, morning.stderr
        assert "Belofte" in morning.stdout
        assert "read-only" in refused(typed(ledger.parent, "log-payment", "belofte", "10"))
    finally:
        ledger.parent.chmod(0o700)
    assert rows(ledger) == before


@RIGHTS
def test_a_file_that_may_not_be_read_says_so(book, ledger):
    ledger.chmod(0)
    assert "rights" in refused(typed(ledger.parent, "today"))


def test_a_folder_is_no_ledger_and_the_hint_leads_on(debcli, tmp_path):
    for words in (["today"], ["init", "--name", "X", "--iban", "NL91ABNA0417164300"]):
        answer = debcli("--ledger", str(tmp_path), *words, ok=False)
        assert answer.code == 4
        assert "is a folder" in answer.err
        assert str(tmp_path / "ledger.db") in answer.err


def test_a_name_that_is_no_file_name_is_refused(debcli):
    answer = debcli("--ledger", "x" * 5000, "today", ok=False)
    assert answer.code == 4
    assert "Traceback" not in answer.err


def test_what_a_killed_init_leaves_does_not_stop_the_next(debcli, ledger):
    ledger.parent.mkdir()
    (ledger.parent / ".ledger.db-abc.new").write_bytes(b"half")
    debcli("init", "--name", "X", "--iban", "NL91ABNA0417164300")
    assert debcli("today").code == 0
