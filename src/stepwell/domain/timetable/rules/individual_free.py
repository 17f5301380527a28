"""An individual hour lies in the time the person gave for video, wherever it is held."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "individual_free"
sentence = "A participant is free for video in their individual hour."


def breaches(week: Laid) -> Iterator[Breach]:
    for hour in week.judged_hours:
        free = week.person(hour.person).tele_avail
        missing = tuple(slot for slot in hour.slots if slot not in free)
        if missing:
            said = f"{hour.person} has an individual hour on {week.whens(missing)}, but is not free then."
            yield Breach(name, said, (hour.person,), slots=missing)
