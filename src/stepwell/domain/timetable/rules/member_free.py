"""Groups lie in the time people gave for them."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "member_free"
sentence = "A member is free in every slot of the group: in person, or by video."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        by_video = held.site.tele
        for member in held.members:
            person = week.person(member)
            free = person.tele_avail if by_video else person.avail
            if free.issuperset(held.slots):
                continue
            missing = tuple(slot for slot in held.slots if slot not in free)
            how = "by video" if by_video else "in person"
            said = f"{member} is in {week.what(held)}, but is not free {how} on {week.whens(missing)}."
            yield Breach(name, said, (member,), (held.group.facilitator,), missing)
