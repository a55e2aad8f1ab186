"""An encrypted copy is the ledger to who knows the passphrase, and nothing to anybody else."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from conftest import rows
from debcli.ledger import migrations
from reliability.scenes import DAY

pyrage = pytest.importorskip("pyrage", reason="the library for encrypted copies is not installed")
WORD = "paard batterij nietje juist é"
WRONG = "paard batterij nietje fout"
VARIABLE = "DEBCLI_BACKUP_PASSPHRASE"


@pytest.fixture
def word(monkeypatch):
    monkeypatch.setenv(VARIABLE, WORD)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    return tmp_path_factory.mktemp("sealed")


@pytest.fixture
def sealed(book, ledger, word, tmp_path, once):
    """A ledger and its encrypted copy; sealed once for all tests, because each time costs a second by design."""
    if not (once / "copy.age").exists():
        assert book("backup", "copy.age", "--encrypt", "--json").json["encrypted"] is True
        assert stat.S_IMODE((tmp_path / "copy.age").stat().st_mode) == 0o600
        shutil.copy(tmp_path / "copy.age", once)
        shutil.copy(ledger, once)
    shutil.copy(once / "copy.age", tmp_path)
    shutil.copy(once / "ledger.db", ledger)
    return tmp_path / "copy.age"


def everything(folder: Path) -> list[bytes]:
    """The bytes of every file under a folder."""
    return [p.read_bytes() for p in folder.rglob("*") if p.is_file()]


def nowhere(folder: Path, *said: str) -> None:
    """The passphrase is in no file and in nothing that was printed."""
    for text in (WORD, WRONG):
        assert not any(text.encode() in content for content in everything(folder))
        assert not any(text in line for line in said)


def test_an_encrypted_copy_put_back_is_equal_row_by_row(book, ledger, sealed, tmp_path):
    then = rows(ledger)
    content = sealed.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert not any(plain in content for plain in (b"SQLite", b"Belofte", b"2026-001"))
    book("log-payment", "belofte", "10", day=DAY)
    now = rows(ledger)
    seen = book("restore", "copy.age", "--dry-run", "--json").json
    assert {d["table"] for d in seen["differs"]} == {"allocation", "journal", "payment"}
    assert rows(ledger) == now
    back = book("restore", "copy.age", "--yes", "--json").json
    assert rows(ledger) == then
    assert rows(Path(back["kept"])) == now
    assert book("check", day=DAY).code == 0
    with closing(sqlite3.connect(ledger)) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    ledger.unlink()
    book("restore", "copy.age", "--yes")
    assert rows(ledger) == then
    nowhere(tmp_path)


def test_another_passphrase_is_one_clear_error_and_changes_nothing(
    book, ledger, sealed, tmp_path, monkeypatch
):
    book("log-payment", "belofte", "10", day=DAY)
    before, files = rows(ledger), sorted(tmp_path.rglob("*"))
    monkeypatch.setenv(VARIABLE, WRONG)
    answer = book("restore", "copy.age", "--yes", ok=False)
    assert (answer.code, answer.out) == (1, "")
    assert "not the passphrase" in answer.err
    assert rows(ledger) == before
    assert sorted(tmp_path.rglob("*")) == files
    nowhere(tmp_path, answer.out, answer.err)


def test_the_ledger_is_never_plain_on_the_disk_while_it_is_sealed_or_opened(
    book, ledger, word, tmp_path, monkeypatch
):
    """What is there when the library is called is the ledger and the copies made before; the library is not run for it."""
    seen = []
    names = {p.name for p in tmp_path.rglob("*") if p.is_file()}

    def look(content, _passphrase):
        seen.append({p.name for p in tmp_path.rglob("*") if p.is_file()})
        return (
            b"age-encryption.org/v1\n-> scrypt xyz 10\n" + content
            if content[:3] == b"SQL"
            else content[content.index(b"SQLite") :]
        )

    for name in ("encrypt", "decrypt"):
        monkeypatch.setattr(pyrage.passphrase, name, look)
    book("backup", "copy.age", "--encrypt")
    book("restore", "copy.age", "--dry-run")
    assert len(seen) == 2
    assert all(found <= names | {"copy.age", "ledger.db-wal", "ledger.db-shm"} for found in seen), seen


@pytest.mark.skipif(os.name != "posix", reason="needs file descriptors as POSIX has them")
def test_the_passphrase_comes_from_a_file_descriptor_and_is_no_argument(book, ledger, tmp_path):
    def typed(*words, said):
        reading, writing = os.pipe()
        os.write(writing, said)
        os.close(writing)
        run = subprocess.run(
            [sys.executable, "-m", "debcli", *words, "--passphrase-fd", str(reading)],
            capture_output=True, text=True, check=False, pass_fds=[reading],
        )  # fmt: skip
        os.close(reading)
        return run

    made = typed("backup", "copy.age", "--encrypt", said=WORD.encode() + b"\nsecond line\n")
    assert made.returncode == 0, made.stderr
    good = typed("restore", "copy.age", "--yes", said=WORD.encode())
    assert good.returncode == 0, good.stderr
    for said, code in ((b"", 1), (b"\xff" * 20, 1), (b"\n", 1)):
        assert typed("backup", "x.age", "--encrypt", said=said).returncode == code
    assert book("backup", "x.age", "--encrypt", "--passphrase-fd", "987", ok=False).code == 2
    assert book("backup", "x.db", "--passphrase-fd", "0", ok=False).code == 2
    assert not list(tmp_path.glob("x.*"))


def test_without_a_terminal_the_missing_passphrase_is_said(book, ledger, sealed, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    before = rows(ledger)
    for words in (["backup", "--encrypt"], ["restore", "copy.age", "--yes"]):
        answer = book(*words, ok=False)
        assert answer.code == 2
        assert VARIABLE in answer.err
    assert rows(ledger) == before


@pytest.mark.parametrize("weak", ["", "geheim", "x" * 11])
def test_a_passphrase_that_is_soon_guessed_is_refused(book, monkeypatch, tmp_path, weak):
    monkeypatch.setenv(VARIABLE, weak)
    answer = book("backup", "x.age", "--encrypt", ok=False)
    assert answer.code == (1 if weak else 2)
    assert not weak or weak not in answer.err
    assert not (tmp_path / "x.age").exists()


def test_on_a_terminal_it_is_asked_twice_and_never_shown(book, ledger, tmp_path):
    def terminal(*words):
        return pexpect.spawn(
            sys.executable, ["-m", "debcli", *words], dimensions=(40, 80), encoding="utf-8", timeout=30
        )

    made = terminal("backup", "copy.age", "--encrypt")
    for answer in (WORD, WRONG, WORD, WORD):  # two that differ are asked again
        made.expect("assphrase|onfirmation")
        made.expect(":")
        made.sendline(answer)
    made.expect(pexpect.EOF)
    nowhere(tmp_path, made.before)
    made.close()
    assert made.exitstatus == 0
    book("log-payment", "belofte", "10", day=DAY)
    back = terminal("restore", "copy.age")
    back.expect("Passphrase:")
    back.sendline(WORD)
    back.expect("Put it back")
    back.sendline("y")
    back.expect("Put back")
    back.expect(pexpect.EOF)
    assert rows(ledger)["payment"] == []


@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed")
def test_the_program_age_opens_it_and_what_it_seals_opens_here(book, ledger, sealed, tmp_path):
    opening = pexpect.spawn("age", ["-d", "-o", "plain.db", "copy.age"], encoding="utf-8", timeout=30)
    opening.expect("passphrase")
    opening.sendline(WORD)
    opening.expect(pexpect.EOF)
    assert rows(tmp_path / "plain.db") == rows(ledger)
    for armour in ([], ["-a"]):
        making = pexpect.spawn(
            "age", ["-p", *armour, "-o", f"theirs{len(armour)}.age", "plain.db"], encoding="utf-8", timeout=30
        )
        for _ in range(2):
            making.expect("assphrase")
            making.expect(":")
            making.sendline(WORD)
        making.expect(pexpect.EOF)
        assert "equal, row by row" in book("restore", f"theirs{len(armour)}.age", "--dry-run").out


def test_what_is_damaged_hostile_or_sealed_otherwise_is_refused(book, ledger, sealed, tmp_path):
    content = sealed.read_bytes()
    before = rows(ledger)
    key = pyrage.x25519.Identity.generate().to_public()
    for name, hurt, code in (
        ("flipped", content[:500] + bytes([content[500] ^ 1]) + content[501:], 1), ("head", content[:40], 1),
        ("greedy", re.sub(rb"(scrypt \S+) \d+", rb"\1 30", content, count=1), 1), ("empty", b"", 4),
        ("armour", b"-----BEGIN AGE ENCRYPTED FILE-----\nnot base64!\n", 1),
        ("with-a-key", pyrage.encrypt(b"secret", [key]), 1),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(hurt)
        answer = book("restore", name, "--yes", ok=False)
        assert answer.code == code, (name, answer)
        assert answer.out == ""
        assert "went wrong" not in answer.err, (name, answer.err)
        assert rows(ledger) == before


def test_a_file_that_would_fill_the_memory_is_refused_before_it_is_opened(book, sealed, monkeypatch):
    sealed.write_bytes(re.sub(rb"(scrypt \S+) \d+", rb"\1 22", sealed.read_bytes(), count=1))
    monkeypatch.setattr(pyrage.passphrase, "decrypt", None)
    assert "4 GB of memory" in book("restore", "copy.age", "--yes", ok=False).err


def test_a_copy_of_an_older_schema_is_brought_up_to_date(book, ledger, sealed, monkeypatch):
    before = rows(ledger)

    def second(conn):
        conn.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")

    steps = (*migrations.STEPS, second)
    for place in ("migrations", "connection", "sealed"):
        monkeypatch.setattr(f"debcli.ledger.{place}.VERSION", len(steps))
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations.migrate, "__kwdefaults__", {"to": len(steps)})
    book("log-payment", "belofte", "10", day=DAY)
    book("restore", "copy.age", "--yes")
    assert rows(ledger) == {**before, "later": []}


@pytest.mark.parametrize("inside", [b"", b"hello" * 99, b"SQLite format 3\0" + b"\0" * 4000])
def test_what_opens_and_is_no_ledger_is_refused(book, ledger, sealed, monkeypatch, inside):
    before = rows(ledger)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda *_: inside)
    answer = book("restore", "copy.age", "--yes", ok=False)
    assert (answer.code, answer.out) == (4, "")
    assert rows(ledger) == before


def test_encrypted_copies_are_listed_named_by_forget_and_never_overwritten(book, ledger, word):
    made = book("backup", "--encrypt", "--json").json["file"]
    assert made.endswith(".db.age")
    assert re.search(r"\.db\.age +encrypted", book("restore").out)
    listed = {c["path"]: c["encrypted"] for c in book("restore", "--json").json["copies"]}
    assert listed[made] is True
    book("add-customer", "Kort", day="2010-01-01")
    assert made in book("forget", "kort", "--yes", "--dry-run", "--json", day=DAY).json["copies"]
    content = Path(made).read_bytes()
    assert book("backup", made, "--encrypt", ok=False).code == 1
    assert Path(made).read_bytes() == content


def test_without_the_library_it_says_how_to_get_it(book, ledger, sealed, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyrage", None)
    for words in (["backup", "--encrypt"], ["restore", "copy.age", "--yes"]):
        answer = book(*words, ok=False)
        assert answer.code == 1
        assert "debcli[encrypt]" in answer.err
    assert book("backup").code == 0
