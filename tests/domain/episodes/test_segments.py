"""Levels within an episode: one at a time, without gaps, and nothing before is rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.episodes.segments import NotSegments, Segment, change_level, check, in_force

BEGAN = date(2026, 3, 2)
IOP = Segment("iop", 540, BEGAN)


@given(st.lists(st.tuples(st.sampled_from(["iop", "day", "weekly"]), st.integers(-5, 60)), max_size=8))
def test_however_levels_change_each_day_has_one(changes: list[tuple[str, int]]) -> None:
    segments: tuple[Segment, ...] = (IOP,)
    for level, day in changes:
        before = segments
        try:
            segments = change_level(segments, Segment(level, 60, BEGAN + timedelta(days=day)))
        except NotSegments:
            continue
        assert segments[: len(before) - 1] == before[:-1]

    check(segments)
    for day in range(80):
        found = [each for each in segments if each.holds_on(BEGAN + timedelta(days=day))]
        assert len(found) == 1
        assert in_force(segments, on=BEGAN + timedelta(days=day)) == found[0]


def test_before_the_first_day_no_level_holds() -> None:
    assert in_force([IOP], on=BEGAN - timedelta(days=1)) is None


@pytest.mark.parametrize("day", [BEGAN, BEGAN - timedelta(days=1)])
def test_a_change_does_not_rewrite_what_was(day: date) -> None:
    with pytest.raises(NotSegments, match="after the day"):
        change_level([IOP], Segment("day", 1200, day))


def test_an_episode_that_is_over_has_no_more_levels() -> None:
    over = Segment("iop", 540, BEGAN, date(2026, 5, 1))
    with pytest.raises(NotSegments, match="new episode"):
        change_level([over], Segment("iop", 540, date(2026, 6, 1)))


@pytest.mark.parametrize("gap", [-1, 1])
def test_segments_with_a_gap_or_an_overlap_are_none(gap: int) -> None:
    first = Segment("iop", 540, BEGAN, date(2026, 5, 1))
    with pytest.raises(NotSegments):
        check([first, Segment("weekly", 60, date(2026, 5, 1) + timedelta(days=gap))])


@pytest.mark.parametrize(("until", "minutes"), [(BEGAN, 540), (None, -1)])
def test_a_segment_lasts_a_day_and_has_minutes(until: date | None, minutes: int) -> None:
    with pytest.raises(NotSegments):
        Segment("iop", minutes, BEGAN, until)
