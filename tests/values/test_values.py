"""Money, dates and text: what people type is read one way or refused, and printed so that it can be read back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.values import dates, identifiers, money, text

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("1210", 121000), ("1210.00", 121000), ("1210,00", 121000), ("1.210,00", 121000), ("1210,5", 121050), ("€ 1.210,-", 121000),
     ("EUR 1.250,--", 125000), ("1,210.50", 121050), ("0,05", 5), ("12.345.678,90", 1234567890), ("1210 €", 121000), ("1.210.500", 121050000)],
)  # fmt: skip
def test_amounts_as_people_type_them(typed, cents):
    assert money.parse_amount(typed) == cents


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ten",
        "1e3",
        "NaN",
        "-5",
        "1,2,3",
        "1.21.0",
        "12.10,00,0",
        "1 210",
        "١٢",
        "1210,005",
        "99999999999",
        "9" * 5000,
    ],
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(InputError) as error:
        money.parse_amount(typed)
    assert error.value.hint


@pytest.mark.parametrize("typed", ["1.210", "1,210", "€ 12.345"])
def test_an_amount_with_two_readings_is_refused_with_both(typed):
    with pytest.raises(InputError, match="two ways"):
        money.parse_amount(typed)


@given(st.integers(0, money.CENTS_MAX))
def test_every_amount_printed_is_read_back(cents):
    assert money.parse_amount(money.dutch(cents)) == cents
    assert money.parse_amount(money.euro(cents)) == cents
    assert money.parse_amount(money.plain(cents)) == cents
    assert money.parse_decimal(money.plain(-cents)) == -cents


@given(st.integers(0, 10_000_00), st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_shares_add_up_and_are_fair_to_the_cent(total, weights):
    if sum(weights) == 0:
        weights[0] = 1
    parts = money.share_out(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1


READINGS = {
    "vandaag": "2026-11-21", "morgen": "2026-11-22", "vrijdag": "2026-11-27", "vr": "2026-11-27", "volgende vrijdag": "2026-11-27",
    "next friday": "2026-11-27", "zaterdag": "2026-11-28", "over 3 dagen": "2026-11-24", "in 3 days": "2026-11-24",
    "over twee weken": "2026-12-05", "+7d": "2026-11-28", "-3d": "2026-11-18", "3 dagen geleden": "2026-11-18", "30-11": "2026-11-30",
    "30 nov": "2026-11-30", "30 mei": "2027-05-30", "1-2-2027": "2027-02-01", "2027-02-01": "2027-02-01", "1/2": "2027-02-01",
    "02-01-26": "2026-01-02", "eind van de maand": "2026-11-30", "eom": "2026-11-30", "29-2": "2028-02-29", "+2m": "2027-01-21",
}  # fmt: skip


@pytest.mark.parametrize("typed", READINGS)
def test_dates_as_people_type_them(typed):
    assert dates.parse_date(typed, SATURDAY).isoformat() == READINGS[typed]


@pytest.mark.parametrize(
    ("typed", "day"),
    [("vrijdag", "2026-11-20"), ("zaterdag", "2026-11-14"), ("30-11", "2025-11-30"), ("20-11", "2026-11-20")],
)
def test_a_day_that_was_looks_back(typed, day):
    assert dates.parse_date(typed, SATURDAY, forward=False).isoformat() == day


@pytest.mark.parametrize(
    "typed",
    ["31-02", "2026-02-31", "5", "someday", "", "13/13", "2026-13-01", "1-1-1890", "+99999d", "32 nov"],
)
def test_days_that_do_not_exist_are_refused(typed):
    with pytest.raises(InputError):
        dates.parse_date(typed, SATURDAY)


@given(st.dates(date(1991, 1, 1), date(2099, 12, 31)))
def test_every_date_printed_is_read_back(day):
    assert dates.parse_date(day.isoformat(), SATURDAY) == day
    for language in ("nl", "en"):
        assert dates.parse_date(dates.long(day, language), SATURDAY) == day


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26"),
        (2026, "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26"),
        (2027, "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26"),
    ],
)
def test_dutch_holidays(year, expected):
    assert sorted(d.strftime("%m-%d") for d in dates.holidays(year, "NL")) == expected.split()


def test_belgian_holidays():
    expected = "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25"
    assert sorted(d.strftime("%m-%d") for d in dates.holidays(2026, "BE")) == expected.split()


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(["NL", "BE"]))
def test_rolling_gives_the_first_working_day_and_rests_there(day, country):
    rolled = dates.roll(day, country)
    assert dates.is_working_day(rolled, country)
    assert dates.roll(rolled, country) == rolled
    assert not any(dates.is_working_day(day + timedelta(n), country) for n in range((rolled - day).days))
    after = dates.add_working_days(day, 3, country)
    assert dates.working_days_between(day, after, country) == 3


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Bakkerij Jansen B.V.", "bakkerij-jansen"), ("Coöperatie 't Hoekje U.A.", "cooperatie-t-hoekje"), ("Belofte Bouw BV", "belofte-bouw"),
     ("Mol VOF", "mol"), ("漢字", ""), ("É & Ø, NV", "e"), ("A" * 80, "a" * 60)],
)  # fmt: skip
def test_slugs(name, slug):
    assert text.slug(name) == slug


@given(st.text(max_size=40))
def test_a_cleaned_line_is_one_printable_line_or_refused(raw):
    try:
        clean = text.clean_line(raw)
    except InputError as error:
        assert "U+" in error.message
        return
    assert len(clean.splitlines()) <= 1
    assert text.clean_line(clean) == clean
    assert text.for_terminal(clean) == clean


@given(st.text(max_size=40))
def test_nothing_for_a_terminal_can_steer_it(raw):
    assert not any(c in text.for_terminal(raw) for c in "\x1b\x07\x08\r\n\x00\u202e\x9b")


@pytest.mark.parametrize("number", ["NL91 ABNA 0417 1643 00", "nl91abna0417164300", "BE68 5390 0754 7034"])
def test_ibans(number):
    assert identifiers.is_iban(number)


@pytest.mark.parametrize("number", ["NL91ABNA0417164301", "IBAN32423940", "", "NL91"])
def test_wrong_ibans_are_refused(number):
    with pytest.raises(InputError, match="IBAN"):
        identifiers.parse_iban(number)


@pytest.mark.parametrize(
    ("number", "clean"),
    [
        ("NL123456782B12", "NL123456782B12"),
        ("BE 0403.019.261", "BE0403019261"),
        ("DE123456788", "DE123456788"),
    ],
)
def test_vat_numbers(number, clean):
    assert identifiers.parse_vat(number) == clean


@pytest.mark.parametrize("number", ["NL123456789B01x", "BE0431150351", "12", "NL", "Gemeente Zwolle"])
def test_wrong_vat_numbers_are_refused(number):
    with pytest.raises(InputError, match="VAT"):
        identifiers.parse_vat(number)
