"""The way of small weeks: its plans are legal, its bound holds, and the same seed comes to the same week."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from domain.timetable.brute import best_objective
from domain.timetable.strategies import problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.model import model_of
from stepwell.domain.timetable.solver.whole import improve

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=30)


def _improved(problem: Problem, budget: Budget) -> Incumbent:
    incumbent = Incumbent(problem, budget)
    incumbent.offer(greedy(problem))
    improve(model_of(problem), incumbent, budget, seed=3)
    return incumbent


@given(problems(livable=True, people=3, slots=4, therapies=2, leaders=2, sites=2))
@slowly
def test_the_bound_is_never_above_the_best_week(problem: Problem) -> None:
    incumbent = _improved(problem, Budget(20))

    assert incumbent.bound <= (best_objective(problem) or 0)


@given(problems(rich=True, livable=True))
@slowly
def test_with_time_enough_it_comes_to_the_same_week_again(problem: Problem) -> None:
    one, other = (_improved(problem, Budget(60)) for _ in range(2))

    assert one.plan == other.plan


@given(problems(livable=True))
@slowly
def test_told_to_stop_it_keeps_a_legal_plan(problem: Problem) -> None:
    incumbent = _improved(problem, Budget(20, should_stop=lambda: True))

    assert incumbent.plan is None or check(problem, incumbent.plan).is_legal
