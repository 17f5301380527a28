"""A person's line: first, last, best, and what may be said of it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.instruments.phq9 import PHQ9
from stepwell.domain.progress.trend import Point, find_trend

START = date(2026, 3, 2)
totals = st.lists(st.integers(0, 27), min_size=2, max_size=12)


def line(*values: int) -> list[Point]:
    return [Point(START + timedelta(weeks=week), total) for week, total in enumerate(values)]


def test_one_total_says_nothing_of_change() -> None:
    assert find_trend(PHQ9, line(17)) is None
    assert find_trend(PHQ9, []) is None


def test_a_good_month_does_not_hide_what_came_after() -> None:
    trend = find_trend(PHQ9, line(17, 8, 15))
    assert trend is not None
    assert trend.since_first.kind is ChangeKind.WITHIN_ERROR
    assert trend.since_best.kind is ChangeKind.RELIABLE_WORSENING


def test_the_earliest_of_equal_totals_is_the_best() -> None:
    trend = find_trend(PHQ9, line(9, 4, 4))
    assert trend is not None
    assert trend.best == line(9, 4)[1]


@given(totals, st.randoms())
def test_the_order_of_entry_changes_nothing(values: list[int], chance: object) -> None:
    shuffled = line(*values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands a random.Random
    assert find_trend(PHQ9, shuffled) == find_trend(PHQ9, line(*values))


@given(totals)
def test_nothing_is_better_than_the_best(values: list[int]) -> None:
    trend = find_trend(PHQ9, line(*values))
    assert trend is not None
    assert trend.best.total == min(values)
    assert trend.since_best.points >= 0
    assert trend.since_first.points == values[-1] - values[0]
    assert trend.measured == len(values)
