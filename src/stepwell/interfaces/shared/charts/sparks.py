"""A run of numbers as high as a line of text."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from stepwell.interfaces.shared.charts.drawing import Tone, at, points, said


def sparkline(
    values: Sequence[float | None], tone: Tone | str = Tone.WATER, *, label: str = ""
) -> SafeString:
    """The run of a number in one line of text's height, its last value marked.

    Too few values to be a line (none or one) draw nothing.
    """
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, high = min(value for _, value in known), max(value for _, value in known)
    places = [
        (4 + index * 270 / (len(values) - 1), 30 - (value - low) / ((high - low) or 1) * 26)
        for index, value in known
    ]
    label = label or gettext("From %(first)s to %(last)s") % {
        "first": said(known[0][1]),
        "last": said(known[-1][1]),
    }
    return format_html(
        '<svg class="chart spark chart-{}" viewBox="0 0 280 34" role="img" aria-label="{}">'
        '<polyline class="chart-stroke" points="{}"/><circle class="chart-mark" cx="{}" cy="{}" r="3.5"/>'
        "</svg>",
        Tone(tone),
        label,
        points(places),
        at(places[-1][0]),
        at(places[-1][1]),
    )
