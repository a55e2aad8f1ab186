"""What a bank's file says: entries, and the statements that sum them up. Immutable; amounts are signed cents.

Readers are generators, so that a statement of a hundred thousand entries is never held whole: they give the entries of
a statement, then the statement itself.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say
from debcli.values.identifiers import parse_iban
from debcli.values.money import euro

TEXT_MAX = 1000  # characters of a description that are kept; SEPA gives 140
NAME_MAX = 140
_NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NONREF", "NOTPROV", "NIETBEKEND"})
_BREAKS = dict.fromkeys((*range(32), 127, *range(128, 160), 8232, 8233), " ")
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


class Entry(NamedTuple):
    """One movement of money on an account. `amount`: cents of `currency`, positive when it came in.

    `day`: when the bank booked it. `name`, `iban`: the other party. `reference`: a structured reference; `text`: what
    was written with it. `booked`: False for what is only announced (pending, intraday, a notification of what a
    statement will hold). `is_return`: the bank took an earlier movement back. `parts`: transactions in a sum of which the
    file does not tell them apart. Empty where the file does not say.
    """

    account: str
    day: date
    amount: int
    currency: str
    name: str = ""
    iban: str = ""
    text: str = ""
    reference: str = ""
    end_to_end: str = ""
    bank_ref: str = ""
    booked: bool = True
    is_return: bool = False
    parts: int = 1
    where: str = ""


class Balance(NamedTuple):
    """What stood on the account at the begin or end of a day, in cents."""

    day: date | None
    amount: int
    currency: str


class Statement(NamedTuple):
    """The sum of some entries. `number`: the bank's own, as written. `total`: of the booked entries, in cents.

    `first` and `last`: the days of the oldest and newest entry. `final`: whether it is a statement of booked money, not
    an intraday report or a notification.
    """

    account: str
    currency: str
    number: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    first: date | None = None
    last: date | None = None
    entries: int = 0
    total: int = 0
    final: bool = True

    def with_entry(self, entry: Entry) -> "Statement":
        """The statement with one more entry counted."""
        return self._replace(
            first=min(self.first or entry.day, entry.day),
            last=max(self.last or entry.day, entry.day),
            entries=self.entries + 1,
            total=self.total + (entry.amount if entry.booked else 0),
        )

    @property
    def off(self) -> int | None:
        """Closing balance less opening balance and entries, in cents; None where it cannot be told."""
        if self.opening is None or self.closing is None or self.opening.currency != self.closing.currency:
            return None
        return self.closing.amount - self.opening.amount - self.total

    @property
    def begins(self) -> date | None:
        """The first day it is about."""
        return min((d for d in (self.opening.day if self.opening else None, self.first) if d), default=None)

    @property
    def reaches(self) -> date | None:
        """The last day it is about: of the closing balance, or of the newest entry."""
        return max((d for d in (self.closing.day if self.closing else None, self.last) if d), default=None)


Item = Entry | Statement


def does_not_add_up(statement: Statement) -> str:
    """What to say of a statement whose balances and entries differ; empty when they agree or cannot be compared."""
    if not statement.off or statement.opening is None or statement.closing is None:
        return ""
    currency = statement.opening.currency
    return say(
        "Statement {number} of {account} does not add up: "
        "{opening} and entries of {total} should give "
        "{wanted}, the bank says {closing}. Look for what is missing.",
        number=statement.number or say("without a number"),
        account=statement.account or say("an unnamed account"),
        opening=euro(statement.opening.amount, currency),
        total=euro(statement.total, currency),
        wanted=euro(statement.opening.amount + statement.total, currency),
        closing=euro(statement.closing.amount, currency),
    )


def tidy(text: str, limit: int = TEXT_MAX) -> str:
    """One clean line of what a bank wrote: control characters become spaces, invisible marks go, white space folds."""
    folded = " ".join(text.translate(_BREAKS).translate(_INVISIBLE).split())
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", "".join(c for c in folded if unicodedata.category(c) != "Cs"))
    return folded[:limit]


def given(reference: str) -> str:
    """A reference, or empty for the words banks put where there is none."""
    bare = tidy(reference, 140)
    return "" if bare.upper().replace(" ", "") in _NO_REFERENCE else bare


def account_of(text: str) -> str:
    """An account as written, without spaces and without the currency some banks put behind it."""
    bare = re.sub(r"[\s]", "", text).upper()
    if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}EUR", bare) and not _is_iban(bare):
        bare = bare.removesuffix("EUR")
    return bare[:34]


def account_key(account: str) -> str:
    """What one account has in common in all its spellings: a Dutch IBAN and its old number, a Belgian one and its own."""
    if match := re.fullmatch(r"NL\d{2}[A-Z]{4}(\d{10})", account):
        return match[1].lstrip("0")
    if match := re.fullmatch(r"BE\d{2}(\d{12})", account):
        return match[1].lstrip("0")
    return account.lstrip("0") if account.isdigit() else account


def _is_iban(text: str) -> bool:
    try:
        parse_iban(text)
    except InputError:
        return False
    return True
