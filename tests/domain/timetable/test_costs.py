"""What a plan costs: each cost by hand in a small week, and never below nothing in any."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.timetable.small import (
    PLAN,
    PROBLEM,
    with_groups,
    with_leader,
    with_person,
)
from domain.timetable.strategies import legal_plans, problems
from stepwell.domain.timetable import files
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.costs import SENTENCES, Costs, costs_of
from stepwell.domain.timetable.facts import Problem, Week
from stepwell.domain.timetable.plan import Group, Plan

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "timetable"
slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


def of(problem: Problem, plan: Plan = PLAN) -> Costs:
    return costs_of(problem, plan)


def only(costs: Costs, *names: str) -> dict[str, int]:
    return {name: costs.by_name()[name] for name in names}


def test_the_small_week_by_hand() -> None:
    """Bea and Dan have no individual hour; groups take 1 + 2 + 1 + 2 hours; Ana and Bea come on two days and
    Cal on one; nobody must have any hours, so Ana's 6, Bea's 5, Cal's 3 and Dan's 1 are all excess."""
    costs = of(PROBLEM)

    assert costs == Costs(indiv_missing=1600, group_hour=120, trip=10, excess=3 * (6 + 5 + 3 + 1))
    assert costs.shortage == 1600
    assert costs.soft == 120 + 10 + 45
    assert costs.objective == 1775


def test_hours_below_the_least_and_above_it() -> None:
    more = with_person(PROBLEM, "Dan", min_hours=3)
    met = with_person(PROBLEM, "Dan", min_hours=1)

    assert of(more).unmet_hour == 2 * 1000
    assert of(more).excess == of(met).excess == of(PROBLEM).excess - 3


def test_each_hour_of_a_needed_therapy_not_given_is_short_and_more_of_another_does_not_help() -> None:
    more = with_person(PROBLEM, "Cal", need={"CBT": 3, "DBT": 2})

    assert of(PROBLEM).therapy_short == 0
    assert of(more).therapy_short == (1 + 2) * 400


def test_a_day_with_any_hour_counts() -> None:
    assert of(with_person(PROBLEM, "Cal", min_days=2)).day_short == 0
    assert of(with_person(PROBLEM, "Cal", min_days=3)).day_short == 500
    assert of(with_person(PROBLEM, "Dan", min_days=3)).day_short == 2 * 500
    assert of(with_person(PROBLEM, "Dan", min_days=2), replace(PLAN, individual={"Dan": 0})).day_short == 0


def test_dislikes_are_paid_for_every_slot_used_the_individual_hour_too() -> None:
    picky = with_person(PROBLEM, "Ana", pref={0: 1, 2: 3, 3: 2, 4: 3})

    assert of(picky).pref == 1 + 3 + 2
    assert of(picky, replace(PLAN, individual={"Ana": 8})).pref == 1 + 3


def test_hours_in_the_mode_not_wanted() -> None:
    assert of(with_person(PROBLEM, "Cal", mode="in")).mode == 2
    assert of(with_person(PROBLEM, "Cal", mode="tele")).mode == 2
    assert of(with_person(PROBLEM, "Ana", mode="tele")).mode == 5 * 2
    assert of(with_person(PROBLEM, "Ana", mode="in")).mode == 0


def test_a_seat_of_last_week_lost_is_paid_for_people_still_here() -> None:
    last = Week((Group("CBT", "en", "S0", 9, "Fay", ("Ana", "Bea", "Gone")), PLAN.groups[0]))
    lost = replace(PROBLEM, previous=last)
    kept = with_groups(PLAN, Group("CBT", "en", "S0", 9, "Eve", ("Ana", "Cal")))

    assert only(of(lost), "cont", "lead") == {"cont": 2 * 6, "lead": 2 * 4}
    assert only(of(lost, kept), "cont", "lead") == {"cont": 6, "lead": 2 * 4}


def test_a_leader_who_leads_the_same_group_again_costs_nothing_whoever_sits_in_it() -> None:
    last = Week((Group("CBT", "en", "S0", 0, "Fay", ("Dan", "Gone")),))
    led_by_somebody_gone = Week((replace(last.groups[0], facilitator="Gone"),))

    assert of(replace(PROBLEM, previous=last)).lead == 0
    assert of(replace(PROBLEM, previous=led_by_somebody_gone)).lead == 4


def test_an_individual_hour_moved_is_paid_and_a_dropped_one_is_only_missing() -> None:
    last = replace(PROBLEM, previous=Week((), {"Ana": 3, "Cal": 8, "Dan": 0, "Gone": 1}))

    assert of(last).indiv_moved == 3
    assert of(last).indiv_missing == of(PROBLEM).indiv_missing


@pytest.mark.parametrize(
    ("most", "load"), [(20, 0), (9, 0), (8, 1), (7, 1), (6, 2 + 2), (5, 2 + 2), (0, 5 + 10)]
)
def test_load_begins_above_sixty_percent_and_doubles_its_step_above_eighty(most: int, load: int) -> None:
    """Eve leads five hours. 60 percent of 6 hours are 3 whole ones, 80 percent are 4."""
    assert of(with_leader(PROBLEM, "Eve", max_hours=most)).load == load


def test_who_is_named_twice_sits_once() -> None:
    doubled = replace(PLAN.groups[0], members=(*PLAN.groups[0].members, "Ana"))

    assert of(PROBLEM, replace(PLAN, groups=(doubled, *PLAN.groups[1:]))) == of(PROBLEM)


def test_an_empty_week_lacks_everything_and_costs_nothing_else() -> None:
    wanting = with_person(PROBLEM, "Ana", min_hours=9, min_days=3)

    costs = of(wanting, Plan("small"))

    assert costs == Costs(
        unmet_hour=9000, therapy_short=(5 + 5 + 1 + 1) * 400, day_short=1500, indiv_missing=3200
    )


def test_every_cost_has_a_sentence_in_the_order_of_the_form() -> None:
    assert list(SENTENCES) == list(Costs().by_name())


def test_a_gap_is_nothing_where_there_is_nothing_to_spare() -> None:
    assert Costs().gap(0) == Costs().soft_gap(0) == 0
    assert Costs(unmet_hour=10).soft_gap(9) == 0
    assert Costs(unmet_hour=900, pref=100).gap(950) == pytest.approx(0.05)
    assert Costs(unmet_hour=900, pref=100).soft_gap(950) == pytest.approx(0.5)


@slowly
@given(problems(rich=True), st.data())
def test_no_cost_is_below_nothing_and_all_together_are_the_objective(
    problem: Problem, data: st.DataObject
) -> None:
    plan = data.draw(legal_plans(problem))

    costs = of(problem, plan)

    assert min(costs.by_name().values()) >= 0
    assert sum(costs.by_name().values()) == costs.objective == costs.shortage + costs.soft


@slowly
@given(problems(livable=True), st.data())
def test_the_order_of_groups_and_members_costs_nothing(problem: Problem, data: st.DataObject) -> None:
    plan = data.draw(legal_plans(problem))
    shuffled = replace(
        plan, groups=tuple(replace(group, members=group.members[::-1]) for group in plan.groups[::-1])
    )

    assert of(problem, plan) == of(problem, shuffled)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded plans are not part of the product")
@pytest.mark.parametrize("name", ["pub-xs24", "pub-s60", "pub-m120", "pub-m240", "pub-l400", "pub-l600"])
def test_a_recorded_plan_is_legal_and_costs_what_is_recorded(name: str) -> None:
    recorded = json.loads((RECORDED / f"{name}.simple-plan.json").read_bytes())
    problem = files.read_problem((RECORDED / f"{name}.json").read_bytes())

    judged = check(problem, files.read_plan((RECORDED / f"{name}.simple-plan.json").read_bytes(), problem))

    assert judged.breaches == ()
    assert judged.costs.by_name() == recorded["cost"]
    assert judged.objective == recorded["objective"]
