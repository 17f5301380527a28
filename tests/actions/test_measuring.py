"""Answers to questionnaires."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from stepwell.actions import charts, measuring
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.measuring import NotAnswers
from stepwell.records.measures.models import Response
from stepwell.records.outreach.models import Task


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    return charts.open_own(cast.sign_in(cast.sam_account), what="questions", at=at)


def test_complete_answers_have_a_total_and_a_band(sam: Chart, at: datetime) -> None:
    kept = measuring.answer(sam, instrument="phq9", answers=[2] * 8 + [0], difficulty=1, key="k", at=at)

    assert (kept.response.total, kept.response.band, kept.task) == (16, "moderately_severe", None)


def test_question_nine_on_a_partial_form_still_calls_somebody_by_name(
    cast: Cast, sam: Chart, at: datetime
) -> None:
    kept = measuring.answer(sam, instrument="phq9", answers=[None] * 8 + [1], key="k", at=at)

    assert kept.response.total is None
    assert kept.task is not None
    assert (kept.task.owner, kept.task.about) == (cast.priya, kept.response.pk)


def test_sending_twice_is_once_and_answers_alike(sam: Chart, at: datetime) -> None:
    first = measuring.answer(sam, instrument="phq9", answers=[0] * 8 + [3], key="k", at=at)
    again = measuring.answer(sam, instrument="phq9", answers=[0] * 8 + [3], key="k", at=at)

    assert first.response.pk == again.response.pk
    assert first.task == again.task
    assert (Response.objects.count(), Task.objects.count()) == (1, 1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(st.none() | st.integers(0, 3), min_size=9, max_size=9))
def test_a_blank_is_never_a_zero_and_nine_always_asks(
    sam: Chart, at: datetime, answers: list[int | None]
) -> None:
    kept = measuring.answer(sam, instrument="phq9", answers=answers, key="", at=at)

    numbers = [one for one in answers if one is not None]
    assert kept.response.total == (sum(numbers) if len(numbers) == 9 else None)
    assert (kept.task is not None) == bool(answers[8])


@pytest.mark.parametrize("answers", [[0] * 8, [4] + [0] * 8, [-1] + [0] * 8])
def test_what_the_questions_do_not_offer_is_refused(sam: Chart, at: datetime, answers: list[int]) -> None:
    with pytest.raises(NotAnswers):
        measuring.answer(sam, instrument="phq9", answers=answers, key="k", at=at)

    assert measuring.answer(sam, instrument="phq9", answers=[0] * 9, key="k", at=at).response.total == 0


def test_a_correction_names_what_it_replaces(sam: Chart, at: datetime) -> None:
    first = measuring.answer(sam, instrument="gad7", answers=[1] * 7, key="a", at=at).response
    measuring.answer(sam, instrument="gad7", answers=[2] * 7, key="b", at=at, replaces=first.pk)

    assert [row.total for row in sam.responses] == [14]
    with pytest.raises(NotHere):
        measuring.answer(sam, instrument="gad7", answers=[2] * 7, key="c", at=at, replaces=first.pk)


def test_a_questionnaire_is_asked_again_after_two_weeks(sam: Chart, at: datetime) -> None:
    measuring.answer(sam, instrument="phq9", answers=[0] * 9, key="a", at=at)

    assert [form.key for form in measuring.list_due(sam, at=at)] == ["gad7"]
    assert len(measuring.list_due(sam, at=at + timedelta(days=14))) == 2


def test_a_program_says_how_often_it_asks(cast: Cast, sam: Chart, at: datetime) -> None:
    measuring.answer(sam, instrument="phq9", answers=[0] * 9, key="k", at=at)
    type(cast.template).objects.filter(pk=cast.template.pk).update(ask_days=7)
    own = charts.open_own(cast.sign_in(cast.sam_account), what="questions", at=at)

    assert [form.key for form in measuring.list_due(own, at=at + timedelta(days=6))] == ["gad7"]
    assert len(measuring.list_due(own, at=at + timedelta(days=7))) == 2
