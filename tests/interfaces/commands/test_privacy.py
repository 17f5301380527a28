"""`stepwell privacy` as a person meets it: JSON, exit codes, and what can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stepwell.domain.privacy import files
from stepwell.interfaces.commands import main

CASE: dict[str, Any] = {
    "format": "stepwell-privacy-case/1",
    "at": "2026-03-09T12:00:00-04:00",
    "request": {
        "patient": {"id": "sam"},
        "discloser": {"id": "north"},
        "recipient": {"id": "ana", "relation": "supporter"},
        "purpose": "family",
        "categories": ["schedule"],
        "zone": "America/New_York",
    },
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A sister asks, and there is no consent."""
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))
    return file


@pytest.mark.parametrize("word", ["decide", "preview"])
def test_a_refusal_is_an_answer_and_exits_0(
    word: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["privacy", word, str(case)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["decision"] == "refuse"
    assert said["answer_to_asker"].startswith("We can neither confirm nor deny")


def test_a_fault_is_one_sentence_and_exits_2(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case.write_text(json.dumps({**CASE, "nurse": 1}))
    assert main.main(["privacy", "decide", str(case)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{case}: Object contains unknown field `nurse`.\n"


@pytest.mark.parametrize("content", ["", "[]", "null", "{", "\ufeff{}", "[" * 5000])
def test_what_is_no_case_exits_2(content: str, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case.write_text(content)
    assert main.main(["privacy", "decide", str(case)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(str(case))


def test_a_file_that_is_not_there_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["privacy", "decide", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'none.json'}.\n"


@pytest.mark.parametrize("of", list(files.SCHEMAS))
def test_the_schemas_are_printed(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["privacy", "schema", of]) == 0
    assert json.loads(capsys.readouterr().out) == files.schema(of)
