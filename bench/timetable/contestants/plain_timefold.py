"""Timefold with constraint streams, beginning with the simple plan, one thread and its default search.

Groups left with too few people at the end of its search are dissolved before the plan is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import timefold.solver

timefold.solver.init("-XX:+UseSerialGC")  # its other collectors would take a core of their own

from timefold.solver import SolverFactory  # noqa: E402
from timefold.solver.config import ScoreDirectorFactoryConfig, SolverConfig  # noqa: E402

from bench.timetable import choices, simple  # noqa: E402
from bench.timetable.contestants import telling  # noqa: E402
from bench.timetable.contestants import timefold_model as model  # noqa: E402
from stepwell.domain.timetable.facts import Participant, Problem  # noqa: E402
from stepwell.domain.timetable.plan import Group, Plan  # noqa: E402

SPARE = 4
"""Groups of each therapy that may be opened beyond those of the simple plan."""
BETWEEN = 1.0
"""CPU seconds between two scores told."""


class Translated:
    """The problem as Timefold's facts, and its answer as a plan."""

    def __init__(self, problem: Problem) -> None:
        if problem.individual_slots != 1:
            raise SystemExit("Only a week of whole hours is tried.")
        self.problem = problem
        self.leader = {each.id: number for number, each in enumerate(problem.facilitators)}
        self.number = {each.id: number for number, each in enumerate(problem.participants)}
        self.therapy = {each.id: number for number, each in enumerate(problem.therapies)}
        self.site = {each.id: number for number, each in enumerate(problem.sites)}
        self.places = list(choices.places(problem))
        self.staying = {
            (group.place, group.facilitator): sum(member in self.number for member in set(group.members))
            for group in problem.previous.groups
        }
        self.kept = {(member, group.place) for group in problem.previous.groups for member in group.members}
        self.variant = {each.id: number for number, each in enumerate(problem.variants)}
        self.offers: dict[int, tuple[Any, str]] = {}
        self.by_therapy: dict[str, list[int]] = defaultdict(list)
        for place in self.places:
            for leader in choices.leaders_of(problem, place):
                offer = self._code(place) + self.leader[leader.id]
                self.offers[offer] = (place.key, leader.id)
                self.by_therapy[place.therapy.id].append(offer)
        self.by_key = {held: offer for offer, held in self.offers.items()}
        self.people = [self._person(each) for each in problem.participants]

    def _code(self, place: choices.Place) -> int:
        return model.code(
            tele=place.site.tele,
            long=len(place.slots),
            day=place.day,
            therapy=self.therapy[place.therapy.id],
            variant=self.variant[place.variant.id],
            site=self.site[place.site.id],
            first=place.slots[0],
            leader=0,
        )

    def _person(self, person: Participant) -> model.Person:
        weights = self.problem.weights
        before = self.problem.previous.individual.get(person.id)
        return model.Person(
            number=self.number[person.id],
            min_hours=person.min_hours,
            max_hours=person.max_hours,
            min_days=person.min_days,
            max_hours_day=person.max_hours_day,
            therapies=[self.therapy[therapy] for therapy in person.need],
            hours=list(person.need.values()),
            shy_of=[self.leader[each] for each in sorted(person.avoid_fac)],
            worth={
                model.place_of(self._code(place)): self._worth(person, place)
                for place in self.places
                if choices.could_come(person, place)
            },
            meeting={
                self._hour(slot): weights.pref * person.pref.get(slot, 0)
                + weights.indiv_moved * (before not in (None, slot))
                for slot in choices.meetings(self.problem, person)
            },
            weights=[
                weights.unmet_hour,
                weights.therapy_short,
                weights.day_short,
                weights.indiv_missing,
                weights.trip,
                weights.excess,
            ],
        )

    def _hour(self, slot: int) -> int:
        return 10 * slot + self.problem.slots[slot].day

    def _worth(self, person: Participant, place: choices.Place) -> int:
        weights = self.problem.weights
        other = person.mode != "either" and place.site.tele != (person.mode == "tele")
        dislike = sum(person.pref.get(slot, 0) for slot in place.slots)
        kept = (person.id, place.key) in self.kept
        return weights.pref * dislike + weights.mode * len(place.slots) * other - weights.cont * kept

    def week(self, start: Plan) -> model.Week:
        """Timefold's week, beginning with this plan."""
        outside, groups = self._groups(start)
        by_therapy: dict[str, list[model.Label]] = defaultdict(lambda: [outside.label])
        for therapy, group in groups:
            by_therapy[therapy].append(group.label)
        any_open = [
            outside.label,
            *(group.label for therapy, group in groups if self.problem.therapy[therapy].open),
        ]
        seats = self._seats(start, [group for _, group in groups], outside, by_therapy, any_open)
        return model.Week(
            limits=self._limits(),
            stayed=self._stayed(),
            apart=[
                model.Apart(self.number[a], self.number[b]) for a, b in sorted(choices.apart(self.problem))
            ],
            groups=[outside, *(group for _, group in groups)],
            seats=seats,
            meetings=[self._meeting(person, start) for person in self.problem.participants],
        )

    def _groups(self, start: Plan) -> tuple[model.Group, list[tuple[str, model.Group]]]:
        label = model.Label(model.OUTSIDE, 0, 10**6, 0)
        outside = model.Group(model.OUTSIDE, label, True, [model.OUTSIDE], model.OUTSIDE)
        locked = {(group.place, group.facilitator) for group in self.problem.locked.groups}
        begun: list[tuple[str, tuple[Any, str] | None]] = [
            (group.therapy, (group.place, group.facilitator)) for group in start.groups
        ]
        begun += [(each.id, None) for each in self.problem.therapies for _ in range(SPARE)]
        groups: list[tuple[str, model.Group]] = []
        for number, (therapy, held) in enumerate(begun):
            offers, facts = self.by_therapy[therapy], self.problem.therapy[therapy]
            if offers:
                made = model.Label(
                    number, facts.min, facts.max, facts.slots * self.problem.weights.group_hour
                )
                offer = self.by_key[held] if held else offers[number % len(offers)]
                groups.append((therapy, model.Group(number, made, held in locked, offers, offer)))
        return outside, groups

    def _seats(
        self,
        start: Plan,
        groups: list[model.Group],
        outside: model.Group,
        by_therapy: dict[str, list[model.Label]],
        any_open: list[model.Label],
    ) -> list[model.Seat]:
        locked = {(m, group.place) for group in self.problem.locked.groups for m in group.members}
        sits: dict[str, list[tuple[str, model.Label, bool]]] = defaultdict(list)
        for group, held in zip(start.groups, groups, strict=False):
            for member in group.members:
                sits[member].append((group.therapy, held.label, (member, group.place) in locked))
        seats: list[model.Seat] = []
        for person in self.problem.participants:
            left = Counter(
                {each: -(-hours // self.problem.therapy[each].slots) for each, hours in person.need.items()}
            )
            wanted: list[tuple[list[model.Label], model.Label, bool]] = []
            for therapy, label, pinned in sits[person.id]:
                wanted.append((by_therapy[therapy] if left[therapy] > 0 else any_open, label, pinned))
                left[therapy] -= 1
            for therapy, times in left.items():
                wanted += [(by_therapy[therapy], outside.label, False)] * max(0, times)
            wanted += [(any_open, outside.label, False)] * 2
            facts = self.people[self.number[person.id]]
            for labels, label, pinned in wanted:
                seats.append(model.Seat(len(seats), facts, pinned, labels, label))
        return seats

    def _meeting(self, person: Participant, start: Plan) -> model.Meeting:
        facts = self.people[self.number[person.id]]
        who = self.leader[person.counselors[0]] if person.counselors else 0
        met = start.individual.get(person.id)
        now = -1 if met is None else self._hour(met)
        pinned = person.id in self.problem.locked.individual
        return model.Meeting(facts.number, facts, pinned, who, [-1, *facts.meeting], now)

    def _stayed(self) -> list[model.Stayed]:
        """What each leader of last week saves by staying."""
        offers = ((self.by_key.get(held), members) for held, members in self.staying.items())
        weight = self.problem.weights.lead
        return [model.Stayed(offer, weight * members) for offer, members in offers if offer is not None]

    def _limits(self) -> list[model.Limit]:
        weights = self.problem.weights
        rooms = [
            model.Limit(_room(number, slot), site.rooms_at(slot), 0, 0, 0, 0)
            for number, site in enumerate(self.problem.sites)
            for slot in range(len(self.problem.slots))
        ]
        hours = [
            model.Limit(
                number,
                each.max_hours,
                each.max_hours * 6 // 10,
                each.max_hours * 8 // 10,
                weights.load60,
                weights.load80,
            )
            for number, each in enumerate(self.problem.facilitators)
        ]
        parallel = model.Limit(model.PARALLEL, self.problem.max_parallel, 0, 0, 0, 0)
        return [*rooms, *hours, parallel]

    def plan(self, week: model.Week) -> Plan:
        """The plan of a solved week, without the groups that are too small."""
        members: dict[int, list[str]] = defaultdict(list)
        for seat in week.seats:
            members[seat.group.number].append(self.problem.participants[seat.person.number].id)
        groups = []
        for group in week.groups:
            who = members[group.label.number]
            if group.label.number >= 0 and who and (len(who) >= group.label.least or group.pinned):
                key, leader = self.offers[group.offer]
                groups.append(Group(*key, leader, tuple(who)))
        met = {
            self.problem.participants[each.id].id: each.hour // 10 for each in week.meetings if each.hour >= 0
        }
        return Plan(self.problem.name, tuple(groups), met)


def _room(site: int, slot: int) -> int:
    return -(site * model.MANY + slot + 1)


def main() -> None:
    asked = telling.task()
    start = simple.plan(asked.problem)
    asked.tell(start)
    translated = Translated(asked.problem)
    config = SolverConfig(
        solution_class=model.Week,
        entity_class_list=[model.Group, model.Seat, model.Meeting],
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=model.constraints
        ),
        random_seed=asked.seed,
    )
    solver = SolverFactory.create(config).build_solver()
    _tell_score_now_and_then(solver, asked)
    asked.when_over(solver.terminate_early)
    asked.tell(translated.plan(solver.solve(translated.week(start))))


def _tell_score_now_and_then(solver: Any, asked: telling.Task) -> None:
    """A listener of our own: the library's turns every plan into Python, which would cost it its pace."""
    from ai.timefold.solver.core.api.solver.event import SolverEventListener
    from jpype import JImplements, JOverride

    told = [asked.cpu()]

    @JImplements(SolverEventListener)
    class Listener:
        @JOverride
        def bestSolutionChanged(self, event: Any) -> None:  # noqa: N802  # Java's name
            if asked.cpu() - told[0] > BETWEEN:
                asked.tell(own_objective=-int(str(event.getNewBestScore())))
                told[0] = asked.cpu()

    solver._delegate.addEventListener(Listener())


if __name__ == "__main__":
    main()
