"""A first legal week, in a moment: what of last week can stay, then the group that helps most, again."""

from __future__ import annotations

import heapq

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.solver.places import Place, places_of
from stepwell.domain.timetable.solver.seating import Seating


def greedy(problem: Problem, places: tuple[Place, ...] | None = None) -> Plan:
    """A week that keeps every rule, as long as the locked groups can be filled from what is free."""
    known = places_of(problem) if places is None else places
    seating = Seating(problem)
    by_key = {place.key: place for place in known}
    for group in problem.locked.groups:
        if group.place in by_key:
            seating.hold(by_key[group.place], group.facilitator, list(dict.fromkeys(group.members)))
    for person, slot in problem.locked.individual.items():
        seating.meet(person, slot)
    seating.fill_up()
    for group in sorted(problem.previous.groups, key=lambda each: -len(each.members)):
        place = by_key.get(group.place)
        if place is not None:
            seating.open(place, leader=group.facilitator, wanted=group.members)
    seating.give_hours()
    _open_more(seating, known)
    seating.fill_seats()
    seating.give_hours()
    return seating.plan()


def _open_more(seating: Seating, places: tuple[Place, ...]) -> None:
    """Ever fewer can come to a place, so an old count is a limit and only the first must be counted again."""
    waiting = [(-len(place.people), index) for index, place in enumerate(places) if place.people]
    heapq.heapify(waiting)
    while waiting:
        _, index = heapq.heappop(waiting)
        place = places[index]
        gain = seating.gain(place)
        if gain <= 0:
            continue
        if (waiting and -gain > waiting[0][0]) or seating.open(place):
            heapq.heappush(waiting, (-gain, index))
