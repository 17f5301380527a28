"""The simple plan: open the group that helps most people now, again and again. Legal, and far from the best."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from bench.timetable.seating import Place, Seating
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan


def plan(problem: Problem) -> Plan:
    """A week made greedily; every rule of the problem is kept, locks included."""
    seating = Seating(problem)
    seating.hold_locked()
    places = list(_places(problem))
    _open_groups(seating, places, needed=True)
    _open_groups(seating, places, needed=False)
    seating.fill_seats()
    seating.give_individual_hours()
    return Plan(problem.name, tuple(seating.groups()), dict(seating.individual))


def _places(problem: Problem) -> Iterator[Place]:
    for therapy in problem.therapies:
        for variant in problem.variants:
            if variant.gender is not None and not therapy.gendered:
                continue
            for site in problem.sites:
                for first in range(len(problem.slots)):
                    slots = problem.run(first, therapy.slots)
                    begins = problem.starts.get(therapy.id)
                    if slots is not None and (begins is None or first in begins):
                        yield Place(therapy, variant, site, slots)


def _open_groups(seating: Seating, places: list[Place], *, needed: bool) -> None:
    """The group most people gain by comes first. Ever fewer can come to a place: an old count is a limit."""
    counts = [(-seating.count(place, needed=needed), index) for index, place in enumerate(places)]
    heapq.heapify(counts)
    while counts:
        _, index = heapq.heappop(counts)
        place = places[index]
        now = -seating.count(place, needed=needed)
        if -now < max(1, place.therapy.min):
            continue
        is_less_than_another = counts and now > counts[0][0]
        if is_less_than_another or seating.open(place, needed=needed):
            heapq.heappush(counts, (now, index))
