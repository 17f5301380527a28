"""In person, people go to their own site; video groups are for all sites."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "member_site"
sentence = "An in-person group is for participants of its site."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        if held.site.tele:
            continue
        for member in held.members:
            own = week.person(member).site
            if own != held.site.id:
                said = f"{member} is in {week.what(held)}, but belongs to {own}."
                yield Breach(name, said, (member,), (held.group.facilitator,), held.slots)
