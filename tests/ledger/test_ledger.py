"""What is written is what is read; schema and classes agree; an undone command leaves no trace but the journal's."""

import sqlite3
import tempfile
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import rows
from debcli.errors import InputError, LedgerError
from debcli.ledger import booked, journal, letters, read, tables, talk, write
from debcli.ledger.connection import connect, create, reading
from debcli.ledger.migrations import VERSION, migrate
from debcli.ledger.undoing import undo
from debcli.receivables.account import account
from debcli.receivables.booking import OpenInvoice, book
from debcli.receivables.decision import decide
from debcli.receivables.facts import (
    Allocation,
    Cause,
    Closing,
    Contact,
    Customer,
    Dispute,
    Facts,
    HandOver,
    Hold,
    Instalment,
    Invoice,
    Letter,
    LetterKind,
    Outcome,
    Plan,
    Promise,
    Settled,
    Terms,
)

START = date(2026, 9, 1)


def new_ledger(folder):
    path = Path(folder) / "ledger.db"
    create(path)
    with unit(path) as work:
        write.set_creditor(work, name="Studio Vos", iban="NL91ABNA0417164300")
    return path


def unit(path, day=START, **options):
    return journal.unit(path, command="test", day=day, now=datetime(2026, 9, 1, 8), **options)


days = st.integers(0, 90).map(lambda n: START + timedelta(n))
cents = st.integers(1, 5_000_00)
lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@st.composite
def happenings(draw):
    """A list of (kind, values) in the order they are written, about one customer with up to three invoices."""
    count = draw(st.integers(1, 3))
    told = [("invoice", {"amount": draw(cents), "issued": draw(days)}) for _ in range(count)]
    kinds = st.sampled_from(["payment", "contact", "promise", "dispute", "letter", "sent", "credit", "plan", "hold",
                             "handover", "closing", "terms"])  # fmt: skip
    for kind in draw(st.lists(kinds, max_size=10)):
        told.append((kind, {"on": draw(days), "amount": draw(cents), "pick": draw(st.integers(0, count - 1)), "text": draw(lines),
                            "outcome": draw(st.sampled_from(Outcome)), "cause": draw(st.sampled_from([None, *Cause])),
                            "kind": draw(st.sampled_from(list(LetterKind)))}))  # fmt: skip
    return told


