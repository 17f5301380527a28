"""A draft on the wall: its groups as blocks of a day, or as lines of rooms and leaders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from stepwell.actions.timetabling.viewing import DraftView, PlacedGroup, PlacedHour
from stepwell.interfaces.manager.grid import Grid, grid
from stepwell.kernel.civil import wall_minutes

TONES = ("water", "plum", "clay", "sun", "stone")
"""A color for each service, in the order of their names; the name stands with it everywhere."""

VIEWS = ("group", "room", "leader", "hours")


@dataclass(frozen=True)
class Block:
    """A group with its place on the wall and the color of its service."""

    group: PlacedGroup
    tone: str

    @property
    def day(self) -> date:
        return self.group.day

    @property
    def drawn_from(self) -> int:
        """Minutes after midnight by the clock on the wall."""
        return wall_minutes(self.group.starts, self.group.ends)[0]

    @property
    def drawn_until(self) -> int:
        """Where the group ends on the wall."""
        return wall_minutes(self.group.starts, self.group.ends)[1]


@dataclass(frozen=True)
class Line:
    """A room or a leader, with the groups of each day."""

    name: str
    days: tuple[tuple[Block, ...], ...]
    minutes: int
    groups: int


@dataclass(frozen=True)
class HoursOfLeader:
    """The individual hours one counselor holds."""

    leader: str
    days: tuple[tuple[PlacedHour, ...], ...]
    number: int


def blocks_of(shown: DraftView) -> list[Block]:
    """All groups, each in its service's color."""
    services = sorted({(group.title.get("en", ""), str(group.service_id)) for group in shown.groups})
    tones = {key: TONES[at % len(TONES)] for at, (_title, key) in enumerate(services)}
    return [Block(group, tones[str(group.service_id)]) for group in shown.groups]


def legend(blocks: Iterable[Block]) -> list[tuple[str, dict[str, str]]]:
    """Each color once, with the title of its service."""
    found = {block.group.service_id: (block.tone, block.group.title) for block in blocks}
    return sorted(found.values(), key=lambda pair: pair[1].get("en", ""))


def wall(shown: DraftView, blocks: Sequence[Block], *, today: date) -> Grid[Block]:
    """The week's grid, without an empty weekend."""
    held = {block.day for block in blocks}
    return grid(blocks, [day for day in shown.days if day.weekday() < 5 or day in held], today=today)


def lines(shown: DraftView, blocks: Sequence[Block], by: str) -> list[Line]:
    """The groups by room or by leader, the empty ones too."""
    lanes = shown.rooms if by == "room" else shown.leaders
    names = {lane.key: lane.name for lane in lanes}
    found: dict[str, list[Block]] = {lane.key: [] for lane in lanes}
    for block in blocks:
        group = block.group
        key, name = (group.room_key, group.room) if by == "room" else (str(group.leader_id), group.leader)
        names.setdefault(key, name)
        found.setdefault(key, []).append(block)
    return [
        Line(
            name=names[key],
            days=tuple(_of_day(theirs, day) for day in shown.days),
            minutes=sum(block.drawn_until - block.drawn_from for block in theirs),
            groups=len(theirs),
        )
        for key, theirs in found.items()
    ]


def hours(days: Sequence[date], held: Sequence[PlacedHour]) -> list[HoursOfLeader]:
    """Individual hours by counselor."""
    found: dict[str, list[PlacedHour]] = {}
    for hour in sorted(held, key=lambda one: (one.leader, one.starts)):
        found.setdefault(hour.leader, []).append(hour)
    return [
        HoursOfLeader(leader, tuple(tuple(h for h in theirs if h.day == day) for day in days), len(theirs))
        for leader, theirs in found.items()
    ]


def _of_day(blocks: Sequence[Block], day: date) -> tuple[Block, ...]:
    return tuple(sorted((one for one in blocks if one.day == day), key=lambda one: one.drawn_from))
