"""The rule table: what each rule of the policy asks for, why, and on which day if nothing else happens.

RULES lists them highest first; decision.py picks the one that counts. Nothing is stored: asked twice, a rule says the
same.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from debcli.law import nl
from debcli.law.limitation import WINDOW_DAYS
from debcli.receivables.account import (
    MAX_BROKEN,
    ONE_DAY,
    Account,
    Item,
    PromiseStand,
    rest_claim,
)
from debcli.receivables.facts import Contact, Letter, LetterKind, Outcome
from debcli.receivables.ladder import Stand, call_progress, lead, sent_letters, stand
from debcli.receivables.lapse import YEARS_MIN, last_safe_day
from debcli.receivables.profiles import CALL_ATTEMPTS, DECIDE, Profile
from debcli.values.dates import add_working_days, full, roll, spoken
from debcli.values.money import euro


class Due(NamedTuple):
    """What a rule asks for, on the rolled day it falls due. `before`: from that day on it no longer applies."""

    on: date
    action: str
    why: str
    items: tuple[Item, ...]
    step: str | None = None
    letter: LetterKind | None = None
    made: Letter | None = None  # the letter to send
    stale: bool = False  # or, when it no longer fits, to cancel
    contact: Contact | None = None  # what to confirm
    before: date = date.max


# --- the rules, highest first ------------------------------------------------------------------------------------


def limitation_nears(acc: Account, _profile: Profile) -> Due | None:
    """Half a year or less before the last safe day of an open invoice that nothing has interrupted since: a stuiting."""
    found: list[tuple[date, Item]] = []
    for item in acc.items:
        if (
            acc.customer.law != nl.JURISDICTION
            or (acc.day - item.due).days < YEARS_MIN * 365 - WINDOW_DAYS - 1
        ):
            continue
        last_safe = last_safe_day(acc, item)
        if last_safe - timedelta(WINDOW_DAYS) <= acc.day <= last_safe:
            found.append((last_safe, item))
    if not found:
        return None
    last_safe, first = min(found, key=lambda pair: (pair[0], pair[1].invoice.id))
    why = f"{first.invoice.number} lapses after {full(last_safe)} unless you interrupt it in writing (art. 3:317 BW)."
    on = roll(last_safe - timedelta(WINDOW_DAYS), acc.country)
    return Due(
        on, "letter", why, tuple(i for _, i in found), letter=LetterKind.STUITING, before=last_safe + ONE_DAY
    )


def unsent_letter(acc: Account, _profile: Profile) -> Due | None:
    """A letter was made and not marked sent or cancelled by the next working day."""
    for letter in acc.facts.letters:
        if letter.sent_on is not None or letter.cancelled_on is not None:
            continue
        items = tuple(i for i in acc.items if i.invoice.id in letter.invoices)
        if not items:
            continue
        day = spoken(letter.made_on, acc.day)
        stale = letter.kind != LetterKind.BEVESTIGING and not is_current(letter, acc)
        why = f"The {letter.kind} made on {day} is not marked as sent."
        if stale:
            why = f"The {letter.kind} made on {day} was not sent and no longer fits: cancel it."
        on = add_working_days(letter.made_on, 1, acc.country)
        return Due(on, "send", why, items, letter=letter.kind, made=letter, stale=stale)
    return None


def is_current(letter: Letter, acc: Account) -> bool:
    """Whether a letter made earlier still says what may be asked: its last day to come, nothing paid, promised or disputed."""
    if letter.pay_by is not None and letter.pay_by <= acc.day:
        return False
    chaseable = {i.invoice.id: i.chaseable for i in acc.items}
    return sum(chaseable.get(i, 0) for i in letter.invoices) == letter.principal


def promise_broken(acc: Account, profile: Profile) -> Due | None:
    """A promise's rolled day has passed and less came in than promised: call; at the second in a case, the sommatie."""
    broken = [p for p in acc.promises if p.was_broken and p.waits]  # there is no third
    if broken and (due := _breach(acc, profile, broken[-1], len(broken))) is not None:
        return due
    running = [p for p in acc.promises if p.state == "running" and p.waits]
    return _breach(acc, profile, running[-1], len(broken) + 1) if running else None


