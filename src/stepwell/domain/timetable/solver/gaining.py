"""A part of a week solved anew where it may be as good as it can be already: most end with one relaxation.

What the part costs as it is says how far a column may be from paying: one whose use would lift the relaxation
above that is in no better week (reduced cost fixing).
"""

from __future__ import annotations

import numpy as np

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import Relaxed, Relaxing, search
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.part_program import PartProgram
from stepwell.domain.timetable.solver.program import Flags, Floats

_LEAST = 0.5  # costs are whole numbers, and all the moves of a part together cost less than this
_TINY = 1e-6
_NODES = 30
_MORE = 300  # columns beside those of the relaxation, when these alone brought nothing


def gaining(written: PartProgram, budget: Budget) -> Floats | None:
    """Values of the part that cost less than what it holds now; None when none were found."""
    program = written.program
    now = _as_it_is(written, budget)
    relaxed = Relaxing(program, presolve=True).solve(budget)
    if now is None or relaxed is None or now.objective - relaxed.objective < _LEAST:
        return None
    if np.abs(relaxed.values - np.round(relaxed.values))[program.whole].max(initial=0.0) < _TINY:
        return relaxed.values
    prices = program.cost - program.rows.back(relaxed.duals, program.columns)
    used = (relaxed.values > _TINY) | ~program.whole | written.now
    found = _searched(written, used, now, budget)
    could = ~used & (prices <= now.objective - relaxed.objective - _LEAST)
    if found is not None or not could.any():
        return found
    order = np.argsort(np.where(could, prices, np.inf), kind="stable")
    used[order[: min(_MORE, int(could.sum()))]] = True
    return _searched(written, used, now, budget)


def _as_it_is(written: PartProgram, budget: Budget) -> Relaxed | None:
    """The values and costs of what the plan holds in this part."""
    program = written.program
    held = np.where(program.whole, written.now.astype(np.float64), 0.0)
    lower, upper = np.where(program.whole, held, program.lower), np.where(program.whole, held, program.upper)
    return Relaxing(program.within(lower, upper), presolve=True).solve(budget)


def _searched(written: PartProgram, used: Flags, now: Relaxed, budget: Budget) -> Floats | None:
    """The best values found over these columns alone, if they are better than what is held."""
    narrowed = narrow(written.program, written.program.rows, used)
    found = search(narrowed.program, budget, nodes=_NODES, start=now.values[narrowed.columns])
    if found.values is None or found.objective > now.objective - _LEAST:
        return None
    return narrowed.widen(found.values, written.program.columns)
