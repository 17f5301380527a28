"""Moves and locks as steps from one plan to the next; nothing is judged or written here."""

from __future__ import annotations

from dataclasses import replace

from stepwell.actions.timetabling.opened import CannotMove, Opened, Step, number_of
from stepwell.actions.timetabling.shortages import key_of
from stepwell.domain.timetable.facts import Slot, Week
from stepwell.domain.timetable.life.shared import share_at
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.kernel.sentences import gettext_noop

_SHARED = gettext_noop(
    "Several sites share this group, so its time and leader stay. Change its members instead."
)


def moved_group(opened: Opened, number: int, slot: Slot, leader: str | None) -> Step:
    old = opened.plan.groups[number]
    _need_own(old)
    new = replace(old, slot=slot, facilitator=leader or old.facilitator)
    groups = list(opened.plan.groups)
    groups[number] = new
    locked = opened.problem.locked
    kept = tuple(each for each in locked.groups if not is_same(each, old))
    members = next((each.members for each in locked.groups if is_same(each, old)), ())
    return Step(
        replace(opened.plan, groups=tuple(groups)),
        groups=[number],
        locked=replace(locked, groups=(*kept, replace(new, members=members))),
        group=key_of(new),
    )


def _need_own(group: Group) -> None:
    """Refuse to settle anew for one site what was settled for several."""
    if share_at(group.site) is not None:
        raise CannotMove(_SHARED)


def moved_seat(opened: Opened, person: str, leaves: str | None, joins: str | None) -> Step:
    groups, touched = list(opened.plan.groups), []
    locked = opened.problem.locked
    if leaves:
        number = number_of(opened.plan, leaves)
        groups[number] = without(groups[number], person)
        touched.append(number)
        locked = replace(
            locked,
            groups=tuple(
                without(each, person) if is_same(each, groups[number]) else each for each in locked.groups
            ),
        )
    if joins:
        number = number_of(opened.plan, joins)
        if person not in opened.problem.participant:
            raise CannotMove(gettext_noop("Choose a group of the person's own site."))
        groups[number] = replace(groups[number], members=(*groups[number].members, person))
        touched.append(number)
        locked = with_seat(locked, groups[number], person)
    return Step(
        replace(opened.plan, groups=tuple(groups)),
        groups=touched,
        people=[person],
        locked=locked,
        group=joins or leaves,
    )


def without(group: Group, person: str) -> Group:
    return replace(group, members=tuple(each for each in group.members if each != person))


def is_same(one: Group, other: Group) -> bool:
    return one.place == other.place and one.facilitator == other.facilitator


def with_seat(locked: Week, group: Group, person: str | None) -> Week:
    """The locks with this group among them, and somebody's seat in it."""
    known = next((each for each in locked.groups if is_same(each, group)), replace(group, members=()))
    others = tuple(each for each in locked.groups if not is_same(each, group))
    seats = dict.fromkeys([*known.members, *([person] if person else [])])
    return replace(locked, groups=(*others, replace(known, members=tuple(seats))))


def lock_in(locked: Week, plan: Plan, group: str | None, person: str | None) -> Week:
    if group is not None:
        held = plan.groups[number_of(plan, group)]
        if person is not None and person not in held.members:
            raise CannotMove(gettext_noop("This person isn't in the group."))
        return with_seat(locked, held, person)
    if person is None or person not in plan.individual:
        raise CannotMove(gettext_noop("There is no time alone to keep."))
    return replace(locked, individual={**locked.individual, person: plan.individual[person]})


def unlock_in(locked: Week, plan: Plan, group: str | None, person: str | None) -> Week:
    if group is None:
        alone = {who: slot for who, slot in locked.individual.items() if who != person}
        return replace(locked, individual=alone)
    held = plan.groups[number_of(plan, group)]
    if person is None:
        _need_own(held)
        return replace(locked, groups=tuple(each for each in locked.groups if not is_same(each, held)))
    return replace(
        locked,
        groups=tuple(without(each, person) if is_same(each, held) else each for each in locked.groups),
    )
