"""Nobody sits in a therapy without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "needed_or_open"
sentence = "A member needs the therapy, unless it is open to all."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if held.therapy.open:
            continue
        for member in held.members:
            if not week.person(member).need.get(held.therapy.id):
                said = f"{member} is in {week.what(held)}, which is neither needed nor open."
                yield Breach(name, said, (member,), (held.group.facilitator,), held.slots)
