"""Nobody leads two things at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_clash"
sentence = "A leader holds one group or one individual hour at a time."


def breaches(week: Laid) -> Iterator[Breach]:
    for leader in week.judged_leaders:
        taken = Counter(slot for held in week.led.get(leader, ()) for slot in held.slots)
        taken.update(slot for hour in week.hours_given.get(leader, ()) for slot in hour.slots)
        for slot, times in taken.items():
            if times > 1:
                said = f"{leader} has {times} groups or individual hours at once on {week.when(slot)}."
                yield Breach(name, said, leaders=(leader,), slots=(slot,))
