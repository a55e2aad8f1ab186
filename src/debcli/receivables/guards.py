"""What keeps a letter from leaving: by policy (can be forced, with a reason) or by law (cannot)."""

import shlex
from datetime import date
from typing import NamedTuple

from debcli.language import mark, say
from debcli.law import nl
from debcli.receivables.account import ONE_DAY, Account, Item
from debcli.receivables.default import in_default, start_of
from debcli.receivables.due import Due
from debcli.receivables.facts import Kind, Letter, LetterKind
from debcli.receivables.figures import STALE_DAYS
from debcli.receivables.ladder import letter_items, notice_ran_out, sent_letters, term_of
from debcli.receivables.lapse import has_lapsed, lapse_of
from debcli.receivables.unnamed import to_name
from debcli.values.dates import add_working_days, full, spoken, working_days_between
from debcli.values.money import euro

_RANK = (LetterKind.HERINNERING, LetterKind.AANMANING, LetterKind.INGEBREKESTELLING, LetterKind.VEERTIENDAGENBRIEF,
         LetterKind.SOMMATIE)  # fmt: skip
_HELD_BY = (
    *_RANK,
    LetterKind.STUITING,
)  # a letter waits for the term of one of its own kind or of a higher one
REST_KINDS = (LetterKind.HERINNERING, LetterKind.SOMMATIE)
"""What asks a rest claim: a friendly word first, a last one after it. In between there is nothing left to announce."""
_NEEDS_BANK = frozenset(
    {LetterKind.AANMANING, LetterKind.VEERTIENDAGENBRIEF, LetterKind.SOMMATIE, LetterKind.OPSCHORTING}
)


class Refusal(NamedTuple):
    """Why a letter may not be made, and what to do instead. `bank`: looking at the bank would lift it."""

    why: str
    hint: str
    legal: bool = False
    bank: bool = False


def stale_bank(bank_as_of: date | None, day: date, country: str) -> int | None:
    """The age in working days of the newest bank data when it is too old to trust, else None."""
    if bank_as_of is None:
        return None
    age = working_days_between(bank_as_of, day, country)
    return age if age > STALE_DAYS else None


_ACCUSES = frozenset({"plan-missed", "promise-broken", "paid-claim", "proof-missing"})


def look_first(
    acc: Account, rule: str, due: Due, bank_as_of: date | None, perhaps_paid: str = ""
) -> tuple[str, ...]:
    """What to look at before somebody is told that he did not pay: bank data from before the day, money not matched yet.

    `perhaps_paid` as in refusals. Empty where nothing is to be looked at.
    """
    found: list[str] = []
    if rule in _ACCUSES and bank_as_of is not None and add_working_days(bank_as_of, 1, acc.country) < due.on:
        known = spoken(bank_as_of, acc.day)
        found.append(
            say(
                "Your bank data goes up to {day}: look first. debcli import FILE, or debcli bank-checked",
                day=known,
            )
        )
    if perhaps_paid and due.action in {"call", "letter", "offer-plan"}:
        found.append(
            say(
                "Perhaps paid: {perhaps_paid} looks like theirs and is not matched. First: debcli match",
                perhaps_paid=perhaps_paid,
            )
        )
    return tuple(found)


