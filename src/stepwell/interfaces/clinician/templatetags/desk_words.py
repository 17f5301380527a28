"""Codes, titles and minutes as the desk's templates show them."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from stepwell.interfaces.clinician import lines, room_lines, words
from stepwell.interfaces.shared import words as shared_words
from stepwell.interfaces.shared.words import ATTENDANCE

register = template.Library()
register.filter("titled", shared_words.titled)
register.filter("hours", words.hours)
register.filter("hours_of", words.hours_of)
register.filter("week_of", words.week_of)
register.filter("remarked", words.remarked)
register.filter("how_long", words.how_long)

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
def roster_line(context: template.Context, one: lines.ShownLine) -> SafeString:
    """A line of the roster on this page."""
    around = lines.Around(
        session_id=context["session"].pk,
        token=str(context.get("csrf_token", "")),
        back=str(context.get("back", "")),
        is_closed=bool(context.get("is_closed")),
    )
    return lines.draw(one, around)


@register.simple_tag(takes_context=True)
def room_note(context: template.Context, one: lines.ShownLine) -> SafeString:
    """What is written of somebody on this page; nothing where no notes are shown."""
    notes = context.get("notes")
    return room_lines.draw(notes[one.line.chart.person.pk], context) if notes else SafeString("")
