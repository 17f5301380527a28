"""`stepwell timetable solve` as a person meets it: a plan in its file, its progress, a stop that is heard."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from stepwell.interfaces.commands import main

pytestmark = pytest.mark.embedded

WEEKS = Path(__file__).parents[3] / "domain" / "timetable"
PROBLEM = WEEKS / "week-of-24.json"


def small(tmp_path: Path, **changes: object) -> Path:
    """The shipped week with its first few people only, so that it is solved in a moment."""
    form = json.loads(PROBLEM.read_bytes())
    people = form["participants"][:6]
    ids = {each["id"] for each in people}
    for each in people:
        each["avoid"] = [other for other in each["avoid"] if other in ids]
    file = tmp_path / "problem.json"
    form = {**form, "participants": people, "locked": {"groups": [], "individual": {}}, **changes}
    file.write_text(json.dumps(form))
    return file


def checked(problem: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main.main(["timetable", "check", str(problem), str(plan)]) in (0, 1)
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_a_solved_week_is_legal_and_its_figures_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, out = small(tmp_path), tmp_path / "plan.json"

    code = main.main(["timetable", "solve", str(problem), "--out", str(out), "--seconds", "20"])

    shown = capsys.readouterr()
    written, judged = json.loads(out.read_bytes()), checked(problem, out, capsys)
    assert code == 0
    assert shown.out == ""
    assert all(word in shown.err for word in ("objective", "bound", "gap"))
    assert judged["violations"] == []
    assert (written["objective"], written["cost"]) == (judged["objective"], judged["cost"])
    assert 0 <= written["bound"] <= written["objective"]
    assert written["gap"] == pytest.approx((written["objective"] - written["bound"]) / written["objective"])
    assert written["status"] in ("optimal", "bounded", "feasible")
    assert {"soft_gap", "seconds"} <= written.keys()


def test_locks_that_cannot_be_kept_are_told_and_are_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = json.loads(PROBLEM.read_bytes())["participants"][0]
    busy = next(slot for slot in range(60) if slot not in person["tele_avail"])
    problem = small(tmp_path, locked={"groups": [], "individual": {person["id"]: busy}})

    code = main.main(
        ["timetable", "solve", str(problem), "--out", str(tmp_path / "plan.json"), "--seconds", "5"]
    )

    assert code == 1
    assert f"{person['id']}'s individual hour is locked" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_search_that_is_stopped_leaves_a_legal_plan_and_ends_with_0(
    number: signal.Signals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.json"
    words = ["timetable", "solve", str(PROBLEM), "--out", str(out), "--seconds", "300"]
    solving = subprocess.Popen(
        [sys.executable, "-m", "stepwell.interfaces.commands.main", *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert solving.stderr is not None
    first = solving.stderr.readline()  # it is at work

    solving.send_signal(number)
    began = time.monotonic()
    rest = solving.stderr.read()

    assert "objective" in first
    assert solving.wait(timeout=60) == 0
    assert time.monotonic() - began < 30
    assert checked(PROBLEM, out, capsys)["violations"] == []
    assert "Stopped early" in rest or json.loads(out.read_bytes())["status"] == "optimal"


@pytest.mark.parametrize(
    "words", [["--seconds", "0"], ["--seconds", "soon"], ["--threads", "0"], ["--seed", "x"]]
)
def test_a_number_that_makes_no_sense_is_2(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["timetable", "solve", str(PROBLEM), "--out", str(tmp_path / "plan.json"), *words])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_place_that_cannot_be_written_is_2_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main.main(["timetable", "solve", str(PROBLEM), "--out", str(tmp_path / "none" / "plan.json")])

    assert code == 2
    assert capsys.readouterr().err == f"There is no folder {tmp_path / 'none'}.\n"


def test_the_problem_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = small(tmp_path)
    before = problem.read_bytes()

    code = main.main(["timetable", "solve", str(problem), "--out", str(problem), "--seconds", "1"])

    assert code == 2
    assert "is named twice" in capsys.readouterr().err
    assert problem.read_bytes() == before


def test_a_file_nobody_may_write_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "kept.json"
    out.write_text("kept")
    out.chmod(0o444)

    code = main.main(["timetable", "solve", str(small(tmp_path)), "--out", str(out), "--seconds", "1"])

    assert code == 2
    assert "permission denied" in capsys.readouterr().err
    assert out.read_text() == "kept"


def test_a_lock_that_cannot_be_kept_is_told_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = json.loads(small(tmp_path).read_bytes())
    person = form["participants"][0]
    away = next(slot for slot in range(len(form["slots"])) if slot not in person["tele_avail"])
    problem = small(tmp_path, locked={"groups": [], "individual": {person["id"]: away}})

    code = main.main(
        ["timetable", "solve", str(problem), "--out", str(tmp_path / "plan.json"), "--seconds", "5"]
    )

    assert code == 1
    assert f"A lock that can't be kept: {person['id']} has an individual hour" in capsys.readouterr().err
