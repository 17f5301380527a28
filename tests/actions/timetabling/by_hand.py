"""Solvers for tests: what they return was told before, so that only what is around them is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from cast import TODAY, Cast
from stepwell.actions.timetabling import jobs, solving
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.kernel.weeks import Week
from stepwell.records.program.models import ProgramTemplate
from stepwell.records.timetable.models import DraftPart

WEEK = Week.of(TODAY).next()
TUESDAY = date(2026, 5, 19)


@dataclass(frozen=True)
class Solved:
    plan: Plan
    objective: float
    bound: float
    seconds: float


def gives(make: Callable[[Problem], Plan]) -> jobs.Solve:
    """A solver that knows the answer."""

    def solve(
        problem: Problem,
        *,
        seconds: float,
        on_progress: Callable[[Any], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        start: Plan | None = None,
    ) -> Solved:
        plan = make(problem)
        objective = costs_of(problem, plan).objective
        if on_progress:
            on_progress(Solved(plan, objective, 0, 0.1))
        return Solved(plan, objective, objective / 2, 0.2)

    return solve


def slot_at(problem: Problem, weekday: int, clock: time) -> int:
    minute = clock.hour * 60 + clock.minute
    return next(n for n, slot in enumerate(problem.slots) if (slot.day, slot.minute) == (weekday, minute))


def one_group(cast: Cast, *, begin: time = time(18), members: tuple[str, ...] | None = None) -> jobs.Solve:
    """Sam and Marcus with Priya on Tuesday, as last week or at another time."""

    def make(problem: Problem) -> Plan:
        people = members if members is not None else tuple(sorted(problem.participant))
        slot = slot_at(problem, 1, begin)
        return Plan(
            problem.name,
            (Group("group_cbt", "en", str(cast.riverside.pk), slot, str(cast.priya.pk), people),),
        )

    return gives(make)


def small_groups() -> None:
    """Two are a group."""
    ProgramTemplate.objects.update(group_min=2)


def drafted(cast: Cast, at: Any, *, solve: jobs.Solve | None = None, key: str = "draft") -> UUID:
    """A draft for Riverside's next week, solved."""
    small_groups()
    by = cast.sign_in(cast.grace)
    draft = solving.start_solving(by, site_ids=[cast.riverside.pk], week=WEEK, key=key, at=at)
    for part in DraftPart.objects.filter(draft=draft):
        jobs.solve_now(part.pk, run=part.run, solve=solve or one_group(cast), now=lambda: at)
    return draft


def part_of(draft: UUID) -> DraftPart:
    return DraftPart.objects.select_related("draft", "site").get(draft=draft)
