"""What is exported holds everything, harms no program that reads it, and comes back the same."""

import csv
import io
import json
import shutil
import stat
import subprocess
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import rows
from debcli.ledger.plaintext import Posting, Transaction, to_beancount, to_hledger
from debcli.ledger.transfer import harmless
from debcli.values.money import parse_decimal
from intake.bank_builders import camt, entry, statement, transaction
from reliability.scenes import DAY

NASTY = [
    "=cmd|' /C calc'!A0",
    "+31 6",
    "-2+3",
    "@SUM(A1)",
    "\tTab",
    'Q"uote; \\ | (x) "BV"',
    "; commentaar",
    "(haak) ! *",
    "漢字 😀",
]


@pytest.fixture
def full(book, tmp_path):
    """A ledger with something of each kind, nasty names, other currencies, and money in favour."""
    for n, name in enumerate(NASTY):
        book("add-customer", "--slug", f"raar-{n}", "--phone", "+31 6", "--", name, day="2026-09-01")
        book(
            "add-invoice",
            f"raar-{n}",
            f"=N(1)/{n}",
            "100",
            "--issued",
            "2026-09-01",
            "--about",
            name,
            day="2026-09-01",
        )
    (tmp_path / "f.csv").write_text(
        "klant;factuurnummer;datum;bedrag;valuta\nOslo AS;N-1;2026-08-01;500,00;NOK\n"
    )
    book("import", "f.csv", day="2026-09-01")
    book("credit", "belofte", "2026-001", "10", "--number", "C-1", day="2026-10-02")
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-20")
    book("letter", "belofte", "--kind", "sommatie", "--via", "email", "--bank-checked", day="2026-10-26")
    book("log-payment", "belofte", "2000", day="2026-10-27")
    book("log-payment", "raar-0", "40", day="2026-10-27")
    book(
        "add-invoice",
        "belofte",
        "later",
        "100",
        "--issued",
        "2026-10-27",
        "--due",
        "2026-10-28",
        day="2026-10-27",
    )
    book("apply-balance", "belofte", day="2026-10-28")
    book("write-off", "=N(1)/1", "--because", "=1+1", day="2026-10-27")
    book(
        "log-call",
        "raar-2",
        "--outcome",
        "promise",
        "--amount",
        "50",
        "--by",
        "2026-11-06",
        "--note",
        "-1",
        day="2026-10-27",
    )
    return book


def open_by_customer(book):
    found = {}
    for i in book("invoices", "--json", day="2026-10-28").json["invoices"]:
        key = (i["customer"], i.get("currency", "EUR"))
        found[key] = found.get(key, 0) + parse_decimal(i["open"])
    return found


def test_the_json_comes_back_as_the_same_ledger(full, ledger, tmp_path):
    full("undo", day=DAY)
    made = full("export", "--out", "all.json", "--json").json
    assert made["format"] == "json"
    assert stat.S_IMODE((tmp_path / "all.json").stat().st_mode) == 0o600
    full("--ledger", "new/ledger.db", "import", "all.json")
    assert rows(tmp_path / "new" / "ledger.db") == rows(ledger)
    assert full("--ledger", "new/ledger.db", "check").code == 0
    full("--ledger", "new/ledger.db", "redo", day=DAY)
    assert stat.S_IMODE((tmp_path / "new" / "ledger.db").stat().st_mode) == 0o600
    # again: into one that only says whose it is, what was there is kept; into one with work in it: refused
    full("--ledger", "fresh/ledger.db", "init", "--name", "X", "--iban", "NL91ABNA0417164300")
    full("--ledger", "fresh/ledger.db", "import", "all.json", "--dry-run")
    full("--ledger", "fresh/ledger.db", "import", "all.json")
    assert rows(tmp_path / "fresh" / "ledger.db") == rows(ledger)
    refused = full("--ledger", "new/ledger.db", "import", "all.json", ok=False)
    assert refused.code == 1
    assert "empty ledger" in refused.err


def test_without_out_it_is_printed(full):
    document = json.loads(full("export").out)
    assert {"customer", "invoice", "journal", "document"} <= set(document["tables"])


