"""A week of treatment is bounded."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "member_hours"
sentence = "A participant has no more hours in the week than their most."


def breaches(week: Laid) -> Iterator[Breach]:
    for person in week.judged_people:
        hours, most = week.hours_of(person), week.person(person).max_hours
        if hours > most:
            yield Breach(name, f"{person} has {hours} hours in the week; the most is {most}.", (person,))
