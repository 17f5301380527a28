"""Cases are read strictly, answers say what the decision says, and the page shows the schemas of the code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from stepwell.domain.privacy import files
from stepwell.domain.privacy.notices import NEITHER_NOR, NOTICE
from stepwell.kernel.strict_json import FileRefused

PAGE = Path(__file__).parents[3] / "docs" / "exchange.md"

File = dict[str, Any]


def blocks(kind: str) -> list[Any]:
    """The JSON blocks of this kind on the page, in their order."""
    found = re.findall(rf"```json {re.escape(kind)}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [json.loads(each) for each in found]


CASES: list[File] = blocks("privacy-case")
SISTER = CASES[0]


def said(case: File) -> File:
    answer: File = json.loads(files.write_answer(files.answer(files.read_case(json.dumps(case)))))
    return answer


def refused(case: File) -> str:
    with pytest.raises(FileRefused) as error:
        files.read_case(json.dumps(case))
    return str(error.value)


def merged(into: Any, change: Any) -> Any:
    """RFC 7396."""
    if not isinstance(change, dict):
        return change
    result = dict(into) if isinstance(into, dict) else {}
    for key, value in change.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def short(answer: File) -> File:
    return {
        **{key: answer[key] for key in ("decision", "is_complete", "rule", "source")},
        "permitted": [each["category"] for each in answer["permitted"]],
        "refused": [each["category"] for each in answer["refused"]],
        "obligations": [each["name"] for each in answer["obligations"]],
    }


@pytest.mark.parametrize("number", range(4))
def test_the_worked_cases_of_the_page_are_answered_as_it_says(number: int) -> None:
    assert short(said(CASES[number])) == blocks("privacy-answer")[number]


TURNS = [(case, turn) for case, turns in zip(CASES, blocks("privacy-turns"), strict=True) for turn in turns]


@pytest.mark.parametrize(("case", "turn"), TURNS, ids=lambda each: each.get("but"))
def test_what_changes_a_worked_case_changes_it_as_the_page_says(case: File, turn: File) -> None:
    changed = merged(case, turn.get("change", {}))
    if "consent" in turn:
        changed["consents"] = [merged(case["consents"][0], turn["consent"])]

    answer = said(changed)

    assert (answer["decision"], answer["rule"]) == (turn["decision"], turn["rule"])


@pytest.mark.parametrize("of", list(files.SCHEMAS))
def test_the_page_shows_the_schema_of_the_code(of: str) -> None:
    assert blocks(f"privacy-schema-{of}") == [files.schema(of)]


@pytest.mark.parametrize("of", list(files.SCHEMAS))
def test_no_form_of_a_schema_takes_a_key_it_does_not_name(of: str) -> None:
    forms = [each for each in files.schema(of)["$defs"].values() if each.get("type") == "object"]

    assert forms
    assert all(each["additionalProperties"] is False for each in forms)


@pytest.mark.parametrize("case", CASES, ids=lambda each: each["title"])
def test_an_answer_is_of_the_form_that_is_documented(case: File) -> None:
    written = files.write_answer(files.answer(files.read_case(json.dumps(case))))

    assert set(json.loads(written)) == set(files.schema("answer")["$defs"]["Answer"]["properties"])
    assert json.loads(written)["format"] == "stepwell-privacy-answer/1"


def test_a_permit_by_consent_brings_both_texts_of_the_notice() -> None:
    assert said(SISTER)["notice"] == vars(NOTICE)


def test_a_refusal_brings_the_words_that_tell_nothing() -> None:
    answer = said({**SISTER, "consents": []})

    assert answer["answer_to_asker"] == NEITHER_NOR
    assert answer["says_that_nothing_exists"] is True
    assert answer["permitted"] == []
    assert answer["notice"] is None


def test_a_preview_asks_for_everything_and_takes_a_draft_as_signed() -> None:
    draft = merged(SISTER["consents"][0], {"signed_at": None, "signatures": None})
    case = files.read_case(json.dumps({**SISTER, "consents": [draft]}))

    seen = files.preview(case)

    assert {each.category.value for each in seen.permitted} == {"schedule", "family_sessions"}
    assert files.answer(case).decision == "refuse"


def _paper(**changes: Any) -> Callable[[File], None]:
    return lambda case: case["consents"][0].update(changes)


def _request(**changes: Any) -> Callable[[File], None]:
    return lambda case: case["request"].update(changes)


FAULTS: list[tuple[str, Callable[[File], object], str]] = [
    ("an unknown key", lambda case: case.update(nurse=1), "Object contains unknown field `nurse`."),
    ("one in a consent", _paper(witness="Bo"), "consents[0]: Object contains unknown field `witness`."),
    (
        "one in a request",
        _request(urgent=True),
        "request: Object contains unknown field `urgent`.",
    ),
    (
        "one in an end",
        _paper(ends={"type": "none", "day": "2026-01-01"}),
        "consents[0].ends: Object contains unknown field `day`.",
    ),
    ("a missing key", lambda case: case.pop("at"), "Object missing required field `at`."),
    (
        "another format",
        lambda case: case.update(format="stepwell-privacy-case/2"),
        'format: "stepwell-privacy-case/2" is not among what may stand here.',
    ),
    (
        "an unknown category",
        _request(categories=["schedule", "mood"]),
        'request.categories[1]: "mood" is not among what may stand here.',
    ),
    ("no category", _request(categories=[]), "request.categories: Expected `array` of length >= 1."),
    (
        "an unknown purpose",
        _request(purpose="fun"),
        'request.purpose: "fun" is not among what may stand here.',
    ),
    ("an unknown ground", _request(basis={"type": "hunch"}), "request.basis.type: Invalid value 'hunch'."),
    ("a wrong type", _paper(patient=7), "consents[0].patient: Expected `str | null`, got `int`."),
    ("an instant without offset", lambda case: case.update(at="2026-03-09T12:00:00"), "at: Expected"),
    ("an impossible instant", lambda case: case.update(at="2026-02-30T12:00:00Z"), "at: Invalid RFC3339"),
    (
        "an impossible day",
        _paper(ends={"type": "last_day", "day": "2026-02-30"}),
        "consents[0].ends.day: Invalid RFC3339 encoded date.",
    ),
    (
        "a day far off",
        _paper(ends={"type": "last_day", "day": "9999-12-31"}),
        "consents[0].ends: 9999-12-31 is not a day from 1900 to 2199.",
    ),
    ("no time zone", _request(zone="Mars/Olympus"), 'request: "Mars/Olympus" is not a time zone'),
    ("a folder of time zones", _request(zone="America"), 'request: "America" is not a time zone'),
    ("a blank key", _request(discloser={"id": "  "}), "request.discloser.id: Expected `str` matching"),
    (
        "an id twice",
        lambda case: case["consents"].append(case["consents"][0]),
        'consents[1].id: "family" is the id of another consent already.',
    ),
]


@pytest.mark.parametrize(("name", "change", "told"), FAULTS, ids=[each[0] for each in FAULTS])
def test_a_fault_is_told_by_its_place(name: str, change: Callable[[File], object], told: str) -> None:
    case = deepcopy(SISTER)
    change(case)

    assert refused(case).startswith(told)


def test_a_key_that_is_given_twice_is_told() -> None:
    with pytest.raises(FileRefused, match="title: this key is given twice"):
        files.read_case(json.dumps(SISTER)[:-1] + ', "title": "Again"}')


@pytest.mark.parametrize("key", sorted(set(SISTER["consents"][0]) - {"id"}))
@pytest.mark.parametrize("is_null", [True, False])
def test_a_missing_element_is_an_answer_and_not_a_fault(key: str, is_null: bool) -> None:
    paper = {each: value for each, value in SISTER["consents"][0].items() if each != key}
    lists = {"disclosers", "categories", "recipients", "purposes", "signatures"}
    if is_null:
        paper[key] = [] if key in lists else None

    answer = said({**SISTER, "consents": [paper]})

    assert answer["decision"] == "refuse"
    assert answer["rule"].startswith("element_")