CHANGES = [
    (lambda d: d.update(schema=999), 4),
    (lambda d: d.update(schema="1"), 1),
    (lambda d: d.update(tables=[]), 1),
    (lambda d: d["tables"].update({"x; DROP TABLE invoice": [{}]}), 1),
    (lambda d: d["tables"]["invoice"][0].update(amount="ten"), 1),
    (lambda d: d["tables"]["invoice"][0].update(amount=-1), 1),
    (lambda d: d["tables"]["invoice"][0].update(amount=10**30), 1),
    (lambda d: d["tables"]["invoice"][0].update(amount=[1]), 1),
    (lambda d: d["tables"]["invoice"][0].update(extra=1), 1),
    (lambda d: d["tables"]["invoice"][0].update(customer_id=77), 1),
    (lambda d: d["tables"]["invoice"].append(d["tables"]["invoice"][0]), 1),
    (lambda d: d["tables"]["invoice"].append("row"), 1),
    (lambda d: d["tables"].pop("creditor"), 1),
    (lambda d: d["tables"]["document"][0].update(content="***"), 1),
    (lambda d: d["tables"]["document"][0].update(content=None), 1),
]


def test_an_export_that_was_changed_is_refused_and_leaves_nothing(full, tmp_path):
    text = full("export").out
    for number, (change, code) in enumerate(CHANGES):
        document = json.loads(text)
        change(document)
        (tmp_path / "bad.json").write_text(json.dumps(document))
        answer = full("--ledger", f"n{number}/ledger.db", "import", "bad.json", ok=False)
        assert answer.code == code, (number, answer.err)
        assert "Traceback" not in answer.err
        assert list((tmp_path / f"n{number}").glob("*") if (tmp_path / f"n{number}").exists() else []) == []
    for content in (text[:-200], text[:150] + "[" * 100_000, '{"format": "debcli-ledger"}'):
        (tmp_path / "bad.json").write_text(content)
        assert full("--ledger", "n/ledger.db", "import", "bad.json", ok=False).code == 1
    document = json.loads(text)
    document["tables"]["invoice"][0]["about"] = "changed by hand"
    (tmp_path / "bad.json").write_text(json.dumps(document))
    full("--ledger", "m/ledger.db", "import", "bad.json")
    assert "changed by hand" in full("--ledger", "m/ledger.db", "check", ok=False).out


@pytest.mark.parametrize("out", ["folder", "all.zip"])
def test_csv_holds_every_row_and_no_formula(full, ledger, tmp_path, out):
    full("export", "--out", out)
    place = tmp_path / out
    if out.endswith(".zip"):
        with zipfile.ZipFile(place) as archive:
            files = {name: archive.read(name).decode() for name in archive.namelist()}
    else:
        files = {path.name: path.read_bytes().decode() for path in place.iterdir()}
        assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}
    for table, found in rows(ledger).items():
        read = list(csv.reader(io.StringIO(files[f"{table}.csv"])))
        assert len(read) == len(found) + 1
        for row in read[1:]:
            assert not any(
                cell[:1] in tuple("=+@\t\r") or (cell[:1] == "-" and not cell[1:2].isdigit()) for cell in row
            )
    assert "1210.00" in files["invoice.csv"]