def _breach(acc: Account, profile: Profile, held: PromiseStand, count: int) -> Due | None:
    """What a broken promise asks for (or one still running, should it be broken)."""
    items = tuple(i for i in acc.items if i.invoice.id in held.promise.invoices)
    if held.was_broken and held.received + held.late >= held.promise.amount:
        return None  # late, but in: it counts as broken and asks for nothing
    on = add_working_days(held.last_day, 1, acc.country)
    why = _promise_words(acc, held, count)
    since = [
        x
        for i in items
        for x in sent_letters(acc.facts.letters, i.invoice.id)
        if x.sent_on and x.sent_on > held.last_day
    ]
    if any(profile.index_of(x.kind) is not None for x in since):
        return None  # a letter of the ladder has answered it
    if count >= MAX_BROKEN and (letter := _hardest_letter(acc, profile, items)) is not None:
        return Due(on, "letter", why, items, step=letter, letter=letter)
    progress = call_progress(acc.facts.contacts, held.last_day + ONE_DAY)
    if progress.done:
        return None
    return Due(_after_attempts(acc, on, progress.attempts), "call", why, items)


def _after_attempts(acc: Account, on: date, attempts: tuple[date, ...]) -> date:
    """A call tried in vain is tried again the next working day."""
    return add_working_days(attempts[-1], 1, acc.country) if attempts else on


def _promise_words(acc: Account, stand_: PromiseStand, count: int) -> str:
    promise = stand_.promise
    promised = f"Promised {euro(promise.amount)} by {spoken(promise.by, acc.day)}; "
    came = (
        f"{euro(stand_.received + stand_.late)} came in."
        if stand_.received + stand_.late
        else "nothing came in."
    )
    which = {1: "First", 2: "Second", 3: "Third"}.get(count, f"{count}th")
    return f"{promised}{came} {which} {'promise kept in part only' if stand_.received else 'broken promise'}."


def _hardest_letter(acc: Account, profile: Profile, items: tuple[Item, ...]) -> LetterKind | None:
    """The sommatie, or what the law asks before it; None while that runs, or once a sommatie has left."""
    sent = {x.kind: x for item in items for x in sent_letters(acc.facts.letters, item.invoice.id)}
    if LetterKind.SOMMATIE in sent:
        return None
    if profile.index_of(LetterKind.VEERTIENDAGENBRIEF) is None:
        return LetterKind.SOMMATIE
    notice = sent.get(LetterKind.VEERTIENDAGENBRIEF)
    if notice is None:
        return LetterKind.VEERTIENDAGENBRIEF
    return LetterKind.SOMMATIE if notice.deadline is not None and notice.deadline < acc.day else None


def paid_claim(acc: Account, _profile: Profile) -> Due | None:
    """The customer said it was transferred, three days have passed and it is not in."""
    claim = acc.paid_claims[-1] if acc.paid_claims else None
    if claim is None or not claim.stands or (claim.nth > 1 and not claim.proof):
        return None
    since = claim.awaited_to + ONE_DAY
    progress = call_progress(acc.facts.contacts, since)
    if progress.done:
        return None
    items = tuple(i for i in acc.items if i.invoice.id in claim.contact.invoices)
    on = _after_attempts(acc, since, progress.attempts)
    said = f"Said on {spoken(claim.contact.on, acc.day)} that it was paid"
    came = f"only {euro(claim.received)} came in" if claim.received else "it is not in"
    return Due(on, "call", f"{said}{', with proof' if claim.nth > 1 else ''}; {came}.", items)


def proof_missing(acc: Account, profile: Profile) -> Due | None:
    """The second "I have paid" in a case, and no proof by the next working day: the next letter of the ladder."""
    claim = acc.paid_claims[-1] if acc.paid_claims else None
    if claim is None or claim.nth == 1 or claim.proof or not claim.stands:
        return None
    items = tuple(i for i in acc.items if i.invoice.id in claim.contact.invoices)
    if any(
        x.sent_on >= claim.contact.on
        for i in items
        for x in sent_letters(acc.facts.letters, i.invoice.id)
        if x.sent_on
    ):
        return None
    found = lead(items, acc, profile)
    step = profile.next_letter(found[1].rung) if found else None
    if step is None:
        return None
    why = f"Said for the {_ordinal(claim.nth)} time, on {spoken(claim.contact.on, acc.day)}, that it was paid; no proof came."
    return Due(claim.awaited_to + ONE_DAY, "letter", why, items, step=step.name, letter=step.letter)


def _ordinal(count: int) -> str:
    return {2: "second", 3: "third"}.get(count, f"{count}th")


