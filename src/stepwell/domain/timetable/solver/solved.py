"""What solving gives: a legal plan, what it costs, and below what no plan can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stepwell.domain.timetable.costs import Costs
from stepwell.domain.timetable.plan import Plan

Status = Literal["optimal", "bounded", "feasible"]
"""Proven the best; proven to be within the gap; no bound better than nothing."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan that `check` found legal, and a proven lower bound on the objective of every legal plan."""

    plan: Plan
    cost: Costs
    bound: int
    seconds: float

    @property
    def objective(self) -> int:
        """What the plan costs."""
        return self.cost.objective

    @property
    def gap(self) -> float:
        """How much of the objective could still be spared at most."""
        return self.cost.gap(self.bound)

    @property
    def soft_gap(self) -> float:
        """As `gap`, of the soft part alone."""
        return self.cost.soft_gap(self.bound)

    @property
    def status(self) -> Status:
        """Whether the plan is proven the best, or how far the proof goes."""
        if self.bound >= self.objective:
            return "optimal"
        return "bounded" if self.bound > 0 else "feasible"
