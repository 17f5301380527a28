"""A planned week repaired: as good as it can be again, with as few people touched as that allows."""

from __future__ import annotations

from collections.abc import Callable

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.mending import mended
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.ripple import ripples_of
from stepwell.domain.timetable.solver import Solved, solve
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.near import solve_near

_NEARBY = 5.0  # seconds at most for the people an event touched; the rest is for the whole week


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

    First the people whom the event touched find other seats and hours among
    everybody else's, which stay; then the whole week is looked at for the
    seconds that are left. What is kept of the old plan is worth what the
    problem's weights say.
    """
    budget = Budget(seconds, should_stop=should_stop)
    start = mended(problem, plan)
    if check(problem, start).is_legal:
        people = _touched(problem, plan, start)
        if people:
            nearby = min(_NEARBY, budget.left / 2)
            start = solve_near(problem, start, people=people, seconds=nearby, should_stop=should_stop)
        if on_progress is not None:
            on_progress(Solved(start, check(problem, start).costs, 0, budget.spent))
    return solve(
        problem,
        seconds=budget.left,
        threads=threads,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
        start=start,
    )


def _touched(problem: Problem, plan: Plan, remains: Plan) -> set[str]:
    """Who lost something to the event, and who has nothing in the week yet."""
    lost = {each.participant for each in ripples_of(problem, plan, remains)}
    week = Laid(problem, remains)
    return lost | {each for each in problem.participant if not week.has_week(each)}
