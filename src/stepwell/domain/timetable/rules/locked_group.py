"""A group chosen by hand stays, with its leader; others may join it."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Held, Laid
from stepwell.domain.timetable.plan import Group
from stepwell.domain.timetable.rules.breach import Breach

name = "locked_group"
sentence = (
    "A locked group is there with its therapy, variant, site, slot and leader, and at least its members."
)


def breaches(week: Laid) -> Iterator[Breach]:
    for locked in week.problem.locked.groups:
        alike = [
            held
            for held in week.held
            if held.group.place == locked.place and held.group.facilitator == locked.facilitator
        ]
        missing = min((_missing(locked, held) for held in alike), key=len, default=locked.members)
        if alike and not missing:
            continue
        at = f"{locked.therapy} ({locked.variant}) at {locked.site} on {week.when(locked.slot)}"
        lost = f"lost {', '.join(missing)}" if alike else "is not in the plan"
        said = f"The locked group {at}, led by {locked.facilitator}, {lost}."
        yield Breach(name, said, missing, (locked.facilitator,), (locked.slot,))


def _missing(locked: Group, held: Held) -> tuple[str, ...]:
    return tuple(member for member in locked.members if member not in held.members)
