"""Reaching people only when it is safe for them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.wording.safe_hours import NoSafeHours, SafeHours, next_safe

ZONE = ZoneInfo("America/New_York")
windows = st.builds(SafeHours, st.integers(0, 6), st.times(), st.times())
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def local(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def test_inside_the_hours_is_now() -> None:
    assert next_safe(local(3, 19), [SafeHours(1, time(18), time(20))], ZONE) == local(3, 19)


def test_the_end_is_no_longer_safe() -> None:
    assert next_safe(local(3, 20), [SafeHours(1, time(18), time(20))], ZONE) == local(10, 18)


def test_hours_over_midnight_are_safe_on_the_next_day() -> None:
    night = [SafeHours(1, time(22), time(2))]
    assert next_safe(local(4, 1, 59), night, ZONE) == local(4, 1, 59)
    assert next_safe(local(4, 2), night, ZONE) == local(10, 22)


def test_midnight_to_midnight_is_the_whole_day() -> None:
    tuesday = [SafeHours(1, time(0), time(0))]
    assert next_safe(local(3, 23, 59), tuesday, ZONE) == local(3, 23, 59)
    assert next_safe(local(4, 0), tuesday, ZONE) == local(10, 0)


def test_six_stays_six_when_the_clocks_change() -> None:
    evening = [SafeHours(6, time(18), time(20))]
    assert next_safe(local(7, 12), evening, ZONE).isoformat() == "2026-03-08T18:00:00-04:00"


def test_hours_that_the_clock_skips_come_back_the_week_after() -> None:
    odd = [SafeHours(6, time(2, 15), time(2, 45))]
    assert next_safe(local(8, 0), odd, ZONE).isoformat() == "2026-03-08T03:15:00-04:00"
    lost = [SafeHours(6, time(2, 30), time(3))]
    assert next_safe(local(8, 0), lost, ZONE).isoformat() == "2026-03-15T02:30:00-04:00"


def test_without_hours_no_moment_is_safe() -> None:
    with pytest.raises(NoSafeHours):
        next_safe(local(3, 12), [], ZONE)


@given(instants, st.lists(windows, min_size=1, max_size=5))
def test_the_answer_is_safe_not_earlier_and_within_two_weeks(at: datetime, hours: list[SafeHours]) -> None:
    answer = next_safe(at, hours, ZONE)
    assert at <= answer <= at + timedelta(days=15)
    assert next_safe(answer, hours, ZONE) == answer


@given(instants, st.lists(windows, min_size=1, max_size=5), windows)
def test_more_safe_hours_never_make_anybody_wait_longer(
    at: datetime, hours: list[SafeHours], more: SafeHours
) -> None:
    assert next_safe(at, [*hours, more], ZONE) <= next_safe(at, hours, ZONE)


def test_an_eighth_weekday_cannot_be_held() -> None:
    with pytest.raises(ValueError, match="Weekdays"):
        SafeHours(7, time(18), time(20))
