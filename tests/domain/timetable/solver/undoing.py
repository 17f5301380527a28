"""A person's moves between two weeks taken back, to see whether they were needed."""

from __future__ import annotations

from dataclasses import replace

from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.ripple import Ripple


def undone(before: Plan, after: Plan, ripple: Ripple) -> Plan:
    """The week with one person back where they were, in the groups that are still held there."""
    person, back = ripple.participant, set(ripple.leaves)
    groups = []
    for group in after.groups:
        members = tuple(each for each in group.members if each != person or group.place not in ripple.joins)
        if group.place in back:
            back.discard(group.place)
            members = (*members, person)
        groups.append(replace(group, members=members))
    closed = (group for group in before.groups if group.place in back and person in group.members)
    groups.extend(replace(group, members=(person,)) for group in closed)
    hours = {who: slot for who, slot in after.individual.items() if who != person}
    covered = {who: by for who, by in after.covered_by.items() if who != person}
    if ripple.hour_before is not None:
        hours[person] = ripple.hour_before
        if person in before.covered_by:
            covered[person] = before.covered_by[person]
    return replace(after, groups=tuple(groups), individual=hours, covered_by=covered)
