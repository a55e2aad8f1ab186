"""Of all rules the one that counts today, what a customer waits for, and what comes next.

Of the rules whose day has come the first in the table decides; of those to come the soonest is what is waited for.
"""

from datetime import date
from typing import NamedTuple

from debcli.language import mark, say
from debcli.receivables.account import ONE_DAY, Account, Item, later
from debcli.receivables.agreements import PlanStand, PromiseStand
from debcli.receivables.due import Due, Words, step_words
from debcli.receivables.facts import NEWEST, Contact, Facts, Letter, LetterKind, Outcome
from debcli.receivables.ladder import last_term, letter_items, term_of
from debcli.receivables.policy import RULES
from debcli.receivables.profiles import pay_by
from debcli.receivables.unnamed import to_name
from debcli.values.dates import add_working_days, roll, spoken
from debcli.values.money import euro


class Action(NamedTuple):
    """The one thing to do today."""

    rule: str
    due: Due


class Next(NamedTuple):
    """What will happen on which day if nothing comes in."""

    on: date
    action: str
    letter: LetterKind | None
    why: str


class Waiting(NamedTuple):
    """Why nothing is to be done now, and the day it ends; `then`: what is asked next if nothing comes in."""

    until: date
    reason: str | Words
    then: Next | None = None

    @property
    def why(self) -> str:
        """The reason in words."""
        return str(self.reason)


class Decision(NamedTuple):
    """One of the two is set for every customer with a case."""

    action: Action | None
    waiting: Waiting | None


_CHASES = frozenset({"call", "letter", "offer-plan", "check-in", "nudge"})
_OUTCOMES = {"call": Outcome.SPOKE, "check-in": Outcome.RECEIVED, "nudge": Outcome.MAILED}
_IF = {
    "plan-missed": mark("if an instalment is missed"),
    "nudge": mark("if it is not paid before"),
    "aftercare": mark("if nothing changes"),
    "promise-broken": mark("if the promise is not kept"),
    "paid-claim": mark("if the transfer is not in"),
    "proof-missing": mark("if no proof comes"),
    "dispute-open": mark("if the dispute is not solved"),
}
_OTHERWISE = mark("if nothing is in by then")


def decide(acc: Account) -> Decision:
    """The one thing to do on the account's day, or what it waits for; neither without a case or a check-in."""
    if not (acc.items or acc.rests or acc.ended or acc.facts.terms):
        return Decision(None, None)
    first, coming = _dues(acc, ahead=bool(acc.overdue))
    if first is not None or not acc.overdue:
        return Decision(first, None)
    found = _soonest(acc, coming)
    if found is None:
        return Decision(None, None)
    return Decision(None, _waiting(acc, *found)._replace(then=_next(*found)))


def to_do(acc: Account) -> Action | None:
    """The one thing to do on the account's day, where nobody asks what the others wait for."""
    return _dues(acc, ahead=False)[0] if acc.items or acc.rests or acc.ended or acc.facts.terms else None


def following(acc: Account, action: Action) -> Next | None:
    """What comes after an action if it is done today and nothing comes in; None where that is the user's choice."""
    facts = supposing(acc, action.due)
    if facts is None:
        return None
    # A talk or a letter changes neither what is open nor what rests, so the rest of the account stands.
    return coming_up(acc._replace(facts=facts))


def coming_up(acc: Account) -> Next | None:
    """The next thing to do, today or on a later day, if nothing comes in."""
    first, coming = _dues(acc)
    found = (acc.day, first) if first is not None else _soonest(acc, coming)
    return None if found is None else _next(*found)


def _next(on: date, action: Action) -> Next:
    what = "cancel" if action.due.stale else action.due.action
    return Next(on, what, action.due.letter, say(_IF.get(action.rule, _OTHERWISE)))


class Verdict(NamedTuple):
    """What one rule says today. state: decides, outranked, beside, to-come, rests, no. `on`: the day it falls due.

    beside: it is to be done too, but what was agreed comes first.
    """

    rule: str
    state: str
    why: str
    on: date | None = None


def reasons(acc: Account) -> list[Verdict]:
    """The whole reasoning: every rule in its order, whether it applies today, and why or why not."""
    found: list[Verdict] = []
    first = _dues(acc, ahead=False)[0]
    decides = first.rule if first is not None else ""
    for rule in RULES:
        due = rule.applies(acc, acc.profile)
        if due is None or acc.day >= due.before:
            found.append(Verdict(rule.name, "no", say(rule.otherwise)))
            continue
        due = _earliest(acc, due)
        state = "to-come"
        if due.on <= acc.day:
            state = "decides" if rule.name == decides else "beside" if due.stale else "outranked"
            state = "rests" if _today(acc, due) is None else state
        found.append(Verdict(rule.name, state, due.why, due.on))
    return found


