"""A part of a week as a program, and the whole week that its values mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stepwell.domain.timetable.facts import Slot
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.solver.leader_rows import write_hours
from stepwell.domain.timetable.solver.names import Names
from stepwell.domain.timetable.solver.part import Part, Spot
from stepwell.domain.timetable.solver.people_rows import write_people
from stepwell.domain.timetable.solver.place_rows import cost_of_seat, led_last_week
from stepwell.domain.timetable.solver.places import Key
from stepwell.domain.timetable.solver.program import Draft, Flags, Floats, Program

_HALF = 0.5
MOVE = 2.0**-12
"""What a move costs: far less than one, so that of weeks that are as good the nearest is taken."""


@dataclass(frozen=True)
class PartProgram:
    """The part's program. A group without a column for whether it is held, or who leads it, stays so."""

    part: Part
    program: Program
    names: Names
    held: tuple[int | None, ...]
    now: Flags
    """The columns of what the plan holds already."""

    def plan_of(self, values: Floats) -> Plan:
        """The whole week these values of the part mean."""
        part, start = self.part, self.part.start
        changed: dict[int, Group | None] = {}
        opened: list[Group] = []
        for at, spot in enumerate(part.spots):
            group = self._group(at, spot, values)
            if spot.index is not None:
                changed[spot.index] = group
            elif group is not None:
                opened.append(group)
        stay = (changed.get(index, group) for index, group in enumerate(start.groups))
        groups = (*(group for group in stay if group is not None), *opened)
        hours, covered = self._hours(values)
        return replace(start, groups=groups, individual=hours, covered_by=covered)

    def _group(self, at: int, spot: Spot, values: Floats) -> Group | None:
        held = self.held[at]
        if held is not None and values[held] < _HALF:
            return None
        sitting = {each for each, column in self.names.seats[at].items() if values[column] > _HALF}
        leads = self.names.leads[at]
        leader = next((each for each, column in leads.items() if values[column] > _HALF), None)
        if spot.index is None:
            return Group(*spot.place.key, leader or spot.place.leaders[0], tuple(sorted(sitting)))
        before = self.part.start.groups[spot.index]
        kept = tuple(each for each in before.members if each in sitting or each in spot.kept)
        joined = tuple(each for each in spot.place.people if each in sitting and each not in kept)
        return replace(before, facilitator=leader or before.facilitator, members=kept + joined)

    def _hours(self, values: Floats) -> tuple[Mapping[str, Slot], Mapping[str, str]]:
        start, free = self.part.start, self.part.problem.participant
        hours = {who: slot for who, slot in start.individual.items() if who not in free}
        covered = {who: by for who, by in start.covered_by.items() if who not in free}
        for person, columns in self.names.hours.items():
            for (slot, counselor), column in columns.items():
                if values[column] > _HALF:
                    hours[person] = slot
                    if counselor != free[person].counselors[0]:
                        covered[person] = counselor
        return hours, covered


def program_of(part: Part) -> PartProgram:
    """The part written down: every legal plan that differs in this part alone is a solution, at its own cost
    but for what stays.
    """
    return _Writing(part).program()


