"""When an open invoice lapses (verjaring), by the facts: art. 3:307 and 7:28 BW, interruptions of 3:317 and 3:318."""

from datetime import date
from typing import NamedTuple

from debcli.law import nl
from debcli.law.limitation import limitation
from debcli.receivables.account import Account, Item
from debcli.receivables.facts import LetterKind
from debcli.receivables.ladder import sent_letters

YEARS_MIN = 2
"""The shortest term: a consumer sale."""

# A friendly reminder is left out: whether it is a demand in the sense of art. 3:317 can be argued.
_INTERRUPTS = frozenset(
    {
        LetterKind.AANMANING,
        LetterKind.VEERTIENDAGENBRIEF,
        LetterKind.INGEBREKESTELLING,
        LetterKind.SOMMATIE,
        LetterKind.STUITING,
    }
)


class Lapse(NamedTuple):
    """When an item lapses: the last safe day to interrupt, the first day it is barred, the article without `BW`."""

    last_safe: date
    barred_from: date
    article: str


def last_safe_day(acc: Account, item: Item) -> date:
    """The last day to interrupt the limitation of an item, after what has interrupted it already."""
    return lapse_of(acc, item).last_safe


def has_lapsed(acc: Account, item: Item) -> bool:
    """Whether an item is barred: what is left is a natural obligation, which cannot be enforced (art. 6:3 BW)."""
    if acc.customer.law != nl.JURISDICTION or (acc.day - item.invoice.issued).days < YEARS_MIN * 365:
        return False
    return lapse_of(acc, item).barred_from <= acc.day


def lapse_of(acc: Account, item: Item) -> Lapse:
    """When an item lapses, after what has interrupted that already.

    A demand or reservation that was sent, a part payment, a promise by e-mail. Without an agreed last day a claim may be
    due at once (art. 6:38 BW): then it is counted from the day of the invoice.
    """
    invoice = item.invoice
    due = invoice.due if invoice.agreed else invoice.issued
    days = [
        x.sent_on for x in sent_letters(acc.facts.letters, invoice.id) if x.kind in _INTERRUPTS and x.sent_on
    ]
    days += [
        a.on
        for a in acc.facts.allocations
        if a.invoice == invoice.id and a.source == "payment" and not a.set_off
    ]
    written = {c.id for c in acc.facts.contacts if c.via == "email"}
    days += [p.made_on for p in acc.facts.promises if p.contact in written and invoice.id in p.invoices]
    kind = acc.customer.kind.value
    found = limitation(due, nl.limitation_years(kind, invoice.sale), [d for d in days if d > due])
    return Lapse(found.last_safe, found.barred_from, nl.limitation_article(kind, invoice.sale))
