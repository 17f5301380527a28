"""A part of a week solved anew, and moves taken back: legal, never dearer, and no move for nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.timetable.solver.undoing import undone
from domain.timetable.strategies import legal_plans, planned, problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.events import FacilitatorAway, after
from stepwell.domain.timetable.facts import Problem, Weights
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.mending import mended
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.ripple import ripples_of
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.helping import alone, helps
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.near import Near, best_of
from stepwell.domain.timetable.solver.part import part_of
from stepwell.domain.timetable.solver.part_program import program_of
from stepwell.domain.timetable.solver.tidying import tidied

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)


@st.composite
def two_weeks(draw: st.DrawFn) -> tuple[Problem, Plan, Plan]:
    """A problem with two legal plans."""
    problem = draw(problems(livable=True, people=3, slots=5, therapies=2, leaders=3, sites=2))
    return problem, draw(legal_plans(problem)), draw(legal_plans(problem))


@given(two_weeks())
@slowly
def test_a_tidied_week_costs_no_more_than_either(weeks: tuple[Problem, Plan, Plan]) -> None:
    problem, before, later = weeks

    found = check(problem, tidied(problem, before, later, Known.of(problem), Budget(20)))

    assert found.is_legal
    assert found.objective <= min(check(problem, before).objective, check(problem, later).objective)


@given(two_weeks())
@slowly
def test_nobody_in_a_tidied_week_could_be_left_alone_without_loss(weeks: tuple[Problem, Plan, Plan]) -> None:
    problem, before, later = weeks

    tidy = tidied(problem, before, later, Known.of(problem), Budget(20))

    least = check(problem, tidy).objective
    for week in _each_undone(problem, before, tidy):
        judged = check(problem, week)
        assert not judged.is_legal or judged.objective > least


@given(problems(livable=True, people=2, slots=3, therapies=1, leaders=1, sites=1), st.data())
@slowly
def test_an_hour_given_up_for_nothing_is_given_back(problem: Problem, data: st.DataObject) -> None:
    costless = replace(problem, weights=Weights(**dict.fromkeys((each.name for each in fields(Weights)), 0)))
    before = data.draw(legal_plans(costless))
    without = replace(before, individual={}, covered_by={})
    assume(before.individual and check(costless, without).is_legal)

    tidy = tidied(costless, before, without, Known.of(costless), Budget(20))

    assert tidy.individual == before.individual


@given(problems(rich=True, locks=True), st.data())
@slowly
def test_whoever_is_helped_the_week_stays_legal_and_never_costs_more(
    problem: Problem, data: st.DataObject
) -> None:
    start = greedy(problem)
    assume(check(problem, start).is_legal and problem.participants)
    person = data.draw(st.sampled_from(sorted(problem.participant)))
    near = Near(problem, start, Known.of(problem))

    for widely in (False, True):
        for wish in (alone(near.week, [person]), *helps(near.week, person, near.known, widely=widely)):
            near.look(wish, Budget(10))

    found = check(problem, near.plan)
    assert found.is_legal
    assert found.objective <= check(problem, start).objective


@given(planned(people=5, slots=6, therapies=2, leaders=4, sites=2), st.data())
@slowly
def test_whatever_a_part_comes_to_is_legal(week: tuple[Problem, Plan], data: st.DataObject) -> None:
    problem, plan = week
    leader = data.draw(st.sampled_from(sorted(problem.facilitator)))
    away = FacilitatorAway(leader, data.draw(st.sampled_from([tuple(range(len(problem.slots))), (0, 1)])))
    changed = after(problem, plan, [away]).problem
    remains = mended(changed, plan)
    wish = alone(Laid(changed, remains), changed.participant)

    part = program_of(part_of(changed, remains, wish, Known.of(changed)))
    values = best_of(part, Budget(10))

    assert values is not None
    assert check(changed, part.plan_of(values)).is_legal


def _each_undone(problem: Problem, before: Plan, after: Plan) -> Iterator[Plan]:
    """The week with the changes of some of those taken back whom it touches: all sets of them but none."""
    touched = [
        each for each in ripples_of(problem, before, after) if each.leaves or each.joins or each.hour_changes
    ]
    for count in range(1, len(touched) + 1):
        for some in itertools.combinations(touched, count):
            week = after
            for each in some:
                week = undone(before, week, each)
            yield week
