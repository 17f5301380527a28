"""Groups and individual hours together are a working week."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_hours"
sentence = "A leader holds no more hours than their most, groups and individual hours together."


def breaches(week: Laid) -> Iterator[Breach]:
    for leader in week.judged_leaders:
        hours, most = week.hours_led(leader), week.problem.facilitator[leader].max_hours
        if hours > most:
            said = f"{leader} holds {hours} hours in the week; the most is {most}."
            yield Breach(name, said, leaders=(leader,))
