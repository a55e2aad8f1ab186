"""Who paid what: an entry of a bank held against customers and invoices. Pure, and every answer says why.

A match is certain, likely or none. Only certain ones are booked without asking, so certainty asks for two signs that agree
(a number with the payer's account, name or the exact amount; a known account with the exact amount), or a reference that
proves itself, and none that contradicts. It does not depend on what is open, so that the order in which files come in
makes no difference: what somebody pays too much is his all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from debcli.intake.names import CLEAR, EQUAL, FAINT, Fit, Names
from debcli.intake.references import Named, References, compact
from debcli.intake.statements import Entry
from debcli.language import mark, say
from debcli.receivables.facts import Customer, Invoice
from debcli.values.money import euro
from debcli.values.text import listed

_OLD = timedelta(400)  # an invoice this long before a payment is not recognised by its amount alone
_LIKE = {
    EQUAL: mark("the payer is {name}, and {fitting}"),
    CLEAR: mark("the payer looks like {name}, and {fitting}"),
    FAINT: mark("the payer's name has something of {name}, and {fitting}"),
}
_LONG = 9  # characters of a reference that can hardly be another's


class Certainty(StrEnum):
    """How sure a match is. OWN: the user's own money, moved between accounts."""

    CERTAIN = "certain"
    LIKELY = "likely"
    NONE = "none"
    OWN = "own"


class Claimed(NamedTuple):
    """What was asked or agreed from a day on, in cents, and for which invoices: by a letter in all, or as an instalment."""

    customer: int
    total: int
    invoices: tuple[int, ...]
    sent_on: date
    instalment: bool = False


class Ledger(NamedTuple):
    """What matching knows. `accounts`: IBAN -> customers; `own`: the user's accounts; `open`: principal by invoice."""

    customers: tuple[Customer, ...]
    invoices: tuple[Invoice, ...]
    open: Mapping[int, int]
    accounts: Mapping[str, frozenset[int]] = {}
    own: frozenset[str] = frozenset()
    claims: tuple[Claimed, ...] = ()


class Match(NamedTuple):
    """Whose an entry is, and which invoices it names, in order. `why` in one sentence, always.

    `known_account`: it came from an account that is known to be that customer's.
    """

    certainty: Certainty
    why: str
    customer: int | None = None
    invoices: tuple[int, ...] = ()
    known_account: bool = False