def dispute_open(acc: Account, _profile: Profile) -> Due | None:
    """A dispute reaches its solve-by day."""
    live = {i.invoice.id: i for i in acc.items}
    running = [d for d in acc.facts.disputes if d.resolved_on is None and d.invoice in live]
    if not running:
        return None
    dispute = min(running, key=lambda d: d.solve_by)
    item = live[dispute.invoice]
    about = f" ({dispute.about})" if dispute.about else ""
    why = f"Disputed since {spoken(dispute.on, acc.day)}{about}; you meant to solve it by {spoken(dispute.solve_by, acc.day)}."
    return Due(roll(dispute.solve_by, acc.country), "resolve-dispute", why, (item,))


def unconfirmed(acc: Account, _profile: Profile) -> Due | None:
    """A promise was made and its written confirmation not sent: agreed by phone counts once it is in writing."""
    sent = {
        x.contact for x in acc.facts.letters if x.kind == LetterKind.BEVESTIGING and x.sent_on is not None
    }
    for held in acc.promises:
        promise = held.promise
        if held.state != "running" or not held.waits or promise.contact in sent:
            continue
        contact = next((c for c in acc.facts.contacts if c.id == promise.contact), None)
        items = tuple(i for i in acc.items if i.invoice.id in promise.invoices and i.open > i.disputed)
        if contact is None or not items:
            continue
        why = (
            f"Promised {euro(promise.amount)} by {spoken(promise.by, acc.day)}; not yet confirmed in writing."
        )
        return Due(
            roll(promise.made_on, acc.country),
            "confirm",
            why,
            items,
            letter=LetterKind.BEVESTIGING,
            contact=contact,
        )
    return None


def callback(acc: Account, profile: Profile) -> Due | None:
    """An agreed call-back day is reached, or the last attempt had no answer: the next working day."""
    if not acc.facts.contacts:
        return None
    last = acc.facts.contacts[-1]
    items = tuple(i for i in acc.items if i.invoice.id in last.invoices and i.chaseable > 0)
    if not items:
        return None
    if last.answered:
        if last.call_back is None:
            return None
        return Due(
            roll(last.call_back, acc.country),
            "call",
            f"You agreed on {spoken(last.on, acc.day)} to ring back.",
            items,
        )
    tries = _attempts_in_a_row(acc)
    if not tries or len(tries) >= CALL_ATTEMPTS:
        return None
    why = f"No answer on {spoken(tries[-1], acc.day)}: attempt {len(tries)} of {CALL_ATTEMPTS}."
    found = lead(acc.chaseable, acc, profile)
    step = found[1].step.name if found is not None and found[1].step.is_call else None
    return Due(add_working_days(tries[-1], 1, acc.country), "call", why, items, step=step)


def _attempts_in_a_row(acc: Account) -> list[date]:
    """The different days of attempts since the customer was last spoken to or written to."""
    left = [x.sent_on for x in acc.facts.letters if x.sent_on is not None]
    since = max(left, default=date.min)
    tries: list[date] = []
    for contact in reversed(acc.facts.contacts):
        if contact.answered or contact.on < since:
            break
        if contact.on not in tries:
            tries.append(contact.on)
    return tries[::-1]


def offer_plan(acc: Account, _profile: Profile) -> Due | None:
    """The customer cannot pay and no promise is running: the next working day, offer to pay in parts."""
    last = next((c for c in reversed(acc.facts.contacts) if c.answered), None)
    if last is None or last.outcome != Outcome.CANNOT_PAY:
        return None
    items = tuple(i for i in acc.items if i.invoice.id in last.invoices and i.chaseable > 0)
    if not items:
        return None
    progress = call_progress(acc.facts.contacts, last.on + ONE_DAY)
    if progress.done:
        return None
    why = f"Cannot pay now, said on {spoken(last.on, acc.day)}: offer to pay in parts, the first one today."
    on = _after_attempts(acc, add_working_days(last.on, 1, acc.country), progress.attempts)
    return Due(on, "offer-plan", why, items)


def ladder(acc: Account, profile: Profile) -> Due | None:
    """The next step of the ladder is due: a call, a letter, or the decision."""
    found = lead(acc.chaseable, acc, profile)
    if found is not None:
        item, place = found
        return _step_due(acc, acc.chaseable, item, place)
    coming = [
        (stand(i, acc, profile), i)
        for i in acc.items
        if i.chaseable > 0 or (i.rest is not None and i.rest.until is not None)
    ]
    if not coming:
        return _rest_of_claim(acc)
    for place, item in sorted(
        coming, key=lambda pair: (pair[0].on, -pair[0].rung, pair[1].due, pair[1].invoice.id)
    ):
        ahead = [
            p.rung for p, i in coming if i.due <= place.on
        ]  # by then these are due too, and the furthest leads
        if place.rung >= max(ahead, default=0):
            return _step_due(acc, (item,), item, place)
    return None


