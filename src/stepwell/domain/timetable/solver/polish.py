"""Better weeks near the one at hand: a part is freed, all else stays, and the part is solved anew."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.kernel import Kernel
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.program import Flags
from stepwell.domain.timetable.solver.reading import plan_of, values_of
from stepwell.domain.timetable.solver.relaxation import Relaxation

_NODES = 60
_SECONDS = 6.0
_WIDTH = 6.0
_SMALL = 80  # people; in a larger week the part freed is less of it
_FEW = 30


def polish(
    model: Model, relaxation: Relaxation, incumbent: Incumbent, budget: Budget, *, seed: int, rounds: int
) -> None:
    """Make the plan at hand better until so many rounds in a row brought nothing, or the budget ends."""
    parts = _parts(model, random.Random(seed))  # noqa: S311  # no secret hangs on it
    kernel, idle = None, 0
    while idle < rounds and not budget.is_over and not incumbent.is_proven and incumbent.plan is not None:
        start = values_of(model, incumbent.plan)
        if start is None:
            return
        if kernel is None:
            kernel = Kernel(model, relaxation, _WIDTH, also=start)
        fixed = ~next(parts)
        found = kernel.search(
            budget.part(_SECONDS), nodes=_NODES, seed=seed, start=start, fixed=fixed & model.program.whole
        )
        is_better = found is not None and incumbent.offer(plan_of(model, found))
        idle = 0 if is_better else idle + 1


def _parts(model: Model, chance: random.Random) -> Iterator[Flags]:
    """Parts of the week, again and again: days, therapies, people, each with all that hangs on them."""
    days = sorted({place.day for place in model.places})
    therapies = sorted({place.therapy.id for place in model.places})
    people = sorted(model.problem.participant)
    slots = model.problem.slots
    while True:
        size = 2 if len(people) <= _SMALL else 1
        some_days = set(chance.sample(days, min(size, len(days))))
        some = set(chance.sample(therapies, min(size, len(therapies))))
        few = set(chance.sample(people, min(_FEW, len(people))))
        for is_free in (
            [place.day in some_days for place in model.places],
            [place.therapy.id in some for place in model.places],
        ):
            free = np.zeros(model.program.columns, np.bool_)
            chosen = np.array(is_free, np.bool_)
            free[model.copies[chosen]] = True
            free[model.lead[chosen[model.lead_place]]] = True
            free[model.seat[chosen[model.seat_place]]] = True
            for hours in model.names.hours.values():
                for (slot, _), column in hours.items():
                    free[column] = slots[slot].day in some_days
            yield free
        free = np.zeros(model.program.columns, np.bool_)
        for seats in model.names.seats:
            free[[column for person, column in seats.items() if person in few]] = True
        for person in few:
            free[list(model.names.hours[person].values())] = True
        yield free
