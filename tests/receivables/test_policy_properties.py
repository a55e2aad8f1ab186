"""What must hold of every morning, whatever happened: over random facts about one customer with several invoices."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from debcli.errors import RefusedError
from debcli.receivables.account import account, later, promised_on, solve_by
from debcli.receivables.advice import hints
from debcli.receivables.agreements import schedule
from debcli.receivables.booking import book_credit, book_payment
from debcli.receivables.correspondence import wanted
from debcli.receivables.decision import decide, following, reasons, to_do
from debcli.receivables.due import Due, Words
from debcli.receivables.facts import (
    UNANSWERED,
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
from debcli.receivables.known import as_of
from debcli.receivables.owed import named_before
from debcli.receivables.policy import RULES
from debcli.receivables.profiles import pay_by
from debcli.receivables.unnamed import to_name
from debcli.values.dates import Step, add_working_days, is_working_day, roll

START = date(2026, 9, 1)
CHASES = {"call", "letter", "check-in", "offer-plan", "nudge"}


class World:
    """Facts that grow as a user would let them grow; numbers are given in the order things happen."""

    def __init__(self, facts):
        self.facts = facts
        self.entry = 100

    def __repr__(self):
        return str(self.facts)

    def account(self, day):
        return account(self.facts, day)

    def contact(self, day, outcome, *, promised=0, by=None, **more):
        acc = self.account(day)
        self.entry += 1
        about = tuple(i.invoice.id for i in acc.items)
        self.facts = self.facts._replace(
            contacts=(
                *self.facts.contacts,
                Contact(self.entry, 1, day, "phone", outcome, invoices=about, entry=self.entry, **more),
            )
        )
        items = promised_on(acc)
        if promised and items:
            promise = Promise(
                self.entry, 1, self.entry, day, by, promised, tuple(i.invoice.id for i in items), self.entry
            )
            self.facts = self.facts._replace(promises=(*self.facts.promises, promise))

    def plan(self, day, parts, step):
        items = promised_on(self.account(day))
        total = sum(i.open - i.disputed for i in items)
        if total < parts:
            return
        self.contact(day, Outcome.PLAN)
        said = self.facts.contacts[-1]
        self.entry += 1
        new = Plan(self.entry, 1, said.id, day, schedule(total, day, Step(0, step), parts),
                   tuple(i.invoice.id for i in items), self.entry)  # fmt: skip
        self.facts = self.facts._replace(plans=(*self.facts.plans, new))

    def hold(self, day, days, whole):
        acc = self.account(day)
        if acc.items:
            which = None if whole else acc.items[0].invoice.id
            new = Hold(len(self.facts.holds) + 1, 1, which, day, day + timedelta(days), "ziek")
            self.facts = self.facts._replace(holds=(*self.facts.holds, new))

    def release(self, day):
        self.facts = self.facts._replace(
            holds=tuple(h._replace(released_on=day) if h.on <= day <= h.until and h.released_on is None else h
                        for h in self.facts.holds)
        )  # fmt: skip

    def handover(self, day):
        due = self.account(day).overdue
        if due:
            new = HandOver(len(self.facts.handovers) + 1, 1, day, "Bureau", day + timedelta(30),
                           tuple(i.invoice.id for i in due))  # fmt: skip
            self.facts = self.facts._replace(handovers=(*self.facts.handovers, new))

    def back(self, day):
        self.facts = self.facts._replace(
            handovers=tuple(h if h.back_on else h._replace(back_on=day) for h in self.facts.handovers)
        )

    def dispute(self, day, amount):
        acc = self.account(day)
        if acc.items and not acc.items[0].disputed:
            self.entry += 1
            new = Dispute(self.entry, 1, acc.items[0].invoice.id, day, solve_by(day, "NL"), amount)
            self.facts = self.facts._replace(disputes=(*self.facts.disputes, new))

    def resolve(self, day):
        self.facts = self.facts._replace(
            disputes=tuple(
                d if d.resolved_on else d._replace(resolved_on=day, outcome="rejected")
                for d in self.facts.disputes
            )
        )

    def booked(self, booking, day, source):
        self.entry += 1
        parts = tuple(
            Allocation(p.invoice, p.amount, day, source, self.entry, self.entry, p.extras)
            for p in booking.parts
        )
        self.facts = self.facts._replace(allocations=(*self.facts.allocations, *parts))

    def letter(self, day, kind, items, contact=None, *, sent=True):
        self.entry += 1
        until = pay_by(kind, day, "NL")
        parts = [i.open - i.disputed for i in items]
        names = {}
        if kind == LetterKind.VEERTIENDAGENBRIEF:
            acc = self.account(day)
            part = {i.invoice.id: to_name(acc, i) for i in items}
            parts = [part[i.invoice.id] or sum_ for i, sum_ in zip(items, parts, strict=True)]
            before = named_before(
                self.facts.letters, self.facts.allocations, {n for n in part if not part[n]}
            )
            names = {"announced": before.further(sum(parts)), "announced_over": before.principal + sum(parts),
                     "shares": tuple((cents, 0, 0) for cents in parts)}  # fmt: skip
        new = Letter(self.entry, 1, kind, "nl", day, until, sum(parts), contact=contact, sent_on=day if sent else None,
                     deadline=until if sent else None, invoices=tuple(i.invoice.id for i in items), entry=self.entry, **names)  # fmt: skip
        self.facts = self.facts._replace(letters=(*self.facts.letters, new))

    def do(self, day, action):
        """Do what today asks, as the command shown would; False where it is the user's own choice."""
        due = action.due
        if due.action in {"call", "check-in", "nudge"}:
            outcome = {"check-in": Outcome.RECEIVED, "nudge": Outcome.MAILED}.get(due.action, Outcome.SPOKE)
            self.contact(day, outcome)
        elif due.action == "send":
            change = (
                {"cancelled_on": day}
                if due.stale
                else {"sent_on": day, "deadline": pay_by(due.letter, day, "NL")}
            )
            self.facts = self.facts._replace(
                letters=tuple(x._replace(**change) if x.id == due.made.id else x for x in self.facts.letters)
            )
        elif due.action in {"letter", "confirm"}:
            self.letter(day, due.letter, due.items, due.contact.id if due.contact else None)
        else:
            return False
        return True

    def first_action(self, day, until):
        while day <= until:
            action = decide(self.account(day)).action
            if action is not None:
                return day, action
            day += timedelta(1)
        return None, None


