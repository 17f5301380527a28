"""What has become of the objectives of the plan, as it stands beside the goals of a graduation."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.actions import plans_kept
from stepwell.actions.charts import Chart
from stepwell.domain.plans.nodes import Objective, Standing


@dataclass(frozen=True)
class GoalsSoFar:
    """Objectives of the plan in force, counted by what has become of them."""

    met: int
    taken_along: int
    still_open: int
    let_go: int

    @property
    def of(self) -> int:
        """Those that still count: what the person let go is told apart."""
        return self.met + self.taken_along + self.still_open


def goals_so_far(chart: Chart) -> GoalsSoFar | None:
    """The counts; None while no plan is signed by both, so that nothing is taken to be met."""
    plan = plans_kept.plans_of(chart).in_force
    if plan is None:
        return None
    found = [each.standing for each in plan.plan.of(Objective)]
    return GoalsSoFar(
        found.count(Standing.MET),
        found.count(Standing.TAKEN_ALONG),
        found.count(Standing.OPEN),
        found.count(Standing.LET_GO),
    )