def refusals(
    acc: Account,
    kind: LetterKind,
    *,
    bank_as_of: date | None = None,
    bank_checked: bool = False,
    perhaps_paid: str = "",
) -> list[Refusal]:
    """Every reason not to make a letter of the ladder for what is overdue; legal ones first.

    What lapses is interrupted whatever makes it rest: a stuiting reserves a right, it does not chase. `perhaps_paid`: money
    that came in, looks like this customer's and is not matched yet, in words; empty when there is none.
    """
    if kind == LetterKind.STUITING:
        return [] if interruptible(acc) else [_lapsed(acc) if acc.overdue else _nothing_to_ask(acc)]
    slug, rest = acc.customer.slug, rest_items(acc, kind)
    items = rest or letter_items(acc, kind)
    found = _by_law(acc, kind, items)
    if not items:
        return [*found, _nothing_to_ask(acc)]
    running = [
        x for i in items for x in sent_letters(acc.facts.letters, i.invoice.id)
        if {x.kind, kind} <= {*_HELD_BY} and _HELD_BY.index(x.kind) >= _HELD_BY.index(kind) and (term_of(x) or date.min) >= acc.day
    ]  # fmt: skip
    if running:
        last = max(running, key=lambda x: term_of(x) or date.min)
        found.append(
            Refusal(
                say(
                    "the {kind} sent to {name} gives until {day}.",
                    kind=last.kind,
                    name=acc.customer.name,
                    day=full(term_of(last) or acc.day),
                ),
                say("Wait for that day: debcli today {slug} --waiting", slug=slug),
            )
        )
    found += [*_out_of_turn(acc, kind, items), *_not_all_named(acc, kind, items)]
    if perhaps_paid and kind in _RANK and not bank_checked:
        found.append(
            Refusal(
                say(
                    "{name} may have paid: {perhaps_paid} looks like theirs and is not matched yet.",
                    name=acc.customer.name,
                    perhaps_paid=perhaps_paid,
                ),
                say(
                    "Match it: debcli match. It pays something else? debcli letter {slug} --kind {kind} --bank-checked",
                    slug=slug,
                    kind=kind,
                ),
            )
        )
    claimed = [
        x for i in items for x in sent_letters(acc.facts.letters, i.invoice.id) if x.costs and x.kind in _RANK
    ]
    if claimed and kind in _RANK[:2] and not rest:
        found.append(
            Refusal(
                say(
                    "the {kind} of {day} has claimed costs: a {wanted} now would ask less.",
                    kind=claimed[-1].kind,
                    day=full(claimed[-1].sent_on or acc.day),
                    wanted=kind,
                ),
                say("Decide how to go on: debcli today {slug}", slug=slug),
            )
        )
    age = stale_bank(bank_as_of, acc.day, acc.country) if kind in _NEEDS_BANK and not bank_checked else None
    if age is not None:
        found.append(
            Refusal(
                say("the newest bank data in the ledger is {age} working days old.", age=age),
                say(
                    "Look at your bank and import or log what came in; if nothing did: debcli letter {slug} --kind {kind} --bank-checked",
                    slug=slug,
                    kind=kind,
                ),
                bank=True,
            )
        )
    return found


def interruptible(acc: Account) -> tuple[Item, ...]:
    """What a stuiting can be about: what is due and has not lapsed yet."""
    return tuple(i for i in acc.overdue if not has_lapsed(acc, i))


def _lapsed(acc: Account) -> Refusal:
    first = min(acc.overdue, key=lambda i: lapse_of(acc, i).barred_from)
    lapse, number = lapse_of(acc, first), first.invoice.number
    return Refusal(
        say(
            "{number} lapsed on {day} (art. {article} BW): there is no claim left to interrupt."
            " {name} may still pay it, but cannot be made to (a natural obligation, art. 6:3 BW).",
            number=number,
            day=full(lapse.barred_from),
            article=lapse.article,
            name=acc.customer.name,
        ),
        say(
            "Ask it as a favour, or give it up: debcli write-off {number} --because lapsed",
            number=shlex.quote(number),
        ),
        legal=True,
    )


def rest_items(acc: Account, kind: LetterKind) -> tuple[Item, ...]:
    """What a letter about a rest claim lists; nothing while anything else of the customer is due.

    Of a private person a sommatie lists only what a veertiendagenbrief has run out on, as always.
    """
    if kind not in REST_KINDS or acc.overdue:
        return ()
    if kind == LetterKind.SOMMATIE and acc.customer.kind == Kind.CONSUMER:
        return tuple(i for i in acc.rests if notice_ran_out(acc, i))
    return acc.rests


def rest_was_asked(acc: Account) -> bool:
    """Whether a letter asked the rest claim since the last of the principal came in."""
    came = max((a.on for a in acc.facts.allocations), default=date.min)
    listed = {i.invoice.id for i in acc.rests}
    return any(
        x.sent_on is not None
        and x.made_on >= came
        and x.kind in REST_KINDS
        and not listed.isdisjoint(x.invoices)
        for x in acc.facts.letters
    )


def late_notice(letter: Letter, sent_on: date, *, by_post: bool, delivery_days: int) -> Refusal | None:
    """Why a veertiendagenbrief may not leave on a day: the last day it prints would cut the term short.

    A printed day that is too early costs all costs (HR 25 November 2016, ECLI:NL:HR:2016:2704, rov. 3.6.1).
    """
    if letter.kind != LetterKind.VEERTIENDAGENBRIEF or letter.pay_by is None:
        return None
    arrives = nl.expected_delivery(sent_on, delivery_days) if by_post else sent_on
    last = nl.fourteen_days(arrives).last_day
    if letter.pay_by >= last:
        return None
    return Refusal(
        say(
            "letter {id} prints {day}, and sent on {sent} its fourteen days end on {last}.",
            id=letter.id,
            day=full(letter.pay_by),
            sent=full(sent_on),
            last=full(last),
        ),
        say("Make a new one: debcli cancel-letter {id}", id=letter.id),
        legal=True,
    )


