"""Kill every writing command at random moments, and look at what is left.

    python tests/reliability/crash.py --rounds 500        all commands in turn, a moment chosen at random for each round
    python tests/reliability/crash.py --seed 7 --only import

After each SIGKILL, and after a torn write-ahead log as a power cut leaves it, the ledger must open, must hold all of
the command or nothing of it, and must pass its own check. Needs fork: the program is loaded once, and each command runs
in a child of it, so that the moments fall in the command and not in the loading of modules. None that makes a PDF runs in
the parent: that starts threads, and a child of a process that has them would wait for them for ever.
"""

import argparse
import contextlib
import importlib
import io
import os
import pkgutil
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import debcli as debcli_package
from debcli.__main__ import main as debcli
from reliability.scenes import BANK, BOOK, CSV, DAY, SCENES, Scene

State = dict[str, list[tuple[Any, ...]]]
INIT = Scene(BOOK[0])
RESTORE = Scene(["restore", "copy.db", "--yes"], [["backup", "copy.db"], ["log-payment", "belofte", "10"]])


class Prepared(NamedTuple):
    """A scene made ready: the folder to copy, the command line, its two allowed outcomes, and how long it takes."""

    folder: Path
    words: list[str]
    before: State | None
    after: State
    seconds: float


def load() -> None:
    """Load all that any command loads, without running one."""
    for module in pkgutil.walk_packages(debcli_package.__path__, "debcli."):
        if module.name != "debcli.__main__":
            importlib.import_module(module.name)
    for name in ("typst", "segno", "aiosmtpd.smtp"):
        importlib.import_module(name)


def begin(words: list[str], out: int) -> int:
    """Type a command in a child, what it says into an open file; gives the child."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.dup2(out, 1)
        os.dup2(out, 2)
        code = debcli(words)
    finally:
        os._exit(code)


def typed(words: list[str]) -> tuple[int, str]:
    """Type a command to its end; gives the exit code and what it said."""
    with tempfile.TemporaryFile() as said:
        _, status = os.waitpid(begin(words, said.fileno()), 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read().decode()


def here(words: list[str]) -> None:
    """Type a command in this process, without its output. Raises RuntimeError when it does not end well."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        code = debcli(words)
    if code:
        raise RuntimeError(f"debcli {' '.join(words)} -> {code}: {said.getvalue()}")


def quietly(words: list[str]) -> None:
    """Type a command in a child, without its output. Raises RuntimeError when it does not end well."""
    code, said = typed(words)
    if code:
        raise RuntimeError(f"debcli {' '.join(words)} -> {code}: {said}")


def state(folder: Path) -> State | None:
    """Every row of the ledger, without what differs from run to run (the time, and the hashes over it)."""
    path = folder / "ledger.db"
    return state_at(path) if path.exists() else None


