"""Facts as they were known on a day: what is dated later is left out, what was undone later stands again. Pure."""

from datetime import date

from debcli.receivables.facts import Allocation, Dispute, Facts, HandOver, Hold, Letter, Payment, Terms

MOVES = slice(Facts._fields.index("allocations"), Facts._fields.index("settled"))
"""What moves an account once the invoices were sent: money, what was said and written, holds, hand-overs, terms."""


def as_of(facts: Facts, day: date) -> Facts:
    """The facts as they were known on a day: what is dated later is left out, what was undone later is open again."""
    customer, invoices, allocations, contacts, promises, disputes, letters = facts[:7]
    if not (any(facts[MOVES]) or facts.charges) and all(i.issued <= day for i in invoices):
        settled = tuple([s for s in facts.settled if s.on <= day])
        return facts if len(settled) == len(facts.settled) else facts._replace(settled=settled)
    plans, holds, handovers, closings, terms, settled, charges = facts[7:]
    return Facts(
        customer,
        tuple([i for i in invoices if i.issued <= day]),
        _allocations_as_of(allocations, day) if allocations else (),
        tuple([c for c in contacts if c.on <= day]) if contacts else (),
        tuple([p for p in promises if p.made_on <= day]) if promises else (),
        tuple([_dispute_as_of(d, day) for d in disputes if d.on <= day]) if disputes else (),
        tuple([_letter_as_of(x, day) for x in letters if x.made_on <= day]) if letters else (),
        tuple([p for p in plans if p.made_on <= day]) if plans else (),
        tuple([_hold_as_of(h, day) for h in holds if h.on <= day]) if holds else (),
        tuple([_handover_as_of(h, day) for h in handovers if h.on <= day]) if handovers else (),
        tuple([c for c in closings if c.on <= day]) if closings else (),
        tuple([_terms_as_of(t, day) for t in terms if t.on <= day]) if terms else (),
        tuple([s for s in settled if s.on <= day]) if settled else (),
        tuple([c for c in charges if c.on <= day]) if charges else (),
    )


def _allocations_as_of(allocations: tuple[Allocation, ...], day: date) -> tuple[Allocation, ...]:
    """What had come by a day and the bank had not taken back by then."""
    return tuple(
        [
            a if a.returned_on is None else a._replace(returned_on=None)
            for a in allocations
            if a.on <= day and (a.returned_on is None or a.returned_on > day)
        ]
    )


def payment_as_of(payment: Payment, day: date) -> Payment:
    """A payment as it stood on a day: a return that came later is left out."""
    later = payment.returned_on is not None and payment.returned_on > day
    return payment._replace(returned_on=None) if later else payment


def _dispute_as_of(dispute: Dispute, day: date) -> Dispute:
    if dispute.resolved_on is None or dispute.resolved_on <= day:
        return dispute
    return dispute._replace(resolved_on=None, outcome="")


def _hold_as_of(hold: Hold, day: date) -> Hold:
    return hold if hold.released_on is None or hold.released_on <= day else hold._replace(released_on=None)


def _handover_as_of(handover: HandOver, day: date) -> HandOver:
    return (
        handover if handover.back_on is None or handover.back_on <= day else handover._replace(back_on=None)
    )


def _terms_as_of(terms: Terms, day: date) -> Terms:
    return (
        terms if terms.reviewed_on is None or terms.reviewed_on <= day else terms._replace(reviewed_on=None)
    )


def _letter_as_of(letter: Letter, day: date) -> Letter:
    if letter.sent_on is not None and letter.sent_on > day:
        letter = letter._replace(sent_on=None, via="", proof="", deadline=None)
    if letter.cancelled_on is not None and letter.cancelled_on > day:
        letter = letter._replace(cancelled_on=None)
    return letter
