"""The facts of customers, read into the immutable values: of all that is open on a day, or of one customer.

What is open on a day is read with all that bears on it, so that its cost follows what is open, not what is old.
"""

import sqlite3
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from debcli.law.interest import Compounding
from debcli.receivables.facts import (
    Allocation,
    Cause,
    Charge,
    Closing,
    Contact,
    Customer,
    Dispute,
    Facts,
    HandOver,
    Hold,
    Instalment,
    Invoice,
    Kind,
    Letter,
    LetterKind,
    Outcome,
    Plan,
    Promise,
    Settled,
    Terms,
)
from debcli.receivables.figures import HABIT_OF

_day = date.fromisoformat
# Looked up thousands of times each morning; calling the class takes four times as long.
_KINDS = {kind.value: kind for kind in Kind}
_COMPOUNDING = {way.value: way for way in Compounding}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def _or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class Scope(NamedTuple):
    """Which rows to read: what is asked for ids of customers and invoices, with its named parameters."""

    customers: str
    invoices: str
    about: str  # ids of contacts, promises, plans, letters, hand-overs: with {table}
    habit: str
    params: dict[str, Any]

    def of(self, table: str) -> str:
        """What to ask for the ids of the rows of a table that bear on the invoices."""
        return self.about.format(table=table)


_TOLD = ("contact", "promise", "letter", "plan", "handover")
# Found once for the twenty questions that need it: what is open, whose it is (with the last due day), and what was said of it.
_FOUND = (
    "CREATE TEMP TABLE IF NOT EXISTS now_open (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS now_whose (id INTEGER PRIMARY KEY, last_due TEXT)",
    "CREATE TEMP TABLE IF NOT EXISTS now_told (what TEXT, id INTEGER, PRIMARY KEY (what, id)) WITHOUT ROWID",
    "DELETE FROM now_open",
    "DELETE FROM now_whose",
    "DELETE FROM now_told",
)
_OPEN = "SELECT id FROM now_open"
_FIND = (
    (
        "INSERT INTO now_open SELECT id FROM invoice WHERE settled_on IS NULL UNION ALL SELECT id FROM invoice WHERE settled_on > :day"
        " UNION ALL SELECT value FROM json_each(:ended)"
    ),
    # Its own index answers this without the rows; what is open for the day only is a handful.
    "INSERT INTO now_whose SELECT customer_id, max(due) FROM invoice INDEXED BY invoice_open WHERE settled_on IS NULL GROUP BY customer_id",
    (
        "INSERT INTO now_whose SELECT customer_id, max(due) FROM invoice WHERE id IN (SELECT id FROM invoice WHERE settled_on > :day"
        " UNION ALL SELECT value FROM json_each(:ended)) GROUP BY customer_id"
        " ON CONFLICT (id) DO UPDATE SET last_due = max(last_due, excluded.last_due)"
    ),
    (
        "INSERT OR IGNORE INTO now_whose SELECT customer_id, NULL FROM terms WHERE reviewed_on IS NULL"
        " UNION SELECT customer_id, NULL FROM terms WHERE reviewed_on > :day"
    ),
    "INSERT INTO now_told "
    + " UNION ".join(
        f"SELECT '{table}', {table}_id FROM {table}_invoice WHERE invoice_id IN ({_OPEN})" for table in _TOLD
    ),
    # A talk since about what is settled now: it answers an attempt to reach him.
    (
        "INSERT OR IGNORE INTO now_told SELECT 'contact', c.id FROM"
        " (SELECT k.customer_id AS who, min(k.on_day) AS since FROM now_told t CROSS JOIN contact k ON k.id = t.id"
        " WHERE t.what = 'contact' GROUP BY k.customer_id) told"
        " CROSS JOIN contact c ON c.customer_id = told.who AND c.on_day >= told.since"
    ),
)
_NOT_CLOSED = "NOT EXISTS (SELECT 1 FROM closing c WHERE c.customer_id = i.customer_id AND c.on_day BETWEEN i.settled_on AND :day)"
_ENDED = (  # settled after the final warning ran out or after a hand-over, and not looked back on
    "SELECT i.id FROM letter x CROSS JOIN letter_invoice l ON l.letter_id = x.id CROSS JOIN invoice i ON i.id = l.invoice_id"
    " WHERE x.kind = 'sommatie' AND x.sent_on IS NOT NULL"
    f" AND i.settled_on <= :day AND i.settled_on > x.deadline AND {_NOT_CLOSED}"
    " UNION SELECT i.id FROM handover h CROSS JOIN handover_invoice l ON l.handover_id = h.id CROSS JOIN invoice i ON i.id = l.invoice_id"
    f" WHERE i.settled_on <= :day AND h.on_day <= i.settled_on AND {_NOT_CLOSED}"
)


