"""How far one rule must give way for a week, written into a copy of the problem.

Rules on what people are and need (language, gender, whom to keep apart, what a leader is qualified for) and
on time itself (two places at once, no time to travel) never give way here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.fix import Loosened
from stepwell.domain.timetable.facts import Facilitator, Participant, Problem, Slot, Week
from stepwell.domain.timetable.laid import Held, Laid


@dataclass(frozen=True, slots=True)
class Tried:
    """A week that breaks one rule: laid out, with whose week it is and the group that was opened for it."""

    week: Laid
    person: Participant
    opened: Held | None

    @property
    def problem(self) -> Problem:
        return self.week.problem


Gave = tuple[Problem, tuple[Loosened, ...]]


def loosen(tried: Tried, rule: RuleSet) -> Gave:
    """The problem with the rule as far as the week needs it, and what became of it; KeyError if it can't."""
    return _WAYS[rule](tried)


def gives_way(rule: RuleSet) -> bool:
    """True for a rule that may give way a little."""
    return rule in _WAYS


def _member_free(tried: Tried) -> Gave:
    person = tried.person
    seats = tried.week.seats_of(person.id)
    in_person = _slots(held for held in seats if not held.site.tele) - person.avail
    by_video = _slots(held for held in seats if held.site.tele) - person.tele_avail
    freed = replace(person, avail=person.avail | in_person, tele_avail=person.tele_avail | by_video)
    gave = tuple(
        Loosened("member_free", person.id, slots=tuple(sorted(slots)), by_video=how)
        for slots, how in ((in_person, False), (by_video, True))
        if slots
    )
    return _with_person(tried.problem, freed), gave


def _family_free(tried: Tried) -> Gave:
    person = tried.person
    family = (held for held in tried.week.seats_of(person.id) if held.therapy.family)
    slots = _slots(family) - person.family_avail
    freed = replace(person, family_avail=person.family_avail | slots)
    return _with_person(tried.problem, freed), (
        Loosened("family_free", person.id, slots=tuple(sorted(slots))),
    )


def _individual_free(tried: Tried) -> Gave:
    person = tried.person
    slots = set(tried.week.hours[person.id].slots) - person.tele_avail
    freed = replace(person, tele_avail=person.tele_avail | slots)
    gave = Loosened("individual_free", person.id, slots=tuple(sorted(slots)), by_video=True)
    return _with_person(tried.problem, freed), (gave,)


def _member_hours(tried: Tried) -> Gave:
    person = tried.person
    most = tried.week.hours_of(person.id)
    gave = Loosened("member_hours", person.id, person.max_hours, most)
    return _with_person(tried.problem, replace(person, max_hours=most)), (gave,)


def _member_hours_day(tried: Tried) -> Gave:
    person = tried.person
    most = max(tried.week.hours_by_day(person.id).values())
    gave = Loosened("member_hours_day", person.id, person.max_hours_day, most)
    return _with_person(tried.problem, replace(person, max_hours_day=most)), (gave,)


def _group_max(tried: Tried) -> Gave:
    fullest: dict[str, int] = {}
    for held in tried.week.seats_of(tried.person.id):
        if len(held.members) > held.therapy.max:
            fullest[held.therapy.id] = max(len(held.members), fullest.get(held.therapy.id, 0))
    therapies = tuple(replace(each, max=fullest.get(each.id, each.max)) for each in tried.problem.therapies)
    gave = (
        Loosened("group_max", name, tried.problem.therapy[name].max, size) for name, size in fullest.items()
    )
    return replace(tried.problem, therapies=therapies), tuple(gave)


def _group_min(tried: Tried) -> Gave:
    smallest: dict[str, int] = {}
    for held in tried.week.held:
        if len(held.members) < held.therapy.min:
            known = smallest.get(held.therapy.id, held.therapy.min)
            smallest[held.therapy.id] = min(len(held.members), known)
    therapies = tuple(replace(each, min=smallest.get(each.id, each.min)) for each in tried.problem.therapies)
    gave = (
        Loosened("group_min", name, tried.problem.therapy[name].min, size) for name, size in smallest.items()
    )
    return replace(tried.problem, therapies=therapies), tuple(gave)


def _rooms(tried: Tried) -> Gave:
    opened = _opened(tried)
    site = opened.site
    taken = [
        sum(held.site.id == site.id and slot in held.slots for held in tried.week.held)
        - (site.rooms - site.rooms_less.get(slot, 0))
        for slot in opened.slots
    ]
    rooms = site.rooms + max(taken)
    sites = tuple(replace(each, rooms=rooms) if each is site else each for each in tried.problem.sites)
    return replace(tried.problem, sites=sites), (Loosened("rooms", site.id, site.rooms, rooms),)


