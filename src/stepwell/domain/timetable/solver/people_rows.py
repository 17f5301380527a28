"""People in the program: one thing at a time, their hours and days, and what they lack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from stepwell.domain.timetable.facts import Participant, Problem, Slot
from stepwell.domain.timetable.solver.names import Names
from stepwell.domain.timetable.solver.places import Place
from stepwell.domain.timetable.solver.program import FREE, Draft


@dataclass
class _Chances:
    """Everything one person could have, by slot, day and therapy, as columns with their lengths."""

    at: dict[Slot, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_video_at: dict[Slot, list[int]] = field(default_factory=lambda: defaultdict(list))
    in_person_at: dict[Slot, list[int]] = field(default_factory=lambda: defaultdict(list))
    on: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    of: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    of_on: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    in_person_of_on: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))


def write_people(draft: Draft, names: Names, problem: Problem, places: tuple[Place, ...]) -> None:
    """Columns for trips, days and what is short; rows for people's time and hours."""
    chances = {person.id: _Chances() for person in problem.participants}
    for index, place in enumerate(places):
        for member, column in names.seats[index].items():
            _add_seat(chances[member], place, column)
    for person in problem.participants:
        mine = chances[person.id]
        _write_hour(draft, names, problem, person, mine)
        _write_time(draft, problem, mine)
        _write_days(draft, names, problem, person, mine)
        _write_total(draft, names, problem, person, mine)


def _add_seat(mine: _Chances, place: Place, column: int) -> None:
    therapy, here = place.therapy.id, mine.by_video_at if place.site.tele else mine.in_person_at
    for slot in place.slots:
        mine.at[slot].append(column)
        here[slot].append(column)
    mine.on[place.day].append((column, place.length))
    mine.of[therapy].append((column, place.length))
    mine.of_on[therapy, place.day].append(column)
    if not place.site.tele:
        mine.in_person_of_on[therapy, place.day].append(column)


def _write_hour(draft: Draft, names: Names, problem: Problem, person: Participant, mine: _Chances) -> None:
    length, columns = problem.individual_slots, []
    for (first, _), column in names.hours[person.id].items():
        columns.append(column)
        mine.on[problem.slots[first].day].append((column, length))
        for slot in problem.covered(first, length):
            mine.at[slot].append(column)
    is_locked = person.id in problem.locked.individual
    missing = draft.column(float(problem.weights.indiv_missing), 0.0 if is_locked else 1.0)
    names.no_hour[person.id] = missing
    draft.row([*columns, missing], [1.0] * (len(columns) + 1), 1.0, 1.0)


def _write_time(draft: Draft, problem: Problem, mine: _Chances) -> None:
    for columns in (*mine.at.values(), *mine.of_on.values()):
        draft.at_most_one(columns)
    for slot in range(len(problem.slots) - 1):
        if problem.slots[slot].day != problem.slots[slot + 1].day:
            continue
        for here, there in (
            (mine.in_person_at, mine.by_video_at),
            (mine.by_video_at, mine.in_person_at),
        ):
            if slot in here and slot + 1 in there:
                draft.at_most_one(here[slot] + there[slot + 1])


def _write_days(draft: Draft, names: Names, problem: Problem, person: Participant, mine: _Chances) -> None:
    trip = float(problem.weights.trip)
    for day, chances in mine.on.items():
        columns = [column for column, _ in chances]
        draft.row(columns, [float(length) for _, length in chances], upper=float(person.max_hours_day))
        in_person = [
            *(here for slot, here in mine.in_person_at.items() if problem.slots[slot].day == day),
            *(here for (_, when), here in mine.in_person_of_on.items() if when == day),
        ]
        if in_person:
            names.trips[person.id, day] = comes = draft.column(trip, 1.0)
            for here in in_person:
                draft.row([*here, comes], [1.0] * len(here) + [-1.0], upper=0.0)
        if person.min_days > 0:
            names.days_used[person.id, day] = used = draft.column(0.0, 1.0)
            draft.row([*columns, used], [1.0] * len(columns) + [-1.0], lower=0.0)
    if person.min_days > 0:
        used_days = [names.days_used[person.id, day] for day in mine.on]
        short = draft.column(float(problem.weights.day_short), float(person.min_days))
        names.days_short[person.id] = short
        draft.row([*used_days, short], [1.0] * (len(used_days) + 1), lower=float(person.min_days))


def _write_total(draft: Draft, names: Names, problem: Problem, person: Participant, mine: _Chances) -> None:
    weights = problem.weights
    chances = [chance for day in mine.on.values() for chance in day]
    total = draft.column(0.0, float(max(0, person.max_hours)))
    unmet = draft.column(float(weights.unmet_hour), float(max(0, person.min_hours)))
    excess = draft.column(float(weights.excess), float(max(0, person.max_hours - person.min_hours)))
    names.total[person.id], names.unmet[person.id], names.excess[person.id] = total, unmet, excess
    draft.row([*(column for column, _ in chances), total], [*(float(n) for _, n in chances), -1.0], 0.0, 0.0)
    least = float(person.min_hours)
    draft.row([total, unmet, excess], [1.0, 1.0, -1.0], least, least)
    for therapy, hours in person.need.items():
        if hours > 0:
            given = mine.of.get(therapy, [])
            short = draft.column(float(weights.therapy_short), float(hours))
            names.therapy_short[person.id, therapy] = short
            columns, lengths = [column for column, _ in given], [float(length) for _, length in given]
            draft.row([*columns, short], [*lengths, 1.0], float(hours), FREE)
