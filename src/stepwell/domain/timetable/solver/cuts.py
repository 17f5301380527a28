"""Rows that every whole plan keeps and the relaxation does not: a group is there or it isn't.

The relaxation likes to hold 1.23 groups for 14.8 people. With m groups or fewer at a place and a size of at
most c, at most c * m of some people Q sit there; so, for Y groups, any m and up to c * m + c people,

    sum over Q of (1 - x_p)  >=  (|Q| - c * m) * (m + 1 - Y).

(For Y > m the right side is nothing or less. For Y = m - t the left side is at least |Q| - c * m + c * t,
the right side (|Q| - c * m) * (1 + t), and |Q| - c * m <= c.) The best Q are those who sit more than Y - m.
The same holds for places together where nobody can sit twice, such as all of one slot; those rows are long,
and made the relaxation slower by more than they made it better.
"""

from __future__ import annotations

import numpy as np

from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.program import FREE, Floats, Ints, Rows

_LEAST = 1e-3  # a smaller violation is not worth a row
_NEARLY = 1e-4

_Cut = tuple[Ints, Floats, float]


class Cutter:
    """Finds such rows."""

    def __init__(self, model: Model) -> None:
        seats = (np.array(list(own.values()), np.int64) for own in model.names.seats)
        self._places = [
            (int(copies), own, place.therapy.max)
            for place, copies, own in zip(model.places, model.copies, seats, strict=True)
            if len(own) > place.therapy.max > 0
        ]

    def violated(self, values: Floats) -> Rows:
        """The rows these values break, the best one of each place."""
        found = (_violated(copies, seats, size, values) for copies, seats, size in self._places)
        return _as_rows([cut for cut in found if cut is not None])


def _violated(copies: int, seats: Ints, size: int, values: Floats) -> _Cut | None:
    groups = float(values[copies])
    whole = int(np.floor(groups + 1e-7))
    missing = whole + 1 - groups
    if missing > 1 - _NEARLY:
        return None
    order = seats[np.argsort(-values[seats], kind="stable")][: size * (whole + 1)]
    chosen = order[values[order] > 1 - missing]
    over = len(chosen) - size * whole
    broken = over * missing - (len(chosen) - float(values[chosen].sum()))
    if over <= 0 or broken <= _LEAST * over:
        return None
    columns = np.concatenate([chosen, [copies]])
    entries = np.concatenate([np.ones(len(chosen)), [-float(over)]])
    return columns, entries, float(len(chosen) - over * (whole + 1))


def _as_rows(cuts: list[_Cut]) -> Rows:
    lengths = [len(columns) for columns, _, _ in cuts]
    return Rows(
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([np.empty(0, np.int64), *(columns for columns, _, _ in cuts)]),
        np.concatenate([np.empty(0), *(entries for _, entries, _ in cuts)]),
        np.full(len(cuts), -FREE),
        np.array([upper for _, _, upper in cuts], np.float64),
    )
