"""Files kept with a customer, and the dossier: complete, in order, hashed, and the same bytes for the same facts."""

import hashlib
import io
import json
import zipfile

import pytest

from conftest import rows


@pytest.fixture
def case(book, tmp_path):
    (tmp_path / "Opdracht & prijs.pdf").write_bytes(b"%PDF order")
    book(
        "log-call",
        "belofte",
        "--outcome",
        "promise",
        "--amount",
        "500",
        "--by",
        "2026-10-09",
        "--note",
        "belt terug",
        day="2026-10-05",
    )
    book(
        "letter",
        "belofte",
        "--kind",
        "herinnering",
        "--force",
        "--because",
        "x",
        "--via",
        "email",
        day="2026-10-13",
    )
    book(
        "letter",
        "belofte",
        "--kind",
        "aanmaning",
        "--force",
        "--because",
        "x",
        "--via",
        "email",
        day="2026-10-21",
    )
    book(
        "letter", "belofte", "--kind", "sommatie", "--force", "--because", "x", day="2026-10-29"
    )  # made, never sent
    book(
        "attach",
        "belofte",
        str(tmp_path / "Opdracht & prijs.pdf"),
        "--as",
        "contract",
        "--invoice",
        "2026-001",
        "--note",
        "getekend",
        day="2026-10-06",
    )
    book("log-check", "belofte", "--what", "insolvency", "--found", "niet in het register", day="2026-10-07")
    return book


def opened(path):
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {i.filename: packed.read(i) for i in packed.infolist()}


def test_a_file_is_kept_with_its_hash_and_listed(case, tmp_path):
    (kept,) = case("show", "belofte", "--json", day="2026-11-01").json["attachments"]
    content = (tmp_path / "Opdracht & prijs.pdf").read_bytes()
    assert (kept["kind"], kept["name"], kept["invoice"], kept["note"]) == (
        "contract",
        "Opdracht & prijs.pdf",
        "2026-001",
        "getekend",
    )
    assert (kept["sha256"], kept["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (
        "kept: Opdracht & prijs.pdf (contract, 2026-10-06)" in case("show", "belofte", day="2026-11-01").out
    )
    assert case("show", "belofte", "--json", day="2026-10-05").json["attachments"] == []


def test_what_cannot_be_kept_changes_nothing(book, ledger, tmp_path, monkeypatch):
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "big").write_bytes(b"x" * 2000)
    monkeypatch.setattr("debcli.cli.attachments.BYTES_MAX", 1000)
    before = rows(ledger)
    for words in (("nowhere.pdf",), (str(tmp_path),), (str(tmp_path / "empty"),), (str(tmp_path / "big"),)):
        assert book("attach", "belofte", *words, "--as", "contract", ok=False).code == 1
    assert book("attach", "belofte", str(tmp_path / "big"), ok=False).code == 2
    assert book("attach", "belofte", str(tmp_path / "big"), "--as", "gossip", ok=False).code == 2
    assert rows(ledger) == before


def test_keeping_a_file_can_be_tried_and_undone(book, ledger, tmp_path):
    (tmp_path / "f").write_bytes(b"x")
    book("attach", "belofte", str(tmp_path / "f"), "--as", "other", "--dry-run", day="2026-10-06")
    assert rows(ledger)["attachment"] == []
    book("attach", "belofte", str(tmp_path / "f"), "--as", "other", day="2026-10-06")
    assert (
        "kept already"
        in book("attach", "belofte", str(tmp_path / "f"), "--as", "proof", day="2026-10-06").err
    )
    book("undo")
    book("undo")
    assert rows(ledger)["attachment"] == []


def test_the_dossier_holds_all_of_the_case_and_nothing_that_did_not_leave(case, tmp_path):
    said = case("dossier", "belofte", "--json", day="2026-11-01").json
    files = opened(tmp_path / "belofte-bouw.zip")
    assert [name for name in files if not name.endswith(".html")] == [
        "00-index.pdf", "00-index.txt", "01-facts.json",
        "letters/01-2026-10-13-herinnering.pdf", "letters/01-2026-10-13-herinnering.txt",
        "letters/02-2026-10-21-aanmaning.pdf", "letters/02-2026-10-21-aanmaning.txt",
        "attached/01-contract-Opdracht-prijs.pdf", "SHA256SUMS",
    ]  # fmt: skip
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(c).hexdigest() for name, c in files.items() if name != "SHA256SUMS"}
    assert {f["name"]: f["sha256"] for f in said["files"]} == sums
    assert said["sha256"] == hashlib.sha256((tmp_path / "belofte-bouw.zip").read_bytes()).hexdigest()
    assert files["00-index.pdf"].startswith(b"%PDF")
    facts = json.loads(files["01-facts.json"])
    assert facts["contacts"][0]["note"] == "belt terug"
    assert facts["claim"]["principal"] == "1210.00"


