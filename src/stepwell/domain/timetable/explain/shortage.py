"""What people lack in a plan: hours, hours of a therapy they need, days, the individual hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from stepwell.domain.timetable.facts import Participant
from stepwell.domain.timetable.laid import Laid


class Kind(Enum):
    """The four shortages, by the names of their costs."""

    HOURS = "unmet_hour"
    THERAPY = "therapy_short"
    DAYS = "day_short"
    INDIVIDUAL = "indiv_missing"


@dataclass(frozen=True, slots=True)
class Shortage:
    """Who lacks how much of what. Hours are counted in slots; `therapy` is set for `Kind.THERAPY` alone."""

    participant: str
    kind: Kind
    missing: int
    therapy: str | None = None


def shortages_of(week: Laid) -> Iterator[Shortage]:
    """Every shortage of a plan: people in the order of the problem, each one's kinds in their order."""
    for person in week.problem.participants:
        yield from shortages_of_person(week, person)


def shortages_of_person(week: Laid, person: Participant) -> Iterator[Shortage]:
    """What one person lacks."""
    hours = person.min_hours - week.hours_of(person.id)
    if hours > 0:
        yield Shortage(person.id, Kind.HOURS, hours)
    given = given_by_therapy(week, person.id)
    for therapy, needed in person.need.items():
        if needed > given.get(therapy, 0):
            yield Shortage(person.id, Kind.THERAPY, needed - given.get(therapy, 0), therapy)
    days = person.min_days - len(week.hours_by_day(person.id))
    if days > 0:
        yield Shortage(person.id, Kind.DAYS, days)
    if person.id not in week.hours:
        yield Shortage(person.id, Kind.INDIVIDUAL, 1)


def given_by_therapy(week: Laid, person: str) -> dict[str, int]:
    """The hours of each therapy that a person has, in slots."""
    given: dict[str, int] = {}
    for held in week.seats_of(person):
        given[held.therapy.id] = given.get(held.therapy.id, 0) + held.therapy.slots
    return given
