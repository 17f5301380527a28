"""The levels of care within one episode, dated, each with its own weekly hours.

A change of level is a new segment of the same episode and never another
episode (program policy).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise


class NotSegments(ValueError):
    """The segments overlap, leave a gap, or one ends before it begins."""


@dataclass(frozen=True)
class Segment:
    """One level from a day up to, not including, another; without an end it is in force."""

    level: str
    weekly_minutes: int
    from_on: date
    until_on: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on <= self.from_on:
            raise NotSegments("A segment ends after the day on which it begins.")
        if self.weekly_minutes < 0:
            raise NotSegments("Minutes are never below zero.")

    def holds_on(self, day: date) -> bool:
        """The day is in it; the last day is the one before `until_on`."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def check(segments: Sequence[Segment]) -> None:
    """Raise NotSegments unless each begins on the day on which the one before it ends."""
    for before, after in pairwise(segments):
        if before.until_on != after.from_on:
            raise NotSegments("Each segment begins on the day on which the one before it ends.")


def in_force(segments: Sequence[Segment], *, on: date) -> Segment | None:
    """The segment of a day, or None before the first and after the last."""
    return next((each for each in segments if each.holds_on(on)), None)


def change_level(segments: Sequence[Segment], new: Segment) -> tuple[Segment, ...]:
    """The segments with a new one from its day on; what was before stays as it was, and ends there.

    >>> march, april = date(2026, 3, 2), date(2026, 4, 6)
    >>> changed = change_level([Segment("iop", 540, march)], Segment("step_down", 180, april, reason="goals"))
    >>> [(each.level, each.from_on.isoformat(), each.until_on) for each in changed]
    [('iop', '2026-03-02', datetime.date(2026, 4, 6)), ('step_down', '2026-04-06', None)]

    A new segment on the first day of the last one, or before it, would rewrite
    what was: it is refused, and so is a change of an episode that is over.
    """
    check(segments)
    if not segments:
        return (new,)
    last = segments[-1]
    if last.until_on is not None:
        raise NotSegments("The last segment has ended; coming back starts a new episode.")
    if new.from_on <= last.from_on:
        raise NotSegments("A change begins after the day on which the level in force began.")
    return (*segments[:-1], replace(last, until_on=new.from_on), new)
