"""How much of a program somebody can reach at all, with the times that keep them.

Source: program policy; the bounds are those of the timetable: one place at a time, one
service once a day, so many minutes a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stepwell.kernel.spans import Span


@dataclass(frozen=True)
class Chance:
    """A session of the week that somebody could come to."""

    on: date
    span: Span
    service: str
    minutes: int


def reachable_minutes(chances: Iterable[Chance], *, most_minutes_a_day: int) -> int:
    """The most minutes that a week of these sessions can give one person.

    Exact, each day by itself; a day has few sessions.

    >>> from datetime import datetime, UTC
    >>> at = lambda hour: datetime(2026, 3, 2, hour, tzinfo=UTC)
    >>> both = [Chance(date(2026, 3, 2), Span(at(9), at(11)), "cbt", 105),
    ...         Chance(date(2026, 3, 2), Span(at(10), at(12)), "skills", 90)]
    >>> reachable_minutes(both, most_minutes_a_day=300)
    105
    """
    days: dict[date, list[Chance]] = {}
    for chance in chances:
        days.setdefault(chance.on, []).append(chance)
    return sum(_most(sorted(day, key=_start), most_minutes_a_day) for day in days.values())


def _start(chance: Chance) -> tuple[object, ...]:
    return chance.span.start, chance.minutes, chance.service


def _most(chances: list[Chance], left: int) -> int:
    if not chances:
        return 0
    first, rest = chances[0], chances[1:]
    without = _most(rest, left)
    if first.minutes > left:
        return without
    after = [one for one in rest if one.service != first.service and not one.span.overlaps(first.span)]
    return max(without, first.minutes + _most(after, left - first.minutes))
