"""Order of payment (toerekening): which debt a payment meets, what within that debt, and from when a balance pays.

Between debts art. 6:43 BW, within a debt art. 6:44 BW; the first is decided first. All amounts are cents and what is
left over is always given back as a surplus: the parts and the surplus add up to the payment.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import mark, say
from debcli.law.inputs import not_negative
from debcli.values.money import share_out

# --- within one debt ---------------------------------------------------------------------------------------------


class Owed(NamedTuple):
    """What is open on one debt, in cents. `interest` is that of the running interest year, `capitalised` the older."""

    costs: int
    interest: int
    principal: int
    capitalised: int = 0


_OPEN = {
    "costs": mark("open costs"),
    "interest": mark("open interest"),
    "principal": mark("open principal"),
    "capitalised": mark("open capitalised"),
}


class Imputed(NamedTuple):
    """What a payment met, in cents; the five add up to the payment."""

    costs: int
    interest: int
    principal: int
    capitalised: int
    surplus: int


def impute(amount: int, owed: Owed, *, principal_only: bool = False) -> Imputed:
    """Spread a payment over one debt: costs, accrued interest, then principal (art. 6:44 lid 1 BW).

    Within the interest that of the running year goes first, then what was capitalised. With `principal_only` the
    creditor books it to the principal, and what is more than that is surplus: he asked for nothing else yet. Raises
    InputError for a payment or an open amount below zero.
    """
    not_negative(mark("payment"), amount)
    for name, open_cents in zip(owed._fields, owed, strict=True):
        not_negative(_OPEN[name], open_cents)
    left = amount
    met = dict.fromkeys(owed._fields, 0)
    for name in ("principal",) if principal_only else ("costs", "interest", "capitalised", "principal"):
        met[name] = min(left, getattr(owed, name))
        left -= met[name]
    return Imputed(**met, surplus=left)


def set_off_day(received: date, due: date, on: date) -> date:
    """Find the day a balance of the debtor, there since `received`, pays a debt it is set off against on the day `on`.

    Set-off works back to the first day on which it could be declared: the balance is there and the debt is due (art.
    6:127, 6:129 lid 1 BW). So no interest runs on what the creditor held already. A debt not yet due is paid on `on`.
    """
    return min(on, max(received, due))


# --- between debts -----------------------------------------------------------------------------------------------


class Debt(NamedTuple):
    """A debt a payment may meet: its key, what is open on it in cents, its due day, its interest in per cent a year."""

    key: int
    open: int
    due: date
    percent: Decimal = Decimal(0)


class Portion(NamedTuple):
    """The cents of a payment that go to a debt."""

    key: int
    amount: int


class Allocated(NamedTuple):
    """A payment spread over debts; portions and surplus add up to it. Debts it does not reach are left out."""

    portions: tuple[Portion, ...]
    surplus: int


def allocate(amount: int, debts: Iterable[Debt], on: date, designated: Sequence[int] = ()) -> Allocated:
    """Spread a payment of the day `on` over debts (art. 6:43 BW).

    First the debts the debtor named (`designated`, in his order), then those due on the day, then the most onerous
    (highest interest), then the oldest due day; what is equal in all of this shares in proportion to what is open.
    Raises InputError for an amount below zero, for two debts with one key and for a named debt that is not there.
    """
    not_negative(mark("payment"), amount)
    by_key: dict[int, Debt] = {}
    for debt in debts:
        not_negative(mark("open debt"), debt.open)
        if debt.key in by_key:
            raise InputError(say("Debt {key} is listed twice.", key=debt.key), say("List each debt once."))
        by_key[debt.key] = debt
    named = list(dict.fromkeys(designated))
    for key in named:
        if key not in by_key:
            raise InputError(
                say("The payment names debt {key}, which is not open.", key=key),
                say("Name an open invoice of this customer."),
            )

    def rank(debt: Debt) -> tuple[int, bool, Decimal, date]:
        place = named.index(debt.key) if debt.key in by_name else len(named)
        return place, debt.due > on, -debt.percent, debt.due

    by_name = frozenset(named)
    left = amount
    portions: list[Portion] = []
    for _, group in groupby(sorted(by_key.values(), key=rank), key=rank):
        equals = list(group)
        weights = [debt.open for debt in equals]
        part = min(left, sum(weights))
        portions += [
            Portion(debt.key, cents)
            for debt, cents in zip(equals, share_out(part, weights), strict=True)
            if cents
        ]
        left -= part
    return Allocated(tuple(portions), left)
