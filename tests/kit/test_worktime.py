from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.dates import from_hijri
from portal.kit.worktime import (
    SAUDI,
    InvalidCalendar,
    WorkCalendar,
    add_working_hours,
    is_working,
    working_hours_between,
)

RIYADH = ZoneInfo("Asia/Riyadh")
D = Decimal


def at(text: str) -> datetime:
    """A moment of Riyadh's clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=RIYADH).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # 22 November 2026 is a Sunday.
        ("2026-11-22T08:00", 1, "2026-11-22T09:00"),
        ("2026-11-22T06:00", 1, "2026-11-22T09:00"),
        ("2026-11-22T11:00", 2, "2026-11-22T14:00"),  # over the break
        ("2026-11-22T08:00", 4, "2026-11-22T12:00"),
        ("2026-11-22T08:00", 8, "2026-11-22T17:00"),  # ends with the day, not at next opening
        ("2026-11-22T16:00", 2, "2026-11-23T09:00"),
        ("2026-11-26T16:00", 2, "2026-11-29T09:00"),  # Thursday to Sunday
        ("2026-11-27T10:00", 1, "2026-11-29T09:00"),  # from a Friday
        ("2026-11-22T08:00", "0.5", "2026-11-22T08:30"),
        ("2026-11-22T08:00", 40, "2026-11-26T17:00"),
        ("2026-02-19T10:00", 7, "2026-02-23T11:00"),  # Ramadan, Founding Day on a Sunday
        ("2026-09-22T16:00", 2, "2026-09-24T09:00"),  # National Day, a Wednesday
        ("2026-11-22T03:00", 0, "2026-11-22T03:00"),
    ],
)
def test_add_working_hours(start: str, hours: str | int, end: str) -> None:
    assert add_working_hours(at(start), D(hours), SAUDI) == at(end)


def test_ramadan_has_six_hours() -> None:
    first = from_hijri(1447, 9, 1)
    assert first == date(2026, 2, 18)
    assert SAUDI.intervals_on(first) == ((time(10), time(16)),)
    assert SAUDI.intervals_on(first - timedelta(days=1)) == (
        (time(8), time(12)),
        (time(13), time(17)),
    )


def test_the_eids() -> None:
    # Ramadan 1447 has 30 days: the holiday begins on the 30th, the day after the 29th.
    fitr = [date(2026, 3, 19) + timedelta(days=n) for n in range(4)]
    assert from_hijri(1447, 9, 30) == fitr[0]
    adha = [from_hijri(1447, 12, 9) + timedelta(days=n) for n in range(4)]
    assert adha[0] == date(2026, 5, 26)
    for days in (fitr, adha):
        assert all(SAUDI.is_holiday(day) for day in days)
        assert not SAUDI.is_holiday(days[0] - timedelta(days=1))
        assert not SAUDI.is_holiday(days[-1] + timedelta(days=1))


def test_days_off_of_ones_own() -> None:
    calendar = replace(SAUDI, holidays=frozenset({date(2026, 11, 22)}), yearly=())
    assert add_working_hours(at("2026-11-22T08:00"), 1, calendar) == at("2026-11-23T09:00")
    assert not calendar.is_holiday(date(2026, 9, 23))


def test_is_working() -> None:
    assert is_working(at("2026-11-22T08:00"), SAUDI)
    assert not is_working(at("2026-11-22T12:00"), SAUDI)
    assert not is_working(at("2026-11-22T12:30"), SAUDI)
    assert is_working(at("2026-11-22T16:59"), SAUDI)
    assert not is_working(at("2026-11-22T17:00"), SAUDI)
    assert not is_working(at("2026-11-27T10:00"), SAUDI)
    assert is_working(at("2026-11-22T08:00").replace(tzinfo=None), SAUDI)


def test_hours_between() -> None:
    monday, sunday = at("2026-11-23T09:30"), at("2026-11-22T16:00")
    assert working_hours_between(sunday, monday, SAUDI) == D("2.5")
    assert working_hours_between(monday, sunday, SAUDI) == D("-2.5")
    assert working_hours_between(at("2026-11-27T00:00"), at("2026-11-29T08:00"), SAUDI) == 0


def test_after_the_hijri_table_only_the_gregorian_rules_are_left() -> None:
    assert not SAUDI.is_holiday(date(2080, 1, 1))
    assert SAUDI.is_holiday(date(2080, 9, 23))
    start = datetime(2080, 1, 1, 5, tzinfo=UTC)  # a Monday, 08:00
    assert add_working_hours(start, 8, SAUDI) == start + timedelta(hours=9)


def night_shift(zone: str) -> WorkCalendar:
    shift = ((time(0), time(6)), (time(22), time(0)))
    return WorkCalendar(tz=ZoneInfo(zone), week=dict.fromkeys(range(7), shift))


def test_midnight_as_an_end() -> None:
    calendar = night_shift("Asia/Riyadh")
    assert add_working_hours(at("2026-11-22T23:00"), 2, calendar) == at("2026-11-23T01:00")


def test_a_night_that_loses_an_hour_counts_what_passes() -> None:
    # New York, 8 March 2026: 02:00 becomes 03:00, so 0-6 lasts five hours.
    calendar = night_shift("America/New_York")
    midnight = datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert working_hours_between(midnight, midnight + timedelta(hours=12), calendar) == 5


@pytest.mark.parametrize(
    ("week", "code"),
    [
        ({7: ((time(8), time(9)),)}, "calendar_weekday"),
        ({0: ((time(9), time(8)),)}, "calendar_interval"),
        ({0: ((time(8), time(8)),)}, "calendar_interval"),
        ({0: ((time(8), time(12)), (time(11), time(13)))}, "calendar_interval"),
        ({0: ((time(8, tzinfo=UTC), time(12)),)}, "calendar_interval"),
    ],
)
def test_senseless_calendars(week: dict[int, tuple[tuple[time, time], ...]], code: str) -> None:
    with pytest.raises(InvalidCalendar) as caught:
        WorkCalendar(tz=RIYADH, week=week)
    assert caught.value.code == code
    with pytest.raises(InvalidCalendar):
        WorkCalendar(tz=RIYADH, week={}, ramadan=week)


def test_a_calendar_that_never_works_does_not_hang() -> None:
    with pytest.raises(InvalidCalendar) as caught:
        add_working_hours(at("2026-11-22T08:00"), 1, WorkCalendar(tz=RIYADH, week={}))
    assert caught.value.code == "calendar_without_working_time"


def test_negative_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_hours(at("2026-11-22T08:00"), -1, SAUDI)


moments = st.datetimes(
    min_value=datetime(2024, 1, 1), max_value=datetime(2032, 1, 1), timezones=st.just(UTC)
)
hours = st.decimals(min_value=0, max_value=200, places=2)
calendars = st.sampled_from([SAUDI, night_shift("Africa/Cairo"), night_shift("Europe/Berlin")])


@given(moments, hours, calendars)
def test_adding_then_measuring_gives_the_hours_back(
    start: datetime, amount: Decimal, calendar: WorkCalendar
) -> None:
    end = add_working_hours(start, amount, calendar)
    assert end >= start
    assert working_hours_between(start, end, calendar) == amount


@given(moments, hours, hours, calendars)
def test_adding_in_two_steps_is_adding_at_once(
    start: datetime, first: Decimal, second: Decimal, calendar: WorkCalendar
) -> None:
    twice = add_working_hours(add_working_hours(start, first, calendar), second, calendar)
    assert twice == (
        add_working_hours(start, first + second, calendar)
        if second
        else add_working_hours(start, first, calendar)
    )


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), calendars)
def test_working_time_is_no_longer_than_time(
    start: datetime, length: timedelta, calendar: WorkCalendar
) -> None:
    worked = working_hours_between(start, start + length, calendar)
    assert 0 <= worked <= D(length // timedelta(microseconds=1)) / 3_600_000_000