def tell(path, told):
    """Write each happening as a command of its own; gives the facts as they should be read."""
    with unit(path) as work:
        row = write.add_customer(work, name="Klant")
    customer = Customer(row.id, "klant", "Klant")
    facts = Facts(customer)
    number = 0
    for kind, v in told:
        ids = [i.id for i in facts.invoices]
        with unit(path, v.get("on", START)) as work:
            entry = work.entry
            if kind == "invoice":
                number += 1
                due = v["issued"] + timedelta(30)
                new = booked.add_invoice(
                    work,
                    customer_id=customer.id,
                    number=f"N-{number}",
                    amount=v["amount"],
                    issued=v["issued"],
                    due=due,
                )
                facts = facts._replace(
                    invoices=(
                        *facts.invoices,
                        Invoice(new, customer.id, f"N-{number}", v["amount"], v["issued"], due),
                    )
                )
            elif kind in {"payment", "credit"}:
                paid = {i: sum(a.amount for a in facts.allocations if a.invoice == i) for i in ids}
                booking = book(
                    v["amount"],
                    [OpenInvoice(i.id, i.due, i.amount - paid[i.id]) for i in facts.invoices],
                    [ids[v["pick"]]],
                )
                if kind == "payment":
                    source = booked.record_payment(
                        work, customer_id=customer.id, amount=v["amount"], on=v["on"], booking=booking
                    )
                else:
                    source = booked.record_credit(
                        work, customer_id=customer.id, amount=v["amount"], on=v["on"], booking=booking
                    )
                facts = facts._replace(
                    allocations=(
                        *facts.allocations,
                        *(
                            Allocation(p.invoice, p.amount, v["on"], kind, source, entry)
                            for p in booking.parts
                        ),
                    )
                )
            elif kind in {"contact", "promise"}:
                outcome = Outcome.PROMISE if kind == "promise" else v["outcome"]
                about = [ids[v["pick"]]] if kind == "contact" and v["amount"] % 2 else ids
                new = talk.record_contact(
                    work,
                    customer_id=customer.id,
                    on=v["on"],
                    via="phone",
                    outcome=outcome,
                    invoices=about,
                    with_name=v["text"],
                    cause=v["cause"],
                )
                facts = facts._replace(
                    contacts=(
                        *facts.contacts,
                        Contact(
                            new,
                            customer.id,
                            v["on"],
                            "phone",
                            outcome,
                            v["text"],
                            cause=v["cause"],
                            invoices=tuple(about),
                            entry=entry,
                        ),
                    )
                )
                if kind == "promise":
                    by = v["on"] + timedelta(7)
                    made = talk.record_promise(
                        work,
                        customer_id=customer.id,
                        contact_id=new,
                        made_on=v["on"],
                        by=by,
                        amount=v["amount"],
                        invoices=ids[:1],
                    )
                    facts = facts._replace(
                        promises=(
                            *facts.promises,
                            Promise(made, customer.id, new, v["on"], by, v["amount"], tuple(ids[:1]), entry),
                        )
                    )
            elif kind == "dispute":
                solve = v["on"] + timedelta(7)
                new = talk.record_dispute(
                    work,
                    customer_id=customer.id,
                    invoice_id=ids[v["pick"]],
                    on=v["on"],
                    solve_by=solve,
                    about=v["text"],
                )
                facts = facts._replace(
                    disputes=(
                        *facts.disputes,
                        Dispute(new, customer.id, ids[v["pick"]], v["on"], solve, None, v["text"]),
                    )
                )
            elif kind in {"plan", "hold", "handover", "closing", "terms"}:
                facts = tell_what_was_agreed(work, facts, kind, v)
            else:
                letter = Letter(
                    0,
                    customer.id,
                    v["kind"],
                    "nl",
                    v["on"],
                    v["on"] + timedelta(7),
                    v["amount"],
                    invoices=tuple(ids),
                )
                new = letters.record_letter(work, letter, {"txt": v["text"].encode()})
                letter = letter._replace(id=new, entry=entry)
                if kind == "sent":
                    letters.mark_sent(work, new, on=v["on"], via="post", deadline=letter.pay_by)
                    letter = letter._replace(sent_on=v["on"], via="post", deadline=letter.pay_by)
                facts = facts._replace(letters=(*facts.letters, letter))
    return Facts(
        customer,
        tuple(sorted(facts.invoices, key=lambda i: (i.issued, i.id))),
        tuple(sorted(facts.allocations, key=lambda a: a.on)),
        tuple(sorted(facts.contacts, key=lambda c: (c.on, c.entry))),
        tuple(sorted(facts.promises, key=lambda p: (p.made_on, p.entry))),
        tuple(sorted(facts.disputes, key=lambda d: (d.on, d.id))),
        tuple(sorted(facts.letters, key=lambda x: (x.made_on, x.entry))),
        tuple(sorted(facts.plans, key=lambda p: (p.made_on, p.entry))),
        tuple(sorted(facts.holds, key=lambda h: (h.on, h.id))),
        tuple(sorted(facts.handovers, key=lambda h: (h.on, h.id))),
        tuple(sorted(facts.closings, key=lambda c: (c.on, c.id))),
        tuple(sorted(facts.terms, key=lambda t: (t.on, t.id))),
        settled_of(facts),
    )


def tell_what_was_agreed(work, facts, kind, v):
    ids = [i.id for i in facts.invoices]
    if kind == "plan":
        contact = talk.record_contact(
            work, customer_id=facts.customer.id, on=v["on"], via="phone", outcome=Outcome.PLAN, invoices=ids
        )
        half = Instalment(v["on"], v["amount"]), Instalment(v["on"] + timedelta(9), v["amount"])
        new = talk.record_plan(
            work,
            customer_id=facts.customer.id,
            contact_id=contact,
            made_on=v["on"],
            instalments=half,
            invoices=ids[:2],
        )
        said = Contact(
            contact,
            facts.customer.id,
            v["on"],
            "phone",
            Outcome.PLAN,
            invoices=tuple(ids),
            entry=work.entry,
        )
        plan = Plan(new, facts.customer.id, contact, v["on"], half, tuple(ids[:2]), work.entry)
        facts = facts._replace(contacts=(*facts.contacts, said), plans=(*facts.plans, plan))
    elif kind == "hold":
        until = v["on"] + timedelta(20)
        which = ids[v["pick"]] if v["amount"] % 2 else None
        new = talk.record_hold(
            work, customer_id=facts.customer.id, invoice_id=which, on=v["on"], until=until, because="ill"
        )
        hold = Hold(new, facts.customer.id, which, v["on"], until, "ill")
        if v["amount"] % 3 == 0:
            talk.release_hold(work, new, on=v["on"] + timedelta(3))
            hold = hold._replace(released_on=v["on"] + timedelta(3))
        facts = facts._replace(holds=(*facts.holds, hold))
    elif kind == "handover":
        on, review = v["on"], v["on"] + timedelta(30)
        new = talk.record_handover(
            work, customer_id=facts.customer.id, on=on, to="Bureau", review_on=review, invoices=ids[:1]
        )
        given = HandOver(new, facts.customer.id, on, "Bureau", review, tuple(ids[:1]))
        if v["amount"] % 2:
            talk.end_handover(work, new, on=on + timedelta(9))
            given = given._replace(back_on=on + timedelta(9))
        facts = facts._replace(handovers=(*facts.handovers, given))
    elif kind == "closing":
        new = talk.record_closing(
            work, customer_id=facts.customer.id, on=v["on"], outcome="paid", fault=False, note=v["text"]
        )
        closed = Closing(new, facts.customer.id, v["on"], "paid", None, False, None, v["text"])
        facts = facts._replace(closings=(*facts.closings, closed))
    elif kind == "terms":
        before = tuple(t if t.reviewed_on else t._replace(reviewed_on=v["on"]) for t in facts.terms)
        review = v["on"] + timedelta(60)
        new = talk.record_terms(
            work, customer_id=facts.customer.id, on=v["on"], because="late", review_on=review, prepay=50
        )
        agreed = Terms(new, facts.customer.id, v["on"], "late", review, 50)
        facts = facts._replace(terms=(*before, agreed))
    return facts


