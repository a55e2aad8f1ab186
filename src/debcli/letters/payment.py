"""How to pay: account, amount, reference, and whether a QR code can say it. Pure."""

from datetime import date

from debcli.letters.content import Payment, PaymentBlock
from debcli.letters.kinds import Term
from debcli.letters.wording import Words, glue
from debcli.receivables.facts import Customer
from debcli.values.identifiers import is_iban, show_iban
from debcli.values.money import CENTS_MAX

EPC_NAME, EPC_TEXT, EPC_BYTES = 70, 140, 331
"""EPC069-12, version 002: characters of name and text, bytes in all."""

_EPC_FIXED = len("BCD\n002\n1\nSCT\n\n\n\nEUR999999999.99\n\n\n") + 34
_REFERENCE_MAX = 60  # characters a person will type over


def bare_iban(text: str) -> str:
    """An IBAN without spaces, in capitals."""
    return text.replace(" ", "").upper()


def default_reference(numbers: tuple[str, ...], customer: Customer, day: date) -> str:
    """The invoice numbers; where they are too many to type over, one name for the letter: `belofte-bouw 2026-11-02`."""
    joined = ", ".join(numbers)
    return (
        joined
        if joined and (len(numbers) == 1 or len(joined) <= _REFERENCE_MAX)
        else f"{customer.slug} {day}"
    )


def payable_by_qr(payment: Payment) -> bool:
    """EPC069-12: euros, a valid IBAN, a name and a text that fit."""
    size = _EPC_FIXED + len(payment.name[:EPC_NAME].encode()) + len(payment.reference.encode())
    return (
        payment.currency == "EUR"
        and 0 < payment.cents <= CENTS_MAX
        and bool(payment.name)
        and len(payment.reference) <= EPC_TEXT
        and size <= EPC_BYTES
        and is_iban(payment.iban)
    )


def payment_block(payment: Payment, deadline: date | None, w: Words, *, term: Term, qr: bool) -> PaymentBlock:
    """Amount and day, where there are any, IBAN, account name and reference."""
    labels = w.labels
    lines = [(labels["to_pay"], w.money(payment.cents, payment.currency))] if payment.cents else []
    if deadline is not None and term is Term.DELIVERY:
        # The term runs from a delivery nobody knows yet. A day that is in time whatever happens can lengthen it only.
        lines.append((labels["in_time"], labels["until"].format(day=w.full(deadline))))
    elif deadline is not None:
        lines.append((labels["pay_by"], w.full(deadline)))
    lines += [
        (labels["iban"], glue(show_iban(payment.iban))),
        (labels["account_name"], payment.name),
        (labels["reference"], payment.reference),
    ]
    return PaymentBlock(tuple(lines), qr, labels["scan"])
