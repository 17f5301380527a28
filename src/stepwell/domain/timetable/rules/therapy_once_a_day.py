"""Skills need a night in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "therapy_once_a_day"
sentence = "A participant has one therapy at most once a day."


def breaches(week: Laid) -> Iterator[Breach]:
    for person in week.judged_people:
        seats = Counter((held.day, held.therapy.id) for held in week.seats_of(person))
        for (day, therapy), times in seats.items():
            if times > 1:
                yield Breach(name, f"{person} has {therapy} {times} times on {week.day(day)}.", (person,))
