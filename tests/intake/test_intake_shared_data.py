"""The importers against real files, read in place where the checkout has them beside it; nothing of them is kept here."""

import json
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from debcli.intake.detect import read_file
from debcli.intake.matching import plan_import
from debcli.intake.plan import Known
from debcli.receivables.facts import Creditor
from debcli.values.money import parse_decimal
from debcli.values.text import for_terminal, same_name

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared test data is not beside this checkout")
ME = Creditor("Studio Kompas", "NL91ABNA0417164300")


def load(folder):
    return json.loads((DATA / folder / "expected.json").read_text("utf-8"))


def read(folder, name):
    return read_file(name, (DATA / folder / name).read_bytes())


def names(folder):
    return sorted(load(folder)) if DATA.is_dir() else []


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("name", names("ubl"))
def test_ubl(name):
    facts, found = load("ubl")[name], read("ubl", name)
    assert (found.format, found.errors) == ("ubl", ())
    payable = parse_decimal(facts["payable"])
    is_credit = facts["document"] == "CreditNote" or payable < 0
    assert (len(found.invoices), len(found.credits)) == ((0, 1) if is_credit else (1, 0))
    (record,) = found.credits or found.invoices
    assert record.number == facts["number"]
    assert record.issued == day(facts["issue_date"])
    assert (record.amount, record.currency) == (abs(payable), facts["currency"])
    for party, said in ((record.customer, facts["customer"]), (record.supplier, facts["supplier"])):
        assert party.name == said["display_name"]
        assert party.vat == (said["vat"] or "")
        if said["legal_ids"]:
            assert (party.legal_id, party.legal_scheme) == (
                said["legal_ids"][0]["id"],
                said["legal_ids"][0]["scheme"] or "",
            )
        assert party.address.startswith(said["street"] or "")
        assert (party.postcode, party.city, party.country) == (
            said["postcode"] or "",
            said["city"] or "",
            said["country"] or "",
        )
        assert (party.email, party.phone, party.contact) == (
            said["email"] or "",
            said["phone"] or "",
            said["contact"] or "",
        )
    assert record.supplier.iban == (facts["iban"] or "")
    assert any("IBAN" in str(w) for w in found.warnings) == (facts["iban_mod97_valid"] is False)
    if is_credit:
        assert record.billing_references == tuple(facts["billing_references"])
    else:
        assert (record.due, record.due_source) == (day(facts["due_date"]), facts["due_source"] or "")
        assert any("no due date" in str(w) for w in found.warnings) == (facts["due_date"] is None)
        assert record.reference == (facts["payment_reference"] or "")


def test_the_whole_folder_counts_and_reports_each_double():
    expected = load("ubl")
    reads = [read("ubl", name) for name in expected]
    assert sum(len(r.invoices) for r in reads) == 27
    assert sum(len(r.credits) for r in reads) == 4
    plan = plan_import(reads, Known(ME))
    supplier = {name: (same_name(f["supplier"]["display_name"]), f["number"]) for name, f in expected.items()}
    counts = Counter(supplier.values())
    assert sorted(n for n in counts.values() if n > 1) == [2, 2, 2, 5, 5, 5]
    # of each number that returns, all documents but one are reported: known, in conflict, or a credit note beside an invoice
    for key, count in counts.items():
        outcomes = [f for f in plan.files if supplier[f.file] == key]
        reports = [
            f
            for f in outcomes
            if any(
                w in str(p)
                for p in (*f.errors, *f.warnings)
                for w in ("more than once", "already, with other", "as well")
            )
        ]
        assert len(reports) == count - 1, key
    figures = [sum(getattr(f, what) for f in plan.files) for what in ("new", "known", "skipped")]
    assert sum(figures) == 31
    print("ubl folder: new, known, refused =", figures, "customers =", len(plan.customers))


