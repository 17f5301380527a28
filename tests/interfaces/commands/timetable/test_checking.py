"""`stepwell timetable check` as a person meets it: exit codes, JSON, and what can't be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stepwell.interfaces.commands import main

WEEKS = Path(__file__).parents[3] / "domain" / "timetable"
PROBLEM = WEEKS / "week-of-24.json"
PLAN = WEEKS / "week-of-24.plan.json"


def plan_with(tmp_path: Path, **changes: object) -> Path:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({**json.loads(PLAN.read_bytes()), **changes}))
    return file


def groups() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(PLAN.read_bytes())["groups"]
    return read


def test_a_legal_plan_is_0_with_its_cost(capsys: pytest.CaptureFixture[str]) -> None:
    code = main.main(["timetable", "check", str(PROBLEM), str(PLAN)])

    shown = capsys.readouterr()
    said = json.loads(shown.out)
    recorded = json.loads(PLAN.read_bytes())
    assert code == 0
    assert shown.err == ""
    assert said == {"violations": [], "cost": recorded["cost"], "objective": recorded["objective"]}


def test_a_doubled_member_is_1_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = groups()
    changed[0]["members"].append(changed[0]["members"][0])

    code = main.main(["timetable", "check", str(PROBLEM), str(plan_with(tmp_path, groups=changed))])

    said = json.loads(capsys.readouterr().out)
    assert code == 1
    assert [changed[0]["members"][0] in each and each.endswith(".") for each in said["violations"]] == [True]


def test_a_plan_for_another_problem_is_judged_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main.main(["timetable", "check", str(PROBLEM), str(plan_with(tmp_path, problem="another"))])

    shown = capsys.readouterr()
    assert code == 0
    assert '"another"' in shown.err


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"groups": None}, "groups"),
        ({"color": "red"}, "color"),
        ({"individual": {"nobody": 1}}, "individual"),
        ({"groups": [{**groups()[0], "therapy": "XYZ"}]}, "groups[0].therapy"),
        ({"groups": [{**groups()[0], "slot": 10_000}]}, "groups[0].slot"),
    ],
)
def test_what_cannot_be_read_is_2_and_told_by_place(
    changes: dict[str, object], place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main.main(["timetable", "check", str(PROBLEM), str(plan_with(tmp_path, **changes))])

    shown = capsys.readouterr()
    assert code == 2
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert place in shown.err
    assert "plan.json" in shown.err


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"[" * 50_000, b'"text"'])
def test_a_file_that_is_none_is_2_and_one_sentence(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problem.json"
    if content is not None:
        file.write_bytes(content)

    code = main.main(["timetable", "check", str(file), str(PLAN)])

    shown = capsys.readouterr()
    assert (code, shown.out, len(shown.err.splitlines())) == (2, "", 1)
    assert str(file) in shown.err


def test_a_folder_is_not_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["timetable", "check", str(tmp_path), str(PLAN)]) == 2
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["guess"], ["check"], ["check", "one.json"], ["solve", "one.json"]])
def test_a_wrong_word_is_2_and_one_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["timetable", *words])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.embedded
def test_no_data_folder_is_made_or_wanted_and_no_framework_is_loaded(tmp_path: Path) -> None:
    asks = (
        "import sys; from stepwell.interfaces.commands.main import main; "
        f"code = main(['timetable', 'check', {str(PROBLEM)!r}, {str(PLAN)!r}]); "
        "sys.exit(code or any(name in sys.modules for name in ('django.apps', 'highspy', 'numpy')))"
    )
    settled = {
        name: value
        for name, value in os.environ.items()
        if name not in ("STEPWELL_DATA", "DJANGO_SETTINGS_MODULE")
    }

    done = subprocess.run(
        [sys.executable, "-c", asks],
        env={**settled, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unexpected_error_of_a_week_leaves_no_log_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPWELL_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("stepwell.domain.timetable.check.breaches_of", lambda _: 1 / 0)

    assert main.main(["timetable", "check", str(PROBLEM), str(PLAN)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "data").exists()
