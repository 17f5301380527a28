"""Members of one place shared out among the groups held there, each with its leader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Group

Key = tuple[str, str, str, int]


def groups(
    problem: Problem, led: Mapping[Key, Sequence[str]], seats: Mapping[Key, Iterable[str]]
) -> list[Group]:
    """The groups of each place. Those with the fewest choices come first; who fits nowhere is left out."""
    made = []
    for key, leaders in led.items():
        locked = {
            (group.facilitator, member)
            for group in problem.locked.groups
            if group.place == key
            for member in group.members
        }
        held: dict[str, list[str]] = {leader: [] for leader in leaders}
        therapy = problem.therapy[key[0]]
        fair = -(-len(list(seats.get(key, ()))) // len(leaders))
        for person in sorted(seats.get(key, ()), key=lambda each: _choices(problem, each, leaders, locked)):
            fits = [each for each in leaders if _fits(problem, person, each, held[each], therapy.max, locked)]
            under = [each for each in fits if len(held[each]) < max(fair, therapy.min)]
            if fits:
                held[min(under or fits, key=lambda each: len(held[each]))].append(person)
        made += [Group(*key, leader, tuple(members)) for leader, members in held.items()]
    return made


def _choices(
    problem: Problem, person: str, leaders: Sequence[str], locked: set[tuple[str, str]]
) -> tuple[bool, int, str]:
    facts = problem.participant[person]
    is_locked = any((leader, person) in locked for leader in leaders)
    bound = len(facts.avoid) + any(person in other.avoid for other in problem.participants)
    return (not is_locked, sum(leader not in facts.avoid_fac for leader in leaders) - bound, person)


def _fits(
    problem: Problem, person: str, leader: str, members: list[str], most: int, locked: set[tuple[str, str]]
) -> bool:
    elsewhere = any(who == person and other != leader for other, who in locked)
    free = len(members) < most and leader not in problem.participant[person].avoid_fac
    return free and not elsewhere and not any(problem.apart(person, other) for other in members)
