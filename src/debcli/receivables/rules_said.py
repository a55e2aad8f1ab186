"""The rules on what a customer said: plans, promises, "I have paid", disputes, call-backs, no money."""

from datetime import date

from debcli.language import mark, say
from debcli.law import nl
from debcli.receivables.account import ONE_DAY, Account, Item
from debcli.receivables.agreements import PlanStand, PromiseStand
from debcli.receivables.default import needs_notice
from debcli.receivables.due import Due, Words, after_attempts, ordinal
from debcli.receivables.facts import LetterKind, Outcome
from debcli.receivables.figures import CALL_ATTEMPTS, MAX_BROKEN
from debcli.receivables.ladder import call_progress, lawful_step, lead, sent_letters
from debcli.receivables.profiles import Profile
from debcli.receivables.unnamed import to_name
from debcli.values.dates import add_working_days, full, roll, spoken
from debcli.values.money import euro


def plan_missed(acc: Account, _profile: Profile) -> Due | None:
    """An instalment's rolled day has passed and less came in than was due by then: call, until the plan lapses."""
    running = [p for p in acc.plans if p.rests]
    return _arrears(acc, running[-1]) if running else None


def _arrears(acc: Account, held: PlanStand) -> Due | None:
    """What a missed instalment asks for (or the next one, should it be missed)."""
    items = tuple(
        i
        for i in acc.items
        if i.invoice.id in held.plan.invoices and i.rest and i.rest.why in {"plan", "plan-missed"}
    )
    progress = call_progress(acc.facts.contacts, held.last_day + ONE_DAY)
    if not items or held.at is None or progress.done:
        return None
    which = held.plan.instalments.index(held.at) + 1
    late = held.asked - held.paid if held.state == "missed" else held.lacking
    why = say(
        "Instalment {which} of {count}, due {due}, is missed: {amount} is late. The plan lapses after {lapse}.",
        which=which,
        count=len(held.plan.instalments),
        due=spoken(held.at.on, acc.day),
        amount=euro(late),
        lapse=full(held.ended),
    )
    on = after_attempts(acc, add_working_days(held.last_day, 1, acc.country), progress.attempts)
    return Due(on, "call", why, items, asks=late, before=held.ended + ONE_DAY)


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
    if held.came_late:
        return None
    on = add_working_days(held.last_day, 1, acc.country)
    why = Words(_promise_words, (acc, held, count))
    since = [
        x
        for i in items
        for x in sent_letters(acc.facts.letters, i.invoice.id)
        if x.sent_on and x.sent_on > held.last_day
    ]
    if any(x.kind == LetterKind.INGEBREKESTELLING or profile.index_of(x.kind) is not None for x in since):
        return None  # a letter has answered it; the ladder goes on
    if count >= MAX_BROKEN and (letter := _hardest_letter(acc, profile, items)) is not None:
        return Due(on, "letter", why, items, step=letter, letter=letter)
    progress = call_progress(acc.facts.contacts, held.last_day + ONE_DAY)
    if progress.done:
        return None
    return Due(after_attempts(acc, on, progress.attempts), "call", why, items)


def _promise_words(acc: Account, stand_: PromiseStand, count: int) -> str:
    came = stand_.received + stand_.late
    amount, by = euro(stand_.promise.amount), spoken(stand_.promise.by, acc.day)
    if came:
        told = say("Promised {amount} by {day}; {came} came in.", amount=amount, day=by, came=euro(came))
    else:
        told = say("Promised {amount} by {day}; nothing came in.", amount=amount, day=by)
    words, more = _IN_PART if stand_.received else _BROKEN
    return f"{told} {say(words[count]) if count in words else say(more, count=count)}"


_BROKEN = (
    {1: mark("First broken promise."), 2: mark("Second broken promise."), 3: mark("Third broken promise.")},
    mark("{count}th broken promise."),
)
_IN_PART = (
    {
        1: mark("First promise kept in part only."),
        2: mark("Second promise kept in part only."),
        3: mark("Third promise kept in part only."),
    },
    mark("{count}th promise kept in part only."),
)


def _hardest_letter(acc: Account, profile: Profile, items: tuple[Item, ...]) -> LetterKind | None:
    """The sommatie, or what the law asks before it; None while that runs, once a sommatie has left, or under another law."""
    if acc.customer.law != nl.JURISDICTION:
        return None
    if any(needs_notice(i.invoice, acc.customer, acc.facts.letters) for i in items):
        return LetterKind.INGEBREKESTELLING
    sent = {x.kind: x for item in items for x in sent_letters(acc.facts.letters, item.invoice.id)}
    if LetterKind.SOMMATIE in sent:
        return None
    if profile.index_of(LetterKind.VEERTIENDAGENBRIEF) is None:
        return LetterKind.SOMMATIE
    notice = sent.get(LetterKind.VEERTIENDAGENBRIEF)
    if notice is None or any(to_name(acc, i) for i in items):
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
    on = after_attempts(acc, since, progress.attempts)
    said, proved = spoken(claim.contact.on, acc.day), claim.nth > 1
    if claim.received:
        amount = euro(claim.received)
        if proved:
            why = say(
                "Said on {day} that it was paid, with proof; only {amount} came in.", day=said, amount=amount
            )
        else:
            why = say("Said on {day} that it was paid; only {amount} came in.", day=said, amount=amount)
    elif proved:
        why = say("Said on {day} that it was paid, with proof; it is not in.", day=said)
    else:
        why = say("Said on {day} that it was paid; it is not in.", day=said)
    return Due(on, "call", why, items)


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
    if found is None or step is None:
        return None
    step = lawful_step(step, found[0], acc)
    why = say(
        "Said for the {nth} time, on {day}, that it was paid; no proof came.",
        nth=ordinal(claim.nth),
        day=spoken(claim.contact.on, acc.day),
    )
    return Due(claim.awaited_to + ONE_DAY, "letter", why, items, step=step.name, letter=step.letter)


