"""The hours in which a person may be reached without being exposed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import Span


class NoSafeHours(ValueError):
    """The person has named no hours, so there is no moment that is known to be safe."""


@dataclass(frozen=True)
class SafeHours:
    """Hours on one weekday (0 is Monday) in the person's own zone.

    An end that is not after the start is on the next day, so 22:00 to 2:00
    crosses midnight and 0:00 to 0:00 is the whole day.
    """

    weekday: int
    start: time
    end: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("Weekdays go from 0, Monday, to 6, Sunday.")

    def span_on(self, day: date, zone: ZoneInfo) -> Span | None:
        """The hours that start on this day; None where the clock skips all of them."""
        end_day = day if self.end > self.start else day + timedelta(days=1)
        start, end = (
            at_site(on, clock, zone).astimezone(UTC) for on, clock in ((day, self.start), (end_day, self.end))
        )
        return Span(start, end) if start < end else None


def next_safe(at: datetime, hours: Collection[SafeHours], zone: ZoneInfo) -> datetime:
    """The first instant, now or later, at which the person may be reached.

    >>> evenings = [SafeHours(day, time(18), time(20)) for day in range(7)]
    >>> zone = ZoneInfo("America/New_York")
    >>> next_safe(datetime(2026, 3, 3, 15, tzinfo=UTC), evenings, zone).isoformat()
    '2026-03-03T18:00:00-05:00'

    Inside the hours it is `at` itself. The answer is in the person's zone.
    """
    if not hours:
        raise NoSafeHours("This person has named no hours in which to be reached.")
    today = at.astimezone(zone).date()
    spans = [
        span
        for number in range(-1, 15)  # yesterday's may cross midnight; a skipped one comes back in a week
        for window in hours
        if (day := today + timedelta(days=number)).weekday() == window.weekday
        if (span := window.span_on(day, zone)) is not None
    ]
    if any(span.contains(at) for span in spans):
        return at.astimezone(zone)
    return min(span.start for span in spans if span.start > at).astimezone(zone)
