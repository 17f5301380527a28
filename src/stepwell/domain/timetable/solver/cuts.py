"""Rows that every whole plan keeps and the relaxation does not: a group is there or it isn't.

The relaxation likes to hold 1.23 groups for 14.8 people. Take places where nobody can sit twice (one
place; one therapy on one day; one slot), Y groups in them, a size of at most c, and people Q. With m
groups or fewer at most c * m of Q sit; so, for any m and up to c * m + c people,

    sum over Q of (1 - X_p)  >=  (|Q| - c * m) * (m + 1 - Y).

(For Y > m the right side is nothing or less. For Y = m - t the left side is at least |Q| - c * m + c * t,
the right side (|Q| - c * m) * (1 + t), and |Q| - c * m <= c.) The best Q are those who sit more than Y - m.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.places import Place
from stepwell.domain.timetable.solver.program import FREE, Flags, Floats, Ints, Rows

_LEAST = 1e-3  # a smaller violation is not worth a row
_MOST_AT_ONCE = 150


@dataclass(frozen=True)
class _Family:
    """Places where nobody can sit twice: their copies, and their seats with whose each is."""

    copies: Ints
    seats: Ints
    whose: Ints
    people: int
    size: int


class Cutter:
    """Finds such rows for the columns in use."""

    def __init__(self, model: Model, used: Flags) -> None:
        self._families = tuple(_families(model, used))

    def violated(self, values: Floats) -> Rows:
        """The rows these values break most."""
        found = [cut for family in self._families if (cut := _violated(family, values)) is not None]
        found.sort(key=lambda cut: -cut[0])
        return _as_rows([cut[1:] for cut in found[:_MOST_AT_ONCE]])


_Cut = tuple[Ints, Floats, float]


def _families(model: Model, used: Flags) -> Iterator[_Family]:
    together: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, place in enumerate(model.places):
        if used[model.copies[index]]:
            for label in _labels(place):
                together[label].append(index)
    number = {person: count for count, person in enumerate(model.problem.participant)}
    whose = [np.array([number[each] for each in seats], np.int64) for seats in model.names.seats]
    columns = [np.array(list(seats.values()), np.int64) for seats in model.names.seats]
    for indices in {tuple(each) for each in together.values()}:
        seats = np.concatenate([columns[index] for index in indices])
        people = np.concatenate([whose[index] for index in indices])[used[seats]]
        size = max(model.places[index].therapy.max for index in indices)
        everyone, code = np.unique(people, return_inverse=True)
        if len(everyone) > size > 0:
            copies = model.copies[list(indices)]
            yield _Family(copies, seats[used[seats]], code.astype(np.int64), len(everyone), size)


def _labels(place: Place) -> Iterator[tuple[object, ...]]:
    therapy, variant, site, _ = place.key
    yield ("place", place.key)
    for more in ((), (site,), (variant,), (site, variant)):
        yield ("day", therapy, place.day, *more)
    for slot in place.slots:
        yield ("slot", slot)
        yield ("slot and site", slot, site)
        yield ("slot and therapy", slot, therapy)
        yield ("slot and variant", slot, variant)
        yield ("slot, site and variant", slot, site, variant)


def _violated(family: _Family, values: Floats) -> tuple[float, Ints, Floats, float] | None:
    groups = float(values[family.copies].sum())
    whole = int(np.floor(groups + 1e-7))
    missing = whole + 1 - groups
    if missing > 1 - 1e-4:
        return None
    sits = np.bincount(family.whose, values[family.seats], family.people)
    order = np.argsort(-sits, kind="stable")[: family.size * (whole + 1)]
    chosen = order[sits[order] > 1 - missing + 1e-9]
    over = len(chosen) - family.size * whole
    broken = over * missing - (len(chosen) - sits[chosen].sum())
    if over <= 0 or broken <= _LEAST * max(1, over):
        return None
    is_chosen = np.zeros(family.people, np.bool_)
    is_chosen[chosen] = True
    seats = family.seats[is_chosen[family.whose]]
    columns = np.concatenate([seats, family.copies])
    entries = np.concatenate([np.ones(len(seats)), np.full(len(family.copies), -float(over))])
    depth = float(broken / np.sqrt(len(seats) + over * over * len(family.copies)))
    return depth, columns, entries, float(len(chosen) - over * (whole + 1))


def _as_rows(cuts: list[_Cut]) -> Rows:
    count = len(cuts)
    lengths = [len(columns) for columns, _, _ in cuts]
    return Rows(
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([np.empty(0, np.int64), *(columns for columns, _, _ in cuts)]),
        np.concatenate([np.empty(0), *(entries for _, entries, _ in cuts)]),
        np.full(count, -FREE),
        np.array([upper for _, _, upper in cuts], np.float64),
    )
