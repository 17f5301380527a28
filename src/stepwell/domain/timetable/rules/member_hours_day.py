"""A day of treatment is bounded."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "member_hours_day"
sentence = "A participant has no more hours on one day than their most."


def breaches(week: Laid) -> Iterator[Breach]:
    for person in week.judged_people:
        most = week.person(person).max_hours_day
        for day, hours in week.hours_by_day(person).items():
            if hours > most:
                said = f"{person} has {hours} hours on {week.day(day)}; the most on one day is {most}."
                yield Breach(name, said, (person,))
