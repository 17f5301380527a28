"""The week of a site in its own civil time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from cast import AT, TODAY, ZONE, Cast
from slots import slot_of
from stepwell.actions import viewing_weeks
from stepwell.actions.charts import NotHere
from stepwell.kernel.civil import at_site
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


def test_a_session_over_the_night_the_clocks_change_lasts_the_minutes_that_pass() -> None:
    slot = slot_of(at_site(date(2026, 3, 8), time(1), CHICAGO), 120)
    assert (slot.minutes, slot.ends.hour) == (120, 4)


def test_a_cancelled_session_is_not_among_those_that_run(cast: Cast) -> None:
    found = viewing_weeks.week_of_site(cast.sign_in(cast.grace), cast.riverside, Week.of(TODAY), at=AT)
    off = replace(found, slots=tuple(replace(slot, is_cancelled=True) for slot in found.slots))
    assert (len(off.running), off.cancelled, off.mean_group) == (0, 1, None)
