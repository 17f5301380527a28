"""A group needs a room, a video group one of the video rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.rules.breach import Breach

name = "rooms"
sentence = "At no time does a site hold more groups than it has rooms."


def breaches(week: Laid) -> Iterator[Breach]:
    taken = Counter((held.site.id, slot) for held in week.held for slot in held.slots)
    judged = ((held.site, slot) for held in week.judged_groups for slot in held.slots)
    for site, slot in {(site.id, slot): (site, slot) for site, slot in judged}.values():
        groups, rooms = taken[site.id, slot], site.rooms_at(slot)
        if groups > rooms:
            said = f"{site.id} has {rooms} rooms on {week.when(slot)}, and {groups} groups are held there."
            yield Breach(name, said, slots=(slot,), site=site.id)
