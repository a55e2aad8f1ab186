"""The log told in sentences: what happened, by date, as it stands in an aanmaning or sommatie."""

from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from debcli.letters.wording import Words, voice
from debcli.receivables.facts import LetterKind


class EventKind(StrEnum):
    """What happened. The names of answered contacts are those of facts.Outcome."""

    LETTER = "letter"
    NO_ANSWER = "no-answer"
    VOICEMAIL = "voicemail"
    PROMISE = "promise"
    PLAN = "plan"
    CLAIMS_PAID = "claims-paid"
    CANNOT_PAY = "cannot-pay"
    DISPUTES = "disputes"
    REFUSES = "refuses"
    CALL_BACK = "call-back"
    RECEIVED = "received"
    SPOKE = "spoke"
    MAILED = "mailed"
    DISPUTED = "disputed"
    DISPUTE_RESOLVED = "dispute-resolved"
    PROMISE_BROKEN = "promise-broken"
    PROMISE_PART = "promise-part"
    PROMISE_KEPT = "promise-kept"
    INSTALMENT_MISSED = "instalment-missed"
    INSTALMENT_PART = "instalment-part"
    PLAN_LAPSED = "plan-lapsed"
    PAYMENT = "payment"
    CREDIT = "credit"


class Event(NamedTuple):
    """One thing that happened on a day. Amounts in cents, in the claim's currency.

    `via`: phone, email, visit or chat. `name`: who was spoken to. `amount` and `by`: what was promised (also on the
    event that tells how the promise ended), an instalment and its day, what was paid or credited, or the day a letter
    asked payment by. `paid`: what came in on a promise or an instalment kept in part. `letter`: its kind. `invoices`: numbers it concerned.
    `outcome`: how a dispute ended.
    """

    on: date
    kind: EventKind
    via: str = "phone"
    name: str = ""
    amount: int = 0
    by: date | None = None
    paid: int = 0
    letter: LetterKind | None = None
    invoices: tuple[str, ...] = ()
    outcome: str = ""

    @property
    def is_ending(self) -> bool:
        """Whether it tells how a promise ended."""
        return self.kind in _ENDINGS

    @property
    def is_talk(self) -> bool:
        """Whether the customer was spoken to, or answered."""
        return self.kind in _TALKS

    @property
    def reminds(self) -> bool:
        """Whether it is a letter that asked for payment."""
        return self.letter in _REMINDS


_TALKS = frozenset({
    EventKind.PROMISE, EventKind.PLAN, EventKind.CLAIMS_PAID, EventKind.CANNOT_PAY, EventKind.DISPUTES, EventKind.REFUSES,
    EventKind.CALL_BACK, EventKind.SPOKE,
})  # fmt: skip
_REMINDS = frozenset({
    LetterKind.HERINNERING, LetterKind.AANMANING, LetterKind.VEERTIENDAGENBRIEF, LetterKind.INGEBREKESTELLING,
    LetterKind.SOMMATIE, LetterKind.STUITING, LetterKind.OPSCHORTING,
})  # fmt: skip
_ENDINGS = {
    EventKind.PROMISE_BROKEN: "broken",
    EventKind.PROMISE_PART: "part",
    EventKind.PROMISE_KEPT: "kept",
}
_SIMPLE = {
    EventKind.VOICEMAIL: "voicemail",
    EventKind.MAILED: "mailed",
    EventKind.INSTALMENT_MISSED: "instalment-missed",
    EventKind.INSTALMENT_PART: "instalment-part",
    EventKind.PLAN_LAPSED: "plan-lapsed",
    EventKind.PAYMENT: "payment",
    EventKind.CREDIT: "credit",
}


_RULINGS = frozenset({"upheld", "rejected", "credited"})


class Line(NamedTuple):
    """One line of the history. `when`: its day or days as printed, empty for how a promise ended."""

    when: str
    text: str


