"""A planned week repaired: as good as it can be again, with as few people touched as that allows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.mending import mended
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.ripple import ripples_of
from stepwell.domain.timetable.solver import Solved, solve
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.helping import alone, helps
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.lacking import lacking_in
from stepwell.domain.timetable.solver.near import Near
from stepwell.domain.timetable.solver.tidying import tidied

_AT_ONCE = 60  # people who lost something, helped together
_FEW = 20  # so many where those were too many
_PATIENCE = 0.3  # seconds in which those many must come to something
_SMALL = 130  # people whose whole week is looked at once nothing near helps
_ON_THE_WHOLE = 10.0  # seconds at most for that
_TO_TIDY = 0.5  # seconds kept for taking back what nobody gains by


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

    First those whom the event touched find other seats and hours among everybody else's, which stay; then
    whoever lacks something is helped by those few who could make room. When nothing near helps any more
    it is done; only a small week is then looked at as a whole, for a while. Moves by which
    nothing is gained are taken back. What is kept of the old plan is worth what the problem's weights say.
    """
    budget = Budget(seconds, should_stop=should_stop)
    remains = mended(problem, plan)
    if not check(problem, remains).is_legal:
        return solve(
            problem,
            seconds=budget.left,
            threads=threads,
            seed=seed,
            on_progress=on_progress,
            should_stop=should_stop,
            start=remains,
        )
    known = Known.of(problem)
    near = Near(problem, remains, known)
    _repair(near, plan, budget.part(budget.left - _TO_TIDY))
    best = tidied(problem, remains, near.plan, known, budget)
    solved = Solved(best, check(problem, best).costs, 0, budget.spent)
    if on_progress is not None:
        on_progress(solved)
    if len(problem.participants) > _SMALL or budget.is_over:
        return solved
    whole = solve(
        problem,
        seconds=min(_ON_THE_WHOLE, budget.left),
        threads=threads,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
        start=best,
    )
    best = tidied(problem, remains, whole.plan, known, budget)
    return Solved(best, check(problem, best).costs, whole.bound, budget.spent)


def _repair(near: Near, plan: Plan, budget: Budget) -> None:
    """Find seats and hours for those who lost some, then for everybody who lacks something."""
    lost = _lost(near, plan)
    for many in _in_turn(near.problem, plan, lost):
        if not near.look(alone(near.week, many), budget, patience=_PATIENCE) and len(many) > _FEW:
            for first in range(0, len(many), _FEW):
                near.look(alone(near.week, many[first : first + _FEW]), budget)
    lacking = lacking_in(near.week)
    while len(lacking) <= _AT_ONCE and not budget.is_over and near.look(alone(near.week, lacking), budget):
        lacking = lacking_in(near.week)
    for widely in (False, True):
        lacking = lacking_in(near.week)
        for person in sorted(lacking, key=lambda each: each not in lost):
            _help(near, person, lacking, budget, widely=widely)


def _help(near: Near, person: str, lacking: Collection[str], budget: Budget, *, widely: bool) -> None:
    """Ways for one person, and those who lack the same, to what they lack, until nothing helps."""
    helped, fellows = True, [each for each in lacking if each != person][:_AT_ONCE]
    while helped and not budget.is_over:
        wishes = helps(near.week, person, near.known, fellows=fellows, widely=widely)
        helped = any(not budget.is_over and near.look(wish, budget) for wish in wishes)


def _lost(near: Near, plan: Plan) -> list[str]:
    """Who lost something to the event, and who has nothing in the week yet."""
    lost = {each.participant for each in ripples_of(near.problem, plan, near.plan)}
    return [each for each in near.problem.participant if each in lost or not near.week.has_week(each)]


def _in_turn(problem: Problem, plan: Plan, lost: Iterable[str]) -> Iterator[list[str]]:
    """So many people at once, those together who sat in a group together."""
    left = dict.fromkeys(lost)
    some: list[str] = []
    for group in sorted(plan.groups, key=lambda each: each.slot):
        some += [each for each in group.members if each in left]
        for each in group.members:
            left.pop(each, None)
    people = [*some, *left]
    parts = -(-len(people) // _AT_ONCE)
    size = -(-len(people) // parts) if parts else 1
    for first in range(0, len(people), size):
        yield people[first : first + size]
