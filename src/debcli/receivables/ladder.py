"""Where an open item stands on its ladder, and when its next step falls due (POLICY: words, ladder)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.law import nl
from debcli.receivables.account import ONE_DAY, Account, Item, granted, left_of_claims
from debcli.receivables.agreements import PlanStand
from debcli.receivables.default import in_default, lawful_kind, needs_notice, start_of
from debcli.receivables.facts import Contact, Customer, Kind, Letter, LetterKind
from debcli.receivables.figures import CALL_ATTEMPTS, CALL_WINDOW, STUITING_TERM
from debcli.receivables.legal import view
from debcli.receivables.profiles import TERM_DAYS, Profile, Step
from debcli.receivables.unnamed import to_name
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


PLAN = "plan"
_DUNS = frozenset({*TERM_DAYS, LetterKind.VEERTIENDAGENBRIEF})
ASKS = _DUNS | {LetterKind.STUITING}  # letters that ask for money: they go stale when less or more is due
_ASKED = ASKS | {LetterKind.OPSCHORTING}
_CONFIRMS = frozenset({LetterKind.BEVESTIGING, LetterKind.REGELING})
# Letters that fit for a time only: what they ask or confirm may be over before they leave.
FITS = ASKS | _CONFIRMS


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
        if (invoice is not None and invoice not in contact.invoices) or contact.on < since:
            continue
        if contact.answered:
            return CallProgress(contact.on, tuple(tried))
        if contact.attempt and contact.on not in tried:
            tried.append(contact.on)
    return CallProgress(None, tuple(tried))


def sent_letters(letters: Iterable[Letter], invoice: int) -> list[Letter]:
    """The letters that left for an invoice, in the order they were made."""
    return [x for x in letters if x.left_for(invoice)]


def term_of(letter: Letter) -> date | None:
    """The last day a letter that left gives to be answered: until then no other one asks. None for what asks nothing."""
    if letter.sent_on is None or letter.cancelled_on is not None:
        return None
    if letter.kind == LetterKind.STUITING:
        return letter.sent_on + STUITING_TERM
    return letter.deadline if letter.kind in _DUNS else None


def never_asked(acc: Account, items: Iterable[Item]) -> frozenset[int]:
    """The invoices no letter has asked for yet.

    Collection costs are owed for collecting (art. 6:96 lid 2 BW): what does not ask itself, a stuiting or an opschorting,
    claims none over these.
    """
    asked = {i for x in acc.facts.letters if x.sent_on is not None and x.kind in _ASKED for i in x.invoices}
    return frozenset(i.invoice.id for i in items) - asked


def last_term(letters: Iterable[Letter], items: Iterable[Item]) -> date | None:
    """The last day of the terms that letters have given for any of the items."""
    listed = {i.invoice.id for i in items}
    terms = [term_of(x) for x in letters if not listed.isdisjoint(x.invoices)]
    return max((term for term in terms if term is not None), default=None)


class _Rung(NamedTuple):
    """How far an item came: the rung of its next step, what was before it, and whether only a lapsed plan brought it here."""

    rung: int
    raw: date  # the day of the step before rests, law and days off
    attempts: tuple[date, ...]
    previous: str
    deadline: date | None
    resumed: bool = False


def stand(item: Item, account: Account, profile: Profile) -> Stand:
    """The next step of an item and the day it falls due, if nothing else happens.

    The day is max(due + t(k), begin of the previous step + t(k) - t(k-1), last letter's deadline + 1), never before the
    first working day after a rest, rolled. A sent letter of some kind does every step up to its own; a plan that lapsed
    brings a business to the sommatie at once.
    """
    return _placed(_reached(item, account, profile), item, account, profile)


def _reached(item: Item, account: Account, profile: Profile) -> _Rung:
    index, began, previous, last_deadline = 0, None, "", None
    steps, invoice, facts = profile.steps, item.invoice, account.facts
    if facts.letters:
        letters = sent_letters(facts.letters, invoice.id)
        sent = [(i, x) for x in letters if (i := profile.index_of(x.kind)) is not None]
        last_deadline = max((x.deadline for x in letters if x.deadline and x.kind in _DUNS), default=None)
        if sent:
            top = _top_done(item, account, profile, sent)
            began = max((x.sent_on for i, x in sent if i == top and x.sent_on is not None), default=None)
            index, previous = top + 1, steps[top].name
    if item.lapsed is not None and index < (resumed := _after_lapse(item, item.lapsed, profile, index)):
        on = max(item.lapsed.ended, last_deadline or item.lapsed.ended) + ONE_DAY
        return _Rung(resumed, on, (), PLAN, last_deadline, resumed=True)
    contacts, last = facts.contacts, len(steps) - 1
    while True:
        index = min(index, last)
        step = steps[index]
        on = _raw_day(invoice.due, profile, index, began, last_deadline)
        if not (contacts and step.is_call):
            return _Rung(index, on, (), previous, last_deadline)
        progress = call_progress(contacts, on - CALL_WINDOW, invoice.id)
        if not progress.done:
            return _Rung(index, on, progress.attempts, previous, last_deadline)
        index, began, previous = index + 1, progress.began, step.name


def _placed(reached: _Rung, item: Item, account: Account, profile: Profile) -> Stand:
    rung, on, attempts, previous, last_deadline, resumed = reached
    step, country = profile.steps[rung], account.practice.country
    on = max(on, _lawful_day(step, item, account))
    if not resumed:
        if item.rested_until is not None:
            on = max(on, add_working_days(item.rested_until, 1, country))
        if attempts:
            on = max(on, add_working_days(attempts[-1], 1, country))
    return Stand(rung, lawful_step(step, item, account), roll(on, country), attempts, previous, last_deadline)


def _top_done(item: Item, account: Account, profile: Profile, sent: Sequence[tuple[int, Letter]]) -> int:
    """The highest step a letter has done. What no veertiendagenbrief has named gets one, and then the sommatie comes again."""
    top, notice = max(i for i, _ in sent), profile.index_of(LetterKind.VEERTIENDAGENBRIEF)
    if notice is None or top < notice:
        return top
    if to_name(account, item):
        return notice - 1
    return max(sent, key=lambda one: (one[1].sent_on or date.min, one[1].entry))[0] if top > notice else top


def _after_lapse(item: Item, lapsed: PlanStand, profile: Profile, index: int) -> int:
    """Where a lapsed plan brings to: the sommatie; nowhere on a ladder that has a veertiendagenbrief before it.

    Who made the plan before he was late has never been reminded: the first letter of the ladder comes before the sommatie.
    """
    if profile.index_of(LetterKind.VEERTIENDAGENBRIEF) is not None or lapsed.ended < item.due:
        return 0
    first = next(i for i, step in enumerate(profile.steps) if step.letter is not None)
    if index <= first and lapsed.plan.made_on <= item.due:
        return first
    return profile.index_of(LetterKind.SOMMATIE) or 0


def lawful_step(step: Step, item: Item, account: Account) -> Step:
    """The step, or what law asks before it: the ingebrekestelling of a private person with whom no term was agreed."""
    if step.letter is None or item.invoice.agreed:
        return step
    kind = lawful_kind(step.letter, item.invoice, account.customer, account.facts.letters)
    return step if kind == step.letter else step._replace(name=kind.value, letter=kind)


_AFTER_TERM = (LetterKind.AANMANING, LetterKind.SOMMATIE)
"""What may be sent to a business only once the term that law gives has passed: they say that it has."""


def _lawful_day(step: Step, item: Item, account: Account) -> date:
    """The first day a letter to a business with which no term was agreed tells the truth; else no bound."""
    if step.letter not in _AFTER_TERM or not _by_statute(account.customer, item):
        return date.min
    return start_of(item.invoice, account.customer, account.facts.letters).first or date.min


def _by_statute(customer: Customer, item: Item) -> bool:
    """Whether law sets the last day to pay: no term was agreed with a business or government (art. 6:119a lid 2 BW)."""
    return not item.invoice.agreed and customer.kind != Kind.CONSUMER and customer.law == nl.JURISDICTION


def _raw_day(due: date, profile: Profile, index: int, began: date | None, last_deadline: date | None) -> date:
    step = profile.steps[index]
    raw = due if last_deadline is None else last_deadline + ONE_DAY
    if step.after is not None:
        raw = max(raw, due + timedelta(step.after)) if step.after else max(raw, due)
        if began is not None and index and (before := profile.steps[index - 1].after) is not None:
            raw = max(raw, began + timedelta(step.after - before))
    return raw


def lead(items: Iterable[Item], account: Account, profile: Profile) -> tuple[Item, Stand] | None:
    """The item furthest on the ladder (ties: oldest due date), which alone decides the next step."""
    reached = [(item, _reached(item, account, profile)) for item in items]
    if not reached:
        return None
    item, found = min(reached, key=lambda pair: (-pair[1].rung, pair[0].invoice.due, pair[0].invoice.id))
    return item, _placed(found, item, account, profile)


def notice_ran_out(acc: Account, item: Item) -> bool:
    """Whether a veertiendagenbrief that lists the item was sent and the term of the last has passed (art. 6:96 lid 6 BW)."""
    briefs = _briefs(acc, item)
    return bool(briefs) and all(x.deadline is not None and x.deadline < acc.day for x in briefs)


def has_own_letters(acc: Account) -> bool:
    """Whether law asks letters for each invoice by itself: a private person under Dutch law (art. 6:96 lid 6 BW)."""
    return acc.customer.kind == Kind.CONSUMER and acc.customer.law == "nl"


def _noticed(acc: Account, item: Item) -> bool:
    return any(
        x.kind in {LetterKind.VEERTIENDAGENBRIEF, LetterKind.SOMMATIE}
        for x in sent_letters(acc.facts.letters, item.invoice.id)
    )


def _has_notice(acc: Account, item: Item) -> bool:
    """Whether a veertiendagenbrief that lists the item was sent."""
    return bool(_briefs(acc, item))


def _briefs(acc: Account, item: Item) -> list[Letter]:
    sent = sent_letters(acc.facts.letters, item.invoice.id)
    return [x for x in sent if x.kind == LetterKind.VEERTIENDAGENBRIEF]


def letter_items(acc: Account, kind: LetterKind, currency: str | None = None) -> tuple[Item, ...]:
    """What a letter of the ladder lists: every late item that may be asked for, of one currency if that is named.

    To a consumer a sommatie lists what a veertiendagenbrief has run out on, and no part is left to name of; a veertiendagenbrief
    what none was sent for or a part is left of (else what none has run out on), and both only what he is in default on; an
    ingebrekestelling first of all what no term was agreed for, a herinnering what nothing harder was sent for. To a business an
    aanmaning and a sommatie list only what the term that law gives has passed for.
    """
    items = acc.dunnable
    if currency is not None:
        items = tuple([i for i in items if i.invoice.currency == currency])
    if has_own_letters(acc):
        if kind == LetterKind.SOMMATIE:
            late = tuple(i for i in items if notice_ran_out(acc, i) and _late_by_law(acc, i))
            return tuple(i for i in late if not to_name(acc, i)) or late
        if kind == LetterKind.VEERTIENDAGENBRIEF:
            late = tuple(i for i in items if _late_by_law(acc, i))
            new = tuple(i for i in late if not _has_notice(acc, i) or to_name(acc, i))
            return new or tuple(i for i in late if not notice_ran_out(acc, i))
        if kind == LetterKind.HERINNERING:
            return tuple(i for i in items if not _noticed(acc, i)) or items
        if kind == LetterKind.INGEBREKESTELLING:
            known = acc.facts.letters
            return tuple(i for i in items if needs_notice(i.invoice, acc.customer, known)) or items
    if kind in _AFTER_TERM:
        return tuple([i for i in items if not _by_statute(acc.customer, i) or _late_by_law(acc, i)])
    return items


def _late_by_law(acc: Account, item: Item) -> bool:
    return in_default(item.invoice, acc.customer, acc.facts.letters, acc.day)


def is_current(letter: Letter, acc: Account) -> bool:
    """Whether a letter made earlier still says what may be asked: its last day to come, nothing paid, promised or disputed.

    Of a confirmation whether what it confirms is still running.
    """
    if letter.kind in _CONFIRMS:
        running = [p.promise.contact for p in acc.promises if p.state == "running"]
        return letter.contact in {*running, *(p.plan.contact for p in acc.plans if p.state == "running")}
    if letter.pay_by is not None and letter.pay_by <= acc.day:
        return False
    return still_asks(letter, acc)


def still_asks(letter: Letter, acc: Account) -> bool:
    """Whether what a letter asks is what may be asked on the account's day; always so of one that asks nothing."""
    if letter.kind not in ASKS:
        return True
    rests = left_of_claims(acc)
    if letter.invoices and set(letter.invoices) <= rests.keys():
        return sum(rests[i] for i in letter.invoices) >= letter.principal + letter.interest + letter.costs
    if letter.kind == LetterKind.STUITING:  # it interrupts for all that is open, whatever makes it rest
        asked = {i.invoice.id: i.open for i in acc.items}
    else:
        notice = letter.kind == LetterKind.VEERTIENDAGENBRIEF
        asked = {
            i.invoice.id: (to_name(acc, i) if notice else 0) or _asked(acc, i)
            for i in acc.items
            if i.chaseable
        }
    return sum(asked.get(i, 0) for i in letter.invoices) == letter.principal


def _asked(acc: Account, item: Item) -> int:
    """The principal a letter asks of an item, in cents: what law leaves of it once interest or costs were claimed."""
    if acc.customer.law != nl.JURISDICTION or item.invoice.currency != "EUR" or not acc.facts.letters:
        return item.chaseable
    seen = view(
        item.invoice,
        acc.customer,
        acc.facts.allocations,
        acc.facts.letters,
        acc.day,
        acc.practice,
        disputed=item.disputed,
        charges=acc.facts.charges,
        granted=granted(acc.facts, item.invoice.id, acc.day, acc.practice),
    )
    return item.chaseable if seen.claimed is None else seen.flow.open_principal
