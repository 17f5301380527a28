"""Stretches of time, half-open: the start belongs to them, the end does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


class NotASpan(ValueError):
    """The end is not after the start, or a time has no zone, so no stretch of time is meant."""


class OpenSpan(ValueError):
    """Something that has not ended has no length yet."""


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant up to, not including, another; without an end it goes on.

    Both ends are kept in UTC. Two times in one civil zone would be subtracted
    by the clock on the wall, and the night the clocks change would be an hour
    wrong.

    >>> from stepwell.kernel.civil import at_site
    >>> from datetime import time; from zoneinfo import ZoneInfo
    >>> night, zone = date(2026, 11, 1), ZoneInfo("America/New_York")
    >>> Span(at_site(night, time(0), zone), at_site(night, time(3), zone)).minutes
    240
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _in_utc(self.start))
        if self.end is None:
            return
        object.__setattr__(self, "end", _in_utc(self.end))
        if self.end <= self.start:
            raise NotASpan(f"A span ends after it starts: {self.start} to {self.end}.")

    @property
    def length(self) -> timedelta:
        """Time that really passes between start and end."""
        if self.end is None:
            raise OpenSpan(f"The span from {self.start} has not ended.")
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """Whole minutes, never rounded up."""
        return whole_minutes(self.length)

    def contains(self, instant: datetime) -> bool:
        """The start is inside, the end is not."""
        return self.start <= instant and (self.end is None or instant < self.end)

    def covers(self, other: Span) -> bool:
        """Every instant of the other span is inside this one."""
        return self.shared(other) == other

    def overlaps(self, other: Span) -> bool:
        """At least one instant is inside both; touching ends do not overlap."""
        return _before_end(self.start, other.end) and _before_end(other.start, self.end)

    def shared(self, other: Span) -> Span | None:
        """The stretch that is inside both, if there is one."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Span(max(self.start, other.start), min(ends, default=None))

    def minus(self, others: Iterable[Span]) -> list[Span]:
        """What is left, in order, when the others are cut out.

        >>> at = lambda hour: datetime(2026, 3, 2, hour, tzinfo=UTC)
        >>> [left.minutes for left in Span(at(18), at(21)).minus([Span(at(19), at(20))])]
        [60, 60]
        """
        left: list[Span] = []
        start = self.start
        for other in sorted(others, key=lambda span: span.start):
            if not self.overlaps(other):
                continue
            if start < other.start:
                left.append(Span(start, other.start))
            if other.end is None:
                return left
            start = max(start, other.end)
        if _before_end(start, self.end):
            left.append(Span(start, self.end))
        return left


@dataclass(frozen=True, slots=True)
class DateSpan:
    """From a day up to, not including, another; without an end it goes on.

    >>> DateSpan(date(2026, 3, 2), date(2026, 3, 9)).day_count
    7
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise NotASpan("A span of days holds days; an instant is a day only at some site.")
        if self.end is not None and self.end <= self.start:
            raise NotASpan(f"A span ends after it starts: {self.start} to {self.end}.")

    @property
    def day_count(self) -> int:
        """How many days are inside."""
        if self.end is None:
            raise OpenSpan(f"The span from {self.start} has not ended.")
        return (self.end - self.start).days

    @property
    def days(self) -> tuple[date, ...]:
        """Each day inside, in order."""
        return tuple(self.start + timedelta(days=number) for number in range(self.day_count))

    def contains(self, day: date) -> bool:
        """The first day is inside, the end is not."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: DateSpan) -> bool:
        """At least one day is inside both."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)


def whole_minutes(length: timedelta) -> int:
    """Minutes that are complete; the seconds over are dropped.

    >>> whole_minutes(timedelta(minutes=59, seconds=59))
    59
    """
    return length // timedelta(minutes=1)


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise NotASpan(f"{instant} has no zone, so it is not an instant.")
    return instant.astimezone(UTC)


def _before_end(instant: datetime, end: datetime | None) -> bool:
    return end is None or instant < end
