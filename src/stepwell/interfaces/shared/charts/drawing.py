"""The pen all charts share: places, numbers as people read them, and the table behind a picture."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext


class Tone(StrEnum):
    """Whose color a mark takes; what each means is in docs/interface.md."""

    WATER = "water"
    SUN = "sun"
    CLAY = "clay"
    PLUM = "plum"


def table(label: str, heads: SafeString, rows: SafeString) -> SafeString:
    return format_html(
        '<details class="more chart-table"><summary>{}</summary>'
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">'
        '<table><caption class="visually-hidden">{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div></details>",
        gettext("As a table"),
        label,
        label,
        heads,
        rows,
    )


def rect(name: str, x: float, y: float, width: float, height: float, radius: float) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>',
        name,
        at(x),
        at(y),
        at(width),
        at(height),
        radius,
    )


def joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  # each part is safe already


def points(of: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{at(x)},{at(y)}" for x, y in of)


def at(place: float) -> str:
    """A coordinate: always with a point, in every language.

    >>> at(3), at(3.14159)
    ('3', '3.1')
    """
    return f"{place:.1f}".removesuffix(".0")


def said(value: float) -> str:
    return _said(value, get_language())


@lru_cache(maxsize=1024)
def _said(value: float, language: str | None) -> str:
    """A chart says the same few numbers again and again."""
    return number_format(value, decimal_pos=0 if float(value).is_integer() else 1)
