"""The weeks one person could have under some rules, and which of them help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.leaders import LeaderSet
from stepwell.domain.timetable.explain.ledger import Aim, Given
from stepwell.domain.timetable.explain.shortage import Shortage
from stepwell.domain.timetable.explain.space import Candidate, Chance, Part, Space
from stepwell.domain.timetable.explain.weeks import Limits, Option, Weeks, chosen_in, weeks_of

AMOUNT = 1_000_000
"""The price of one piece of a rule: one hour, one seat, one room. It outweighs every seat changed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A week that helps: what it holds, and what it gives."""

    options: tuple[Option[Part], ...]
    given: Given


class Search:
    """Looks for weeks of one person in which less is missing, all else of the plan staying as it is."""

    def __init__(self, space: Space, in_force: RuleSet) -> None:
        self.space = space
        self.in_force = in_force
        self.limits = Limits(space.person.max_hours, space.person.max_hours_day)
        self.now = [option for option in (*space.seats, *space.hours) if option.is_now]
        self.given_now = self.given(self.now)
        self._most = max(space.person.min_hours, *space.person.need.values(), 1)
        self.beyond_parts = bits.OF_THE_WEEK | bits.union(each.stays for each in space.seats + space.hours)
        self._options: dict[tuple[RuleSet, bool, str | None], Sequence[Option[Part]]] = {}
        self._opened: dict[tuple[Chance, bool], Option[Part]] = {}
        self._weeks: dict[tuple[Shortage, RuleSet, bool], Weeks[Part]] = {}

    def given(self, options: Collection[Option[Part]]) -> Given:
        """What a week of these options gives."""
        days = len({option.day for option in options})
        return sum(option.gives for option in options) + days * self.space.ledger.day

    def find(self, shortage: Shortage, rules: RuleSet, *, opening: bool) -> Found | None:
        """A week that helps and breaks none of the rules, with or without a group to be opened."""
        therapy = shortage.therapy if opening else None
        key = (shortage, rules, opening)
        if key not in self._weeks:
            options = self.options(rules, opening=opening, therapy=therapy)
            if not self.could_help(shortage, options):
                return None
            self._weeks[key] = self.weeks(shortage, options, rules, self.limits)
        return self.best(shortage, self._weeks[key])

    def options(self, rules: RuleSet, *, opening: bool, therapy: str | None) -> Sequence[Option[Part]]:
        """All that the week could be made of; a new group is of the therapy, if one is said."""
        key = (rules, opening, therapy)
        if key not in self._options:
            options = self.seats(rules)
            if opening:
                options += [self._as_option(chance, own) for chance, own in self._chances(rules, therapy)]
            self._options[key] = self.few(options, rules)
        return self._options[key]

    def few(self, options: Iterable[Option[Part]], rules: RuleSet) -> list[Option[Part]]:
        """The options without those that others make useless."""
        return _Alike(rules, self._most).few(options)

    def seats(self, rules: RuleSet) -> list[Option[Part]]:
        """Seats in groups that stand, and individual hours, that break none of the rules."""
        return [each for each in (*self.space.seats, *self.space.hours) if not each.breaks & rules]

    def parts(self, shortage: Shortage, rules: RuleSet, *, opening: bool) -> frozenset[tuple[Part, Given]]:
        """What the options are for: where they are the same, only rules on the whole week can differ."""
        options = self.options(rules, opening=opening, therapy=shortage.therapy)
        return frozenset((option.what, option.gives) for option in options)

    def weeks(
        self, shortage: Shortage, options: Sequence[Option[Part]], rules: RuleSet, limits: Limits
    ) -> Weeks[Part]:
        """Every week of these options that helps, save for what the own counselor has no time for."""
        return weeks_of(options, rules, limits, self.space.ledger, self._aim(shortage))

    def _aim(self, shortage: Shortage) -> Aim:
        return Aim(shortage, self.space.ledger.weighed[self.given_now])

    def could_help(self, shortage: Shortage, options: Sequence[Option[Part]]) -> bool:
        """False when not even all options together would help."""
        ledger = self.space.ledger
        hope = ledger.together([option.gives for option in options], len({each.day for each in options}))
        return ledger.missing(shortage, hope) < shortage.missing

    def best(self, shortage: Shortage, weeks: Weeks[Part]) -> Found | None:
        """The week that helps: what asks least of the rules, loses nothing else, and costs least."""
        ledger = self.space.ledger
        helping = [
            (week[0] // AMOUNT, self.lost(given), week[0], ledger.weighed[given], given)
            for given, week in weeks.items()
            if self._counselor_has_time(given)
        ]
        if not helping:
            return None
        given = min(helping)[-1]
        return Found(tuple(chosen_in(weeks[given][1])), given)

    def price(self, options: Collection[Option[Part]]) -> int:
        """What a week of these options costs: what it takes and what it leaves of the present one."""
        kept = {option.what for option in options}
        left = sum(option.leave for option in self.now if option.what not in kept)
        return left + sum(option.take for option in options)

    def helps(self, shortage: Shortage, given: Given) -> bool:
        """True when less is missing than now, of this and all in all."""
        return self.space.ledger.is_less(given, self._aim(shortage)) and self._counselor_has_time(given)

    def lost(self, given: Given) -> int:
        """How much would be missing of what isn't missing now."""
        return self.space.ledger.lost(self.given_now, given)

    def _counselor_has_time(self, given: Given) -> bool:
        """A group led by the person's own counselor leaves the individual hour as it is."""
        ledger = self.space.ledger
        if not given & ledger.by_counselor:
            return True
        return bool(given & ledger.hour_kept) if self.space.hour_now else not given & ledger.hour

    def _as_option(self, chance: Chance, own: bool) -> Option[Part]:
        """The same option for every set of rules."""
        key = (chance, own)
        if key not in self._opened:
            self._opened[key] = self.space.as_option(chance, by_counselor=own)
        return self._opened[key]

    def _chances(self, rules: RuleSet, therapy: str | None) -> Iterator[tuple[Chance, bool]]:
        """Groups that could be opened for the person, and whether only their own counselor could lead."""
        for chance in self.space.chances:
            if therapy is not None and chance.therapy.id != therapy:
                continue
            leaders: LeaderSet = 0
            for candidate in allowed(chance, rules):
                leaders |= self.space.forming.leaders_for(candidate.opening, rules, rules)
                if leaders & ~self.space.own_counselors:
                    break
            if leaders:
                yield chance, not leaders & ~self.space.own_counselors


