"""Weeks one step from the present one: most of what could help is there and found at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.breaking import broken_in_week
from stepwell.domain.timetable.explain.search import Found, Search
from stepwell.domain.timetable.explain.shortage import Shortage
from stepwell.domain.timetable.explain.space import Part
from stepwell.domain.timetable.explain.weeks import Option


def near_week(
    search: Search,
    shortage: Shortage,
    options: Sequence[Option[Part]],
    rules: RuleSet,
    *,
    losing: bool,
) -> Found | None:
    """A week that helps with one thing more, and at most one less, than now; None says nothing of others.

    What asks least of the rules comes first, and what takes nothing away
    before what does. Unless `losing` is allowed, nothing else may be missing
    that wasn't.
    """
    more = sorted((each for each in options if not each.is_now), key=_asks)
    for week in chain(_with(more, search.now), _instead(more, search.now, rules)):
        given = search.given(week)
        if not search.helps(shortage, given) or broken_in_week(week, search.limits) & rules:
            continue
        if losing or not search.lost(given):
            return Found(tuple(week), given)
    return None


def _asks(option: Option[Part]) -> tuple[int, int]:
    return option.take, option.breaks.bit_count()


def _with(more: Sequence[Option[Part]], now: Sequence[Option[Part]]) -> Iterator[list[Option[Part]]]:
    for option in more:
        if _fits(option, now):
            yield [*now, option]


def _instead(
    more: Sequence[Option[Part]], now: Sequence[Option[Part]], rules: RuleSet
) -> Iterator[list[Option[Part]]]:
    for option in more:
        for left in now:
            rest = [each for each in now if each is not left]
            if not left.stays & rules and _fits(option, rest):
                yield [*rest, option]


def _fits(option: Option[Part], others: Sequence[Option[Part]]) -> bool:
    """False for a second individual hour: there is one in a week."""
    return bool(option.therapy) or all(each.therapy for each in others)
