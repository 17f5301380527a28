"""The gaps of a plan, by their rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plans.plans import SINCE, TODAY, facts, whole
from stepwell.domain.plans.nodes import (
    Finding,
    Goal,
    Intervention,
    MeasuredBy,
    Objective,
    Problem,
    Standing,
)
from stepwell.domain.plans.plan import Plan
from stepwell.domain.plans.rules import RULES, gaps_of
from stepwell.domain.plans.served import Came, Total


def names(plan: Plan, **known: object) -> set[str]:
    return {gap.rule for gap in gaps_of(replace(facts(plan), **known))}  # type: ignore[arg-type]  # of the test


def test_a_whole_plan_that_is_served_has_no_gap() -> None:
    assert names(whole()) == set()


def test_each_rule_has_a_name_of_its_own_a_sentence_and_a_source() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence and rule.source for rule in RULES)


@pytest.mark.parametrize(
    ("plan", "gap"),
    [
        (Plan((Finding(key="f", words="x"),)), "finding_without_problem"),
        (Plan((Problem(key="p", words="x"),)), "problem_without_finding"),
        (Plan((Problem(key="p", words="x"),)), "problem_without_goal"),
        (Plan((Goal(key="g", words="x"),)), "goal_without_objective"),
        (Plan((Objective(key="o", words="x"),)), "objective_without_date"),
        (Plan((Objective(key="o", words="x"),)), "objective_without_measure"),
        (Plan((Objective(key="o", words="x"),)), "objective_without_intervention"),
        (Plan((Intervention(key="i", words="x"),)), "intervention_without_person"),
        (Plan((Intervention(key="i", words="x"),)), "intervention_without_rhythm"),
    ],
)
def test_what_the_thread_lacks_is_told_by_name(plan: Plan, gap: str) -> None:
    assert gap in names(plan)
    assert gap not in names(whole())


@pytest.mark.parametrize(("days", "is_gap"), [(13, False), (14, True)])
def test_an_objective_without_a_session_for_14_days_is_a_gap(days: int, is_gap: bool) -> None:
    last = (Came(TODAY - timedelta(days=days), "group_cbt"),)
    assert ("objective_without_session" in names(whole(), sessions=last)) is is_gap


def test_a_session_of_another_service_serves_nothing_here() -> None:
    assert "objective_without_session" in names(whole(), sessions=(Came(TODAY, "yoga"),))


def test_an_objective_that_only_practices_serve_misses_no_session() -> None:
    plan = whole().put(Intervention(key="i", words="Walk", comes_from=("o",), by_person=True, times_a_week=3))
    assert names(plan, sessions=()) == set()


def test_a_new_objective_is_given_its_14_days() -> None:
    new = Objective(
        key="o",
        words="Sleeps",
        comes_from=("g",),
        since_on=TODAY - timedelta(days=3),
        target_on=TODAY + timedelta(days=9),
        measured_by=MeasuredBy.TOGETHER,
    )
    assert "objective_without_session" not in names(whole().put(new), sessions=())


@pytest.mark.parametrize(("days", "is_gap"), [(29, False), (30, True)])
def test_an_objective_not_measured_for_30_days_is_a_gap(days: int, is_gap: bool) -> None:
    measured = {"phq9": (Total(TODAY - timedelta(days=days), 9),)}
    assert ("objective_not_measured" in names(whole(), measured=measured)) is is_gap


@pytest.mark.parametrize(("days", "is_gap"), [(0, False), (1, True)])
def test_an_open_objective_is_a_gap_from_the_day_after_its_date(days: int, is_gap: bool) -> None:
    found = names(whole(target_on=TODAY - timedelta(days=days)))
    assert ("objective_past_its_date" in found) is is_gap


def test_an_objective_that_is_met_asks_for_nothing() -> None:
    met = Objective(key="o", words="Sleeps", comes_from=("g",), standing=Standing.MET)
    assert names(whole().put(met).without("i")) == set()


@pytest.mark.parametrize(("days", "is_gap"), [(6, False), (7, True)])
def test_a_plan_not_signed_by_both_within_7_days_is_a_gap(days: int, is_gap: bool) -> None:
    began = TODAY - timedelta(days=days)
    found = names(whole(), began_on=began, since=began, signed_by=frozenset({"counselor"}))
    assert ("plan_unsigned" in found) is is_gap


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 60))
def test_more_sessions_never_open_a_gap(today: date, ago: int) -> None:
    known = replace(facts(whole(target_on=None)), today=today, since=min(SINCE, today))
    more = replace(known, sessions=(*known.sessions, Came(today - timedelta(days=ago), "group_cbt")))
    before = {(gap.rule, gap.node) for gap in gaps_of(known)}
    assert {(gap.rule, gap.node) for gap in gaps_of(more)} <= before
