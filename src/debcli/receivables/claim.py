"""What may be claimed on a day: principal, interest and costs, line by line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from debcli.language import current, say
from debcli.law import nl
from debcli.law.costs import (
    HALF_YEAR,
    CollectionCosts,
    agreed_costs,
    charged_within_half_year,
    collection_costs,
)
from debcli.law.interest import Compounding, per_day
from debcli.law.rates import is_unchecked
from debcli.law.terms import Start, months_after
from debcli.receivables.account import Account, Item, granted, rest_claim
from debcli.receivables.facts import Allocation, Customer, Invoice, Kind, LetterKind
from debcli.receivables.ladder import never_asked, notice_ran_out
from debcli.receivables.lapse import YEARS_MIN, lapse_of
from debcli.receivables.legal import Claimed, LegalView, view
from debcli.receivables.unnamed import not_named
from debcli.values.dates import full, short
from debcli.values.money import dutch, euro, share_out

_WHOLE: Mapping[int, int] = {}


class ClaimInvoice(NamedTuple):
    """One invoice in the claim. Cents; `paid` includes credit notes; what is `disputed` is in neither paid nor open.

    Nor is, in a veertiendagenbrief over what an earlier one did not name, what that one `named`. days_late is 0 up to the due day.
    """

    invoice: Invoice
    due: date
    paid: int
    open: int
    days_late: int
    disputed: int = 0
    named: int = 0


class InterestLine(NamedTuple):
    """Interest over a run of days with one rate and one base; both days count."""

    number: str
    first: date
    last: date
    days: int
    base: int
    percent: Decimal
    amount: int
    agreed: bool = False
    """Whether the percentage is agreed, not the legal one."""


class CostLine(NamedTuple):
    """Collection costs over a part of the principal, in cents: `percent` of `of`, or the `limit` over `of`.

    limit: minimum, maximum or empty. `claimed_on`: the day the letter left that claimed them, None while none did.
    `agreed`: by an agreed percentage (business only), not by the legal scale.
    """

    of: int
    percent: Decimal | None
    amount: int
    limit: str = ""
    claimed_on: date | None = None
    agreed: bool = False
    less: str = ""
    """Why it is over less than the letter named that brought it: credited, disputed, in_term (paid in it); else empty."""
    besides: int = 0
    """The principal of other invoices, in cents, that the costs before these were counted over."""

    @property
    def basis(self) -> str:
        """The ground in words, for a screen."""
        return f"{self._how()} ({self._ground()})"

    def _how(self) -> str:
        of = dutch(self.of)
        if self.percent is not None:
            return say("{percent:f} % of {amount}", percent=self.percent, amount=of)
        if self.limit and self.agreed:
            return say("legal minimum over {amount}", amount=of)
        if self.limit:
            return (
                say("minimum of the scale over {amount}", amount=of)
                if self.limit == "minimum"
                else say("maximum of the scale over {amount}", amount=of)
            )
        if self.agreed:
            return say("the agreed costs over {amount}", amount=of)
        return say("the scale over {amount}", amount=of)

    def _ground(self) -> str:
        if self.claimed_on is None:
            return say("as agreed, art. 6:96 BW") if self.agreed else say("scale, art. 6:96 BW, Besluit BIK")
        on = f"{short(self.claimed_on)} {self.claimed_on.year}"
        if self.agreed:
            return say("as agreed, art. 6:96 BW, claimed {day}", day=on)
        return say("scale, art. 6:96 BW, Besluit BIK, claimed {day}", day=on)


class Received(NamedTuple):
    """A payment after a letter claimed interest or costs, as the law books it (art. 6:44 BW). Cents."""

    number: str
    on: date
    to_costs: int
    to_interest: int
    to_principal: int


class LetGo(NamedTuple):
    """Interest since a letter, in cents, that is not asked of who pays by the day it names."""

    number: str
    until: date
    amount: int


class Claim(NamedTuple):
    """The claim on a day; every total is the sum of its lines, less what the received payments met. Amounts in cents.

    `warnings`: what the user must know before he uses it; `notes`: why it is as it is.
    """

    as_of: date
    jurisdiction: str
    currency: str
    invoices: tuple[ClaimInvoice, ...]
    interest: tuple[InterestLine, ...]
    costs: tuple[CostLine, ...]
    per_day: int
    warnings: tuple[str, ...] = ()
    received: tuple[Received, ...] = ()
    notes: tuple[str, ...] = ()
    let_go: tuple[LetGo, ...] = ()

    claimed: tuple[Claimed | None, ...] = ()
    """Beside each invoice what letters that left have claimed on it."""
    credited: bool = False
    """Whether a credit note took something off one of the invoices."""

    @property
    def principal(self) -> int:
        """Open principal."""
        return sum(line.open for line in self.invoices)

    @property
    def interest_total(self) -> int:
        """The interest lines, less what payments met."""
        return sum(line.amount for line in self.interest) - sum(r.to_interest for r in self.received)

    @property
    def costs_total(self) -> int:
        """The cost lines, less what payments met."""
        return sum(line.amount for line in self.costs) - sum(r.to_costs for r in self.received)

    @property
    def total(self) -> int:
        """Principal, interest and costs, less what is not asked of who pays in time."""
        return self.principal + self.interest_total + self.costs_total - sum(x.amount for x in self.let_go)


def claim(
    acc: Account,
    items: Iterable[Item] | None = None,
    *,
    unasked: frozenset[int] = frozenset(),
    parts: Mapping[int, int] = _WHOLE,
) -> Claim:
    """The claim on the account's day over what is due and what is left of earlier claims, or over a letter's items.

    `unasked`: invoices over which no costs are claimed yet, because nobody has asked for them. `parts`: of an invoice the cents
    the claim is about, where an earlier veertiendagenbrief named the rest; what was paid has met that.
    Of an item in dispute only the undisputed part is claimed. Amounts in one currency; interest and costs by law are
    computed for EUR under Dutch law, for anything else the claim is principal and says so.
    """
    chosen = tuple((*acc.overdue, *acc.rests) if items is None else items)
    currency = main_currency(chosen)
    taken = tuple(i for i in chosen if i.invoice.currency == currency and (i.undisputed or i in acc.rests))
    warnings = [
        say(
            "{amount} on {number} is not in this claim: currencies are never added.",
            amount=euro(i.open, i.invoice.currency),
            number=i.invoice.number,
        )
        for i in chosen
        if i.invoice.currency != currency
    ]
    warnings += [
        say(
            "{amount} of {number} is in dispute and left out.",
            amount=euro(i.disputed),
            number=i.invoice.number,
        )
        for i in chosen
        if i.disputed
    ]
    law = acc.customer.law
    if currency != "EUR" or law != nl.JURISDICTION:
        warnings.append(
            say("Interest and costs by law are computed for EUR only.")
            if currency != "EUR"
            else say(
                "Interest and costs are computed for Dutch law only; this customer falls under Belgian law."
            )
        )
        lines = tuple(_line(acc, item, item.open - item.disputed) for item in taken)
        credited = any(_credits(acc, item) for item in taken)
        return Claim(acc.day, law, currency, lines, (), (), 0, tuple(warnings), credited=credited)
    views = [(item, _view(acc, item, parts.get(item.invoice.id))) for item in taken]
    if any(is_unchecked(seen.rate, acc.day) and seen.flow.segments for _, seen in views):
        warnings.append(say("The interest rate of the last days was not checked yet: debcli rates check"))
    warnings += _lapse_warnings(acc, [item for item, _ in views])
    notes = _notes(acc, views)
    return Claim(
        acc.day,
        law,
        currency,
        tuple(_line(acc, item, seen.flow.open_principal, parts.get(item.invoice.id)) for item, seen in views),
        tuple(
            InterestLine(item.invoice.number, *segment, seen.agreed_on(segment.first))
            for item, seen in views
            for segment in seen.flow.segments
        ),
        _costs(acc, views, warnings, notes, unasked),
        sum(_per_day(acc, seen) for _, seen in views),
        tuple(warnings),
        tuple(
            Received(item.invoice.number, a.on, a.to_costs, a.to_interest, a.to_principal)
            for item, seen in views
            for a in seen.flow.applied
            if a.to_costs or a.to_interest
        ),
        tuple(notes),
        tuple(
            LetGo(item.invoice.number, seen.claimed.pay_by, less)
            for item, seen in views
            if (item in acc.rests or item.beyond)
            and seen.claimed is not None
            and seen.claimed.pay_by is not None
            if (less := seen.open_total - rest_claim(acc.facts, item.invoice, acc.day, acc.practice)) > 0
        ),
        tuple(seen.claimed for _, seen in views),
        any(_credits(acc, item) for item, _ in views),
    )


def _notes(acc: Account, views: list[tuple[Item, LegalView]]) -> list[str]:
    """What is agreed instead of law, and what bears no interest yet."""
    who, notes = acc.customer, []
    if who.interest is not None or who.compounding == Compounding.SIMPLE:
        simple = who.compounding == Compounding.SIMPLE
        basis = nl.interest_basis(who.kind.value, current(), agreed=who.interest, simple=simple)
        notes.append(say("Interest: {basis}.", basis=basis))
    early = [(i, seen.start) for i, seen in views if i.due < acc.day and not _late(seen, acc.day)]
    notes += [
        say(
            "No interest or costs on {number} yet, because {why} (art. {article} BW).",
            number=i.invoice.number,
            why=_why_not_yet(start),
            article=start.article,
        )
        for i, start in early
    ]
    return notes


def _why_not_yet(start: Start) -> str:
    """Why interest has not started: a term that still runs is not said to have ended."""
    if start.first is None or start.article != "6:82":
        return start.why
    return say("the term of the notice of default runs until {day}", day=full(start.first - timedelta(1)))


def _lapse_warnings(acc: Account, items: Iterable[Item]) -> list[str]:
    """What is barred by time, or will be before a letter is sure to arrive."""
    found: list[str] = []
    for item in items:
        if (acc.day - item.invoice.issued).days <= YEARS_MIN * 365:
            continue
        lapse = lapse_of(acc, item)
        number, article = item.invoice.number, lapse.article
        if lapse.barred_from <= acc.day:
            found.append(
                say(
                    "{number} lapsed on {day} (art. {article} BW): the debtor may refuse to pay it. Take advice first.",
                    number=number,
                    day=full(lapse.barred_from),
                    article=article,
                )
            )
        elif lapse.last_safe < acc.day:
            found.append(
                say(
                    "{number} lapses on {day} (art. {article} BW): what is to interrupt that must reach the debtor before.",
                    number=number,
                    day=full(lapse.barred_from),
                    article=article,
                )
            )
    return found


def _late(seen: LegalView, day: date) -> bool:
    """Whether the customer is in default on an invoice."""
    return seen.start.first is not None and seen.start.first <= day


def main_currency(items: Sequence[Item]) -> str:
    """EUR if any item is in EUR, else the currency of the oldest due."""
    if not items or any(i.invoice.currency == "EUR" for i in items):
        return "EUR"
    return min(items, key=lambda i: i.due).invoice.currency


def _view(acc: Account, item: Item, part: int | None = None) -> LegalView:
    known = acc.facts
    if part is not None:  # by itself: as an invoice of that sum on which nothing was paid or claimed yet
        notices = tuple(x for x in known.letters if x.kind == LetterKind.INGEBREKESTELLING)
        return view(item.invoice._replace(amount=part), acc.customer, (), notices, acc.day, acc.practice)
    return view(
        item.invoice,
        acc.customer,
        known.allocations,
        known.letters,
        acc.day,
        acc.practice,
        disputed=item.disputed,
        charges=known.charges,
        granted=granted(known, item.invoice.id, acc.day, acc.practice),
    )


def _line(acc: Account, item: Item, open_now: int, part: int | None = None) -> ClaimInvoice:
    named = item.open - item.disputed - part if part is not None else 0
    paid = item.invoice.amount - item.disputed - named - open_now
    late = max(0, (acc.day - item.due).days)
    return ClaimInvoice(item.invoice, item.due, paid, open_now, late, item.disputed, named)


def _per_day(acc: Account, seen: LegalView) -> int:
    """What every further day adds; nothing while no interest runs."""
    if not seen.flow.segments or not seen.flow.base:
        return 0
    rate = seen.rate if isinstance(seen.rate, Decimal) else seen.rate.on(acc.day)
    return per_day(seen.flow.base, rate)


def _costs(
    acc: Account,
    views: list[tuple[Item, LegalView]],
    warnings: list[str],
    notes: list[str],
    unasked: frozenset[int],
) -> tuple[CostLine, ...]:
    """What letters have claimed, and what is owed over the rest of the principal in default.

    Several claims on one debtor are summed: what comes on top of costs claimed before is the scale over all of it less
    those. Of a consumer only what a veertiendagenbrief has named and was not paid within its term, and not twice in half a
    year.
    """
    agreed = agreed_percent(acc.customer)
    by_letter: dict[date, list[Claimed]] = {}
    by_law: dict[int, list[Claimed]] = {}
    less: dict[date | int | None, str] = {}
    for item, seen in views:
        for part in seen.claimed.each if seen.claimed is not None else ():
            by = part.by_law or part.costs_on
            less[by] = less.get(by) or _less(acc, item, part)
            if part.by_law is not None:
                by_law.setdefault(part.by_law, []).append(part)
            elif part.costs_on is not None:
                by_letter.setdefault(part.costs_on, []).append(part)
    lines = [
        CostLine(
            sum(c.principal for c in parts),
            None,
            sum(c.costs for c in parts),
            "",
            on,
            agreed is not None,
            less[on],
        )
        for on, parts in sorted(by_letter.items())
    ]
    for letter, parts in by_law.items():
        owed = _owed_lines(acc, parts, notes)
        lines += (*owed[:-1], *(line._replace(less=less.get(letter, "")) for line in owed[-1:]))
    fresh = [
        (i, seen)
        for i, seen in views
        if not (seen.claimed and seen.claimed.costs_on)
        and _late(seen, acc.day)
        and i.open
        and i.invoice.id not in unasked
        and not _in_plan(i)
    ]
    if acc.customer.kind == Kind.CONSUMER:
        ran_out = [i for i, _ in fresh if notice_ran_out(acc, i)]
        if len(ran_out) < len(fresh):
            waiting = [i.invoice.number for i, _ in fresh if i not in ran_out]
            notes.append(
                say(
                    "No costs on {invoices} yet: a consumer owes them once a veertiendagenbrief has run out (art. 6:96 lid 6 BW).",
                    invoices=", ".join(waiting),
                )
                if len(waiting) < len(views)
                else say(
                    "No costs yet: a consumer owes them once a veertiendagenbrief has run out (art. 6:96 lid 6 BW)."
                )
            )
        notes += [
            say(
                "No costs over {amount} of {number} yet: no veertiendagenbrief has named it (art. 6:96 lid 6 BW).",
                amount=euro(cents),
                number=i.invoice.number,
            )
            for i, seen in views
            if seen.claimed is not None and (cents := not_named(acc, i))
        ]
        if ran_out and (why := charged_lately(acc)):
            warnings.append(say("No costs are claimed: {why}", why=why))
        return tuple(lines)
    if first := never_asked(acc, [i for i, _ in fresh]):
        notes.append(
            say(
                "A stuiting or an opschorting now would ask no costs on {invoices}: no letter has asked payment yet (art. 6:96 lid 2 BW).",
                invoices=", ".join(i.invoice.number for i, _ in fresh if i.invoice.id in first),
            )
        )
    principals = [min(seen.flow.open_principal, i.open) for i, seen in fresh]
    if not sum(principals):
        return tuple(lines)
    if lines:
        together = costs_over([*(line.of for line in lines), *principals], agreed).amount
        more = together - sum(line.amount for line in lines)
        extra = CostLine(sum(principals), None, more, agreed=agreed is not None)
        return (*lines, extra) if more > 0 else tuple(lines)
    return _cost_lines(costs_over(principals, agreed), agreed=agreed is not None)


def _owed_lines(acc: Account, parts: list[Claimed], notes: list[str]) -> tuple[CostLine, ...]:
    """What one veertiendagenbrief has made owed: by the scale, or what it named on top of an earlier one."""
    amount, principal = sum(c.costs for c in parts), sum(c.principal for c in parts)
    brief = next((x for x in acc.facts.letters if x.id == parts[0].by_law), None)
    if parts[0].costs_on is not None and brief is not None and brief.deadline is not None:
        notes.append(
            say(
                "{amount} of costs is owed since {since}: the veertiendagenbrief that names them left on {sent}"
                " and gave until {deadline} (art. 6:96 lid 6 BW).",
                amount=euro(amount),
                since=full(parts[0].costs_on),
                sent=full(brief.sent_on or brief.made_on),
                deadline=full(brief.deadline),
            )
        )
        ended = parts[0].counted - timedelta(1) if parts[0].counted is not None else brief.deadline
        if ended > brief.deadline:
            notes.append(
                say(
                    "What you agreed within that term put its end off to {day}: costs are counted over what was left then.",
                    day=full(ended),
                )
            )
    by_scale = collection_costs(principal)
    if amount == by_scale.amount:
        return _cost_lines(by_scale, agreed=False)
    besides = max(0, parts[0].over - principal)
    return (CostLine(principal, None, amount, besides=besides),) if amount else ()


def _less(acc: Account, item: Item, what: Claimed) -> str:
    """Why costs are over less of an invoice than the letter named that brought them; empty where they are not."""
    number = item.invoice.id
    by = next(
        (
            x
            for x in acc.facts.letters
            if number in x.invoices and x.shares
            if x.id == what.by_law or (what.by_law is None and x.sent_on == what.costs_on and x.costs)
        ),
        None,
    )
    if by is None or what.principal >= by.shares[by.invoices.index(number)][0]:
        return ""
    if any(part.entry > by.entry for part in _credits(acc, item)):
        return "credited"
    return "disputed" if item.disputed or what.by_law is None else "in_term"


def _credits(acc: Account, item: Item) -> list[Allocation]:
    """What credit notes took off an invoice; not what was left of one and set off against it like money."""
    return [
        a
        for a in acc.facts.allocations
        if a.invoice == item.invoice.id and a.source == "credit" and not a.set_off
    ]


def _cost_lines(costs: CollectionCosts, *, agreed: bool) -> tuple[CostLine, ...]:
    """Costs bracket by bracket, or the limit that took their place."""
    if costs.limit:
        return (CostLine(costs.principal, None, costs.amount, costs.limit, None, agreed),)
    return tuple(CostLine(b.of, b.percent, b.amount, "", None, agreed) for b in costs.brackets)


def _in_plan(item: Item) -> bool:
    """Whether it is paid by a plan: while that can be kept no new costs come on top of what was agreed."""
    return item.rest is not None and item.rest.why in {"plan", "plan-missed"}


def agreed_percent(customer: Customer) -> Decimal | None:
    """The agreed percentage of collection costs; None where the legal scale counts, always for a private person."""
    return None if customer.kind == Kind.CONSUMER else customer.costs_percent


def costs_over(principals: Sequence[int], agreed: Decimal | None) -> CollectionCosts:
    """Collection costs over principals in cents: by an agreed percentage, else by the legal scale."""
    return collection_costs(principals) if agreed is None else agreed_costs(principals, agreed)


def charged_lately(acc: Account) -> str:
    """Why a private person may not be charged costs again without thought; empty where he may (art. 6:96 BW, since 1-10-2024)."""
    if acc.customer.kind != Kind.CONSUMER:
        return ""
    earlier = [c.on for c in acc.facts.charges if not c.by_law or (c.settled and c.settled <= acc.day)]
    last = charged_within_half_year(earlier, acc.day)
    if last is None:
        return ""
    again = months_after(last, HALF_YEAR) + timedelta(1)
    return say(
        "costs were claimed of {name} on {last}, and a second charge within six months may stack costs "
        "(since 1 October 2024). From {again} they are counted again.",
        name=acc.customer.name,
        last=full(last),
        again=full(again),
    )


def shares(found: Claim) -> tuple[tuple[int, int, int], ...]:
    """For a letter that claims them: each invoice's principal, interest and share of the costs. Cents; they add up.

    Costs claimed before stay with the invoice they were claimed on; what comes on top is shared over the others.
    """
    principals = [line.open for line in found.invoices]
    claimed = found.claimed or (None,) * len(principals)
    held = [what.all_costs if what is not None else 0 for what in claimed]
    fresh = sum(line.amount for line in found.costs) - sum(held) if found.costs else 0
    held = held if found.costs else [0] * len(principals)
    weights = [0 if had else cents for had, cents in zip(held, principals, strict=True)]
    more = share_out(fresh, weights)
    met: dict[str, tuple[int, int]] = {}
    for r in found.received:
        costs, interest = met.get(r.number, (0, 0))
        met[r.number] = (costs + r.to_costs, interest + r.to_interest)
    return tuple(
        (
            line.open,
            sum(x.amount for x in found.interest if x.number == line.invoice.number)
            - met.get(line.invoice.number, (0, 0))[1],
            had + extra - met.get(line.invoice.number, (0, 0))[0],
        )
        for line, had, extra in zip(found.invoices, held, more, strict=True)
    )
