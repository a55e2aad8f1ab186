"""What going on costs: court fee, summons, agency. Figures to weigh with, never claimed in a letter.

Court fee (griffierecht) of 2026 by Stcrt. 2025, 39855, read through a law firm's public table; it follows the claimant: a
sole trader (eenmanszaak) is a natural person, vof and bv are not. Service of a summons and an agency's share are estimates.
"""

from decimal import Decimal
from typing import NamedTuple

from debcli.language import mark, mark_as, say
from debcli.values.money import dutch, half_up

YEAR = 2026
SOURCE = mark("griffierecht 2026, Stcrt. 2025, 39855, read in November 2026; check it before you decide")
SUMMONS = 140_00
"""Serving a summons, in cents."""
SUMMONS_SOURCE = mark("an estimate of November 2026, 125 to 150 without VAT")
AGENCY_PERCENT = 15
"""An agency's share of what it collects, no cure no pay."""
AGENCY_SOURCE = mark("an assumption: ask for its terms")
CANTONAL = 25_000_00
"""Up to here one may appear without a lawyer (kantonrechter)."""

_FEES = (
    (500_00, 139_00, 93_00),
    (1_500_00, 350_00, 233_00),
    (2_500_00, 397_00, 265_00),
    (5_000_00, 529_00, 265_00),
    (12_500_00, 559_00, 265_00),
    (25_000_00, 1_504_00, 753_00),
    (100_000_00, 3_083_00, 1_414_00),
)


def court_fee(claim: int, legal_form: str) -> int | None:
    """The court fee over a claim in cents, by the claimant's legal form; None above the table."""
    natural = legal_form == "eenmanszaak"
    return next((fee_n if natural else fee_l for most, fee_l, fee_n in _FEES if claim <= most), None)


class Odds(NamedTuple):
    """The user's own judgement, in per cent: that a plan is kept, an agency collects, the court agrees, there is money."""

    plan: int
    agency: int
    win: int
    means: int


class Costs(NamedTuple):
    """What the ways cost, in cents; the agency's share in per cent of what it collects. `court`: None where not known."""

    court: int | None
    summons: int
    agency_percent: int
    agency_fixed: int


class Way(NamedTuple):
    """A way to go on: what it is expected to bring in cents, and the sum that gives it. None: cannot be said."""

    name: str
    expected: int | None
    formula: str


def ways(principal: int, claim: int, odds: Odds, costs: Costs) -> tuple[Way, ...]:
    """What each way is expected to bring. Cents; the formulas are written in euros.

    A plan brings the principal; an agency the claim less its share; the court the claim and its costs, if there is money
    left to take, less those costs, which are paid first.
    """
    plan = _share(principal, odds.plan)
    kept = 100 - costs.agency_percent
    agency = _share(_share(claim, odds.agency), kept) - costs.agency_fixed
    fixed = f" - {dutch(costs.agency_fixed)}" if costs.agency_fixed else ""
    found = [
        Way(mark_as("way", "plan"), plan, f"{odds.plan} % x {dutch(principal)}"),
        Way(mark_as("way", "agency"), agency, f"{odds.agency} % x {dutch(claim)} x {kept} %{fixed}"),
    ]
    if costs.court is None:
        found.append(Way(mark_as("way", "court"), None, say("name the court fee: --court-fee A")))
    else:
        up_front = costs.court + costs.summons
        court = _share(_share(claim + up_front, odds.win), odds.means) - up_front
        found.append(
            Way(
                "court",
                court,
                f"{odds.win} % x {odds.means} % x ({dutch(claim)} + {dutch(up_front)}) - {dutch(up_front)}",
            )
        )
    found.append(Way(mark_as("way", "write off"), 0, say("nothing comes, nothing is spent")))
    return tuple(found)


def _share(cents: int, percent: int) -> int:
    return half_up(Decimal(cents) * percent / 100)
