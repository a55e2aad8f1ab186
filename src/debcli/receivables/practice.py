"""How a creditor works: whose calendar counts, the rates he added, his profiles, and what he has set otherwise."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from debcli.law.interest import DayBasis
from debcli.law.nl import DELIVERY_DAYS
from debcli.law.rates import Rate
from debcli.receivables.profiles import PROFILES, Profile


class Practice(NamedTuple):
    """What an account is judged by besides the facts. Every field has the value it has where nothing was set."""

    country: str = "NL"
    place: str = ""
    """The town he works from."""
    rates: tuple[Rate, ...] = ()
    profiles: Mapping[str, Profile] = MappingProxyType(PROFILES)
    day_basis: DayBasis = DayBasis.ACT_365
    rest_claim_from: int = 15_00
    """Cents: below this a rest claim is shown, not chased."""
    delivery_days: int = DELIVERY_DAYS
    """Delivery days a letter by post takes."""


USUAL = Practice()
