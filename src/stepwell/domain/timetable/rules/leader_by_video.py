"""Not everybody leads groups by video."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_by_video"
sentence = "A video group is led by somebody who may lead by video."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        leader = held.group.facilitator
        if held.site.tele and not week.problem.facilitator[leader].tele:
            said = f"{leader} leads {week.what(held)}, but does not lead by video."
            yield Breach(name, said, leaders=(leader,), slots=held.slots)
