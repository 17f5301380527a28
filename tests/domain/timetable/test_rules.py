"""Each rule finds what breaks it, says who and where, and lets the legal twin pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.timetable.planting import PLANTERS, Bed
from domain.timetable.small import (
    PLAN,
    PROBLEM,
    leader,
    person,
    with_groups,
    with_leader,
    with_person,
    with_site,
    with_therapy,
)
from domain.timetable.strategies import legal_plans, planned, problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem, Week
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.rules import BY_NAME, RULES

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)


def broken(problem: Problem, plan: Plan) -> set[str]:
    return {breach.rule for breach in check(problem, plan).breaches}


def sentences(problem: Problem, plan: Plan) -> list[str]:
    return [breach.sentence for breach in check(problem, plan).breaches]


def test_the_small_week_is_legal() -> None:
    assert sentences(PROBLEM, PLAN) == []


def test_every_rule_has_a_name_of_its_own_a_sentence_and_a_fault_to_plant() -> None:
    assert len(BY_NAME) == len(RULES)
    assert set(PLANTERS) == set(BY_NAME)
    assert all(rule.sentence.endswith(".") and rule.sentence[0].isupper() for rule in RULES)


@pytest.mark.parametrize("name", PLANTERS)
def test_a_planted_fault_is_found_by_its_rule_alone(name: str) -> None:
    plant, where = PLANTERS[name]

    planted = plant(Bed(PROBLEM, PLAN, PLAN.groups[where], ("Ana", 3)))

    assert planted is not None
    assert broken(*planted) == {name}


@pytest.mark.parametrize("name", PLANTERS)
def test_a_breach_says_who_or_where(name: str) -> None:
    plant, where = PLANTERS[name]
    planted = plant(Bed(PROBLEM, PLAN, PLAN.groups[where], ("Ana", 3)))
    assert planted is not None

    said = check(*planted).breaches

    named = [*PROBLEM.participant, *PROBLEM.facilitator, *PROBLEM.site]
    for breach in said:
        assert any(each in breach.sentence for each in named)
        assert breach.sentence.endswith(".")
        assert breach.people or breach.leaders or breach.slots


@slowly
@given(planned(rich=True), st.sampled_from(sorted(PLANTERS)), st.data())
def test_a_fault_planted_in_any_legal_week_is_found(
    week: tuple[Problem, Plan], name: str, data: st.DataObject
) -> None:
    problem, plan = week
    groups = [group for group in plan.groups if group.members]
    assume(groups)
    hour = data.draw(st.sampled_from([None, *plan.individual.items()]))

    planted = PLANTERS[name][0](Bed(problem, plan, data.draw(st.sampled_from(groups)), hour))

    assume(planted is not None)
    assert planted is not None
    assert name in broken(*planted)


@slowly
@given(problems(rich=True, locks=True))
def test_an_empty_week_breaks_nothing_but_locks(problem: Problem) -> None:
    assert broken(problem, Plan(problem.name)) <= {"locked_group", "locked_individual"}


@slowly
@given(problems(livable=True, rich=True), st.data())
def test_taking_a_group_away_breaks_nothing(problem: Problem, data: st.DataObject) -> None:
    plan = data.draw(legal_plans(problem))
    assume(plan.groups)
    gone = data.draw(st.integers(0, len(plan.groups) - 1))

    fewer = replace(plan, groups=(*plan.groups[:gone], *plan.groups[gone + 1 :]))

    assert broken(problem, fewer) == set()


def test_eleven_and_one_o_clock_are_back_to_back_when_no_slot_lies_between() -> None:
    video = Group("CBT", "en", "TELE", 3, "Eve", ("Cal", "Dan"))
    present = Group("DBT", "en", "S0", 1, "Fay", ("Cal", "Dan"))
    needed = with_person(with_person(PROBLEM, "Cal", need={"DBT": 2}), "Dan", need={"DBT": 2})

    assert broken(needed, Plan("small", (video, present))) == {"travel"}
    assert broken(needed, Plan("small", (replace(video, slot=4), present))) == set()


def test_the_last_slot_of_a_day_does_not_touch_the_first_of_the_next() -> None:
    present = Group("CBT", "en", "S0", 4, "Fay", ("Cal", "Dan"))
    video = Group("CBT", "en", "TELE", 5, "Eve", ("Cal", "Dan"))

    assert broken(PROBLEM, Plan("small", (present, video))) == set()


def test_an_individual_hour_needs_no_time_to_travel() -> None:
    plan = replace(PLAN, individual={"Cal": 1})

    assert broken(PROBLEM, plan) == set()


def test_a_video_group_is_for_all_sites_and_its_leader_may_be_anywhere() -> None:
    elsewhere = with_person(PROBLEM, "Dan", site="S1")
    away = with_leader(elsewhere, "Eve", site_by_day={0: "S0", 1: "S0"})
    plan = Plan("small", (Group("CBT", "en", "TELE", 9, "Eve", ("Cal", "Dan")),))

    assert broken(away, plan) == set()
    assert broken(away, replace(plan, groups=(replace(plan.groups[0], site="S0"),))) == {
        "leader_site",
        "member_site",
    }


def test_copies_are_counted_by_their_first_slot_only() -> None:
    roomy = with_site(
        with_person(with_person(PROBLEM, "Cal", need={"DBT": 2}), "Dan", need={"DBT": 2}), "S0", rooms=2
    )
    first = Group("DBT", "en", "S0", 0, "Eve", ("Ana", "Bea"))
    second = Group("DBT", "en", "S0", 1, "Fay", ("Cal", "Dan"))

    assert broken(roomy, Plan("small", (first, second))) == set()
    assert broken(roomy, Plan("small", (first, replace(second, slot=0)))) == {"max_parallel"}


def test_a_room_is_closed_in_the_slots_that_are_named() -> None:
    closed = with_site(PROBLEM, "S0", rooms_less={2: 1})

    assert [breach.slots for breach in check(closed, PLAN).breaches] == [(2,)]
    assert broken(with_site(PROBLEM, "S0", rooms_less={3: 1}), PLAN) == set()


def test_kept_apart_binds_whichever_lists_the_other_and_is_said_once() -> None:
    one = with_person(PROBLEM, "Cal", avoid=frozenset({"Dan"}))
    other = with_person(PROBLEM, "Dan", avoid=frozenset({"Cal"}))
    both = with_person(one, "Dan", avoid=frozenset({"Cal"}))

    assert [len(sentences(each, PLAN)) for each in (one, other, both)] == [1, 1, 1]


def test_a_locked_group_may_grow_but_keeps_members_and_leader() -> None:
    locked = replace(PROBLEM, locked=Week((replace(PLAN.groups[0], members=("Ana",)),), {"Ana": 3}))
    other_leader = replace(PLAN, groups=(replace(PLAN.groups[0], facilitator="Eve"), *PLAN.groups[1:]))

    assert broken(locked, PLAN) == set()
    assert broken(locked, other_leader) == {"locked_group"}
    assert broken(locked, Plan("small")) == {"locked_group", "locked_individual"}


def test_individual_hours_count_for_the_leader_and_for_the_person() -> None:
    tight = with_leader(with_person(PROBLEM, "Ana", max_hours=6, max_hours_day=4), "Fay", max_hours=3)

    assert broken(tight, PLAN) == set()
    assert broken(with_leader(tight, "Fay", max_hours=2), PLAN) == {"leader_hours"}
    assert broken(with_person(tight, "Ana", max_hours=5), PLAN) == {"member_hours"}
    assert broken(with_person(tight, "Ana", max_hours_day=3), PLAN) == {"member_hours_day"}


def test_a_cover_counselor_holds_the_hour_with_their_own_time() -> None:
    covered = replace(PLAN, covered_by={"Cal": "Gil"})
    with_gil = replace(PROBLEM, facilitators=(*PROBLEM.facilitators, leader("Gil")))
    known = with_person(with_gil, "Cal", counselors=("Fay", "Gil"))

    assert broken(known, covered) == set()
    assert broken(with_gil, covered) == {"individual_counselor"}
    assert broken(with_leader(known, "Gil", avail=frozenset()), covered) == {"counselor_free"}


def test_half_hours_are_counted_in_slots() -> None:
    """Ninety minutes are three slots of thirty, and an individual hour is two."""
    halves = with_therapy(replace(PROBLEM, slot_minutes=30, individual_slots=2), "CBT", slots=3)
    halves = with_person(halves, "Cal", max_hours=5)
    plan = Plan("small", (Group("CBT", "en", "S0", 0, "Fay", ("Cal", "Dan")),), {"Cal": 3})

    assert broken(halves, plan) == set()
    assert broken(with_person(halves, "Cal", max_hours=4), plan) == {"member_hours"}
    assert broken(halves, replace(plan, individual={"Cal": 4})) == {"within_block"}
    assert "member_clash" in broken(halves, replace(plan, individual={"Cal": 2}))


def test_a_need_of_no_hours_is_no_need() -> None:
    closed = with_therapy(PROBLEM, "CBT", open=False)

    assert broken(closed, PLAN) == set()
    assert broken(with_person(closed, "Dan", need={"CBT": 0}), PLAN) == {"needed_or_open"}


def test_a_needed_therapy_may_exceed_its_hours() -> None:
    closed = with_therapy(PROBLEM, "CBT", open=False)
    more = Group("CBT", "en", "S0", 9, "Fay", ("Cal", "Dan"))

    assert broken(closed, with_groups(PLAN, more)) == set()


def test_nobody_without_a_gender_on_file_is_put_into_a_group_for_one() -> None:
    unknown = replace(
        PROBLEM, participants=(*PROBLEM.participants, person("Kim", gender=None, need={"DBT": 2}))
    )
    wider = replace(PLAN.groups[1], members=("Ana", "Bea", "Kim"))
    plan = replace(PLAN, groups=(PLAN.groups[0], wider, *PLAN.groups[2:]))

    assert broken(unknown, PLAN) == set()
    assert broken(unknown, plan) == {"member_gender"}


def test_a_sentence_says_who_where_and_when() -> None:
    away = with_person(PROBLEM, "Bea", avail=PROBLEM.participant["Bea"].avail - {2})

    assert sentences(away, PLAN) == [
        "Bea is in DBT (en-f) at S0 on Monday 10:00, but is not free in person on Monday 11:00."
    ]
