"""Moves taken back that nobody gains by: of all weeks between two, the best, and of these the nearest.

Between two plans lie those in which everybody has what the one or the other gives them, and every group of
either is held or not, led as in the one or the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.ripple import ripples_of
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import search
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.part import Parting, Spot, Wish
from stepwell.domain.timetable.solver.part_program import MOVE, PartProgram, program_of
from stepwell.domain.timetable.solver.places import Key, Place
from stepwell.domain.timetable.solver.program import Program


def tidied(problem: Problem, before: Plan, after: Plan, known: Known, budget: Budget) -> Plan:
    """The plan with every move from `before` taken back by which nothing is gained; both are legal.

    It never costs more, and no set of its moves can be taken back without loss.
    """
    people = [each.participant for each in ripples_of(problem, before, after) if each.is_here]
    if not people:
        return after
    written = program_of(_Between(problem, before, after, people, known).part())
    program = _only_between(written, after)
    found = search(program, budget)
    if found.values is None:
        return after
    nearer = written.plan_of(found.values)
    judged = check(problem, nearer)
    return nearer if judged.is_legal and judged.objective <= check(problem, after).objective else after


class _Between(Parting):
    """What differs between two plans."""

    def __init__(self, problem: Problem, before: Plan, after: Plan, people: list[str], known: Known) -> None:
        super().__init__(problem, before, Wish(dict.fromkeys(people, ())), known)
        self._led_after: dict[int, str] = {}
        self._opened: list[Group] = []
        self._coming = _seats(after, set(people))
        self._match(after)

    def _match(self, after: Plan) -> None:
        """Find the groups of the one plan in the other: by their leader, or whatever else is held there."""
        held: dict[Key, list[Group]] = defaultdict(list)
        for group in after.groups:
            held[group.place].append(group)
        left: list[int] = []
        for index, group in enumerate(self._start.groups):
            same = next((each for each in held[group.place] if each.facilitator == group.facilitator), None)
            if same is None:
                left.append(index)
            else:
                held[group.place].remove(same)
        for index in left:
            others = held[self._start.groups[index].place]
            if others:
                self._led_after[index] = others.pop(0).facilitator
        self._opened = [group for groups in held.values() for group in groups]

    def _free_leaders(self) -> None:
        self._led_anew.update(self._led_after)

    def _leaders_of(self, spot: Spot, group: Group) -> list[str]:
        assert spot.index is not None
        return [group.facilitator, *filter(None, [self._led_after.get(spot.index)])]

    def _openings(self) -> Iterator[Spot]:
        for group in self._opened:
            place: Place = self._known.by_key[group.place]
            therapy, people = place.therapy, tuple(self._coming.get(group.place, ()))
            held = replace(place, leaders=(group.facilitator,), people=people, most=1)
            yield Spot(held, None, (), therapy.min, therapy.max, stays=False)


def _seats(plan: Plan, people: set[str]) -> dict[Key, list[str]]:
    seats: dict[Key, list[str]] = defaultdict(list)
    for group in plan.groups:
        seats[group.place] += [each for each in group.members if each in people]
    return seats


def _only_between(written: PartProgram, after: Plan) -> Program:
    """The program with individual hours as in the one plan or the other, in costs of which a move is one.

    To leave a seat or an hour is a move too, also where nothing is lost by it.
    """
    program, names = written.program, written.names
    upper, cost = program.upper.copy(), program.cost / MOVE
    own = [column for seats in names.seats for column in seats.values()]
    own += [column for hours in names.hours.values() for column in hours.values()]
    cost[own] -= written.now[own]
    for person, hours in names.hours.items():
        for (slot, counselor), column in hours.items():
            first = written.part.problem.participant[person].counselors[0]
            is_after = (
                after.individual.get(person) == slot and after.covered_by.get(person, first) == counselor
            )
            if not written.now[column] and not is_after:
                upper[column] = 0.0
    return replace(program, upper=upper, cost=cost)
