"""How a customer pays, in words: late or in time, promises kept, better or worse, and signs to watch. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from debcli.receivables.account import Account
from debcli.receivables.agreements import PromiseStand
from debcli.receivables.facts import Contact, Facts, Outcome
from debcli.receivables.figures import CALL_ATTEMPTS, HABIT_OF, LATE_DAYS
from debcli.receivables.habit import WORSE, PaidInvoice, all_promises, middle, paid_invoices, trend
from debcli.values.dates import spoken
from debcli.values.money import euro

_ROUND = 100_00  # cents: a part payment in whole hundreds is what could be spared, not what was owed


class Rating(NamedTuple):
    """One customer as a payer. `late`, `agreed` and `took`: the middle of the last payments, in days.

    `open_late`: days the oldest open invoice is late. `word`: unknown, in time, a little late, late, very late. `trend`: days later (above 0) or sooner than before.
    """

    word: str
    paid: tuple[PaidInvoice, ...]
    late: int | None
    agreed: int | None
    took: int | None
    kept: int
    ended: int
    trend: int | None
    open_late: int
    signals: tuple[str, ...]

    @property
    def words(self) -> str:
        """In one sentence: `pays 9 days late, keeps 2 of 5 promises, getting worse`."""
        told = [_habit(self.late, len(self.paid))]
        if self.open_late > max(self.late or 0, 0):
            told.append(f"now {self.open_late} day{'s' if self.open_late != 1 else ''} late")
        if self.ended:
            told.append(f"keeps {self.kept} of {self.ended} promise{'s' if self.ended != 1 else ''}")
        if self.trend is not None and abs(self.trend) >= WORSE:
            told.append(
                f"getting worse: {self.trend} days later than before"
                if self.trend > 0
                else f"getting better: {-self.trend} days sooner than before"
            )
        return ", ".join(told)


def _habit(late: int | None, many: int) -> str:
    if late is None:
        return "nothing paid in full yet"
    after = " (one payment)" if many == 1 else ""
    if late > 0:
        return f"pays {late} day{'s' if late != 1 else ''} late{after}"
    if late == 0:
        return f"pays on the due day{after}"
    return f"pays {-late} day{'s' if late != -1 else ''} early{after}"


def rating(acc: Account, whole: Facts, taken: Sequence[date] = ()) -> Rating:
    """The payer on the account's day. `whole`: all of his facts up to it; `taken`: when the bank took a payment back."""
    paid = paid_invoices(whole, acc.day)
    last = paid[-HABIT_OF:]
    promises = all_promises(whole, acc.day, acc.country)
    late = middle([p.late for p in last]) if last else None
    return Rating(
        _word(late),
        paid,
        late,
        middle([(p.invoice.due - p.invoice.issued).days for p in last]) if last else None,
        middle([p.took for p in last]) if last else None,
        sum(p.state == "kept" for p in promises),
        sum(p.state == "kept" or p.was_broken for p in promises),
        trend(paid),
        max(0, *((acc.day - i.due).days for i in acc.items), 0),
        (*_taken_back(acc, taken), *_signals(acc, whole, paid, promises)),
    )


def _word(late: int | None) -> str:
    if late is None:
        return "unknown"
    if late <= 0:
        return "in time"
    return "a little late" if late <= LATE_DAYS else "late" if late <= 30 else "very late"


def _taken_back(acc: Account, taken: Sequence[date]) -> list[str]:
    return [f"the bank took a payment back on {spoken(taken[-1], acc.day)}"] if taken else []


def _signals(
    acc: Account, whole: Facts, paid: tuple[PaidInvoice, ...], promises: tuple[PromiseStand, ...]
) -> tuple[str, ...]:
    """What makes an experienced eye look twice, newest kinds first; one line each."""
    found: list[str] = []
    late = [i for i in acc.items if i.due < acc.day]
    if late:
        oldest = min(late, key=lambda i: i.invoice.issued)
        newer = [p for p in paid if p.invoice.issued > oldest.invoice.issued and p.on > oldest.due]
        if newer:
            found.append(
                f"paid {newer[-1].invoice.number} on {spoken(newer[-1].on, acc.day)} while the older {oldest.invoice.number} stays open"
            )
    found += _round_parts(acc, whole)
    claims = [c for c in whole.contacts if c.outcome == Outcome.CLAIMS_PAID and c.on <= acc.day]
    unproved = [c for c in claims if not c.proof]
    if len(unproved) > 1:
        found.append(f"said {len(unproved)} times that it was paid, without proof")
    broken = sum(p.was_broken for p in promises)
    if broken > 1:
        found.append(f"broke {broken} promises")
    tries = {c.on for c in unanswered(whole, acc.day)}
    if len(tries) >= CALL_ATTEMPTS:
        found.append(f"not reached on {len(tries)} days in a row")
    lapsed = sum(p.state in {"lapsed", "missed"} for p in acc.plans)
    if lapsed:
        found.append("missed an instalment of a plan")
    return tuple(found)


def unanswered(whole: Facts, day: date) -> list[Contact]:
    """The attempts since he was last spoken to, newest first."""
    found: list[Contact] = []
    for contact in sorted(
        (c for c in whole.contacts if c.on <= day), key=lambda c: (c.on, c.entry), reverse=True
    ):
        if contact.answered:
            break
        if contact.attempt:
            found.append(contact)
    return found


def _round_parts(acc: Account, whole: Facts) -> list[str]:
    agreed = {part.amount for plan in whole.plans for part in plan.instalments}
    agreed |= {promise.amount for promise in whole.promises}
    amounts = {i.id: i.amount for i in whole.invoices}
    parts = [
        a
        for a in whole.allocations
        if a.source == "payment"
        and a.on <= acc.day
        and a.amount
        and a.amount % _ROUND == 0
        and a.amount < amounts.get(a.invoice, 0)
        and a.amount not in agreed
    ]
    return (
        [f"paid a round part of {euro(parts[-1].amount)} on {spoken(parts[-1].on, acc.day)}, not agreed"]
        if parts
        else []
    )
