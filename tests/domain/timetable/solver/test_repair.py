"""The first seconds: who lacks something is given a way in before anything is known of prices."""

from __future__ import annotations

from dataclasses import replace

from domain.timetable.small import PROBLEM
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.lacking import lacking
from stepwell.domain.timetable.solver.model import model_of
from stepwell.domain.timetable.solver.repair import repair

NO_LOCKS = replace(PROBLEM, locked=replace(PROBLEM.locked, groups=(), individual={}))


def test_an_empty_week_is_filled_for_those_who_lack_something() -> None:
    incumbent = _with(Plan(NO_LOCKS.name, (), {}))
    before = incumbent.solved().cost.shortage

    repair(model_of(NO_LOCKS), incumbent, Budget(20), seed=0)

    assert incumbent.solved().cost.shortage < before
    assert check(NO_LOCKS, incumbent.solved().plan).is_legal


def test_the_same_seed_gives_the_same_week() -> None:
    found = []
    for _ in range(2):
        incumbent = _with(Plan(NO_LOCKS.name, (), {}))
        repair(model_of(NO_LOCKS), incumbent, Budget(20), seed=3)
        found.append(incumbent.plan)

    assert found[0] == found[1]


def test_no_time_leaves_the_week_as_it_is() -> None:
    incumbent = _with(Plan(NO_LOCKS.name, (), {}))

    repair(model_of(NO_LOCKS), incumbent, Budget(0), seed=0)

    assert incumbent.plan == Plan(NO_LOCKS.name, (), {})


def test_nobody_lacks_anything_in_a_plan_without_shortage() -> None:
    plan = greedy(PROBLEM)

    assert bool(lacking(PROBLEM, plan)) == (check(PROBLEM, plan).costs.shortage > 0)


def _with(plan: Plan) -> Incumbent:
    incumbent = Incumbent(NO_LOCKS, Budget(20))
    assert incumbent.offer(plan)
    return incumbent
