"""A group for one gender is for that gender."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "member_gender"
sentence = "A member of a group for one gender is of that gender."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if held.variant.gender is None:
            continue
        for member in held.members:
            if week.person(member).gender != held.variant.gender:
                said = f"{member} is in {week.what(held)}, which is for another gender."
                yield Breach(name, said, (member,), (held.group.facilitator,), held.slots)
