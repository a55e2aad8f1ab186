"""Why a customer pays late, proposed from what he did, and what to do about it. Never decided: the user says it (log-call --cause).

The causes: misunderstanding, financial, sloppy, unwilling. Your own side is looked at first.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from debcli.receivables.account import Account
from debcli.receivables.facts import Cause, Contact, Facts, Outcome
from debcli.receivables.figures import CALL_ATTEMPTS, LATE_DAYS
from debcli.receivables.habit import WORSE, all_promises
from debcli.receivables.mirror import own_side
from debcli.receivables.notes import Lookup
from debcli.receivables.rating import Rating, rating, unanswered
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
        name
        for name, value in (("e-mail", who.email), ("phone", who.phone), ("a contact person", who.contact))
        if not value
    ]
    return (
        Check("Was the invoice right?", False, f"an objection runs since {spoken(running[-1].on, acc.day)}: solve it first")
        if running
        else Check("Was the invoice right?", False, "an objection was upheld: say sorry, and waive costs and interest")
        if upheld
        else Check("Was the invoice right?", True if spoken_to else None, "no objection was made" if spoken_to else "nobody was asked yet"),
        Check("Did it arrive?", True, f"receipt confirmed on {spoken(got_it[-1].on, acc.day)}")
        if got_it
        else Check("Did it arrive?", True if spoken_to else None, f"spoken about on {spoken(spoken_to[-1].on, acc.day)}" if spoken_to else "never confirmed: ask it first"),
        Check("Are his details complete?", not lacking, f"without {', '.join(lacking)}" if lacking else "yes"),
        *_followed(acc, whole),
    )  # fmt: skip


def _followed(acc: Account, whole: Facts) -> list[Check]:
    own = own_side(acc, whole)
    found = []
    if own.first_call or own.never:
        slow = max(own.first_call, default=0)
        why = (
            f"{', '.join(own.never)} got no call at all"
            if own.never
            else f"the first call came {slow} day{'s' if slow != 1 else ''} after the due day"
            if slow
            else "you rang on the due day"
        )
        found.append(Check("Did you follow up in time?", not own.never and slow <= LATE_DAYS, why))
    if own.promises:
        why = (
            f"{own.unconfirmed} of {own.promises} agreements were not written down the same day"
            if own.unconfirmed
            else "every agreement was written down"
        )
        found.append(Check("Was what you agreed written down?", not own.unconfirmed, why))
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
        about = f" ({objections[-1].about})" if objections[-1].about else ""
        found.append(f"objected on {spoken(objections[-1].on, acc.day)}{about}")
    late = [i for i in acc.items if i.due < acc.day]
    if late and not any(c.answered for c in whole.contacts) and not acc.facts.letters:
        found.append("nobody has spoken to him about it yet: perhaps the invoice never arrived")
    return found


def _financial(acc: Account, whole: Facts, payer: Rating) -> list[str]:
    found = [
        f"said on {spoken(c.on, acc.day)} that he cannot pay"
        for c in _said(whole, acc, Outcome.CANNOT_PAY)[-1:]
    ]
    promises = all_promises(whole, acc.day, acc.country)
    if any(p.state == "part" for p in promises):
        found.append("paid a part of what he promised, not all")
    found += [s for s in payer.signals if s.startswith(("paid a round part", "missed an instalment"))]
    if payer.trend is not None and payer.trend >= WORSE:
        found.append(f"pays {payer.trend} days later than before")
    spoken_before = any(c.answered for c in whole.contacts)
    if spoken_before and len({c.on for c in unanswered(whole, acc.day)}) >= CALL_ATTEMPTS:
        found.append("picked up before and no longer does: often shame")
    return found


def _sloppy(acc: Account, whole: Facts, payer: Rating) -> list[str]:
    found = []
    if payer.late is not None and payer.late > LATE_DAYS and len(payer.paid) > 1:
        found.append(f"always pays, {payer.late} days late")
    promises = all_promises(whole, acc.day, acc.country)
    if any(p.was_broken and p.late for p in promises):
        found.append("kept a promise, but after its day")
    if sum(p.was_broken for p in promises) == 1 and not any(p.late for p in promises):
        found.append("broke a promise once")
    if len(_said(whole, acc, Outcome.CALL_BACK)) > 1:
        found.append("asks to be rung again, time after time")
    if len(_said(whole, acc, Outcome.CLAIMS_PAID)) == 1:
        found.append("said it was paid, and it was not in")
    return found


def _unwilling(acc: Account, whole: Facts) -> list[str]:
    found = [
        f"said on {spoken(c.on, acc.day)} that he will not pay"
        for c in _said(whole, acc, Outcome.REFUSES)[-1:]
    ]
    broken = sum(p.was_broken for p in all_promises(whole, acc.day, acc.country))
    if broken > 1:
        found.append(f"broke {broken} promises: who keeps breaking agreements is no longer sloppy")
    unproved = [c for c in _said(whole, acc, Outcome.CLAIMS_PAID) if not c.proof]
    if len(unproved) > 1:
        found.append(f"said {len(unproved)} times that it was paid, and showed no proof")
    rejected = [d for d in whole.disputes if d.outcome == "rejected"]
    if rejected and acc.chaseable:
        found.append(
            f"his objection was rejected on {spoken(rejected[-1].resolved_on or acc.day, acc.day)} and he still does not pay"
        )
    return found


# --- the playbook -------------------------------------------------------------------------------------------------


def playbook(acc: Account, cause: Cause, payer: Rating, lookups: Sequence[Lookup]) -> tuple[Step, ...]:
    """What to do for a cause, in order."""
    slug = acc.customer.slug
    if cause == Cause.MISUNDERSTANDING:
        return (
            Step("Find out where it went wrong, and say so: with you or with him."),
            Step(
                "Agree how it goes from now on, in writing: what is delivered, what is invoiced, when it is paid."
            ),
            Step(
                "Waive interest and costs for it. Once the principal is in, write-off INVOICE --because misverstand gives up the rest."
            ),
            Step("Then simply go on: the standard rhythm, no harder tone."),
        )
    if cause == Cause.FINANCIAL:
        return (
            Step("Understanding, and a plan: a part today, the rest on days that you agree and write down."),
            Step("Ask insight: recent figures, and a talk with who decides about liquidity and the order book.", _done(lookups, "figures", "talk")),
            Step("Have a credit report made, or look up register and insolvencies.", _done(lookups, "credit", "register", "insolvency")),
            _dip_or_trend(payer, slug),
            Step("Do not look once: set a day to look again, --review +3m."),
        )  # fmt: skip
    if cause == Cause.SLOPPY:
        return (
            Step(f"Follow up tightly: debcli edit-customer {slug} --profile strict."),
            Step("Ring on the day the invoice goes out: is all in order, who books it, when is it paid?"),
            Step("Weekly is weekly: what is agreed for Friday is checked on Monday morning."),
            Step("Ask for a direct debit, or a fixed day of payment."),
        )
    return (
        Step("Do you want this customer at all? Only then go on, with everything paid before you start."),
        Step(f"No work until all that is due is paid: debcli deliver {slug}."),
        Step("Name the cause with log-call --cause unwilling: the sommatie follows at once."),
        Step(f"Afterwards full prepayment: debcli terms {slug} --because T --prepay 100."),
        Step("Consider the next step soberly: debcli handover " + slug),
    )


def _dip_or_trend(payer: Rating, slug: str) -> Step:
    if payer.trend is not None and payer.trend <= -WORSE:
        return Step(
            f"He recovers ({-payer.trend} days sooner than before): you can relax his terms, debcli terms {slug} --end."
        )
    if payer.trend is not None and payer.trend >= WORSE:
        return Step(
            f"A downward trend ({payer.trend} days later than before): ask part or all before you start, debcli terms {slug} --because T --prepay 50."
        )
    return Step("A passing dip or a trend? Not to be seen yet: too few payments, or no change.")


def _done(lookups: Sequence[Lookup], *what: str) -> str:
    mine = [x for x in lookups if x.what in what]
    if not mine:
        return ""
    last = max(mine, key=lambda x: x.on)
    return f"{last.what}, {short(last.on)} {last.on.year}: {last.found}"


def stale(lookup: Lookup, acc: Account) -> bool:
    """Whether what was looked up is too old to lean on."""
    return acc.day - lookup.on > _FRESH
