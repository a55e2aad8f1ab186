"""Default (verzuim) by the facts: from which day an invoice bears interest, and which letter law asks before which.

Art. 6:81 to 6:83 and 6:119a lid 2 BW. A private person with whom no last day was agreed is in default only once the term
of an ingebrekestelling has passed; until then he owes neither interest nor costs.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from debcli.language import say
from debcli.law import nl
from debcli.law.terms import Start, first_interest_day
from debcli.receivables.facts import Customer, Invoice, Kind, Letter, LetterKind
from debcli.values.dates import long

_AFTER_DEFAULT = frozenset({LetterKind.VEERTIENDAGENBRIEF, LetterKind.SOMMATIE})


def start_of(invoice: Invoice, customer: Customer, letters: Sequence[Letter]) -> Start:
    """The first day an invoice bears interest under Dutch law, with the article and why.

    Where no last day was agreed the law sets one (art. 6:119a lid 2 BW); a later one printed on the invoice was granted and
    counts. To a private person the first ingebrekestelling that left sets it.
    """
    kind = customer.kind.value
    if invoice.agreed:
        return first_interest_day(kind, issued=invoice.issued, due=invoice.due)
    ends = [x.deadline for x in _notices(invoice, letters) if x.deadline is not None]
    by_law = first_interest_day(kind, issued=invoice.issued, notice_until=min(ends, default=None))
    granted = invoice.due + timedelta(1)
    if by_law.first is None or by_law.first >= granted:
        return by_law
    return by_law._replace(
        first=granted, why=say("no last day was agreed: the invoice gives until {due}", due=long(invoice.due))
    )


def in_default(invoice: Invoice, customer: Customer, letters: Sequence[Letter], day: date) -> bool:
    """Whether the customer is in default on an invoice on a day."""
    first = start_of(invoice, customer, letters).first
    return first is not None and first <= day


def needs_notice(invoice: Invoice, customer: Customer, letters: Sequence[Letter]) -> bool:
    """Whether only an ingebrekestelling can put the customer in default, and none has left."""
    return (
        not invoice.agreed
        and customer.kind == Kind.CONSUMER
        and customer.law == nl.JURISDICTION
        and not _notices(invoice, letters)
    )


def lawful_kind(
    kind: LetterKind, invoice: Invoice, customer: Customer, letters: Sequence[Letter]
) -> LetterKind:
    """The letter law allows where the ladder asks for a kind: the ingebrekestelling, where there is no default without it."""
    if kind in _AFTER_DEFAULT and needs_notice(invoice, customer, letters):
        return LetterKind.INGEBREKESTELLING
    return kind


def _notices(invoice: Invoice, letters: Sequence[Letter]) -> list[Letter]:
    return [x for x in letters if x.kind == LetterKind.INGEBREKESTELLING and x.left_for(invoice.id)]
