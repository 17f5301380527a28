"""What publishing a plan changes of what stands: which groups go on, end and begin, and who belongs where.

Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    until: date | None = None
    """The Monday on which everything is again as it was; None where it stands on."""

    @property
    def moved(self) -> set[UUID]:
        """Everybody whose groups change."""
        ended = {group.pk for group in self.ended}
        found = {person for _, person in self.joins} | {entry.person_id for entry in self.leaves}
        found |= {person for new in self.begun for person in new.members}
        return found | {entry.person_id for entry in self._rosters if entry.group_id in ended}

    _rosters: Sequence[RosterEntry] = ()


def changes_of(
    part: DraftPart,
    standing: Sequence[Group],
    rosters: Sequence[RosterEntry],
    *,
    told: Sequence[Mapping[str, Any]],
    known: Mapping[int, Collection[UUID]],
    spared: Collection[UUID] = (),
) -> Changes:
    """What the plan of a part changes of its site's standing groups and their rosters.

    `told` are the groups that the site shall hold, with the people of all sites. A group goes on when
    everything about it stays: service, language, day, time, length, room and leader. Groups on a day on
    which the site is closed in that week are left alone with their people, those that are `spared` never
    end, and people on a roster whom the draft doesn't plan for on that weekday (`known`) stay, as somebody
    on hold.
    """
    changes = Changes(part, _rosters=list(rosters))
    closed = {date.fromisoformat(day).weekday() for day in part.facts["closed"]}
    zone = ZoneInfo(part.site.zone)
    open_days = [group for group in standing if group.weekday not in closed]
    by_place = {_place_of(group): group for group in open_days}
    members: dict[UUID, dict[UUID, RosterEntry]] = {}
    for entry in rosters:
        members.setdefault(entry.group_id, {})[entry.person_id] = entry
    wanted = [(_place(each, part, zone), each) for each in told]
    changes.kept = [by_place[place] for place, _ in wanted if place in by_place]
    kept = {group.pk for group in changes.kept}
    changes.ended = [group for group in open_days if group.pk not in kept and group.pk not in spared]
    for place, each in wanted:
        people = frozenset(map(UUID, each["members"]))
        group = by_place.get(place)
        if group is None:
            changes.begun.append(_new(each, part, zone, people, changes.ended, members))
            continue
        _change_roster(
            changes, group, members.get(group.pk, {}), people, each.get("known", known[group.weekday])
        )
    return changes


def visited(
    changes: Changes, group: Group, rosters: Iterable[RosterEntry], people: frozenset[UUID] | None
) -> None:
    """What the plan changes of a group of another site: only its own people join it or leave it."""
    if people is None:
        return
    there = {entry.person_id: entry for entry in rosters if entry.group_id == group.pk}
    _change_roster(changes, group, there, people, {UUID(key) for key in changes.part.facts["floors"]})


def _change_roster(
    changes: Changes,
    group: Group,
    there: Mapping[UUID, RosterEntry],
    people: frozenset[UUID],
    known: Collection[UUID],
) -> None:
    changes.joins += [(group, person) for person in sorted(people - there.keys())]
    changes.leaves += [entry for person, entry in there.items() if person in known and person not in people]


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
