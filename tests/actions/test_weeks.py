"""A person's week, and the weeks of a stay."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import STARTED, TODAY, Cast
from stepwell.actions import answering, charts, weeks
from stepwell.actions.charts import Chart
from stepwell.actions.weeks import DayHolds
from stepwell.domain.timetable.busy import LifeWords
from stepwell.kernel.weeks import Week
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="week", at=at)


def test_a_week_shows_its_sessions_on_the_sites_clock(sam: Chart, at: datetime) -> None:
    view = weeks.week_of(sam, Week.of(TODAY), at=at)

    (meeting,) = view.meetings
    assert (meeting.starts.hour, meeting.leader, meeting.life) == (18, "Priya", LifeWords.AFTER_SHIFT)
    assert (view.planned_minutes, view.delivered_minutes, view.floor_minutes) == (165, 0, 540)


def test_six_in_the_evening_stays_six_when_the_clocks_change(cast: Cast, sam: Chart) -> None:
    night = datetime.fromisoformat("2026-11-02T00:00:00+00:00")
    Session.objects.filter(pk=cast.today.pk).update(
        starts_at=night, ends_at=night + timedelta(hours=3), held_on="2026-11-01"
    )
    Attendance.objects.filter(session=cast.today).update(starts_at=night, held_on="2026-11-01")

    (meeting,) = weeks.week_of(sam, Week(2026, 44), at=night).meetings

    assert (meeting.starts.hour, meeting.starts.date().isoformat()) == (18, "2026-11-01")


def test_a_session_brought_along_without_its_hour_is_not_drawn_into_the_week(
    cast: Cast, sam: Chart, at: datetime
) -> None:
    brought = Session.objects.filter(pk=cast.today.pk)
    brought.update(ends_at=None, leader=None, room=None, fills_room=False)

    assert weeks.week_of(sam, Week.of(TODAY), at=at).meetings == []
    assert weeks.find_meeting(sam, cast.today.pk) is None
    assert weeks.find_video_link(sam, cast.today.pk, at=at) is None


def test_a_days_dot_says_coming_only_when_the_person_said_so(cast: Cast, sam: Chart, at: datetime) -> None:
    before = weeks.week_of(sam, Week.of(TODAY), at=at).days[TODAY.weekday()].holds
    answering.confirm(sam, session_id=cast.today.pk, key="k", at=at)
    after = weeks.week_of(sam, Week.of(TODAY), at=at).days[TODAY.weekday()].holds

    assert (before, after) == (DayHolds.PLANNED, DayHolds.COMING)


def test_a_cancelled_session_is_shown_and_counts_nothing(cast: Cast, sam: Chart, at: datetime) -> None:
    Session.objects.filter(pk=cast.today.pk).update(status="cancelled")
    Attendance.objects.filter(session=cast.today).update(state="not_expected")

    view = weeks.week_of(sam, Week.of(TODAY), at=at)

    assert [meeting.is_cancelled for meeting in view.meetings] == [True]
    assert view.planned_minutes == 0


def test_steps_count_what_was_held_and_keep_the_excused_apart(cast: Cast, sam: Chart, at: datetime) -> None:
    past = list(Attendance.objects.filter(person=cast.sam, starts_at__lt=at).order_by("starts_at"))
    for row, state in zip(past, ["here", "missed", "excused", "late"], strict=True):
        Attendance.objects.filter(pk=row.pk).update(state=state)

    steps = weeks.steps_of(sam, at=at)

    assert steps is not None
    assert (steps.came, steps.held, steps.excused) == (2, 3, 1)
    assert (steps.weeks, steps.current) == (10, (TODAY - STARTED).days // 7 + 1)
    assert [step.share for step in steps.steps] == [1.0, 0.0, None, 1.0, None]


def test_the_video_door_is_open_from_15_minutes_before_until_the_end(cast: Cast, sam: Chart) -> None:
    link = "https://video.example.invalid/sam"
    Session.objects.filter(pk=cast.today.pk).update(by_video=True, video_link=link)
    start, end = cast.today.starts_at, cast.today.ends_at
    assert start is not None
    assert end is not None
    door = start - timedelta(minutes=15)

    moments = [door - timedelta(seconds=1), door, end - timedelta(seconds=1), end]
    found = [weeks.find_video_link(sam, cast.today.pk, at=moment) for moment in moments]

    assert found == [None, link, link, None]
