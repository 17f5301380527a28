"""Ways in for people who lack something, within the first seconds and before any prices are known.

Some days are freed for everybody, at the places held now and at some of the others, drawn by lot; the other
days stay as they are. Such a part is small enough for a better week to be found in a moment, and wide enough
to move a group out of the only room in which somebody's group could be held. The first better week is taken,
and the next part is drawn around it.
"""

from __future__ import annotations

import random
from collections.abc import Collection

import numpy as np

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import search
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.lacking import lacking
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.near import solve_near
from stepwell.domain.timetable.solver.places import Place
from stepwell.domain.timetable.solver.program import Flags, Floats
from stepwell.domain.timetable.solver.reading import plan_of, values_of

_DAYS = 0.5  # of all days are freed at once
_PLACES = 0.3  # of the places where no group is held, at most
_SEATS = 5000  # at the places drawn by lot, about
_IDLE_ROUNDS = 2
_HELP = 3.0  # times likelier is a place to be drawn where all who may come lack something
_WORTH_A_ROUND = 0.8  # of the objective before, or less, is worth going on
_AT_A_TIME = 30  # people who lack something, helped together when freed days don't help


def repair(model: Model, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Make the plan at hand better until nobody lacks anything, it helps no more, or the budget ends."""
    chance, idle = random.Random(seed), 0  # noqa: S311  # no secret hangs on it
    while incumbent.plan is not None and idle < _IDLE_ROUNDS and not budget.is_over:
        people = lacking(model.problem, incumbent.plan)
        if not people:
            return
        before = incumbent.objective
        _free_days(model, incumbent, budget, chance, frozenset(people))
        if idle and incumbent.objective >= before and not budget.is_over:
            _free_people(model, incumbent, budget, chance.sample(people, min(_AT_A_TIME, len(people))))
        idle = 0 if incumbent.objective < before * _WORTH_A_ROUND else idle + 1


def _free_days(
    model: Model, incumbent: Incumbent, budget: Budget, chance: random.Random, people: frozenset[str]
) -> None:
    start = None if incumbent.plan is None else values_of(model, incumbent.plan)
    if start is None:
        return
    free = _part(model, start, chance, people)
    narrowed = narrow(model.program, model.program.rows.followed_by(model.ties), free | (start > 0))
    begin, stays = start[narrowed.columns], ~free[narrowed.columns]
    lower, upper = narrowed.program.lower.copy(), narrowed.program.upper.copy()
    lower[stays] = upper[stays] = begin[stays]
    is_better = False

    def take(values: Floats) -> None:
        nonlocal is_better
        is_better |= incumbent.offer(plan_of(model, narrowed.widen(values, model.program.columns)))

    until_better = budget.until(lambda: is_better)
    found = search(
        narrowed.program.within(lower, upper), until_better, start=begin, is_quick=True, on_found=take
    )
    if found.values is not None:
        take(found.values)


def _free_people(model: Model, incumbent: Incumbent, budget: Budget, people: Collection[str]) -> None:
    if incumbent.plan is not None:
        near = solve_near(
            model.problem,
            incumbent.plan,
            people=people,
            seconds=budget.left,
            places=model.places,
            should_stop=lambda: budget.is_stopped,
        )
        incumbent.offer(near)


def _part(model: Model, start: Floats, chance: random.Random, people: frozenset[str]) -> Flags:
    """What may change: some days, at the places held and some others; and whatever is no place's."""
    days = sorted({place.day for place in model.places})
    some = set(chance.sample(days, round(len(days) * _DAYS + 0.01)))
    is_near = np.array([place.day in some for place in model.places], np.bool_)
    seats = sum(len(place.people) * _odds(place, people) for place in model.places if place.day in some)
    share = min(_PLACES, _SEATS / max(1.0, seats))
    drawn = np.array([chance.random() < share * _odds(place, people) for place in model.places], np.bool_)
    chosen = is_near & (drawn | (start[model.copies] > 0))
    free: Flags = np.ones(model.program.columns, np.bool_)
    free[model.copies] = chosen
    free[model.lead] = chosen[model.lead_place]
    free[model.seat] = chosen[model.seat_place]
    return free


def _odds(place: Place, people: frozenset[str]) -> float:
    """How much likelier than another this place is to be drawn: the more who lack something may come."""
    return 1.0 + _HELP * sum(person in people for person in place.people) / max(1, len(place.people))
