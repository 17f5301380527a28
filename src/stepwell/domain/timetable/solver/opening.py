"""What opening each place would add to a bound: the best number of groups there, leaders and members chosen.

A place by itself is easy: n groups take the n cheapest leaders, at least `min` times n people, the cheapest,
and at most `max` times n, those who make it cheaper. So a place can be priced that no program knows of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stepwell.domain.timetable.solver.model import Model
from stepwell.domain.timetable.solver.program import Floats, Ints


@dataclass(frozen=True)
class Opened:
    """The least a place adds when groups are held there; when this lead or this seat is among them, too."""

    place: Floats
    lead: Floats
    seat: Floats
    rank: Ints
    """Of each seat at its place, the cheapest first."""


@dataclass(frozen=True)
class _Ranked:
    """Columns of places by what they cost, each place by itself."""

    rank: Ints
    sorted: Floats
    first: Ints
    size: Ints

    def nth(self, number: Ints | int) -> Floats:
        """The cost of the column so far up at each place, endless where there are fewer."""
        if not len(self.sorted):
            return np.full(len(self.first), np.inf)
        at = np.clip(self.first + number - 1, 0, len(self.sorted) - 1)
        return np.where((self.size >= number) & (np.asarray(number) > 0), self.sorted[at], np.inf)


def opened(model: Model, left: Floats) -> Opened:
    """What each place would add, if what is left of each column's cost is this."""
    count = len(model.places)
    most = np.array([place.most for place in model.places], np.int64)
    fewest = np.array([place.therapy.min for place in model.places], np.int64)
    largest = np.array([place.therapy.max for place in model.places], np.int64)
    leads, seats, at = left[model.lead], left[model.seat], model.seat_place
    stays = model.program.lower[model.seat] > 0
    by_lead = _ranked(leads, leads, model.lead_place, count)
    by_seat = _ranked(np.where(stays, -np.inf, seats), seats, at, count)
    best, sums = np.full(count, np.inf), np.zeros(count)
    with_lead, with_seat = np.full(len(leads), np.inf), np.full(len(seats), np.inf)
    for copies in range(1, int(most.max(initial=0)) + 1):
        last = np.where(most >= copies, by_lead.nth(copies), np.inf)
        sums = sums + last
        forced = stays | (by_seat.rank < (fewest * copies)[at])
        wanted = (by_seat.rank < (largest * copies)[at]) & (seats < 0)
        chosen = np.bincount(at, np.where(forced | wanted, seats, 0.0), count)
        value = copies * left[model.copies] + sums + chosen
        value[by_seat.size < fewest * copies] = np.inf
        best = np.minimum(best, value)
        edge = _edge(by_seat, fewest * copies, largest * copies)
        more = np.where(forced, 0.0, np.maximum(seats - edge[at], 0.0))
        with_seat = np.minimum(with_seat, value[at] + more)
        here = value[model.lead_place]
        is_open = (here < np.inf) & (by_lead.rank >= copies)
        here[is_open] += leads[is_open] - last[model.lead_place[is_open]]
        with_lead = np.minimum(with_lead, here)
    return Opened(best, with_lead, with_seat, by_seat.rank)


def _edge(by_seat: _Ranked, fewest: Ints, largest: Ints) -> Floats:
    """What somebody more must be cheaper than to cost nothing: the last who had to come or could."""
    last_forced, last_fitting = by_seat.nth(fewest), by_seat.nth(largest)
    forced = np.where(np.isfinite(last_forced), np.maximum(last_forced, 0.0), 0.0)
    return np.where(forced > 0, forced, np.where(last_fitting < 0, last_fitting, 0.0))


def _ranked(order_by: Floats, values: Floats, place: Ints, count: int) -> _Ranked:
    order = np.lexsort((order_by, place))
    first = np.searchsorted(place[order], np.arange(count))
    rank: Ints = np.empty(len(values), np.int64)
    rank[order] = np.arange(len(values)) - first[place[order]]
    return _Ranked(rank, values[order], first, np.bincount(place, minlength=count))
