"""What became of a person's totals, told with measurement error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stepwell.domain.instruments.change import Change
from stepwell.domain.instruments.instrument import Instrument


@dataclass(frozen=True, order=True)
class Point:
    """One total and the day it was given."""

    on: date
    total: int


@dataclass(frozen=True)
class Trend:
    """First, last and best of a line, and what may be said of the differences.

    `since_best` tells a person who got better and then worse from one who
    never got better: the two need another talk.
    """

    first: Point
    last: Point
    best: Point
    since_first: Change
    since_best: Change
    measured: int


def find_trend(instrument: Instrument, points: Iterable[Point]) -> Trend | None:
    """The trend of two or more totals of one instrument; one alone says nothing of change.

    >>> from stepwell.domain.instruments.phq9 import PHQ9
    >>> line = [Point(date(2026, 3, day), total) for day, total in [(2, 17), (16, 8), (30, 15)]]
    >>> trend = find_trend(PHQ9, line)
    >>> trend.since_first.kind.name, trend.since_best.kind.name
    ('WITHIN_ERROR', 'RELIABLE_WORSENING')

    The best is the lowest total, and the earliest of equals. Scores fall by
    themselves while people wait (PHQ-9 13.6 to 7.0 in 16 weeks,
    in a waiting-list series of the NHS): a trend is about the person and proves nothing about the program.
    """
    line = sorted(points)
    if len(line) < 2:
        return None
    first, last, best = line[0], line[-1], min(line, key=lambda point: (point.total, point.on))
    return Trend(
        first=first,
        last=last,
        best=best,
        since_first=instrument.change(first.total, last.total),
        since_best=instrument.change(best.total, last.total),
        measured=len(line),
    )