class Matcher:
    """Matches entries against one state of the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._known = ledger
        self._names = Names([(c.id, n) for c in ledger.customers for n in (c.name, c.contact) if n])
        self._called = {c.id: c.name for c in ledger.customers}
        self._invoices = {i.id: i for i in ledger.invoices}
        self._references = References((i.id, i.number, i.reference) for i in ledger.invoices)
        self._by_customer: dict[int, list[Invoice]] = {}
        self._by_open: dict[tuple[str, int], list[Invoice]] = {}
        for invoice in ledger.invoices:
            self._by_customer.setdefault(invoice.customer, []).append(invoice)
            if ledger.open.get(invoice.id, 0) > 0:
                self._by_open.setdefault((invoice.currency, ledger.open[invoice.id]), []).append(invoice)

    def match(self, entry: Entry) -> Match:
        """Who paid, and for what."""
        if entry.amount <= 0:
            return Match(Certainty.NONE, say("money that went out"))
        if entry.iban and entry.iban in self._known.own:
            return Match(Certainty.OWN, say("it comes from an account of your own"))
        if entry.is_return:
            return Match(Certainty.NONE, say("the bank took back a payment of yours"))
        named = self._references.named_in(
            " ; ".join(t for t in (entry.reference, entry.text, entry.end_to_end) if t)
        )
        by_account = self._known.accounts.get(entry.iban, frozenset()) if entry.iban else frozenset()
        fits = self._names.fitting(entry.name)
        usable = [
            n._replace(structured=n.structured or _fills(entry.reference, n.shown))
            for n in named
            if self._invoices[n.invoice].currency == entry.currency
        ]
        if named and not usable:
            first = self._invoices[named[0].invoice]
            return Match(
                Certainty.NONE,
                say(
                    "it names {number}, which is in {currency}; {other} is not converted",
                    number=first.number,
                    currency=first.currency,
                    other=entry.currency,
                ),
                first.customer,
                (first.id,),
            )
        unknown = self._references.unknown_in(f"{entry.reference} {entry.text}")
        if usable:
            match = self._by_name_of_invoice(entry, usable, by_account, fits)
            return _doubted(match._replace(known_account=match.customer in by_account), unknown, usable)
        if len(by_account) == 1:
            match = self._by_account(entry, next(iter(by_account)))
            return _doubted(match._replace(known_account=True), unknown)
        if len(by_account) > 1:
            return Match(
                Certainty.NONE,
                say(
                    "its account is known for {count} customers, and it names no invoice",
                    count=len(by_account),
                ),
            )
        return self._by_amount(entry, fits)

    # --- invoices named ---------------------------------------------------------------------------------------------

    def _by_name_of_invoice(
        self, entry: Entry, named: Sequence[Named], by_account: frozenset[int], fits: Sequence[Fit]
    ) -> Match:
        proven = [n for n in named if n.structured and n.sure]
        chosen = proven or list(named)
        owners = {self._invoices[n.invoice].customer for n in chosen}
        shown = listed([n.shown for n in chosen])
        if len(owners) > 1:
            return self._several_owners(chosen, owners, by_account, shown)
        owner = owners.pop()
        ids = tuple(n.invoice for n in chosen)
        if by_account and owner not in by_account:
            other = self._called[min(by_account)]
            return Match(
                Certainty.LIKELY,
                say(
                    "it names {shown} of {name}, but the account is that of {other}",
                    shown=shown,
                    name=self._called[owner],
                    other=other,
                ),
                owner,
                ids,
            )
        if proven:
            return Match(
                Certainty.CERTAIN, say("it carries the payment reference {shown}", shown=shown), owner, ids
            )
        level = next((f.level for f in fits if f.customer == owner), 0)
        rivals = [f for f in fits if f.customer != owner and f.level >= max(level, CLEAR)]
        if rivals and not by_account:
            return Match(
                Certainty.LIKELY,
                say(
                    "it names {shown} of {name}, but the name is that of {payer}",
                    shown=shown,
                    name=self._called[owner],
                    payer=self._called[rivals[0].customer],
                ),
                owner,
                ids,
            )
        sign = self._second_sign(entry, ids, owner, by_account, level)
        doubt = [n.shown for n in chosen if not n.sure]
        if sign and not doubt:
            return Match(Certainty.CERTAIN, say(sign, shown=shown, name=self._called[owner]), owner, ids)
        why = (
            say(
                "it names {shown}, but the number {doubtful} stands in a doubtful place",
                shown=shown,
                doubtful=listed(doubt),
            )
            if doubt
            else say("it names {shown}, but nothing else shows who paid", shown=shown)
        )
        return Match(Certainty.LIKELY, why, owner, ids)

    def _several_owners(
        self, named: Sequence[Named], owners: set[int], by_account: frozenset[int], shown: str
    ) -> Match:
        theirs = owners & by_account
        if len(theirs) == 1:
            owner = theirs.pop()
            ids = tuple(n.invoice for n in named if self._invoices[n.invoice].customer == owner)
            return Match(
                Certainty.LIKELY,
                say(
                    "it names {shown}, which are not all of {name}, whose account it is",
                    shown=shown,
                    name=self._called[owner],
                ),
                owner,
                ids,
            )
        return Match(
            Certainty.NONE,
            say("it names {shown}, invoices of {count} customers", shown=shown, count=len(owners)),
        )

    def _second_sign(
        self, entry: Entry, ids: tuple[int, ...], owner: int, by_account: frozenset[int], level: int
    ) -> str:
        if owner in by_account:
            return mark("it names {shown}, and comes from the account of {name}")
        if level >= CLEAR:
            return mark("it names {shown}, and the payer is {name}")
        if sum(self._invoices[i].amount for i in ids) == entry.amount:
            return mark("it names {shown}, and the amount is exactly that")
        asked = [c for c in self._known.claims if c.total == entry.amount and c.sent_on <= entry.day]
        fits = next((c for c in asked if set(ids) <= set(c.invoices)), None)
        if fits is None:
            return ""
        return (
            mark("it names {shown}, and the amount is exactly an instalment of the plan")
            if fits.instalment
            else mark("it names {shown}, and the amount is exactly what the letter asked")
        )

    # --- nothing named ----------------------------------------------------------------------------------------------

    def _by_account(self, entry: Entry, owner: int) -> Match:
        name = self._called[owner]
        theirs = [
            i
            for i in self._by_customer.get(owner, ())
            if i.currency == entry.currency and i.issued <= entry.day
        ]
        same = [i for i in theirs if i.amount == entry.amount and entry.day - i.issued <= _OLD]
        if same:
            first = min(same, key=lambda i: (self._open(i) <= 0, i.due, i.id))
            return Match(
                Certainty.CERTAIN,
                say(
                    "it comes from the account of {name}, and the amount is exactly that of {number}",
                    name=name,
                    number=first.number,
                ),
                owner,
                (first.id,),
            )
        asked = next(
            (
                c
                for c in self._known.claims
                if c.customer == owner and c.total == entry.amount and c.sent_on <= entry.day
            ),
            None,
        )
        if asked:
            return Match(
                Certainty.CERTAIN,
                say(
                    "it comes from the account of {name}, and the amount is exactly an instalment of the plan",
                    name=name,
                )
                if asked.instalment
                else say(
                    "it comes from the account of {name}, and the amount is exactly what the letter asked",
                    name=name,
                ),
                owner,
                asked.invoices,
            )
        fitting = self._fitting_open(entry.amount, theirs)
        if fitting:
            return Match(
                Certainty.LIKELY,
                say("it comes from the account of {name}, and {fitting}", name=name, fitting=fitting[1]),
                owner,
                fitting[0],
            )
        return Match(
            Certainty.LIKELY,
            say("it comes from the account of {name}, but names no invoice and fits no amount", name=name),
            owner,
        )

    def _by_amount(self, entry: Entry, fits: Sequence[Fit]) -> Match:
        best = [f for f in fits if f.level == fits[0].level] if fits else []
        likely: list[Match] = []
        for fit in best:
            theirs = [
                i
                for i in self._by_customer.get(fit.customer, ())
                if i.currency == entry.currency and i.issued <= entry.day
            ]
            fitting = self._fitting_open(entry.amount, theirs) or self._asked(entry, fit.customer)
            if fitting:
                likely.append(
                    Match(
                        Certainty.LIKELY,
                        say(_LIKE[fit.level], name=self._called[fit.customer], fitting=fitting[1]),
                        fit.customer,
                        fitting[0],
                    )
                )
        if len(likely) == 1:
            return likely[0]
        if likely:
            return Match(
                Certainty.NONE, say("the name and the amount fit {count} customers", count=len(likely))
            )
        alone = [i for i in self._by_open.get((entry.currency, entry.amount), ()) if i.issued <= entry.day]
        if len(alone) == 1 and not best:
            owner = alone[0].customer
            return Match(
                Certainty.LIKELY,
                say(
                    "only the amount fits: it is what is open on {number} of {name}",
                    number=alone[0].number,
                    name=self._called[owner],
                ),
                owner,
                (alone[0].id,),
            )
        if best and best[0].level >= CLEAR and len(best) == 1:
            owner = best[0].customer
            return Match(
                Certainty.LIKELY,
                say(
                    "the payer looks like {name}, but it names no invoice and fits no amount",
                    name=self._called[owner],
                ),
                owner,
            )
        return Match(Certainty.NONE, say("no invoice number, account, name or amount says whose it is"))

    def _asked(self, entry: Entry, owner: int) -> tuple[tuple[int, ...], str] | None:
        for claim in self._known.claims:
            if claim.customer == owner and claim.total == entry.amount and claim.sent_on <= entry.day:
                why = (
                    say("the amount is exactly an instalment of the plan")
                    if claim.instalment
                    else say("the amount is exactly what the letter asked")
                )
                return claim.invoices, why
        return None

    def _fitting_open(self, amount: int, theirs: Iterable[Invoice]) -> tuple[tuple[int, ...], str] | None:
        """What is open of a customer that an amount fits: one invoice, all of them, the oldest few, or nearly one."""
        left = sorted((i for i in theirs if self._open(i) > 0), key=lambda i: (i.due, i.id))
        for invoice in left:
            if self._open(invoice) == amount:
                return (invoice.id,), say("the amount is what is open on {number}", number=invoice.number)
        total = 0
        for count, invoice in enumerate(left, 1):
            total += self._open(invoice)
            if total == amount and count > 1:
                return tuple(i.id for i in left[:count]), (
                    say("the amount is all that is open")
                    if count == len(left)
                    else say("the amount is the {count} oldest invoices together", count=count)
                )
        for invoice in left:
            short = self._open(invoice) - amount
            if 0 < abs(short) <= max(100, self._open(invoice) // 100):
                return (
                    (invoice.id,),
                    say(
                        mark("the amount is {amount} less than is open on {number}")
                        if short > 0
                        else mark("the amount is {amount} more than is open on {number}"),
                        amount=euro(abs(short), invoice.currency),
                        number=invoice.number,
                    ),
                )
        return None

    def _open(self, invoice: Invoice) -> int:
        return self._known.open.get(invoice.id, 0)


def _doubted(match: Match, unknown: str, named: Sequence[Named] = ()) -> Match:
    """A match without its certainty, where the text also names what looks like an invoice that is not in the ledger."""
    if not unknown or match.certainty != Certainty.CERTAIN or any(n.structured for n in named):
        return match
    return match._replace(
        certainty=Certainty.LIKELY,
        why=say(
            "{why}; but it also names {unknown}, which is not in the ledger", why=match.why, unknown=unknown
        ),
    )


def _fills(reference: str, shown: str) -> bool:
    """Whether a reference is all that stands in the bank's own field for it, and long enough to be no other's."""
    return len(compact(shown)) >= _LONG and compact(reference) == compact(shown)
