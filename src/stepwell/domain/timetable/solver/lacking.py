"""Who does not get in a plan what they need, each person looked at alone."""

from __future__ import annotations

from dataclasses import replace

from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.facts import Participant, Problem, Week
from stepwell.domain.timetable.plan import Plan


def lacking(problem: Problem, plan: Plan) -> list[str]:
    """People who have fewer hours, therapies or days than they need, or no individual hour."""
    alone = _Alone(problem, plan)
    return [each.id for each in problem.participants if alone.shortage(each) > 0]


class _Alone:
    """A plan, looked at for one person at a time."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._plan = plan
        self._groups: dict[str, list[int]] = {}
        for index, group in enumerate(plan.groups):
            for member in group.members:
                self._groups.setdefault(member, []).append(index)

    def shortage(self, person: Participant) -> int:
        """What this person lacks, as it is counted in the costs."""
        groups = self._plan.groups
        own = tuple(replace(groups[at], members=(person.id,)) for at in self._groups.get(person.id, ()))
        slot = self._plan.individual.get(person.id)
        hours = {} if slot is None else {person.id: slot}
        single = replace(self._problem, participants=(person,), previous=Week(), locked=Week())
        by = {who: self._plan.covered_by[who] for who in hours if who in self._plan.covered_by}
        return costs_of(single, Plan(self._plan.problem, own, hours, by)).shortage
