"""The same money seen twice: by two files, by hand and by the bank, or coming in and going back. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from debcli.intake.payments import Match
from debcli.intake.references import compact
from debcli.intake.statements import Entry
from debcli.language import mark, say
from debcli.values.dates import full

_SAME_MONEY = timedelta(10)  # between the day a payment was logged by hand and the day the bank booked it
_RETURN_TIME = timedelta(400)  # a collection can come back for thirteen months
_TELLING = 5  # so many letters and digits of a text must be the same, where one file has more of it
_LONG = 9  # characters of a reference that can hardly be another's


class Logged(NamedTuple):
    """A payment in the ledger that no bank has shown yet. `listed`: it came with an imported list, its day may be anything."""

    id: int
    customer: int
    amount: int
    on: date
    currency: str
    invoices: tuple[int, ...] = ()
    listed: bool = False


def logged_before(entry: Entry, customer: int | None, logged: Iterable[Logged]) -> Logged | None:
    """The payment that was logged by hand, or came with a list, and is this same money: same customer, amount and days."""
    near = [
        p
        for p in logged
        if p.customer == customer
        and p.amount == entry.amount
        and p.currency == entry.currency
        and (p.listed or abs(p.on - entry.day) <= _SAME_MONEY)
    ]
    return min(near, key=lambda p: (p.listed, abs(p.on - entry.day), p.id), default=None)


def settled_by_list(match: Match, logged: Iterable[Logged]) -> Logged | None:
    """A payment out of an imported list that the named invoices were already booked with, for another amount."""
    return next(
        (
            p
            for p in logged
            if p.listed and p.customer == match.customer and set(p.invoices) & set(match.invoices)
        ),
        None,
    )


def same_money(new: Entry, old: Entry, *, one_format: bool) -> bool:
    """Whether two entries with one account, currency and amount, from two files, are one movement of money.

    The bank's own reference settles it within one format. Otherwise the day, the other party and what was written must
    agree, as far as both files give them; a text one file cuts or wraps in words of its own is still that text.
    """
    if one_format and new.bank_ref and old.bank_ref:
        return new.bank_ref == old.bank_ref and abs(new.day - old.day) <= timedelta(5)
    if new.iban and old.iban and new.iban != old.iban:
        return False
    mine, theirs = compact(f"{new.reference}{new.text}"), compact(f"{old.reference}{old.text}")
    same_text = _within(mine, theirs) or _within(
        compact(new.reference or new.text), compact(old.reference or old.text)
    )
    if not same_text:
        return False
    if new.end_to_end and old.end_to_end:
        agree = compact(new.end_to_end) == compact(old.end_to_end)
        if one_format and not agree:
            return False
        if (
            not one_format and agree and len(new.end_to_end) >= _LONG
        ):  # two formats may book over a weekend differently
            return abs(new.day - old.day) <= timedelta(3)
    return new.day == old.day and _same_words(new.name, old.name, least=8)


def _same_words(one: str, two: str, *, least: int) -> bool:
    """Whether two names can be one: either is missing, or one begins with the first letters of the other."""
    a, b = compact(one), compact(two)
    cut = max(least, min(len(a), len(b)))
    return not a or not b or a[:cut].startswith(b[:least]) or b[:cut].startswith(a[:least])


def _within(one: str, two: str) -> bool:
    if min(len(one), len(two)) < _TELLING:
        return not one or not two or one == two
    return one in two or two in one


class Paid(NamedTuple):
    """A payment that the bank brought, as the bank wrote it: what a return can be of."""

    id: int
    customer: int
    entry: Entry
    numbers: tuple[str, ...] = ()


def returned(entry: Entry, paid: Iterable[Paid]) -> tuple[Paid | None, str]:
    """Which payment a return takes back, or None; and why. Only one that can be no other is given."""
    before = [
        p for p in paid
        if p.entry.amount == -entry.amount and p.entry.currency == entry.currency and timedelta(0) <= entry.day - p.entry.day <= _RETURN_TIME
    ]  # fmt: skip
    text = compact(f"{entry.text}{entry.reference}")
    by_end = [
        p for p in before if entry.end_to_end and compact(p.entry.end_to_end) == compact(entry.end_to_end)
    ]
    by_account = [p for p in before if entry.iban and p.entry.iban == entry.iban]
    by_number = [p for p in before if any(compact(n) in text for n in p.numbers if len(compact(n)) > 4)]
    for found, same in (
        (
            by_end,
            mark(
                "the bank took it back: the payer's own reference and the amount are those of the payment of {day}"
            ),
        ),
        (
            by_number,
            mark(
                "the bank took it back: the invoice number and the amount are those of the payment of {day}"
            ),
        ),
        (
            by_account,
            mark("the bank took it back: the account and the amount are those of the payment of {day}"),
        ),
    ):
        if len(found) == 1:
            return (
                found[0],
                say(same, day=full(found[0].entry.day)),
            )
        if found:
            return None, say("the bank took back one of {count} payments of this amount", count=len(found))
    return None, say("the bank took back a payment that is not in the ledger")
