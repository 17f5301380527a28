"""Nobody is written into one group twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "doubled_member"
sentence = "Nobody is a member of the same group twice."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if len(held.members) == len(held.group.members):
            continue
        for member, times in Counter(held.group.members).items():
            if times > 1:
                said = f"{member} is named {times} times in {week.what(held)}."
                yield Breach(name, said, (member,), (held.group.facilitator,), held.slots)
