"""From an account to a letter on the desk: what it says, and the fact the ledger keeps of it."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from debcli.language import say
from debcli.law.costs import collection_costs
from debcli.letters.check import require
from debcli.letters.history import Event
from debcli.letters.kinds import KINDS, About, row
from debcli.letters.log import events, opening
from debcli.letters.make import Made, make
from debcli.letters.subjects import Agreement, NewTerms, Schedule, Subject, Suspension
from debcli.receivables.account import Account, Item, lawful_term
from debcli.receivables.claim import Claim, ClaimInvoice, charged_lately, claim, shares
from debcli.receivables.correspondence import Wanted
from debcli.receivables.facts import Contact, Creditor, Kind, Letter, LetterKind
from debcli.receivables.ladder import never_asked
from debcli.receivables.owed import NOTHING, named_before
from debcli.receivables.profiles import pay_by
from debcli.receivables.unnamed import to_name
from debcli.values.dates import roll


class Draft(NamedTuple):
    """A letter made, checked and not yet recorded; the fact has no id and no journal entry."""

    made: Made
    fact: Letter


def draft(
    acc: Account,
    creditor: Creditor,
    wanted: Wanted,
    *,
    suspended: str = "",
    language: str | None = None,
    folder: Path | None = None,
    strict: bool = True,
) -> Draft:
    """Write a letter of the account's day. `suspended`: what an opschorting suspends, in the user's words.

    Raises RefusedError when a mandatory element is missing (not `strict`: the checks say so), and what make raises.
    """
    first = wanted.kind in {LetterKind.STUITING, LetterKind.OPSCHORTING}
    unasked = never_asked(acc, wanted.items) if first else frozenset()
    found = _claimed(acc, wanted, unasked)
    subject = _subject(acc, wanted, suspended)
    until = _until(wanted.kind, acc)
    references = {i.invoice.reference or i.invoice.number for i in _to_pay(acc, wanted)}
    before, parts = None, _parts(acc, wanted)
    if wanted.kind == LetterKind.VEERTIENDAGENBRIEF:
        listed = {i.invoice.id for i in wanted.items} - parts.keys()
        before = named_before(acc.facts.letters, acc.facts.allocations, listed)
    made = make(
        wanted.kind,
        day=acc.day,
        pay_by=until,
        creditor=creditor,
        customer=acc.customer,
        claim=found,
        history=_told(acc, wanted),
        subject=subject,
        announced_costs=collection_costs((found.principal, before.principal)) if before is not None else None,
        announced_before=before or NOTHING,
        reference=references.pop() if len(references) == 1 else "",
        rest_claim=wanted.rest,
        costs_reserved=acc.customer.kind != Kind.CONSUMER
        and any(line.invoice.id in unasked and line.days_late for line in found.invoices),
        besides=_besides(acc, wanted),
        in_all=_in_all(acc, wanted),
        notices=_in_notice(acc) if wanted.kind in _BESIDE_A_NOTICE else (),
        language=language,
        folder=folder,
    )
    if isinstance(subject, NewTerms):
        made = made._replace(warnings=(*made.warnings, *_too_long(acc, subject), *_too_much(acc, subject)))
    if wanted.kind == LetterKind.VEERTIENDAGENBRIEF and (why := charged_lately(acc)):
        made = made._replace(
            warnings=(
                *made.warnings,
                say("It announces costs, but a claim will not count them yet: {why}", why=why),
            )
        )
    if strict:
        require(made.checks)
    fact = _fact(acc, wanted, made, found, until, subject)
    if before is not None:
        over = before.principal + found.principal
        fact = fact._replace(announced=before.further(found.principal), announced_over=over)
    return Draft(made, fact)


def _claimed(acc: Account, wanted: Wanted, unasked: frozenset[int]) -> Claim:
    """The claim over what the letter lists: whole where it is interrupted or told, else without what is in dispute.

    A statement tells what is open by the books, each payment with its invoice.
    """
    kind = KINDS[wanted.kind]
    if kind.about is About.TERMS:
        return Claim(acc.day, acc.customer.law, "EUR", (), (), (), 0)
    whole = wanted.kind == LetterKind.STUITING or kind.about is About.ACCOUNT
    items = tuple(i._replace(rest=None, disputed=0 if whole else i.disputed) for i in wanted.items)
    found = claim(acc, items, unasked=unasked, parts=_parts(acc, wanted))
    if kind.about is not About.ACCOUNT:
        return found
    booked = {i.invoice.id: i for i in wanted.items}
    lines = tuple(_as_booked(line, booked[line.invoice.id]) for line in found.invoices)
    elsewhere = {i.invoice.currency for i in acc.items} - {found.currency}
    warnings = tuple(
        say("What is open in {currency} is not in it.", currency=currency) for currency in sorted(elsewhere)
    )
    return found._replace(invoices=lines, interest=(), costs=(), per_day=0, warnings=warnings)


def _parts(acc: Account, wanted: Wanted) -> dict[int, int]:
    """Of invoices a veertiendagenbrief lists for a part: that part, in cents; an earlier one named the rest."""
    if wanted.kind != LetterKind.VEERTIENDAGENBRIEF:
        return {}
    return {i.invoice.id: part for i in wanted.items if (part := to_name(acc, i))}


def _besides(acc: Account, wanted: Wanted) -> Claim | None:
    """What is left of claims on invoices a last demand or a statement does not list, which would seem given up."""
    if wanted.kind not in {LetterKind.SOMMATIE, LetterKind.REKENINGOVERZICHT} or _in_notice(acc):
        return None
    listed = {i.invoice.id for i in wanted.items}
    rests = tuple(i for i in acc.rests if i.invoice.id not in listed)
    found = claim(acc, rests) if rests else None
    return found if found is not None and found.total > 0 else None


def _in_all(acc: Account, wanted: Wanted) -> Claim | None:
    """What is owed with interest and costs on what a statement lists, where letters claimed them; nothing under a plan."""
    if wanted.kind != LetterKind.REKENINGOVERZICHT or _in_notice(acc):
        return None
    late = tuple(
        i._replace(rest=None)
        for i in wanted.items
        if i.due < acc.day and i.open > i.disputed and not (i.rest and i.rest.why in {"plan", "plan-missed"})
    )
    found = claim(acc, late)
    asked = {
        line.invoice.id for line, what in zip(found.invoices, found.claimed, strict=False) if what is not None
    }
    late = tuple(i for i in late if i.invoice.id in asked)
    if not late:
        return None
    found = claim(acc, late, unasked=never_asked(acc, late))
    return found if found.total > sum(i.open - i.disputed for i in late) else None


_BESIDE_A_NOTICE = frozenset({LetterKind.STUITING, LetterKind.REKENINGOVERZICHT})
"""What may leave within the fourteen days, though it tells another sum: it says that theirs stands."""


def _in_notice(acc: Account) -> tuple[date, ...]:
    """The days on which veertiendagenbrieven left whose term runs: until then no other sum may be asked beside theirs."""
    return tuple(
        x.sent_on
        for x in acc.facts.letters
        if x.kind == LetterKind.VEERTIENDAGENBRIEF
        and x.sent_on is not None
        and x.cancelled_on is None
        and x.deadline is not None
        and x.deadline >= acc.day
    )


def _as_booked(line: ClaimInvoice, item: Item) -> ClaimInvoice:
    return line._replace(paid=item.invoice.amount - item.open, open=item.open, disputed=item.disputed)


def _to_pay(acc: Account, wanted: Wanted) -> tuple[Item, ...]:
    """What a payment on the letter is for: of a statement only what is late and not in dispute, where anything is."""
    if KINDS[wanted.kind].about is not About.ACCOUNT:
        return wanted.items
    return tuple(i for i in wanted.items if i.due < acc.day and i.open > i.disputed) or wanted.items


def _told(acc: Account, wanted: Wanted) -> tuple[Event, ...]:
    """What went before: all of it where the kind tells it, to begin a reminder with what was last said; else nothing."""
    kind = KINDS[wanted.kind]
    if not (kind.history or wanted.kind == LetterKind.HERINNERING):
        return ()
    told = events(acc, [i.invoice.id for i in wanted.items])
    return told if kind.history else opening(told)


def _until(kind: LetterKind, acc: Account) -> date | None:
    """The day to pay by: that of the ladder, else of the kind's own term."""
    days = KINDS[kind].days
    return (
        roll(acc.day + timedelta(days), acc.country)
        if days
        else pay_by(kind, acc.day, acc.country, delivery_days=acc.practice.delivery_days)
    )


