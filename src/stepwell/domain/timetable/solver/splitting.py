"""The members of one place, told apart by the leaders of its groups."""

from __future__ import annotations

from collections.abc import Sequence

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.solver.places import Place

_MOST_STEPS = 2000


def split(
    problem: Problem, place: Place, leaders: Sequence[str], members: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """The members of each leader's group, as even as may be.

    Locked members stay with their leader, nobody is with somebody they are to be kept apart from; who
    can't be in any of the groups is in none.
    """
    groups: list[list[str]] = [_locked(problem, place, leader, members) for leader in leaders]
    placed = {member for group in groups for member in group}
    waiting = [each for each in members if each not in placed]
    waiting.sort(key=lambda each: (-_bonds(problem, each, members, leaders), members.index(each)))
    special = [each for each in waiting if _bonds(problem, each, members, leaders)]
    _place_special(problem, place, leaders, groups, special)
    for member in waiting[len(special) :]:
        min(groups, key=len).append(member)
    return tuple(tuple(group) for group in groups)


def _locked(problem: Problem, place: Place, leader: str, members: Sequence[str]) -> list[str]:
    stay: dict[str, None] = {}
    for group in problem.locked.groups:
        if group.place == place.key and group.facilitator == leader:
            stay.update(dict.fromkeys(group.members))
    return [each for each in stay if each in members]


def _bonds(problem: Problem, person: str, members: Sequence[str], leaders: Sequence[str]) -> int:
    shy = sum(leader in problem.participant[person].avoid_fac for leader in leaders)
    return shy + sum(problem.apart(person, other) for other in members if other != person)


def _place_special(
    problem: Problem, place: Place, leaders: Sequence[str], groups: list[list[str]], special: list[str]
) -> None:
    """Seat these one after the other, going back where somebody has no group left, for so many steps."""
    steps, at, tried = 0, 0, [0] * (len(special) + 1)
    seated: list[int] = []
    while at < len(special) and steps < _MOST_STEPS:
        steps += 1
        person, choices = special[at], range(tried[at], len(groups))
        group = next((n for n in choices if _fits(problem, place, leaders[n], groups[n], person)), None)
        if group is not None:
            groups[group].append(person)
            seated.append(group)
            tried[at], at = group + 1, at + 1
            tried[at] = 0
        elif at == 0:
            break
        else:
            at -= 1
            groups[seated.pop()].pop()
    if at < len(special):
        for group in reversed(seated):
            groups[group].pop()
        _place_where_possible(problem, place, leaders, groups, special)


def _place_where_possible(
    problem: Problem, place: Place, leaders: Sequence[str], groups: list[list[str]], special: list[str]
) -> None:
    for person in special:
        for leader, group in zip(leaders, groups, strict=True):
            if _fits(problem, place, leader, group, person):
                group.append(person)
                break


def _fits(problem: Problem, place: Place, leader: str, group: list[str], person: str) -> bool:
    return (
        len(group) < place.therapy.max
        and leader not in problem.participant[person].avoid_fac
        and not any(problem.apart(person, other) for other in group)
    )
