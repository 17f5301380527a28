"""What a plan costs: each thing one would rather not have, by its name and its weight.

The first four are shortage (somebody does not get what they need); the rest is soft (it could be nicer).
A cost is its weight times a count, and the counts depend on the plan alone, not on how it was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from stepwell.domain.timetable.facts import Participant, Problem
from stepwell.domain.timetable.laid import Held, Laid
from stepwell.domain.timetable.plan import Place, Plan

SENTENCES: Mapping[str, str] = {
    "unmet_hour": "Each hour that somebody has below the least of their level of care.",
    "therapy_short": "Each hour of a needed therapy that is not given.",
    "day_short": "Each day with treatment that somebody has below their least.",
    "indiv_missing": "Each participant without an individual hour.",
    "group_hour": "Each hour of each group.",
    "pref": "The dislikes of the slots used, groups and individual hours.",
    "mode": 'Each hour in a group in the mode somebody doesn\'t want; "either" costs nothing.',
    "trip": "Each day on which somebody has an in-person group.",
    "cont": "Each seat of last week lost: same therapy, variant, site and slot, for people still here.",
    "lead": "Each member still here of a group of last week whose leader no longer leads it.",
    "load": "A leader's hours above 60 percent of their most, and again above 80 percent.",
    "excess": "Each hour above the least of somebody's level of care.",
    "indiv_moved": "Each individual hour moved from last week's slot.",
}
"""Every cost by its name, in the order of the exchange form."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a plan costs, weights and all, in the order of the exchange form."""

    unmet_hour: int = 0
    therapy_short: int = 0
    day_short: int = 0
    indiv_missing: int = 0
    group_hour: int = 0
    pref: int = 0
    mode: int = 0
    trip: int = 0
    cont: int = 0
    lead: int = 0
    load: int = 0
    excess: int = 0
    indiv_moved: int = 0

    @property
    def shortage(self) -> int:
        """What people lack: hours, therapies, days, individual hours."""
        return self.unmet_hour + self.therapy_short + self.day_short + self.indiv_missing

    @property
    def objective(self) -> int:
        """All together; the less, the better."""
        return sum(asdict(self).values())

    @property
    def soft(self) -> int:
        """All that is no shortage."""
        return self.objective - self.shortage

    def gap(self, bound: float) -> float:
        """How much of the objective may still be spared at most, given a proven lower bound on it.

        >>> Costs(unmet_hour=900, pref=100).gap(990)
        0.01
        """
        return (self.objective - bound) / self.objective if self.objective else 0.0

    def soft_gap(self, bound: float) -> float:
        """As `gap`, of the soft part alone: what the shortage can't hide.

        >>> Costs(unmet_hour=900, pref=100).soft_gap(990)
        0.1
        """
        return (self.objective - bound) / self.soft if self.soft else 0.0

    def by_name(self) -> dict[str, int]:
        """The costs by their names, in order."""
        return asdict(self)


def costs_of(problem: Problem, plan: Plan) -> Costs:
    """What the plan costs, legal or not. Who is named twice in one group sits in it once."""
    return costs_of_laid(Laid(problem, plan))


def costs_of_laid(week: Laid) -> Costs:
    """As `costs_of`, for a plan that has been laid out already."""
    weights = week.problem.weights
    people = week.problem.participants
    hours = [week.hours_of(each.id) for each in people]
    return Costs(
        unmet_hour=weights.unmet_hour
        * sum(max(0, each.min_hours - had) for each, had in zip(people, hours, strict=True)),
        therapy_short=weights.therapy_short * sum(_hours_lacking(week, each) for each in people),
        day_short=weights.day_short
        * sum(max(0, each.min_days - len(week.hours_by_day(each.id))) for each in people),
        indiv_missing=weights.indiv_missing * sum(each.id not in week.hours for each in people),
        group_hour=weights.group_hour * sum(held.therapy.slots for held in week.held),
        pref=weights.pref * sum(_dislikes(week, each) for each in people),
        mode=weights.mode * sum(_hours_in_other_mode(week, each) for each in people),
        trip=weights.trip * sum(_trips(week.seats_of(each.id)) for each in people),
        cont=weights.cont * _seats_lost(week),
        lead=weights.lead * _leaders_lost(week),
        load=_load(week),
        excess=weights.excess
        * sum(max(0, had - each.min_hours) for each, had in zip(people, hours, strict=True)),
        indiv_moved=weights.indiv_moved * _hours_moved(week),
    )


def _hours_lacking(week: Laid, person: Participant) -> int:
    given: dict[str, int] = {}
    for held in week.seats_of(person.id):
        given[held.therapy.id] = given.get(held.therapy.id, 0) + held.therapy.slots
    return sum(max(0, needed - given.get(therapy, 0)) for therapy, needed in person.need.items())


def _dislikes(week: Laid, person: Participant) -> int:
    dislike = person.pref
    total = sum(dislike.get(slot, 0) for held in week.seats_of(person.id) for slot in held.slots)
    hour = week.hours.get(person.id)
    return total + sum(dislike.get(slot, 0) for slot in hour.slots) if hour else total


def _hours_in_other_mode(week: Laid, person: Participant) -> int:
    if person.mode == "either":
        return 0
    by_video = person.mode == "tele"
    return sum(held.therapy.slots for held in week.seats_of(person.id) if held.site.tele != by_video)


def _trips(seats: Sequence[Held]) -> int:
    return len({held.day for held in seats if not held.site.tele})


def _seats_lost(week: Laid) -> int:
    here = week.problem.participant
    now: dict[Place, set[str]] = defaultdict(set)
    for held in week.held:
        now[held.group.place].update(held.members)
    before: dict[Place, set[str]] = defaultdict(set)
    for group in week.problem.previous.groups:
        before[group.place].update(group.members)
    gone = (members.difference(now.get(place, ())) for place, members in before.items())
    return sum(member in here for members in gone for member in members)


def _leaders_lost(week: Laid) -> int:
    leading = {(held.group.facilitator, held.group.place) for held in week.held}
    here = week.problem.participant
    return sum(
        sum(member in here for member in set(group.members))
        for group in week.problem.previous.groups
        if (group.facilitator, group.place) not in leading
    )


def _load(week: Laid) -> int:
    weights = week.problem.weights
    total = 0
    for leader in week.problem.facilitators:
        hours = week.hours_led(leader.id)
        total += weights.load60 * max(0, hours - leader.max_hours * 6 // 10)
        total += weights.load80 * max(0, hours - leader.max_hours * 8 // 10)
    return total


def _hours_moved(week: Laid) -> int:
    given = week.plan.individual
    before = week.problem.previous.individual
    here = week.problem.participant
    return sum(person in here and given.get(person, slot) != slot for person, slot in before.items())
