"""Follow-ups have windows, and the missing are counted as missing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.aftercare.follow_ups import FOLLOW_UPS, Person, Standing, reached, standing

ENDED = date(2026, 1, 31)
FIRST = FOLLOW_UPS[0]  # due on 2026-02-28, from 02-21 to 03-14
ends = st.dates(date(2024, 1, 1), date(2032, 12, 31))
people = st.lists(
    st.builds(Person, ends, st.lists(ends, max_size=3).map(tuple)),
    max_size=8,
)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 2, 20), Standing.UPCOMING),
        (date(2026, 2, 21), Standing.OPEN),
        (date(2026, 3, 14), Standing.OPEN),
        (date(2026, 3, 15), Standing.MISSING),
    ],
)
def test_a_follow_up_opens_and_is_missing_once_its_window_is_over(on: date, expected: Standing) -> None:
    assert standing(FIRST, ENDED, done_on=[], on=on) is expected


@pytest.mark.parametrize(
    ("asked", "is_done"),
    [
        (date(2026, 2, 20), False),
        (date(2026, 2, 21), True),
        (date(2026, 3, 14), True),
        (date(2026, 3, 15), False),
    ],
)
def test_only_what_was_asked_in_the_window_counts(asked: date, is_done: bool) -> None:
    found = standing(FIRST, ENDED, done_on=[asked], on=date(2026, 6, 1))
    assert found is (Standing.DONE if is_done else Standing.MISSING)


@given(ends)
def test_the_windows_of_one_person_never_meet(ended: date) -> None:
    windows = [each.window(ended) for each in FOLLOW_UPS]
    assert all(before[1] < after[0] for before, after in pairwise(windows))
    assert all(first <= last for first, last in windows)


@given(people, ends, st.sampled_from(FOLLOW_UPS))
def test_nobody_is_left_out_of_a_figure(known: list[Person], on: date, follow_up: object) -> None:
    found = reached(follow_up, known, on=on)  # type: ignore[arg-type]  # one of FOLLOW_UPS
    assert found.reached + found.missing + found.not_due_yet == len(known)
    assert found.of == found.reached + found.missing
    assert (found.share is None) == (found.of == 0)


def test_who_could_not_be_reached_lowers_the_share() -> None:
    asked = Person(ENDED, (ENDED + timedelta(days=28),))
    found = reached(FIRST, [asked, Person(ENDED), Person(ENDED)], on=date(2026, 6, 1))
    assert (found.reached, found.missing, found.of) == (1, 2, 3)


def test_an_open_window_counts_for_nothing_yet() -> None:
    asked = Person(ENDED, (date(2026, 2, 22),))
    found = reached(FIRST, [asked], on=date(2026, 3, 1))
    assert (found.of, found.not_due_yet, found.share) == (0, 1, None)
