"""Questions to a week: what would be if. Each changes a copy of the problem and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from uuid import UUID

from stepwell.domain.timetable.facts import (
    Facilitator,
    Participant,
    Problem,
    Site,
    Slot,
    SlotFacts,
    Week,
)
from stepwell.domain.timetable.life.grid import SLOT_MINUTES, block_of
from stepwell.domain.timetable.plan import Plan

SATURDAY = 5
TRACK = (9 * 60, 13 * 60)
"""A Saturday track is held in the morning. Program policy."""
TRACK_LEADERS = 2


class Question(Enum):
    """What can be asked."""

    SATURDAY = "saturday"
    GROUPS_OF_8 = "groups_of_8"
    LEADER_AWAY = "leader_away"
    TEN_MORE = "ten_more"
    NEW_SITE = "new_site"


@dataclass(frozen=True)
class Asked:
    """A problem changed by a question, and how many people are in it who don't exist."""

    problem: Problem
    imagined: tuple[str, ...] = ()
    rooms: int = 0
    """Rooms that don't exist."""


def imagined(turn: int) -> str:
    """The key of somebody who doesn't exist: it has the form of a key and is nobody's."""
    return str(UUID(int=turn + 1))


def saturday(problem: Problem) -> Asked:
    """A track on Saturday morning, led by the two who lead most kinds of groups and have the most hours.

    Everybody who told no busy time on Saturday is taken for free then: whoever could come in person at
    some time of the week can. Hours that exist already stay as they are.
    """
    known = {(slot.day, slot.minute) for slot in problem.slots}
    new = [
        SlotFacts(SATURDAY, minute, block_of(minute))
        for minute in range(*TRACK, SLOT_MINUTES)
        if (SATURDAY, minute) not in known
    ]
    if not new:
        return Asked(problem)
    wider = with_slots(problem, new)
    at = {(slot.day, slot.minute): number for number, slot in enumerate(wider.slots)}
    track = frozenset(at[slot.day, slot.minute] for slot in new)
    leaders = sorted(wider.facilitators, key=lambda each: (-len(each.leads), -each.max_hours, each.id))
    home = next((site.id for site in wider.sites if not site.tele), "")
    chosen = {each.id for each in leaders[:TRACK_LEADERS]}
    return Asked(
        replace(
            wider,
            facilitators=tuple(
                _on_track(each, track, home) if each.id in chosen else each for each in wider.facilitators
            ),
            participants=tuple(_comes(each, track) for each in wider.participants),
        )
    )


def _on_track(leader: Facilitator, track: frozenset[Slot], site: str) -> Facilitator:
    return replace(leader, avail=leader.avail | track, site_by_day={SATURDAY: site, **leader.site_by_day})


def _comes(person: Participant, track: frozenset[Slot]) -> Participant:
    return replace(
        person,
        avail=person.avail | track if person.avail else person.avail,
        tele_avail=person.tele_avail | track if person.tele_avail else person.tele_avail,
    )


def groups_of(problem: Problem, most: int) -> Asked:
    """No group with more members than this; what is locked stays, also where it is larger.

    Of a group that several sites share, each site has as much less.
    """
    held = {group.therapy: len(group.members) for group in problem.locked.groups}
    shared = {group.site: problem.therapy[group.therapy].max for group in problem.locked.groups}
    return Asked(
        replace(
            problem,
            sites=tuple(
                _smaller(site, most, shared[site.id]) if site.seats and site.id in shared else site
                for site in problem.sites
            ),
            therapies=tuple(
                replace(
                    each,
                    max=max(1, min(each.max, max(most, held.get(each.id, 0)))),
                    min=min(each.min, max(1, most)),
                )
                for each in problem.therapies
            ),
        )
    )


