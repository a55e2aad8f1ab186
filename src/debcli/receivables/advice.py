"""A line of advice beside an action, where what happened calls for it (ADVICE.md: a visit, another hour, ask why, stop)."""

from debcli.language import say
from debcli.receivables.account import Account
from debcli.receivables.decision import Action, reasons
from debcli.receivables.figures import CALL_ATTEMPTS
from debcli.receivables.policy import RULES
from debcli.receivables.probation import running_terms
from debcli.receivables.rules_steps import unsent_letter
from debcli.values.dates import spoken
from debcli.values.money import euro


def hints(acc: Account, action: Action) -> tuple[str, ...]:
    """What an experienced hand would add, one line each."""
    found = (_beside(acc, action), _visit(acc, action), _silence(acc), _newer_paid(acc), _exposure(acc))
    return tuple(line for line in found if line)


def _beside(acc: Account, action: Action) -> str:
    """A letter that lies here and no longer fits, where something agreed comes first; beside its cancelling what was agreed."""
    if action.due.stale:
        agreed = {rule.name for rule in RULES if rule.watched}
        why = next((v.why for v in reasons(acc) if v.state == "outranked" and v.rule in agreed), "")
        return say("And then: {why}", why=why) if why else ""
    due = unsent_letter(acc, acc.profile) if acc.facts.letters else None
    if due is None or due.made is None or not due.stale:
        return ""
    return say(
        "The {kind} made on {day} was not sent and no longer fits: debcli cancel-letter {id}.",
        kind=due.made.kind,
        day=spoken(due.made.made_on, acc.day),
        id=due.made.id,
    )


def _visit(acc: Account, action: Action) -> str:
    """A customer nearby who broke a promise: announce a visit, and be ready to wait."""
    if action.rule != "promise-broken":
        return ""
    home, there = acc.practice.place, acc.customer.city.strip().casefold()
    if not there or there != home.strip().casefold():
        return ""
    return say(
        "{city} is near: announce in the morning that you come by at a set hour, and be ready to wait.",
        city=acc.customer.city,
    )


def _silence(acc: Account) -> str:
    """Three silences: another hour, and a way out in the letter."""
    if len(acc.facts.contacts) < CALL_ATTEMPTS:
        return ""
    tries: list[object] = []
    for contact in reversed(acc.facts.contacts):
        if contact.answered:
            break
        if contact.attempt and contact.on not in tries:
            tries.append(contact.on)
    if len(tries) < CALL_ATTEMPTS:
        return ""
    return say(
        "Not reached {count} times: ring at another hour or write, and offer to pay in parts. Silence is often shame.",
        count=len(tries),
    )


def _newer_paid(acc: Account) -> str:
    """A newer invoice paid while an older one stays open is a sign of something."""
    if not acc.facts.settled:
        return ""
    last = acc.facts.settled[-1]
    older = [i for i in acc.overdue if i.invoice.due < acc.day and i.invoice.issued < last.issued]
    if not older:
        return ""
    oldest = min(older, key=lambda i: i.invoice.issued)
    return say(
        "A newer invoice was paid on {day} while {number} stays open: ask why.",
        day=spoken(last.on, acc.day),
        number=oldest.invoice.number,
    )


def _exposure(acc: Account) -> str:
    """More open than was agreed: deliver nothing more."""
    terms = running_terms(acc) if acc.facts.terms else None
    if terms is None or terms.limit is None:
        return ""
    limit = terms.limit
    total = sum(i.open for i in acc.items if i.invoice.currency == "EUR")
    if total <= limit:
        return ""
    return say(
        "{total} is open, above the {limit} you agreed: deliver nothing more until it is paid.",
        total=euro(total),
        limit=euro(limit),
    )
