"""Taking in what a bank says, and booking what of it is certain. Inside one journalled unit; what is asked comes after."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from debcli.cli.documents import LISTED
from debcli.errors import InputError
from debcli.intake.banks import BankFile
from debcli.intake.fields import Findings, as_line
from debcli.intake.payments import Certainty, Claimed, Ledger, Match, Matcher
from debcli.intake.records import Problem
from debcli.intake.sameness import Logged, Paid, logged_before, returned, same_money, settled_by_list
from debcli.intake.statements import Balance, Entry, Statement, account_key, does_not_add_up
from debcli.language import say, say_many
from debcli.ledger import bank_read, read
from debcli.receivables.booking import Booking, book_payment, open_invoices, still_claimed_on
from debcli.receivables.doubt import tell_who_collects
from debcli.receivables.facts import Customer, Invoice
from debcli.values.dates import full
from debcli.values.money import euro

if TYPE_CHECKING:
    from debcli.ledger.bank_write import Statements
    from debcli.ledger.journal import Unit

_NEAR = timedelta(5)  # two files of one bank can put the same money on days so far apart


class Taken(NamedTuple):
    """What became of one bank file. `announced`: not booked by the bank yet; `outgoing`: not kept, it is no payment."""

    file: str
    format: str
    new: int = 0
    known: int = 0
    skipped: int = 0
    outgoing: int = 0
    announced: int = 0
    statements: int = 0
    reaches: date | None = None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    failed: bool = False


class Outcome(NamedTuple):
    """What became of an entry. `matched`: exact, part, over, several, returned, known or unmatched."""

    entry: bank_read.BankEntry
    match: Match
    matched: str
    customer: Customer | None = None
    numbers: tuple[str, ...] = ()
    booking: Booking | None = None
    rest: int = 0  # cents of principal still open on the invoice, where one was paid in part


def take_in(work: "Unit", file: BankFile, progress: Callable[[str, int], None]) -> Taken:
    """Write what a file says and the ledger does not know. A file that breaks off leaves nothing."""
    from debcli.ledger.bank_write import Statements

    found, taken = Findings(), Taken(file.name, file.format)
    statements, used, added = Statements(work), set[int](), list[int]()
    changes = len(work.changes)
    work.raw.execute("SAVEPOINT bank_file")
    try:
        for number, item in enumerate(file.read(found), 1):
            if number % 2_000 == 0:
                progress(file.name, number)
            if isinstance(item, Statement):
                taken = _close(statements, file.format, item, taken, added, found)
            elif not item.booked:
                taken = taken._replace(announced=taken.announced + 1)
            elif item.amount < 0 and not item.is_return:
                taken = taken._replace(outgoing=taken.outgoing + 1)
            elif _is_known(statements, item, file.format, used):
                taken = taken._replace(known=taken.known + 1)
            else:
                statements.add(file.format, item.account, _values(item))
                taken = taken._replace(new=taken.new + 1)
    except InputError as error:
        found.errors[:] = [Problem("", as_line(error))]
        taken = Taken(file.name, file.format, skipped=taken.new + taken.known)
    if found.errors and not taken.new + taken.known:  # nothing of it can be used
        work.raw.execute("ROLLBACK TO bank_file")
        del work.changes[changes:]
    work.raw.execute("RELEASE bank_file")
    if found.errors and not taken.new + taken.known:
        skipped = taken.skipped or len(found.errors)
        return taken._replace(
            skipped=skipped,
            reaches=None,
            errors=tuple(found.errors),
            warnings=tuple(found.warnings),
            failed=True,
        )
    for gap in bank_read.gaps(work.raw, added):
        found.warn("", _gap_words(gap))
    if taken.announced and not taken.new:
        found.warn("", _announced(file.format, taken.announced))
    return taken._replace(
        skipped=len(found.errors), errors=tuple(found.errors), warnings=tuple(found.warnings)
    )


def _announced(form: str, count: int) -> str:
    """What a file tells that is not on the account yet."""
    if form == "camt.052":
        return say_many(
            "An intraday report (camt.052): its entry is booked when the statement (camt.053) comes.",
            "An intraday report (camt.052): its {count} entries are booked when the statement (camt.053) comes.",
            count,
        )
    if form == "camt.054":
        return say_many(
            "A notification (camt.054): its entry is booked when the statement (camt.053) comes.",
            "A notification (camt.054): its {count} entries are booked when the statement (camt.053) comes.",
            count,
        )
    return say_many(
        "{count} entry is not booked by the bank yet; it comes with a later statement.",
        "{count} entries are not booked by the bank yet; they come with a later statement.",
        count,
    )


def _close(
    statements: "Statements", form: str, item: Statement, taken: Taken, added: list[int], found: Findings
) -> Taken:
    if not item.final:
        return taken._replace(statements=taken.statements + 1)
    reaches = None if found.errors else item.reaches  # what could not be read may be what came in
    row = statements.close(form, item.account, (
        item.number, item.currency or "EUR", _iso(item.begins), _iso(reaches), _cents(item.opening), _cents(item.closing),
    ))  # fmt: skip
    if row is not None:
        added.append(row)
    if words := does_not_add_up(item):
        found.warn("", words)
    return taken._replace(
        statements=taken.statements + 1,
        reaches=max((d for d in (taken.reaches, reaches) if d), default=None),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _cents(balance: Balance | None) -> int | None:
    return None if balance is None else balance.amount


def _is_known(statements: "Statements", item: Entry, form: str, used: set[int]) -> bool:
    """Whether an earlier file brought this very movement; each kept entry answers for one of a file only."""
    near = statements.alike(
        account_key(item.account), item.amount, item.currency, item.day - _NEAR, item.day + _NEAR
    )
    same = [
        e for e in near if e.id not in used and same_money(item, as_entry(e), one_format=e.format == form)
    ]
    if not same:
        return False
    used.add(min(same, key=lambda e: (e.on != item.day, e.text != item.text, e.id)).id)
    return True


def _values(item: Entry) -> tuple[object, ...]:
    return (
        account_key(item.account), item.day.isoformat(), item.amount, item.currency, item.name, item.iban, item.text, item.reference, item.end_to_end,
        item.bank_ref, int(item.is_return), item.parts,
    )  # fmt: skip


def as_entry(kept: bank_read.BankEntry) -> Entry:
    """A kept entry as the bank wrote it."""
    return Entry(
        kept.account, kept.on, kept.amount, kept.currency, kept.name, kept.iban, kept.text, kept.reference, kept.end_to_end, kept.bank_ref,
        is_return=kept.is_return, parts=kept.parts,
    )  # fmt: skip


def _gap_words(gap: bank_read.Gap) -> str:
    return say(
        "Between the statements of {account} up to {last_day} ({closing}) and from "
        "{first_day} ({opening}) something is missing.",
        account=gap.account or say("the account"),
        last_day=full(gap.last_day),
        closing=euro(gap.closing, gap.currency),
        first_day=full(gap.first_day),
        opening=euro(gap.opening, gap.currency),
    )


# --- matching ---------------------------------------------------------------------------------------------------------


def knowledge(conn: sqlite3.Connection) -> Ledger:
    """What the ledger knows for matching."""
    rows = bank_read.invoices(conn)
    return Ledger(
        tuple(read.customers(conn)),
        tuple(Invoice(*r[:8]) for r in rows),
        {r[0]: r[8] for r in rows},
        bank_read.accounts(conn),
        bank_read.own_accounts(conn),
        (
            *(Claimed(*c) for c in bank_read.claims(conn)),
            *(Claimed(*c, instalment=True) for c in bank_read.instalments(conn)),
        ),
    )


def perhaps_paid(conn: sqlite3.Connection, customer: int, day: date) -> str:
    """The first entry up to a day that looks like a customer's and is not matched, in words; empty when there is none."""
    return likely_payers(conn, day).get(customer, "")


