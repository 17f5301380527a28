"""Nobody is in two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "member_clash"
sentence = "A participant is in one group or individual hour at a time."


def breaches(week: Laid) -> Iterator[Breach]:
    for person in week.judged_people:
        slots = [slot for held in week.seats_of(person) for slot in held.slots]
        if person in week.hours:
            slots += week.hours[person].slots
        if len(slots) == len(set(slots)):
            continue
        for slot, times in Counter(slots).items():
            if times > 1:
                said = f"{person} has {times} groups or individual hours at once on {week.when(slot)}."
                yield Breach(name, said, people=(person,), slots=(slot,))
