"""One small legal week by hand: four people, two leaders, a room, and a video room.

Monday 9:00 is slot 0, Monday 13:00 slot 3, Tuesday 9:00 slot 5, Tuesday 13:00 slot 8, Wednesday 9:00 slot 9.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bench.timetable.generating import WEIGHTS

from stepwell.domain.timetable.facts import (
    Block,
    Facilitator,
    Participant,
    Problem,
    Site,
    SlotFacts,
    Therapy,
    Variant,
    Week,
)
from stepwell.domain.timetable.plan import Group, Plan

_TIMES: tuple[tuple[int, int, Block], ...] = (
    (0, 9, "am"),
    (0, 10, "am"),
    (0, 11, "am"),
    (0, 13, "pm"),
    (0, 14, "pm"),
    (1, 9, "am"),
    (1, 10, "am"),
    (1, 11, "am"),
    (1, 13, "pm"),
    (2, 9, "am"),
    (2, 10, "am"),
)
ALWAYS = frozenset(range(len(_TIMES)))


def person(name: str, **facts: Any) -> Participant:
    """Somebody of S0 who is always free and needs CBT."""
    usual = Participant(
        id=name,
        phase=1,
        min_hours=0,
        max_hours=8,
        min_days=0,
        max_hours_day=6,
        need={"CBT": 1},
        langs=frozenset({"en"}),
        gender="f",
        same_gender=frozenset(),
        site="S0",
        mode="either",
        avail=ALWAYS,
        tele_avail=ALWAYS,
        family_avail=ALWAYS,
        pref={},
        counselors=("Fay",),
        avoid=frozenset(),
        avoid_fac=frozenset(),
    )
    return replace(usual, **facts)


def leader(name: str, **facts: Any) -> Facilitator:
    """Somebody always available who leads everything, in English and Spanish, at S0 and by video."""
    usual = Facilitator(
        id=name,
        max_hours=20,
        leads=frozenset({"CBT", "DBT", "FAM"}),
        langs=frozenset({"en", "es"}),
        gender=None,
        avail=ALWAYS,
        site_by_day={0: "S0", 1: "S0", 2: "S0"},
        tele=True,
    )
    return replace(usual, **facts)


FAMILY_DBT = {"CBT": 1, "DBT": 2, "FAM": 2}

PROBLEM = Problem(
    name="small",
    slots=tuple(SlotFacts(day, hour * 60, block) for day, hour, block in _TIMES),
    max_parallel=1,
    therapies=(
        Therapy("CBT", slots=1, min=2, max=3, open=True, gendered=False, family=False),
        Therapy("DBT", slots=2, min=2, max=3, open=False, gendered=True, family=False),
        Therapy("FAM", slots=2, min=2, max=3, open=False, gendered=False, family=True),
    ),
    variants=(Variant("en", "en", None), Variant("es", "es", None), Variant("en-f", "en", "f")),
    sites=(Site("S0", False, 1), Site("S1", False, 1), Site("TELE", True, 1)),
    facilitators=(leader("Eve"), leader("Fay")),
    participants=(
        person("Ana", need=FAMILY_DBT),
        person("Bea", need=FAMILY_DBT),
        person("Cal", gender="m"),
        person("Dan", gender="m"),
    ),
    previous=Week(),
    locked=Week(),
    weights=WEIGHTS,
)

PLAN = Plan(
    "small",
    groups=(
        Group("CBT", "en", "S0", 0, "Fay", ("Ana", "Bea", "Cal")),
        Group("DBT", "en-f", "S0", 1, "Eve", ("Ana", "Bea")),
        Group("CBT", "en", "TELE", 5, "Eve", ("Cal", "Dan")),
        Group("FAM", "en", "S0", 6, "Eve", ("Ana", "Bea")),
    ),
    individual={"Ana": 3, "Cal": 7},
)


def with_person(problem: Problem, name: str, **facts: Any) -> Problem:
    """The problem with other facts of one participant."""
    changed = (replace(each, **facts) if each.id == name else each for each in problem.participants)
    return replace(problem, participants=tuple(changed))


def with_leader(problem: Problem, name: str, **facts: Any) -> Problem:
    """The problem with other facts of one leader."""
    changed = (replace(each, **facts) if each.id == name else each for each in problem.facilitators)
    return replace(problem, facilitators=tuple(changed))


def with_therapy(problem: Problem, name: str, **facts: Any) -> Problem:
    """The problem with other facts of one therapy."""
    changed = (replace(each, **facts) if each.id == name else each for each in problem.therapies)
    return replace(problem, therapies=tuple(changed))


def with_variant(problem: Problem, name: str, **facts: Any) -> Problem:
    """The problem with other facts of one variant."""
    changed = (replace(each, **facts) if each.id == name else each for each in problem.variants)
    return replace(problem, variants=tuple(changed))


def with_site(problem: Problem, name: str, **facts: Any) -> Problem:
    """The problem with other facts of one site."""
    changed = (replace(each, **facts) if each.id == name else each for each in problem.sites)
    return replace(problem, sites=tuple(changed))


def with_groups(plan: Plan, *groups: Group) -> Plan:
    """The plan with more groups."""
    return replace(plan, groups=(*plan.groups, *groups))