class _Writing:
    def __init__(self, part: Part) -> None:
        self._part = part
        self._draft, self._names = Draft(), Names()
        self._held: list[int | None] = []
        self._followed = led_last_week(part.whole)
        self._kept = _seats(part.whole.previous.groups)
        self._stay = _seats(part.whole.locked.groups)

    def program(self) -> PartProgram:
        part, draft, names = self._part, self._draft, self._names
        write_hours(draft, names, part.problem)
        for spot in part.spots:
            self._write_spot(spot)
        self._write_rooms()
        self._write_parallel()
        self._write_leaders()
        write_people(draft, names, part.problem, tuple(spot.place for spot in part.spots))
        program = draft.program()
        now: Flags = np.zeros(program.columns, np.bool_)
        now[self._columns_now()] = True
        hours = [column for each in names.hours.values() for column in each.values() if not now[column]]
        program.cost[hours] += MOVE
        return PartProgram(part, program, names, tuple(self._held), now)

    def _columns_now(self) -> list[int]:
        start, names = self._part.start, self._names
        columns: list[int | None] = []
        for spot, held, seats, leads in zip(
            self._part.spots, self._held, names.seats, names.leads, strict=True
        ):
            if spot.index is not None:
                group = start.groups[spot.index]
                columns += [held, leads.get(group.facilitator), *map(seats.get, group.members)]
        for person, hours in names.hours.items():
            slot = start.individual.get(person)
            columns += [column for (first, _), column in hours.items() if first == slot]
        return [each for each in columns if each is not None]

    def _write_spot(self, spot: Spot) -> None:
        draft, place = self._draft, spot.place
        held = None if spot.stays else self._held_column(spot)
        seats = {person: self._seat(spot, person) for person in place.people}
        leads = self._leads(spot, held)
        self._held.append(held)
        self._names.seats.append(seats)
        self._names.leads.append(leads)
        columns, ones = list(seats.values()), [1.0] * len(seats)
        if held is None:
            if len(seats) > spot.most:
                draft.row(columns, ones, upper=float(spot.most))
            if spot.least > 0:
                draft.row(columns, ones, lower=float(spot.least))
        else:
            if len(seats) > spot.most:
                draft.row([*columns, held], [*ones, -float(spot.most)], upper=0.0)
            if spot.least > 0:
                draft.row([*columns, held], [*ones, -float(spot.least)], lower=0.0)
            for seat in columns:
                draft.row((seat, held), (1.0, -1.0), upper=0.0)
        self._write_apart(spot, seats, leads)

    def _held_column(self, spot: Spot) -> int:
        cost = float(self._part.whole.weights.group_hour * spot.place.length)
        return self._draft.column(cost, 1.0, whole=True)

    def _seat(self, spot: Spot, person: str) -> int:
        part, key = self._part, spot.place.key
        cost = cost_of_seat(part.whole, spot.place, person)
        cost -= float(part.whole.weights.cont * ((person, key) in self._kept))
        cost += MOVE * (spot.index is None or person not in part.start.groups[spot.index].members)
        is_locked = spot.index is not None and (person, key) in self._stay
        return self._draft.column(
            cost, 1.0, whole=True, lower=float(is_locked and self._is_locked(spot, person))
        )

    def _is_locked(self, spot: Spot, person: str) -> bool:
        assert spot.index is not None
        group = self._part.start.groups[spot.index]
        return any(
            each.place == group.place and each.facilitator == group.facilitator and person in each.members
            for each in self._part.whole.locked.groups
        )

    def _leads(self, spot: Spot, held: int | None) -> dict[str, int]:
        if held is None and not spot.led_anew:
            return {}
        weight, key = self._part.whole.weights.lead, spot.place.key
        now = None if spot.index is None else self._part.start.groups[spot.index].facilitator
        moved = max(1, len(spot.kept))
        leads = {
            leader: self._draft.column(
                MOVE * moved * (leader != now) - float(weight * self._followed.get((key, leader), 0)),
                1.0,
                whole=True,
            )
            for leader in spot.place.leaders
        }
        columns, ones = list(leads.values()), [1.0] * len(leads)
        if held is None:
            self._draft.row(columns, ones, 1.0, 1.0)
        else:
            self._draft.row([*columns, held], [*ones, -1.0], 0.0, 0.0)
        return leads

    def _write_apart(self, spot: Spot, seats: Mapping[str, int], leads: Mapping[str, int]) -> None:
        """Nobody sits with somebody to be kept apart from, nor with a leader to avoid."""
        people = self._part.problem.participant
        for person, seat in seats.items():
            facts = people[person]
            for other in facts.avoid:
                if other in seats and (person < other or person not in people[other].avoid):
                    self._draft.row((seat, seats[other]), (1.0, 1.0), upper=1.0)
            if leads and not facts.avoid_fac.isdisjoint(leads):
                able = [column for leader, column in leads.items() if leader not in facts.avoid_fac]
                self._draft.row([seat, *able], [1.0] + [-1.0] * len(able), upper=0.0)

    def _movable(self) -> Iterator[tuple[Spot, int]]:
        return (
            (spot, held) for spot, held in zip(self._part.spots, self._held, strict=True) if held is not None
        )

    def _write_rooms(self) -> None:
        wanted: dict[tuple[str, Slot], list[int]] = defaultdict(list)
        for spot, held in self._movable():
            for slot in spot.place.slots:
                wanted[spot.place.site.id, slot].append(held)
        for at, columns in wanted.items():
            self._at_most(columns, self._part.whole.site[at[0]].rooms_at(at[1]) - self._part.rooms.get(at, 0))

    def _write_parallel(self) -> None:
        wanted: dict[Key, list[int]] = defaultdict(list)
        for spot, held in self._movable():
            wanted[spot.place.key].append(held)
        for key, columns in wanted.items():
            self._at_most(columns, self._part.whole.max_parallel - self._part.parallel.get(key, 0))

    def _at_most(self, columns: Sequence[int], most: int) -> None:
        if len(columns) > most:
            self._draft.row(columns, [1.0] * len(columns), upper=float(most))

    def _write_leaders(self) -> None:
        """Leaders do one thing at a time, no more than their hours; what they hold that stays counts."""
        busy: dict[tuple[str, Slot], list[int]] = defaultdict(list)
        holds: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for leader, slots, column in self._wanted():
            holds[leader].append((column, len(slots)))
            for slot in slots:
                busy[leader, slot].append(column)
        for columns in busy.values():
            self._draft.at_most_one(columns)
        for leader, lengths in holds.items():
            self._write_load(leader, lengths)

    def _wanted(self) -> Iterator[tuple[str, Sequence[Slot], int]]:
        problem = self._part.problem
        for spot, leads in zip(self._part.spots, self._names.leads, strict=True):
            for leader, column in leads.items():
                yield leader, spot.place.slots, column
        for hours in self._names.hours.values():
            for (first, counselor), column in hours.items():
                yield counselor, problem.covered(first, problem.individual_slots), column

    def _write_load(self, leader: str, lengths: Sequence[tuple[int, int]]) -> None:
        whole, draft = self._part.whole, self._draft
        most, stays = whole.facilitator[leader].max_hours, self._part.led.get(leader, 0)
        columns, values = [column for column, _ in lengths], [float(length) for _, length in lengths]
        more = float(sum(length for _, length in lengths))
        if stays + more > most:
            draft.row(columns, values, upper=float(most - stays))
        for weight, tenths in ((whole.weights.load60, 6), (whole.weights.load80, 8)):
            free = max(0, most * tenths // 10 - stays)
            if weight and more > free:
                over = draft.column(float(weight), more)
                draft.row([*columns, over], [*values, -1.0], upper=float(free))


def _seats(groups: Iterable[Group]) -> set[tuple[str, Key]]:
    return {(member, group.place) for group in groups for member in group.members}