def _dues(acc: Account, *, ahead: bool = True) -> tuple[Action | None, list[Action]]:
    """The action that decides today, and what is still to come. A resting invoice is never chased.

    Not `ahead`: what is to come may be left out, so a rule that cannot decide today is not asked. A letter that no longer fits
    can wait until it is cancelled, a day that was agreed cannot; only a letter of the same kind cannot be made meanwhile.
    """
    profile, day, facts = acc.profile, acc.day, acc.facts
    coming: list[Action] = []
    aside: Action | None = None
    heard = facts.contacts or facts.letters or facts.promises or facts.plans or facts.disputes
    late = ahead or acc.overdue
    for name, applies, _, hears, early, watched in RULES:
        if aside is not None and not watched:
            break
        if not heard and (hears or not (early or late)):
            continue
        due = applies(acc, profile)
        if due is None or day >= due.before:
            continue
        due = _earliest(acc, due)
        if due.on > day:
            if due.on < due.before:
                coming.append(Action(name, due))
            continue
        due = _today(acc, due)
        if due is not None and due.stale:
            aside = Action(name, due)
        elif due is not None:
            return (
                Action(name, due) if aside is None or not _lies_here(facts, due.letter) else aside
            ), coming
    return aside, coming


def _lies_here(facts: Facts, kind: LetterKind | None) -> bool:
    """Whether a letter of a kind was made and not sent, which keeps another of it from being made."""
    return any(x.kind == kind and x.sent_on is None and x.cancelled_on is None for x in facts.letters)


def _today(acc: Account, due: Due) -> Due | None:
    """What is due, over the invoices that may be asked for; None when none of the rule's own may.

    A letter lists every overdue invoice of the currency of those it is sent for. What lapses cannot wait for a rest to end.
    """
    if due.action not in _CHASES or due.letter == LetterKind.STUITING:
        return due
    if due.action != "letter":
        items = tuple(i for i in due.items if i.chaseable > 0 or (i.rest and i.rest.why == "plan-missed"))
        return _about(due, items)
    if due.letter is None:
        return None
    listed = letter_items(acc, due.letter)
    mine = [i for i in due.items if i in listed]
    return _about(due, letter_items(acc, due.letter, mine[0].invoice.currency) if mine else ())


def _about(due: Due, items: tuple[Item, ...]) -> Due | None:
    return None if not items else due if items == due.items else due._replace(items=items)


def _earliest(acc: Account, due: Due) -> Due:
    """A call or letter comes on the first working day after a rest of what it is about.

    A letter comes after the due day, and never within the term that an earlier one gave for what it lists.
    """
    if due.action not in _CHASES or due.letter == LetterKind.STUITING or not due.items:
        return due
    days = [due.on]
    asked = [i for i in due.items if i.chaseable > 0 or (i.rest and i.rest.why == "plan-missed")]
    rested = [i.quiet_until for i in asked if i.quiet_until is not None]
    if rested and len(rested) == len(asked):
        days.append(add_working_days(min(rested), 1, acc.country))
    if due.action == "letter":
        days.append(add_working_days(min([i.invoice.due for i in due.items]), 1, acc.country))
        if acc.facts.letters and (term := last_term(acc.facts.letters, acc.items)):
            days.append(roll(term + ONE_DAY, acc.country))
    on = max(days)
    return due if on == due.on else due._replace(on=on)


def _soonest(acc: Account, coming: list[Action]) -> tuple[date, Action] | None:
    """The first day on which something is to be done if nothing comes in, and what.

    A rule that is to come may be overtaken when a rest ends. So each day on which anything can change is looked at as it
    would be. Without rests nothing overtakes: who leads on the ladder keeps the lead when another invoice falls due.
    """
    if not any(i.rest or i.rested_until or i.disputed for i in acc.items):
        first = min(coming, key=lambda a: a.due.on, default=None)
        return None if first is None else (first.due.on, first)
    days = {a.due.on for a in coming} | {roll(i.due, acc.country) for i in acc.items}
    days |= _after_rests(acc)
    seen = acc.day
    while ahead := [d for d in days if d > seen]:
        seen = min(ahead)
        then = later(acc, seen)
        first, more = _dues(then)
        if first is not None:
            return seen, first
        days |= {a.due.on for a in more} | _after_rests(then)
    return None


def _after_rests(acc: Account) -> set[date]:
    """The first working day after each rest: nothing that it held back is asked anew on a day off."""
    ends = {i.rest.until for i in acc.items if i.rest} | {i.quiet_until for i in acc.items}
    return {add_working_days(end, 1, acc.country) for end in ends if end is not None}


