"""Groups in the program: what they cost, how many fit, who must not meet in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.solver.names import Names
from stepwell.domain.timetable.solver.places import Key, Place
from stepwell.domain.timetable.solver.program import Draft


def write_places(draft: Draft, names: Names, problem: Problem, places: tuple[Place, ...]) -> None:
    """Columns for copies, leads and seats of every place; rows for sizes, rooms and those kept apart."""
    _write_columns(draft, names, problem, places)
    rooms: dict[tuple[str, Slot], list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        copies, leads = names.copies[index], names.leads[index]
        seats = list(names.seats[index].values())
        draft.row([copies, *leads.values()], [1.0] + [-1.0] * len(leads), 0.0, 0.0)
        ones = [1.0] * len(seats)
        if seats and len(seats) > place.therapy.max:
            draft.row([*seats, copies], [*ones, -float(place.therapy.max)], upper=0.0)
        if place.therapy.min > 0:
            draft.row([*seats, copies], [*ones, -float(place.therapy.min)], lower=0.0)
        for slot in place.slots:
            rooms[place.site.id, slot].append(copies)
    for (site, slot), groups in rooms.items():
        draft.row(groups, [1.0] * len(groups), upper=float(problem.site[site].rooms_at(slot)))
    _write_apart(draft, names, problem)


def _write_columns(draft: Draft, names: Names, problem: Problem, places: tuple[Place, ...]) -> None:
    weights = problem.weights
    kept, followed = _seats_of_last_week(problem), led_last_week(problem)
    locked = {(each.place, each.facilitator): set(each.members) for each in problem.locked.groups}
    stay = {(member, key) for (key, _), members in locked.items() for member in members}
    draft.constant += weights.cont * len(kept) + weights.lead * sum(followed.values())
    for place in places:
        names.copies.append(
            draft.column(float(weights.group_hour * place.length), float(place.most), whole=True)
        )
    for place in places:
        names.leads.append(
            {
                leader: draft.column(
                    -float(weights.lead * followed.get((place.key, leader), 0)),
                    1.0,
                    whole=True,
                    lower=float((place.key, leader) in locked),
                )
                for leader in place.leaders
            }
        )
    for place in places:
        names.seats.append(
            {
                person: draft.column(
                    cost_of_seat(problem, place, person)
                    - float(weights.cont * ((person, place.key) in kept)),
                    1.0,
                    whole=True,
                    lower=float((person, place.key) in stay),
                )
                for person in place.people
            }
        )


def cost_of_seat(problem: Problem, place: Place, person: str) -> float:
    """What sitting there costs: disliked slots, and a mode that isn't wanted."""
    facts, weights = problem.participant[person], problem.weights
    dislike = sum(facts.pref.get(slot, 0) for slot in place.slots)
    is_other_mode = facts.mode != "either" and place.site.tele != (facts.mode == "tele")
    return float(weights.pref * dislike + weights.mode * place.length * is_other_mode)


def _seats_of_last_week(problem: Problem) -> set[tuple[str, Key]]:
    here = problem.participant
    return {
        (member, group.place)
        for group in problem.previous.groups
        for member in group.members
        if member in here
    }


def led_last_week(problem: Problem) -> Mapping[tuple[Key, str], int]:
    """How many people who are still here somebody led at a place last week."""
    here = problem.participant
    followed: dict[tuple[Key, str], int] = defaultdict(int)
    for group in problem.previous.groups:
        followed[group.place, group.facilitator] += sum(member in here for member in set(group.members))
    return followed


def _write_apart(draft: Draft, names: Names, problem: Problem) -> None:
    """Of people who must all be kept apart each needs a group; who avoids a leader needs another one.

    This leaves open who sits with whom where three groups or more are held; what then can't be told
    apart is found when the plan is read.
    """
    circles = _kept_apart(problem)
    for seats, leads, copies in zip(names.seats, names.leads, names.copies, strict=True):
        for circle in circles:
            columns = [seats[person] for person in circle if person in seats]
            if len(columns) > 1:
                draft.row([*columns, copies], [1.0] * len(columns) + [-1.0], upper=0.0)
        for person, seat in seats.items():
            shy = problem.participant[person].avoid_fac
            if not shy.isdisjoint(leads):
                others = [column for leader, column in leads.items() if leader not in shy]
                draft.row([seat, *others], [1.0] + [-1.0] * len(others), upper=0.0)


def _kept_apart(problem: Problem) -> list[list[str]]:
    """Circles of people each of whom must be kept apart from each; every such pair is in one of them."""
    here = problem.participant
    shuns: dict[str, set[str]] = {person: set() for person in here}
    for facts in problem.participants:
        for other in (facts.avoid & here.keys()) - {facts.id}:
            shuns[facts.id].add(other)
            shuns[other].add(facts.id)
    circles: list[list[str]] = []
    covered: set[tuple[str, str]] = set()
    for person in here:
        for other in sorted(shuns[person]):
            if (person, other) in covered:
                continue
            circle = [person, other]
            both = shuns[person] & shuns[other]
            while both:
                circle.append(min(both))
                both &= shuns[circle[-1]]
            covered.update((one, another) for one in circle for another in circle)
            circles.append(circle)
    return circles
