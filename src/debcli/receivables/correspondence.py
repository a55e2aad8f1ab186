"""Which letter is meant, and what it is about: what today asks for or the user names, after the guards."""

from datetime import date
from typing import NamedTuple

from debcli.errors import RefusedError
from debcli.language import say
from debcli.receivables.account import Account, Item
from debcli.receivables.claim import main_currency
from debcli.receivables.decision import decide
from debcli.receivables.due import step_words
from debcli.receivables.facts import Letter, LetterKind
from debcli.receivables.guards import interruptible, refusals, rest_items
from debcli.receivables.ladder import is_current, lead, letter_items
from debcli.values.dates import full
from debcli.values.text import ended


class Wanted(NamedTuple):
    """A letter to be made. `contact`: what it confirms. `before`: the same letter, made earlier and not sent.

    `rest`: it asks only what is left of an earlier claim.
    """

    kind: LetterKind
    items: tuple[Item, ...]
    contact: int | None = None
    before: Letter | None = None
    rest: bool = False


def asked_kind(acc: Account, kind: LetterKind | None = None) -> LetterKind:
    """The kind named, else the one today asks for. Raises RefusedError when today asks for none."""
    if kind is not None:
        return kind
    decision = decide(acc)
    if decision.action is not None and decision.action.due.letter is not None:
        return decision.action.due.letter
    name, named = acc.customer.name, LetterKind.HERINNERING
    told = say("today asks no letter for {name}.", name=name)
    if decision.waiting is not None:
        told = say(
            "today asks no letter for {name}: waiting until {until}, {why}.",
            name=name,
            until=full(decision.waiting.until),
            why=decision.waiting.why,
        )
        if decision.waiting.then is not None:
            named = decision.waiting.then.letter or named
    elif decision.action is not None:
        told = say(
            "today asks no letter for {name}: it asks for {action}.",
            name=name,
            action=step_words(decision.action.due.action),
        )
    raise RefusedError(ended(told), _instead(acc, named))


def _instead(acc: Account, named: LetterKind) -> str:
    """What can be typed where today asks no letter: one of the kind that is next, a statement, or nothing of the kind."""
    slug = acc.customer.slug
    if _can_be_made(acc, named):
        return say("Name one: debcli letter {slug} --kind {named}", slug=slug, named=named.value)
    if _can_be_made(acc, LetterKind.REKENINGOVERZICHT):
        return say(
            "See why: debcli today {slug}      A statement can go: debcli letter {slug} --kind {kind}",
            slug=slug,
            kind=LetterKind.REKENINGOVERZICHT.value,
        )
    return say("See: debcli show {slug}", slug=slug)


def _can_be_made(acc: Account, kind: LetterKind) -> bool:
    """Whether a letter of a kind may be made once the bank was looked at."""
    try:
        wanted(acc, kind, bank_checked=True)
    except RefusedError:
        return False
    return True


def wanted(
    acc: Account,
    kind: LetterKind,
    *,
    bank_as_of: date | None = None,
    bank_checked: bool = False,
    perhaps_paid: str = "",
    force: bool = False,
    letters: tuple[Letter, ...] = (),
) -> Wanted:
    """What a letter of a kind would be about today. `letters`: also those about nothing that is still open.

    Raises RefusedError when a guard holds it back: of policy, unless it is forced, or of law, always; and when one of its
    kind was made before and no longer fits.
    """
    unsent = next(
        (
            x
            for x in reversed(letters or acc.facts.letters)
            if x.kind == kind and x.sent_on is None and x.cancelled_on is None
        ),
        None,
    )
    if kind == LetterKind.BEVESTIGING:
        return _confirmation(acc, unsent)
    if kind == LetterKind.REGELING:
        return _plan_letter(acc, unsent)
    if kind == LetterKind.VOORWAARDEN:
        return _terms(acc, unsent)
    if kind == LetterKind.REKENINGOVERZICHT:
        return _statement(acc, unsent)
    for reason in refusals(
        acc, kind, bank_as_of=bank_as_of, bank_checked=bank_checked, perhaps_paid=perhaps_paid
    ):
        if reason.legal or not force:
            raise RefusedError(reason.why, reason.hint, legal=reason.legal)
    if rest := rest_items(acc, kind):
        return _of_rest(acc, kind, rest, unsent)
    items = interruptible(acc) if kind == LetterKind.STUITING else letter_items(acc, kind) or acc.overdue
    first = lead(items, acc, acc.profile)
    currency = first[0].invoice.currency if first is not None else ""
    whole = kind == LetterKind.STUITING
    items = tuple(i for i in items if i.invoice.currency == currency and (whole or i.undisputed))
    if not items:
        raise RefusedError(
            say("nothing of {name} is due that a letter could ask.", name=acc.customer.name),
            say("See: debcli show {slug}", slug=acc.customer.slug),
        )
    if unsent is None:
        return Wanted(kind, items)
    if is_current(unsent, acc) and {i.invoice.id for i in items} == set(unsent.invoices):
        return Wanted(kind, items, before=unsent)
    raise _outdated(unsent)