def _max_parallel(tried: Tried) -> Gave:
    place = _opened(tried).group.place
    together = sum(held.group.place == place for held in tried.week.held)
    gave = Loosened("max_parallel", place[0], tried.problem.max_parallel, together)
    return replace(tried.problem, max_parallel=together), (gave,)


def _leader_free(tried: Tried) -> Gave:
    opened = _opened(tried)
    leader = tried.problem.facilitator[opened.group.facilitator]
    return _freed(tried.problem, leader, "leader_free", set(opened.slots) - leader.avail)


def _counselor_free(tried: Tried) -> Gave:
    hour = tried.week.hours[tried.person.id]
    leader = tried.problem.facilitator[hour.counselor or ""]
    return _freed(tried.problem, leader, "counselor_free", set(hour.slots) - leader.avail)


def _leader_hours(tried: Tried) -> Gave:
    problem, gave = tried.problem, []
    hour = tried.week.hours.get(tried.person.id)
    asked = {tried.opened.group.facilitator} if tried.opened else set()
    if hour and hour.counselor:
        asked.add(hour.counselor)
    for name in sorted(asked):
        leader, hours = problem.facilitator[name], tried.week.hours_led(name)
        if hours > leader.max_hours:
            gave.append(Loosened("leader_hours", name, leader.max_hours, hours))
            problem = _with_leader(problem, replace(leader, max_hours=hours))
    return problem, tuple(gave)


def _locked_group(tried: Tried) -> Gave:
    left = {held.group.place for held in tried.week.seats_of(tried.person.id)}
    locked = tried.problem.locked
    groups = tuple(
        group
        if group.place in left
        else replace(group, members=tuple(each for each in group.members if each != tried.person.id))
        for group in locked.groups
    )
    gave = tuple(
        Loosened("locked_group", before.therapy, len(before.members), len(after.members), (before.slot,))
        for before, after in zip(locked.groups, groups, strict=True)
        if before != after
    )
    return replace(tried.problem, locked=Week(groups, locked.individual)), gave


def _locked_individual(tried: Tried) -> Gave:
    locked = tried.problem.locked
    slot = locked.individual[tried.person.id]
    hours = {person: at for person, at in locked.individual.items() if person != tried.person.id}
    gave = Loosened("locked_individual", tried.person.id, slots=(slot,))
    return replace(tried.problem, locked=Week(locked.groups, hours)), (gave,)


def _opened(tried: Tried) -> Held:
    assert tried.opened is not None  # only a group to be opened breaks these rules
    return tried.opened


def _slots(seats: Iterable[Held]) -> frozenset[Slot]:
    return frozenset(slot for held in seats for slot in held.slots)


def _freed(problem: Problem, leader: Facilitator, rule: str, slots: set[Slot]) -> Gave:
    freed = replace(leader, avail=leader.avail | slots)
    return _with_leader(problem, freed), (Loosened(rule, leader.id, slots=tuple(sorted(slots))),)


def _with_person(problem: Problem, person: Participant) -> Problem:
    people = tuple(person if each.id == person.id else each for each in problem.participants)
    return replace(problem, participants=people)


def _with_leader(problem: Problem, leader: Facilitator) -> Problem:
    leaders = tuple(leader if each.id == leader.id else each for each in problem.facilitators)
    return replace(problem, facilitators=leaders)


_WAYS: Mapping[RuleSet, Callable[[Tried], Gave]] = {
    bits.MEMBER_FREE: _member_free,
    bits.FAMILY_FREE: _family_free,
    bits.INDIVIDUAL_FREE: _individual_free,
    bits.MEMBER_HOURS: _member_hours,
    bits.MEMBER_HOURS_DAY: _member_hours_day,
    bits.GROUP_MAX: _group_max,
    bits.GROUP_MIN: _group_min,
    bits.ROOMS: _rooms,
    bits.MAX_PARALLEL: _max_parallel,
    bits.LEADER_FREE: _leader_free,
    bits.COUNSELOR_FREE: _counselor_free,
    bits.LEADER_HOURS: _leader_hours,
    bits.LOCKED_GROUP: _locked_group,
    bits.LOCKED_INDIVIDUAL: _locked_individual,
}

FREED_BY_PEOPLE: RuleSet = bits.MEMBER_FREE | bits.FAMILY_FREE | bits.INDIVIDUAL_FREE
"""Rules that give way when the person or the family frees an hour."""
