"""The best plan of a tiny week, by trying all of them: slow, plain, and no relative of any solver.

Two to four people, some six slots, two or three therapies and leaders. It trusts the rules and costs and
nothing else: every plan it returns has been judged by `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from stepwell.domain.timetable.check import check
from stepwell.domain.timetable.costs import costs_of
from stepwell.domain.timetable.facts import Participant, Problem, Slot
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.rules import breaches_of

Seat = Group
"""A group without members: where one might sit."""

OF_ONE = frozenset({"group_min", "locked_group", "locked_individual"})
"""Rules that a person's week alone can't keep: others may join, other locks be kept."""


class TooManyWeeks(Exception):
    """The problem is too large to try everything; draw a smaller one."""


@dataclass(frozen=True)
class OneWeek:
    """A week one person could have, with what it costs them."""

    seats: tuple[Seat, ...]
    hour: tuple[Slot, str] | None
    cost: int


def best_plan(problem: Problem, *, most_weeks: int = 20_000) -> Plan | None:
    """A legal plan of the least cost, or None when there is none (locks that can't be kept).

    Raises TooManyWeeks when people together have more than `most_weeks` ways to spend their weeks.
    """
    search = _Search(problem, most_weeks)
    search.run()
    return search.best


def best_objective(problem: Problem, *, most_weeks: int = 20_000) -> int | None:
    """The least cost a legal plan can have, or None when there is no legal plan."""
    plan = best_plan(problem, most_weeks=most_weeks)
    return None if plan is None else costs_of(problem, plan).objective


def seats_in(problem: Problem) -> list[Seat]:
    """Every group that could be held if people came, each without members."""
    every = product(
        problem.therapies, problem.variants, problem.sites, range(len(problem.slots)), problem.facilitators
    )
    seats = [
        Group(therapy.id, variant.id, site.id, slot, leader.id, ())
        for therapy, variant, site, slot, leader in every
    ]
    return [seat for seat in seats if not _broken(problem, Plan(problem.name, (seat,)))]


class _Search:
    def __init__(self, problem: Problem, most_weeks: int) -> None:
        self.problem = problem
        self.seats = seats_in(problem)
        self.weeks = [self._weeks_of(each, most_weeks) for each in problem.participants]
        # what others will cost at least, from each person on
        cheapest = [min(week.cost for week in weeks) for weeks in self.weeks]
        self.rest = [sum(cheapest[index:]) for index in range(len(cheapest) + 1)]
        self.best: Plan | None = None
        self.least: int | None = None

    def run(self) -> None:
        self._choose(0, 0, {}, {})

    def _weeks_of(self, person: Participant, most: int) -> list[OneWeek]:
        """Every week the person could have, cheapest first."""
        alone = replace(
            self.problem,
            participants=(person,),
            weights=replace(self.problem.weights, group_hour=0, lead=0, load60=0, load80=0),
        )
        fits = [seat for seat in self.seats if not self._broken_for(person, (seat,), None)]
        hours: list[tuple[Slot, str] | None] = [None]
        hours += [
            (slot, holder)
            for slot in range(len(self.problem.slots))
            for holder in person.counselors
            if not self._broken_for(person, (), (slot, holder))
        ]
        made = []
        for seats in self._together(person, fits, ()):
            for hour in hours:
                if not self._broken_for(person, seats, hour):
                    cost = costs_of(alone, self._plan_of(person, seats, hour)).objective
                    made.append(OneWeek(seats, hour, cost))
                    if len(made) > most:
                        raise TooManyWeeks
        return sorted(made, key=lambda week: week.cost)

    def _together(
        self, person: Participant, fits: list[Seat], chosen: tuple[Seat, ...]
    ) -> Iterator[tuple[Seat, ...]]:
        """Every set of seats one person can have together."""
        yield chosen
        for index, seat in enumerate(fits):
            if not self._broken_for(person, (*chosen, seat), None):
                yield from self._together(person, fits[index + 1 :], (*chosen, seat))

    def _broken_for(
        self, person: Participant, seats: tuple[Seat, ...], hour: tuple[Slot, str] | None
    ) -> bool:
        return _broken(self.problem, self._plan_of(person, seats, hour))

    def _plan_of(self, person: Participant, seats: tuple[Seat, ...], hour: tuple[Slot, str] | None) -> Plan:
        return self._plan(dict.fromkeys(seats, (person.id,)), {} if hour is None else {person.id: hour})

    def _plan(self, members: dict[Seat, tuple[str, ...]], hours: dict[str, tuple[Slot, str]]) -> Plan:
        first = {each.id: each.counselors[:1] for each in self.problem.participants}
        return Plan(
            self.problem.name,
            tuple(replace(seat, members=who) for seat, who in members.items()),
            {person: slot for person, (slot, _) in hours.items()},
            {person: holder for person, (_, holder) in hours.items() if (holder,) != first[person]},
        )

    def _choose(
        self,
        index: int,
        cost: int,
        members: dict[Seat, tuple[str, ...]],
        hours: dict[str, tuple[Slot, str]],
    ) -> None:
        """Give the next person each of their weeks that can still lead to something better."""
        if index == len(self.weeks):
            self._end(members, hours)
            return
        person = self.problem.participants[index].id
        for week in self.weeks[index]:
            now = cost + week.cost
            if self.least is not None and now + self.rest[index + 1] >= self.least:
                return  # the weeks that follow cost no less
            joined = dict(members)
            for seat in week.seats:
                joined[seat] = (*joined.get(seat, ()), person)
            given = hours if week.hour is None else {**hours, person: week.hour}
            if not _broken(self.problem, self._plan(joined, given)):
                self._choose(index + 1, now, joined, given)

    def _end(self, members: dict[Seat, tuple[str, ...]], hours: dict[str, tuple[Slot, str]]) -> None:
        """Everyone has a week; groups nobody sits in may still be worth holding, or be locked."""
        for empty in self._empty_groups(members):
            plan = self._plan({**members, **dict.fromkeys(empty, ())}, hours)
            judged = check(self.problem, plan)
            if judged.is_legal and (self.least is None or judged.objective < self.least):
                self.best, self.least = plan, judged.objective

    def _empty_groups(self, members: dict[Seat, tuple[str, ...]]) -> Iterable[tuple[Seat, ...]]:
        """A group without members helps only as a lock or as a leader's group of last week."""
        week = self.problem
        wanted = {(each.place, each.facilitator) for each in (*week.locked.groups, *week.previous.groups)}
        may_be = [
            seat
            for seat in self.seats
            if (seat.place, seat.facilitator) in wanted
            and week.therapy[seat.therapy].min == 0
            and seat not in members
        ]
        for count in range(len(may_be) + 1):
            yield from combinations(may_be, count)


def _broken(problem: Problem, plan: Plan) -> bool:
    return any(breach.rule not in OF_ONE for breach in breaches_of(Laid(problem, plan)))
