"""How a customer pays, in words: late or in time, promises kept, better or worse, and signs to watch. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from debcli.language import say, say_many
from debcli.receivables.account import Account
from debcli.receivables.agreements import PromiseStand
from debcli.receivables.facts import Allocation, Contact, Facts, Outcome
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
            told.append(say_many("now {count} day late", "now {count} days late", self.open_late))
        if self.ended:
            told.append(
                say_many(
                    "keeps {kept} of {count} promise",
                    "keeps {kept} of {count} promises",
                    self.ended,
                    kept=self.kept,
                )
            )
        if self.trend is not None and abs(self.trend) >= WORSE:
            told.append(
                say("getting worse: {count} days later than before", count=self.trend)
                if self.trend > 0
                else say("getting better: {count} days sooner than before", count=-self.trend)
            )
        return ", ".join(told)


def _habit(late: int | None, many: int) -> str:
    if late is None:
        return say("nothing paid in full yet")
    if late > 0:
        how = say_many("pays {count} day late", "pays {count} days late", late)
    elif late == 0:
        how = say("pays on the due day")
    else:
        how = say_many("pays {count} day early", "pays {count} days early", -late)
    return say("{how} (one payment)", how=how) if many == 1 else how


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
    return [say("the bank took a payment back on {day}", day=spoken(taken[-1], acc.day))] if taken else []


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
                say(
                    "paid {number} on {day} while the older {older} stays open",
                    number=newer[-1].invoice.number,
                    day=spoken(newer[-1].on, acc.day),
                    older=oldest.invoice.number,
                )
            )
    found += round_parts(acc, whole)
    claims = [c for c in whole.contacts if c.outcome == Outcome.CLAIMS_PAID and c.on <= acc.day]
    unproved = [c for c in claims if not c.proof]
    if len(unproved) > 1:
        found.append(say("said {count} times that it was paid, without proof", count=len(unproved)))
    broken = sum(p.was_broken for p in promises)
    if broken > 1:
        found.append(say("broke {count} promises", count=broken))
    tries = {c.on for c in unanswered(whole, acc.day)}
    if len(tries) >= CALL_ATTEMPTS:
        found.append(say("not reached on {count} days in a row", count=len(tries)))
    return (*found, *missed_instalments(acc))


def missed_instalments(acc: Account) -> list[str]:
    """Whether an instalment of a plan was missed, in a line; none otherwise."""
    missed = any(p.state in {"lapsed", "missed"} for p in acc.plans)
    return [say("missed an instalment of a plan")] if missed else []


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


def round_parts(acc: Account, whole: Facts) -> list[str]:
    """The last part payment in round hundreds that nobody agreed, in a line; none without."""
    agreed = {part.amount for plan in whole.plans for part in plan.instalments}
    agreed |= {promise.amount for promise in whole.promises}
    amounts = {i.id: i.amount for i in whole.invoices}

    def paid_up_to(part: Allocation) -> int:
        return sum(b.amount for b in whole.allocations if b.invoice == part.invoice and b.on <= part.on)

    parts = [
        a
        for a in whole.allocations
        if a.source == "payment"
        and a.on <= acc.day
        and a.amount
        and a.amount % _ROUND == 0
        and paid_up_to(a) < amounts.get(a.invoice, 0)  # what was left was paid by it
        and a.amount not in agreed
    ]
    return (
        [
            say(
                "paid a round part of {amount} on {day}, not agreed",
                amount=euro(parts[-1].amount),
                day=spoken(parts[-1].on, acc.day),
            )
        ]
        if parts
        else []
    )
