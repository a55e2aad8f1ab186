"""The journal: sealed entry by entry; undo and redo of every command; the past of a row in words."""

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import rows
from debcli.ledger import chain
from debcli.ledger.connection import reading
from debcli.ledger.past import past
from reliability.scenes import BANK, BOOK, CSV, DAY, SCENES


def facts(ledger):
    """Every row but the journal's, and the bytes of documents, which stay for a redo."""
    return {table: found for table, found in rows(ledger).items() if table not in {"journal", "document"}}


def verified(ledger):
    with reading(ledger) as conn:
        found = list(chain.entries(conn))
        tables = sorted(set(facts(ledger)))
        return chain.verify(found), chain.compare(conn, chain.replay(found), tables)


@pytest.fixture
def scene(debcli, tmp_path):
    """Make a scene ready; gives the command line."""
    (tmp_path / "new.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "bank.csv").write_text(BANK, encoding="utf-8")

    def ready(name):
        for words in BOOK:
            debcli(*words)
        for words in SCENES[name].before:
            debcli(*words, day=DAY)
        return SCENES[name].command

    return ready


@pytest.mark.parametrize(
    "name",
    [
        n
        for n, s in SCENES.items()
        if s.command[0] not in {"undo", "redo", "forget"} and n != "import of the bank"
    ],
)
def test_every_command_is_undone_and_done_again_and_the_chain_holds(scene, debcli, ledger, name):
    words = scene(name)
    before = facts(ledger)
    debcli(*words, day=DAY)
    after = facts(ledger)
    assert after != before
    debcli("undo", day=DAY)
    assert facts(ledger) == before
    debcli("redo", day=DAY)
    assert facts(ledger) == after
    debcli("undo", day=DAY)
    assert facts(ledger) == before
    assert verified(ledger) == ([], [])


def test_undo_takes_back_many_at_once_and_redo_brings_them_all(book, ledger):
    states = [facts(ledger)]
    for amount in ("10", "20", "30"):
        book("log-payment", "belofte", amount, day=DAY)
        states.append(facts(ledger))
    said = book("undo", "2", "--json").json
    assert [one["summary"].split("€ ")[1][:5] for one in said["all"]] == ["30,00", "20,00"]
    assert facts(ledger) == states[1]
    assert len(book("journal", "--json").json["entries"]) == 7  # one command, one entry
    book("undo")
    assert facts(ledger) == states[0]
    book("redo")
    assert facts(ledger) == states[1]
    book("redo")
    assert facts(ledger) == states[3]
    book("redo", ok=False)


def test_redo_is_over_once_something_else_is_recorded(book, ledger):
    book("log-payment", "belofte", "10", day=DAY)
    book("undo")
    book("log-payment", "belofte", "20", day=DAY)
    before = rows(ledger)
    answer = book("redo", ok=False)
    assert answer.code == 1
    assert "right after an undo" in answer.err
    assert rows(ledger) == before


@pytest.mark.parametrize(("count", "code"), [("3", 1), ("99", 1), ("0", 2), ("-1", 2), ("veel", 2)])
def test_undo_of_more_than_there_is_undoes_nothing(book, ledger, count, code):
    before = rows(ledger)
    answer = book("undo", "--", count, ok=False)
    assert answer.code == code
    assert rows(ledger) == before


@given(st.lists(st.one_of(st.just("do"), st.just("redo"), st.integers(1, 3)), max_size=30))
def test_what_is_in_force_is_what_a_stack_says(told):
    journal, stack, undone = [], [], []
    for what in told:
        number = len(journal) + 1
        if what == "do":
            stack.append(number)
            undone = []
            journal.append((number, None))
        elif what == "redo":
            if undone:
                undo, back = undone.pop()
                stack += back
                journal.append((number, undo))
        elif what <= len(stack):
            stack, gone = stack[:-what], stack[-what:]
            undone.append((number, gone))
            journal.append((number, gone[0]))
    assert list(past(journal).done) == stack
    assert [list(gone) for _, gone in past(journal).undone] == [gone for _, gone in undone]
    everything = {n for n, undoes in journal if undoes is None}
    assert everything == set(stack) | set(past(journal).undone_by)


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("UPDATE invoice SET amount = 1 WHERE number = '2026-001'", ("invoice", 1, "amount", 121000, 1)),
        ("UPDATE customer SET iban = 'NL00'", ("customer", 1, "iban", "", "NL00")),
        ("DELETE FROM payment", ("payment", 1, "", True, None)),
        ("INSERT INTO setting (name, value) VALUES ('x', 'y')", ("setting", 1, "", None, True)),
    ],
)
def test_a_row_changed_behind_the_program_is_named(book, ledger, statement, names):
    book("log-payment", "belofte", "2000", day=DAY)
    with closing(sqlite3.connect(ledger)) as conn:
        conn.execute(statement)
        conn.commit()
    broken, (unlike, *_) = verified(ledger)
    assert broken == []
    table, number, column, journal, here = unlike
    assert (table, number, column) == names[:3]
    if column:
        assert (journal, here) == names[3:]
    else:
        assert (journal is None, here is None) == (names[3] is None, names[4] is None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET summary = 'nothing' WHERE id = 2",
        "UPDATE journal SET at = '2020-01-01' WHERE id = 2",
        "UPDATE journal SET changes = replace(changes, '121000', '1') WHERE id = 3",
        "UPDATE journal SET undoes = 1 WHERE id = 3",
        "UPDATE journal SET salt = '' WHERE id = 2",
        "DELETE FROM journal WHERE id = 2",
        "UPDATE journal SET id = 9 WHERE id = 2",
    ],
)
def test_an_entry_changed_behind_the_program_breaks_the_chain_there(book, ledger, change):
    book("log-call", "belofte", "--outcome", "spoke", day=DAY)
    assert verified(ledger)[0] == []
    with closing(sqlite3.connect(ledger)) as conn:
        if "salt" not in change:
            with pytest.raises(sqlite3.IntegrityError):
                conn.execute(change)
        for name in ("journal_is_kept", "journal_is_sealed"):
            conn.execute(f"DROP TRIGGER {name}")
        conn.execute(change)
        conn.commit()
    broken, _ = verified(ledger)
    assert {one.entry for one in broken} & {2, 3, 9}


