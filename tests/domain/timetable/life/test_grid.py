"""Half hours of a real week: zones, nights the clocks change, closed days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.timetable.busy import Busy, BusyKind
from stepwell.domain.timetable.life.grid import Grid
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

NEW_YORK, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
SPRING, FALL = Week(2026, 10), Week(2026, 44)
EVERY_DAY = dict.fromkeys(range(7), (0, 24 * 60))


def test_nothing_begins_in_the_hours_that_clocks_skip_or_repeat() -> None:
    for week in (SPRING, FALL):
        grid = Grid.of(week, NEW_YORK, EVERY_DAY)
        steps = {
            b - a for a, b in zip(grid.starts, grid.starts[1:], strict=False) if b - a < timedelta(hours=2)
        }

        assert steps == {timedelta(minutes=30)}
        assert len(grid.slots) == 7 * 38


def test_six_in_the_evening_stays_six_when_the_clocks_change() -> None:
    grid = Grid.of(SPRING, NEW_YORK, EVERY_DAY)
    saturday, sunday = grid.exactly(date(2026, 3, 7), time(18)), grid.exactly(date(2026, 3, 8), time(18))

    assert saturday is not None
    assert sunday is not None
    assert grid.starts[saturday] == datetime(2026, 3, 7, 23, tzinfo=UTC)
    assert grid.starts[sunday] == datetime(2026, 3, 8, 22, tzinfo=UTC)


def test_a_night_shift_into_the_week_takes_mondays_morning() -> None:
    grid = Grid.of(FALL, CHICAGO, EVERY_DAY)
    shift = Busy(BusyKind.WORK_SHIFT, time(22), time(6), weekdays=frozenset({6}))

    days = [FALL.monday + timedelta(days=number) for number in range(-1, 8)]
    taken = grid.touched_by(shift.spans_in(days, CHICAGO))

    assert {(grid.day(slot), grid.clock(slot)) for slot in taken} == {
        (FALL.monday, time(5)),
        (FALL.monday, time(5, 30)),
        (FALL.sunday, time(22)),
        (FALL.sunday, time(22, 30)),
        (FALL.sunday, time(23)),
        (FALL.sunday, time(23, 30)),
    }


def test_a_shift_told_in_another_zone_lies_an_hour_off() -> None:
    grid = Grid.of(Week(2026, 20), NEW_YORK, EVERY_DAY)
    shift = Busy(BusyKind.WORK_SHIFT, time(8), time(9), weekdays=frozenset({0}))

    taken = grid.touched_by(shift.spans_in(Week(2026, 20), CHICAGO))

    assert {grid.clock(slot) for slot in taken} == {time(9), time(9, 30)}


def test_what_is_touched_by_a_minute_is_taken_whole() -> None:
    grid = Grid.of(Week(2026, 20), NEW_YORK, EVERY_DAY)
    begin = datetime(2026, 5, 11, 13, 29, tzinfo=UTC)

    taken = grid.touched_by([Span(begin, begin + timedelta(minutes=2))])

    assert {grid.clock(slot) for slot in taken} == {time(9), time(9, 30)}


def test_a_leap_day_is_a_day_like_others() -> None:
    grid = Grid.of(Week.of(date(2028, 2, 29)), NEW_YORK, EVERY_DAY)

    slot = grid.exactly(date(2028, 2, 29), time(9))

    assert slot is not None
    assert grid.starts[slot] == datetime(2028, 2, 29, 14, tzinfo=UTC)


def test_a_closed_day_has_no_slots() -> None:
    grid = Grid.of(Week(2026, 20), NEW_YORK, EVERY_DAY, closed=[date(2026, 5, 13)])

    assert {slot.day for slot in grid.slots} == {0, 1, 3, 4, 5, 6}
    assert grid.find(2, 9 * 60) is None


def test_a_quarter_to_is_taken_for_the_hour() -> None:
    grid = Grid.of(Week(2026, 20), NEW_YORK, EVERY_DAY)

    assert grid.find(0, 10 * 60 + 45) == grid.find(0, 11 * 60)


@given(
    st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "UTC"]),
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
def test_in_every_week_everywhere_slots_are_half_hours_in_order(zone: str, day: date) -> None:
    grid = Grid.of(Week.of(day), ZoneInfo(zone), EVERY_DAY)

    assert list(grid.starts) == sorted(set(grid.starts))
    for slot in range(len(grid.slots)):
        civil = grid.starts[slot].astimezone(ZoneInfo(zone))
        assert (civil.date(), civil.time()) == (grid.day(slot), grid.clock(slot))
