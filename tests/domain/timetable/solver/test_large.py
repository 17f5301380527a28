"""The way of large weeks, tried on small ones: its bound holds, its plans are legal, nothing gets worse."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from domain.timetable.brute import best_objective
from domain.timetable.strategies import problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.large import improve_large
from stepwell.domain.timetable.solver.model import model_of
from stepwell.domain.timetable.solver.near import Near, solve_near
from stepwell.domain.timetable.solver.reshaping import Reshaping
from stepwell.domain.timetable.solver.sifting import sift

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


@given(problems(livable=True, people=3, slots=4, therapies=2, leaders=2, sites=2))
@slowly
def test_the_bound_of_few_places_is_never_above_the_best_week(problem: Problem) -> None:
    relaxation = sift(model_of(problem), Budget(20))

    assert relaxation is None or relaxation.judged.bound <= (best_objective(problem) or 0)


@given(problems())
@slowly
def test_any_week_solved_as_a_large_one_is_legal_and_no_worse_than_its_start(problem: Problem) -> None:
    budget = Budget(20)
    incumbent = Incumbent(problem, budget)
    incumbent.offer(greedy(problem))
    before = incumbent.objective

    improve_large(problem, incumbent, budget, seed=0)

    assert incumbent.plan is not None
    assert check(problem, incumbent.plan).is_legal
    assert incumbent.bound <= incumbent.objective <= before


@given(problems(rich=True))
@slowly
def test_moving_a_few_people_is_legal_and_never_costs_more(problem: Problem) -> None:
    start = greedy(problem)
    some = [each.id for each in problem.participants][:1]

    found = solve_near(problem, start, people=some, seconds=10)

    judged = check(problem, found)
    assert judged.is_legal
    assert judged.objective <= check(problem, start).objective


@given(problems(livable=True, people=3, slots=4, therapies=2, leaders=2, sites=2))
@slowly
def test_a_week_made_better_part_by_part_is_legal_and_never_costs_more(problem: Problem) -> None:
    budget = Budget(20)
    incumbent = Incumbent(problem, budget)
    incumbent.offer(greedy(problem))
    assert incumbent.plan is not None
    near, before = Near(problem, incumbent.plan, Known.of(problem)), incumbent.objective

    Reshaping(near, incumbent, seed=0).go_on(budget)

    assert check(problem, near.plan).is_legal
    assert (best_objective(problem) or 0) <= incumbent.objective == near.judged.objective <= before
