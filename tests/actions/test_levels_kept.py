"""Wherever hours are compared with what the level asks for, it is the level of that very week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.plans import chart_of
from cast import AT, TODAY, Cast
from stepwell.actions import counting_hours, levels_kept, reviewing, weeks
from stepwell.kernel.weeks import Week
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import LevelSegment

MONDAY = Week.of(TODAY).monday


@pytest.fixture
def stepped_down(cast: Cast) -> Episode:
    """Sam, at 180 minutes a week from this Monday on."""
    for level, minutes, from_on, until_on in (
        ("2.1", 540, MONDAY - timedelta(weeks=4), MONDAY),
        ("1", 180, MONDAY, None),
    ):
        LevelSegment.objects.create(
            person=cast.sam,
            episode=cast.sam_episode,
            level=level,
            weekly_minutes=minutes,
            from_on=from_on,
            until_on=until_on,
            written_at=AT,
        )
    return Episode.objects.select_related("template", "site").get(pk=cast.sam_episode.pk)


def test_the_person_sees_the_hours_of_the_level(cast: Cast, stepped_down: Episode) -> None:
    chart = chart_of(cast)
    assert weeks.week_of(chart, Week.of(TODAY), at=AT).floor_minutes == 180
    assert weeks.week_of(chart, Week.of(MONDAY - timedelta(days=7)), at=AT).floor_minutes == 540


def test_so_does_the_counselor(cast: Cast, stepped_down: Episode) -> None:
    assert reviewing.dose_of_week(chart_of(cast), day=TODAY).floor_minutes == 180


def test_so_does_the_manager_and_a_week_gone_by_keeps_its_own(cast: Cast, stepped_down: Episode) -> None:
    def floor(week: Week) -> dict[object, int | None]:
        by = cast.sign_in(cast.grace)
        rows = counting_hours.page_of_hours(by, week, counting_hours.Choice(), page=1, at=AT)
        return {row.person_id: row.floor_minutes for row in rows}

    assert floor(Week.of(TODAY)) == {
        cast.sam.pk: 180,
        cast.marcus.pk: cast.template.floor_minutes,
        cast.nadia.pk: cast.template.floor_minutes,
    }
    assert floor(Week.of(MONDAY - timedelta(days=7)))[cast.sam.pk] == 540


def test_only_stays_whose_level_changed_have_minutes_of_their_own(cast: Cast, stepped_down: Episode) -> None:
    keys = Episode.objects.values_list("pk", flat=True)
    assert levels_kept.minutes_of(keys, on=TODAY) == {stepped_down.pk: 180}
