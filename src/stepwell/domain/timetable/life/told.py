"""What is told of a site's week: by the people, by those who lead, of the rooms, and of last week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from stepwell.domain.timetable.busy import Busy
from stepwell.domain.timetable.facts import Mode
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week


@dataclass(frozen=True)
class Hours:
    """Some hours of a weekday (0 is Monday; None is every day), in the site's civil time."""

    weekday: int | None
    begin: time
    end: time


@dataclass(frozen=True)
class Dislike:
    """Hours that somebody likes less: from 1, a little, to 3, hardly."""

    hours: Hours
    much: int


@dataclass(frozen=True)
class Service:
    """A kind of group session: how long, for how many, who may come."""

    key: str
    minutes: int
    least: int
    most: int
    is_open: bool = True
    by_gender: bool = False
    with_family: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody who comes: what the phase of their program asks for, and how their life is.

    `busy` are their own times, each with its zone; `elsewhere` sessions of the program that are not part
    of the timetable. `here_from` and `here_until` (not included) bound the stay. `wants_hour`: a time alone
    with a counselor is due this week. `counselors` are those who may hold it: one's own first, then cover.
    """

    key: str
    phase: int
    floor_minutes: int
    need: Mapping[str, int]
    languages: tuple[str, ...]
    counselors: tuple[str, ...] = ()
    wants_hour: bool = True
    gender: str = ""
    same_gender: bool = False
    mode: Mode = "either"
    busy: tuple[tuple[Busy, ZoneInfo], ...] = ()
    elsewhere: tuple[Span, ...] = ()
    dislikes: tuple[Dislike, ...] = ()
    family: tuple[Hours, ...] = ()
    most_minutes_a_day: int | None = None
    here_from: date | None = None
    here_until: date | None = None
    apart: frozenset[str] = frozenset()
    avoids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Leader:
    """Somebody who leads: what, in which languages, and the hours they work here.

    `away` are absences and whatever else they have to do in the week.
    """

    key: str
    leads: frozenset[str]
    languages: tuple[str, ...]
    hours: tuple[Hours, ...]
    away: tuple[Span, ...] = ()
    weekly_minutes: int = 0
    by_video: bool = True


@dataclass(frozen=True)
class Room:
    """A room for groups, with the spans in which it can't be used. A video room has no seats."""

    key: str
    seats: int
    closed: tuple[Span, ...] = ()
    is_video: bool = False


@dataclass(frozen=True)
class HeldBefore:
    """A group as it was held last week."""

    service: str
    language: str
    gender: str
    weekday: int
    begin: time
    by_video: bool
    leader: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class SiteWeek:
    """All of it, for one site and one week."""

    site: str
    zone: ZoneInfo
    week: Week
    services: tuple[Service, ...]
    people: tuple[Person, ...]
    leaders: tuple[Leader, ...]
    rooms: tuple[Room, ...]
    closed: frozenset[date] = frozenset()
    held_before: tuple[HeldBefore, ...] = ()
    hours_before: Mapping[str, tuple[int, time]] = field(default_factory=dict)
    """Last week's times alone: weekday and time, by person."""
    hour_minutes: int = 50
    """How long a time alone with the counselor is."""
