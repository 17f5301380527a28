"""What of a week still holds when its facts are gathered anew: what is locked, and the plan to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem, Slot, Week
from stepwell.domain.timetable.locks import possible_locks, united
from stepwell.domain.timetable.plan import Group, Plan


def carry_locks(before: Problem, now: Problem) -> Problem:
    """The new problem with its own locks and those of the old ones that can still be kept."""
    slots = _moved(before, now)
    carried = _kept_groups(before.locked.groups, slots, now)
    groups = (*now.locked.groups, *(each for each in carried if now.site[each.site].seats is None))
    alone = _kept_hours(before.locked.individual, slots, now)
    wanted = Week((*now.locked.groups, *groups), {**alone, **now.locked.individual})
    kept, _dropped = possible_locks(replace(now, locked=united(wanted)))
    return replace(now, locked=kept)


def carry_plan(before: Problem, plan: Plan, now: Problem) -> Plan | None:
    """The old plan in the new problem's slots to begin with, or None when a rule no longer allows it.

    Who is no longer free loses the seat; groups without their leader, or too small then, are left out.
    """
    slots = _moved(before, now)
    seated = (_seated(group, now) for group in _kept_groups(plan.groups, slots, now))
    groups = tuple(group for group in seated if group is not None)
    alone = {
        who: slot
        for who, slot in _kept_hours(plan.individual, slots, now).items()
        if now.participant[who].tele_avail.issuperset(now.covered(slot, now.individual_slots))
    }
    covered = {
        person: leader
        for person, leader in plan.covered_by.items()
        if person in alone and leader in now.facilitator
    }
    carried = Plan(now.name, groups, alone, covered)
    return carried if check(now, carried).is_legal else None


def _seated(group: Group, now: Problem) -> Group | None:
    therapy = now.site[group.site].sized(now.therapy[group.therapy])
    slots = now.covered(group.slot, therapy.slots)
    if not now.facilitator[group.facilitator].avail.issuperset(slots):
        return None
    by_video = now.site[group.site].tele
    members = tuple(
        key
        for key in group.members
        if (now.participant[key].tele_avail if by_video else now.participant[key].avail).issuperset(slots)
    )
    return replace(group, members=members) if len(members) >= therapy.min else None


def _moved(before: Problem, now: Problem) -> Mapping[Slot, Slot]:
    """Where each slot of the old week is in the new one."""
    number = {(slot.day, slot.minute): position for position, slot in enumerate(now.slots)}
    return {
        position: number[slot.day, slot.minute]
        for position, slot in enumerate(before.slots)
        if (slot.day, slot.minute) in number
    }


def _kept_groups(groups: Iterable[Group], slots: Mapping[Slot, Slot], now: Problem) -> Iterable[Group]:
    for group in groups:
        is_known = (
            group.slot in slots
            and group.therapy in now.therapy
            and group.variant in now.variant
            and group.site in now.site
            and group.facilitator in now.facilitator
        )
        if is_known:
            members = tuple(each for each in group.members if each in now.participant)
            yield replace(group, slot=slots[group.slot], members=members)


def _kept_hours(hours: Mapping[str, Slot], slots: Mapping[Slot, Slot], now: Problem) -> dict[str, Slot]:
    return {who: slots[slot] for who, slot in hours.items() if who in now.participant and slot in slots}
