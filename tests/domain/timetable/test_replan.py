"""A week repaired after an event: legal, no worse than what remained, and the best where it is tiny."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.timetable.brute import best_objective
from domain.timetable.small import PLAN, PROBLEM
from domain.timetable.solver.undoing import undone
from domain.timetable.strategies import planned
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.events import Busy, Event, FacilitatorAway, Leave, RoomClosed, after
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.mending import mended
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.replan import replan
from stepwell.domain.timetable.ripple import ripples_of
from stepwell.domain.timetable.solver import Solved

EVENTS = [FacilitatorAway("Fay", (0, 3)), Busy("Ana", (3, 6)), Leave("Dan"), RoomClosed("S0", (6,), 1)]


@pytest.mark.parametrize("event", EVENTS)
def test_the_small_week_is_repaired_and_its_bound_is_not_above_it(event: Event) -> None:
    changed = after(PROBLEM, PLAN, [event]).problem

    found = replan(changed, PLAN, seconds=10)

    assert check(changed, found.plan).is_legal
    assert found.bound <= found.objective <= check(changed, mended(changed, PLAN)).objective


def test_the_first_thing_told_is_a_week_around_those_who_are_touched() -> None:
    changed = after(PROBLEM, PLAN, [Busy("Ana", (3,))]).problem
    told: list[Solved] = []

    replan(changed, PLAN, seconds=10, on_progress=told.append)

    assert told[0].plan.individual["Cal"] == PLAN.individual["Cal"]
    assert told[0].plan.individual["Ana"] != 3


@pytest.mark.parametrize("event", EVENTS)
def test_nobody_touched_could_be_left_alone_without_loss(event: Event) -> None:
    changed = after(PROBLEM, PLAN, [event]).problem
    remains = mended(changed, PLAN)

    found = replan(changed, PLAN, seconds=10)

    for each in ripples_of(changed, remains, found.plan):
        judged = check(changed, undone(remains, found.plan, each))
        assert not judged.is_legal or judged.objective > found.objective


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=8)
@given(planned(people=3, slots=4, therapies=2, leaders=2, sites=2), st.data())
def test_a_tiny_week_is_repaired_as_well_as_can_be(week: tuple[Problem, Plan], data: st.DataObject) -> None:
    problem, plan = week
    person = data.draw(st.sampled_from(sorted(problem.participant)))
    slot = data.draw(st.integers(0, len(problem.slots) - 1))
    changed = after(problem, plan, [Busy(person, (slot,))]).problem

    found = replan(changed, plan, seconds=20)

    assert found.objective == best_objective(changed)
