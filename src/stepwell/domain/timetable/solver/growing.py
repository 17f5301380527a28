"""The relaxation over the few columns a good week needs, which grow as prices ask for more.

The program of a whole week can take a minute, and with rows on groups it is five times as dear as without.
So it begins with the groups of last week and of a plan at hand; the columns left out are judged by the prices
this gives, and those wanted come in. Then rows are sought over the columns that turned out cheap, and the
others are asked again. A program that is much wider than the last is solved anew, with the library's
presolve; one that is a little wider goes on from where the last one stood.

The rows found need no duals in the bound: each concerns one place, and `opened` prices a place in whole
groups already. The duals of a program over few columns say little at first of those left out; between them
and the best ones so far lie better ones than either (the smoothing of Wentges, 1997).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.bound import judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.cuts import Cutter
from stepwell.domain.timetable.solver.highs import AT_LOWER, BASIC, Basis, Relaxed, Relaxing
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import Narrowed, narrow
from stepwell.domain.timetable.solver.opening import opened
from stepwell.domain.timetable.solver.program import Flags, Floats, Rows
from stepwell.domain.timetable.solver.reading import values_of
from stepwell.domain.timetable.solver.relaxation import Relaxation

_WIDTH = 2.0  # columns that would raise the bound by more are left out when rows are sought
_ROUNDS = 40
_ROUNDS_OF_ROWS = 12
_WORTH_A_ROUND = 0.0002  # of the objective
_ROUGH, _FINE = 0.005, 0.0005  # of the objective: a bound so close to the program's value is as good as that
_AT_ONCE = 150  # places taken in
_MUCH = 0.05  # of the columns new: too many to go on from where the program stood
_TINY = 1e-6
_BETWEEN = (0.1, 0.3, 0.5, 0.7, 0.85, 1.0)


def grow(model: Model, plan: Plan | None, budget: Budget) -> Relaxation | None:
    """What the model's own rows prove, beginning with the groups of last week and of the plan.

    Out of time the best so far is given; None when no program was solved.
    """
    start = None if plan is None else values_of(model, plan)
    at_hand = np.zeros(model.program.columns) if start is None else start
    nothing = judge(model, model.program.rows, np.zeros(len(model.program.rows)))
    base = Relaxation(nothing, model.program.rows, at_hand)
    growing = _Growing(model, base, _known(model, at_hand))
    is_solved = False
    for _ in range(_ROUNDS):
        if not growing.solve(budget):
            break
        is_solved = True
        if not growing.widen(_ROUGH):
            break
    return growing.relaxation if is_solved else None


def sharpen(model: Model, base: Relaxation, budget: Budget) -> Relaxation:
    """As `base` with the rows on groups: a higher bound and its prices, the rows that bind, the values."""
    growing = _Growing(model, base, _cheap(model, base))
    cutter = Cutter(model)
    for _ in range(_ROUNDS):
        if not growing.solve(budget, cutter) or not growing.widen(_FINE):
            break
    return growing.relaxation


class _Growing:
    """Columns in use, rows found, where the program stands, and the best bound so far."""

    def __init__(self, model: Model, base: Relaxation, used: Flags) -> None:
        self._model, self._used = model, used
        self._rows = model.program.rows.followed_by(model.ties)
        self._own = len(self._rows)
        self._basis: Basis | None = None
        self._is_much_wider = True
        self._values, self._duals, self._objective = base.values, base.judged.duals, -np.inf
        self._judged = base.judged

    @property
    def relaxation(self) -> Relaxation:
        """The best bound, and the rows and values of the last program."""
        own = self._model.program.rows
        found = np.arange(len(self._rows)) >= self._own
        return Relaxation(self._judged, own.followed_by(self._rows.only(found)), self._values)

    def solve(self, budget: Budget, cutter: Cutter | None = None) -> bool:
        """Solve over the columns in use, with new rows while they raise its value; False out of time."""
        narrowed = narrow(self._model.program, self._rows, self._used)
        begin = None if self._is_much_wider else self._begin(narrowed)
        relaxing = Relaxing(narrowed.program, presolve=begin is None and cutter is None, begin=begin)
        solved, found = relaxing.solve(budget), list[Rows]()
        while solved is not None and cutter is not None and len(found) < _ROUNDS_OF_ROWS:
            before = solved.objective
            cuts = cutter.violated(narrowed.widen(solved.values, self._model.program.columns))
            if not len(cuts):
                break
            found.append(cuts)
            number = np.cumsum(self._used) - 1
            relaxing.add(replace(cuts, column=number[cuts.column]))
            solved = relaxing.solve(budget)
            if solved is not None and solved.objective - before <= _WORTH_A_ROUND * abs(solved.objective):
                break
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
        self._values = narrowed.widen(solved.values, self._model.program.columns)
        duals = narrowed.widen_duals(solved.duals[:kept], len(rows))
        self._duals, self._objective = duals[: len(self._model.program.rows)], solved.objective

    def widen(self, settled: float) -> bool:
        """Judge by the new prices and take in the columns they want; False when it is settled so far."""
        self._judge()
        if self._objective - self._judged.exact <= settled * abs(self._objective):
            return False
        new = self._wanted() & ~self._used
        self._is_much_wider = new.sum() > _MUCH * self._used.sum()
        self._used |= new
        return bool(new.any())

    def _wanted(self) -> Flags:
        """The columns of places worth opening at the last prices; of the places not in use only the best."""
        model, program = self._model, self._model.program
        left = program.cost - program.rows.back(self._duals, program.columns)
        more, at = opened(model, left), model.seat_place
        is_worth = more.place < -_TINY
        fresh = np.nonzero(is_worth & ~self._used[model.copies])[0]
        is_worth[fresh[np.argsort(more.place[fresh], kind="stable")[_AT_ONCE:]]] = False
        fewest = np.array([place.therapy.min for place in model.places], np.int64)
        wanted: Flags = np.zeros(program.columns, np.bool_)
        wanted[model.copies] = is_worth
        wanted[model.lead] = is_worth[model.lead_place] & (more.lead < 0)
        helps = (left[model.seat] < 0) | (more.rank < fewest[at])
        wanted[model.seat] = is_worth[at] & (more.seat < 0) & helps
        return wanted

    def _judge(self) -> None:
        """The best bound between the best duals so far and the new ones."""
        before = self._judged.duals
        for share in _BETWEEN:
            judged = judge(self._model, self._model.program.rows, before + share * (self._duals - before))
            if judged.exact > self._judged.exact:
                self._judged = judged


def _known(model: Model, at_hand: Floats) -> Flags:
    """The places of last week, of what is locked and of the values at hand, with everybody's seats there.

    Their leaders are those of then or now; and all that is no place's is known.
    """
    problem, program = model.problem, model.program
    before = {group.place for group in (*problem.previous.groups, *problem.locked.groups)}
    places = np.array([place.key in before for place in model.places], np.bool_)
    places |= at_hand[model.copies] > 0
    leads = (program.cost[model.lead] < 0) | (program.lower[model.lead] > 0) | (at_hand[model.lead] > 0)
    known: Flags = np.ones(program.columns, np.bool_)
    known[model.copies] = places
    known[model.lead] = places[model.lead_place] & leads
    known[model.seat] = places[model.seat_place]
    return known


def _cheap(model: Model, base: Relaxation) -> Flags:
    """Columns that are cheap by the prices, and all that are no place's."""
    kept: Flags = (base.judged.price <= _WIDTH) | (base.values > 0) | (model.program.lower > 0)
    is_placed = np.zeros(len(kept), np.bool_)
    is_placed[np.concatenate([model.copies, model.lead, model.seat])] = True
    kept |= ~is_placed
    kept[model.copies[model.lead_place[kept[model.lead]]]] = True
    kept[model.seat] &= kept[model.copies[model.seat_place]]
    return kept
