"""Codes, titles and minutes as the desk's templates show them."""

from __future__ import annotations

from django import template

from stepwell.interfaces.clinician import words
from stepwell.interfaces.shared import words as shared_words

register = template.Library()
register.filter("titled", shared_words.titled)
register.filter("hours", words.hours)

_LISTS = {
    "state": words.STATES,
    "reason": words.REASONS,
    "episode": words.EPISODE_STATES,
    "band": words.BANDS,
    "task": words.TASKS,
    "outcome": words.OUTCOMES,
    "busy": words.BUSY,
    "use": words.USES,
}


@register.filter
def in_words(code: str, of: str) -> str:
    """A code of one of the lists in the reader's language; a code nobody listed stays as it is."""
    return str(_LISTS[of].get(code, str(code).replace("_", " ")))


@register.filter
def mood(value: int | None) -> str:
    """A mood in its word, none for none."""
    return str(words.MOODS.get(value, "")) if value else ""