def allowed(chance: Chance, rules: RuleSet) -> Iterator[Candidate]:
    """The candidates of a chance that break none of the rules by their place and time."""
    if chance.always_breaks & rules:
        return
    for candidate in chance.candidates:
        if not candidate.breaks & rules:
            yield candidate


@dataclass(frozen=True, slots=True)
class _Alike:
    """Leaves out options where others give the same: of those alike, no more than could all be of use."""

    rules: RuleSet
    most: int
    """No week needs more hours than these."""

    def few(self, options: Iterable[Option[Part]]) -> list[Option[Part]]:
        """What the person has now first, and no more of a kind than can be of use."""
        counted: Counter[tuple[object, ...]] = Counter()
        kept = []
        for option in sorted(options, key=lambda each: (not each.is_now, each.take)):
            key = self._key(option)
            if option.is_now or counted[key] < self._use(option):
                counted[key] += 1
                kept.append(option)
        return kept

    def _key(self, option: Option[Part]) -> tuple[object, ...]:
        by_video = option.by_video if self.rules & bits.TRAVEL else None
        when = option.first if self.rules & (bits.TRAVEL | bits.MEMBER_CLASH) else option.day
        return (option.gives, option.therapy, when, by_video)

    def _use(self, option: Option[Part]) -> int:
        if self.rules & (bits.MEMBER_CLASH | bits.THERAPY_ONCE_A_DAY) or not option.therapy:
            return 1
        return -(-self.most // option.length)