def _rest_of_claim(acc: Account) -> Due | None:
    """The principal is in, what a letter claimed besides is not: chased by itself only above a threshold."""
    left = sum(rest_claim(acc.facts, i.invoice, acc.day, acc.practice) for i in acc.rests)
    if acc.items or left < acc.practice.rest_claim_from:
        return None
    terms = [
        x.deadline + ONE_DAY
        for i in acc.rests
        for x in sent_letters(acc.facts.letters, i.invoice.id)
        if x.deadline
    ]
    why = f"The principal is in; {euro(left)} of the interest and costs claimed is not. Ask for it, or give it up."
    return Due(roll(max(terms), acc.country), DECIDE, why, acc.rests, step=DECIDE)


def _step_due(acc: Account, items: tuple[Item, ...], item: Item, place: Stand) -> Due:
    step = place.step
    if step.is_call:
        return Due(place.on, "call", _call_words(acc, item, place), items, step=step.name)
    if step.name == DECIDE:
        return Due(
            place.on,
            "decide",
            f"{_ran_out(acc, place)} Decide: plan, hand over, court or write off.",
            items,
            step=step.name,
        )
    after = _ran_out(acc, place) if place.deadline else _after_calls(acc, item, place)
    return Due(place.on, "letter", after, items, step=step.name, letter=step.letter)


def _call_words(acc: Account, item: Item, place: Stand) -> str:
    if place.previous:
        return f"{_ran_out(acc, place)} A call now: agree a sum and a day, a part of it today."
    if item.due >= acc.day:
        return f"Due {spoken(item.due, acc.day)}. A polite call now saves two letters."
    return (
        f"Was due {spoken(item.due, acc.day)} and nobody was spoken to yet: ask politely what the matter is."
    )


def _ran_out(acc: Account, place: Stand) -> str:
    if place.deadline is None:
        return "No letter has left yet."
    return f"The term of the last letter ended on {spoken(place.deadline, acc.day)} without payment."


def _after_calls(acc: Account, item: Item, place: Stand) -> str:
    reached = next(
        (c for c in reversed(acc.facts.contacts) if item.invoice.id in c.invoices and c.answered), None
    )
    said = (
        f"Spoken to on {spoken(reached.on, acc.day)}"
        if reached
        else f"Not reached by phone ({CALL_ATTEMPTS} attempts)"
    )
    return f"{said}; still unpaid since {spoken(item.due, acc.day)}: time for the {place.step.name}."


def check_in(acc: Account, profile: Profile) -> Due | None:
    """A large invoice left three days ago and nobody heard whether it was received: a friendly call."""
    found: list[Due] = []
    for item in acc.items:
        invoice = item.invoice
        if invoice.amount < profile.check_in_from or item.chaseable == 0 or acc.day >= item.due:
            continue
        progress = call_progress(acc.facts.contacts, invoice.issued, invoice.id)
        sent = roll(invoice.issued + timedelta(profile.check_in_after), acc.country)
        on = _after_attempts(acc, sent, progress.attempts)
        if not progress.done and on < item.due:
            why = f"Sent {spoken(invoice.issued, acc.day)}, due {spoken(item.due, acc.day)}: all well, received, in the pipeline?"
            found.append(Due(on, "check-in", why, (item,), before=item.due))
    return min(found, key=lambda due: due.on, default=None)


class Rule(NamedTuple):
    """A rule by the name it has in JSON."""

    name: str
    applies: Callable[[Account, Profile], Due | None]


RULES: tuple[Rule, ...] = (
    Rule("limitation", limitation_nears),
    Rule("unsent-letter", unsent_letter),
    Rule("promise-broken", promise_broken),
    Rule("paid-claim", paid_claim),
    Rule("proof-missing", proof_missing),
    Rule("dispute-open", dispute_open),
    Rule("unconfirmed", unconfirmed),
    Rule("callback", callback),
    Rule("offer-plan", offer_plan),
    Rule("ladder", ladder),
    Rule("check-in", check_in),
)
