"""The golden thread as a picture: nothing overlaps, every thread is drawn, everything is said by name."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stepwell.interfaces.shared.charts.thread import Box, thread_chart

HEADS = ["Findings", "Problems", "Goals", "Objectives", "What we do", "What served it"]
RECT = re.compile(r'<rect class="thread-box[^"]*" x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"')


@st.composite
def boxes(draw: st.DrawFn) -> list[Box]:
    """Some boxes in each column, each from some of the column before."""
    found: list[Box] = []
    before: list[str] = []
    for column in range(len(HEADS)):
        own = []
        for number in range(draw(st.integers(0, 4))):
            key = f"{column}-{number}"
            links = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
            words = draw(st.text("abc <&", min_size=1, max_size=120))
            found.append(Box(key, column, "Kind", words, url=f"#{key}", comes_from=tuple(links)))
            own.append(key)
        before = own
    return found


@given(boxes())
def test_no_two_boxes_of_a_column_overlap(drawn: list[Box]) -> None:
    columns: dict[str, list[tuple[float, float]]] = {}
    for x, y, height in RECT.findall(thread_chart(drawn, HEADS, label="Thread")):
        columns.setdefault(x, []).append((float(y), float(y) + float(height)))
    for spans in columns.values():
        assert all(above[1] < below[0] for above, below in pairwise(sorted(spans)))


@given(boxes())
def test_there_is_a_line_for_every_thread_and_a_link_on_every_box(drawn: list[Box]) -> None:
    picture = thread_chart(drawn, HEADS, label="Thread")
    assert picture.count('class="thread-line"') == sum(len(box.comes_from) for box in drawn)
    assert picture.count("<a href=") == len(drawn)


def test_a_box_that_lacks_something_says_so_in_its_name_and_by_a_sign() -> None:
    box = Box("o", 3, "Objective", "Sleeps six hours", url="#o", lacks=("No date",))
    picture = thread_chart([box], HEADS, label="Thread")
    assert 'aria-label="Objective · Sleeps six hours · \u26a0 No date"' in picture
    assert "thread-sign" in picture


def test_what_does_not_fit_is_cut_on_the_box_and_whole_in_its_name() -> None:
    words = "a very long sentence " * 12
    picture = thread_chart([Box("o", 3, "Objective", words.strip(), url="#o")], HEADS, label="Thread")
    assert " …</text>" in picture
    assert words.strip() in picture
