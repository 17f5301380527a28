"""A leader speaks the language of the group."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_language"
sentence = "A leader speaks the group's language."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        leader = held.group.facilitator
        if held.variant.lang not in week.problem.facilitator[leader].langs:
            said = f"{leader} leads {week.what(held)}, but does not speak {held.variant.lang}."
            yield Breach(name, said, leaders=(leader,), slots=held.slots)
