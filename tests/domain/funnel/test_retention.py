"""Who stays, of all who were admitted long enough ago."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.funnel.retention import DAYS, Stay, per_week, retention
from stepwell.kernel.weeks import Week

TODAY = date(2026, 6, 1)
stays = st.lists(
    st.builds(
        lambda ago, length, graduated: Stay(
            TODAY - timedelta(days=ago),
            None if length is None else TODAY - timedelta(days=ago) + timedelta(days=length),
            graduated and length is not None,
        ),
        st.integers(0, 200),
        st.none() | st.integers(0, 200),
        st.booleans(),
    ),
    max_size=12,
)


def admitted(days_ago: int, *, left_after: int | None = None, graduated: bool = False) -> Stay:
    began = TODAY - timedelta(days=days_ago)
    return Stay(began, None if left_after is None else began + timedelta(days=left_after), graduated)


@pytest.mark.parametrize(("left_after", "stayed"), [(6, 0), (7, 1), (None, 1)])
def test_who_left_before_the_day_has_not_stayed(left_after: int | None, stayed: int) -> None:
    figure = retention([admitted(30, left_after=left_after)], on=TODAY)[0]
    assert (figure.stayed, figure.of) == (stayed, 1)


def test_who_was_admitted_too_late_is_told_apart_also_when_they_left() -> None:
    figure = retention([admitted(6), admitted(6, left_after=1)], on=TODAY)[0]
    assert (figure.of, figure.too_early, figure.share) == (0, 2, None)


def test_who_graduated_before_the_day_has_stayed() -> None:
    figure = retention([admitted(120, left_after=84, graduated=True)], on=TODAY)[-1]
    assert (figure.days, figure.stayed, figure.of) == (90, 1, 1)


@given(stays)
def test_every_admission_is_in_the_figure_or_too_early(known: list[Stay]) -> None:
    for figure in retention(known, on=TODAY):
        assert figure.of + figure.too_early == len(known)
        assert 0 <= figure.stayed <= figure.of


@given(stays)
def test_of_those_admitted_long_ago_ever_fewer_stay(known: list[Stay]) -> None:
    long_ago = [each for each in known if each.admitted_on + timedelta(days=max(DAYS)) <= TODAY]
    counts = [figure.stayed for figure in retention(long_ago, on=TODAY)]
    assert counts == sorted(counts, reverse=True)


def test_a_stay_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="first day"):
        Stay(TODAY, TODAY - timedelta(days=1))


def test_a_leap_day_and_the_end_of_a_year_are_days() -> None:
    leap = retention([Stay(date(2028, 2, 25), date(2028, 3, 3))], on=date(2028, 6, 1), days=[7])[0]
    year = retention([Stay(date(2026, 12, 28), date(2027, 1, 3))], on=date(2027, 6, 1), days=[7])[0]
    assert (leap.stayed, year.stayed) == (1, 0)


def test_starts_are_counted_by_the_iso_week() -> None:
    starts = [date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 10), date(2027, 3, 1)]
    assert per_week(starts, [Week(2026, 53), Week(2027, 1), Week(2027, 2)]) == (1, 2, 0)