def _of_rest(acc: Account, kind: LetterKind, items: tuple[Item, ...], unsent: Letter | None) -> Wanted:
    """What is left of interest and costs that a letter claimed, once the principal is in."""
    if unsent is None:
        return Wanted(kind, items, rest=True)
    if is_current(unsent, acc) and {i.invoice.id for i in items} == set(unsent.invoices):
        return Wanted(kind, items, before=unsent, rest=True)
    raise _outdated(unsent)


def _outdated(unsent: Letter) -> RefusedError:
    return RefusedError(
        say(
            "letter {id}, a {kind} of {day}, was not sent and no longer fits.",
            id=unsent.id,
            kind=unsent.kind,
            day=full(unsent.made_on),
        ),
        say("First: debcli cancel-letter {id}", id=unsent.id),
    )


def _statement(acc: Account, unsent: Letter | None) -> Wanted:
    """All that is open in the main currency, late or not, resting or not: a statement asks nothing and tells all."""
    items = tuple(i for i in acc.items if i.invoice.currency == main_currency(acc.items))
    if not items:
        raise RefusedError(
            ended(say("nothing is open of {name}.", name=acc.customer.name)),
            say("See: debcli show {slug}", slug=acc.customer.slug),
        )
    if unsent is None:
        return Wanted(LetterKind.REKENINGOVERZICHT, items)
    same = {i.invoice.id for i in items} == set(unsent.invoices)
    if same and unsent.made_on == acc.day and unsent.principal == sum(i.open for i in items):
        return Wanted(LetterKind.REKENINGOVERZICHT, items, before=unsent)
    raise _outdated(unsent)


def _confirmation(acc: Account, unsent: Letter | None) -> Wanted:
    running = [p.promise for p in acc.promises if p.state == "running"]
    if not running:
        raise RefusedError(
            say("there is no running promise of {name} to confirm.", name=acc.customer.name),
            say("Log the call first: debcli log-call {slug}", slug=acc.customer.slug),
        )
    promise = running[-1]
    items = tuple(i for i in acc.items if i.invoice.id in promise.invoices)
    same = unsent is not None and unsent.contact == promise.contact
    return Wanted(LetterKind.BEVESTIGING, items, promise.contact, unsent if same else None)


def _plan_letter(acc: Account, unsent: Letter | None) -> Wanted:
    running = [p.plan for p in acc.plans if p.rests]
    if not running:
        raise RefusedError(
            say("there is no running plan of {name} to confirm.", name=acc.customer.name),
            say("Log it first: debcli log-plan {slug}", slug=acc.customer.slug),
        )
    items = tuple(i for i in acc.items if i.invoice.id in running[-1].invoices)
    same = unsent is not None and unsent.contact == running[-1].contact
    return Wanted(LetterKind.REGELING, items, running[-1].contact, unsent if same else None)


def _terms(acc: Account, unsent: Letter | None) -> Wanted:
    running = [t for t in acc.facts.terms if t.reviewed_on is None]
    if not running:
        raise RefusedError(
            say("there are no new terms for {name} to write about.", name=acc.customer.name),
            say("Set them first: debcli terms {slug} --prepay 50 --because T", slug=acc.customer.slug),
        )
    if unsent is not None and unsent.made_on != acc.day:
        raise _outdated(unsent)
    return Wanted(LetterKind.VOORWAARDEN, (), before=unsent)
