"""Two drafts side by side: figures, groups that only one has, and whose week differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling.drafts import DraftLine, get_draft
from stepwell.actions.timetabling.laying_out import sum_figures
from stepwell.actions.timetabling.naming import Names, names_of
from stepwell.actions.timetabling.viewing import (
    PlacedGroup,
    list_parts,
    open_names,
    placed,
    placed_groups,
)
from stepwell.domain.timetable.life.figures import Figures
from stepwell.records.timetable.models import DraftPart


@dataclass(frozen=True)
class GroupChange:
    """The same service at the same time in both; who comes and who goes from the one to the other."""

    one: PlacedGroup
    other: PlacedGroup
    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True)
class PersonChange:
    """Somebody whose week differs, with the minutes of each."""

    person_id: UUID
    name: str
    minutes_one: int
    minutes_other: int
    floor_minutes: int
    seats_changed: int


@dataclass(frozen=True)
class Comparison:
    """Two drafts, from the one to the other."""

    one: DraftLine
    other: DraftLine
    one_figures: Figures
    other_figures: Figures
    only_one: tuple[PlacedGroup, ...]
    only_other: tuple[PlacedGroup, ...]
    changed: tuple[GroupChange, ...]
    people: tuple[PersonChange, ...]


_Place = tuple[Any, ...]


@dataclass(frozen=True)
class _Side:
    """One of the two, by place and by person."""

    parts: list[DraftPart]
    told: Mapping[_Place, tuple[DraftPart, Mapping[str, Any]]]
    seats: Mapping[str, frozenset[_Place]]

    @classmethod
    def of(cls, draft_id: UUID) -> _Side:
        parts = list_parts(draft_id)
        told = {
            place: (part, each)
            for part in parts
            for place, each in _numbered(part, part.laid_out.get("groups", ()))
        }
        seats: dict[str, set[_Place]] = {}
        for place, (_, each) in told.items():
            for person in each["members"]:
                seats.setdefault(person, set()).add(place)
        for part in parts:
            for hour in part.laid_out.get("hours", ()):
                seats.setdefault(hour["person"], set()).add(("hour", hour["starts"], hour["leader"]))
        return cls(parts, told, {person: frozenset(some) for person, some in seats.items()})

    def minutes(self, person: str) -> int:
        return sum(part.laid_out.get("minutes", {}).get(person, 0) for part in self.parts)

    def floor(self, person: str) -> int:
        return max((part.facts["floors"].get(person, 0) for part in self.parts), default=0)


def compare(by: SignedIn, one: UUID, other: UUID, *, at: datetime) -> Comparison:
    """What differs; whoever's week differs is named, and opened with one line for all of them."""
    lines = get_draft(by, one), get_draft(by, other)
    first, second = _Side.of(one), _Side.of(other)
    differ = [
        person
        for person in sorted(first.seats.keys() | second.seats.keys())
        if first.seats.get(person) != second.seats.get(person)
    ]
    people = open_names(by, differ, at=at)
    names = names_of([*first.parts, *second.parts])
    return Comparison(
        one=lines[0],
        other=lines[1],
        one_figures=sum_figures(first.parts),
        other_figures=sum_figures(second.parts),
        only_one=_only(first, second, names),
        only_other=_only(second, first, names),
        changed=tuple(
            _changed(first, second, place, names, people)
            for place in first.told
            if place in second.told and _differs(first, second, place)
        ),
        people=tuple(_person(first, second, person, people[person]) for person in differ if person in people),
    )


def _numbered(
    part: DraftPart, groups: Iterable[Mapping[str, Any]]
) -> Iterable[tuple[_Place, Mapping[str, Any]]]:
    """Each group with its place; two at one place are told apart by the order of their leaders."""
    count: dict[_Place, int] = {}
    for each in sorted(groups, key=lambda told: str(told["leader"])):
        place = (
            part.site_id,
            each["service"],
            each["language"],
            each["gender"],
            each["starts"],
            each["by_video"],
        )
        count[place] = count.get(place, 0) + 1
        yield (*place, count[place]), each


def _only(one: _Side, other: _Side, names: Names) -> tuple[PlacedGroup, ...]:
    missing = {id(each) for place, (_, each) in one.told.items() if place not in other.told}
    return tuple(
        placed
        for part in one.parts
        for told, placed in zip(part.laid_out.get("groups", ()), placed_groups(part, names), strict=True)
        if id(told) in missing
    )


def _differs(first: _Side, second: _Side, place: _Place) -> bool:
    one, other = first.told[place][1], second.told[place][1]
    return bool(one["leader"] != other["leader"] or set(one["members"]) != set(other["members"]))


def _changed(
    first: _Side, second: _Side, place: _Place, names: Names, people: Mapping[str, str]
) -> GroupChange:
    (part, one), (other_part, other) = first.told[place], second.told[place]
    before, after = set(one["members"]), set(other["members"])
    return GroupChange(
        one=placed(one, part, names),
        other=placed(other, other_part, names),
        came=tuple(sorted(people[key] for key in after - before if key in people)),
        went=tuple(sorted(people[key] for key in before - after if key in people)),
    )


def _person(first: _Side, second: _Side, person: str, name: str) -> PersonChange:
    before, after = first.seats.get(person, frozenset()), second.seats.get(person, frozenset())
    return PersonChange(
        person_id=UUID(person),
        name=name,
        minutes_one=first.minutes(person),
        minutes_other=second.minutes(person),
        floor_minutes=max(first.floor(person), second.floor(person)),
        seats_changed=max(len(before - after), len(after - before)),
    )
