"""Where an open item stands on its ladder, and when its next step falls due (POLICY: words, ladder)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from debcli.receivables.account import ONE_DAY, Account, Item, left_of_claims
from debcli.receivables.default import in_default, lawful_kind, needs_notice
from debcli.receivables.facts import Contact, Kind, Letter, LetterKind
from debcli.receivables.figures import CALL_ATTEMPTS, CALL_WINDOW
from debcli.receivables.profiles import TERM_DAYS, Profile, Step
from debcli.values.dates import add_working_days, roll


class CallProgress(NamedTuple):
    """What came of a call that was asked for: the day it was answered, the days it was tried in vain."""

    answered_on: date | None
    attempts: tuple[date, ...]

    @property
    def done(self) -> bool:
        """Spoken to, or tried on three different days."""
        return self.answered_on is not None or len(self.attempts) >= CALL_ATTEMPTS

    @property
    def began(self) -> date | None:
        """The first attempt, or the talk itself."""
        return self.attempts[0] if self.attempts else self.answered_on


NOT_TRIED = CallProgress(None, ())
PLAN = "plan"
_DUNS = frozenset({*TERM_DAYS, LetterKind.VEERTIENDAGENBRIEF})
ASKS = _DUNS | {LetterKind.STUITING}  # letters that ask for money: they go stale when less or more is due
_ASKED = ASKS | {LetterKind.OPSCHORTING}


class Stand(NamedTuple):
    """The next step of an item: its rung, the step, the rolled day it falls due, the attempts made so far."""

    rung: int
    step: Step
    on: date
    attempts: tuple[date, ...]
    previous: str  # the step or letter before it, for the reason
    deadline: date | None  # of the last letter


def call_progress(contacts: Iterable[Contact], since: date, invoice: int | None = None) -> CallProgress:
    """What contacts on or after a day did for a call; with an `invoice`, only those that concerned it."""
    tried: list[date] = []
    for contact in contacts:
        if contact.on < since or (invoice is not None and invoice not in contact.invoices):
            continue
        if contact.answered:
            return CallProgress(contact.on, tuple(tried))
        if contact.attempt and contact.on not in tried:
            tried.append(contact.on)
    return CallProgress(None, tuple(tried))


def sent_letters(letters: Iterable[Letter], invoice: int) -> list[Letter]:
    """The letters that left for an invoice, in the order they were made."""
    return [x for x in letters if x.left_for(invoice)]


def never_asked(acc: Account, items: Iterable[Item]) -> frozenset[int]:
    """The invoices no letter has asked for yet.

    Collection costs are owed for collecting (art. 6:96 lid 2 BW): what does not ask itself, a stuiting or an opschorting,
    claims none over these.
    """
    asked = {i for x in acc.facts.letters if x.sent_on is not None and x.kind in _ASKED for i in x.invoices}
    return frozenset(i.invoice.id for i in items) - asked


def last_term(letters: Iterable[Letter], items: Iterable[Item]) -> date | None:
    """The last day of the terms that letters of the ladder have given for any of the items."""
    listed = {i.invoice.id for i in items}
    terms = [
        x.deadline for x in letters
        if x.deadline is not None and x.kind in _DUNS and x.cancelled_on is None and not listed.isdisjoint(x.invoices)
    ]  # fmt: skip
    return max(terms, default=None)


def stand(item: Item, account: Account, profile: Profile) -> Stand:
    """The next step of an item and the day it falls due, if nothing else happens.

    The day is max(due + t(k), begin of the previous step + t(k) - t(k-1), last letter's deadline + 1), never before the
    first working day after a rest, rolled. A sent letter of some kind does every step up to its own; a plan that lapsed
    brings a business to the sommatie at once.
    """
    index, began, previous, last_deadline = 0, None, "", None
    if account.facts.letters:
        letters = sent_letters(account.facts.letters, item.invoice.id)
        sent = [(i, x) for x in letters if (i := profile.index_of(x.kind)) is not None]
        last_deadline = max((x.deadline for x in letters if x.deadline and x.kind in _DUNS), default=None)
        if sent:
            top = max(i for i, _ in sent)
            began = max(x.sent_on for i, x in sent if i == top and x.sent_on is not None)
            index, previous = top + 1, profile.steps[top].name
    if item.lapsed_on is not None and index < (final := _final(profile)):
        on = roll(max(item.lapsed_on, last_deadline or item.lapsed_on) + ONE_DAY, account.country)
        return Stand(final, profile.steps[final], on, (), previous or PLAN, last_deadline)
    while True:
        index = min(index, len(profile.steps) - 1)
        step = profile.steps[index]
        raw = _raw_day(item.due, profile, index, began, last_deadline)
        attempts: tuple[date, ...] = ()
        if step.is_call:
            contacts = account.facts.contacts
            progress = call_progress(contacts, raw - CALL_WINDOW, item.invoice.id) if contacts else NOT_TRIED
            if progress.done:
                index, began, previous = index + 1, progress.began, step.name
                continue
            attempts = progress.attempts
        on = raw
        if item.rested_until is not None:
            on = max(on, add_working_days(item.rested_until, 1, account.country))
        if attempts:
            on = max(on, add_working_days(attempts[-1], 1, account.country))
        return Stand(
            index,
            lawful_step(step, item, account),
            roll(on, account.country),
            attempts,
            previous,
            last_deadline,
        )


def _final(profile: Profile) -> int:
    """Where a lapsed plan brings to: the sommatie; nowhere on a ladder that has a veertiendagenbrief before it."""
    if profile.index_of(LetterKind.VEERTIENDAGENBRIEF) is not None:
        return 0
    return profile.index_of(LetterKind.SOMMATIE) or 0


def lawful_step(step: Step, item: Item, account: Account) -> Step:
    """The step, or what law asks before it: the ingebrekestelling of a private person with whom no term was agreed."""
    if step.letter is None or item.invoice.agreed:
        return step
    kind = lawful_kind(step.letter, item.invoice, account.customer, account.facts.letters)
    return step if kind == step.letter else step._replace(name=kind.value, letter=kind)


def _raw_day(due: date, profile: Profile, index: int, began: date | None, last_deadline: date | None) -> date:
    step = profile.steps[index]
    raw = due if last_deadline is None else last_deadline + ONE_DAY
    if step.after is not None:
        raw = max(raw, due + timedelta(step.after)) if step.after else max(raw, due)
        before = profile.steps[index - 1].after if index else None
        if began is not None and before is not None:
            raw = max(raw, began + timedelta(step.after - before))
    return raw


def lead(items: Iterable[Item], account: Account, profile: Profile) -> tuple[Item, Stand] | None:
    """The item furthest on the ladder (ties: oldest due date), which alone decides the next step."""
    stands = [(item, stand(item, account, profile)) for item in items]
    return min(stands, key=lambda pair: (-pair[1].rung, pair[0].due, pair[0].invoice.id), default=None)


def notice_ran_out(acc: Account, item: Item) -> bool:
    """Whether a veertiendagenbrief that lists the item was sent and its term has passed (art. 6:96 lid 6 BW)."""
    notices = [
        x for x in sent_letters(acc.facts.letters, item.invoice.id) if x.kind == LetterKind.VEERTIENDAGENBRIEF
    ]
    return any(x.deadline is not None and x.deadline < acc.day for x in notices)


def noticed_principal(acc: Account, item: Item) -> int:
    """Over how much principal, in cents, costs may be claimed: of a consumer what the veertiendagenbrief has named."""
    if acc.customer.kind != Kind.CONSUMER:
        return item.open
    named = [
        x.shares[x.invoices.index(item.invoice.id)][0] if x.shares else item.open
        for x in sent_letters(acc.facts.letters, item.invoice.id)
        if x.kind == LetterKind.VEERTIENDAGENBRIEF and x.deadline is not None and x.deadline < acc.day
    ]
    return max(named, default=0)


def letter_items(acc: Account, kind: LetterKind, currency: str | None = None) -> tuple[Item, ...]:
    """What a letter of the ladder lists: every late item that may be asked for, of one currency if that is named.

    To a consumer a sommatie lists what a veertiendagenbrief has run out on, a veertiendagenbrief what it has not, and both
    only what he is in default on; an ingebrekestelling first of all what no term was agreed for.
    """
    items = acc.dunnable
    if currency is not None:
        items = tuple([i for i in items if i.invoice.currency == currency])
    if acc.customer.kind == Kind.CONSUMER and acc.customer.law == "nl":
        if kind == LetterKind.SOMMATIE:
            return tuple(i for i in items if notice_ran_out(acc, i) and _late_by_law(acc, i))
        if kind == LetterKind.VEERTIENDAGENBRIEF:
            return tuple(i for i in items if not notice_ran_out(acc, i) and _late_by_law(acc, i))
        if kind == LetterKind.INGEBREKESTELLING:
            known = acc.facts.letters
            return tuple(i for i in items if needs_notice(i.invoice, acc.customer, known)) or items
    return items


def _late_by_law(acc: Account, item: Item) -> bool:
    return in_default(item.invoice, acc.customer, acc.facts.letters, acc.day)


def is_current(letter: Letter, acc: Account) -> bool:
    """Whether a letter made earlier still says what may be asked: its last day to come, nothing paid, promised or disputed."""
    if letter.pay_by is not None and letter.pay_by <= acc.day:
        return False
    rests = left_of_claims(acc)
    if letter.invoices and set(letter.invoices) <= rests.keys():
        return sum(rests[i] for i in letter.invoices) >= letter.principal + letter.interest + letter.costs
    chaseable = {i.invoice.id: i.chaseable for i in acc.items}
    return sum(chaseable.get(i, 0) for i in letter.invoices) == letter.principal
