"""An edition: the questions, ratings and levels by which a program places people.

All of it is the program's own data and stored with every assessment, because
ratings of two editions are never turned into one another (the ASAM
Criteria as publicly described). No licensed criteria ship: a program loads
what it may use, and `stepwell-neutral/1` is written in words of our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType


class NotAnEdition(ValueError):
    """The sentence says where the edition contradicts itself."""


@dataclass(frozen=True)
class Level:
    """A level of care, as the program calls it."""

    id: str
    title: str


@dataclass(frozen=True)
class Rating:
    """One answer to a dimension. With `evaluate_first` no level follows before somebody has looked."""

    id: str
    title: str
    evaluate_first: str = ""


@dataclass(frozen=True)
class Dimension:
    """One side of a person's life that is rated."""

    id: str
    title: str
    ratings: tuple[Rating, ...]


@dataclass(frozen=True)
class RedFlag:
    """A danger that is asked for first; a yes stops the form, and `do_now` is what to do instead."""

    id: str
    title: str
    do_now: str


@dataclass(frozen=True)
class Edition:
    """One set of dimensions, with the table that says which level each rating asks for.

    `levels` go from the least to the most intensive; `offered` are those that
    the program gives itself. In the table a rating without a level (None) asks
    for none by itself. It can't be held when it contradicts itself.
    """

    id: str
    title: str
    levels: tuple[Level, ...]
    offered: tuple[str, ...]
    red_flags: tuple[RedFlag, ...]
    dimensions: tuple[Dimension, ...]
    table: Mapping[str, Mapping[str, str | None]] = field(hash=False)

    def __post_init__(self) -> None:
        frozen = {each: MappingProxyType(dict(row)) for each, row in self.table.items()}
        object.__setattr__(self, "table", MappingProxyType(frozen))
        _check_names(self)
        _check_table(self)

    def level(self, level_id: str) -> Level:
        """The level of this id. Raises NotAnEdition when there is none."""
        return self.levels[self.place_of(level_id)]

    def place_of(self, level_id: str) -> int:
        """How far up a level stands, 0 being the least intensive."""
        for place, level in enumerate(self.levels):
            if level.id == level_id:
                return place
        raise NotAnEdition(f'There is no level "{level_id}"; there are {_listed(self.levels)}.')

    def dimension(self, dimension_id: str) -> Dimension | None:
        """The dimension of this id, or None."""
        return next((each for each in self.dimensions if each.id == dimension_id), None)

    def required_by(self, dimension_id: str, rating_id: str) -> Level | None:
        """The level that the program's table gives a rating, or None when it asks for none."""
        level_id = self.table[dimension_id][rating_id]
        return None if level_id is None else self.level(level_id)


Named = Level | Rating | Dimension | RedFlag


def _check_names(edition: Edition) -> None:
    lists: dict[str, Sequence[Named]] = {
        "levels": edition.levels,
        "red_flags": edition.red_flags,
        "dimensions": edition.dimensions,
    }
    for what, named in lists.items():
        if not named:
            raise NotAnEdition(f"{what}: there must be at least one.")
        _each_once(what, [each.id for each in named])
    _each_once("offered", edition.offered)
    if not edition.offered:
        raise NotAnEdition("offered: there must be at least one level that the program gives.")
    for index, offered in enumerate(edition.offered):
        _is_level(edition, offered, f"offered[{index}]")
    for index, dimension in enumerate(edition.dimensions):
        at = f"dimensions[{index}].ratings"
        if not dimension.ratings:
            raise NotAnEdition(f"{at}: there must be at least one.")
        _each_once(at, [each.id for each in dimension.ratings])


def _check_table(edition: Edition) -> None:
    dimensions = {each.id: each for each in edition.dimensions}
    _same_names(edition.table, dimensions, at="table", kind="dimension")
    for dimension in edition.dimensions:
        row, at = edition.table[dimension.id], f"table.{dimension.id}"
        _same_names(row, {each.id: each for each in dimension.ratings}, at=at, kind="rating")
        for rating in dimension.ratings:
            level_id = row[rating.id]
            if level_id is not None and rating.evaluate_first:
                raise NotAnEdition(f"{at}.{rating.id}: a rating to be evaluated first has no level yet.")
            if level_id is not None:
                _is_level(edition, level_id, f"{at}.{rating.id}")


def _same_names(given: Mapping[str, object], known: Mapping[str, Named], *, at: str, kind: str) -> None:
    for each in given:
        if each not in known:
            raise NotAnEdition(f'{at}: there is no {kind} "{each}".')
    for each in known:
        if each not in given:
            raise NotAnEdition(f'{at}: {kind} "{each}" is missing.')


def _is_level(edition: Edition, level_id: str, at: str) -> None:
    try:
        edition.place_of(level_id)
    except NotAnEdition as error:
        raise NotAnEdition(f"{at}: {error}") from None


def _each_once(what: str, ids: Iterable[str]) -> None:
    for each, times in Counter(ids).items():
        if times > 1:
            raise NotAnEdition(f'{what}: "{each}" is there twice.')


def _listed(named: Iterable[Named]) -> str:
    return ", ".join(each.id for each in named)
