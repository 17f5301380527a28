"""One or two numbers of a person over the weeks, against what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from stepwell.interfaces.shared.charts.drawing import Tone, at, joined, points, said, table


@dataclass(frozen=True)
class Series:
    """One line over the weeks. A missing answer is None, and leaves a gap."""

    name: str
    values: tuple[float | None, ...]
    tone: Tone = Tone.WATER


@dataclass(frozen=True)
class Band:
    """The span that is usual, week by week, with the sentence that says for whom."""

    name: str
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class CutOff:
    """A value of the scale with a published meaning."""

    name: str
    value: float


@dataclass(frozen=True)
class _Frame:
    """The paper of a line chart: how wide, where the lines may be, how high the scale reaches."""

    width: int
    right: int
    points: int
    top: float
    step: float
    bottom: float = 0.0
    left: int = 34
    head: int = 14
    foot: int = 30
    height: int = 250

    def x(self, index: int) -> float:
        return self.left + 14 + index * (self.width - self.left - self.right - 14) / max(1, self.points - 1)

    def y(self, value: float) -> float:
        share = (value - self.bottom) / (self.top - self.bottom)
        return self.height - self.foot - share * (self.height - self.foot - self.head)


def line_chart(
    series: Sequence[Series],
    weeks: Sequence[str],
    bands: Sequence[Band] = (),
    *,
    label: str,
    cut_offs: Sequence[CutOff] = (),
    top: float | None = None,
    bottom: float = 0.0,
) -> SafeString:
    """One or two lines over the weeks, each named at its end, over the band that is usual.

    `weeks` are the words under the axis. A wide and a narrow drawing are both sent
    and the page shows the one that fits, so that the words stay readable on a phone.
    """
    for line in series:
        if len(line.values) != len(weeks):
            raise ValueError(f"{line.name} has {len(line.values)} points for {len(weeks)} weeks")
    values = [value for line in series for value in line.values if value is not None]
    values += [value for band in bands for value in band.high] + [cut.value for cut in cut_offs]
    step = _step((top or max(values, default=1.0)) - bottom)
    reach = top or ceil(max(values, default=1.0) / step) * step
    drawings = (
        _line_drawing(
            _Frame(width, right, len(weeks), reach, step, bottom), series, weeks, bands, cut_offs, label, size
        )
        for width, right, size in ((720, 84, "wide"), (360, 64, "narrow"))
    )
    return format_html(
        '<figure class="chart chart-line">{}{}{}</figure>',
        joined(drawings),
        _keys(bands),
        _line_table(series, weeks, label),
    )


def _line_drawing(
    frame: _Frame,
    series: Sequence[Series],
    weeks: Sequence[str],
    bands: Sequence[Band],
    cut_offs: Sequence[CutOff],
    label: str,
    size: str,
) -> SafeString:
    parts = [
        *(_band(frame, band) for band in bands),
        *_rules(frame),
        *_week_words(frame, weeks),
        *(_cut_off(frame, cut, series) for cut in cut_offs),
        *(_line(frame, line, place) for place, line in enumerate(series)),
        *_ends(frame, series),
    ]
    return format_html(
        '<svg class="chart-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        size,
        frame.width,
        frame.height,
        label,
        joined(parts),
    )


def _band(frame: _Frame, band: Band) -> SafeString:
    over = [(frame.x(i), frame.y(value)) for i, value in enumerate(band.high)]
    under = [(frame.x(i), frame.y(value)) for i, value in enumerate(band.low)]
    return format_html('<polygon class="chart-band" points="{}"/>', points([*over, *reversed(under)]))


def _rules(frame: _Frame) -> Iterator[SafeString]:
    for tick in range(int((frame.top - frame.bottom) / frame.step + 0.001) + 1):
        value = frame.bottom + tick * frame.step
        yield format_html(
            '<line class="chart-rule" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="chart-word" x="{}" y="{}" text-anchor="end">{}</text>',
            frame.left,
            frame.width - frame.right + 10,
            *(at(frame.y(value)),) * 2,
            frame.left - 8,
            at(frame.y(value) + 4),
            said(value),
        )


def _week_words(frame: _Frame, weeks: Sequence[str]) -> Iterator[SafeString]:
    # As many words as fit without touching; the first and the last are always among them.
    longest = max((len(week) for week in weeks), default=1) * 7 + 12
    room = max(1, int((frame.width - frame.left - frame.right) / longest))
    every = max(1, ceil((len(weeks) - 1) / room))
    for index, week in enumerate(weeks):
        is_last = index == len(weeks) - 1
        if is_last or (index % every == 0 and len(weeks) - 1 - index >= every):
            yield format_html(
                '<text class="chart-word" x="{}" y="{}" text-anchor="middle">{}</text>',
                at(frame.x(index)),
                frame.height - 8,
                week,
            )


def _cut_off(frame: _Frame, cut: CutOff, series: Sequence[Series]) -> SafeString:
    # The words stand on the side of the rule that the scores don't start on.
    starts = [value for line in series for value in [v for v in line.values if v is not None][:2]]
    is_above = sum(starts) >= cut.value * len(starts)
    return format_html(
        '<line class="chart-cut" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart-word chart-cut-word" x="{}" y="{}">{}</text>',
        frame.left,
        frame.width - frame.right + 10,
        *(at(frame.y(cut.value)),) * 2,
        frame.left + 6,
        at(frame.y(cut.value) + (14 if starts and is_above else -5)),
        cut.name,
    )


def _line(frame: _Frame, line: Series, place: int) -> SafeString:
    found = [
        (frame.x(i), frame.y(value)) if value is not None else None for i, value in enumerate(line.values)
    ]
    runs = [
        points(point for point in run if point)
        for is_there, run in groupby(found, key=lambda p: p is not None)
        if is_there
    ]
    return format_html(
        '<g class="chart-{}{}">{}{}</g>',
        line.tone,
        " chart-second" if place else "",
        format_html_join("", '<polyline class="chart-stroke" points="{}"/>', ((run,) for run in runs)),
        joined(_mark(point, place) for point in found if point),
    )


def _mark(point: tuple[float, float], place: int) -> SafeString:
    x, y = point
    if place:  # the second line wears diamonds, so that the two are told apart without color
        return SafeString(f'<path class="chart-mark" d="M{at(x)} {at(y - 5.5)}l5.5 5.5-5.5 5.5-5.5-5.5z"/>')
    return SafeString(f'<circle class="chart-mark" cx="{at(x)}" cy="{at(y)}" r="4.5"/>')


def _ends(frame: _Frame, series: Sequence[Series]) -> Iterator[SafeString]:
    """Each line's name beside its last point, moved apart where two would touch."""
    ends = sorted((frame.y(_last(line)), line.name, line) for line in series if _last(line) is not None)
    floor = 0.0
    for y, _, line in ends:
        floor = max(y, floor + 17) if floor else y
        yield format_html(
            '<text class="chart-name chart-{}" x="{}" y="{}">{} <tspan>{}</tspan></text>',
            line.tone,
            frame.width - frame.right + 12,
            at(floor + 4.5),
            line.name,
            said(_last(line)),
        )


def _last(line: Series) -> float:
    return next((value for value in reversed(line.values) if value is not None), 0.0)


def _keys(bands: Sequence[Band]) -> SafeString:
    return format_html_join(
        "",
        '<p class="chart-key"><span class="chart-key-band"></span>{}</p>',
        ((band.name,) for band in bands),
    )


def _line_table(series: Sequence[Series], weeks: Sequence[str], label: str) -> SafeString:
    heads = format_html_join("", '<th scope="col">{}</th>', ((line.name,) for line in series))
    answers = [[_answer(value) for value in line.values] for line in series]
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>' + "<td>{}</td>" * len(series) + "</tr>",
        zip(weeks, *answers, strict=True),
    )
    return table(label, format_html('<th scope="col">{}</th>{}', gettext("When"), heads), rows)


def _answer(value: float | None) -> str:
    return gettext("no answer") if value is None else said(value)


def _step(high: float) -> float:
    """The distance between two lines of the scale: a round number, four to six to the top.

    >>> _step(17), _step(27), _step(4), _step(100)
    (5, 5, 1, 20)
    """
    return next((step for step in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if high / step <= 6), high / 5)
