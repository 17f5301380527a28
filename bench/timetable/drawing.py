"""Events that could happen to a plan, one of each kind and several at once, drawn by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from bench.timetable import generating
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.plan import Plan
from stepwell.domain.timetable.writing import problem_form

Event = dict[str, Any]


def events(problem: Problem, plan: Plan, seed: int = 0) -> Iterator[Event]:
    """A leader off sick for a day of groups, somebody's shift changed, one new, one gone, a room closed."""
    yield from _one_of_each(problem, plan, seed)


def several(problem: Problem, plan: Plan, seed: int = 1) -> list[Event]:
    """One event of each kind, all at once."""
    return list(_one_of_each(problem, plan, seed))


def _one_of_each(problem: Problem, plan: Plan, seed: int) -> Iterator[Event]:
    random = Random(f"stepwell events {problem.name} {seed}")
    group = random.choice([each for each in plan.groups if len(each.members) > 5] or plan.groups)
    day = problem.slots[group.slot].day
    that_day = [number for number, slot in enumerate(problem.slots) if slot.day == day]
    yield {"type": "facilitator_away", "facilitator": group.facilitator, "slots": that_day}
    other = random.choice(plan.groups)
    here = problem.slots[other.slot]
    block = [
        number
        for number, slot in enumerate(problem.slots)
        if (slot.day, slot.block) == (here.day, here.block)
    ]
    yield {"type": "busy", "participant": random.choice(other.members), "slots": block}
    yield {"type": "admit", "participant": _newcomer(problem)}
    yield {"type": "leave", "participant": random.choice(random.choice(plan.groups).members)}
    room = random.choice([each for each in plan.groups if not problem.site[each.site].tele] or plan.groups)
    yield {
        "type": "room_closed",
        "site": room.site,
        "slots": [number for number in that_day if problem.slots[number].day == day],
        "rooms": 1,
    }


def _newcomer(problem: Problem) -> Event:
    """Somebody from another program of this size, with a counselor from here."""
    other = generating.problem(24, seed=len(problem.participants), last_week=False)
    site = next((each.id for each in problem.sites if not each.tele), problem.sites[0].id)
    known = problem.participants[0].counselors
    person = replace(other.participants[0], id="NEW", site=site, counselors=known, avoid_fac=frozenset())
    form = problem_form(
        replace(other, facilitators=problem.facilitators, participants=(person,), sites=problem.sites)
    )
    from msgspec import to_builtins

    made: Event = to_builtins(form.participants[0])
    return made
