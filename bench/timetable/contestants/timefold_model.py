"""The week as Timefold sees it: seats choose a group, groups an offer, people their individual hour.

What a person's week breaks and costs is counted in plain functions; rooms, leaders and sizes are constraint
streams. A breach weighs more than anything else. Offers and hours are whole numbers with their facts in their
digits, since objects are carried over to Java one attribute at a time, which would take minutes.
The plain loops are there because not all of Python can be carried over.
"""

# No postponed annotations: Timefold reads them.
from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningPin,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    SimpleScore,
    constraint_provider,
)

BREACH = 100_000
LONELY = 300
"""For each member a group lacks: more than nothing, less than what a first member gains."""
OUTSIDE = -1
MANY = 1000
"""A leader in a slot has the key number * MANY + slot; a site's rooms in a slot have keys below nothing."""
PARALLEL = -(10**9)
"""The key of the limit on groups in parallel."""


LEADER, FIRST, SITE, VARIANT, THERAPY = 1000, 1000, 10**6, 10**9, 10**11
DAY, LONG, TELE = 10**13, 10**14, 10**15
"""An offer is tele, long, day, therapy (2 digits), variant (2), site (3), first slot (3), leader (3)."""


def code(
    tele: bool, long: int, day: int, therapy: int, variant: int, site: int, first: int, leader: int
) -> int:
    """An offer as a whole number."""
    where = THERAPY * therapy + VARIANT * variant + SITE * site + FIRST * first
    return TELE * tele + LONG * long + DAY * day + where + leader


def leader_of(offer: int) -> int:
    return offer % LEADER


def place_of(offer: int) -> int:
    """Everything but the leader."""
    return offer // LEADER


def first_of(offer: int) -> int:
    return offer // FIRST % 1000


def site_of(offer: int) -> int:
    return offer // SITE % 1000


def therapy_of(offer: int) -> int:
    return offer // THERAPY % 100


def day_of(offer: int) -> int:
    return offer // DAY % 10


def long_of(offer: int) -> int:
    return offer // LONG % 10


def tele_of(offer: int) -> int:
    return offer // TELE


@dataclass(eq=False)
class Label:
    """A group that may be held, as a seat names it."""

    number: int
    least: int
    most: int
    cost: int


@dataclass(eq=False)
class Person:
    number: int
    min_hours: int
    max_hours: int
    min_days: int
    max_hours_day: int
    therapies: list[int]
    hours: list[int]
    shy_of: list[int]
    worth: dict[int, int]
    """What a seat in a place costs; in a place that is missing the person can't be."""
    meeting: dict[int, int]
    weights: list[int]
    """unmet hour, therapy short, day short, hour missing, trip, excess"""


@dataclass(eq=False)
class Limit:
    """Rooms of a site in a slot, hours of a leader, or groups in parallel."""

    key: int
    most: int
    load60: int
    load80: int
    weight60: int
    weight80: int


@dataclass(eq=False)
class Apart:
    one: int
    other: int


@dataclass(eq=False)
class Stayed:
    """What it saves when a leader of last week leads the same group again."""

    offer: int
    saves: int


@planning_entity
@dataclass(eq=False)
class Group:
    id: Annotated[int, PlanningId]
    label: Label
    pinned: Annotated[bool, PlanningPin]
    offers: Annotated[list[int], ValueRangeProvider(id="offers")]
    offer: Annotated[int, PlanningVariable(value_range_provider_refs=["offers"])] = field(default=None)


@planning_entity
@dataclass(eq=False)
class Seat:
    id: Annotated[int, PlanningId]
    person: Person
    pinned: Annotated[bool, PlanningPin]
    labels: Annotated[list[Label], ValueRangeProvider(id="labels")]
    group: Annotated[Label, PlanningVariable(value_range_provider_refs=["labels"])] = field(default=None)


@planning_entity
@dataclass(eq=False)
class Meeting:
    id: Annotated[int, PlanningId]
    person: Person
    pinned: Annotated[bool, PlanningPin]
    counselor: int
    hours: Annotated[list[int], ValueRangeProvider(id="hours")]
    """Slot times ten and the day, or -1 for none."""
    hour: Annotated[int, PlanningVariable(value_range_provider_refs=["hours"])] = field(default=None)


