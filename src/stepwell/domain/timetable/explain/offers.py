"""Groups that could be opened, each with the leader and the members it is best opened with."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.forming import Crew
from stepwell.domain.timetable.explain.leaders import LeaderSet
from stepwell.domain.timetable.explain.opening import Opening
from stepwell.domain.timetable.explain.search import AMOUNT, Search, allowed
from stepwell.domain.timetable.explain.space import Candidate, Offer, Part
from stepwell.domain.timetable.explain.weeks import Option

_MOST_GAINING = 90
_GAIN = 10


def offers(search: Search, therapy: str | None, rule: RuleSet) -> Iterator[Option[Part]]:
    """Groups that could be opened if one rule (or none: 0) gave way for the person, the place or the leader.

    For everybody else all rules in force hold. Dearer is what asks more of the
    rule, and then what fewer others would gain from.
    """
    for chance in search.space.chances:
        if therapy is not None and chance.therapy.id != therapy:
            continue
        candidates = allowed(chance, search.in_force & ~rule)
        found = [each for candidate in candidates for each in _offered(search, candidate, rule)]
        if found:
            own, price, offer = min(found, key=lambda each: each[:2])
            yield search.space.as_option(chance, by_counselor=own, offer=offer, price=price)


def _offered(search: Search, candidate: Candidate, rule: RuleSet) -> Iterator[tuple[bool, int, Offer]]:
    """The group with its best leader, at most one: led by the own counselor or not, its price, and itself."""
    space, opening = search.space, candidate.opening
    able = space.forming.leaders_for(opening, search.in_force & ~rule, search.in_force)
    others = able & ~space.own_counselors
    if able:
        leader = _best_leader(search, opening, others or able, rule)
        crew = space.forming.crew(opening, leader, search.in_force)
        asked = AMOUNT * _asked(search, candidate, leader, crew, rule)
        price = asked + _GAIN * (_MOST_GAINING - min(crew.gaining.bit_count(), _MOST_GAINING))
        yield not others, price, Offer(opening, leader)


def _best_leader(search: Search, opening: Opening, able: LeaderSet, rule: RuleSet) -> str:
    """Whoever it asks least of, and of those who has most time left."""
    leaders = search.space.leaders
    return min(
        leaders.of(able),
        key=lambda leader: (_asked_of_leader(search, opening, leader, rule), -leaders.hours_left[leader]),
    )


def _asked_of_leader(search: Search, opening: Opening, leader: str, rule: RuleSet) -> int:
    if rule & bits.LEADER_FREE:
        return len(set(opening.slots) - search.space.problem.facilitator[leader].avail)
    if rule & bits.LEADER_HOURS:
        return max(0, len(opening.slots) - search.space.leaders.hours_left[leader])
    return 0


def _asked(search: Search, candidate: Candidate, leader: str, crew: Crew, rule: RuleSet) -> int:
    """How many pieces of the rule this group asks for."""
    opening = candidate.opening
    if rule & bits.GROUP_MIN:
        return max(0, opening.therapy.min - 1 - crew.size)
    if rule & (bits.MEMBER_FREE | bits.FAMILY_FREE):
        free = search.space.free_for(opening.site.tele, family=bool(rule & bits.FAMILY_FREE))
        return len(set(opening.slots) - free) if candidate.breaks & rule else 0
    if rule & (bits.LEADER_FREE | bits.LEADER_HOURS):
        return _asked_of_leader(search, opening, leader, rule)
    return int(bool(candidate.breaks & rule))
