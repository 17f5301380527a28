"""The week with fractions allowed, for large weeks: over the few seats whose prices say so.

A large week has thousands of places and needs a few hundred. The program over those of last week, with
nobody tied to how many groups are held, gives prices to people's time; by these every other seat is judged.
Each person and therapy keeps some of its cheapest seats, however dear: a choice by places alone takes from
some people the only group they could be in, and what they then lack makes all prices worthless. Over what
is kept, the ties are added all at once, and the rows on groups as they are broken (`cuts`).

What people may lack is cheap at first, and dear only for those who lack it even so. This is less than it
costs, so the program stays below the best week; prices stay near those of a week in which nobody lacks
anything (the boxes of Marsten, Hogan and Blankenship, 1975, around the prices that jump).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stepwell.domain.timetable.solver.bound import Judged, judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.choosing import Choosing, Reach
from stepwell.domain.timetable.solver.cuts import Cutter
from stepwell.domain.timetable.solver.highs import Relaxing
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.opening import opened
from stepwell.domain.timetable.solver.program import FREE, Flags, Floats, Ints, Rows
from stepwell.domain.timetable.solver.relaxation import Relaxation

_GENTLE = 40.0  # what anybody's shortage costs at first
_TINY = 1e-6
_MOST_SEATS = 30_000  # a program with ties for more of them takes minutes
_UNTIED_ROUNDS = 5
_FEW = 0.01  # of all seats: when no more want to come in, prices are settled
_FIRST = Reach(price=-FREE, options=8, least=4, lead=1.0)
_NEXT = Reach(price=-1e-6, options=2, least=4, lead=1.0)
_TIED = Reach(price=0.3, options=3, least=4, lead=2.0)
_WANTED = Reach(price=-1e-6, options=1, least=6, lead=0.1)
_BETWEEN = (0.1, 0.3, 0.5, 0.7, 0.85, 1.0)


@dataclass(frozen=True)
class _Round:
    """A solved program: values and reduced costs over all columns (endless for those left out), duals."""

    objective: float
    values: Floats
    reduced: Floats
    duals: Floats


class Sifting:
    """A relaxation that grows: after each step it holds the best bound, and the last prices and values."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._choosing = Choosing(model)
        self._cutter = Cutter(model)
        self._single = _rows_of_one_place(model)
        self._short = _shortage(model)
        self._cost = model.program.cost.copy()
        self._cost[self._short] = np.minimum(self._cost[self._short], _GENTLE)
        self._used = self._choosing.last_week()
        self._cuts = model.program.rows.only(np.zeros(len(model.program.rows), np.bool_))
        self._judged: Judged | None = None
        self._last: _Round | None = None
        self._broken = np.zeros(len(model.places), np.bool_)
        self.is_tied = False
        self.is_narrow = False

    @property
    def relaxation(self) -> Relaxation | None:
        """The best bound with the values of the last program; None before there is any.

        Once all is tied the prices are those of the last program, in which nothing left out has one.
        """
        if self._judged is None or self._last is None:
            return None
        judged = self._judged
        if self.is_tied:
            judged = replace(judged, price=np.maximum(self._last.reduced, 0.0))
        rows = self._model.program.rows.followed_by(self._cuts)
        return Relaxation(judged, rows, self._last.values)

    def settle(self, budget: Budget) -> bool:
        """Solve without ties until few more seats want to come in; False when time ran out before."""
        for number in range(_UNTIED_ROUNDS):
            if not self._solve(budget):
                return False
            is_new = self._raise_costs() and number > 0
            before = np.zeros_like(self._used) if number == 0 else self._used
            self._used = before | self._choose(_NEXT if number else _FIRST)
            new = np.count_nonzero((self._used & ~before)[self._model.seat])
            if number > 0 and not is_new and new <= _FEW * len(self._model.seat):
                break
        chosen = self._choose(_TIED)
        self.is_narrow = bool(np.count_nonzero(chosen[self._model.seat]) <= _MOST_SEATS)
        if self.is_narrow:
            self._used = chosen
        return True

    def tie(self, budget: Budget) -> bool:
        """Solve once with ties and take in what the new prices want; False when nothing was left.

        All seats are tied, or where they are too many those of places that ever broke a tie.
        """
        if self._last is None:
            return False
        at, values = self._model.seat_place, self._last.values
        self._broken[at[values[self._model.seat] > values[self._model.copies][at] + _TINY]] = True
        if not self._solve(budget, is_tied=True) or self._last is None:
            return False
        is_raised, before = self._raise_costs(), self._used
        cuts = self._cutter.violated(self._last.values)
        self._cuts = self._cuts.followed_by(cuts)
        self._used = before | self._choose(_WANTED)
        return is_raised or len(cuts) > 0 or bool((self._used & ~before).any())

    def _solve(self, budget: Budget, *, is_tied: bool = False) -> bool:
        model, used, own = self._model, self._used, self._model.program.rows
        rows = own
        if is_tied:
            is_asked = self._broken[model.seat_place] | self.is_narrow
            seats = np.nonzero(used[model.seat] & is_asked)[0]
            rows = rows.followed_by(_ties(model, seats)).followed_by(self._cuts)
        program = replace(model.program, cost=self._cost)
        narrowed = narrow(program, rows, used)
        solved = Relaxing(narrowed.program, presolve=True).solve(budget)
        if solved is None:
            return False
        duals = narrowed.widen_duals(solved.duals, len(rows))
        reduced = np.where(used, program.cost - rows.back(duals, program.columns), FREE)
        values = narrowed.widen(solved.values, program.columns)
        self._last = _Round(solved.objective, values, reduced, np.where(self._single, 0.0, duals[: len(own)]))
        self._judge(self._last.duals)
        self.is_tied = is_tied and self.is_narrow
        return True

    def _judge(self, duals: Floats) -> None:
        """The best bound between the best duals so far and these (the smoothing of Wentges, 1997)."""
        rows, best = self._model.program.rows, self._judged
        before = duals if best is None else best.duals
        for share in (1.0,) if best is None else _BETWEEN:
            judged = judge(self._model, rows, before + share * (duals - before))
            if self._judged is None or judged.exact > self._judged.exact:
                self._judged = judged

    def _choose(self, reach: Reach) -> Flags:
        if self._last is None:
            return self._used
        program = self._model.program
        left = program.cost - program.rows.back(self._last.duals, program.columns)
        return self._choosing.chosen(opened(self._model, left), self._last.values, reach)

    def _cheaply_lacking(self, last: _Round) -> Flags:
        full = self._model.program.cost[self._short]
        return (last.values[self._short] > _TINY) & (self._cost[self._short] < full)

    def _raise_costs(self) -> bool:
        """What is lacked although it is cheap costs what it costs from now on; whether there was any."""
        if self._last is None:
            return False
        raised = self._short[self._cheaply_lacking(self._last)]
        self._cost[raised] = self._model.program.cost[raised]
        return bool(len(raised))


