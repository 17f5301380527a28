"""`stepwell timetable replan` as a person meets it: a legal new plan, and whom it touches and how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stepwell.interfaces.commands import main

pytestmark = pytest.mark.embedded

WEEKS = Path(__file__).parents[3] / "domain" / "timetable"
PROBLEM = WEEKS / "week-of-24.json"
PLAN = WEEKS / "week-of-24.plan.json"


@pytest.fixture
def week() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(PROBLEM.read_bytes())
    return read


@pytest.fixture
def plan() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(PLAN.read_bytes())
    return read


def replanned(
    tmp_path: Path, event: object, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, Any]]:
    (tmp_path / "event.json").write_text(json.dumps(event))
    words = ["replan", str(PROBLEM), str(PLAN), str(tmp_path / "event.json")]
    places = ["--out", str(tmp_path / "new.json"), "--problem-out", str(tmp_path / "now.json")]
    code = main.main(["timetable", *words, *places, "--seconds", "15"])
    return code, json.loads(capsys.readouterr().out)


def violations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    main.main(["timetable", "check", str(tmp_path / "now.json"), str(tmp_path / "new.json")])
    found: list[str] = json.loads(capsys.readouterr().out)["violations"]
    return found


def test_who_is_busy_is_moved_and_listed(
    tmp_path: Path, plan: dict[str, Any], week: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    person = next(each for each in plan["individual"] if each not in week["locked"]["individual"])
    slot = plan["individual"][person]

    code, said = replanned(tmp_path, {"type": "busy", "participant": person, "slots": [slot]}, capsys)

    entry = next(each for each in said["touched"] if each["participant"] == person)
    assert code == 0
    assert entry["individual"]["before"] == slot != entry["individual"]["after"]
    assert entry["sentence"].startswith(f"{person} ")
    assert said["bound"] <= said["objective"]
    assert violations(tmp_path, capsys) == []


def test_who_leaves_is_in_no_group_and_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = replanned(tmp_path, [{"type": "leave", "participant": "P3"}], capsys)

    new = json.loads((tmp_path / "new.json").read_bytes())
    entry = next(each for each in said["touched"] if each["participant"] == "P3")
    assert code == 0
    assert not any("P3" in group["members"] for group in new["groups"])
    assert (entry["is_here"], entry["sentence"]) == (False, "P3 no longer comes.")
    assert violations(tmp_path, capsys) == []


def test_a_lock_that_cannot_be_kept_is_dropped_and_listed_with_the_reason(
    tmp_path: Path, week: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    locked = week["locked"]["groups"][0]
    away = {"type": "facilitator_away", "facilitator": locked["facilitator"], "slots": [locked["slot"]]}

    code, said = replanned(tmp_path, away, capsys)

    assert code == 0
    assert [each["group"]["slot"] for each in said["dropped_locks"] if each["group"]] == [locked["slot"]]
    assert locked["facilitator"] in said["dropped_locks"][0]["sentence"]
    assert any(each["facilitator"] == locked["facilitator"] for each in said["leaders_touched"])
    assert violations(tmp_path, capsys) == []


def test_the_problem_as_it_is_now_remembers_the_plan_and_the_closed_room(
    tmp_path: Path, week: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    replanned(tmp_path, {"type": "room_closed", "site": "S0", "slots": [0], "rooms": 1}, capsys)

    now = json.loads((tmp_path / "now.json").read_bytes())
    assert now["sites"][0]["rooms_less"] == {"0": 1}
    assert len(now["previous"]["groups"]) == len(json.loads(PLAN.read_bytes())["groups"])
    assert now["weights"]["cont"] == 5 * week["weights"]["cont"]
    assert now["weights"]["pref"] == week["weights"]["pref"]


def test_an_event_that_cannot_be_read_is_2_and_told_by_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "event.json").write_text('[{"type": "busy", "participant": "XYZ", "slots": [1]}]')
    words = ["replan", str(PROBLEM), str(PLAN), str(tmp_path / "event.json")]

    code = main.main(["timetable", *words, "--out", str(tmp_path / "new.json")])

    shown = capsys.readouterr()
    assert (code, shown.out) == (2, "")
    assert '[0].participant: there is no participant "XYZ"' in shown.err
    assert not (tmp_path / "new.json").exists()


def test_the_plan_and_the_problem_are_not_written_into_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event, out = tmp_path / "event.json", tmp_path / "new.json"
    event.write_text(json.dumps({"type": "leave", "participant": "P3"}))

    words = ["replan", str(PROBLEM), str(PLAN), str(event), "--out", str(out), "--problem-out", str(out)]
    code = main.main(["timetable", *words])

    assert code == 2
    assert "is named twice" in capsys.readouterr().err
    assert not out.exists()
