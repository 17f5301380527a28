"""A planned week repaired: as good as it can be again, with as few people touched as that allows."""

from __future__ import annotations

from collections.abc import Callable

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.mending import mended
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver import Solved, solve


def replan(
    problem: Problem,
    plan: Plan,
    *,
    seconds: float,
    threads: int = 1,
    seed: int = 0,
    on_progress: Callable[[Solved], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solved:
    """The best plan found for a problem that `events.after` changed, beginning with what remains of the plan.

    What is kept of the old plan is worth what the problem's weights say; a
    plan that is not better in all is never taken for it.
    """
    return solve(
        problem,
        seconds=seconds,
        threads=threads,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
        start=mended(problem, plan),
    )
