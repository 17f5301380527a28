"""How solving comes to rest: the cost of the best plan falls, the proven bound rises."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from stepwell.interfaces.shared.charts.drawing import at, points, said

_WIDE, _HIGH, _EDGE = 560, 150, 26


def closing_chart(
    points_so_far: Sequence[tuple[float, float | None, float | None]], *, label: str = ""
) -> SafeString:
    """Cost and proven bound over the seconds of solving: (seconds, cost, bound), in order.

    Points at which one of the two isn't known yet are left out; fewer than two draw nothing.
    """
    run = [
        (second, cost, bound)
        for second, cost, bound in points_so_far
        if cost is not None and bound is not None
    ]
    if len(run) < 2:
        return mark_safe("")
    until = run[-1][0] or 1.0
    # First plans are far off: the picture is three times the last gap high, at least a tenth of the cost.
    last_cost, last_bound = run[-1][1], run[-1][2]
    low = min(last_bound, last_cost)
    room = max(3 * (last_cost - low), last_cost / 10, 1.0)

    def place(second: float, value: float) -> tuple[float, float]:
        share = min(1.0, max(0.0, (value - low) / room))
        return (_EDGE + second / until * (_WIDE - 2 * _EDGE), _HIGH - _EDGE - share * (_HIGH - 2 * _EDGE))

    label = label or gettext("Cost %(cost)s, proven to be at least %(bound)s, after %(seconds)s seconds") % {
        "cost": said(last_cost),
        "bound": said(last_bound),
        "seconds": said(until),
    }
    return format_html(
        '<svg class="chart closing" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<g class="chart-water"><polyline class="chart-stroke" points="{}"/>'
        '<text class="chart-name" x="{}" y="{}" text-anchor="end">{}</text></g>'
        '<g class="chart-plum chart-second"><polyline class="chart-stroke" points="{}"/>'
        '<text class="chart-name" x="{}" y="{}" text-anchor="end">{}</text></g></svg>',
        _WIDE,
        _HIGH,
        label,
        points(place(second, cost) for second, cost, _bound in run),
        at(_WIDE - _EDGE),
        at(place(until, last_cost)[1] - 8),
        gettext("the best plan so far: %(cost)s") % {"cost": said(last_cost)},
        points(place(second, bound) for second, _cost, bound in run),
        at(_WIDE - _EDGE),
        at(place(until, last_bound)[1] + 17),
        gettext("proven: at least %(bound)s") % {"bound": said(last_bound)},
    )
