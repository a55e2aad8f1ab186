"""The rules of the calendar: limitation, letters not sent, the ladder, check-ins, nudges, after-care."""

from datetime import timedelta

from debcli.language import say
from debcli.law import nl
from debcli.law.limitation import WINDOW_DAYS
from debcli.receivables.account import ONE_DAY, Account, Item, rest_claim
from debcli.receivables.due import Due, Words, after_attempts, step_words
from debcli.receivables.facts import Letter, LetterKind
from debcli.receivables.figures import (
    CALL_ATTEMPTS,
    CALL_WINDOW,
    HABIT_OF,
    LAPSE_AHEAD,
    LATE_DAYS,
    NUDGE_DAYS,
)
from debcli.receivables.ladder import (
    FITS,
    PLAN,
    Stand,
    call_progress,
    has_own_letters,
    is_current,
    last_term,
    lead,
    sent_letters,
    stand,
)
from debcli.receivables.lapse import YEARS_MIN, last_safe_day
from debcli.receivables.probation import probation
from debcli.receivables.profiles import DECIDE, Profile
from debcli.receivables.unnamed import to_name
from debcli.values.dates import add_working_days, full, roll, spoken
from debcli.values.money import euro

_YOUNG = timedelta(YEARS_MIN * 365 - WINDOW_DAYS - LAPSE_AHEAD - 1)
"""What was issued less long ago cannot lapse soon."""


def limitation_nears(acc: Account, _profile: Profile) -> Due | None:
    """Half a year or less before the last safe day of an open invoice that nothing has interrupted since: a stuiting."""
    ahead = WINDOW_DAYS + LAPSE_AHEAD
    young = acc.day - _YOUNG
    old = [i for i in acc.items if i.invoice.issued <= young]
    if not old or acc.customer.law != nl.JURISDICTION:
        return None
    lapses = [(last_safe_day(acc, item), item) for item in old]
    found = [pair for pair in lapses if 0 <= (pair[0] - acc.day).days <= ahead]
    if not found:
        return None
    last_safe, first = min(found, key=lambda pair: (pair[0], pair[1].invoice.id))
    on = roll(last_safe - timedelta(WINDOW_DAYS), acc.country)
    until = max(on, acc.day) + timedelta(WINDOW_DAYS)
    why = say(
        "{number} lapses after {day} unless you interrupt it in writing (art. 3:317 BW).",
        number=first.invoice.number,
        day=full(last_safe),
    )
    items = tuple(i for last, i in found if last <= until)
    return Due(on, "letter", why, items, letter=LetterKind.STUITING, before=last_safe + ONE_DAY)


def unsent_letter(acc: Account, _profile: Profile) -> Due | None:
    """A letter was made and not marked sent or cancelled by the next working day."""
    for letter in acc.facts.letters:
        if letter.sent_on is not None or letter.cancelled_on is not None:
            continue
        items = tuple(i for i in (*acc.items, *acc.rests) if i.invoice.id in letter.invoices)
        if not items:
            continue
        day = spoken(letter.made_on, acc.day)
        stale = letter.kind in FITS and not is_current(letter, acc)
        why = say("The {kind} made on {day} is not marked as sent.", kind=letter.kind, day=day)
        if stale:
            why = say(
                "The {kind} made on {day} was not sent and no longer fits: cancel it.",
                kind=letter.kind,
                day=day,
            )
        on = add_working_days(letter.made_on, 1, acc.country)
        rest = all(i in acc.rests for i in items)
        asks = letter.principal + letter.interest + letter.costs if rest else None
        return Due(on, "send", why, items, letter=letter.kind, made=letter, stale=stale, asks=asks)
    return None


def ladder(acc: Account, profile: Profile) -> Due | None:
    """The next step of the ladder is due: a call, a letter, or the decision.

    To a private person each invoice needs letters of its own, so one that waits for a decision does not hold the others.
    """
    found = lead(acc.chaseable, acc, profile)
    if found is None:
        return _to_come(acc, profile, acc.items) or _rest_of_claim(acc)
    if found[1].step.name != DECIDE or not has_own_letters(acc):
        return _step_due(acc, acc.chaseable, *found)
    at_end = tuple([i for i in acc.chaseable if stand(i, acc, profile).step.name == DECIDE])
    decision, other = _step_due(acc, at_end, *found), _behind(acc, profile, at_end)
    return decision if other is None or max(acc.day, decision.on) < other.on else other


