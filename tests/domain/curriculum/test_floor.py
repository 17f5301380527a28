"""The week against the floor: what the curriculum promises is reached, and each module is taught whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stepwell.domain.curriculum.curriculum import Part
from stepwell.domain.curriculum.files import shipped
from stepwell.domain.curriculum.floor import (
    FLOOR_MINUTES,
    MATRIX_WEEK,
    against_floor,
    minutes_by_kind,
    not_taught_whole,
)
from stepwell.kernel.bilingual import Words

CEILING_MINUTES = 19 * 60
"""Above it another level of care begins. Source: ASAM Level 2.1, 9 to 19 hours for adults."""
parts = st.builds(
    Part,
    title=st.just(Words("x", "y")),
    minutes=st.integers(1, 200),
    times=st.integers(1, 7),
    kind=st.sampled_from(["group", "family", "individual"]),
)


def test_the_week_reaches_the_floor_and_stays_in_the_level_of_care() -> None:
    against = against_floor(shipped().week)
    assert against.is_reached
    assert FLOOR_MINUTES + 20 <= against.minutes <= CEILING_MINUTES


def test_without_one_of_its_groups_the_week_falls_short_and_is_told_by_how_much() -> None:
    week = shipped().week
    against = against_floor(week[1:])
    assert not against.is_reached
    assert against.short == FLOOR_MINUTES - sum(part.in_all for part in week[1:])


def test_a_program_that_promises_more_is_measured_by_its_own_promise() -> None:
    against = against_floor(shipped().week, floor=12 * 60)
    assert not against.is_reached
    assert against.floor == 720


def test_everybody_in_the_room_is_counted_and_nobody_twice() -> None:
    by_kind = minutes_by_kind(shipped().week)
    assert set(by_kind) == {"group", "family", "individual"}
    assert sum(by_kind.values()) == against_floor(shipped().week).minutes


@given(st.lists(parts, max_size=8))
def test_minutes_by_kind_add_up_to_the_week(week: list[Part]) -> None:
    assert sum(minutes_by_kind(week).values()) == against_floor(week).minutes


def test_whoever_comes_each_week_can_see_every_session() -> None:
    assert not_taught_whole(shipped()) == ()


def test_a_module_that_the_weeks_have_no_room_for_is_named() -> None:
    shorter = replace(shipped(), weeks=3)
    assert [one.id for one in not_taught_whole(shorter)] == [one.id for one in shorter.modules]


def test_ours_is_longer_than_the_published_matrix_week() -> None:
    assert against_floor(shipped().week).minutes > against_floor(MATRIX_WEEK).minutes