def sift(model: Model, budget: Budget) -> Relaxation | None:
    """The best bound and the last prices and values found within the budget; None without a single round.

    The bound holds at any time, however many places are still unknown.
    """
    sifting = Sifting(model)
    if sifting.settle(budget):
        while sifting.tie(budget):
            pass
    return sifting.relaxation


def _shortage(model: Model) -> Ints:
    names = model.names
    columns = (names.unmet, names.therapy_short, names.days_short, names.no_hour)
    return np.array([column for each in columns for column in each.values()], np.int64)


def _rows_of_one_place(model: Model) -> Flags:
    """Rows on how many lead and sit at one place: `opened` keeps these anyway, so that their duals only harm.

    Rows for people to be kept apart look alike but for what a group counts in them; they are none of these.
    """
    rows, columns = model.program.rows, model.program.columns
    of_entry, count = rows.of_entry, len(rows)

    def entries(kind: Ints) -> Floats:
        is_kind = np.zeros(columns)
        is_kind[kind] = 1.0
        return is_kind[rows.column]

    is_copies = entries(model.copies)
    groups = np.bincount(of_entry, is_copies, count)
    leads = np.bincount(of_entry, entries(model.lead), count)
    seats = np.bincount(of_entry, entries(model.seat), count)
    counts = np.bincount(of_entry, is_copies * rows.value, count)
    others = np.diff(rows.start) - 1
    is_size = (seats == others) & ((counts < -1) | np.isinf(rows.upper))
    return np.asarray((groups == 1) & ((leads == others) | is_size), np.bool_)


def _ties(model: Model, seats: Ints) -> Rows:
    count = len(seats)
    both = np.empty(2 * count, np.int64)
    both[0::2], both[1::2] = model.seat[seats], model.copies[model.seat_place[seats]]
    return Rows(
        np.arange(0, 2 * count + 1, 2),
        both,
        np.tile(np.array([1.0, -1.0]), count),
        np.full(count, -FREE),
        np.zeros(count),
    )
