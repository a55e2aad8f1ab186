"""Your own discipline, from your own log: how soon you rang, what you put off, what waiting cost. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.language import mark
from debcli.law import nl
from debcli.law.interest import over_period
from debcli.receivables.account import Account
from debcli.receivables.facts import Closing, Contact, Facts, Invoice, LetterKind
from debcli.receivables.figures import CALL_ATTEMPTS
from debcli.receivables.habit import middle, paid_invoices
from debcli.receivables.known import as_of
from debcli.receivables.ladder import last_term
from debcli.values.dates import add_working_days, roll

SILENCE_DAYS = 14
"""An overdue customer not contacted for so many days is a silence of yours."""
MAIL_STREAK = 3
"""So many contacts in a row without a telephone call or a visit is a streak of mails."""
_CONFIRMS = frozenset({LetterKind.BEVESTIGING, LetterKind.REGELING})


class Own(NamedTuple):
    """What the log says of the user over one customer. Cents and days.

    `first_call`: days from the due day to the first telephone call or visit, of each invoice that was late.
    `never`: late invoices without any. `waited`: interest by law over the days nobody acted on a late invoice.
    `tacit`: invoice-days of credit given without a word, times the money: euro-days in cents.
    """

    customer: str
    name: str
    first_call: tuple[int, ...]
    never: tuple[str, ...]
    postponed: int
    unconfirmed: int
    promises: int
    mail_streak: int
    silent_days: int | None
    tacit_days: tuple[int, ...]
    waited: int


class Cause(NamedTuple):
    """Cases looked back on in which the user's own side had a part. Cents: what waiting cost in them."""

    what: str
    cases: int
    waited: int


class Mirror(NamedTuple):
    """All of it together, and each customer, the dearest first."""

    customers: tuple[Own, ...]
    causes: tuple[Cause, ...]
    closed: int

    @property
    def first_call(self) -> int | None:
        """The middle number of days from the due day to the first call."""
        days = [d for own in self.customers for d in own.first_call]
        return middle(days) if days else None

    @property
    def waited(self) -> int:
        """What waiting cost, in cents."""
        return sum(own.waited for own in self.customers)


def mirror(accounts: Sequence[tuple[Account, Facts]]) -> Mirror:
    """The log of all customers as a mirror. Each account with all of its customer's facts."""
    owns = [own_side(acc, as_of(whole, acc.day)) for acc, whole in accounts]
    closings = [
        (own, c)
        for own, (acc, whole) in zip(owns, accounts, strict=True)
        for c in as_of(whole, acc.day).closings
    ]
    causes = [
        Cause(what, len(hits), sum(own.waited for own in {o.customer: o for o, _ in hits}.values()))
        for what, test in _CAUSES
        if (hits := [(own, c) for own, c in closings if test(c)])
    ]
    told = [o for o in owns if o.first_call or o.never or o.promises or o.waited or o.mail_streak]
    return Mirror(
        tuple(sorted(told, key=lambda o: (-o.waited, o.customer))),
        tuple(sorted(causes, key=lambda c: (-c.cases, c.what))),
        len(closings),
    )


def _promised(closing: Closing) -> bool:
    return closing.sales_promise is True


def _faulty(closing: Closing) -> bool:
    return closing.fault is True


def _not_followed(closing: Closing) -> bool:
    return closing.followed_up is False


def _theirs(closing: Closing) -> bool:
    return closing.sales_promise is False and closing.fault is False and closing.followed_up is True


_CAUSES = (
    (mark("a sales promise not met"), _promised),
    (mark("a fault in the work or the invoice"), _faulty),
    (mark("not followed up in time"), _not_followed),
    (mark("nothing on your side"), _theirs),
)


