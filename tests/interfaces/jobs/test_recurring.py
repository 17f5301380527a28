from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from cast import Cast
from stepwell.actions import planning_ahead
from stepwell.interfaces.jobs import recurring
from stepwell.interfaces.jobs.recurring import Ticker
from stepwell.records.effects import queries
from stepwell.records.effects.models import OutboxRow, ScheduledRun
from stepwell.records.schedule.models import Session


def test_each_due_time_is_started_once_among_all_workers(
    cast: Cast, at: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = type(settings.DATA)(tmp_path)
    first, second = Ticker(now=lambda: at), Ticker(now=lambda: at)
    assert first.tick() > 0
    assert second.tick() == 0
    assert first.tick() == 0


def test_a_tick_queues_reminders_and_anchors_the_trail(
    cast: Cast, at: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = type(settings.DATA)(tmp_path)
    Ticker(now=lambda: at).tick()
    assert OutboxRow.objects.filter(kind="before_session").exists()
    assert settings.DATA.anchors.read_text().count("\n") >= 1


def test_one_job_that_breaks_does_not_stop_the_next(
    cast: Cast, at: datetime, settings: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    settings.DATA = type(settings.DATA)(tmp_path / "a file, not a folder")
    settings.DATA.root.write_text("")
    Ticker(now=lambda: at).tick()
    assert ScheduledRun.objects.get(name="anchors").done_at is None
    assert OutboxRow.objects.filter(kind="before_session").exists()


def test_a_run_whose_worker_died_is_done_by_another_that_had_asked_before(
    cast: Cast, at: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = type(settings.DATA)(tmp_path)
    clock = [at]
    other = Ticker(now=lambda: clock[0])
    night = dict(planning_ahead.list_nights(at))[cast.riverside.pk]
    name = f"plan:{cast.riverside.pk.hex}"
    queries.start_run(name, due_at=night, at=at)  # and then killed
    other.tick()
    assert not queries.is_done(name, due_at=night)
    clock[0] += timedelta(minutes=31)
    other.tick()
    assert queries.is_done(name, due_at=night)


def test_a_night_is_the_sites_own_night(cast: Cast) -> None:
    before_it = datetime(2026, 5, 12, 7, 29, tzinfo=UTC)  # 2:29 in Chicago
    nights = dict(planning_ahead.list_nights(before_it))
    assert nights[cast.riverside.pk].astimezone(UTC) == datetime(2026, 5, 11, 7, 30, tzinfo=UTC)
    nights = dict(planning_ahead.list_nights(before_it + timedelta(minutes=1)))
    assert nights[cast.riverside.pk].astimezone(UTC) == datetime(2026, 5, 12, 7, 30, tzinfo=UTC)


def test_the_night_that_skips_the_hour_has_its_run_an_hour_later(cast: Cast) -> None:
    nights = dict(planning_ahead.list_nights(datetime(2026, 3, 8, 12, tzinfo=UTC)))
    assert nights[cast.riverside.pk].astimezone(UTC) == datetime(
        2026, 3, 8, 8, 30, tzinfo=UTC
    )  # 3:30 in Chicago


def test_the_weeks_ahead_get_their_sessions_once(cast: Cast, at: datetime) -> None:
    assert planning_ahead.plan_ahead(cast.riverside.pk, at=at) == 1
    planned = Session.objects.filter(group=cast.group, held_on__gte=date(2026, 5, 19)).count()
    assert planned == 3  # May 19, 26 and June 2; June 9 is the day it ends before
    planning_ahead.plan_ahead(cast.riverside.pk, at=at)
    assert Session.objects.filter(group=cast.group, held_on__gte=date(2026, 5, 19)).count() == planned


def test_a_stretch_of_time_does_not_double_when_clocks_go_back() -> None:
    night = [datetime(2026, 11, 1, 6, 0, tzinfo=UTC) + timedelta(minutes=minute) for minute in range(120)]
    assert len({recurring.floor(minute, timedelta(minutes=5)) for minute in night}) == 24