def _by_law(acc: Account, kind: LetterKind, items: tuple[Item, ...]) -> list[Refusal]:
    slug, name = acc.customer.slug, acc.customer.name
    if kind == LetterKind.VEERTIENDAGENBRIEF and acc.customer.kind != Kind.CONSUMER:
        return [
            Refusal(
                say(
                    "{name} is not a private person: the veertiendagenbrief is for consumers (art. 6:96 lid 6 BW).",
                    name=name,
                ),
                say("Instead: debcli letter {slug} --kind sommatie", slug=slug),
                legal=True,
            )
        ]
    consumer = acc.customer.kind == Kind.CONSUMER and acc.customer.law == nl.JURISDICTION
    if consumer and kind in _NAMES_A_DAY and (within := _within_fourteen_days(acc, items)):
        return [within]
    if kind in {LetterKind.AANMANING, LetterKind.SOMMATIE} and not items and not consumer:
        return _too_soon(acc, kind)
    unready = [i for i in acc.dunnable if not _in_default(acc, i)]
    if kind == LetterKind.AANMANING and consumer and unready:
        return [
            Refusal(
                say(
                    "{name} is a private person with whom no last day to pay was agreed: no term has passed yet (art. 6:82 BW).",
                    name=name,
                ),
                _to_default(acc, tuple(unready)),
                legal=True,
            )
        ]
    if (
        kind not in {LetterKind.SOMMATIE, LetterKind.VEERTIENDAGENBRIEF}
        or items
        or acc.customer.law != nl.JURISDICTION
    ):
        return []
    late = acc.dunnable
    if acc.customer.kind == Kind.CONSUMER and late and not any(_in_default(acc, i) for i in late):
        return [
            Refusal(
                say(
                    "{name} is a private person with whom no last day to pay was agreed: not in default yet (art. 6:82 BW).",
                    name=name,
                ),
                _to_default(acc, late),
                legal=True,
            )
        ]
    if kind == LetterKind.SOMMATIE and acc.customer.kind == Kind.CONSUMER and late:
        return [
            Refusal(
                say(
                    "{name} is a private person and no 14-day letter has run out (art. 6:96 lid 6 BW).",
                    name=name,
                ),
                say("First: debcli letter {slug} --kind veertiendagenbrief", slug=slug),
                legal=True,
            )
        ]
    return []


_NAMES_A_DAY = frozenset(
    {LetterKind.HERINNERING, LetterKind.AANMANING, LetterKind.INGEBREKESTELLING, LetterKind.OPSCHORTING}
)
"""What asks a sum by a day of its own; a sommatie to a private person waits for the fourteen days anyhow."""


def _within_fourteen_days(acc: Account, items: tuple[Item, ...]) -> Refusal | None:
    """Why a private person is asked no second amount nor day within the fourteen days: it costs all costs (art. 6:96 lid 6 BW).

    What the veertiendagenbrief says must be clear; a fault is mended only by a new one (HR 25 November 2016,
    ECLI:NL:HR:2016:2704, rov. 3.6.2).
    """
    until = [
        x.deadline
        for i in items
        for x in sent_letters(acc.facts.letters, i.invoice.id)
        if x.kind == LetterKind.VEERTIENDAGENBRIEF and x.deadline is not None and x.deadline >= acc.day
    ]
    if not until:
        return None
    return Refusal(
        say(
            "the veertiendagenbrief gives {name} until {day}; another amount or day in between would cost the collection costs (art. 6:96 lid 6 BW).",
            name=acc.customer.name,
            day=full(max(until)),
        ),
        say("Wait for that day: debcli today {customer} --waiting", customer=acc.customer.slug),
        legal=True,
    )


def _too_soon(acc: Account, kind: LetterKind) -> list[Refusal]:
    """A business with which no term was agreed has the thirty days of the law, whatever the invoice prints."""
    waits = [i for i in acc.dunnable if not i.invoice.agreed]
    starts = [start_of(i.invoice, acc.customer, acc.facts.letters) for i in waits]
    first = min((s for s in starts if s.first is not None), key=lambda s: s.first or date.max, default=None)
    if first is None or first.first is None:
        return []
    return [
        Refusal(
            say(
                "no last day to pay was agreed with {name}: by law there is time until {day} (art. {article} BW),"
                " and the {kind} would say that the term has passed.",
                name=acc.customer.name,
                day=full(first.first - ONE_DAY),
                article=first.article,
                kind=kind,
            ),
            say(
                "A friendly reminder may leave now: debcli letter {slug} --kind herinnering",
                slug=acc.customer.slug,
            ),
            legal=True,
        )
    ]


