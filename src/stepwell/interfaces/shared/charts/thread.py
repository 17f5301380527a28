"""The golden thread of a plan: boxes in columns, a line from each to what comes from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from django.utils.html import format_html
from django.utils.safestring import SafeString

from stepwell.interfaces.shared.charts.drawing import at, joined, rect

WIDTH, GAP, BETWEEN = 170.0, 34.0, 12.0
HEAD, LINE, PAD = 30.0, 16.0, 10.0
LETTERS, LINES, NOTE_LETTERS = 24, 4, 30
"""So many letters fit on a line of a box, and so many lines in it; the link's name holds all of it."""


@dataclass(frozen=True)
class Box:
    """One node: in which column, what it says, where it leads, and what it comes from."""

    key: str
    column: int
    title: str
    words: str
    note: str = ""
    url: str = ""
    comes_from: tuple[str, ...] = ()
    kind: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The words as they fit."""
        return wrap(self.words, LETTERS, max_lines=LINES, placeholder=" …") or [""]

    @property
    def note_lines(self) -> list[str]:
        return wrap(self.note, NOTE_LETTERS, max_lines=2, placeholder=" …")

    @property
    def height(self) -> float:
        return 2 * PAD + LINE * len(self.lines) + (LINE - 3) * len(self.note_lines)


@dataclass
class _Laid:
    """Where the boxes stand."""

    tops: dict[str, float] = field(default_factory=dict)
    bottoms: dict[int, float] = field(default_factory=dict)

    def put(self, box: Box, middle: float | None) -> None:
        """As near to that middle as the boxes above it in its column let it."""
        free = self.bottoms.get(box.column, HEAD)
        wanted = free if middle is None else middle - box.height / 2
        self.tops[box.key] = max(free, wanted)
        self.bottoms[box.column] = self.tops[box.key] + box.height + BETWEEN


def thread_chart(boxes: Sequence[Box], heads: Sequence[str], *, label: str) -> SafeString:
    """The picture, each box with a link that is reached by key and named with all its words.

    What comes from several boxes has a line from each. The boxes of a column keep
    the order of their threads, so that few lines cross.
    """
    known = {box.key: box for box in boxes}
    laid = _lay(list(_in_order(boxes)), len(heads))
    height = max(laid.bottoms.values(), default=HEAD)
    width = len(heads) * (WIDTH + GAP) - GAP
    drawn = [_head(words, column) for column, words in enumerate(heads)]
    drawn += [_line(known[key], box, laid) for box in boxes for key in box.comes_from if key in known]
    drawn += [_box(box, laid.tops[box.key]) for box in boxes]
    return format_html(
        '<figure class="chart thread">'
        '<svg viewBox="-2 0 {} {}" role="group" aria-label="{}">{}</svg></figure>',
        at(width + 4),
        at(height),
        label,
        joined(drawn),
    )


def _in_order(boxes: Sequence[Box]) -> Iterator[Box]:
    """Each box after those it comes from first, thread by thread."""
    after: dict[str, list[Box]] = {}
    for box in boxes:
        for key in box.comes_from:
            after.setdefault(key, []).append(box)
    seen: set[str] = set()
    for box in boxes:
        if not box.comes_from:
            yield from _down(box, after, seen)
    yield from (box for box in boxes if box.key not in seen)


def _down(box: Box, after: Mapping[str, list[Box]], seen: set[str]) -> Iterator[Box]:
    if box.key in seen:
        return
    seen.add(box.key)
    yield box
    for each in sorted(after.get(box.key, ()), key=lambda one: one.column):
        yield from _down(each, after, seen)


def _lay(boxes: Sequence[Box], columns: int) -> _Laid:
    """The last but one column first, the last beside it, then each box in the middle of what follows."""
    laid = _Laid()
    for column in (columns - 2, columns - 1, *reversed(range(columns - 2))):
        for box in (each for each in boxes if each.column == column):
            laid.put(box, _middle(box, boxes, laid))
    return laid


def _middle(box: Box, boxes: Iterable[Box], laid: _Laid) -> float | None:
    middles = [
        laid.tops[each.key] + each.height / 2
        for each in boxes
        if each.key in laid.tops and (box.key in each.comes_from or each.key in box.comes_from)
    ]
    return (min(middles) + max(middles)) / 2 if middles else None


def _x(column: int) -> float:
    return column * (WIDTH + GAP)


def _head(words: str, column: int) -> SafeString:
    return format_html('<text class="thread-head" x="{}" y="14">{}</text>', at(_x(column)), words)


def _line(start: Box, end: Box, laid: _Laid) -> SafeString:
    x1, x2 = _x(start.column) + WIDTH, _x(end.column)
    y1 = laid.tops[start.key] + start.height / 2
    y2 = laid.tops[end.key] + end.height / 2
    bend = min(GAP * 1.6, (x2 - x1) / 2)
    path = f"M{at(x1)} {at(y1)}C{at(x1 + bend)} {at(y1)} {at(x2 - bend)} {at(y2)} {at(x2)} {at(y2)}"
    return format_html('<path class="thread-line" d="{}"/>', path)


def _box(box: Box, top: float) -> SafeString:
    lacks = f"\u26a0 {'; '.join(box.lacks)}" if box.lacks else ""
    name = " · ".join(part for part in (box.title, box.words, box.note, lacks) if part)
    x, y = _x(box.column), top
    marks = [
        rect(
            f"thread-box thread-{box.kind}{' thread-lacks' if box.lacks else ''}", x, y, WIDTH, box.height, 8
        )
    ]
    baseline = y + PAD + 11
    for number, line in enumerate(box.lines):
        marks.append(_text("thread-words", x + PAD, baseline + number * LINE, line))
    below = baseline + len(box.lines) * LINE - 2
    for number, line in enumerate(box.note_lines):
        marks.append(_text("thread-note", x + PAD, below + number * (LINE - 3), line))
    if box.lacks:
        marks.append(_text("thread-sign", x + WIDTH - 17, y + 17, "!"))
    if not box.url:
        return format_html("<g><title>{}</title>{}</g>", name, joined(marks))
    return format_html('<a href="{}" aria-label="{}">{}</a>', box.url, name, joined(marks))


def _text(name: str, x: float, y: float, words: str) -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', name, at(x), at(y), words)
