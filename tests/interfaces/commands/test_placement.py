"""`stepwell placement` as a person meets it: JSON, exit codes, and what can't be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stepwell.domain.placement import files
from stepwell.interfaces.commands import main

NEUTRAL = files.shipped("stepwell-neutral/1")


@pytest.fixture
def findings(tmp_path: Path) -> Path:
    """The first rating of every dimension, and no red flag."""
    file = tmp_path / "findings.json"
    written = {
        "format": "stepwell-findings/1",
        "edition": "stepwell-neutral/1",
        "red_flags": {each.id: False for each in NEUTRAL.red_flags},
        "findings": [{"dimension": each.id, "rating": each.ratings[0].id} for each in NEUTRAL.dimensions],
    }
    file.write_text(json.dumps(written))
    return file


def test_a_suggestion_is_json_and_exits_0(findings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["placement", "suggest", str(findings)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["outcome"], said["level"]) == ("refer_elsewhere", "weekly")


def test_a_red_flag_is_an_answer_and_exits_0(findings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings.write_text(
        findings.read_text().replace('"medical_emergency": false', '"medical_emergency": true')
    )
    assert main.main(["placement", "suggest", str(findings)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["outcome"], said["level"]) == ("stop", None)
    assert "911" in said["red_flags"][0]["do_now"]


def test_a_fault_is_one_sentence_and_exits_2(findings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings.write_text(findings.read_text().replace('"at_ease"', '"calm"'))
    assert main.main(["placement", "suggest", str(findings)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f'{findings}: findings[0].rating: "calm" is not a rating of "stopping"')
    assert said.err.count("\n") == 1


def test_a_fault_stays_on_one_line_whatever_stands_in_the_file(
    findings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings.write_text(findings.read_text().replace('"at_ease"', '"calm\\nand easy"'))
    assert main.main(["placement", "suggest", str(findings)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_file_that_is_not_there_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["placement", "suggest", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'none.json'}.\n"


@pytest.mark.parametrize("of", list(files.SCHEMAS))
def test_the_schema_is_printed(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["placement", "schema", of]) == 0
    assert json.loads(capsys.readouterr().out) == files.schema(of)


def test_the_edition_that_ships_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["placement", "edition"]) == 0
    assert files.read_edition(capsys.readouterr().out) == NEUTRAL


def test_no_data_folder_is_made(
    findings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    main.main(["placement", "suggest", str(findings)])
    capsys.readouterr()
    assert list(tmp_path.iterdir()) == [findings]
