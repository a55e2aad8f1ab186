"""The readers of bank formats against real files, read in place where the checkout has them beside it."""

import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from debcli.errors import InputError
from debcli.intake.banks import BankFile
from debcli.intake.detect import open_file
from debcli.intake.fields import Findings
from debcli.intake.statements import Entry, Statement, account_of

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared test data is not beside this checkout")


def expected(folder):
    return json.loads((DATA / folder / "expected.json").read_text("utf-8"))


def names(folder):
    return sorted(n for n in expected(folder) if (DATA / folder / n).is_file()) if DATA.is_dir() else []


def read(folder, name):
    """Entries, statements, and what is wrong; a file that is no bank's has one error and nothing else."""
    path, found = DATA / folder / name, Findings()
    (source,) = open_file(name, lambda: io.BytesIO(path.read_bytes()))
    if not isinstance(source, BankFile):
        return [], [], [str(e) for e in source.errors], []
    try:
        items = list(source.read(found))
    except InputError as error:
        return [], [], [str(error)], []
    entries = [i for i in items if isinstance(i, Entry)]
    return (
        entries,
        [i for i in items if isinstance(i, Statement)],
        list(map(str, found.errors)),
        list(map(str, found.warnings)),
    )


def cents(text):
    return None if text is None else int(Decimal(text) * 100)


def bare(text):
    return re.sub(r"\s", "", text or "")


@pytest.mark.parametrize("name", names("camt"))
def test_camt(name):
    facts = expected("camt")[name]
    entries, statements, errors, _ = read("camt", name)
    said = [e for s in facts["statements"] for e in s["entries"]]
    if any(e["booking_date"] is None and e["value_date"] is None for e in said):
        assert len(errors) == len(said)  # an entry without any day is left out, and said
        assert all("no day" in e for e in errors)
        return
    assert errors == []
    assert [s.account for s in statements] == [s["account"] for s in facts["statements"]]
    assert sum(e.amount for e in entries) == sum(cents(e["amount"]) for e in said)
    for statement, wanted in zip(statements, facts["statements"], strict=True):
        for balance, key in ((statement.opening, "opening"), (statement.closing, "closing")):
            assert (balance.amount if balance else None) == cents(wanted[key])
        currencies = {b["currency"] for b in wanted["balances"] if b["type"] in {"OPBD", "CLBD", "PRCD"}}
        adds_up = wanted.get("opening_plus_entries_equals_closing")
        if statement.final and adds_up is not None and len(currencies) == 1:
            assert (statement.off == 0) == adds_up
    flat = [
        (e, t)
        for e in said
        for t in (
            e["transactions"] if len(e["transactions"]) > 1 and splits(e) else e["transactions"][:1] or [{}]
        )
    ]
    assert len(entries) == len(flat)
    for entry, (wanted, transaction) in zip(entries, flat, strict=True):
        assert entry.day.isoformat() == (wanted["booking_date"] or wanted["value_date"])[:10]
        assert entry.currency == wanted["currency"]
        assert entry.booked == ("camt.053" in facts["namespace"] and wanted["status"] == "BOOK")
        assert entry.is_return == (wanted["reversal"] or bool(transaction.get("return_reason")))
        if len(wanted["transactions"]) != 1 and not splits(wanted):
            continue
        if not transaction:
            continue
        for text in transaction["unstructured"]:
            assert bare(text) in bare(entry.text)
        assert bare(entry.reference) == bare("".join(transaction["structured_refs"]))
        assert entry.end_to_end == (transaction["end_to_end"] or "").replace("NOTPROVIDED", "")
        if name == "oca_test-sepa-camt-054-unpaid.xml":
            assert (entry.name, entry.iban) == (
                "DEBTOR4",
                "IE16AIBK93110187654321",
            )  # the customer, not the owner
        elif (entry.amount > 0) == (transaction["indicator"] == "CRDT"):
            assert entry.name == (
                transaction["counterparty_by_direction"] or transaction["ultimate_debtor"] or ""
            )
            assert entry.iban == bare(transaction["counterparty_account_by_direction"])


def splits(entry):
    amounts = [t["amount"] for t in entry["transactions"]]
    return (
        len(amounts) > 1 and None not in amounts and sum(map(cents, amounts)) == abs(cents(entry["amount"]))
    )


