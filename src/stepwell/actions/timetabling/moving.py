"""Moving a group, a seat or a time alone by hand: judged at once, locked when it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.laying_out import not_due
from stepwell.actions.timetabling.opened import (
    CannotMove,
    Finds,
    Opened,
    Step,
    breaches_in,
    keep_step,
    number_of,
    open_part,
    slot_at,
    was_kept,
    with_group,
    with_person,
)
from stepwell.actions.timetabling.steps import lock_in, moved_group, moved_seat, unlock_in
from stepwell.actions.timetabling.telling_breaches import say_all
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.facts import Slot, Week
from stepwell.domain.timetable.life.shared import share_at
from stepwell.domain.timetable.plan import Plan
from stepwell.kernel.sentences import Sentence

__all__ = [
    "CannotMove",
    "Moved",
    "Place",
    "lock",
    "move_group",
    "move_hour",
    "move_seat",
    "places_for",
    "unlock",
]


@dataclass(frozen=True)
class Moved:
    """What a move did, or why it was refused; a refused one changed nothing.

    Costs are of the whole site's week, the less the better; `group` names the group from now on.
    """

    done: bool
    breaches: tuple[Sentence, ...]
    cost_before: int
    cost_after: int
    group: str | None = None

    @property
    def change(self) -> int:
        """What the week costs more, or less."""
        return self.cost_after - self.cost_before


@dataclass(frozen=True)
class Place:
    """A time a group could have: whether it may, and if not why."""

    day: date
    start: time
    ends: time
    is_allowed: bool
    because: Sentence | None
    change: int


def move_group(
    by: SignedIn,
    draft_id: UUID,
    *,
    group: str,
    day: date,
    start: time,
    leader_id: UUID | None = None,
    only_look: bool = False,
    key: str,
    at: datetime,
) -> Moved:
    """Hold a group at another time, or with another leader, with the same people; it is locked there."""

    def step(opened: Opened) -> Step:
        number = number_of(opened.plan, group)
        return moved_group(opened, number, slot_at(opened, day, start), str(leader_id) if leader_id else None)

    return _move(by, draft_id, with_group(group), step, only_look=only_look, key=key, at=at)


def move_seat(
    by: SignedIn,
    draft_id: UUID,
    *,
    person_id: UUID,
    from_group: str | None,
    to_group: str | None,
    only_look: bool = False,
    key: str,
    at: datetime,
) -> Moved:
    """Give somebody a seat in another group, take one away, or add one; a seat that is given is locked."""

    def step(opened: Opened) -> Step:
        return moved_seat(opened, str(person_id), from_group, to_group)

    found = with_group(to_group or from_group or "")
    return _move(by, draft_id, found, step, only_look=only_look, key=key, at=at)


def move_hour(
    by: SignedIn,
    draft_id: UUID,
    *,
    person_id: UUID,
    day: date,
    start: time,
    leader_id: UUID | None = None,
    only_look: bool = False,
    key: str,
    at: datetime,
) -> Moved:
    """Give somebody their time alone at another time, or with a counselor who covers; it is locked there."""
    person = str(person_id)

    def step(opened: Opened) -> Step:
        slot = slot_at(opened, day, start)
        cover = dict(opened.plan.covered_by)
        if leader_id is not None:
            cover[person] = str(leader_id)
        plan = replace(opened.plan, individual={**opened.plan.individual, person: slot}, covered_by=cover)
        locked = opened.problem.locked
        return Step(
            plan,
            people=[person],
            locked=replace(locked, individual={**locked.individual, person: slot}),
        )

    return _move(by, draft_id, with_person(person), step, only_look=only_look, key=key, at=at)


def lock(
    by: SignedIn,
    draft_id: UUID,
    *,
    group: str | None = None,
    person_id: UUID | None = None,
    key: str,
    at: datetime,
) -> None:
    """Keep a group with its leader, somebody's seat in it, or (without a group) somebody's time alone."""
    _change_locks(by, draft_id, group, person_id, lock_in, key=key, at=at)


def unlock(
    by: SignedIn,
    draft_id: UUID,
    *,
    group: str | None = None,
    person_id: UUID | None = None,
    key: str,
    at: datetime,
) -> None:
    """Let the next solving move it again."""
    _change_locks(by, draft_id, group, person_id, unlock_in, key=key, at=at)


def places_for(by: SignedIn, draft_id: UUID, *, group: str, at: datetime) -> list[Place]:
    """Every time of the week for a group, with what it would cost or why it can't be; nothing is written."""
    opened = open_part(by, draft_id, with_group(group))
    number = number_of(opened.plan, group)
    if share_at(opened.plan.groups[number].site) is not None:
        return []  # settled for all its sites
    before = costs_of(opened.problem, opened.plan).objective
    length = opened.problem.therapy[opened.plan.groups[number].therapy].slots
    steps = {
        slot: moved_group(opened, number, slot, None)
        for slot in range(len(opened.problem.slots))
        if opened.problem.run(slot, length) is not None
    }
    broken = {slot: found[0] for slot, step in steps.items() if (found := breaches_in(opened, step))}
    said = dict(zip(broken, say_all(by, list(broken.values()), at=at), strict=True))
    costs = {
        slot: costs_of(opened.problem, step.plan).objective - before
        for slot, step in steps.items()
        if slot not in broken
    }
    return [_place(opened, slot, length, said.get(slot), costs.get(slot, 0)) for slot in steps]


def _place(opened: Opened, slot: Slot, length: int, because: Sentence | None, change: int) -> Place:
    minutes = opened.problem.slots[slot].minute + length * opened.problem.slot_minutes
    return Place(
        day=opened.grid.day(slot),
        start=opened.grid.clock(slot),
        ends=time(*divmod(min(minutes, 24 * 60 - 1), 60)),
        is_allowed=because is None,
        because=because,
        change=change,
    )


def _move(
    by: SignedIn,
    draft_id: UUID,
    finds: Finds,
    make: Callable[[Opened], Step],
    *,
    only_look: bool,
    key: str,
    at: datetime,
) -> Moved:
    if not only_look and was_kept(by, key):
        return Moved(True, (), 0, 0)  # said twice
    opened = open_part(by, draft_id, finds)
    step = make(opened)
    base = not_due(opened.part, opened.problem)
    before = costs_of(opened.problem, opened.plan).objective - base
    after = costs_of(opened.problem, step.plan).objective - base
    breaches = breaches_in(opened, step)
    if breaches:
        said = tuple(dict.fromkeys(say_all(by, breaches, at=at)))
        return Moved(False, said, before, after)
    if not only_look:
        keep_step(by, opened, step, key=key, at=at)
    return Moved(True, (), before, after, step.group)


_Locks = Callable[[Week, Plan, "str | None", "str | None"], Week]


def _change_locks(
    by: SignedIn,
    draft_id: UUID,
    group: str | None,
    person_id: UUID | None,
    change: _Locks,
    *,
    key: str,
    at: datetime,
) -> None:
    person = str(person_id) if person_id else None
    opened = open_part(by, draft_id, with_group(group) if group else with_person(person or ""))
    locked = change(opened.problem.locked, opened.plan, group, person)
    keep_step(by, opened, Step(opened.plan, locked=locked), key=key, at=at)
