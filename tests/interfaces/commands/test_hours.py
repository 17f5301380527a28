"""`stepwell hours` as a person meets it: the worked example, exit codes, what can't be read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from stepwell.interfaces.commands import main

EXCHANGE = Path(__file__).parents[3] / "docs" / "exchange.md"


def example(name: str) -> str:
    found = re.search(rf"```json {name}\n(.*?)```", EXCHANGE.read_text(), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """The worked example: a day that counts and one that doesn't."""
    for name in ("hours-events", "hours-rules"):
        (tmp_path / f"{name}.json").write_text(example(name))
    return [
        "hours",
        "count",
        str(tmp_path / "hours-events.json"),
        "--rules",
        str(tmp_path / "hours-rules.json"),
    ]


def test_the_worked_example_says_what_the_document_says(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(asked) == 0

    (person,) = json.loads(capsys.readouterr().out)["people"]
    answers = [(day["day"], day["answer"], day["units"]) for week in person["weeks"] for day in week["days"]]
    assert answers == [tuple(each) for each in json.loads(example("hours-answers"))]


def test_an_unknown_key_is_refused_by_its_place(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    rules = Path(asked[-1])
    rules.write_text(rules.read_text().replace('"day_minutes"', '"minutes"'))

    assert main.main(asked) == 2

    told = capsys.readouterr()
    assert "hours-rules.json: editions[0]: Object contains unknown field `minutes`" in told.err
    assert told.out == ""


@pytest.mark.parametrize("name", ["h0015", "medicare-iop", "per-15-minutes", "s9480"])
def test_rules_that_ship_are_printed_to_copy(
    name: str, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["hours", "rules", name]) == 0
    Path(asked[-1]).write_text(capsys.readouterr().out)

    assert main.main(asked) == 0