_PROVEN = (  # paid since terms that run until so many invoices are paid in time
    "SELECT i.customer_id, i.issued, i.due, i.settled_on, i.id FROM terms t CROSS JOIN invoice i ON i.customer_id = t.customer_id"
    " WHERE t.probation IS NOT NULL AND (t.reviewed_on IS NULL OR t.reviewed_on > :day) AND i.issued >= t.on_day AND i.settled_on <= :day"
    " AND EXISTS (SELECT 1 FROM allocation a WHERE a.invoice_id = i.id AND a.payment_id IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.invoice_id = i.id AND a.write_off_id IS NOT NULL AND a.amount > 0)"
)


def _last_settled(many: int, due: str) -> str:
    return (
        f"SELECT i.customer_id, i.issued, i.due, i.settled_on, i.id FROM now_whose w CROSS JOIN invoice i ON i.id IN"
        " (SELECT id FROM invoice WHERE customer_id = w.id AND settled_on <= :day"
        f" ORDER BY settled_on DESC, id DESC LIMIT {many}) WHERE w.last_due {due} :day"
    )


def open_on(conn: sqlite3.Connection, day: date) -> Scope:
    """What is open on a day, what is to be looked back on, and all that bears on it."""
    params = {"day": day.isoformat()}
    ended = [r[0] for r in conn.execute(_ENDED, params)]
    for statement in _FOUND:
        conn.execute(statement)
    for statement in _FIND:  # a list of numbers reads the same in Python and in JSON
        conn.execute(statement, params | {"ended": str(ended)})
    return Scope(
        "SELECT id FROM now_whose",
        _OPEN,
        "SELECT id FROM now_told WHERE what = '{table}'",
        # The last few settled invoices of those of whom something is to fall due; of others the last one.
        f"{_last_settled(HABIT_OF, '>')} UNION ALL {_last_settled(1, '<=')} UNION {_PROVEN} ORDER BY 4, 5",
        params,
    )


def of_customer(customer_id: int) -> Scope:
    """All there is of one customer."""
    return Scope(
        "SELECT id FROM customer WHERE id = :customer",
        "SELECT id FROM invoice WHERE customer_id = :customer",
        "SELECT id FROM {table} WHERE customer_id = :customer",
        "SELECT customer_id, issued, due, settled_on FROM invoice WHERE customer_id = :customer AND settled_on IS NOT NULL"
        " ORDER BY settled_on, id",
        {"customer": customer_id},
    )


def of_all() -> Scope:
    """All there is of every customer, in as many queries as for one."""
    return Scope(
        "SELECT id FROM customer",
        "SELECT id FROM invoice",
        "SELECT id FROM {table}",
        "SELECT customer_id, issued, due, settled_on FROM invoice WHERE settled_on IS NOT NULL ORDER BY settled_on, id",
        {},
    )


CUSTOMER_COLUMNS = (
    "id, slug, name, kind, country, law, language, term_days, address, postcode, city, contact, email, phone, kvk, vat, iban, profile,"
    " large, interest, compounding, costs_percent, agreed_term"
)
INVOICE_COLUMNS = (
    "id, customer_id, number, amount, issued, due, currency, reference, about, sale, issuer, agreed"
)


def customer(row: tuple[Any, ...]) -> Customer:
    """A row of CUSTOMER_COLUMNS."""
    columns = list(row)
    columns[3], columns[18] = _KINDS[row[3]], bool(row[18])
    columns[19:23] = _percent(row[19]), _COMPOUNDING[row[20]], _percent(row[21]), bool(row[22])
    return Customer(*columns)


