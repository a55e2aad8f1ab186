"""Two years of mornings: real invoices, due dates, settlement dates and disputes, and a diligent user who does what today asks.

The list is read in place where the checkout has it beside it; nothing of it is kept here. What customers say, and whether they
pick up, follows from a checksum of customer and day, so that every run is the same. What was really paid when is the list's.
"""

import csv
import statistics
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import pytest

from debcli.receivables.account import account, promised_on, solve_by
from debcli.receivables.agreements import schedule
from debcli.receivables.booking import book_payment, book_write_off
from debcli.receivables.claim import claim, shares
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
    Invoice,
    Kind,
    Letter,
    LetterKind,
    Outcome,
    Plan,
    Promise,
    Settled,
)
from debcli.receivables.profiles import pay_by
from debcli.values.dates import Step, is_working_day, roll, working_days_between
from debcli.values.money import parse_decimal

LIST = Path(__file__).parents[3] / "shared" / "data" / "ar" / "WA_Fn-UseC_-Accounts-Receivable.csv"
pytestmark = pytest.mark.skipif(not LIST.is_file(), reason="the shared test data is not beside this checkout")

CHASES = {"call", "letter", "offer-plan", "check-in", "nudge"}
LADDERS = {
    Kind.BUSINESS: [LetterKind.HERINNERING, LetterKind.AANMANING, LetterKind.SOMMATIE],
    Kind.CONSUMER: [LetterKind.HERINNERING, LetterKind.VEERTIENDAGENBRIEF, LetterKind.SOMMATIE],
}
DUNS = {*LADDERS[Kind.BUSINESS], *LADDERS[Kind.CONSUMER]}
JUMPS = {"promise-broken", "proof-missing"}  # rules that may ask for a later letter than the next
DAY = timedelta(1)


def chance(*words):
    """A number from 0 to 99 that is the same in every run."""
    return crc32(" ".join(str(w) for w in words).encode()) % 100


