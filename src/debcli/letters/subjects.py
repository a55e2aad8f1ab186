"""What a letter can be about besides the claim: a promise, a payment plan, a suspension, new terms.

Each is given in facts and becomes finished strings here; the template only arranges them.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import mark, mark_as, say
from debcli.letters.content import AgreementText, PlanText, Table, TermsText
from debcli.letters.kinds import About, KindRow
from debcli.letters.wording import Words, voice
from debcli.receivables.claim import Claim
from debcli.receivables.facts import Customer, Kind
from debcli.receivables.figures import PLAN_GRACE
from debcli.values.text import clean_line, fold


class Agreement(NamedTuple):
    """What was agreed in a contact: cents by a day. `name`: who promised; `via`: phone, email, visit or chat."""

    on: date
    amount: int
    by: date
    via: str = "phone"
    name: str = ""


class Schedule(NamedTuple):
    """A payment plan: each instalment's day and cents, oldest first. `on`, `via`, `name`: how and with whom it was agreed.

    `paid`: cents that came in on it since. `at`: the day of the instalment to be paid next, with the few cents that lack of the
    ones before it and moved to it; None: the first that is not yet in. `notices`: the days on which veertiendagenbrieven over its invoices left.
    """

    on: date
    instalments: tuple[tuple[date, int], ...]
    via: str = "phone"
    name: str = ""
    paid: int = 0
    notices: tuple[date, ...] = ()
    at: date | None = None

    @property
    def first(self) -> tuple[date, int]:
        """The instalment to be paid next, and the cents that lack of it and of those before."""
        covered = 0
        for on, cents in self.instalments:
            covered += cents
            if covered > self.paid and (self.at is None or on >= self.at):
                return on, covered - self.paid
        return self.instalments[-1]

    @property
    def total(self) -> int:
        """What the instalments add up to."""
        return sum(cents for _, cents in self.instalments)


class Suspension(NamedTuple):
    """What is suspended, in the user's words; empty: all work and deliveries."""

    what: str = ""


class NewTerms(NamedTuple):
    """Terms for work ordered from a day on; at least one of prepayment, term and limit.

    prepay_percent: paid before the work starts, 1 to 100. limit: cents that may be open at once. `probation`: so many
    invoices paid in time end them. `review`: the day on which both look at them again.
    """

    start: date
    prepay_percent: int | None = None
    term_days: int | None = None
    limit: int | None = None
    probation: int | None = None
    review: date | None = None
    settled: bool = True
    """Whether every earlier invoice was paid: not while one is open, and not when one was given up."""


Subject = Agreement | Schedule | Suspension | NewTerms

_NEEDED: dict[About, tuple[type, str, str]] = {
    About.PROMISE: (
        Agreement,
        mark("an agreement: an amount and a day"),
        mark("Log the call with its promise first."),
    ),
    About.PLAN: (Schedule, mark("a payment plan"), mark("Log it first: debcli log-plan")),
    About.SUSPENSION: (Suspension, mark("what is suspended"), mark("Say what, or nothing for all of it.")),
    About.TERMS: (
        NewTerms,
        mark("new terms: from when, and what they are"),
        mark("Set them first: debcli terms CUSTOMER --prepay 50 --because T --review +6m"),
    ),
}


def fitting(row: KindRow, subject: Subject | None, day: date) -> Subject | None:
    """The subject, when it is the one this kind of letter is about. Raises InputError when it is missing or says too little."""
    needed = _NEEDED.get(row.about)
    if needed is None:
        return None
    if not isinstance(subject, needed[0]):
        raise InputError(
            say("A {kind} needs {needed}.", kind=row.kind, needed=say(needed[1])), say(needed[2])
        )
    if isinstance(subject, Schedule):
        _check_schedule(row, subject)
    if isinstance(subject, NewTerms):
        _check_terms(row, subject, day)
    return subject


def _check_schedule(row: KindRow, plan: Schedule) -> None:
    days = [on for on, _ in plan.instalments]
    if not days or days != sorted(days) or min(cents for _, cents in plan.instalments) <= 0:
        raise InputError(
            say("A {kind} needs instalments with an amount each, in the order of their days.", kind=row.kind),
            say("Log the plan again."),
        )


def _check_terms(row: KindRow, terms: NewTerms, day: date) -> None:
    if terms.prepay_percent is None and terms.term_days is None and terms.limit is None:
        raise InputError(
            say("The {kind} would say nothing: no prepayment, no term, no limit.", kind=row.kind),
            say("Set terms with at least one of them: debcli terms CUSTOMER --prepay 50 --because T"),
        )
    if terms.start < day or (terms.review is not None and terms.review <= terms.start):
        raise InputError(
            say(
                "The terms start on {start} and are looked at again on {review}; the letter is of {day}.",
                start=terms.start,
                review=terms.review,
                day=day,
            ),
            say("Give days that follow each other."),
        )


def _thanks(w: Words, via: str, on: date) -> str:
    return w.labels.get(f"via_{via}", w.labels["via_visit"]).format(on=w.full(on))


def _by_whom(name: str, customer: Customer, w: Words) -> str:
    """Who agreed, and for whom where that is not one and the same."""
    by = clean_line(name, mark_as("field", "name of who promised")) or customer.contact
    if not by or fold(by) == fold(customer.name):
        return customer.name
    return w.labels["on_behalf"].format(name=by, customer=customer.name)


