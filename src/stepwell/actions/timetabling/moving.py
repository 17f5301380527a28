"""Moving a group, a seat or a time alone by hand: judged at once, locked when it may be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import F

from stepwell.actions import once
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling.drafts import get_draft
from stepwell.actions.timetabling.laying_out import cost_fields, grid_of, keep_plan, not_due
from stepwell.actions.timetabling.shortages import key_of
from stepwell.actions.timetabling.telling_breaches import say_all
from stepwell.domain.timetable.check import check_touched
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.facts import Problem, Slot, Week
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.grid import Grid
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.rules.breach import Breach
from stepwell.kernel.sentences import Sentence, gettext_noop
from stepwell.records.timetable.models import DraftPart, DraftState

EXPLAINED = 2
"""After a move it is found out anew for so few people why they lack something, so that it answers at once."""


class CannotMove(Refusal):
    """The draft isn't one to be changed by hand now, or what was to be moved is gone."""


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


@dataclass(frozen=True)
class _Open:
    """A part of a draft with its problem and plan."""

    part: DraftPart
    problem: Problem
    plan: Plan

    @property
    def grid(self) -> Grid:
        return grid_of(self.part, self.problem)


@dataclass(frozen=True)
class _Step:
    """A plan after a move, what the move touched in it, and what is locked by it."""

    plan: Plan
    groups: Collection[int] = ()
    people: Collection[str] = ()
    locked: Week | None = None
    group: str | None = None


_NO_TIME = gettext_noop("The site is closed then. Choose another time.")
_GONE = gettext_noop("This group isn't there any more. Look at the week again.")
_NOT_NOW = gettext_noop("This timetable can't be changed now. Wait until it is solved, or make a copy.")
_CHANGED = gettext_noop("Somebody else changed this week just now. Look at it and try again.")


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

    def step(opened: _Open) -> _Step:
        number = _number(opened.plan, group)
        return _moved_group(opened, number, _slot(opened, day, start), str(leader_id) if leader_id else None)

    return _move(by, draft_id, _with_group(group), step, only_look=only_look, key=key, at=at)


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

    def step(opened: _Open) -> _Step:
        return _moved_seat(opened, str(person_id), from_group, to_group)

    found = _with_group(to_group or from_group or "")
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

    def step(opened: _Open) -> _Step:
        slot = _slot(opened, day, start)
        cover = dict(opened.plan.covered_by)
        if leader_id is not None:
            cover[person] = str(leader_id)
        plan = replace(opened.plan, individual={**opened.plan.individual, person: slot}, covered_by=cover)
        locked = opened.problem.locked
        return _Step(
            plan,
            people=[person],
            locked=replace(locked, individual={**locked.individual, person: slot}),
        )

    return _move(by, draft_id, _with_person(person), step, only_look=only_look, key=key, at=at)


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
    _change_locks(by, draft_id, group, person_id, _locked, key=key, at=at)


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
    _change_locks(by, draft_id, group, person_id, _unlocked, key=key, at=at)


def places_for(by: SignedIn, draft_id: UUID, *, group: str, at: datetime) -> list[Place]:
    """Every time of the week for a group, with what it would cost or why it can't be; nothing is written."""
    opened = _open(by, draft_id, _with_group(group))
    number = _number(opened.plan, group)
    before = costs_of(opened.problem, opened.plan).objective
    length = opened.problem.therapy[opened.plan.groups[number].therapy].slots
    steps = {
        slot: _moved_group(opened, number, slot, None)
        for slot in range(len(opened.problem.slots))
        if opened.problem.run(slot, length) is not None
    }
    broken = {slot: found[0] for slot, step in steps.items() if (found := _breaches(opened, step))}
    said = dict(zip(broken, say_all(by, list(broken.values()), at=at), strict=True))
    costs = {
        slot: costs_of(opened.problem, step.plan).objective - before
        for slot, step in steps.items()
        if slot not in broken
    }
    return [_place(opened, slot, length, said.get(slot), costs.get(slot, 0)) for slot in steps]


def _place(opened: _Open, slot: Slot, length: int, because: Sentence | None, change: int) -> Place:
    minutes = opened.problem.slots[slot].minute + length * opened.problem.slot_minutes
    return Place(
        day=opened.grid.day(slot),
        start=opened.grid.clock(slot),
        ends=time(*divmod(min(minutes, 24 * 60 - 1), 60)),
        is_allowed=because is None,
        because=because,
        change=change,
    )


_Finds = Callable[[DraftPart, Plan], bool]


def _with_group(key: str) -> _Finds:
    return lambda part, plan: any(key_of(group) == key for group in plan.groups)


def _with_person(person: str) -> _Finds:
    return lambda part, plan: person in part.facts["floors"]


def _open(by: SignedIn, draft_id: UUID, finds: _Finds) -> _Open:
    """The part that holds what is to be moved."""
    line = get_draft(by, draft_id)
    if line.state not in {DraftState.READY, DraftState.STOPPED, DraftState.UNDONE}:
        raise CannotMove(_NOT_NOW)
    rows = DraftPart.objects.filter(draft=draft_id).select_related("draft", "site").order_by("pk")
    for part in rows.defer("laid_out", "points"):
        plan = keeping.read_plan(part.plan)
        if finds(part, plan):
            return _Open(part, keeping.read_problem(part.problem), plan)
    raise CannotMove(_GONE)


def _number(plan: Plan, key: str) -> int:
    for number, group in enumerate(plan.groups):
        if key_of(group) == key:
            return number
    raise CannotMove(_GONE)


