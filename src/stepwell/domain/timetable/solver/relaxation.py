"""The week with fractions allowed: a proven bound, and which columns a good week is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.solver.bound import Judged, judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.cuts import Cutter
from stepwell.domain.timetable.solver.highs import Relaxing
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.program import Flags, Floats, Rows

_WIDTH = 2.0  # columns that would raise the bound by more are left out while rows are sought
_ROUNDS_OF_COLUMNS = 5
_ROUNDS_OF_ROWS = 12
_WORTH_A_ROUND = 0.0002  # of the objective


@dataclass(frozen=True)
class Relaxation:
    """What the relaxation proves: the bound, the price of each column, the rows found, the values."""

    judged: Judged
    rows: Rows
    """The model's own rows and then those found; without the ties."""

    values: Floats
    """The last values, over all columns of the model."""


def relax(model: Model, budget: Budget) -> Relaxation | None:
    """The best bound and prices the relaxation gives within the budget; None when it ended too soon."""
    program, ties = model.program, model.ties
    whole = program.with_rows(program.rows.followed_by(ties))
    first = Relaxing(whole, presolve=True).solve(budget)
    if first is None:
        return None
    rows = program.rows
    best = Relaxation(judge(model, rows, first.duals[: len(rows)]), rows, first.values)
    used = np.zeros(program.columns, np.bool_)
    for _ in range(_ROUNDS_OF_COLUMNS):
        fresh = _in_use(model, best, used)
        if not (fresh & ~used).any():
            break
        used = fresh
        better = _with_rows(model, best, used, ties, budget)
        if better is None:
            break
        relaxed, best = better
        if best.judged.exact > relaxed - 0.5:
            break
    return best


def _in_use(model: Model, best: Relaxation, used: Flags) -> Flags:
    """Columns that are cheap by the last prices, those used before, and all that are no place's."""
    fresh: Flags = used | (best.judged.price <= _WIDTH) | (best.values > 0) | (model.program.lower > 0)
    is_placed = np.zeros(len(fresh), np.bool_)
    for columns in (model.copies, model.lead, model.seat):
        is_placed[columns] = True
    fresh |= ~is_placed
    fresh[model.copies[model.lead_place[fresh[model.lead]]]] = True
    fresh[model.seat] &= fresh[model.copies[model.seat_place]]
    return fresh


def _with_rows(
    model: Model, best: Relaxation, used: Flags, ties: Rows, budget: Budget
) -> tuple[float, Relaxation] | None:
    """The relaxation over the columns in use, with the rows found in it: its objective, and the proof."""
    rows = best.rows
    count, first = len(rows), len(rows)
    narrowed = narrow(model.program, rows.followed_by(ties), used)
    number = np.cumsum(used) - 1
    relaxing, cutter = Relaxing(narrowed.program, presolve=False), Cutter(model, used)
    solved, before, last = relaxing.solve(budget), -np.inf, None
    for _ in range(_ROUNDS_OF_ROWS):
        if solved is None:
            break
        last = solved
        if last.objective - before <= _WORTH_A_ROUND * abs(last.objective):
            break
        before = last.objective
        cuts = cutter.violated(narrowed.widen(last.values, model.program.columns))
        if not len(cuts):
            break
        rows = rows.followed_by(cuts)
        relaxing.add(Rows(cuts.start, number[cuts.column], cuts.value, cuts.lower, cuts.upper))
        solved = relaxing.solve(budget)
    if last is None:
        return None
    known = len(narrowed.kept_rows)
    duals = np.zeros(len(rows))
    wide = narrowed.widen_duals(last.duals[:known], first + len(ties))
    duals[:first] = wide[:count]
    added = last.duals[known:]
    duals[first : first + len(added)] = added
    judged = judge(model, rows, duals)
    values = narrowed.widen(last.values, model.program.columns)
    better = judged if judged.exact > best.judged.exact else Judged(best.judged.exact, judged.price)
    return last.objective, Relaxation(better, rows, values)
