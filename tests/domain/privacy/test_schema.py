"""Whatever follows the schema of a case is answered, and the answer follows its own schema."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepwell.domain.privacy import files

CASE, ANSWER = files.schema("case"), files.schema("answer")

Schema = dict[str, Any]
Made = st.SearchStrategy[Any]

_WORDS = st.sampled_from(["sam", "north", "ana", "dr-lee", "exchange", "north"])
_FORMATS: dict[str, Made] = {
    "date-time": st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
        lambda at: at.isoformat()
    ),
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str),
}


def following(schema: Schema, defs: Schema, key: str = "") -> Made:
    """Values that follow a schema; a zone is one that there is, which no schema can say."""
    if key == "zone":
        return st.sampled_from(["America/New_York", "America/Santiago", "Pacific/Kiritimati", "UTC"])
    if "$ref" in schema:
        return following(defs[schema["$ref"].rpartition("/")[2]], defs, key)
    if "anyOf" in schema:
        return st.one_of([following(each, defs, key) for each in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _of_type(schema, defs)


def _of_type(schema: Schema, defs: Schema) -> Made:
    match schema["type"]:
        case "object":
            needed = set(schema.get("required", []))
            parts = {key: following(each, defs, key) for key, each in schema["properties"].items()}
            return st.fixed_dictionaries(
                {key: made for key, made in parts.items() if key in needed},
                optional={key: made for key, made in parts.items() if key not in needed},
            )
        case "array":
            return st.lists(following(schema["items"], defs), min_size=schema.get("minItems", 0), max_size=3)
        case "string":
            return _FORMATS[schema["format"]] if "format" in schema else _WORDS
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    raise AssertionError(schema)


def follows(value: Any, schema: Schema, defs: Schema) -> bool:
    """The value follows the schema, as far as these schemas go."""
    if "$ref" in schema:
        return follows(value, defs[schema["$ref"].rpartition("/")[2]], defs)
    if "anyOf" in schema:
        return any(follows(value, each, defs) for each in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    kind = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}[schema["type"]]
    if not isinstance(value, kind):
        return False
    if kind is list:
        return all(follows(each, schema["items"], defs) for each in value)
    return kind is not dict or _has_its_keys(value, schema, defs)


def _has_its_keys(value: dict[str, Any], schema: Schema, defs: Schema) -> bool:
    known = schema["properties"]
    is_named = set(schema["required"]) <= set(value) <= set(known)
    return is_named and all(follows(each, known[key], defs) for key, each in value.items())


cases = following(CASE, CASE["$defs"]).map(
    lambda case: {
        **case,
        "consents": [{**each, "id": f"c{number}"} for number, each in enumerate(case.get("consents", []))],
    }
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(cases)
def test_every_case_that_follows_its_schema_is_answered_by_the_other(case: dict[str, Any]) -> None:
    read = files.read_case(json.dumps(case))

    answer = json.loads(files.write_answer(files.answer(read)))

    assert follows(answer, ANSWER, ANSWER["$defs"])
    answered = [each["category"] for each in answer["permitted"] + answer["refused"]]
    assert sorted(answered) == sorted(set(case["request"]["categories"]))
    assert answer["decision"] == ("permit" if answer["permitted"] else "refuse")
    assert (answer["notice"] is None) is not any(
        each["name"] == "attach_notice" for each in answer["obligations"]
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(cases)
def test_every_case_has_a_preview_that_answers_every_kind(case: dict[str, Any]) -> None:
    seen = files.preview(files.read_case(json.dumps(case)))

    assert len(seen.permitted) + len(seen.refused) == len(CASE["$defs"]["Category"]["enum"])
