"""A week while it is filled: whatever is done to it keeps every rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from stepwell.domain.timetable.facts import Participant, Problem, Slot
from stepwell.domain.timetable.plan import Group, Plan
from stepwell.domain.timetable.solver.places import Place


class Seating:
    """Groups and individual hours so far, and what they leave free."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._held: list[tuple[Place, str, list[str]]] = []
        self._hours: dict[str, tuple[Slot, str]] = {}
        self._busy: dict[str, set[Slot]] = defaultdict(set)
        self._group_at: dict[tuple[str, Slot], bool] = {}
        self._day: Counter[tuple[str, int]] = Counter()
        self._had: set[tuple[str, str, int]] = set()
        self._need = {person.id: dict(person.need) for person in problem.participants}
        self._total: Counter[str] = Counter()
        self._led: Counter[str] = Counter()
        self._leading: set[tuple[str, Slot]] = set()
        self._rooms: Counter[tuple[str, Slot]] = Counter()
        self._copies: Counter[tuple[object, ...]] = Counter()
        self._reserve = Counter(
            each.counselors[0] for each in problem.participants if each.counselors
        )  # hours leaders keep for individual work

    def plan(self) -> Plan:
        """The week as it is now."""
        own = {person.id: person.counselors[:1] for person in self.problem.participants}
        return Plan(
            self.problem.name,
            tuple(Group(*place.key, leader, tuple(members)) for place, leader, members in self._held),
            {person: slot for person, (slot, _) in self._hours.items()},
            {person: by for person, (_, by) in self._hours.items() if (by,) != own[person]},
        )

    def gain(self, place: Place) -> int:
        """How many lack something that a group here would give them; none when there is no room."""
        if not self._has_room(place) or not any(self._can_lead(each, place) for each in place.leaders):
            return 0
        lacking = sum(self._lacks(person, place) and self._can_sit(person, place) for person in place.people)
        return min(lacking, place.therapy.max) if lacking >= max(1, place.therapy.min) else 0

    def open(self, place: Place, *, leader: str | None = None, wanted: Sequence[str] | None = None) -> bool:
        """Hold a group here, if there is a room, a leader (this one), and enough who lack it (of these)."""
        if not self._has_room(place):
            return False
        known = set(place.people)
        coming = [each for each in (place.people if wanted is None else wanted) if each in known]
        able = [each for each in dict.fromkeys(coming) if self._lacks(each, place)]
        able = [each for each in able if self._can_sit(each, place)]
        for each in (
            sorted(place.leaders, key=lambda one: (self._led[one], one)) if leader is None else [leader]
        ):
            if each not in place.leaders or not self._can_lead(each, place):
                continue
            members = self._together(able, each, place)
            if len(members) >= max(1, place.therapy.min):
                self.hold(place, each, members)
                return True
        return False

    def hold(self, place: Place, leader: str, members: list[str]) -> None:
        """Hold this group; the caller knows that it may be held."""
        self._held.append((place, leader, []))
        self._copies[place.key] += 1
        self._led[leader] += place.length
        for slot in place.slots:
            self._leading.add((leader, slot))
            self._rooms[place.site.id, slot] += 1
        for member in members:
            self._sit(member, len(self._held) - 1)

    def fill_up(self) -> None:
        """Bring groups that are too small to their least, by whoever can come."""
        for index, (place, _, members) in enumerate(self._held):
            for person in place.people:
                if len(members) >= place.therapy.min:
                    break
                if self._may_join(person, index):
                    self._sit(person, index)

    def fill_seats(self) -> None:
        """Let people who lack something join groups that have it."""
        for index, (place, _, _) in enumerate(self._held):
            for person in place.people:
                if self._lacks(person, place) and self._may_join(person, index):
                    self._sit(person, index)

    def give_hours(self) -> None:
        """An individual hour for everybody who has none and can have one: as last week, or least disliked."""
        for person in self.problem.participants:
            if person.id not in self._hours:
                before = self.problem.previous.individual.get(person.id)
                for slot in sorted(
                    person.tele_avail, key=lambda each: (each != before, person.pref.get(each, 0), each)
                ):
                    if self.meet(person.id, slot):
                        break

    def meet(self, person: str, slot: Slot) -> bool:
        """Give the individual hour in this slot; False when it can't be."""
        length, facts = self.problem.individual_slots, self.problem.participant[person]
        slots = self.problem.run(slot, length)
        if (
            slots is None
            or not facts.tele_avail.issuperset(slots)
            or not self._busy[person].isdisjoint(slots)
        ):
            return False
        day = self.problem.slots[slot].day
        if (
            self._day[person, day] + length > facts.max_hours_day
            or self._total[person] + length > facts.max_hours
        ):
            return False
        for counselor in facts.counselors:
            leader = self.problem.facilitator[counselor]
            is_free = not any((counselor, each) in self._leading for each in slots)
            if (
                leader.avail.issuperset(slots)
                and is_free
                and self._led[counselor] + length <= leader.max_hours
            ):
                self._hours[person] = (slot, counselor)
                self._reserve[facts.counselors[0]] -= 1
                self._led[counselor] += length
                self._leading.update((counselor, each) for each in slots)
                self._busy[person].update(slots)
                self._day[person, day] += length
                self._total[person] += length
                return True
        return False

    def _has_room(self, place: Place) -> bool:
        return self._copies[place.key] < place.most and all(
            self._rooms[place.site.id, slot] < place.site.rooms_at(slot) for slot in place.slots
        )

    def _can_lead(self, leader: str, place: Place) -> bool:
        kept = self._reserve[leader] * self.problem.individual_slots
        most = self.problem.facilitator[leader].max_hours
        return self._led[leader] + kept + place.length <= most and not any(
            (leader, slot) in self._leading for slot in place.slots
        )

    def _lacks(self, person: str, place: Place) -> bool:
        if self._need[person].get(place.therapy.id, 0) > 0:
            return True
        facts = self.problem.participant[person]
        due = sum(self._need[person].values()) + self._kept(facts)
        return place.therapy.open and self._total[person] + due < facts.min_hours

    def _kept(self, facts: Participant) -> int:
        return self.problem.individual_slots if facts.counselors and facts.id not in self._hours else 0

    def _can_sit(self, person: str, place: Place) -> bool:
        facts = self.problem.participant[person]
        return (
            self._busy[person].isdisjoint(place.slots)
            and (person, place.therapy.id, place.day) not in self._had
            and self._day[person, place.day] + place.length <= facts.max_hours_day
            and self._total[person] + self._kept(facts) + place.length <= facts.max_hours
            and not any(
                self._group_at.get((person, slot)) == (not place.site.tele) for slot in self._beside(place)
            )
        )

    def _beside(self, place: Place) -> Iterable[Slot]:
        slots = self.problem.slots
        for slot in (place.slots[0] - 1, place.slots[-1] + 1):
            if 0 <= slot < len(slots) and slots[slot].day == place.day:
                yield slot

    def _together(self, able: list[str], leader: str, place: Place) -> list[str]:
        members: list[str] = []
        for person in sorted(able, key=lambda each: -self._need[each].get(place.therapy.id, 0)):
            if len(members) < place.therapy.max and self._gets_on(person, leader, members):
                members.append(person)
        return members

    def _gets_on(self, person: str, leader: str, members: list[str]) -> bool:
        shy = self.problem.participant[person].avoid_fac
        return leader not in shy and not any(self.problem.apart(person, other) for other in members)

    def _may_join(self, person: str, index: int) -> bool:
        place, leader, members = self._held[index]
        return (
            person not in members
            and len(members) < place.therapy.max
            and self._can_sit(person, place)
            and self._gets_on(person, leader, members)
        )

    def _sit(self, person: str, index: int) -> None:
        place, _, members = self._held[index]
        members.append(person)
        self._busy[person].update(place.slots)
        self._group_at.update(((person, slot), place.site.tele) for slot in place.slots)
        self._day[person, place.day] += place.length
        self._total[person] += place.length
        self._had.add((person, place.therapy.id, place.day))
        need = self._need[person]
        if place.therapy.id in need:
            need[place.therapy.id] = max(0, need[place.therapy.id] - place.length)
