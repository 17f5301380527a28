"""Judge a plan by the rules and say what it costs, knowing nothing of how it was made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from stepwell.domain.timetable.costs import Costs, costs_of_laid
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.laid import Laid, Touched
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.rules import breaches_of
from stepwell.domain.timetable.rules.breach import Breach


@dataclass(frozen=True, slots=True)
class Checked:
    """What a plan breaks and what it costs."""

    breaches: tuple[Breach, ...]
    costs: Costs

    @property
    def objective(self) -> int:
        """All costs together."""
        return self.costs.objective

    @property
    def is_legal(self) -> bool:
        """True when no rule is broken."""
        return not self.breaches


def check(problem: Problem, plan: Plan) -> Checked:
    """Every breach of every rule, and the costs, of a plan for this problem."""
    return check_laid(Laid(problem, plan))


def check_laid(week: Laid) -> Checked:
    """As `check`, for a plan that has been laid out already."""
    return Checked(tuple(breaches_of(week)), costs_of_laid(week))


def check_touched(
    problem: Problem, plan: Plan, *, groups: Collection[int] = (), people: Collection[str] = ()
) -> tuple[Breach, ...]:
    """The breaches a move made, when `plan` is the week after it: as `check`, in a fraction of the time.

    `groups` are the positions in the plan of every group that was opened, moved, led by somebody else, or
    had somebody join or leave; `people` those whose individual hour was given, moved or taken. A breach
    that lies elsewhere in the plan is not looked for, except of a lock.
    """
    return tuple(breaches_of(Laid(problem, plan, touched=Touched(groups, people))))
