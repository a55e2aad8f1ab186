"""When an open invoice lapses (verjaring), by the facts: art. 3:307 and 7:28 BW, interruptions of 3:317 and 3:318."""

from datetime import date

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


def last_safe_day(acc: Account, item: Item) -> date:
    """The last day to interrupt the limitation of an item, after what has interrupted it already.

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
    years = nl.limitation_years(acc.customer.kind.value, invoice.sale)
    return limitation(due, years, [d for d in days if d > due]).last_safe
