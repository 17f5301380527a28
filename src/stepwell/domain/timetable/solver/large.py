"""Large weeks of several sites: prices first, then a week made of them, then one part of it after the other.

A part frees some people of the week, and the groups they could open; everything else stays (`part`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stepwell.domain.timetable.facts import Problem, Week
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.diving import dive
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.kernel import Kernel
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.model import Model, model_of
from stepwell.domain.timetable.solver.near import Near
from stepwell.domain.timetable.solver.polish import polish
from stepwell.domain.timetable.solver.program import Floats
from stepwell.domain.timetable.solver.reading import plan_of
from stepwell.domain.timetable.solver.relaxation import Relaxation
from stepwell.domain.timetable.solver.reshaping import reshape
from stepwell.domain.timetable.solver.sifting import Sifting

LARGE = 180
"""Weeks of more people than this are solved by prices, then part by part."""

_SHARE_OF_PARTS_FIRST = 0.05
_SHARE_OF_PRICES = 0.45
_SHARE_OF_ROUNDED = 0.4
_SHARE_OF_DIVE = 0.5
_WIDTH_OF_DIVE = 0.2
_IDLE_ROUNDS = 12


def improve_large(problem: Problem, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Better plans and bounds for the incumbent until it is proven, nothing helps, or the budget ends.

    Small parts help first, since they know their way without prices. Then prices are settled, and the week
    they come close to is filled up with what people lack. A dive over what the relaxation uses leads to a
    good week, which is made better part by part.
    """
    model = model_of(problem)
    known, sifting = Known(model.places), Sifting(model)
    _reshape(known, incumbent, budget.part(budget.left * _SHARE_OF_PARTS_FIRST))
    relaxation = _sift(sifting, incumbent, budget.part(budget.left * _SHARE_OF_PRICES))
    if relaxation is None:
        return
    _round(model, relaxation, known, incumbent, budget.part(budget.left * _SHARE_OF_ROUNDED))
    _dive(model, relaxation, incumbent, budget.part(budget.left * _SHARE_OF_DIVE), seed)
    _reshape(known, incumbent, budget)
    polish(model, relaxation, incumbent, budget, seed=seed, rounds=_IDLE_ROUNDS)


def _round(model: Model, relaxation: Relaxation, known: Known, incumbent: Incumbent, budget: Budget) -> None:
    """Offer the week the relaxation comes close to, made better part by part."""
    beside = Incumbent(model.problem, budget)
    beside.offer(_rounded(model, relaxation.values))
    _reshape(known, beside, budget)
    if beside.plan is not None:
        incumbent.offer(beside.plan)


def _reshape(known: Known, incumbent: Incumbent, budget: Budget) -> None:
    if incumbent.plan is not None and not budget.is_over:
        reshape(Near(incumbent.problem, incumbent.plan, known), incumbent, budget)


def _sift(sifting: Sifting, incumbent: Incumbent, budget: Budget) -> Relaxation | None:
    """Let the relaxation grow until nothing more is wanted or the budget ends."""
    is_going = True
    while is_going and not incumbent.is_proven:
        is_going = sifting.step(budget)
        if sifting.relaxation is not None:
            incumbent.prove(sifting.relaxation.judged.bound)
    return sifting.relaxation


def _dive(model: Model, relaxation: Relaxation, incumbent: Incumbent, budget: Budget, seed: int) -> bool:
    """Offer the week a dive leads to; False when it led to none that is better."""
    kernel = Kernel(model, relaxation, _WIDTH_OF_DIVE, also=relaxation.values)
    dived = dive(kernel, budget, seed=seed)
    return dived is not None and incumbent.offer(plan_of(model, dived))


def _rounded(model: Model, values: Floats) -> Plan:
    """The week the relaxation comes close to, filled up with what it lacks."""
    problem = model.problem
    wished = plan_of(model, _led(model, values))
    week = Week(wished.groups, wished.individual)
    return greedy(replace(problem, previous=week), model.places)


def _led(model: Model, values: Floats) -> Floats:
    """The values with as many leaders at each place as it has groups, rounded: those most wished for."""
    led = values.copy()
    led[model.copies] = np.floor(values[model.copies] + 0.5)
    order = np.lexsort((-values[model.lead], model.lead_place))
    first = np.searchsorted(model.lead_place[order], np.arange(len(model.places)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - first[model.lead_place[order]]
    led[model.lead] = rank < led[model.copies][model.lead_place]
    return led
