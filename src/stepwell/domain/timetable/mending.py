"""What remains of a plan when the facts have changed: everything that is still legal, nothing new."""

from __future__ import annotations

from dataclasses import replace

from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.laid import Held, Laid
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.rules import breaches_of
from stepwell.domain.timetable.rules.breach import Breach

_LOCKS = frozenset({"locked_group", "locked_individual"})
_OF_AN_HOUR = frozenset({"individual_free", "individual_counselor", "counselor_free"})
_SETTLED_BY_AN_HOUR = frozenset({"member_clash", "leader_clash", "leader_hours"})
"""Rules in which an individual hour gives way to a group: it finds another time more easily."""

_OF_A_GROUP = frozenset({"group_min"})
"""Rules whose breach names members none of whom is to blame."""


def mended(problem: Problem, plan: Plan) -> Plan:
    """The plan without what the problem no longer allows: people who left, seats, hours and groups.

    Of two that can't both stay, what is locked stays, and the larger group. Nothing is added, so a lock
    that the plan did not keep is still not kept; every other rule is.
    """
    now = _of_those_here(problem, plan)
    while True:
        week = Laid(problem, now)
        breach = next((each for each in breaches_of(week) if each.rule not in _LOCKS), None)
        if breach is None:
            return now
        now = _without(week, breach)


def _of_those_here(problem: Problem, plan: Plan) -> Plan:
    here, leaders = problem.participant, problem.facilitator
    groups = (
        replace(group, members=tuple(dict.fromkeys(each for each in group.members if each in here)))
        for group in plan.groups
        if group.facilitator in leaders
    )
    return replace(
        plan,
        groups=tuple(groups),
        individual={who: slot for who, slot in plan.individual.items() if who in here},
        covered_by={who: by for who, by in plan.covered_by.items() if who in here and by in leaders},
    )


def _without(week: Laid, breach: Breach) -> Plan:
    """The plan with one thing less, which the breach names."""
    concerned = sorted(_concerned(week, breach), key=lambda held: _worth(week.problem, held, breach))
    person = breach.people[0] if breach.people and breach.rule not in _OF_A_GROUP else None
    hour = _hour_concerned(week, breach)
    if hour is not None and (breach.rule in _OF_AN_HOUR or not concerned):
        return _without_hour(week.plan, hour)
    if hour is not None and breach.rule in _SETTLED_BY_AN_HOUR and hour not in week.problem.locked.individual:
        return _without_hour(week.plan, hour)
    if breach.rule == "group_max":
        return _without_member(week.plan, concerned[0].group, _last_to_join(week.problem, concerned[0]))
    if person is not None:
        return _without_member(week.plan, concerned[0].group, person)
    return replace(week.plan, groups=_all_but(week.plan, concerned[0].group))


def _concerned(week: Laid, breach: Breach) -> list[Held]:
    """Groups in the slots of the breach, of its leaders, with its people: what it could be about."""
    people = () if breach.rule in _OF_A_GROUP else breach.people
    return [
        held
        for held in week.held
        if (not breach.slots or set(breach.slots) & set(held.slots))
        and (not breach.leaders or held.group.facilitator in breach.leaders)
        and all(person in held.members for person in people[:1])
        and (breach.site is None or held.site.id == breach.site)
    ]


def _worth(problem: Problem, held: Held, breach: Breach) -> tuple[bool, int]:
    """Least for what goes first: what is not locked, and has fewer members."""
    alike = [
        each
        for each in problem.locked.groups
        if each.place == held.group.place and each.facilitator == held.group.facilitator
    ]
    seat = bool(breach.people) and breach.rule not in _OF_A_GROUP
    return any(not seat or breach.people[0] in each.members for each in alike), len(held.members)


def _last_to_join(problem: Problem, held: Held) -> str:
    locked = {
        member for each in problem.locked.groups if each.place == held.group.place for member in each.members
    }
    return min(reversed(held.members), key=lambda member: member in locked)


def _hour_concerned(week: Laid, breach: Breach) -> str | None:
    """Whose individual hour the breach is about: of a person named, or held by a leader named, then."""
    of_people = (week.hours[each] for each in breach.people if each in week.hours)
    of_leaders = (hour for leader in breach.leaders for hour in week.hours_given.get(leader, ()))
    hours = of_people if breach.people else of_leaders
    then = [hour.person for hour in hours if not breach.slots or set(breach.slots) & set(hour.slots)]
    locked = week.problem.locked.individual
    return min(then, key=lambda person: person in locked, default=None)


def _without_hour(plan: Plan, person: str) -> Plan:
    return replace(plan, individual={who: slot for who, slot in plan.individual.items() if who != person})


def _without_member(plan: Plan, group: Group, person: str) -> Plan:
    fewer = replace(group, members=tuple(each for each in group.members if each != person))
    return replace(plan, groups=tuple(fewer if each is group else each for each in plan.groups))


def _all_but(plan: Plan, group: Group) -> tuple[Group, ...]:
    return tuple(each for each in plan.groups if each is not group)
