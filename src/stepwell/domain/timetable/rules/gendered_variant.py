"""Only some therapies may be held for one gender."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "gendered_variant"
sentence = "A group for one gender is of a therapy that may be held so."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if held.variant.gender is not None and not held.therapy.gendered:
            said = f"{week.what(held)} is for one gender, but {held.therapy.id} is not held for one gender."
            yield Breach(name, said, leaders=(held.group.facilitator,), slots=held.slots)
