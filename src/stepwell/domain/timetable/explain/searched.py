"""What stops each of the things that a person's week could be made of: the account behind a proof."""

from __future__ import annotations

from collections import Counter

from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.explanation import Searched
from stepwell.domain.timetable.explain.search import Search
from stepwell.domain.timetable.explain.shortage import Shortage
from stepwell.domain.timetable.explain.space import Candidate


def searched(search: Search, shortage: Shortage, rules: RuleSet, *, opening: bool) -> Searched:
    """Every group that stands, every individual hour and, with `opening`, every one to be opened."""
    space = search.space
    stopped = Counter(option.breaks & rules & -(option.breaks & rules) for option in space.seats)
    stopped.update(option.breaks & rules & -(option.breaks & rules) for option in space.hours)
    candidates = [
        candidate
        for chance in (space.chances if opening else ())
        if shortage.therapy in (None, chance.therapy.id)
        for candidate in chance.candidates
    ]
    stopped.update(_first_stop(search, candidate, rules) for candidate in candidates)
    return Searched(
        groups=len(space.seats),
        hours=len(space.hours),
        openings=len(candidates),
        stopped=tuple((bits.names(rule)[0], stopped[rule]) for rule in sorted(stopped) if rule),
        left=stopped[0],
    )


def _first_stop(search: Search, candidate: Candidate, rules: RuleSet) -> RuleSet:
    """The first of the rules that keeps this group from being opened; none: 0."""
    broken = candidate.breaks & rules
    if broken:
        return broken & -broken
    forming, opening = search.space.forming, candidate.opening
    if forming.leaders_for(opening, rules, rules):
        return 0
    kept = 0
    for rule in bits.each(rules):
        if not forming.leaders_for(opening, kept | rule, kept | rule):
            return rule
        kept |= rule
    return 0
