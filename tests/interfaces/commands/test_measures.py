"""`stepwell measures` as a person meets it: JSON, exit codes, and what can't be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stepwell.interfaces.commands import main


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Three points of a woman's AUDIT-C."""
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"answers": {"1": 1, "2": 1, "3": 1}, "sex": "f"}))
    return file


def test_what_answers_say_is_json_and_exits_0(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["measures", "score", "audit-c", str(answers)]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "total": 3,
        "subscales": {},
        "band": None,
        "positive": True,
        "flags": [],
        "missing": [],
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"answers": {"1": 7}}', "Item 1 of AUDIT-C is answered with 0 to 4, not with 7"),
        ('{"answers": {"4": 1}}', "AUDIT-C has no item 4; its items are 1 to 3"),
        ('{"answers": {"1": true}}', "Item 1: a whole number, or null for a blank, not true"),
        ('{"answers": {"1": 1.0}}', "not 1.0"),
        ('{"answers": {}, "sexe": "f"}', 'Unknown key "sexe"'),
        ('{"answers": {}, "sex": "woman"}', 'sex: "f", "m" or null'),
        ('{"answers": [1]}', 'needs "answers"'),
        ('{"answers": {"1": 1, "1": 2}}', "given twice"),
        ("{", "not JSON"),
    ],
)
def test_what_can_not_be_so_is_one_sentence(
    answers: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    answers.write_text(content)

    assert main.main(["measures", "score", "audit-c", str(answers)]) == 2

    told = capsys.readouterr()
    assert said in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_an_unknown_questionnaire_is_told_with_those_there_are(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["measures", "score", "phq-99", str(answers)]) == 2

    assert "phq9" in capsys.readouterr().err


def test_every_questionnaire_is_listed_with_source_and_license(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["measures", "list"]) == 0

    assert "Kroenke, Spitzer & Williams, 2001" in capsys.readouterr().out
