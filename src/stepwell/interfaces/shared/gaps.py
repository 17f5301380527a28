"""Rows drawn from one template: its words and marks once for each language, the gaps for each row."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the name of a gap while a template is drawn: letters of no script, which nothing here escapes."""


class Gapped:
    """A template whose named variables are told by each row; every other one decides how the row is built.

    A variable that is a gap may stand wherever text may, also within a translated sentence, but not in a
    condition: it isn't known when the template is drawn.
    """

    def __init__(self, template: str, *gaps: str) -> None:
        self._template = template
        self._gaps = {name: f"{OPEN}{name}{CLOSE}" for name in gaps}
        self._drawn = lru_cache(maxsize=256)(self._draw)

    def fill(self, told: Mapping[str, object], /, **built: Hashable) -> SafeString:
        """One row: what was told is escaped, unless it is markup already."""
        pieces = self._drawn(get_language(), tuple(built.items()))
        words = [_escaped(told[piece]) if at % 2 else piece for at, piece in enumerate(pieces)]
        return mark_safe("".join(words))  # noqa: S308  # each is escaped or markup

    def _draw(self, language: str | None, built: tuple[tuple[str, Hashable], ...]) -> tuple[str, ...]:
        """Markup and names of gaps by turns."""
        drawn = get_template(self._template).render({**dict(built), **self._gaps})
        return tuple(piece for part in drawn.split(OPEN) for piece in part.split(CLOSE))


def _escaped(value: object) -> str:
    return value if isinstance(value, SafeString) else escape(value)