def _in_default(acc: Account, item: Item) -> bool:
    return in_default(item.invoice, acc.customer, acc.facts.letters, acc.day)


def _to_default(acc: Account, items: tuple[Item, ...]) -> str:
    """What brings a private person in default: an ingebrekestelling, or waiting for the end of its term."""
    starts = [start_of(i.invoice, acc.customer, acc.facts.letters).first for i in items]
    days = [day for day in starts if day is not None]
    if days:
        return say(
            "The ingebrekestelling gives until {day}: wait for that day.", day=full(min(days) - ONE_DAY)
        )
    return say("First: debcli letter {slug} --kind ingebrekestelling", slug=acc.customer.slug)


_RESTS = {
    "promise": mark("invoice {number} of {name} is promised until {until}: it is not chased meanwhile."),
    "paid-claim": mark("invoice {number} of {name} is said to be paid until {until}: it is not chased meanwhile."),
    "dispute": mark("invoice {number} of {name} is in dispute: it is not chased meanwhile."),
    "plan": mark("invoice {number} of {name} is paid by a plan until {until}: it is not chased meanwhile."),
    "plan-missed": mark("invoice {number} of {name} is paid by a plan, of which an instalment is missed until {until}: it is not chased meanwhile."),
    "hold": mark("invoice {number} of {name} is on hold until {until}: it is not chased meanwhile."),
    "handed-over": mark("invoice {number} of {name} is handed over: it is not chased meanwhile."),
}  # fmt: skip


def _out_of_turn(acc: Account, kind: LetterKind, items: tuple[Item, ...]) -> list[Refusal]:
    """A letter that comes too soon in the conversation, or is not in it at all."""
    slug, name = acc.customer.slug, acc.customer.name
    if kind == LetterKind.AANMANING and acc.customer.kind == Kind.CONSUMER and acc.customer.law == "nl":
        return [
            Refusal(
                say(
                    "{name} is a private person: after the herinnering comes the veertiendagenbrief, which does what an aanmaning would.",
                    name=name,
                ),
                say("Instead: debcli letter {slug} --kind veertiendagenbrief", slug=slug),
            )
        ]
    listed = {i.invoice.id for i in items}
    reminded = any(sent_letters(acc.facts.letters, number) for number in listed)
    if (
        kind == LetterKind.SOMMATIE
        and not reminded
        and not any(listed.intersection(c.invoices) for c in acc.facts.contacts)
    ):
        return [
            Refusal(
                say(
                    "{name} has had no reminder and no call about this: a sommatie would be the first he hears of it.",
                    name=name,
                ),
                say("First: debcli letter {slug} --kind herinnering", slug=slug),
            )
        ]
    return []


def _not_all_named(acc: Account, kind: LetterKind, items: tuple[Item, ...]) -> list[Refusal]:
    """A sommatie over what no veertiendagenbrief has named: the costs over that part would be lost."""
    if kind != LetterKind.SOMMATIE or acc.customer.kind != Kind.CONSUMER:
        return []
    return [
        Refusal(
            say(
                "{amount} of invoice {number} was in no veertiendagenbrief yet: no costs are owed over it (art. 6:96 lid 6 BW).",
                amount=euro(part, i.invoice.currency),
                number=i.invoice.number,
            ),
            say("First: debcli letter {slug} --kind veertiendagenbrief", slug=acc.customer.slug),
        )
        for i in items
        if (part := to_name(acc, i))
    ]


def _nothing_to_ask(acc: Account) -> Refusal:
    slug, name = acc.customer.slug, acc.customer.name
    resting = [(i, i.rest) for i in acc.overdue if i.rest is not None]
    if resting:
        item, rest = resting[0]
        until = full(rest.until) if rest.until is not None else ""
        return Refusal(
            say(_RESTS[rest.why], number=item.invoice.number, name=name, until=until),
            say("See: debcli show {slug}", slug=slug),
        )
    if acc.rests:
        return Refusal(
            say("of {name} only interest and costs that were claimed earlier are left.", name=name),
            say("A herinnering or a sommatie asks them: debcli letter {slug} --kind herinnering", slug=slug),
        )
    if acc.items:
        return Refusal(
            say("nothing of {name} is overdue on {day}.", name=name, day=full(acc.day)),
            say("See: debcli show {slug}", slug=slug),
        )
    return Refusal(
        say("{name} owes nothing on {day}.", name=name, day=full(acc.day)),
        say("See: debcli show {slug}", slug=slug),
    )
