"""A balance in favour of a customer: offered with the next invoice, used by a command, dated by law, undone like all else."""

import pytest

from conftest import rows


@pytest.fixture
def overpaid(book):
    """1.300,00 paid on 2 October for an invoice of 1.210,00: 90,00 in favour."""
    book("log-payment", "belofte", "1300", day="2026-10-02")
    return book


def test_the_next_invoice_offers_the_balance_and_the_command_that_uses_it(overpaid):
    said = overpaid(
        "add-invoice",
        "belofte",
        "2026-002",
        "1000",
        "--issued",
        "2026-10-05",
        "--due",
        "2026-11-04",
        day="2026-10-05",
    )
    assert "€ 90,00 is in favour of Belofte Bouw B.V." in said.out
    assert "debcli apply-balance belofte-bouw 2026-002" in said.out
    used = overpaid("apply-balance", "belofte", "2026-002", "--json", day="2026-10-06").json
    assert used["used"] == [
        {"from": "payment", "received": "2026-10-02", "invoice": "2026-002", "on": "2026-10-06", "amount": "90.00", "extras": "0.00",
         "currency": "EUR"}
    ]  # fmt: skip
    assert used["left"] == {"EUR": "0.00"}
    shown = overpaid("show", "belofte", "--json", day="2026-10-07").json
    assert (shown["open"], shown["in_favour"]) == ("910.00", {})
    assert "in favour" not in overpaid("add-invoice", "belofte", "2026-003", "10", day="2026-10-07").out
    assert "90,00" in overpaid("journal").out


def test_it_is_one_command_that_can_be_undone(overpaid, ledger):
    overpaid("add-invoice", "belofte", "2026-002", "50", "--issued", "2026-10-05", day="2026-10-05")
    before = rows(ledger)
    assert "--dry-run" in overpaid("apply-balance", "belofte", "2026-002", "--dry-run", day="2026-10-06").out
    assert rows(ledger) == before
    said = overpaid("apply-balance", "belofte", "2026-002", day="2026-10-06").out
    assert "paid in full" in said
    assert "€ 40,00 is left in favour" in said
    assert overpaid("invoices", "--json", day="2026-10-06").json["invoices"] == []
    overpaid("undo")
    after = rows(ledger)
    assert {k: v for k, v in after.items() if k != "journal"} == {
        k: v for k, v in before.items() if k != "journal"
    }


def test_no_interest_runs_on_what_was_here_already(overpaid):
    """Forgotten until December: it pays from the due day on, the first day it could be set off (art. 6:129 BW)."""
    overpaid(
        "add-invoice",
        "belofte",
        "2026-002",
        "1000",
        "--issued",
        "2026-10-05",
        "--due",
        "2026-11-04",
        day="2026-10-05",
    )
    overpaid("apply-balance", "belofte", day="2026-12-01")
    found = overpaid("claim", "belofte", "--json", day="2026-12-01").json
    assert {i["principal"] for i in found["interest"]} == {"910.00"}
    assert found["principal"] == "910.00"
    overpaid("undo")
    overpaid("log-call", "belofte", "--outcome", "spoke", day="2026-11-20")
    overpaid("letter", "belofte", "--kind", "sommatie", "--bank-checked", "--via", "email", day="2026-12-01")
    used = overpaid("apply-balance", "belofte", "--json", day="2026-12-02").json["used"]
    assert used[0]["on"] == "2026-12-02"  # what a letter has claimed is met like by any payment


def test_what_is_left_of_a_credit_note_pays_the_next_invoice_like_money(book):
    book("log-payment", "belofte", "1210", day="2026-09-20")
    book("credit", "belofte", "2026-001", "100", day="2026-09-21")
    book(
        "add-invoice",
        "belofte",
        "2026-002",
        "1000",
        "--issued",
        "2026-09-25",
        "--due",
        "2026-10-05",
        day="2026-09-25",
    )
    (used,) = book("apply-balance", "belofte", "--json", day="2026-10-20").json["used"]
    assert (used["from"], used["amount"], used["on"]) == ("credit", "100.00", "2026-10-05")
    found = book("claim", "belofte", "--json", day="2026-10-20").json
    assert (found["principal"], found["interest"][0]["principal"]) == ("900.00", "900.00")


def test_currencies_are_not_mixed(overpaid, tmp_path):
    csv = tmp_path / "sek.csv"
    csv.write_text("klant;nummer;factuurdatum;bedrag;valuta\nBelofte Bouw B.V.;S-1;05-10-2026;500,00;SEK\n")
    overpaid("import", str(csv), day="2026-10-05")
    refused = overpaid("apply-balance", "belofte", "S-1", day="2026-10-06", ok=False)
    assert refused.code == 1
    assert "Nothing is open on S-1 in EUR" in refused.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["belofte"], "Nothing is open"),
        (["belofte", "2026-001"], "Nothing is open on 2026-001"),
        (["belofte", "X-9"], "There is no invoice"),
        (["nobody"], "There is no customer"),
    ],
)
def test_bad_input_changes_nothing(overpaid, ledger, words, says):
    before = rows(ledger)
    answer = overpaid("apply-balance", *words, day="2026-10-06", ok=False)
    assert (answer.code, answer.out) == (1, "")
    assert says in answer.err
    assert rows(ledger) == before


def test_without_a_balance_it_says_so(book):
    answer = book("apply-balance", "belofte", ok=False)
    assert (answer.code, answer.out) == (1, "")
    assert "no balance in favour" in answer.err
