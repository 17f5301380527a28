"""What already fills a person's week: shifts, school runs, court, travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from stepwell.kernel.civil import at_site, start_of
from stepwell.kernel.spans import NotASpan, Span
from stepwell.kernel.weeks import Week

NEAR = timedelta(hours=3)
"""How close a shift or a school run is for a session to be told by it. Program policy; no source."""

LONGEST_ROTA = 56
"""Days after which a rota begins anew: eight weeks. Program policy; no source."""

_DAY = timedelta(days=1)


class BusyKind(Enum):
    """What keeps the person; only the person sees more than "busy"."""

    WORK_SHIFT = "work_shift"
    SCHOOL_RUN = "school_run"
    COURT = "court"
    TRAVEL = "travel"
    OTHER = "other"


class LifeWords(Enum):
    """How a session lies in the person's own day, to be said in the person's language."""

    AFTER_SHIFT = "after_shift"
    BEFORE_SHIFT = "before_shift"
    AFTER_SCHOOL_RUN = "after_school_run"
    BEFORE_SCHOOL_RUN = "before_school_run"


@dataclass(frozen=True)
class Rota:
    """Days that come back after so many days, whatever weekday they fall on.

    Two on, two off is `Rota(first, 4, {0, 1})`; week A of A and B is a rota of 14 days.

    >>> two_on = Rota(date(2026, 3, 2), 4, frozenset({0, 1}))
    >>> [two_on.includes(date(2026, 3, day)) for day in (1, 2, 3, 4, 5, 6)]
    [False, True, True, False, False, True]
    """

    first: date
    every: int
    on: frozenset[int]

    def __post_init__(self) -> None:
        if not 1 <= self.every <= LONGEST_ROTA:
            raise ValueError(f"A rota comes back after 1 to {LONGEST_ROTA} days.")
        if not self.on or not self.on <= set(range(self.every)):
            raise ValueError("The days of a rota are among its own, counted from 0.")

    def includes(self, day: date) -> bool:
        """It is one of the days on; a rota runs backwards too, `valid_from` says where it begins."""
        return (day - self.first).days % self.every in self.on


@dataclass(frozen=True)
class Busy:
    """A time that comes back on weekdays (0 is Monday), on single dates, or by a rota.

    An end that is not after the start is on the next day: a shift from 22:00
    to 6:00. `valid_from` is the first day it may start on and `valid_until`
    the first on which it no longer does. On a day in `skips` it doesn't begin.
    `travel_minutes` is the way from there to the program.
    """

    kind: BusyKind
    start: time
    end: time
    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()
    valid_from: date | None = None
    valid_until: date | None = None
    rota: Rota | None = None
    skips: frozenset[date] = frozenset()
    travel_minutes: int = 0

    def __post_init__(self) -> None:
        if [bool(self.weekdays), bool(self.dates), self.rota is not None].count(True) != 1:
            raise ValueError("A busy time has weekdays, dates or a rota: one of them, not both.")
        if self.travel_minutes < 0:
            raise ValueError("Nobody is there before they set out.")
        if not self.weekdays <= set(range(7)):
            raise ValueError("Weekdays go from 0, Monday, to 6, Sunday.")
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise NotASpan("A busy time is valid until a day after the one it is valid from.")

    def starts_on(self, day: date) -> bool:
        """It begins on this day."""
        if day in self.skips:
            return False
        if day in self.dates:
            return True
        is_valid = (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )
        return is_valid and (day.weekday() in self.weekdays or bool(self.rota and self.rota.includes(day)))

    def span_on(self, day: date, zone: ZoneInfo) -> Span:
        """From its start on this day to its end, by the clock on the wall.

        A night shift is an hour shorter when the clocks go forward:

        >>> shift = Busy(BusyKind.WORK_SHIFT, time(22), time(6), weekdays=frozenset({5}))
        >>> shift.span_on(date(2026, 3, 7), ZoneInfo("America/New_York")).minutes
        420
        """
        end_day = day if self.end > self.start else day + _DAY
        start = at_site(day, self.start, zone).astimezone(UTC)
        end = at_site(end_day, self.end, zone).astimezone(UTC)
        if end <= start:
            # Trap: a start in the hour the clock skips is moved past an end just after it.
            end = start + (datetime.combine(end_day, self.end) - datetime.combine(day, self.start))
        return Span(start, end)

    def spans_in(self, days: Week | Iterable[date], zone: ZoneInfo) -> list[Span]:
        """Every busy span that touches these days, in order, whole even where it reaches outside.

        >>> shift = Busy(BusyKind.WORK_SHIFT, time(22), time(6), weekdays=frozenset({6}))
        >>> len(shift.spans_in(Week(2026, 11), ZoneInfo("America/New_York")))
        2
        """
        wanted = sorted(set(days.days if isinstance(days, Week) else days))
        starts = sorted({day - back for day in wanted for back in (_DAY, timedelta())})
        spans = [self.span_on(day, zone) for day in starts if self.starts_on(day)]
        return [span for span in spans if any(span.overlaps(_whole(day, zone)) for day in wanted)]


def clashes(busy: Busy | Iterable[Busy], session: Span, zone: ZoneInfo) -> list[Span]:
    """The busy spans that a session would run into; an empty list is no clash.

    One that ends as the session starts is no clash: travel is a busy time of
    its own.
    """
    days = _days_of(session, zone)
    return [span for one in _each(busy) for span in one.spans_in(days, zone) if span.overlaps(session)]


def life_words(busy: Iterable[Busy], session: Span, zone: ZoneInfo) -> LifeWords | None:
    """The nearest shift or school run on the same day that the session follows or precedes.

    >>> from datetime import datetime, UTC
    >>> shift = Busy(BusyKind.WORK_SHIFT, time(9), time(17), weekdays=frozenset({1}))
    >>> evening = Span(datetime(2026, 3, 3, 23, tzinfo=UTC), datetime(2026, 3, 4, 2, tzinfo=UTC))
    >>> life_words([shift], evening, ZoneInfo("America/New_York"))
    <LifeWords.AFTER_SHIFT: 'after_shift'>

    Only within three hours, and none when something clashes: those words
    would promise a fit that is not there.
    """
    busy = list(busy)
    if clashes(busy, session, zone):
        return None
    near = [found for one in busy for found in _near(one, session, zone)]
    return min(near, key=lambda found: (found[0], found[1].value))[1] if near else None


_WORDS = {
    BusyKind.WORK_SHIFT: (LifeWords.AFTER_SHIFT, LifeWords.BEFORE_SHIFT),
    BusyKind.SCHOOL_RUN: (LifeWords.AFTER_SCHOOL_RUN, LifeWords.BEFORE_SCHOOL_RUN),
}


def _near(busy: Busy, session: Span, zone: ZoneInfo) -> Iterator[tuple[timedelta, LifeWords]]:
    if busy.kind not in _WORDS or session.end is None:
        return
    after, before = _WORDS[busy.kind]
    for span in busy.spans_in(_days_of(session, zone), zone):
        if span.end is None:
            continue
        if span.end.astimezone(zone).date() == session.start.astimezone(zone).date():
            yield from ((gap, after) for gap in [session.start - span.end] if timedelta() <= gap <= NEAR)
        if span.start.astimezone(zone).date() == session.end.astimezone(zone).date():
            yield from ((gap, before) for gap in [span.start - session.end] if timedelta() <= gap <= NEAR)


def _each(busy: Busy | Iterable[Busy]) -> Iterable[Busy]:
    return [busy] if isinstance(busy, Busy) else busy


def _whole(day: date, zone: ZoneInfo) -> Span:
    return Span(start_of(day, zone), start_of(day + _DAY, zone))


def _days_of(session: Span, zone: ZoneInfo) -> list[date]:
    if session.end is None:
        raise NotASpan("A session has an end before it can be fitted into a day.")
    first, last = session.start.astimezone(zone).date(), session.end.astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
