"""Coming back begins a new episode, and the gate depends on the seat."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from stepwell.domain.episodes.coming_back import begins_with
from stepwell.domain.episodes.lifecycle import OPEN, EpisodeState
from stepwell.kernel.decisions import Refuse

S = EpisodeState
ZONE = ZoneInfo("America/New_York")
HELD = date(2026, 12, 31)
BEFORE = datetime(2026, 12, 1, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "gate"),
    [
        pytest.param("2026-12-31T23:59-05:00", S.PENDING, id="on the last day"),
        pytest.param("2027-01-01T04:59+00:00", S.PENDING, id="already next year elsewhere"),
        pytest.param("2027-01-01T00:00-05:00", S.ENQUIRY, id="after it"),
    ],
)
def test_a_held_seat_is_theirs_until_its_last_day_is_over(at: str, gate: EpisodeState) -> None:
    assert begins_with(S.LEFT, seat_held_until=HELD, at=datetime.fromisoformat(at), zone=ZONE) is gate


@pytest.mark.parametrize("state", [state for state in S if state not in OPEN | {S.LEFT}])
def test_anybody_else_asks_again(state: EpisodeState) -> None:
    assert begins_with(state, seat_held_until=HELD, at=BEFORE, zone=ZONE) is S.ENQUIRY


@pytest.mark.parametrize("state", sorted(OPEN, key=str))
def test_nobody_comes_back_to_what_is_still_open(state: EpisodeState) -> None:
    assert isinstance(begins_with(state, seat_held_until=HELD, at=BEFORE, zone=ZONE), Refuse)
