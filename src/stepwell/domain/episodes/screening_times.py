"""When a screening can begin: inside somebody's working hours, outside everything they have to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from stepwell.kernel.spans import Span

MINUTES = 45
"""How long a screening is planned for. Program policy."""
STEP_MINUTES = 30
"""Times are offered on the hour and the half hour, as people say them. Program policy."""
LEAD_MINUTES = 15
"""Nobody is asked to be there at once. Program policy."""
HORIZON_DAYS = 14
PROMISED_MINUTES = 240
"""From asking to a screening time; a peer program promises it. Program policy."""


def free_starts(
    working: Iterable[Span], taken: Iterable[Span], *, after: datetime, minutes: int = MINUTES
) -> list[datetime]:
    """Every time of the grid at which the whole screening is inside the hours and free, the first first.

    >>> from datetime import UTC
    >>> at = lambda hour, minute=0: datetime(2026, 3, 2, hour, minute, tzinfo=UTC)
    >>> free = free_starts([Span(at(9), at(12))], [Span(at(10), at(10, 30))], after=at(9, 10))
    >>> [f"{each:%H:%M}" for each in free]
    ['10:30', '11:00']

    At 9:10 the next times are 9:30, which would run into what begins at 10, and then 10:30.
    """
    busy = list(taken)
    earliest = after + timedelta(minutes=LEAD_MINUTES)
    found: set[datetime] = set()
    for hours in working:
        for left in hours.minus(busy):
            found.update(_grid(left, minutes, earliest))
    return sorted(found)


def _grid(span: Span, minutes: int, earliest: datetime) -> Iterator[datetime]:
    assert span.end is not None, "Working hours end."
    step = timedelta(minutes=STEP_MINUTES)
    start = _up_to_grid(max(span.start, earliest))
    while start + timedelta(minutes=minutes) <= span.end:
        yield start
        start += step


def _up_to_grid(instant: datetime) -> datetime:
    over = timedelta(minutes=instant.minute % STEP_MINUTES, seconds=instant.second)
    over += timedelta(microseconds=instant.microsecond)
    return instant if not over else instant - over + timedelta(minutes=STEP_MINUTES)
