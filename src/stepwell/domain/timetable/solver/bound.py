"""Below what no plan can go, proven in whole numbers.

Any duals give a bound: what the rows are worth, plus the least that the columns can add at the costs that
are left. Duals are rounded to fractions of two and all else is whole, so nothing is lost to rounding. The
columns of one place are taken together: with no group there, nobody sits and nobody leads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.opening import opened
from stepwell.domain.timetable.solver.program import Floats, Rows

_FINEST = 20  # duals are multiples of 2 to the minus so much
_EXACT = 2.0**52  # whole numbers below this are exact as floats


@dataclass(frozen=True)
class Judged:
    """A proven bound, and for each column by how much the bound rises when the column is used."""

    exact: float
    price: Floats
    duals: Floats
    """Those it was proven with."""

    @property
    def bound(self) -> int:
        """The least whole objective that is possible."""
        return math.ceil(self.exact)


def judge(model: Model, rows: Rows, duals: Floats) -> Judged:
    """What these duals of these rows prove about every plan of the model."""
    for fineness in range(_FINEST, -1, -5):
        scale = 2.0**fineness
        whole = _allowed(rows, np.rint(duals * scale))
        weight = np.abs(rows.value) @ np.abs(whole)[rows.of_entry] + np.abs(model.program.cost).sum() * scale
        sides = np.abs(np.where(np.isfinite(rows.lower), rows.lower, 0)) + np.abs(
            np.where(np.isfinite(rows.upper), rows.upper, 0)
        )
        if (weight + np.abs(whole) @ sides) * float(model.program.upper.max(initial=1.0)) < _EXACT:
            return _judged(model, rows, whole, scale)
    return _judged(model, rows, np.zeros(len(rows)), 1.0)


def _allowed(rows: Rows, duals: Floats) -> Floats:
    """No dual may lean on a side that is open."""
    leans_on_nothing = ((duals > 0) & np.isinf(rows.lower)) | ((duals < 0) & np.isinf(rows.upper))
    return np.where(leans_on_nothing, 0.0, duals)


def _judged(model: Model, rows: Rows, duals: Floats, scale: float) -> Judged:
    program = model.program
    side = np.where(duals > 0, rows.lower, rows.upper)
    worth = float(np.where(duals != 0, duals * np.where(np.isfinite(side), side, 0), 0).sum())
    left = program.cost * scale - rows.back(duals, program.columns)
    least = np.minimum(left * program.lower, left * program.upper)
    price = np.where(left > 0, left, 0.0)
    for columns in (model.copies, model.lead, model.seat):
        least[columns] = 0.0
    opened = _places(model, left, price)
    total = worth + float(least.sum()) + opened
    return Judged(program.constant + total / scale, price / scale, duals / scale)


def _places(model: Model, left: Floats, price: Floats) -> float:
    """The least all places can add; sets the price of their columns."""
    if not model.places:
        return 0.0
    lower = model.program.lower
    is_locked = np.bincount(model.lead_place, lower[model.lead], len(model.places)) > 0
    more = opened(model, left)
    least = np.where(is_locked, more.place, np.minimum(more.place, 0.0))
    price[model.copies] = more.place - least
    price[model.lead] = more.lead - least[model.lead_place]
    price[model.seat] = more.seat - least[model.seat_place]
    return float(least.sum())
