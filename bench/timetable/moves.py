"""Moves of a re-planned week that nobody needed: undone, the week is as legal and costs no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Group, Plan


def needless(problem: Problem, before: Plan, after: Plan) -> tuple[int, int]:
    """How many moves there are, and how many of them alone could be undone without loss.

    A move is one person's changed groups, one person's moved hour, or one
    group's other leader. `problem` is the one after the events, `before` what they left of the plan.
    """
    found = check(problem, after)
    undone = [check(problem, each) for each in _each_undone(problem, before, after) if each is not None]
    moves = sum(1 for _ in _each_undone(problem, before, after))
    return moves, sum(each.is_legal and each.objective <= found.objective for each in undone)


def _each_undone(problem: Problem, before: Plan, after: Plan) -> Iterator[Plan | None]:
    """The week with one move undone, for each move; None where the group to go back to is gone."""
    seats_before, seats_after = _seats(before), _seats(after)
    for person in problem.participant:
        if seats_before[person] != seats_after[person] and seats_before[person]:
            yield _back_in(after, person, seats_before[person])
        hour = before.individual.get(person)
        if hour is not None and after.individual.get(person) != hour:
            yield replace(after, individual={**after.individual, person: hour})
    led = {group.place: group.facilitator for group in before.groups}
    for index, group in enumerate(after.groups):
        previous = led.get(group.place)
        alone = sum(each.place == group.place for each in (*before.groups, *after.groups)) == 2
        if previous not in (None, group.facilitator) and alone:
            changed = replace(group, facilitator=str(previous))
            yield replace(after, groups=(*after.groups[:index], changed, *after.groups[index + 1 :]))


def _seats(plan: Plan) -> dict[str, set[tuple[str, str, str, int]]]:
    seats: dict[str, set[tuple[str, str, str, int]]] = defaultdict(set)
    for group in plan.groups:
        for member in group.members:
            seats[member].add(group.place)
    return seats


def _back_in(plan: Plan, person: str, wanted: set[tuple[str, str, str, int]]) -> Plan | None:
    left = set(wanted)
    groups: list[Group] = []
    for group in plan.groups:
        members = [each for each in group.members if each != person]
        if group.place in left:
            left.discard(group.place)
            members.append(person)
        groups.append(replace(group, members=tuple(members)))
    return None if left else replace(plan, groups=tuple(groups))
