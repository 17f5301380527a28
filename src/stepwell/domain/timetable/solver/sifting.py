"""The week with fractions allowed, for large weeks: over few seats, to which prices add those that matter.

A large week has thousands of places and needs a few hundred. The program begins with the seats of last week
and the cheapest ones of each person and therapy; nobody sits in it where no group is held (the ties). Its
prices of people's time judge every other seat, and those wanted come in.

Three things make this quick. A first-order method solves each program roughly, from where the last one ended:
its time grows with the columns alone, where the simplex method takes minutes over as many ties. The bound is
taken between the best prices so far and the new ones (the smoothing of Wentges, 1997). And new columns are
asked for at prices as near to the best ones as still want some: at those of the last program alone, which
know nothing of what was left out, half of the week would come in.

What people may lack is cheap at first, and dear only for those who lack it even so. This is less than it
costs, so the program stays below the best week; prices stay near those of a week in which nobody lacks
anything (the boxes of Marsten, Hogan and Blankenship, 1975, around the prices that jump).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stepwell.domain.timetable.solver.bound import Judged, judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.choosing import Choosing, Reach
from stepwell.domain.timetable.solver.cuts import Cutter
from stepwell.domain.timetable.solver.highs import Relaxed, approach
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.opening import Opened, opened
from stepwell.domain.timetable.solver.program import FREE, Flags, Floats, Ints
from stepwell.domain.timetable.solver.relaxation import Relaxation

_GENTLE = 40.0  # what anybody's shortage costs at first
_LACKED = 1e-3
_FIRST = Reach(price=-FREE, options=4, least=4, lead=1.0)
_WANTED = Reach(price=-1e-6, options=0, least=6, lead=0.1)
_BETWEEN = (0.02, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0)  # of the way from the best prices to the new ones
_ASKED = (0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0)
_ENOUGH, _MOST = 0.08, 0.16  # of the seats in use: so many more are taken in at once
_SETTLED = 0.01  # of the objective: from here on rows on groups are worth their time
_ROUGH, _FINE = 1e-2, 1e-3  # the least and the greatest accuracy, as a share
_WORTH_A_STEP = 1e-4  # of the objective
_ACCURACY = 0.1  # of what is still between the bound and the program's value


class Sifting:
    """A relaxation that grows: after each step it holds the best bound, and the last values."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._choosing = Choosing(model)
        self._cutter = Cutter(model)
        self._single = _rows_of_one_place(model)
        self._short = _shortage(model)
        self._cost = model.program.cost.copy()
        self._cost[self._short] = np.minimum(self._cost[self._short], _GENTLE)
        rows = model.program.rows
        self._cuts = rows.only(np.zeros(len(rows), np.bool_))
        self._judged: Judged = judge(model, rows, np.zeros(len(rows)))
        self._values = np.zeros(model.program.columns)
        cheap = self._choosing.chosen(self._opened(self._judged.duals), self._values, _FIRST)
        self._used: Flags = self._choosing.last_week() | cheap
        self._duals = np.zeros(len(rows))
        self._of_ties, self._of_cuts = np.zeros(len(model.seat)), np.zeros(0)
        self._share = 0
        self._is_solved = False
        self.gap = 1.0
        """What is between the bound and the program's value, as a share of this."""

    @property
    def relaxation(self) -> Relaxation | None:
        """The best bound with the values of the last program; None before there is any."""
        if not self._is_solved:
            return None
        return Relaxation(self._judged, self._model.program.rows.followed_by(self._cuts), self._values)

    @property
    def is_settled(self) -> bool:
        """True when the bound is close to the program's value."""
        return self.gap <= _SETTLED

    def step(self, budget: Budget) -> bool:
        """Solve once and take in what the prices want; False when nothing was left or the budget ended."""
        solved = self._solve(budget)
        if solved is None:
            return False
        duals, before = np.where(self._single, 0.0, solved.duals), self._judged.exact
        self._judge(duals)
        self.gap = max(0.0, 1.0 - self._judged.exact / max(1.0, solved.objective))
        is_raised, new = self._raise_costs(), self._wanted(duals)
        has_cuts = self.is_settled and self._cut()
        self._used = self._used | new
        is_slow = self._judged.exact - before <= _WORTH_A_STEP * solved.objective
        if self.gap <= _FINE and is_slow and not is_raised:
            return False
        return is_raised or has_cuts or bool(new.any())

    def _solve(self, budget: Budget) -> Relaxed | None:
        """Solve over the columns in use from where the last program ended."""
        model, used, seats = self._model, self._used, self._used[self._model.seat]
        rows = model.program.rows.followed_by(model.ties.only(seats)).followed_by(self._cuts)
        narrowed = narrow(replace(model.program, cost=self._cost), rows, used)
        begin = np.concatenate([self._duals, self._of_ties[seats], self._of_cuts])[narrowed.kept_rows]
        accuracy = min(_ROUGH, max(_FINE, self.gap * _ACCURACY))
        program = narrowed.program
        near = approach(program, budget, accuracy, values=self._values[narrowed.columns], duals=begin)
        if near is None:
            return None
        duals = narrowed.widen_duals(near.duals, len(rows))
        own, tied = len(self._duals), len(self._duals) + np.count_nonzero(seats)
        self._duals, self._of_cuts = duals[:own], duals[tied:]
        self._of_ties[seats] = duals[own:tied]
        self._values, self._is_solved = narrowed.widen(near.values, model.program.columns), True
        return replace(near, values=self._values, duals=self._duals)

    def _cut(self) -> bool:
        """Take in the rows on groups that the last values break; whether there were any."""
        cuts = self._cutter.violated(self._values)
        self._cuts = self._cuts.followed_by(cuts)
        self._of_cuts = np.concatenate([self._of_cuts, np.zeros(len(cuts))])
        return len(cuts) > 0

    def _judge(self, duals: Floats) -> None:
        """The best bound between the best duals so far and these; it rises to some share and then falls."""
        rows, before, at = self._model.program.rows, self._judged.duals, self._share
        tried: dict[int, Judged] = {}

        def at_share(number: int) -> Judged:
            if number not in tried:
                share = _BETWEEN[number]
                tried[number] = judge(self._model, rows, before + share * (duals - before))
            return tried[number]

        while at + 1 < len(_BETWEEN) and at_share(at + 1).exact > at_share(at).exact:
            at += 1
        while at > 0 and at_share(at - 1).exact > at_share(at).exact:
            at -= 1
        self._share = at
        if at_share(at).exact > self._judged.exact:
            self._judged = at_share(at)

    def _wanted(self, duals: Floats) -> Flags:
        """Columns that the prices want, as near to the best ones as want enough; of many the cheapest."""
        model, best = self._model, self._judged.duals
        in_use = np.count_nonzero(self._used[model.seat])
        for share in _ASKED:
            more = self._opened(best + share * (duals - best))
            new = self._choosing.chosen(more, self._values, _WANTED) & ~self._used
            count = np.count_nonzero(new[model.seat])
            if count >= _ENOUGH * in_use:
                break
        most = int(_MOST * in_use)
        if count > most:
            prices = np.where(new[model.seat], more.seat, FREE)
            limit = min(float(np.partition(prices, most)[most]), _WANTED.price)
            new = self._choosing.chosen(more, self._values, replace(_WANTED, price=limit)) & ~self._used
        return new

    def _opened(self, duals: Floats) -> Opened:
        program = self._model.program
        return opened(self._model, program.cost - program.rows.back(duals, program.columns))

    def _raise_costs(self) -> bool:
        """What is lacked although it is cheap costs what it costs from now on; whether there was any."""
        short, full = self._short, self._model.program.cost[self._short]
        is_lacked = (self._values[short] > _LACKED) & (self._cost[short] < full)
        self._cost[short[is_lacked]] = full[is_lacked]
        return bool(is_lacked.any())


def sift(model: Model, budget: Budget) -> Relaxation | None:
    """The best bound and the last prices and values found within the budget; None without a single round.

    The bound holds at any time, however many places are still unknown.
    """
    sifting = Sifting(model)
    while sifting.step(budget) and not budget.is_over:
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