def likely_payers(conn: sqlite3.Connection, day: date) -> dict[int, str]:
    """By customer the first entry up to a day that looks like theirs and is not matched, in words."""
    matcher = Matcher(knowledge(conn))
    found: dict[int, str] = {}
    for entry in bank_read.to_match(conn):
        if entry.amount <= 0 or entry.on > day:
            continue
        who = matcher.match(as_entry(entry)).customer
        if who is not None:
            words = say(
                "payment {id}, {amount} of {day},",
                id=entry.id,
                amount=euro(entry.amount, entry.currency),
                day=full(entry.on),
            )
            found.setdefault(who, words)
    return found


def resettle(work: "Unit", customer: int, invoices: Iterable[int]) -> None:
    """Keep `settled_on` true after payments of a customer came or went: what letters claimed may be open again."""
    from debcli.ledger import booked

    facts, practice = read.history(work.raw, customer), read.practice(work.raw)
    for invoice in facts.invoices:
        if invoice.id in set(invoices):
            booked.settle_invoice(work, invoice.id, rest=still_claimed_on(facts, invoice, work.day, practice))


def logged_payments(conn: sqlite3.Connection) -> list[Logged]:
    """The payments no bank has shown yet."""
    return [Logged(*row) for row in bank_read.logged(conn, LISTED)]


