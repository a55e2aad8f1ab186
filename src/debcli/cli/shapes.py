"""The contract's JSON: amounts as strings with two decimals, dates ISO."""

from datetime import date
from decimal import Decimal
from typing import Any

from debcli.cli.choices import choices_for
from debcli.receivables.account import Account, Item
from debcli.receivables.advice import hints
from debcli.receivables.claim import Claim, claim, main_currency
from debcli.receivables.decision import Action, Next
from debcli.receivables.facts import Contact, Customer, Invoice, Letter
from debcli.values.money import plain


def iso(day: date | None) -> str | None:
    """A date for JSON."""
    return None if day is None else day.isoformat()


def open_in(items: tuple[Item, ...], currency: str) -> int:
    """What may be asked for on items of one currency; where all of them rest, what is open."""
    mine = [i for i in items if i.invoice.currency == currency]
    return sum([i.chaseable for i in mine]) or sum([i.open for i in mine])


def of_action(
    acc: Account, action: Action, then: Next | None, command: str, first: tuple[str, ...] = ()
) -> dict[str, Any]:
    """One action of `today`. `first`: what to look at before it."""
    due, customer = action.due, acc.customer
    currency = main_currency(due.items)
    asked = claim(acc, tuple(i for i in due.items if i.due <= acc.day))
    return {
        "customer": customer.slug,
        "name": customer.name,
        "action": due.action,
        "step": due.step,
        "letter": due.letter.value if due.letter else None,
        "rule": action.rule,
        "why": due.why,
        "due_on": iso(due.on),
        "invoices": [i.invoice.number for i in due.items],
        "currency": currency,
        "open": plain(open_in(due.items, currency)),
        "claim": {
            "principal": plain(asked.principal),
            "interest": plain(asked.interest_total),
            "costs": plain(asked.costs_total),
            "total": plain(asked.total),
        },
        "contact": {"name": customer.contact, "phone": customer.phone, "email": customer.email},
        "advice": [*first, *hints(acc, action)],
        "command": command,
        "choices": [{"command": way, "does": what} for way, what in choices_for(acc, action)],
        "next": of_next(then),
    }


def of_next(then: Next | None) -> dict[str, Any] | None:
    """What comes when, if nothing comes in."""
    if then is None:
        return None
    return {
        "on": iso(then.on),
        "action": then.action,
        "letter": then.letter.value if then.letter else None,
        "why": then.why,
    }


def of_customer(customer: Customer) -> dict[str, Any]:
    """A customer with all that is known of him."""
    known = customer._asdict().items()
    return {
        k: f"{v:.2f}" if isinstance(v, Decimal) else str(v) if isinstance(v, str) else v for k, v in known
    }


def of_invoice(invoice: Invoice, due: date, open_now: int, state: str) -> dict[str, Any]:
    """An invoice as it stands."""
    return {
        "id": invoice.id,
        "number": invoice.number,
        "issued": iso(invoice.issued),
        "due": iso(due),
        "amount": plain(invoice.amount),
        "open": plain(open_now),
        "currency": invoice.currency,
        "state": state,
        "reference": invoice.reference,
        "about": invoice.about,
        "issuer": invoice.issuer,
        "agreed_term": invoice.agreed,
    }


def of_contact(contact: Contact, numbers: dict[int, str]) -> dict[str, Any]:
    """A contact with its invoices by number."""
    return {
        "id": contact.id,
        "on": iso(contact.on),
        "via": contact.via,
        "outcome": contact.outcome.value,
        "with": contact.with_name,
        "amount": None if contact.amount is None else plain(contact.amount),
        "call_back": iso(contact.call_back),
        "cause": contact.cause.value if contact.cause else None,
        "proof": contact.proof,
        "note": contact.note,
        "invoices": [numbers[i] for i in contact.invoices if i in numbers],
    }


def of_letter(letter: Letter, customer: Customer) -> dict[str, Any]:
    """A letter, without its files and checks."""
    sent = {"via": letter.via, "on": iso(letter.sent_on), "proof": letter.proof} if letter.sent_on else None
    return {
        "id": letter.id,
        "kind": letter.kind.value,
        "language": letter.language,
        "customer": customer.slug,
        "date": iso(letter.made_on),
        "deadline": iso(letter.deadline or letter.pay_by),
        "amount": plain(letter.principal + letter.interest + letter.costs),
        "cancelled": iso(letter.cancelled_on),
        "sent": sent,
    }


def of_claim(customer: Customer, found: Claim) -> dict[str, Any]:
    """A claim, line by line."""
    return {
        "customer": customer.slug,
        "as_of": iso(found.as_of),
        "jurisdiction": found.jurisdiction,
        "currency": found.currency,
        "invoices": [
            {
                "number": i.invoice.number,
                "due": iso(i.due),
                "amount": plain(i.invoice.amount),
                "paid": plain(i.paid),
                "open": plain(i.open),
                "days_late": i.days_late,
            }
            for i in found.invoices
        ],
        "interest": [
            {
                "invoice": i.number,
                "from": iso(i.first),
                "to": iso(i.last),
                "days": i.days,
                "principal": plain(i.base),
                "percent": f"{i.percent:.2f}",
                "amount": plain(i.amount),
                "agreed": i.agreed,
            }
            for i in found.interest
        ],
        "costs": [{"basis": c.basis, "amount": plain(c.amount), "agreed": c.agreed} for c in found.costs],
        "principal": plain(found.principal),
        "interest_total": plain(found.interest_total),
        "costs_total": plain(found.costs_total),
        "total": plain(found.total),
        "payments": [
            {
                "invoice": r.number,
                "on": iso(r.on),
                "to_costs": plain(r.to_costs),
                "to_interest": plain(r.to_interest),
                "to_principal": plain(r.to_principal),
            }
            for r in found.received
        ],
        "let_go": [
            {"invoice": x.number, "until": iso(x.until), "amount": plain(x.amount)} for x in found.let_go
        ],
        "per_day": plain(found.per_day),
        "warnings": list(found.warnings),
        "notes": list(found.notes),
    }
