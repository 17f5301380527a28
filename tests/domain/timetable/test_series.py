"""Weekly sessions by the clock on the wall."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.timetable.series import occurrences
from stepwell.kernel.spans import NotASpan

ZONE = ZoneInfo("America/New_York")
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(st.integers(0, 6), st.times(), st.integers(1, 300), days, st.integers(1, 120))
def test_every_session_is_on_its_weekday_inside_the_dates(
    weekday: int, at_time: time, minutes: int, first: date, length: int
) -> None:
    until = first + timedelta(days=length)
    found = occurrences(weekday, at_time, minutes, ZONE, first, until)
    local = [session.start.astimezone(ZONE).date() for session in found]
    assert local == [
        day for day in (first + timedelta(days=n) for n in range(length)) if day.weekday() == weekday
    ]
    assert all(session.minutes == minutes for session in found)


@given(days)
def test_six_in_the_evening_is_six_in_every_season(first: date) -> None:
    year = occurrences(1, time(18), 180, ZONE, first, first + timedelta(days=365))
    assert {session.start.astimezone(ZONE).time() for session in year} == {time(18)}


def test_the_hour_that_comes_twice_does_not_lengthen_a_session() -> None:
    (night,) = occurrences(6, time(0, 30), 180, ZONE, date(2026, 11, 1), date(2026, 11, 2))
    assert night.minutes == 180


def test_a_skipped_day_leaves_a_gap_and_moves_nothing() -> None:
    found = occurrences(3, time(18), 60, ZONE, date(2026, 11, 19), date(2026, 12, 4), {date(2026, 11, 26)})
    assert [session.start.astimezone(ZONE).day for session in found] == [19, 3]


def test_until_is_not_included() -> None:
    assert occurrences(1, time(18), 60, ZONE, date(2026, 3, 3), date(2026, 3, 3)) == []


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_weekday_that_is_none_is_refused(weekday: int) -> None:
    with pytest.raises(ValueError, match="Weekdays"):
        occurrences(weekday, time(18), 60, ZONE, date(2026, 3, 3), date(2026, 3, 4))


def test_a_session_without_minutes_is_refused() -> None:
    with pytest.raises(NotASpan):
        occurrences(1, time(18), 0, ZONE, date(2026, 3, 3), date(2026, 3, 4))
