"""A made-up week as the product has it: half hours, its own weights, and names that no other site has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from stepwell.domain.timetable.facts import Facilitator, Participant, Problem, Site, SlotFacts, Week
from stepwell.domain.timetable.life.grid import SLOT_MINUTES
from stepwell.domain.timetable.life.problem import VIDEO
from stepwell.domain.timetable.life.weighing import HALF_HOURS


def halved(problem: Problem, *, site: str) -> Problem:
    """The same week of one place in half hours; groups begin on the hour, as they did.

    `site` names the place; everybody's name begins with it, and the video rooms are called as in the product.
    """
    names = {each.id: VIDEO if each.tele else site for each in problem.sites}
    return Problem(
        name=f"{site} {problem.name}",
        slots=tuple(
            SlotFacts(slot.day, slot.minute + late, slot.block)
            for slot in problem.slots
            for late in (0, SLOT_MINUTES)
        ),
        max_parallel=problem.max_parallel,
        therapies=tuple(replace(each, slots=2 * each.slots) for each in problem.therapies),
        variants=problem.variants,
        sites=tuple(_site(each, names) for each in problem.sites),
        facilitators=tuple(_leader(each, names, site) for each in problem.facilitators),
        participants=tuple(_person(each, site) for each in problem.participants),
        previous=_week(problem.previous, names, site),
        locked=_week(problem.locked, names, site),
        weights=HALF_HOURS,
        slot_minutes=SLOT_MINUTES,
        individual_slots=2 * problem.individual_slots,
        starts={each.id: frozenset(range(0, 2 * len(problem.slots), 2)) for each in problem.therapies},
    )


def _both(slots: Iterable[int]) -> frozenset[int]:
    return frozenset(half for slot in slots for half in (2 * slot, 2 * slot + 1))


def _site(site: Site, names: Mapping[str, str]) -> Site:
    less = {half: less for slot, less in site.rooms_less.items() for half in (2 * slot, 2 * slot + 1)}
    return replace(site, id=names[site.id], rooms_less=less)


def _leader(leader: Facilitator, names: Mapping[str, str], site: str) -> Facilitator:
    return replace(
        leader,
        id=f"{site}.{leader.id}",
        max_hours=2 * leader.max_hours,
        avail=_both(leader.avail),
        site_by_day={day: names[where] for day, where in leader.site_by_day.items()},
    )


def _person(person: Participant, site: str) -> Participant:
    return replace(
        person,
        id=f"{site}.{person.id}",
        site=site,
        min_hours=2 * person.min_hours,
        max_hours=2 * person.max_hours,
        max_hours_day=2 * person.max_hours_day,
        need={therapy: 2 * hours for therapy, hours in person.need.items()},
        avail=_both(person.avail),
        tele_avail=_both(person.tele_avail),
        family_avail=_both(person.family_avail),
        pref={half: much for slot, much in person.pref.items() for half in (2 * slot, 2 * slot + 1)},
        counselors=tuple(f"{site}.{each}" for each in person.counselors),
        avoid=frozenset(f"{site}.{each}" for each in person.avoid),
        avoid_fac=frozenset(f"{site}.{each}" for each in person.avoid_fac),
    )


def _week(week: Week, names: Mapping[str, str], site: str) -> Week:
    return Week(
        tuple(
            replace(
                group,
                site=names[group.site],
                slot=2 * group.slot,
                facilitator=f"{site}.{group.facilitator}",
                members=tuple(f"{site}.{each}" for each in group.members),
            )
            for group in week.groups
        ),
        {f"{site}.{person}": 2 * slot for person, slot in week.individual.items()},
    )
