"""Whom a new plan touches, and how."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.timetable.small import PLAN, PROBLEM
from domain.timetable.strategies import legal_plans, problems
from stepwell.domain.timetable.events import Leave, happened
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.ripple import LeaderRipple, OtherLeader, Ripple, leader_ripples_of, ripples_of


def test_the_same_plan_touches_nobody_in_whatever_order_it_is_written() -> None:
    shuffled = replace(
        PLAN, groups=tuple(replace(group, members=group.members[::-1]) for group in PLAN.groups[::-1])
    )

    assert list(ripples_of(PROBLEM, PLAN, shuffled)) == []
    assert list(leader_ripples_of(PROBLEM, PLAN, shuffled)) == []


def test_each_way_to_be_touched_is_told() -> None:
    moved = replace(PLAN.groups[0], slot=4, members=("Ana", "Bea"))
    led_by_another = replace(PLAN.groups[2], facilitator="Fay")
    new = Plan("small", (moved, PLAN.groups[1], led_by_another, PLAN.groups[3]), {"Ana": 8, "Dan": 1})

    ripples = {each.participant: each for each in ripples_of(PROBLEM, PLAN, new)}

    before, after = PLAN.groups[0].place, moved.place
    other = (OtherLeader(led_by_another.place, "Eve", "Fay"),)
    assert ripples == {
        "Ana": Ripple("Ana", (before,), (after,), (), 3, 8, True),
        "Bea": Ripple("Bea", (before,), (after,), (), None, None, True),
        "Cal": Ripple("Cal", (before,), (), other, 7, None, True),
        "Dan": Ripple("Dan", (), (), other, None, 1, True),
    }
    assert list(leader_ripples_of(PROBLEM, PLAN, new)) == [
        LeaderRipple("Eve", (led_by_another.place,), ()),
        LeaderRipple("Fay", (before,), (after, led_by_another.place)),
    ]


def test_who_left_is_told_with_all_that_is_free_now() -> None:
    left = happened(PROBLEM, Leave("Dan"))
    without = replace(PLAN, groups=(*PLAN.groups[:2], PLAN.groups[3]))

    ripples = {each.participant: each for each in ripples_of(left, PLAN, without)}

    assert ripples["Dan"] == Ripple("Dan", (PLAN.groups[2].place,), (), (), None, None, False)
    assert ripples["Cal"].is_here


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=30)
@given(problems(livable=True), st.data())
def test_going_back_touches_the_same_people(problem: Problem, data: st.DataObject) -> None:
    one, other = data.draw(legal_plans(problem)), data.draw(legal_plans(problem))

    there = {each.participant: (each.leaves, each.joins) for each in ripples_of(problem, one, other)}
    back = {each.participant: (each.joins, each.leaves) for each in ripples_of(problem, other, one)}

    assert there == back
