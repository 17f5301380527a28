"""A draft as the manager sees it: figures, the week's groups and times alone, rooms and leaders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.actions import charts
from stepwell.actions.charts import NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.drafts import DraftLine, find_draft, find_whole, line_of
from stepwell.actions.timetabling.gathering import WHAT
from stepwell.actions.timetabling.laying_out import shared_counts, sum_figures
from stepwell.actions.timetabling.naming import Names, names_of
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.timetable.life.figures import Figures
from stepwell.domain.timetable.life.problem import VIDEO
from stepwell.kernel.weeks import Week
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
    people: int
    members: tuple[Member, ...]
    """Empty where nobody is named."""
    least: int
    most: int
    is_locked: bool
    is_new: bool
    elsewhere: int = 0
    """Of the people, those who come from other sites: a group by video that several sites share."""
    shared: str = ""
    """Names the group among all sites that share it; empty for a group of one site."""

    @property
    def is_shared(self) -> bool:
        """When and by whom it is held is settled for all its sites; each has its own seats."""
        return bool(self.shared)


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
    """Of all its sites, whichever is shown."""
    groups: tuple[PlacedGroup, ...]
    hours_held: int
    """Times alone, of which `view_hours` tells who and when."""
    days: tuple[date, ...]
    zone: ZoneInfo
    closed: tuple[tuple[str, date], ...]
    rooms: tuple[Lane, ...]
    leaders: tuple[Lane, ...]


@dataclass(frozen=True)
class GroupView:
    """One group with its members, and where else they could be."""

    draft: DraftLine
    group: PlacedGroup
    others: tuple[PlacedGroup, ...]
    """Of the same service at the same site."""
    guests: tuple[tuple[str, str], ...]
    """Members from the draft's other sites, as far as they may be named: name and site."""
    unnamed: int
    """Members from other sites who aren't named here."""
    leaders: tuple[Lane, ...]
    zone: ZoneInfo


def view(by: SignedIn, draft_id: UUID, *, site_id: UUID | None = None, at: datetime) -> DraftView:
    """A draft without the names of people, so nobody is opened. Unsolved, it is empty."""
    draft = find_whole(by, draft_id)
    parts = list_parts(draft_id, site_id=site_id)
    if not parts:
        raise NotHere("There is no such site in this draft.")
    names = names_of(parts)
    week = Week.of(draft.row.monday)
    return DraftView(
        draft=line_of(draft),
        figures=sum_figures(draft.parts),
        groups=tuple(_sorted(_once(parts, names, shared_counts(draft.parts)))),
        hours_held=sum(len(part.laid_out.get("hours", ())) for part in parts),
        days=week.days,
        zone=ZoneInfo(parts[0].site.zone),
        closed=tuple(
            (part.site.name, date.fromisoformat(day)) for part in parts for day in part.facts["closed"]
        ),
        rooms=_lanes({key: names.rooms.get(key, "") for part in parts for key in _rooms(part)}),
        leaders=_leaders(parts, names),
    )


def view_group(by: SignedIn, draft_id: UUID, *, group: str, at: datetime) -> GroupView:
    """One group with its members, whom a line in the trail names; NotHere when it is not there any more."""
    whole = find_whole(by, draft_id)
    parts = list_parts(draft_id)
    for part in parts:
        told = next((one for one in part.laid_out.get("groups", ()) if one["key"] == group), None)
        if told is None:
            continue
        elsewhere = _elsewhere(parts, part, told)
        people = open_names(by, [*told["members"], *elsewhere], at=at)
        names, counts = names_of([part], people=people), shared_counts(whole.parts)
        others = [each for each in placed_groups(part, names_of([part]), counts) if each.key != group]
        found = placed(told, part, names, counts)
        guests = tuple(sorted((people[key], site) for key, site in elsewhere.items() if key in people))
        return GroupView(
            draft=line_of(whole),
            group=found,
            others=tuple(each for each in _sorted(others) if each.service_id == found.service_id),
            guests=guests,
            unnamed=found.elsewhere - len(guests),
            leaders=_leaders([part], names),
            zone=ZoneInfo(part.site.zone),
        )
    raise NotHere("There is no such group.")


