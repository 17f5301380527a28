"""A plan as sets of people and of leaders, one bit each: who is free when, who sits where, who could come.

Built once for a plan, asked for every shortage in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.opening import Opening, Run, runs_of
from stepwell.domain.timetable.explain.shortage import given_by_therapy
from stepwell.domain.timetable.facts import Problem, Site, Slot, Therapy, Variant
from stepwell.domain.timetable.laid import Laid

People = int
"""Participants, as bits by their position in the problem."""


class Board:
    """Who could join what, all else of the plan staying as it is."""

    def __init__(self, week: Laid) -> None:
        self.week = week
        self.problem: Problem = week.problem
        self.everybody: People = (1 << len(self.problem.participants)) - 1
        self.person_bit = {each.id: 1 << index for index, each in enumerate(self.problem.participants)}
        self._free: Mapping[bool, dict[Slot, People]] = {False: defaultdict(int), True: defaultdict(int)}
        self._seated: Mapping[bool, dict[Slot, People]] = {False: defaultdict(int), True: defaultdict(int)}
        self._family: dict[Slot, People] = defaultdict(int)
        self._busy: dict[Slot, People] = defaultdict(int)
        self._had_today: dict[tuple[int, str], People] = defaultdict(int)
        self._hours_left: dict[int, People] = defaultdict(int)
        self._hours_left_day: dict[tuple[int, int], People] = defaultdict(int)
        self._runs: dict[int, tuple[Run, ...]] = {}
        self._openings: dict[tuple[str, str, str, Slot], Opening] = {}
        self._of_place: dict[tuple[str, str, str, Slot], RuleSet] = {}
        self._fill_free()
        self._fill_taken()
        self._fill_left()

    def _fill_free(self) -> None:
        for one, person in zip(self.person_bit.values(), self.problem.participants, strict=True):
            for slot in person.avail:
                self._free[False][slot] |= one
            for slot in person.tele_avail:
                self._free[True][slot] |= one
            for slot in person.family_avail:
                self._family[slot] |= one

    def _fill_taken(self) -> None:
        for held in self.week.held:
            members = bits.union(self.person_bit[member] for member in held.members)
            self._had_today[held.day, held.therapy.id] |= members
            for slot in held.slots:
                self._busy[slot] |= members
                self._seated[held.site.tele][slot] |= members
        for hour in self.week.hours.values():
            for slot in hour.slots:
                self._busy[slot] |= self.person_bit[hour.person]

    def _fill_left(self) -> None:
        lengths = {therapy.slots for therapy in self.problem.therapies}
        days = {slot.day for slot in self.problem.slots}
        for one, person in zip(self.person_bit.values(), self.problem.participants, strict=True):
            left = person.max_hours - self.week.hours_of(person.id)
            by_day = self.week.hours_by_day(person.id)
            for length in lengths:
                if length <= left:
                    self._hours_left[length] |= one
                for day in days:
                    if length <= person.max_hours_day - by_day.get(day, 0):
                        self._hours_left_day[day, length] |= one

    @cached_property
    def _speaks(self) -> Mapping[str, People]:
        spoken: dict[str, People] = defaultdict(int)
        for person in self.problem.participants:
            for language in person.langs:
                spoken[language] |= self.person_bit[person.id]
        return spoken

    @cached_property
    def _at_site(self) -> Mapping[str, People]:
        there: dict[str, People] = defaultdict(int)
        for person in self.problem.participants:
            there[person.site] |= self.person_bit[person.id]
        return there

    @cached_property
    def _of_gender(self) -> Mapping[str | None, People]:
        alike: dict[str | None, People] = defaultdict(int)
        for person in self.problem.participants:
            alike[person.gender] |= self.person_bit[person.id]
        return alike

    @cached_property
    def _wants_same_gender(self) -> Mapping[str, People]:
        wanting: dict[str, People] = defaultdict(int)
        for person in self.problem.participants:
            for therapy in person.same_gender:
                wanting[therapy] |= self.person_bit[person.id]
        return wanting

    @cached_property
    def _needs(self) -> Mapping[str, People]:
        needing: dict[str, People] = defaultdict(int)
        for person in self.problem.participants:
            for therapy, hours in person.need.items():
                if hours:
                    needing[therapy] |= self.person_bit[person.id]
        return needing

    @cached_property
    def avoiding(self) -> Mapping[str, People]:
        """Who is to be kept apart from a leader."""
        avoiding: dict[str, People] = defaultdict(int)
        for person in self.problem.participants:
            for leader in person.avoid_fac:
                avoiding[leader] |= self.person_bit[person.id]
        return avoiding

    @cached_property
    def avoiding_somebody(self) -> People:
        """Whoever is to be kept apart from a leader."""
        return bits.union(self.avoiding.values())

    @cached_property
    def apart(self) -> Mapping[People, People]:
        """Who is to be kept apart from a person; nobody else has an entry."""
        apart: dict[People, People] = defaultdict(int)
        for person in self.problem.participants:
            for other in person.avoid & self.problem.participant.keys():
                apart[self.person_bit[person.id]] |= self.person_bit[other]
                apart[self.person_bit[other]] |= self.person_bit[person.id]
        return dict(apart)

    @cached_property
    def to_be_kept_apart(self) -> People:
        """Whoever is to be kept apart from somebody."""
        return bits.union(self.apart)

    @cached_property
    def _lacking_hours(self) -> People:
        lacking = (
            each.id for each in self.problem.participants if self.week.hours_of(each.id) < each.min_hours
        )
        return bits.union(self.person_bit[person] for person in lacking)

    @cached_property
    def _lacking_days(self) -> People:
        lacking = (
            each.id
            for each in self.problem.participants
            if len(self.week.hours_by_day(each.id)) < each.min_days
        )
        return bits.union(self.person_bit[person] for person in lacking)

    @cached_property
    def _lacking_therapy(self) -> Mapping[str, People]:
        lacking: dict[str, People] = defaultdict(int)
        for person in self.problem.participants:
            given = given_by_therapy(self.week, person.id)
            for therapy, needed in person.need.items():
                if given.get(therapy, 0) < needed:
                    lacking[therapy] |= self.person_bit[person.id]
        return lacking

    @cached_property
    def _present(self) -> Mapping[int, People]:
        present: dict[int, People] = defaultdict(int)
        for person, one in self.person_bit.items():
            for day in self.week.hours_by_day(person):
                present[day] |= one
        return present

    @cached_property
    def rooms_taken(self) -> Counter[tuple[str, Slot]]:
        """How many groups each site holds in each slot."""
        return Counter((held.site.id, slot) for held in self.week.held for slot in held.slots)

    @cached_property
    def together(self) -> Mapping[tuple[str, str, str, Slot], list[str]]:
        """Who leads the groups of one therapy, variant, site and slot."""
        leading: dict[tuple[str, str, str, Slot], list[str]] = {}
        for held in self.week.held:
            leading.setdefault(held.group.place, []).append(held.group.facilitator)
        return leading

    def runs(self, length: int) -> tuple[Run, ...]:
        """Every place in the week for something of this length."""
        if length not in self._runs:
            self._runs[length] = tuple(runs_of(self.problem, length))
        return self._runs[length]

    def opening(self, therapy: Therapy, variant: Variant, site: Site, run: Run) -> Opening:
        """A group that could be opened; the same one for everybody who asks."""
        key = (therapy.id, variant.id, site.id, run.slots[0])
        if key not in self._openings:
            self._openings[key] = Opening(therapy, variant, site, run.slots, run.day, run.beside)
        return self._openings[key]

    def of_place(self, opening: Opening) -> RuleSet:
        """What one group more would break there, whoever leads it and whoever comes."""
        key = opening.place
        if key not in self._of_place:
            self._of_place[key] = self._look_at(opening)
        return self._of_place[key]

    def _look_at(self, opening: Opening) -> RuleSet:
        breaks = 0
        starts = self.problem.starts.get(opening.therapy.id)
        if starts is not None and opening.slots[0] not in starts:
            breaks |= bits.STARTS
        if len(self.together.get(opening.place, ())) >= self.problem.max_parallel:
            breaks |= bits.MAX_PARALLEL
        site = opening.site
        if any(self.rooms_taken[site.id, slot] >= site.rooms_at(slot) for slot in opening.slots):
            breaks |= bits.ROOMS
        return breaks

    def gaining(self, opening: Opening) -> People:
        """Who would lack less with this group in their week and nothing else changed."""
        without = self._lacking_days & ~self._present.get(opening.day, 0)
        return self._lacking_hours | self._lacking_therapy.get(opening.therapy.id, 0) | without

    def may_join(self, opening: Opening, rules: RuleSet) -> People:
        """Who could add this group to their week without breaking any of the rules."""
        who = self._may_take(opening, rules)
        if who and rules & bits.OF_THE_WEEK:
            who &= self._fits_week(opening, rules)
        return who

    def _may_take(self, opening: Opening, rules: RuleSet) -> People:
        """Those whom the group itself suits, whatever else is in their week."""
        who = self.everybody
        therapy, variant, site = opening.therapy, opening.variant, opening.site
        if rules & bits.MEMBER_FREE:
            who &= _all_of(self._free[site.tele], opening.slots)
        if rules & bits.FAMILY_FREE and therapy.family:
            who &= _all_of(self._family, opening.slots)
        if rules & bits.MEMBER_SITE and not site.tele:
            who &= self._at_site.get(site.id, 0)
        if rules & bits.MEMBER_LANGUAGE:
            who &= self._speaks.get(variant.lang, 0)
        if rules & bits.NEEDED_OR_OPEN and not therapy.open:
            who &= self._needs.get(therapy.id, 0)
        return who & self._of_right_gender(opening, rules)

    def _of_right_gender(self, opening: Opening, rules: RuleSet) -> People:
        gender = opening.variant.gender
        if gender is None:
            return ~self._wants_same_gender.get(opening.therapy.id, 0) if rules & bits.SAME_GENDER else -1
        return self._of_gender.get(gender, 0) if rules & bits.MEMBER_GENDER else -1

    def _fits_week(self, opening: Opening, rules: RuleSet) -> People:
        """Those whose week has room for it."""
        who = self.everybody
        length = len(opening.slots)
        if rules & bits.MEMBER_CLASH:
            who &= ~_any_of(self._busy, opening.slots)
        if rules & bits.THERAPY_ONCE_A_DAY:
            who &= ~self._had_today.get((opening.day, opening.therapy.id), 0)
        if rules & bits.MEMBER_HOURS:
            who &= self._hours_left.get(length, 0)
        if rules & bits.MEMBER_HOURS_DAY:
            who &= self._hours_left_day.get((opening.day, length), 0)
        if rules & bits.TRAVEL:
            who &= ~_any_of(self._seated[not opening.site.tele], opening.beside)
        return who


def _all_of(sets: Mapping[Slot, People], slots: tuple[Slot, ...]) -> People:
    who = -1
    for slot in slots:
        who &= sets.get(slot, 0)
    return who


def _any_of(sets: Mapping[Slot, People], slots: tuple[Slot, ...]) -> People:
    who = 0
    for slot in slots:
        who |= sets.get(slot, 0)
    return who
