"""The week of a site in its own civil time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import AT, TODAY, ZONE, Cast
from stepwell.actions import viewing_weeks
from stepwell.actions.charts import NotHere
from stepwell.actions.viewing_weeks import Slot
from stepwell.kernel.civil import at_site
from stepwell.kernel.identifiers import new_id
from stepwell.kernel.weeks import Week

CHICAGO = ZoneInfo(ZONE)


def test_a_session_stands_at_its_civil_time_with_its_people_counted(cast: Cast) -> None:
    found = viewing_weeks.week_of_site(cast.sign_in(cast.grace), cast.riverside, Week.of(TODAY), at=AT)

    (slot,) = found.slots
    assert (slot.day, slot.starts.time(), slot.people) == (TODAY, time(18), 2)
    assert found.mean_group == 2


def test_another_site_is_not_here(cast: Cast) -> None:
    with pytest.raises(NotHere):
        viewing_weeks.week_of_site(cast.sign_in(cast.omar), cast.riverside, Week.of(TODAY), at=AT)


def _slot(start: datetime, minutes: int) -> Slot:
    ends = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(CHICAGO)
    return Slot(
        session_id=new_id(),
        group_id=None,
        title={},
        service={},
        kind="group",
        starts=start,
        ends=ends,
        room="",
        leader="",
        people=0,
        places=None,
        by_video=False,
        is_cancelled=False,
    )


def test_a_session_over_the_night_the_clocks_change_lasts_the_minutes_that_pass() -> None:
    slot = _slot(at_site(date(2026, 3, 8), time(1), CHICAGO), 120)
    assert (slot.minutes, slot.ends.hour) == (120, 4)


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 16)), max_size=12))
def test_two_sessions_at_one_time_never_share_a_lane(spans: list[tuple[int, int]]) -> None:
    midnight = datetime(2026, 5, 12, tzinfo=CHICAGO)
    slots = [_slot(midnight + timedelta(minutes=15 * start), 15 * long) for start, long in spans]

    placed = viewing_weeks.lanes(slots)

    assert len(placed) == len(slots)
    for number, (one, lane, of) in enumerate(placed):
        assert lane < of
        for other, other_lane, _ in placed[number + 1 :]:
            if one.starts < other.ends and other.starts < one.ends:
                assert lane != other_lane


def test_a_cancelled_session_is_not_among_those_that_run(cast: Cast) -> None:
    found = viewing_weeks.week_of_site(cast.sign_in(cast.grace), cast.riverside, Week.of(TODAY), at=AT)
    off = replace(found, slots=tuple(replace(slot, is_cancelled=True) for slot in found.slots))
    assert (len(off.running), off.cancelled, off.mean_group) == (0, 1, None)


def _drawn(*slots: Slot) -> list[tuple[int, int, int]]:
    return [(slot.drawn_from, slot.drawn_until, lane) for slot, lane, _of in viewing_weeks.lanes(slots)]


def test_the_night_the_clocks_go_forward_is_drawn_as_the_wall_shows_it() -> None:
    half_past_one = _slot(at_site(date(2026, 3, 8), time(1, 30), CHICAGO), 30)
    three = _slot(at_site(date(2026, 3, 8), time(3), CHICAGO), 60)

    assert half_past_one.ends.timestamp() == three.starts.timestamp()
    assert _drawn(half_past_one, three) == [(90, 180, 0), (180, 240, 0)]


def test_the_night_the_clocks_go_back_no_session_hides_another() -> None:
    first = _slot(at_site(date(2026, 11, 1), time(1, 30), CHICAGO), 60)
    again = _slot(first.ends, 60)

    assert (first.ends.hour, first.ends.minute) == (1, 30)
    assert _drawn(first, again) == [(90, 150, 0), (90, 150, 1)]


def test_a_session_over_midnight_is_drawn_to_midnight() -> None:
    assert _drawn(_slot(at_site(date(2026, 5, 12), time(23), CHICAGO), 120)) == [(23 * 60, 24 * 60, 0)]