@given(st.text(st.sampled_from("=+-@\t\r\n 'a1|%"), max_size=6))
def test_what_could_be_a_formula_is_text(text):
    assert not harmless(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"))
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


def test_the_spreadsheet_holds_amounts_as_numbers_and_text_as_text(full, tmp_path):
    full("export", "--out", "all.xlsx")
    assert stat.S_IMODE((tmp_path / "all.xlsx").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "all.xlsx") as book:
        texts = {name: book.read(name).decode() for name in book.namelist()}
    assert "<v>1210</v>" in "".join(texts.values())
    assert not any("<f>" in text for text in texts.values())
    assert "=cmd|" in texts["xl/sharedStrings.xml"]


def test_bad_ways_to_export(full, tmp_path):
    full("export", "--out", "all.json")
    for words, code in (
        (["--out", "all.json"], 1), (["--out", "all.pdf"], 2), (["--out", "all.csv"], 2), (["--format", "csv"], 2), (["--format", "xlsx"], 2),
        (["--out", "all.json/x.json"], 1),
    ):  # fmt: skip
        answer = full("export", *words, ok=False)
        assert (answer.code, answer.out) == (code, ""), words
    before = sorted(tmp_path.iterdir())
    full("export", "--out", "all.json", ok=False)
    assert sorted(tmp_path.iterdir()) == before


# --- the real programs -------------------------------------------------------------------------------------------


def hledger(text, *words):
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed")
    run = subprocess.run(
        ["hledger", "-f", "-", *words], input=text, capture_output=True, text=True, check=False, encoding="utf-8",
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, ""), run.stderr
    return run.stdout


def test_hledger_reads_it_without_complaint_and_finds_the_same_sums(full):
    text = full("export", "--format", "hledger").out
    hledger(text, "check", "--strict", "ordereddates")
    read = list(
        csv.reader(io.StringIO(hledger(text, "balance", "assets:receivable", "--flat", "-N", "-O", "csv")))
    )[1:]
    sums = {}
    for account, amounts in read:
        for amount in amounts.split(", "):
            number, currency = amount.split(" ")
            sums[account.rsplit(":", 1)[1], currency] = parse_decimal(number)
    assert sums == {k: v for k, v in open_by_customer(full).items() if v}
    everything = hledger(text, "balance", "liabilities:in favour", "-N", "-O", "csv")
    assert "-609.70" in everything or "EUR" in everything


def test_a_payment_the_bank_took_back_is_owed_again(book, tmp_path):
    one = transaction(name="Belofte Bouw", iban="NL44RABO0123456789", text="2026-001")
    (tmp_path / "in.xml").write_bytes(camt(statement(entry("1300.00", one))))
    (tmp_path / "back.xml").write_bytes(
        camt(
            statement(
                entry("1300.00", one, mark="DBIT", reversal=True, day="2026-10-12"),
                number="2",
                last="2026-10-12",
            )
        )
    )
    book("import", "in.xml", day="2026-10-08")
    said = book("import", "back.xml", "--json", day="2026-10-13").json
    assert [p["matched"] for p in said["payments"]] == ["returned"]
    assert book("check", day="2026-10-13").code == 0
    text = book("export", "--format", "hledger").out
    hledger(text, "check", "--strict")
    sums = hledger(text, "balance", "assets", "liabilities", "--flat", "-N", "-O", "csv")
    assert "1210.00 EUR" in sums
    assert "bank" not in sums
    assert "in favour" not in sums
    assert beancount(book("export", "--format", "beancount").out)[1] == []


def beancount(text):
    loader = pytest.importorskip("beancount.loader", reason="beancount is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return loader.load_string(text)


def test_beancount_reads_it_without_complaint_and_finds_the_same_sums(full):
    entries, errors, _ = beancount(full("export", "--format", "beancount").out)
    assert errors == []
    sums = {}
    for one in entries:
        for posting in getattr(one, "postings", []):
            if posting.account.startswith("Assets:Receivable:"):
                key = (posting.account.rsplit(":", 1)[1].lower(), posting.units.currency)
                sums[key] = sums.get(key, 0) + int(posting.units.number * 100)
    assert {k: v for k, v in sums.items() if v} == {k: v for k, v in open_by_customer(full).items() if v}


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30
)


@given(st.lists(st.tuples(texts, texts, st.integers(1, 10**11)), min_size=1, max_size=5))
def test_any_name_and_number_is_one_line_of_plain_text(found):
    told = [
        Transaction("2026-01-01", number, name, "invoice", "EUR", (Posting("assets:receivable", "x", n), Posting("income:invoiced", "", -n)))
        for name, number, n in found
    ]  # fmt: skip
    assert len(to_hledger(told).splitlines()) == len(to_beancount(told).splitlines()) + 1
    assert to_hledger(told).count("\n2026-01-01") == len(told)
    assert to_beancount(told).count("\n2026-01-01 *") == len(told)


def test_any_names_pass_the_real_programs():
    told = [
        Transaction("2026-01-01", name, name, "invoice", "EUR", (Posting("assets:receivable", "x", 1), Posting("income:invoiced", "", -1)))
        for name in [*NASTY, "*", "!", "2026-01-01", "a  b", "{x}", "#tag", "^link", "\\", '"', "%", "date:2026", "€ 1", "x" * 300]
    ]  # fmt: skip
    assert beancount(to_beancount(told))[1] == []
    assert hledger(to_hledger(told), "check", "--strict") == ""
