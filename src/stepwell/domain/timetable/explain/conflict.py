"""The smallest set of rules that together make a week impossible.

A week that helps breaks some rules; every set that makes all of them impossible holds at least one rule of
each. So the smallest set of rules that meets the broken rules of all weeks known so far is taken, a week
that breaks none of it is looked for, and what that week breaks is added, until there is no such week. What
is left has then been proven impossible, and no smaller set could be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.breaking import broken_by
from stepwell.domain.timetable.explain.near import near_week
from stepwell.domain.timetable.explain.search import Found, Search
from stepwell.domain.timetable.explain.shortage import Shortage

_MOST_WEEKS = 40


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that together make it impossible; without any one of them it is possible.

    `single` are those of them without which, all other rules in force, it is
    possible. `is_smallest`: no set with fewer rules makes it impossible.
    """

    rules: RuleSet
    single: RuleSet
    is_smallest: bool


def conflict_of(
    search: Search, shortage: Shortage, *, opening: bool, most_weeks: int = _MOST_WEEKS
) -> Conflict | None:
    """The smallest conflict of a shortage no week lowers; None when no week would without any rule.

    With all rules in force no week helps; should one help after all (in a plan
    whose groups leave their day), there is no rule in the conflict. After
    `most_weeks` any minimal conflict is taken.
    """
    single = _single(search, shortage, opening=opening)
    known = list(bits.each(single))
    for _ in range(most_weeks):
        rules = _meeting_all(known)
        week = _week(search, shortage, rules, opening=opening)
        if week is None:
            return Conflict(rules, single, is_smallest=True) if rules else None
        broken = broken_by(search, week, rules)
        if not broken:
            return Conflict(0, 0, is_smallest=True)
        known.append(broken)
    if _week(search, shortage, 0, opening=opening) is None:
        return None
    return Conflict(_minimal(search, shortage, opening=opening), single, is_smallest=False)


def _single(search: Search, shortage: Shortage, *, opening: bool) -> RuleSet:
    """The rules any one of which alone stands in the way: they are in every conflict."""
    with_all = search.parts(shortage, search.in_force, opening=opening)
    single = 0
    for rule in bits.each(search.in_force):
        rules = search.in_force & ~rule
        if not rule & search.beyond_parts and search.parts(shortage, rules, opening=opening) == with_all:
            continue
        if _week(search, shortage, rules, opening=opening) is not None:
            single |= rule
    return single


def _minimal(search: Search, shortage: Shortage, *, opening: bool) -> RuleSet:
    """Rules left when each has been dropped that can be."""
    rules = search.in_force
    for rule in bits.each(search.in_force):
        if _week(search, shortage, rules & ~rule, opening=opening) is None:
            rules &= ~rule
    return rules


def _week(search: Search, shortage: Shortage, rules: RuleSet, *, opening: bool) -> Found | None:
    options = search.options(rules, opening=opening, therapy=shortage.therapy)
    return near_week(search, shortage, options, rules, losing=True) or search.find(
        shortage, rules, opening=opening
    )


def _meeting_all(sets: Sequence[RuleSet]) -> RuleSet:
    """The smallest set of rules that has one of each of these sets."""
    for size in count():
        found = _meeting(sets, size)
        if found is not None:
            return found
    raise AssertionError("counting ends at the latest with one rule of each set")


def _meeting(sets: Sequence[RuleSet], size: int) -> RuleSet | None:
    if not sets:
        return 0
    if not size:
        return None
    for rule in bits.each(min(sets, key=int.bit_count)):
        rest = _meeting([each for each in sets if not each & rule], size - 1)
        if rest is not None:
            return rest | rule
    return None
