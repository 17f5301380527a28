"""Times as the clock on the wall of a site shows them."""

from __future__ import annotations

import calendar
import datetime
from zoneinfo import ZoneInfo


def at_site(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    """The instant at which the site's clock shows this time on this day.

    A time that the clock skips in spring is moved forward by the skipped
    hour; a time that comes twice in autumn is its first coming.

    >>> new_york = ZoneInfo("America/New_York")
    >>> at_site(datetime.date(2026, 3, 8), datetime.time(2, 30), new_york).isoformat()
    '2026-03-08T03:30:00-04:00'
    >>> at_site(datetime.date(2026, 11, 1), datetime.time(1, 30), new_york).isoformat()
    '2026-11-01T01:30:00-04:00'

    The same rule as RFC 5545 section 3.3.5, so that a calendar feed agrees.
    """
    if time.tzinfo is not None:
        raise ValueError("A time at a site is read in the site's zone; it brings none of its own.")
    wall = datetime.datetime.combine(day, time.replace(fold=0), tzinfo=zone)
    # Trap: only the way through UTC moves a skipped time; arithmetic inside one zone never does.
    return wall.astimezone(datetime.UTC).astimezone(zone)


def start_of(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    """The first instant of a day at the site, which is not midnight where midnight is skipped.

    >>> start_of(datetime.date(2026, 9, 6), ZoneInfo("America/Santiago")).isoformat()
    '2026-09-06T01:00:00-03:00'
    """
    return at_site(day, datetime.time(0), zone)


def wall_minutes(starts: datetime.datetime, ends: datetime.datetime) -> tuple[int, int]:
    """Where something stands on the wall, both in civil time of one place: minutes after midnight of its day.

    It ends at midnight at the latest, and is never shorter than it lasts: in the night in which the clocks
    go back, an end by the wall alone could come before the start.

    >>> new_york = ZoneInfo("America/New_York")
    >>> begin = at_site(datetime.date(2026, 11, 1), datetime.time(1, 30), new_york)
    >>> an_hour_later = datetime.datetime.fromtimestamp(begin.timestamp() + 3600, new_york)
    >>> wall_minutes(begin, an_hour_later)
    (90, 150)
    """
    begin = starts.hour * 60 + starts.minute
    if ends.date() != starts.date():
        return begin, 24 * 60
    lasts = int((ends.timestamp() - starts.timestamp()) // 60)
    return begin, min(24 * 60, max(ends.hour * 60 + ends.minute, begin + lasts))


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or the last day of a month that is too short for it.

    >>> months_later(datetime.date(2028, 1, 31), 1).isoformat()
    '2028-02-29'
    >>> months_later(datetime.date(2027, 11, 30), 3).isoformat()
    '2028-02-29'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
