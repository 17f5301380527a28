"""The best plan so far: in its file from the first moment on, and never a worse one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.files import read_plan, read_problem
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.solved import Solved
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.timetable import reading
from stepwell.interfaces.commands.timetable.searching import Best

WEEKS = Path(__file__).parents[3] / "domain" / "timetable"


@pytest.fixture
def problem() -> Problem:
    return read_problem((WEEKS / "week-of-24.json").read_bytes())


@pytest.fixture
def plan(problem: Problem) -> Plan:
    return read_plan((WEEKS / "week-of-24.plan.json").read_bytes(), problem)


def solved(problem: Problem, plan: Plan, *, bound: int) -> Solved:
    return Solved(plan, costs_of(problem, plan), bound, 1.0)


def written(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_bytes())
    return read


def test_before_anything_is_found_there_is_a_week_with_nothing_but_the_locks(
    problem: Problem, tmp_path: Path
) -> None:
    unlocked = replace(problem, locked=replace(problem.locked, groups=(), individual={}))

    judged = Best(unlocked, tmp_path / "out.json").write()

    assert judged.is_legal
    assert written(tmp_path / "out.json")["groups"] == []
    assert written(tmp_path / "out.json")["status"] == "feasible"


def test_a_better_plan_is_kept_and_a_worse_one_only_raises_the_bound(
    problem: Problem, plan: Plan, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    locked = replace(plan, groups=problem.locked.groups, individual=problem.locked.individual)
    best = Best(problem, out)

    best.take(solved(problem, plan, bound=100))
    best.take(solved(problem, locked, bound=200))
    judged = best.write()

    assert judged.objective == costs_of(problem, plan).objective < costs_of(problem, locked).objective
    assert written(out)["bound"] == 200
    assert read_plan(out.read_bytes(), problem) == replace(plan, problem=problem.name)


def test_what_is_written_beside_the_plan_fits_together(problem: Problem, plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    best = Best(problem, out)
    costs = costs_of(problem, plan)

    best.take(solved(problem, plan, bound=costs.objective - 10))

    said = written(out)
    assert check(problem, read_plan(out.read_bytes(), problem)).objective == said["objective"]
    assert sum(said["cost"].values()) == said["objective"]
    assert said["gap"] == pytest.approx(10 / costs.objective)
    assert said["soft_gap"] == pytest.approx(10 / costs.soft)
    assert said["status"] == "bounded"
    assert said["seconds"] >= 0


def test_a_bound_that_meets_the_objective_is_optimal(problem: Problem, plan: Plan, tmp_path: Path) -> None:
    best = Best(problem, tmp_path / "out.json")

    best.take(solved(problem, plan, bound=costs_of(problem, plan).objective))

    assert written(tmp_path / "out.json")["status"] == "optimal"


def test_progress_tells_objective_bound_and_gap(
    problem: Problem, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Best(problem, tmp_path / "out.json").take(solved(problem, plan, bound=100))

    line = capsys.readouterr().err
    assert f"objective {costs_of(problem, plan).objective}" in line
    assert "bound 100" in line
    assert "gap " in line


def test_a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("before")

    reading.write(file, b"after")

    assert file.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.touch()
    link.symlink_to(target)

    reading.write(link, b"after")

    assert link.is_symlink()
    assert target.read_bytes() == b"after"


@pytest.mark.parametrize("where", ["", "none/out.json"])
def test_a_place_that_cannot_be_written_is_refused_before_any_work(where: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        reading.may_write(tmp_path / where)
