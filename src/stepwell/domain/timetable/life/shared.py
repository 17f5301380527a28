"""Video groups that people of several sites share, as each site's problem sees them.

Where and when such a group is held, who leads it and how many seats each site has are settled before the
sites are solved (`joining.py`). In the problem of a site it is a locked group at a video site of its own,
with one room for that time and with the seats of this site's people. The site that its leader works at that
day is its host and counts the leader's hours; the others know the leader for this group alone. So each site
fills its own seats, and whatever the others do, the whole group is never too small, too large or there twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from stepwell.domain.timetable.facts import Facilitator, Problem, Site, Slot, Variant
from stepwell.domain.timetable.life.grid import SLOT_MINUTES, Grid
from stepwell.domain.timetable.life.problem import VIDEO, site_of, variant_id
from stepwell.domain.timetable.life.told import Room
from stepwell.domain.timetable.plan import Group
from stepwell.kernel.spans import Span


@dataclass(frozen=True)
class Seats:
    """What one site has in a shared group: how many of its people at least and at most.

    `kept` are so many of them who surely can come; they stay. `not_for` are those who must not sit there
    because somebody of another site, from whom they are kept apart, may.
    """

    least: int
    most: int
    kept: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shared:
    """A video group of several sites. `seats` are by site, for all that are solved together.

    `before` are the members of the group that was held here last week. `others` counts the members from
    sites that aren't solved now; they stay. `group` is the key of the group that goes on, where only a
    part of its sites is solved and so nothing but its members may change.
    """

    key: str
    host: str
    service: str
    language: str
    gender: str
    starts: datetime
    slots: int
    leader: str
    room: str
    seats: Mapping[str, Seats]
    before: tuple[str, ...] = ()
    others: int = 0
    group: str | None = None

    @property
    def span(self) -> Span:
        """The time it takes, in whole slots."""
        return Span(self.starts, self.starts + timedelta(minutes=SLOT_MINUTES * self.slots))

    def with_anybody(self) -> Shared:
        """The same, where members may have been changed by hand: so many of each site, whoever they are."""
        return replace(self, seats={site: replace(each, kept=()) for site, each in self.seats.items()})


def write_shared(shares: Iterable[Shared]) -> list[dict[str, Any]]:
    """For a field of JSON."""
    found: list[dict[str, Any]] = msgspec.to_builtins(list(shares))
    return found


def read_shared(told: object) -> list[Shared]:
    """What `write_shared` wrote."""
    return msgspec.convert(told, list[Shared])


def place_of(share: Shared, site: str) -> str:
    """The site of the problem at which a site's part of the group is held."""
    return f"{VIDEO}:{share.key}:{site}"


def share_at(place: str) -> str | None:
    """The key of the shared group that is held at this site of a problem, or None where it is none."""
    kind, _, rest = place.partition(":")
    return rest.partition(":")[0] if kind == VIDEO and rest else None


def run_of(problem: Problem, grid: Grid, share: Shared) -> tuple[Slot, ...] | None:
    """Its slots at a site; None where the site has none then, or a block ends in between."""
    first = next((n for n, start in enumerate(grid.starts) if start == share.starts.astimezone(UTC)), None)
    return None if first is None else problem.run(first, share.slots)


def rooms_left(rooms: Sequence[Room], shares: Iterable[Shared]) -> tuple[Room, ...]:
    """The same rooms, closed while a shared group is held in them."""
    taken: dict[str, list[Span]] = {}
    for share in shares:
        taken.setdefault(share.room, []).append(share.span)
    return tuple(
        replace(room, closed=(*room.closed, *taken[room.key])) if room.key in taken else room
        for room in rooms
    )


def with_shared(
    problem: Problem, grid: Grid, site: str, shares: Sequence[Shared], rooms: Sequence[Room]
) -> Problem:
    """The problem of a site with its part of each shared group, and without the room that each is held in.

    `rooms` are the rooms of this site, before any of these groups took one of them.
    """
    left = [room for room in rooms_left(rooms, shares) if room.is_video]
    sites = tuple(
        replace(site_of(grid, VIDEO, left, tele=True), rooms=each.rooms) if each.id == VIDEO else each
        for each in problem.sites
    )
    found = replace(problem, sites=sites)
    for share in shares:
        slots = run_of(problem, grid, share)
        if share.seats.get(site) is not None and slots is not None:
            found = _with(found, share, site, slots)
    return found


def _with(problem: Problem, share: Shared, site: str, slots: tuple[Slot, ...]) -> Problem:
    seats = share.seats[site]
    variant = variant_id(share.language, share.gender)
    here = place_of(share, site)
    elsewhere = frozenset(range(len(problem.slots))) - set(slots)
    place = Site(
        here,
        tele=True,
        rooms=1,
        rooms_less=dict.fromkeys(sorted(elsewhere), 1),
        seats=(seats.least, seats.most),
        not_for=frozenset(seats.not_for),
    )
    held = Group(share.service, variant, here, slots[0], share.leader, seats.kept)
    variants = problem.variants
    if variant not in problem.variant:
        variants = (*variants, Variant(variant, share.language, share.gender or None))
    return replace(
        problem,
        variants=variants,
        sites=(*problem.sites, place),
        facilitators=problem.facilitators if share.host == site else _with_leader(problem, share, slots),
        previous=replace(problem.previous, groups=_previous(problem, share, held)),
        locked=replace(problem.locked, groups=(*problem.locked.groups, held)),
    )


def _with_leader(problem: Problem, share: Shared, slots: tuple[Slot, ...]) -> tuple[Facilitator, ...]:
    """The host's leader, here for this group alone; twice its hours are their most, so it is never a load."""
    known = problem.facilitator.get(share.leader)
    if known is None:
        guest = Facilitator(
            id=share.leader,
            max_hours=2 * len(slots),
            leads=frozenset({share.service}),
            langs=frozenset({share.language}),
            gender=None,
            avail=frozenset(slots),
            site_by_day={},
            tele=True,
        )
        return (*problem.facilitators, guest)
    wider = replace(
        known,
        max_hours=known.max_hours + (len(slots) if known.site_by_day else 2 * len(slots)),
        leads=known.leads | {share.service},
        langs=known.langs | {share.language},
        avail=known.avail | set(slots),
    )
    return tuple(wider if each is known else each for each in problem.facilitators)


def _previous(problem: Problem, share: Shared, held: Group) -> tuple[Group, ...]:
    """Last week's groups, with the one that goes on here at its place here."""
    if not share.before:
        return problem.previous.groups
    before = replace(held, members=share.before)
    alike = [
        each
        for each in problem.previous.groups
        if (each.therapy, each.variant, each.site, each.slot)
        == (held.therapy, held.variant, VIDEO, held.slot)
    ]
    same = next((each for each in alike if each.facilitator == held.facilitator), None)
    gone = same or next(iter(alike), None)
    if gone is not None:
        before = replace(before, facilitator=gone.facilitator, members=gone.members)
    return (*(each for each in problem.previous.groups if each is not gone), before)
