"""What of a private person's invoice no veertiendagenbrief has named: it was in dispute when one was made, or paid and taken back.

Costs over it are owed only once a letter that names them has run out (art. 6:96 lid 6 BW), so it gets one of its own.
"""

from debcli.receivables.account import Account, Item
from debcli.receivables.owed import left_out, named_before, notices


def not_named(acc: Account, item: Item) -> int:
    """What may be asked of an item, in cents, that no veertiendagenbrief has named; 0 where none has left at all.

    What was paid met what was named first; a credit note what was not.
    """
    letters, number = acc.facts.letters, item.invoice.id
    named = notices(letters, number) if letters else []
    if not named:
        return 0
    last = max(named, key=lambda x: (x.made_on, x.entry))
    apart = left_out(last, number, item.invoice.amount, acc.facts.allocations, letters)
    credited = sum(
        a.amount
        for a in acc.facts.allocations
        if a.invoice == number and a.entry > last.entry and a.source == "credit" and not a.set_off
    )
    return max(0, min(item.open, apart - credited) - item.disputed)


def to_name(acc: Account, item: Item) -> int:
    """What of an item the next veertiendagenbrief names, after one that has run out; in cents.

    Nothing where fewer costs come on top than are worth a letter (`rest-claim-from`): nobody waits another fortnight for them.
    """
    part = not_named(acc, item)
    if not part or any(
        x.deadline is None or x.deadline >= acc.day for x in notices(acc.facts.letters, item.invoice.id)
    ):
        return 0
    more = named_before(acc.facts.letters, acc.facts.allocations, ()).further(part)
    return part if more >= max(1, acc.practice.rest_claim_from) else 0
