"""What could be held where, by whom and for whom, before anything is decided; the same for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.domain.timetable.facts import Facilitator, Participant, Problem, Site, Therapy, Variant


@dataclass(frozen=True)
class Place:
    """What a group could be, but for who leads it."""

    therapy: Therapy
    variant: Variant
    site: Site
    slots: tuple[int, ...]
    day: int

    @property
    def key(self) -> tuple[str, str, str, int]:
        """As `Group.place` has it."""
        return (self.therapy.id, self.variant.id, self.site.id, self.slots[0])


def places(problem: Problem) -> Iterator[Place]:
    """Every place a group may be in."""
    for therapy in problem.therapies:
        begins = problem.starts.get(therapy.id, frozenset(range(len(problem.slots))))
        for first in sorted(begins):
            slots = problem.run(first, therapy.slots)
            if slots is None:
                continue
            for variant in problem.variants:
                if variant.gender is None or therapy.gendered:
                    for site in problem.sites:
                        yield Place(therapy, variant, site, slots, problem.slots[first].day)


def leaders_of(problem: Problem, place: Place) -> Iterator[Facilitator]:
    """Those who know how, are there that day, and work in these hours."""
    for leader in problem.facilitators:
        there = leader.tele if place.site.tele else leader.site_by_day.get(place.day) == place.site.id
        knows = place.therapy.id in leader.leads and place.variant.lang in leader.langs
        if there and knows and leader.avail.issuperset(place.slots):
            yield leader


def suits(person: Participant, place: Place) -> bool:
    """True when the group is one for this person, whenever it is."""
    therapy, variant = place.therapy, place.variant
    return (
        (place.site.tele or person.site == place.site.id)
        and (therapy.open or person.need.get(therapy.id, 0) > 0)
        and variant.lang in person.langs
        and variant.gender in (None, person.gender)
        and (variant.gender is not None or therapy.id not in person.same_gender)
    )


def could_come(person: Participant, place: Place) -> bool:
    """True when the group is one for this person and they are free."""
    free = person.tele_avail if place.site.tele else person.avail
    if not free.issuperset(place.slots) or not suits(person, place):
        return False
    return not place.therapy.family or person.family_avail.issuperset(place.slots)


def meetings(problem: Problem, person: Participant) -> Iterator[int]:
    """When the individual hour with one's own counselor could be."""
    if not person.counselors:
        return
    both = person.tele_avail & problem.facilitator[person.counselors[0]].avail
    for first in range(len(problem.slots)):
        slots = problem.run(first, problem.individual_slots)
        if slots is not None and both.issuperset(slots):
            yield first


def back_to_back(problem: Problem) -> Iterator[tuple[int, int]]:
    """Each two slots with no time to travel between them, once."""
    for slot in range(len(problem.slots) - 1):
        if problem.slots[slot].day == problem.slots[slot + 1].day:
            yield slot, slot + 1


def apart(problem: Problem) -> set[tuple[str, str]]:
    """Each two people who must never sit in one group, once."""
    listed = ((each.id, other) for each in problem.participants for other in each.avoid)
    return {(min(pair), max(pair)) for pair in listed}
