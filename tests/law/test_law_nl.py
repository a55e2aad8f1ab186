"""Dutch law: which rate and article for whom, and the dates of the veertiendagenbrief."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.law import nl
from debcli.law.rates import Rate
from debcli.values.dates import is_working_day

NOW = date(2026, 11, 21)
MON = date(2026, 11, 23)
posted = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("kind", "percent", "article", "basis"),
    [
        ("business", "10.40", "6:119a", "wettelijke handelsrente (artikel 6:119a BW)"),
        ("government", "10.40", "6:119b", "wettelijke handelsrente (artikel 6:119b BW)"),
        ("consumer", "4", "6:119", "wettelijke rente (artikel 6:119 BW)"),
    ],
)
def test_each_kind_of_customer_has_its_rate_and_article(kind, percent, article, basis):
    assert nl.rate_for(kind).on(NOW) == Decimal(percent)
    assert nl.interest_article(kind) == article
    assert nl.interest_basis(kind) == basis
    name = "statutory interest" if kind == "consumer" else "statutory commercial interest"
    assert nl.interest_basis(kind, "en") == f"{name} (article {article} of the Dutch Civil Code)"


def test_citations():
    assert nl.cite("6:96") == "artikel 6:96 BW"
    assert nl.cite("6:96", "en") == "article 6:96 of the Dutch Civil Code"
    assert (nl.COSTS_ARTICLE, nl.IMPUTATION_ARTICLE) == ("6:96", "6:44")
    assert (nl.INTERRUPTION_ARTICLE, nl.SUSPENSION_ARTICLE) == ("3:317", "6:52")
    assert nl.LABEL == {"nl": "Nederlands recht", "en": "Dutch law"}


def test_an_agreed_rate_replaces_the_commercial_one_and_lifts_the_statutory_one():
    assert nl.rate_for("business", agreed=Decimal(2)) == Decimal(2)
    assert nl.rate_for("government", agreed=Decimal(15)) == Decimal(15)
    consumer = nl.rate_for("consumer", agreed=Decimal(5))
    assert [consumer.on(date(2025, 12, 31)), consumer.on(NOW)] == [6, 5]


def test_user_rows_reach_the_table():
    extra = (Rate("nl", "commercial", date(2027, 1, 1), Decimal("10.65"), "rijksoverheid.nl"),)
    assert nl.rate_for("business", extra=extra).on(date(2027, 2, 1)) == Decimal("10.65")


@pytest.mark.parametrize(
    ("kind", "sale", "years"),
    [
        ("consumer", "goods", 2),
        ("consumer", "services", 5),
        ("business", "goods", 5),
        ("government", "goods", 5),
    ],
)
def test_limitation_years(kind, sale, years):
    assert nl.limitation_years(kind, sale) == years


@pytest.mark.parametrize(
    "ask",
    [
        nl.rate_kind,
        nl.rate_for,
        nl.interest_article,
        nl.interest_basis,
        lambda kind: nl.limitation_years(kind, "goods"),
    ],
)
def test_an_unknown_kind_is_refused(ask):
    with pytest.raises(InputError, match="'firma' is not a kind of customer"):
        ask("firma")


# --- the veertiendagenbrief --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-11-23", "2026-11-25"),  # Monday -> Wednesday
        ("2026-11-24", "2026-11-26"),
        ("2026-11-25", "2026-11-27"),
        ("2026-11-26", "2026-11-28"),  # Thursday -> Saturday
        ("2026-11-27", "2026-12-01"),  # Friday -> Tuesday
        ("2026-11-28", "2026-12-02"),  # Saturday -> Wednesday
        ("2026-11-29", "2026-12-02"),  # Sunday -> Wednesday
        ("2026-12-23", "2026-12-29"),  # Christmas and a Sunday and Monday lie between
        ("2026-04-02", "2026-04-07"),  # Good Friday is none, Saturday is the first, Easter Monday is none
    ],
)
def test_a_letter_is_expected_on_the_second_delivery_day(sent, expected):
    assert nl.expected_delivery(date.fromisoformat(sent)) == date.fromisoformat(expected)


def test_slower_post_is_a_setting():
    assert nl.expected_delivery(MON, 3) == date(2026, 11, 26)
    assert nl.expected_delivery(MON, 1) == date(2026, 11, 24)
    assert nl.announced_term(MON, delivery_days=10).last_day == date(2026, 12, 21)  # 12-05 + 14 is a Saturday


def test_fourteen_full_days_after_delivery():
    assert nl.fourteen_days(date(2026, 11, 25)) == (date(2026, 11, 26), date(2026, 12, 9), date(2026, 12, 10))


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        ("2026-11-23", "2026-12-10"),  # Monday: 17 days
        ("2026-11-26", "2026-12-14"),  # Thursday: 17 days end on a Sunday
        ("2026-11-27", "2026-12-15"),  # Friday: delivery on Tuesday decides
        ("2026-11-28", "2026-12-16"),  # Saturday: delivery on Wednesday decides
        ("2026-12-08", "2026-12-28"),  # 12-25 and 12-26 are holidays, then a weekend
    ],
)
def test_the_announced_last_day_by_post(sent, last):
    term = nl.announced_term(date.fromisoformat(sent))
    assert term.last_day == date.fromisoformat(last)
    assert term.costs_from == term.last_day + timedelta(1)
    assert term.term_starts == nl.expected_delivery(date.fromisoformat(sent)) + timedelta(1)


def test_the_announced_last_day_by_mail():
    assert nl.announced_term(MON, by_post=False) == (date(2026, 11, 24), date(2026, 12, 7), date(2026, 12, 8))
    assert nl.announced_term(date(2026, 11, 28), by_post=False).last_day == date(
        2026, 12, 14
    )  # a Saturday, moved


@given(posted, st.booleans())
def test_the_announced_day_is_never_too_early_and_always_a_working_day(sent, by_post):
    term = nl.announced_term(sent, by_post=by_post)
    assert is_working_day(term.last_day)
    arrives = nl.expected_delivery(sent) if by_post else sent
    assert term.last_day >= nl.fourteen_days(arrives).last_day
    assert not by_post or (term.last_day - sent).days >= 17


def test_costs_wait_for_a_late_letter():
    assert nl.costs_from(date(2026, 12, 10)) == date(2026, 12, 11)
    assert nl.costs_from(date(2026, 12, 10), delivered=date(2026, 11, 25)) == date(2026, 12, 11)
    assert nl.costs_from(date(2026, 12, 10), delivered=date(2026, 11, 27)) == date(2026, 12, 12)


@pytest.mark.parametrize(
    ("kind", "dutch", "english"),
    [
        (
            "business",
            "overeengekomen rente van 8,00 % per jaar, in plaats van de wettelijke handelsrente (artikel 6:119a BW)",
            "agreed interest of 8.00 % a year, in place of the statutory commercial interest (wettelijke handelsrente, article 6:119a of the Dutch Civil Code)",
        ),
        (
            "government",
            "overeengekomen rente van 8,00 % per jaar, in plaats van de wettelijke handelsrente (artikel 6:119b BW)",
            "agreed interest of 8.00 % a year, in place of the statutory commercial interest (wettelijke handelsrente, article 6:119b of the Dutch Civil Code)",
        ),
        (
            "consumer",
            "overeengekomen rente van 8,00 % per jaar, of de wettelijke rente waar die hoger is (artikel 6:119 lid 3 BW)",
            "agreed interest of 8.00 % a year, or the statutory interest where that is higher (wettelijke rente, article 6:119(3) of the Dutch Civil Code)",
        ),
    ],
)
def test_agreed_interest_is_named_as_agreed(kind, dutch, english):
    assert nl.interest_basis(kind, agreed=Decimal(8)) == dutch
    assert nl.interest_basis(kind, "en", agreed=Decimal(8)) == english


def test_simple_interest_is_named_so():
    assert nl.interest_basis("consumer", simple=True) == "wettelijke rente (artikel 6:119 BW), enkelvoudig"
    assert nl.interest_basis("consumer", "en", simple=True).endswith("Code), not compounded")
    assert "per jaar, enkelvoudig, in plaats" in nl.interest_basis("business", agreed=Decimal(8), simple=True)
    assert "a year, not compounded, in place" in nl.interest_basis(
        "business", "en", agreed=Decimal(8), simple=True
    )