def tell(
    events: tuple[Event, ...], words: Words, currency: str, listed: tuple[str, ...] = (), *, plural: bool
) -> tuple[Line, ...]:
    """One line per thing that happened, oldest first. `listed`: the invoice numbers of the letter that tells it.

    A letter that was about some of them only says about which.
    How a promise ended joins the line of the promise when nothing lies between; attempts in a row are one line.
    """
    lines: list[Line] = []
    previous: Event | None = None
    events = tuple(_as_told(event, listed) for event in events)
    ordered = sorted(events, key=lambda e: e.on)
    for attempts, run in groupby(ordered, key=lambda e: e.kind is EventKind.NO_ANSWER):
        if attempts:
            when = words.days(sorted({event.on for event in run}))
            lines.append(Line(when, voice(words.sentences["attempt"], plural=plural).format(on=when)))
            previous = None
            continue
        for event in run:
            if event.is_ending and previous is not None and _same_promise(previous, event):
                ending = _sentence(f"{_ENDINGS[event.kind]}-that", event, words, currency, plural=plural)
                lines[-1] = lines[-1]._replace(text=f"{lines[-1].text} {ending}")
            else:
                when = "" if event.is_ending else words.long(event.on)
                lines.append(Line(when, _line(event, words, currency, plural=plural)))
            previous = event
    return tuple(lines)


def _as_told(event: Event, listed: tuple[str, ...]) -> Event:
    """A letter about all that this one lists needs not name them."""
    if event.kind is EventKind.LETTER and set(listed) <= set(event.invoices):
        return event._replace(invoices=())
    return event


def _same_promise(promise: Event, ending: Event) -> bool:
    return promise.kind is EventKind.PROMISE and (promise.by, promise.amount) == (ending.by, ending.amount)


def _line(event: Event, words: Words, currency: str, *, plural: bool) -> str:
    if event.kind is EventKind.LETTER:
        about = "letter-about" if event.invoices else "letter"
        key = about if event.by else f"{about}-undated"
        if (
            event.by and event.letter is LetterKind.VEERTIENDAGENBRIEF
        ):  # it names no day to pay by, but a term
            key = f"{about}-notice"
    elif event.kind in _ENDINGS:
        key = _ENDINGS[event.kind]
    elif event.kind is EventKind.DISPUTED:
        key = "disputed-part" if event.amount else "disputed"
    elif event.kind is EventKind.DISPUTE_RESOLVED:
        key = f"resolved-{event.outcome}" if event.outcome in _RULINGS else "resolved"
    elif event.kind in _SIMPLE:
        key = _SIMPLE[event.kind]
    else:
        named = "-named" if event.name else ""
        told = EventKind.SPOKE if event.kind is EventKind.PROMISE and event.by is None else event.kind
        opening = "write" if event.via in {"email", "chat"} else "talk"
        return "".join(
            _sentence(f"{part}{named}", event, words, currency, plural=plural)
            for part in (opening, told.value)
        )
    return _sentence(key, event, words, currency, plural=plural)


def _sentence(key: str, event: Event, words: Words, currency: str, *, plural: bool) -> str:
    numbers = list(event.invoices)
    if not numbers or (len(numbers) > 3 and event.kind is not EventKind.LETTER):
        invoice = words.sentences["the-invoices"]
    elif len(numbers) > 3:
        invoice = words.labels["some_of"].format(count=words.counted(len(numbers)))
    else:
        invoice = words.labels["the_invoice_one" if len(numbers) == 1 else "the_invoice_few"].format(
            numbers=words.listed(numbers)
        )
    return voice(words.sentences[key], plural=plural).format(
        on=words.long(event.on),
        by=words.full(event.by) if event.by else "",
        amount=words.money(event.amount, currency),
        paid=words.money(event.paid, currency),
        name=event.name,
        letter=words.letters[event.letter] if event.letter else "",
        invoice=invoice,
    )
