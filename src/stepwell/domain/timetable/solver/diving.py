"""A good whole week in seconds: the leads the relaxation is surest of are held, in rounds; then the seats."""

from __future__ import annotations

import numpy as np

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import Relaxing
from stepwell.domain.timetable.solver.kernel import Kernel
from stepwell.domain.timetable.solver.program import Floats, Ints

_SURE, _TINY = 0.85, 1e-6
_AT_ONCE = 0.1  # of the leads that are still between yes and no
_NODES = 20


def dive(kernel: Kernel, budget: Budget, *, seed: int) -> Floats | None:
    """Whole values over all columns of the model; None when the leads held leave no week, or in no time."""
    model, narrowed = kernel.model, kernel.narrowed
    relaxing = Relaxing(narrowed.program, presolve=False)
    is_lead = np.zeros(model.program.columns, np.bool_)
    is_lead[model.lead] = True
    leads: Ints = np.nonzero(is_lead[narrowed.columns])[0]
    is_held = narrowed.program.lower[leads] > 0
    while True:
        solved = relaxing.solve(budget)
        if solved is None:
            return None
        values = solved.values[leads]
        is_open = (values > _TINY) & (values < 1 - _TINY)
        if not is_open.any():
            break
        wanted = (values >= _SURE) & ~is_held
        if not (wanted & is_open).any():
            few = max(1, int(is_open.sum() * _AT_ONCE))
            wanted[np.argsort(-np.where(is_open, values, -1.0), kind="stable")[:few]] = True
        is_held |= wanted
        relaxing.hold(leads[wanted], 1.0)
    held = np.zeros(model.program.columns, np.bool_)
    held[narrowed.columns[leads[values > _SURE]]] = True
    return kernel.search(budget, nodes=_NODES, seed=seed, held=held, barred=is_lead & ~held)
