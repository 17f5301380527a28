"""Who does not get in a plan what they need, and what would help."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from stepwell.domain.timetable.facts import Participant, Problem
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Plan


def lacking(problem: Problem, plan: Plan) -> list[str]:
    """People who have fewer hours, therapies or days than they need, or no individual hour."""
    return lacking_in(Laid(problem, plan))


def lacking_in(week: Laid) -> list[str]:
    """As `lacking`, for a plan that has been laid out already."""
    return [each.id for each in week.problem.participants if _lacks(week, each)]


def worth_of_a_group(week: Laid, people: Collection[str]) -> Mapping[str, Mapping[str, int]]:
    """By person and therapy, how much less the person would lack with one group more of it.

    Who lacks nothing that a group gives has no entry.
    """
    worth = {}
    for person in people:
        facts = week.person(person)
        by_therapy = {
            each.id: _worth(week, facts, each.id)
            for each in week.problem.therapies
            if each.open or facts.need.get(each.id, 0)
        }
        if any(by_therapy.values()):
            worth[person] = by_therapy
    return worth


def _lacks(week: Laid, person: Participant) -> bool:
    weights = week.problem.weights
    return bool(
        (weights.indiv_missing and person.id not in week.hours)
        or (weights.unmet_hour and _hours_short(week, person) > 0)
        or (weights.day_short and _days_short(week, person) > 0)
        or (
            weights.therapy_short
            and any(_therapy_short(week, person, therapy) > 0 for therapy in person.need)
        )
    )


def _worth(week: Laid, person: Participant, therapy: str) -> int:
    weights, length = week.problem.weights, week.problem.therapy[therapy].slots
    return (
        weights.therapy_short * max(0, min(length, _therapy_short(week, person, therapy)))
        + weights.unmet_hour * max(0, min(length, _hours_short(week, person)))
        + weights.day_short * (_days_short(week, person) > 0)
    )


def _hours_short(week: Laid, person: Participant) -> int:
    return person.min_hours - week.hours_of(person.id)


def _days_short(week: Laid, person: Participant) -> int:
    return person.min_days - len(week.hours_by_day(person.id))


def _therapy_short(week: Laid, person: Participant, therapy: str) -> int:
    given = sum(held.therapy.slots for held in week.seats_of(person.id) if held.therapy.id == therapy)
    return person.need.get(therapy, 0) - given
