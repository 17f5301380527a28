"""The levels of a stay as they are kept, and the weekly minutes that each asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stepwell.domain.episodes.segments import Segment, in_force
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import LevelSegment


def segments_of(episode: Episode) -> tuple[Segment, ...]:
    """The levels of the stay in order; before any change, that of its program from the first day."""
    rows = LevelSegment.objects.filter(episode=episode).order_by("from_on")
    kept = tuple(
        Segment(row.level, row.weekly_minutes, row.from_on, row.until_on, row.reason) for row in rows
    )
    return kept or of_program(episode)


def of_program(episode: Episode) -> tuple[Segment, ...]:
    """The level that the program gives the stay; none without a program or a first day."""
    if episode.template is None or episode.starts_on is None:
        return ()
    template = episode.template
    return (Segment(template.level_of_care, template.floor_minutes, episode.starts_on),)


def level(episode: Episode, *, on: date) -> str:
    """The code of the level on a day; that of the program before the first day, empty without a program."""
    segment = in_force(segments_of(episode), on=on)
    usual = episode.template.level_of_care if episode.template else ""
    return segment.level if segment else usual


def floor(episode: Episode, *, on: date) -> int | None:
    """The least minutes of the week of a day; None where nobody tells any."""
    return floors(episode, [on])[on]


def floors(episode: Episode, days: Sequence[date]) -> dict[date, int | None]:
    """The least minutes of the week of each of these days, by the level in force on the day."""
    segments = segments_of(episode)
    usual = episode.template.floor_minutes if episode.template else None
    held = {day: in_force(segments, on=day) for day in days}
    return {day: segment.weekly_minutes if segment else usual for day, segment in held.items()}


def floor_told(*, on: date | None = None, episode: str = "pk", template: str = "template") -> Coalesce:
    """The same told to the database, for queries about many stays; `episode` leads to the key of the stay.

    Without a day it is the level that came last.
    """
    rows = _in_force(on).filter(episode=OuterRef(episode))
    return Coalesce(Subquery(rows.values("weekly_minutes")[:1]), F(f"{template}__floor_minutes"))


def minutes_of(episodes: Iterable[UUID], *, on: date) -> dict[UUID, int]:
    """The weekly minutes of each of these stays that changed its level. For actions that asked the rules."""
    rows = _in_force(on).filter(episode__in=list(episodes))
    return dict(rows.values_list("episode_id", "weekly_minutes"))


def _in_force(on: date | None) -> QuerySet[LevelSegment]:
    if on is None:
        return LevelSegment.objects.filter(until_on=None)
    return LevelSegment.objects.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)
