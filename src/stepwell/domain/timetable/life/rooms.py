"""Which group is held in which room: the solver only counted that there are enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.life.grid import Grid
from stepwell.domain.timetable.life.told import Room
from stepwell.domain.timetable.plan import Plan


def give_rooms(
    problem: Problem,
    plan: Plan,
    grid: Grid,
    rooms: Sequence[Room],
    before: Mapping[tuple[str, str, str, int], str],
) -> list[str | None]:
    """A room for each group of the plan, in its order: last week's if it can be, else the first that is free.

    `before` is the room of each place of last week. None where no room is free for the whole of a group,
    though there are enough in each half hour.
    """
    taken: dict[str, set[Slot]] = {room.key: set(grid.touched_by(room.closed)) for room in rooms}
    given: list[str | None] = [None] * len(plan.groups)
    slots = [problem.covered(group.slot, problem.therapy[group.therapy].slots) for group in plan.groups]
    order = sorted(range(len(plan.groups)), key=lambda n: (plan.groups[n].place not in before, slots[n], n))
    for number in order:
        group = plan.groups[number]
        tele = problem.site[group.site].tele
        fitting = [
            room.key for room in rooms if room.is_video == tele and not taken[room.key] & set(slots[number])
        ]
        chosen = before.get(group.place)
        key = chosen if chosen in fitting else next(iter(fitting), None)
        given[number] = key
        if key is not None:
            taken[key].update(slots[number])
    return given
