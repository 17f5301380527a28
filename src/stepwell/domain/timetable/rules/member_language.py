"""Everybody understands what is said."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "member_language"
sentence = "A member speaks the group's language."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        for member in held.members:
            if held.variant.lang not in week.person(member).langs:
                said = f"{member} is in {week.what(held)}, but does not speak {held.variant.lang}."
                yield Breach(name, said, (member,), (held.group.facilitator,), held.slots)