def dispute_open(acc: Account, _profile: Profile) -> Due | None:
    """A dispute reaches its solve-by day."""
    if not acc.facts.disputes:
        return None
    live = {i.invoice.id: i for i in acc.items}
    running = [d for d in acc.facts.disputes if d.resolved_on is None and d.invoice in live]
    if not running:
        return None
    dispute = min(running, key=lambda d: d.solve_by)
    item = live[dispute.invoice]
    since, until = spoken(dispute.on, acc.day), spoken(dispute.solve_by, acc.day)
    if dispute.about:
        why = say(
            "Disputed since {since} ({about}); you meant to solve it by {until}.",
            since=since,
            about=dispute.about,
            until=until,
        )
    else:
        why = say("Disputed since {since}; you meant to solve it by {until}.", since=since, until=until)
    return Due(roll(dispute.solve_by, acc.country), "resolve-dispute", why, (item,))


_CONFIRMS = frozenset({LetterKind.BEVESTIGING, LetterKind.REGELING})


def unconfirmed(acc: Account, _profile: Profile) -> Due | None:
    """A promise or plan was made and its written confirmation not sent: what is agreed counts once it is in writing.

    During a hold it waits.
    """
    if not (acc.plans or acc.promises):
        return None
    sent = {x.contact for x in acc.facts.letters if x.kind in _CONFIRMS and x.sent_on is not None}
    for plan in acc.plans:
        if plan.state == "running" and plan.plan.contact not in sent:
            items = tuple(i for i in acc.items if i.invoice.id in plan.plan.invoices)
            contact = next((c for c in acc.facts.contacts if c.id == plan.plan.contact), None)
            if items and contact is not None:
                many = len(plan.plan.instalments)
                why = say(
                    "Agreed {amount} in {count} instalments; not yet confirmed in writing.",
                    amount=euro(plan.plan.amount),
                    count=many,
                )
                on = _after_holds(acc, items, roll(plan.plan.made_on, acc.country))
                return Due(on, "confirm", why, items, letter=LetterKind.REGELING, contact=contact)
    for held in acc.promises:
        promise = held.promise
        if held.state != "running" or not held.waits or promise.contact in sent:
            continue
        contact = next((c for c in acc.facts.contacts if c.id == promise.contact), None)
        items = tuple(i for i in acc.items if i.invoice.id in promise.invoices and i.open > i.disputed)
        if contact is None or not items:
            continue
        why = say(
            "Promised {amount} by {day}; not yet confirmed in writing.",
            amount=euro(promise.amount),
            day=spoken(promise.by, acc.day),
        )
        return Due(
            _after_holds(acc, items, roll(promise.made_on, acc.country)),
            "confirm",
            why,
            items,
            letter=LetterKind.BEVESTIGING,
            contact=contact,
        )
    return None


def _after_holds(acc: Account, items: tuple[Item, ...], on: date) -> date:
    """A day, or the first working day after the holds on any of the items: the weekend after one is no time to confirm."""
    about = {None, *(i.invoice.id for i in items)}
    after = [
        add_working_days(h.until, 1, acc.country)
        for h in acc.facts.holds
        if h.invoice in about and h.released_on is None
    ]
    return max([on, *(day for day in after if day > acc.day)])


def callback(acc: Account, profile: Profile) -> Due | None:
    """An agreed call-back day is reached, or the last attempt had no answer: the next working day."""
    if not acc.facts.contacts:
        return None
    live = {i.invoice.id for i in acc.items}
    last = next(
        (
            c
            for c in reversed(acc.facts.contacts)
            if (c.answered or c.attempt) and not live.isdisjoint(c.invoices)
        ),
        None,
    )
    if last is None or (last.answered and last.call_back is None):
        return None
    items = tuple(i for i in acc.items if i.invoice.id in last.invoices and i.chaseable > 0)
    if not items:
        return None
    if last.call_back is not None and last.answered:
        return Due(
            roll(last.call_back, acc.country),
            "call",
            say("You agreed on {day} to ring back.", day=spoken(last.on, acc.day)),
            items,
        )
    tries = _attempts_in_a_row(acc)
    if not tries or len(tries) >= CALL_ATTEMPTS:
        return None
    why = say(
        "No answer on {day}: attempt {count} of {most}.",
        day=spoken(tries[-1], acc.day),
        count=len(tries),
        most=CALL_ATTEMPTS,
    )
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
        if contact.attempt and contact.on not in tries:
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
    why = say(
        "Cannot pay now, said on {day}: offer to pay in parts, the first one today.",
        day=spoken(last.on, acc.day),
    )
    on = after_attempts(acc, add_working_days(last.on, 1, acc.country), progress.attempts)
    return Due(on, "offer-plan", why, items)
