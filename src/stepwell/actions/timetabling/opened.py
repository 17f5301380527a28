"""A part of a draft opened to be changed by hand, and kept again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from stepwell.actions import once
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.timetabling.drafts import get_draft
from stepwell.actions.timetabling.laying_out import cost_fields, grid_of, keep_plan
from stepwell.actions.timetabling.shortages import key_of
from stepwell.domain.timetable.check import check_touched
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.facts import Problem, Slot, Week
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.grid import Grid
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.rules.breach import Breach
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.effects.models import DoneOnce
from stepwell.records.timetable.models import DraftPart, DraftState

EXPLAINED = 2
"""After a move it is found out anew for so few people why they lack something, so that it answers at once."""


class CannotMove(Refusal):
    """The draft isn't one to be changed by hand now, or what was to be moved is gone."""


@dataclass(frozen=True)
class Opened:
    """A part of a draft with its problem and plan."""

    part: DraftPart
    problem: Problem
    plan: Plan

    @property
    def grid(self) -> Grid:
        return grid_of(self.part, self.problem)


@dataclass(frozen=True)
class Step:
    """A plan after a move, what the move touched in it, and what is locked by it."""

    plan: Plan
    groups: Collection[int] = ()
    people: Collection[str] = ()
    locked: Week | None = None
    group: str | None = None


_ACTION = "move_in_timetable"
_NO_TIME = gettext_noop("The site is closed then. Choose another time.")
_GONE = gettext_noop("This group isn't there any more. Look at the week again.")
_NOT_NOW = gettext_noop("This timetable can't be changed now. Wait until it is solved, or make a copy.")
_CHANGED = gettext_noop("Somebody else changed this week just now. Look at it and try again.")


Finds = Callable[[DraftPart, Plan], bool]


def with_group(key: str) -> Finds:
    return lambda part, plan: any(key_of(group) == key for group in plan.groups)


def with_person(person: str) -> Finds:
    return lambda part, plan: person in part.facts["floors"]


def open_part(by: SignedIn, draft_id: UUID, finds: Finds) -> Opened:
    """The part that holds what is to be moved."""
    line = get_draft(by, draft_id)
    if line.state not in {DraftState.READY, DraftState.STOPPED, DraftState.UNDONE}:
        raise CannotMove(_NOT_NOW)
    rows = DraftPart.objects.filter(draft=draft_id).select_related("draft", "site").order_by("pk")
    for part in rows.defer("laid_out", "points"):
        plan = keeping.read_plan(part.plan)
        if finds(part, plan):
            return Opened(part, keeping.read_problem(part.problem), plan)
    raise CannotMove(_GONE)


def number_of(plan: Plan, key: str) -> int:
    """The position of a group in a plan."""
    for number, group in enumerate(plan.groups):
        if key_of(group) == key:
            return number
    raise CannotMove(_GONE)


def slot_at(opened: Opened, day: date, start: time) -> Slot:
    """The slot of a time; refused where the site is closed."""
    slot = opened.grid.exactly(day, start)
    if slot is None:
        raise CannotMove(_NO_TIME)
    return slot


def breaches_in(opened: Opened, step: Step) -> list[Breach]:
    """What a step would break."""
    problem = opened.problem if step.locked is None else replace(opened.problem, locked=step.locked)
    return list(check_touched(problem, step.plan, groups=step.groups, people=step.people))


def was_kept(by: SignedIn, key: str) -> bool:
    """Whether a change with this key was made before."""
    return DoneOnce.objects.filter(key=once.kept(key), account_id=by.account_id, action=_ACTION).exists()


def keep_step(by: SignedIn, opened: Opened, step: Step, *, key: str, at: datetime) -> None:
    """Keep the plan after a move, unless another hand was quicker."""
    part, problem = opened.part, opened.problem
    if step.locked is not None:
        problem = replace(problem, locked=step.locked)
    costs = costs_of(problem, step.plan)
    fields = {
        **keep_plan(part, problem, step.plan, ways_in=EXPLAINED),
        **cost_fields(part, problem, costs),
        "problem": keeping.write(problem),
    }
    _write(by, part, fields, key=key, at=at)


@transaction.atomic(durable=True)
def _write(by: SignedIn, part: DraftPart, fields: Mapping[str, Any], *, key: str, at: datetime) -> None:
    if not once.is_first_time(key, action=_ACTION, account_id=by.account_id, at=at):
        return
    rows = DraftPart.objects.filter(pk=part.pk, version=part.version)
    if not rows.update(**fields, version=F("version") + 1):
        raise CannotMove(_CHANGED)