class Debtor:
    """One customer of the list: his facts as they grow, and what is true of him."""

    def __init__(self, number, rows):
        self.kind = Kind.CONSUMER if number % 6 == 0 else Kind.BUSINESS
        self.settles, self.objects = {}, set()
        invoices = []
        for row in rows:
            at = int(row["invoiceNumber"])
            issued, due, settled = (day_of(row[c]) for c in ("InvoiceDate", "DueDate", "SettledDate"))
            invoices.append(
                Invoice(at, number, row["invoiceNumber"], parse_decimal(row["InvoiceAmount"]), issued, due)
            )
            self.settles[at] = settled
            if row["Disputed"] == "Yes":
                self.objects.add(at)
        invoices.sort(key=lambda i: (i.issued, i.id))
        self.invoices = {i.id: i for i in invoices}
        self.facts = Facts(Customer(number, f"k{number}", f"Klant {number}", self.kind), tuple(invoices))
        self.entry = 0
        self.disputed = set()  # wholly, now
        self.left_over = False  # of what a letter claimed beside the principal

    def add(self, **fields):
        """Facts happen: each a list, in the order they happen."""
        for name, new in fields.items():
            self.facts = self.facts._replace(**{name: (*getattr(self.facts, name), new)})

    def number(self):
        self.entry += 1
        return self.entry

    def open_on(self, day, invoice):
        return self.invoices[invoice].issued <= day < self.settles[invoice]

    def case(self, day):
        """What is due and unpaid by the list alone."""
        return [i for i in self.invoices.values() if i.due <= day and self.open_on(day, i.id)]

    def busy(self, day):
        """Whether there is anything to ask about."""
        return (
            bool(self.facts.closings or self.facts.handovers)
            or any(self.open_on(day, i) for i in self.invoices)
            or self.left_over
        )

    # --- what the list says happens ---

    def pays(self, day):
        for invoice, settled in self.settles.items():
            if settled == day:
                this = self.invoices[invoice]
                booked = sum(a.amount for a in self.facts.allocations if a.invoice == invoice)
                booking = book_payment(self.facts, this.amount - booked, day, named=[invoice])
                for part in booking.parts:
                    self.add(
                        allocations=Allocation(
                            part.invoice, part.amount, day, "payment", self.number(), self.entry, part.extras
                        )
                    )
                    self.left_over = self.left_over or part.rest
                self.disputed.discard(invoice)
                self.add(settled=Settled(this.issued, this.due, day))

    # --- what the user does ---

    def does(self, day, action):
        """Do what today asks, as the command it shows would."""
        due, acc = action.due, account(self.facts, day)
        if due.action in {"call", "check-in", "offer-plan"}:
            self.calls(day, acc, due)
        elif due.action == "nudge":
            self.talks(day, acc, Outcome.MAILED)
        elif due.action in {"letter", "confirm"}:
            self.writes(day, acc, due)
        elif due.action == "send":
            changed = (
                {"cancelled_on": day}
                if due.stale
                else {"sent_on": day, "deadline": pay_by(due.letter, day, "NL")}
            )
            self.facts = self.facts._replace(
                letters=tuple(x._replace(**changed) if x.id == due.made.id else x for x in self.facts.letters)
            )
        elif due.action == "resolve-dispute":
            which = due.items[0].invoice.id
            self.disputed.discard(which)
            self.facts = self.facts._replace(
                disputes=tuple(
                    d._replace(resolved_on=day, outcome="rejected")
                    if d.invoice == which and d.resolved_on is None
                    else d
                    for d in self.facts.disputes
                )
            )
        elif due.action == "decide":
            self.chooses(day, acc)
        else:
            assert due.action == "review", due.action
            if acc.ended is not None:
                self.add(closings=Closing(self.number(), acc.customer.id, day, "paid"))
            else:
                self.hands_over(day, acc)

    def talks(self, day, acc, outcome, **more):
        about = tuple(i.invoice.id for i in acc.items)
        self.add(
            contacts=Contact(
                self.number(),
                acc.customer.id,
                day,
                "phone",
                outcome,
                invoices=about,
                entry=self.entry,
                **more,
            )
        )
        return self.entry

    def calls(self, day, acc, due):
        luck = chance(acc.customer.id, day)
        if luck < 35:
            self.talks(day, acc, Outcome.NO_ANSWER)
            return
        said = {d.invoice for d in self.facts.disputes}
        objection = next((i for i in acc.overdue if i.invoice.id in self.objects - said), None)
        wanted = promised_on(acc)
        if objection is not None:
            self.talks(day, acc, Outcome.DISPUTES)
            part = objection.open // 2 if luck % 3 == 0 else None
            which = objection.invoice.id
            if part is None:
                self.disputed.add(which)
            self.add(
                disputes=Dispute(
                    self.number(), acc.customer.id, which, day, solve_by(day, "NL"), part, "objection"
                )
            )
        elif luck < 60 and wanted:
            keeps = max(self.settles[i.invoice.id] for i in wanted)
            by = keeps if (keeps - day).days <= 14 else day + timedelta(5)
            contact = self.talks(day, acc, Outcome.PROMISE)
            self.add(promises=Promise(self.number(), acc.customer.id, contact, day, by, sum(i.open - i.disputed for i in wanted),
                                      tuple(i.invoice.id for i in wanted), self.entry))  # fmt: skip
        elif luck < 68:
            self.talks(day, acc, Outcome.CLAIMS_PAID, proof="copy" if luck % 2 else "")
        elif luck < 74:
            self.talks(day, acc, Outcome.CANNOT_PAY, cause=Cause.FINANCIAL)
        elif luck < 78:
            self.talks(day, acc, Outcome.REFUSES, cause=Cause.UNWILLING)
        elif luck < 82:
            self.talks(day, acc, Outcome.CALL_BACK, call_back=day + timedelta(4))
        elif (luck < 88 or due.action == "offer-plan") and wanted:
            contact = self.talks(day, acc, Outcome.PLAN)
            total = sum(i.open - i.disputed for i in wanted)
            self.add(plans=Plan(self.number(), acc.customer.id, contact, day, schedule(total, day + timedelta(7), Step(0, 14), 2),
                                tuple(i.invoice.id for i in wanted), self.entry))  # fmt: skip
        else:
            self.talks(day, acc, Outcome.SPOKE)

    def writes(self, day, acc, due):
        kind, items = due.letter, [i._replace(rest=None) for i in due.items]
        until = pay_by(kind, day, "NL")
        asked = claim(acc, tuple(items)) if kind == LetterKind.SOMMATIE else None
        by_law = (
            {"interest": asked.interest_total, "costs": asked.costs_total, "shares": shares(asked)}
            if asked
            else {}
        )
        sent = (
            due.action == "confirm" or chance("desk", acc.customer.id, day) >= 12
        )  # a few letters lie on the desk
        self.add(letters=Letter(self.number(), acc.customer.id, kind, "nl", day, until, sum(i.open - i.disputed for i in items),
                                contact=due.contact.id if due.contact else None, sent_on=day if sent else None,
                                deadline=until if sent else None, invoices=tuple(i.invoice.id for i in items), entry=self.entry,
                                **by_law))  # fmt: skip

    def chooses(self, day, acc):
        if not acc.items:  # only interest and costs are left: given up
            for item in acc.rests:
                for part in book_write_off(self.facts, item.invoice, day).parts:
                    self.add(
                        allocations=Allocation(
                            part.invoice,
                            part.amount,
                            day,
                            "write-off",
                            self.number(),
                            self.entry,
                            part.extras,
                        )
                    )
            self.left_over = False
        elif chance("choice", acc.customer.id, day) < 50:
            self.add(
                holds=Hold(
                    self.number(), acc.customer.id, None, day, day + timedelta(14), "looked at in a fortnight"
                )
            )
        else:
            self.hands_over(day, acc)

    def hands_over(self, day, acc):
        self.add(handovers=HandOver(self.number(), acc.customer.id, day, "Bureau", day + timedelta(30),
                                    tuple(i.invoice.id for i in acc.overdue)))  # fmt: skip


