"""Codes, titles and minutes as the desk's templates show them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from stepwell.actions.leading import Line
from stepwell.interfaces.clinician import rosters, words
from stepwell.interfaces.shared import words as shared_words
from stepwell.interfaces.shared.words import ATTENDANCE

register = template.Library()
register.filter("titled", shared_words.titled)
register.filter("hours", words.hours)
register.filter("hours_of", words.hours_of)
register.filter("week_of", words.week_of)
register.filter("remarked", words.remarked)
register.filter("how_long", words.how_long)
register.filter("filled_in", rosters.fill_in)

_LISTS = {
    "state": ATTENDANCE,
    "reason": words.REASONS,
    "episode": words.EPISODE_STATES,
    "band": words.BANDS,
    "task": words.TASKS,
    "outcome": words.OUTCOMES,
    "busy": words.BUSY,
    "use": words.USES,
    "level": words.LEVELS,
}


@register.filter
def in_words(code: str, of: str) -> str:
    """A code of one of the lists in the reader's language; a code nobody listed stays as it is."""
    return str(_LISTS[of].get(code, str(code).replace("_", " ")))


@register.filter
def mood(value: int | None) -> str:
    """A mood in its word, none for none."""
    return str(words.MOODS.get(value, "")) if value else ""


@register.simple_tag(takes_context=True)
def blank_details(context: template.Context) -> rosters.Blanks:
    """The details of a line with gaps where lines differ: a roster draws them once, not once for each."""
    assert context.template is not None
    details = context.template.engine.get_template("clinician/parts/details.html")
    drawn = []
    for lost in (False, True):
        with context.push(**rosters.GAPS, line={"to_make_up": lost}):
            drawn.append(details.render(context))
    return rosters.Blanks(*drawn)


@register.filter
def came_before(line: Line) -> SafeString:
    """How many of the last sessions the person came to, as marks with their words."""
    came, of = line.came_before, line.sessions_before
    label = gettext("Came to %(came)s of the last %(of)s sessions") % {"came": came, "of": of}
    marks = '<span class="pip pip-on"></span>' * came + '<span class="pip"></span>' * (of - came)
    return format_html(
        '<span class="pips" role="img" aria-label="{}">{}</span>',
        label,
        mark_safe(marks),  # noqa: S308  # nobody's words are in it
    )
