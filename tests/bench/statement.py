"""How long a year of a busy account takes to import, and how much memory: a CAMT.053, an MT940 and a CSV of so many entries.

    python tests/bench/statement.py [--entries 100000] [--invoices 2000]

A benchmark, not a test. Half of the entries are credits, one in fifty of them pays an invoice.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

OWN = "NL91ABNA0417164300"
HEAD = '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"\n'


def entries(count, invoices):
    """Day, cents, name, text, reference of each entry."""
    for n in range(count):
        day = date(2026, 1, 1) + timedelta(days=n * 300 // count)
        paying = n % 100 == 1 and n // 100 < invoices
        amount = 10_000 + n // 100 if paying else (1_000 + n % 5_000) * (1 if n % 2 else -1)
        text = f"factuur 2026-{n // 100:05}" if paying else f"bestelling {n * 7919 % 1_000_003}"
        yield day, amount, f"Klant {n // 100}" if paying else f"Winkel {n % 977}", text, f"R{n:08}"


def camt(path, count, invoices):
    """A CAMT.053 of one statement."""
    with path.open("w") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>'
                  f"<Acct><Id><IBAN>{OWN}</IBAN></Id></Acct>")  # fmt: skip
        for day, amount, name, text, ref in entries(count, invoices):
            role = "Dbtr" if amount > 0 else "Cdtr"
            out.write(f'<Ntry><Amt Ccy="EUR">{abs(amount) // 100}.{abs(amount) % 100:02}</Amt><CdtDbtInd>{"CRDT" if amount > 0 else "DBIT"}</CdtDbtInd>'
                      f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{ref}</AcctSvcrRef>"
                      "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
                      f"<NtryDtls><TxDtls><Refs><EndToEndId>E{ref}</EndToEndId></Refs><RltdPties><{role}><Pty><Nm>{name}</Nm></Pty></{role}></RltdPties>"
                      f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n")  # fmt: skip
        out.write("</Stmt></BkToCstmrStmt></Document>")


def mt940(path, count, invoices):
    """An MT940 of one statement."""
    with path.open("w") as out:
        out.write(f":20:X\n:25:{OWN}\n:28C:1\n:60F:C260101EUR0,00\n")
        for day, amount, name, text, ref in entries(count, invoices):
            out.write(f":61:{day:%y%m%d%m%d}{'C' if amount > 0 else 'D'}{abs(amount) // 100},{abs(amount) % 100:02}NTRFEREF//{ref}\n"
                      f":86:/EREF/E{ref}//NAME/{name}/REMI/{text}\n")  # fmt: skip
        out.write(":62F:C261231EUR0,00\n-\n")


def csv(path, count, invoices):
    """An ING CSV."""
    with path.open("w") as out:
        out.write(HEAD)
        for day, amount, name, text, ref in entries(count, invoices):
            out.write(f'"{day:%Y%m%d}";"{name}";"{OWN}";"";"OV";"{"Bij" if amount > 0 else "Af"}";"{abs(amount) // 100},{abs(amount) % 100:02}";"x";'
                      f'"Naam: {name} Omschrijving: {text} {ref}"\n')  # fmt: skip


def run(words, env):
    """Seconds and peak memory in MB of one command."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "debcli", *words], env=env, stdout=subprocess.PIPE, text=True
    )
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(out)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, out


def main():
    """Print a row per format: size, seconds, peak memory; then the same file again."""
    options = argparse.ArgumentParser()
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--invoices", type=int, default=2_000)
    chosen = options.parse_args()
    print(
        f"{chosen.entries:,} entries, {chosen.invoices:,} invoices; peak of this process so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    for name, make in (("camt.053", camt), ("mt940", mt940), ("csv", csv)):
        with tempfile.TemporaryDirectory() as folder:
            env = os.environ | {"DEBCLI_LEDGER": f"{folder}/l.db", "DEBCLI_DATE": "2026-11-20"}
            rows = [
                f"Klant {n};2026-{n:05};2025-12-01;2026-01-01;{(10_000 + n) / 100:.2f}"
                for n in range(chosen.invoices)
            ]
            (Path(folder) / "f.csv").write_text(
                "\n".join(["klant;factuurnummer;factuurdatum;vervaldatum;bedrag", *rows])
            )
            path = Path(folder) / "statement"
            make(path, chosen.entries, chosen.invoices)
            run(["init", "--name", "Studio Vos", "--iban", OWN], env)
            run(["import", f"{folder}/f.csv"], env)
            for what in ("first", "again"):
                seconds, memory, out = run(["import", str(path)], env)
                print(
                    f"{name:<9} {what:<6} {path.stat().st_size / 1e6:6.1f} MB  {seconds:6.1f} s  {memory:6.0f} MB   {out.splitlines()[0]}"
                )
            seconds, memory, _ = run(["today"], env)
            print(f"{name:<9} today                {seconds:6.2f} s  {memory:6.0f} MB")


if __name__ == "__main__":
    main()
