"""A track in words: on which days of the week its groups meet, and between which times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext


class Meets(Protocol):
    """As much of a group as is said of it."""

    weekday: int
    start_time: time
    minutes: int


def days_of(groups: Iterable[Meets]) -> str:
    """The days of a track in the order of the week, and its earliest and latest time."""
    found = list(groups)
    if not found:
        return ""
    days = sorted({group.weekday for group in found})
    names = ", ".join(str(WEEKDAYS_ABBR[day]) for day in days)
    starts, ends = min(group.start_time for group in found), max(_ends(group) for group in found)
    return gettext("%(days)s, between %(start)s and %(end)s") % {
        "days": names,
        "start": time_format(starts),
        "end": time_format(ends),
    }


def _ends(group: Meets) -> time:
    begins = datetime.combine(date.min, group.start_time)
    return (begins + timedelta(minutes=group.minutes)).time()
