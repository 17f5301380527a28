"""A better week near the one at hand, found in a moment: a few people are moved, everyone else stays."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

import numpy as np

from stepwell.domain.timetable.check import Checked, check_laid
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.gaining import gaining
from stepwell.domain.timetable.solver.helping import alone
from stepwell.domain.timetable.solver.highs import Relaxing, search
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.narrowing import narrow
from stepwell.domain.timetable.solver.part import Wish, part_of
from stepwell.domain.timetable.solver.part_program import PartProgram, program_of
from stepwell.domain.timetable.solver.places import Place
from stepwell.domain.timetable.solver.program import Flags, Floats

_NODES = 200
_TINY = 1e-6
_FEW = 700  # whole columns that are few enough for all that could be better to be searched


def solve_near(
    problem: Problem,
    start: Plan,
    *,
    people: Collection[str],
    seconds: float,
    places: tuple[Place, ...] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found in which only these people, and the leaders of groups, do anything else.

    `start` is legal; what is given is legal too and never costs more.
    """
    budget = Budget(seconds, should_stop=should_stop)
    known = Known.of(problem) if places is None else Known(places)
    near = Near(problem, start, known)
    near.look(alone(near.week, [each for each in people if each in problem.participant]), budget)
    return near.plan


class Near:
    """A legal plan that gets better part by part."""

    def __init__(self, problem: Problem, start: Plan, known: Known) -> None:
        self.problem = problem
        self.known = known
        self.plan = start
        self.week = Laid(problem, start)
        self.judged: Checked = check_laid(self.week)

    def look(self, wish: Wish, budget: Budget, *, patience: float = math.inf) -> bool:
        """Take the best plan found in which this part alone changes; whether there was a better one.

        A part whose relaxation takes longer than so many seconds is given up.
        """
        written = program_of(part_of(self.problem, self.plan, wish, self.known))
        values = None if budget.is_over else best_of(written, budget, patience)
        return values is not None and self.offer(written.plan_of(values))

    def gain(self, wish: Wish, budget: Budget) -> int:
        """As `look`, for parts in which nothing better is likely; how many columns the part had."""
        written = program_of(part_of(self.problem, self.plan, wish, self.known))
        values = None if budget.is_over else gaining(written, budget)
        if values is not None:
            self.offer(written.plan_of(values))
        return written.program.columns

    def offer(self, plan: Plan) -> bool:
        """Take a plan that is legal and better; whether it was taken."""
        if plan == self.plan:
            return False
        week = Laid(self.problem, plan)
        judged = check_laid(week)
        if not judged.is_legal or judged.objective >= self.judged.objective:
            return False
        self.plan, self.week, self.judged = plan, week, judged
        return True


def best_of(written: PartProgram, budget: Budget, patience: float = math.inf) -> Floats | None:
    """The best values found for a part: those the relaxation is made of, and more where they are few.

    What the relaxation comes to is whole already or nearly so; what it leaves at nothing seldom helps, and
    what could not is left out.
    """
    program = written.program
    relaxed = Relaxing(program, presolve=True).solve(budget.part(patience))
    if relaxed is None or _is_whole(relaxed.values[program.whole]):
        return None if relaxed is None else relaxed.values
    kept = (relaxed.values > _TINY) | ~program.whole | written.now
    best, worth = _searched(written, kept, budget)
    prices = program.cost - program.rows.back(relaxed.duals, program.columns)
    wider = kept | (prices < worth - relaxed.objective)
    if best is None or not kept[program.whole].sum() < wider[program.whole].sum() <= _FEW:
        return best
    again, less = _searched(written, wider, budget)
    return again if less < worth else best


def _is_whole(values: Floats) -> bool:
    return not values.size or bool(np.abs(values - np.round(values)).max() < _TINY)


def _searched(written: PartProgram, kept: Flags, budget: Budget) -> tuple[Floats | None, float]:
    """The best values found over these columns alone, and what they cost."""
    program = written.program
    narrowed = narrow(program, program.rows, kept)
    found = search(narrowed.program, budget, nodes=_NODES)
    values = None if found.values is None else narrowed.widen(found.values, program.columns)
    return values, found.objective
