"""Any week can be explained, the absurd and the broken ones included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.timetable.explain.lone import HOURS, PROBLEM, STANDING
from domain.timetable.strategies import legal_plans, problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.explain import explain, explain_person
from stepwell.domain.timetable.explain.words import Words
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Group, Plan

ANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def any_week(draw: Any) -> tuple[Problem, Plan]:
    """Any problem, with a legal plan or one in which everybody was put into one group at any time."""
    problem = draw(problems(rich=draw(st.booleans()), livable=draw(st.booleans())))
    plan = draw(legal_plans(problem))
    if plan.groups and draw(st.booleans()):
        everybody = tuple(each.id for each in problem.participants)
        slot = draw(st.integers(0, len(problem.slots) - 1))
        first, *rest = plan.groups
        plan = replace(plan, groups=(replace(first, members=everybody, slot=slot), *rest))
    return problem, plan


@ANY
@given(any_week())
def test_every_shortage_is_explained_and_they_weigh_what_check_finds(week: tuple[Problem, Plan]) -> None:
    problem, plan = week

    told = explain(problem, plan)

    weighed = sum(getattr(problem.weights, each.shortage.kind.value) * each.shortage.missing for each in told)
    assert weighed == check(problem, plan).costs.shortage


@ANY
@given(any_week())
def test_all_of_it_can_be_said_and_no_fix_breaks_a_rule_the_plan_keeps(week: tuple[Problem, Plan]) -> None:
    problem, plan = week
    words, broken = Words(problem), {each.rule for each in check(problem, plan).breaches}

    for told in explain(problem, plan):
        assert words.shortage(told.shortage).startswith(told.shortage.participant)
        assert words.why(told).endswith(".")
        for fix in told.fixes:
            assert {each.rule for each in check(fix.problem, fix.plan).breaches} <= broken
            assert words.fix(told.shortage, fix).endswith(".")


def test_one_person_is_explained_as_among_all() -> None:
    told = explain_person(PROBLEM, STANDING, "Ana")

    assert told == tuple(each for each in explain(PROBLEM, STANDING) if each.shortage.participant == "Ana")


def test_a_fix_is_said_with_what_it_gives_and_what_it_costs() -> None:
    (told,) = explain_person(PROBLEM, STANDING, "Ana")
    words = Words(PROBLEM)

    assert words.shortage(told.shortage) == "Ana is 2 hours of DBT short."
    assert words.why(told) == "Nothing stands in the way: the week can be changed as it is."
    assert words.fix(told.shortage, told.fixes[0]) == (
        "A change of Ana's own week would give Ana, who joins DBT (en) on Monday 9:00 at S0 with Lea, "
        f"2 hours of DBT. The plan would cost {-told.fixes[0].objective_change} less."
    )


def test_a_group_whose_hours_reach_into_the_next_block_counts_whole() -> None:
    crossing = Plan("lone", (Group("DBT", "en", "S0", 2, "Lea", ("Ana", "Ben")),), HOURS)

    assert explain_person(PROBLEM, crossing, "Ana") == ()