def test_the_order_of_the_folder_does_not_change_what_is_accepted():
    reads = [read("ubl", name) for name in names("ubl")]
    forth, back = plan_import(reads, Known(ME)), plan_import(reads[::-1], Known(ME))
    assert {(e.issuer, e.record.number) for e in forth.invoices} == {
        (e.issuer, e.record.number) for e in back.invoices
    }
    assert len(forth.credits) == len(back.credits) == 4


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("xxe_file.xml", "DOCTYPE"),
        ("billion_laughs.xml", "DOCTYPE"),
        ("wrong_encoding_declared_utf8_is_latin1.xml", "encoding"),
        ("truncated.xml", "not well-formed"),
        ("zero_bytes.xml", "empty"),
        ("zero_bytes.csv", "empty"),
        ("camt_not_camt.xml", "not a UBL"),
    ],
)
def test_hostile_files_are_refused(name, word):
    begin = time.perf_counter()
    found = read("hostile", name)
    assert time.perf_counter() - begin < 2
    assert (found.invoices, found.credits) == ((), ())
    assert word in str(found.errors[0])
    assert "root:" not in str(found)


@pytest.mark.parametrize(
    ("name", "accepted", "refused_lines"),
    [
        ("negative_and_zero_amounts.csv", ["2026-003"], ["line 5", "line 6", "line 7", "line 8"]),
        (
            "impossible_dates.csv",
            ["2024-012", "2026-016"],
            ["line 2", "line 3", "line 5", "line 6", "line 7"],
        ),
        ("control_and_bidi.csv", ["2026-040", "2026-042", "2026-043", "2026-044", "2026-045"], ["line 3"]),
        ("bom_crlf_semicolon.csv", ["2026-050"], []),
        ("windows1252.csv", ["2026-060"], []),
    ],
)
def test_hostile_tables(name, accepted, refused_lines):
    found = read("hostile", name)
    assert [i.number for i in found.invoices] == accepted
    assert sorted({e.where for e in found.errors}) == refused_lines
    if name.startswith("negative"):
        assert [c.amount for c in found.credits] == [12_100]
        assert found.invoices[0].amount == 121_050
    if name.startswith("impossible"):
        assert found.invoices[1].issued == date(2026, 1, 5)
    if name.startswith("windows"):
        assert found.invoices[0].customer.name == load("hostile")[name]["expect"].split('"')[1]


def test_a_double_with_another_customer_is_a_conflict():
    first, other = (
        read("hostile", "duplicate_number_first.xml"),
        read("hostile", "duplicate_number_other_customer.xml"),
    )
    plan = plan_import([first, first, other], Known(ME))
    assert [(f.new, f.known, f.skipped) for f in plan.files] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert len(plan.customers) == 1


def test_open_items_with_an_unnamed_column_in_front():
    found = read("ar", "openstaande_posten_afas_excerpt.csv")
    assert found.errors == ()
    lines = (DATA / "ar" / "openstaande_posten_afas_excerpt.csv").read_text("utf-8").splitlines()[1:]
    wanted = [line.split(",") for line in lines]
    assert [(i.number, i.customer.name, i.issued, i.due) for i in found.invoices] == [
        (w[1], w[2], day(w[5]), day(w[6])) for w in wanted
    ]
    assert [(i.amount, i.open) for i in found.invoices] == [
        (parse_decimal(w[7]), parse_decimal(w[8])) for w in wanted
    ]


@pytest.mark.parametrize("folder", ["camt", "mt940", "coda", "csv_bank", "vcard", "strings"])
def test_nothing_else_is_taken_for_an_invoice(folder):
    for path in sorted((DATA / folder).iterdir()):
        found = read_file(path.name, path.read_bytes())
        assert (found.invoices, found.credits) == ((), ()), path.name
        assert found.errors, path.name


def test_every_hostile_string_as_a_name_is_clean_or_refused():
    strings = [
        s
        for s in (DATA / "strings" / "blns.txt").read_text("utf-8").split("\n")
        if s and not s.startswith("#")
    ]
    rows = [
        f'{n};"{s.replace(chr(34), chr(34) * 2)}";2026-03-02;2026-04-01;1,00' for n, s in enumerate(strings)
    ]
    found = read_file("x", "\n".join(["factuurnummer;klant;factuurdatum;vervaldatum;bedrag", *rows]).encode())
    assert len(found.invoices) + found.skipped == len(strings)
    assert all(for_terminal(i.customer.name) == i.customer.name for i in found.invoices)
    print("hostile names: taken", len(found.invoices), "refused", found.skipped)
