"""A plan laid out over its problem: who sits where, who leads what, and at which times.

Rules and costs read a week in this form, so that each of them can look where it must and nothing is
counted twice. It knows nothing of how the plan was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stepwell.domain.timetable.facts import Participant, Problem, Site, Slot, Therapy, Variant
from stepwell.domain.timetable.plan import Group, Plan

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOUR = 60  # minutes


@dataclass(frozen=True, slots=True)
class Held:
    """A group of the plan with the facts it names. `members` holds everyone once, `slots` what it covers."""

    group: Group
    therapy: Therapy
    variant: Variant
    site: Site
    day: int
    slots: tuple[Slot, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """An individual hour: whose, with whom (None when the person has no counselor), and when."""

    person: str
    counselor: str | None
    day: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a move changed: groups by their position in the plan, and people whose individual hour it was."""

    groups: Collection[int] = ()
    people: Collection[str] = ()


class Laid:
    """A plan over its problem. With `touched`, only what a move touched is to be judged."""

    def __init__(self, problem: Problem, plan: Plan, *, touched: Touched | None = None) -> None:
        self.problem = problem
        self.plan = plan
        self._touched = touched

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Every group of the plan, in its order."""
        return tuple(map(self._held, self.plan.groups))

    @cached_property
    def seats(self) -> Mapping[str, Sequence[Held]]:
        """The groups each participant sits in; who sits in none has no entry."""
        seats: dict[str, list[Held]] = defaultdict(list)
        for held in self.held:
            for member in held.members:
                seats[member].append(held)
        return seats

    @cached_property
    def led(self) -> Mapping[str, Sequence[Held]]:
        """The groups each leader leads; who leads none has no entry."""
        led: dict[str, list[Held]] = defaultdict(list)
        for held in self.held:
            led[held.group.facilitator].append(held)
        return led

    @cached_property
    def hours(self) -> Mapping[str, Hour]:
        """The individual hours by the person they are for."""
        return {person: self._hour(person, slot) for person, slot in self.plan.individual.items()}

    @cached_property
    def hours_given(self) -> Mapping[str, Sequence[Hour]]:
        """The individual hours by the counselor who holds them."""
        given: dict[str, list[Hour]] = defaultdict(list)
        for hour in self.hours.values():
            if hour.counselor is not None:
                given[hour.counselor].append(hour)
        return given

    @cached_property
    def judged_groups(self) -> Sequence[Held]:
        """The groups to be judged: all, or those a move changed."""
        if self._touched is None:
            return self.held
        return [self.held[index] for index in self._touched.groups]

    @cached_property
    def judged_people(self) -> Sequence[str]:
        """The people whose week is to be judged: all who have something in it, or those a move touched."""
        if self._touched is None:
            return [each.id for each in self.problem.participants if self.has_week(each.id)]
        seated = (member for held in self.judged_groups for member in held.members)
        return list(dict.fromkeys((*self._touched.people, *seated)))

    @cached_property
    def judged_hours(self) -> Sequence[Hour]:
        """The individual hours to be judged."""
        if self._touched is None:
            return list(self.hours.values())
        return [self.hours[person] for person in self.judged_people if person in self.hours]

    @cached_property
    def judged_leaders(self) -> Sequence[str]:
        """The leaders whose week is to be judged."""
        if self._touched is None:
            return [each.id for each in self.problem.facilitators]
        leading = (held.group.facilitator for held in self.judged_groups)
        holding = (hour.counselor for hour in self.judged_hours if hour.counselor is not None)
        return list(dict.fromkeys((*leading, *holding)))

    def has_week(self, person: str) -> bool:
        """True when the person sits in a group or has an individual hour."""
        return person in self.seats or person in self.hours

    def seats_of(self, person: str) -> Sequence[Held]:
        """The groups the person sits in."""
        return self.seats.get(person, ())

    def person(self, person: str) -> Participant:
        """The facts of a participant."""
        return self.problem.participant[person]

    def hours_of(self, person: str) -> int:
        """Treatment in the week, in slots: groups and the individual hour."""
        hour = self.hours.get(person)
        return sum(held.therapy.slots for held in self.seats_of(person)) + (len(hour.slots) if hour else 0)

    def hours_by_day(self, person: str) -> Mapping[int, int]:
        """Treatment of each day that has any, in slots."""
        days: dict[int, int] = defaultdict(int)
        for held in self.seats_of(person):
            days[held.day] += held.therapy.slots
        if person in self.hours:
            days[self.hours[person].day] += len(self.hours[person].slots)
        return days

    def hours_led(self, leader: str) -> int:
        """What a leader holds in the week, in slots: groups and individual hours."""
        groups = sum(held.therapy.slots for held in self.led.get(leader, ()))
        return groups + sum(len(hour.slots) for hour in self.hours_given.get(leader, ()))

    def when(self, slot: Slot) -> str:
        """A slot in words: "Monday 9:00"."""
        facts = self.problem.slots[slot]
        return f"{_DAYS[facts.day]} {facts.minute // _HOUR}:{facts.minute % _HOUR:02}"

    def day(self, day: int) -> str:
        """A day in words."""
        return _DAYS[day]

    def whens(self, slots: Iterable[Slot]) -> str:
        """Slots in words, one after the other."""
        return ", ".join(map(self.when, slots))

    def what(self, held: Held) -> str:
        """A group in words: "CBT (en) at S0 on Monday 9:00"."""
        group = held.group
        return f"{group.therapy} ({group.variant}) at {group.site} on {self.when(group.slot)}"

    def _held(self, group: Group) -> Held:
        problem = self.problem
        site = problem.site[group.site]
        therapy = site.sized(problem.therapy[group.therapy])
        return Held(
            group=group,
            therapy=therapy,
            variant=problem.variant[group.variant],
            site=site,
            day=problem.slots[group.slot].day,
            slots=problem.covered(group.slot, therapy.slots),
            members=tuple(dict.fromkeys(group.members)),
        )

    def _hour(self, person: str, slot: Slot) -> Hour:
        problem = self.problem
        counselors = problem.participant[person].counselors
        return Hour(
            person=person,
            counselor=self.plan.covered_by.get(person, counselors[0] if counselors else None),
            day=problem.slots[slot].day,
            slots=problem.covered(slot, problem.individual_slots),
        )
