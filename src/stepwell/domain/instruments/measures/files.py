"""Answers and what they say, as JSON. The form is described in docs/exchange.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stepwell.domain.instruments.measures.measure import Measure, NotThisAnswer, Said
from stepwell.kernel.strict_json import FileRefused, decode

SCHEMAS = ("answers", "said")
_SEXES = ("f", "m")


def read_and_score(content: bytes, measure: Measure) -> Said:
    """What the answers of a file say, or FileRefused with the key that can't be so."""
    given = decode(content, dict[str, Any])
    allowed = {"answers", "sex", *measure.asks}
    unknown = sorted(set(given) - allowed)
    if unknown:
        raise FileRefused(f'Unknown key "{unknown[0]}"; {measure.name} knows {", ".join(sorted(allowed))}.')
    answers = given.get("answers")
    if not isinstance(answers, dict):
        raise FileRefused('The file needs "answers": an object of points by item number.')
    sex = given.get("sex")
    if sex is not None and sex not in _SEXES:
        raise FileRefused(f'sex: "f", "m" or null, not {json.dumps(sex, ensure_ascii=False)}.')
    try:
        return measure.read(_points(answers), sex=sex, more=_more(given, measure))
    except NotThisAnswer as error:
        raise FileRefused(str(error)) from error


def _points(answers: Mapping[str, Any]) -> dict[str, int | None]:
    for item, point in answers.items():
        if point is not None and type(point) is not int:
            shown = json.dumps(point, ensure_ascii=False)[:40]
            raise FileRefused(f"Item {item}: a whole number, or null for a blank, not {shown}.")
    letters = [item.upper() for item in answers]
    twice = sorted({item for item in letters if letters.count(item) > 1})
    if twice:
        raise FileRefused(f"Item {twice[0]} is given twice.")
    return dict(answers)


def _more(given: Mapping[str, Any], measure: Measure) -> dict[str, bool]:
    more = {key: given[key] for key in measure.asks if given.get(key) is not None}
    for key, value in more.items():
        if not isinstance(value, bool):
            raise FileRefused(f"{key}: true, false or null.")
    return more


def write(said: Said) -> bytes:
    """What was said, as JSON."""
    told = {
        "total": said.total,
        "subscales": dict(said.subscales),
        "band": said.band,
        "positive": said.positive,
        "flags": list(said.flags),
        "missing": list(said.missing),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def schema(of: str) -> dict[str, Any]:
    """The JSON Schema of one of these files."""
    number_or_null = {"type": ["integer", "null"]}
    words = {"type": "array", "items": {"type": "string"}}
    properties: dict[str, dict[str, Any]] = {
        "answers": {
            "answers": {"type": "object", "additionalProperties": number_or_null},
            "sex": {"enum": [*_SEXES, None]},
            "never_used_drugs": {"type": ["boolean", "null"]},
            "exposed": {"type": ["boolean", "null"]},
        },
        "said": {
            "total": number_or_null,
            "subscales": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
            "band": {"type": ["string", "null"]},
            "positive": {"type": ["boolean", "null"]},
            "flags": words,
            "missing": words,
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"stepwell-measures/{of}",
        "type": "object",
        "properties": properties[of],
        "required": ["answers"] if of == "answers" else list(properties[of]),
        "additionalProperties": False,
    }
