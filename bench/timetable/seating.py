"""A week while it is filled: who is where, what is still free, and whom one more group could take.

People are the bits of whole numbers, so that "free, in need, and not there that day" is a few `&`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.timetable.choices import Place, leaders_of, suits
from stepwell.domain.timetable.facts import Facilitator, Participant, Problem
from stepwell.domain.timetable.plan import Group

People = int
"""A set of people: bit n stands for the n-th participant."""


@dataclass
class Opened:
    """A group held so far."""

    place: Place
    leader: Facilitator
    members: list[int]


class Seating:
    """Groups and individual hours so far. Whatever it does keeps every rule."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = problem.participants
        self.opened: list[Opened] = []
        self.individual: dict[str, int] = {}
        self._index = {person.id: number for number, person in enumerate(self.people)}
        self._beside = {slot: self._back_to_back(slot) for slot in range(len(problem.slots))}
        self._free = {
            kind: [
                self._those(slot in getattr(person, kind) for person in self.people) for slot in self._beside
            ]
            for kind in ("avail", "tele_avail", "family_avail")
        }
        self._shy_of = {
            leader.id: self._those(leader.id in person.avoid_fac for person in self.people)
            for leader in problem.facilitators
        }
        self._apart: dict[int, set[int]] = defaultdict(set)
        for number, person in enumerate(self.people):
            for other in person.avoid & self._index.keys():
                self._apart[number].add(self._index[other])
                self._apart[self._index[other]].add(number)
        self._suited: dict[tuple[str, str, str], People] = {}
        self._busy: Counter[int] = Counter()
        self._in_at, self._video_at = Counter[int](), Counter[int]()
        self._had: Counter[tuple[str, int]] = Counter()
        self._need = [dict(person.need) for person in self.people]
        self._needing = {
            each.id: self._those(person.need.get(each.id, 0) > 0 for person in self.people)
            for each in problem.therapies
        }
        kept = problem.individual_slots
        self._hours = [
            kept if person.counselors else 0 for person in self.people
        ]  # the individual hour is kept
        self._day_hours: Counter[tuple[int, int]] = Counter()
        self._leader_hours = Counter(
            {leader: kept * number for leader, number in Counter(_counselors(self.people)).items()}
        )
        self._leader_busy: set[tuple[str, int]] = set()
        self._rooms: Counter[tuple[str, int]] = Counter()
        self._parallel: Counter[tuple[str, str, str, int]] = Counter()

    @staticmethod
    def _those(said: Iterable[bool]) -> People:
        return sum(1 << number for number, yes in enumerate(said) if yes)

    def _back_to_back(self, slot: int) -> tuple[int, ...]:
        slots = self.problem.slots
        beside = (other for other in (slot - 1, slot + 1) if 0 <= other < len(slots))
        return tuple(other for other in beside if slots[other].day == slots[slot].day)

    def hold_locked(self) -> None:
        """Begin with what must stay."""
        for group in self.problem.locked.groups:
            facts = self.problem
            therapy = facts.therapy[group.therapy]
            slots = facts.covered(group.slot, therapy.slots)
            place = Place(
                therapy,
                facts.variant[group.variant],
                facts.site[group.site],
                slots,
                facts.slots[group.slot].day,
            )
            self._hold(
                place, facts.facilitator[group.facilitator], [self._index[each] for each in group.members]
            )
        for person, slot in self.problem.locked.individual.items():
            self._meet(self._index[person], slot)

    def count(self, place: Place, *, needed: bool) -> int:
        """How many could gain by a group here; none when there is no room."""
        return min(place.therapy.max, self._gaining(place, needed=needed).bit_count())

    def open(self, place: Place, *, needed: bool) -> bool:
        """Open a group here with the leader most could come to; False if nobody can or too few come."""
        gaining = self._gaining(place, needed=needed)
        leaders = sorted(
            self._leaders(place),
            key=lambda each: (-min(place.therapy.max, self._with(gaining, each)), self._load(each)),
        )
        for leader in leaders:
            members = self._chosen(gaining & ~self._shy_of[leader.id], place.therapy.max, [])
            if len(members) >= max(1, place.therapy.min):
                self._hold(place, leader, members)
                return True
        return False

    def fill_seats(self) -> None:
        """Put those who still gain into the seats left over."""
        for group in self.opened:
            for needed in (True, False):
                can = self._could_come(group.place, needed=needed) & ~self._shy_of[group.leader.id]
                more = self._chosen(can, group.place.therapy.max, group.members)[len(group.members) :]
                self._seat(group, more)

    def give_individual_hours(self) -> None:
        """An hour with one's counselor for everyone who can have one; those with the fewest choices first."""
        waiting = [number for number, person in enumerate(self.people) if person.id not in self.individual]
        for number in sorted(waiting, key=lambda each: (len(list(self._meetings(each))), each)):
            choices = list(self._meetings(number))
            if choices:
                self._meet(number, min(choices, key=lambda slot: self._dislike(number, slot)))

    def groups(self) -> Iterator[Group]:
        """The groups as a plan has them."""
        for each in self.opened:
            place, members = each.place, tuple(self.people[number].id for number in sorted(each.members))
            yield Group(
                place.therapy.id, place.variant.id, place.site.id, place.slots[0], each.leader.id, members
            )

    def _gaining(self, place: Place, *, needed: bool) -> People:
        same = place.key
        if self._parallel[same] >= self.problem.max_parallel:
            return 0
        if any(self._rooms[place.site.id, slot] >= place.site.rooms_at(slot) for slot in place.slots):
            return 0
        return self._could_come(place, needed=needed)

    def _could_come(self, place: Place, *, needed: bool) -> People:
        therapy, day = place.therapy, place.day
        can = self._suited_for(place) & ~self._had[therapy.id, day]
        can &= self._needing[therapy.id] if needed else ~self._needing[therapy.id]
        free = self._free["tele_avail" if place.site.tele else "avail"]
        elsewhere = self._in_at if place.site.tele else self._video_at
        for slot in place.slots:
            can &= free[slot] & ~self._busy[slot]
            if therapy.family:
                can &= self._free["family_avail"][slot]
            for other in self._beside[slot]:
                can &= ~elsewhere[other]
        return self._those_with_hours(can, len(place.slots), day, needed=needed)

    def _those_with_hours(self, can: People, long: int, day: int, *, needed: bool) -> People:
        for number in _numbers(can):
            person, hours = self.people[number], self._hours[number]
            most = person.max_hours if needed else min(person.max_hours, person.min_hours + long - 1)
            if hours + long > most or self._day_hours[number, day] + long > person.max_hours_day:
                can &= ~(1 << number)
        return can

    def _suited_for(self, place: Place) -> People:
        key = (place.therapy.id, place.variant.id, place.site.id)
        if key not in self._suited:
            self._suited[key] = self._those(suits(person, place) for person in self.people)
        return self._suited[key]

    def _leaders(self, place: Place) -> Iterator[Facilitator]:
        for leader in leaders_of(self.problem, place):
            hours = self._leader_hours[leader.id] + len(place.slots)
            if hours <= leader.max_hours and self._leader_is_free(leader, place.slots):
                yield leader

    def _leader_is_free(self, leader: Facilitator, slots: Iterable[int]) -> bool:
        return all(slot in leader.avail and (leader.id, slot) not in self._leader_busy for slot in slots)

    def _with(self, people: People, leader: Facilitator) -> int:
        return (people & ~self._shy_of[leader.id]).bit_count()

    def _load(self, leader: Facilitator) -> float:
        return self._leader_hours[leader.id] / max(1, leader.max_hours)

    def _chosen(self, can: People, most: int, begun: list[int]) -> list[int]:
        """Those furthest from their hours first, and nobody beside somebody to be kept apart from."""
        chosen = list(begun)
        for number in sorted(
            _numbers(can), key=lambda each: (self._hours[each] - self.people[each].min_hours, each)
        ):
            if len(chosen) >= most:
                break
            if self._apart[number].isdisjoint(chosen):
                chosen.append(number)
        return chosen

    def _hold(self, place: Place, leader: Facilitator, members: list[int]) -> None:
        group = Opened(place, leader, [])
        self.opened.append(group)
        self._parallel[place.key] += 1
        self._leader_hours[leader.id] += len(place.slots)
        for slot in place.slots:
            self._rooms[place.site.id, slot] += 1
            self._leader_busy.add((leader.id, slot))
        self._seat(group, members)

    def _seat(self, group: Opened, members: list[int]) -> None:
        place, day = group.place, group.place.day
        group.members += members
        for number in members:
            bit, long = 1 << number, len(place.slots)
            for slot in place.slots:
                self._busy[slot] |= bit
                there = self._video_at if place.site.tele else self._in_at
                there[slot] |= bit
            self._had[place.therapy.id, day] |= bit
            self._hours[number] += long
            self._day_hours[number, day] += long
            left = self._need[number].get(place.therapy.id, 0) - long
            self._need[number][place.therapy.id] = left
            if left <= 0:
                self._needing[place.therapy.id] &= ~bit

    def _meetings(self, number: int) -> Iterator[int]:
        """When the individual hour could be."""
        person = self.people[number]
        if not person.counselors or self._hours[number] > person.max_hours:
            return
        leader = self.problem.facilitator[person.counselors[0]]
        if self._leader_hours[leader.id] > leader.max_hours:
            return
        for first in range(len(self.problem.slots)):
            slots = self.problem.run(first, self.problem.individual_slots)
            if slots is None or not self._leader_is_free(leader, slots):
                continue
            day_hours = self._day_hours[number, self.problem.slots[first].day] + len(slots)
            mine = all(slot in person.tele_avail and not self._busy[slot] >> number & 1 for slot in slots)
            if mine and day_hours <= person.max_hours_day:
                yield first

    def _dislike(self, number: int, slot: int) -> tuple[bool, int, int]:
        """A new day where days are short, then the hour one minds least."""
        person, day = self.people[number], self.problem.slots[slot].day
        days = {at for who, at in self._day_hours if who == number and self._day_hours[who, at]}
        return (len(days) < person.min_days and day in days, person.pref.get(slot, 0), slot)

    def _meet(self, number: int, slot: int) -> None:
        person, day = self.people[number], self.problem.slots[slot].day
        self.individual[person.id] = slot
        self._day_hours[number, day] += self.problem.individual_slots
        for each in self.problem.covered(slot, self.problem.individual_slots):
            self._busy[each] |= 1 << number
            self._leader_busy.add((person.counselors[0], each))


def _counselors(people: Iterable[Participant]) -> Iterator[str]:
    return (person.counselors[0] for person in people if person.counselors)


def _numbers(people: People) -> Iterator[int]:
    while people:
        bit = people & -people
        yield bit.bit_length() - 1
        people ^= bit