def _behind(acc: Account, profile: Profile, at_end: tuple[Item, ...]) -> Due | None:
    """The step of what has not come to its decision; a letter after the term of the last one."""
    late = tuple([i for i in acc.chaseable if i not in at_end])
    found = lead(late, acc, profile)
    if found is None:
        return _to_come(acc, profile, tuple([i for i in acc.items if i not in at_end]))
    due = _step_due(acc, late, *found)
    term = last_term(acc.facts.letters, acc.items) if due.letter is not None else None
    return due if term is None else due._replace(on=max(due.on, roll(term + ONE_DAY, acc.country)))


def _to_come(acc: Account, profile: Profile, items: tuple[Item, ...]) -> Due | None:
    """The first step of what is not due yet, or rests until a day."""
    coming = [
        (stand(i, acc, profile), i)
        for i in items
        if i.chaseable > 0 or (i.rest is not None and i.rest.until is not None)
    ]
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
    terms += [
        a.on for a in acc.facts.allocations
    ]  # before the last of the principal came in there was no rest
    why = say(
        "The principal is in; {amount} of the interest and costs claimed is not. Ask for it, or give it up.",
        amount=euro(left),
    )
    return Due(roll(max(terms), acc.country), DECIDE, why, acc.rests, step=DECIDE, asks=left)


def _step_due(acc: Account, items: tuple[Item, ...], item: Item, place: Stand) -> Due:
    step = place.step
    why = Words(_step_words, (acc, item, place))
    action = "call" if step.is_call else DECIDE if step.name == DECIDE else "letter"
    return Due(place.on, action, why, items, step.name, step.letter)


def _step_words(acc: Account, item: Item, place: Stand) -> str:
    if place.step.is_call:
        return _call_words(acc, item, place)
    if place.step.name == DECIDE:
        return f"{_ran_out(acc, item, place)} {say('Decide: plan, hand over, court or write off.')}"
    if place.step.letter == LetterKind.VEERTIENDAGENBRIEF and (part := to_name(acc, item)):
        return say(
            "{amount} of {number} was in no veertiendagenbrief yet: it gets one of its own, and then the sommatie asks all.",
            amount=euro(part, item.invoice.currency),
            number=item.invoice.number,
        )
    lapsed, last = item.lapsed, _last_letter(acc, item, place)
    if lapsed is not None and last is not None and place.previous == PLAN:
        day, deadline = full(lapsed.ended), spoken(place.deadline or acc.day, acc.day)
        if _part_came(acc, last):
            return say(
                "The plan lapsed after {day}, and the reminder ran out on {deadline}; what it asks was not paid in full.",
                day=day,
                deadline=deadline,
            )
        return say(
            "The plan lapsed after {day}, and the reminder ran out on {deadline} without payment.",
            day=day,
            deadline=deadline,
        )
    return _ran_out(acc, item, place) if place.deadline or lapsed else _after_calls(acc, item, place)


def _call_words(acc: Account, item: Item, place: Stand) -> str:
    if place.previous:
        return f"{_ran_out(acc, item, place)} {say('A call now: agree a sum and a day, a part of it today.')}"
    if item.due >= acc.day:
        return say("Due {due}. A polite call now saves two letters.", due=spoken(item.due, acc.day))
    return say(
        "Was due {due} and nobody was spoken to yet: ask politely what the matter is.",
        due=spoken(item.due, acc.day),
    )


def _last_letter(acc: Account, item: Item, place: Stand) -> Letter | None:
    """The letter whose term ended last; None where a plan that lapsed since is what ran out."""
    last = next((x for x in reversed(acc.facts.letters) if x.deadline == place.deadline and x.sent_on), None)
    if item.lapsed is None or last is None or last.sent_on is None:
        return last
    return last if last.sent_on > item.lapsed.ended else None


def _ran_out(acc: Account, item: Item, place: Stand) -> str:
    last = _last_letter(acc, item, place)
    if last is None and item.lapsed is not None:
        return say("The plan lapsed after {day}: the whole sum is due.", day=full(item.lapsed.ended))
    if place.deadline is None:
        return say("No letter has left yet.")
    if last is not None and _part_came(acc, last):
        return say(
            "The term of the last letter ended on {deadline}, and what it asks was not paid in full.",
            deadline=spoken(place.deadline, acc.day),
        )
    return say(
        "The term of the last letter ended on {deadline} without payment.",
        deadline=spoken(place.deadline, acc.day),
    )


def _part_came(acc: Account, letter: Letter) -> bool:
    """Whether anything came in on what a letter asks since it was made: also what is settled now, which today does not read."""
    still_open = {i.invoice.id for i in acc.items}
    return not still_open.issuperset(letter.invoices) or any(
        a.source == "payment" and a.invoice in letter.invoices and a.entry > letter.entry
        for a in acc.facts.allocations
    )


