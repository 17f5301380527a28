"""A leader is at one site a day; a day without a site is a day elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "leader_site"
sentence = "An in-person group is led by somebody who is at its site that day."


def breaches(week: Laid) -> Iterator[Breach]:
    for held in week.judged_groups:
        leader = held.group.facilitator
        there = week.problem.facilitator[leader].site_by_day.get(held.day)
        if not held.site.tele and there != held.site.id:
            where = "at no site" if there is None else f"at {there}"
            said = f"{leader} leads {week.what(held)}, but is {where} that day."
            yield Breach(name, said, leaders=(leader,), slots=held.slots)
