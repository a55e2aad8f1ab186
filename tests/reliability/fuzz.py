"""Type anything, damage anything: an answer by contract, never a traceback, never a changed ledger after an error.

    python tests/reliability/fuzz.py --examples 5000

The suite runs a few dozen of each (test_fuzz.py).
"""

import argparse
import contextlib
import io
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from conftest import rows
from debcli.__main__ import main as debcli
from reliability.crash import enter, make_book
from reliability.scenes import DAY

# Texts that once broke something somewhere, beside what hypothesis finds.
ODD = [
    "", " ", "-", "--", "-1", "0", "00", "007/2026", "2026/001", "1e9", "1_000", "٣", "½", "∞", "nan", "1.210", "€", "9" * 40, "0,00", "0,001",
    "31-02", "29-02-2027", "2026-13-01", "0000-00-00", "9999-12-31", "10000-01-01", "0001-01-01", "+99999d", "+9999999999w", "-400y", "vandaag",
    "\x1b[31m", "\udcff", "\u202e", "\ufeff", "a\nb", "'; DROP TABLE invoice; --", "{{7*7}}", "%s%n", "[red]", "*", "belofte", "2026-001",
    "../../etc/passwd", "~", "$HOME", "😀" * 90, "x" * 5000, "İ", "ß", "NaN", "null", "None", "True",
]  # fmt: skip
anything = st.one_of(
    st.sampled_from(ODD), st.text(max_size=12), st.text(st.sampled_from("0123456789.,-+/€ dw"), max_size=12)
)

SHAPES = [
    ["add-customer", None], ["add-customer", "Nieuw", "--phone", None, "--email", None], ["add-customer", "N", "--term", None],
    ["add-customer", "N", "--country", None, "--kvk", None], ["add-customer", "N", "--iban", None], ["add-customer", "N", "--slug", None],
    ["edit-customer", None, "--name", None], ["add-invoice", "belofte", None, None], ["add-invoice", "belofte", "N-1", "10", "--issued", None],
    ["add-invoice", "belofte", "N-1", "10", "--issued", "2026-09-01", "--due", None, "--about", None], ["log-payment", "belofte", None],
    ["log-payment", None, "10", "--on", None], ["log-payment", "belofte", "10", "--invoice", None],
    ["log-call", "belofte", "--outcome", None, "--note", None], ["log-call", "belofte", "--outcome", "promise", "--amount", None, "--by", None],
    ["credit", "belofte", None, None], ["write-off", None, "--because", None], ["log-dispute", "belofte", None, "--about", None],
    ["log-plan", "belofte", "--instalments", None, "--first", None, "--every", None], ["hold", None, "--until", None, "--because", None],
    ["handover", "belofte", "--to", None, "--review", None], ["terms", "belofte", "--because", None, "--limit", None],
    ["close-case", "belofte", "--outcome", None, "--note", None], ["mark-sent", None, "--via", None], ["cancel-letter", None],
    ["rates", "add", "commercial", None, "--from", None, "--source", None], ["profile", "copy", "standard", None],
    ["profile", "change", "strict", None], ["profile", "assign", "belofte", None], ["undo", None], ["redo", None], ["journal", "--of", None],
    ["journal", "--limit", None], ["show", None], ["claim", None], ["interest", None, "--from", None, "--to", None, "--kind", None],
    ["costs", None], ["today", None], ["agenda", "--days", None], ["invoices", None], ["--date", None, "today"], ["--lang", None, "today"],
    ["--ledger", None, "today"], ["restore", None, "--yes"], ["export", "--format", None], ["import", None], ["forget", None, "--yes"],
    ["config", None, None], ["apply-balance", "belofte", None], [None], [None, None],
]  # fmt: skip


@st.composite
def commands(draw: st.DrawFn) -> list[str]:
    """A command line with anything where a value goes."""
    shape = draw(st.sampled_from(SHAPES))
    words = [draw(anything) if word is None else word for word in shape]
    return [*words, "--json"] if draw(st.booleans()) else words


def typed(words: list[str]) -> tuple[int, str]:
    """Exit code, and what was printed for the person."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = debcli(words)
    return code, out.getvalue() + err.getvalue()


def answers_by_contract(book: Path, words: list[str]) -> None:
    """One command line on a copy of the book: a code of the contract, no fault of ours, nothing changed after an error."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copy(book / "ledger.db", folder / "ledger.db")
        enter(folder)
        before = rows(folder / "ledger.db")
        code, said = typed(["--date", DAY, *words])
        assert code in {0, 1, 2, 3, 4}, (words, code)
        assert "Something went wrong" not in said, (words, said)
        assert "Traceback" not in said, words
        if code:
            assert rows(folder / "ledger.db") == before, words
        os.chdir("/")