def _waiting(acc: Account, on: date, action: Action) -> Waiting:
    resting = [i.rest.why for i in acc.overdue if i.rest is not None]
    if len(resting) == len(acc.overdue):
        held = next((p for p in acc.promises if p.state == "running" and p.waits), None)
        if held is not None and held.last_day < on <= add_working_days(held.last_day, 1, acc.country):
            return Waiting(max(held.last_day, acc.day), Words(_promise_wait, (acc, held)))
        if "paid-claim" in resting:
            said = spoken(acc.paid_claims[-1].contact.on, acc.day)
            return Waiting(on, say("said on {day} that it was paid", day=said))
        if "dispute" in resting:
            return Waiting(on, say("in dispute; to be solved by {day}", day=spoken(on, acc.day)))
        plan = next((p for p in reversed(acc.plans) if p.rests), None)
        if plan is not None and plan.at is not None and resting[0] in {"plan", "plan-missed"}:
            return _plan_wait(acc, plan, on)
        if "hold" in resting:
            hold = next(h for h in reversed(acc.facts.holds) if h.until >= acc.day)
            return Waiting(
                on,
                say(
                    "on hold until {until}: {because}",
                    until=spoken(hold.until, acc.day),
                    because=hold.because,
                ),
            )
        if "handed-over" in resting:
            return Waiting(
                on,
                say(
                    "with {name}; ask how it stands on {day}",
                    name=acc.facts.handovers[-1].to,
                    day=spoken(on, acc.day),
                ),
            )
    return Waiting(on, Words(_step_wait, (acc, on, action.due)))


def _promise_wait(acc: Account, held: PromiseStand) -> str:
    return say(
        "promised {amount} by {day}", amount=euro(held.promise.amount), day=spoken(held.promise.by, acc.day)
    )


def _step_wait(acc: Account, on: date, due: Due) -> str:
    letters = [x for x in acc.facts.letters if (term_of(x) or x.deadline or date.min) >= acc.day]
    step, then = step_words(due.letter or due.step or due.action), spoken(on, acc.day)
    if letters and letters[-1].deadline is not None:
        return say(
            "{kind} sent, to pay by {deadline}; then {step} on {day}",
            kind=letters[-1].kind,
            deadline=spoken(letters[-1].deadline, acc.day),
            step=step,
            day=then,
        )
    if letters and (term := term_of(letters[-1])) is not None:
        return say(
            "{kind} sent, to be answered by {deadline}; then {step} on {day}",
            kind=letters[-1].kind,
            deadline=spoken(term, acc.day),
            step=step,
            day=then,
        )
    return say("{step} on {day}", step=step, day=then)


def _plan_wait(acc: Account, plan: PlanStand, on: date) -> Waiting:
    """Up to an instalment's day; after it was missed and asked for, up to the day the plan lapses."""
    if plan.state == "missed" or plan.at is None:
        return Waiting(
            on,
            say("an instalment is missed; the plan lapses after {day}", day=spoken(plan.ended, acc.day)),
        )
    words = say("instalment of {amount} by {day}", amount=euro(plan.lacking), day=spoken(plan.at.on, acc.day))
    awaited = plan.last_day < on <= add_working_days(plan.last_day, 1, acc.country)
    return Waiting(max(plan.last_day, acc.day) if awaited else on, words)


def supposing(acc: Account, due: Due) -> Facts | None:
    """The facts as they would be once the action is done today; None where what is done is the user's choice."""
    facts = acc.facts
    invoices = tuple(i.invoice.id for i in due.items)
    if due.action in {"call", "check-in", "nudge"}:
        invoices = tuple(
            i.invoice.id for i in acc.items
        )  # one talks about all that is open, as log-call has it
        outcome = _OUTCOMES[due.action]
        done = Contact(0, acc.customer.id, acc.day, "phone", outcome, invoices=invoices)
        return facts._replace(contacts=(*facts.contacts, done))
    if due.action in {"letter", "confirm", "send"} and due.letter is not None:
        deadline = pay_by(due.letter, acc.day, acc.country, delivery_days=acc.practice.delivery_days)
        if due.made is not None:
            done_with = {"cancelled_on": acc.day} if due.stale else {"sent_on": acc.day, "deadline": deadline}
            sent = due.made._replace(**done_with)
            return facts._replace(letters=tuple(sent if x.id == sent.id else x for x in facts.letters))
        about = due.contact.id if due.contact else None
        principal = sum(i.chaseable for i in due.items)
        letter = Letter(0, acc.customer.id, due.letter, "nl", acc.day, deadline, principal, contact=about, sent_on=acc.day,
                        deadline=deadline, invoices=invoices)  # fmt: skip
        if due.letter == LetterKind.VEERTIENDAGENBRIEF:  # what it names is named from then on
            shares = tuple((to_name(acc, i) or i.chaseable, 0, 0) for i in due.items)
            over = sum(share[0] for share in shares)
            letter = letter._replace(shares=shares, announced_over=over, entry=NEWEST)
        return facts._replace(letters=(*facts.letters, letter))
    return None
