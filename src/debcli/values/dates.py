"""Calendar days: working days, holidays, and dates as people type and read them.

The day is always a parameter; nothing here asks the clock.
"""

import calendar
import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import current, mark, say

WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
}
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
}  # fmt: skip
SHORT_MONTHS = {
    "en": tuple(month[:3] for month in MONTHS["en"]),
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
}
_ABBREVIATED = {
    "jan": 1, "feb": 2, "febr": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_DAYS_SHORT = {
    "ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_COUNTS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "a": 1,
}  # fmt: skip
_EXAMPLES = mark("Type it like 2026-11-30, 30-11, 30 nov, friday, +7d or 'in 3 days'.")


# --- working days -----------------------------------------------------------------------------------------------


@cache
def holidays(year: int, country: str) -> frozenset[date]:
    """Public holidays of a year. NL: Algemene termijnenwet art. 3 (Good Friday and 5 May every year). BE: the ten."""
    from dateutil.easter import easter  # noqa: PLC0415  (only when a year is first asked for)

    sunday = easter(year)
    near_easter = {"NL": (-2, 1, 39, 50), "BE": (1, 39, 50)}
    fixed = {
        "NL": ((1, 1), (4, 26 if date(year, 4, 27).weekday() == 6 else 27), (5, 5), (12, 25), (12, 26)),
        "BE": ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)),
    }
    key = country if country in fixed else "NL"
    days = {sunday + timedelta(n) for n in near_easter[key]} | {date(year, m, d) for m, d in fixed[key]}
    return frozenset(days)


def is_working_day(day: date, country: str = "NL") -> bool:
    """Monday to Friday and not a public holiday of the country."""
    return day.weekday() < 5 and day not in holidays(day.year, country)


@cache
def roll(day: date, country: str = "NL") -> date:
    """The day itself if it is a working day, else the first one after."""
    while not is_working_day(day, country):
        day += timedelta(1)
    return day


@cache
def add_working_days(day: date, count: int, country: str = "NL") -> date:
    """The count-th working day after the day (count >= 1)."""
    for _ in range(count):
        day = roll(day + timedelta(1), country)
    return day


def working_days_between(start: date, end: date, country: str = "NL") -> int:
    """How many working days lie after start, up to and including end."""
    return sum(is_working_day(start + timedelta(n), country) for n in range(1, (end - start).days + 1))


# --- reading ----------------------------------------------------------------------------------------------------


def parse_date(text: str, today: date, *, forward: bool = True, now: date | None = None) -> date:
    """Read a date as people type it, seen from `today`; `vandaag`, `morgen` and the like from `now`, where that is another day.

    ISO, `30-11`, `30-11-2026`, `30 nov`, weekdays (the next one, never today), `+7d`, `-3d`, `+2w`, `over 3 dagen`,
    `eind van de maand`, `vandaag`, `morgen`, `gisteren`. `forward` says whether a bare weekday or day-month looks
    ahead (a promise) or back (a payment). Raises InputError for days that do not exist and for all else.
    """
    typed = " ".join(text.strip().lower().split())
    if (said := _near(typed, now or today)) is not None:
        return said
    for reader in (_month_end, _iso, _offset, _weekday, _day_month):
        found = reader(typed, today, forward)
        if found is not None:
            return found
    raise InputError(say("{text!r} is not a date.", text=text), say(_EXAMPLES))


def later(day: date, days: int) -> date:
    """So many calendar days on."""
    return day + timedelta(days)


FAR = 183
"""Days: a day and month without a year that lie further ahead are more likely a slip than meant."""


class Step(NamedTuple):
    """How far apart the days of a series are: so many months, and days."""

    months: int
    days: int


def parse_step(text: str) -> Step:
    """`1m`, `2w` or `10d`. Raises InputError."""
    match = re.fullmatch(r"([1-9]\d?)\s*([mwd])", text.strip().lower(), re.ASCII)
    if match is None:
        raise InputError(
            say("{text!r} is not a step between days.", text=text), say("Type it like 1m, 2w or 10d.")
        )
    count = int(match[1])
    return {"m": Step(count, 0), "w": Step(0, 7 * count), "d": Step(0, count)}[match[2]]


