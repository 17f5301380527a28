"""Weeks one step from the present one: most of what could help is there and found at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from stepwell.domain.timetable.explain.bits import RuleSet
from stepwell.domain.timetable.explain.breaking import broken_in_week
from stepwell.domain.timetable.explain.ledger import Given
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
    known: dict[Given, bool] = {}
    for rest, option in chain(_with(more, search), _instead(more, search, rules)):
        given = rest.given_with(option)
        if given not in known:
            known[given] = search.helps(shortage, given) and (losing or not search.lost(given))
        if known[given]:
            week = (*rest.options, option)
            if not broken_in_week(week, search.limits) & rules:
                return Found(week, given)
    return None


@dataclass(frozen=True, slots=True)
class _Rest:
    """What stays of the present week, and what it gives."""

    options: tuple[Option[Part], ...]
    given: Given
    days: frozenset[int]
    has_hour: bool
    day: Given
    """What one day more gives."""

    @classmethod
    def of(cls, search: Search, options: Sequence[Option[Part]]) -> _Rest:
        return cls(
            tuple(options),
            search.given(options),
            frozenset(each.day for each in options),
            any(not each.therapy for each in options),
            search.space.ledger.day,
        )

    def given_with(self, option: Option[Part]) -> Given:
        """What the week gives with this added."""
        more = option.gives if option.day in self.days else option.gives + self.day
        return self.given + more

    def fits(self, option: Option[Part]) -> bool:
        """False for a second individual hour: there is one in a week."""
        return bool(option.therapy) or not self.has_hour


def _asks(option: Option[Part]) -> tuple[int, int]:
    return option.take, option.breaks.bit_count()


def _with(more: Sequence[Option[Part]], search: Search) -> Iterator[tuple[_Rest, Option[Part]]]:
    rest = _Rest.of(search, search.now)
    return ((rest, option) for option in more if rest.fits(option))


def _instead(
    more: Sequence[Option[Part]], search: Search, rules: RuleSet
) -> Iterator[tuple[_Rest, Option[Part]]]:
    now = search.now
    rests = [
        _Rest.of(search, [each for each in now if each is not left]) for left in now if not left.stays & rules
    ]
    return ((rest, option) for option in more for rest in rests if rest.fits(option))
