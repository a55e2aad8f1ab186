"""Fuzzing that follows the code: bytes for every reader, and words for every command, kept when they reach something new.

    python tests/reliability/guided.py --seconds 60              each target so long
    python tests/reliability/guided.py --target camt --runs 100000
    python tests/reliability/guided.py --replay FILE --target camt

Needs atheris (Linux on x86-64; it is among the development tools). Each target runs in a process of its own that may take
300 MB of memory (the commands 450, for the instruments and the fonts), and five seconds for one input; what was found is kept in a file and named.
The suite runs a little of each (test_guided.py).
"""

import argparse
import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MEMORY_MB, SECONDS_EACH = 300, 5
TODAY = date(2026, 10, 20)


def _files() -> Callable[[bytes], None]:
    """Any bytes through the one door of `import`: an answer, never an exception but of an input that is refused."""
    from debcli.errors import InputError
    from debcli.intake.banks import BankFile
    from debcli.intake.detect import open_file
    from debcli.intake.fields import Findings

    def target(data: bytes) -> None:
        for read in open_file("x", lambda: io.BytesIO(data)):
            if isinstance(read, BankFile):
                with contextlib.suppress(InputError):
                    for _ in read.read(Findings()):
                        pass

    return target


def _mt940() -> Callable[[bytes], None]:
    from debcli.errors import InputError
    from debcli.intake.fields import Findings
    from debcli.intake.mt940 import read_mt940

    return _lines(read_mt940, Findings, InputError)


def _coda() -> Callable[[bytes], None]:
    from debcli.errors import InputError
    from debcli.intake.coda import read_coda
    from debcli.intake.fields import Findings

    return _lines(read_coda, Findings, InputError)


def _lines(
    read: Callable[..., Iterable[object]], findings: Callable[[], object], refused: type[Exception]
) -> Callable[[bytes], None]:
    def target(data: bytes) -> None:
        with contextlib.suppress(refused):
            for _ in read(io.StringIO(data.decode("latin-1"), newline=None), findings()):
                pass

    return target


def _values() -> Callable[[bytes], None]:
    """What is typed as a value: a value comes out, or an error of an input; and no value is taken for another."""
    from debcli.cli import fields
    from debcli.errors import DebcliError
    from debcli.receivables import profile_text
    from debcli.values import dates, identifiers, money, text

    parsers: tuple[Callable[[str], object], ...] = (
        money.parse_amount, money.parse_decimal, lambda s: dates.parse_date(s, TODAY), lambda s: dates.parse_date(s, TODAY, forward=False),
        dates.parse_step, dates.parse_iso, identifiers.parse_iban, identifiers.parse_kvk, identifiers.parse_vat, fields.slug, fields.country_code,
        fields.line("x"), text.slug, text.for_terminal, text.same_name, lambda s: profile_text.parse("mine", s),
    )  # fmt: skip

    def target(data: bytes) -> None:
        if not data:
            return
        said = data[1:].decode("utf-8", "surrogateescape")
        with contextlib.suppress(DebcliError):
            found = parsers[data[0] % len(parsers)](said)
            if parsers[data[0] % len(parsers)] is money.parse_amount:
                assert isinstance(found, int)
                assert money.parse_amount(money.dutch(found)) == found or found == 0

    return target


def _commands() -> Callable[[bytes], None]:
    """A command line of fuzz.py with the bytes as its values, on a copy of the book."""
    from reliability.crash import make_book
    from reliability.fuzz import SHAPES, answers_by_contract

    book = make_book(Path(tempfile.mkdtemp(prefix="guided-")))

    def target(data: bytes) -> None:
        if not data:
            return
        values = iter(data[1:].replace(b"\0", b"").split(b"\x1f"))
        shape = SHAPES[data[0] % len(SHAPES)]
        answers_by_contract(
            book, [os.fsdecode(next(values, b"")) if word is None else word for word in shape]
        )

    return target


def _sealed() -> Callable[[bytes], None]:
    """The head of an encrypted copy."""
    from debcli.errors import InputError
    from debcli.ledger.sealed import refuse_other

    def target(data: bytes) -> None:
        with contextlib.suppress(InputError):
            refuse_other(Path("x"), data)

    return target


TARGETS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "camt": _files, "ubl": _files, "csv": _files, "zip": _files, "mt940": _mt940, "coda": _coda, "values": _values, "commands": _commands,
    "sealed": _sealed,
}  # fmt: skip