EVENTS = st.sampled_from(["no-answer", "spoke", "refuses", "received", "cannot-pay", "call-back", "claims-paid", "proof", "promise", "promise",
                          "dispute", "resolve", "pay", "pay-all", "credit", "unsent", "plan", "plan", "hold", "release", "handover", "back",
                          "mailed", "closing", "do", "do", "do"])  # fmt: skip


@st.composite
def worlds(draw):
    """A world, and a day to look at it: up to three invoices, up to a dozen events over two months."""
    count = draw(st.integers(1, 3))
    kind = draw(st.sampled_from([Kind.BUSINESS, Kind.BUSINESS, Kind.CONSUMER]))
    profile = draw(st.sampled_from([None, None, "strict", "gentle"]))
    invoices = []
    for number in range(1, count + 1):
        issued = START + timedelta(draw(st.integers(-40, 30)))
        term = draw(st.sampled_from([14, 30]))
        agreed = draw(st.sampled_from([True, True, False]))
        invoices.append(
            Invoice(
                number,
                1,
                f"N-{number}",
                draw(st.sampled_from([300_00, 999_99, 1_500_00])),
                issued,
                issued + timedelta(term),
                agreed=agreed,
            )
        )
    world = World(
        Facts(
            Customer(1, "k", "Klant", kind, profile=profile),
            tuple(sorted(invoices, key=lambda i: (i.issued, i.id))),
            settled=(Settled(START, START, START + timedelta(9)),) * draw(st.integers(0, 1)),
        )
    )
    day = START
    if kind == Kind.CONSUMER and draw(
        st.booleans()
    ):  # a part in dispute while the veertiendagenbrief leaves and runs out
        day = max(i.due for i in world.facts.invoices) + timedelta(1)
        world.dispute(day, draw(st.sampled_from([None, 100_00, 250_00])))
        acc = world.account(day)
        world.letter(day, LetterKind.VEERTIENDAGENBRIEF, acc.dunnable)
        day += timedelta(draw(st.integers(10, 25)))
        if draw(st.booleans()):
            world.resolve(day)
    for gap, event in draw(st.lists(st.tuples(st.integers(0, 9), EVENTS), max_size=12)):
        day += timedelta(gap)
        happen(world, day, event, draw(st.integers(1, 10)))
    return world, day + timedelta(draw(st.integers(0, 12)))


