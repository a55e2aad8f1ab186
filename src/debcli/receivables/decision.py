"""Of all rules the one that counts today, what a customer waits for, and what comes next.

Of the rules whose day has come the first in the table decides; of those to come the soonest is what is waited for.
"""

from datetime import date
from typing import NamedTuple

from debcli.receivables.account import ONE_DAY, Account, Facts, account
from debcli.receivables.facts import Contact, Letter, LetterKind, Outcome
from debcli.receivables.policy import RULES, Due
from debcli.receivables.profiles import Profile, pay_by, profile_for
from debcli.values.dates import roll, spoken
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
    """Why nothing is to be done now, and the day it ends."""

    until: date
    why: str


class Decision(NamedTuple):
    """One of the two is set for every customer with a case."""

    action: Action | None
    waiting: Waiting | None


_CHASES = frozenset({"call", "letter", "offer-plan", "check-in"})
_IF = {
    "promise-broken": "if the promise is not kept",
    "paid-claim": "if the transfer is not in",
    "proof-missing": "if no proof comes",
    "dispute-open": "if the dispute is not solved",
}


def decide(acc: Account) -> Decision:
    """The one thing to do on the account's day, or what it waits for; neither without a case or a check-in."""
    if not acc.items and not acc.rests:
        return Decision(None, None)
    first, coming = _dues(acc, profile_for(acc.customer, acc.facts.contacts))
    if first is not None:
        return Decision(first, None)
    return Decision(None, _waiting(acc, coming) if acc.overdue else None)


def following(acc: Account, action: Action) -> Next | None:
    """What comes after an action if it is done today and nothing comes in; None where that is the user's choice."""
    facts = _supposing(acc, action.due)
    if facts is None:
        return None
    then = account(facts, acc.day, country=acc.country, rates=acc.rates)
    return coming_up(then)


def coming_up(acc: Account) -> Next | None:
    """The next thing to do, today or on a later day, if nothing comes in."""
    first, coming = _dues(acc, profile_for(acc.customer, acc.facts.contacts))
    soonest = first or min(coming, key=lambda a: a.due.on, default=None)
    if soonest is None:
        return None
    due = soonest.due
    return Next(
        max(due.on, acc.day), due.action, due.letter, _IF.get(soonest.rule, "if nothing is in by then")
    )


def _dues(acc: Account, profile: Profile) -> tuple[Action | None, list[Action]]:
    """The action that decides today, and what is still to come. A resting invoice is never chased."""
    coming: list[Action] = []
    for rule in RULES:
        due = rule.applies(acc, profile)
        if due is None or acc.day >= due.before:
            continue
        if due.on > acc.day:
            if due.on < due.before:
                coming.append(Action(rule.name, due))
            continue
        if (
            due.action in _CHASES and due.letter != LetterKind.STUITING
        ):  # what lapses cannot wait for a rest to end
            items = (
                acc.chaseable if due.action == "letter" else tuple(i for i in due.items if i.chaseable > 0)
            )
            if not items:
                continue
            due = due._replace(items=items)
        return Action(rule.name, due), coming
    return None, coming


def _waiting(acc: Account, coming: list[Action]) -> Waiting | None:
    resting = [i.rest for i in acc.overdue if i.rest is not None]
    if len(resting) == len(acc.overdue):
        held = next((p for p in acc.promises if p.state == "running" and p.waits), None)
        if held is not None and any(r.why == "promise" for r in resting):
            return Waiting(
                held.last_day, f"promised {euro(held.promise.amount)} by {spoken(held.promise.by, acc.day)}"
            )
        if any(r.why == "paid-claim" for r in resting):
            claim = acc.paid_claims[-1]
            until = claim.awaited_to + ONE_DAY
            return Waiting(until, f"said on {spoken(claim.contact.on, acc.day)} that it was paid")
        disputes = [d for d in acc.facts.disputes if d.resolved_on is None]
        until = roll(min(d.solve_by for d in disputes), acc.country)
        return Waiting(until, f"in dispute; to be solved by {spoken(until, acc.day)}")
    soonest = min(coming, key=lambda a: a.due.on, default=None)
    if soonest is None:
        return None
    due = soonest.due
    running = [
        x
        for x in acc.facts.letters
        if x.sent_on is not None and x.deadline is not None and x.deadline >= acc.day
    ]
    before = (
        f"{running[-1].kind} sent, to pay by {spoken(running[-1].deadline or due.on, acc.day)}; then "
        if running
        else ""
    )
    return Waiting(due.on, f"{before}{due.letter or due.step or due.action} on {spoken(due.on, acc.day)}")


def _supposing(acc: Account, due: Due) -> Facts | None:
    """The facts as they would be once the action is done today."""
    facts = acc.facts
    invoices = tuple(i.invoice.id for i in due.items)
    if due.action in {"call", "check-in"}:
        outcome = Outcome.RECEIVED if due.action == "check-in" else Outcome.SPOKE
        done = Contact(0, acc.customer.id, acc.day, "phone", outcome, invoices=invoices)
        return facts._replace(contacts=(*facts.contacts, done))
    if due.action in {"letter", "confirm", "send"} and due.letter is not None:
        deadline = pay_by(due.letter, acc.day, acc.country)
        if due.made is not None:
            sent = due.made._replace(sent_on=acc.day, deadline=deadline)
            return facts._replace(letters=tuple(sent if x.id == sent.id else x for x in facts.letters))
        about = due.contact.id if due.contact else None
        principal = sum(i.chaseable for i in due.items)
        letter = Letter(0, acc.customer.id, due.letter, "nl", acc.day, deadline, principal, contact=about, sent_on=acc.day,
                        deadline=deadline, invoices=invoices)  # fmt: skip
        return facts._replace(letters=(*facts.letters, letter))
    return None
