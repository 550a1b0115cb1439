"""Working hours: when an SLA clock runs.

The Saudi default follows the Labour Law: eight hours a day and six in Ramadan (article 98), and
the holidays of its executive regulations (article 24): four days of Eid al-Fitr from the day
after 29 Ramadan, four of Eid al-Adha from the day of Arafat (9 Dhu al-Hijja), the National Day
(23 September), and the Founding Day (22 February). Hijri days are Umm al-Qura's; a firm adds the
days that are announced differently. Moments are UTC in and out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from portal.kit.dates import InvalidDate, from_hijri, to_hijri

Interval = tuple[time, time]
Week = Mapping[int, tuple[Interval, ...]]

RAMADAN: Final = 9
_MICROSECONDS_PER_HOUR: Final = 3_600_000_000
_MOST_DAYS_OFF: Final = 400
_MIDNIGHT: Final = time()


class InvalidCalendar(ValueError):
    """A calendar that makes no sense. `code`: calendar_weekday, calendar_interval,
    calendar_without_working_time."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class HijriHoliday:
    """Days off every Hijri year: `days` of them, the first `delay` days after `day` of `month`."""

    month: int
    day: int
    days: int
    delay: int = 0


EID_AL_FITR: Final = HijriHoliday(month=9, day=29, days=4, delay=1)
EID_AL_ADHA: Final = HijriHoliday(month=12, day=9, days=4)
FOUNDING_DAY: Final = (2, 22)
NATIONAL_DAY: Final = (9, 23)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When a firm works.

    `week` maps `date.weekday()` (Monday is 0) to the day's intervals of local time, in order; an
    end of 00:00 is midnight. `ramadan` replaces it in Ramadan. `holidays` are single days off,
    `yearly` (month, day) of the Gregorian year, `hijri_holidays` those of the Hijri year.
    Raises InvalidCalendar.
    """

    tz: ZoneInfo
    week: Week
    ramadan: Week | None = None
    holidays: frozenset[date] = frozenset()
    yearly: tuple[tuple[int, int], ...] = ()
    hijri_holidays: tuple[HijriHoliday, ...] = ()

    def __post_init__(self) -> None:
        for week in (self.week, self.ramadan or {}):
            for weekday, intervals in week.items():
                if weekday not in range(7):
                    raise InvalidCalendar("calendar_weekday")
                _check_intervals(intervals)

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is off beside the weekly rest."""
        if day in self.holidays or (day.month, day.day) in self.yearly:
            return True
        if not self.hijri_holidays:
            return False
        hijri = _hijri_month(day)
        return hijri is not None and any(
            day in _hijri_days(holiday, hijri[0]) for holiday in self.hijri_holidays
        )

    def intervals_on(self, day: date) -> tuple[Interval, ...]:
        """The working intervals of `day` in local time; none on a day off."""
        if self.is_holiday(day):
            return ()
        week = self.week
        if self.ramadan is not None:
            hijri = _hijri_month(day)
            if hijri is not None and hijri[1] == RAMADAN:
                week = self.ramadan
        return tuple(week.get(day.weekday(), ()))

    def spans_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working intervals of `day` as moments in UTC."""
        return [
            (self._moment(day, start), self._moment(_end_day(day, end), end))
            for start, end in self.intervals_on(day)
        ]

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.tz).astimezone(UTC)


def _end_day(day: date, end: time) -> date:
    return day + timedelta(days=1) if end == _MIDNIGHT else day


def _check_intervals(intervals: tuple[Interval, ...]) -> None:
    before = -1
    for start, end in intervals:
        first = start.hour * 60 + start.minute
        last = end.hour * 60 + end.minute or 24 * 60
        if start.tzinfo or end.tzinfo or first < before or last <= first:
            raise InvalidCalendar("calendar_interval")
        before = last


@lru_cache(maxsize=8192)
def _hijri_month(day: date) -> tuple[int, int] | None:
    """(year, month) of a day; None where the Umm al-Qura table ends."""
    try:
        hijri = to_hijri(day)
    except InvalidDate:
        return None
    return hijri.year, hijri.month


@lru_cache(maxsize=1024)
def _hijri_days(holiday: HijriHoliday, year: int) -> frozenset[date]:
    first = from_hijri(year, holiday.month, holiday.day) + timedelta(days=holiday.delay)
    return frozenset(first + timedelta(days=n) for n in range(holiday.days))


def _every(days: tuple[int, ...], *intervals: Interval) -> Week:
    return MappingProxyType(dict.fromkeys(days, intervals))


SUNDAY_TO_THURSDAY: Final = (6, 0, 1, 2, 3)

SAUDI: Final = WorkCalendar(
    tz=ZoneInfo("Asia/Riyadh"),
    week=_every(SUNDAY_TO_THURSDAY, (time(8), time(12)), (time(13), time(17))),
    ramadan=_every(SUNDAY_TO_THURSDAY, (time(10), time(16))),
    yearly=(FOUNDING_DAY, NATIONAL_DAY),
    hijri_holidays=(EID_AL_FITR, EID_AL_ADHA),
)
"""Sunday to Thursday, 8-12 and 13-17 in Riyadh; 10-16 in Ramadan; public holidays off."""


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _spans_from(moment: datetime, calendar: WorkCalendar) -> Iterator[tuple[datetime, datetime]]:
    """Working spans that end after `moment`, the first cut at it; InvalidCalendar when none comes
    for over a year."""
    day = moment.astimezone(calendar.tz).date()
    idle = 0
    while idle < _MOST_DAYS_OFF:
        spans = [(start, end) for start, end in calendar.spans_on(day) if end > moment]
        idle = 0 if spans else idle + 1
        for start, end in spans:
            yield max(start, moment), end
        day += timedelta(days=1)
    raise InvalidCalendar("calendar_without_working_time")


def add_working_hours(start: datetime, hours: Decimal | int, calendar: WorkCalendar) -> datetime:
    """The moment (UTC) when `hours` of working time after `start` have passed.

    Zero hours give `start` itself; hours that fill a day end with that day, not at the opening of
    the next. A moment without a zone is UTC. ValueError for negative hours; InvalidCalendar when
    the calendar never works.
    """
    moment = _utc(start)
    left = timedelta(microseconds=int(Decimal(hours) * _MICROSECONDS_PER_HOUR))
    if left < timedelta(0):
        raise ValueError("working hours to add must not be negative")
    if not left:
        return moment
    for begin, end in _spans_from(moment, calendar):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("unreachable: the spans go on until they raise")


def working_hours_between(a: datetime, b: datetime, calendar: WorkCalendar) -> Decimal:
    """Hours of working time from `a` to `b`; negative when `b` comes first."""
    first, last = _utc(a), _utc(b)
    if last < first:
        return -working_hours_between(b, a, calendar)
    total = timedelta(0)
    day, end_day = (m.astimezone(calendar.tz).date() for m in (first, last))
    while day <= end_day:
        for start, end in calendar.spans_on(day):
            total += max(min(end, last) - max(start, first), timedelta(0))
        day += timedelta(days=1)
    return Decimal(total // timedelta(microseconds=1)) / _MICROSECONDS_PER_HOUR


def is_working(moment: datetime, calendar: WorkCalendar) -> bool:
    """Whether `moment` lies in working time; the end of an interval no longer does."""
    at = _utc(moment)
    day = at.astimezone(calendar.tz).date()
    return any(start <= at < end for start, end in calendar.spans_on(day))