def settled_of(facts):
    """What is paid in full, the last one to be so at the end."""
    found = []
    for invoice in facts.invoices:
        parts = [a for a in facts.allocations if a.invoice == invoice.id]
        if sum(a.amount for a in parts) == invoice.amount:
            found.append((max(a.on for a in parts), invoice.id, invoice))
    return tuple(Settled(i.issued, i.due, on) for on, _, i in sorted(found))


@settings(max_examples=25, deadline=None)
@given(happenings())
def test_what_is_written_is_what_is_read(told):
    with tempfile.TemporaryDirectory() as folder:
        path = new_ledger(folder)
        expected = tell(path, told)
        with reading(path) as conn:
            assert read.history(conn, expected.customer.id) == expected
            # the morning reads less, and must decide the same
            for day in (START + timedelta(n) for n in (0, 20, 33, 45, 60, 100)):
                here = read.book(conn, day).facts
                whole = account(expected, day)
                assert [decide(account(f, day)) for f in here] == ([decide(whole)] if here else [])
                assert bool(here) or not whole.items


@settings(max_examples=10, deadline=None)
@given(happenings())
def test_undoing_everything_leaves_the_empty_ledger(told):
    with tempfile.TemporaryDirectory() as folder:
        path = new_ledger(folder)
        empty = {t: r for t, r in rows(path).items() if t not in {"journal", "document"}}
        tell(path, told)
        for _ in range(len(told) + 1):
            with unit(path) as work:
                undo(work)
        assert {t: r for t, r in rows(path).items() if t not in {"journal", "document"}} == empty


def test_the_classes_have_the_columns_of_the_schema(tmp_path):
    path = new_ledger(tmp_path)
    with closing(connect(path, "ro")) as conn:
        stored = {
            r[0]
            for r in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        }
        described = tables.SQLModel.metadata.tables
        assert set(described) == stored
        for name, table in described.items():
            columns = {r[1]: (bool(r[3]), bool(r[5])) for r in conn.execute(f"PRAGMA table_info({name})")}
            assert {c.name for c in table.columns} == set(columns), name
            for column in table.columns:
                required, primary = columns[column.name]
                assert column.primary_key == primary
                assert primary or (not column.nullable) == required, f"{name}.{column.name}"


def test_a_migrated_ledger_has_the_schema_of_a_new_one(tmp_path):
    def schema(conn):
        return conn.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()

    at_once, by_steps = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
    migrate(at_once)
    for version in range(1, VERSION + 1):
        migrate(by_steps, to=version)
        assert by_steps.execute("PRAGMA user_version").fetchone() == (version,)
    assert schema(by_steps) == schema(at_once)
    at_once.close()
    by_steps.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET amount = 12.5",
        "UPDATE invoice SET amount = 'ten'",
        "UPDATE invoice SET amount = -1",
        "UPDATE invoice SET due = '2026-02-31'",
        "UPDATE invoice SET customer_id = 99",
        "DELETE FROM customer",
        "UPDATE customer SET kind = 'friend'",
        "INSERT INTO creditor (id, name, iban) VALUES (2, 'x', 'y')",
    ],
)
def test_the_schema_refuses_what_cannot_be(tmp_path, statement):
    path = new_ledger(tmp_path)
    tell(path, [("invoice", {"amount": 100, "issued": START})])
    with closing(connect(path, "rw")) as conn, pytest.raises(sqlite3.IntegrityError):
        conn.execute(statement)


