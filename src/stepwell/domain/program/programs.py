"""A program as a template that can leave as a file and come back the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

FORMAT = "stepwell-program/1"
SHORTEST_WEEKS, LONGEST_WEEKS = 8, 12
"""Typical length as programs publish it; a person's own stay follows progress, not this."""


class NotAProgram(ValueError):
    """The sentence says what does not fit together and what would."""


@dataclass(frozen=True)
class Phase:
    """Some weeks with one weekly amount, and how it is made up: service to minutes per week."""

    weeks: int
    weekly_minutes: int
    mix: Mapping[str, int]
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "mix", MappingProxyType(dict(self.mix)))

    def __hash__(self) -> int:
        return hash((self.weeks, self.weekly_minutes, frozenset(self.mix.items()), self.name))


@dataclass(frozen=True)
class Template:
    """A program as offered to everybody; it cannot be held when it contradicts itself."""

    name: str
    weeks: int
    phases: tuple[Phase, ...]
    group_min: int
    group_max: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "phases", tuple(self.phases))
        validate(self)

    def phase_of_week(self, week: int) -> Phase:
        """The phase that the first, second, … week belongs to."""
        last = 0
        for phase in self.phases:
            last += phase.weeks
            if 1 <= week <= last:
                return phase
        raise NotAProgram(f"{self.name} has weeks 1 to {self.weeks}; there is no week {week}.")


def validate(template: Template) -> None:
    """Raise a sentence for the first thing that does not fit together.

    >>> Template("Evenings", 8, (Phase(8, 540, {"group": 360, "individual": 60}),), 3, 12)
    Traceback (most recent call last):
    stepwell.domain.program.programs.NotAProgram: Phase 1 has 540 minutes a week, but its services make 420.

    Whether the hours are enough is the dose's question, not this one's.
    """
    if not template.name.strip():
        raise NotAProgram("The program needs a name.")
    if not SHORTEST_WEEKS <= template.weeks <= LONGEST_WEEKS:
        raise NotAProgram(
            f"A program lasts {SHORTEST_WEEKS} to {LONGEST_WEEKS} weeks; this one has {template.weeks}."
        )
    for number, phase in enumerate(template.phases, start=1):
        _validate_phase(number, phase)
    covered = sum(phase.weeks for phase in template.phases)
    if covered != template.weeks:
        raise NotAProgram(f"The phases cover {covered} weeks, but the program lasts {template.weeks}.")
    if template.group_min < 1:
        raise NotAProgram("A group needs at least one person.")
    if template.group_min > template.group_max:
        raise NotAProgram(
            f"The smallest group ({template.group_min}) is larger than the largest ({template.group_max})."
        )


def _validate_phase(number: int, phase: Phase) -> None:
    if phase.weeks < 1:
        raise NotAProgram(f"Phase {number} needs at least one week.")
    for service, minutes in phase.mix.items():
        if minutes < 0 or not service.strip():
            raise NotAProgram(f"Phase {number} needs a name and minutes for each service: {service!r}.")
    total = sum(phase.mix.values())
    if total != phase.weekly_minutes:
        raise NotAProgram(
            f"Phase {number} has {phase.weekly_minutes} minutes a week, but its services make {total}."
        )


def to_json(template: Template) -> str:
    """The template as text in the open format, the same text for the same template."""
    phases = [
        {
            "name": phase.name,
            "weeks": phase.weeks,
            "weekly_minutes": phase.weekly_minutes,
            "mix": dict(phase.mix),
        }
        for phase in template.phases
    ]
    facts = {
        "format": FORMAT,
        "name": template.name,
        "weeks": template.weeks,
        "phases": phases,
        "group_min": template.group_min,
        "group_max": template.group_max,
    }
    return json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True)


def from_json(text: str) -> Template:
    """The template that `to_json` wrote, or a sentence naming what is unknown or missing.

    >>> from_json('{"format": "stepwell-program/1", "price": 10}')
    Traceback (most recent call last):
    stepwell.domain.program.programs.NotAProgram: The program has an unknown key: price.
    """
    try:
        facts = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotAProgram(f"The file is not JSON: {error.msg} in line {error.lineno}.") from error
    if not isinstance(facts, dict) or facts.pop("format", None) != FORMAT:
        raise NotAProgram(f'The file does not say that it is "format": "{FORMAT}".')
    _require_keys("The program", facts, Template, optional=set())
    return Template(
        name=_read(facts, "name", str),
        weeks=_read(facts, "weeks", int),
        phases=tuple(_phase(phase) for phase in _read(facts, "phases", list)),
        group_min=_read(facts, "group_min", int),
        group_max=_read(facts, "group_max", int),
    )


def _phase(facts: object) -> Phase:
    if not isinstance(facts, dict):
        raise NotAProgram("Each phase is an object with weeks, weekly_minutes and mix.")
    _require_keys("A phase", facts, Phase, optional={"name"})
    mix = _read(facts, "mix", dict)
    return Phase(
        weeks=_read(facts, "weeks", int),
        weekly_minutes=_read(facts, "weekly_minutes", int),
        mix={service: _read(mix, service, int) for service in mix},
        name=_read(facts, "name", str) if "name" in facts else "",
    )


def _require_keys(whose: str, facts: Mapping[str, object], kind: type, *, optional: set[str]) -> None:
    known = {field.name for field in fields(kind)}
    if unknown := sorted(facts.keys() - known):
        raise NotAProgram(f"{whose} has an unknown key: {', '.join(unknown)}.")
    if missing := sorted(known - facts.keys() - optional):
        raise NotAProgram(f"{whose} lacks: {', '.join(missing)}.")


def _read(facts: Mapping[str, Any], key: str, kind: type) -> Any:
    value = facts[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        words = {str: "text", int: "a whole number", list: "a list", dict: "an object"}[kind]
        raise NotAProgram(f"{key} must be {words}.")
    return value
