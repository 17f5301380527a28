"""A part of a week that may change: a few people, the groups they could sit in, those who could lead these.

Everything else stays. What stays takes rooms, leaders' time and seats away, and is not written down again,
so that a part costs as much as it is large, however large the week is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stepwell.domain.timetable.facts import Problem, Slot
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.solver.known import Known
from stepwell.domain.timetable.solver.places import Key, Place

_LEADERS = 4  # so many who lead least are thought of for a group that would be opened
_CHOICES = 4  # so many groups to be opened are thought of for what somebody lacks

Reach = Mapping[str, Collection[str]]
"""Free people, each with the therapies in which they may take other seats.

All of them may leave what they have and move their individual hour.
"""


@dataclass(frozen=True)
class Wish:
    """Which part: free people, and what a group more of a therapy is worth to those who lack something."""

    people: Reach
    worth: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    choices: int = _CHOICES
    opens: Collection[Key] = ()
    """Where a group may be opened although nobody lacks it."""
    day: int | None = None
    """The only day on which seats may be taken; any when None. Every seat may be left."""


@dataclass(frozen=True)
class Spot:
    """A group that stands, or one that could be opened.

    `place` names those free people who could come and those who could lead it. `index` is its position in
    the plan, None where it would be opened. `kept` are members who are not free; a group with any stays, as
    a locked one does. Between `least` and `most` free people sit in it when it is held.
    """

    place: Place
    index: int | None
    kept: tuple[str, ...]
    least: int
    most: int
    stays: bool
    led_anew: bool = False
    """Whether it stays with another leader, perhaps; who leads a group that may end is free in any case."""


@dataclass(frozen=True)
class Part:
    """What may change of a plan. `problem` has the free people alone, and the time leaders have left."""

    whole: Problem
    start: Plan
    problem: Problem
    spots: tuple[Spot, ...]
    rooms: Mapping[tuple[str, Slot], int]
    """Rooms taken by the groups that stay."""

    parallel: Mapping[Key, int]
    """Groups that stay, by their place."""

    led: Mapping[str, int]
    """What leaders hold that stays, in slots."""


def part_of(problem: Problem, start: Plan, wish: Wish, known: Known) -> Part:
    """The part of the plan that these people, and what they could sit in, make up."""
    return Parting(problem, start, wish, known).part()


class Parting:
    """Parts a plan into what may change and what stays."""

    def __init__(self, problem: Problem, start: Plan, wish: Wish, known: Known) -> None:
        self._problem, self._start, self._wish, self._known = problem, start, wish, known
        self._free: dict[str, Collection[str]] = dict(wish.people)
        self._coming = {
            key: people
            for key, people in known.reached(wish.people).items()
            if wish.day is None or known.by_key[key].day == wish.day
        }
        self._hours = hours_by_leader(problem, start)
        self._taken = _taken(problem, start)
        self._led_anew: set[int] = set()
        self._led_before = {group.place: group.facilitator for group in problem.previous.groups}
        self._locked = {(each.place, each.facilitator) for each in problem.locked.groups}
        self._busy: dict[str, set[Slot]] = defaultdict(set)
        self._led: Counter[str] = Counter()
        self._rooms: Counter[tuple[str, Slot]] = Counter()
        self._parallel: Counter[Key] = Counter()

    def part(self) -> Part:
        """What may change."""
        self._free_leaders()
        standing = list(self._standing())
        self._take_hours()
        spots = [self._with_leaders(spot) for spot in standing]
        return Part(
            self._problem,
            self._start,
            self._reduced(),
            (*spots, *self._openings()),
            self._rooms,
            self._parallel,
            self._led,
        )

    def _reduced(self) -> Problem:
        problem, busy = self._problem, self._busy
        return replace(
            problem,
            participants=tuple(each for each in problem.participants if each.id in self._free),
            facilitators=tuple(
                replace(each, avail=each.avail - busy[each.id]) if each.id in busy else each
                for each in problem.facilitators
            ),
        )

    def _free_leaders(self) -> None:
        """Let those who could lead a group that was lost be free of what they hold in its time.

        Individual hours may move, and groups may be led by others.
        """
        led_at = {
            (group.facilitator, slot): index
            for index, group in enumerate(self._start.groups)
            for slot in self._slots(group)
        }
        for place in self._lost():
            for at in ((leader, slot) for leader in place.leaders for slot in place.slots):
                if at in self._hours:
                    self._free.setdefault(self._hours[at], ())
                if at in led_at:
                    self._led_anew.add(led_at[at])

    def _lost(self) -> Iterator[Place]:
        """Where a group was held last week, none is held now, and somebody lacks it."""
        held = {group.place for group in self._start.groups}
        for key in dict.fromkeys(group.place for group in self._problem.previous.groups):
            if key not in held and any(self._worth(each, key[0]) for each in self._coming.get(key, ())):
                yield self._known.by_key[key]

    def _standing(self) -> Iterator[Spot]:
        """Groups of the plan that somebody free sits in or could join, or that may be led by another."""
        for index, group in enumerate(self._start.groups):
            spot, slots = self._spot(index, group), self._slots(group)
            is_open = spot is not None and (bool(spot.place.people) or index in self._led_anew)
            if spot is None or spot.stays or not is_open:
                self._rooms.update((group.site, slot) for slot in slots)
                self._parallel[group.place] += 1
            if spot is None or not is_open or (spot.stays and index not in self._led_anew):
                self._busy[group.facilitator].update(slots)
                self._led[group.facilitator] += len(slots)
            if spot is not None and is_open:
                yield spot

    def _spot(self, index: int, group: Group) -> Spot | None:
        place, free = self._known.by_key.get(group.place), self._free
        if place is None:
            return None
        kept = tuple(each for each in group.members if each not in free)
        sitting = [each for each in group.members if each in free]
        people = sitting
        if len(kept) < place.therapy.max:
            apart = self._apart_from(kept)
            joining = (each for each in self._coming.get(group.place, ()) if each not in sitting)
            people = sitting + [each for each in joining if each not in apart]
        stays = bool(kept) or (group.place, group.facilitator) in self._locked
        least = max(0, place.therapy.min - len(kept))
        return Spot(
            replace(place, people=tuple(people), most=1),
            index,
            kept,
            least,
            place.therapy.max - len(kept),
            stays,
            index in self._led_anew,
        )

    def _apart_from(self, kept: Sequence[str]) -> set[str]:
        participant = self._problem.participant
        apart = set[str]().union(*(participant[each].avoid for each in kept))
        apart.update(each for each in self._free if not participant[each].avoid.isdisjoint(kept))
        return apart

    def _take_hours(self) -> None:
        """Individual hours of those who are not free take their counselors' time."""
        for (counselor, slot), person in self._hours.items():
            if person not in self._free:
                self._busy[counselor].add(slot)
                self._led[counselor] += 1

    def _with_leaders(self, spot: Spot) -> Spot:
        """The spot with those who could lead it: its leader, and others where it may be led anew."""
        assert spot.index is not None
        group = self._start.groups[spot.index]
        leaders, people = self._leaders_of(spot, group), spot.place.people
        if len(leaders) == 1:
            participant = self._problem.participant
            people = tuple(each for each in people if leaders[0] not in participant[each].avoid_fac)
        return replace(spot, place=replace(spot.place, leaders=tuple(leaders), people=people))

    def _leaders_of(self, spot: Spot, group: Group) -> list[str]:
        """Who could lead a group that stands: who does, and others where it may be led anew."""
        if spot.index not in self._led_anew or (group.place, group.facilitator) in self._locked:
            return [group.facilitator]
        others = self._leaders(spot.place, spot.kept)
        return [group.facilitator, *(each for each in others if each != group.facilitator)]

    def _leaders(self, place: Place, kept: Sequence[str]) -> list[str]:
        """Who is free to lead here, those first who lead least."""
        problem = self._problem
        shy = set[str]().union(*(problem.participant[each].avoid_fac for each in kept))
        able = (
            each
            for each in place.leaders
            if each not in shy
            and self._busy[each].isdisjoint(place.slots)
            and self._led[each] + place.length <= problem.facilitator[each].max_hours
        )
        return sorted(able, key=lambda each: (self._led[each], each))

    def _openings(self) -> Iterator[Spot]:
        """Groups that enough free people could come to and somebody lacks: some for each to choose from.

        Those of last week come first, then those worth most to people who have nothing else then.
        """
        offered: Counter[tuple[str, str]] = Counter()
        wanted = sorted(self._wanted(), key=lambda each: each[:3])
        for is_new, _, key, lacking in wanted:
            therapy = key[0]
            is_new &= key not in self._wish.opens
            if is_new and all(offered[each, therapy] >= self._wish.choices for each in lacking):
                continue
            spot = self._opening(self._known.by_key[key])
            if spot is not None:
                offered.update((each, therapy) for each in lacking)
                yield spot

    def _wanted(self) -> Iterator[tuple[bool, tuple[int, int], Key, list[str]]]:
        for key, people in self._coming.items():
            if len(people) < max(1, self._known.by_key[key].therapy.min):
                continue
            worth = {each: self._worth(each, key[0]) for each in people}
            lacking = [each for each in people if worth[each]]
            slots = self._known.by_key[key].slots
            have_time = [each for each in lacking if self._taken[each].isdisjoint(slots)]
            gain = sum(worth[each] for each in have_time)
            if lacking or key in self._wish.opens:
                yield key not in self._led_before, (-gain, -len(people)), key, have_time or lacking

    def _opening(self, place: Place) -> Spot | None:
        has_room = self._parallel[place.key] < self._problem.max_parallel and all(
            self._rooms[place.site.id, slot] < place.site.rooms_at(slot) for slot in place.slots
        )
        able = self._leaders(place, ()) if has_room else []
        if not able:
            return None
        before = self._led_before.get(place.key)
        leaders = able[:_LEADERS] + ([before] if before in able[_LEADERS:] else [])
        therapy, people = place.therapy, tuple(self._coming[place.key])
        held = replace(place, leaders=tuple(leaders), people=people, most=1)
        return Spot(held, None, (), therapy.min, therapy.max, stays=False)

    def _worth(self, person: str, therapy: str) -> int:
        return self._wish.worth.get(person, {}).get(therapy, 0)

    def _slots(self, group: Group) -> tuple[Slot, ...]:
        return self._problem.covered(group.slot, self._problem.therapy[group.therapy].slots)


def hours_by_leader(problem: Problem, plan: Plan) -> dict[tuple[str, Slot], str]:
    """Whose individual hour each counselor holds in each slot."""
    hours = {}
    for person, slot in plan.individual.items():
        counselor = plan.covered_by.get(person, problem.participant[person].counselors[0])
        for each in problem.covered(slot, problem.individual_slots):
            hours[counselor, each] = person
    return hours


def _taken(problem: Problem, plan: Plan) -> Mapping[str, set[Slot]]:
    """When each person is in a group."""
    taken: dict[str, set[Slot]] = defaultdict(set)
    for group in plan.groups:
        slots = problem.covered(group.slot, problem.therapy[group.therapy].slots)
        for member in group.members:
            taken[member].update(slots)
    return taken
