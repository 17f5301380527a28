"""Large weeks of several sites: prices first, then a week made of them, then one part of it after the other.

A part frees some people of the week, and the groups they could open; everything else stays (`part`).
"""

from __future__ import annotations

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.diving import dive
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.kernel import Kernel
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.model import Model, model_of
from stepwell.domain.timetable.solver.near import Near
from stepwell.domain.timetable.solver.polish import polish
from stepwell.domain.timetable.solver.reading import plan_of
from stepwell.domain.timetable.solver.relaxation import Relaxation
from stepwell.domain.timetable.solver.reshaping import Reshaping
from stepwell.domain.timetable.solver.rounding import cheap_places, round_off
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
    _reshape(known, incumbent, budget.part(budget.left * _SHARE_OF_PARTS_FIRST), seed=seed)
    relaxation = _sift(sifting, incumbent, budget.part(budget.left * _SHARE_OF_PRICES))
    if relaxation is None:
        return
    share = budget.part(budget.left * _SHARE_OF_ROUNDED)
    round_off(model, relaxation, known, incumbent, share, seed=seed)
    _dive(model, relaxation, incumbent, budget.part(budget.left * _SHARE_OF_DIVE), seed)
    _reshape(known, incumbent, budget, seed=seed, cheap=cheap_places(model, relaxation, incumbent))
    polish(model, relaxation, incumbent, budget, seed=seed, rounds=_IDLE_ROUNDS)


def _reshape(
    known: Known, incumbent: Incumbent, budget: Budget, *, seed: int, cheap: Known | None = None
) -> None:
    if incumbent.plan is not None and not budget.is_over:
        near = Near(incumbent.problem, incumbent.plan, known)
        Reshaping(near, incumbent, seed=seed, cheap=cheap).go_on(budget)


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
