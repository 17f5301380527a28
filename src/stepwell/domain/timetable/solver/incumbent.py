"""The best plan so far and the best bound so far, and whoever wants to hear of them."""

from __future__ import annotations

from collections.abc import Callable

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.costs import Costs
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.solved import Solved


class NoLegalWeek(Exception):
    """What is locked can't be kept together with the rules, or no way to keep it was found in time."""


class Incumbent:
    """Takes plans that `check` finds legal and bounds that were proven; keeps the best of each."""

    def __init__(
        self, problem: Problem, budget: Budget, on_progress: Callable[[Solved], None] | None = None
    ) -> None:
        self.problem = problem
        self.bound = 0
        self._budget = budget
        self._on_progress = on_progress
        self._best: tuple[Plan, Costs] | None = None

    @property
    def plan(self) -> Plan | None:
        """The best legal plan so far."""
        return self._best[0] if self._best else None

    @property
    def objective(self) -> float:
        """What the best plan costs; endless when there is none."""
        return self._best[1].objective if self._best else float("inf")

    @property
    def is_proven(self) -> bool:
        """True when nothing better is possible."""
        return self.bound >= self.objective

    def offer(self, plan: Plan) -> bool:
        """Take the plan if it is legal and better; whether it was taken."""
        judged = check(self.problem, plan)
        if not judged.is_legal or judged.objective >= self.objective:
            return False
        self._best = (plan, judged.costs)
        self._tell()
        return True

    def prove(self, bound: int) -> None:
        """Take a proven bound."""
        if bound > self.bound:
            self.bound = bound
            self._tell()

    def solved(self) -> Solved:
        """The best so far. Raises NoLegalWeek when no legal plan was found."""
        if self._best is None:
            raise NoLegalWeek(
                "No week keeps all that is locked and every rule; free something that is locked."
            )
        plan, costs = self._best
        return Solved(plan, costs, self.bound, self._budget.spent)

    def _tell(self) -> None:
        if self._on_progress is not None and self._best is not None:
            self._on_progress(self.solved())
