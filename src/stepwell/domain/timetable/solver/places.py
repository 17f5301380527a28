"""Where and when which group could be held at all: what every model of a week begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stepwell.domain.timetable.facts import Facilitator, Participant, Problem, Site, Slot, Therapy, Variant

Key = tuple[str, str, str, int]
"""Therapy, variant, site and first slot."""


@dataclass(frozen=True)
class Place:
    """One therapy, variant, site and first slot, with those who could lead it and those who could come.

    Up to `most` groups can be held here side by side; they differ by their leaders alone.
    """

    therapy: Therapy
    variant: Variant
    site: Site
    day: int
    slots: tuple[Slot, ...]
    most: int
    leaders: tuple[str, ...]
    people: tuple[str, ...]

    @cached_property
    def key(self) -> Key:
        """What tells it from other places."""
        return (self.therapy.id, self.variant.id, self.site.id, self.slots[0])

    @property
    def length(self) -> int:
        """How long it is, in slots."""
        return len(self.slots)


def places_of(problem: Problem) -> tuple[Place, ...]:
    """Every place where a legal group is possible, each with everybody who may lead it or sit in it."""
    return tuple(
        place
        for therapy in problem.therapies
        if therapy.min <= therapy.max and therapy.slots > 0
        for variant in problem.variants
        if variant.gender is None or therapy.gendered
        for place in _of_kind(problem, therapy, variant)
    )


def _of_kind(problem: Problem, therapy: Therapy, variant: Variant) -> Iterator[Place]:
    leading = [each for each in problem.facilitators if _can_lead(each, therapy, variant)]
    coming = [each for each in problem.participants if _may_come(each, therapy, variant)]
    starts = problem.starts.get(therapy.id)
    for slot in range(len(problem.slots)):
        slots = problem.run(slot, therapy.slots)
        if slots is None or (starts is not None and slot not in starts):
            continue
        for site in problem.sites:
            place = _place(problem, (therapy, variant, site), slots, leading, coming)
            if place is not None:
                yield place


def _place(
    problem: Problem,
    kind: tuple[Therapy, Variant, Site],
    slots: tuple[Slot, ...],
    leading: list[Facilitator],
    coming: list[Participant],
) -> Place | None:
    therapy, variant, site = kind
    if site.seats is not None:
        if (therapy.id, variant.id, site.id, slots[0]) not in problem.locked_places:
            return None  # nothing but the site's own part of a shared group
        therapy = site.sized(therapy)
    day = problem.slots[slots[0]].day
    leaders = tuple(each.id for each in leading if _is_there(each, site, day, slots))
    rooms = min(site.rooms_at(slot) for slot in slots)
    if not leaders or rooms < 1:
        return None
    everyone = set(leaders)
    people = tuple(
        each.id for each in coming if _is_free(each, therapy, site, slots) and not everyone <= each.avoid_fac
    )
    most = min(problem.max_parallel, rooms, len(leaders))
    if therapy.min > 0:
        most = min(most, len(people) // therapy.min)
    if most < 1:
        return None
    return Place(therapy, variant, site, day, slots, most, leaders, people if therapy.max > 0 else ())


def _can_lead(leader: Facilitator, therapy: Therapy, variant: Variant) -> bool:
    return therapy.id in leader.leads and variant.lang in leader.langs and leader.max_hours >= therapy.slots


def _is_there(leader: Facilitator, site: Site, day: int, slots: tuple[Slot, ...]) -> bool:
    reaches = leader.tele if site.tele else leader.site_by_day.get(day) == site.id
    return reaches and leader.avail.issuperset(slots)


def _may_come(person: Participant, therapy: Therapy, variant: Variant) -> bool:
    return (
        (therapy.open or person.need.get(therapy.id, 0) > 0)
        and variant.lang in person.langs
        and (variant.gender is None or variant.gender == person.gender)
        and not (variant.gender is None and therapy.id in person.same_gender)
        and therapy.slots <= min(person.max_hours, person.max_hours_day)
    )


def _is_free(person: Participant, therapy: Therapy, site: Site, slots: tuple[Slot, ...]) -> bool:
    if person.id in site.not_for or (not site.tele and person.site != site.id):
        return False
    free = person.tele_avail if site.tele else person.avail
    return free.issuperset(slots) and (not therapy.family or person.family_avail.issuperset(slots))
