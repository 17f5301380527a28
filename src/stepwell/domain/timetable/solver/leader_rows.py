"""Leaders in the program: one thing at a time, no more than their hours, and what a full week costs."""

from __future__ import annotations

from collections import defaultdict

from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.solver.names import Names
from stepwell.domain.timetable.solver.places import Place
from stepwell.domain.timetable.solver.program import Draft


def write_leaders(draft: Draft, names: Names, problem: Problem, places: tuple[Place, ...]) -> None:
    """Columns for individual hours and load; rows for leaders' time."""
    write_hours(draft, names, problem)
    busy: dict[tuple[str, Slot], list[int]] = defaultdict(list)
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, place in enumerate(places):
        for leader, column in names.leads[index].items():
            held[leader].append((column, place.length))
            for slot in place.slots:
                busy[leader, slot].append(column)
    length = problem.individual_slots
    for hours in names.hours.values():
        for (first, counselor), column in hours.items():
            held[counselor].append((column, length))
            for slot in problem.covered(first, length):
                busy[counselor, slot].append(column)
    for columns in busy.values():
        draft.at_most_one(columns)
    for leader, lengths in held.items():
        _write_load(draft, names, problem, leader, lengths)


def write_hours(draft: Draft, names: Names, problem: Problem) -> None:
    """A column for each slot and counselor somebody's individual hour could be held in and by."""
    length, weights = problem.individual_slots, problem.weights
    for person in problem.participants:
        before = problem.previous.individual.get(person.id)
        locked = problem.locked.individual.get(person.id)
        hours = names.hours.setdefault(person.id, {})
        fits = length <= min(person.max_hours, person.max_hours_day)
        for first in sorted(person.tele_avail) if fits else ():
            slots = problem.run(first, length)
            if slots is None or not person.tele_avail.issuperset(slots) or locked not in (None, first):
                continue
            cost = weights.pref * sum(person.pref.get(slot, 0) for slot in slots)
            cost += weights.indiv_moved * (before is not None and before != first)
            for counselor in dict.fromkeys(person.counselors):
                facts = problem.facilitator[counselor]
                if facts.avail.issuperset(slots) and length <= facts.max_hours:
                    hours[first, counselor] = draft.column(float(cost), 1.0, whole=True)


def _write_load(
    draft: Draft, names: Names, problem: Problem, leader: str, lengths: list[tuple[int, int]]
) -> None:
    most, weights = problem.facilitator[leader].max_hours, problem.weights
    columns = [column for column, _ in lengths]
    values = [float(length) for _, length in lengths]
    draft.row(columns, values, upper=float(most))
    for weight, tenths, said in ((weights.load60, 6, names.load60), (weights.load80, 8, names.load80)):
        over = said[leader] = draft.column(float(weight), float(most))
        draft.row([*columns, over], [*values, -1.0], upper=float(most * tenths // 10))
