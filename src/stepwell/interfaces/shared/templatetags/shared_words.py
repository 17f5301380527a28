"""Words that pages of more than one way in need."""

from __future__ import annotations

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from stepwell.actions import caring_after, graduating
from stepwell.domain.aftercare.signs import SIGNS
from stepwell.domain.aftercare.support import KINDS, PEERS_ASKED_FOR
from stepwell.domain.hours.dose import in_hours
from stepwell.interfaces.shared.words import titled

register = template.Library()
register.filter("titled", titled)
register.filter("in_hours", in_hours)

_CODES = {
    "sign": SIGNS,
    "manner": caring_after.MANNERS,
    "peer": PEERS_ASKED_FOR,
    "support": KINDS,
    "graduated": graduating.REASONS,
}


@register.filter
def named(title: object) -> str:
    """A name of the program's own in its languages, or one of ours in the reader's."""
    return gettext(title) if isinstance(title, str) and title else titled(title)


@register.filter
def day_of_week(number: int) -> str:
    """A day of the week by its number; Monday is 0."""
    return str(WEEKDAYS[number])


@register.filter
def coded(code: str, of: str) -> str:
    """A code of the inner floors in the reader's language; a code nobody listed stays as it is."""
    words = _CODES[of].get(code)
    return gettext(words) if words else code
