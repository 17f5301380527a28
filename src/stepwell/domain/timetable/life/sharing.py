"""What several sites share is dealt out before each solves its own week: video rooms and leaders.

So the sites can be solved side by side, and nothing that one plans can want what another has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.timetable.life.told import Hours, Room
from stepwell.kernel.civil import start_of
from stepwell.kernel.spans import Span
from stepwell.kernel.weeks import Week

VIDEO_WEIGHT = {"tele": 4, "either": 1, "in": 0}
"""How much a person's wish counts when video rooms are dealt out. Program policy."""


@dataclass(frozen=True)
class SharedRoom:
    """A video room, the zone its days are counted in, and who holds groups in it by weekday."""

    room: Room
    zone: ZoneInfo
    held: Mapping[int, str]


def deal_video(
    shared: Sequence[SharedRoom], need: Mapping[str, int], week: Week
) -> dict[str, tuple[Room, ...]]:
    """Each video room's days among the sites, by how many people would come by video.

    Who holds a group in a room on a day keeps the day. A room is closed to a site on the days of the
    others, from midnight to midnight where the room belongs, so that sites in two zones agree.

    >>> rooms = [SharedRoom(Room("v", 0, is_video=True), ZoneInfo("America/Chicago"), {})]
    >>> dealt = deal_video(rooms, {"a": 30, "b": 10}, Week(2026, 10))
    >>> [7 - len(dealt[site][0].closed) for site in ("a", "b")]
    [5, 2]
    """
    if not need:
        return {}
    given = dict.fromkeys(need, 0)
    days: dict[str, dict[str, set[int]]] = {site: {} for site in need}
    for shared_room in shared:
        for weekday, site in shared_room.held.items():
            if site in need:
                given[site] += 1
                days[site].setdefault(shared_room.room.key, set()).add(weekday)
    for shared_room in shared:
        for weekday in range(7):
            if shared_room.held.get(weekday) in need:
                continue
            site = max(sorted(need), key=lambda each: (need[each] + 1) / (given[each] + 1))
            given[site] += 1
            days[site].setdefault(shared_room.room.key, set()).add(weekday)
    return {
        site: tuple(
            _closed_else(each, days[site][each.room.key], week)
            for each in shared
            if days[site].get(each.room.key)
        )
        for site in need
    }


def _closed_else(shared: SharedRoom, weekdays: set[int], week: Week) -> Room:
    closed = [
        _whole(week.monday + timedelta(days=weekday), shared.zone)
        for weekday in range(7)
        if weekday not in weekdays
    ]
    return replace(shared.room, closed=(*shared.room.closed, *closed))


def _whole(day: date, zone: ZoneInfo) -> Span:
    return Span(start_of(day, zone), start_of(day + timedelta(days=1), zone))


def deal_leader(
    hours: Mapping[str, Sequence[Hours]], weekly_minutes: int
) -> dict[str, tuple[tuple[Hours, ...], int]]:
    """A leader's hours at each site, one site a day, and the part of their week that belongs to it.

    Where somebody works at two sites on one day, the day is the site's with more hours.
    """
    by_day = {
        weekday: max(sorted(hours), key=lambda site: sum(map(_length, _on(hours[site], weekday))))
        for weekday in range(7)
        if any(_on(each, weekday) for each in hours.values())
    }
    dealt = {
        site: tuple(
            replace(each, weekday=weekday)
            for weekday, whose in sorted(by_day.items())
            if whose == site
            for each in _on(hours[site], weekday)
        )
        for site in hours
    }
    total = sum(_length(each) for some in dealt.values() for each in some)
    return {
        site: (some, weekly_minutes * sum(map(_length, some)) // total)
        for site, some in dealt.items()
        if some
    }


def _on(hours: Sequence[Hours], weekday: int) -> list[Hours]:
    return [each for each in hours if each.weekday is None or each.weekday == weekday]


def _length(hours: Hours) -> int:
    return (hours.end.hour - hours.begin.hour) * 60 + hours.end.minute - hours.begin.minute
