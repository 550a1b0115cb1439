"""Dates as people write them, Gregorian and Hijri, and days in a workspace's time zone.

Hijri dates are those of the Umm al-Qura calendar, the Saudi civil calendar, which the library
`hijridate` covers from 1343 to 1500 AH (1 August 1924 to 16 November 2077). Dates are stored
Gregorian and moments in UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, NamedTuple

from babel.dates import format_date as babel_format_date
from hijridate import Gregorian, Hijri

from portal.kit.digits import to_arabic_indic, to_western
from portal.kit.text import strip_format_characters

Language = Literal["ar", "en"]

HIJRI_YEARS: Final = range(1343, 1501)
GREGORIAN_YEARS: Final = range(1900, 2200)

_DATE = re.compile(
    r"(\d{1,4})\s*([/\-.])\s*(\d{1,2})\s*\2\s*(\d{1,4})\s*(هـ|ه|م|AH|CE|AD|H)?\.?", re.IGNORECASE
)
# The Umm al-Qura calendar writes الآخر where the library has الثاني.
_OFFICIAL_MONTHS: Final[dict[tuple[Language, int], str]] = {("ar", 4): "ربيع الآخر"}
_HIJRI_MARKS: Final = frozenset({"هـ", "ه", "ah", "h"})


class InvalidDate(ValueError):
    """Text or a day that is no usable date. `code`: date_empty, date_format, date_not_real
    (such as 31 April), date_out_of_range."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class HijriDate(NamedTuple):
    """A day of the Umm al-Qura calendar."""

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def to_hijri(day: date) -> HijriDate:
    """The Hijri date of `day`; InvalidDate `date_out_of_range` outside 1343-1500 AH."""
    try:
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except (OverflowError, ValueError) as error:
        raise InvalidDate("date_out_of_range") from error
    return HijriDate(hijri.year, hijri.month, hijri.day)


def from_hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri date.

    InvalidDate: `date_out_of_range` for the year, `date_not_real` for the month or day.
    """
    if year not in HIJRI_YEARS:
        raise InvalidDate("date_out_of_range")
    try:
        gregorian = Hijri(year, month, day).to_gregorian()
    except (OverflowError, ValueError) as error:
        raise InvalidDate("date_not_real") from error
    return date(gregorian.year, gregorian.month, gregorian.day)


def parse_date(text: str) -> date:
    """The day that a person typed: `2026-11-21`, `21/11/2026`, `1448/06/11`, `٢١/١١/٢٠٢٦`.

    Year first or last, always with four digits; else day before month. A year from 1343 to 1500,
    or the mark هـ (AH), makes it Hijri; م (CE) says Gregorian. Gregorian years go from 1900 to
    2199. Raises InvalidDate.
    """
    cleaned = " ".join(to_western(strip_format_characters(text)).split())
    if not cleaned:
        raise InvalidDate("date_empty")
    match = _DATE.fullmatch(cleaned)
    if match is None:
        raise InvalidDate("date_format")
    first, _, middle, last, mark = match.groups()
    if len(first) == 4 and len(last) <= 2:
        year, month, day = int(first), int(middle), int(last)
    elif len(last) == 4 and len(first) <= 2:
        year, month, day = int(last), int(middle), int(first)
    else:
        raise InvalidDate("date_format")
    marked_hijri = mark is not None and mark.casefold() in _HIJRI_MARKS
    if marked_hijri or (mark is None and year in HIJRI_YEARS):
        return from_hijri(year, month, day)
    if year not in GREGORIAN_YEARS:
        raise InvalidDate("date_out_of_range")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidDate("date_not_real") from error


def _language(locale: str) -> Language:
    return "ar" if locale.replace("-", "_").partition("_")[0] == "ar" else "en"


def _write_hijri(day: date, language: Language) -> str:
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    era = "هـ" if language == "ar" else "AH"
    month = _OFFICIAL_MONTHS.get((language, hijri.month)) or hijri.month_name(language)
    return f"{hijri.day} {month} {hijri.year} {era}"


def format_date(day: date, locale: str, *, hijri: bool = False, arabic_digits: bool = False) -> str:
    """`21 نوفمبر 2026` (ar), `21 November 2026` (else); with `hijri` `11 جمادى الآخرة 1448 هـ`.

    A Hijri date stands alone: put it beside the Gregorian one where the reader asked. Outside the
    Hijri calendar's table the Gregorian date is written instead. `arabic_digits` for Arabic only.
    """
    language = _language(locale)
    try:
        written = _write_hijri(day, language) if hijri else _write_gregorian(day, language)
    except OverflowError:
        written = _write_gregorian(day, language)
    return to_arabic_indic(written) if arabic_digits and language == "ar" else written


def _write_gregorian(day: date, language: str) -> str:
    return babel_format_date(day, "d MMMM y", locale=language)


def format_datetime(
    moment: datetime,
    locale: str,
    tz: tzinfo,
    *,
    hijri: bool = False,
    arabic_digits: bool = False,
) -> str:
    """`21 نوفمبر 2026، 14:30` or `21 November 2026, 14:30`, in the zone `tz`.

    `moment` is UTC; one without a zone is taken as UTC, as SQLite returns them.
    """
    local = _aware(moment).astimezone(tz)
    arabic = _language(locale) == "ar"
    written = format_date(local.date(), locale, hijri=hijri, arabic_digits=arabic_digits)
    clock = f"{local:%H:%M}"
    if arabic:
        return f"{written}، {to_arabic_indic(clock) if arabic_digits else clock}"
    return f"{written}, {clock}"


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def local_date(moment: datetime, tz: tzinfo) -> date:
    """The calendar day of `moment` (UTC, or without a zone and taken as UTC) in the zone `tz`."""
    return _aware(moment).astimezone(tz).date()


def start_of_day(day: date, tz: tzinfo) -> datetime:
    """The first moment of `day` in the zone `tz`, in UTC."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def end_of_day(day: date, tz: tzinfo) -> datetime:
    """The midnight after `day` in the zone `tz`, in UTC: the first moment that is too late.

    A quotation valid until the 30th is valid while `now < end_of_day(30th, Riyadh)`.
    """
    return start_of_day(day + timedelta(days=1), tz)