def _too_long(acc: Account, terms: NewTerms) -> tuple[str, ...]:
    """What law says of a term that is longer than it lets stand."""
    if terms.term_days is None:
        return ()
    lawful = lawful_term(acc.customer, terms.start, terms.start + timedelta(terms.term_days))
    return (lawful.why,) if lawful.why else ()


def _too_much(acc: Account, terms: NewTerms) -> tuple[str, ...]:
    """What law says of a prepayment it does not let a private person be held to."""
    if acc.customer.kind != Kind.CONSUMER or (terms.prepay_percent or 0) <= 50:
        return ()
    return (
        say(
            "{name} is a private person: of goods you sell, your terms can ask at most half in advance (art. 7:26 lid 2 BW), "
            "and more only where you agree on it order by order.",
            name=acc.customer.name,
        ),
    )


def _subject(acc: Account, wanted: Wanted, suspended: str) -> Subject | None:
    """What the letter is about besides the claim: the promise or the plan of a contact, a suspension, the terms that run."""
    match KINDS[wanted.kind].about:
        case About.PROMISE:
            promise = next(p.promise for p in acc.promises if p.promise.contact == wanted.contact)
            how = _contact(acc, promise.contact)
            return Agreement(promise.made_on, promise.amount, promise.by, how.via, how.with_name)
        case About.PLAN:
            held = next(p for p in acc.plans if p.plan.contact == wanted.contact)
            plan = held.plan
            how = _contact(acc, plan.contact)
            parts = tuple((part.on, part.amount) for part in plan.instalments)
            notices = sorted(
                {
                    x.sent_on
                    for x in acc.facts.letters
                    if x.kind == LetterKind.VEERTIENDAGENBRIEF
                    and x.sent_on is not None
                    and any(x.left_for(invoice) for invoice in plan.invoices)
                }
            )
            at = held.at.on if held.at is not None else None
            return Schedule(plan.made_on, parts, how.via, how.with_name, held.paid, tuple(notices), at)
        case About.SUSPENSION:
            return Suspension(suspended)
        case About.TERMS:
            terms = [t for t in acc.facts.terms if t.reviewed_on is None][-1]
            start = max(terms.on, acc.day)  # what was set before the letter binds nobody before it
            return NewTerms(
                start,
                terms.prepay or None,
                terms.term_days,
                terms.limit,
                terms.probation,
                terms.review_on,
                settled=_all_paid(acc),
            )
        case _:
            return None