def series(first: date, step: Step, count: int) -> list[date]:
    """So many days, a step apart, counted from the first: 31 January, 28 February, 31 March."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415  (only for a plan)

    return [first + relativedelta(months=step.months * n, days=step.days * n) for n in range(count)]


def was_iso(text: str) -> bool:
    """Whether the text was typed as YYYY-MM-DD (a date that was not is echoed with its weekday)."""
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()) is not None


def parse_iso(text: str) -> date:
    """Read YYYY-MM-DD and nothing else. Raises InputError."""
    day = _iso(text.strip(), date.min, True) if was_iso(text) else None
    if day is None:
        raise InputError(
            say("{text!r} is not a date.", text=text), say("Type it as YYYY-MM-DD, for example 2026-11-30.")
        )
    return day


def _make(year: int, month: int, day: int, typed: str) -> date:
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1), month)[1]):
        raise InputError(say("{text!r}: that day does not exist.", text=typed), say(_EXAMPLES))
    if not 1990 <= year <= 2100:
        raise InputError(
            say("{text!r}: the year {year} is out of range (1990 to 2100).", text=typed, year=year),
            say(_EXAMPLES),
        )
    return date(year, month, day)


def _near(typed: str, today: date) -> date | None:
    match typed:
        case "vandaag" | "today" | "nu" | "now":
            return today
        case "morgen" | "tomorrow":
            return today + timedelta(1)
        case "overmorgen":
            return today + timedelta(2)
        case "gisteren" | "yesterday":
            return today - timedelta(1)
        case "eergisteren":
            return today - timedelta(2)
        case _:
            return None


_MONTH_END = ("eind van de maand", "einde van de maand", "eind van deze maand", "end of the month", "end of month", "eom")  # fmt: skip


def _month_end(typed: str, today: date, _forward: bool) -> date | None:
    return today.replace(day=calendar.monthrange(today.year, today.month)[1]) if typed in _MONTH_END else None


def _iso(typed: str, _today: date, _forward: bool) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed, re.ASCII)
    return _make(int(match[1]), int(match[2]), int(match[3]), typed) if match else None


def _offset(typed: str, today: date, _forward: bool) -> date | None:
    if match := re.fullmatch(r"([+-])\s?(\d{1,4})\s?([dwm])", typed, re.ASCII):
        return _shift(today, int(match[1] + match[2]), match[3])
    units = r"(dag|dagen|day|days|week|weken|weeks|maand|maanden|month|months)"
    count = r"(\d{1,4}|" + "|".join(_COUNTS) + ")"
    if match := re.fullmatch(rf"(?:over|in|binnen|within)\s{count}\s{units}", typed):
        return _shift(today, _count(match[1]), match[2][0])
    if match := re.fullmatch(rf"{count}\s{units}\s(?:geleden|ago)", typed):
        return _shift(today, -_count(match[1]), match[2][0])
    return None


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word]


def _shift(today: date, count: int, unit: str) -> date:
    try:
        if unit == "m":
            months = today.year * 12 + today.month - 1 + count
            year, month = divmod(months, 12)
            last = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(today.day, last))
        return today + timedelta(count * (7 if unit == "w" else 1))
    except (ValueError, OverflowError) as error:
        raise InputError(
            say("{count} {unit} from {today}: that is out of range.", count=count, unit=unit, today=today),
            say(_EXAMPLES),
        ) from error


def _weekday(typed: str, today: date, forward: bool) -> date | None:
    match = re.fullmatch(r"(?:(volgende|komende|aanstaande|next|vorige|afgelopen|last)\s)?([a-z]+)", typed)
    if match is None:
        return None
    named = [names.index(n) for names in WEEKDAYS.values() for n in names if n.lower() == match[2]]
    number = named[0] if named else _DAYS_SHORT.get(match[2])
    if number is None:
        return None
    back = match[1] in {"vorige", "afgelopen", "last"} or (match[1] is None and not forward)
    return (
        today - timedelta((today.weekday() - number - 1) % 7 + 1)
        if back
        else today + timedelta((number - today.weekday() - 1) % 7 + 1)
    )


def _day_month(typed: str, today: date, forward: bool) -> date | None:
    match = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}|\d{2}))?", typed, re.ASCII)
    if match:
        month = int(match[2])
    else:
        match = re.fullmatch(r"(\d{1,2})\s([a-z]+)\.?(?:\s(\d{4}|\d{2}))?", typed, re.ASCII)
        if match is None:
            return None
        full = [names.index(n) + 1 for names in MONTHS.values() for n in names if n.lower() == match[2]]
        month = full[0] if full else _ABBREVIATED.get(match[2], 0)
        if month == 0:
            return None
    day = int(match[1])
    if match[3]:
        return _make(int(match[3]) + (2000 if len(match[3]) == 2 else 0), month, day, typed)
    years = range(today.year, today.year + 5) if forward else range(today.year, today.year - 5, -1)
    for year in years:  # 29-2 looks for the next leap year
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            found = date(year, month, day)
            if (found >= today) if forward else (found <= today):
                return found
    return _make(today.year, month, day, typed)


# --- writing: in the language of the screens, unless one is named ------------------------------------------------


def full(day: date, language: str | None = None) -> str:
    """With weekday, month in words and year: `Friday 27 November 2026`, `vrijdag 27 november 2026`."""
    return _full(day, language or current())


def long(day: date, language: str | None = None) -> str:
    """Month in words and year: `27 November 2026`."""
    return f"{day.day} {MONTHS[language or current()][day.month - 1]} {day.year}"


def spoken(day: date, seen_from: date, language: str | None = None) -> str:
    """As one says it: with weekday, and with the year where it is another: `Friday 27 November`."""
    return (_weekday_day if day.year == seen_from.year else _full)(day, language or current())


def short(day: date, language: str | None = None) -> str:
    """Day and abbreviated month: `27 Nov`, `27 nov`, `27 mrt`."""
    return f"{day.day} {SHORT_MONTHS[language or current()][day.month - 1]}"


def short_weekday(day: date) -> str:
    """The shortest with its weekday: `Mon 5 Oct`, `ma 5 okt`."""
    language = current()
    return f"{WEEKDAYS[language][day.weekday()][: 2 if language == 'nl' else 3]} {short(day, language)}"


@cache
def _full(day: date, language: str) -> str:
    return f"{WEEKDAYS[language][day.weekday()]} {long(day, language)}"


@cache
def _weekday_day(day: date, language: str) -> str:
    return f"{WEEKDAYS[language][day.weekday()]} {day.day} {MONTHS[language][day.month - 1]}"