def _after_calls(acc: Account, item: Item, place: Stand) -> str:
    reached = next(
        (c for c in reversed(acc.facts.contacts) if item.invoice.id in c.invoices and c.answered), None
    )
    due, step = spoken(item.due, acc.day), step_words(place.step.name)
    if reached is None:
        return say(
            "Not reached by phone ({count} attempts); still unpaid since {due}: time for the {step}.",
            count=CALL_ATTEMPTS,
            due=due,
            step=step,
        )
    return say(
        "Spoken to on {day}; still unpaid since {due}: time for the {step}.",
        day=spoken(reached.on, acc.day),
        due=due,
        step=step,
    )


def check_in(acc: Account, profile: Profile) -> Due | None:
    """A large invoice left three days ago and nobody heard whether it was received: a friendly call."""
    found: list[Due] = []
    for item in acc.items:
        invoice = item.invoice
        if acc.day >= invoice.due or invoice.amount < profile.check_in_from or item.chaseable == 0:
            continue
        progress = call_progress(acc.facts.contacts, invoice.issued, invoice.id)
        sent = roll(invoice.issued + timedelta(profile.check_in_after), acc.country)
        on = after_attempts(acc, sent, progress.attempts)
        if not progress.done and on < item.due:
            found.append(Due(on, "check-in", Words(_check_in_words, (acc, item)), (item,), before=item.due))
    return min(found, key=lambda due: due.on, default=None)


def _check_in_words(acc: Account, item: Item) -> str:
    return say(
        "Sent {issued}, due {due}: all well, received, in the pipeline?",
        issued=spoken(item.invoice.issued, acc.day),
        due=spoken(item.due, acc.day),
    )


def nudge(acc: Account, _profile: Profile) -> Due | None:
    """Three days before the due day of who pays late as a rule: a short friendly message."""
    habit = acc.facts.settled[-HABIT_OF:]
    if not habit or len(acc.overdue) == len(acc.items):
        return None
    late = sum((paid.on - paid.due).days > LATE_DAYS for paid in habit)
    if late * 2 < len(habit) or not late:
        return None
    found: list[Due] = []
    for item in acc.items:
        raw = item.due - timedelta(NUDGE_DAYS)
        if item.chaseable == 0 or acc.day >= item.due:
            continue
        heard = any(
            item.invoice.id in c.invoices and c.on >= max(raw - CALL_WINDOW, item.invoice.issued)
            for c in acc.facts.contacts
        )
        if not heard:
            due = spoken(item.due, acc.day)
            if len(habit) == 1:
                why = say(
                    "Due {due}; the last invoice came in more than {days} days late.", due=due, days=LATE_DAYS
                )
            else:
                why = say(
                    "Due {due}; {late} of the last {count} invoices came in more than {days} days late.",
                    due=due,
                    late=late,
                    count=len(habit),
                    days=LATE_DAYS,
                )
            found.append(Due(roll(raw, acc.country), "nudge", why, (item,), before=item.due))
    return min(found, key=lambda due: due.on, default=None)


def aftercare(acc: Account, _profile: Profile) -> Due | None:
    """A case ended after the decision and was not looked back on; or a day to review terms or a hand-over is reached."""
    found: list[Due] = []
    if acc.ended is not None:
        on = add_working_days(acc.ended.on, 1, acc.country)
        why = say(
            "Settled {day} after the final warning: look back, and agree how to go on.",
            day=spoken(acc.ended.on, acc.day),
        )
        found.append(Due(on, "review", why, acc.ended.items))
    running = [t for t in acc.facts.terms if t.reviewed_on is None]
    if running and (last := running[-1]).review_on is not None:
        why = say(
            "The terms of {day} ({because}) were to be reviewed now.",
            day=spoken(last.on, acc.day),
            because=last.because,
        )
        found.append(Due(roll(last.review_on, acc.country), "review", why, acc.items))
    if running and (proven := probation(acc, running[-1])) is not None and proven.on is not None:
        last = running[-1]
        why = say(
            "{count} invoices in a row were paid in time: the terms of {day} ({because}) are over. Say so, or agree anew.",
            count=proven.of,
            day=spoken(last.on, acc.day),
            because=last.because,
        )
        found.append(Due(add_working_days(proven.on, 1, acc.country), "review", why, acc.items))
    for item in acc.items if acc.facts.handovers else ():
        given = [h for h in acc.facts.handovers if item.invoice.id in h.invoices]
        if given and given[-1].back_on is None:
            why = say(
                "With {name} since {day}: ask how it stands.",
                name=given[-1].to,
                day=spoken(given[-1].on, acc.day),
            )
            found.append(Due(roll(given[-1].review_on, acc.country), "review", why, (item,)))
    return min(found, key=lambda due: due.on, default=None)
