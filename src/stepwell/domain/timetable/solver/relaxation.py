"""The week with fractions allowed: a proven bound, and which columns a good week is made of."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.domain.timetable.solver.bound import Judged, judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import Relaxing
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.program import Floats, Rows


@dataclass(frozen=True)
class Relaxation:
    """What the relaxation proves: the bound, the price of each column, the rows found, the values."""

    judged: Judged
    rows: Rows
    """The model's own rows and then those found; without the ties."""

    values: Floats
    """The last values, over all columns of the model."""


def relax(model: Model, budget: Budget) -> Relaxation | None:
    """What the whole model proves by its own rows; None when time was short."""
    rows = model.program.rows
    solved = Relaxing(model.program.with_rows(rows.followed_by(model.ties)), presolve=True).solve(budget)
    if solved is None:
        return None
    return Relaxation(judge(model, rows, solved.duals[: len(rows)]), rows, solved.values)
