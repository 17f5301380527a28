"""What may be said of a person's scores."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import TODAY, Cast
from stepwell.actions import charts, checking_in, measuring, watching_progress
from stepwell.actions.charts import Chart
from stepwell.actions.watching_progress import Given, score_line
from stepwell.domain.instruments.phq9 import PHQ9


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="progress", at=at)


def test_a_change_beyond_the_scales_error_is_said_so() -> None:
    line = score_line(PHQ9, _line(16, 9))

    assert str(line.sentences[0]) == (
        "Your PHQ-9 went from 16 to 9. That is more than the scale's own error."
    )


def test_one_score_says_nothing_of_change_and_blanks_are_told() -> None:
    line = score_line(PHQ9, _line(12, None))

    assert "once" in str(line.sentences[0])
    assert "1 of 2 forms" in str(line.sentences[-1])


@given(st.lists(st.none() | st.integers(0, 27), max_size=8))
def test_small_differences_are_never_told_as_change(totals: list[int | None]) -> None:
    line = score_line(PHQ9, _line(*totals))

    there = [total for total in totals if total is not None]
    if len(there) > 1 and abs(there[-1] - there[0]) < PHQ9.reliable_change:
        assert "may be no change" in str(line.sentences[0])


def test_weeks_without_a_check_in_stay_empty_and_are_counted(sam: Chart, at: datetime) -> None:
    for back, craving in [(14, 8), (13, 6), (0, 2)]:
        checking_in.check_in(sam, on=TODAY - timedelta(days=back), craving=craving, key=f"{back}", at=at)

    found = watching_progress.progress_of(sam, at=at)

    assert [(week.craving, week.craving_days) for week in found.weeks] == [(7.0, 2), (None, 0), (2.0, 1)]
    assert (found.checked_in_days, found.days_asked) == (3, 16)


def test_each_questionnaire_has_its_line(sam: Chart, at: datetime) -> None:
    measuring.answer(sam, instrument="gad7", answers=[1] * 7, key="k", at=at)

    lines = {
        line.instrument.key: line.with_total for line in watching_progress.progress_of(sam, at=at).scores
    }

    assert lines == {"phq9": 0, "gad7": 1}


def _line(*totals: int | None) -> list[Given]:
    first = date(2026, 3, 2)
    return [
        Given(first + timedelta(weeks=2 * place), total, "", 0 if total is not None else 1)
        for place, total in enumerate(totals)
    ]
