"""The week with fractions allowed, for large weeks: few places at first, then those whose prices say so.

A large week has thousands of places and needs a few hundred. The program over those of last week gives
prices to people's time; by these every other place is judged, and the best are taken in. Nobody is tied to
how many groups are held until then; afterwards the ties of those places are added where they are broken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.solver.bound import Judged, judge
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import Relaxing
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import Narrowed, narrow
from stepwell.domain.timetable.solver.opening import Opened, opened
from stepwell.domain.timetable.solver.program import FREE, Flags, Floats, Ints, Rows
from stepwell.domain.timetable.solver.relaxation import Relaxation

_AT_ONCE = 300  # places taken in
_SETTLED = 10  # when no more than so many places want to be taken in, ties are looked for
_LEADERS = 2  # known from the first for each place, beside those of last week
_ROUNDS = 40
_TINY = 1e-6


@dataclass
class _Known:
    """What the program knows so far: places, which of their leads and seats, and places with ties."""

    places: Flags
    leads: Flags
    seats: Flags
    tied: Flags


@dataclass(frozen=True)
class _Round:
    objective: float
    values: Floats
    judged: Judged
    opened: Opened
    left: Floats


def sift(model: Model, budget: Budget) -> Relaxation | None:
    """The best bound and the last prices and values found within the budget; None without a single round.

    The bound holds at any time, however many places are still unknown.
    """
    known, best = _at_first(model), None
    for _ in range(_ROUNDS):
        now = _solve(model, known, budget)
        if now is None:
            break
        relaxation = Relaxation(now.judged, model.program.rows, now.values)
        if best is None or now.judged.exact > best.judged.exact:
            best = relaxation
        if not _widen(model, known, now):
            break
    return best


def _at_first(model: Model) -> _Known:
    before = {group.place for group in model.problem.previous.groups}
    before |= {group.place for group in model.problem.locked.groups}
    places = np.array([place.key in before for place in model.places], np.bool_)
    bonus = (model.program.cost[model.lead] < 0) | (model.program.lower[model.lead] > 0)
    order = np.arange(len(model.lead)) - np.searchsorted(model.lead_place, model.lead_place)
    return _Known(
        places,
        bonus | (order < _LEADERS),
        places[model.seat_place],
        np.zeros(len(places), np.bool_),
    )


def _solve(model: Model, known: _Known, budget: Budget) -> _Round | None:
    program, at = model.program, model.seat_place
    used = _used(model, known)
    ties = _ties(model, np.nonzero(known.tied[at] & known.seats & known.places[at])[0])
    rows = program.rows.followed_by(ties)
    narrowed: Narrowed = narrow(program, rows, used)
    solved = Relaxing(narrowed.program, presolve=True).solve(budget)
    if solved is None:
        return None
    duals = narrowed.widen_duals(solved.duals, len(rows))[: len(program.rows)]
    judged = judge(model, program.rows, duals)
    left = program.cost - program.rows.back(duals, program.columns)
    values = narrowed.widen(solved.values, program.columns)
    return _Round(solved.objective, values, judged, opened(model, left), left)


def _used(model: Model, known: _Known) -> Flags:
    used: Flags = np.ones(model.program.columns, np.bool_)
    used[model.copies] = known.places
    used[model.lead] = known.places[model.lead_place] & known.leads
    used[model.seat] = known.places[model.seat_place] & known.seats
    return used


def _widen(model: Model, known: _Known, now: _Round) -> bool:
    """Take in what the last round asks for; False when it asks for nothing more."""
    at, values = model.seat_place, now.values
    broken = values[model.seat] > values[model.copies][at] + _TINY
    wanted = now.opened.place < -_TINY
    fresh = np.nonzero(wanted & ~known.places)[0]
    if not broken.any() and now.judged.exact > now.objective - 1:
        return False
    fresh = fresh[np.argsort(now.opened.place[fresh], kind="stable")[:_AT_ONCE]]
    known.places[fresh] = True
    known.leads |= now.opened.lead < -_TINY
    if known.tied.any():
        fits = now.opened.rank < np.array([place.therapy.min for place in model.places], np.int64)[at]
        known.seats |= wanted[at] & known.places[at] & ((now.left[model.seat] < 0) | fits)
        known.tied[fresh] = True
    else:
        known.seats |= known.places[at]
    if len(fresh) <= _SETTLED:
        known.tied[at[broken]] = True
    return True


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