def test_letters_are_in_it_byte_for_byte_as_they_left(case, tmp_path, ledger):
    case("dossier", "belofte", day="2026-11-01")
    files = opened(tmp_path / "belofte-bouw.zip")
    kept = {content for _, content in rows(ledger)["document"]}
    assert all(c in kept for name, c in files.items() if name.startswith(("letters/", "attached/")))


def test_the_index_reads_and_fits(case, tmp_path):
    case("dossier", "belofte", day="2026-11-01")
    text = opened(tmp_path / "belofte-bouw.zip")["00-index.txt"].decode()
    assert max(map(len, text.splitlines())) <= 80
    for part in (
        "Parties",
        "Claim",
        "Statement of account",
        "Evidence",
        "Limitation",
        "What happened",
        "Calls and messages",
        "belt terug",
        "niet in het register",
    ):
        assert part in text
    assert (
        text.index("2026-10-05  contact")
        < text.index("2026-10-13  letter")
        < text.index("2026-10-21  letter")
    )  # oldest first


def test_the_same_facts_give_the_same_bytes(case, tmp_path):
    case("dossier", "belofte", "--out", "a.zip", day="2026-11-01")
    case("dossier", "belofte", "--out", "b.zip", day="2026-11-01")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_dossier_tells_what_is_missing(case):
    said = case("dossier", "belofte", "--json", day="2026-11-01").json["complete"]
    assert "terms, signed or handed over" in said["missing"]
    assert "order or contract, signed" not in said["missing"]
    assert "register and insolvencies looked up" not in said["missing"]


def test_a_file_that_is_there_is_not_written_over(case, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"mine")
    assert case("dossier", "belofte", "--out", "a.zip", day="2026-11-01", ok=False).code == 1
    assert (tmp_path / "a.zip").read_bytes() == b"mine"
    case("dossier", "belofte", "--out", "a.zip", "--replace", day="2026-11-01")
    assert zipfile.is_zipfile(io.BytesIO((tmp_path / "a.zip").read_bytes()))
    assert case("dossier", "belofte", "--out", "no/where.zip", day="2026-11-01", ok=False).code == 1


def test_a_hostile_file_name_stays_in_the_dossier(book, tmp_path):
    bad = tmp_path / "..evil\\..\\x.pdf"
    bad.write_bytes(b"x")
    book("attach", "belofte", str(bad), "--as", "other", day="2026-10-06")
    book("dossier", "belofte", day="2026-11-01")
    (name,) = [n for n in opened(tmp_path / "belofte-bouw.zip") if n.startswith("attached/")]
    assert name == "attached/01-other-evil-..-x.pdf"


def test_the_index_follows_the_screens_and_the_facts_for_programs_do_not(case, tmp_path):
    told = {}
    for language in ("en", "nl"):
        case("--lang", language, "dossier", "belofte", "--out", f"{language}.zip", day="2026-10-20")
        with zipfile.ZipFile(tmp_path / f"{language}.zip") as packed:
            told[language] = (
                packed.read("00-index.txt").decode(),
                json.loads(packed.read("01-facts.json")),
            )
    index, facts = told["nl"]
    for words in (
        "Partijen",
        "schuldeiser",
        "Vordering",
        "hoofdsom",
        "Rekeningoverzicht",
        "Bewijs",
        "Verjaring",
        "Bestanden in dit dossier",
    ):
        assert words in index, words
    for words in ("Parties", "creditor", "principal", "Statement of account", "Evidence", "Limitation"):
        assert words in told["en"][0]
        assert words not in index, words
    english = told["en"][1]
    for part, code in (
        ("invoices", "state"),
        ("timeline", "kind"),
        ("contacts", "outcome"),
        ("letters", "kind"),
    ):
        assert [one[code] for one in facts[part]] == [one[code] for one in english[part]]
