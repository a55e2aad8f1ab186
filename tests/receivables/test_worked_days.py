"""The worked days of the policy, row by row: one invoice from the first call to the decision."""

from datetime import date

import pytest

from debcli.receivables.account import account
from debcli.receivables.decision import decide
from debcli.receivables.facts import Contact, Customer, Facts, Invoice, Letter, LetterKind, Outcome, Promise

CUSTOMER = Customer(1, "belofte-bouw", "Belofte Bouw BV")
INVOICE = Invoice(1, 1, "2026-001", 121_000, date(2026, 9, 1), date(2026, 10, 1))


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def call(number: int, on: str, outcome: Outcome) -> Contact:
    return Contact(number, 1, d(on), "phone", outcome, invoices=(1,), entry=number)


def promise(contact: int, made: str, by: str, amount: int) -> Promise:
    return Promise(contact, 1, contact, d(made), d(by), amount, (1,), entry=contact)


def letter(
    number: int, kind: LetterKind, sent: str, deadline: str | None = None, contact: int | None = None
) -> Letter:
    until = d(deadline) if deadline else None
    return Letter(
        number,
        1,
        kind,
        "nl",
        d(sent),
        until,
        121_000,
        contact=contact,
        sent_on=d(sent),
        deadline=until,
        invoices=(1,),
    )


CONTACTS = (
    call(1, "09-04", Outcome.RECEIVED),
    call(2, "10-01", Outcome.NO_ANSWER),
    call(3, "10-02", Outcome.NO_ANSWER),
    call(4, "10-05", Outcome.NO_ANSWER),
    call(5, "10-16", Outcome.PROMISE),
    call(6, "10-26", Outcome.PROMISE),
)
PROMISES = (promise(5, "10-16", "10-23", 50_000), promise(6, "10-26", "10-30", 121_000))
LETTERS = (
    letter(1, LetterKind.HERINNERING, "10-08", "10-15"),
    letter(2, LetterKind.BEVESTIGING, "10-16", contact=5),
    letter(3, LetterKind.BEVESTIGING, "10-26", contact=6),
    letter(4, LetterKind.SOMMATIE, "11-02", "11-09"),
)

# day, contacts so far, letters so far, what today says
ROWS = [
    ("09-04", 0, 0, ("check-in", None, None, "check-in", "09-04")),
    ("10-01", 1, 0, ("call", "due-call", None, "ladder", "10-01")),
    ("10-02", 2, 0, ("call", "due-call", None, "callback", "10-02")),
    ("10-05", 3, 0, ("call", "due-call", None, "callback", "10-05")),
    ("10-06", 4, 0, "10-08"),
    ("10-08", 4, 0, ("letter", "herinnering", "herinnering", "ladder", "10-08")),
    ("10-09", 4, 1, "10-16"),
    ("10-16", 4, 1, ("call", "chase-call", None, "ladder", "10-16")),
    ("10-16", 5, 2, "10-23"),
    ("10-26", 5, 2, ("call", None, None, "promise-broken", "10-26")),
    ("10-26", 6, 3, "10-30"),
    ("11-02", 6, 3, ("letter", "sommatie", "sommatie", "promise-broken", "11-02")),
    ("11-03", 6, 4, "11-10"),
    ("11-10", 6, 4, ("decide", "decide", None, "ladder", "11-10")),
]


@pytest.mark.parametrize(
    ("day", "contacts", "letters", "expected"), ROWS, ids=[f"{r[0]}-{i}" for i, r in enumerate(ROWS)]
)
def test_worked_day(day, contacts, letters, expected):
    known = CONTACTS[:contacts]
    given = tuple(p for p in PROMISES if p.contact in {c.id for c in known})
    facts = Facts(CUSTOMER, (INVOICE,), (), known, given, (), LETTERS[:letters])
    decision = decide(account(facts, d(day)))
    if isinstance(expected, str):
        assert decision.action is None
        assert decision.waiting is not None
        assert decision.waiting.until == d(expected)
    else:
        action = decision.action
        assert action is not None, decision
        due = action.due
        assert (due.action, due.step, due.letter, action.rule, due.on.isoformat()[5:]) == expected
