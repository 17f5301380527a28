"""Whom a new plan touches, and how: what somebody loses, gains, and who leads instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.plan import Group, Plan

Place = tuple[str, str, str, int]
"""Therapy, variant, site and first slot."""


@dataclass(frozen=True, slots=True)
class OtherLeader:
    """A group somebody keeps, led by somebody else."""

    place: Place
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ripple:
    """What changes for one participant. `hour_before` and `hour_after` are individual hours, or None."""

    participant: str
    leaves: tuple[Place, ...]
    joins: tuple[Place, ...]
    led_by_another: tuple[OtherLeader, ...]
    hour_before: Slot | None
    hour_after: Slot | None
    is_here: bool

    @property
    def hour_changes(self) -> bool:
        """True when the individual hour is moved, given or lost."""
        return self.hour_before != self.hour_after

    @property
    def is_touched(self) -> bool:
        """True when anything changes."""
        return bool(self.leaves or self.joins or self.led_by_another or self.hour_changes)


@dataclass(frozen=True, slots=True)
class LeaderRipple:
    """What changes for one leader: groups no longer led, and groups led anew."""

    facilitator: str
    gives_up: tuple[Place, ...]
    takes_on: tuple[Place, ...]


def ripples_of(problem: Problem, before: Plan, after: Plan) -> Iterator[Ripple]:
    """Everyone the new plan touches: people of the problem in its order, then those no longer in it."""
    seats_before, seats_after = _seats(before), _seats(after)
    here = list(problem.participant)
    gone = [each for each in (*seats_before, *before.individual) if each not in problem.participant]
    for person in dict.fromkeys((*here, *gone)):
        ripple = Ripple(
            participant=person,
            leaves=_missing(seats_before[person], seats_after[person]),
            joins=_missing(seats_after[person], seats_before[person]),
            led_by_another=_other_leaders(seats_before[person], seats_after[person]),
            hour_before=before.individual.get(person),
            hour_after=after.individual.get(person),
            is_here=person in problem.participant,
        )
        if ripple.is_touched:
            yield ripple


def leader_ripples_of(problem: Problem, before: Plan, after: Plan) -> Iterator[LeaderRipple]:
    """Every leader whose groups change, in the order of the problem."""
    led_before, led_after = _led(before), _led(after)
    for leader in problem.facilitator:
        gives_up = tuple(sorted(led_before[leader] - led_after[leader], key=_when))
        takes_on = tuple(sorted(led_after[leader] - led_before[leader], key=_when))
        if gives_up or takes_on:
            yield LeaderRipple(leader, gives_up, takes_on)


def _seats(plan: Plan) -> Mapping[str, dict[Place, Group]]:
    seats: dict[str, dict[Place, Group]] = defaultdict(dict)
    for group in plan.groups:
        for member in group.members:
            seats[member][group.place] = group
    return seats


def _led(plan: Plan) -> Mapping[str, set[Place]]:
    led: dict[str, set[Place]] = defaultdict(set)
    for group in plan.groups:
        led[group.facilitator].add(group.place)
    return led


def _missing(one: Mapping[Place, Group], other: Mapping[Place, Group]) -> tuple[Place, ...]:
    return tuple(sorted((place for place in one if place not in other), key=_when))


def _other_leaders(before: Mapping[Place, Group], after: Mapping[Place, Group]) -> tuple[OtherLeader, ...]:
    return tuple(
        OtherLeader(place, before[place].facilitator, after[place].facilitator)
        for place in sorted(before, key=_when)
        if place in after and before[place].facilitator != after[place].facilitator
    )


def _when(place: Place) -> tuple[Slot, Place]:
    return place[3], place
