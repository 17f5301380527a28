"""A therapy begins only at the times set for it."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "starts"
sentence = "A group begins in a slot in which its therapy may begin."


def breaches(week: Laid) -> Iterator[Breach]:
    starts = week.problem.starts
    if not starts:
        return
    for held in week.judged_groups:
        allowed = starts.get(held.therapy.id)
        if allowed is not None and held.group.slot not in allowed:
            said = f"{week.what(held)} begins when {held.therapy.id} may not begin."
            yield Breach(name, said, leaders=(held.group.facilitator,), slots=(held.group.slot,))
