"""The picture of a solver that comes to rest."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.interfaces.shared.charts import closing_chart

numbers = st.floats(0, 1e7)


@pytest.mark.parametrize("run", [[], [(0.0, 10.0, 1.0)], [(0.0, None, 1.0), (1.0, 5.0, 2.0)]])
def test_less_than_two_known_points_are_no_line(run: list[tuple[float, float | None, float]]) -> None:
    assert closing_chart(run) == ""


@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=2, max_size=20))
def test_both_lines_stay_inside_the_picture(run: list[tuple[float, float, float]]) -> None:
    run = sorted(run)

    lines = re.findall(r'points="([^"]+)"', closing_chart(run))

    assert len(lines) == 2
    for x, y in (place.split(",") for line in lines for place in line.split()):
        assert 0 <= float(x) <= 560
        assert 0 <= float(y) <= 150


def test_it_says_in_words_how_far_it_is() -> None:
    shown = closing_chart([(0.0, 900.0, 100.0), (3.0, 700.0, 650.0)])

    assert "the best plan so far: 700" in shown
    assert "proven: at least 650" in shown
