"""The week with fractions allowed: a proven bound, and which columns a good week is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stepwell.domain.timetable.solver.bound import Judged, judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.cuts import Cutter
from stepwell.domain.timetable.solver.highs import Relaxing
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.program import Flags, Floats, Rows

_WIDTH = 2.0  # columns that would raise the bound by more are left out while rows are sought
_ROUNDS = 12
_WORTH_A_ROUND = 0.0002  # of the objective
_BINDS = 1e-7


@dataclass(frozen=True)
class Relaxation:
    """What the relaxation proves: the bound, the price of each column, the rows found, the values."""

    judged: Judged
    rows: Rows
    """The model's own rows and then those found; without the ties."""

    values: Floats
    """The last values, over all columns of the model."""


def relax(model: Model, budget: Budget, rows: Rows | None = None) -> Relaxation | None:
    """What the whole model proves with these rows (its own, and then others); None when time was short."""
    rows = model.program.rows if rows is None else rows
    solved = Relaxing(model.program.with_rows(rows.followed_by(model.ties)), presolve=True).solve(budget)
    if solved is None:
        return None
    return Relaxation(judge(model, rows, solved.duals[: len(rows)]), rows, solved.values)


def with_cuts(model: Model, base: Relaxation, budget: Budget) -> Relaxation:
    """As `base`, with the rows that bind and the values once these are known to the cheap columns.

    The bound and the prices stay those of `base`: columns left out have not been asked. `relax` with
    these rows asks them.
    """
    used = _cheap(model, base)
    narrowed = narrow(model.program, base.rows.followed_by(model.ties), used)
    number = np.cumsum(used) - 1
    relaxing, cutter = Relaxing(narrowed.program, presolve=False), Cutter(model, used)
    last, found, before = relaxing.solve(budget), [], -np.inf
    values, duals = base.values, np.zeros(0)
    for _ in range(_ROUNDS):
        if last is None or last.objective - before <= _WORTH_A_ROUND * abs(last.objective):
            break
        before, values = last.objective, narrowed.widen(last.values, model.program.columns)
        duals = last.duals[len(narrowed.kept_rows) :]
        cuts = cutter.violated(values)
        if not len(cuts):
            break
        found.append(cuts)
        relaxing.add(replace(cuts, column=number[cuts.column]))
        last = relaxing.solve(budget)
    rows = base.rows
    for cuts in found:
        asked, duals = duals[: len(cuts)], duals[len(cuts) :]
        binds = np.ones(len(cuts), np.bool_)
        binds[: len(asked)] = np.abs(asked) > _BINDS
        rows = rows.followed_by(cuts.only(binds))
    return Relaxation(base.judged, rows, values)


def _cheap(model: Model, base: Relaxation) -> Flags:
    """Columns that are cheap by the prices, and all that are no place's."""
    kept: Flags = (base.judged.price <= _WIDTH) | (base.values > 0) | (model.program.lower > 0)
    is_placed = np.zeros(len(kept), np.bool_)
    is_placed[np.concatenate([model.copies, model.lead, model.seat])] = True
    kept |= ~is_placed
    kept[model.copies[model.lead_place[kept[model.lead]]]] = True
    kept[model.seat] &= kept[model.copies[model.seat_place]]
    return kept
