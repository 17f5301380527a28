"""A counselor holds individual hours when available."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "counselor_free"
sentence = "An individual hour takes place when the counselor who holds it is available."


def breaches(week: Laid) -> Iterator[Breach]:
    for hour in week.judged_hours:
        if hour.counselor is None:
            continue
        free = week.problem.facilitator[hour.counselor].avail
        missing = tuple(slot for slot in hour.slots if slot not in free)
        if missing:
            said = (
                f"{hour.counselor} holds {hour.person}'s individual hour on {week.whens(missing)}, "
                "but is not available then."
            )
            yield Breach(name, said, (hour.person,), (hour.counselor,), missing)
