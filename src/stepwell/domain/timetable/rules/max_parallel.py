"""Not too many copies of one group at the same time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from stepwell.domain.timetable.laid import Held, Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "max_parallel"
sentence = "At most so many groups of one therapy, variant and site begin in one slot as the problem allows."


def breaches(week: Laid) -> Iterator[Breach]:
    together: dict[tuple[str, str, str, int], list[Held]] = defaultdict(list)
    for held in week.held:
        together[held.group.place].append(held)
    most = week.problem.max_parallel
    for place in dict.fromkeys(held.group.place for held in week.judged_groups):
        groups = together[place]
        if len(groups) > most:
            said = f"{len(groups)} groups of {week.what(groups[0])} begin together; at most {most} may."
            leaders = tuple(held.group.facilitator for held in groups)
            yield Breach(name, said, leaders=leaders, slots=(groups[0].group.slot,), site=place[2])
