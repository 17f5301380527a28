"""A group is not too large to talk in."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "group_max"
sentence = "A group has at most as many members as its therapy allows."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if len(held.members) > held.therapy.max:
            said = (
                f"{week.what(held)} has {len(held.members)} members; it may have at most {held.therapy.max}."
            )
            yield Breach(name, said, held.members, (held.group.facilitator,), held.slots)