def agreement_text(
    agreement: Agreement, customer: Customer, contact: str, claim: Claim, w: Words
) -> AgreementText:
    """A promise, as printed; once a letter has claimed more than the principal, also what a kept promise leaves of that."""
    rest = claim.principal - agreement.amount
    interest, costs = still_claimed(claim)
    extras = interest + costs
    left = claim.principal + extras - agreement.amount
    return AgreementText(
        thanks=_thanks(w, agreement.via, agreement.on),
        amount=w.money(agreement.amount, claim.currency),
        by=w.full(agreement.by),
        promised_by=_by_whom(agreement.name, customer, w),
        agreed_with=contact,
        rest=w.money(rest, claim.currency) if rest > 0 else "",
        extras=w.money(extras, claim.currency) if extras > 0 else "",
        extras_named=extras_named(interest, costs, w),
        left=w.money(left, claim.currency) if extras > 0 and left > 0 else "",
        per_day=w.money(claim.per_day, claim.currency) if extras > 0 and claim.per_day else "",
    )


def still_claimed(claim: Claim) -> tuple[int, int]:
    """The interest and the costs that letters have claimed, or a veertiendagenbrief made owed, and no payment has met, in cents."""
    numbers = {
        line.invoice.number
        for line, what in zip(claim.invoices, claim.claimed, strict=False)
        if what is not None
    }
    interest = sum(x.amount for x in claim.interest if x.number in numbers)
    costs = sum(what.all_costs for what in claim.claimed if what is not None)
    met = claim.received
    return interest - sum(r.to_interest for r in met), costs - sum(r.to_costs for r in met)


def extras_named(interest: int, costs: int, w: Words) -> str:
    """Interest, collection costs, or both, in words; empty where there is neither."""
    if interest > 0 and costs > 0:
        return w.labels["extras_both"]
    return w.labels["extras_interest"] if interest > 0 else w.labels["extras_costs"] if costs > 0 else ""


def _booked_open(claim: Claim) -> int:
    """What is open on the invoices when each payment counts for its invoice alone, in cents: so a plan is counted."""
    return max(0, claim.principal - sum(r.to_costs + r.to_interest for r in claim.received))


def plan_text(
    plan: Schedule,
    customer: Customer,
    contact: str,
    claim: Claim,
    w: Words,
    *,
    ground: str = "",
    plural: bool = False,
) -> PlanText:
    """A payment plan, as printed. `ground`: the kind of interest with its article."""
    rest = _booked_open(claim) + plan.paid - plan.total
    by, cents = plan.first
    return PlanText(
        thanks=_thanks(w, plan.via, plan.on),
        total=w.money(plan.total, claim.currency),
        how_many=w.counted(len(plan.instalments)),
        first_amount=w.money(cents, claim.currency),
        first_by=w.full(by),
        last_by=w.full(plan.instalments[-1][0]),
        promised_by=_by_whom(plan.name, customer, w),
        agreed_with=contact,
        received=w.money(plan.paid, claim.currency) if plan.paid else "",
        extras=w.money(-rest, claim.currency) if rest < 0 else "",
        extras_named=extras_named(
            sum(x.amount for x in claim.interest), sum(x.amount for x in claim.costs), w
        )
        or w.labels["extras_both"],
        grace=w.counted(PLAN_GRACE.days),
        rest=w.money(rest, claim.currency) if rest > 0 else "",
        lapse=voice(_lapse(plan, customer, claim, w, ground), plural=plural),
    )


def _lapse(plan: Schedule, customer: Customer, claim: Claim, w: Words, ground: str) -> str:
    """What is due with the whole sum when the plan lapses: interest where it runs, costs as far as they may be named."""
    parts: list[str] = []
    if claim.interest and ground:
        began = {line.invoice.number: line.due + timedelta(1) for line in claim.invoices}
        firsts = {line.number: line.first for line in reversed(claim.interest)}
        key = "lapse_interest_from_due" if firsts == began else "lapse_interest"
        parts.append(
            w.labels[key].format(ground=ground.partition(" (")[0])
        )  # a friendly letter names no article
        if customer.kind is not Kind.CONSUMER:
            parts.append(w.labels["lapse_costs"])
    if customer.kind is Kind.CONSUMER and plan.notices:
        key = "lapse_costs_notice" if len(plan.notices) == 1 else "lapse_costs_notices"
        parts.append(w.labels[key].format(days=w.listed([w.long(on) for on in plan.notices])))
    return w.listed(parts) if parts else ""


def schedule_table(plan: Schedule, currency: str, w: Words) -> Table:
    """The instalments: number, day, amount; their total below."""
    labels = w.labels
    return Table(
        header=(labels["instalment"], labels["pay_by"], labels["amount"]),
        right=(False, False, True),
        rows=tuple(
            (str(number), w.full(on), w.figures(cents))
            for number, (on, cents) in enumerate(plan.instalments, 1)
        ),
        total=((labels["total"], "", w.money(plan.total, currency)),),
    )


def terms_text(terms: NewTerms, w: Words) -> TermsText:
    """New terms, as printed; what they do not say is empty."""
    prepay, days = terms.prepay_percent, terms.term_days
    return TermsText(
        start=w.full(terms.start),
        prepay=w.labels["prepay_all" if prepay == 100 else "prepay_part"].format(
            percent=w.share(Decimal(prepay))
        )
        if prepay
        else "",
        term=w.labels["term_day" if days == 1 else "term_days"].format(days=days) if days is not None else "",
        limit=w.money(terms.limit, "EUR") if terms.limit is not None else "",
        probation=w.labels["paid_one" if terms.probation == 1 else "paid_many"].format(
            count=w.counted(terms.probation)
        )
        if terms.probation
        else "",
        review=w.full(terms.review) if terms.review else "",
    )
