"""There is no time to travel between slots that touch; an individual hour is exempt."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "travel"
sentence = "A video group and an in-person group are never back to back on one day."


def breaches(week: Laid) -> Iterator[Breach]:
    facts = week.problem.slots
    for person in week.judged_people:
        seats = week.seats_of(person)
        by_video = {slot for held in seats if held.site.tele for slot in held.slots}
        if not by_video or len(by_video) == sum(len(held.slots) for held in seats):
            continue
        in_person = {slot for held in seats if not held.site.tele for slot in held.slots}
        for slot in sorted(in_person):
            for next_to in (slot - 1, slot + 1):
                if next_to in by_video and facts[next_to].day == facts[slot].day:
                    said = (
                        f"{person} is in person on {week.when(slot)} and by video on {week.when(next_to)}, "
                        "with no time to travel."
                    )
                    yield Breach(name, said, (person,), slots=(slot, next_to))