def own_side(acc: Account, known: Facts) -> Own:
    """The user's part in one customer's history, on the account's day."""
    settled = {p.invoice.id: p.on for p in paid_invoices(known, acc.day)}
    live = {i.invoice.id for i in acc.items}
    firsts: list[int] = []
    never: list[str] = []
    tacit: list[int] = []
    waited = 0
    for invoice in known.invoices:
        ended = settled.get(invoice.id) or (acc.day if invoice.id in live else None)
        if ended is None or ended <= invoice.due:
            continue
        called = _first(c.on for c in known.contacts if c.via in {"phone", "visit"} and _about(c, invoice))
        acted = _first([*([called] if called else []), *_other_acts(known, invoice)])
        if called is not None and called <= ended:
            firsts.append(max(0, (called - invoice.due).days))
        else:
            never.append(invoice.number)
        until = min(acted, ended) if acted is not None else ended
        if until > invoice.due + timedelta(1):
            tacit.append((until - invoice.due).days)
            waited += _interest(acc, invoice, until)
    sent = {x.contact: x.sent_on for x in known.letters if x.kind in _CONFIRMS and x.sent_on}
    agreements = [(p.contact, p.made_on) for p in known.promises] + [
        (p.contact, p.made_on) for p in known.plans
    ]
    late_or_none = [
        1 for contact, on in agreements if (when := sent.get(contact)) is None or when > roll(on, acc.country)
    ]
    return Own(
        acc.customer.slug,
        acc.customer.name,
        tuple(firsts),
        tuple(never),
        _postponed(known, acc),
        len(late_or_none),
        len(agreements),
        _mail_streak(known),
        _silent(acc, known),
        tuple(tacit),
        waited,
    )


def _first(days: Iterable[date]) -> date | None:
    return min(days, default=None)


def _about(contact: Contact, invoice: Invoice) -> bool:
    return invoice.id in contact.invoices and contact.on >= invoice.due - timedelta(3)


def _other_acts(known: Facts, invoice: Invoice) -> list[date]:
    """Letters and messages about an invoice from three days before its due day on."""
    letters = [x.sent_on for x in known.letters if x.sent_on and invoice.id in x.invoices]
    said = [c.on for c in known.contacts if _about(c, invoice)]
    return [d for d in (*letters, *said) if d >= invoice.due - timedelta(3)]


def _interest(acc: Account, invoice: Invoice, until: date) -> int:
    """The interest the law gives over the days nobody acted: what the credit was worth. EUR under Dutch law only."""
    if acc.customer.law != nl.JURISDICTION or invoice.currency != "EUR":
        return 0
    rate = nl.rate_for(acc.customer.kind.value, extra=acc.practice.rates)
    flow = over_period(invoice.amount, invoice.due + timedelta(1), until, rate)
    return sum(part.amount for part in flow.segments)


def _postponed(known: Facts, acc: Account) -> int:
    """Calls that were agreed for a day, or asked for by an attempt in vain, and made later than the next working day."""
    found = row = 0
    calls = [c for c in known.contacts if c.via in {"phone", "visit"}]
    for at, contact in enumerate(calls):
        row = row + 1 if contact.attempt else 0
        if contact.answered and contact.call_back is not None:
            wanted = roll(contact.call_back, acc.country)
        elif contact.attempt and row < CALL_ATTEMPTS:
            wanted = add_working_days(contact.on, 1, acc.country)
        else:
            continue
        if _answered_meanwhile(known, contact, wanted):
            continue
        made = next((c.on for c in calls[at + 1 :] if c.on > contact.on), None)
        if (made or acc.day) > wanted:
            found += 1
    return found


def _answered_meanwhile(known: Facts, contact: Contact, wanted: date) -> bool:
    """Money or a letter came between: the call was no longer wanted."""
    money = any(
        a.source == "payment" and contact.on <= a.on <= wanted and a.invoice in contact.invoices
        for a in known.allocations
    )
    return money or any(x.sent_on and contact.on <= x.sent_on <= wanted for x in known.letters)


def _mail_streak(known: Facts) -> int:
    """How many letters and messages in a row left without a telephone call or a visit, up to now; below MAIL_STREAK it is none."""
    acts = [(c.on, c.via in {"phone", "visit"}) for c in known.contacts]
    acts += [(x.sent_on, False) for x in known.letters if x.sent_on and x.kind not in _CONFIRMS]
    streak = longest = 0
    for _, call in sorted(acts, key=lambda a: (a[0], a[1])):
        streak = 0 if call else streak + 1
        longest = max(longest, streak)
    return longest if longest >= MAIL_STREAK else 0


def _silent(acc: Account, known: Facts) -> int | None:
    """Days since anything was done about a customer who is late; None under SILENCE_DAYS, or while all of it rests.

    The term of a letter, a promise, a plan or a hold is no silence: who waited as was agreed begins to be silent after it.
    """
    late = [i for i in acc.chaseable if i.due < acc.day]
    if not late:
        return None
    acts = [c.on for c in known.contacts] + [x.sent_on for x in known.letters if x.sent_on]
    waited = min(max(i.due, i.rested_until or i.due) for i in late)
    since = max([*acts, waited, last_term(known.letters, late) or waited])
    days = (acc.day - since).days
    return days if days >= SILENCE_DAYS else None
