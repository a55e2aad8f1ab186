"""import, init and demo at the command line: what is brought in, what is refused, and that twice is once."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import rows

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
CSV = """klant;factuurnummer;factuurdatum;vervaldatum;bedrag;openstaand;kleur
Belofte Bouw B.V.;2026-001;2026-09-01;2026-10-01;1.210,00;1.210,00;rood
Drukkerij Peeters;2026-002;2026-09-28;2026-10-28;544,50;244,50;blauw
Drukkerij Peeters;2026-003;31-02-2026;2026-10-28;100,00;;geel
"""


@pytest.fixture
def mine(debcli, tmp_path):
    debcli("init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300")
    (tmp_path / "f.csv").write_text(CSV)
    return debcli


def test_a_csv_of_invoices_is_brought_in_and_each_bad_row_named(mine):
    said = mine("import", "f.csv", "--json").json
    (file,) = said["files"]
    assert (file["format"], file["new"], file["known"]) == ("csv-invoices", 2, 0)
    assert [e["where"] for e in file["errors"]] == ["line 4"]
    assert said["invoices"] == ["2026-001", "2026-002"]
    assert said["customers"] == ["belofte-bouw", "drukkerij-peeters"]
    assert any("kleur" in w["message"] for w in file["warnings"])
    listed = {i["number"]: i for i in mine("invoices", "--json", day="2026-10-05").json["invoices"]}
    assert listed["2026-002"]["open"] == "244.50"
    assert listed["2026-001"]["due"] == "2026-10-01"


def test_the_same_file_twice_changes_nothing(mine, ledger):
    mine("import", "f.csv")
    before = rows(ledger)
    again = mine("import", "f.csv", "--json").json
    assert (again["files"][0]["new"], again["files"][0]["known"]) == (0, 2)
    assert again["invoices"] == []
    assert rows(ledger) == before


def test_a_dry_run_says_it_and_changes_nothing(mine, ledger):
    before = rows(ledger)
    assert "2 invoices" in mine("import", "f.csv", "--dry-run").out
    assert rows(ledger) == before


def test_one_undo_takes_back_the_whole_import(mine, ledger):
    before = {t: r for t, r in rows(ledger).items() if t != "journal"}
    mine("import", "f.csv")
    mine("undo")
    assert {t: r for t, r in rows(ledger).items() if t != "journal"} == before


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("no.csv", b"a;b\n1;2\n", "column"),
        ("x.xml", b"<a>", "XML"),
        ("b.bin", bytes(range(256)), ""),
    ],
)
def test_what_cannot_be_used_is_refused_with_file_and_reason(mine, ledger, tmp_path, name, content, says):
    before = rows(ledger)
    (tmp_path / name).write_bytes(content)
    answer = mine("import", name, ok=False)
    assert (answer.code, answer.out) == (1, "")
    assert name in answer.err
    assert says in answer.err
    assert rows(ledger) == before
    error = json.loads(mine("--json", "import", name, ok=False).err)["error"]
    assert (error["code"], bool(error["hint"])) == (1, True)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test data is not beside this checkout")
def test_real_e_invoices_give_their_facts(mine):
    expected = json.loads((SHARED / "ubl" / "expected.json").read_text())
    files = sorted((SHARED / "ubl").glob("*.xml"))
    said = mine("import", *map(str, files), "--json").json
    assert len(said["files"]) == len(files) == len(expected)
    taken = {
        (i["number"], Decimal(i["amount"]), i["issued"]): i
        for i in mine("invoices", "--all", "--json").json["invoices"]
    }
    invoices = 0
    for file in said["files"]:
        facts = expected[Path(file["file"]).name]
        assert file["new"] + file["known"] + file["skipped"] == 1
        for error in file["errors"]:
            assert "already" in error["message"]  # a number that came back with other contents
        if not file["new"] or facts["number"] in said["credit_notes"]:
            continue
        invoices += 1
        found = taken[facts["number"], Decimal(facts["payable"]), facts["issue_date"]]
        assert found["currency"] == facts["currency"]
        assert found["name"] == facts["customer"]["display_name"]
        assert (found["reference"] or found["number"]) == (facts["payment_reference"] or facts["number"])
        if facts["due_date"]:
            assert found["due"] == facts["due_date"]
    assert invoices >= 10
    assert len(taken) == len(said["invoices"])
    assert len(said["credit_notes"]) == 4
    again = mine("import", *map(str, files), "--json").json
    assert (again["invoices"], again["credit_notes"]) == ([], [])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test data is not beside this checkout")
@pytest.mark.parametrize("folder", ["hostile", "camt", "mt940", "coda", "csv_bank", "vcard", "strings"])
def test_other_real_files_do_no_harm(mine, ledger, folder):
    for path in sorted(p for p in (SHARED / folder).iterdir() if p.is_file()):
        before = rows(ledger)
        answer = mine("import", str(path), ok=False)
        assert answer.code in {0, 1}, path.name
        assert "Something went wrong" not in answer.err, path.name
        assert "root:" not in answer.out + answer.err, path.name
        if answer.code:
            assert rows(ledger) == before, path.name
        else:
            assert folder not in {"vcard", "strings"}, path.name


def test_init_refuses_what_is_wrong_and_makes_nothing(debcli, ledger):
    for words, code in ((["--name", "X"], 2), (["--name", "X", "--iban", "NL00"], 1), (["--name", "", "--iban", "NL91ABNA0417164300"], 1),
                        (["--name", "X", "--iban", "NL91ABNA0417164300", "--kvk", "12"], 1)):  # fmt: skip
        answer = debcli("init", *words, ok=False)
        assert answer.code == code
        assert not ledger.exists()
    made = debcli("init", "--name", "X", "--iban", "NL91ABNA0417164300", "--json").json
    assert made["created"] is True
    assert debcli("init", "--json").json["created"] is False


def test_demo_gives_its_place_as_json(debcli, tmp_path):
    made = debcli("demo", "--out", str(tmp_path / "d"), "--json").json
    assert Path(made["ledger"]).is_file()
    refused = debcli("demo", "--out", str(tmp_path / "d"), ok=False)
    assert refused.code == 4


def test_an_imported_term_longer_than_law_allows_is_shortened_and_said(book, tmp_path):
    csv = tmp_path / "lang.csv"
    csv.write_text(
        "klant;nummer;factuurdatum;vervaldatum;bedrag;openstaand\n"
        "Belofte Bouw B.V.;L-1;01-09-2026;31-12-2026;100,00;100,00\n"
        "Belofte Bouw B.V.;L-2;01-01-2026;30-06-2026;100,00;0,00\n"
    )
    said = book("import", str(csv), day="2026-10-01")
    assert "60 days" in said.err
    assert "Thursday 31 December 2026" in said.err
    assert "L-2" not in said.err
    due = {i["number"]: i["due"] for i in book("invoices", "--all", "--json").json["invoices"]}
    assert (due["L-1"], due["L-2"]) == ("2026-10-31", "2026-06-30")
    again = book("import", str(csv), "--json", day="2026-10-01").json
    assert (again["invoices"], again["warnings"]) == ([], [])


def test_an_imported_invoice_is_agreed_as_its_customer_is(book, tmp_path):
    book("add-customer", "Piet Pieters", "--kind", "consumer", "--no-agreed-term")
    csv = tmp_path / "piet.csv"
    csv.write_text("klant;nummer;factuurdatum;bedrag\nPiet Pieters;P-1;01-09-2026;100,00\n")
    book("import", str(csv), day="2026-10-01")
    agreed = {
        i["number"]: i["agreed_term"] for i in book("invoices", "--json", day="2026-10-01").json["invoices"]
    }
    assert agreed == {"2026-001": True, "P-1": False}
