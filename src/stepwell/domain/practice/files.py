"""The tools that come with the product, from one TOML file each, read strictly."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import msgspec

from stepwell.domain.practice.tool import Field, Tool
from stepwell.kernel.strict_json import FileRefused, decode

NAMES = (
    "urge-surfing",
    "thought-record",
    "chain",
    "diary-card",
    "trigger-map",
    "week-plan",
    "change-plan",
    "staying-well",
    "safety-plan",
)
"""In the order in which they are offered."""


def read_tool(text: str) -> Tool:
    """A tool in a file. Raises FileRefused for what is no TOML, for a key that is unknown, missing or
    of a wrong type, for an empty text, and for a field that stands twice or can't be answered."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(f"This is not TOML: {error}.") from error
    tool = decode(msgspec.json.encode(read), Tool)
    for fault in faults_of(tool):
        raise FileRefused(fault)
    return tool


@cache
def shipped() -> MappingProxyType[str, Tool]:
    """The tools that come with the product, by their ids.

    >>> shipped()["urge-surfing"].title.said_in("es")
    'Deja pasar la ola'
    """
    folder = resources.files(__package__).joinpath("tools")
    tools = [read_tool(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in NAMES]
    return MappingProxyType({tool.id: tool for tool in tools})


def faults_of(tool: Tool) -> Iterator[str]:
    """One sentence for each fault, with its place."""
    for place in _empty(msgspec.to_builtins(tool, str_keys=True), ""):
        yield f"{place}: this text is empty."
    fields = list(tool.fields())
    for field_id, times in Counter(field.id for field in fields).items():
        if times > 1:
            yield f'fields: "{field_id}" stands {times} times.'
    if tool.heading and tool.heading not in {field.id for field in fields}:
        yield f'heading: there is no field "{tool.heading}".'
    for field in fields:
        yield from _faults_of_field(field)


def _faults_of_field(field: Field) -> Iterator[str]:
    if (field.kind in {"tags", "choice"}) != bool(field.options):
        yield f"{field.id}: options belong to a choice, and a choice needs some."
    if (field.kind == "timer") != (field.minutes > 0):
        yield f"{field.id}: minutes belong to a timer, and a timer needs some."
    if field.step < 1 or field.most % max(field.step, 1):
        yield f"{field.id}: the steps of a scale end at its highest number."


def _empty(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            inner_place = f"{place}.{key}" if place else str(key)
            if key in {"en", "es", "id"} and not inner.strip():
                yield inner_place
            yield from _empty(inner, inner_place)
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _empty(inner, f"{place}[{position}]")
