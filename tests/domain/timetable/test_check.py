"""A move judged in a few milliseconds finds what a whole check finds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.timetable.small import PLAN, PROBLEM, with_person
from domain.timetable.strategies import planned
from stepwell.domain.timetable.check import check, check_touched
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Group, Plan

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


def test_a_move_onto_a_busy_hour_is_found_without_looking_at_the_rest() -> None:
    busy = with_person(PROBLEM, "Ana", avail=frozenset({0, 1, 2, 6, 7}))
    moved = replace(PLAN, groups=(replace(PLAN.groups[0], slot=4), *PLAN.groups[1:]))

    assert [breach.rule for breach in check_touched(busy, moved, groups=[0])] == ["member_free"]
    assert check_touched(busy, PLAN, groups=[0]) == ()


def test_an_individual_hour_is_judged_by_whose_it_is() -> None:
    moved = replace(PLAN, individual={"Ana": 0, "Cal": 7})

    rules = {breach.rule for breach in check_touched(PROBLEM, moved, people=["Ana"])}

    assert rules == {"member_clash", "leader_clash"}
    assert check_touched(PROBLEM, moved, people=["Dan"]) == ()


@slowly
@given(planned(), st.data())
def test_what_a_move_breaks_is_found_by_looking_at_the_move(
    week: tuple[Problem, Plan], data: st.DataObject
) -> None:
    problem, plan = week
    assume(plan.groups)
    index = data.draw(st.integers(0, len(plan.groups) - 1))
    group = data.draw(_moved(problem, plan.groups[index]))
    after = replace(plan, groups=(*plan.groups[:index], group, *plan.groups[index + 1 :]))

    touched = check_touched(problem, after, groups=[index])

    assert {breach.sentence for breach in touched} == {
        breach.sentence for breach in check(problem, after).breaches
    }


@slowly
@given(planned(), st.data())
def test_what_an_individual_hour_breaks_is_found_by_looking_at_the_person(
    week: tuple[Problem, Plan], data: st.DataObject
) -> None:
    problem, plan = week
    person = data.draw(st.sampled_from(problem.participants)).id
    slot = data.draw(st.integers(0, len(problem.slots) - 1))
    after = replace(plan, individual={**plan.individual, person: slot}, covered_by={})

    touched = check_touched(problem, after, people=[person])

    assert {breach.sentence for breach in touched} == {
        breach.sentence for breach in check(problem, after).breaches
    }


def _moved(problem: Problem, group: Group) -> st.SearchStrategy[Group]:
    """The group after somebody dragged it, gave it to somebody else, or changed who sits in it."""
    slots = st.integers(0, len(problem.slots) - 1)
    leaders = st.sampled_from(problem.facilitators)
    people = st.lists(st.sampled_from([each.id for each in problem.participants]), unique=True)
    return st.one_of(
        slots.map(lambda slot: replace(group, slot=slot)),
        leaders.map(lambda leader: replace(group, facilitator=leader.id)),
        people.map(lambda members: replace(group, members=tuple(members))),
    )