def _percent(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def invoice(r: tuple[Any, ...]) -> Invoice:
    """A row of INVOICE_COLUMNS."""
    return Invoice(r[0], r[1], r[2], r[3], _day(r[4]), _day(r[5]), r[6], r[7], r[8], r[9], r[10], bool(r[11]))


def gather(conn: sqlite3.Connection, scope: Scope) -> list[Facts]:
    """The facts of every customer in a scope, each list in the order it happened."""

    def rows(sql: str, **more: str) -> list[tuple[Any, ...]]:
        return conn.execute(sql, scope.params | more).fetchall()

    def linked(table: str) -> dict[int, tuple[int, ...]]:
        """Invoices by contact, promise or letter."""
        found: dict[int, list[int]] = defaultdict(list)
        for owner, invoice in rows(
            f"SELECT {table}_id, invoice_id FROM {table}_invoice WHERE {table}_id IN ({scope.of(table)}) ORDER BY invoice_id"
        ):
            found[owner].append(invoice)
        return {owner: tuple(ids) for owner, ids in found.items()}

    invoices: dict[int, list[Invoice]] = defaultdict(list)
    for r in rows(
        f"SELECT {INVOICE_COLUMNS} FROM invoice WHERE id IN ({scope.invoices}) ORDER BY issued, id"
    ):
        invoices[r[1]].append(invoice(r))

    contacts: dict[int, list[Contact]] = defaultdict(list)
    about = linked("contact")
    for r in rows(
        "SELECT id, customer_id, on_day, via, outcome, with_name, amount, call_back, cause, proof, note, entry_id"
        f" FROM contact WHERE id IN ({scope.of('contact')}) ORDER BY on_day, entry_id, id"
    ):
        contacts[r[1]].append(
            Contact(r[0], r[1], _day(r[2]), r[3], _OUTCOMES[r[4]], r[5], r[6], _or_none(r[7]), Cause(r[8]) if r[8] else None,
                    r[9], r[10], about.get(r[0], ()), r[11])
        )  # fmt: skip

    promises: dict[int, list[Promise]] = defaultdict(list)
    covered = linked("promise")
    for r in rows(
        "SELECT id, customer_id, contact_id, made_on, by_day, amount, entry_id"
        f" FROM promise WHERE id IN ({scope.of('promise')}) ORDER BY made_on, entry_id, id"
    ):
        promises[r[1]].append(
            Promise(r[0], r[1], r[2], _day(r[3]), _day(r[4]), r[5], covered.get(r[0], ()), r[6])
        )

    letters: dict[int, list[Letter]] = defaultdict(list)
    listed = linked("letter")
    parts: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for letter, *share in rows(
        "SELECT letter_id, principal, interest, costs FROM letter_invoice WHERE letter_id IN"
        f" (SELECT id FROM letter WHERE id IN ({scope.of('letter')}) AND interest + costs + announced > 0) ORDER BY invoice_id"
    ):
        parts[letter].append((share[0], share[1], share[2]))
    shares = {letter: tuple(found) for letter, found in parts.items()}
    for r in rows(
        "SELECT id, customer_id, kind, language, made_on, pay_by, principal, interest, costs, contact_id, sent_on, via, proof,"
        " cancelled_on, deadline, entry_id, announced, announced_over"
        f" FROM letter WHERE id IN ({scope.of('letter')}) ORDER BY made_on, entry_id, id"
    ):
        letters[r[1]].append(
            Letter(r[0], r[1], LetterKind(r[2]), r[3], _day(r[4]), _or_none(r[5]), r[6], r[7], r[8], r[9], _or_none(r[10]),
                   r[11], r[12], _or_none(r[13]), _or_none(r[14]), listed.get(r[0], ()), r[15], shares.get(r[0], ()), r[16], r[17])
        )  # fmt: skip

    disputes: dict[int, list[Dispute]] = defaultdict(list)
    for r in rows(
        "SELECT id, customer_id, invoice_id, on_day, solve_by, amount, about, resolved_on, outcome FROM dispute"
        f" WHERE invoice_id IN ({scope.invoices}) ORDER BY on_day, id"
    ):
        disputes[r[1]].append(
            Dispute(r[0], r[1], r[2], _day(r[3]), _day(r[4]), r[5], r[6], _or_none(r[7]), r[8])
        )

    # A promise, a claim to have paid or a letter that announced costs may also be about invoices that are settled by now:
    # what came in on them counts.
    spread = linked("plan")
    named = {x.id: x.invoices for mine in letters.values() for x in mine if x.announced}
    told = {i for links in (about, covered, spread, named) for ids in links.values() for i in ids}
    also = str(sorted(told - {i.id for mine in invoices.values() for i in mine}))
    allocations: dict[int, list[Allocation]] = defaultdict(list)
    for r in rows(
        "SELECT a.invoice_id, a.amount, a.on_day, a.payment_id, a.credit_note_id, a.write_off_id, a.entry_id, a.extras, i.customer_id, a.set_off,"
        " (SELECT returned_on FROM payment WHERE id = a.payment_id)"
        " FROM allocation a JOIN invoice i ON i.id = a.invoice_id WHERE a.invoice_id IN"
        f" ({scope.invoices} UNION ALL SELECT value FROM json_each(:also)) ORDER BY a.on_day, a.id",
        also=also,
    ):
        source = "payment" if r[3] is not None else "credit" if r[4] is not None else "write-off"
        source_id = next(n for n in r[3:6] if n is not None)
        allocations[r[8]].append(
            Allocation(r[0], r[1], _day(r[2]), source, source_id, r[6], r[7], bool(r[9]), _or_none(r[10]))
        )

    plans: dict[int, list[Plan]] = defaultdict(list)
    parts_of: dict[int, list[Instalment]] = defaultdict(list)
    which = scope.of("plan")
    for plan, on, amount in rows(
        f"SELECT plan_id, on_day, amount FROM instalment WHERE plan_id IN ({which}) ORDER BY on_day, id"
    ):
        parts_of[plan].append(Instalment(_day(on), amount))
    for r in rows(
        f"SELECT id, customer_id, contact_id, made_on, entry_id FROM plan WHERE id IN ({which}) ORDER BY made_on, entry_id, id"
    ):
        plans[r[1]].append(
            Plan(r[0], r[1], r[2], _day(r[3]), tuple(parts_of[r[0]]), spread.get(r[0], ()), r[4])
        )

    handovers: dict[int, list[HandOver]] = defaultdict(list)
    given = linked("handover")
    for r in rows(
        "SELECT id, customer_id, on_day, to_name, review_on, back_on FROM handover"
        f" WHERE id IN ({scope.of('handover')}) ORDER BY on_day, id"
    ):
        handovers[r[1]].append(
            HandOver(r[0], r[1], _day(r[2]), r[3], _day(r[4]), given.get(r[0], ()), _or_none(r[5]))
        )

    whose = f"customer_id IN ({scope.customers})"
    holds: dict[int, list[Hold]] = defaultdict(list)
    for r in rows(
        f"SELECT id, customer_id, invoice_id, on_day, until, because, released_on FROM hold WHERE {whose} ORDER BY on_day, id"
    ):
        holds[r[1]].append(Hold(r[0], r[1], r[2], _day(r[3]), _day(r[4]), r[5], _or_none(r[6])))
    closings: dict[int, list[Closing]] = defaultdict(list)
    for r in rows(
        "SELECT id, customer_id, on_day, outcome, sales_promise, fault, followed_up, note FROM closing"
        f" WHERE {whose} ORDER BY on_day, id"
    ):
        promised, fault, followed = (None if answer is None else bool(answer) for answer in r[4:7])
        closings[r[1]].append(Closing(r[0], r[1], _day(r[2]), r[3], promised, fault, followed, r[7]))
    terms: dict[int, list[Terms]] = defaultdict(list)
    for r in rows(
        "SELECT id, customer_id, on_day, because, review_on, prepay, term_days, credit_limit, probation, reviewed_on FROM terms"
        f" WHERE {whose} ORDER BY on_day, id"
    ):
        terms[r[1]].append(
            Terms(r[0], r[1], _day(r[2]), r[3], _or_none(r[4]), r[5], r[6], r[7], r[8], _or_none(r[9]))
        )
    settled: dict[int, list[Settled]] = defaultdict(list)
    for r in rows(scope.habit):
        settled[r[0]].append(Settled(_day(r[1]), _day(r[2]), _day(r[3])))

    charges = _charges(conn, scope)
    found = rows(f"SELECT {CUSTOMER_COLUMNS} FROM customer WHERE id IN ({scope.customers}) ORDER BY id")
    return [
        Facts(
            customer(r),
            tuple(invoices.get(r[0], ())),
            tuple(allocations.get(r[0], ())),
            tuple(contacts.get(r[0], ())),
            tuple(promises.get(r[0], ())),
            tuple(disputes.get(r[0], ())),
            tuple(letters.get(r[0], ())),
            tuple(plans.get(r[0], ())),
            tuple(holds.get(r[0], ())),
            tuple(handovers.get(r[0], ())),
            tuple(closings.get(r[0], ())),
            tuple(terms.get(r[0], ())),
            tuple(settled.get(r[0], ())),
            tuple(charges.get(r[0], ())),
        )
        for r in found
    ]


_NEW_COSTS = (  # repeated, they are the costs of the letter before
    "EXISTS (SELECT 1 FROM letter_invoice l WHERE l.letter_id = x.id AND l.costs > 0 AND NOT EXISTS"
    " (SELECT 1 FROM letter_invoice e JOIN letter y ON y.id = e.letter_id WHERE e.invoice_id = l.invoice_id AND e.costs > 0"
    " AND y.cancelled_on IS NULL AND (y.sent_on, y.id) < (x.sent_on, x.id)))"
)
_STAYS = "LEFT JOIN payment p ON p.id = a.payment_id WHERE p.returned_on IS NULL AND a.invoice_id = i.id AND a.entry_id"
_CREDITED = "a.credit_note_id IS NOT NULL AND NOT a.set_off"
_RAN_OUT = (  # a veertiendagenbrief, and not all it named came in within its term (owed.left_in_time): a credit note met the rest first
    "x.announced > 0 AND EXISTS (SELECT 1 FROM letter_invoice l JOIN invoice i ON i.id = l.invoice_id WHERE l.letter_id = x.id AND l.principal >"
    f" (SELECT total(a.amount) FILTER (WHERE NOT ({_CREDITED})) + max(0, total(a.amount) FILTER (WHERE {_CREDITED})"
    f" - max(0, i.amount - l.principal - (SELECT total(a.amount) FROM allocation a {_STAYS} <= x.entry_id)))"
    f" FROM allocation a {_STAYS} > x.entry_id AND a.on_day <= x.deadline))"
)


def _charges(conn: sqlite3.Connection, scope: Scope) -> dict[int, list[Charge]]:
    """Costs charged to private persons: they bear on what may be claimed now, also where that invoice is settled."""
    found: dict[int, list[Charge]] = defaultdict(list)
    whose = f"SELECT id FROM customer WHERE id IN ({scope.customers}) AND kind = 'consumer'"
    persons = f"x.customer_id IN ({whose}) AND x.sent_on IS NOT NULL AND x.cancelled_on IS NULL"
    for owner, on, by_law, invoices, settled in conn.execute(
        f"WITH charge AS (SELECT x.id, x.customer_id, x.sent_on AS on_day, 0 AS by_law FROM letter x WHERE {persons} AND x.costs > 0 AND {_NEW_COSTS}"
        f" UNION ALL SELECT x.id, x.customer_id, date(x.deadline, '+1 day'), 1 FROM letter x WHERE {persons} AND {_RAN_OUT})"
        " SELECT c.customer_id, c.on_day, c.by_law, group_concat(l.invoice_id),"
        " CASE WHEN count(i.settled_on) = count(*) THEN max(i.settled_on) END FROM charge c"
        " JOIN letter_invoice l ON l.letter_id = c.id JOIN invoice i ON i.id = l.invoice_id GROUP BY c.id, c.by_law ORDER BY c.on_day, c.id",
        scope.params,
    ):
        listed = tuple(sorted(int(n) for n in invoices.split(",")))
        found[owner].append(Charge(_day(on), listed, bool(by_law), _or_none(settled) if by_law else None))
    return found
