"""When a debt is late: the lawful last day of payment and the first day interest runs (verzuim).

Art. 6:81 to 6:83, 6:119, 6:119a and 6:119b BW. Terms are counted in calendar days and do not move for weekends. Where
law counts from the receipt of the invoice and that day is unknown, the day of performance stands in for it (art. 6:119a
lid 2), and where that is unknown too the day of issue: right when it arrived that day, else a day or two early.
"""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say, say_as
from debcli.law.inputs import BUSINESS, CONSUMER, GOVERNMENT, debtor_kind
from debcli.values.dates import long

STATUTORY_TERM = 30
"""Days to pay after receipt where none were agreed (art. 6:119a lid 2), and all a large company may take of a small supplier."""

LONGEST_TERM = 60
"""Days that may be agreed at most, unless expressly and not plainly unfair (art. 6:119a lid 5)."""

LARGE_SINCE = date(2022, 7, 1)
"""Agreements from this day: a large company pays a small supplier within 30 days; a longer term is void."""

LARGE_ALL_SINCE = date(2023, 7, 1)
"""From this day the same holds for agreements that were already running."""


class Start(NamedTuple):
    """The first day interest runs, the article that says so, and why. None: only a notice of default starts it."""

    first: date | None
    article: str
    why: str


class Term(NamedTuple):
    """The last day of payment that counts beside the agreed one. `why` explains a difference or a doubt, else it is empty."""

    due: date
    agreed: date
    article: str
    why: str

    @property
    def shortened(self) -> bool:
        """Whether the agreed term is void and an earlier day takes its place."""
        return self.due < self.agreed


def first_interest_day(
    kind: str,
    *,
    issued: date,
    due: date | None = None,
    received: date | None = None,
    performed: date | None = None,
    notice_until: date | None = None,
) -> Start:
    """Find the first day interest runs on an invoice.

    `due` is the last day as agreed (for a consumer a day the creditor only printed on his invoice is not agreed: leave it
    out), `notice_until` the last day of the term in a notice of default (ingebrekestelling). Raises InputError for an
    unknown kind and for an invoice received before it was issued.
    """
    article = "6:119b" if debtor_kind(kind) == GOVERNMENT else "6:119a"
    if due is not None:
        return Start(
            due + timedelta(1),
            "6:83 sub a" if kind == CONSUMER else f"{article} lid 1",
            say("the agreed last day of payment was {day}", day=long(due)),
        )
    if kind == CONSUMER:
        if notice_until is None:
            return Start(
                None,
                "6:82",
                say(
                    "no last day was agreed: interest starts only after the term of a notice of default (ingebrekestelling)"
                ),
            )
        return Start(
            notice_until + timedelta(1),
            "6:82",
            say("the term of the notice of default ended on {day}", day=long(notice_until)),
        )
    counted, event = _counted_from(issued, received, performed)
    return Start(
        counted + timedelta(STATUTORY_TERM + 1),
        f"{article} lid 2",
        say(
            "no last day was agreed: {days} days after the {event} of {day}",
            days=STATUTORY_TERM,
            event=event,
            day=long(counted),
        ),
    )


def lawful_due(
    kind: str,
    agreed: date,
    *,
    issued: date,
    received: date | None = None,
    performed: date | None = None,
    agreed_on: date | None = None,
    large_debtor: bool = False,
    express: bool = False,
) -> Term:
    """Find the last day of payment that counts where `agreed` may be later than law allows.

    `large_debtor` is the user's word that a large company pays a small supplier, `express` that a longer term was agreed
    expressly and is not plainly unfair, `agreed_on` the day of the agreement (else the day of issue tells which rule
    applies). A consumer's term has no limit. A government may take over 30 days only by exception: up to 60 the agreed
    day stands, with a warning. Raises InputError as first_interest_day.
    """
    counted, event = _counted_from(issued, received, performed)
    since = say("of the {event} of {day}", event=event, day=long(counted))
    thirty, sixty = counted + timedelta(STATUTORY_TERM), counted + timedelta(LONGEST_TERM)
    reformed = issued >= LARGE_ALL_SINCE or (agreed_on is not None and agreed_on >= LARGE_SINCE)
    if debtor_kind(kind) == GOVERNMENT and agreed > sixty:
        return Term(
            sixty,
            agreed,
            "6:119b lid 5",
            say(
                "a government pays within {days} days {since} at the latest",
                days=LONGEST_TERM,
                since=since,
            ),
        )
    if kind == GOVERNMENT and agreed > thirty and not express:
        return Term(
            agreed,
            agreed,
            "6:119b lid 5",
            say(
                "a government may take more than {days} days {since} only by exception",
                days=STATUTORY_TERM,
                since=since,
            ),
        )
    if kind == BUSINESS and large_debtor and reformed and agreed > thirty:
        return Term(
            thirty,
            agreed,
            "6:119a",
            say(
                "a large company pays a small supplier within {days} days {since}; a longer term is void",
                days=STATUTORY_TERM,
                since=since,
            ),
        )
    if kind == BUSINESS and agreed > sixty and not express:
        return Term(
            sixty,
            agreed,
            "6:119a lid 5",
            say(
                "between businesses payment within {days} days {since} is the longest term, unless agreed expressly and not plainly unfair",
                days=LONGEST_TERM,
                since=since,
            ),
        )
    return Term(agreed, agreed, "", "")


def years_after(day: date, years: int) -> date:
    """Give the same day of the year, that many years on; 29 February becomes the 28th in a common year."""
    year = day.year + years
    return (
        date(year, 2, 28)
        if day.month == 2 and day.day == 29 and not calendar.isleap(year)
        else day.replace(year=year)
    )


def months_after(day: date, months: int) -> date:
    """Give the same day of the month, that many months on (or back); a day the month does not have becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _counted_from(issued: date, received: date | None, performed: date | None) -> tuple[date, str]:
    if received is not None and received < issued:
        raise InputError(
            say(
                "The invoice of {issued} cannot have been received on {received}.",
                issued=long(issued),
                received=long(received),
            ),
            say("Give the day of receipt on or after the day of issue."),
        )
    if performed is not None and (received is None or performed > received):
        return performed, say_as("event", "performance")
    if received is not None:
        return received, say_as("event", "receipt")
    return issued, say_as("event", "issue")
