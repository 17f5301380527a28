"""Who needs a group of their own gender gets one."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "same_gender"
sentence = "A member who needs their own gender in a therapy is in a group for one gender."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if held.variant.gender is not None:
            continue
        for member in held.members:
            if held.therapy.id in week.person(member).same_gender:
                said = f"{member} is in {week.what(held)}, but needs a group for one gender."
                yield Breach(name, said, (member,), (held.group.facilitator,), held.slots)
