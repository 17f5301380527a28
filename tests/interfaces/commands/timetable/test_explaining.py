"""`stepwell timetable explain` as a person meets it: a list of JSON entries, each told in sentences too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.files import read_plan, read_problem
from stepwell.domain.timetable.rules import BY_NAME
from stepwell.interfaces.commands import main

WEEKS = Path(__file__).parents[3] / "domain" / "timetable"
PROBLEM = WEEKS / "week-of-24.json"
PLAN = WEEKS / "week-of-24.plan.json"


def explained(plan: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main.main(["timetable", "explain", str(PROBLEM), str(plan)]) == 0
    entries: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return entries


def test_every_shortage_has_an_entry_that_names_who_what_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    problem = read_problem(PROBLEM.read_bytes())
    judged = check(problem, read_plan(PLAN.read_bytes(), problem))

    entries = explained(PLAN, capsys)

    weighed = sum(getattr(problem.weights, each["kind"]) * each["missing"] for each in entries)
    assert weighed == judged.costs.shortage > 0
    for each in entries:
        assert each["participant"] in problem.participant
        assert set(each["rules"]) <= set(BY_NAME)
        assert each["sentence"].startswith(each["participant"])
        assert each["rules"] or each["fixes"] or each["verdict"] == "out of reach"


def test_an_entry_without_a_fix_tells_what_was_searched(capsys: pytest.CaptureFixture[str]) -> None:
    entries = explained(PLAN, capsys)

    for each in entries:
        assert set(each["searched"]) == {"groups", "hours", "openings", "stopped", "left"}
        for fix in each["fixes"]:
            assert fix["sentence"].endswith(".")
            assert fix["gives"] > 0


def test_an_individual_hour_that_was_taken_away_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = json.loads(PLAN.read_bytes())
    locked = json.loads(PROBLEM.read_bytes())["locked"]["individual"]
    person = next(each for each in form["individual"] if each not in locked)
    del form["individual"][person]
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(form))

    entries = [each for each in explained(plan, capsys) if each["kind"] == "indiv_missing"]

    assert [each["participant"] for each in entries] == [person]
    assert entries[0]["sentence"].startswith(f"{person} has no individual hour.")
    assert entries[0]["fixes"][0]["individual"] is not None


def test_a_file_that_is_missing_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["timetable", "explain", str(PROBLEM), str(tmp_path / "none.json")]) == 2
    assert "There is no file" in capsys.readouterr().err
