"""A better week near the one at hand, found in a moment: a few people are moved, everyone else stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.facts import Participant, Problem
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.solver.budget import Budget
from stepwell.domain.timetable.solver.highs import search
from stepwell.domain.timetable.solver.model import Model, model_of
from stepwell.domain.timetable.solver.places import Key, Place, places_of
from stepwell.domain.timetable.solver.reading import plan_of, values_of

_LEADERS = 8  # so many who don't lead a group yet are thought of for it
_NODES = 200


def solve_near(
    problem: Problem,
    start: Plan,
    *,
    people: Collection[str],
    seconds: float,
    places: tuple[Place, ...] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found in which only these people, and the leaders of groups, do anything else.

    `start` is legal; what is given is legal too and never costs more. Others keep their seats and hours,
    except where a group that is no longer worth holding ends.
    """
    budget = Budget(seconds, should_stop=should_stop)
    free = {each for each in people if each in problem.participant}
    known = places_of(problem) if places is None else places
    model = model_of(_narrowed(problem, start, free), tuple(_places(problem, known, start, free)))
    values = values_of(model, start)
    if values is None or budget.is_over:
        return start
    program = model.program.with_rows(model.program.rows.followed_by(model.ties))
    found = search(program, budget, start=values, nodes=_NODES)
    if found.values is None:
        return start
    return _better(problem, start, plan_of(_over(problem, model), found.values))


def _over(problem: Problem, model: Model) -> Model:
    return replace(model, problem=problem)


def _better(problem: Problem, start: Plan, found: Plan) -> Plan:
    judged = check(problem, found)
    is_better = judged.is_legal and judged.objective < check(problem, start).objective
    return found if is_better else start


def _narrowed(problem: Problem, start: Plan, free: set[str]) -> Problem:
    """The problem in which everyone but these could have no individual hour but the one they have."""
    return replace(
        problem,
        participants=tuple(
            each if each.id in free else _as_planned(problem, start, each) for each in problem.participants
        ),
    )


def _as_planned(problem: Problem, start: Plan, person: Participant) -> Participant:
    slot = start.individual.get(person.id)
    if slot is None:
        return replace(person, counselors=())
    by = start.covered_by.get(person.id, person.counselors[0])
    slots = frozenset(problem.covered(slot, problem.individual_slots))
    return replace(person, tele_avail=slots, counselors=(by,))


def _places(problem: Problem, known: tuple[Place, ...], start: Plan, free: set[str]) -> Iterator[Place]:
    """Groups held now, open to those who are free to move; and places enough of these could fill."""
    held: dict[Key, list[Group]] = defaultdict(list)
    for group in start.groups:
        held[group.place].append(group)
    before = {group.place: group.facilitator for group in problem.previous.groups}
    led = _led(start)
    for place in known:
        here = held.get(place.key, [])
        staying = {member for group in here for member in group.members}
        moving = [each for each in place.people if each in free]
        if not here and len(moving) < max(1, place.therapy.min):
            continue
        leading = [group.facilitator for group in here]
        if place.key in before and before[place.key] in place.leaders:
            leading.append(before[place.key])
        if moving or not here:
            others = sorted(
                (each for each in place.leaders if each not in leading), key=lambda one: led.get(one, 0)
            )
            leading += others[:_LEADERS]
        kept = frozenset(leading)
        yield replace(
            place,
            leaders=tuple(each for each in place.leaders if each in kept),
            people=tuple(each for each in place.people if each in staying or each in free),
            most=min(place.most, len(kept)),
        )


def _led(plan: Plan) -> dict[str, int]:
    led: dict[str, int] = defaultdict(int)
    for group in plan.groups:
        led[group.facilitator] += 1
    return led