def day_of(text):
    month, day, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


def debtors():
    rows = {}
    with LIST.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(row["customerID"], []).append(row)
    return [Debtor(number, rows[name]) for number, name in enumerate(sorted(rows), 1)]


class Office:
    """The user: each working morning he looks and does what is asked until nothing is; but not while he is away."""

    def __init__(self, away=()):
        self.book, self.away = debtors(), away
        self.actions, self.letters, self.waits = Counter(), Counter(), Counter()
        self.a_day, self.returns, self.evenings = {}, {}, []
        self.cases = self.at_rest = 0
        self.to_first_contact = []  # working days after the day a case began

    def run(self):
        day = min(i.issued for d in self.book for i in d.invoices.values())
        last = max(s for d in self.book for s in d.settles.values()) + timedelta(60)
        last_seen = day - DAY
        while day <= last:
            for debtor in self.book:
                debtor.pays(day)
            if is_working_day(day) and not any(first <= day <= until for first, until in self.away):
                self.morning(day, last_seen)
                last_seen = day
            day += DAY
        return self

    def morning(self, day, last_seen):
        asked = []
        for debtor in self.book:
            if debtor.busy(day):
                first = decide(account(debtor.facts, day))
                assert decide(account(debtor.facts, day)) == first  # asked twice
                asked.append((debtor, first))
        if (day - last_seen).days > 10:
            self.returns[day] = self.is_no_flood(asked, day, last_seen)
        self.a_day[day] = sum(self.serve(debtor, first, day) for debtor, first in asked)
        for debtor, _ in asked:
            self.first_contact(debtor, day, last_seen)

    def is_no_flood(self, asked, day, last_seen):
        """After a time away: each customer once, and only what fell due meanwhile."""
        actions = [(debtor, d.action) for debtor, d in asked if d.action is not None]
        for debtor, action in actions:
            assert action.due.on <= day
            lately = [
                i for i in debtor.invoices.values() if i.due <= day and debtor.settles[i.id] > last_seen
            ]
            if (
                len(lately) == 1 and action.rule != "aftercare"
            ):  # with more, one may have stood behind another
                assert action.due.on > last_seen, action
        chased = [debtor for debtor, action in actions if action.due.action in CHASES - {"check-in", "nudge"}]
        assert all(any(debtor.open_on(day, i) for i in debtor.invoices) for debtor in chased)
        return len(actions)

    def serve(self, debtor, decision, day):
        """All that is asked for one customer today, one after the other; how much that was."""
        done = []
        while decision.action is not None:
            due = decision.action.due
            self.looks_right(debtor, decision.action, day)
            what = (decision.action.rule, due.action, due.letter, tuple(i.invoice.id for i in due.items))
            assert what not in done, (day, what)  # what was done is not asked again
            done.append(what)
            self.actions[due.action] += 1
            before = debtor.facts.letters
            debtor.does(day, decision.action)
            new = [x for x in debtor.facts.letters if x not in before and x.kind in DUNS]
            for letter in new:
                self.may_leave(debtor, before, letter, day)
                if due.action == "letter":
                    self.is_its_turn(debtor, before, letter, decision.action)
            if any(x.sent_on is None and x.cancelled_on is None for x in new):
                return len(done)  # it lies on the desk; tomorrow it is asked for
            decision = decide(account(debtor.facts, day))
        if debtor.case(day):
            assert decision.waiting is not None, (debtor.facts, day)
            assert decision.waiting.until >= day
            self.waits[decision.waiting.why.split()[0]] += 1
        if chance("keep", debtor.facts.customer.id, day) < 10:
            self.evenings.append((debtor, day, decision))
        return len(done)

    def looks_right(self, debtor, action, day):
        """Nothing paid, disputed, promised or held is chased: by the list and by what was logged, not by the account."""
        due = action.due
        if due.action not in CHASES:
            return
        for invoice in (item.invoice for item in due.items):
            assert debtor.open_on(day, invoice.id), (day, action)
            assert invoice.id not in debtor.disputed, (day, action)
            promised = [p for p in debtor.facts.promises if invoice.id in p.invoices]
            broken = sum(roll(p.by) < day for p in promised)
            assert not promised or broken >= 2 or roll(promised[-1].by) < day, (day, action)
            assert not any(h.on <= day <= h.until for h in debtor.facts.holds), (day, action)
            assert due.action != "letter" or invoice.due < day, (day, action)

    def may_leave(self, debtor, before, letter, day):
        """No two letters within a term; to a consumer nothing harder before the free letter has run out."""
        if letter.sent_on is None or letter.cancelled_on is not None:
            return
        self.letters[letter.kind.value] += 1
        earlier = [x for x in before if x.sent_on is not None and x.kind in DUNS and x.id != letter.id]
        for other in earlier:
            unpaid = [i for i in other.invoices if debtor.open_on(day, i)]
            assert other.deadline < day or not unpaid, (
                other,
                letter,
            )  # who paid what it asked has ended its term
        if debtor.kind == Kind.CONSUMER and letter.kind == LetterKind.SOMMATIE:
            free = [x for x in earlier if x.kind == LetterKind.VEERTIENDAGENBRIEF and x.deadline < day]
            assert all(any(i in x.invoices for x in free) for i in letter.invoices), letter

    def is_its_turn(self, debtor, before, letter, action):
        """The letter before it was sent for one of its invoices, or a rule or cause of the policy says why not; a call came first."""
        ladder = LADDERS[debtor.kind]
        at = ladder.index(letter.kind)
        had = {x.kind for x in before if x.sent_on is not None and set(x.invoices) & set(letter.invoices)}
        causes = [
            c.cause
            for c in debtor.facts.contacts
            if c.cause is not None and set(c.invoices) & set(letter.invoices)
        ]
        unwilling = bool(causes) and causes[-1] == Cause.UNWILLING
        lapsed = "plan lapsed" in action.due.why and any(
            set(p.invoices) & set(letter.invoices) for p in debtor.facts.plans
        )
        in_turn = at == 0 or any(kind in had for kind in ladder[at - 1 :])
        assert in_turn or action.rule in JUMPS or unwilling or lapsed, (letter, action, had)
        spoken = any(c.answered and set(c.invoices) & set(letter.invoices) for c in debtor.facts.contacts)
        tried = {c.on for c in debtor.facts.contacts if c.attempt and set(c.invoices) & set(letter.invoices)}
        assert spoken or len(tried) >= 3, (letter, action)

    def first_contact(self, debtor, day, last_seen):
        """Whose case began since the last morning was spoken to, tried or written to by this evening, unless it rests already."""
        case = debtor.case(day)
        if not case or any(roll(i.due) <= last_seen for i in case):
            return
        self.cases += 1
        first = min(i.due for i in case)
        touched = [c.on for c in debtor.facts.contacts if c.on >= first - DAY * 3]
        touched += [x.sent_on for x in debtor.facts.letters if x.sent_on is not None and x.sent_on >= first]
        if not touched:
            held = any(h.on <= day <= h.until for h in debtor.facts.holds)
            promised = [p.invoices for p in debtor.facts.promises if roll(p.by) >= day]
            assert held or all(any(i.id in about for about in promised) for i in case), (day, case)
            self.at_rest += 1
            return
        assert min(touched) <= day
        self.to_first_contact.append(max(0, working_days_between(roll(first), min(touched))))


