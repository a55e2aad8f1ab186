"""How the morning grows with the number of customers: whole processes, few and many in turn, in one run.

    python tests/bench/many.py [--runs 9] [--few 50] [--many 5000]

Every customer has something open. Two ledgers: a lifelike one, in which a fifth needs something today and the others wait for a due
day, a letter's term, a promise or a dispute; and one in which nobody was ever called, so that nearly everybody does. A benchmark,
not a test: read the ratios. The aim is less than 4 for `today` on the lifelike ledger.
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

DAY = date(2026, 10, 26)
AIM = 4.0


def build(folder, customers, *, lifelike):
    """A ledger of so many customers, each with one or two open invoices; in the lifelike one with three paid ones too."""
    from debcli.ledger import booked, journal, letters, talk, write
    from debcli.ledger.connection import create
    from debcli.receivables.booking import Booking, Part
    from debcli.receivables.facts import Letter, LetterKind, Outcome

    path = Path(folder) / f"{customers}-{'lifelike' if lifelike else 'untouched'}.db"
    create(path)
    with journal.unit(path, command="bench", day=DAY, now=datetime(2026, 10, 26, 8)) as work:
        write.set_creditor(work, name="Studio Vos", iban="NL91ABNA0417164300")

        def invoice(customer, number, due):
            return booked.add_invoice(
                work, customer_id=customer, number=number, amount=50_000, issued=due - timedelta(30), due=due
            )

        def said(customer, outcome, on, about):
            return talk.record_contact(
                work, customer_id=customer, on=on, via="phone", outcome=outcome, invoices=about
            )

        def sent(customer, kind, on, until, about, contact=None):
            made = Letter(
                0,
                customer,
                kind,
                "nl",
                on,
                until,
                50_000 * len(about),
                contact=contact,
                invoices=tuple(about),
            )
            letters.mark_sent(work, letters.record_letter(work, made, {}), on=on, via="email", deadline=until)

        for at in range(customers):
            who = write.add_customer(
                work, name=f"Klant {at}", phone="06 1234 5678", email="post@klant.example"
            ).id
            state = at % 20 if lifelike else 7
            late = DAY - timedelta({7: 0, 8: 4}.get(state, 5 if state < 14 else 12))
            due = DAY + timedelta(3 + at % 20) if state < 7 else late
            about = [invoice(who, f"N-{at}-{n}", due) for n in range(1 + at % 3 // 2)]
            for n in range(3 if lifelike else 0):
                old = DAY - timedelta(90 + 40 * n)
                paid = invoice(who, f"P-{at}-{n}", old)
                booked.record_payment(
                    work, customer_id=who, amount=50_000, on=old, booking=Booking((Part(paid, 50_000),), 0)
                )
            if state > 8:
                said(who, Outcome.SPOKE, due, about)
            if 14 <= state < 17:
                sent(who, LetterKind.HERINNERING, DAY - timedelta(3), DAY + timedelta(4), about)
            elif 17 <= state < 19:
                contact = said(who, Outcome.PROMISE, DAY - timedelta(3), about)
                talk.record_promise(work, customer_id=who, contact_id=contact, made_on=DAY - timedelta(3), by=DAY + timedelta(4),
                                     amount=50_000, invoices=about)  # fmt: skip
                sent(who, LetterKind.BEVESTIGING, DAY - timedelta(3), None, about, contact)
            elif state == 19:
                for one in about:
                    talk.record_dispute(
                        work,
                        customer_id=who,
                        invoice_id=one,
                        on=DAY - timedelta(3),
                        solve_by=DAY + timedelta(4),
                    )
    return path


def seconds(command, env):
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    """Print a row per ledger and form: median milliseconds of few and many, and the median ratio, pair by pair."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--few", type=int, default=50)
    options.add_argument("--many", type=int, default=5000)
    chosen = options.parse_args()
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}}
    env |= {"DEBCLI_DATE": DAY.isoformat(), "_DEBCLI_COMPLETE": ""}
    with tempfile.TemporaryDirectory() as folder:
        for lifelike in (True, False):
            few, many = (build(folder, count, lifelike=lifelike) for count in (chosen.few, chosen.many))
            for form in ((), ("--json",)):
                commands = [
                    [sys.executable, "-m", "debcli", "--ledger", str(path), "today", *form]
                    for path in (few, many)
                ]
                for command in commands:  # byte code and page cache
                    seconds(command, env)
                pairs = [[seconds(command, env) for command in commands] for _ in range(chosen.runs)]
                one, other = (statistics.median(p[i] for p in pairs) * 1000 for i in (0, 1))
                ratio = statistics.median(b / a for a, b in pairs)
                name = f"today{' --json' if form else ''}, {'lifelike' if lifelike else 'nobody ever called'}"
                verdict = "" if form or not lifelike else f"   {'under' if ratio < AIM else 'OVER'} {AIM:.0f}"
                print(
                    f"{name:<36} {chosen.few}: {one:4.0f} ms   {chosen.many}: {other:5.0f} ms   ratio {ratio:.2f}{verdict}"
                )


if __name__ == "__main__":
    main()
