"""The best week that can be found, with a proof of how good it is.

A first legal week is made in a moment. A relaxation then proves below what no week can go and says which
groups and seats a good week is made of; these are searched in whole numbers, the plan is polished part by
part, and what time remains goes into the proof.
"""

from __future__ import annotations

from collections.abc import Callable

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.greedy import greedy
from stepwell.domain.timetable.solver.incumbent import Incumbent, NoLegalWeek
from stepwell.domain.timetable.solver.large import LARGE, improve_large
from stepwell.domain.timetable.solver.model import model_of
from stepwell.domain.timetable.solver.solved import Solved, Status
from stepwell.domain.timetable.solver.whole import improve

__all__ = ["NoLegalWeek", "Solved", "Status", "solve"]


def solve(
    problem: Problem,
    *,
    seconds: float,
    threads: int = 1,
    seed: int = 0,
    on_progress: Callable[[Solved], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    start: Plan | None = None,
) -> Solved:
    """The best legal plan found within so many seconds, and a proven bound on what any plan can cost.

    Every plan it tells of was judged by `check`; told to stop, it gives the best so far at once. `start`
    is a plan to begin with, used if it is legal. The work is done in one thread however many there may be.
    Raises NoLegalWeek when what is locked can't be kept, or no way was found in time.
    """
    budget = Budget(seconds, should_stop=should_stop)
    incumbent = Incumbent(problem, budget, on_progress)
    if start is not None:
        incumbent.offer(start)
    incumbent.offer(greedy(problem))
    if not budget.is_over or incumbent.plan is None:
        if len(problem.participants) > LARGE and incumbent.plan is not None:
            improve_large(problem, incumbent, budget, seed=seed)
        else:
            improve(model_of(problem), incumbent, budget, seed=seed)
    return incumbent.solved()
