"""A small program made of what the relaxation likes, solved in whole numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import search
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.narrowing import Narrowed, narrow
from stepwell.domain.timetable.solver.program import Flags, Floats
from stepwell.domain.timetable.solver.relaxation import Relaxation


class Kernel:
    """The model over the columns that raise the bound by no more than `width`, or that are wanted anyway."""

    def __init__(
        self, model: Model, relaxation: Relaxation, width: float, *, also: Floats | None = None
    ) -> None:
        kept: Flags = (relaxation.judged.price <= width) | (model.program.lower > 0)
        if also is not None:
            kept |= also > 0
        placed = np.concatenate([model.copies, model.lead, model.seat])
        is_placed = np.zeros(len(kept), np.bool_)
        is_placed[placed] = True
        hours = np.array([each for own in model.names.hours.values() for each in own.values()], np.int64)
        is_placed[hours] = True
        kept |= ~is_placed
        kept[model.copies[model.lead_place[kept[model.lead]]]] = True
        kept[model.seat] &= kept[model.copies[model.seat_place]]
        self.model = model
        self.narrowed: Narrowed = narrow(model.program, relaxation.rows.followed_by(model.ties), kept)

    def search(
        self,
        budget: Budget,
        *,
        nodes: int,
        seed: int = 0,
        start: Floats | None = None,
        fixed: Flags | None = None,
        held: Flags | None = None,
        barred: Flags | None = None,
        on_found: Callable[[Floats], None] | None = None,
    ) -> Floats | None:
        """The best values over all columns of the model.

        `fixed` columns keep their value of `start`; `held` ones are at least one,
        `barred` ones nothing.
        """
        narrowed = self.narrowed
        program = narrowed.program
        lower, upper = program.lower.copy(), program.upper.copy()
        begin = start[narrowed.columns] if start is not None else None
        if fixed is not None and begin is not None:
            still = fixed[narrowed.columns]
            lower[still] = upper[still] = begin[still]
        if held is not None:
            lower = np.maximum(lower, held[narrowed.columns].astype(np.float64))
        if barred is not None:
            upper[barred[narrowed.columns]] = 0.0
        found = search(
            program.within(lower, upper),
            budget,
            start=begin,
            nodes=nodes,
            seed=seed,
            on_found=None if on_found is None else lambda values: on_found(self._wide(values)),
        )
        return None if found.values is None else self._wide(found.values)

    def _wide(self, values: Floats) -> Floats:
        return self.narrowed.widen(values, self.model.program.columns)
