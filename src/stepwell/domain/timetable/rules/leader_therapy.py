"""A leader leads what they were trained in."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_therapy"
sentence = "A leader leads only therapies they are qualified for."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        leader = held.group.facilitator
        if held.therapy.id not in week.problem.facilitator[leader].leads:
            said = f"{leader} leads {week.what(held)}, but is not qualified for {held.therapy.id}."
            yield Breach(name, said, leaders=(leader,), slots=held.slots)