@pytest.fixture(scope="module")
def diligent():
    """Somebody who looks every working morning."""
    return Office().run()


AWAY = tuple(
    (date(year, month, 1), date(year, month, 14)) for year in (2012, 2013) for month in (3, 6, 9, 12)
)  # eight fortnights


@pytest.fixture(scope="module")
def traveller():
    """Somebody who is away for a fortnight in each quarter."""
    return Office(AWAY).run()


def told(office):
    days = list(office.a_day.values())
    busy = sorted(days)
    return (
        f"{len(days)} mornings, {sum(days)} actions ({statistics.mean(days):.1f} a day, median {statistics.median(days):.0f},"
        f" nine in ten under {busy[len(busy) * 9 // 10] + 1}, most {max(days)}); {dict(office.actions)}; letters {dict(office.letters)};"
        f" {office.cases} cases, to first contact at most {max(office.to_first_contact)} working days; returns {list(office.returns.values())}"
    )


def test_the_list_is_what_it_is(diligent):
    assert len(diligent.book) == 66
    assert sum(len(d.invoices) for d in diligent.book) == 1631
    assert sum(len(d.objects) for d in diligent.book) == 343


def test_every_morning_of_two_years_is_right(diligent):
    """What must hold is asserted on each of the mornings; here is what came of it."""
    print(f"\ndiligent: {told(diligent)}")
    assert len(diligent.a_day) == sum(
        is_working_day(min(diligent.a_day) + DAY * n)
        for n in range((max(diligent.a_day) - min(diligent.a_day)).days + 1)
    )
    assert diligent.cases == 444  # by the list: times somebody came to owe who owed nothing that was due
    assert max(diligent.to_first_contact) == 0  # on the due day, or the first working day after it
    assert len(diligent.to_first_contact) + diligent.at_rest == diligent.cases
    assert statistics.mean(diligent.a_day.values()) < 4
    assert max(diligent.a_day.values()) <= 20  # of 66 customers
    assert {
        "call",
        "letter",
        "confirm",
        "send",
        "nudge",
        "resolve-dispute",
        "offer-plan",
        "decide",
        "review",
    } <= set(diligent.actions)
    assert set(diligent.letters) == {k.value for k in DUNS}
    assert diligent.actions["call"] > 2 * sum(diligent.letters.values())  # call, do not mail


def test_nothing_is_asked_any_more_once_all_is_settled(diligent):
    for debtor in diligent.book:
        end = max(diligent.a_day) + timedelta(400)
        assert decide(account(debtor.facts, end)) == (None, None)


def test_what_an_evening_said_it_still_says_years_later(diligent):
    assert len(diligent.evenings) > 1000
    for debtor, day, decision in diligent.evenings:
        assert decide(account(debtor.facts, day)) == decision


def test_a_missed_fortnight_is_caught_up_without_a_flood(diligent, traveller):
    print(f"\ntraveller: {told(traveller)}")
    assert len(traveller.returns) == len(AWAY)
    for back, count in traveller.returns.items():
        missed = sum(n for day, n in diligent.a_day.items() if back - DAY * 18 < day <= back)
        assert count <= missed, back  # never more than would have been asked meanwhile
    assert max(traveller.a_day.values()) < 2 * max(diligent.a_day.values()) + 5
    assert sum(traveller.letters.values()) < sum(diligent.letters.values()) * 1.1
