"""Minutes credited: what was really attended, breaks excluded, never rounded up."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.hours.attended import LeftBeforeComing, credited_minutes
from stepwell.kernel.spans import NotASpan, Span

SIX = datetime(2026, 3, 3, 18, tzinfo=UTC)
EVENING = Span(SIX, SIX + timedelta(hours=3))


def after(minutes: int, seconds: int = 0) -> datetime:
    return SIX + timedelta(minutes=minutes, seconds=seconds)


BREAK = Span(after(90), after(105))
seconds = st.integers(-3600, 4 * 3600).map(lambda number: SIX + timedelta(seconds=number))


def test_the_whole_evening_is_credited_without_its_break() -> None:
    assert credited_minutes(EVENING, [BREAK], after(0), after(180)) == 165


def test_coming_early_and_staying_late_adds_nothing() -> None:
    assert credited_minutes(EVENING, [], after(-30), after(240)) == 180


def test_nothing_is_credited_to_somebody_nobody_saw() -> None:
    assert credited_minutes(EVENING, [], None, None) == 0


def test_who_was_not_seen_leaving_stayed_to_the_end() -> None:
    assert credited_minutes(EVENING, [BREAK], after(10), None) == 155


def test_seconds_are_added_up_before_they_are_dropped() -> None:
    assert credited_minutes(EVENING, [BREAK], after(89, 30), after(105, 30)) == 1
    assert credited_minutes(EVENING, [], after(0, 1), after(60)) == 59


def test_breaks_that_overlap_are_taken_away_once() -> None:
    again = Span(after(100), after(110))
    assert credited_minutes(EVENING, [again, BREAK], after(0), None) == 160


def test_a_break_outside_the_stay_takes_nothing() -> None:
    assert credited_minutes(EVENING, [BREAK], after(120), after(180)) == 60


def test_coming_after_the_end_is_credited_nothing() -> None:
    assert credited_minutes(EVENING, [], after(181), after(200)) == 0
    assert credited_minutes(EVENING, [], after(200), after(200)) == 0


def test_leaving_before_coming_is_a_mistake_to_be_told() -> None:
    with pytest.raises(LeftBeforeComing):
        credited_minutes(EVENING, [], after(60), after(30))


def test_coming_after_the_block_without_a_time_of_leaving_is_not_a_mistake_of_the_person() -> None:
    assert credited_minutes(EVENING, [], after(185), None) == 0


def test_a_session_without_an_end_cannot_be_credited() -> None:
    with pytest.raises(NotASpan):
        credited_minutes(Span(SIX), [], SIX, None)


def test_the_hour_that_comes_twice_is_counted_twice() -> None:
    zone = ZoneInfo("America/New_York")
    came_at = datetime(2026, 11, 1, 1, 30, tzinfo=zone)
    left_at = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=zone)
    night = Span(came_at, came_at + timedelta(hours=3))
    assert credited_minutes(night, [], came_at, left_at) == 45


@given(seconds, seconds)
def test_never_more_than_was_there(one: datetime, other: datetime) -> None:
    came_at, left_at = min(one, other), max(one, other)
    credited = credited_minutes(EVENING, [BREAK], came_at, left_at)
    assert 0 <= credited <= EVENING.minutes - BREAK.minutes
    assert timedelta(minutes=credited) <= left_at - came_at


@given(seconds, seconds, seconds)
def test_staying_longer_never_credits_less(one: datetime, two: datetime, three: datetime) -> None:
    came_at, earlier, later = sorted([one, two, three])
    assert credited_minutes(EVENING, [BREAK], came_at, earlier) <= credited_minutes(
        EVENING, [BREAK], came_at, later
    )
