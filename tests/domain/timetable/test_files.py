"""Problems and plans as files: what is written is read again, and every fault is named with its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.timetable.strategies import legal_plans, problems
from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.files import read_plan, read_problem, write_plan, write_problem
from stepwell.kernel.strict_json import FileRefused

HERE = Path(__file__).parent
FORM = json.loads((HERE / "week-of-24.json").read_bytes())
PLAN_FORM = json.loads((HERE / "week-of-24.plan.json").read_bytes())
PROBLEM = read_problem((HERE / "week-of-24.json").read_bytes())

slowly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)

Change = Callable[[dict[str, Any]], object]


def refused_problem(change: Change) -> str:
    form = copy.deepcopy(FORM)
    change(form)
    with pytest.raises(FileRefused) as refused:
        read_problem(json.dumps(form))
    return str(refused.value)


def refused_plan(change: Change) -> str:
    form = copy.deepcopy(PLAN_FORM)
    change(form)
    with pytest.raises(FileRefused) as refused:
        read_plan(json.dumps(form), PROBLEM)
    return str(refused.value)


def put(*path: str | int, value: object) -> Change:
    def change(form: dict[str, Any]) -> None:
        where: Any = form
        for key in path[:-1]:
            where = where[key]
        where[path[-1]] = value

    return change


def drop(*path: str | int) -> Change:
    def change(form: dict[str, Any]) -> None:
        where: Any = form
        for key in path[:-1]:
            where = where[key]
        del where[path[-1]]

    return change


def test_the_shipped_week_is_read_and_its_plan_is_legal() -> None:
    judged = check(PROBLEM, read_plan(json.dumps(PLAN_FORM), PROBLEM))

    assert len(PROBLEM.participants) == 24
    assert judged.breaches == ()
    assert judged.costs.by_name() == PLAN_FORM["cost"]


def test_what_is_written_is_read_again() -> None:
    assert read_problem(write_problem(PROBLEM)) == PROBLEM


@slowly
@given(problems(locks=True), st.data())
def test_any_problem_and_plan_survive_their_files(problem: Problem, data: st.DataObject) -> None:
    plan = data.draw(legal_plans(problem))

    assert read_problem(write_problem(problem)) == problem
    assert read_plan(write_plan(plan, {"objective": 1}), problem) == plan


def test_closed_rooms_are_kept_in_the_file() -> None:
    closed = replace(PROBLEM, sites=(replace(PROBLEM.sites[0], rooms_less={3: 1}), *PROBLEM.sites[1:]))

    assert read_problem(write_problem(closed)).sites[0].rooms_at(3) == PROBLEM.sites[0].rooms - 1


def test_a_week_of_half_hours_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="whole hours"):
        write_problem(replace(PROBLEM, slot_minutes=30))


LISTS = ("slots", "therapies", "variants", "sites", "facilitators", "participants")


@pytest.mark.parametrize("key", sorted(FORM))
def test_a_missing_key_is_named(key: str) -> None:
    assert f"`{key}`" in refused_problem(drop(key))


@pytest.mark.parametrize(
    ("place", "key"), [(place, key) for place in LISTS for key in sorted(FORM[place][0])]
)
def test_a_missing_key_in_a_list_is_named_with_its_place(place: str, key: str) -> None:
    said = refused_problem(drop(place, 0, key))

    assert said.startswith(f"{place}[0]: ")
    assert f"`{key}`" in said


@pytest.mark.parametrize("key", sorted(FORM["weights"]))
def test_every_weight_must_be_there_and_not_below_nothing(key: str) -> None:
    assert f"`{key}`" in refused_problem(drop("weights", key))
    assert refused_problem(put("weights", key, value=-1)).startswith(f"weights.{key}: ")


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("slots", 2),
        ("sites", 0),
        ("participants", 5),
        ("weights",),
        ("previous",),
        ("locked", "groups", 0),
    ],
)
def test_an_unknown_key_is_named_wherever_it_is(path: tuple[str | int, ...]) -> None:
    assert "`color`" in refused_problem(put(*path, "color", value=1))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("max_parallel",), "3", "max_parallel"),
        (("max_parallel",), None, "max_parallel"),
        (("slots", 1, "day"), 7, "slots[1].day"),
        (("slots", 1, "hour"), 24, "slots[1].hour"),
        (("slots", 1, "block"), "night", "slots[1].block"),
        (("slots",), {}, "slots"),
        (("therapies", 0, "slots"), 0, "therapies[0].slots"),
        (("therapies", 0, "open"), 1, "therapies[0].open"),
        (("therapies", 0, "min"), 1.5, "therapies[0].min"),
        (("sites", 0, "rooms"), -1, "sites[0].rooms"),
        (("facilitators", 0, "max_hours"), -4, "facilitators[0].max_hours"),
        (("facilitators", 0, "avail"), [-1], "facilitators[0].avail[0]"),
        (("facilitators", 0, "site_by_day"), {"9": "S0"}, "facilitators[0].site_by_day"),
        (("participants", 0, "min_hours"), -9, "participants[0].min_hours"),
        (("participants", 0, "mode"), "phone", "participants[0].mode"),
        (("participants", 0, "pref"), {"one": 1}, "participants[0].pref"),
        (("participants", 0, "id"), 7, "participants[0].id"),
        (("format",), "stepwell-timetable/2", "format"),
    ],
)
def test_a_wrong_type_or_number_is_named_with_its_place(
    path: tuple[str | int, ...], value: object, place: str
) -> None:
    assert refused_problem(put(*path, value=value)).startswith(place)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("facilitators", 0, "leads"), ["XYZ"], "facilitators[0].leads"),
        (("facilitators", 0, "site_by_day"), {"0": "XYZ"}, "facilitators[0].site_by_day"),
        (("participants", 0, "site"), "XYZ", "participants[0].site"),
        (("participants", 0, "need"), {"XYZ": 1}, "participants[0].need"),
        (("participants", 0, "same_gender"), ["XYZ"], "participants[0].same_gender"),
        (("participants", 0, "avoid"), ["XYZ"], "participants[0].avoid"),
        (("participants", 0, "avoid_fac"), ["XYZ"], "participants[0].avoid_fac"),
        (("participants", 0, "counselor"), "XYZ", "participants[0].counselor"),
        (("locked", "groups", 0, "therapy"), "XYZ", "locked.groups[0].therapy"),
        (("locked", "groups", 0, "variant"), "XYZ", "locked.groups[0].variant"),
        (("locked", "groups", 0, "facilitator"), "XYZ", "locked.groups[0].facilitator"),
        (("locked", "groups", 0, "members"), ["XYZ"], "locked.groups[0].members"),
        (("locked", "individual"), {"XYZ": 1}, "locked.individual"),
        (("previous", "groups", 0, "site"), "XYZ", "previous.groups[0].site"),
    ],
)
def test_an_unknown_id_is_named_with_its_place(
    path: tuple[str | int, ...], value: object, place: str
) -> None:
    said = refused_problem(put(*path, value=value))

    assert said.startswith(f"{place}: ")
    assert '"XYZ"' in said


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("facilitators", 0, "avail"), [999], "facilitators[0].avail"),
        (("participants", 0, "tele_avail"), [999], "participants[0].tele_avail"),
        (("participants", 0, "pref"), {"999": 1}, "participants[0].pref"),
        (("previous", "individual"), {"P0": 999}, "previous.individual"),
        (("locked", "groups", 0, "slot"), 999, "locked.groups[0].slot"),
    ],
)
def test_a_slot_that_is_not_there_is_named(path: tuple[str | int, ...], value: object, place: str) -> None:
    said = refused_problem(put(*path, value=value))

    assert said.startswith(f"{place}: ")
    assert "999" in said


def test_last_week_may_speak_of_people_and_leaders_who_have_gone() -> None:
    form = copy.deepcopy(FORM)
    form["previous"]["groups"][0]["facilitator"] = "gone"
    form["previous"]["groups"][0]["members"] = ["gone too"]
    form["previous"]["individual"] = {"gone too": 1}

    assert read_problem(json.dumps(form)).previous.individual == {"gone too": 1}


@pytest.mark.parametrize("place", ["therapies", "variants", "sites", "facilitators", "participants"])
def test_an_id_given_twice_is_named(place: str) -> None:
    first = FORM[place][0]["id"]

    said = refused_problem(put(place, 1, "id", value=first))

    assert said.startswith(f"{place}[1].id: ")
    assert f'"{first}"' in said


def test_two_slots_on_one_hour_are_named() -> None:
    said = refused_problem(lambda form: form["slots"].append(form["slots"][0]))

    assert said.startswith(f"slots[{len(FORM['slots'])}]: ")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (drop("groups"), "`groups`"),
        (drop("individual"), "`individual`"),
        (drop("problem"), "`problem`"),
        (drop("groups", 0, "facilitator"), "groups[0]: "),
        (put("groups", 0, "room", value=1), "groups[0]: "),
        (put("note", value=""), "`note`"),
        (put("groups", 0, "slot", value="1"), "groups[0].slot: "),
        (put("groups", 0, "slot", value=-1), "groups[0].slot: "),
        (put("groups", 0, "slot", value=999), "groups[0].slot: "),
        (put("groups", 0, "therapy", value="XYZ"), "groups[0].therapy: "),
        (put("groups", 0, "variant", value="XYZ"), "groups[0].variant: "),
        (put("groups", 0, "site", value="XYZ"), "groups[0].site: "),
        (put("groups", 0, "facilitator", value="XYZ"), "groups[0].facilitator: "),
        (put("groups", 0, "members", value=["XYZ"]), "groups[0].members: "),
        (put("groups", 0, "members", value="P0"), "groups[0].members: "),
        (put("individual", value={"XYZ": 1}), "individual: "),
        (put("individual", value={"P0": 999}), "individual: "),
        (put("objective", value="low"), "objective: "),
        (put("status", value="great"), "status: "),
    ],
)
def test_a_plan_that_cannot_be_read_says_where(change: Change, place: str) -> None:
    assert place in refused_plan(change)


def test_a_recorded_objective_is_not_believed() -> None:
    plan = read_plan(json.dumps({**PLAN_FORM, "objective": 1, "cost": {"unmet_hour": 1}}), PROBLEM)

    assert check(PROBLEM, plan).objective == PLAN_FORM["objective"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"name":' * 100_000,
        b"\xff\xfe\x00",
        b'{"name": "\xff"}',
        b"null",
        b"7",
        b"{}x",
    ],
)
def test_what_is_no_json_or_no_object_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        read_problem(content)

    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_anything_else_is_refused_and_nothing_else_happens(content: bytes | str) -> None:
    with pytest.raises(FileRefused):
        read_problem(content)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('"max_parallel"', '"max_parallel": 1, "max_parallel"', "max_parallel"),
        ('"rooms"', '"rooms": 9, "rooms"', "sites[0].rooms"),
        ('"need": {', '"need": {"CBT": 1, "CBT": 2}, "need": {', "participants[0].need"),
        ('"unmet_hour"', '"unmet_hour": 0, "unmet_hour"', "weights.unmet_hour"),
    ],
)
def test_a_key_given_twice_is_named(before: str, after: str, place: str) -> None:
    text = json.dumps(FORM).replace(before, after, 1)

    with pytest.raises(FileRefused) as refused:
        read_problem(text)

    assert str(refused.value) == f"{place}: this key is given twice."


def test_a_person_with_two_individual_hours_in_a_plan_is_named() -> None:
    person = next(iter(PLAN_FORM["individual"]))
    text = json.dumps(PLAN_FORM).replace('"individual": {', f'"individual": {{"{person}": 3, ', 1)

    with pytest.raises(FileRefused) as refused:
        read_plan(text, PROBLEM)

    assert str(refused.value) == f"individual.{person}: this key is given twice."


@pytest.mark.parametrize("count", [10**10, 10**18, 10**30])
def test_counts_beyond_all_measure_are_refused_by_place(count: int) -> None:
    assert refused_problem(put("therapies", 0, "slots", value=count)).startswith("therapies[0].slots: ")
    assert refused_problem(put("weights", "trip", value=count)).startswith("weights.trip: ")


def test_a_therapy_longer_than_the_week_can_never_be_held() -> None:
    form = copy.deepcopy(FORM)
    form["therapies"][0]["slots"] = 10**9

    assert read_problem(json.dumps(form)).run(0, 10**9) is None


def test_a_group_that_is_locked_twice_is_one_lock_with_all_its_members() -> None:
    form = copy.deepcopy(FORM)
    group = PLAN_FORM["groups"][0]
    few, more = group["members"][:2], group["members"][1:3]
    form["locked"]["groups"] = [{**group, "members": few}, {**group, "members": more}]

    locked = read_problem(json.dumps(form)).locked.groups

    assert [each.members for each in locked] == [tuple(group["members"][:3])]


@pytest.mark.parametrize("key", ["phase", "max_hours"])
def test_a_number_without_end_is_refused_in_a_sentence(key: str) -> None:
    text = json.dumps(FORM).replace(f'"{key}": ', f'"{key}": {"9" * 5000}', 1)

    with pytest.raises(FileRefused) as refused:
        read_problem(text)

    assert str(refused.value).endswith(".")
