"""What a customer has promised, and what became of it: promises, plans, and "I have paid".

Pure, over the facts known on a day.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say
from debcli.receivables.facts import ABOUT_PAYING, Allocation, Contact, Instalment, Outcome, Plan, Promise
from debcli.receivables.figures import MAX_BROKEN, PAID_CLAIM_DAYS, PLAN_GRACE
from debcli.values.dates import Step, add_working_days, roll, series
from debcli.values.money import euro

_ENDLESS = 10**15  # cents: more than anybody owes


class PromiseStand(NamedTuple):
    """How a promise stands on the day. `last_day`: the promised day, rolled. `ended`: the last day it made rest.

    `received`: what came in on it in time, `late`: after the last day. Cents.

    state: running, kept, part, broken, replaced.
    """

    promise: Promise
    state: str
    received: int
    late: int
    last_day: date
    ended: date
    waits: bool  # False for a promise after MAX_BROKEN broken ones

    @property
    def was_broken(self) -> bool:
        """Whether less came in than promised."""
        return self.state in {"broken", "part"}

    @property
    def came_late(self) -> bool:
        """Whether all of it came in, but after its day: it counts as broken, and asks for nothing any more."""
        return self.was_broken and self.received + self.late >= self.promise.amount


class PlanStand(NamedTuple):
    """How a plan stands on the day. `paid` and `asked`: what came in since, and the instalments that have passed. Cents.

    `at`: the instalment that is missed, or the next one. `last_day`: its day, rolled. `ended`: the last day the plan
    makes rest.

    state: running, missed, lapsed, kept, replaced.
    """

    plan: Plan
    state: str
    paid: int
    asked: int
    at: Instalment | None
    last_day: date
    ended: date

    @property
    def rests(self) -> bool:
        """Whether the plan still keeps the ladder from going on."""
        return self.state in {"running", "missed"}

    @property
    def lacking(self) -> int:
        """What is to come in, in cents, to have met all instalments up to the one it is `at`: also what moved to it."""
        if self.at is None:
            return 0
        upto = self.plan.instalments.index(self.at) + 1
        return max(0, sum(part.amount for part in self.plan.instalments[:upto]) - self.paid)


class PaidClaim(NamedTuple):
    """The customer said he had paid. `awaited_to`: the last day it makes rest. `nth`: first, second ... in the case.

    `stands`: neither taken back by what he said later, nor fulfilled by what came in since (`received`, cents).
    """

    contact: Contact
    nth: int
    proof: bool
    awaited_to: date
    stands: bool
    received: int


def schedule(amount: int, first: date, step: Step, count: int) -> tuple[Instalment, ...]:
    """Cents in so many parts, as equal as whole cents allow (the first ones bear what is over), a step apart.

    Raises InputError where a part would be nothing.
    """
    if not 0 < count <= amount:
        raise InputError(
            say("{amount} cannot be paid in {count} parts.", amount=euro(amount), count=count),
            say("Type fewer: --instalments 3"),
        )
    whole, over = divmod(amount, count)
    return tuple(Instalment(on, whole + (at < over)) for at, on in enumerate(series(first, step, count)))


def promise_stands(
    promises: Sequence[Promise],
    allocations: Sequence[Allocation],
    day: date,
    country: str,
    plans: Sequence[Plan] = (),
) -> tuple[PromiseStand, ...]:
    """How each promise stands on a day. A new promise, or a plan, about the same invoices takes its place."""
    stands: list[PromiseStand] = []
    for index, promise in enumerate(promises):
        last_day = roll(promise.by, country)
        received, kept_on = _received(promise, allocations, last_day)
        late = 0 if kept_on else _received(promise, allocations, date.max)[0] - received
        newer: list[Promise | Plan] = [*promises[index + 1 :], *(p for p in plans if p.entry > promise.entry)]
        replaced_on = next(
            (p.made_on for p in newer if p.made_on <= last_day and set(p.invoices) & set(promise.invoices)),
            None,
        )
        broken_before = sum(s.was_broken and s.last_day < promise.made_on for s in stands)
        if kept_on is not None and (replaced_on is None or kept_on <= replaced_on):
            state, ended = "kept", kept_on
        elif replaced_on is not None:
            state, ended = "replaced", replaced_on
        elif day <= last_day:
            state, ended = "running", last_day
        else:
            state, ended = ("part" if received else "broken"), last_day
        stands.append(
            PromiseStand(promise, state, received, late, last_day, ended, broken_before < MAX_BROKEN)
        )
    return tuple(stands)


def _received(promise: Promise, allocations: Sequence[Allocation], last_day: date) -> tuple[int, date | None]:
    """What came in on a promise in time, and the day it was kept in full."""
    total = 0
    for part in sorted(allocations, key=lambda a: (a.on, a.entry)):
        after = part.on > promise.made_on or (part.on == promise.made_on and part.entry > promise.entry)
        if (
            part.source == "payment"
            and not part.set_off
            and part.invoice in promise.invoices
            and after
            and part.on <= last_day
        ):
            total += part.amount
            if total >= promise.amount:
                return total, part.on
    return total, None


def plan_stands(
    plans: Sequence[Plan], allocations: Sequence[Allocation], day: date, country: str, slack: int = 0
) -> tuple[PlanStand, ...]:
    """How each plan stands on a day: what is paid is set against all instalments whose day has passed, oldest first.

    A shortfall of fewer cents than `slack` ends no plan: it moves to the next instalment, and the last one asks it all. To end
    it over so little would be unacceptable (art. 6:248 lid 2 BW).
    """
    return tuple(
        _plan_stand(
            plan,
            next((p.made_on for p in plans[at + 1 :] if set(p.invoices) & set(plan.invoices)), None),
            allocations,
            day,
            country,
            slack,
        )
        for at, plan in enumerate(plans)
    )


def _plan_stand(
    plan: Plan,
    replaced_on: date | None,
    allocations: Sequence[Allocation],
    day: date,
    country: str,
    slack: int,
) -> PlanStand:
    came = [
        (a.on, a.amount + a.extras)
        for a in sorted(allocations, key=lambda a: (a.on, a.entry))
        if a.source == "payment"
        and not a.set_off
        and a.invoice in plan.invoices
        and (a.on, a.entry) > (plan.made_on, plan.entry)
    ]

    def paid_by(until: date) -> int:
        return sum(amount for on, amount in came if on <= until)

    paid, asked, total = paid_by(day), 0, 0
    at: Instalment | None = None
    last_day = ended = plan.made_on
    state = "kept"
    for part in plan.instalments:
        total += part.amount
        rolled = roll(part.on, country)
        if rolled < day:
            asked = total
        enough = total - _forgiven(plan, part, slack)
        if state == "kept" and paid_by(min(day, rolled + PLAN_GRACE)) < enough:
            at, last_day, ended = part, rolled, rolled + PLAN_GRACE
            state = "lapsed" if ended < day else "missed" if rolled < day else "running"
    if state == "kept":
        sums = 0
        for on, amount in came:
            sums += amount
            last_day = ended = on
            if sums >= total:
                break
    if replaced_on is not None and replaced_on <= ended:
        return PlanStand(plan, "replaced", paid, asked, None, replaced_on, replaced_on)
    return PlanStand(plan, state, paid, asked, at, last_day, ended)


def _forgiven(plan: Plan, part: Instalment, slack: int) -> int:
    """How many cents may lack when an instalment is due: fewer than the slack and the instalment, none at the last."""
    return 0 if part == plan.instalments[-1] else max(0, min(slack, part.amount) - 1)


def moved_on(stand: PlanStand, day: date, slack: int) -> int:
    """What lacks of the instalments up to a day and moved to the next one, in cents; 0 where nothing did."""
    passed = [part for part in stand.plan.instalments if part.on <= day]
    if stand.state != "running" or not passed:
        return 0
    short = sum(part.amount for part in passed) - stand.paid
    return short if 0 < short <= _forgiven(stand.plan, passed[-1], slack) else 0


def paid_claims(
    contacts: Sequence[Contact], allocations: Sequence[Allocation], country: str
) -> tuple[PaidClaim, ...]:
    """Each time the customer said he had paid, and how long that is awaited."""
    found: list[PaidClaim] = []
    for index, contact in enumerate(contacts):
        if contact.outcome != Outcome.CLAIMS_PAID:
            continue
        nth = len(found) + 1
        later = contacts[index + 1 :]
        proof_on = contact.on if contact.proof else next((c.on for c in later if c.proof), None)
        if nth == 1:
            call_on = roll(contact.on + timedelta(PAID_CLAIM_DAYS), country)
        elif proof_on is not None:
            call_on = roll(proof_on + timedelta(PAID_CLAIM_DAYS), country)
        else:
            call_on = add_working_days(contact.on, 1, country)
        ends = [c.on - timedelta(1) for c in later if c.outcome in ABOUT_PAYING][:1]
        if contact.amount is not None:
            as_promise = Promise(
                0, 0, 0, contact.on, date.max, contact.amount, contact.invoices, contact.entry
            )
            came_in = _received(as_promise, allocations, date.max)[1]
            ends += [came_in] if came_in is not None else []
        awaited_to = min([call_on - timedelta(1), *ends])
        since = Promise(0, 0, 0, contact.on, date.max, _ENDLESS, contact.invoices, contact.entry)
        came = _received(since, allocations, date.max)[0]
        found.append(PaidClaim(contact, nth, proof_on is not None, awaited_to, not ends, came))
    return tuple(found)
