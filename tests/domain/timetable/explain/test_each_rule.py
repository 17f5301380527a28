"""Each rule, planted alone or with another, is what `explain` names, and what gives way is tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.timetable.explain.lone import (
    EMPTY,
    HOURS,
    PROBLEM,
    STANDING,
    somebody,
    with_leader,
    with_person,
    with_site,
    with_therapy,
    with_variant,
)
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.explain import Explanation, FixKind, Kind, Verdict, Within, explain
from stepwell.domain.timetable.facts import Problem, Variant, Week
from stepwell.domain.timetable.plan import Group, Plan


def lack_of(problem: Problem, plan: Plan, kind: Kind = Kind.THERAPY) -> Explanation:
    """Why Ana lacks it."""
    return next(
        each
        for each in explain(problem, plan)
        if each.shortage.participant == "Ana" and each.shortage.kind is kind
    )


def ana(**facts: object) -> Problem:
    return with_person(PROBLEM, "Ana", **facts)


def lea(**facts: object) -> Problem:
    return with_leader(PROBLEM, "Lea", **facts)


JOINING: Mapping[str, Problem] = {
    "group_max": with_therapy(max=1),
    "member_free": ana(avail=frozenset({1, 2})),
    "family_free": replace(
        ana(family_avail=frozenset({0, 2})), therapies=with_therapy(family=True).therapies
    ),
    "member_language": ana(langs=frozenset({"es"})),
    "member_gender": replace(
        with_variant(gender="f"), participants=(somebody("Ana", gender="m"), somebody("Ben"))
    ),
    "same_gender": ana(same_gender=frozenset({"DBT"})),
    "member_hours": ana(max_hours=1),
    "member_hours_day": ana(max_hours_day=1),
    "kept_apart": ana(avoid=frozenset({"Ben"})),
    "leader_to_avoid": ana(avoid_fac=frozenset({"Lea"})),
}

OPENING: Mapping[str, Problem] = {
    "starts": replace(PROBLEM, starts={"DBT": frozenset()}),
    "gendered_variant": replace(with_variant(gender="f"), therapies=with_therapy(gendered=False).therapies),
    "group_min": replace(with_therapy(min=2), participants=(somebody("Ana"),)),
    "max_parallel": replace(PROBLEM, max_parallel=0),
    "rooms": with_site(rooms=0),
    "leader_by_video": replace(with_site(tele=True), facilitators=lea(tele=False).facilitators),
    "leader_free": lea(avail=frozenset({0, 2})),
    "leader_therapy": lea(leads=frozenset()),
    "leader_language": lea(langs=frozenset()),
    "leader_site": lea(site_by_day={}),
    "leader_hours": lea(max_hours=2),
}

GIVES_WAY = {
    "group_max",
    "member_free",
    "family_free",
    "member_hours",
    "member_hours_day",
    "group_min",
    "max_parallel",
    "rooms",
    "leader_free",
    "leader_hours",
}


def test_with_nothing_planted_it_is_possible_to_join() -> None:
    told = lack_of(PROBLEM, STANDING)

    assert (told.verdict, told.rules) == (Verdict.POSSIBLE, ())
    assert told.fixes[0].joins == STANDING.groups


@pytest.mark.parametrize("rule", JOINING)
def test_a_rule_that_keeps_ana_from_joining_is_named_alone(rule: str) -> None:
    told = lack_of(JOINING[rule], STANDING)

    assert (told.verdict, told.within) == (Verdict.FORBIDDEN, Within.ONE_NEW_GROUP)
    assert told.rules == (rule,)


@pytest.mark.parametrize("rule", OPENING)
def test_a_rule_that_keeps_a_group_from_being_opened_is_named_alone(rule: str) -> None:
    told = lack_of(OPENING[rule], EMPTY)

    assert (told.verdict, told.within) == (Verdict.FORBIDDEN, Within.ONE_NEW_GROUP)
    assert told.rules == (rule,)


@pytest.mark.parametrize("rule", [*JOINING, *OPENING])
def test_what_may_give_way_is_tried_and_nothing_else_is(rule: str) -> None:
    problem, plan = (JOINING[rule], STANDING) if rule in JOINING else (OPENING[rule], EMPTY)

    fixes = lack_of(problem, plan).fixes

    assert [each.loosened[0].rule for each in fixes] == ([rule] if rule in GIVES_WAY else [])
    assert all(check(each.problem, each.plan).is_legal for each in fixes)


def test_with_nobody_in_the_way_a_group_is_opened_though_no_week_of_standing_groups_helps() -> None:
    told = lack_of(PROBLEM, EMPTY)

    assert (told.verdict, told.within) == (Verdict.OUT_OF_REACH, Within.OWN_WEEK)
    assert [each.kind for each in told.fixes] == [FixKind.OPEN]
    assert told.fixes[0].opens == Group("DBT", "en", "S0", 0, "Lea", ("Ana", "Ben"))
    assert [each.participant for each in told.fixes[0].gains] == ["Ben"]


def test_two_rules_that_only_together_stand_in_the_way_are_both_named() -> None:
    locked = replace(PROBLEM, locked=Week(individual={"Ana": 0}))

    told = lack_of(locked, replace(STANDING, individual={"Ana": 0}))

    assert told.rules == ("member_clash", "locked_individual")
    assert [each.loosened[0].rule for each in told.fixes] == ["locked_individual"]
    assert told.fixes[0].hour == 2


def test_who_else_would_have_to_come_must_be_free_too() -> None:
    problem = with_person(with_therapy(min=2), "Ben", avail=frozenset())

    told = lack_of(problem, EMPTY)

    assert told.rules == ("group_min", "member_free")
    assert [each.loosened[0].rule for each in told.fixes] == ["group_min"]


def test_where_one_way_is_full_and_the_other_has_no_leader_both_are_named() -> None:
    full = replace(with_therapy(max=1), variants=(Variant("en", "en", None), Variant("es", "es", None)))
    problem = replace(full, sites=(replace(full.sites[0], rooms=2),))

    told = lack_of(with_person(problem, "Ana", langs=frozenset({"en", "es"})), STANDING)

    assert told.rules == ("group_max", "leader_clash")
    assert told.is_smallest


def test_who_leads_two_groups_apart_from_ana_must_not_lose_the_least_number() -> None:
    other = replace(PROBLEM.therapies[0], id="CBT", min=1, open=True)
    problem = replace(
        PROBLEM,
        therapies=(PROBLEM.therapies[0], other),
        sites=(replace(PROBLEM.sites[0], rooms=2),),
        facilitators=(
            *lea(leads=frozenset({"DBT", "CBT"})).facilitators,
            replace(PROBLEM.facilitators[0], id="Max", leads=frozenset({"CBT"})),
        ),
    )
    plan = Plan("lone", (*STANDING.groups, Group("CBT", "en", "S0", 0, "Max", ("Ana",))), HOURS)

    told = lack_of(problem, plan)

    assert told.rules == ("group_min", "member_clash")


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("individual_counselor", {"counselors": ()}),
        ("individual_free", {"tele_avail": frozenset()}),
    ],
)
def test_a_missing_individual_hour_names_what_keeps_it_away(rule: str, facts: dict[str, object]) -> None:
    told = lack_of(ana(**facts), Plan("lone"), Kind.INDIVIDUAL)

    assert told.rules == (rule,)


def test_a_counselor_who_is_away_is_named_and_the_hour_to_be_there_is_found() -> None:
    away = replace(PROBLEM.facilitators[0], id="Max", avail=frozenset())
    problem = replace(ana(counselors=("Max",)), facilitators=(*PROBLEM.facilitators, away))

    told = lack_of(problem, Plan("lone", STANDING.groups), Kind.INDIVIDUAL)

    assert told.rules == ("counselor_free",)
    assert [len(each.slots) for each in told.fixes[0].loosened] == [1]


def test_a_rule_the_plan_itself_breaks_is_held_against_nobody() -> None:
    crowded = with_site(rooms=0)

    told = lack_of(crowded, STANDING)

    assert told.verdict is Verdict.POSSIBLE


def test_hours_that_no_week_could_hold_are_out_of_reach_whatever_gives_way() -> None:
    problem = ana(min_days=7, need={})
    all_week = Plan("lone", (), {"Ana": 2})

    told = lack_of(replace(problem, therapies=()), all_week, Kind.DAYS)

    assert (told.verdict, told.rules, told.fixes) == (Verdict.OUT_OF_REACH, (), ())


def test_a_second_individual_hour_is_no_way_to_more_hours() -> None:
    problem = replace(ana(min_hours=2, need={}), therapies=())

    told = lack_of(problem, Plan("lone", (), {"Ana": 2}), Kind.HOURS)

    assert (told.verdict, told.fixes) == (Verdict.OUT_OF_REACH, ())
