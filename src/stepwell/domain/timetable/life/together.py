"""The weeks of several sites as one, of which only what they may share is told.

Slots are instants here, so that sites in two zones meet; the days are those of the largest site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from stepwell.domain.timetable.facts import (
    Facilitator,
    Problem,
    Site,
    Slot,
    SlotFacts,
    Therapy,
    Variant,
    Week,
)
from stepwell.domain.timetable.life.by_video import Before, Kind, Lacking, covered, who_comes
from stepwell.domain.timetable.life.grid import Grid, block_of
from stepwell.domain.timetable.life.problem import VIDEO
from stepwell.domain.timetable.life.told import Room
from stepwell.domain.timetable.plan import Group

LEADERS_PART = 3
"""Leaders give one part in so many of their week to groups of several sites at most. Program policy."""


@dataclass(frozen=True)
class SiteWeek:
    """A site's week as asked, before anything is shared.

    `limits` are the fewest and most members of each service; those in the problem may be fewer, as its
    rooms with seats are. `room_before` is the room of each place of last week.
    """

    site: str
    problem: Problem
    grid: Grid
    rooms: tuple[Room, ...]
    limits: Mapping[str, tuple[int, int]]
    room_before: Mapping[tuple[str, str, str, int], str]

    @property
    def video_rooms(self) -> list[Room]:
        """The video rooms this site was dealt, closed on the days of the others."""
        return [room for room in self.rooms if room.is_video]


class Together:
    """Several sites in one week: their people, leaders and video rooms by the same slots."""

    def __init__(self, weeks: Sequence[SiteWeek]) -> None:
        self.weeks = {week.site: week for week in weeks}
        largest = max(weeks, key=lambda week: (len(week.problem.participants), week.site))
        self.zone = largest.grid.zone
        self.starts = sorted({start for week in weeks for start in week.grid.starts})
        self.number = {start: n for n, start in enumerate(self.starts)}
        self.site_of: dict[str, str] = {}
        for week in weeks:
            for person in week.problem.participants:
                self.site_of.setdefault(person.id, week.site)
        self.rooms = self._rooms()
        before = Before.of([week.problem for week in weeks], self.is_mixed)
        lacking = {week.site: Lacking.of(week.problem, before) for week in weeks}
        wanted = set[Kind]().union(*(each.wanted() for each in lacking.values()))
        self.people = [
            asked
            for week in weeks
            for asked in who_comes(lacking[week.site], before, wanted, partial(self.here, week))
            if self.site_of[asked.id] == week.site and asked.tele_avail
        ]

    def here(self, week: SiteWeek, slots: Iterable[Slot]) -> frozenset[Slot]:
        """The slots of a site as slots of all."""
        return frozenset(self.number[week.grid.starts[slot]] for slot in slots)

    def _rooms(self) -> dict[str, frozenset[Slot]]:
        """When each video room is open to one of the sites, and no group of one site alone stands in it."""
        found: dict[str, frozenset[Slot]] = {}
        for week in self.weeks.values():
            taken: dict[str, set[Slot]] = {}
            for group in week.problem.previous.groups:
                held = week.room_before.get(group.place)
                if held is not None and not self.is_mixed(group):
                    taken.setdefault(held, set()).update(covered(week.problem, group))
            for room in week.video_rooms:
                shut = week.grid.touched_by(room.closed) | taken.get(room.key, set())
                found[room.key] = found.get(room.key, frozenset()) | self.here(week, week.grid.all - shut)
        return found

    def is_mixed(self, group: Group) -> bool:
        """Whether people of several of these sites are in a group of last week."""
        return group.site == VIDEO and len({self.site_of[m] for m in group.members if m in self.site_of}) > 1

    def problem(self) -> Problem:
        """What the standing groups leave open, as a week of its own."""
        first = next(iter(self.weeks.values())).problem
        rooms = len(self.rooms)
        open_rooms = Counter(slot for slots in self.rooms.values() for slot in slots)
        less = {slot: rooms - open_rooms[slot] for slot in range(len(self.starts))}
        return replace(
            first,
            name="shared",
            slots=tuple(map(self._facts, self.starts)),
            max_parallel=rooms,
            therapies=tuple(self._therapies()),
            variants=tuple(self.variants()),
            sites=(Site(VIDEO, tele=True, rooms=rooms, rooms_less={n: by for n, by in less.items() if by}),),
            facilitators=tuple(self._leaders()),
            participants=tuple(self.people),
            previous=Week(tuple(self.previous())),
            locked=Week(),
            starts={},
        )

    def _facts(self, start: datetime) -> SlotFacts:
        civil = start.astimezone(self.zone)
        minute = civil.hour * 60 + civil.minute
        return SlotFacts(civil.weekday(), minute, block_of(minute))

    def _therapies(self) -> Iterable[Therapy]:
        limits = next(iter(self.weeks.values())).limits
        for therapy in next(iter(self.weeks.values())).problem.therapies:
            least, most = limits[therapy.id]
            yield replace(therapy, min=least, max=most)

    def variants(self) -> Iterable[Variant]:
        found = {each.id: each for week in self.weeks.values() for each in week.problem.variants}
        return (found[key] for key in sorted(found))

    def _leaders(self) -> Iterable[Facilitator]:
        """Who leads by video, when no group of last week is theirs, for a part of their week."""
        found: dict[str, Facilitator] = {}
        for week in self.weeks.values():
            busy: dict[str, set[Slot]] = {}
            for group in week.problem.previous.groups:
                if not self.is_mixed(group):
                    busy.setdefault(group.facilitator, set()).update(covered(week.problem, group))
            for each in week.problem.facilitators:
                if not each.tele:
                    continue
                avail = self.here(week, each.avail - busy.get(each.id, set()))
                known = found.get(each.id)
                hours = each.max_hours // LEADERS_PART
                found[each.id] = replace(
                    known or each,
                    avail=avail | (known.avail if known else frozenset()),
                    max_hours=hours + (known.max_hours if known else 0),
                    site_by_day={},
                )
        return found.values()

    def previous(self) -> Iterable[Group]:
        for week in self.weeks.values():
            for group in week.problem.previous.groups:
                if self.is_mixed(group):
                    yield replace(group, slot=self.number[week.grid.starts[group.slot]])
