"""A leader leads when available."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_free"
sentence = "A group takes place when its leader is available."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        leader = held.group.facilitator
        missing = [slot for slot in held.slots if slot not in week.problem.facilitator[leader].avail]
        if missing:
            said = f"{leader} leads {week.what(held)}, but is not available on {week.whens(missing)}."
            yield Breach(name, said, leaders=(leader,), slots=tuple(missing))
