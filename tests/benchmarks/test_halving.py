"""A made-up week in half hours is the same week."""

from __future__ import annotations

from bench.timetable import generating
from bench.timetable.halving import halved

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.greedy import greedy


def test_a_plan_of_half_hours_is_legal_and_everybody_is_named_after_their_site() -> None:
    problem = halved(generating.problem(24, seed=1, sites=1), site="here")

    plan = greedy(problem)

    assert check(problem, plan).is_legal
    assert {person.id.split(".")[0] for person in problem.participants} == {"here"}
    assert {site.id for site in problem.sites} == {"here", "video"}


def test_the_week_before_costs_twice_as_much_in_half_hours() -> None:
    whole = generating.problem(24, seed=2, sites=1)
    half = halved(whole, site="here")

    costs = [
        costs_of(problem, Plan(problem.name, problem.previous.groups)).by_name() for problem in (whole, half)
    ]

    twice = {name for name in costs[0] if costs[1][name] == 2 * costs[0][name]}
    assert {"group_hour", "therapy_short", "pref", "mode", "trip", "cont", "lead"} <= twice
