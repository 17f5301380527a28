"""The relaxation with rows on groups, over the few columns a good week needs, which grow as prices ask.

With those rows the program of the whole week is five times as dear as without. But columns that are dear
without the rows are seldom wanted with them. So rows are sought over the cheap columns, the columns left
out are judged by the prices this gives, those wanted come in, and the program is solved on from where it
stood.

The rows found need no duals in the bound: each concerns one place, and `opened` prices a place in whole
groups already. The duals of a program over few columns say little at first of those left out; between them
and the best ones so far lie better ones than either (the smoothing of Wentges, 1997).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stepwell.domain.timetable.solver.bound import judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.cuts import Cutter
from stepwell.domain.timetable.solver.highs import AT_LOWER, BASIC, Basis, Relaxed, Relaxing
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import Narrowed, narrow
from stepwell.domain.timetable.solver.opening import opened
from stepwell.domain.timetable.solver.program import Flags, Rows
from stepwell.domain.timetable.solver.relaxation import Relaxation

_WIDTH = 2.0  # columns that would raise the bound by more are left out at first
_ROUNDS = 30
_ROUNDS_OF_ROWS = 12
_WORTH_A_ROUND = 0.0002  # of the objective
_SETTLED = 2  # costs are whole numbers: a bound so close to the program's value is as good as that
_TINY = 1e-6
_BETWEEN = (0.1, 0.3, 0.5, 0.7, 0.85, 1.0)


def sharpen(model: Model, base: Relaxation, budget: Budget) -> Relaxation:
    """As `base` with the rows on groups: a higher bound and its prices, the rows that bind, the values."""
    growing = _Growing(model, base)
    for _ in range(_ROUNDS):
        if not growing.solve(budget) or not growing.widen():
            break
    return growing.relaxation


class _Growing:
    """Columns in use, rows found, where the program stands, and the best bound so far."""

    def __init__(self, model: Model, base: Relaxation) -> None:
        self._model, self._base = model, base
        self._used = _cheap(model, base)
        self._cutter = Cutter(model)
        self._rows = model.program.rows.followed_by(model.ties)
        self._own = len(self._rows)
        self._basis: Basis | None = None
        self._values, self._duals, self._objective = base.values, base.judged.duals, -np.inf
        self._judged = base.judged

    @property
    def relaxation(self) -> Relaxation:
        """The best bound, and the rows and values of the last program."""
        own = self._model.program.rows
        found = np.arange(len(self._rows)) >= self._own
        return Relaxation(self._judged, own.followed_by(self._rows.only(found)), self._values)

    def solve(self, budget: Budget) -> bool:
        """Solve over the columns in use, with new rows while they raise its value; False out of time."""
        narrowed = narrow(self._model.program, self._rows, self._used)
        relaxing = Relaxing(narrowed.program, presolve=False, begin=self._begin(narrowed))
        solved, found, before = relaxing.solve(budget), [], -np.inf
        for _ in range(_ROUNDS_OF_ROWS):
            if solved is None:
                return False
            self._values = narrowed.widen(solved.values, self._model.program.columns)
            if solved.objective - before <= _WORTH_A_ROUND * abs(solved.objective):
                break
            before = solved.objective
            cuts = self._cutter.violated(self._values)
            if not len(cuts):
                break
            found.append(cuts)
            number = np.cumsum(self._used) - 1
            relaxing.add(replace(cuts, column=number[cuts.column]))
            solved = relaxing.solve(budget)
        if solved is None:
            return False
        self._take(narrowed, solved, found, relaxing.basis)
        return True

    def _begin(self, narrowed: Narrowed) -> Basis | None:
        if self._basis is None:
            return None
        return Basis(self._basis.columns[narrowed.columns], self._basis.rows[narrowed.kept_rows])

    def _take(self, narrowed: Narrowed, solved: Relaxed, found: list[Rows], basis: Basis) -> None:
        """Remember where the program stands; rows found that don't bind are forgotten."""
        columns = np.full(self._model.program.columns, AT_LOWER)
        columns[narrowed.columns] = basis.columns
        rows = np.full(len(self._rows), BASIC)
        kept = len(narrowed.kept_rows)
        rows[narrowed.kept_rows] = basis.rows[:kept]
        rows = np.concatenate([rows, basis.rows[kept:]])
        for cuts in found:
            self._rows = self._rows.followed_by(cuts)
        stays = (np.arange(len(rows)) < self._own) | (rows != BASIC)
        self._rows = self._rows.only(stays)
        self._basis = Basis(columns, rows[stays])
        duals = narrowed.widen_duals(solved.duals[:kept], len(rows))
        self._duals, self._objective = duals[: len(self._model.program.rows)], solved.objective

    def widen(self) -> bool:
        """Judge by the new prices and take in the columns they want; False when there are none."""
        model, program = self._model, self._model.program
        self._judge()
        if self._objective - self._judged.exact <= _SETTLED:
            return False
        left = program.cost - program.rows.back(self._duals, program.columns)
        more, at = opened(model, left), model.seat_place
        is_wanted = more.place < -_TINY
        fewest = np.array([place.therapy.min for place in model.places], np.int64)
        new: Flags = np.zeros(program.columns, np.bool_)
        new[model.copies] = is_wanted
        new[model.lead] = is_wanted[model.lead_place] & (more.lead < 0)
        helps = (left[model.seat] < 0) | (more.rank < fewest[at])
        new[model.seat] = is_wanted[at] & (more.seat < 0) & helps
        new &= ~self._used
        self._used |= new
        return bool(new.any())

    def _judge(self) -> None:
        """The best bound between the best duals so far and the new ones."""
        before = self._judged.duals
        for share in _BETWEEN:
            judged = judge(self._model, self._model.program.rows, before + share * (self._duals - before))
            if judged.exact > self._judged.exact:
                self._judged = judged


def _cheap(model: Model, base: Relaxation) -> Flags:
    """Columns that are cheap by the prices, and all that are no place's."""
    kept: Flags = (base.judged.price <= _WIDTH) | (base.values > 0) | (model.program.lower > 0)
    is_placed = np.zeros(len(kept), np.bool_)
    is_placed[np.concatenate([model.copies, model.lead, model.seat])] = True
    kept |= ~is_placed
    kept[model.copies[model.lead_place[kept[model.lead]]]] = True
    kept[model.seat] &= kept[model.copies[model.seat_place]]
    return kept
