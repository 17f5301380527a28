"""Parts of a large week that may gain something: which people, and which groups could be opened for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import product
from random import Random

from stepwell.domain.timetable.laid import Held, Laid
from stepwell.domain.timetable.solver.helping import helps
from stepwell.domain.timetable.solver.lacking import lacking_in, worth_of_a_group
from stepwell.domain.timetable.solver.near import Near
from stepwell.domain.timetable.solver.part import Wish
from stepwell.domain.timetable.solver.places import Key, Place

_PEOPLE = 130  # in one part
_SEATS = 2500  # at groups that could be opened, in one part
_FELLOWS = 3  # groups looked at together with a small one
_TOGETHER = 5  # groups drawn by lot
_OF_A_THERAPY, _OF_A_DAY = 0.6, 0.8  # of all draws, and up to here
_SOME = 30  # people for whom all of their week is looked at


def for_lacking(near: Near) -> Iterator[Wish]:
    """Those who could make room for somebody who lacks something, one person after the other."""
    lacking = lacking_in(near.week)
    for widely, person in product((False, True), lacking):
        fellows = [each for each in lacking_in(near.week) if each != person]
        yield from helps(near.week, person, near.known, fellows=fellows, widely=widely)


def of_therapies(near: Near) -> Iterator[Wish]:
    """All groups of one therapy at one site, with every other that could be held there."""
    for site, therapy in product(near.problem.sites, near.problem.therapies):
        held = [each for each in near.week.held if each.site is site and each.therapy.id == therapy.id]
        places = [each for each in near.known.places if each.site is site and each.therapy.id == therapy.id]
        if held:
            yield _wish(near, _members(held), places)


def of_days(near: Near) -> Iterator[Wish]:
    """One day of one site: all who come there then, and what could be held there then."""
    days = sorted({each.day for each in near.problem.slots})
    for site, day in product(near.problem.sites, days):
        held = [each for each in near.week.held if each.site is site and each.day == day]
        places = [each for each in near.known.places if each.site is site and each.day == day]
        if held:
            yield _wish(near, _members(held), places, day=day)


def of_small_groups(near: Near) -> Iterator[Wish]:
    """A small group, with groups of the same therapy that have the most room; the smallest first."""
    done = set[Key]()
    while True:
        groups = sorted(_with_room(near.week), key=lambda each: (len(each.members), each.group.place))
        held = next((each for each in groups if each.group.place not in done), None)
        if held is None:
            return
        done.add(held.group.place)
        alike = [each for each in groups if each is not held and _is_like(each, held)][:_FELLOWS]
        yield _wish(near, _members([held, *alike]), ())


def of_kin(near: Near, chance: Random) -> Iterator[Wish]:
    """Each group with some drawn by lot that are of the same therapy, or share its day or members."""
    week = near.week
    for held in chance.sample(week.held, len(week.held)):
        draw = chance.random()
        alike = [each for each in week.held if each is not held and _is_kin(held, each, draw)]
        some = [held, *chance.sample(alike, min(_TOGETHER - 1, len(alike)))]
        therapies = {each.therapy.id for each in some}
        sites = {each.site.id for each in some}
        places = [
            each for each in near.known.places if each.therapy.id in therapies and each.site.id in sites
        ]
        yield _wish(near, _members(some), places)


def of_dear_people(near: Near) -> Iterator[Wish]:
    """People of one site, those together whose weeks cost most."""
    for site in near.problem.sites:
        people = [each.id for each in near.problem.participants if each.site == site.id]
        people.sort(key=lambda each: (-_own_cost(near.week, each), each))
        for first in range(0, len(people), _SOME):
            yield _wish(near, people[first : first + _SOME], ())


def _wish(near: Near, people: Iterable[str], places: Collection[Place], *, day: int | None = None) -> Wish:
    therapies = frozenset(near.problem.therapy)
    some = list(dict.fromkeys(people))[:_PEOPLE]
    reach = dict.fromkeys(some, therapies)
    return Wish(reach, worth_of_a_group(near.week, reach), opens=_opens(places, set(some)), day=day)


def _opens(places: Collection[Place], people: set[str]) -> frozenset[Key]:
    """The places most of these people could come to, so many that the part stays small."""
    could = [(sum(each in people for each in place.people), place.key) for place in places]
    seats, keys = 0, list[Key]()
    for count, key in sorted(could, key=lambda each: (-each[0], each[1])):
        seats += count
        if seats > _SEATS:
            break
        keys.append(key)
    return frozenset(keys)


def _members(held: Iterable[Held]) -> Iterator[str]:
    return (member for each in held for member in each.members)


def _with_room(week: Laid) -> list[Held]:
    return [
        each for each in week.held if len(each.members) <= max(each.therapy.min, each.therapy.max * 2 // 3)
    ]


def _is_like(one: Held, other: Held) -> bool:
    return one.therapy.id == other.therapy.id and (one.site is other.site or one.site.tele or other.site.tele)


def _is_kin(one: Held, other: Held, draw: float) -> bool:
    if draw < _OF_A_THERAPY:
        return _is_like(one, other)
    if draw < _OF_A_DAY:
        return one.day == other.day and (one.site is other.site or other.site.tele)
    return not set(one.members).isdisjoint(other.members)


def _own_cost(week: Laid, person: str) -> int:
    facts, weights, seats = week.person(person), week.problem.weights, week.seats_of(person)
    slots = [slot for held in seats for slot in held.slots]
    hour = week.hours.get(person)
    slots += hour.slots if hour else ()
    other = 0
    if facts.mode != "either":
        other = sum(len(held.slots) for held in seats if held.site.tele != (facts.mode == "tele"))
    return (
        weights.pref * sum(facts.pref.get(slot, 0) for slot in slots)
        + weights.mode * other
        + weights.trip * len({held.day for held in seats if not held.site.tele})
        + weights.excess * max(0, len(slots) - facts.min_hours)
    )
