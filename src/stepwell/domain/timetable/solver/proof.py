"""What remains of the time goes into the bound: the whole week, without what can't be in a better one."""

from __future__ import annotations

import math

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import search
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.program import Floats
from stepwell.domain.timetable.solver.reading import plan_of, values_of
from stepwell.domain.timetable.solver.relaxation import Relaxation

_NODES = 2000
_UNSURE = 1e-4
"""The library works in floating point with tolerances of 1e-6 on rows of small whole numbers; its bound is
taken as proven less this much, before it is rounded up to the next whole cost."""


def prove(model: Model, relaxation: Relaxation, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Raise the bound, and take better plans that come up on the way.

    A column whose price lifts the bound to the incumbent's cost is in no better plan. Over what is left, the
    library's bound holds for every plan better than the incumbent, and the incumbent's cost for all others.
    """
    at_hand = incumbent.objective
    plan = incumbent.plan
    start = None if plan is None else values_of(model, plan)
    kept = relaxation.judged.price < at_hand - relaxation.judged.exact
    if start is not None:
        kept |= start > 0
    narrowed = narrow(model.program, relaxation.rows.followed_by(model.ties), kept)

    def take(values: Floats) -> None:
        incumbent.offer(plan_of(model, narrowed.widen(values, model.program.columns)))

    found = search(
        narrowed.program,
        budget,
        start=None if start is None else start[narrowed.columns],
        nodes=_NODES,
        seed=seed,
        on_found=take,
        on_bound=lambda bound: incumbent.prove(_whole(min(bound, at_hand))),
    )
    incumbent.prove(_whole(min(found.bound, at_hand)))


def _whole(bound: float) -> int:
    return math.ceil(bound - _UNSURE) if math.isfinite(bound) else 0