def _elsewhere(parts: Iterable[DraftPart], here: DraftPart, told: Mapping[str, Any]) -> dict[str, str]:
    """The members of a group that several sites share, from the others of the draft, with their site."""
    return {
        member: part.site.name
        for part in parts
        for each in part.laid_out.get("groups", ())
        if part is not here and each.get("shared") and each["shared"] == told.get("shared")
        for member in each["members"]
    }


def _once(
    parts: Iterable[DraftPart], names: Names, counts: Mapping[str, tuple[int, int]]
) -> Iterable[PlacedGroup]:
    """The groups of parts; one that several of them share stands on the wall once."""
    seen: set[str] = set()
    for part in parts:
        for each in placed_groups(part, names, counts):
            if each.shared not in seen:
                yield each
        seen.update(told["shared"] for told in part.laid_out.get("groups", ()) if told.get("shared"))


def view_hours(
    by: SignedIn, draft_id: UUID, *, site_id: UUID | None = None, at: datetime
) -> list[PlacedHour]:
    """The times alone with everybody's name, in the order of the week; a line in the trail names them all."""
    find_draft(by, draft_id)
    parts = list_parts(draft_id, site_id=site_id)
    people = [told["person"] for part in parts for told in part.laid_out.get("hours", ())]
    names = names_of(parts, people=open_names(by, people, at=at))
    found = [each for part in parts for each in placed_hours(part, names)]
    return sorted(found, key=lambda each: (each.starts, each.name, each.person_id))


def list_parts(draft_id: UUID, *, site_id: UUID | None = None) -> list[DraftPart]:
    """The parts of a draft with what was laid out, without the problems themselves."""
    rows = DraftPart.objects.filter(draft=draft_id).select_related("site", "draft")
    if site_id is not None:
        rows = rows.filter(site=site_id)
    return list(rows.defer("problem", "plan", "points").order_by("site__name", "pk"))


def open_names(by: SignedIn, keys: Iterable[str], *, at: datetime) -> dict[str, str]:
    """What people are called; opened with one line in the trail that names them all."""
    wanted = sorted({UUID(key) for key in keys})
    opened = charts.open_list(by, wanted, Purpose.OPERATIONS, what=WHAT, at=at)
    return {str(chart.person.pk): chart.person.short_name for chart in opened}


def _leaders(parts: Iterable[DraftPart], names: Names) -> tuple[Lane, ...]:
    return _lanes({key: names.staff.get(key, "") for part in parts for key in part.facts["leaders"]})


def _rooms(part: DraftPart) -> list[str]:
    return [room["key"] for room in part.facts["rooms"]]


def _lanes(names: Mapping[str, str]) -> tuple[Lane, ...]:
    return tuple(Lane(key, name) for key, name in sorted(names.items(), key=lambda each: (each[1], each[0])))


def placed_groups(
    part: DraftPart, names: Names, counts: Mapping[str, tuple[int, int]] = MappingProxyType({})
) -> list[PlacedGroup]:
    """The groups of a part, with names. `counts` tells how many all sites have in those they share."""
    return [placed(each, part, names, counts) for each in part.laid_out.get("groups", ())]


def placed(
    told: Mapping[str, Any],
    part: DraftPart,
    names: Names,
    counts: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> PlacedGroup:
    """One of them."""
    zone = ZoneInfo(part.site.zone)
    starts = datetime.fromisoformat(told["starts"]).astimezone(zone)
    service = names.services.get(told["service"])
    shared, here = told.get("shared") or "", len(told["members"])
    limits = part.facts["sizes" if shared else "limits"].get(told["service"], (0, 0))
    people = counts[shared][0] if shared in counts else here
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
        people=people,
        members=_members(told, names),
        least=limits[0],
        most=limits[1],
        is_locked=told["is_locked"],
        is_new=told["is_new"],
        elsewhere=people - here,
        shared=shared,
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
