"""All places of a week, found again by their key and by who could come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.solver.places import Key, Place, places_of


class Known:
    """The places of a problem, which are looked through once and asked for often."""

    def __init__(self, places: Collection[Place]) -> None:
        self.places = tuple(places)

    @classmethod
    def of(cls, problem: Problem) -> Known:
        """Every place of this problem."""
        return cls(places_of(problem))

    @cached_property
    def by_key(self) -> Mapping[Key, Place]:
        """Places by therapy, variant, site and first slot."""
        return {place.key: place for place in self.places}

    @cached_property
    def of_person(self) -> Mapping[str, list[Place]]:
        """The places each person could come to; who could come nowhere has no entry."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            for person in place.people:
                found[person].append(place)
        return dict(found)

    def reached(self, reach: Mapping[str, Collection[str]]) -> Mapping[Key, list[str]]:
        """Which of these people could come to which places, each for the therapies named alone."""
        coming: dict[Key, list[str]] = defaultdict(list)
        for person, therapies in reach.items():
            for place in self.of_person.get(person, ()) if therapies else ():
                if place.therapy.id in therapies:
                    coming[place.key].append(person)
        return dict(coming)
