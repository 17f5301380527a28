"""The smallest changes that would help, each tried on a copy and judged by `check`.

What a change touches is judged, and no more: a rule in force is broken nowhere in the plan as it is, and what
gives way only allows more. So nothing else can have come to break it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stepwell.domain.timetable.check import Checked
from stepwell.domain.timetable.costs import costs_of_laid
from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.change import Change
from stepwell.domain.timetable.explain.fix import Fix, FixKind, Loosened
from stepwell.domain.timetable.explain.loosen import FREED_BY_PEOPLE, Tried, gives_way, loosen
from stepwell.domain.timetable.explain.near import near_week
from stepwell.domain.timetable.explain.offers import offers
from stepwell.domain.timetable.explain.search import AMOUNT, Found, Search
from stepwell.domain.timetable.explain.shortage import Shortage, shortages_of_person
from stepwell.domain.timetable.explain.space import HourAt, Part
from stepwell.domain.timetable.explain.weeks import Option
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Group
from stepwell.domain.timetable.rules import breaches_of


@dataclass(frozen=True, slots=True)
class Fixer:
    """Looks for changes that help with one shortage. `before` is what `check` says of the plan as it is."""

    search: Search
    shortage: Shortage
    before: Checked

    def by_moving(self) -> Fix | None:
        """The person's own week, changed among the groups that stand."""
        return self._fix(self._cheapest(self._standing(0), 0), FixKind.MOVE, 0)

    def by_opening(self) -> Fix | None:
        """One group opened, the person's own week changed for it where need be."""
        return self._fix(self._cheapest([*self._standing(0), *self._offers(0)], 0), FixKind.OPEN, 0)

    def by_giving_way(self, rule: RuleSet, *, opening: bool) -> Fix | None:
        """One rule giving way as little as may be; None where it never does, or where that doesn't help."""
        if not gives_way(rule):
            return None
        options = [*self._standing(rule), *(self._offers(rule) if opening else ())]
        kind = FixKind.FREE if rule & FREED_BY_PEOPLE else FixKind.RELAX
        return self._fix(self._cheapest(options, rule), kind, rule)

    def _cheapest(self, options: Sequence[Option[Part]], rule: RuleSet) -> Found | None:
        search = self.search
        rules = search.in_force & ~rule
        options = search.few(options, rules)
        if not search.could_help(self.shortage, options):
            return None
        if not rule & (bits.MEMBER_HOURS | bits.MEMBER_HOURS_DAY):
            near = near_week(search, self.shortage, options, rules, losing=False)
            if near and search.price(near.options) < 2 * AMOUNT:
                return near
        limits = replace(search.limits, over_day=AMOUNT if rule & bits.MEMBER_HOURS_DAY else 0)
        return search.best(self.shortage, search.weeks(self.shortage, options, rules, limits))

    def _standing(self, rule: RuleSet) -> list[Option[Part]]:
        """Seats and hours, dearer by what they ask of the rule."""
        options = self.search.seats(self.search.in_force & ~rule)
        return [self._priced(option, rule) for option in options] if rule else options

    def _priced(self, option: Option[Part], rule: RuleSet) -> Option[Part]:
        if rule & bits.MEMBER_HOURS:
            return replace(option, take=option.take + AMOUNT * option.length)
        take = AMOUNT * self._asked(option, rule) if option.breaks & rule else 0
        leave = AMOUNT if option.stays & rule else 0
        return replace(option, take=option.take + take, leave=option.leave + leave)

    def _asked(self, option: Option[Part], rule: RuleSet) -> int:
        """How many pieces of the rule this option asks for."""
        space = self.search.space
        slots = {one.bit_length() - 1 for one in bits.each(option.busy)}
        if rule & (bits.MEMBER_FREE | bits.FAMILY_FREE):
            return len(slots - space.free_for(option.by_video, family=bool(rule & bits.FAMILY_FREE)))
        if rule & bits.INDIVIDUAL_FREE:
            return len(slots - space.person.tele_avail)
        if rule & bits.COUNSELOR_FREE and isinstance(option.what, HourAt):
            return len(slots - space.problem.facilitator[option.what.counselor or ""].avail)
        return option.length if rule & bits.LEADER_HOURS else 1

    def _offers(self, rule: RuleSet) -> Iterator[Option[Part]]:
        for option in offers(self.search, self.shortage.therapy, rule):
            yield self._priced(option, rule) if rule & bits.MEMBER_HOURS else option

    def _fix(self, found: Found | None, kind: FixKind, rule: RuleSet) -> Fix | None:
        """The change made on a copy, unless `check` finds fault with it."""
        if found is None:
            return None
        change = Change.of(self.search, found)
        week, loosened = self._tried(change, rule)
        if any(bits.bit(breach.rule) & self.search.in_force for breach in breaches_of(week)):
            return None
        gives = self.shortage.missing - _missing(week, self.shortage)
        if gives <= 0:
            return None
        gains, along = self._others(week, change.opens)
        return Fix(
            kind=kind,
            gives=gives,
            objective_change=costs_of_laid(week).objective - self.before.objective,
            joins=change.joins,
            leaves=change.leaves,
            hour=change.hour,
            opens=change.opens,
            gains=gains,
            comes_along=along,
            loses=self._loses(week),
            loosened=loosened,
            problem=week.problem,
            plan=change.plan,
        )

    def _tried(self, change: Change, rule: RuleSet) -> tuple[Laid, tuple[Loosened, ...]]:
        """The changed plan over the problem as it is, or with the rule as far given way as need be."""
        week = Laid(self.search.space.problem, change.plan, touched=change.touched)
        if not rule:
            return week, ()
        opened = week.held[-1] if change.opens else None
        problem, loosened = loosen(Tried(week, self.search.space.person, opened), rule)
        return Laid(problem, change.plan, touched=change.touched), loosened

    def _loses(self, week: Laid) -> tuple[Shortage, ...]:
        """What the person would lack that they don't lack now."""
        person = week.problem.participant[self.shortage.participant]
        lacking = shortages_of_person(week, person)
        more = (
            replace(each, missing=each.missing - _missing(self.search.space.week, each)) for each in lacking
        )
        return tuple(each for each in more if each.missing > 0)

    def _others(self, week: Laid, opened: Group | None) -> tuple[tuple[Shortage, ...], tuple[str, ...]]:
        """What other members of the new group no longer lack, and those who lack no less with it."""
        gains: list[Shortage] = []
        along = []
        for member in opened.members if opened else ():
            if member == self.shortage.participant:
                continue
            had = shortages_of_person(self.search.space.week, week.problem.participant[member])
            less = [replace(each, missing=each.missing - _missing(week, each)) for each in had]
            gained = [each for each in less if each.missing > 0]
            gains += gained
            if not gained:
                along.append(member)
        return tuple(gains), tuple(along)


def _missing(week: Laid, shortage: Shortage) -> int:
    """How much of what was short is still missing in this week."""
    person = week.problem.participant[shortage.participant]
    for each in shortages_of_person(week, person):
        if (each.kind, each.therapy) == (shortage.kind, shortage.therapy):
            return each.missing
    return 0
