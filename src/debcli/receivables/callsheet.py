"""What one wants to know before the phone is lifted, put together for one page. Pure; the words are in a template."""

from datetime import date
from typing import NamedTuple

from debcli.receivables.account import ONE_DAY, Account, Item, account
from debcli.receivables.agreements import PlanStand, PromiseStand
from debcli.receivables.claim import claim, main_currency
from debcli.receivables.facts import Contact, Facts, Kind, Outcome
from debcli.receivables.figures import CALL_ATTEMPTS
from debcli.receivables.habit import all_promises
from debcli.receivables.ladder import sent_letters
from debcli.receivables.notes import Goal, goal_for

_TENS = 10_00  # cents: a proposed minimum is a round sum


class CallSheet(NamedTuple):
    """One call. Amounts in cents.

    occasion: check-in (nothing due), due (due today), late, broken (a promise or a plan), silence (not reached so many times),
    paid (said to be paid), cannot-pay, disputed, or none (nothing is open).
    `per_day`: interest a further day adds, 0 where the law gives none yet; `from_tomorrow`: it begins tomorrow.
    """

    occasion: str
    items: tuple[Item, ...]
    currency: str
    asked: int
    goal: int
    minimum: int
    agreed: bool  # with oneself beforehand; else both are proposed
    per_day: int
    from_tomorrow: bool
    contacts: tuple[Contact, ...]  # of the whole history, newest first
    tries: int
    promises: tuple[PromiseStand, ...]
    visit: bool
    extras: str = ""  # what is asked beyond what is open: interest, costs, both, or nothing
    missed: PlanStand | None = None  # a plan of which an instalment is missed, or that lapsed by it

    @property
    def kept(self) -> int:
        """Promises kept, of those that have ended."""
        return sum(p.state == "kept" for p in self.promises)

    @property
    def ended(self) -> int:
        """Promises whose day has come: kept or broken."""
        return sum(p.state == "kept" or p.was_broken for p in self.promises)


def call_sheet(acc: Account, whole: Facts, goals: tuple[Goal, ...]) -> CallSheet:
    """The sheet for a call on the account's day. `whole`: all of the customer's facts."""
    items = acc.chaseable or acc.overdue or acc.items
    currency = main_currency(items)
    items = tuple(i for i in items if i.invoice.currency == currency)
    missed = next((p for p in reversed(acc.plans) if p.state in {"missed", "lapsed"}), None)
    asked = _asked(acc, items)
    if missed is not None and missed.state == "missed":
        asked = min(asked, missed.asked - missed.paid)
    set_goal = goal_for(goals, acc.facts.contacts, acc.day)
    per_day, tomorrow = interest_a_day(acc)
    known = sorted(
        (c for c in whole.contacts if c.on <= acc.day), key=lambda c: (c.on, c.entry), reverse=True
    )
    promises = all_promises(whole, acc.day, acc.country)
    tries = _tries(known)
    here, there = acc.practice.place.strip().casefold(), acc.customer.city.strip().casefold()
    return CallSheet(
        _occasion(acc, items, tries),
        items,
        currency,
        asked,
        set_goal.goal if set_goal else asked,
        set_goal.minimum if set_goal else _half(asked),
        set_goal is not None,
        per_day,
        tomorrow,
        tuple(known),
        tries,
        promises,
        visit=bool(there) and here == there and any(i.due < acc.day for i in items),
        extras=_extras(acc, items, asked),
        missed=missed,
    )


def _extras(acc: Account, items: tuple[Item, ...], asked: int) -> str:
    """What is asked beyond what is open on the invoices: interest, costs or both; empty where nothing is."""
    if asked <= sum(i.open - i.disputed for i in items):
        return ""
    found = claim(acc, items)
    if found.interest and found.costs:
        return "both"
    return "interest" if found.interest else "costs"


def _asked(acc: Account, items: tuple[Item, ...]) -> int:
    """What may be asked for: what is open and not in dispute; once a letter claimed more, that with it."""
    open_now = sum(i.undisputed for i in items)
    if any(x.interest + x.costs for i in items for x in sent_letters(acc.facts.letters, i.invoice.id)):
        return max(open_now, claim(acc, items).total)
    return open_now


def _half(cents: int) -> int:
    """Half of it, in whole tens of euros where there are any."""
    half = cents // 2
    return half // _TENS * _TENS or half


def interest_a_day(acc: Account) -> tuple[int, bool]:
    """What a further day adds in cents, and whether that begins tomorrow only. (0, False) where the law gives nothing yet.

    A business owes it from the day after the last day to pay (art. 6:119a lid 1 BW), so on that day one says "from
    tomorrow". To a private person it is named only once he is in default.
    """
    now = claim(acc, acc.chaseable).per_day if acc.chaseable else 0
    if now:
        return now, False
    if acc.customer.kind == Kind.CONSUMER or not any(i.due == acc.day for i in acc.chaseable):
        return 0, False
    next_day = account(acc.facts, acc.day + ONE_DAY, acc.practice)
    then = claim(next_day, next_day.chaseable).per_day if next_day.chaseable else 0
    return then, then > 0


def _tries(newest_first: list[Contact]) -> int:
    days: set[date] = set()
    for contact in newest_first:
        if contact.answered:
            break
        if contact.attempt:
            days.add(contact.on)
    return len(days)


def _occasion(acc: Account, items: tuple[Item, ...], tries: int) -> str:
    if not items:
        return "none"
    if not any(i.undisputed for i in items):
        return "disputed"
    if tries >= CALL_ATTEMPTS:
        return "silence"
    last = next((c for c in reversed(acc.facts.contacts) if c.answered), None)
    if any(p.was_broken for p in acc.promises) or any(p.state in {"missed", "lapsed"} for p in acc.plans):
        return "broken"
    if last is not None and last.outcome == Outcome.CLAIMS_PAID:
        return "paid"
    if last is not None and last.outcome == Outcome.CANNOT_PAY:
        return "cannot-pay"
    oldest = min(i.due for i in items)
    return "late" if oldest < acc.day else "due" if oldest == acc.day else "check-in"
