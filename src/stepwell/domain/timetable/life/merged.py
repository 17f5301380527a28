"""Whether what several sites plan fits together: each site's week is judged for itself, this is the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from stepwell.domain.timetable.rules import group_max, group_min, kept_apart, rooms
from stepwell.domain.timetable.rules.breach import Breach
from stepwell.kernel.spans import Span


@dataclass(frozen=True)
class Whole:
    """A group of several sites with everybody who would be in it, also from sites that aren't planned now."""

    leader: str
    members: tuple[str, ...]
    least: int
    most: int
    others: int = 0
    """Members who aren't named, because their site isn't planned now; they are counted only."""


@dataclass(frozen=True)
class InRoom:
    """A group in a video room: which room, when, and what makes it one group on several walls."""

    room: str
    span: Span
    group: str


def breaches_between(
    groups: Sequence[Whole], held: Sequence[InRoom], apart: Mapping[str, frozenset[str]]
) -> Iterator[Breach]:
    """Sizes of shared groups, who meets whom in them, and video rooms that two sites would use at once."""
    for group in groups:
        yield from _of_group(group, apart)
    by_room: dict[str, dict[str, Span]] = {}
    for each in held:
        by_room.setdefault(each.room, {})[each.group] = each.span
    for room, spans in by_room.items():
        if any(one.overlaps(other) for one, other in combinations(spans.values(), 2)):
            yield Breach(rooms.name, f"Two groups are held in {room} at once.", site=room)


def _of_group(group: Whole, apart: Mapping[str, frozenset[str]]) -> Iterator[Breach]:
    size = group.others + len(group.members)
    leaders = (group.leader,)
    if size < group.least:
        said = f"A group of several sites has {size} members; it needs at least {group.least}."
        yield Breach(group_min.name, said, group.members, leaders)
    if size > group.most:
        said = f"A group of several sites has {size} members; it may have at most {group.most}."
        yield Breach(group_max.name, said, group.members, leaders)
    for one, other in combinations(group.members, 2):
        if other in apart.get(one, ()) or one in apart.get(other, ()):
            said = f"{one} and {other} are both in a group of several sites, but are to be kept apart."
            yield Breach(kept_apart.name, said, (one, other), leaders)
