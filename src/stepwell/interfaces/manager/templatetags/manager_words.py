"""Words of the manager's pages for templates."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from stepwell.domain.hours.dose import in_hours
from stepwell.interfaces.manager import words
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.words import ATTENDANCE

register = template.Library()
register.simple_tag(fresh_key)
register.filter("said", words.said)
register.filter("titled", words.titled)


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as people say them; a dash where they are not known."""
    return "–" if minutes is None else in_hours(int(minutes))


@register.filter
def percent(share: float | None) -> str:
    """A share of one as a percentage: whole from one percent on, else with what it takes to not say "0"."""
    if share is None:
        return "–"
    value = share * 100
    return gettext("%(number)s%%") % {"number": number_format(value, decimal_pos=0 if value >= 1 else 1)}


@register.filter
def abs_of(number: int) -> int:
    return abs(number)


@register.filter
def less(number: int, other: int) -> int:
    return number - other


@register.filter
def signed(number: int | None) -> str:
    """A difference with its sign; nothing where there is none."""
    return "" if not number else f"{'+' if number > 0 else '−'}{abs(number)}"


@register.filter
def signed_hours(minutes: int | None) -> str:
    return "" if not minutes else f"{'+' if minutes > 0 else '−'}{in_hours(abs(int(minutes)))}"


@register.filter
def kind_name(kind: str) -> str:
    return str(words.KINDS.get(kind, kind))


@register.filter
def kind_icon(kind: str) -> str:
    return words.ICONS.get(kind, "calendar")


@register.filter
def state_name(state: str) -> str:
    return str(words.STATES.get(state, state))


@register.filter
def came_name(state: str) -> str:
    return str(ATTENDANCE.get(state, state))


@register.filter
def busy_name(kind: str) -> str:
    return str(words.BUSY.get(kind, kind))


@register.filter
def weekday_name(number: int | None) -> str:
    return "" if number is None else str(words.WEEKDAYS[number])


@register.filter
def share_of(share: float | None) -> str:
    """A share in percent; a dash where nobody's outcome is known."""
    return "–" if share is None else gettext("%(share)s %%") % {"share": number_format(round(share * 100))}


@register.filter
def time_taken(time: timedelta | None) -> str:
    """How long something took, in the two units that matter; a dash where it is not known."""
    if time is None:
        return "–"
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return gettext("%(minutes)d min") % {"minutes": minutes}
    if minutes < 48 * 60:
        return gettext("%(hours)d h") % {"hours": minutes // 60}
    return gettext("%(days)d d") % {"days": minutes // (24 * 60)}
