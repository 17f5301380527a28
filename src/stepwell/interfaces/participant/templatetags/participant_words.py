"""Words for a participant: titles in their language, spans of time, one's own day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.weeks import Meeting
from stepwell.domain.timetable.busy import LifeWords
from stepwell.interfaces.shared import words

register = template.Library()
register.filter("titled", words.titled)
register.filter("told", words.said)

_LIFE = {
    LifeWords.AFTER_SHIFT: _("after your shift"),
    LifeWords.BEFORE_SHIFT: _("before your shift"),
    LifeWords.AFTER_SCHOOL_RUN: _("after the school run"),
    LifeWords.BEFORE_SCHOOL_RUN: _("before the school run"),
}


@register.filter
def in_life(meeting: Meeting) -> str:
    """How the session lies in the person's day, or nothing."""
    return str(_LIFE[meeting.life]) if meeting.life else ""


@register.filter
def from_to(meeting: Meeting) -> str:
    """From when until when, on the site's clock."""
    start, end = time_format(meeting.starts.time()), time_format(meeting.ends.time())
    return gettext("%(start)s to %(end)s") % {"start": start, "end": end}


@register.filter
def from_to_of(place: dict[str, Any]) -> str:
    """The same of a session that is not yet the person's own."""
    start, end = time_format(place["starts"].time()), time_format(place["ends"].time())
    return gettext("%(start)s to %(end)s") % {"start": start, "end": end}


@register.filter
def at_most(number: int, limit: int) -> int:
    """The number, or the limit where it is above."""
    return min(number, limit)


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours with one decimal, never rounded up: 269 is 4.4."""
    tenths = minutes * 10 // 60
    return number_format(tenths / 10, decimal_pos=1 if tenths % 10 else 0)


@register.simple_tag
def until(starts: datetime, at: datetime) -> str:
    """How long until an instant, as one says it: "in 2 h 10 min", "tomorrow", "on Friday"."""
    today, day = at.astimezone(starts.tzinfo).date(), starts.date()
    if starts <= at:
        return gettext("now")
    if day == today:
        return _in_short(starts - at)
    if day == today + timedelta(days=1):
        return gettext("tomorrow")
    if day < today + timedelta(days=7):
        return gettext("on %(day)s") % {"day": date_format(day, "l")}
    days = (day - today).days
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


def _in_short(left: timedelta) -> str:
    hours_left, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if not hours_left:
        return gettext("in %(minutes)d min") % {"minutes": max(1, minutes)}
    if not minutes:
        return gettext("in %(hours)d h") % {"hours": hours_left}
    return gettext("in %(hours)d h %(minutes)d min") % {"hours": hours_left, "minutes": minutes}


@register.simple_tag
def day_words(day: date, today: date, *, short: bool = False) -> str:
    """Today, yesterday, or the day's name and date."""
    if day == today:
        return gettext("Today")
    if day == today - timedelta(days=1):
        return gettext("Yesterday")
    return date_format(day, "SHORT_DAY_FORMAT" if short else "LONG_DAY_FORMAT")
