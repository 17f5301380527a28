"""Which seats, places and leaders a program over few columns begins with, by what each would add."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.opening import Opened
from stepwell.domain.timetable.solver.program import Flags, Floats, Ints

_LEADERS = 2  # of each place of last week, beside those who led there
_TINY = 1e-6


@dataclass(frozen=True)
class Reach:
    """How far a choice goes: seats up to a price, so many for each person and therapy whatever their price,
    the cheapest so many at each place chosen, and leaders up to a price.

    A price is what the bound would rise by; at a place that pays by itself it is below nothing."""

    price: float
    options: int
    least: int
    lead: float


class Choosing:
    """Chooses columns of a model; all that is no place's is always chosen."""

    def __init__(self, model: Model) -> None:
        self._model = model
        therapies = {therapy.id: index for index, therapy in enumerate(model.problem.therapies)}
        people = {person.id: index for index, person in enumerate(model.problem.participants)}
        of_place = np.array([therapies[place.therapy.id] for place in model.places], np.int64)
        of_seat = np.array([people[person] for seats in model.names.seats for person in seats], np.int64)
        self._kind: Ints = of_seat * len(therapies) + of_place[model.seat_place]
        """Who would sit and in which therapy, as one number for each seat."""

    def last_week(self) -> Flags:
        """The places of last week and of what is locked, with all their seats and some leaders."""
        model, week = self._model, self._model.problem
        before = {group.place for group in (*week.previous.groups, *week.locked.groups)}
        places = np.array([place.key in before for place in model.places], np.bool_)
        bonus = (model.program.cost[model.lead] < 0) | (model.program.lower[model.lead] > 0)
        order = np.arange(len(model.lead)) - np.searchsorted(model.lead_place, model.lead_place)
        used: Flags = np.ones(model.program.columns, np.bool_)
        used[model.copies] = places
        used[model.lead] = places[model.lead_place] & (bonus | (order < _LEADERS))
        used[model.seat] = places[model.seat_place]
        return used

    def chosen(self, more: Opened, values: Floats, reach: Reach) -> Flags:
        """What is within reach by these prices, and what has a value."""
        model, at = self._model, self._model.seat_place
        seats = (more.seat <= reach.price) | (self._order(more.seat) < reach.options)
        seats &= np.isfinite(more.seat)
        places = np.zeros(len(model.places), np.bool_)
        places[at[seats]] = True
        used: Flags = np.ones(model.program.columns, np.bool_)
        used[model.copies] = places
        dear = np.maximum(more.place, 0.0)[model.lead_place]
        used[model.lead] = places[model.lead_place] & (more.lead - dear <= reach.lead)
        used[model.seat] = seats | (places[at] & (more.rank < reach.least))
        return self._with_places(used | (values > _TINY) | (model.program.lower > 0))

    def _with_places(self, used: Flags) -> Flags:
        model = self._model
        used[model.copies[model.lead_place[used[model.lead]]]] = True
        used[model.lead] &= used[model.copies[model.lead_place]]
        used[model.seat] &= used[model.copies[model.seat_place]]
        return used

    def _order(self, seat: Floats) -> Ints:
        """Of each seat among those of the same person and therapy, the cheapest first."""
        order = np.lexsort((seat, self._kind))
        kinds = self._kind[order]
        rank: Ints = np.empty(len(seat), np.int64)
        rank[order] = np.arange(len(seat)) - np.searchsorted(kinds, kinds)
        return rank
