"""Why a customer pays late, proposed from what he did, and what to do about it. Never decided: the user says it (log-call --cause).

The causes: misunderstanding, financial, sloppy, unwilling. Your own side is looked at first.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from debcli.language import mark_as, say, say_as, say_many
from debcli.receivables.account import Account
from debcli.receivables.facts import Cause, Contact, Facts, Kind, Outcome
from debcli.receivables.figures import CALL_ATTEMPTS, LATE_DAYS
from debcli.receivables.habit import WORSE, all_promises
from debcli.receivables.mirror import own_side
from debcli.receivables.notes import Lookup, looked_up
from debcli.receivables.rating import Rating, missed_instalments, rating, round_parts, unanswered
from debcli.values.dates import short, spoken

_FRESH = timedelta(365)
"""What was looked up longer ago says little of today."""


class Check(NamedTuple):
    """A question about your own side: fine, not fine, or (None) not known."""

    question: str
    ok: bool | None
    why: str


class Proposal(NamedTuple):
    """A cause that fits what happened, with the reasons."""

    cause: Cause
    reasons: tuple[str, ...]


class Step(NamedTuple):
    """A line of the playbook; `done`: the day it was done, as words, where the ledger knows it."""

    text: str
    done: str = ""


class Advice(NamedTuple):
    """All that `advice` tells of a customer. `cause`: the one set, else the one that fits best; None without any sign."""

    own: tuple[Check, ...]
    set_cause: Cause | None
    proposals: tuple[Proposal, ...]
    cause: Cause | None
    playbook: tuple[Step, ...]
    payer: Rating


def advice(acc: Account, whole: Facts, lookups: Sequence[Lookup] = ()) -> Advice:
    """Advice on the account's day. `whole`: all of the customer's facts up to it."""
    payer = rating(acc, whole)
    causes = [c.cause for c in whole.contacts if c.cause is not None]
    set_cause = causes[-1] if causes else None
    found = proposals(acc, whole, payer)
    cause = set_cause or (found[0].cause if found else None)
    known = [x for x in lookups if x.on <= acc.day]
    return Advice(
        own_checks(acc, whole),
        set_cause,
        found,
        cause,
        playbook(acc, cause, payer, known) if cause else (),
        payer,
    )


# --- your own side ------------------------------------------------------------------------------------------------


def own_checks(acc: Account, whole: Facts) -> tuple[Check, ...]:
    """Whether the invoice was right, arrived, was followed up in time, and what was agreed was written down."""
    items = acc.overdue or acc.items
    about = {i.invoice.id for i in items}
    objections = [d for d in whole.disputes if d.invoice in about]
    running = [d for d in objections if d.resolved_on is None]
    upheld = [d for d in objections if d.outcome in {"upheld", "credited"}]
    spoken_to = [c for c in whole.contacts if c.answered and about & set(c.invoices)]
    got_it = [c for c in spoken_to if c.outcome == Outcome.RECEIVED]
    who = acc.customer
    lacking = [
        say_as("detail", name)
        for name, value in (
            (mark_as("detail", "e-mail"), who.email),
            (mark_as("detail", "phone"), who.phone),
            (mark_as("detail", "a contact person"), who.contact or who.kind == Kind.CONSUMER),
        )
        if not value
    ]
    return (
        Check(say("Was the invoice right?"), False, say("an objection runs since {day}: solve it first", day=spoken(running[-1].on, acc.day)))
        if running
        else Check(say("Was the invoice right?"), False, say("an objection was upheld: say sorry, and waive costs and interest"))
        if upheld
        else Check(say("Was the invoice right?"), True if spoken_to else None, say("no objection was made") if spoken_to else say("nobody was asked yet")),
        Check(say("Did it arrive?"), True, say("receipt confirmed on {day}", day=spoken(got_it[-1].on, acc.day)))
        if got_it
        else Check(say("Did it arrive?"), True if spoken_to else None, say("spoken about on {day}", day=spoken(spoken_to[-1].on, acc.day)) if spoken_to else say("never confirmed: ask it first")),
        Check(say("Are his details complete?"), not lacking, say("without {details}", details=", ".join(lacking)) if lacking else say("yes")),
        *_followed(acc, whole),
    )  # fmt: skip


def _followed(acc: Account, whole: Facts) -> list[Check]:
    own = own_side(acc, whole)
    found = []
    if own.first_call or own.never:
        slow = max(own.first_call, default=0)
        why = (
            say("{numbers} got no call at all", numbers=", ".join(own.never))
            if own.never
            else say_many(
                "the first call came {count} day after the due day",
                "the first call came {count} days after the due day",
                slow,
            )
            if slow
            else say("you rang on the due day")
        )
        found.append(Check(say("Did you follow up in time?"), not own.never and slow <= LATE_DAYS, why))
    if own.promises:
        why = (
            say(
                "{part} of {whole} agreements were not written down the same day",
                part=own.unconfirmed,
                whole=own.promises,
            )
            if own.unconfirmed
            else say("every agreement was written down")
        )
        found.append(Check(say("Was what you agreed written down?"), not own.unconfirmed, why))
    return found


# --- the cause ----------------------------------------------------------------------------------------------------


def proposals(acc: Account, whole: Facts, payer: Rating) -> tuple[Proposal, ...]:
    """The causes that fit, the one with most reasons first; of equals the milder one first."""
    reasons = {
        Cause.MISUNDERSTANDING: _misunderstanding(acc, whole),
        Cause.FINANCIAL: _financial(acc, whole, payer),
        Cause.SLOPPY: _sloppy(acc, whole, payer),
        Cause.UNWILLING: _unwilling(acc, whole),
    }
    found = [Proposal(cause, tuple(why)) for cause, why in reasons.items() if why]
    return tuple(sorted(found, key=lambda p: -len(p.reasons)))


def _said(whole: Facts, acc: Account, *outcomes: Outcome) -> list[Contact]:
    return [c for c in whole.contacts if c.outcome in outcomes and c.on <= acc.day]


def _misunderstanding(acc: Account, whole: Facts) -> list[str]:
    found = []
    objections = [d for d in whole.disputes if d.on <= acc.day]
    if objections:
        last = objections[-1]
        said = say("objected on {day}", day=spoken(last.on, acc.day))
        found.append(f"{said} ({last.about})" if last.about else said)
    late = [i for i in acc.items if i.due < acc.day]
    if late and not any(c.answered for c in whole.contacts) and not acc.facts.letters:
        found.append(say("nobody has spoken to him about it yet: perhaps the invoice never arrived"))
    return found


def _financial(acc: Account, whole: Facts, payer: Rating) -> list[str]:
    found = [
        say("said on {day} that he cannot pay", day=spoken(c.on, acc.day))
        for c in _said(whole, acc, Outcome.CANNOT_PAY)[-1:]
    ]
    promises = all_promises(whole, acc.day, acc.country)
    if any(p.state == "part" for p in promises):
        found.append(say("paid a part of what he promised, not all"))
    found += [*round_parts(acc, whole), *missed_instalments(acc)]
    if payer.trend is not None and payer.trend >= WORSE:
        found.append(say("pays {count} days later than before", count=payer.trend))
    spoken_before = any(c.answered for c in whole.contacts)
    if spoken_before and len({c.on for c in unanswered(whole, acc.day)}) >= CALL_ATTEMPTS:
        found.append(say("picked up before and no longer does: often shame"))
    return found


def _sloppy(acc: Account, whole: Facts, payer: Rating) -> list[str]:
    found = []
    if payer.late is not None and payer.late > LATE_DAYS and len(payer.paid) > 1:
        found.append(say("always pays, {count} days late", count=payer.late))
    promises = all_promises(whole, acc.day, acc.country)
    if any(p.came_late for p in promises):
        found.append(say("broke a promise, and paid all of it after its day"))
    if sum(p.was_broken for p in promises) == 1 and not any(p.came_late for p in promises):
        found.append(say("broke a promise once"))
    if len(_said(whole, acc, Outcome.CALL_BACK)) > 1:
        found.append(say("asks to be rung again, time after time"))
    if len(_said(whole, acc, Outcome.CLAIMS_PAID)) == 1:
        found.append(say("said it was paid, and it was not in"))
    return found


def _unwilling(acc: Account, whole: Facts) -> list[str]:
    found = [
        say("said on {day} that he will not pay", day=spoken(c.on, acc.day))
        for c in _said(whole, acc, Outcome.REFUSES)[-1:]
    ]
    broken = sum(p.was_broken for p in all_promises(whole, acc.day, acc.country))
    if broken > 1:
        found.append(
            say("broke {count} promises: who keeps breaking agreements is no longer sloppy", count=broken)
        )
    unproved = [c for c in _said(whole, acc, Outcome.CLAIMS_PAID) if not c.proof]
    if len(unproved) > 1:
        found.append(say("said {count} times that it was paid, and showed no proof", count=len(unproved)))
    rejected = [d for d in whole.disputes if d.outcome == "rejected"]
    if rejected and acc.chaseable:
        found.append(
            say(
                "his objection was rejected on {day} and he still does not pay",
                day=spoken(rejected[-1].resolved_on or acc.day, acc.day),
            )
        )
    return found


# --- the playbook -------------------------------------------------------------------------------------------------


def playbook(acc: Account, cause: Cause, payer: Rating, lookups: Sequence[Lookup]) -> tuple[Step, ...]:
    """What to do for a cause, in order."""
    slug = acc.customer.slug
    if cause == Cause.MISUNDERSTANDING:
        return (
            Step(say("Find out where it went wrong, and say so: with you or with him.")),
            Step(
                say(
                    "Agree how it goes from now on, in writing: what is delivered, what is invoiced, when it is paid."
                )
            ),
            Step(
                say(
                    "Waive interest and costs for it. Once the principal is in, write-off INVOICE --because misverstand gives up the rest."
                )
            ),
            Step(say("Then simply go on: the standard rhythm, no harder tone.")),
        )
    if cause == Cause.FINANCIAL:
        return (
            Step(say("Understanding, and a plan: a part today, the rest on days that you agree and write down.")),
            Step(say("Ask insight: recent figures, and a talk with who decides about liquidity and the order book."), _done(lookups, "figures", "talk")),
            Step(say("Have a credit report made, or look up register and insolvencies."), _done(lookups, "credit", "register", "insolvency")),
            _dip_or_trend(payer, slug),
            Step(say("Do not look once: set a day to look again, --review +3m.")),
        )  # fmt: skip
    if cause == Cause.SLOPPY:
        return (
            Step(say("Follow up tightly: debcli edit-customer {slug} --profile strict.", slug=slug)),
            Step(
                say("Ring on the day the invoice goes out: is all in order, who books it, when is it paid?")
            ),
            Step(say("Weekly is weekly: what is agreed for Friday is checked on Monday morning.")),
            Step(say("Ask for a direct debit, or a fixed day of payment.")),
        )
    return (
        Step(
            say("Do you want this customer at all? Only then go on, with everything paid before you start.")
        ),
        Step(say("No work until all that is due is paid: debcli deliver {slug}.", slug=slug)),
        Step(say("Name the cause with log-call --cause unwilling: the sommatie follows at once.")),
        Step(say("Afterwards full prepayment: debcli terms {slug} --because T --prepay 100.", slug=slug)),
        Step(say("Consider the next step soberly: debcli handover {slug}", slug=slug)),
    )


def _dip_or_trend(payer: Rating, slug: str) -> Step:
    if payer.trend is not None and payer.trend <= -WORSE:
        return Step(
            say(
                "He recovers ({count} days sooner than before): you can relax his terms, debcli terms {slug} --end.",
                count=-payer.trend,
                slug=slug,
            )
        )
    if payer.trend is not None and payer.trend >= WORSE:
        return Step(
            say(
                "A downward trend ({count} days later than before): ask part or all before you start, debcli terms {slug} --because T --prepay 50.",
                count=payer.trend,
                slug=slug,
            )
        )
    return Step(say("A passing dip or a trend? Not to be seen yet: too few payments, or no change."))


def _done(lookups: Sequence[Lookup], *what: str) -> str:
    mine = [x for x in lookups if x.what in what]
    if not mine:
        return ""
    last = max(mine, key=lambda x: x.on)
    return f"{looked_up(last.what)}, {short(last.on)} {last.on.year}: {last.found}"


def stale(lookup: Lookup, acc: Account) -> bool:
    """Whether what was looked up is too old to lean on."""
    return acc.day - lookup.on > _FRESH
