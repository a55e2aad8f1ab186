"""What a letter costs over the morning, and what two hundred cost in one command: whole processes, in one run.

    python tests/bench/letters.py [--runs 9] [--letters 200]

A benchmark, not a test: machines differ and are noisy, so read the differences to `today` of the same run.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

DAY = date(2026, 10, 26)


def build(folder, letters):
    """A ledger in which today asks so many letters: half a herinnering, half a sommatie with its history."""
    from debcli.ledger import booked, journal, talk, write
    from debcli.ledger.connection import create
    from debcli.ledger.letters import mark_sent, record_letter
    from debcli.receivables.facts import Letter, LetterKind, Outcome

    path = Path(folder) / "ledger.db"
    create(path)
    with journal.unit(path, command="bench", day=DAY, now=datetime(2026, 10, 26, 8)) as work:
        write.set_creditor(work, name="Studio Vos", iban="NL91ABNA0417164300", address="Oudegracht 12", postcode="3511 AM", city="Utrecht",
                           kvk="12345678", vat="NL123456782B12", email="vos@studio.example", phone="030 123 4567")  # fmt: skip
        for number in range(letters):
            who = write.add_customer(work, name=f"Klant {number} B.V.", email=f"k{number}@klant.example", address="Kade 3",
                                     postcode="1011 AB", city="Almere", contact="Els Bouw").id  # fmt: skip
            due = DAY - timedelta(40 if number % 2 else 8)
            ids = [
                booked.add_invoice(work, customer_id=who, number=f"N-{number}-{n}", amount=100_000 + number, issued=due - timedelta(30), due=due)
                for n in (1, 2)
            ]  # fmt: skip
            talk.record_contact(
                work, customer_id=who, on=due, via="phone", outcome=Outcome.SPOKE, invoices=ids
            )
            if number % 2:
                for kind, ago in ((LetterKind.HERINNERING, 30), (LetterKind.AANMANING, 20)):
                    on = DAY - timedelta(ago)
                    fact = Letter(
                        0, who, kind, "nl", on, on + timedelta(7), 200_000 + 2 * number, invoices=tuple(ids)
                    )
                    sent = record_letter(work, fact, {"txt": b"-"})
                    mark_sent(work, sent, on=on, via="email", deadline=on + timedelta(7))
                talk.record_contact(
                    work,
                    customer_id=who,
                    on=DAY - timedelta(21),
                    via="phone",
                    outcome=Outcome.SPOKE,
                    invoices=ids,
                )
    return path


def seconds(command, env):
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    """Print the medians: today, one letter, their difference pair by pair; then all letters, on a fresh ledger each time."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--letters", type=int, default=200)
    chosen = options.parse_known_args()[0]
    with tempfile.TemporaryDirectory() as folder:
        one, many = (build(tempfile.mkdtemp(dir=folder), count) for count in (2, chosen.letters))
        work = Path(folder) / "work.db"
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env |= {"DEBCLI_LEDGER": str(work), "DEBCLI_DATE": DAY.isoformat()}
        program = [sys.executable, "-m", "debcli"]
        out = ["--out", str(Path(folder) / "out")]
        (Path(folder) / "out").mkdir()

        def fresh(ledger, command):
            for left in Path(folder).glob("work.db*"):
                left.unlink()
            shutil.copy(ledger, work)
            return seconds(command, env)

        today, letter = [*program, "today"], [*program, "letter", "klant-1", *out]
        fresh(one, today), fresh(one, letter)  # byte code and page cache
        pairs = [(fresh(one, today), fresh(one, letter)) for _ in range(chosen.runs)]
        base, own = (statistics.median(p[i] for p in pairs) * 1000 for i in (0, 1))
        more = statistics.median(b - a for a, b in pairs) * 1000
        print(
            f"today {base:.0f} ms, one sommatie to PDF {own:.0f} ms: {more:.0f} ms more (median of {chosen.runs} pairs)"
        )
        every = [fresh(many, [*program, "letter", "--all", "--bank-checked", *out]) for _ in range(3)]
        print(f"{chosen.letters} letters in one command: {statistics.median(every):.2f} s (median of 3)")


if __name__ == "__main__":
    main()
