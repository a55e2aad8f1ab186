"""Before handing over: did you truly do everything, what have you in hand, and until when can you still? From your own log. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from debcli.language import mark, mark_as, say, say_as, say_many
from debcli.receivables.account import Account, Item
from debcli.receivables.facts import Facts, Kind, Letter, LetterKind, Outcome
from debcli.receivables.figures import CALL_ATTEMPTS
from debcli.receivables.ladder import ASKS
from debcli.receivables.lapse import lapse_of
from debcli.receivables.notes import Attachment, Lookup, looked_up
from debcli.values.dates import short

_CHANNELS = (
    mark_as("channel", "phone"),
    mark_as("channel", "email"),
    mark_as("channel", "letter"),
    mark_as("channel", "visit"),
    mark_as("channel", "chat"),
)
_CAUSES = (
    mark_as("cause", "misunderstanding"),
    mark_as("cause", "financial"),
    mark_as("cause", "sloppy"),
    mark_as("cause", "unwilling"),
)


class Tried(NamedTuple):
    """Something one can do before handing over: done or not, and on which day (`said`) or what is left to type (`command`)."""

    what: str
    done: bool
    said: str
    command: str = ""

    @property
    def told(self) -> str:
        """What is said of it, else what to type."""
        return self.said or self.command


class Evidence(NamedTuple):
    """Something that proves the claim, and whether it is in hand."""

    what: str
    there: bool
    told: str


class Lapses(NamedTuple):
    """The last safe day to interrupt the limitation of an invoice, the day it lapses, the article without `BW`."""

    number: str
    last_safe: date
    barred_from: date
    article: str


def effort(acc: Account, whole: Facts) -> tuple[Tried, ...]:
    """What was done about what is due, in the order one does it."""
    about = {i.invoice.id for i in acc.overdue}
    slug = acc.customer.slug
    contacts = [c for c in whole.contacts if about & set(c.invoices) and c.on <= acc.day]
    spoken = [c for c in contacts if c.answered]
    tries = {c.on for c in contacts if c.attempt}
    letters = [x for x in whole.letters if about & set(x.invoices) and x.sent_on is not None]
    reminders = [x for x in letters if x.kind in ASKS]
    firm = {
        LetterKind.AANMANING,
        LetterKind.VEERTIENDAGENBRIEF,
        LetterKind.INGEBREKESTELLING,
        LetterKind.SOMMATIE,
    }
    ran_out = [
        x
        for x in letters
        if x.kind == LetterKind.SOMMATIE and x.deadline is not None and x.deadline < acc.day
    ]
    channels = {c.via for c in contacts if c.outcome != Outcome.MAILED} | ({"letter"} if letters else set())
    offered = [c.on for c in contacts if c.outcome in {Outcome.PLAN, Outcome.PROMISE}] + [
        p.made_on for p in whole.plans
    ]
    agreed = {p.contact for p in whole.promises} | {p.contact for p in whole.plans}
    confirmed = {x.contact for x in letters if x.kind in {LetterKind.BEVESTIGING, LetterKind.REGELING}}
    running = [d for d in whole.disputes if d.resolved_on is None and d.invoice in about]
    causes = [c for c in contacts if c.cause is not None]
    final = (
        say("veertiendagenbrief and sommatie sent, and its term ran out")
        if acc.customer.kind == Kind.CONSUMER
        else say("sommatie sent, and its term ran out")
    )
    cause = causes[-1].cause if causes else None
    return (
        Tried(say("spoken to"), bool(spoken), _on([c.on for c in spoken]), f"debcli call {slug}"),
        Tried(
            say("tried on {count} different days, or spoken to", count=CALL_ATTEMPTS),
            bool(spoken) or len(tries) >= CALL_ATTEMPTS,
            say_many("{count} attempt in vain", "{count} attempts in vain", len(tries)),
        ),
        Tried(say("a second way tried: letter, mail, visit"), len(channels) > 1, ", ".join(say_as("channel", c) for c in sorted(channels)) or say("none yet")),
        Tried(say("reminded in writing"), bool(reminders), _sent(reminders), f"debcli letter {slug}"),
        Tried(say("a firm letter sent"), any(x.kind in firm for x in letters), _sent([x for x in letters if x.kind in firm]), f"debcli letter {slug}"),
        Tried(final, bool(ran_out), _sent(ran_out), f"debcli letter {slug}"),
        Tried(say("a payment in parts or on a day agreed or offered"), bool(offered), _on(offered), f"debcli log-plan {slug}"),
        Tried(say("what was agreed confirmed in writing"), agreed <= confirmed, say("nothing was agreed") if not agreed else say("{part} of {whole}", part=len(agreed & confirmed), whole=len(agreed))),
        Tried(say("asked why, and noted the cause"), bool(causes), say_as("cause", cause.value) if cause else "", f"debcli advice {slug}"),
        Tried(say("no objection of his is open"), not running, say_as("objection", "none") if not running else say("since {day}: solve it first", day=short(running[-1].on))),
    )  # fmt: skip


def _on(days: Sequence[date]) -> str:
    return f"{short(max(days))} {max(days).year}" if days else ""


def _sent(letters: Sequence[Letter]) -> str:
    sent = [(x.sent_on, x) for x in letters if x.sent_on is not None]
    if not sent:
        return ""
    on, last = max(sent, key=lambda pair: pair[0])
    return say("{kind} of {day}", kind=last.kind.value, day=f"{short(on)} {on.year}")


def evidence(
    acc: Account, whole: Facts, attachments: Sequence[Attachment], lookups: Sequence[Lookup]
) -> tuple[Evidence, ...]:
    """What a lawyer, an agency or a court asks for first."""
    slug, file = acc.customer.slug, say_as("metavar", "FILE")
    about = {i.invoice.id for i in acc.overdue}
    kinds = {a.kind: a.name for a in attachments if a.on <= acc.day}
    proved = [
        x
        for x in whole.letters
        if x.sent_on and about & set(x.invoices) and (x.proof or x.via == "registered")
    ]
    received = [c for c in whole.contacts if c.outcome == Outcome.RECEIVED and about & set(c.invoices)]
    written = {c.id for c in whole.contacts if c.via == "email" and c.answered}
    owned_up = [p for p in whole.promises if p.contact in written]
    paid = [a for a in whole.allocations if a.invoice in about and a.source == "payment"]
    who = [x for x in lookups if x.what in {"register", "insolvency"} and x.on <= acc.day]
    return (
        Evidence(say("order or contract, signed"), "contract" in kinds, kinds.get("contract", f"debcli attach {slug} {file} --as contract")),
        Evidence(say("terms, signed or handed over"), "terms" in kinds, kinds.get("terms", f"debcli attach {slug} {file} --as terms")),
        Evidence(say("proof that it was delivered"), "proof" in kinds, kinds.get("proof", f"debcli attach {slug} {file} --as proof")),
        Evidence(say("receipt of the invoice confirmed"), bool(received), _on([c.on for c in received]) or say("ask it, and log it as received")),
        Evidence(say("proof that a demand arrived"), bool(proved), _sent(proved) or say("send the next one registered, with --proof")),
        Evidence(say("he owned up in writing or paid a part"), bool(owned_up or paid), _on([p.made_on for p in owned_up] + [a.on for a in paid]) or say("a promise by e-mail counts")),
        Evidence(say("register and insolvencies looked up"), bool(who), "; ".join(f"{looked_up(x.what)} {_on([x.on])}: {x.found}" for x in who[-2:]) or f"debcli log-check {slug} --what insolvency"),
    )  # fmt: skip


def lapses(acc: Account, items: Sequence[Item]) -> tuple[Lapses, ...]:
    """When each invoice lapses, soonest first."""
    found = [Lapses(i.invoice.number, *lapse_of(acc, i)) for i in items]
    return tuple(sorted(found, key=lambda x: (x.last_safe, x.number)))


NEAR = timedelta(183)
"""A limitation so near is said in red."""

QUESTIONS = (
    mark("What do you do that I did not, in which order, and within how many days?"),
    mark("What do you charge when nothing comes in, when a part does, and when I stop?"),
    mark("What share of claims like this one did you collect last year, and in how many weeks?"),
    mark("Does your fee come on top of what he pays you in costs, and who keeps the interest?"),
    mark("When do you go to court, who decides that, and what is it going to cost me then?"),
    mark("What can a bailiff still take from him, what does that cost, and what if there is nothing?"),
    mark("Do you pay over what comes in at once, and do I see each step?"),
    mark("Are you in the register for collectors (needed towards private persons, Wki)?"),
)
"""For an agency or a bailiff: what they promise beside one's own figures."""