def _smaller(site: Site, most: int, before: int) -> Site:
    least, seats = site.seats or (0, 0)
    return replace(site, seats=(least, max(least, min(seats, seats * most // max(1, before)))))


def leader_away(problem: Problem, leader: str) -> Asked:
    """The whole week without somebody; what was locked with them is free."""
    locked = problem.locked
    return Asked(
        replace(
            problem,
            facilitators=tuple(
                replace(each, avail=frozenset(), max_hours=0) if each.id == leader else each
                for each in problem.facilitators
            ),
            participants=tuple(_without_counselor(problem, each, leader) for each in problem.participants),
            locked=Week(
                tuple(each for each in locked.groups if each.facilitator != leader),
                {
                    person: slot
                    for person, slot in locked.individual.items()
                    if problem.participant[person].counselors[:1] != (leader,)
                },
            ),
        )
    )


def _without_counselor(problem: Problem, person: Participant, leader: str) -> Participant:
    """Who had them as counselor is covered by whoever leads there and speaks with them."""
    if leader not in person.counselors:
        return person
    others = tuple(each for each in person.counselors if each != leader)
    cover = others or tuple(
        each.id for each in problem.facilitators if each.id != leader and each.langs & person.langs
    )
    return replace(person, counselors=cover)


def more_people(problem: Problem, number: int) -> Asked:
    """So many more people; the lives and needs of those who come are their pattern.

    They were in no group last week, avoid nobody, and are taken in turn from all of those here.
    """
    here = problem.participants
    if not here:
        return Asked(problem)
    step = max(1, len(here) // max(1, number))
    patterns = [here[(turn * step) % len(here)] for turn in range(number)]
    new = tuple(
        replace(pattern, id=imagined(turn), avoid=frozenset(), avoid_fac=frozenset())
        for turn, pattern in enumerate(patterns)
    )
    wider = replace(problem, participants=(*here, *new))
    return Asked(wider, tuple(each.id for each in new))


def more_rooms(problem: Problem, rooms: int, leaders: Sequence[Facilitator]) -> Asked:
    """A second house in reach: more rooms, and somebody like each of these leaders, with their hours.

    Where people of several sites would go is a question for each of them; here everybody may go to both.
    """
    sites = tuple(
        replace(each, rooms=each.rooms + rooms) if not each.tele else each for each in problem.sites
    )
    new = tuple(replace(pattern, id=imagined(turn)) for turn, pattern in enumerate(leaders))
    return Asked(
        replace(
            problem,
            sites=sites,
            facilitators=(*problem.facilitators, *new),
            max_parallel=problem.max_parallel + rooms,
        ),
        tuple(each.id for each in new),
        rooms=rooms,
    )


def at_home_in(pattern: Facilitator, there: Problem, here: Problem) -> Facilitator:
    """Somebody of another site's week as they would be in this one: the same hours by the clock."""
    number = {(slot.day, slot.minute): position for position, slot in enumerate(here.slots)}
    places = [(there.slots[slot].day, there.slots[slot].minute) for slot in pattern.avail]
    home = next((site.id for site in here.sites if not site.tele), "")
    return replace(
        pattern,
        avail=frozenset(number[place] for place in places if place in number),
        site_by_day=dict.fromkeys(pattern.site_by_day, home),
    )


def most_hours(problem: Problem, number: int) -> list[Facilitator]:
    """Those with the most hours at the site itself."""
    here = [each for each in problem.facilitators if each.site_by_day]
    return sorted(here, key=lambda each: (-each.max_hours, each.id))[:number]


def start_from(before: Problem, plan: Plan, problem: Problem) -> Plan:
    """As much of a plan as the changed problem still allows: a place to begin from.

    No answer is then worse only for having been sought from nothing. Slots are counted anew; groups
    without their leader are left out, members too many too, and groups that become too small.
    """
    number = {(slot.day, slot.minute): position for position, slot in enumerate(problem.slots)}
    moved = [number[slot.day, slot.minute] for slot in before.slots]
    groups = []
    for group in plan.groups:
        therapy = problem.site[group.site].sized(problem.therapy[group.therapy])
        slot = moved[group.slot]
        members = group.members[: therapy.max]
        leader = problem.facilitator[group.facilitator]
        is_led = leader.avail.issuperset(problem.covered(slot, therapy.slots))
        if is_led and len(members) >= therapy.min:
            groups.append(replace(group, slot=slot, members=members))
    alone = {
        person: moved[slot]
        for person, slot in plan.individual.items()
        if (counselor := _alone_with(problem, plan, person)) is not None
        and counselor.avail.issuperset(problem.covered(moved[slot], problem.individual_slots))
    }
    covered = {person: leader for person, leader in plan.covered_by.items() if person in alone}
    return Plan(problem.name, tuple(groups), alone, covered)


def _alone_with(problem: Problem, plan: Plan, person: str) -> Facilitator | None:
    own = problem.participant[person].counselors
    key = plan.covered_by.get(person, own[0] if own else "")
    return problem.facilitator.get(key)


def with_slots(problem: Problem, new: Sequence[SlotFacts]) -> Problem:
    """The same problem with more slots, all in the order of the week; every slot it names is counted anew."""
    slots = sorted({*problem.slots, *new}, key=lambda slot: (slot.day, slot.minute))
    number = {slot: position for position, slot in enumerate(slots)}
    moved = [number[slot] for slot in problem.slots]

    def some(old: frozenset[Slot]) -> frozenset[Slot]:
        return frozenset(moved[slot] for slot in old)

    def week(old: Week) -> Week:
        return Week(
            tuple(replace(group, slot=moved[group.slot]) for group in old.groups),
            {person: moved[slot] for person, slot in old.individual.items()},
        )

    def site(old: Site) -> Site:
        return replace(old, rooms_less={moved[slot]: less for slot, less in old.rooms_less.items()})

    return replace(
        problem,
        slots=tuple(slots),
        sites=tuple(map(site, problem.sites)),
        facilitators=tuple(replace(each, avail=some(each.avail)) for each in problem.facilitators),
        participants=tuple(
            replace(
                each,
                avail=some(each.avail),
                tele_avail=some(each.tele_avail),
                family_avail=some(each.family_avail),
                pref={moved[slot]: much for slot, much in each.pref.items()},
            )
            for each in problem.participants
        ),
        previous=week(problem.previous),
        locked=week(problem.locked),
        starts={key: some(each) for key, each in problem.starts.items()},
    )
