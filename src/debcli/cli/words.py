"""The words for what is a code: how people spoke, why one pays late, how things ended, what is to be done and how often."""

from datetime import date

from debcli.language import mark_as, say, say_as, say_many
from debcli.values import dates
from debcli.values.money import euro

_SPOKEN = {
    "phone": mark_as("way of contact", "call"),
    "email": mark_as("way of contact", "e-mail"),
    "visit": mark_as("way of contact", "visit"),
    "chat": mark_as("way of contact", "chat"),
}
_CHANNELS = {
    "phone": mark_as("channel", "phone"),
    "email": mark_as("channel", "email"),
    "visit": mark_as("channel", "visit"),
    "chat": mark_as("channel", "chat"),
}
_OUTCOMES = {
    "promise": mark_as("outcome", "promise"),
    "plan": mark_as("outcome", "plan"),
    "no-answer": mark_as("outcome", "no-answer"),
    "voicemail": mark_as("outcome", "voicemail"),
    "call-back": mark_as("outcome", "call-back"),
    "claims-paid": mark_as("outcome", "claims-paid"),
    "cannot-pay": mark_as("outcome", "cannot-pay"),
    "disputes": mark_as("outcome", "disputes"),
    "refuses": mark_as("outcome", "refuses"),
    "received": mark_as("outcome", "received"),
    "spoke": mark_as("outcome", "spoke"),
    "mailed": mark_as("outcome", "mailed"),
}
_CAUSES = {
    "misunderstanding": mark_as("cause", "misunderstanding"),
    "financial": mark_as("cause", "financial"),
    "sloppy": mark_as("cause", "sloppy"),
    "unwilling": mark_as("cause", "unwilling"),
}
_RULINGS = {
    "upheld": mark_as("end of a dispute", "upheld"),
    "credited": mark_as("end of a dispute", "credited"),
    "rejected": mark_as("end of a dispute", "rejected"),
}
_ENDINGS = {
    "paid": mark_as("case", "paid"),
    "settled": mark_as("case", "settled"),
    "written-off": mark_as("case", "written-off"),
    "lost": mark_as("case", "lost"),
}
_VERBS = {  # at most ten letters: they stand in a column
    "call": mark_as("verb", "CALL"),
    "letter": mark_as("verb", "LETTER"),
    "send": mark_as("verb", "SEND"),
    "cancel": mark_as("verb", "CANCEL"),
    "confirm": mark_as("verb", "CONFIRM"),
    "check-in": mark_as("verb", "CHECK-IN"),
    "nudge": mark_as("verb", "NUDGE"),
    "resolve-dispute": mark_as("verb", "SOLVE"),
    "offer-plan": mark_as("verb", "OFFER PLAN"),
    "decide": mark_as("verb", "DECIDE"),
    "review": mark_as("verb", "REVIEW"),
}
_NAMES = {
    "call": mark_as("to do", "call"),
    "letter": mark_as("to do", "letter"),
    "send": mark_as("to do", "letter to send"),
    "confirm": mark_as("to do", "confirmation"),
    "check-in": mark_as("to do", "check-in call"),
    "nudge": mark_as("to do", "short message"),
    "resolve-dispute": mark_as("to do", "dispute to solve"),
    "offer-plan": mark_as("to do", "plan to offer"),
    "decide": mark_as("to do", "decision"),
    "review": mark_as("to do", "look back"),
}


def spoken_word(via: str) -> str:
    """How a contact was made: a call, a visit."""
    return say_as("way of contact", _SPOKEN[via]) if via in _SPOKEN else via


def contact_words(via: str, outcome: str) -> str:
    """A contact in two words, for the journal."""
    return f"{say_as('channel', _CHANNELS[via])} {say_as('outcome', _OUTCOMES[outcome])}"


def cause_word(cause: str) -> str:
    """Why a customer pays late."""
    return say_as("cause", _CAUSES[cause]) if cause in _CAUSES else cause


def ruling_word(outcome: str) -> str:
    """How a dispute ended."""
    return say_as("end of a dispute", _RULINGS[outcome]) if outcome in _RULINGS else outcome


def ending_word(outcome: str) -> str:
    """How a case ended."""
    return say_as("case", _ENDINGS[outcome]) if outcome in _ENDINGS else outcome


def resting(number: str, amount: int | None, currency: str, until: date) -> str:
    """That an invoice, or an amount of it in cents, is in dispute."""
    day = dates.full(until)
    if not amount:
        return say("{number} rests until the dispute is solved; aim for {day}.", number=number, day=day)
    part = euro(amount, currency)
    return say(
        "{amount} of {number} rests until the dispute is solved; aim for {day}.", amount=part, number=number, day=day
    )  # fmt: skip


def verb_of(action: str) -> str:
    """What is to be done, as it stands in the list of the morning."""
    return say_as("verb", _VERBS[action]) if action in _VERBS else action.upper()


def counted(action: str, count: int) -> str:
    """How many of one kind of action: `2 calls`, `1 letter to send`."""
    match action:
        case "call":
            return say_many("{count} call", "{count} calls", count)
        case "letter":
            return say_many("{count} letter", "{count} letters", count)
        case "send":
            return say_many("{count} letter to send", "{count} letters to send", count)
        case "confirm":
            return say_many("{count} confirmation", "{count} confirmations", count)
        case "check-in":
            return say_many("{count} check-in call", "{count} check-in calls", count)
        case "nudge":
            return say_many("{count} short message", "{count} short messages", count)
        case "resolve-dispute":
            return say_many("{count} dispute to solve", "{count} disputes to solve", count)
        case "offer-plan":
            return say_many("{count} plan to offer", "{count} plans to offer", count)
        case "decide":
            return say_many("{count} decision", "{count} decisions", count)
        case "review":
            return say_many("{count} look back", "{count} looks back", count)
    return f"{count} {action}"


def named(action: str) -> str:
    """One of a kind of action, without a number: `call`, `letter to send`."""
    return say_as("to do", _NAMES[action]) if action in _NAMES else action
