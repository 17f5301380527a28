"""The letter of a week, made from what was tested and what was told: an explicit rule with a version.

A changed rule gets a new version, so that a figure can be traced to the rule that made its words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from stepwell.domain.outcomes.pattern import MISSING, NEGATIVE, POSITIVE

VERSION = "1"
WEEK = timedelta(days=7)


class Reading(StrEnum):
    """Which days belong to a week."""

    VISIT = "by visit"
    """The days of the visits scheduled for the week; use told of the seven days up to a visit."""
    CALENDAR = "by calendar"
    """Seven days each from the first day on, whichever visit they were meant for."""


@dataclass(frozen=True)
class Told:
    """What is known of one person: results by day (True is use), days of use told, days of visits by week."""

    results: Mapping[date, Collection[bool]] = field(default_factory=dict)
    use: Collection[date] = frozenset()
    visits: Mapping[int, Collection[date]] = field(default_factory=dict)


def word(told: Told, *, weeks: int, reading: Reading, first: date) -> str:
    """A letter for each week: `+` a result or a report of use, `-` only results without, `o` neither.

    A day without a report is no report of no use. A week without a visit is missing, whatever was told of it.

    >>> day = date(2020, 1, 1)
    >>> told = Told({day: [False]}, {day + WEEK}, {1: [day]})
    >>> word(told, weeks=3, reading=Reading.VISIT, first=day)
    '-oo'
    >>> word(told, weeks=3, reading=Reading.CALENDAR, first=day)
    '-+o'
    """
    return "".join(_letter(told, number, reading, first) for number in range(1, weeks + 1))


def _letter(told: Told, number: int, reading: Reading, first: date) -> str:
    if reading is Reading.CALENDAR:
        tested = reported = _days(first + (number - 1) * WEEK)
    else:
        tested = list(told.visits.get(number, ()))
        reported = [day for visit in tested for day in _days(visit - WEEK + timedelta(days=1))]
    results = [result for day in tested for result in told.results.get(day, ())]
    if any(results) or any(day in told.use for day in reported):
        return POSITIVE
    return NEGATIVE if results else MISSING


def _days(first: date) -> Sequence[date]:
    return [first + timedelta(days=number) for number in range(7)]
