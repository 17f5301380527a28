"""Who could lead a group that isn't there yet, leaders as bits of one number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.opening import Opening
from stepwell.domain.timetable.facts import Facilitator, Slot
from stepwell.domain.timetable.laid import Laid

LeaderSet = int
"""Leaders, as bits by their position in the problem."""


class Leaders:
    """The leaders of a plan: what each may lead, and when they have time for one group more."""

    def __init__(self, week: Laid) -> None:
        self._week = week
        self._facts: Sequence[Facilitator] = week.problem.facilitators
        self.bit = {each.id: 1 << index for index, each in enumerate(self._facts)}
        self._free: dict[Slot, LeaderSet] = defaultdict(int)
        self._busy: dict[Slot, LeaderSet] = defaultdict(int)
        self._at: dict[tuple[int, str], LeaderSet] = defaultdict(int)
        self._leads: dict[str, LeaderSet] = defaultdict(int)
        self._speaks: dict[str, LeaderSet] = defaultdict(int)
        self._leading: dict[tuple[str, str, str, Slot], LeaderSet] = defaultdict(int)
        self._by_video: LeaderSet = 0
        for leader in self._facts:
            self._fill_facts(leader)
            self._fill_busy(leader)
        self.hours_left = {each.id: each.max_hours - week.hours_led(each.id) for each in self._facts}
        self._with_left: dict[int, LeaderSet] = {}
        self._everybody: LeaderSet = (1 << len(self._facts)) - 1
        self._by_rule: dict[Opening, Mapping[RuleSet, LeaderSet]] = {}
        self._able: dict[tuple[Opening, RuleSet], LeaderSet] = {}

    def _fill_facts(self, leader: Facilitator) -> None:
        one = self.bit[leader.id]
        for slot in leader.avail:
            self._free[slot] |= one
        for day, site in leader.site_by_day.items():
            self._at[day, site] |= one
        for therapy in leader.leads:
            self._leads[therapy] |= one
        for language in leader.langs:
            self._speaks[language] |= one
        if leader.tele:
            self._by_video |= one

    def _fill_busy(self, leader: Facilitator) -> None:
        week = self._week
        led = week.led.get(leader.id, ())
        for held in led:
            self._leading[held.group.place] |= self.bit[leader.id]
        taken = [slot for held in led for slot in held.slots]
        taken += [slot for hour in week.hours_given.get(leader.id, ()) for slot in hour.slots]
        for slot in taken:
            self._busy[slot] |= self.bit[leader.id]

    def able(self, opening: Opening, rules: RuleSet) -> LeaderSet:
        """Who could lead this group as far as these rules go, and doesn't lead another just like it."""
        key = (opening, rules & bits.OF_LEADERS)
        found = self._able.get(key)
        if found is None:
            found = self._able[key] = self._meeting(opening, rules)
        return found

    def _meeting(self, opening: Opening, rules: RuleSet) -> LeaderSet:
        able = self._everybody & ~self._leading.get(opening.place, 0)
        by_rule = self._by_rule.get(opening)
        if by_rule is None:
            by_rule = self._by_rule[opening] = self._look_up(opening)
        for rule, leaders in by_rule.items():
            if rules & rule:
                able &= leaders
        return able

    def of(self, leaders: LeaderSet) -> list[str]:
        """Their ids, in the order of the problem."""
        return [self._facts[one.bit_length() - 1].id for one in bits.each(leaders)]

    def is_busy(self, leader: str, slots: Sequence[Slot]) -> bool:
        """True when the leader holds something in one of the slots."""
        return any(self._busy.get(slot, 0) & self.bit[leader] for slot in slots)

    def _look_up(self, opening: Opening) -> Mapping[RuleSet, LeaderSet]:
        """For each rule on leaders, those who keep it."""
        everybody = self._everybody
        free, busy = everybody, 0
        for slot in opening.slots:
            free &= self._free.get(slot, 0)
            busy |= self._busy.get(slot, 0)
        video = opening.site.tele
        return {
            bits.LEADER_BY_VIDEO: self._by_video if video else everybody,
            bits.LEADER_CLASH: everybody & ~busy,
            bits.LEADER_FREE: free,
            bits.LEADER_THERAPY: self._leads.get(opening.therapy.id, 0),
            bits.LEADER_LANGUAGE: self._speaks.get(opening.variant.lang, 0),
            bits.LEADER_SITE: everybody if video else self._at.get((opening.day, opening.site.id), 0),
            bits.LEADER_HOURS: self._with_hours_left(len(opening.slots)),
        }

    def _with_hours_left(self, length: int) -> LeaderSet:
        if length not in self._with_left:
            able = (one for leader, one in self.bit.items() if self.hours_left[leader] >= length)
            self._with_left[length] = bits.union(able)
        return self._with_left[length]
