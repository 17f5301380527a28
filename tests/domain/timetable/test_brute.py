"""The brute force itself: nothing legal is better than what it finds, and what it finds is legal."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.timetable.brute import best_objective, best_plan
from domain.timetable.strategies import legal_plans, problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem, Week

tiny = problems(people=3, slots=4, therapies=2, leaders=2, sites=2, livable=True, locks=True)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny, st.data())
def test_no_legal_plan_is_better_than_the_best(problem: Problem, data: st.DataObject) -> None:
    plan = data.draw(legal_plans(problem))
    judged = check(problem, plan)

    best = best_plan(problem)

    assert best is not None
    assert check(problem, best).is_legal
    assert not judged.is_legal or judged.objective >= check(problem, best).objective


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(people=2, slots=3, therapies=1, leaders=1, sites=1, livable=True))
def test_locks_that_contradict_leave_no_plan(problem: Problem) -> None:
    person = problem.participants[0]
    shut = replace(person, tele_avail=frozenset())
    locked = replace(
        problem,
        participants=(shut, *problem.participants[1:]),
        locked=Week((), {person.id: 0}),
    )

    assert best_objective(problem) is not None
    assert best_objective(locked) is None
