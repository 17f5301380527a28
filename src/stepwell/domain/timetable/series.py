"""Sessions that come back every week at the same time on the site's clock."""

import datetime
from collections.abc import Collection
from zoneinfo import ZoneInfo

from stepwell.kernel.civil import at_site
from stepwell.kernel.spans import NotASpan, Span


def occurrences(
    weekday: int,
    time: datetime.time,
    minutes: int,
    zone: ZoneInfo,
    from_date: datetime.date,
    until_date: datetime.date,
    skip_dates: Collection[datetime.date] = (),
) -> list[Span]:
    """Each session from a day up to, not including, another; weekday 0 is Monday.

    Six in the evening stays six in the evening when the clocks change:

    >>> zone = ZoneInfo("America/New_York")
    >>> found = occurrences(
    ...     1, datetime.time(18), 180, zone, datetime.date(2026, 3, 3), datetime.date(2026, 3, 17))
    >>> [session.start.isoformat() for session in found]
    ['2026-03-03T23:00:00+00:00', '2026-03-10T22:00:00+00:00']

    The minutes are minutes that pass, so a session over the hour that comes
    twice is not an hour longer. Skipped days (holidays) leave a gap and move
    nothing.
    """
    if not 0 <= weekday <= 6:
        raise ValueError(f"Weekdays go from 0, Monday, to 6, Sunday; {weekday} is none.")
    if minutes <= 0:
        raise NotASpan(f"A session of {minutes} minutes is no session.")
    length = datetime.timedelta(minutes=minutes)
    day = from_date + datetime.timedelta(days=(weekday - from_date.weekday()) % 7)
    found = []
    while day < until_date:
        if day not in skip_dates:
            start = at_site(day, time, zone).astimezone(datetime.UTC)
            found.append(Span(start, start + length))
        day += datetime.timedelta(days=7)
    return found


_WEEK = 7 * 24 * 60


def share_time(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two weekly sessions, each (minute of the week, minutes long), run into each other.

    One that ends as the other starts is no clash, and Sunday night meets Monday morning:

    >>> share_time((60, 30), (90, 30)), share_time((7 * 24 * 60 - 30, 60), (0, 15))
    (False, True)
    """
    (first, long), (second, longer) = one, other
    return (second - first) % _WEEK < long or (first - second) % _WEEK < longer
