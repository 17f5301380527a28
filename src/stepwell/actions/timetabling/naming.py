"""What the keys in a draft are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from stepwell.records.program.models import Room, Service, Staff
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps
from stepwell.records.timetable.models import DraftPart


@dataclass(frozen=True)
class Names:
    """What keys are called. People are named only where they were opened."""

    people: Mapping[str, str]
    staff: Mapping[str, str]
    rooms: Mapping[str, str]
    services: Mapping[str, Service]


@dataclass(frozen=True)
class Keys:
    """Which leaders and rooms parts were made with."""

    staff: frozenset[str]
    rooms: frozenset[str]

    @cached_property
    def staff_keys(self) -> list[UUID]:
        return sorted(map(UUID, self.staff))

    @cached_property
    def room_keys(self) -> list[UUID]:
        return sorted(map(UUID, self.rooms))

    def __or__(self, other: Keys) -> Keys:
        return Keys(self.staff | other.staff, self.rooms | other.rooms)


def keys_in(facts: Mapping[str, Any]) -> Keys:
    """The keys that the facts of a part name."""
    rooms = {room["key"] for room in facts["rooms"]} | {share["room"] for share in facts.get("shared", ())}
    return Keys(frozenset(facts["leaders"]), frozenset(rooms))


def names_of(parts: Sequence[DraftPart], *, people: Mapping[str, str] | None = None) -> Names:
    """What the leaders, rooms and services of these parts are called, and people who were opened."""
    keys = reduce(or_, (keys_in(part.facts) for part in parts), Keys(frozenset(), frozenset()))
    return names_by(keys, people=people)


def names_by(keys: Keys, *, people: Mapping[str, str] | None = None) -> Names:
    """What these leaders and rooms are called, every service, and people who were opened."""
    return Names(
        people=people or {},
        staff={str(row.pk): str(row) for row in _staff(keys=keys.staff_keys)},
        rooms={str(key): name for key, name in _rooms_by_key(keys=keys.room_keys)},
        services={row.key: row for row in _services()},
    )


@composed.once
def _staff(gap: Gaps) -> QuerySet[Staff]:
    return Staff.objects.filter(pk__in=gap.many("keys")).only("given_name", "family_name")


@composed.once
def _rooms_by_key(gap: Gaps) -> QuerySet[Room, tuple[UUID, str]]:
    return Room.objects.filter(pk__in=gap.many("keys")).values_list("pk", "name")


@composed.once
def _services(gap: Gaps) -> QuerySet[Service]:
    return Service.objects.all()
