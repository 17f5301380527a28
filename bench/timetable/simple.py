"""The simple plan: open the group that helps most people now, again and again. Legal, far from the best."""

from __future__ import annotations

import heapq

from bench.timetable.choices import Place, places
from bench.timetable.seating import Seating
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan


def plan(problem: Problem) -> Plan:
    """A week made greedily; every rule of the problem is kept, locks included."""
    seating = Seating(problem)
    seating.hold_locked()
    everywhere = list(places(problem))
    _open_groups(seating, everywhere, needed=True)
    _open_groups(seating, everywhere, needed=False)
    seating.fill_seats()
    seating.give_individual_hours()
    return Plan(problem.name, tuple(seating.groups()), dict(seating.individual))


def _open_groups(seating: Seating, everywhere: list[Place], *, needed: bool) -> None:
    """The group most people gain by comes first. Ever fewer can come to a place: an old count is a limit."""
    counts = [(-seating.count(place, needed=needed), index) for index, place in enumerate(everywhere)]
    heapq.heapify(counts)
    while counts:
        _, index = heapq.heappop(counts)
        place = everywhere[index]
        now = -seating.count(place, needed=needed)
        if -now < max(1, place.therapy.min):
            continue
        is_less_than_another = counts and now > counts[0][0]
        if is_less_than_another or seating.open(place, needed=needed):
            heapq.heappush(counts, (now, index))
