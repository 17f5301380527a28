"""An individual hour chosen by hand stays."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "locked_individual"
sentence = "A locked individual hour is in the slot it was locked in."


def breaches(week: Laid) -> Iterator[Breach]:
    for person, slot in week.problem.locked.individual.items():
        given = week.plan.individual.get(person)
        if given != slot:
            now = "is not in the plan" if given is None else f"is on {week.when(given)}"
            said = f"{person}'s individual hour is locked to {week.when(slot)}, but {now}."
            yield Breach(name, said, (person,), slots=(slot,))
