"""Rooms, closed days, and the video rooms that sites share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions.timetabling.gathered_standing import Standing
from stepwell.domain.timetable.life import told
from stepwell.domain.timetable.life.sharing import VIDEO_WEIGHT, SharedRoom, deal_video
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import Room, RoomClosure, Site, SiteHoliday


def gather_closed(sites: Sequence[Site], week: Week) -> dict[UUID, set[date]]:
    """The days of the week on which each site is closed."""
    rows = SiteHoliday.objects.filter(
        site__in=sites, voided_at=None, on_date__range=(week.monday, week.sunday)
    )
    found: dict[UUID, set[date]] = {}
    for site_id, day in rows.values_list("site_id", "on_date"):
        found.setdefault(site_id, set()).add(day)
    return found


def gather_rooms(sites: Sequence[Site], week: Week, standing: Standing) -> dict[UUID, tuple[told.Room, ...]]:
    """The rooms with seats at each site, and when they can't be used."""
    rows = Room.objects.filter(site__in=sites, retired_at=None, is_video=False).order_by("name", "pk")
    closed = _closed(rows, sites, week, standing)
    found: dict[UUID, list[told.Room]] = {}
    for row in rows:
        found.setdefault(row.site_id, []).append(
            told.Room(str(row.pk), row.seats, tuple(closed.get(row.pk, ())))
        )
    return {site: tuple(rooms) for site, rooms in found.items()}


def deal_rooms(
    sites: Sequence[Site],
    week: Week,
    standing: Standing,
    people: Mapping[UUID, Sequence[told.Person]],
) -> dict[UUID, tuple[told.Room, ...]]:
    """The video rooms of the whole organization, dealt out among these sites by day."""
    rows = list(
        Room.objects.filter(retired_at=None, is_video=True, site__retired_at=None)
        .select_related("site")
        .order_by("name", "pk")
    )
    closed = _closed(rows, sites, week, standing)
    held: dict[UUID, dict[int, str]] = {}
    for group in standing.groups:
        if group.room.is_video:
            held.setdefault(group.room_id, {})[group.weekday] = str(group.site_id)
    shared = [
        SharedRoom(
            told.Room(str(row.pk), 0, tuple(closed.get(row.pk, ())), is_video=True),
            ZoneInfo(row.site.zone),
            held.get(row.pk, {}),
        )
        for row in rows
    ]
    need = {
        str(site.pk): sum(VIDEO_WEIGHT[person.mode] for person in people.get(site.pk, ())) for site in sites
    }
    dealt = deal_video(shared, need, week)
    return {site.pk: dealt.get(str(site.pk), ()) for site in sites}


def _closed(
    rows: Iterable[Room], sites: Sequence[Site], week: Week, standing: Standing
) -> dict[UUID, list[Span]]:
    ends = [week.span(ZoneInfo(site.zone)) for site in sites]
    first, last = min(span.start for span in ends), _latest(ends)
    closures = RoomClosure.objects.filter(
        room__in=rows, voided_at=None, starts_at__lt=last, ends_at__gt=first
    )
    found: dict[UUID, list[Span]] = {}
    for room_id, starts_at, ends_at in closures.values_list("room_id", "starts_at", "ends_at"):
        found.setdefault(room_id, []).append(Span(starts_at, ends_at))
    for other in standing.elsewhere:
        if other.room_id is not None:
            found.setdefault(other.room_id, []).append(other.span)
    return found


def _latest(spans: Sequence[Span]) -> datetime:
    return max(span.end for span in spans if span.end is not None)
