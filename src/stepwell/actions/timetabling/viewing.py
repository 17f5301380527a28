"""A draft as the manager sees it: figures, the week's groups and times alone, rooms and leaders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import charts
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.drafts import DraftLine, find_draft, line_of
from stepwell.actions.timetabling.gathering import WHAT
from stepwell.actions.timetabling.laying_out import read_figures
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.timetable.life.figures import Figures
from stepwell.domain.timetable.life.problem import VIDEO
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import Room, Service, Staff
from stepwell.records.timetable.models import DraftPart


@dataclass(frozen=True)
class Lane:
    """A row of the grid: a room or a leader."""

    key: str
    name: str


@dataclass(frozen=True)
class Member:
    """Somebody in a group."""

    person_id: UUID
    name: str
    is_moved: bool
    """Wasn't in this group last week."""
    is_locked: bool


@dataclass(frozen=True)
class PlacedGroup:
    """A group of the draft, in the civil time of its site."""

    key: str
    site_id: UUID
    site: str
    service_id: UUID | None
    title: dict[str, str]
    language: str
    gender: str
    day: date
    starts: datetime
    ends: datetime
    leader_id: UUID
    leader: str
    room: str
    room_key: str
    by_video: bool
    members: tuple[Member, ...]
    least: int
    most: int
    is_locked: bool
    is_new: bool


@dataclass(frozen=True)
class PlacedHour:
    """Somebody's time alone with a counselor."""

    person_id: UUID
    name: str
    site_id: UUID
    leader_id: UUID | None
    leader: str
    day: date
    starts: datetime
    ends: datetime
    is_locked: bool
    is_cover: bool


@dataclass(frozen=True)
class DraftView:
    """All a page of a draft shows, of one site or of all."""

    draft: DraftLine
    figures: Figures
    groups: tuple[PlacedGroup, ...]
    hours: tuple[PlacedHour, ...]
    days: tuple[date, ...]
    zone: ZoneInfo
    closed: tuple[tuple[str, date], ...]
    rooms: tuple[Lane, ...]
    leaders: tuple[Lane, ...]


@dataclass(frozen=True)
class Names:
    """What keys are called."""

    people: Mapping[str, str]
    staff: Mapping[str, str]
    rooms: Mapping[str, str]
    services: Mapping[str, Service]


def view(by: SignedIn, draft_id: UUID, *, site_id: UUID | None = None, at: datetime) -> DraftView:
    """A draft with everybody's names; one line in the trail names them all. Unsolved, it is empty."""
    draft = find_draft(by, draft_id)
    parts = list_parts(draft_id, site_id=site_id)
    if not parts:
        raise NotHere("There is no such site in this draft.")
    names = names_of(by, parts, at=at)
    week = Week.of(draft.monday)
    return DraftView(
        draft=line_of(draft),
        figures=reduce(add, (read_figures(part) for part in parts), Figures()),
        groups=tuple(_sorted(each for part in parts for each in placed_groups(part, names))),
        hours=tuple(each for part in parts for each in placed_hours(part, names)),
        days=week.days,
        zone=ZoneInfo(parts[0].site.zone),
        closed=tuple(
            (part.site.name, date.fromisoformat(day)) for part in parts for day in part.facts["closed"]
        ),
        rooms=_lanes({key: names.rooms.get(key, "") for part in parts for key in _rooms(part)}),
        leaders=_lanes({key: names.staff.get(key, "") for part in parts for key in part.facts["leaders"]}),
    )


def list_parts(draft_id: UUID, *, site_id: UUID | None = None) -> list[DraftPart]:
    """The parts of a draft with what was laid out, without the problems themselves."""
    rows = DraftPart.objects.filter(draft=draft_id).select_related("site", "draft")
    if site_id is not None:
        rows = rows.filter(site=site_id)
    return list(rows.defer("problem", "plan", "points").order_by("site__name", "pk"))


def names_of(by: SignedIn, parts: Sequence[DraftPart], *, at: datetime) -> Names:
    """The names of all who are in these parts; people's are opened, with one line for all of them."""
    wanted = {UUID(key) for part in parts for key in part.facts["floors"]}
    opened = charts.open_list(by, sorted(wanted), Purpose.OPERATIONS, what=WHAT, at=at)
    staff = {key for part in parts for key in part.facts["leaders"]}
    rooms = {key for part in parts for key in _rooms(part)}
    return Names(
        people={str(chart.person.pk): chart.person.short_name for chart in opened},
        staff={str(row.pk): str(row) for row in Staff.objects.filter(pk__in=staff)},
        rooms={str(row.pk): row.name for row in Room.objects.filter(pk__in=rooms)},
        services={row.key: row for row in Service.objects.all()},
    )


def _rooms(part: DraftPart) -> list[str]:
    return [room["key"] for room in part.facts["rooms"]]


def _lanes(names: Mapping[str, str]) -> tuple[Lane, ...]:
    return tuple(Lane(key, name) for key, name in sorted(names.items(), key=lambda each: (each[1], each[0])))


def placed_groups(part: DraftPart, names: Names) -> list[PlacedGroup]:
    """The groups of a part, with names."""
    return [_placed(each, part, names) for each in part.laid_out.get("groups", ())]


def _placed(told: Mapping[str, Any], part: DraftPart, names: Names) -> PlacedGroup:
    zone = ZoneInfo(part.site.zone)
    starts = datetime.fromisoformat(told["starts"]).astimezone(zone)
    service = names.services.get(told["service"])
    limits = part.facts["limits"].get(told["service"], (0, 0))
    return PlacedGroup(
        key=told["key"],
        site_id=part.site_id,
        site=part.site.name,
        service_id=service.pk if service else None,
        title=service.title if service else {"en": told["service"]},
        language=told["language"],
        gender=told["gender"],
        day=starts.date(),
        starts=starts,
        ends=datetime.fromisoformat(told["ends"]).astimezone(zone),
        leader_id=UUID(told["leader"]),
        leader=names.staff.get(told["leader"], ""),
        room=names.rooms.get(told["room"], ""),
        room_key=told["room"] or (VIDEO if told["by_video"] else ""),
        by_video=told["by_video"],
        members=_members(told, names),
        least=limits[0],
        most=limits[1],
        is_locked=told["is_locked"],
        is_new=told["is_new"],
    )


def _members(told: Mapping[str, Any], names: Names) -> tuple[Member, ...]:
    came, locked = set(told["came"]), set(told["locked_members"])
    found = [
        Member(UUID(key), names.people[key], key in came, key in locked)
        for key in told["members"]
        if key in names.people
    ]
    return tuple(sorted(found, key=lambda member: (member.name, member.person_id)))


def placed_hours(part: DraftPart, names: Names) -> list[PlacedHour]:
    """The times alone of a part, with names, in the order of the week."""
    zone = ZoneInfo(part.site.zone)
    return [
        PlacedHour(
            person_id=UUID(told["person"]),
            name=names.people[told["person"]],
            site_id=part.site_id,
            leader_id=UUID(told["leader"]) if told["leader"] else None,
            leader=names.staff.get(told["leader"], ""),
            day=(starts := datetime.fromisoformat(told["starts"]).astimezone(zone)).date(),
            starts=starts,
            ends=datetime.fromisoformat(told["ends"]).astimezone(zone),
            is_locked=told["is_locked"],
            is_cover=told["is_cover"],
        )
        for told in part.laid_out.get("hours", ())
        if told["person"] in names.people
    ]


def _sorted(groups: Iterable[PlacedGroup]) -> list[PlacedGroup]:
    return sorted(groups, key=lambda group: (group.starts, group.site, group.room, group.key))
