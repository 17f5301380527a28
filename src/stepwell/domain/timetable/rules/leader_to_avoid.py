"""Some people must not be led by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_to_avoid"
sentence = "Nobody is in a group whose leader they are to be kept apart from."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        leader = held.group.facilitator
        for member in held.members:
            if leader in week.person(member).avoid_fac:
                said = (
                    f"{member} is in {week.what(held)}, but is to be kept apart from {leader}, who leads it."
                )
                yield Breach(name, said, (member,), (leader,), held.slots)
