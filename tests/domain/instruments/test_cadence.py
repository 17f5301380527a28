"""How often it was asked, how often it was answered."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.instruments.cadence import Completion, completion

FIRST = date(2026, 3, 2)
days = st.integers(-20, 120)


@given(st.lists(st.tuples(days, st.booleans())), st.integers(0, 100), st.integers(7, 60))
def test_never_more_is_answered_than_was_due_nor_whole_than_answered(
    forms: list[tuple[int, bool]], until: int, every: int
) -> None:
    told = [(FIRST + timedelta(days=day), whole) for day, whole in forms]

    found = completion(told, since=FIRST, until=FIRST + timedelta(days=until), every=every)

    assert 0 <= found.whole <= found.answered <= found.due


def test_the_stretch_that_still_runs_is_not_missing() -> None:
    assert completion([], since=FIRST, until=FIRST + timedelta(days=13)) == Completion(0, 0, 0)
    assert completion([], since=FIRST, until=FIRST + timedelta(days=14)) == Completion(1, 0, 0)


def test_a_form_that_comes_later_than_the_day_looked_at_is_not_counted() -> None:
    told = [(FIRST + timedelta(days=3), True)]

    assert completion(told, since=FIRST, until=FIRST + timedelta(days=2)) == Completion(0, 0, 0)
