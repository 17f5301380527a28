"""A group, or an individual hour, stays within one block of one day."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "within_block"
sentence = "A group lies within one block of one day, and so does an individual hour."


def breaches(week: Laid) -> Iterator[Breach]:
    run = week.problem.run
    for held in week.judged_groups:
        if run(held.group.slot, held.therapy.slots) is None:
            said = f"{week.what(held)} takes {held.therapy.slots} in a row and would cross its block or day."
            yield Breach(name, said, leaders=(held.group.facilitator,), slots=held.slots)
    for hour in week.judged_hours:
        if run(hour.slots[0], week.problem.individual_slots) is None:
            said = (
                f"{hour.person}'s individual hour on {week.when(hour.slots[0])} would cross its block or day."
            )
            yield Breach(name, said, people=(hour.person,), slots=hour.slots)
