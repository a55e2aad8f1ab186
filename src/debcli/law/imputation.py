"""Order of payment (toerekening) within a debt, and from when a balance pays it.

Art. 6:44 BW. All amounts are cents and what is left over is always given back as a surplus: the parts and the surplus
add up to the payment. Which debt comes first (art. 6:43 BW) is decided where payments are booked (receivables/booking.py).
"""

from datetime import date
from typing import NamedTuple

from debcli.language import mark
from debcli.law.inputs import not_negative


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