def test_a_forged_entry_needs_the_whole_chain_after_it(book, ledger):
    """Sealed again by somebody who knows how, an entry still does not fit the next one."""
    book("log-call", "belofte", "--outcome", "spoke", day=DAY)
    with closing(sqlite3.connect(ledger)) as conn:
        conn.execute("DROP TRIGGER journal_is_sealed")
        forged = next(e for e in chain.entries(conn) if e.id == 2)._replace(summary="other")
        conn.execute("UPDATE journal SET summary = 'other', digest = ? WHERE id = 2", (chain.seal(forged),))
        conn.commit()
    assert [b.entry for b in verified(ledger)[0]] == [3]


def test_the_same_words_get_another_seal_each_time(book, ledger):
    with reading(ledger) as conn:
        one = next(chain.entries(conn))
    assert len(one.salt) == 32
    assert chain.seal(one) != chain.seal(one._replace(salt="0" * 32))
    assert json.loads(one.changes)[0]["table"] == "creditor"


def test_the_past_of_an_invoice_is_told_in_words(book, ledger):
    book("log-payment", "belofte", "1210", day="2026-10-05")
    book("undo", day="2026-10-05")
    book("add-customer", "Ander")
    said = " ".join(book("journal", "--of", "2026-001").out.split())
    assert "amount € 1.210,00" in said
    assert "due 2026-10-01" in said
    assert "settled on from nothing to 2026-10-05" in said
    assert "settled on from 2026-10-05 to nothing" in said
    assert "(undone by 5)" in said
    assert "Ander" not in said
    entries = book("journal", "--of", "2026-001", "--json").json["entries"]
    assert [e["entry"] for e in entries] == [5, 4, 3]


def test_the_past_of_a_customer_tells_what_was_changed(book):
    book("edit-customer", "belofte", "--phone", "06 9999")
    said = " ".join(book("journal", "--of", "belofte").out.split())
    assert "phone from 06 1234 5678 to 06 9999" in said
    assert "invoice" in said


def test_the_past_of_what_is_gone_can_still_be_read(book):
    book("add-invoice", "belofte", "Weg-1", "10", day=DAY)
    book("undo")
    assert "taken away" in book("journal", "--of", "Weg-1").out
    answer = book("journal", "--of", "nooit", ok=False)
    assert answer.code == 1
    assert "nor was there ever" in answer.err


def test_an_import_of_the_bank_is_undone_and_imported_again(scene, debcli, ledger):
    words = scene("import of the bank")
    before = facts(ledger)
    debcli(*words, day=DAY)
    after = facts(ledger)
    debcli("undo", day=DAY)
    assert facts(ledger) == before
    answer = debcli("redo", day=DAY, ok=False)
    assert (answer.code, "debcli import" in answer.err) == (1, True)
    debcli(*words, day=DAY)
    assert {t: len(r) for t, r in facts(ledger).items()} == {t: len(r) for t, r in after.items()}
    assert verified(ledger) == ([], [])
