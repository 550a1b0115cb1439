from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.dates import (
    HijriDate,
    InvalidDate,
    end_of_day,
    format_date,
    format_datetime,
    from_hijri,
    local_date,
    parse_date,
    start_of_day,
    to_hijri,
)
from portal.kit.digits import to_arabic_indic

RIYADH = ZoneInfo("Asia/Riyadh")
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        "2026/11/21",
        "2026.11.21",
        "21/11/2026",
        "21-11-2026",
        "21.11.2026",
        "21 / 11 / 2026",
        "٢١/١١/٢٠٢٦",
        "٢٠٢٦-١١-٢١",
        "۲۰۲۶/۱۱/۲۱",
        "21/11/2026 م",
        "1448/06/11",
        "1448-6-11",
        "11/06/1448",
        "11/6/1448 هـ",
        "١١/٠٦/١٤٤٨هـ",
        "1448/06/11 AH",
        "\u200f1448/06/11\u200e",
    ],
)
def test_one_day_in_many_writings(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_empty"),
        (" \u200f", "date_empty"),
        ("tomorrow", "date_format"),
        ("2026-11", "date_format"),
        ("21/11/26", "date_format"),
        ("2026/11-21", "date_format"),
        ("2026-11-2026", "date_format"),
        ("202-11-21", "date_format"),
        ("11/2026/21", "date_format"),
        ("2026-11-21T00:00:00", "date_format"),
        ("31/04/2026", "date_not_real"),
        ("29/02/2025", "date_not_real"),
        ("13/13/2026", "date_not_real"),
        ("1448/13/01", "date_not_real"),
        ("1448/06/31", "date_not_real"),
        ("1448/00/01", "date_not_real"),
        ("1342/01/01 هـ", "date_out_of_range"),
        ("1501/01/01 هـ", "date_out_of_range"),
        ("2026/01/01 هـ", "date_out_of_range"),
        ("1448/06/11 م", "date_out_of_range"),
        ("1899-12-31", "date_out_of_range"),
        ("2200-01-01", "date_out_of_range"),
        ("1700-01-01", "date_out_of_range"),
    ],
)
def test_unusable_dates(text: str, code: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        parse_date(text)
    assert caught.value.code == code


def test_leap_day_exists() -> None:
    assert parse_date("29/02/2028") == date(2028, 2, 29)


# Days published in the Umm al-Qura calendar: new years and the first days of Ramadan and Shawwal.
@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [
        ((1343, 1, 1), date(1924, 8, 1)),
        ((1445, 1, 1), date(2023, 7, 19)),
        ((1445, 9, 1), date(2024, 3, 11)),
        ((1445, 10, 1), date(2024, 4, 10)),
        ((1446, 9, 1), date(2025, 3, 1)),
        ((1446, 12, 9), date(2025, 6, 5)),
        ((1448, 6, 11), DAY),
        ((1500, 12, 30), date(2077, 11, 16)),
    ],
)
def test_hijri_days(hijri: tuple[int, int, int], gregorian: date) -> None:
    assert to_hijri(gregorian) == HijriDate(*hijri)
    assert from_hijri(*hijri) == gregorian


@pytest.mark.parametrize("day", [date(1924, 7, 31), date(2077, 11, 17)])
def test_hijri_ends_with_its_table(day: date) -> None:
    with pytest.raises(InvalidDate) as caught:
        to_hijri(day)
    assert caught.value.code == "date_out_of_range"
    assert format_date(day, "ar", hijri=True) == format_date(day, "ar")


@pytest.mark.parametrize(
    ("locale", "options", "expected"),
    [
        ("ar", {}, "21 نوفمبر 2026"),
        ("ar_SA", {}, "21 نوفمبر 2026"),
        ("en", {}, "21 November 2026"),
        ("ar", {"hijri": True}, "11 جمادى الآخرة 1448 هـ"),
        ("en", {"hijri": True}, "11 Jumada al-Akhirah 1448 AH"),
        ("ar", {"arabic_digits": True}, "٢١ نوفمبر ٢٠٢٦"),
        ("ar", {"hijri": True, "arabic_digits": True}, "١١ جمادى الآخرة ١٤٤٨ هـ"),
        ("en", {"arabic_digits": True}, "21 November 2026"),
    ],
)
def test_format_date(locale: str, options: dict[str, bool], expected: str) -> None:
    assert format_date(DAY, locale, **options) == expected


def test_the_fourth_month_has_its_official_name() -> None:
    assert format_date(from_hijri(1448, 4, 1), "ar", hijri=True) == "1 ربيع الآخر 1448 هـ"


def test_format_datetime_in_the_zone() -> None:
    moment = datetime(2026, 11, 21, 21, 5, tzinfo=UTC)
    assert format_datetime(moment, "ar", RIYADH) == "22 نوفمبر 2026، 00:05"
    assert format_datetime(moment, "en", RIYADH) == "22 November 2026, 00:05"
    assert format_datetime(moment.replace(tzinfo=None), "en", UTC) == "21 November 2026, 21:05"
    assert (
        format_datetime(moment, "ar", RIYADH, hijri=True, arabic_digits=True)
        == "١٢ جمادى الآخرة ١٤٤٨ هـ، ٠٠:٠٥"
    )


def test_a_day_ends_at_midnight_in_riyadh() -> None:
    end = end_of_day(date(2026, 11, 30), RIYADH)
    assert end == datetime(2026, 11, 30, 21, tzinfo=UTC)
    assert end.tzinfo is UTC
    assert local_date(end - timedelta(microseconds=1), RIYADH) == date(2026, 11, 30)
    assert local_date(end, RIYADH) == date(2026, 12, 1)
    assert start_of_day(date(2026, 12, 1), RIYADH) == end


def test_a_midnight_that_the_clock_skips() -> None:
    # In Cairo summer time begins at midnight: 24 April 2026 starts at 01:00.
    cairo = ZoneInfo("Africa/Cairo")
    end = end_of_day(date(2026, 4, 23), cairo)
    assert local_date(end - timedelta(microseconds=1), cairo) == date(2026, 4, 23)
    assert local_date(end, cairo) == date(2026, 4, 24)


hijri_days = st.dates(min_value=date(1924, 8, 1), max_value=date(2077, 11, 16))


@given(hijri_days, st.booleans())
def test_hijri_round_trip(day: date, arabic: bool) -> None:
    hijri = to_hijri(day)
    text = to_arabic_indic(hijri.isoformat()) if arabic else hijri.isoformat()
    assert parse_date(text) == day
    assert parse_date(f"{hijri.day}/{hijri.month}/{hijri.year} هـ") == day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.booleans())
def test_gregorian_round_trip(day: date, arabic: bool) -> None:
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        assert parse_date(to_arabic_indic(text) if arabic else text) == day


@given(st.text(alphabet="0123456789٠١٢٣/-. هـمAH", max_size=14))
def test_any_text_is_a_date_or_an_invalid_date(text: str) -> None:
    # Any other exception fails the test: the parser may only answer or raise InvalidDate.
    with suppress(InvalidDate):
        assert 1900 <= parse_date(text).year < 2200


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_every_moment_lies_in_its_local_day(moment: datetime) -> None:
    for zone in (RIYADH, ZoneInfo("Africa/Cairo"), ZoneInfo("America/New_York")):
        day = local_date(moment, zone)
        at = moment.replace(tzinfo=UTC)
        assert start_of_day(day, zone) <= at < end_of_day(day, zone)
