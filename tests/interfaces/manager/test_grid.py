"""Where the things of a week stand on the wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cast import ZONE
from slots import slot_of
from stepwell.actions.viewing_weeks import Slot
from stepwell.interfaces.manager.grid import lanes
from stepwell.kernel.civil import at_site

CHICAGO = ZoneInfo(ZONE)


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 16)), max_size=12))
def test_two_sessions_at_one_time_never_share_a_lane(spans: list[tuple[int, int]]) -> None:
    midnight = datetime(2026, 5, 12, tzinfo=CHICAGO)
    slots = [slot_of(midnight + timedelta(minutes=15 * start), 15 * long) for start, long in spans]

    placed = lanes(slots)

    assert len(placed) == len(slots)
    for number, (one, lane, of) in enumerate(placed):
        assert lane < of
        for other, other_lane, _ in placed[number + 1 :]:
            if one.starts < other.ends and other.starts < one.ends:
                assert lane != other_lane


def _drawn(*slots: Slot) -> list[tuple[int, int, int]]:
    return [(slot.drawn_from, slot.drawn_until, lane) for slot, lane, _of in lanes(slots)]


def test_the_night_the_clocks_go_forward_is_drawn_as_the_wall_shows_it() -> None:
    half_past_one = slot_of(at_site(date(2026, 3, 8), time(1, 30), CHICAGO), 30)
    three = slot_of(at_site(date(2026, 3, 8), time(3), CHICAGO), 60)

    assert half_past_one.ends.timestamp() == three.starts.timestamp()
    assert _drawn(half_past_one, three) == [(90, 180, 0), (180, 240, 0)]


def test_the_night_the_clocks_go_back_no_session_hides_another() -> None:
    first = slot_of(at_site(date(2026, 11, 1), time(1, 30), CHICAGO), 60)
    again = slot_of(first.ends, 60)

    assert (first.ends.hour, first.ends.minute) == (1, 30)
    assert _drawn(first, again) == [(90, 150, 0), (90, 150, 1)]


def test_a_session_over_midnight_is_drawn_to_midnight() -> None:
    assert _drawn(slot_of(at_site(date(2026, 5, 12), time(23), CHICAGO), 120)) == [(23 * 60, 24 * 60, 0)]
