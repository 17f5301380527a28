"""Whether the facts of a week are still those that it was solved with.

A stamp keeps no fact, only a short digest of each person's, leader's and room's, so that it can lie beside
a draft and be held against the facts of another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from hashlib import blake2s
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.domain.timetable.busy import Busy
from stepwell.domain.timetable.life.told import Person, SiteWeek
from stepwell.kernel.weeks import Week

Stamp = Mapping[str, Any]
"""Digests: `people`, `leaders` and `rooms` by key, and what is `offered`, `closed` and `standing`."""

_DIGEST = 6
"""Bytes of a digest: of 600 people, one in 10^11 changes is overlooked."""


@dataclass(frozen=True)
class Changed:
    """How many people, leaders and rooms are other than they were, and what else is."""

    people: int = 0
    """Whose times, wishes or needs are other."""
    come: int = 0
    gone: int = 0
    leaders: int = 0
    rooms: int = 0
    offered: bool = False
    closed: bool = False
    standing: bool = False
    """Groups that stand, their people, or times alone."""

    def __bool__(self) -> bool:
        return self != Changed()

    def __add__(self, other: Changed) -> Changed:
        return Changed(
            people=self.people + other.people,
            come=self.come + other.come,
            gone=self.gone + other.gone,
            leaders=self.leaders + other.leaders,
            rooms=self.rooms + other.rooms,
            offered=self.offered or other.offered,
            closed=self.closed or other.closed,
            standing=self.standing or other.standing,
        )

    @property
    def token(self) -> str:
        """The same for the same changes, so that somebody can say which they have seen.

        >>> Changed(people=3, rooms=1).token
        '3.0.0.0.1.0.0.0'
        """
        return ".".join(str(int(getattr(self, each.name))) for each in fields(self))


def stamp(week: SiteWeek) -> Stamp:
    """The digests of a week as it is told."""
    return {
        "people": {person.key: _digest(_of_person(person, week.week)) for person in week.people},
        "leaders": {leader.key: _digest(leader) for leader in week.leaders},
        "rooms": {room.key: _digest(room) for room in week.rooms},
        "offered": _digest([week.services, week.hour_minutes]),
        "closed": _digest(week.closed),
        "standing": _digest([sorted(map(_plain, week.held_before), key=repr), week.hours_before]),
    }


def changed(before: Stamp, now: Stamp) -> Changed:
    """What is other now; of leaders and rooms those that came and went count, too.

    >>> then = {"people": {"a": "1", "b": "1"}, "leaders": {}, "rooms": {"r": "1"},
    ...         "offered": "1", "closed": "1", "standing": "1"}
    >>> changed(then, {**then, "people": {"a": "2", "c": "1"}, "rooms": {}}).token
    '1.1.1.0.1.0.0.0'
    """
    were, are = before["people"], now["people"]
    return Changed(
        people=sum(were[key] != are[key] for key in were.keys() & are.keys()),
        come=len(are.keys() - were.keys()),
        gone=len(were.keys() - are.keys()),
        leaders=_differing(before["leaders"], now["leaders"]),
        rooms=_differing(before["rooms"], now["rooms"]),
        offered=before["offered"] != now["offered"],
        closed=before["closed"] != now["closed"],
        standing=before["standing"] != now["standing"],
    )


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    return sum(before.get(key) != now.get(key) for key in before.keys() | now.keys())


def _of_person(person: Person, week: Week) -> list[object]:
    """Without who may cover their time alone: that is the leaders' fact. Busy times as they are this week."""
    told = [getattr(person, each.name) for each in fields(person) if each.name not in {"busy", "counselors"}]
    days = [week.monday - timedelta(days=1), *week.days]
    busy = [[zone.key, _of_busy(busy, days)] for busy, zone in person.busy]
    return [*told, person.counselors[:1], sorted((each for each in busy if each[1]), key=repr)]


def _of_busy(busy: Busy, days: Iterable[date]) -> list[object]:
    begins = [day.isoformat() for day in days if busy.starts_on(day)]
    return [busy.start.isoformat(), busy.end.isoformat(), busy.travel_minutes, begins] if begins else []


def _digest(value: object) -> str:
    return blake2s(repr(_plain(value)).encode(), digest_size=_DIGEST).hexdigest()


def _plain(value: object) -> object:
    """The value as lists, texts and numbers in one order, whatever process writes it."""
    if isinstance(value, ZoneInfo):
        return value.key
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return sorted(([str(key), _plain(each)] for key, each in value.items()), key=repr)
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(each) for each in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)
