"""The morning beside what one would use instead, on the same invoices, in one run: whole processes, in turn.

    python tests/bench/beside.py [--runs 15] [--sizes 100 10000 100000] [--badcop PROGRAM]

Prints the Markdown table of docs/performance.md. Needs `hledger` and `task` (taskwarrior) on the path; badcop (PyPI) is installed into
a throwaway environment unless its program is given. What is missing is left out and said. A benchmark, not a test: only the ratios
count, each the median of runs in turn with its middle half.
"""

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path

DAY = date(2026, 10, 26)
OPEN = {100: 10, 10_000: 320, 100_000: 3_200}
CUSTOMERS = {100: 21, 10_000: 200, 100_000: 1_000}  # who is longer in business has more invoices of each
PROGRAM = [sys.executable, "-m", "debcli"]
SCREEN = [sys.executable, "-c", "import typer, rich.table"]
STORE = [sys.executable, "-c", "import sqlmodel, typer"]
SLOW = 2.0  # seconds: of what takes longer, three runs are enough


def invoices(count):
    """Number, customer, cents, issued, due, and the day it was paid or None."""
    many = CUSTOMERS.get(count, max(1, count // 100))
    every = count // OPEN.get(count, max(1, count * 32 // 1000))
    for n in range(count):
        is_open = n % every == every - 1
        due = DAY + timedelta(10 - n * 7 % 50) if is_open else DAY - timedelta(40 + n % 1_400)
        yield (
            f"N-{n}",
            n % many,
            10_000 + n * 37 % 250_000,
            due - timedelta(30),
            due,
            None if is_open else due + timedelta(n % 9),
        )


def ledger(path, count):
    """The ledger, as rows: writing a hundred thousand invoices command by command would take the run's best hour."""
    from debcli.ledger import journal, write
    from debcli.ledger.connection import create

    create(path)
    with journal.unit(path, command="bench", day=DAY, now=datetime(2026, 10, 26, 8)) as work:
        write.set_creditor(work, name="Studio Vos", iban="NL91ABNA0417164300")
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("BEGIN")
    known = {}
    for number, who, cents, issued, due, paid in invoices(count):
        if who not in known:
            known[who] = conn.execute(
                "INSERT INTO customer (slug, name, kind, country, law, language, phone, email)"
                " VALUES (?, ?, 'business', 'NL', 'nl', 'nl', '06 1234 5678', 'post@klant.example')",
                (f"klant-{who}", f"Klant {who}"),
            ).lastrowid
        customer = known[who]
        invoice = conn.execute(
            "INSERT INTO invoice (customer_id, number, amount, issued, due, settled_on) VALUES (?, ?, ?, ?, ?, ?)",
            (customer, number, cents, issued.isoformat(), due.isoformat(), paid and paid.isoformat()),
        ).lastrowid
        if paid:
            on = paid.isoformat()
            payment = conn.execute(
                "INSERT INTO payment (customer_id, amount, on_day) VALUES (?, ?, ?)", (customer, cents, on)
            )
            conn.execute("INSERT INTO allocation (invoice_id, payment_id, amount, on_day, entry_id) VALUES (?, ?, ?, ?, 1)",
                         (invoice, payment.lastrowid, cents, on))  # fmt: skip
        elif due < DAY:
            contact = conn.execute(
                "INSERT INTO contact (customer_id, on_day, via, outcome, entry_id) VALUES (?, ?, 'phone', 'spoke', 1)",
                (customer, due.isoformat()),
            ).lastrowid
            conn.execute(
                "INSERT INTO contact_invoice (contact_id, invoice_id) VALUES (?, ?)", (contact, invoice)
            )
    conn.execute("COMMIT")
    conn.close()


def for_badcop(folder, count):
    """Its settings as `badcop init` writes them, in euro, and the invoices as its CSV."""
    steps = [(-3, "courtesy"), (1, "friendly"), (7, "firm"), (14, "final"), (30, "escalate")]
    (folder / "badcop.toml").write_text(
        '[sender]\nname = "Studio Vos"\nemail = "vos@studio.example"\nreply_to = "vos@studio.example"\nowner_email = "vos@studio.example"\n'
        'owner_name = "Vos"\n[smtp]\nhost = "localhost"\nport = 25\nusername = ""\npassword_env = "NONE"\nstarttls = false\n'
        '[terms]\ncurrency = "EUR"\nnet_days = 30\ngrace_days = 0\nlate_fee_pct = 0\nlate_fee_flat = 0\n'
        '[behaviour]\ncatch_up = false\ntemplates_dir = "templates"\n'
        + "".join(f'[[steps]]\noffset_days = {days}\nname = "{name}"\n' for days, name in steps)
    )
    with (folder / "invoices.csv").open("w") as out:
        out.write(
            "invoice_id,client_name,client_email,amount,currency,issued_date,due_date,status,paid_date,late_fee_pct,grace_days,pay_link,notes\n"
        )
        for number, who, cents, issued, due, paid in invoices(count):
            out.write(
                f"{number},Klant {who},post@klant.example,{cents // 100}.{cents % 100:02},EUR,{issued},{due},{'paid' if paid else 'open'},{paid or ''},,,,\n"
            )


def for_task(folder, count):
    """A task for each invoice, as its import reads them."""

    def stamp(day):
        return f"{day:%Y%m%d}T000000Z"

    tasks = []
    for number, who, cents, issued, due, paid in invoices(count):
        one = {"uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, number)), "description": f"{number} {cents / 100:.2f}", "project": f"klant-{who}",
               "entry": stamp(issued), "due": stamp(due), "status": "completed" if paid else "pending"}  # fmt: skip
        tasks.append(one | ({"end": stamp(paid)} if paid else {}))
    (folder / "taskrc").write_text(f"data.location={folder / 'task'}\nconfirmation=off\nverbose=nothing\n")
    (folder / "task").mkdir()
    (folder / "tasks.json").write_text(json.dumps(tasks))
    env = os.environ | {"TASKRC": str(folder / "taskrc")}
    subprocess.run(["task", "import", str(folder / "tasks.json")], env=env, check=True, capture_output=True)


def prepare(folder, size, env):
    """Everything that is read for so many invoices."""
    folder.mkdir()
    ledger(folder / "ledger.db", size)
    for_badcop(folder, size)
    if shutil.which("task"):
        for_task(folder, size)
    out = ["export", "--format", "hledger", "--out", str(folder / "books.journal")]
    own = [*PROGRAM, "--ledger", str(folder / "ledger.db")]
    subprocess.run([*own, *out], env=env, check=True, capture_output=True)


def measured(command, env, cwd):
    """Seconds and peak memory in MB of one process, and whether it ended well."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, process.returncode == 0


def beside(own, other, env, cwd, runs):
    """Medians of both in ms, the median ratio with its middle half, and the peak memory of the first; None where one fails."""
    first = [measured(command, env, cwd) for command in (own, other)]  # byte code and page cache
    if not all(ended for *_, ended in first):
        return None
    runs = min(runs, 3) if max(took for took, *_ in first) > SLOW else runs
    pairs = [(measured(own, env, cwd), measured(other, env, cwd)) for _ in range(runs)]
    ratios = sorted(a[0] / b[0] for a, b in pairs)
    ms = [statistics.median(pair[at][0] for pair in pairs) * 1000 for at in (0, 1)]
    return (
        *ms,
        statistics.median(ratios),
        ratios[len(ratios) // 4],
        ratios[3 * len(ratios) // 4],
        max(a[1] for a, _ in pairs),
    )


def badcop(given, folder):
    """The program of badcop, installed if need be; None where it cannot be."""
    if given:
        return given
    subprocess.run([sys.executable, "-m", "venv", folder / "badcop"], check=True)
    got = subprocess.run(
        [folder / "badcop/bin/pip", "install", "-q", "badcop"], check=False, capture_output=True
    )
    return str(folder / "badcop/bin/badcop") if got.returncode == 0 else None


def versions(chasing):
    """What was measured, and on what."""
    from importlib.metadata import version

    def said(*command):
        return (
            subprocess.run(command, capture_output=True, text=True, check=False).stdout.split("\n")[0].strip()
        )

    names = [
        f"debcli {version('debcli')}",
        f"typer {version('typer')}",
        f"rich {version('rich')}",
        f"sqlmodel {version('sqlmodel')}",
    ]
    names += [said(chasing, "--version")] if chasing else ["no badcop"]
    names += [said("hledger", "--version")] if shutil.which("hledger") else ["no hledger"]
    names += [f"task {said('task', '--version')}"] if shutil.which("task") else ["no task"]
    return f"{', '.join(names)}; CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"


def main():
    """Make the ledgers and what the others read, then print a row per pair: medians, ratio, goal."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--sizes", type=int, nargs="+", default=list(OPEN))
    options.add_argument("--badcop", help="the program, where it is installed already")
    chosen = options.parse_args()
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}}
    env |= {"DEBCLI_DATE": DAY.isoformat(), "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as temporary:
        top = Path(temporary)
        chasing = badcop(chosen.badcop, top)
        folders = {size: top / str(size) for size in chosen.sizes}
        for size, folder in folders.items():
            # In a process of its own: the peak memory of a child counts what its parent held when it began.
            maker = multiprocessing.get_context("spawn").Process(target=prepare, args=(folder, size, env))
            maker.start()
            maker.join()
            if maker.exitcode:
                sys.exit(f"The files for {size} invoices could not be made.")

        def today(size):
            return [*PROGRAM, "--ledger", str(folders[size] / "ledger.db"), "today"]

        print(f"{versions(chasing)}.\n")
        print(
            "| debcli | ms | beside | ms | ratio (middle half) | goal | |\n|---|---:|---|---:|---|---:|---|"
        )

        def row(name, own, what, other, goal, *, more=None, size=None):
            cwd = folders[size or chosen.sizes[0]]
            here = env | (more or {}) | {"TASKRC": str(cwd / "taskrc")}
            found = beside(own, other, here, cwd, chosen.runs)
            if found is None:
                print(f"| {name} | | {what} | | could not be run | {goal or ''} | |", flush=True)
                return None
            mine, theirs, ratio, low, high, peak = found
            verdict = "" if goal is None else "met" if ratio <= goal else "**missed**"
            goal = "" if goal is None else goal
            print(
                f"| {name} | {mine:.0f} | {what} | {theirs:.0f} | {ratio:.2f} ({low:.2f} to {high:.2f}) | {goal} | {verdict} |",
                flush=True,
            )
            return peak

        goals = {
            100: {"badcop": 1.0},
            10_000: {"badcop": 0.35, "hledger": 0.2},
            100_000: {"badcop": 0.05, "task": 0.5},
        }
        peaks = {}
        for size, folder in folders.items():
            others = {
                "badcop": [chasing, "run", "--dry-run", "--today", DAY.isoformat()] if chasing else None,
                "hledger": ["hledger", "-f", str(folder / "books.journal"), "balance"]
                if shutil.which("hledger")
                else None,
                "task": ["task", "list"] if shutil.which("task") else None,
            }
            shown = {
                "badcop": "`badcop run --dry-run`",
                "hledger": "`hledger balance`",
                "task": "`task list`",
            }
            for name, goal in goals.get(size, dict.fromkeys(others)).items():
                if (command := others[name]) is not None:
                    peaks[size] = row(
                        f"`today`, {size:,} invoices", today(size), shown[name], command, goal, size=size
                    )
        small, large = min(folders), max(folders)
        words, store = "`import typer, rich.table`", "`import sqlmodel, typer`"
        book = folders[small] / "ledger.db"
        complete = {
            "DEBCLI_LEDGER": str(book),
            "_DEBCLI_COMPLETE": "complete_bash",
            "COMP_WORDS": "debcli show kla",
            "COMP_CWORD": "2",
        }
        row(f"`today`, {small:,} invoices", today(small), words, SCREEN, 1.3)
        if large != small:
            row(
                f"`today`, {large:,} invoices",
                today(large),
                f"`today`, {small:,} invoices",
                today(small),
                3.0,
            )
        row("`--help`", [*PROGRAM, "--help"], words, SCREEN, 1.5)
        row("completing a customer", PROGRAM, words, SCREEN, 1.5, more=complete)
        called = [*PROGRAM, "--ledger", str(book), "log-call", "klant-1", "--outcome", "spoke"]
        row("`log-call`", called, store, STORE, 1.3)
        print(
            "\nPeak memory of `today`: "
            + ", ".join(f"{peak:.0f} MB on {size:,} invoices" for size, peak in peaks.items() if peak)
            + " (goal: 80 MB)."
        )
        print(
            "Open: "
            + ", ".join(f"{sum(one[5] is None for one in invoices(size)):,} of {size:,}" for size in folders)
            + "."
        )


if __name__ == "__main__":
    main()