def damage(book: Path, chance: random.Random) -> None:
    """A ledger with some bytes changed, cut off, or swapped: read or refused, never a fault of ours, and restored whole."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        enter(folder)
        content = bytearray((book / "ledger.db").read_bytes())
        how = chance.choice(["flip", "flip", "cut", "zero", "swap", "text"])
        if how == "flip":
            for _ in range(chance.choice([1, 3, 50])):
                content[chance.randrange(len(content))] = chance.randrange(256)
        elif how == "cut":
            del content[chance.randrange(len(content)) :]
        elif how in {"zero", "swap"}:
            page, other = (chance.randrange(len(content) // 4096) * 4096 for _ in range(2))
            content[page : page + 4096] = bytes(4096) if how == "zero" else content[other : other + 4096]
        else:
            start = chance.randrange(len(content))
            content[start : start + 40] = b"'; DROP TABLE x; --" + bytes(20)
        (folder / "ledger.db").write_bytes(content)
        for words in (
            ["today"],
            ["check"],
            ["log-payment", "belofte", "1"],
            ["journal", "--of", "2026-001"],
            ["export"],
            ["undo"],
        ):
            code, said = typed(["--date", DAY, *words])
            assert code in {0, 1, 4}, (how, words, code, said)
            assert "Something went wrong" not in said, (how, words, said)
        shutil.copy(book / "ledger.db", folder / "good.db")
        code, said = typed(["restore", "good.db", "--yes"])
        if code:
            assert "not a debcli ledger" in said or "newer" in said, (how, said)
        else:
            assert rows(folder / "ledger.db") == rows(book / "ledger.db"), how
        os.chdir("/")


def foreign(folder: Path) -> None:
    """Another program's SQLite file, even one that bears our mark, is refused as it is."""
    for mark in (0, 0x64656263):
        for schema in (
            "CREATE TABLE invoice (id)",
            "CREATE VIEW customer AS SELECT 1",
            "CREATE TABLE creditor (name)",
            "SELECT 1",
        ):
            place = folder / "foreign.db"
            place.unlink(missing_ok=True)
            with closing(sqlite3.connect(place)) as conn:
                conn.execute(schema)
                conn.execute(f"PRAGMA application_id = {mark}")
                conn.execute("PRAGMA user_version = 1")
                conn.commit()
            content = place.read_bytes()
            for words in (
                ["today"],
                ["log-payment", "x", "1"],
                ["check"],
                ["restore"],
                ["init", "--name", "x", "--iban", "NL91ABNA0417164300"],
            ):
                code, said = typed(["--ledger", str(place), *words])
                assert code == (0 if words == ["restore"] else 4) or (
                    mark and words[0] == "check" and code in {1, 4}
                ), (schema, words, code, said)
                assert "Something went wrong" not in said, (schema, words, said)
            assert place.read_bytes() == content


def run(examples: int, seed: int) -> dict[str, int]:
    """All of it so many times; gives how many of each."""
    told = {"command lines": 0, "damaged files": 0}
    with tempfile.TemporaryDirectory() as place:
        book = make_book(Path(tempfile.mkdtemp(dir=place)))

        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
                  phases=[Phase.generate, Phase.shrink])  # fmt: skip
        @given(commands())
        def lines(words: list[str]) -> None:
            told["command lines"] += 1
            answers_by_contract(book, words)

        lines()
        chance = random.Random(seed)
        for _ in range(examples // 4):
            damage(book, chance)
            told["damaged files"] += 1
        foreign(Path(place))
        os.chdir("/")
    return told


def main() -> int:
    """Run from the command line."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--examples", type=int, default=2000)
    words.add_argument("--seed", type=int, default=None)
    given_ = words.parse_args()
    seed = random.randrange(1 << 32) if given_.seed is None else given_.seed
    started = time.perf_counter()
    print(f"seed {seed}", flush=True)
    told = run(given_.examples, seed)
    print(
        f"{', '.join(f'{n} {what}' for what, n in told.items())} in {time.perf_counter() - started:.0f} s (seed {seed}): no fault found"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
