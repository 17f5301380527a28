"""Every change in the space that `explain` speaks of, by trying all of them and asking the rules.

It knows the space by its words and nothing of how `explain` looks through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations, product
from typing import TypeVar

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.explain import Shortage, shortages_of
from stepwell.domain.timetable.facts import Problem, Weights
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.rules import breaches_of
from stepwell.domain.timetable.rules.breach import Breach

Item = TypeVar("Item")


def broken_by_helping_weeks(
    problem: Problem, plan: Plan, shortage: Shortage, *, opening: bool
) -> set[frozenset[str]]:
    """For every week that helps: the rules it breaks, of those the plan keeps. The smallest sets only."""
    kept_not = {breach.rule for breach in check(problem, plan).breaches}
    now = _lacks(problem, plan, shortage)
    sets = set()
    for changed in changed_plans(problem, plan, shortage, opening=opening):
        lacks = _lacks(problem, changed, shortage)
        if lacks[0] < now[0] and lacks[1:] < now[1:]:
            rules = {breach.rule for breach in breaches_of(Laid(problem, changed))}
            sets.add(frozenset(rules - kept_not))
    return {one for one in sets if not any(other < one for other in sets)}


def give_way_alone(problem: Problem, plan: Plan, shortage: Shortage, *, opening: bool) -> dict[str, int]:
    """Rules that alone stand in the way of the person, a place or a leader, not of who else would come.

    Each with the fewest of the person's hours to be freed for it; for other
    rules the number says nothing.
    """
    kept_not = {breach.rule for breach in check(problem, plan).breaches}
    now = _lacks(problem, plan, shortage)
    found: dict[str, int] = {}
    for changed in changed_plans(problem, plan, shortage, opening=opening):
        lacks = _lacks(problem, changed, shortage)
        if lacks[0] < now[0] and lacks[1:] < now[1:]:
            breaches = [each for each in breaches_of(Laid(problem, changed)) if each.rule not in kept_not]
            rules = {each.rule for each in breaches}
            if len(rules) == 1 and _of_the_person_alone(breaches, shortage.participant):
                (rule,) = rules
                hours = sum(len(each.slots) for each in breaches)
                found[rule] = min(hours, found.get(rule, hours))
    return found


def _of_the_person_alone(breaches: list[Breach], person: str) -> bool:
    of_members = ("member_", "family_", "therapy_once", "travel", "same_", "needed_", "leader_to_avoid")
    return all(each.people == (person,) for each in breaches if each.rule.startswith(of_members))


def smallest_meeting_all(sets: set[frozenset[str]]) -> int:
    """How many rules the smallest set has that holds one of each of these."""
    rules = sorted(frozenset().union(*sets))
    sizes = (
        size
        for size in range(len(rules) + 1)
        for chosen in combinations(rules, size)
        if all(one & set(chosen) for one in sets)
    )
    return next(sizes)


def changed_plans(problem: Problem, plan: Plan, shortage: Shortage, *, opening: bool) -> Iterator[Plan]:
    """The plan with every other week for the person, and where asked with one group more."""
    person = shortage.participant
    for moved in _own_weeks(problem, plan, person):
        yield moved
        if opening:
            for group in _new_groups(problem, plan, shortage):
                if _leaves_hour_alone(problem, plan, moved, group, person):
                    yield replace(moved, groups=(*moved.groups, group))


def _lacks(problem: Problem, plan: Plan, shortage: Shortage) -> tuple[int, int, int]:
    """Of this shortage; of everything, weighed; of everything, counted."""
    weights = problem.weights
    mine = [each for each in shortages_of(Laid(problem, plan)) if each.participant == shortage.participant]
    this = sum(
        each.missing for each in mine if (each.kind, each.therapy) == (shortage.kind, shortage.therapy)
    )
    return this, sum(_weight(weights, each) * each.missing for each in mine), sum(e.missing for e in mine)


def _weight(weights: Weights, shortage: Shortage) -> int:
    weight: int = getattr(weights, shortage.kind.value)
    return weight


def _own_weeks(problem: Problem, plan: Plan, person: str) -> Iterator[Plan]:
    for seats in _subsets(range(len(plan.groups))):
        groups = tuple(_with(group, person, index in seats) for index, group in enumerate(plan.groups))
        for slot, holder in _hours(problem, person):
            individual = {who: at for who, at in plan.individual.items() if who != person}
            covered = {who: by for who, by in plan.covered_by.items() if who != person}
            if slot is not None:
                individual[person] = slot
                if holder is not None and holder != problem.participant[person].counselors[0]:
                    covered[person] = holder
            yield replace(plan, groups=groups, individual=individual, covered_by=covered)


def _hours(problem: Problem, person: str) -> Iterator[tuple[int | None, str | None]]:
    yield None, None
    for slot in range(len(problem.slots)):
        if problem.run(slot, problem.individual_slots):
            for holder in problem.participant[person].counselors or (None,):
                yield slot, holder


def _new_groups(problem: Problem, plan: Plan, shortage: Shortage) -> Iterator[Group]:
    person = shortage.participant
    others = [each.id for each in problem.participants if each.id != person]
    led = {(group.place, group.facilitator) for group in plan.groups}
    for place in _new_places(problem, shortage):
        for leader in problem.facilitators:
            if (place, leader.id) not in led:
                for more in _subsets(others):
                    yield Group(*place, leader.id, (person, *more))


def _new_places(problem: Problem, shortage: Shortage) -> Iterator[tuple[str, str, str, int]]:
    home = problem.participant[shortage.participant].site
    sites = [site for site in problem.sites if site.tele or site.id == home]
    therapies = [each for each in problem.therapies if shortage.therapy in (None, each.id)]
    for therapy, slot in product(therapies, range(len(problem.slots))):
        if problem.run(slot, therapy.slots):
            for site, variant in product(sites, problem.variants):
                yield therapy.id, variant.id, site.id, slot


def _leaves_hour_alone(problem: Problem, plan: Plan, moved: Plan, group: Group, person: str) -> bool:
    """A new group led by one of the person's own counselors comes with the individual hour as it was."""
    if group.facilitator not in problem.participant[person].counselors:
        return True
    return (plan.individual.get(person), plan.covered_by.get(person)) == (
        moved.individual.get(person),
        moved.covered_by.get(person),
    )


def _with(group: Group, person: str, sits: bool) -> Group:
    others = tuple(member for member in group.members if member != person)
    return replace(group, members=(*others, person) if sits else others)


def _subsets(among: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    items = list(among)
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))
