"""Weeks and the clock on the wall, on ordinary days and in the two odd nights."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.civil import at_site, start_of
from stepwell.kernel.weeks import NotAWeek, Week

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "America/Phoenix",
        "America/Santiago",
        "Pacific/Honolulu",
        "Australia/Lord_Howe",
    )
]
days = st.dates(date(2000, 1, 3), date(2060, 12, 26))
zones = st.sampled_from(ZONES)


@given(days)
def test_a_week_holds_its_day_and_seven_in_all(day: date) -> None:
    week = Week.of(day)
    assert day in week.days
    assert len(week.days) == 7
    assert (week.days[0], week.days[-1]) == (week.monday, week.sunday)


@given(days)
def test_next_and_previous_undo_each_other(day: date) -> None:
    week = Week.of(day)
    assert week.next().previous() == week == week.previous().next()
    assert week < week.next()


@given(days)
def test_a_week_survives_being_written_down(day: date) -> None:
    assert Week.parse(str(Week.of(day))) == Week.of(day)


@given(days, zones)
def test_weeks_follow_one_another_without_a_gap(day: date, zone: ZoneInfo) -> None:
    week = Week.of(day)
    assert week.span(zone).end == week.next().span(zone).start


@given(st.datetimes(datetime(2000, 1, 4), datetime(2060, 12, 20), timezones=st.just(UTC)), zones)
def test_the_week_at_an_instant_contains_it(instant: datetime, zone: ZoneInfo) -> None:
    assert Week.at(instant, zone).span(zone).contains(instant)


@pytest.mark.parametrize(
    "text", ["2026-10", "2026-W1", "2026-W00", "2027-W53", "W10", "2026-W1٣", "9999-W52", "0001-W01"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(NotAWeek):
        Week.parse(text)


def test_an_instant_has_no_week_without_a_site() -> None:
    with pytest.raises(NotAWeek, match="depends on where"):
        Week.of(datetime(2026, 3, 2, tzinfo=UTC))


@given(days, st.times(), zones)
def test_the_clock_shows_the_time_asked_for_or_one_the_gap_later(
    day: date, asked: time, zone: ZoneInfo
) -> None:
    shown = at_site(day, asked, zone)
    shift = shown.replace(tzinfo=None) - datetime.combine(day, asked)
    assert shift in (timedelta(), timedelta(minutes=30), timedelta(hours=1))


def test_a_time_that_comes_twice_is_its_first_coming() -> None:
    first = at_site(date(2026, 11, 1), time(1, 30), ZONES[0])
    assert first.astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert at_site(date(2026, 11, 1), time(1, 30, fold=1), ZONES[0]) == first


def test_a_day_may_start_at_one() -> None:
    assert start_of(date(2026, 9, 6), ZoneInfo("America/Santiago")).hour == 1


def test_a_time_at_a_site_brings_no_zone_of_its_own() -> None:
    with pytest.raises(ValueError, match="none of its own"):
        at_site(date(2026, 3, 2), time(18, tzinfo=UTC), ZONES[0])
