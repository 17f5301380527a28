"""A tool as pages show it: screens of fields to fill in, and answers to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from stepwell.domain.practice.answers import lines_of
from stepwell.domain.practice.tool import Answer, Answers, Field, Screen, Tool
from stepwell.kernel.bilingual import Words

NUMBER = re.compile(r"\+?\d[\d\s().-]{1,18}\d")
FEWEST_DIGITS = 3
Problems = Mapping[str, str]
"""A sentence for each field whose answer was not taken."""
NO_PROBLEMS: Problems = MappingProxyType({})


def here(words: Words | None) -> str:
    """A text of a tool in the reader's language."""
    return words.said_in(get_language() or "en") if words else ""


@dataclass(frozen=True)
class Called:
    """Somebody to call, as the person wrote them down; `number` where a phone can dial it."""

    words: str
    number: str


def called(line: str) -> Called:
    """A line of a plan with the number in it.

    >>> called("Mo, (555) 010-0199").number, called("988").number, called("My sister Ana").number
    ('5550100199', '988', '')
    """
    found = NUMBER.search(line)
    digits = re.sub(r"[^\d+]", "", found.group()) if found else ""
    return Called(line, digits if len(digits) >= FEWEST_DIGITS else "")


def screen_shown(
    screen: Screen, answers: Answers, problems: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """One step with what was answered so far, as `shared/tools/fields.html` draws it."""
    return {
        "title": here(screen.title),
        "lead": here(screen.lead),
        "fields": [
            _field(one, answers.get(one.id), (problems or {}).get(one.id, "")) for one in screen.fields
        ],
    }


def screens_shown(
    tool: Tool, answers: Answers, problems: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Every step."""
    return [screen_shown(screen, answers, problems) for screen in tool.screens]


def answers_shown(tool: Tool, answers: Answers) -> list[dict[str, Any]]:
    """The steps that something was answered in, as `shared/tools/answers.html` draws them."""
    shown = (
        {"title": here(screen.title), "answers": list(_told(screen, answers))} for screen in tool.screens
    )
    return [one for one in shown if one["answers"]]


def told(tool: Tool, sent: QueryDict) -> dict[str, Sequence[str]]:
    """What a page sent for the fields of a tool; `…-shown` names those of the screen."""
    fields = {field.id for field in tool.fields()}
    named = {name.removesuffix("-shown") for name in sent if name.endswith("-shown")}
    return {name: sent.getlist(name) for name in fields if name in sent or name in named}


def _field(field: Field, answer: Answer | None, problem: str) -> dict[str, Any]:
    chosen = answer if isinstance(answer, list) else [answer]
    return {
        "id": field.id,
        "kind": field.kind,
        "label": here(field.label),
        "hint": here(field.hint),
        "low": here(field.low),
        "high": here(field.high),
        "most": field.most,
        "step": field.step,
        "levels": list(range(0, field.most + 1, field.step)),
        "minutes": field.minutes,
        "options": [(one.id, here(one.words), one.id in chosen) for one in field.options],
        "value": answer if isinstance(answer, str) else "",
        "number": int(answer) if field.kind == "scale" and isinstance(answer, str) else "",
        "problem": problem,
    }


def _told(screen: Screen, answers: Answers) -> Iterator[dict[str, Any]]:
    for field in screen.fields:
        answer = answers.get(field.id)
        if not answer:
            continue
        names = {one.id: here(one.words) for one in field.options}
        lines = [names.get(one, one) for one in (answer if isinstance(answer, list) else lines_of(answer))]
        if field.kind == "choice":
            lines = [names.get(str(answer), str(answer))]
        of = field.most if field.kind == "scale" else None
        yield {
            "label": here(field.label),
            "lines": lines,
            "of": of,
            "is_list": field.kind in {"lines", "tags"},
        }
