"""Dutch law: which rate, which articles, which terms, and the arithmetic of the veertiendagenbrief.

What is Dutch alone stands here and in costs and terms; the engines of interest, imputation and limitation take any
jurisdiction's figures. `kind` is the debtor's: business, consumer or government.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from debcli.law.inputs import BUSINESS, CONSUMER, GOVERNMENT, debtor_kind
from debcli.law.rates import Rate, RateKind, RateTable, table
from debcli.values.dates import holidays, roll
from debcli.values.money import percent

JURISDICTION = "nl"
LABEL = {"nl": "Nederlands recht", "en": "Dutch law"}

_RATE_KIND = {BUSINESS: RateKind.COMMERCIAL, GOVERNMENT: RateKind.COMMERCIAL, CONSUMER: RateKind.STATUTORY}
_INTEREST_ARTICLE = {BUSINESS: "6:119a", GOVERNMENT: "6:119b", CONSUMER: "6:119"}
_INTEREST_NAME = {
    "nl": {
        BUSINESS: "wettelijke handelsrente",
        GOVERNMENT: "wettelijke handelsrente",
        CONSUMER: "wettelijke rente",
    },
    "en": {
        BUSINESS: "statutory commercial interest",
        GOVERNMENT: "statutory commercial interest",
        CONSUMER: "statutory interest",
    },
}
COSTS_ARTICLE = "6:96"
INTERRUPTION_ARTICLE = "3:317"
SUSPENSION_ARTICLE = "6:52"
IMPUTATION_ARTICLE = "6:44"

# --- interest ----------------------------------------------------------------------------------------------------


def rate_kind(kind: str) -> RateKind:
    """Choose commercial for a business (art. 6:119a BW) and a government (6:119b), statutory for a consumer (6:119).

    Where it is unclear whether a customer acts as a business, treat him as a consumer. Raises InputError for an unknown
    kind.
    """
    return _RATE_KIND[debtor_kind(kind)]


def rate_for(
    kind: str, *, agreed: Decimal | None = None, extra: tuple[Rate, ...] = ()
) -> RateTable | Decimal:
    """Give the rate for interest.accrue: the legal table, or what was agreed in its place.

    Towards a business or government an agreed percentage replaces the legal rate, higher or lower (art. 6:119a lid 8 BW);
    towards a consumer it counts only on days it is the higher of the two (art. 6:119 lid 3). `extra`: the user's own
    rows. Raises InputError for an unknown kind.
    """
    by_law = table(JURISDICTION, rate_kind(kind), extra)
    if agreed is None:
        return by_law
    return by_law.at_least(agreed) if kind == CONSUMER else agreed


def interest_article(kind: str) -> str:
    """Name the article of the legal interest, without `BW`: `6:119a`. Raises InputError for an unknown kind."""
    return _INTEREST_ARTICLE[debtor_kind(kind)]


def interest_basis(
    kind: str, language: str = "nl", *, agreed: Decimal | None = None, simple: bool = False
) -> str:
    """Name the interest by its name and article, as letters cite it: `wettelijke handelsrente (artikel 6:119a BW)`.

    An agreed percentage is named as agreed, never as statutory: in its place for a business or government (its paragraph
    moved with the amendments of 2022 and is left out), the higher of the two for a consumer (art. 6:119 lid 3). `simple`:
    that it does not join the principal was agreed.
    """
    article = interest_article(kind)
    by_law = _INTEREST_NAME[language][debtor_kind(kind)]
    if language == "en":
        plainly = ", not compounded" if simple else ""
        if agreed is None:
            return f"{by_law} ({cite(article, language)}){plainly}"
        instead = f"or the {by_law} where that is higher" if kind == CONSUMER else f"in place of the {by_law}"
        dutch_name = _INTEREST_NAME["nl"][kind]
        where = cite(f"{article}(3)" if kind == CONSUMER else article, language)
        return f"agreed interest of {agreed:.2f} % a year{plainly}, {instead} ({dutch_name}, {where})"
    plainly = ", enkelvoudig" if simple else ""
    if agreed is None:
        return f"{by_law} ({cite(article)}){plainly}"
    instead = f"of de {by_law} waar die hoger is" if kind == CONSUMER else f"in plaats van de {by_law}"
    where = cite(f"{article} lid 3" if kind == CONSUMER else article)
    return f"overeengekomen rente van {percent(agreed)} per jaar{plainly}, {instead} ({where})"


def cite(article: str, language: str = "nl") -> str:
    """Cite an article of the Burgerlijk Wetboek in full: `artikel 6:96 BW`, `article 6:96 of the Dutch Civil Code`."""
    return f"article {article} of the Dutch Civil Code" if language == "en" else f"artikel {article} BW"


# --- limitation --------------------------------------------------------------------------------------------------


def limitation_years(kind: str, sale: str) -> int:
    """Count the years until a claim lapses: 2 for goods sold to a consumer (art. 7:28 BW), 5 for all else (3:307, 3:308).

    `sale` is `goods` or `services`. Raises InputError for an unknown kind.
    """
    return 2 if debtor_kind(kind) == CONSUMER and sale == "goods" else 5


def limitation_article(kind: str, sale: str) -> str:
    """Name the article of limitation_years, without `BW`. Raises InputError for an unknown kind."""
    return "7:28" if limitation_years(kind, sale) == 2 else "3:307"


# --- the veertiendagenbrief --------------------------------------------------------------------------------------

TERM_DAYS = 14
PRINTED_MARGIN = 17
"""Days after posting that a printed last day is at least away: two of post, fourteen of term and one to spare."""

DELIVERY_DAYS = 2
"""Delivery days a letter takes; Sunday, Monday and holidays are none. A setting, as the post gets slower."""


class FourteenDays(NamedTuple):
    """The term of a veertiendagenbrief: its first and last day, and the first day costs are owed."""

    term_starts: date
    last_day: date
    costs_from: date


def fourteen_days(delivered: date) -> FourteenDays:
    """Count the term from the day the letter was delivered: fourteen full days from the day after.

    Art. 6:96 lid 6 BW, Hoge Raad 25 November 2016, ECLI:NL:HR:2016:2704.
    """
    last = delivered + timedelta(TERM_DAYS)
    return FourteenDays(delivered + timedelta(1), last, last + timedelta(1))


def expected_delivery(sent: date, delivery_days: int = DELIVERY_DAYS) -> date:
    """Find the day a letter posted on `sent` is expected: the second delivery day after it (setting)."""
    day = sent
    for _ in range(delivery_days):
        day += timedelta(1)
        while day.weekday() in {6, 0} or day in holidays(day.year, "NL"):
            day += timedelta(1)
    return day


def announced_term(sent: date, *, by_post: bool = True, delivery_days: int = DELIVERY_DAYS) -> FourteenDays:
    """Find the term to announce in a letter that prints a last day.

    By post the later of `sent` + 17 and the expected delivery + 14; electronically, where arrival is the same day, `sent`
    + 14. Moved off weekends and holidays, always forward: a printed day that is too early costs all costs (the same
    ruling, rov. 3.6.1).
    """
    arrives = expected_delivery(sent, delivery_days) if by_post else sent
    last = fourteen_days(arrives).last_day
    if by_post:
        last = max(last, sent + timedelta(PRINTED_MARGIN))
    last = roll(last, "NL")
    return FourteenDays(arrives + timedelta(1), last, last + timedelta(1))


def costs_from(last_day: date, delivered: date | None = None) -> date:
    """Find the first day a consumer owes costs: after the announced last day, and after fourteen days from actual delivery."""
    return (
        max(last_day + timedelta(1), fourteen_days(delivered).costs_from)
        if delivered
        else last_day + timedelta(1)
    )
