"""Curricula as TOML files, read strictly; and the one that comes with the product."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TypeVar

import msgspec
from msgspec import Struct

from stepwell.domain.curriculum.checking import faults_of_module, faults_of_week
from stepwell.domain.curriculum.curriculum import Curriculum, Module, Part
from stepwell.kernel.bilingual import Words
from stepwell.kernel.strict_json import FileRefused, decode

Wanted = TypeVar("Wanted")


class Cover(Struct, frozen=True, forbid_unknown_fields=True):
    """The file that holds a curriculum together: its week, and the files of its modules in order."""

    id: str
    title: Words
    weeks: int
    week: tuple[Part, ...]
    modules: tuple[str, ...]


def read_module(text: str) -> Module:
    """A module in a file.

    Raises FileRefused when it is not TOML, when a key is unknown, missing or
    of a wrong type, when a language is missing or empty, and when minutes
    don't add up.
    """
    module = _read(text, Module)
    _refuse_first(faults_of_module(module))
    return module


@cache
def shipped() -> Curriculum:
    """The curriculum that comes with the product.

    >>> shipped().id, shipped().weeks
    ('stepwell-iop/1', 12)
    """
    folder = resources.files(__package__).joinpath("modules")
    cover = _read(folder.joinpath("curriculum.toml").read_text(encoding="utf-8"), Cover)
    modules = tuple(
        read_module(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in cover.modules
    )
    curriculum = Curriculum(cover.id, cover.title, cover.weeks, cover.week, modules)
    _refuse_first(faults_of_week(curriculum))
    return curriculum


def _read(text: str, form: type[Wanted]) -> Wanted:
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(f"This is not TOML: {error}.") from error
    return decode(msgspec.json.encode(read), form)


def _refuse_first(faults: list[str]) -> None:
    if faults:
        raise FileRefused(faults[0])
