"""Words of the intake desk for templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from stepwell.actions.coming_next import WORDS
from stepwell.actions.moving_enquiries import REASONS
from stepwell.interfaces.intake import words
from stepwell.interfaces.shared import free_times
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.placing import VARIANCES
from stepwell.interfaces.shared.tracks import days_of
from stepwell.interfaces.shared.words import said

register = template.Library()
register.simple_tag(fresh_key)
register.filter("said", said)
register.filter("days_of", days_of)

_LISTS: dict[str, dict[str, str | Promise]] = {
    "state": words.STATES,
    "asker": words.ASKERS,
    "manner": free_times.MANNERS,
    "unit": words.UNITS,
    "came_of": words.CAME_OF,
    "variance": VARIANCES,
}
HOUR, DAY = 60, 24 * 60


@register.filter
def in_words(code: str, of: str) -> str:
    """A code of one of the lists in the reader's language; a code nobody listed stays as it is."""
    return str(_LISTS[of].get(code, code.replace("_", " ")))


@register.filter
def reason(code: str) -> str:
    """A coded reason as a sentence."""
    return gettext(REASONS[code]) if code in REASONS else ""


@register.filter
def step(key: str) -> str:
    """What a step is, by its key."""
    return gettext(WORDS[key]) if key in WORDS else key


@register.filter
def lasting(minutes: int) -> str:
    """A stretch of minutes as people say it: minutes, then hours, then days; never rounded up."""
    if minutes < 2 * HOUR:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 2 * DAY:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // HOUR) % {"n": minutes // HOUR}
    return ngettext("%(n)d day", "%(n)d days", minutes // DAY) % {"n": minutes // DAY}