def settle(work: "Unit", progress: Callable[[str, int], None] = lambda _name, _count: None) -> list[Outcome]:
    """Book every entry that is certain, in the order of their days; tell of each entry what became of it, and why."""
    entries = list(bank_read.to_match(work.raw))
    if not entries:
        return []
    known = knowledge(work.raw)
    matcher, logged = Matcher(known), logged_payments(work.raw)
    done: list[Outcome] = []
    left: list[bank_read.BankEntry] = []
    for number, entry in enumerate(entries, 1):
        if number % 2_000 == 0:
            progress(say("matching"), number)
        if entry.amount < 0 or entry.by_hand:
            left.append(entry)
            continue
        outcome = _settle_one(work, entry, matcher.match(as_entry(entry)), logged, known)
        if outcome is None:
            left.append(entry)
        else:
            done.append(outcome)
    again = Matcher(knowledge(work.raw)) if done else matcher
    people, numbers = {c.id: c for c in known.customers}, {i.id: i.number for i in known.invoices}
    done += [
        _take_back(work, entry, known) if entry.amount < 0 else _open_outcome(entry, again, people, numbers)
        for entry in left
    ]
    return sorted(done, key=lambda o: (o.entry.on, o.entry.id))


def _settle_one(
    work: "Unit", entry: bank_read.BankEntry, match: Match, logged: list[Logged], known: Ledger
) -> Outcome | None:
    """Book, link or put aside one entry; None when nothing is certain."""
    from debcli.ledger import bank_write

    if match.certainty == Certainty.OWN:
        bank_write.set_state(work, entry.id, "aside")
        return Outcome(entry, match, "known")
    if match.customer is None or match.certainty == Certainty.NONE:
        return None
    twin = logged_before(as_entry(entry), match.customer, logged)
    if twin is not None:
        logged.remove(twin)
        bank_write.link(work, twin.id, entry.id)
        return linked(entry, match, twin, known)
    if match.certainty != Certainty.CERTAIN or settled_by_list(match, logged):
        return None
    return book_entry(work, entry, match, known)


def linked(entry: bank_read.BankEntry, match: Match, twin: Logged, known: Ledger) -> Outcome:
    """The outcome of an entry whose payment was in the ledger before."""
    who = next(c for c in known.customers if c.id == twin.customer)
    numbers = {i.id: i.number for i in known.invoices}
    how = (
        say("{why}; an imported list told of it, so nothing was booked twice", why=match.why)
        if twin.listed
        else say(
            "{why}; it was logged by hand on {day}, so nothing was booked twice",
            why=match.why,
            day=full(twin.on),
        )
    )
    said = match._replace(why=how)
    return Outcome(entry, said, "known", who, tuple(numbers[i] for i in twin.invoices if i in numbers))


