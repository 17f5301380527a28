"""The staircase of a whole program."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from stepwell.interfaces.shared.charts.drawing import at, joined, rect, table


def steps_chart(
    weeks: int, current: int, shares: Sequence[float | None], *, label: str = "", words: str = ""
) -> SafeString:
    """A staircase of the whole program: every week climbed is a step that stays climbed.

    `current` counts from 1 (0 before the start). `shares` are the parts of each
    week's sessions come to, from the first week on, None where none was planned.
    A step is as high in a hard week as in an easy one; the share is the deeper
    color inside it.
    """
    label = label or gettext("Week %(current)s of %(weeks)s") % {"current": current, "weeks": weeks}
    width, gap, base = 340.0, 3.0, 118.0
    pitch = (width + gap) / max(1, weeks)
    rise = min(9.0, 92 / max(1, weeks))
    drawn = [
        _step_drawing(
            number,
            current,
            shares[number - 1] if number <= len(shares) else None,
            x=(number - 1) * pitch,
            y=base - 14 - number * rise,
            width=pitch - gap,
            base=base,
        )
        for number in range(1, weeks + 1)
    ]
    said = [
        (number, share)
        for number, share in enumerate(shares, start=1)
        if number <= current and share is not None
    ]
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td></tr>',
        ((number, gettext("%(share)s %%") % {"share": round(share * 100)}) for number, share in said),
    )
    heads = format_html(
        '<th scope="col">{}</th><th scope="col">{}</th>',
        gettext("Week"),
        words or gettext("Sessions you came to"),
    )
    return format_html(
        '<figure class="chart chart-steps">'
        '<svg viewBox="-1 0 342 122" role="img" aria-label="{}">{}</svg>{}</figure>',
        label,
        joined(drawn),
        table(label, heads, rows) if said else "",
    )


def _step_drawing(
    number: int,
    current: int,
    share: float | None,
    *,
    x: float,
    y: float,
    width: float,
    base: float,
) -> SafeString:
    height = base - y
    state = "ahead" if number > current else "now" if number == current else "past"
    # A week without planned sessions was climbed whole.
    filled = height * (1.0 if share is None and state == "past" else min(1.0, max(0.0, share or 0.0)))
    parts = [rect(f"step-{state}", x, y, width, height, 4)]
    if state != "ahead":
        if filled > 1:
            parts.append(rect("step-share", x, base - filled, width, filled, 4))
        parts.append(rect("step-tread", x, y, width, 5, 2))
    if state == "now":
        parts.append(
            format_html(
                '<circle class="step-here" cx="{}" cy="{}" r="5"/>',
                at(x + width / 2),
                at(y - 24),
            )
        )
    parts.append(
        format_html(
            '<text class="step-word{}" x="{}" y="{}" text-anchor="middle">{}</text>',
            " step-word-now" if state == "now" else "",
            at(x + width / 2),
            at(y - 6),
            number,
        )
    )
    return joined(parts)