@planning_solution
@dataclass(eq=False)
class Week:
    limits: Annotated[list[Limit], ProblemFactCollectionProperty]
    stayed: Annotated[list[Stayed], ProblemFactCollectionProperty]
    apart: Annotated[list[Apart], ProblemFactCollectionProperty]
    groups: Annotated[list[Group], PlanningEntityCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    meetings: Annotated[list[Meeting], PlanningEntityCollectionProperty]
    score: Annotated[SimpleScore, PlanningScore] = field(default=None)


def collide(one: int, other: int) -> int:
    """How often two groups of one day break a rule for somebody who sits in both."""
    found = 0
    first = first_of(one)
    last = first + long_of(one)
    before = first_of(other)
    until = before + long_of(other)
    if therapy_of(other) == therapy_of(one):
        found += 1
    if before < last and first < until:
        found += 1
    if (last == before or until == first) and tele_of(other) != tele_of(one):
        found += 1
    return found


def breaches(person: Person, offers: list[int], hour: int) -> int:
    """How often a person's week breaks a rule, but for hours."""
    found = 0
    days = []
    for offer in offers:
        days.append(day_of(offer))  # noqa: PERF401  # in Java
    for index in range(len(offers)):
        one = offers[index]
        if place_of(one) not in person.worth:
            found += 1
        if leader_of(one) in person.shy_of:
            found += 1
        if hour >= 0 and first_of(one) <= hour // 10 < first_of(one) + long_of(one):
            found += 1
        for after in range(index + 1, len(offers)):
            if days[after] == days[index]:
                found += collide(one, offers[after])
    return found


def day_cost(person: Person, offers: list[int], hour: int) -> int:
    """What the days cost: too many hours, trips, too few days."""
    hours = [0, 0, 0, 0, 0, 0, 0]
    trip = [0, 0, 0, 0, 0, 0, 0]
    for offer in offers:
        day = day_of(offer)
        hours[day] += long_of(offer)
        if tele_of(offer) == 0:
            trip[day] = person.weights[4]
    if hour >= 0:
        hours[hour % 10] += 1
    days = 0
    cost = 0
    for day in range(7):
        cost += trip[day]
        if hours[day] > 0:
            days += 1
        if hours[day] > person.max_hours_day:
            cost += BREACH * (hours[day] - person.max_hours_day)
    if days < person.min_days:
        cost += person.weights[2] * (person.min_days - days)
    return cost


def hour_cost(person: Person, offers: list[int], hour: int) -> int:
    """What hours, therapies and the places of the seats cost."""
    total = 0
    cost = 0
    therapies = []
    for offer in offers:
        therapies.append(therapy_of(offer))  # noqa: PERF401  # in Java
    for offer in offers:
        total += long_of(offer)
        if place_of(offer) in person.worth:
            cost += person.worth[place_of(offer)]
    if hour >= 0:
        total += 1
        cost += person.meeting[hour]
    else:
        cost += person.weights[3]
    for index in range(len(person.therapies)):
        short = person.hours[index]
        for seat in range(len(offers)):
            if therapies[seat] == person.therapies[index]:
                short -= long_of(offers[seat])
        cost += person.weights[1] * max(0, short)
    cost += person.weights[0] * max(0, person.min_hours - total)
    cost += person.weights[5] * max(0, total - person.min_hours)
    cost += BREACH * max(0, total - person.max_hours)
    return cost


def week_cost(person: Person, everything: list[int], hour: int) -> int:
    """What a person's week costs, breaches included."""
    offers = [offer for offer in everything if offer >= 0]
    return (
        BREACH * breaches(person, offers, hour)
        + day_cost(person, offers, hour)
        + hour_cost(person, offers, hour)
    )


def group_cost(members: int, label: Label) -> int:
    """What a group costs that somebody sits in."""
    cost = label.cost
    if members < label.least:
        cost += LONELY * (label.least - members)
    if members > label.most:
        cost += BREACH * (members - label.most)
    return cost


def rooms_taken(offer: int) -> list[int]:
    keys = []
    for hour in range(long_of(offer)):
        keys.append(-(site_of(offer) * MANY + first_of(offer) + hour + 1))  # noqa: PERF401  # in Java
    return keys


def leader_taken(offer: int) -> list[int]:
    keys = []
    for hour in range(long_of(offer)):
        keys.append(leader_of(offer) * MANY + first_of(offer) + hour)  # noqa: PERF401  # in Java
    return keys


def load(hours: int, limit: Limit) -> int:
    cost = 0
    if hours > limit.load60:
        cost += limit.weight60 * (hours - limit.load60)
    if hours > limit.load80:
        cost += limit.weight80 * (hours - limit.load80)
    if hours > limit.most:
        cost += BREACH * (hours - limit.most)
    return cost


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    def held() -> Any:
        return (
            factory.for_each(Group)
            .if_exists(Seat, Joiners.equal(lambda group: group.label.number, lambda seat: seat.group.number))
            .filter(lambda group: group.label.number >= 0)
        )

    def led() -> Any:
        return (
            held()
            .map(lambda group: leader_taken(group.offer))
            .flatten_last(lambda keys: keys)
            .concat(
                factory.for_each(Meeting)
                .filter(lambda meeting: meeting.hour >= 0)
                .map(lambda meeting: meeting.counselor * MANY + meeting.hour // 10)
            )
        )

    return [
        factory.for_each(Seat)
        .join(Group, Joiners.equal(lambda seat: seat.group.number, lambda group: group.label.number))
        .group_by(
            lambda seat, group: seat.person.number,
            ConstraintCollectors.to_list(lambda seat, group: group.offer),
        )
        .join(Meeting, Joiners.equal(lambda person, offers: person, lambda meeting: meeting.id))
        .impact(
            SimpleScore.ONE,
            lambda person, offers, meeting: -week_cost(meeting.person, offers, meeting.hour),
        )
        .as_constraint("a person's week"),
        factory.for_each(Seat)
        .filter(lambda seat: seat.group.number >= 0)
        .group_by(lambda seat: seat.group, ConstraintCollectors.count())
        .penalize(SimpleScore.ONE, lambda label, members: group_cost(members, label))
        .as_constraint("a group and its size"),
        held()
        .map(lambda group: rooms_taken(group.offer))
        .flatten_last(lambda keys: keys)
        .group_by(lambda key: key, ConstraintCollectors.count())
        .join(Limit, Joiners.equal(lambda key, groups: key, lambda limit: limit.key))
        .filter(lambda key, groups, limit: groups > limit.most)
        .penalize(SimpleScore.ONE, lambda key, groups, limit: BREACH * (groups - limit.most))
        .as_constraint("rooms"),
        led()
        .group_by(lambda key: key, ConstraintCollectors.count())
        .filter(lambda key, times: times > 1)
        .penalize(SimpleScore.ONE, lambda key, times: BREACH * (times - 1))
        .as_constraint("a leader twice in a slot"),
        led()
        .group_by(lambda key: key // MANY, ConstraintCollectors.count())
        .join(Limit, Joiners.equal(lambda leader, hours: leader, lambda limit: limit.key))
        .penalize(SimpleScore.ONE, lambda leader, hours, limit: load(hours, limit))
        .as_constraint("a leader's hours"),
        held()
        .group_by(lambda group: place_of(group.offer), ConstraintCollectors.count())
        .join(Limit, Joiners.equal(lambda place, groups: PARALLEL, lambda limit: limit.key))
        .filter(lambda place, groups, limit: groups > limit.most)
        .penalize(SimpleScore.ONE, lambda place, groups, limit: BREACH * (groups - limit.most))
        .as_constraint("groups in parallel"),
        held()
        .join(Stayed, Joiners.equal(lambda group: group.offer, lambda stayed: stayed.offer))
        .reward(SimpleScore.ONE, lambda group, stayed: stayed.saves)
        .as_constraint("a leader who stays"),
        factory.for_each(Apart)
        .join(Seat, Joiners.equal(lambda pair: pair.one, lambda seat: seat.person.number))
        .join(
            Seat,
            Joiners.equal(lambda pair, seat: pair.other, lambda other: other.person.number),
            Joiners.equal(lambda pair, seat: seat.group.number, lambda other: other.group.number),
        )
        .filter(lambda pair, seat, other: seat.group.number >= 0)
        .penalize(SimpleScore.ONE, lambda pair, seat, other: BREACH)
        .as_constraint("kept apart"),
    ]