def book_entry(work: "Unit", entry: bank_read.BankEntry, match: Match, known: Ledger) -> Outcome:
    """Book an entry as a payment of the matched customer."""
    from debcli.ledger import bank_write, booked

    who = next(c for c in known.customers if c.id == match.customer)
    facts = read.history(work.raw, who.id)
    booking = book_payment(
        facts,
        entry.amount,
        entry.on,
        currency=entry.currency,
        named=match.invoices,
        practice=read.practice(work.raw),
    )
    booked.record_payment(
        work,
        customer_id=who.id,
        amount=entry.amount,
        on=entry.on,
        booking=booking,
        currency=entry.currency,
        bank_entry=entry.id,
    )
    bank_write.set_state(work, entry.id, "booked")
    if told := tell_who_collects(facts, [p.invoice for p in booking.parts]):
        match = match._replace(why=f"{match.why}. {' '.join(told).removesuffix('.')}")
    numbers = {i.id: i.number for i in facts.invoices}
    left = {i.id: i.open for i in open_invoices(facts, entry.currency)}
    label = _label(booking, left)
    rest = left[booking.parts[0].invoice] - booking.parts[0].amount if label == "part" else 0
    return Outcome(entry, match, label, who, tuple(numbers[p.invoice] for p in booking.parts), booking, rest)


def _label(booking: Booking, open_before: dict[int, int]) -> str:
    if booking.left:
        return "over"
    if len(booking.parts) > 1:
        return "several"
    part = booking.parts[0]
    return "part" if part.rest or open_before[part.invoice] > part.amount else "exact"


def _open_outcome(
    entry: bank_read.BankEntry, matcher: Matcher, people: Mapping[int, Customer], numbers: Mapping[int, str]
) -> Outcome:
    """What is likely of an entry that is not booked."""
    match = matcher.match(as_entry(entry))
    if entry.by_hand:
        sure = Certainty.LIKELY if match.customer else Certainty.NONE
        match = match._replace(certainty=sure, why=say("you took its match back; {why}", why=match.why))
    who = None if match.customer is None else people[match.customer]
    return Outcome(entry, match, "unmatched", who, tuple(numbers[i] for i in match.invoices if i in numbers))


def _take_back(work: "Unit", entry: bank_read.BankEntry, known: Ledger) -> Outcome:
    """Match a return with the payment it takes back, or with an entry that was never matched."""
    from debcli.ledger import bank_write

    paid = [Paid(p, c, as_entry(e), n) for p, c, e, n in bank_read.banked(work.raw, -entry.amount)]
    if entry.by_hand:
        return Outcome(entry, Match(Certainty.NONE, say("you took its match back")), "unmatched")
    which, why = returned(as_entry(entry), paid)
    if which is not None:
        resettle(work, which.customer, bank_write.take_back(work, which.id, entry.id, entry.on))
        who = next(c for c in known.customers if c.id == which.customer)
        return Outcome(entry, Match(Certainty.CERTAIN, why, who.id), "returned", who, which.numbers)
    waiting = [Paid(e.id, 0, as_entry(e)) for e in bank_read.to_match(work.raw) if e.amount == -entry.amount]
    which, _ = returned(as_entry(entry), waiting)
    if which is not None and not paid:
        for one in (which.id, entry.id):
            bank_write.set_state(work, one, "aside")
        return Outcome(
            entry,
            Match(Certainty.CERTAIN, say("it takes back money that was never matched: both were put aside")),
            "known",
        )
    return Outcome(entry, Match(Certainty.NONE, why), "unmatched")
