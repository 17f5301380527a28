"""From columns to a plan and back: members of a place are told apart by their leaders here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.program import Floats
from stepwell.domain.timetable.solver.splitting import split

_HALF = 0.5


def plan_of(model: Model, values: Floats) -> Plan:
    """The week these whole values mean.

    Who fits into no copy of their place without meeting somebody they must not meet is left out of it.
    """
    groups: list[Group] = []
    for index, place in enumerate(model.places):
        if values[model.copies[index]] < _HALF:
            continue
        leaders = [each for each, column in model.names.leads[index].items() if values[column] > _HALF]
        members = [each for each, column in model.names.seats[index].items() if values[column] > _HALF]
        for leader, seated in zip(leaders, split(model.problem, place, leaders, members), strict=True):
            groups.append(Group(*place.key, leader, tuple(seated)))
    return Plan(model.problem.name, tuple(groups), *_hours(model, values))


def _hours(model: Model, values: Floats) -> tuple[Mapping[str, int], Mapping[str, str]]:
    held, covered = {}, {}
    for person, hours in model.names.hours.items():
        for (slot, counselor), column in hours.items():
            if values[column] > _HALF:
                held[person] = slot
                if counselor != model.problem.participant[person].counselors[0]:
                    covered[person] = counselor
    return held, covered


def values_of(model: Model, plan: Plan) -> Floats | None:
    """The columns of a legal plan; None when it holds a group in no place of the model."""
    names, values = model.names, np.zeros(model.program.columns)
    index_of = {place.key: index for index, place in enumerate(model.places)}
    for group in plan.groups:
        index = index_of.get(group.place)
        if index is None:
            return None
        values[model.copies[index]] += 1
        values[names.leads[index][group.facilitator]] = 1
        for member in group.members:
            values[names.seats[index][member]] = 1
    for person, slot in plan.individual.items():
        own = model.problem.participant[person].counselors
        counselor = plan.covered_by.get(person, own[0])
        values[names.hours[person][slot, counselor]] = 1
    _settle(model, values)
    return values


def _settle(model: Model, values: Floats) -> None:
    """Set what follows from groups, seats and hours: trips, days, totals, and what is short."""
    names, problem = model.names, model.problem
    hours = dict.fromkeys(problem.participant, 0)
    given: dict[tuple[str, str], int] = {}
    used: set[tuple[str, int]] = set()
    led: dict[str, int] = {}
    for index, place in enumerate(model.places):
        if values[model.copies[index]] < _HALF:
            continue
        for leader, column in names.leads[index].items():
            led[leader] = led.get(leader, 0) + place.length * int(values[column] > _HALF)
        for person in (each for each, column in names.seats[index].items() if values[column] > _HALF):
            hours[person] += place.length
            given[person, place.therapy.id] = given.get((person, place.therapy.id), 0) + place.length
            used.add((person, place.day))
            if not place.site.tele:
                values[names.trips[person, place.day]] = 1
    for person, chances in names.hours.items():
        for (slot, counselor), column in chances.items():
            if values[column] > _HALF:
                hours[person] += problem.individual_slots
                led[counselor] = led.get(counselor, 0) + problem.individual_slots
                used.add((person, problem.slots[slot].day))
    _settle_people(model, values, hours, given, used)
    for leader in names.load60:
        most, held = problem.facilitator[leader].max_hours, led.get(leader, 0)
        values[names.load60[leader]] = max(0, held - most * 6 // 10)
        values[names.load80[leader]] = max(0, held - most * 8 // 10)


def _settle_people(
    model: Model,
    values: Floats,
    hours: Mapping[str, int],
    given: Mapping[tuple[str, str], int],
    used: set[tuple[str, int]],
) -> None:
    names = model.names
    for person, facts in model.problem.participant.items():
        total = hours[person]
        has_hour = any(values[column] > _HALF for column in names.hours[person].values())
        values[names.no_hour[person]] = not has_hour
        values[names.total[person]] = total
        values[names.unmet[person]] = max(0, facts.min_hours - total)
        values[names.excess[person]] = max(0, total - facts.min_hours)
        days = {day for someone, day in used if someone == person} if person in names.days_short else set()
        for day in days:
            values[names.days_used[person, day]] = 1
        if person in names.days_short:
            values[names.days_short[person]] = max(0, facts.min_days - len(days))
    for (person, therapy), column in names.therapy_short.items():
        needed = model.problem.participant[person].need[therapy]
        values[column] = max(0, needed - given.get((person, therapy), 0))
