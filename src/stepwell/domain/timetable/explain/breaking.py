"""What a week that was found under some rules breaks of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.leaders import LeaderSet
from stepwell.domain.timetable.explain.search import Found, Search, allowed
from stepwell.domain.timetable.explain.space import Candidate, Chance, Part
from stepwell.domain.timetable.explain.weeks import Limits, Option


def broken_by(search: Search, week: Found, rules: RuleSet) -> RuleSet:
    """The rules in force that the week breaks, `rules` never among them."""
    space = search.space
    broken = bits.union(option.breaks for option in week.options)
    kept = {id(option) for option in week.options}
    for option in (*space.seats, *space.hours):
        if option.is_now and id(option) not in kept:
            broken |= option.stays
    broken |= broken_in_week(week.options, search.limits)
    for option in week.options:
        if isinstance(option.what, Chance):
            own = bool(option.gives & space.ledger.by_counselor)
            broken |= _in_opening(search, option.what, rules, by_counselor=own)
    return broken & search.in_force


def broken_in_week(options: Sequence[Option[Part]], limits: Limits) -> RuleSet:
    """The rules on a whole week that these options break together."""
    broken = 0
    if sum(option.length for option in options) > limits.week:
        broken |= bits.MEMBER_HOURS
    by_day: Counter[int] = Counter()
    for option in options:
        by_day[option.day] += option.length
    if max(by_day.values(), default=0) > limits.day:
        broken |= bits.MEMBER_HOURS_DAY
    therapies = Counter((option.day, option.therapy) for option in options if option.therapy)
    if max(therapies.values(), default=0) > 1:
        broken |= bits.THERAPY_ONCE_A_DAY
    return broken | _in_slots(options)


def _in_slots(options: Sequence[Option[Part]]) -> RuleSet:
    broken = 0
    slots = Counter(slot for option in options for slot in bits.each(option.busy))
    if max(slots.values(), default=0) > 1:
        broken |= bits.MEMBER_CLASH
    groups = [option for option in options if option.beside]
    by_video = bits.union(option.busy for option in groups if option.by_video)
    if any(option.beside & by_video for option in groups if not option.by_video):
        broken |= bits.TRAVEL
    return broken


def _in_opening(search: Search, chance: Chance, rules: RuleSet, *, by_counselor: bool) -> RuleSet:
    """What opening one of these groups breaks; as little as one can do without, `rules` not among it."""
    own = search.space.own_counselors
    may_lead = -1 if by_counselor else ~own
    least = search.in_force
    for candidate in allowed(chance, rules):
        kept = _kept(search, candidate, rules, may_lead)
        if kept is not None and (search.in_force & ~kept).bit_count() < least.bit_count():
            least = search.in_force & ~kept
    return least


def _kept(search: Search, candidate: Candidate, rules: RuleSet, may_lead: LeaderSet) -> RuleSet | None:
    """As many of the rules as can be kept together, `rules` among them; None when those alone can't be."""

    def is_possible(kept: RuleSet) -> bool:
        return bool(search.space.forming.leaders_for(candidate.opening, kept, kept) & may_lead)

    if not is_possible(rules):
        return None
    for rule in bits.each(search.in_force & ~candidate.breaks & ~rules):
        if is_possible(rules | rule):
            rules |= rule
    return rules
