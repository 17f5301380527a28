"""Some people must never meet in a group; it binds whichever of them lists the other."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "kept_apart"
sentence = "Two people to be kept apart are never in one group."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        seated = set(held.members)
        for member in held.members:
            for other in week.person(member).avoid & seated:
                if other == member or (other > member and member in week.person(other).avoid):
                    continue  # nobody is kept apart from themselves; a pair is said once, by the later
                said = f"{member} and {other} are both in {week.what(held)}, but are to be kept apart."
                yield Breach(name, said, (member, other), (held.group.facilitator,), held.slots)
        for member in sorted(seated & held.site.not_for):
            said = f"{member} is in {week.what(held)}, but is to be kept apart from somebody there."
            yield Breach(name, said, (member,), (held.group.facilitator,), held.slots)
