"""`stepwell notes` as a person meets it: JSON, exit codes, and what can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stepwell.interfaces.commands import main

NOTES: dict[str, Any] = {
    "format": "stepwell-notes/1",
    "members": [{"id": "P1", "names": ["Sam", "Reyes"]}, {"id": "P2", "names": ["Mei", "Chen"]}],
    "notes": [
        {"person": "P1", "line": "Agreed with Mei that evenings are hardest."},
        {"person": "P2", "line": "Named two triggers, and wrote a plan for tonight."},
    ],
}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Two lines of one session; the first names the other member."""
    file = tmp_path / "notes.json"
    file.write_text(json.dumps(NOTES))
    return file


def test_what_is_found_is_json_and_exits_1(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["notes", "check", str(notes)]) == 1

    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["note"], found["guard"], found["span"], found["text"]) == (
        0,
        "other_member",
        [12, 15],
        "Mei",
    )
    assert found["may_be_overruled"] is True


def test_nothing_found_exits_0(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes.write_text(json.dumps({**NOTES, "notes": NOTES["notes"][1:]}))

    assert main.main(["notes", "check", str(notes)]) == 0

    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_a_program_says_which_guards_may_be_overruled(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes.write_text(json.dumps({**NOTES, "policy": {"overrulable": ["near_clone"]}}))

    main.main(["notes", "check", str(notes)])

    assert json.loads(capsys.readouterr().out)["findings"][0]["may_be_overruled"] is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"notez": []}, "unknown field `notez`"),
        ({"notes": [{"person": "P9", "line": "x"}]}, 'notes[0].person: "P9" is none of the members'),
        ({"members": NOTES["members"] + [{"id": "P1", "names": []}]}, 'the id "P1" is given twice'),
        ({"notes": [{"person": "P1"}]}, "notes[0]: "),
        ({"policy": {"near_clone": 2}}, "policy.near_clone"),
        ({"format": "stepwell-notes/2"}, "format"),
    ],
)
def test_what_can_not_be_read_is_one_sentence(
    notes: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
) -> None:
    notes.write_text(json.dumps({**NOTES, **change}))

    assert main.main(["notes", "check", str(notes)]) == 2

    told = capsys.readouterr()
    assert said in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
