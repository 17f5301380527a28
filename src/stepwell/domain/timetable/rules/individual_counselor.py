"""An individual hour is held by a counselor of the person, own or cover."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "individual_counselor"
sentence = "An individual hour is held by one of the person's counselors."


def breaches(week: Laid) -> Iterator[Breach]:
    for hour in week.judged_hours:
        if hour.counselor in week.person(hour.person).counselors:
            continue
        at = week.when(hour.slots[0])
        if hour.counselor is None:
            said = f"{hour.person} has an individual hour on {at}, but no counselor to hold it."
            yield Breach(name, said, (hour.person,), slots=hour.slots)
        else:
            said = (
                f"{hour.counselor} holds {hour.person}'s individual hour on {at}, but is not their counselor."
            )
            yield Breach(name, said, (hour.person,), (hour.counselor,), hour.slots)
