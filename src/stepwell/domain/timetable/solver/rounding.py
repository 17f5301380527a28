"""The week that a relaxation comes close to, and the places it finds worth opening."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stepwell.domain.timetable.facts import Week
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.near import Near
from stepwell.domain.timetable.solver.program import Floats
from stepwell.domain.timetable.solver.reading import plan_of
from stepwell.domain.timetable.solver.relaxation import Relaxation
from stepwell.domain.timetable.solver.reshaping import Reshaping

_DEAR = 6.0  # a place that would raise the bound by more is not opened once prices are settled
_FIRST_LOOKS = 40  # after so many a week that is still behind the plan at hand is given up


def round_off(
    model: Model, relaxation: Relaxation, known: Known, incumbent: Incumbent, budget: Budget, *, seed: int
) -> None:
    """Offer the week that the relaxation comes close to, made better part by part."""
    beside = Incumbent(model.problem, budget)
    beside.offer(_rounded(model, relaxation.values))
    if beside.plan is None:
        return
    cheap = cheap_places(model, relaxation, beside)
    reshaping = Reshaping(Near(model.problem, beside.plan, known), beside, seed=seed, cheap=cheap)
    reshaping.go_on(budget, looks=_FIRST_LOOKS)
    if incumbent.offer(beside.plan):
        reshaping.go_on(budget)
        incumbent.offer(beside.plan)


def cheap_places(model: Model, relaxation: Relaxation, incumbent: Incumbent) -> Known:
    """The places that the relaxation finds cheap, and those where a group is held."""
    held = {group.place for group in incumbent.plan.groups} if incumbent.plan else set()
    price = relaxation.judged.price[model.copies]
    return Known(
        [place for place, dear in zip(model.places, price, strict=True) if dear <= _DEAR or place.key in held]
    )


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
