"""What publishing a plan changes of what stands: which groups go on, end and begin, and who belongs where.

Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.records.schedule.models import Group, RosterEntry
from stepwell.records.timetable.models import DraftPart


@dataclass(frozen=True)
class NewGroup:
    """A group of the plan that nothing stands for yet."""

    service: str
    language: str
    gender: str
    starts: datetime
    minutes: int
    leader_id: UUID
    room_id: UUID
    members: frozenset[UUID]
    follows: Group | None
    """The group that ends and whose curriculum goes on here: most of its people come along."""


@dataclass
class Changes:
    """Of one site."""

    part: DraftPart
    kept: list[Group] = field(default_factory=list)
    ended: list[Group] = field(default_factory=list)
    begun: list[NewGroup] = field(default_factory=list)
    joins: list[tuple[Group, UUID]] = field(default_factory=list)
    leaves: list[RosterEntry] = field(default_factory=list)

    @property
    def moved(self) -> set[UUID]:
        """Everybody whose groups change."""
        ended = {group.pk for group in self.ended}
        found = {person for _, person in self.joins} | {entry.person_id for entry in self.leaves}
        found |= {person for new in self.begun for person in new.members}
        return found | {entry.person_id for entry in self._rosters if entry.group_id in ended}

    _rosters: Sequence[RosterEntry] = ()


def changes_of(part: DraftPart, standing: Sequence[Group], rosters: Sequence[RosterEntry]) -> Changes:
    """What the plan of a part changes of its site's standing groups and their rosters.

    A group goes on when everything about it stays: service, language, day, time, length, room and leader.
    Groups on a day on which the site is closed in that week are left alone with their people, and so are
    people on a roster whom the plan doesn't know, as somebody on hold.
    """
    changes = Changes(part, _rosters=list(rosters))
    closed = {date.fromisoformat(day).weekday() for day in part.facts["closed"]}
    known = {UUID(key) for key in part.facts["floors"]}
    zone = ZoneInfo(part.site.zone)
    open_days = [group for group in standing if group.weekday not in closed]
    by_place = {_place_of(group): group for group in open_days}
    members: dict[UUID, dict[UUID, RosterEntry]] = {}
    for entry in rosters:
        members.setdefault(entry.group_id, {})[entry.person_id] = entry
    wanted = [(_place(told, part, zone), told) for told in part.laid_out.get("groups", ())]
    changes.kept = [by_place[place] for place, _ in wanted if place in by_place]
    kept = {group.pk for group in changes.kept}
    changes.ended = [group for group in open_days if group.pk not in kept]
    for place, told in wanted:
        people = frozenset(map(UUID, told["members"]))
        group = by_place.get(place)
        if group is None:
            changes.begun.append(_new(told, part, zone, people, changes.ended, members))
            continue
        there = members.get(group.pk, {})
        changes.joins += [(group, person) for person in sorted(people - there.keys())]
        changes.leaves += [
            entry for person, entry in there.items() if person in known and person not in people
        ]
    return changes


def _place_of(group: Group) -> tuple[Any, ...]:
    return (
        group.service.key,
        group.language,
        group.gender,
        group.weekday,
        group.start_time,
        group.minutes,
        str(group.room_id),
        str(group.leader_id),
    )


def _place(told: Mapping[str, Any], part: DraftPart, zone: ZoneInfo) -> tuple[Any, ...]:
    starts = datetime.fromisoformat(told["starts"]).astimezone(zone)
    return (
        told["service"],
        told["language"],
        told["gender"],
        starts.weekday(),
        starts.time(),
        part.facts["services"][told["service"]],
        told["room"],
        told["leader"],
    )


def _new(
    told: Mapping[str, Any],
    part: DraftPart,
    zone: ZoneInfo,
    people: frozenset[UUID],
    ended: Iterable[Group],
    members: Mapping[UUID, Mapping[UUID, RosterEntry]],
) -> NewGroup:
    alike = [group for group in ended if group.service.key == told["service"]]
    follows = max(
        alike, key=lambda group: (len(people & members.get(group.pk, {}).keys()), group.pk), default=None
    )
    return NewGroup(
        service=told["service"],
        language=told["language"],
        gender=told["gender"],
        starts=datetime.fromisoformat(told["starts"]).astimezone(zone),
        minutes=part.facts["services"][told["service"]],
        leader_id=UUID(told["leader"]),
        room_id=UUID(told["room"]),
        members=people,
        follows=follows,
    )
