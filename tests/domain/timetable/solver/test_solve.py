"""Whatever the week is like, what solving gives is legal, proven, and on tiny weeks the best."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from domain.timetable.brute import best_objective
from domain.timetable.strategies import problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.solver import solve

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)


@given(problems())
@slowly
def test_any_week_however_absurd_gets_a_legal_plan_and_a_bound_below_it(problem: Problem) -> None:
    solved = solve(problem, seconds=20)

    assert check(problem, solved.plan).is_legal
    assert 0 <= solved.bound <= solved.objective


@given(problems(rich=True))
@slowly
def test_half_hours_and_cover_counselors_are_solved_as_well(problem: Problem) -> None:
    solved = solve(problem, seconds=20)

    assert check(problem, solved.plan).is_legal
    assert 0 <= solved.bound <= solved.objective


@given(problems(locks=True))
@slowly
def test_what_is_locked_is_kept(problem: Problem) -> None:
    solved = solve(problem, seconds=20)

    assert check(problem, solved.plan).is_legal


@given(problems(livable=True, people=3, slots=4, therapies=2, leaders=2, sites=2))
@slowly
def test_a_tiny_week_costs_what_trying_everything_finds(problem: Problem) -> None:
    solved = solve(problem, seconds=20)

    best = best_objective(problem)
    assert solved.objective == best
    assert solved.bound <= solved.objective
