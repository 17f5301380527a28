"""What remains of a plan when the facts have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.timetable.planting import PLANTERS, Bed
from domain.timetable.small import PLAN, PROBLEM, with_site
from domain.timetable.strategies import planned
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.events import Busy, Event, FacilitatorAway, Leave, RoomClosed, happened
from stepwell.domain.timetable.facts import Problem, Week
from stepwell.domain.timetable.mending import mended
from stepwell.domain.timetable.plan import Plan

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
LOCKS = {"locked_group", "locked_individual"}


def broken(problem: Problem, plan: Plan) -> set[str]:
    return {breach.rule for breach in check(problem, plan).breaches}


def test_a_legal_plan_stays_as_it_is() -> None:
    assert mended(PROBLEM, PLAN) == PLAN


@pytest.mark.parametrize(
    ("event", "groups", "hours"),
    [
        (FacilitatorAway("Fay", (0,)), PLAN.groups[1:], PLAN.individual),
        (FacilitatorAway("Fay", (7,)), PLAN.groups, {"Ana": 3}),
        (Busy("Ana", (3,)), PLAN.groups, {"Cal": 7}),
        (
            Busy("Cal", (0,)),
            (replace(PLAN.groups[0], members=("Ana", "Bea")), *PLAN.groups[1:]),
            PLAN.individual,
        ),
        (Busy("Dan", (5,)), (*PLAN.groups[:2], PLAN.groups[3]), PLAN.individual),
        (Leave("Dan"), (*PLAN.groups[:2], PLAN.groups[3]), PLAN.individual),
        (RoomClosed("S0", (6,), 1), PLAN.groups[:3], PLAN.individual),
    ],
)
def test_only_what_an_event_made_impossible_goes(
    event: Event, groups: tuple[object, ...], hours: dict[str, int]
) -> None:
    left = mended(happened(PROBLEM, event), PLAN)

    assert left.groups == groups
    assert left.individual == hours


def test_of_two_groups_for_one_room_the_locked_one_stays() -> None:
    twice = replace(PLAN.groups[2], site="S0", therapy="CBT", slot=0, facilitator="Eve", members=("Dan",))
    plan = replace(PLAN, groups=(PLAN.groups[0], twice))
    loose = replace(
        PROBLEM, max_parallel=2, therapies=(replace(PROBLEM.therapies[0], min=1), *PROBLEM.therapies[1:])
    )
    locked = replace(loose, locked=Week((twice,), {}))

    assert mended(loose, plan).groups == (PLAN.groups[0],)
    assert mended(locked, plan).groups == (twice,)
    assert mended(with_site(loose, "S0", rooms=2), plan).groups == plan.groups


@slowly
@given(planned(rich=True), st.sampled_from(sorted(PLANTERS)), st.data())
def test_whatever_was_broken_what_remains_is_legal_and_nothing_is_new(
    week: tuple[Problem, Plan], name: str, data: st.DataObject
) -> None:
    problem, plan = week
    groups = [group for group in plan.groups if group.members]
    assume(groups)
    hour = data.draw(st.sampled_from([None, *plan.individual.items()]))
    planted = PLANTERS[name][0](Bed(problem, plan, data.draw(st.sampled_from(groups)), hour))
    assume(planted is not None)
    assert planted is not None

    left = mended(*planted)

    assert broken(planted[0], left) <= LOCKS
    assert left.individual.items() <= planted[1].individual.items()
    before = {(group.place, group.facilitator): set(group.members) for group in planted[1].groups}
    assert all(set(group.members) <= before[group.place, group.facilitator] for group in left.groups)