@pytest.mark.parametrize("name", names("mt940"))
def test_mt940(name):
    facts = expected("mt940")[name]
    entries, statements, errors, _ = read("mt940", name)
    if not facts["complete_statement"]:
        assert errors or statements
        if errors:
            assert entries == [] or facts["statements"]
        return
    assert errors == []
    assert [s.account for s in statements] == [account_of(s["account"]) for s in facts["statements"]]
    for statement, wanted in zip(statements, facts["statements"], strict=True):
        assert statement.entries == wanted["entry_count"]
        assert statement.total == cents(wanted["sum_entries"])
        for balance, key in ((statement.opening, "opening"), (statement.closing, "closing")):
            assert (balance.amount, balance.currency) == (
                cents(wanted[key]["amount"]),
                wanted[key]["currency"],
            )
            assert balance.day.isoformat() == wanted[key]["date"]
        assert (statement.off == 0) == wanted["opening_plus_entries_equals_closing"]
    said = [e for s in facts["statements"] for e in s["entries"]]
    for entry, wanted in zip(entries, said, strict=True):
        assert entry.amount == cents(wanted["amount"])
        assert entry.is_return >= (wanted["mark"] in {"RC", "RD"})
        month_and_day = wanted["entry_mmdd"] or wanted["value_date"][5:].replace("-", "")
        assert entry.day.strftime("%m%d") == month_and_day
        if slash := wanted["parsed_slash"]:
            assert bare(entry.name) == bare(slash.get("name") or "") or "cntp" in slash
            assert bare(entry.iban) == bare(slash.get("iban") or "") or "cntp" in slash
        elif german := wanted["parsed_german"]:
            assert bare(entry.name) == bare(german["name"] or "")
            assert bare(entry.text) in bare(german["purpose"]) or bare(german["purpose"]) in bare(entry.text)
        elif "?00" not in wanted["info"]:
            kept = f"{entry.text} {entry.name} {entry.iban} {entry.reference}"
            words = set(re.findall(r"[A-Za-z]{6,}", wanted["info"])) - {"BETALINGSKENM"}
            assert all(word in kept for word in words)


@pytest.mark.parametrize("name", names("coda"))
def test_coda(name):
    facts = expected("coda")[name]
    entries, statements, errors, warnings = read("coda", name)
    if facts["statements"][0]["version"] != "2":
        assert (entries, statements) == ([], [])
        assert "version '5'" in errors[0]
        return
    (wanted,) = facts["statements"]
    (statement,) = statements
    main = [m for m in wanted["movements"] if m["detail"] == "0000"]
    whole = [m for m in main if Decimal(m["amount"]) * 100 % 1 == 0]
    assert len(errors) == len(main) - len(whole)  # tenths of a cent are not rounded, they are refused
    assert statement.account == wanted["account"]
    assert statement.opening.amount == cents(wanted["opening"])
    if statement.closing is None:
        assert any("balance" in w for w in warnings)
    else:
        assert statement.closing.amount == cents(wanted["closing"])
        if not errors:
            assert (statement.off == 0) == wanted["opening_plus_main_equals_closing"]
    assert statement.total == sum(cents(m["amount"]) for m in whole)
    for entry, movement in zip(entries, whole, strict=True):
        assert entry.amount == cents(movement["amount"])
        assert entry.day.isoformat() == movement["booking_date"]
        assert entry.name == (movement["counterparty"] or "")
        assert bare(entry.iban) == bare(movement["counterparty_account"]).split("EUR")[0][
            :34
        ] or name.startswith("wimverstuyf")
        if movement["communication_type"] == "free":
            assert bare(entry.text) == bare(movement["communication"])
        elif movement.get("structured_reference"):
            assert entry.reference == re.sub(r"\D", "", movement["structured_reference"])


@pytest.mark.parametrize("name", names("csv_bank"))
def test_csv(name):
    facts = expected("csv_bank")[name]
    entries, _, errors, _ = read("csv_bank", name)
    if facts["bank"] is None:
        assert entries == []
        assert errors
        assert "--map date=" in " ".join(errors) or "not recognised" in errors[0] or name.startswith("paypal")
        header = (DATA / "csv_bank" / name).read_text("latin-1").splitlines()[0]
        if "header" not in name:
            assert re.findall(r"\w+", header)[0] in " ".join(errors)  # the columns that were found
        return
    assert errors == []
    wanted = [e for e in facts["entries"] if cents(e["amount"])]
    assert len(entries) == len(wanted)
    assert sum(e.amount for e in entries) == cents(facts["sum"])
    for entry, said in zip(entries, wanted, strict=True):
        assert (entry.day.isoformat(), entry.amount, entry.currency) == (
            said["date"],
            cents(said["amount"]),
            said["currency"],
        )
        assert entry.account == said["account"]
        if said.get("counterparty"):
            assert entry.name == said["counterparty"]
        if said.get("counterparty_account"):
            assert entry.iban == bare(said["counterparty_account"])
        assert entry.booked == (said.get("seq") != "2021-")


def test_how_many_real_files_give_their_facts():
    """Prints the figures: files read, files refused and why."""
    passed, refused = [], []
    for folder in ("camt", "mt940", "coda", "csv_bank"):
        for name in names(folder):
            entries, statements, errors, _ = read(folder, name)
            (passed if statements and not (errors and not entries) else refused).append(
                (f"{folder}/{name}", errors[:1])
            )
    print(f"\nbank files read: {len(passed)}; refused: {len(refused)}")
    for name, errors in refused:
        print(f"  refused {name}: {errors[0][:110] if errors else ''}")
    assert len(passed) >= 75
    assert all(errors for _, errors in refused)


def test_hostile_bank_files_do_no_harm():
    entries, statements, errors, _ = read("hostile", "mt940_garbage.sta")
    assert entries == []
    assert [e.split(":")[0] for e in errors] == ["line 5", "line 7"]
    assert statements[0].off == 1000
    assert "not a UBL" in read("hostile", "camt_not_camt.xml")[2][0]
    assert "leads out" in read("hostile", "zip_slip.zip")[2][0]