def happen(world, day, event, size):
    acc = world.account(day)
    total = sum(i.open - i.disputed for i in promised_on(acc))
    if event in {"no-answer", "spoke", "refuses", "received"}:
        world.contact(day, Outcome(event), cause=Cause.UNWILLING if event == "refuses" and size > 5 else None)
    elif event == "cannot-pay":
        world.contact(day, Outcome.CANNOT_PAY, cause=Cause.FINANCIAL)
    elif event == "call-back":
        world.contact(day, Outcome.CALL_BACK, call_back=day + timedelta(size))
    elif event == "claims-paid":
        world.contact(day, Outcome.CLAIMS_PAID)
    elif event == "proof":
        world.contact(day, Outcome.SPOKE, proof="seen")
    elif event == "promise" and total:
        world.contact(day, Outcome.PROMISE, promised=max(1, total * size // 10), by=day + timedelta(size))
    elif event == "dispute":
        world.dispute(day, None if size > 5 else 100_00)
    elif event == "resolve":
        world.resolve(day)
    elif event in {"pay", "pay-all"} and acc.items:
        amount = sum(i.open for i in acc.items) if event == "pay-all" else size * 40_00
        world.booked(book_payment(world.facts, amount, day), day, "payment")
    elif event == "credit" and acc.items:
        world.booked(book_credit(world.facts, acc.items[0].invoice, size * 10_00, day), day, "credit")
    elif event == "unsent" and acc.dunnable:
        kind = LetterKind.SOMMATIE if size > 6 else LetterKind.HERINNERING
        world.letter(day, kind, acc.dunnable, sent=False)
    elif event == "plan":
        world.plan(day, 1 + size % 4, 3 + size)
    elif event == "hold":
        world.hold(day, size, size > 5)
    elif event == "release":
        world.release(day)
    elif event == "handover" and size > 6:
        world.handover(day)
    elif event == "back":
        world.back(day)
    elif event == "mailed":
        world.contact(day, Outcome.MAILED)
    elif event == "closing":
        closed = Closing(len(world.facts.closings) + 1, 1, day, "paid")
        world.facts = world.facts._replace(closings=(*world.facts.closings, closed))
    elif event == "do":
        action = decide(acc).action
        if action is not None:
            world.do(day, action)


LOOK = settings(deadline=None)  # more of it: pytest --hypothesis-profile=long


@LOOK
@given(worlds())
def test_every_customer_with_a_case_is_acted_on_or_waits_with_a_reason(story):
    world, day = story
    acc = world.account(day)
    decision = decide(acc)
    assert decision == decide(world.account(day))
    if acc.overdue:
        assert (decision.action is None) != (decision.waiting is None)
    if decision.waiting is not None:
        assert decision.waiting.why
        assert decision.waiting.until >= day


@LOOK
@given(worlds())
def test_a_letter_that_no_longer_fits_hides_no_broken_agreement(story):
    world, day = story
    acc = world.account(day)
    action = decide(acc).action
    if action is None or not action.due.stale:
        return
    unsent = {x.kind for x in acc.facts.letters if x.sent_on is None and x.cancelled_on is None}
    for verdict, rule in zip(reasons(acc), RULES, strict=True):
        if rule.name in {"plan-missed", "promise-broken"} and verdict.state == "outranked":
            assert rule.applies(acc, acc.profile).letter in unsent
            assert any(verdict.why in hint for hint in hints(acc, action))


@LOOK
@given(worlds())
def test_what_rests_or_is_settled_is_never_chased(story):
    world, day = story
    action = decide(world.account(day)).action
    if action is None:
        return
    assert action.due.on <= day
    assert is_working_day(action.due.on)
    assert action.due.why
    if action.rule == "plan-missed":  # of what rests, only a missed instalment may be asked for
        assert all(i.rest is not None and i.rest.why == "plan-missed" for i in action.due.items)
    elif action.due.action in CHASES:
        assert action.due.items
        called = {"plan-missed"} if action.due.action == "call" else set()
        assert all(i.chaseable > 0 or (i.rest and i.rest.why in called) for i in action.due.items)


@LOOK
@given(worlds(), st.integers(1, 40))
def test_the_short_ways_of_the_morning_lead_where_the_long_ones_do(story, ahead):
    world, day = story
    acc = world.account(day)
    assert to_do(acc) == decide(acc).action  # without what the others wait for
    assert later(acc, day + timedelta(ahead)) == account(acc.facts, day + timedelta(ahead), acc.practice)
    facts = acc.facts
    if not (facts.contacts or facts.letters or facts.promises or facts.plans or facts.disputes):
        for rule in RULES:
            due = rule.applies(acc, acc.profile)
            assert due is None or not rule.hears, rule.name
            assert due is None or rule.early or acc.overdue or due.on > day, rule.name


def test_a_reason_is_written_only_when_it_is_read():
    written = []
    due = Due(START, "call", Words(lambda what: written.append(what) or f"for {what}", ("this",)), ())
    assert not written
    assert (due.why, written) == ("for this", ["this"])


@LOOK
@given(worlds(), st.integers(1, 20))
def test_what_happens_later_never_changes_an_earlier_day(story, back):
    world, day = story
    earlier = day - timedelta(back)
    assert decide(account(world.facts, earlier)) == decide(account(as_of(world.facts, earlier), earlier))


@LOOK
@given(worlds())
def test_a_letter_that_today_asks_can_be_made_and_lists_the_same_invoices(story):
    world, day = story
    acc = world.account(day)
    action = decide(acc).action
    if action is None or action.due.action != "letter" or action.due.letter == LetterKind.STUITING:
        return
    try:
        made = wanted(acc, action.due.letter, bank_checked=True)
    except RefusedError as refused:
        raise AssertionError(f"{action.rule} asks {action.due.letter}: {refused.message}") from refused
    assert {i.invoice.id for i in made.items} == {i.invoice.id for i in action.due.items}


@LOOK
@given(worlds())
def test_a_wait_ends_on_the_day_it_says(story):
    world, day = story
    world.facts = as_of(world.facts, day)  # an invoice that is sent later is news
    waiting = decide(world.account(day)).waiting
    if waiting is None:
        return
    on, action = world.first_action(day + timedelta(1), waiting.until + timedelta(10))
    assert action is not None, waiting
    # a promise is awaited up to its own day; what follows comes the first working day after
    latest = (
        max(roll(waiting.until), add_working_days(waiting.until, 1))
        if waiting.why.startswith(("promised", "instalment of"))
        else waiting.until
    )
    assert waiting.until <= on <= latest, (waiting, on, action.rule)


@LOOK
@given(worlds())
def test_what_comes_next_is_what_really_comes_next(story):
    world, day = story
    world.facts = as_of(world.facts, day)
    action = decide(world.account(day)).action
    if action is None:
        return
    said = following(world.account(day), action)
    if not world.do(day, action):
        assert said is None
        return
    on, then = world.first_action(day, day + timedelta(90))
    if said is None:
        assert then is None
        return
    asked = "cancel" if then.due.stale else then.due.action
    assert (on, asked, then.due.letter) == (said.on, said.action, said.letter)


def test_attempts_are_not_answers():
    assert {Outcome.NO_ANSWER, Outcome.VOICEMAIL} == set(UNANSWERED)
