"""Events: what they change in the facts, which locks they cost, and what can't be read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.timetable.small import PLAN, PROBLEM, person, with_person
from domain.timetable.strategies import legal_plans, problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.event_files import read_events
from stepwell.domain.timetable.events import (
    Admit,
    Busy,
    Event,
    FacilitatorAway,
    Leave,
    RoomClosed,
    after,
    happened,
)
from stepwell.domain.timetable.facts import Problem, Week
from stepwell.domain.timetable.files import read_problem, write_problem
from stepwell.domain.timetable.locks import possible_locks
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.writing import problem_form
from stepwell.kernel.strict_json import FileRefused

WEEK = read_problem((Path(__file__).parent / "week-of-24.json").read_bytes())
slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


def broken(problem: Problem, plan: Plan = PLAN) -> set[str]:
    return {breach.rule for breach in check(problem, plan).breaches}


@pytest.mark.parametrize(
    ("event", "rules"),
    [
        (FacilitatorAway("Fay", (0, 9)), {"leader_free"}),
        (FacilitatorAway("Fay", (7,)), {"counselor_free"}),
        (FacilitatorAway("Fay", (9, 10)), set()),
        (Busy("Ana", (3,)), {"individual_free"}),
        (Busy("Ana", (6,)), {"member_free", "family_free"}),
        (Busy("Dan", (5,)), {"member_free"}),
        (RoomClosed("S0", (6, 9), 1), {"rooms"}),
        (RoomClosed("S1", (6, 9), 1), set()),
        (Admit(person("Kim")), set()),
    ],
)
def test_an_event_breaks_what_it_makes_impossible(event: Event, rules: set[str]) -> None:
    assert broken(PROBLEM) == set()
    assert broken(happened(PROBLEM, event)) == rules


def test_who_leaves_is_in_no_list_any_more() -> None:
    kept_apart = with_person(PROBLEM, "Ana", avoid=frozenset({"Dan"}))
    locked = replace(kept_apart, locked=Week((PLAN.groups[2],), {"Dan": 4}))

    left = happened(locked, Leave("Dan"))

    assert "Dan" not in left.participant
    assert left.participant["Ana"].avoid == frozenset()
    assert left.locked == Week((replace(PLAN.groups[2], members=("Cal",)),), {})


def test_rooms_closed_twice_are_closed_twice_and_never_fewer_than_none() -> None:
    once = happened(PROBLEM, RoomClosed("S0", (6,), 1))
    twice = happened(once, RoomClosed("S0", (6, 7), 1))

    assert [twice.site["S0"].rooms_less[slot] for slot in (6, 7)] == [2, 1]
    assert twice.site["S0"].rooms_at(6) == 0


def test_the_plan_becomes_last_week_and_keeping_it_counts_five_times_once() -> None:
    changed = after(PROBLEM, PLAN, [Busy("Ana", (3,)), Busy("Bea", (3,))]).problem

    assert changed.previous == Week(PLAN.groups, PLAN.individual)
    assert changed.weights == replace(PROBLEM.weights, cont=30, lead=20, indiv_moved=15)


def test_locks_that_became_impossible_go_and_the_others_stay() -> None:
    locked = replace(PROBLEM, locked=Week(PLAN.groups, PLAN.individual))

    nothing = after(locked, PLAN, [Admit(person("Kim"))])
    away = after(locked, PLAN, [FacilitatorAway("Eve", (5,)), Busy("Cal", (0,)), Busy("Ana", (3,))])

    assert nothing.dropped == ()
    assert nothing.problem.locked == locked.locked
    assert [(each.group and each.group.slot, each.member) for each in away.dropped] == [
        (0, "Cal"),
        (5, None),
        (None, "Ana"),
    ]
    assert away.problem.locked.individual == {"Cal": 7}
    assert away.problem.locked.groups == (
        replace(PLAN.groups[0], members=("Ana", "Bea")),
        PLAN.groups[1],
        PLAN.groups[3],
    )


def test_a_locked_group_too_few_could_come_to_is_dropped() -> None:
    locked = replace(PROBLEM, locked=Week((replace(PLAN.groups[1], members=("Ana",)),), {}))

    assert possible_locks(locked)[1] == ()
    assert [each.member for each in possible_locks(happened(locked, Leave("Bea")))[1]] == [None]


@slowly
@given(problems(rich=True, livable=True, locks=True), st.data())
def test_locks_that_are_kept_break_nothing(problem: Problem, data: st.DataObject) -> None:
    plan = data.draw(legal_plans(problem))
    event = data.draw(_events(problem))

    changed = after(problem, plan, [event]).problem

    kept = Plan(problem.name, changed.locked.groups, changed.locked.individual)
    assert broken(changed, kept) <= {"group_min"}


def _events(problem: Problem) -> st.SearchStrategy[Event]:
    slots = st.lists(st.integers(0, len(problem.slots) - 1), max_size=4).map(tuple)
    people = st.sampled_from(sorted(problem.participant))
    return st.one_of(
        st.builds(FacilitatorAway, st.sampled_from(sorted(problem.facilitator)), slots),
        st.builds(Busy, people, slots),
        st.builds(Leave, people),
        st.builds(RoomClosed, st.sampled_from(sorted(problem.site)), slots, st.integers(1, 2)),
    )


def written(**form: object) -> bytes:
    return json.dumps(form).encode()


def newcomer() -> dict[str, Any]:
    form: dict[str, Any] = msgspec.to_builtins(problem_form(WEEK).participants[0])
    return {**form, "id": "new"}


def test_events_are_read_one_or_many() -> None:
    one = written(type="busy", participant="P1", slots=[3, 4])

    assert read_events(one, WEEK) == (Busy("P1", (3, 4)),)
    assert read_events(b"[" + one + b"]", WEEK) == (Busy("P1", (3, 4)),)
    assert read_events(b" [ ]", WEEK) == ()


def test_each_kind_of_event_is_read() -> None:
    forms = [
        {"type": "facilitator_away", "facilitator": "F1", "slots": [1]},
        {"type": "admit", "participant": newcomer()},
        {"type": "leave", "participant": "new"},
        {"type": "room_closed", "site": "S0", "slots": [1], "rooms": 1},
    ]

    read = read_events(json.dumps(forms), WEEK)

    assert [type(each) for each in read] == [FacilitatorAway, Admit, Leave, RoomClosed]


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({"type": "earthquake"}, "earthquake"),
        ({"participant": "P1", "slots": []}, "type"),
        ({"type": "busy", "participant": "P1"}, "slots"),
        ({"type": "busy", "participant": "P1", "slots": [1], "why": "x"}, "why"),
        ({"type": "busy", "participant": "XYZ", "slots": [1]}, "participant: "),
        ({"type": "busy", "participant": "P1", "slots": [999]}, "slots: "),
        ({"type": "busy", "participant": "P1", "slots": [-1]}, "slots[0]: "),
        ({"type": "leave", "participant": "XYZ"}, "participant: "),
        ({"type": "facilitator_away", "facilitator": "XYZ", "slots": []}, "facilitator: "),
        ({"type": "room_closed", "site": "XYZ", "slots": [], "rooms": 1}, "site: "),
        ({"type": "room_closed", "site": "S0", "slots": [], "rooms": -1}, "rooms: "),
        ({"type": "admit", "participant": {**newcomer(), "id": "P1"}}, "participant.id: "),
        ({"type": "admit", "participant": {**newcomer(), "site": "XYZ"}}, "participant.site: "),
        ({"type": "admit", "participant": {"id": "new"}}, "participant: "),
    ],
)
def test_an_event_that_cannot_be_read_says_where(form: dict[str, object], place: str) -> None:
    with pytest.raises(FileRefused) as alone:
        read_events(json.dumps(form), WEEK)
    with pytest.raises(FileRefused) as second:
        read_events(json.dumps([{"type": "leave", "participant": "P2"}, form]), WEEK)

    assert place in str(alone.value)
    assert place in str(second.value)
    assert "[1]" in str(second.value)


def test_who_has_left_cannot_be_busy() -> None:
    forms = [{"type": "leave", "participant": "P2"}, {"type": "busy", "participant": "P2", "slots": []}]

    with pytest.raises(FileRefused, match="P2"):
        read_events(json.dumps(forms), WEEK)


def test_the_problem_after_events_can_be_written_and_read() -> None:
    changed = after(
        WEEK,
        Plan(WEEK.name),
        [Leave("P2"), RoomClosed("S0", (1,), 1), Admit(replace(WEEK.participants[0], id="new"))],
    ).problem

    assert read_problem(write_problem(changed)) == changed


def test_a_group_of_the_plan_with_somebody_who_left_is_kept_as_last_week() -> None:
    changed = after(PROBLEM, PLAN, [Leave("Dan")]).problem

    assert Group("CBT", "en", "TELE", 5, "Eve", ("Cal", "Dan")) in changed.previous.groups