def _slot(opened: _Open, day: date, start: time) -> Slot:
    slot = opened.grid.exactly(day, start)
    if slot is None:
        raise CannotMove(_NO_TIME)
    return slot


def _moved_group(opened: _Open, number: int, slot: Slot, leader: str | None) -> _Step:
    old = opened.plan.groups[number]
    new = replace(old, slot=slot, facilitator=leader or old.facilitator)
    groups = list(opened.plan.groups)
    groups[number] = new
    locked = opened.problem.locked
    kept = tuple(each for each in locked.groups if not _is_same(each, old))
    members = next((each.members for each in locked.groups if _is_same(each, old)), ())
    return _Step(
        replace(opened.plan, groups=tuple(groups)),
        groups=[number],
        locked=replace(locked, groups=(*kept, replace(new, members=members))),
        group=key_of(new),
    )


def _moved_seat(opened: _Open, person: str, leaves: str | None, joins: str | None) -> _Step:
    groups, touched = list(opened.plan.groups), []
    locked = opened.problem.locked
    if leaves:
        number = _number(opened.plan, leaves)
        groups[number] = _without(groups[number], person)
        touched.append(number)
        locked = replace(
            locked,
            groups=tuple(
                _without(each, person) if _is_same(each, groups[number]) else each for each in locked.groups
            ),
        )
    if joins:
        number = _number(opened.plan, joins)
        if person not in opened.problem.participant:
            raise CannotMove(gettext_noop("Choose a group of the person's own site."))
        groups[number] = replace(groups[number], members=(*groups[number].members, person))
        touched.append(number)
        locked = _with_seat(locked, groups[number], person)
    return _Step(
        replace(opened.plan, groups=tuple(groups)),
        groups=touched,
        people=[person],
        locked=locked,
        group=joins or leaves,
    )


def _without(group: Group, person: str) -> Group:
    return replace(group, members=tuple(each for each in group.members if each != person))


def _is_same(one: Group, other: Group) -> bool:
    return one.place == other.place and one.facilitator == other.facilitator


def _with_seat(locked: Week, group: Group, person: str | None) -> Week:
    """The locks with this group among them, and somebody's seat in it."""
    known = next((each for each in locked.groups if _is_same(each, group)), replace(group, members=()))
    others = tuple(each for each in locked.groups if not _is_same(each, group))
    seats = dict.fromkeys([*known.members, *([person] if person else [])])
    return replace(locked, groups=(*others, replace(known, members=tuple(seats))))


def _breaches(opened: _Open, step: _Step) -> list[Breach]:
    problem = opened.problem if step.locked is None else replace(opened.problem, locked=step.locked)
    return list(check_touched(problem, step.plan, groups=step.groups, people=step.people))


def _move(
    by: SignedIn,
    draft_id: UUID,
    finds: _Finds,
    make: Callable[[_Open], _Step],
    *,
    only_look: bool,
    key: str,
    at: datetime,
) -> Moved:
    opened = _open(by, draft_id, finds)
    step = make(opened)
    base = not_due(opened.part, opened.problem)
    before = costs_of(opened.problem, opened.plan).objective - base
    after = costs_of(opened.problem, step.plan).objective - base
    breaches = _breaches(opened, step)
    if breaches:
        said = tuple(dict.fromkeys(say_all(by, breaches, at=at)))
        return Moved(False, said, before, after)
    if not only_look:
        _write(by, opened, step, key=key, at=at)
    return Moved(True, (), before, after, step.group)


@transaction.atomic(durable=True)
def _write(by: SignedIn, opened: _Open, step: _Step, *, key: str, at: datetime) -> None:
    """Keep the plan after a move, unless another hand was quicker."""
    if not once.is_first_time(key, action="move_in_timetable", account_id=by.account_id, at=at):
        return
    part, problem = opened.part, opened.problem
    if step.locked is not None:
        problem = replace(problem, locked=step.locked)
    costs = costs_of(problem, step.plan)
    rows = DraftPart.objects.filter(pk=part.pk, version=part.version)
    changed = rows.update(
        **keep_plan(part, problem, step.plan, ways_in=EXPLAINED),
        problem=keeping.write(problem),
        **cost_fields(part, problem, costs),
        version=F("version") + 1,
    )
    if not changed:
        raise CannotMove(_CHANGED)


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
    opened = _open(by, draft_id, _with_group(group) if group else _with_person(person or ""))
    locked = change(opened.problem.locked, opened.plan, group, person)
    _write(by, opened, _Step(opened.plan, locked=locked), key=key, at=at)


def _locked(locked: Week, plan: Plan, group: str | None, person: str | None) -> Week:
    if group is not None:
        held = plan.groups[_number(plan, group)]
        if person is not None and person not in held.members:
            raise CannotMove(gettext_noop("This person isn't in the group."))
        return _with_seat(locked, held, person)
    if person is None or person not in plan.individual:
        raise CannotMove(gettext_noop("There is no time alone to keep."))
    return replace(locked, individual={**locked.individual, person: plan.individual[person]})


def _unlocked(locked: Week, plan: Plan, group: str | None, person: str | None) -> Week:
    if group is None:
        alone = {who: slot for who, slot in locked.individual.items() if who != person}
        return replace(locked, individual=alone)
    held = plan.groups[_number(plan, group)]
    if person is None:
        return replace(locked, groups=tuple(each for each in locked.groups if not _is_same(each, held)))
    return replace(
        locked,
        groups=tuple(_without(each, person) if _is_same(each, held) else each for each in locked.groups),
    )