def seeds(name: str) -> list[bytes]:
    """Good inputs to begin with."""
    import zipfile

    from intake import bank_builders as bank
    from intake import builders
    from reliability.fuzz import ODD, SHAPES
    from reliability.scenes import BANK, CSV

    one = bank.transaction(
        name="Molen", iban="NL44RABO0123456789", text="2026-001", reference="RF18539007547034", wrapped=True
    )
    camt = [bank.camt(bank.statement(bank.entry("1210.00", one, nested=True, reversal=True), opening="0", closing="1210.00"), kind=k, version=v)
            for k, v in (("053", "02"), ("052", "08"), ("054", "06"))]  # fmt: skip
    if name == "camt":
        return camt
    if name == "ubl":
        return [builders.ubl().encode(), builders.ubl().encode("utf-16")]
    if name == "csv":
        return [
            CSV.encode(),
            BANK.encode(),
            bank.ing(("2026-10-05", "12,00", "Molen", "", "2026-001")),
            builders.table("1;Molen;2026-03-02;2026-04-01;1,00"),
        ]
    if name == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", CSV)
            archive.writestr("b.xml", camt[0])
        return [packed.getvalue()]
    if name == "mt940":
        return [
            bank.mt940(
                (
                    "2610051005C12,00NTRFNONREF//1",
                    "/TRTP/SEPA/IBAN/NL44RABO0123456789/NAME/Molen/REMI/USTD//2026-001/",
                )
            )
        ]
    if name == "coda":
        return [
            bank.coda(
                ("0000000000012000", "051026", "2026-001", "Molen", "BE68539007547034"),
                ("1000000000012000", "051026", ("101", "123456789002"), "", ""),
            )
        ]
    if name == "sealed":
        return [
            b"age-encryption.org/v1\n-> scrypt 2zK9c/yyLSXe8fcslqJEOQ 19\n/KO4\n--- abc\n",
            b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n",
        ]
    odd = [
        text.encode("utf-8", "surrogateescape")
        for text in [*ODD, "1.210,00", "volgende vrijdag", "over 3 dagen", "eind van de maand", "2w"]
    ]
    if name == "values":
        return [bytes([n]) + text[:60] for n in range(16) for text in odd[n % 3 :: 3]]
    return [bytes([n]) + b"\x1f".join([odd[n % len(odd)]] * 3) for n in range(len(SHAPES))]


def child(name: str, options: list[str]) -> None:
    """Run one target, as libFuzzer does, in this process; never comes back."""
    import atheris

    with atheris.instrument_imports(include=["debcli"]):
        target = TARGETS[name]()
    atheris.Setup([sys.argv[0], *options], target)
    atheris.Fuzz()


def run(name: str, *, seconds: int | None, runs: int | None, seed: int) -> tuple[int, int]:
    """One target in a process of its own; gives how many inputs ran, and the most memory in MB. Raises AssertionError."""
    kept = Path(tempfile.mkdtemp(prefix=f"guided-{name}-"))
    (kept / "corpus").mkdir()
    for number, content in enumerate(seeds(name)):
        (kept / "corpus" / str(number)).write_bytes(content)
    most = MEMORY_MB + 150 if name == "commands" else MEMORY_MB
    options = [f"-rss_limit_mb={most}", f"-timeout={SECONDS_EACH}", f"-seed={seed % (1 << 32)}", f"-artifact_prefix={kept}/found-", "-print_final_stats=1",
               "-max_len=4096", *([f"-max_total_time={seconds}"] if seconds else []), *([f"-runs={runs}"] if runs else []), str(kept / "corpus")]  # fmt: skip
    # By way of a shell, because the kernel counts the memory of the process that starts another one as the other's peak.
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@"; exit $?', "sh", sys.executable, __file__, "--child", name, "--", *options],
        capture_output=True,
        check=False,
        cwd=kept,
    )
    said = done.stderr.decode("utf-8", "replace")
    found = sorted(kept.glob("found-*"))
    count = re.search(r"stat::number_of_executed_units: *(\d+)", said)
    peak = re.search(r"stat::peak_rss_mb: *(\d+)", said)
    assert done.returncode == 0 and not found and count and peak, (
        f"{name}: see {found or kept}\n{said[-3000:]}"
    )
    return int(count[1]), int(peak[1])


def main() -> int:
    """Run from the command line."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--target", choices=[*TARGETS])
    words.add_argument("--seconds", type=int)
    words.add_argument("--runs", type=int)
    words.add_argument("--seed", type=int, default=None)
    words.add_argument("--replay", type=Path, help="run one kept input through the target")
    words.add_argument("--child", choices=[*TARGETS], help=argparse.SUPPRESS)
    words.add_argument("options", nargs="*", help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.child:
        child(asked.child, asked.options)
    if asked.replay:
        TARGETS[asked.target or "camt"]()(asked.replay.read_bytes())
        return 0
    seconds = asked.seconds if asked.seconds or asked.runs else 60
    seed = int(time.time()) if asked.seed is None else asked.seed
    for name in [asked.target] if asked.target else TARGETS:
        count, peak = run(name, seconds=seconds, runs=asked.runs, seed=seed)
        print(f"{name}: {count} inputs, {peak} MB at most (seed {seed}): no fault found", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
