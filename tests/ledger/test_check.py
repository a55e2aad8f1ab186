"""check finds what is wrong, names it, says how to mend it, and finds nothing where nothing is wrong."""

import sqlite3
from contextlib import closing

import pytest

from reliability.scenes import BANK, BOOK, CSV, DAY, SCENES


def behind(ledger, *statements):
    """Change the ledger as only somebody without debcli would."""
    with closing(sqlite3.connect(ledger)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            conn.execute(statement)
        conn.commit()


@pytest.mark.parametrize("name", SCENES)
def test_nothing_is_wrong_after_any_command(debcli, tmp_path, name):
    (tmp_path / "new.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "bank.csv").write_text(BANK, encoding="utf-8")
    for words in [*BOOK, *(["--date", DAY, *w] for w in [*SCENES[name].before, SCENES[name].command])]:
        debcli(*words)
    said = debcli("check", "--json", day=DAY).json
    assert (said["ok"], said["findings"]) == (True, [])


def test_nothing_is_wrong_in_the_demo(debcli):
    debcli("demo", "--out", "demo")
    assert "whole" in debcli("--ledger", "demo/ledger.db", "check").out


FAULTS = [
    ("rows", "UPDATE invoice SET amount = 7 WHERE id = 1", "invoice 1 amount is 7, the journal says 121000"),
    ("sums", "UPDATE invoice SET settled_on = '2026-10-05' WHERE id = 1", "€ 710,00 is open"),
    ("sums", "UPDATE allocation SET amount = 999999 WHERE id = 1", "is booked on"),
    ("sums", "UPDATE payment SET amount = 10 WHERE id = 1", "payment 1 € 500,00 is booked of € 0,10"),
    ("sums", "UPDATE payment SET currency = 'SEK' WHERE id = 1", "in SEK"),
    ("references", "UPDATE payment SET customer_id = 99 WHERE id = 1", "names a customer that is not there"),
    ("schema", "DROP TRIGGER journal_is_sealed", "trigger journal_is_sealed is missing"),
    ("schema", "CREATE TABLE mine (id)", "table mine is not debcli's"),
    ("schema", "DROP INDEX invoice_number", "index invoice_number is missing"),
    ("rows", "UPDATE customer SET kind = 'friend'", "kind is 'friend', the journal says 'business'"),
    ("dates", "UPDATE invoice SET due = '2026-08-01' WHERE id = 1", "due 2026-08-01 is before issued 2026-09-01"),
    ("dates", "UPDATE payment SET on_day = '2099-01-01' WHERE id = 1", "payment 1 is dated 2099-01-01"),
    ("dates", "UPDATE payment SET on_day = '0026-10-05' WHERE id = 1", "payment 1 is dated 0026-10-05"),
    ("dates", "UPDATE letter SET sent_on = '2026-10-01' WHERE id = 1", "sent on 2026-10-01 is before made on"),
    ("journal", "DROP TRIGGER journal_is_kept; DELETE FROM journal WHERE id = 4", "entry 4 is missing"),
    ("letters", "DROP TRIGGER document_is_frozen; UPDATE document SET content = x'00'", "letter 1 is not, byte for byte"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "statements", "says"), FAULTS, ids=[f[1][:50] for f in FAULTS])
def test_what_is_wrong_is_found_and_named(book, ledger, part, statements, says):
    book("log-payment", "belofte", "500", day="2026-10-05")
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-05")
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day=DAY)
    behind(ledger, *statements.split("; "))
    answer = book("check", day=DAY, ok=False)
    assert answer.code == 1
    assert says in " ".join(answer.out.split())
    found = book("check", "--json", day=DAY, ok=False).json
    assert found["ok"] is False
    assert part in {f["part"] for f in found["findings"] if f["fault"]}
    assert all(f["mend"] for f in found["findings"])


BANK_FAULTS = [
    ("sums", "UPDATE payment SET amount = 100000 WHERE id = 1", "payment 1 is of € 1.000,00, what the bank showed of it (payment 1 of the bank) of € 1.210,00"),
    ("sums", "UPDATE bank_entry SET amount = 120999 WHERE id = 1", "of € 1.209,99"),
    ("sums", "UPDATE bank_entry SET currency = 'SEK' WHERE id = 1", "of SEK 1.210,00"),
    ("sums", "UPDATE bank_entry SET state = 'aside' WHERE id = 1", "counts as aside, but one payment in the ledger"),
    ("sums", "UPDATE bank_entry SET state = 'booked' WHERE id = 2", "payment 2 of the bank counts as booked, but no payment"),
    ("sums", "UPDATE payment SET return_entry_id = 1, bank_entry_id = NULL, returned_on = '2026-10-20' WHERE id = 1", "what the bank showed"),
    ("dates", "UPDATE payment SET returned_on = '2026-10-01' WHERE id = 1", "returned on 2026-10-01 is before on day"),
    ("dates", "UPDATE bank_statement SET first_day = '2026-11-01' WHERE id = 1", "is before first day"),
    ("dates", "UPDATE bank_entry SET on_day = '2062-10-19' WHERE id = 2", "bank entry 2 is dated 2062-10-19"),
    ("dates", "UPDATE bank_check SET on_day = '1926-10-20'", "bank check 1 is dated 1926-10-20"),
    ("dates", "UPDATE goal SET on_day = '2062-10-20'", "goal 1 is dated 2062-10-20"),
    ("dates", "UPDATE attachment SET on_day = '2062-10-20'", "attachment 1 is dated 2062-10-20"),
    ("dates", "UPDATE lookup SET on_day = '1926-10-20'", "lookup 1 is dated 1926-10-20"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "statement", "says"), BANK_FAULTS, ids=[f[1][:50] for f in BANK_FAULTS])
def test_what_is_wrong_with_bank_and_files_is_found(book, ledger, tmp_path, part, statement, says):
    (tmp_path / "bank.csv").write_text(BANK, encoding="utf-8")
    for name in ("call", "attach", "log-check"):
        words = ["bank.csv" if w == "new.csv" else w for w in SCENES[name].command]
        book(*words, day=DAY)
    book("import", "bank.csv", day=DAY)
    book("bank-checked", day=DAY)
    assert book("check", day=DAY).code == 0
    behind(ledger, statement)
    answer = book("check", "--json", day=DAY, ok=False)
    assert answer.code == 1
    found = [f for f in answer.json["findings"] if f["part"] == part]
    assert says in " ".join(f"{f['where']} {f['what']}" for f in found), found


def test_what_is_only_worth_knowing_is_no_fault(book, ledger):
    behind(
        ledger,
        "INSERT INTO document VALUES ('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', x'')",
    )
    (ledger.parent / ".ledger.db-abc.new").write_bytes(b"half")
    ledger.chmod(0o644)
    answer = book("check", day=DAY)
    assert "belongs to no letter" in answer.out
    assert "half-made" in answer.out
    assert "chmod 600" in answer.out


def test_check_writes_nothing(book, ledger):
    before = ledger.read_bytes()
    book("check")
    assert ledger.read_bytes() == before
