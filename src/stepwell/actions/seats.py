"""Tracks and their seats: how many are taken, held and free, and whose week they suit.

A seat of a track is a place in each of its groups. Groups may belong to several tracks;
what is taken or held in one of them counts for all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from stepwell.actions import busy_times
from stepwell.domain.timetable.equivalent import Keeps
from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import Span
from stepwell.records.episodes.models import BusyTime
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Group, RosterEntry
from stepwell.records.waiting.models import Outcome, SeatHold, Track, TrackGroup, Why

LOOKED_AHEAD = 14
"""So many days are compared with a person's week: each group twice, and most rotas once around."""


@dataclass(frozen=True)
class TrackSeats:
    """A track on a day: its groups in the order of the week, and its seats."""

    track: Track
    groups: tuple[Group, ...]
    seats: int
    free: int
    held: int
    """In this track alone; `free` leaves out what is held in other tracks of the same groups too."""
    narrowest: UUID
    """The group that has the fewest places left, and so says how many seats there are."""
    entries: tuple[RosterEntry, ...]
    """Who is in the narrowest group, for actions alone: nobody is named on a page of seats."""

    @property
    def taken(self) -> int:
        """Seats of the narrowest group that somebody has."""
        return len(self.entries)


def list_tracks(sites: Iterable[Site | UUID], *, on: date, but: UUID | None = None) -> list[TrackSeats]:
    """The tracks of these sites with their seats, by title. Four queries, however many there are.

    What is held for the person `but` counts as free: it is their own.
    """
    rows = Track.objects.filter(site__in=list(sites), retired_at=None).select_related("site", "template")
    tracks = list(rows.order_by("site__name", "title", "pk"))
    if not tracks:
        return []
    parts: dict[UUID, list[Group]] = defaultdict(list)
    for part in TrackGroup.objects.filter(track__in=tracks).select_related("group__service"):
        if part.group.ends_on is None or part.group.ends_on > on:
            parts[part.track_id].append(part.group)
    groups = {group.pk for some in parts.values() for group in some}
    entries: dict[UUID, list[RosterEntry]] = defaultdict(list)
    present = RosterEntry.objects.filter(Q(until_on=None) | Q(until_on__gt=on), group__in=groups)
    for entry in present:
        entries[entry.group_id].append(entry)
    holds = in_force(on=on).filter(track__in=tracks).exclude(person=but)
    held = Counter(holds.values_list("track_id", flat=True))
    held_in = _held_in(parts, held)
    return [
        _seats_of(track, parts[track.pk], entries, held_in, held[track.pk])
        for track in tracks
        if parts[track.pk]
    ]


def in_force(*, on: date) -> QuerySet[SeatHold]:
    """Held seats that still hold on that day."""
    return SeatHold.objects.filter(ended_at=None, until_on__gte=on)


def let_go(person_id: UUID, *, outcome: Outcome, only: Why | None = None, at: datetime) -> bool:
    """What is held for this person is held no longer. False where nothing was, or not for that."""
    held = SeatHold.objects.filter(person=person_id, ended_at=None)
    if only is not None:
        held = held.filter(why=only)
    return bool(held.update(ended_at=at, outcome=outcome.value))


def held_in_group(group_id: UUID, *, on: date, but: UUID) -> int:
    """How many places of a group are held that day for somebody else than this person."""
    mine = TrackGroup.objects.filter(group=group_id).values("track_id")
    return in_force(on=on).filter(track__in=mine).exclude(person=but).count()


def suiting(tracks: Sequence[TrackSeats], people: Iterable[UUID], *, on: date) -> dict[UUID, frozenset[UUID]]:
    """For each of these people the tracks that are free in their own week, by what they told.

    A single date that keeps somebody doesn't count against a track; a rota does, as far as
    it is looked ahead. One question for everybody. For actions that have asked the rules.
    """
    wanted = list(people)
    rows = busy_times.rows_of(wanted)
    days = [on + timedelta(days=number) for number in range(LOOKED_AHEAD)]
    meetings = {one.track.pk: _meetings(one, days) for one in tracks}
    return {
        person: frozenset(
            key for key, spans in meetings.items() if not _keep_from(rows.get(person, ()), spans, days)
        )
        for person in wanted
    }


def _keep_from(rows: Sequence[BusyTime], spans: Sequence[Span], days: Sequence[date]) -> bool:
    keeps = busy_times.keeps_in([row for row in rows if row.on_date is None], days)
    return any(_with_way(keep).overlaps(span) for keep in keeps for span in spans)


def _with_way(keep: Keeps) -> Span:
    way = timedelta(minutes=keep.travel_minutes)
    end = keep.span.end
    return Span(keep.span.start - way, end + way if end is not None else None)


def _meetings(one: TrackSeats, days: Sequence[date]) -> list[Span]:
    zone = ZoneInfo(one.track.site.zone)
    return [_span(group, day, zone) for group in one.groups for day in days if day.weekday() == group.weekday]


def _span(group: Group, day: date, zone: ZoneInfo) -> Span:
    starts_at = at_site(day, group.start_time, zone)
    return Span(starts_at, starts_at + timedelta(minutes=group.minutes))


def _held_in(parts: Mapping[UUID, Sequence[Group]], held: Mapping[UUID, int]) -> Counter[UUID]:
    found: Counter[UUID] = Counter()
    for track_id, groups in parts.items():
        for group in groups:
            found[group.pk] += held.get(track_id, 0)
    return found


def _seats_of(
    track: Track,
    groups: Sequence[Group],
    entries: Mapping[UUID, Sequence[RosterEntry]],
    held_in: Mapping[UUID, int],
    held: int,
) -> TrackSeats:
    def places_left(group: Group) -> int:
        return group.max_members - len(entries.get(group.pk, ())) - held_in.get(group.pk, 0)

    in_order = sorted(groups, key=lambda group: (group.weekday, group.start_time, str(group.pk)))
    narrowest = min(in_order, key=places_left)
    return TrackSeats(
        track=track,
        groups=tuple(in_order),
        seats=narrowest.max_members,
        free=max(places_left(narrowest), 0),
        held=held,
        narrowest=narrowest.pk,
        entries=tuple(entries.get(narrowest.pk, ())),
    )
