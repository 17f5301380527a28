"""A plain CP-SAT model: the rules and costs written down one by one, one worker, and no tricks.

Seats are by place (therapy, variant, site, slot) and groups by place and leader; who sits with whom is
settled afterwards, which keeps the model small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ortools.sat.python import cp_model

from bench.timetable import choices
from bench.timetable.choices import Place
from bench.timetable.contestants import splitting, telling
from stepwell.domain.timetable.facts import Participant, Problem
from stepwell.domain.timetable.plan import Plan

Literals = list[Any]


class Model:
    """Variables by what they decide, the rules over them, and what they cost."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.costs: Literals = []
        self.weights: list[int] = []
        self.places = {place.key: place for place in choices.places(problem)}
        self.leads = {
            (key, leader.id): self.model.new_bool_var("")
            for key, place in self.places.items()
            for leader in choices.leaders_of(problem, place)
        }
        self.led: dict[splitting.Key, list[str]] = defaultdict(list)
        for key, leader in self.leads:
            self.led[key].append(leader)
        self.seats = {
            (person.id, key): self.model.new_bool_var("")
            for person in problem.participants
            for key, place in self.places.items()
            if key in self.led and choices.could_come(person, place)
        }
        self.meets = {
            (person.id, slot): self.model.new_bool_var("")
            for person in problem.participants
            for slot in choices.meetings(problem, person)
        }
        self._groups()
        self._leaders()
        self._people()
        self._locked()
        self._last_week()
        self.model.minimize(cp_model.LinearExpr.weighted_sum(self.costs, self.weights))

    def _cost(self, weight: int, variable: Any) -> None:
        self.costs.append(variable)
        self.weights.append(weight)

    def _groups(self) -> None:
        """Sizes, rooms, groups at once, and those who must not meet."""
        members: dict[splitting.Key, Literals] = defaultdict(list)
        for (person, key), seat in self.seats.items():
            members[key].append(seat)
            shy_of = self.problem.participant[person].avoid_fac
            self.model.add_bool_or(
                [self.leads[key, leader] for leader in self.led[key] if leader not in shy_of] + [~seat]
            )
        rooms: dict[tuple[str, int], Literals] = defaultdict(list)
        for key, leaders in self.led.items():
            held = [self.leads[key, leader] for leader in leaders]
            therapy = self.places[key].therapy
            self.model.add(sum(members[key]) <= therapy.max * sum(held))
            self.model.add(sum(members[key]) >= therapy.min * sum(held))
            self.model.add(sum(held) <= self.problem.max_parallel)
            for each in held:
                self._cost(self.problem.weights.group_hour * therapy.slots, each)
            for slot in self.places[key].slots:
                rooms[key[2], slot] += held
        for (site, slot), held in rooms.items():
            self.model.add(sum(held) <= self.problem.site[site].rooms_at(slot))
        for one, other in sorted(choices.apart(self.problem)):
            for key in self.led:
                if (one, key) in self.seats and (other, key) in self.seats:
                    held = sum(self.leads[key, leader] for leader in self.led[key])
                    self.model.add(self.seats[one, key] + self.seats[other, key] <= held)

    def _leaders(self) -> None:
        """Once in a slot, not above their hours, and the load."""
        at: dict[tuple[str, int], Literals] = defaultdict(list)
        hours: dict[str, Literals] = defaultdict(list)
        for (key, leader), held in self.leads.items():
            slots = self.places[key].slots
            hours[leader].append(len(slots) * held)
            for slot in slots:
                at[leader, slot].append(held)
        long = self.problem.individual_slots
        for (person, first), met in self.meets.items():
            counselor = self.problem.participant[person].counselors[0]
            hours[counselor].append(long * met)
            for slot in self.problem.covered(first, long):
                at[counselor, slot].append(met)
        for there in at.values():
            self.model.add_at_most_one(there)
        weights = self.problem.weights
        for each in self.problem.facilitators:
            led = sum(hours[each.id])
            self.model.add(led <= each.max_hours)
            for weight, tenths in ((weights.load60, 6), (weights.load80, 8)):
                self._cost(weight, self._above(led, each.max_hours * tenths // 10, each.max_hours))

    def _above(self, hours: Any, limit: int, most: int) -> Any:
        above = self.model.new_int_var(0, max(0, most), "")
        self.model.add(above >= hours - limit)
        return above

    def _people(self) -> None:
        seats: dict[str, list[tuple[Place, Any]]] = defaultdict(list)
        for (who, key), seat in self.seats.items():
            seats[who].append((self.places[key], seat))
        meets: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for (who, slot), met in self.meets.items():
            meets[who].append((slot, met))
        for person in self.problem.participants:
            self._one_thing_at_a_time(seats[person.id], meets[person.id])
            self._hours(person, seats[person.id], meets[person.id])
            self._days(person, seats[person.id], meets[person.id])
            self._wishes(person, seats[person.id], meets[person.id])

    def _one_thing_at_a_time(self, seats: list[tuple[Place, Any]], meets: list[tuple[int, Any]]) -> None:
        """Never twice in a slot, no travel between slots that touch, no therapy twice a day."""
        here: dict[tuple[bool, int], Literals] = defaultdict(list)
        alone: dict[int, Literals] = defaultdict(list)
        once: dict[tuple[str, int], Literals] = defaultdict(list)
        for place, seat in seats:
            once[place.therapy.id, place.day].append(seat)
            for slot in place.slots:
                here[place.site.tele, slot].append(seat)
        for first, met in meets:
            for slot in self.problem.covered(first, self.problem.individual_slots):
                alone[slot].append(met)
        for slot in range(len(self.problem.slots)):
            self.model.add_at_most_one(here[True, slot] + here[False, slot] + alone[slot])
        for one, other in choices.back_to_back(self.problem):
            self.model.add_at_most_one(_without_doubles(here[True, one] + here[False, other]))
            self.model.add_at_most_one(_without_doubles(here[False, one] + here[True, other]))
        for those in once.values():
            self.model.add_at_most_one(those)

    def _hours(
        self, person: Participant, seats: list[tuple[Place, Any]], meets: list[tuple[int, Any]]
    ) -> None:
        weights, long = self.problem.weights, self.problem.individual_slots
        total = sum(len(place.slots) * seat for place, seat in seats) + sum(long * met for _, met in meets)
        self.model.add(total <= person.max_hours)
        unmet = self.model.new_int_var(0, person.min_hours, "")
        self.model.add(unmet >= person.min_hours - total)
        self._cost(weights.unmet_hour, unmet)
        self._cost(weights.excess, self._above(total, person.min_hours, person.max_hours))
        for therapy, needed in person.need.items():
            given = sum(len(place.slots) * seat for place, seat in seats if place.therapy.id == therapy)
            short = self.model.new_int_var(0, needed, "")
            self.model.add(short >= needed - given)
            self._cost(weights.therapy_short, short)
        self.model.add_at_most_one([met for _, met in meets])
        missing = self.model.new_bool_var("")
        self.model.add(missing + sum(met for _, met in meets) >= 1)
        self._cost(weights.indiv_missing, missing)

    def _days(
        self, person: Participant, seats: list[tuple[Place, Any]], meets: list[tuple[int, Any]]
    ) -> None:
        weights, long = self.problem.weights, self.problem.individual_slots
        of_day: dict[int, list[tuple[int, Any]]] = defaultdict(list)
        trips: dict[int, Literals] = defaultdict(list)
        for place, seat in seats:
            of_day[place.day].append((len(place.slots), seat))
            if not place.site.tele:
                trips[place.day].append(seat)
        for slot, met in meets:
            of_day[self.problem.slots[slot].day].append((long, met))
        days = []
        for those in of_day.values():
            self.model.add(sum(hours * each for hours, each in those) <= person.max_hours_day)
            day = self.model.new_bool_var("")
            self.model.add(sum(each for _, each in those) >= 1).only_enforce_if(day)
            days.append(day)
        short = self.model.new_int_var(0, person.min_days, "")
        self.model.add(short >= person.min_days - sum(days))
        self._cost(weights.day_short, short)
        for seats_of_day in trips.values():
            trip = self.model.new_bool_var("")
            for seat in seats_of_day:
                self.model.add_implication(seat, trip)
            self._cost(weights.trip, trip)

    def _wishes(
        self, person: Participant, seats: list[tuple[Place, Any]], meets: list[tuple[int, Any]]
    ) -> None:
        weights = self.problem.weights
        for place, seat in seats:
            dislike = sum(person.pref.get(slot, 0) for slot in place.slots)
            other = person.mode != "either" and place.site.tele != (person.mode == "tele")
            self._cost(weights.pref * dislike + weights.mode * len(place.slots) * other, seat)
        before = self.problem.previous.individual.get(person.id)
        for first, met in meets:
            slots = self.problem.covered(first, self.problem.individual_slots)
            dislike = sum(person.pref.get(slot, 0) for slot in slots)
            self._cost(weights.pref * dislike + weights.indiv_moved * (before not in (None, first)), met)

    def _locked(self) -> None:
        for group in self.problem.locked.groups:
            self.model.add(self.leads[group.place, group.facilitator] == 1)
            for member in group.members:
                self.model.add(self.seats[member, group.place] == 1)
        for person, slot in self.problem.locked.individual.items():
            self.model.add(self.meets[person, slot] == 1)

    def _last_week(self) -> None:
        weights, here = self.problem.weights, self.problem.participant
        kept = {
            (member, group.place)
            for group in self.problem.previous.groups
            for member in group.members
            if member in here
        }
        for seat in sorted(kept):
            self._cost(-weights.cont, self.seats.get(seat, 0))
            self._cost(weights.cont, 1)
        for group in self.problem.previous.groups:
            staying = sum(member in here for member in set(group.members))
            self._cost(-weights.lead * staying, self.leads.get((group.place, group.facilitator), 0))
            self._cost(weights.lead * staying, 1)


def _without_doubles(literals: Iterable[Any]) -> Literals:
    return list({each.index: each for each in literals}.values())


class Telling(cp_model.CpSolverSolutionCallback):
    """Tells each plan when it is found."""

    def __init__(self, asked: telling.Task, model: Model) -> None:
        super().__init__()
        self.asked, self.model = asked, model

    def on_solution_callback(self) -> None:
        model = self.model
        led: dict[splitting.Key, list[str]] = defaultdict(list)
        for (key, leader), held in model.leads.items():
            if self.boolean_value(held):
                led[key].append(leader)
        seats: dict[splitting.Key, list[str]] = defaultdict(list)
        for (person, key), seat in model.seats.items():
            if self.boolean_value(seat):
                seats[key].append(person)
        individual = {person: slot for (person, slot), met in model.meets.items() if self.boolean_value(met)}
        groups = splitting.groups(model.problem, led, seats)
        plan = Plan(model.problem.name, tuple(groups), individual)
        self.asked.tell(plan, bound=self.best_objective_bound, own_objective=self.objective_value)


def main() -> None:
    asked = telling.task()
    model = Model(asked.problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2  # without it no plan of 24 people is good after half a minute
    solver.parameters.random_seed = asked.seed
    asked.when_over(solver.stop_search)
    status = solver.solve(model.model, Telling(asked, model))
    asked.tell(bound=solver.best_objective_bound, status=solver.status_name(status))


if __name__ == "__main__":
    main()
