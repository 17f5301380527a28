"""Large weeks of several sites: prices first, then a week made of them, then one site after the other.

Sites share video groups and some leaders' hours. While one site's week is solved anew, what the others do
stays: their seats in video groups keep these alive, and the places left in them are the site's to take.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from stepwell.domain.timetable.facts import Problem, Week
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.diving import dive
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.kernel import Kernel
from stepwell.domain.timetable.solver.lacking import lacking
from stepwell.domain.timetable.solver.model import Model, model_of
from stepwell.domain.timetable.solver.near import solve_near
from stepwell.domain.timetable.solver.polish import polish
from stepwell.domain.timetable.solver.program import Flags, Floats
from stepwell.domain.timetable.solver.reading import plan_of, values_of
from stepwell.domain.timetable.solver.relaxation import Relaxation
from stepwell.domain.timetable.solver.sifting import Sifting

LARGE = 180
"""Weeks of more people than this are solved site by site."""

_SHARE_OF_PRICES = 0.4
_SHARE_OF_HELP = 0.08  # when a dive follows
_ALL_HELP = 0.4  # when none does
_SHARE_OF_TIES = 0.6
_SHARE_OF_SOME_TIES = 0.2  # where the seats are too many to be tied at once
_SHARE_OF_DIVE = 0.5
_WIDTH_OF_DIVE = 0.2
_WIDTH = 3.0
_NODES = 40
_AT_A_TIME = 40  # people who lack something, helped together
_SECONDS_OF_HELP = 8.0
_IDLE_ROUNDS = 12


def improve_large(problem: Problem, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Better plans and bounds for the incumbent until it is proven, nothing helps, or the budget ends.

    Prices are settled first, since their bound takes moments; the week they come close to is filled up with
    what people lack. Then all ties come in, and a dive over what the tied program uses leads to a good week.
    """
    model = model_of(problem)
    sifting = Sifting(model)
    prices = budget.part(budget.left * _SHARE_OF_PRICES)
    has_settled = sifting.settle(prices)
    relaxation = _prove(sifting, incumbent)
    if relaxation is None:
        return
    incumbent.offer(_rounded(model, relaxation.values))
    is_narrow = has_settled and sifting.is_narrow
    _help(model, incumbent, budget.part(budget.left * (_SHARE_OF_HELP if is_narrow else _ALL_HELP)))
    share = _SHARE_OF_TIES if is_narrow else _SHARE_OF_SOME_TIES
    relaxation = _tie(sifting, incumbent, budget.part(budget.left * share)) or relaxation
    if not is_narrow or not _dive(model, relaxation, incumbent, budget, seed):
        _site_by_site(model, relaxation, incumbent, budget.part(budget.left * 0.8), seed)
    polish(model, relaxation, incumbent, budget, seed=seed, rounds=_IDLE_ROUNDS)
    _tie(sifting, incumbent, budget)


def _tie(sifting: Sifting, incumbent: Incumbent, budget: Budget) -> Relaxation | None:
    """Tie seats to groups and let the program grow until nothing more is wanted or the budget ends."""
    while not incumbent.is_proven and sifting.tie(budget):
        _prove(sifting, incumbent)
    return _prove(sifting, incumbent)


def _prove(sifting: Sifting, incumbent: Incumbent) -> Relaxation | None:
    relaxation = sifting.relaxation
    if relaxation is not None:
        incumbent.prove(relaxation.judged.bound)
    return relaxation


def _dive(model: Model, relaxation: Relaxation, incumbent: Incumbent, budget: Budget, seed: int) -> bool:
    """Offer the week a dive leads to; False when it led to none that is better."""
    kernel = Kernel(model, relaxation, _WIDTH_OF_DIVE, also=relaxation.values)
    dived = dive(kernel, budget.part(budget.left * _SHARE_OF_DIVE), seed=seed)
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


def _help(model: Model, incumbent: Incumbent, budget: Budget) -> None:
    """Ways in for people who lack something, a few of them at a time."""
    plan = incumbent.plan
    while plan is not None and not budget.is_over:
        before, people = incumbent.objective, lacking(model.problem, plan)
        for first in range(0, len(people), _AT_A_TIME):
            if budget.is_over or incumbent.plan is None:
                return
            some = people[first : first + _AT_A_TIME]
            left = min(_SECONDS_OF_HELP, budget.left)
            incumbent.offer(
                solve_near(model.problem, incumbent.plan, people=some, seconds=left, places=model.places)
            )
        plan = incumbent.plan
        if incumbent.objective >= before:
            return


def _site_by_site(
    model: Model, relaxation: Relaxation, incumbent: Incumbent, budget: Budget, seed: int
) -> None:
    """Each site's week anew, those first whose people lack most, until a round brought nothing."""
    sites = sorted({person.site for person in model.problem.participants})
    while incumbent.plan is not None and not incumbent.is_proven:
        before, share = incumbent.objective, budget.left / max(1, len(sites))
        for site in sites:
            start = values_of(model, incumbent.plan)
            if start is None or budget.is_over:
                return
            kernel = Kernel(model, relaxation, _WIDTH, also=start)
            here = [person.id for person in model.problem.participants if person.site == site]
            found = kernel.search(
                budget.part(share),
                nodes=_NODES,
                seed=seed,
                start=start,
                fixed=~_part(model, site, here) & model.program.whole,
                on_found=lambda values: _offer(model, incumbent, values),
            )
            if found is not None:
                _offer(model, incumbent, found)
        if incumbent.objective >= before:
            return


def _offer(model: Model, incumbent: Incumbent, values: Floats) -> None:
    incumbent.offer(plan_of(model, values))


def _part(model: Model, site: str, people: Collection[str]) -> Flags:
    """What is free while this site is solved: its rooms, video groups, and its people's seats and hours."""
    free: Flags = np.zeros(model.program.columns, np.bool_)
    chosen = np.array([place.site.tele or place.site.id == site for place in model.places], np.bool_)
    free[model.copies[chosen]] = True
    free[model.lead[chosen[model.lead_place]]] = True
    free[list(_own_columns(model, people))] = True
    return free


def _own_columns(model: Model, people: Collection[str]) -> Iterator[int]:
    for person in people:
        yield from model.names.hours[person].values()
    some = frozenset(people)
    for seats in model.names.seats:
        yield from (column for person, column in seats.items() if person in some)
