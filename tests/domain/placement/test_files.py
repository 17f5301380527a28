"""Findings as files: read strictly, each fault told by its key and place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.placement.small import as_file
from stepwell.domain.placement import files, forms
from stepwell.domain.placement.suggestion import Outcome, suggest
from stepwell.kernel.strict_json import FileRefused

PAGE = Path(__file__).parents[3] / "docs" / "exchange.md"
NEUTRAL = files.shipped("stepwell-neutral/1")

File = dict[str, Any]


def refused(written: File | str) -> str:
    with pytest.raises(FileRefused) as error:
        files.read_findings(written if isinstance(written, str) else json.dumps(written))
    return str(error.value)


def test_findings_with_their_edition_are_read() -> None:
    findings = files.read_findings(json.dumps(as_file()))
    assert findings.edition.id == "small/1"
    assert suggest(findings).level == findings.edition.level("evenings")


def test_the_edition_that_ships_can_be_named() -> None:
    findings = files.read_findings(_example())
    assert findings.edition == NEUTRAL


FAULTS: list[tuple[str, Callable[[File], object], str]] = [
    ("an unknown key", lambda f: f.update(nurse=1), "Object contains unknown field `nurse`."),
    (
        "an unknown key of a finding",
        lambda f: f["findings"][1].update(score=2),
        "findings[1]: Object contains unknown field `score`.",
    ),
    (
        "an unknown key of a level",
        lambda f: f["edition"]["levels"][0].update(hours=9),
        "edition.levels[0]: Object contains unknown field `hours`.",
    ),
    ("a missing key", lambda f: f.pop("red_flags"), "Object missing required field `red_flags`."),
    (
        "another format",
        lambda f: f.update(format="stepwell-findings/2"),
        'format: "stepwell-findings/2" is not among what may stand here.',
    ),
    (
        "a rating outside the edition",
        lambda f: f["findings"][0].update(rating="9"),
        'findings[0].rating: "9" is not a rating of "body" in small/1; there are 0, 1, 2, 3.',
    ),
    (
        "a rating that is a number",
        lambda f: f["findings"][0].update(rating=2),
        "findings[0].rating: Expected `str | null`, got `int`.",
    ),
    (
        "a dimension outside the edition",
        lambda f: f["findings"][0].update(dimension="soul"),
        'findings[0].dimension: "soul" is not a dimension of small/1.',
    ),
    (
        "a forgotten dimension",
        lambda f: f["findings"].pop(1),
        'findings: dimension "home" is missing; rate it, or give null as its rating'
        " when it could not be judged yet.",
    ),
    (
        "a forgotten red flag",
        lambda f: f["red_flags"].pop("seizure"),
        'red_flags: "seizure" is missing; answer true or false, or null when not asked yet.',
    ),
    (
        "an unknown red flag",
        lambda f: f["red_flags"].update(fever=False),
        'red_flags: "fever" is not a red flag of small/1.',
    ),
    (
        "a red flag in words",
        lambda f: f["red_flags"].update(seizure="no"),
        "red_flags[...]: Expected `bool | null`, got `str`.",
    ),
    (
        "an edition that doesn't ship",
        lambda f: f.update(edition="asam/4"),
        'edition: "asam/4" does not come with Stepwell; there is stepwell-neutral/1.'
        " Put an edition of your own here as an object.",
    ),
    (
        "a table with an unknown level",
        lambda f: f["edition"]["table"]["body"].update({"2": "moon"}),
        'edition.table.body.2: There is no level "moon"; there are visits, evenings, days, house.',
    ),
    (
        "a table without a rating",
        lambda f: f["edition"]["table"]["body"].pop("2"),
        'edition.table.body: rating "2" is missing.',
    ),
    (
        "a table without a dimension",
        lambda f: f["edition"]["table"].pop("home"),
        'edition.table: dimension "home" is missing.',
    ),
    (
        "a table for an unknown dimension",
        lambda f: f["edition"]["table"].update(soul={}),
        'edition.table: there is no dimension "soul".',
    ),
    (
        "an offered level that isn't there",
        lambda f: f["edition"].update(offered=["moon"]),
        'edition.offered[0]: There is no level "moon"; there are visits, evenings, days, house.',
    ),
    (
        "two levels of one id",
        lambda f: f["edition"]["levels"].append({"id": "visits", "title": "Again"}),
        'edition.levels: "visits" is there twice.',
    ),
    (
        "two ratings of one id",
        lambda f: f["edition"]["dimensions"][0]["ratings"].append({"id": "0", "title": "Again"}),
        'edition.dimensions[0].ratings: "0" is there twice.',
    ),
    (
        "no red flags at all",
        lambda f: f["edition"].update(red_flags=[]),
        "edition.red_flags: Expected `array` of length >= 1.",
    ),
]


@pytest.mark.parametrize(
    ("change", "sentence"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
def test_a_fault_is_told_in_a_sentence_with_its_place(
    change: Callable[[File], object], sentence: str
) -> None:
    written = as_file()
    change(written)
    assert refused(written) == sentence


def test_a_key_given_twice_is_refused() -> None:
    text = json.dumps(as_file()).replace('"seizure": false', '"seizure": true, "seizure": false')
    assert refused(text) == "red_flags.seizure: this key is given twice."


def test_what_is_not_json_is_refused() -> None:
    assert refused("{").startswith("This is not JSON")


def test_a_red_flag_that_is_up_still_belongs_to_its_edition() -> None:
    written = as_file()
    written["red_flags"] = {"seizure": True}
    written["findings"] = [{"dimension": "soul", "rating": None}]
    assert "soul" in refused(written)


def test_a_rating_that_is_evaluated_first_has_no_level_in_the_table() -> None:
    written = as_file()
    written["edition"]["dimensions"][0]["ratings"][2]["evaluate_first"] = "Look first."
    assert refused(written) == "edition.table.body.2: a rating to be evaluated first has no level yet."


@pytest.mark.parametrize("of", list(files.SCHEMAS))
def test_the_page_shows_the_schema_that_the_command_prints(of: str) -> None:
    shown = re.search(rf"schema {of}</code></summary>\n\n```json\n(.*?)\n```", PAGE.read_text(), re.DOTALL)
    assert shown is not None
    assert json.loads(shown[1]) == files.schema(of)


def test_the_example_of_the_page_is_read() -> None:
    assert suggest(files.read_findings(_example())).outcome is Outcome.ADMIT_HERE


@pytest.mark.parametrize("of", list(files.SCHEMAS))
def test_a_schema_names_every_key_of_its_forms_and_refuses_others(of: str) -> None:
    definitions = files.schema(of)["$defs"]
    for name, told in definitions.items():
        form = getattr(forms, name)
        if not issubclass(form, msgspec.Struct):  # an enumeration
            continue
        assert list(told["properties"]) == list(form.__struct_fields__)
        assert told["additionalProperties"] is False
        needed = [each.name for each in msgspec.structs.fields(form) if each.required]
        assert told["required"] == needed


@settings(max_examples=50)
@given(st.data())
def test_whatever_is_found_the_suggestion_keeps_to_its_form(data: st.DataObject) -> None:
    answers = st.sampled_from([False, False, False, None, True])
    written = {
        "format": "stepwell-findings/1",
        "edition": "stepwell-neutral/1",
        "red_flags": {each.id: data.draw(answers) for each in NEUTRAL.red_flags},
        "findings": [
            {
                "dimension": each.id,
                "rating": data.draw(st.sampled_from([None, *(rating.id for rating in each.ratings)])),
            }
            for each in NEUTRAL.dimensions
        ],
    }

    suggestion = suggest(files.read_findings(json.dumps(written)))

    said = msgspec.json.decode(files.write_suggestion(suggestion), type=forms.SuggestionForm)
    assert said == files.suggestion_form(suggestion)
    assert (said.outcome is Outcome.STOP) == bool(said.red_flags)
    assert (said.outcome is Outcome.INCOMPLETE) == bool(said.missing)


def test_the_edition_that_ships_can_be_copied_and_read_again() -> None:
    assert files.read_edition(files.shipped_text("stepwell-neutral/1")) == NEUTRAL


def test_the_four_dangers_of_the_screening_are_asked_for() -> None:
    assert [each.id for each in NEUTRAL.red_flags] == [
        "withdrawal_danger",
        "danger_to_self_or_others",
        "loss_of_reality",
        "medical_emergency",
    ]


def _example() -> str:
    shown = re.search(r"```json findings\n(.*?)\n```", PAGE.read_text(), re.DOTALL)
    assert shown is not None
    return shown[1]