def state_at(path: Path) -> State:
    """The same of a ledger at a place."""
    with closing(sqlite3.connect(path)) as conn:
        names = [
            r[0] for r in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        found = {name: conn.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}
        columns = [r[1] for r in conn.execute("PRAGMA table_info(journal)")]
    kept = [i for i, name in enumerate(columns) if name not in {"at", "salt", "previous", "digest"}]
    found["journal"] = [tuple(row[i] for i in kept) for row in found["journal"]]
    return found


def enter(folder: Path) -> None:
    """Work in a folder, with its ledger and nothing of the user's."""
    os.chdir(folder)
    os.environ.update(
        DEBCLI_LEDGER=str(folder / "ledger.db"), XDG_CONFIG_HOME=str(folder), XDG_DATA_HOME=str(folder)
    )


def make_book(folder: Path) -> Path:
    """The book that the scenes start from, in a folder."""
    enter(folder)
    (folder / "new.csv").write_text(CSV, encoding="utf-8")
    (folder / "bank.csv").write_text(BANK, encoding="utf-8")
    for words in BOOK:
        here(words)
    return folder


def prepare(scene: Scene, home: Path, book: Path) -> Prepared:
    """Make a scene ready in a folder of its own, and run it once to know what it leaves and how long it takes."""
    folder = Path(tempfile.mkdtemp(dir=home))
    if scene is not INIT:
        shutil.copytree(book, folder, dirs_exist_ok=True)
    enter(folder)
    for words in scene.before:
        quietly(["--date", DAY, *words])
    words = ["--date", DAY, *scene.command]
    trial = Path(tempfile.mkdtemp(dir=home))
    shutil.copytree(folder, trial, dirs_exist_ok=True)
    enter(trial)
    started = time.perf_counter()
    quietly(words)
    after = state(trial)
    assert after is not None
    return Prepared(folder, words, state(folder), after, time.perf_counter() - started)


def run_and_kill(words: list[str], moment: "float | threading.Event") -> None:
    """Run a command in a child and kill it after so many seconds, or when something has come about."""
    with Path(os.devnull).open("wb") as null:
        child = begin(words, null.fileno())
    if isinstance(moment, threading.Event):
        moment.wait(20)
    else:
        time.sleep(moment)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def tear(folder: Path, chance: random.Random) -> bool:
    """What a power cut leaves of the write-ahead log: cut off anywhere, or one sector of it never written."""
    log = folder / "ledger.db-wal"
    if not log.exists() or log.stat().st_size == 0:
        return False
    (folder / "ledger.db-shm").unlink(missing_ok=True)
    content = bytearray(log.read_bytes())
    at = chance.randrange(len(content))
    if chance.random() < 0.5:
        del content[at:]
    else:
        start = at - at % 512
        content[start : start + 512] = bytes(len(content[start : start + 512]))
    log.write_bytes(content)
    return True


def look(prepared: Prepared, folder: Path) -> str:
    """`nothing` or `all` of the command; raises AssertionError when the ledger is anything else, or fails its check."""
    if prepared.before is not None or (folder / "ledger.db").exists():
        quietly(["--date", DAY, "today"])
        quietly(["--date", DAY, "check"])
    found = state(folder)
    assert found in (prepared.before, prepared.after), "half of the command is in the ledger"
    quietly(
        prepared.words if found == prepared.before else ["--date", DAY, "customers"]
    )  # and it still takes work
    return "nothing" if found == prepared.before else "all"


def rounds(count: int, seed: int, only: str | None = None) -> Counter[str]:
    """Kill so many times, over all scenes in turn; gives how often nothing, all, or a torn log was left."""
    chance, told = random.Random(seed), Counter[str]()
    scenes = {"init": INIT, "restore": RESTORE, **SCENES}
    names = [name for name in scenes if only in (None, name)]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        load()
        book = make_book(Path(tempfile.mkdtemp(dir=home)))
        ready = {name: prepare(scenes[name], home, book) for name in names[:count]}
        for number in range(count):
            name = names[number % len(names)]
            prepared = ready[name]
            folder = Path(tempfile.mkdtemp(dir=home))
            shutil.copytree(prepared.folder, folder, dirs_exist_ok=True)
            enter(folder)
            moment = chance.uniform(0.2, 1.5) * prepared.seconds
            run_and_kill(prepared.words, moment)
            torn = chance.random() < 0.4 and tear(folder, chance)
            try:
                left = look(prepared, folder)
            except (AssertionError, RuntimeError, sqlite3.Error) as error:
                kept = Path(tempfile.mkdtemp(prefix="debcli-crash-"))
                shutil.copytree(folder, kept, dirs_exist_ok=True)
                raise AssertionError(
                    f"{name}, killed after {moment * 1000:.1f} ms (torn: {torn}): {error}; see {kept}"
                ) from error
            told[left] += 1
            told["torn"] += torn
            shutil.rmtree(folder)
        os.chdir("/")
    return told


def mailing(count: int, seed: int) -> Counter[str]:
    """Kill `letter --send` so many times; it is three entries, and the mail. Gives how often it did not leave, left, or may have.

    What is marked as sent has arrived; what arrived is known; and what may have arrived is not mailed again.
    """
    from letters.mail_server import running

    load()
    chance, told = random.Random(seed), Counter[str]()
    send = ["--date", DAY, "letter", "belofte", "--kind", "herinnering", "--send", "--out", "."]
    with tempfile.TemporaryDirectory() as place, running(Path(place), "none") as (box, port, _):
        home = Path(place)
        book = make_book(Path(tempfile.mkdtemp(dir=home)))
        for name, value in (
            ("smtp-host", "localhost"), ("smtp-port", str(port)), ("smtp-security", "none"), ("mail-from", "vos@studio.example"),
        ):  # fmt: skip
            quietly(["--date", DAY, "config", name, value])
        seconds = prepare(Scene(send[2:]), home, book).seconds
        for number in range(count):
            folder = Path(tempfile.mkdtemp(dir=home))
            shutil.copytree(book, folder, dirs_exist_ok=True)
            enter(folder)
            box.mails.clear()
            box.came.clear()
            aimed = (
                number % 2 == 1
            )  # too short a moment to be hit by chance: the mail is in, its answer is not out
            box.fault = "held" if aimed else ""
            run_and_kill(send, box.came if aimed else chance.uniform(0.3, 1.6) * seconds)
            time.sleep(0.4 if aimed else 0.02)  # what the server had got it may still be taking in
            box.fault = ""
            quietly(["--date", DAY, "today"])
            quietly(["--date", DAY, "check"])
            with closing(sqlite3.connect(folder / "ledger.db")) as conn:
                (sent,) = conn.execute("SELECT count(*) FROM letter WHERE sent_on IS NOT NULL").fetchone()
                (tries,) = conn.execute("SELECT count(*) FROM dispatch").fetchone()
            arrived = len(box.mails)
            assert sent <= arrived <= tries, f"{sent} marked as sent, {arrived} arrived, {tries} noted"
            assert not aimed or (sent, arrived, tries) == (0, 1, 1), (sent, arrived, tries, box.came.is_set())
            code, _ = typed(send)
            assert (code, len(box.mails)) == ((3, arrived) if tries else (0, 1)), (
                f"{code}, {len(box.mails)} mails"
            )
            told["sent" if sent else "doubtful" if tries else "unsent"] += 1
            os.chdir("/")
            shutil.rmtree(folder)
    return told


def demonstrating(count: int, seed: int) -> Counter[str]:
    """Kill `demo` so many times: its ledger is there whole, or not at all and can be made."""
    load()
    chance, told = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        enter(Path(place))
        started = time.perf_counter()
        quietly(["demo", "--out", "trial"])
        seconds = time.perf_counter() - started
        for number in range(count):
            run_and_kill(["demo", "--out", f"d{number}"], chance.uniform(0.1, 1.3) * seconds)
            whole = Path(f"d{number}", "ledger.db").exists()
            if not whole:
                quietly(["demo", "--out", f"d{number}"])
            quietly(["--ledger", f"d{number}/ledger.db", "check"])
            assert len(state_at(Path(f"d{number}", "ledger.db"))["customer"]) > 10
            told["all" if whole else "nothing"] += 1
        os.chdir("/")
    return told


def main() -> int:
    """Run from the command line."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--rounds", type=int, default=500)
    words.add_argument("--seed", type=int, default=None, help="to run the same moments again")
    words.add_argument("--only", choices=["init", "restore", *SCENES])
    given = words.parse_args()
    seed = random.randrange(1 << 32) if given.seed is None else given.seed
    started = time.perf_counter()
    told = rounds(given.rounds, seed, given.only)
    print(f"{given.rounds} kills over {1 if given.only else len(SCENES) + 2} commands in {time.perf_counter() - started:.0f} s (seed {seed}):"
          f" nothing of it {told['nothing']}, all of it {told['all']}, {told['torn']} with a torn log; half of it 0")  # fmt: skip
    if given.only is None:
        few = max(2, given.rounds // 20)
        mailed, shown = mailing(few, seed), demonstrating(few, seed)
        print(f"letter --send killed {few} times: unsent {mailed['unsent']}, sent {mailed['sent']}, said to be doubtful {mailed['doubtful']};"
              f" none mailed twice. demo killed {few} times: nothing {shown['nothing']}, whole {shown['all']}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
