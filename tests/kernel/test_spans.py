"""Spans: half-open, in UTC, and right in the nights the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import DateSpan, NotASpan, OpenSpan, Span

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 3, 2, tzinfo=UTC)


def span(start: int, end: int | None) -> Span:
    """Minutes after START."""
    return Span(START + timedelta(minutes=start), None if end is None else START + timedelta(minutes=end))


@st.composite
def spans(draw: st.DrawFn, may_be_open: bool = True) -> Span:
    start = draw(st.integers(0, 60))
    length = draw(st.integers(1, 60))
    return span(start, None if may_be_open and draw(st.integers(0, 9)) == 0 else start + length)


minutes = st.integers(-5, 200).map(lambda number: START + timedelta(minutes=number))


def test_the_start_is_inside_and_the_end_is_not() -> None:
    hour = span(0, 60)
    assert hour.contains(START)
    assert not hour.contains(START + timedelta(minutes=60))


def test_spans_that_touch_do_not_overlap() -> None:
    assert not span(0, 60).overlaps(span(60, 120))


def test_a_span_that_ends_before_it_starts_cannot_be_held() -> None:
    with pytest.raises(NotASpan, match="ends after it starts"):
        span(60, 60)


def test_a_time_without_a_zone_cannot_be_held() -> None:
    with pytest.raises(NotASpan, match="no zone"):
        Span(datetime(2026, 3, 2, 18))


def test_what_has_not_ended_has_no_length() -> None:
    with pytest.raises(OpenSpan):
        _ = span(0, None).minutes


def test_seconds_are_dropped_not_rounded() -> None:
    assert Span(START, START + timedelta(minutes=59, seconds=59)).minutes == 59


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 8), 2), (date(2026, 11, 1), 4), (date(2026, 3, 2), 3)]
)
def test_midnight_to_three_is_as_long_as_it_really_is(day: date, hours: int) -> None:
    night = Span(at_site(day, time(0), NEW_YORK), at_site(day, time(3), NEW_YORK))
    assert night.minutes == hours * 60


@given(spans(), spans(), minutes)
def test_an_instant_is_shared_when_it_is_inside_both(one: Span, other: Span, instant: datetime) -> None:
    shared = one.shared(other)
    is_in_both = one.contains(instant) and other.contains(instant)
    assert (shared is not None and shared.contains(instant)) == is_in_both
    assert (shared is not None) == one.overlaps(other) == other.overlaps(one)


@given(spans(), st.lists(spans(), max_size=6), minutes)
def test_an_instant_is_left_when_it_is_inside_and_cut_by_none(
    whole: Span, cuts: list[Span], instant: datetime
) -> None:
    left = whole.minus(cuts)
    is_left = whole.contains(instant) and not any(cut.contains(instant) for cut in cuts)
    assert any(part.contains(instant) for part in left) == is_left


@given(spans(may_be_open=False), st.lists(spans(), max_size=6))
def test_what_is_left_is_in_order_and_apart(whole: Span, cuts: list[Span]) -> None:
    left = whole.minus(cuts)
    assert all(whole.covers(part) for part in left)
    assert all(a.end is not None and a.end < b.start for a, b in pairwise(left))


def test_days_are_half_open_too() -> None:
    first_week = DateSpan(date(2026, 3, 2), date(2026, 3, 9))
    assert first_week.contains(date(2026, 3, 8))
    assert not first_week.contains(date(2026, 3, 9))
    assert not first_week.overlaps(DateSpan(date(2026, 3, 9)))
    assert len(first_week.days) == 7


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(NotASpan, match="only at some site"):
        DateSpan(START)


def test_open_days_have_no_count() -> None:
    with pytest.raises(OpenSpan):
        _ = DateSpan(date(2026, 3, 2)).days
