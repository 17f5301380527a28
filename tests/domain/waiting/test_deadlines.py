"""By when the law wants something done."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from stepwell.domain.waiting.deadlines import deadlines
from stepwell.domain.waiting.order import INJECTING, PREGNANT, Waiting

ZONE = ZoneInfo("America/New_York")


def asked(at: str, *grounds: str) -> Waiting:
    return Waiting("ann", datetime.fromisoformat(at), frozenset(grounds))


@pytest.mark.parametrize(
    ("at", "has_interim", "by"),
    [
        pytest.param("2026-06-01T09:00-04:00", False, date(2026, 6, 15), id="14 days"),
        pytest.param("2026-06-01T09:00-04:00", True, date(2026, 9, 29), id="120 days with interim help"),
        pytest.param("2028-02-20T09:00-05:00", False, date(2028, 3, 5), id="a leap day"),
        pytest.param("2026-12-20T09:00-05:00", False, date(2027, 1, 3), id="the year ends"),
        pytest.param("2026-06-02T02:00+00:00", False, date(2026, 6, 15), id="still the day before here"),
    ],
)
def test_who_injects_is_admitted_in_time(at: str, has_interim: bool, by: date) -> None:
    assert deadlines(asked(at, INJECTING), has_interim_help=has_interim, zone=ZONE).admit_by == by


@pytest.mark.parametrize("ground", [INJECTING, PREGNANT])
def test_interim_help_begins_within_48_hours_that_really_pass(ground: str) -> None:
    found = deadlines(asked("2026-10-31T12:00-04:00", ground), has_interim_help=False, zone=ZONE)
    assert found.interim_by is not None
    assert found.interim_by.isoformat() == "2026-11-02T11:00:00-05:00"


def test_the_law_sets_nothing_for_others() -> None:
    found = deadlines(asked("2026-06-01T09:00-04:00"), has_interim_help=False, zone=ZONE)
    assert (found.interim_by, found.admit_by) == (None, None)
