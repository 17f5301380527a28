"""The gates and the weeks as pictures, for those who look rather than read; the numbers stand beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from stepwell.actions.counting_ways import Ahead
from stepwell.domain.funnel.gates import Gate, Passage
from stepwell.interfaces.shared.charts.drawing import at, joined, rect

WIDE, ROW, BAR = 960.0, 36.0, 18.0
LABEL, WEEKS_WIDE = 120.0, 640.0


def draw_gates(passages: Sequence[Passage], names: Mapping[Gate, str | Promise]) -> SafeString:
    """A bar for each gate to the next: passed, still on the way, and lost, in one width for all."""
    most = max((one.of for one in passages), default=0)
    if not most:
        return SafeString("")
    scale = (WIDE - LABEL - 60) / most
    parts = [_gate(number, one, str(names[one.end]), scale) for number, one in enumerate(passages)]
    keys = format_html_join(
        "",
        '<span class="chart-key"><span class="way-key {}"></span>{}</span>',
        (
            ("way-passed", gettext("passed")),
            ("way-waiting", gettext("on the way")),
            ("way-lost", gettext("lost")),
        ),
    )
    return format_html(
        '<figure class="chart"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
        '<figcaption class="chart-keys">{}</figcaption></figure>',
        at(WIDE),
        at(ROW * len(passages)),
        gettext("From gate to gate: passed, on the way and lost. The table below has the numbers."),
        joined(parts),
        keys,
    )


def draw_weeks(weeks: Sequence[Ahead]) -> SafeString:
    """Starts above the line, graduations below it, week by week; weeks ahead are hollow."""
    most = max((max(one.starts, one.graduations) for one in weeks), default=0)
    if not most:
        return SafeString("")
    width, half = WEEKS_WIDE / max(1, len(weeks)), 60.0
    parts = []
    for number, one in enumerate(weeks):
        x, tone = number * width + 6, " way-ahead" if one.is_ahead else ""
        up, down = one.starts / most * half, one.graduations / most * half
        parts.append(rect(f"way-starts{tone}", x, 75 - up, width - 12, up, 3))
        parts.append(rect(f"way-ends{tone}", x, 77, width - 12, down, 3))
        for count, y in ((one.starts, 70 - up), (one.graduations, 91 + down)):
            if count:
                parts.append(_word(x + (width - 12) / 2, y, str(count)))
        parts.append(_word(x + (width - 12) / 2, 172, gettext("wk %(n)d") % {"n": one.week.number}))
    label = gettext("Starts above the line and graduations below it, by week. The table has the numbers.")
    return format_html(
        '<figure class="chart"><svg viewBox="0 0 {} 178" role="img" aria-label="{}">{}</svg></figure>',
        at(WEEKS_WIDE),
        label,
        joined(parts),
    )


def _gate(number: int, one: Passage, name: str, scale: float) -> SafeString:
    y, x = number * ROW + 10, LABEL
    parts = [
        format_html('<text class="chart-word" x="0" y="{}">{}</text>', at(y + 13), name),
    ]
    for kind, count in (("passed", one.passed), ("waiting", one.on_the_way), ("lost", one.lost)):
        if count:
            parts.append(rect(f"way-{kind}", x, y, count * scale, BAR, 3))
            x += count * scale
    words = gettext("%(passed)d of %(of)d") % {"passed": one.passed, "of": one.of}
    parts.append(
        format_html('<text class="chart-word" x="{}" y="{}">{}</text>', at(x + 6), at(y + 13), words)
    )
    return joined(parts)


def _word(x: float, y: float, words: str) -> SafeString:
    return format_html(
        '<text class="chart-word" x="{}" y="{}" text-anchor="middle">{}</text>', at(x), at(y), words
    )
