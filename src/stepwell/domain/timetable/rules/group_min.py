"""A group needs enough people to be one."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "group_min"
sentence = "A group has at least as many members as its therapy asks for."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if len(held.members) < held.therapy.min:
            said = f"{week.what(held)} has {len(held.members)} members; it needs at least {held.therapy.min}."
            yield Breach(name, said, held.members, (held.group.facilitator,), held.slots)
