"""What a week that was found changes in the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.search import Found, Search
from stepwell.domain.timetable.explain.space import HourAt, Offer, Seat
from stepwell.domain.timetable.facts import Slot
from stepwell.domain.timetable.laid import Touched
from stepwell.domain.timetable.plan import Group, Plan

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Change:
    """What a found week changes in the plan, and the plan so changed."""

    plan: Plan
    joins: tuple[Group, ...]
    leaves: tuple[Group, ...]
    hour: Slot | None
    opens: Group | None
    touched: Touched
    """All that may be judged otherwise than before."""

    @classmethod
    def of(cls, search: Search, found: Found) -> Change:
        space = search.space
        person, plan = space.person.id, space.week.plan
        taken = {option.what.group for option in found.options if isinstance(option.what, Seat)}
        hour = next((each.what for each in found.options if isinstance(each.what, HourAt)), None)
        offer = next((each.what for each in found.options if isinstance(each.what, Offer)), None)
        groups = [_seated(group, person, index in taken) for index, group in enumerate(plan.groups)]
        opens = _opened(search, offer) if offer else None
        return cls(
            plan=replace(
                plan,
                groups=(*groups, opens) if opens else tuple(groups),
                individual=_with(plan.individual, person, hour.slot if hour else None),
                covered_by=_with(plan.covered_by, person, _cover(search, hour)),
            ),
            joins=tuple(plan.groups[index] for index in sorted(taken - space.now)),
            leaves=tuple(plan.groups[index] for index in sorted(space.now - taken)),
            hour=hour.slot if hour and hour != space.hour_now else None,
            opens=opens,
            touched=Touched(_changed(search, taken, opens=bool(opens)), (person,)),
        )


def _changed(search: Search, taken: set[int], *, opens: bool) -> Sequence[int]:
    """The positions of the groups that are joined, left or opened."""
    space = search.space
    return [*sorted(taken ^ space.now), *([len(space.week.plan.groups)] if opens else [])]


def _seated(group: Group, person: str, sits: bool) -> Group:
    """The group with the person in it, or without."""
    if sits == (person in group.members):
        return group
    others = tuple(member for member in group.members if member != person)
    return replace(group, members=(*others, person) if sits else others)


def _opened(search: Search, offer: Offer) -> Group:
    """The group to be opened: the person, those who gain, those who come along."""
    space, opening = search.space, offer.opening
    crew = space.forming.crew(opening, offer.leader, search.in_force)
    people = space.problem.participants
    others = [
        people[one.bit_length() - 1].id for some in (crew.gaining, crew.along) for one in bits.each(some)
    ]
    return Group(*opening.place, offer.leader, (space.person.id, *others))


def _cover(search: Search, hour: HourAt | None) -> str | None:
    """Who holds the hour where it is not the person's own counselor."""
    own = search.space.person.counselors
    return None if hour is None or not own or hour.counselor == own[0] else hour.counselor


def _with(values: Mapping[str, Value], person: str, value: Value | None) -> Mapping[str, Value]:
    rest = {each: known for each, known in values.items() if each != person}
    return rest if value is None else {**rest, person: value}
