"""The whole way from a first plan to a proven good one, for weeks that fit into one program.

Small parts help first, since they need no prices. Then the relaxation grows until its prices are settled; a
dive over what it uses leads to a good week, which is made better part by part, and what remains of the time
goes into the proof.
"""

from __future__ import annotations

from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.diving import dive
from stepwell.domain.timetable.solver.highs import search
from stepwell.domain.timetable.solver.incumbent import Incumbent
from stepwell.domain.timetable.solver.kernel import Kernel
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.near import Near
from stepwell.domain.timetable.solver.polish import polish
from stepwell.domain.timetable.solver.proof import prove
from stepwell.domain.timetable.solver.reading import plan_of
from stepwell.domain.timetable.solver.relaxation import Relaxation
from stepwell.domain.timetable.solver.repair import repair
from stepwell.domain.timetable.solver.reshaping import Reshaping
from stepwell.domain.timetable.solver.rounding import round_off
from stepwell.domain.timetable.solver.sifting import Sifting

_WIDTHS = (0.2, 2.0)  # of a dive's kernel: by how much a column may raise the bound
_IDLE_ROUNDS = 12
_FOR_REPAIR = 0.03  # of what is left, as all that follow
_FOR_FIRST_PARTS = 0.06
_FOR_BOUND = 0.4
_FOR_DIVE = 0.4
_FOR_ROUNDED = 0.45
_FOR_PARTS = 0.5
_FOR_POLISH = 0.5


def improve(model: Model, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Better plans and bounds for the incumbent until it is proven, nothing helps, or the budget ends."""
    if incumbent.plan is None:
        _find_any(model, incumbent, budget)
    repair(model, incumbent, budget.part(budget.left * _FOR_REPAIR), seed=seed)
    known = Known(model.places)
    _reshape(known, incumbent, budget.part(budget.left * _FOR_FIRST_PARTS), seed=seed)
    relaxation = _sift(model, incumbent, budget.part(budget.left * _FOR_BOUND))
    if relaxation is None or incumbent.is_proven:
        return
    _dive(model, relaxation, incumbent, budget.part(budget.left * _FOR_DIVE), seed=seed)
    round_off(model, relaxation, known, incumbent, budget.part(budget.left * _FOR_ROUNDED), seed=seed)
    _reshape(known, incumbent, budget.part(budget.left * _FOR_PARTS), seed=seed)
    polish(
        model, relaxation, incumbent, budget.part(budget.left * _FOR_POLISH), seed=seed, rounds=_IDLE_ROUNDS
    )
    if not incumbent.is_proven:
        prove(model, relaxation, incumbent, budget, seed=seed)


def _find_any(model: Model, incumbent: Incumbent, budget: Budget) -> None:
    """Some plan that keeps what is locked."""
    program = model.program
    found = search(program.with_rows(program.rows.followed_by(model.ties)), budget, most_found=1)
    if found.values is not None:
        incumbent.offer(plan_of(model, found.values))


def _sift(model: Model, incumbent: Incumbent, budget: Budget) -> Relaxation | None:
    """Let the relaxation grow until nothing more is wanted, or the budget ends."""
    sifting, is_going = Sifting(model), True
    while is_going and not incumbent.is_proven:
        is_going = sifting.step(budget)
        if sifting.relaxation is not None:
            incumbent.prove(sifting.relaxation.judged.bound)
    return sifting.relaxation


def _dive(model: Model, relaxation: Relaxation, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Offer the weeks that dives lead to: a quick one over few columns, then one over more."""
    for width in _WIDTHS:
        dived = dive(Kernel(model, relaxation, width, also=relaxation.values), budget, seed=seed)
        if dived is not None:
            incumbent.offer(plan_of(model, dived))


def _reshape(known: Known, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Make the plan at hand better part by part."""
    if incumbent.plan is not None and not budget.is_over:
        near = Near(incumbent.problem, incumbent.plan, known)
        Reshaping(near, incumbent, seed=seed).go_on(budget)
