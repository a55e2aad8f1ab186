"""What became of an entry of the bank, in words and as JSON."""

import shlex
from typing import TYPE_CHECKING, Any

from debcli.cli.output import safe, wrap
from debcli.cli.shapes import iso
from debcli.language import say, say_as
from debcli.values import dates
from debcli.values.money import euro, plain

if TYPE_CHECKING:
    from debcli.cli.banking import Outcome
    from debcli.ledger.bank_read import BankEntry

_TEXT_SHOWN = 100
_SMALL = 100  # cents: not worth a letter


def proposal(outcome: "Outcome") -> list[str]:
    """An entry that is not matched, with whose it may be and what to type."""
    entry = outcome.entry
    lines = [f"{entry.id:>4}  {entry_words(entry)}"]
    if entry.text or entry.reference:
        said = f"{entry.reference} {entry.text}".strip()
        lines.append(wrap(safe(said if len(said) <= _TEXT_SHOWN else said[:_TEXT_SHOWN] + "…"), "      "))
    lines.append(wrap(_sentence(outcome.match.why), "      "))
    if outcome.customer is not None:
        lines.append(f"      -> {match_command(outcome)}")
    return lines


def match_command(outcome: "Outcome") -> str:
    """What to type to match an entry as is likely."""
    slug = outcome.customer.slug if outcome.customer else say_as("metavar", "CUSTOMER")
    return " ".join(
        [
            "debcli match",
            str(outcome.entry.id),
            slug,
            *(f"--invoice {shlex.quote(n)}" for n in outcome.numbers),
        ]
    )


def entry_words(entry: "BankEntry") -> str:
    """An entry in a line: day, amount, and from whom."""
    sum_ = f"{dates.short(entry.on)} {entry.on.year}  {euro(entry.amount, entry.currency)}"
    if not entry.name:
        return sum_
    if entry.amount > 0:
        return say("{sum} from {name}", sum=sum_, name=safe(entry.name))
    return say("{sum} of {name}", sum=sum_, name=safe(entry.name))


def outcome_line(outcome: "Outcome") -> str:
    """What became of an entry, in a sentence or two with the reason."""
    entry, why = outcome.entry, outcome.match.why
    name = safe(outcome.customer.name) if outcome.customer else safe(entry.name) or say("somebody")
    amount = euro(entry.amount, entry.currency)
    about = safe(", ".join(outcome.numbers))
    head = f"{entry.id}  {dates.short(entry.on)}  {amount}"
    if outcome.matched == "returned":
        return say(
            "{payment} went back to {name}: {numbers} is open again. {why}",
            payment=head,
            name=name,
            numbers=about,
            why=_sentence(why),
        )
    if outcome.matched == "known" and outcome.customer is None:
        return say("{payment} put aside: {why}.", payment=head, why=why)
    if outcome.matched == "known":
        return say(
            "{payment} from {name}: in the ledger before. {why}",
            payment=head,
            name=name,
            why=_sentence(why),
        )
    after = _after(outcome, about, entry.currency)
    return say(
        "{payment} from {name}: {what}. {why}", payment=head, name=name, what=after, why=_sentence(why)
    )


def _after(outcome: "Outcome", about: str, currency: str) -> str:
    """What a payment did to the invoices it is for."""
    if outcome.matched == "exact":
        return say("{number} is paid", number=about)
    if outcome.matched == "part":
        return _part_words(outcome, about)
    if outcome.matched != "over":
        return about
    favour = euro(outcome.booking.left if outcome.booking else 0, currency)
    if about:
        return say("{numbers}; {amount} in their favour", numbers=about, amount=favour)
    return say("{amount} in their favour", amount=favour)


def _part_words(outcome: "Outcome", about: str) -> str:
    """What is left of an invoice paid in part; when it is next to nothing, how to give it up."""
    if not outcome.rest:
        return say("a part of {number}, for interest and costs claimed are left", number=about)
    left = euro(outcome.rest, outcome.entry.currency)
    if outcome.rest > max(_SMALL, outcome.entry.amount // 100):
        return say("a part of {number}, {amount} is left", number=about, amount=left)
    return say(
        "a part of {number}, {amount} is left (give it up? debcli write-off {number} --because 'small difference')",
        number=about,
        amount=left,
    )


def _sentence(why: str) -> str:
    return safe(f"{why[:1].upper()}{why[1:]}{'' if why.endswith('.') else '.'}")


def of_outcome(outcome: "Outcome") -> dict[str, Any]:
    """An entry of the bank and what became of it, for JSON."""
    entry = outcome.entry
    return {
        "id": entry.id, "date": iso(entry.on), "amount": plain(entry.amount), "currency": entry.currency, "name": entry.name, "iban": entry.iban,
        "text": entry.text, "customer": outcome.customer.slug if outcome.customer else None, "invoices": list(outcome.numbers),
        "matched": outcome.matched, "certainty": outcome.match.certainty.value, "why": outcome.match.why,
        "parts": [
            {"number": n, "amount": plain(p.amount), "extras": plain(p.extras)}
            for n, p in zip(outcome.numbers, outcome.booking.parts if outcome.booking else (), strict=False)
        ],
        "left": plain(outcome.booking.left if outcome.booking else 0),
    }  # fmt: skip
