"""How long the morning takes, against an import every such program pays: whole processes, in turn, in one run.

    python tests/bench/today.py [--runs 15] [--invoices 1000]

A benchmark, not a test: machines differ and are noisy, so read the ratios, not the milliseconds.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

BASELINE = [sys.executable, "-c", "import typer, rich.table"]
DAY = date(2026, 10, 26)


def build(folder, invoices, open_of_100=100, per_customer=2):
    """A ledger with so many invoices, so many of a hundred still open: some not due, some late and called about."""
    from debcli.ledger import booked, journal, talk, write
    from debcli.ledger.connection import create
    from debcli.receivables.booking import Booking, Part
    from debcli.receivables.facts import Outcome

    path = Path(folder) / f"{invoices}-{open_of_100}.db"
    create(path)
    with journal.unit(path, command="bench", day=DAY, now=datetime(2026, 10, 26, 8)) as work:
        write.set_creditor(work, name="Studio Vos", iban="NL91ABNA0417164300")
        for number in range(invoices):
            if number % per_customer == 0:
                customer = write.add_customer(work, name=f"Klant {number}", phone="06 1234 5678").id
            is_open = number // per_customer % 100 < open_of_100
            due = DAY - timedelta(days=number % 50 - 10 + (0 if is_open else 300))
            amount = 10_000 + number
            invoice = booked.add_invoice(work, customer_id=customer, number=f"N-{number}", amount=amount,
                                        issued=due - timedelta(30), due=due)  # fmt: skip
            if number % 3 == 0 and due < DAY:
                talk.record_contact(
                    work, customer_id=customer, on=due, via="phone", outcome=Outcome.SPOKE, invoices=[invoice]
                )
            if not is_open:
                paid = Booking((Part(invoice, amount),), 0)
                booked.record_payment(work, customer_id=customer, amount=amount, on=due, booking=paid)
    return path


def seconds(command, env):
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    """Print a row per command: median milliseconds and the median ratio to the baseline, pair by pair."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--invoices", type=int, default=1000)
    chosen = options.parse_known_args()[0]
    with tempfile.TemporaryDirectory() as folder:
        ledger = build(folder, chosen.invoices, 32)
        all_open = build(folder, chosen.invoices)
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env |= {"DEBCLI_LEDGER": str(ledger), "DEBCLI_DATE": DAY.isoformat(), "_DEBCLI_COMPLETE": ""}
        program = [sys.executable, "-m", "debcli"]
        commands = {
            f"today --json, {chosen.invoices} invoices, 32 % open": [*program, "today", "--json"],
            f"today, {chosen.invoices} invoices, 32 % open": [*program, "today"],
            f"today --json, {chosen.invoices} invoices, all open": [
                *program,
                "--ledger",
                str(all_open),
                "today",
                "--json",
            ],
            "--help": [*program, "--help"],
            "log-call": [*program, "log-call", "klant-0", "--outcome", "spoke"],
        }
        for command in (BASELINE, *commands.values()):  # byte code and page cache
            seconds(command, env)
        print(f"baseline: python -c 'import typer, rich.table'; {chosen.runs} runs in turn, medians")
        for name, command in commands.items():
            pairs = [(seconds(BASELINE, env), seconds(command, env)) for _ in range(chosen.runs)]
            base, own = (statistics.median(p[i] for p in pairs) * 1000 for i in (0, 1))
            ratio = statistics.median(own_ / base_ for base_, own_ in pairs)
            print(f"{name:<42} {own:7.0f} ms   baseline {base:5.0f} ms   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
