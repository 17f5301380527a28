"""The week of a site in its own civil time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

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


def test_a_cancelled_session_is_not_among_those_that_run(cast: Cast) -> None:
    found = viewing_weeks.week_of_site(cast.sign_in(cast.grace), cast.riverside, Week.of(TODAY), at=AT)
    off = replace(found, slots=tuple(replace(slot, is_cancelled=True) for slot in found.slots))
    assert (len(off.running), off.cancelled, off.mean_group) == (0, 1, None)
