"""The whole way from a first plan to a proven good one, for weeks that fit into one program."""

from __future__ import annotations

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.diving import dive
from stepwell.domain.timetable.solver.growing import grow, sharpen
from stepwell.domain.timetable.solver.highs import search
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.kernel import Kernel
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.polish import polish
from stepwell.domain.timetable.solver.proof import prove
from stepwell.domain.timetable.solver.reading import plan_of
from stepwell.domain.timetable.solver.relaxation import Relaxation
from stepwell.domain.timetable.solver.repair import repair

_WIDTH = 2.0  # of the kernel
_IDLE_ROUNDS = 12
_FEW_ROUNDS = 3
_FOR_REPAIR = 0.4  # of what is left
_FOR_POLISH = 0.3  # of what is left


def improve(model: Model, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Better plans and bounds for the incumbent until it is proven, nothing helps, or the budget ends."""
    if incumbent.plan is None:
        _find_any(model, incumbent, budget)
    repair(model, incumbent, budget.part(budget.left * _FOR_REPAIR), seed=seed)
    base = grow(model, incumbent.plan, budget)
    if base is None:
        return
    incumbent.prove(base.judged.bound)
    if incumbent.is_proven:
        return
    sharp = sharpen(model, base, budget)
    incumbent.prove(sharp.judged.bound)
    _dive(model, sharp, incumbent, budget, seed)
    polish(model, sharp, incumbent, budget.part(budget.left * _FOR_POLISH), seed=seed, rounds=_IDLE_ROUNDS)
    if not incumbent.is_proven:
        prove(model, sharp, incumbent, budget, seed=seed)


def _find_any(model: Model, incumbent: Incumbent, budget: Budget) -> None:
    """Some plan that keeps what is locked."""
    program = model.program
    found = search(program.with_rows(program.rows.followed_by(model.ties)), budget, most_found=1)
    if found.values is not None:
        incumbent.offer(plan_of(model, found.values))


def _dive(model: Model, liked: Relaxation, incumbent: Incumbent, budget: Budget, seed: int) -> None:
    dived = dive(Kernel(model, liked, _WIDTH, also=liked.values), budget, seed=seed)
    if dived is None or incumbent.offer(plan_of(model, dived)):
        return
    beside = Incumbent(
        model.problem, budget
    )  # a week close to the relaxation may lead further than a better one
    beside.offer(plan_of(model, dived))
    polish(model, liked, beside, budget.part(budget.left * _FOR_POLISH), seed=seed, rounds=_FEW_ROUNDS)
    if beside.plan is not None:
        incumbent.offer(beside.plan)
