"""What happens to a week that was planned: somebody is away, busy, new or gone; a room is closed.

An event changes the facts. What the plan held becomes last week, so that each move away from it counts,
and counts more than usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from stepwell.domain.timetable.facts import Facilitator, Participant, Problem, Site, Slot, Week
from stepwell.domain.timetable.locks import Dropped, possible_locks
from stepwell.domain.timetable.plan import Plan

STEADIER = 5
"""How much more a lost seat, a lost leader and a moved hour cost after people were told of their week."""


@dataclass(frozen=True, slots=True)
class FacilitatorAway:
    """A leader is not available in these slots."""

    facilitator: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Busy:
    """A participant, and their family, can't come in these slots, nor join by video."""

    participant: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Admit:
    """Somebody new comes."""

    participant: Participant


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody no longer comes."""

    participant: str


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """So many rooms of a site are closed in these slots; closed twice is closed twice."""

    site: str
    slots: tuple[Slot, ...]
    rooms: int


Event = FacilitatorAway | Busy | Admit | Leave | RoomClosed


@dataclass(frozen=True, slots=True)
class Changed:
    """The problem after events, to be solved again, and the locks that had to go."""

    problem: Problem
    dropped: tuple[Dropped, ...]


def after(problem: Problem, plan: Plan, events: Iterable[Event]) -> Changed:
    """The problem as the events leave it, with the plan as its last week.

    Keeping a seat, a leader or an individual hour counts STEADIER times as
    much, once, however many events there are. Locks that can't be kept any
    more are dropped and listed.
    """
    now = problem
    for event in events:
        now = happened(now, event)
    weights = replace(
        now.weights,
        cont=now.weights.cont * STEADIER,
        lead=now.weights.lead * STEADIER,
        indiv_moved=now.weights.indiv_moved * STEADIER,
    )
    kept, dropped = possible_locks(now)
    previous = Week(plan.groups, plan.individual)
    return Changed(replace(now, previous=previous, weights=weights, locked=kept), dropped)


def happened(problem: Problem, event: Event) -> Problem:
    """The facts after one event; last week and weights as they were. Locks of who left go with them."""
    match event:
        case FacilitatorAway(facilitator, slots):
            return _with_leader(problem, facilitator, slots)
        case Busy(participant, slots):
            return _with_busy(problem, participant, slots)
        case Admit(participant):
            return replace(problem, participants=(*problem.participants, participant))
        case Leave(participant):
            return _without(problem, participant)
        case RoomClosed(site, slots, rooms):
            sites = (_closed(each, slots, rooms) if each.id == site else each for each in problem.sites)
            return replace(problem, sites=tuple(sites))


def _with_leader(problem: Problem, leader: str, slots: tuple[Slot, ...]) -> Problem:
    def away(each: Facilitator) -> Facilitator:
        return replace(each, avail=each.avail.difference(slots)) if each.id == leader else each

    return replace(problem, facilitators=tuple(map(away, problem.facilitators)))


def _with_busy(problem: Problem, person: str, slots: tuple[Slot, ...]) -> Problem:
    def busy(each: Participant) -> Participant:
        if each.id != person:
            return each
        return replace(
            each,
            avail=each.avail.difference(slots),
            tele_avail=each.tele_avail.difference(slots),
            family_avail=each.family_avail.difference(slots),
        )

    return replace(problem, participants=tuple(map(busy, problem.participants)))


def _without(problem: Problem, person: str) -> Problem:
    people = (
        replace(each, avoid=each.avoid - {person}) if person in each.avoid else each
        for each in problem.participants
        if each.id != person
    )
    locked = Week(
        tuple(
            replace(group, members=tuple(member for member in group.members if member != person))
            for group in problem.locked.groups
        ),
        {each: slot for each, slot in problem.locked.individual.items() if each != person},
    )
    return replace(problem, participants=tuple(people), locked=locked)


def _closed(site: Site, slots: tuple[Slot, ...], rooms: int) -> Site:
    less: Mapping[Slot, int] = {slot: site.rooms_less.get(slot, 0) + rooms for slot in dict.fromkeys(slots)}
    return replace(site, rooms_less={**site.rooms_less, **less})
