"""The week as a linear program: seats tied to how many groups are held, groups to their leaders.

A seat is a person at a place, whichever of the copies held there it is in: copies differ by their leader
alone, and telling them apart would write the same week many times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.solver.leader_rows import write_leaders
from stepwell.domain.timetable.solver.names import Names
from stepwell.domain.timetable.solver.people_rows import write_people
from stepwell.domain.timetable.solver.place_rows import write_places
from stepwell.domain.timetable.solver.places import Place, places_of
from stepwell.domain.timetable.solver.program import FREE, Draft, Floats, Ints, Program, Rows


@dataclass(frozen=True)
class Model:
    """A problem written as a program. `program` lacks the ties of seats to copies; `ties` are these."""

    problem: Problem
    places: tuple[Place, ...]
    names: Names
    program: Program
    seat: Ints
    """The columns of all seats."""

    seat_place: Ints
    """The place of each seat."""

    lead: Ints
    """The columns of all leads."""

    lead_place: Ints
    """The place of each lead."""

    copies: Ints
    """The column that counts the groups of each place."""

    @property
    def ties(self) -> Rows:
        """Nobody sits where no group is held: a row for each seat."""
        count = len(self.seat)
        both = np.empty(2 * count, np.int64)
        both[0::2], both[1::2] = self.seat, self.copies[self.seat_place]
        return Rows(
            np.arange(0, 2 * count + 1, 2),
            both,
            np.tile(np.array([1.0, -1.0]), count),
            np.full(count, -FREE),
            np.zeros(count),
        )

    def whole_cost(self, values: Floats) -> float:
        """What a week of these values costs."""
        return float(self.program.constant + self.program.cost @ values)


def model_of(problem: Problem, places: tuple[Place, ...] | None = None) -> Model:
    """The week of this problem as a program: every legal plan is a solution of it, at its own cost.

    With `places` (some of the problem's, with some of their people and leaders) it holds the plans of these.

    A solution is a legal plan once the members of a place are told apart by their leaders, which the
    rows for people to be kept apart make possible as far as they can.
    """
    draft, names = Draft(), Names()
    places = places_of(problem) if places is None else places
    write_places(draft, names, problem, places)
    write_leaders(draft, names, problem, places)
    write_people(draft, names, problem, places)
    seats = [(column, index) for index, seats in enumerate(names.seats) for column in seats.values()]
    leads = [(column, index) for index, leads in enumerate(names.leads) for column in leads.values()]
    seat, lead = np.array(seats, np.int64).reshape(-1, 2), np.array(leads, np.int64).reshape(-1, 2)
    return Model(
        problem,
        places,
        names,
        draft.program(),
        seat[:, 0],
        seat[:, 1],
        lead[:, 0],
        lead[:, 1],
        np.array(names.copies, np.int64),
    )