def _all_paid(acc: Account) -> bool:
    """Whether everything was paid: nothing open, nothing left of a claim, and nothing given up."""
    given_up = any(a.source == "write-off" and a.amount + a.extras for a in acc.facts.allocations)
    return not (acc.items or acc.rests or given_up)


def _contact(acc: Account, contact_id: int) -> Contact:
    return next(c for c in acc.facts.contacts if c.id == contact_id)


def _fact(
    acc: Account, wanted: Wanted, made: Made, found: Claim, until: date | None, subject: Subject | None
) -> Letter:
    extra = row(wanted.kind, rest_claim=wanted.rest).extra
    less = {x.number: x.amount for x in found.let_go}
    asked = found
    if not extra.claims_costs:
        asked = found._replace(costs=(), received=tuple(r._replace(to_costs=0) for r in found.received))
    return Letter(
        0,
        acc.customer.id,
        wanted.kind,
        made.content.language,
        acc.day,
        until,
        principal=_asked(subject, found),
        interest=asked.interest_total - sum(less.values()) if extra.claims_interest else 0,
        costs=asked.costs_total,
        contact=wanted.contact,
        invoices=tuple(line.invoice.id for line in found.invoices),
        shares=tuple(
            (principal, interest - less.get(line.invoice.number, 0), costs)
            for line, (principal, interest, costs) in zip(asked.invoices, shares(asked), strict=True)
        )
        if extra.claims_interest
        else (),
    )


def _asked(subject: Subject | None, found: Claim) -> int:
    if isinstance(subject, Agreement):
        return subject.amount
    return subject.total if isinstance(subject, Schedule) else found.principal
