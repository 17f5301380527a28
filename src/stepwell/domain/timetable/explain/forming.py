"""Whether a group that isn't there could be formed around one person: a leader, and enough others to come.

The others only add it to their week; everything else of theirs stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.board import Board, People
from stepwell.domain.timetable.explain.leaders import Leaders, LeaderSet
from stepwell.domain.timetable.explain.opening import Opening
from stepwell.domain.timetable.facts import Participant


@dataclass(frozen=True, slots=True)
class Crew:
    """Who would come to a new group beside the person: those who lack less with it, and the others."""

    gaining: People
    along: People

    @property
    def size(self) -> int:
        """How many come."""
        return (self.gaining | self.along).bit_count()


@dataclass(frozen=True, slots=True)
class Forming:
    """Forms groups around one person; what was asked of the same rules before is known already."""

    board: Board
    leaders: Leaders
    person: Participant
    _led: dict[tuple[Opening, RuleSet, RuleSet], LeaderSet] = field(default_factory=dict, repr=False)
    _coming: dict[tuple[Opening, RuleSet], People] = field(default_factory=dict, repr=False)

    def leaders_for(self, opening: Opening, rules: RuleSet, others: RuleSet) -> LeaderSet:
        """Who could lead the group: `rules` hold for it and them, `others` for who else comes."""
        key = (opening, rules & bits.OF_LEADING, others & bits.OF_COMING)
        found = self._led.get(key)
        if found is None:
            found = self._led[key] = self._leading(opening, rules, others)
        return found

    def _leading(self, opening: Opening, rules: RuleSet, others: RuleSet) -> LeaderSet:
        able = self._able(opening, rules)
        least = opening.therapy.min if rules & bits.GROUP_MIN else 1
        if not able or (rules & bits.GROUP_MAX and opening.therapy.max < max(1, least)):
            return 0
        if least <= 1:
            return able
        who = self.others(opening, others)
        if not self.enough(who, least - 1, others):
            return 0
        if not others & bits.LEADER_TO_AVOID:
            return able
        if self.enough(who & ~self.board.avoiding_somebody, least - 1, others):
            return able
        avoiding = self.board.avoiding
        led = (
            self.leaders.bit[leader]
            for leader in self.leaders.of(able)
            if not who & avoiding.get(leader, 0) or self.enough(who & ~avoiding[leader], least - 1, others)
        )
        return bits.union(led)

    def others(self, opening: Opening, rules: RuleSet) -> People:
        """Everybody else who could add the group to their week."""
        key = (opening, rules & bits.OF_COMING)
        found = self._coming.get(key)
        if found is None:
            found = self._coming[key] = self._may_come(opening, rules)
        return found

    def _may_come(self, opening: Opening, rules: RuleSet) -> People:
        who = self.board.may_join(opening, rules) & ~self.board.person_bit[self.person.id]
        if rules & bits.KEPT_APART:
            who &= ~self.board.apart.get(self.board.person_bit[self.person.id], 0)
        return who

    def crew(self, opening: Opening, leader: str, rules: RuleSet) -> Crew:
        """All who gain, as far as there are seats, and as many others as the group needs."""
        who = self.others(opening, rules)
        if rules & bits.LEADER_TO_AVOID:
            who &= ~self.board.avoiding.get(leader, 0)
        seats = opening.therapy.max - 1
        needed = min(opening.therapy.min - 1, seats)
        gaining = who & self.board.gaining(opening)
        chosen = self._seated(0, gaining, seats, rules)
        chosen = self._seated(chosen, who & ~gaining, needed, rules)
        if chosen.bit_count() < needed:
            chosen = self.together(who, needed) or chosen
        return Crew(chosen & gaining, chosen & ~gaining)

    def _seated(self, chosen: People, who: People, seats: int, rules: RuleSet) -> People:
        """Those chosen and, one after the other, who may sit with them, until so many seats are taken."""
        taken = chosen.bit_count()
        for one in bits.each(who):
            if taken >= seats:
                break
            apart = self.board.apart.get(one, 0) if rules & bits.KEPT_APART else 0
            if not apart & (chosen | one):
                chosen |= one
                taken += 1
        return chosen

    def enough(self, who: People, count: int, rules: RuleSet) -> bool:
        """True when so many of them could sit in one group."""
        if who.bit_count() < count:
            return False
        if not rules & bits.KEPT_APART or (who & ~self.board.to_be_kept_apart).bit_count() >= count:
            return True
        return self.together(who, count) is not None

    def together(self, who: People, count: int) -> People | None:
        """So many of them, none to be kept apart from another; None when there are not so many."""
        apart = self.board.apart
        torn = [one for one in bits.each(who & self.board.to_be_kept_apart) if apart[one] & who]
        calm = who & ~bits.union(torn)
        if calm.bit_count() >= count:
            return bits.union(islice(bits.each(calm), count))
        rest = self._of_torn(torn, count - calm.bit_count())
        return None if rest is None else calm | rest

    def _of_torn(self, torn: Sequence[People], count: int) -> People | None:
        if count <= 0:
            return 0
        if len(torn) < count:
            return None
        first, later = torn[0], torn[1:]
        apart = self.board.apart[first]
        if not apart & first:
            rest = self._of_torn([one for one in later if not one & apart], count - 1)
            if rest is not None:
                return rest | first
        return self._of_torn(later, count)

    def _able(self, opening: Opening, rules: RuleSet) -> LeaderSet:
        able = self.leaders.able(opening, rules)
        if not able or not rules & bits.LEADER_TO_AVOID:
            return able
        return able & ~bits.union(self.leaders.bit[leader] for leader in self.person.avoid_fac)
