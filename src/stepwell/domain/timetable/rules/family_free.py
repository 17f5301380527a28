"""A family session is held when the family can come."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "family_free"
sentence = "A member of a family therapy is free when the family is, too."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if not held.therapy.family:
            continue
        for member in held.members:
            free = week.person(member).family_avail
            missing = tuple(slot for slot in held.slots if slot not in free)
            if missing:
                said = (
                    f"{member} is in {week.what(held)}, but the family is not free on {week.whens(missing)}."
                )
                yield Breach(name, said, (member,), (held.group.facilitator,), missing)