def test_an_error_half_way_leaves_nothing(tmp_path):
    path = new_ledger(tmp_path)
    before = rows(path)
    with pytest.raises(InputError), unit(path) as work:
        write.add_customer(work, name="Half")
        raise InputError("no")
    assert rows(path) == before


def test_a_row_is_journalled_alike_with_and_without_sqlmodel(tmp_path):
    path = new_ledger(tmp_path)
    hold = {"on_day": START, "until": START + timedelta(9), "because": "away"}
    with unit(path) as work:
        customer = write.add_customer(work, name="Klant", slug="klant").id
        work.changes.clear()
        row = tables.Hold(customer_id=customer, **hold)
        one, two = work.add(row), work.insert("hold", customer_id=customer, **hold)
        row.released_on = START
        work.session.flush()
        work.update("hold", two, released_on=START)
        changes = [dict(change) for change in work.changes]
    for change in changes:
        for side in ("before", "after"):
            change[side] = change[side] and {k: v for k, v in change[side].items() if k != "id"}
    added, inserted, changed, updated = changes
    assert one != two
    assert added == inserted
    assert changed == updated
    assert changed["before"]["released_on"] is None


def test_a_row_changed_behind_the_journal_stops_undo(tmp_path):
    path = new_ledger(tmp_path)
    tell(path, [("invoice", {"amount": 100, "issued": START})])
    with closing(connect(path, "rw")) as conn:
        conn.execute("UPDATE invoice SET about = 'changed'")
    with pytest.raises(InputError, match="no longer"), unit(path) as work:
        undo(work)


def test_a_command_waits_for_its_turn_and_says_so_when_it_does_not_come(tmp_path, monkeypatch):
    path = new_ledger(tmp_path)
    monkeypatch.setattr("debcli.ledger.opening.BUSY_MS", 50)
    with closing(connect(path, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="in use"), unit(path) as work:
            write.add_customer(work, name="Later")


def test_a_mistyped_path_makes_no_ledger(tmp_path):
    with pytest.raises(LedgerError, match="no ledger"):
        connect(tmp_path / "typo.db", "rw")
    assert list(tmp_path.iterdir()) == []


def test_the_morning_finds_what_is_open_by_index(tmp_path):
    path = new_ledger(tmp_path)
    with reading(path) as conn:
        seen = []
        conn.set_trace_callback(seen.append)
        read.book(conn, START)
        conn.set_trace_callback(None)
        plans = [
            conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            for sql in seen
            if sql.startswith(("SELECT", "INSERT"))
        ]
    steps = [row[3] for plan in plans for row in plan]
    assert steps
    small = {
        "SCAN creditor",
        "SCAN rate",
        "SCAN setting",
        "SCAN profile USING INDEX sqlite_autoindex_profile_1",
        "SCAN CONSTANT ROW",
        "SCAN json_each VIRTUAL TABLE INDEX 1:",
        "SCAN h",
        "SCAN now_open",
        "SCAN w",
        "SCAN told",
        "SCAN invoice USING INDEX invoice_open",
        "SCAN invoice USING COVERING INDEX invoice_open",
    }  # one row, a handful, none; hand-overs, which are few; what is open, whose it is, and who was spoken to
    scanned = [s for s in steps if s.startswith("SCAN") and s not in small]
    assert scanned == []


def test_what_is_settled_is_read_only_for_days_it_was_open(tmp_path):
    path = new_ledger(tmp_path)
    tell(
        path,
        [
            ("invoice", {"amount": 100, "issued": START}),
            ("payment", {"on": date(2026, 9, 20), "amount": 100, "pick": 0}),
        ],
    )
    with reading(path) as conn:
        assert read.book(conn, date(2026, 9, 20)).facts == ()
        assert len(read.book(conn, date(2026, 9, 19)).facts) == 1


def test_long_names_that_begin_alike_get_numbered_short_names_within_the_limit(book):
    long = "Vereniging van Eigenaars van het gebouw aan de Lange Nieuwstraat te Utrecht, nummer "
    slugs = [
        book("add-customer", f"{long}{n}", "--json", day="2026-09-01").json["slug"] for n in range(1, 12)
    ]
    assert len(set(slugs)) == 11
    assert slugs[0].endswith("lange-nieuwst")
    assert slugs[1].endswith("-2")
    assert slugs[10].endswith("-11")
    assert all(len(s) <= 60 for s in slugs)
    for n in (1, 2):  # the same one twice is a mistake, not another
        assert book("add-customer", f"{long}{n}", day="2026-09-01", ok=False).code == 1
